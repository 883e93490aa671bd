//! An import beside the ladder that it renews.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Report;
use crate::ladder::model::{At, Cell, Declarations, Ladder, Statement};

/// Gives statements without an id the one that their text has in the existing ladder.
pub fn keep_ids(declared: &mut Declarations, existing: Option<&Ladder>) {
    let Some(existing) = existing else { return };
    let mut here = FxHashMap::default();
    let mut anywhere = FxHashMap::default();
    for cell in &existing.declared.cells {
        walk(&cell.statements, &mut |statement| {
            if let Some(id) = &statement.id {
                let text = normalised(&statement.text.written);
                here.entry((place_of(cell), text.clone())).or_insert(id);
                anywhere.entry(text).or_insert(id);
            }
        });
    }
    let mut used: FxHashSet<String> = FxHashSet::default();
    for cell in &declared.cells {
        walk(&cell.statements, &mut |statement| {
            used.extend(statement.id.as_ref().map(|id| id.as_str().to_owned()))
        });
    }
    // First what stands where it stood: what moved must not take the id of what did not.
    for moved in [false, true] {
        for cell in &mut declared.cells {
            let place = place_of(cell);
            walk_mut(&mut cell.statements, &mut |statement| {
                if statement.id.is_some() {
                    return;
                }
                let text = normalised(&statement.text.written);
                let found = if moved { anywhere.get(&text) } else { here.get(&(place.clone(), text)) };
                statement.id = found.filter(|id| used.insert(id.as_str().to_owned())).map(|id| (*id).clone());
            });
        }
    }
}

/// Says what an import adds, changes and leaves out.
pub fn compare(declared: &Declarations, existing: Option<&Ladder>, report: &mut Report) {
    let nothing = Declarations::default();
    let old = Said::of(existing.map_or(&nothing, |ladder| &ladder.declared));
    let new = Said::of(declared);
    for said in &new.all {
        match old.found(said) {
            None => report.added.push(said.shown()),
            Some(before) if before.text != said.text => report.changed.push(said.shown()),
            Some(_) => {}
        }
    }
    report.removed.extend(old.all.iter().filter(|said| new.found(said).is_none()).map(Sentence::shown));
}

/// A statement, for comparison.
struct Sentence {
    place: String,
    id: Option<String>,
    text: String,
    written: String,
}

impl Sentence {
    fn shown(&self) -> String {
        const LENGTH: usize = 60;
        let line = self.written.lines().next().unwrap_or("");
        let short: String = line.chars().take(LENGTH).collect();
        let dots = if short.len() < line.len() { "…" } else { "" };
        match &self.id {
            Some(id) => format!("{}: {short}{dots} [{id}]", self.place),
            None => format!("{}: {short}{dots}", self.place),
        }
    }
}

/// All statements of a ladder.
struct Said {
    all: Vec<Sentence>,
    by_id: FxHashMap<String, usize>,
    by_text: FxHashMap<(String, String), usize>,
}

impl Said {
    fn of(declared: &Declarations) -> Self {
        let mut said = Self { all: Vec::new(), by_id: FxHashMap::default(), by_text: FxHashMap::default() };
        for cell in &declared.cells {
            let place = shown_place(cell);
            walk(&cell.statements, &mut |statement| {
                let index = said.all.len();
                let id = statement.id.as_ref().map(|id| id.as_str().to_owned());
                let text = normalised(&statement.text.written);
                said.by_id.extend(id.clone().map(|id| (id, index)));
                said.by_text.entry((place.clone(), text.clone())).or_insert(index);
                let written = statement.text.written.to_string();
                said.all.push(Sentence { place: place.clone(), id, text, written });
            });
        }
        said
    }

    fn found(&self, said: &Sentence) -> Option<&Sentence> {
        let by_id = said.id.as_ref().and_then(|id| self.by_id.get(id));
        let by_text = || self.by_text.get(&(said.place.clone(), said.text.clone()));
        by_id.or_else(by_text).map(|index| &self.all[*index])
    }
}

pub fn place_of(cell: &Cell) -> (String, String, String) {
    let family = cell.family.as_ref().map_or("", |family| family.as_str());
    (family.to_owned(), cell.competency.as_str().to_owned(), at(cell))
}

pub fn shown_place(cell: &Cell) -> String {
    let family = cell.family.as_ref().map(|family| format!(" ({})", family.as_str())).unwrap_or_default();
    format!("{}, {}{family}", cell.competency.as_str(), at(cell))
}

fn at(cell: &Cell) -> String {
    match &cell.at {
        At::Level(name) | At::Step(name) => name.as_str().to_owned(),
        At::All => "all levels".to_owned(),
    }
}

/// Letters and digits in lower case: what remains of a text when typography is left out.
pub fn normalised(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What tells names apart: letters and digits in lower case, and the signs behind a word without which
/// `C++` and `C#` would be `C`, and `Senior+` be `Senior`. A name of nothing but signs is itself.
pub fn name_key(name: &str) -> String {
    let is_sign = |c: char| matches!(c, '+' | '#');
    let words = name.split(|c: char| !c.is_alphanumeric() && !is_sign(c));
    let words = words.map(|word| word.trim_start_matches(is_sign)).filter(|word| !word.is_empty());
    let key = words.map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    if key.is_empty() { name.trim().to_owned() } else { key }
}

pub fn walk<'a>(statements: &'a [Statement], each: &mut impl FnMut(&'a Statement)) {
    for statement in statements {
        each(statement);
        walk(&statement.children, each);
    }
}

fn walk_mut(statements: &mut [Statement], each: &mut impl FnMut(&mut Statement)) {
    for statement in statements {
        each(statement);
        walk_mut(&mut statement.children, each);
    }
}
