//! Ids for what people call things.

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
            known.map_or_else(|| free(&id_of(&name), |id| taken.insert(id.to_owned())), Portable::to_form);
        self.by_name.insert(key, id.clone());
        // Who writes ids means names as ids have them.
        let name = if name == id { humanise(&id) } else { name };
        self.called.insert(id.clone(), name);
        id
    }
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
    among(&ladder.declared.levels, name, names_of_level, |level| &level.id)
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

fn names_of_level(level: &Level) -> Vec<&str> {
    let names = level.titles.iter().chain(&level.code).chain(&level.short).chain(&level.aliases);
    names.map(String::as_str).chain([level.id.as_str()]).collect()
}

fn names_of_competency(competency: &Competency) -> Vec<&str> {
    let names = competency.aliases.iter().map(String::as_str);
    names.chain([competency.name.as_str(), competency.id.as_str()]).collect()
}

fn names_of_family(family: &Family) -> Vec<&str> {
    vec![&family.name, family.id.as_str()]
}
