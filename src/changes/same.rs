//! Which levels and competencies of two versions are the same.

use rustc_hash::FxHashMap;

use crate::ladder::model::{At, Cell, Declarations};
use crate::ladder::text::Name;

/// What became of the ids of a former version.
pub struct Same {
    /// Levels: the id of then, and that of now.
    pub levels: FxHashMap<String, String>,
    /// Competencies, in the same way.
    pub competencies: FxHashMap<String, String>,
}

impl Same {
    /// Finds out by ids, former ids and tombstones; what is left is the same when most of what was
    /// expected there is expected here.
    pub fn of(old: &Declarations, new: &Declarations) -> Self {
        let levels = |declared: &'_ Declarations| -> Vec<_> {
            declared.levels.iter().map(|level| (level.id.clone(), level.aliases.clone())).collect()
        };
        let competencies = |declared: &'_ Declarations| -> Vec<_> {
            declared.competencies.iter().map(|known| (known.id.clone(), known.aliases.clone())).collect()
        };
        let level = |cell: &Cell| match &cell.at {
            At::Level(name) => Some(name.as_str().to_owned()),
            At::Step(_) | At::All => None,
        };
        let competency = |cell: &Cell| Some(cell.competency.as_str().to_owned());
        Self {
            levels: same((&levels(old), &levels(new)), (old, new), &level),
            competencies: same((&competencies(old), &competencies(new)), (old, new), &competency),
        }
    }

    /// Returns the id that a level of then has now, or the one that it had.
    pub fn level<'a>(&'a self, id: &'a str) -> &'a str {
        self.levels.get(id).map_or(id, String::as_str)
    }

    /// Returns the id that a competency of then has now, or the one that it had.
    pub fn competency<'a>(&'a self, id: &'a str) -> &'a str {
        self.competencies.get(id).map_or(id, String::as_str)
    }
}

type Known = Vec<(Name, Vec<String>)>;

fn same(
    (old, new): (&Known, &Known),
    (before, now): (&Declarations, &Declarations),
    place: &dyn Fn(&Cell) -> Option<String>,
) -> FxHashMap<String, String> {
    let mut same = FxHashMap::default();
    let is_new = |id: &str| new.iter().any(|(other, _)| other.as_str() == id);
    let is_old = |id: &str| old.iter().any(|(other, _)| other.as_str() == id);
    for (id, _) in old {
        let id = id.as_str();
        let by_alias = || {
            let called = |aliases: &[String]| aliases.iter().any(|alias| alias == id);
            new.iter().find(|(_, aliases)| called(aliases)).map(|(id, _)| id.as_str())
        };
        let by_tombstone = || {
            let removed = now.removed.iter().find(|removed| removed.id == *id)?;
            removed.replaced_by.iter().map(Name::as_str).find(|id| is_new(id))
        };
        let found = Some(id).filter(|id| is_new(id)).or_else(by_alias).or_else(by_tombstone);
        if let Some(found) = found {
            same.insert(id.to_owned(), found.to_owned());
        }
    }
    let places = |declared: &Declarations| -> FxHashMap<String, String> {
        let cells = declared.cells.iter().filter_map(|cell| Some((place(cell)?, cell)));
        let ids = cells.flat_map(|(place, cell)| {
            let ids = cell.statements.iter().filter_map(|statement| statement.id.as_ref());
            ids.map(move |id| (id.as_str().to_owned(), place.clone()))
        });
        ids.collect()
    };
    let (was, is) = (places(before), places(now));
    for (id, _) in old.iter().filter(|(id, _)| !same.contains_key(id.as_str())).collect::<Vec<_>>() {
        let its: Vec<&String> =
            was.iter().filter(|(_, place)| *place == id.as_str()).map(|(id, _)| id).collect();
        let candidates = new.iter().map(|(id, _)| id.as_str()).filter(|id| !is_old(id));
        let most = candidates.map(|candidate| {
            let there = its.iter().filter(|id| is.get(**id).is_some_and(|place| place == candidate)).count();
            (there, candidate)
        });
        let most = most.max_by_key(|(there, _)| *there).filter(|(there, _)| there * 2 > its.len());
        if let Some((_, found)) = most.filter(|(_, found)| !same.values().any(|taken| taken == found)) {
            same.insert(id.as_str().to_owned(), found.to_owned());
        }
    }
    same
}
