//! Cells: those of tables are looked up, and no two may be the same.

use rustc_hash::FxHashMap;

use super::super::model::{At, Cell, Competency, Declarations, Scale, State, Statement};
use super::super::text::{Name, Place};
use super::look::{Kind, Look};
use super::names::{self, Index};
use super::reports::Reports;
use crate::diagnostic::Code;

/// A cell, and where it was declared.
#[derive(Debug)]
pub(super) struct Draft {
    /// The cell.
    pub cell: Cell,
    /// Its heading, its key or its competency.
    pub place: Place,
}

/// Looks up what the cells of tables are about. One that is about nothing is reported and left out.
pub(super) fn look_up(declared: &mut Declarations, look: &mut Look<'_, '_>) -> Vec<Draft> {
    let cells = std::mem::take(&mut declared.cells);
    cells.into_iter().filter_map(|cell| look_up_one(cell, &declared.competencies, look)).collect()
}

fn look_up_one(mut cell: Cell, competencies: &[Competency], look: &mut Look<'_, '_>) -> Option<Draft> {
    let place = place_of(&cell);
    if let Some(family) = &mut cell.family {
        look.up(Kind::Family, family)?;
    }
    let competency = &competencies[look.up(Kind::Competency, &mut cell.competency)?];
    cell.at = place_at(cell.at, competency, look)?;
    if let State::SameAs(name) = &mut cell.state {
        let is_known = match place_at(At::Level(name.clone()), competency, look)? {
            At::Level(found) | At::Step(found) => {
                *name = found;
                true
            }
            At::All => false,
        };
        if !is_known {
            cell.state = State::Stated;
        }
    }
    Some(Draft { cell, place })
}

/// Finds where a name is: a step of the competency, a level, or every level.
fn place_at(at: At, competency: &Competency, look: &mut Look<'_, '_>) -> Option<At> {
    let (mut name, is_step) = match at {
        At::All => return Some(At::All),
        At::Level(name) => (name, false),
        At::Step(name) => (name, true),
    };
    let steps = names::steps(&competency.steps);
    if let Some(step) = steps.find(&name.value).one() {
        name.value = steps.id(step).into();
        return Some(At::Step(name));
    }
    if is_step {
        look.up_step(&competency.steps, &mut name)?;
        return Some(At::Level(name));
    }
    let is_level = look.names.levels.find(&name.value).one().is_some();
    if !is_level && names::is_all_levels(&name.value) {
        return Some(At::All);
    }
    if !is_level && !steps.is_empty() && !look.is_gone(&name) {
        let valid = steps.shown().chain(look.names.levels.shown());
        let message = format!("`{}` has no level and no step `{}`", competency.id.value, name.value);
        look.miss(Code::LadderUnknownLevel, (&name, message), valid);
        return None;
    }
    look.up(Kind::Level, &mut name)?;
    Some(At::Level(name))
}

fn place_of(cell: &Cell) -> Place {
    match &cell.at {
        At::Level(name) | At::Step(name) => name.place,
        At::All => {
            let text = cell.statements.first().map(|one| one.text.place);
            text.or(cell.summary.as_ref().map(|text| text.place)).unwrap_or(cell.competency.place)
        }
    }
}

/// Leaves one source to every cell, and reports the others.
pub(super) fn unique(drafts: Vec<Draft>, reports: &mut Reports<'_>) -> Vec<Cell> {
    let mut seen: FxHashMap<_, usize> = FxHashMap::default();
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let family = draft.cell.family.as_ref().map(|family| family.value.clone());
        let key = (family, draft.cell.competency.value.clone(), key_of(&draft.cell.at));
        match seen.get(&key) {
            None => {
                seen.insert(key, kept.len());
                kept.push(draft);
            }
            Some(&at) => meet(&mut kept[at], draft, reports),
        }
    }
    kept.into_iter().map(|draft| draft.cell).collect()
}

/// Returns what is equal for equal places.
pub(super) fn key_of(at: &At) -> (u8, Box<str>) {
    match at {
        At::All => (0, "".into()),
        At::Level(name) => (1, name.value.clone()),
        At::Step(name) => (2, name.value.clone()),
    }
}

/// A heading with nothing below it says only where the words of a table are to be found.
fn meet(first: &mut Draft, second: Draft, reports: &mut Reports<'_>) {
    if is_empty(&second.cell) {
        first.cell.anchor = first.cell.anchor.take().or(second.cell.anchor);
    } else if is_empty(&first.cell) {
        let anchor = first.cell.anchor.take();
        *first = second;
        first.cell.anchor = first.cell.anchor.take().or(anchor);
    } else {
        let at = match &second.cell.at {
            At::Level(name) | At::Step(name) => format!("`{}`", name.value),
            At::All => "all levels".to_owned(),
        };
        let whose = match &second.cell.family {
            Some(family) => format!(" of family `{}`", family.value),
            None => String::new(),
        };
        let message = format!("`{}` at {at}{whose} is written twice", second.cell.competency.value);
        let report = reports.at(Code::LadderDuplicateCell, message, (second.place, "written again here"));
        let report = reports.also(report, first.place, "first written here");
        reports.add(report.help("keep one of them, and move what is missing there"));
    }
}

fn is_empty(cell: &Cell) -> bool {
    cell.state == State::Stated
        && cell.statements.is_empty()
        && cell.withheld.is_empty()
        && cell.hides.is_empty()
        && cell.summary.is_none()
        && cell.proficiency.is_none()
        && cell.extra.is_empty()
}

/// Makes every proficiency that is a value of a scale the id of that value.
pub(super) fn name_proficiencies(cells: &mut [Cell], scales: &[Scale]) {
    let is_asked = scales.iter().any(|scale| scale.kind == "proficiency");
    let asked = scales.iter().filter(|scale| !is_asked || scale.kind == "proficiency");
    let values: Vec<_> = asked.flat_map(|scale| &scale.values).collect();
    let index = names::values(&values);
    for cell in cells {
        name_value(&mut cell.proficiency, &index);
        name_values(&mut cell.statements, &index);
    }
}

fn name_values(statements: &mut [Statement], index: &Index) {
    for one in statements {
        name_value(&mut one.proficiency, index);
        name_values(&mut one.children, index);
    }
}

fn name_value(name: &mut Option<Name>, index: &Index) {
    if let Some(name) = name
        && let Some(at) = index.find(&name.value).one()
    {
        name.value = index.id(at).into();
    }
}
