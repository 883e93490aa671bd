//! A table over the ladder that it renews: what it does not say stays as it was.

use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{normalised, place_of, shown_place};
use super::{Report, SheetMapping, bullets};
use crate::ladder::export::shown;
use crate::ladder::model::{At, Cell, Declarations, Ladder, State, Statement};
use crate::ladder::portable;

/// What share of their words two texts have in common when one is the other reworded.
const REWORDED: f64 = 0.5;

/// What a table can say of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All of it, in one text: [`shown`].
    Matrix,
    /// Statements, in a row each.
    Rows,
}

/// Adds what a table cannot say, and the existing ladder does: cells that have neither row nor
/// column, and what belongs to cells and statements beside their text.
pub fn renew(
    declared: &mut Declarations,
    existing: &Ladder,
    (sheets, rows): (&[SheetMapping], &FxHashSet<(String, String)>),
    (form, report): (Form, &mut Report),
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
            keep(cell, before, existing, (form, report));
        }
    }
}

fn row_of(cell: &Cell) -> (String, String) {
    let (family, competency, _) = place_of(cell);
    (family, competency)
}

fn keep(cell: &mut Cell, before: &Cell, existing: &Ladder, (form, report): (Form, &mut Report)) {
    if cell.state != State::Stated && cell.state == before.state {
        *cell = before.clone();
        return;
    }
    let known = match form {
        Form::Matrix if before.state == State::Stated => read_back(before, existing),
        Form::Matrix | Form::Rows => before.clone(),
    };
    let is_same = form == Form::Matrix && known.summary == cell.summary;
    if is_same && cell.state == State::Stated && texts(&known.statements) == texts(&cell.statements) {
        *cell = before.clone();
        return;
    }
    // Which of the author's statements is which of the table nobody can tell then.
    if known.statements.len() != before.statements.len() {
        report.ignored.push(format!(
            "{}: what is new there, since its file says more than a table can hold: change it in the file",
            shown_place(before)
        ));
        *cell = before.clone();
        return;
    }
    if is_same || form == Form::Rows {
        cell.summary.clone_from(&before.summary);
    }
    cell.merge = before.merge;
    cell.hides.clone_from(&before.hides);
    cell.extra.clone_from(&before.extra);
    if cell.proficiency.is_none() {
        cell.proficiency.clone_from(&before.proficiency);
    }
    let mut known = known.statements;
    known.iter_mut().zip(&before.statements).for_each(|(known, before)| known.id.clone_from(&before.id));
    let reworded = keep_statements(&mut cell.statements, (&before.statements, &known));
    let place = shown_place(cell);
    report
        .guessed
        .extend(reworded.into_iter().map(|text| format!("{place}: `{text}` is an expectation reworded")));
}

/// Returns a cell as it is read from the sheet of the existing ladder.
fn read_back(before: &Cell, existing: &Ladder) -> Cell {
    let mut read = portable::Cell::default().into_cell(None, before.competency.clone(), before.at.clone());
    bullets::add_text(&mut read, &shown(before, existing), None);
    read
}

/// What statements say, whatever lies below what.
fn texts(statements: &[Statement]) -> Vec<String> {
    let mut texts = Vec::new();
    add_texts(&mut texts, statements);
    texts
}

fn add_texts(texts: &mut Vec<String>, statements: &[Statement]) {
    for statement in statements {
        texts.push(format!("{}:{}", statement.kind.name(), statement.text.written));
        add_texts(texts, &statement.children);
    }
}

/// Gives statements what those of before had beside their text; returns those that were reworded. What a
/// table says of `before` is `known`, one for one.
fn keep_statements(
    statements: &mut [Statement],
    (before, known): (&[Statement], &[Statement]),
) -> Vec<String> {
    let mut reworded = Vec::new();
    let pairs = pairs(statements, known, |_| true);
    for (statement, pair) in statements.iter_mut().zip(pairs) {
        let Some(at) = pair else { continue };
        if normalised(&known[at].text.written) != normalised(&statement.text.written) {
            reworded.push(statement.text.written.chars().take(60).collect());
        }
        adopt(statement, &before[at], &known[at]);
    }
    reworded
}

/// Which of `before` each statement was: the one of its id, else of its words, else of most of them, and last
/// of those that were not shown one of its words: who was not shown a text did not reword it.
pub(super) fn pairs(
    statements: &[Statement],
    before: &[Statement],
    was_shown: impl Fn(usize) -> bool,
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
    let passes =
        [(by_id, 1.0, true), (by_text, 1.0, false), (by_words, REWORDED, false), (by_text, 1.0, true)];
    let mut pairs: Vec<Option<usize>> = vec![None; statements.len()];
    let mut free: Vec<usize> = (0..before.len()).collect();
    for (likeness, least, is_for_all) in passes {
        for (statement, pair) in statements.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let score = |at: &usize| {
                let old = &before[free[*at]];
                let may_be = old.kind == statement.kind && (is_for_all || was_shown(free[*at]));
                if may_be { likeness(statement, old) } else { 0.0 }
            };
            // Of equals the first.
            let best = (0..free.len()).rev().max_by(|a, b| score(a).total_cmp(&score(b)));
            *pair = best.filter(|at| score(at) >= least).map(|at| free.remove(at));
        }
    }
    pairs
}

/// Gives a statement of a table what the author's has, which a table knows as `known`.
fn adopt(statement: &mut Statement, before: &Statement, known: &Statement) {
    let strength = statement.strength.take().or_else(|| before.strength.clone());
    if texts(std::slice::from_ref(statement)) == texts(std::slice::from_ref(known)) {
        *statement = Statement { strength, ..before.clone() };
        return;
    }
    let mut children = std::mem::take(&mut statement.children);
    let is_flat = before.children.iter().all(|child| child.children.is_empty());
    if children.is_empty() || texts(&children) == texts(&known.children) {
        children.clone_from(&before.children);
    } else if is_flat {
        let is_known = known.children.len() == before.children.len();
        let known = if is_known { &known.children } else { &before.children };
        keep_statements(&mut children, (&before.children, known));
    } else {
        children = nested(children, &before.children);
    }
    // Cells of a table have no paragraphs: where the words are the same, the author's lines stay.
    let is_same = statement.text.written.split_whitespace().eq(known.text.written.split_whitespace());
    let text = if is_same { &before.text } else { &statement.text }.clone();
    *statement = Statement { text, children, strength, ..before.clone() };
}

/// Puts what stands below a statement, of which a table knows one depth only, as deep as it was; what is new
/// stands beside what it stands behind.
fn nested(children: Vec<Statement>, before: &[Statement]) -> Vec<Statement> {
    let mut flat = Vec::new();
    flatten(before, 0, &mut flat);
    let alone: Vec<Statement> = flat.iter().map(|(_, statement)| statement.clone()).collect();
    let pairs = pairs(&children, &alone, |_| true);
    let is_as_many = children.len() == flat.len();
    let is_taken = |at: usize| pairs.contains(&Some(at));
    let (mut tree, mut depth) = (Vec::new(), 0);
    for (index, (mut child, pair)) in children.into_iter().zip(&pairs).enumerate() {
        if let Some(at) = *pair {
            depth = flat[at].0;
            adopt(&mut child, &alone[at], &alone[at]);
        } else if is_as_many && !is_taken(index) {
            // Another text in the same place.
            depth = flat[index].0;
        }
        plant(&mut tree, depth, child);
    }
    tree
}

fn flatten(statements: &[Statement], depth: usize, flat: &mut Vec<(usize, Statement)>) {
    for statement in statements {
        flat.push((depth, Statement { children: Vec::new(), ..statement.clone() }));
        flatten(&statement.children, depth + 1, flat);
    }
}

fn plant(tree: &mut Vec<Statement>, depth: usize, statement: Statement) {
    match tree.last_mut().filter(|_| depth > 0) {
        Some(last) => plant(&mut last.children, depth - 1, statement),
        None => tree.push(statement),
    }
}

/// The share of words that two texts have in common, 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| normalised(text).split(' ').map(str::to_owned).collect::<FxHashSet<_>>();
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    let all = one.union(&other).count().max(1);
    common as f64 / all as f64
}
