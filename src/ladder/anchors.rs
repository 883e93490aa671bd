//! Which places the pages of a ladder have.
//!
//! Links are checked against these lists, and views print exactly these ids: a view asks for each of
//! them once and prints it where it is first due. Ids of a ladder are unique over levels, areas,
//! competencies and expectations, so pages need no prefixes.

use rustc_hash::FxHashSet;

use super::compare::{CompetencyChange, compare};
use super::model::{At, Cell, Competency, Ladder, Note, Removed, Statement, Track};
use super::resolved::{CellState, Resolved, resolve};
use super::text::{Name, id_of};

/// Places of one page: each once, in the order in which they were added.
#[derive(Debug, Default)]
struct Places {
    known: FxHashSet<Box<str>>,
    list: Vec<Box<str>>,
}

impl Places {
    fn add(&mut self, id: &str) {
        if !id.is_empty() && self.known.insert(id.into()) {
            self.list.push(id.into());
        }
    }

    fn notes<'n>(&mut self, notes: impl Iterator<Item = &'n Note>) {
        for anchor in notes.filter_map(|note| note.anchor.as_deref()) {
            self.add(anchor);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        if let Some(id) = &statement.id {
            self.add(id.as_str());
        }
        for child in &statement.children {
            self.statement(child);
        }
    }
}

/// Returns the places of the first page of a ladder: tracks, areas, families, archetypes, and ids that
/// are gone and no competency answers for.
pub fn of_home(ladder: &Ladder, family: Option<usize>) -> Vec<Box<str>> {
    let declared = &ladder.declared;
    let resolved = resolve(ladder, family);
    let mut places = Places::default();
    let tracks =
        declared.tracks.iter().filter(|track| family.is_none() || has_level(&resolved, ladder, track));
    tracks.for_each(|track| places.add(track.id.as_str()));
    let is_shown = |index: &usize| !levels_of(&resolved, *index).is_empty();
    let shown: Vec<usize> = resolved.competencies.iter().copied().filter(is_shown).collect();
    areas_of(&mut places, ladder, &shown);
    if family.is_none() {
        declared.families.iter().for_each(|family| places.add(family.id.as_str()));
    }
    declared.archetypes.iter().for_each(|archetype| places.add(archetype.id.as_str()));
    for removed in declared.removed.iter().filter(|removed| home_of(ladder, removed).is_none()) {
        places.add(removed.id.as_str());
    }
    places.list
}

/// Whether there is a level on a track: a family may have none.
pub fn has_level(resolved: &Resolved<'_>, ladder: &Ladder, track: &Track) -> bool {
    let levels = &ladder.declared.levels;
    resolved.levels.iter().any(|level| levels[*level].track.as_ref() == Some(&track.id))
}

/// Returns the places of the page of a level: its areas and competencies, the headings of its own file,
/// and its notes.
pub fn of_level(ladder: &Ladder, family: Option<usize>, level: usize) -> Vec<Box<str>> {
    let resolved = resolve(ladder, family);
    let mut places = Places::default();
    let shown = competencies_at(&resolved, level);
    areas_of(&mut places, ladder, &shown);
    for index in shown {
        let competency = &ladder.declared.competencies[index];
        places.add(competency.id.as_str());
        if let Some(anchor) = level_anchor(ladder, level, competency) {
            places.add(anchor);
        }
    }
    places.notes(ladder.declared.levels[level].notes.iter().filter(|note| is_note_of(&resolved, note)));
    places.list
}

/// Returns the places of the page of a competency: its levels, every expectation of it that has an id,
/// what belongs to one included, those of families as well, its notes, and ids that are gone and led
/// here.
pub fn of_competency(ladder: &Ladder, family: Option<usize>, index: usize) -> Vec<Box<str>> {
    let resolved = resolve(ladder, family);
    let competency = &ladder.declared.competencies[index];
    let mut places = Places::default();
    for cell in cells_off_levels(&resolved, competency) {
        cell.anchor.iter().for_each(|anchor| places.add(anchor));
        shown_statements(&resolved, cell).for_each(|statement| places.statement(statement));
    }
    for level in levels_of(&resolved, index) {
        places.add(ladder.declared.levels[level].id.as_str());
        if let Some(anchor) = competency_anchor(ladder, level, competency) {
            places.add(anchor);
        }
        let own = resolved.cell(level, index).own;
        let stated = own.iter().filter(|stated| !stated.for_all && stated.step.is_none());
        stated.for_each(|stated| places.statement(stated.statement));
        for cell in overlays(&resolved, competency, level) {
            cell.statements.iter().for_each(|statement| places.statement(statement));
        }
    }
    places.notes(competency.notes.iter());
    for removed in &ladder.declared.removed {
        if family.is_none() && home_of(ladder, removed) == Some(index) {
            places.add(removed.id.as_str());
        }
    }
    places.list
}

/// Returns the places of a page of what changes: the areas and competencies that it speaks of.
pub fn of_changes(ladder: &Ladder, family: Option<usize>, (from, to): (usize, usize)) -> Vec<Box<str>> {
    let resolved = resolve(ladder, family);
    let comparison = compare(&resolved, from, to);
    let told: Vec<usize> = comparison
        .competencies
        .iter()
        .filter(|change| is_told(&resolved, (from, to), change))
        .map(|change| change.competency)
        .collect();
    let mut places = Places::default();
    areas_of(&mut places, ladder, &told);
    for index in told {
        places.add(ladder.declared.competencies[index].id.as_str());
    }
    places.list
}

/// Returns whether a page of what changes has something to say of a competency: something differs, it
/// begins or ceases to be asked for, or it is still to be written.
pub fn is_told(resolved: &Resolved<'_>, (from, to): (usize, usize), change: &CompetencyChange<'_>) -> bool {
    let applies = |level| resolved.does_apply(level, change.competency);
    let is_asked = |state| state != CellState::NotApplicable;
    let (old, new) = change.states;
    (applies(from) || applies(to))
        && (change.is_change() || new == CellState::ToBeDefined || is_asked(old) != is_asked(new))
}

/// Returns the competencies that the page of a level shows.
pub fn competencies_at(resolved: &Resolved<'_>, level: usize) -> Vec<usize> {
    let shown = resolved.competencies.iter().copied();
    shown.filter(|competency| resolved.does_apply(level, *competency)).collect()
}

/// Returns the levels that the page of a competency shows.
pub fn levels_of(resolved: &Resolved<'_>, competency: usize) -> Vec<usize> {
    let shown = resolved.levels.iter().copied();
    shown.filter(|level| resolved.does_apply(*level, competency)).collect()
}

/// Returns the cells of a competency that are at its steps, or at every level.
pub fn cells_off_levels<'a>(
    resolved: &Resolved<'a>,
    competency: &'a Competency,
) -> impl Iterator<Item = &'a Cell> {
    let layers = layers(resolved);
    let cells = resolved.ladder.declared.cells.iter();
    cells.filter(move |cell| {
        let is_ours = cell.family.as_ref().is_none_or(|name| layers.contains(&name.as_str()));
        cell.competency == competency.id && !matches!(cell.at, At::Level(_)) && is_ours
    })
}

/// Returns the cells in which families speak of a competency at a level: on the common page, where
/// each of them is shown for itself.
pub fn overlays<'a>(
    resolved: &Resolved<'a>,
    competency: &'a Competency,
    level: usize,
) -> impl Iterator<Item = &'a Cell> {
    let is_common = resolved.family.is_none();
    let ladder = resolved.ladder;
    let level = &ladder.declared.levels[level].id;
    ladder.declared.cells.iter().filter(move |cell| {
        let is_here = matches!(&cell.at, At::Level(name) if name == level);
        is_common && is_here && cell.family.is_some() && cell.competency == competency.id
    })
}

/// Returns the statements of a cell that a family does not hide or state anew.
pub fn shown_statements<'a>(
    resolved: &Resolved<'a>,
    cell: &'a Cell,
) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let is_common = resolved.family.is_none();
    let layers = layers(resolved);
    let cells = resolved.ladder.declared.cells.iter();
    let theirs = cells.filter(|other| {
        let family = other.family.as_ref();
        !is_common && family.is_some_and(|name| layers.contains(&name.as_str()))
    });
    let names = theirs.flat_map(|other| {
        other.hides.iter().chain(other.statements.iter().filter_map(|statement| statement.replaces.as_ref()))
    });
    let withdrawn: FxHashSet<&str> = names.map(Name::as_str).collect();
    cell.statements
        .iter()
        .filter(move |statement| !statement.id.as_ref().is_some_and(|id| withdrawn.contains(id.as_str())))
}

/// Returns whether a note of a level is on the page of the level: one of a family is on its own pages
/// and those of families that extend it. A competency has one page, with the notes of all.
pub fn is_note_of(resolved: &Resolved<'_>, note: &Note) -> bool {
    let is_ours = |name: &Name| resolved.family.is_some() && layers(resolved).contains(&name.as_str());
    note.family.as_ref().is_none_or(is_ours)
}

/// The families whose cells a page shows: for a family itself and what it extends, for the common
/// ladder all.
fn layers<'a>(resolved: &Resolved<'a>) -> Vec<&'a str> {
    let families = &resolved.ladder.declared.families;
    let Some(family) = resolved.family else {
        return families.iter().map(|family| family.id.as_str()).collect();
    };
    let mut names = Vec::new();
    let mut next = families.get(family);
    while let Some(family) = next.filter(|family| !names.contains(&family.id.as_str())) {
        names.push(family.id.as_str());
        let parent = family.extends.as_ref();
        next = parent.and_then(|name| families.iter().find(|family| family.id == *name));
    }
    names
}

/// Returns the competency on whose page an id that is gone has its answer: that of what replaces it.
pub fn home_of(ladder: &Ladder, removed: &Removed) -> Option<usize> {
    let declared = &ladder.declared;
    let index_of = |name: &str| declared.competencies.iter().position(|one| one.id.as_str() == name);
    removed.replaced_by.iter().find_map(|name| {
        let of_expectation = || {
            let cell = declared.cells.iter().find(|cell| holds(&cell.statements, name))?;
            index_of(cell.competency.as_str())
        };
        index_of(name.as_str()).or_else(of_expectation)
    })
}

/// Whether a statement of this id is among these or what belongs to them.
fn holds(statements: &[Statement], name: &Name) -> bool {
    statements.iter().any(|statement| statement.id.as_ref() == Some(name) || holds(&statement.children, name))
}

/// Returns the anchor that a competency's heading for a level has in the file of the competency.
pub fn competency_anchor<'a>(ladder: &'a Ladder, level: usize, competency: &Competency) -> Option<&'a str> {
    cell_anchor(ladder, level, competency).filter(|anchor| !is_about(anchor, competency))
}

/// Returns the anchor that a level's heading for a competency has in the file of the level.
pub fn level_anchor<'a>(ladder: &'a Ladder, level: usize, competency: &Competency) -> Option<&'a str> {
    cell_anchor(ladder, level, competency).filter(|anchor| is_about(anchor, competency))
}

fn cell_anchor<'a>(ladder: &'a Ladder, level: usize, competency: &Competency) -> Option<&'a str> {
    let level = &ladder.declared.levels[level].id;
    let is_here = |cell: &&Cell| {
        let is_at_level = matches!(&cell.at, At::Level(name) if name == level);
        cell.family.is_none() && is_at_level && cell.competency == competency.id
    };
    ladder.declared.cells.iter().find(is_here)?.anchor.as_deref()
}

/// Whether a heading names a competency rather than a level. A cell does not say which of the two its
/// file is about.
fn is_about(anchor: &str, competency: &Competency) -> bool {
    let names = competency.aliases.iter().chain([&competency.name]);
    anchor == competency.id.as_str() || names.into_iter().any(|name| id_of(name) == anchor)
}

/// The areas that some competencies lie in, those around them included.
fn areas_of(places: &mut Places, ladder: &Ladder, competencies: &[usize]) {
    let areas = &ladder.declared.areas;
    let mut used = FxHashSet::default();
    for index in competencies {
        let mut next = ladder.declared.competencies[*index].area.as_ref();
        while let Some(name) = next.filter(|name| used.insert(name.as_str())) {
            let area = areas.iter().find(|area| area.id == *name);
            next = area.and_then(|area| area.parent.as_ref());
        }
    }
    let shown = areas.iter().filter(|area| used.contains(area.id.as_str()));
    shown.for_each(|area| places.add(area.id.as_str()));
}
