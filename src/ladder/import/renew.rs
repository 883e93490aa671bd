//! A matrix over the ladder that it renews: what it does not say stays as it was.

use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{normalised, place_of, shown_place};
use super::wide::add_text;
use super::{Report, SheetMapping};
use crate::ladder::export::shown;
use crate::ladder::model::{At, Cell, Declarations, Ladder, State, Statement};
use crate::ladder::portable;

/// What share of their words two texts have in common when one is the other reworded.
const REWORDED: f64 = 0.5;

/// Adds what a matrix cannot say, and the existing ladder does: cells that have neither row nor
/// column, and what belongs to cells and statements beside their text.
pub fn renew(declared: &mut Declarations, existing: &Ladder, sheets: &[SheetMapping], report: &mut Report) {
    let columns = sheets.iter().flat_map(|sheet| &sheet.columns).filter_map(|column| column.of.as_deref());
    let has_column: FxHashSet<&str> = columns.collect();
    let has_row: FxHashSet<(String, String)> = declared.cells.iter().map(row_of).collect();
    let has_cell: FxHashSet<(String, String, String)> = declared.cells.iter().map(place_of).collect();
    let mut before: FxHashMap<(String, String, String), &Cell> = FxHashMap::default();
    for cell in &existing.declared.cells {
        let is_in_column = match &cell.at {
            At::Level(name) | At::Step(name) => has_column.contains(name.as_str()),
            At::All => false,
        };
        let is_blank_there = is_in_column && has_row.contains(&row_of(cell));
        if !is_blank_there && !has_cell.contains(&place_of(cell)) {
            declared.cells.push(cell.clone());
        }
        before.insert(place_of(cell), cell);
    }
    for cell in &mut declared.cells {
        if let Some(before) = before.get(&place_of(cell)) {
            keep(cell, before, existing, report);
        }
    }
}

fn row_of(cell: &Cell) -> (String, String) {
    let (family, competency, _) = place_of(cell);
    (family, competency)
}

fn keep(cell: &mut Cell, before: &Cell, existing: &Ladder, report: &mut Report) {
    if says_the_same(cell, before, existing) {
        *cell = before.clone();
        return;
    }
    cell.merge = before.merge;
    cell.hides.clone_from(&before.hides);
    cell.extra.clone_from(&before.extra);
    if cell.proficiency.is_none() {
        cell.proficiency.clone_from(&before.proficiency);
    }
    let reworded = keep_statements(&mut cell.statements, &before.statements);
    let place = shown_place(cell);
    report
        .guessed
        .extend(reworded.into_iter().map(|text| format!("{place}: `{text}` is an expectation reworded")));
}

/// Whether a cell is what the sheet of the existing ladder had there.
fn says_the_same(cell: &Cell, before: &Cell, existing: &Ladder) -> bool {
    if before.state != State::Stated || cell.state != State::Stated {
        return before.state == cell.state;
    }
    let mut read = portable::Cell::default().into_cell(None, cell.competency.clone(), cell.at.clone());
    add_text(&mut read, &shown(before, existing), None);
    let texts = |statements: &[Statement]| {
        let mut texts = Vec::new();
        add_texts(&mut texts, statements);
        texts
    };
    read.summary == cell.summary && texts(&read.statements) == texts(&cell.statements)
}

fn add_texts(texts: &mut Vec<String>, statements: &[Statement]) {
    for statement in statements {
        texts.push(format!("{}:{}", statement.kind.name(), statement.text.written));
        add_texts(texts, &statement.children);
    }
}

/// Gives statements what those of before had beside their text; returns those that were reworded.
fn keep_statements(statements: &mut [Statement], before: &[Statement]) -> Vec<String> {
    let mut free: Vec<&Statement> = before.iter().collect();
    let mut open = Vec::new();
    for statement in statements {
        let text = normalised(&statement.text.written);
        let same = |old: &&Statement| old.kind == statement.kind && normalised(&old.text.written) == text;
        match free.iter().position(same) {
            Some(at) => adopt(statement, free.remove(at)),
            None => open.push(statement),
        }
    }
    let mut reworded = Vec::new();
    for statement in open {
        let likeness = |old: &Statement| {
            if old.kind == statement.kind {
                likeness(&old.text.written, &statement.text.written)
            } else {
                0.0
            }
        };
        let best = (0..free.len()).max_by(|a, b| likeness(free[*a]).total_cmp(&likeness(free[*b])));
        if let Some(at) = best.filter(|at| likeness(free[*at]) >= REWORDED) {
            reworded.push(statement.text.written.chars().take(60).collect());
            adopt(statement, free.remove(at));
        }
    }
    reworded
}

fn adopt(statement: &mut Statement, before: &Statement) {
    let mut children = std::mem::take(&mut statement.children);
    if children.is_empty() {
        children.clone_from(&before.children);
    } else {
        keep_statements(&mut children, &before.children);
    }
    let text = statement.text.clone();
    *statement = Statement { text, children, ..before.clone() };
}

/// The share of words that two texts have in common, 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| normalised(text).split(' ').map(str::to_owned).collect::<FxHashSet<_>>();
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    let all = one.union(&other).count().max(1);
    common as f64 / all as f64
}
