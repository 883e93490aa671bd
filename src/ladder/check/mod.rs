//! What is wrong with a ladder whose references were all looked up.
//!
//! [`check`] looks at the ladder alone, [`lost_ids`] at what was published of it before. A check is
//! turned off for a competency, family, level or the whole ladder with `extra.lint = { NAME = false }`,
//! where NAME is its code without `ladder/`.

mod cells;
mod duplicates;
mod history;
mod language;
mod ranges;
mod references;
mod rules;
mod similar;

use std::ops::Range;

use super::model::{At, Cell, Extra, Ladder, Statement};
use super::resolved::{Resolved, resolve};
use super::text::{FileId, Name, Place, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Span};

pub use history::{Sort, lost_ids};

/// How many names a sentence lists.
const MAX_NAMES: usize = 8;

/// Returns everything that is wrong with a ladder. `path_of` says where a file of its places is.
pub fn check(ladder: &Ladder, path_of: &dyn Fn(FileId) -> Option<SourcePath>) -> Vec<Diagnostic> {
    let common = resolve(ladder, None);
    let mut reports = Reports { path_of, found: Vec::new() };
    let subject = Subject { ladder, common: &common };
    cells::check(&subject, &mut reports);
    duplicates::check(&subject, &mut reports);
    similar::check(&subject, &mut reports);
    language::check(&subject, &mut reports);
    rules::check(&subject, &mut reports);
    ranges::check(&subject, &mut reports);
    references::check(&subject, &mut reports);
    reports.found.retain(|report| !is_off(&ladder.framework.extra, report.code));
    reports.found
}

/// What is checked.
struct Subject<'a> {
    ladder: &'a Ladder,
    /// As all families see it.
    common: &'a Resolved<'a>,
}

impl<'a> Subject<'a> {
    /// Returns every first statement of the ladder, and the cell it stands in.
    fn statements(&self) -> impl Iterator<Item = (&'a Cell, &'a Statement)> {
        let cells = self.ladder.declared.cells.iter();
        cells.flat_map(|cell| cell.statements.iter().map(move |statement| (cell, statement)))
    }

    fn level_id(&self, level: usize) -> &'a str {
        self.ladder.declared.levels[level].id.as_str()
    }

    fn level(&self, name: &Name) -> Option<usize> {
        self.ladder.declared.levels.iter().position(|level| level.id == *name)
    }

    /// Returns whether a check is off for the competency of a cell.
    fn is_off_for(&self, cell: &Cell, code: Code) -> bool {
        let competencies = &self.ladder.declared.competencies;
        let competency = competencies.iter().find(|competency| competency.id == cell.competency);
        competency.is_some_and(|competency| is_off(&competency.extra, code))
    }
}

/// Whether `extra.lint` turns a check off.
fn is_off(extra: &Extra, code: Code) -> bool {
    let name = code.name().strip_prefix("ladder/").unwrap_or(code.name());
    let lint = extra.get("lint").and_then(|lint| lint.get(name));
    lint.is_some_and(|value| *value == serde_json::Value::Bool(false))
}

/// What was found, and where files are.
struct Reports<'a> {
    path_of: &'a dyn Fn(FileId) -> Option<SourcePath>,
    found: Vec<Diagnostic>,
}

impl Reports<'_> {
    fn add(&mut self, report: Diagnostic) {
        self.found.push(report);
    }

    /// Points a report at a place.
    fn at(&self, report: Diagnostic, place: Place, text: &str) -> Diagnostic {
        match (self.path_of)(place.file) {
            Some(path) => report.in_file(&path, span_of(place), text),
            None => report,
        }
    }

    /// Adds a related place.
    fn also(&self, report: Diagnostic, place: Place, text: &str) -> Diagnostic {
        match (self.path_of)(place.file) {
            Some(path) => report.also(&path, span_of(place), text),
            None => report,
        }
    }
}

/// What no author wrote has no bytes: then the whole file is meant.
fn span_of(place: Place) -> Option<Span> {
    (place.span.end > 0).then_some(place.span)
}

/// Returns the place of a part of a text; that of all of it when its bytes are not those of the file.
fn part_of(text: &Text, range: Range<usize>) -> Place {
    let span = text.place.span;
    // A text of a table stands in quotation marks.
    let start = match span.range().len().checked_sub(text.written.len()) {
        Some(0) => span.start as usize,
        Some(2) => span.start as usize + 1,
        _ => return text.place,
    };
    Place { span: Span::new(start + range.start, start + range.end), ..text.place }
}

/// Returns names in backticks, as a list within a sentence.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().take(MAX_NAMES).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MAX_NAMES);
    match (quoted.as_slice(), more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

/// Returns where a cell is, in words.
fn place_name(at: &At) -> String {
    match at {
        At::Level(name) | At::Step(name) => format!("`{}`", name.value),
        At::All => "all levels".to_owned(),
    }
}

#[cfg(test)]
mod tests;
