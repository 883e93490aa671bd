//! A matrix over the ladder that it renews: what it does not say stays as it was.

use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{normalised, place_of, shown_place};
use super::{Report, SheetMapping, bullets};
use crate::ladder::export::shown;
use crate::ladder::model::{At, Cell, Declarations, Ladder, State, Statement};
use crate::ladder::portable;

/// What share of their words two texts have in common when one is the other reworded.
const REWORDED: f64 = 0.5;

/// Adds what a matrix cannot say, and the existing ladder does: cells that have neither row nor
/// column, and what belongs to cells and statements beside their text.
pub fn renew(
    declared: &mut Declarations,
    existing: &Ladder,
    (sheets, rows): (&[SheetMapping], &FxHashSet<(String, String)>),
    report: &mut Report,
) {
    for competency in &existing.declared.competencies {
        if !rows.iter().any(|(_, id)| competency.id == **id) {
            let id = competency.id.as_str();
            let what =
                format!("competency `{id}` has no row, and stays: what nobody needs is deleted by hand");
            report.guessed.push(what);
        }
    }
    let columns = sheets.iter().flat_map(|sheet| &sheet.columns).filter_map(|column| column.of.as_deref());
    let has_column: FxHashSet<&str> = columns.collect();
    let has_cell: FxHashSet<(String, String, String)> = declared.cells.iter().map(place_of).collect();
    let mut before: FxHashMap<(String, String, String), &Cell> = FxHashMap::default();
    for cell in &existing.declared.cells {
        let is_in_column = match &cell.at {
            At::Level(name) | At::Step(name) => has_column.contains(name.as_str()),
            At::All => false,
        };
        let is_blank_there = is_in_column && rows.contains(&row_of(cell));
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
    bullets::add_text(&mut read, &shown(before, existing), None);
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
    let mut reworded = Vec::new();
    let pairs = pairs(statements, before, |_| true);
    for (statement, pair) in statements.iter_mut().zip(pairs) {
        let Some(before) = pair.map(|at| &before[at]) else { continue };
        if normalised(&before.text.written) != normalised(&statement.text.written) {
            reworded.push(statement.text.written.chars().take(60).collect());
        }
        adopt(statement, before);
    }
    reworded
}

/// Which of `before` each statement was: the one of its id, else of its words, else of most of them, if that
/// one may be reworded.
pub(super) fn pairs(
    statements: &[Statement],
    before: &[Statement],
    may_be_reworded: impl Fn(usize) -> bool,
) -> Vec<Option<usize>> {
    type Likeness = fn(&Statement, &Statement) -> f64;
    let by_id: Likeness = |one, old| f64::from(u8::from(one.id.is_some() && one.id == old.id));
    let by_text: Likeness =
        |one, old| f64::from(u8::from(normalised(&one.text.written) == normalised(&old.text.written)));
    let by_words: Likeness = |one, old| {
        // Who has two ids is not who has one of them, whatever they say.
        if one.id.is_some() && old.id.is_some() {
            0.0
        } else {
            likeness(&one.text.written, &old.text.written)
        }
    };
    let mut pairs: Vec<Option<usize>> = vec![None; statements.len()];
    let mut free: Vec<usize> = (0..before.len()).collect();
    for (likeness, least) in [(by_id, 1.0), (by_text, 1.0), (by_words, REWORDED)] {
        for (statement, pair) in statements.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let score = |at: &usize| {
                let old = &before[free[*at]];
                let may_be = old.kind == statement.kind && (least >= 1.0 || may_be_reworded(free[*at]));
                if may_be { likeness(statement, old) } else { 0.0 }
            };
            // Of equals the first.
            let best = (0..free.len()).rev().max_by(|a, b| score(a).total_cmp(&score(b)));
            *pair = best.filter(|at| score(at) >= least).map(|at| free.remove(at));
        }
    }
    pairs
}

fn adopt(statement: &mut Statement, before: &Statement) {
    let mut children = std::mem::take(&mut statement.children);
    if children.is_empty() {
        children.clone_from(&before.children);
    } else {
        keep_statements(&mut children, &before.children);
    }
    // Cells of a table have no paragraphs: where the words are the same, the author's lines stay.
    let is_same = statement.text.written.split_whitespace().eq(before.text.written.split_whitespace());
    let text = if is_same { &before.text } else { &statement.text }.clone();
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
