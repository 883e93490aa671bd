//! Finding things in a ladder by their ids and names.

use super::assemble::names::{fold, plain_title};
use super::model::{At, Cell, Ladder, Level, Statement};
use super::text::Name;

/// What an id means. Numbers are places in the ladder's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A level.
    Level(usize),
    /// A competency.
    Competency(usize),
    /// An expectation, or what belongs to one, by the cell that holds it.
    Expectation(usize),
    /// An area.
    Area(usize),
    /// A track.
    Track(usize),
    /// A family.
    Family(usize),
    /// An archetype.
    Archetype(usize),
    /// An id that was removed.
    Removed(usize),
}

impl Ladder {
    /// Returns the level with an id, or else the only one with a code, title, short title or alias, in
    /// any case.
    pub fn level(&self, name: &str) -> Option<usize> {
        let levels = &self.declared.levels;
        by_id(levels.iter().map(|level| &level.id), name)
            .or_else(|| only(levels.iter().map(|level| is_level_called(name, level))))
    }

    /// Returns whether something is expected at a level that this edition may not see.
    ///
    /// # Panics
    /// If there is no such level or competency.
    pub fn is_withheld(&self, level: usize, competency: usize) -> bool {
        let (level, competency) =
            (&self.declared.levels[level].id, &self.declared.competencies[competency].id);
        let mut cells = self.declared.cells.iter().filter(|cell| !cell.withheld.is_empty());
        cells.any(|cell| {
            let is_here = matches!(&cell.at, At::Level(name) if name == level) || cell.at == At::All;
            is_here && cell.competency == *competency
        })
    }

    /// Returns the competency with an id, or else the only one with a name or alias, in any case.
    pub fn competency(&self, name: &str) -> Option<usize> {
        let all = &self.declared.competencies;
        let names = all.iter().map(|one| [&one.name].into_iter().chain(&one.aliases).map(String::as_str));
        by_id(all.iter().map(|one| &one.id), name).or_else(|| only(names.map(|names| is_called(name, names))))
    }

    /// Returns the family with an id, or else the only one with a name, in any case.
    pub fn family(&self, name: &str) -> Option<usize> {
        let all = &self.declared.families;
        let names = all.iter().map(|one| [one.name.as_str()]);
        by_id(all.iter().map(|one| &one.id), name).or_else(|| only(names.map(|names| is_called(name, names))))
    }

    /// Returns the area with an id, or else the only one with a name or alias, in any case.
    pub fn area(&self, name: &str) -> Option<usize> {
        let all = &self.declared.areas;
        let names = all.iter().map(|one| [&one.name].into_iter().chain(&one.aliases).map(String::as_str));
        by_id(all.iter().map(|one| &one.id), name).or_else(|| only(names.map(|names| is_called(name, names))))
    }

    /// Returns the track with an id, or else the only one with a name, in any case.
    pub fn track(&self, name: &str) -> Option<usize> {
        let all = &self.declared.tracks;
        let names = all.iter().map(|one| [one.name.as_str()]);
        by_id(all.iter().map(|one| &one.id), name).or_else(|| only(names.map(|names| is_called(name, names))))
    }

    /// Returns the statement with exactly this id, and the cell that holds it.
    pub fn statement(&self, id: &str) -> Option<(&Cell, &Statement)> {
        self.declared.cells.iter().find_map(|cell| Some((cell, statement_in(&cell.statements, id)?)))
    }

    /// Returns what an id means: a level, a competency, an expectation, an area, a track, a family, an
    /// archetype or something removed, whichever of them comes first in this list.
    pub fn find(&self, id: &str) -> Option<Thing> {
        let declared = &self.declared;
        let cell = || declared.cells.iter().position(|cell| statement_in(&cell.statements, id).is_some());
        by_id(declared.levels.iter().map(|one| &one.id), id)
            .map(Thing::Level)
            .or_else(|| by_id(declared.competencies.iter().map(|one| &one.id), id).map(Thing::Competency))
            .or_else(|| cell().map(Thing::Expectation))
            .or_else(|| by_id(declared.areas.iter().map(|one| &one.id), id).map(Thing::Area))
            .or_else(|| by_id(declared.tracks.iter().map(|one| &one.id), id).map(Thing::Track))
            .or_else(|| by_id(declared.families.iter().map(|one| &one.id), id).map(Thing::Family))
            .or_else(|| by_id(declared.archetypes.iter().map(|one| &one.id), id).map(Thing::Archetype))
            .or_else(|| by_id(declared.removed.iter().map(|one| &one.id), id).map(Thing::Removed))
    }
}

fn by_id<'a>(mut ids: impl Iterator<Item = &'a Name>, id: &str) -> Option<usize> {
    ids.position(|other| other.as_str() == id)
}

/// The place of the only `true`.
fn only(is_it: impl Iterator<Item = bool>) -> Option<usize> {
    let mut found = is_it.enumerate().filter(|(_, is_it)| *is_it).map(|(at, _)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn is_called<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> bool {
    let (lower, folded) = (name.trim().to_lowercase(), fold(name));
    names.into_iter().any(|other| other.to_lowercase() == lower || fold(other) == folded)
}

/// Whether a level is called so; what stands for a discipline is no part of its title.
fn is_level_called(name: &str, level: &Level) -> bool {
    let titles: Vec<String> = level.titles.iter().map(|title| plain_title(title)).collect();
    let others = level.code.iter().chain(&level.short).chain(&level.aliases).chain(&titles);
    is_called(name, std::iter::once(level.id.as_str()).chain(others.map(String::as_str)))
}

fn statement_in<'a>(statements: &'a [Statement], id: &str) -> Option<&'a Statement> {
    statements.iter().find_map(|one| {
        let is_it = one.id.as_ref().is_some_and(|other| other.as_str() == id);
        if is_it { Some(one) } else { statement_in(&one.children, id) }
    })
}
