//! Ids for what people call things, and what they call levels.

use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::name_key;
use crate::ladder::model::{Competency, Declarations, Family, Ladder, Level};
use crate::ladder::portable::Portable;
use crate::ladder::text::{Name, humanise, id_of};

/// The ids of what people name.
#[derive(Debug, Default)]
pub struct Ids {
    by_name: FxHashMap<String, String>,
    /// What each id was made of.
    pub called: FxHashMap<String, String>,
}

impl Ids {
    /// Returns the id of what is called so: the one that there is, or one that is not taken.
    pub fn of(&mut self, name: &str, known: Option<&Name>, taken: &mut FxHashSet<String>) -> String {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = name_key(&name);
        if let Some(id) = self.by_name.get(&key) {
            return id.clone();
        }
        let id =
            known.map_or_else(|| free(&made_id(&name), |id| taken.insert(id.to_owned())), Portable::to_form);
        self.by_name.insert(key, id.clone());
        // Who writes ids means names as ids have them.
        let name = if name == id { humanise(&id) } else { name };
        self.called.insert(id.clone(), name);
        id
    }
}

/// Returns the id that an import makes of a name. A capital `İ` has a dot of its own in lower case, which
/// nobody could type.
pub fn made_id(name: &str) -> String {
    id_of(&name.replace('İ', "i"))
}

/// Returns the wanted id, or if it is taken the first with a number behind it that is not.
pub fn free(wanted: &str, mut is_free: impl FnMut(&str) -> bool) -> String {
    let mut ids = (1..).map(|n| if n == 1 { wanted.to_owned() } else { format!("{wanted}-{n}") });
    ids.find(|id| is_free(id)).expect("there are more numbers than names")
}

/// Returns the ids that levels, competencies, families and areas of a ladder have.
pub fn ids_of(ladder: &Ladder) -> FxHashSet<String> {
    let Declarations { levels, competencies, families, areas, .. } = &ladder.declared;
    let ids = levels.iter().map(|level| &level.id).chain(competencies.iter().map(|known| &known.id));
    let ids = ids.chain(families.iter().map(|family| &family.id)).chain(areas.iter().map(|area| &area.id));
    ids.map(Portable::to_form).collect()
}

/// Finds what a ladder has under a name.
pub type Find = for<'l> fn(&'l Ladder, &str) -> Option<&'l Name>;

/// Returns the level of this id or name.
pub fn known_level<'l>(ladder: &'l Ladder, name: &str) -> Option<&'l Name> {
    let levels = &ladder.declared.levels;
    let named: Vec<Named> = levels.iter().map(Named::level).collect();
    let found = Named::find(&named, name)?;
    levels.iter().map(|level| &level.id).find(|id| id.as_str() == found.id)
}

/// Returns the competency of this id or name.
pub fn known_competency<'l>(ladder: &'l Ladder, name: &str) -> Option<&'l Name> {
    among(&ladder.declared.competencies, name, names_of_competency, |competency| &competency.id)
}

/// Returns the family of this id or name.
pub fn known_family<'l>(ladder: &'l Ladder, name: &str) -> Option<&'l Name> {
    among(&ladder.declared.families, name, names_of_family, |family| &family.id)
}

fn among<'l, T>(
    all: &'l [T],
    name: &str,
    names: impl Fn(&T) -> Vec<&str>,
    id: impl Fn(&'l T) -> &'l Name,
) -> Option<&'l Name> {
    let key = name_key(name);
    let by_id = all.iter().find(|one| id(one).as_str() == name.trim());
    by_id.or_else(|| all.iter().find(|one| names(one).into_iter().any(|name| name_key(name) == key))).map(id)
}

fn names_of_competency(competency: &Competency) -> Vec<&str> {
    let names = competency.aliases.iter().map(String::as_str);
    names.chain([competency.name.as_str(), competency.id.as_str()]).collect()
}

fn names_of_family(family: &Family) -> Vec<&str> {
    vec![&family.name, family.id.as_str()]
}

/// A level that a text may name.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What it may be called, normalised.
    pub names: Vec<String>,
}

impl Named {
    /// Returns what a level may be called.
    pub fn level(level: &Level) -> Self {
        let titles = level.titles.iter().map(|title| title.replace("{discipline}", " "));
        let mut names = vec![level.id.as_str().to_owned()];
        names.extend(level.code.iter().chain(&level.short).chain(&level.aliases).cloned());
        for title in titles {
            if let Some(code) = &level.code {
                names.extend([format!("{code} {title}"), format!("{title} {code}")]);
            }
            names.push(title);
        }
        Self { id: level.id.as_str().to_owned(), names: names.iter().map(|name| name_key(name)).collect() }
    }

    /// Returns which of `known` a text names.
    pub fn find<'a>(known: &'a [Self], text: &str) -> Option<&'a Self> {
        let name = name_key(text);
        let by_name = |name: &str| known.iter().find(|known| known.names.iter().any(|other| other == name));
        let (code, title) = split_code(text);
        let by_id = known.iter().find(|known| known.id == text.trim());
        by_id
            .or_else(|| by_name(&name))
            .or_else(|| by_name(&name_key(&title)).filter(|_| !title.is_empty()))
            .or_else(|| by_name(&name_key(&code?)))
            .filter(|_| !name.is_empty())
    }
}

/// Splits `L4 – Senior`, `Senior (L4)`, `L4` into code and title.
pub fn split_code(header: &str) -> (Option<String>, String) {
    let is_frame = |c: char| matches!(c, '(' | ')' | '[' | ']' | ':' | ',' | '-' | '–' | '—' | '/' | '|');
    let words: Vec<&str> = header.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| is_code(word.trim_matches(is_frame))) else {
        return (None, header.trim().to_owned());
    };
    let code = words[at].trim_matches(is_frame).to_owned();
    let rest: Vec<&str> =
        words.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, word)| *word).collect();
    (Some(code), rest.join(" ").trim_matches(|c: char| is_frame(c) || c == ' ').to_owned())
}

/// One to three letters and a number: `L4`, `IC5`, `M2.1`.
fn is_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - digits.len();
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 4
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    (1..=3).contains(&letters) && is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_can_be_typed() {
        assert_eq!(made_id("İş Zekâsı"), "iş-zekâsı");
    }

    #[test]
    fn levels_are_known_by_code_and_title_in_both_forms() {
        let mut ladder = crate::ladder::samples::small();
        ladder.declared.levels[0].code = Some("L4".to_owned());
        for name in ["Senior (L4)", "L4 – Senior", "senior", "l4"] {
            assert_eq!(known_level(&ladder, name).map(Name::as_str), Some("senior"), "{name}");
        }
    }

    #[test]
    fn codes_are_split_from_titles() {
        let split = |text| {
            let (code, title) = split_code(text);
            (code.unwrap_or_default(), title)
        };
        for text in ["L4 – Senior", "Senior (L4)", "L4: Senior", "Senior\nL4"] {
            assert_eq!(split(text), ("L4".to_owned(), "Senior".to_owned()), "{text}");
        }
        assert_eq!(split("E3"), ("E3".to_owned(), String::new()));
        assert_eq!(split("Staff Engineer"), (String::new(), "Staff Engineer".to_owned()));
    }
}
