//! What a table cannot hold because its readers were not shown it: it stays.
//!
//! A ladder is exported, and renewed, as its readers see it. What it says to few alone, and what stands
//! in drafts, is not in the table, and so cannot be missing there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{place_of, shown_place, walk};
use super::renew::pairs;
use super::{Imported, Report};
use crate::ladder::model::{At, Cell, Declarations, Ladder, State, Statement};
use crate::ladder::text::Name;

/// Adds what the `whole` ladder has and the `shown` one has not to what a table made of the latter. Cells
/// stand in the order of the whole ladder afterwards: the order of columns says nothing.
pub fn keep_hidden(imported: &mut Imported, shown: &Ladder, whole: &Ladder) {
    let Imported { declarations, report, .. } = imported;
    let (was_shown, all) = (&shown.declared, &whole.declared);
    keep(&mut declarations.levels, (&was_shown.levels, &all.levels), |level| &level.id);
    keep(&mut declarations.families, (&was_shown.families, &all.families), |family| &family.id);
    keep(&mut declarations.areas, (&was_shown.areas, &all.areas), |area| &area.id);
    keep(&mut declarations.competencies, (&was_shown.competencies, &all.competencies), |known| &known.id);
    keep(&mut declarations.profiles, (&was_shown.profiles, &all.profiles), |profile| &profile.id);
    keep_cells(declarations, (was_shown, all), report);
    declarations.cells = in_order(declarations, all);
}

/// Adds those of `all` that were not shown, each behind what it stood behind.
fn keep<T: Clone>(list: &mut Vec<T>, (shown, all): (&[T], &[T]), id: impl Fn(&T) -> &Name) {
    let has = |list: &[T], one: &T| list.iter().any(|other| id(other) == id(one));
    for (at, one) in all.iter().enumerate() {
        if has(shown, one) || has(list, one) {
            continue;
        }
        let above = all[..at].iter().rev();
        let above = above.filter_map(|above| list.iter().position(|other| id(other) == id(above))).next();
        list.insert(above.map_or(0, |above| above + 1), one.clone());
    }
}

fn keep_cells(
    declared: &mut Declarations,
    (shown, all): (&Declarations, &Declarations),
    report: &mut Report,
) {
    let shown: FxHashMap<_, &Cell> = shown.cells.iter().map(|cell| (place_of(cell), cell)).collect();
    let mut places: FxHashMap<_, usize> =
        declared.cells.iter().enumerate().map(|(at, cell)| (place_of(cell), at)).collect();
    for cell in &all.cells {
        let place = place_of(cell);
        let was_shown = shown.get(&place).map_or(&[][..], |shown| &shown.statements);
        let is_hidden = has_hidden(&cell.statements, was_shown);
        match places.get(&place) {
            Some(at) if is_hidden => {
                let now = &mut declared.cells[*at];
                if now.state != State::Stated {
                    let place = shown_place(now);
                    report.ignored.push(format!(
                        "{place}: that there is nothing, since readers are not shown all there is"
                    ));
                    now.state = State::Stated;
                }
                add_hidden(&mut now.statements, (&cell.statements, was_shown), (&shown_place(cell), report));
            }
            Some(_) => {}
            None if is_hidden || !shown.contains_key(&place) => {
                let mut kept = cell.clone();
                if shown.contains_key(&place) {
                    kept.statements.clear();
                    kept.summary = None;
                    add_hidden(
                        &mut kept.statements,
                        (&cell.statements, was_shown),
                        (&shown_place(cell), report),
                    );
                }
                places.insert(place, declared.cells.len());
                declared.cells.push(kept);
            }
            None => {}
        }
    }
}

/// Which of `all` is which of `shown`, in order; `None` for those that are not shown.
fn seen(all: &[Statement], shown: &[Statement]) -> Vec<Option<usize>> {
    let alone = |statement: &Statement| Statement { children: Vec::new(), ..statement.clone() };
    let mut rest = shown.iter().enumerate().peekable();
    let mut seen = Vec::with_capacity(all.len());
    for statement in all {
        let next = rest.next_if(|(_, other)| alone(other) == alone(statement));
        seen.push(next.map(|(at, _)| at));
    }
    seen
}

fn has_hidden(all: &[Statement], shown: &[Statement]) -> bool {
    let hides = |(statement, seen): (&Statement, Option<usize>)| {
        seen.is_none_or(|at| has_hidden(&statement.children, &shown[at].children))
    };
    all.iter().zip(seen(all, shown)).any(hides)
}

/// Adds those of `all` that were not shown to what became of those that were.
fn add_hidden(
    now: &mut Vec<Statement>,
    (all, shown): (&[Statement], &[Statement]),
    (place, report): (&str, &mut Report),
) {
    // What became of each of `all`, by its place among those of now.
    let mut became: Vec<Option<usize>> = vec![None; all.len()];
    let seen = seen(all, shown);
    for (at, before) in pairs(now, all, |before| seen[before].is_some()).into_iter().enumerate() {
        if let Some(before) = before {
            became[before] = Some(at);
        }
    }
    for (index, (statement, seen)) in all.iter().zip(seen).enumerate() {
        match (seen, became[index]) {
            (Some(at), Some(there)) => {
                let parts = (&statement.children[..], &shown[at].children[..]);
                add_hidden(&mut now[there].children, parts, (place, report));
            }
            (Some(at), None) => {
                // What is gone takes along what stands below it; nobody should have to find out.
                let mut hidden = Vec::new();
                add_hidden(
                    &mut hidden,
                    (&statement.children, &shown[at].children),
                    (place, &mut Report::default()),
                );
                walk(&hidden, &mut |lost| {
                    report
                        .removed
                        .push(format!("{place}: {} (below an expectation that is gone)", lost.text.written));
                });
            }
            (None, Some(there)) => {
                let text = now[there].text.clone();
                now[there] = Statement { text, ..statement.clone() };
                report.added.retain(|line| !is_about(line, place, &statement.text.written));
            }
            (None, None) => {
                let above = became[..index].iter().rev().flatten().next();
                let at = above.map_or(0, |above| above + 1);
                now.insert(at, statement.clone());
                became.iter_mut().flatten().filter(|there| **there >= at).for_each(|there| *there += 1);
                became[index] = Some(at);
            }
        }
    }
}

fn is_about(line: &str, place: &str, text: &str) -> bool {
    line.strip_prefix(place)
        .and_then(|rest| rest.strip_prefix(": "))
        .is_some_and(|rest| rest.starts_with(text))
}

/// Returns the cells in the order that the existing ladder has them in; new ones stand behind those of
/// the levels below theirs, and new rows at the end.
fn in_order(declared: &Declarations, existing: &Declarations) -> Vec<Cell> {
    let row = |cell: &Cell| (cell.family.clone().map(|name| name.value), cell.competency.value.clone());
    let known: FxHashMap<_, usize> =
        existing.cells.iter().enumerate().map(|(at, cell)| (place_of(cell), at)).collect();
    let (mut old, mut new): (Vec<&Cell>, Vec<&Cell>) =
        declared.cells.iter().partition(|cell| known.contains_key(&place_of(cell)));
    old.sort_by_key(|cell| known[&place_of(cell)]);
    let rows: FxHashSet<_> = old.iter().map(|cell| row(cell)).collect();
    new.retain(|cell| rows.contains(&row(cell)));
    new.sort_by(|a, b| rank(declared, a).total_cmp(&rank(declared, b)));
    for cell in new {
        let its: Vec<usize> = (0..old.len()).filter(|at| row(old[*at]) == row(cell)).collect();
        let below = its.iter().rev().find(|at| rank(declared, old[**at]) <= rank(declared, cell));
        old.insert(below.map_or_else(|| its[0], |below| below + 1), cell);
    }
    let is_of_new_row = |cell: &&Cell| !rows.contains(&row(cell));
    old.extend(declared.cells.iter().filter(is_of_new_row));
    old.into_iter().cloned().collect()
}

/// How far up a cell stands.
fn rank(declared: &Declarations, cell: &Cell) -> f64 {
    match &cell.at {
        At::All => f64::NEG_INFINITY,
        At::Level(name) => {
            let level = declared.levels.iter().find(|level| level.id == *name);
            level.map_or(f64::INFINITY, |level| level.rank)
        }
        At::Step(name) => {
            let competency = declared.competencies.iter().find(|known| known.id == cell.competency);
            let step = competency.and_then(|known| known.steps.iter().find(|step| step.id == *name));
            step.map_or(f64::INFINITY, |step| step.number)
        }
    }
}
