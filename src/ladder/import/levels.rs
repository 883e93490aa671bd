//! What a table names and does not declare.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Report;
use super::names::split_code;
use crate::ladder::model::{At, Declarations, Framework, Ladder, Level};
use crate::ladder::portable::{self, Portable};
use crate::ladder::text::{Name, humanise};

/// Returns a framework of which nothing is known but its id.
pub fn framework(id: &str) -> Framework {
    Framework::new(Name::generated(id), humanise(id))
}

/// Returns a level of which nothing is known but its id and what people call it.
pub fn level(id: &str, title: &str, rank: f64) -> Level {
    let form = portable::Level {
        id: id.to_owned(),
        titles: vec![title.to_owned()],
        rank: rank.to_form(),
        ..portable::Level::default()
    };
    Level::from_form(form)
}

/// What ids that were made for people's words were made of.
#[derive(Debug, Default)]
pub struct Called {
    /// For levels.
    pub levels: FxHashMap<String, String>,
    /// For competencies.
    pub competencies: FxHashMap<String, String>,
    /// For families.
    pub families: FxHashMap<String, String>,
}

fn called(names: &FxHashMap<String, String>, id: &str) -> String {
    names.get(id).cloned().unwrap_or_else(|| humanise(id))
}

/// Fills what may be left open, and declares levels, competencies and families that cells name:
/// as the existing ladder does, or else by what they are called alone.
pub fn complete(
    declared: &mut Declarations,
    existing: Option<&Ladder>,
    (names, report): (&Called, &mut Report),
) {
    let mut rank = 0.0;
    for level in &mut declared.levels {
        if level.rank.is_nan() {
            level.rank = rank + 1.0;
        }
        rank = level.rank;
        if level.titles.is_empty() {
            level.titles.push(humanise(level.id.as_str()));
        }
    }
    for competency in &mut declared.competencies {
        let mut number = 0.0;
        for step in &mut competency.steps {
            if step.number.is_nan() {
                step.number = number + 1.0;
            }
            number = step.number;
        }
    }
    add_levels(declared, existing, (names, report));
    add_competencies(declared, existing, (names, report));
    add_families(declared, existing, (names, report));
}

fn add_levels(
    declared: &mut Declarations,
    existing: Option<&Ladder>,
    (names, report): (&Called, &mut Report),
) {
    let mut known: FxHashSet<String> = declared.levels.iter().map(|level| level.id.to_form()).collect();
    let steps: FxHashSet<(&str, &str)> = declared
        .competencies
        .iter()
        .flat_map(|competency| competency.steps.iter().map(|step| (competency.id.as_str(), step.id.as_str())))
        .collect();
    let mut new = Vec::new();
    for cell in &declared.cells {
        let At::Level(name) = &cell.at else { continue };
        if !steps.contains(&(cell.competency.as_str(), name.as_str())) && known.insert(name.to_form()) {
            new.push(name.to_form());
        }
    }
    for id in new {
        let known = existing.and_then(|ladder| ladder.declared.levels.iter().find(|level| level.id == *id));
        let last = declared.levels.iter().map(|level| level.rank).fold(0.0, f64::max);
        let new = || {
            let Some(name) = names.levels.get(&id) else { return level(&id, &humanise(&id), last + 1.0) };
            let (code, title) = split_code(name);
            let mut level = level(&id, if title.is_empty() { name } else { &title }, last + 1.0);
            level.code = code;
            level
        };
        declared.levels.push(known.cloned().unwrap_or_else(new));
        if known.is_none() {
            report.guessed.push(format!("level `{id}` is new, above the others"));
        }
    }
}

fn add_competencies(
    declared: &mut Declarations,
    existing: Option<&Ladder>,
    (names, report): (&Called, &mut Report),
) {
    let mut known: FxHashSet<String> = declared.competencies.iter().map(|known| known.id.to_form()).collect();
    let named: Vec<String> = declared.cells.iter().map(|cell| cell.competency.to_form()).collect();
    for id in named.into_iter().filter(|id| known.insert(id.clone())).collect::<Vec<_>>() {
        let known =
            existing.and_then(|ladder| ladder.declared.competencies.iter().find(|known| known.id == *id));
        let form = || portable::Competency {
            id: id.clone(),
            name: called(&names.competencies, &id),
            ..portable::Competency::default()
        };
        declared.competencies.push(known.cloned().unwrap_or_else(|| Portable::from_form(form())));
        if known.is_none() {
            report.guessed.push(format!("competency `{id}` is new"));
        }
    }
}

fn add_families(
    declared: &mut Declarations,
    existing: Option<&Ladder>,
    (names, report): (&Called, &mut Report),
) {
    let mut known: FxHashSet<String> = declared.families.iter().map(|known| known.id.to_form()).collect();
    let named: Vec<String> = declared.cells.iter().filter_map(|cell| cell.family.to_form()).collect();
    for id in named.into_iter().filter(|id| known.insert(id.clone())).collect::<Vec<_>>() {
        let known = existing.and_then(|ladder| ladder.declared.families.iter().find(|known| known.id == *id));
        let name = || called(&names.families, &id);
        let form = || portable::Family { id: id.clone(), name: name(), ..portable::Family::default() };
        declared.families.push(known.cloned().unwrap_or_else(|| Portable::from_form(form())));
        if known.is_none() {
            report.guessed.push(format!("family `{id}` is new"));
        }
    }
}
