//! What is wrong, for the panel in the browser and for the page that stands in for one that cannot
//! be shown.

use std::sync::Arc;

use serde::Serialize;

use super::shown::Current;
use crate::diagnostic::show::{self, Style};
use crate::diagnostic::{Diagnostic, Severity, Tally};
use crate::document::html;
use crate::source::{LineIndex, Position, SourcePath};
use crate::workspace::read_text;

/// How many reports of one page are sent; the terminal has all of them.
const MAX_SHOWN: usize = 50;

/// The `problems` event.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct Problems {
    here: Vec<Problem>,
    elsewhere: Counted,
    blocked: bool,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
struct Problem {
    severity: &'static str,
    code: &'static str,
    message: String,
    path: String,
    line: usize,
    column: usize,
    report: String,
    editor: String,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
struct Counted {
    errors: usize,
    warnings: usize,
}

/// Collects what concerns one page: reports about its source, what rendering it found, and what
/// keeps the whole site from being renewed.
pub(super) fn problems(
    current: &Current,
    source: Option<&SourcePath>,
    rendered: &[Diagnostic],
    editor: &str,
) -> Problems {
    let is_here = |report: &&Diagnostic| {
        report.severity != Severity::Allowed
            && (report.path().is_some_and(|path| Some(path) == source)
                || (current.is_blocked && blocks(report)))
    };
    let mut here: Vec<&Diagnostic> = current.diagnostics.iter().filter(is_here).collect();
    let all = Tally::of(&current.diagnostics);
    let own: Vec<Diagnostic> = here.iter().map(|report| (*report).clone()).collect();
    let own = Tally::of(&own);
    here.extend(rendered.iter().filter(|report| report.severity != Severity::Allowed));
    let unread = current.trouble.as_ref().map(|trouble| Problem {
        severity: Severity::Error.name(),
        code: "",
        message: trouble.clone(),
        path: String::new(),
        line: 0,
        column: 0,
        report: format!("error: {trouble}\n"),
        editor: String::new(),
    });
    let shown = here.into_iter().take(MAX_SHOWN).map(|report| problem(current, report, editor));
    Problems {
        here: unread.into_iter().chain(shown).collect(),
        elsewhere: Counted { errors: all.errors - own.errors, warnings: all.warnings - own.warnings },
        blocked: current.is_blocked,
    }
}

/// Returns whether a report is of the kind that keeps a site from being renewed.
fn blocks(report: &Diagnostic) -> bool {
    let is_setting = report
        .path()
        .is_some_and(|path| path.as_str() == crate::config::FILE_NAME || path.file_name() == "theme.toml");
    report.severity == Severity::Error && (report.code.is_firm() || is_setting)
}

fn problem(current: &Current, report: &Diagnostic, editor: &str) -> Problem {
    let path = report.path();
    let place = path.map_or(Position { line: 0, column: 0 }, |path| place(current, report, path));
    Problem {
        severity: report.severity.name(),
        code: report.code.name(),
        message: report.message.clone(),
        path: path.map_or_else(String::new, |path| path.as_str().to_owned()),
        line: place.line,
        column: place.column,
        report: text(current, std::slice::from_ref(report)),
        editor: path.map_or_else(String::new, |path| editor_address(current, path, place, editor)),
    }
}

fn place(current: &Current, report: &Diagnostic, path: &SourcePath) -> Position {
    let span = report.primary.as_ref().and_then(|label| label.span);
    let text = span.and_then(|_| read_text(&current.root, path));
    match (span, text) {
        (Some(span), Some(text)) => LineIndex::new(&text).position((span.start as usize).min(text.len())),
        _ => Position { line: 1, column: 1 },
    }
}

fn text(current: &Current, reports: &[Diagnostic]) -> String {
    let lookup = |path: &SourcePath| read_text(&current.root, path).map(Arc::from);
    show::human(reports, &lookup, &Style::default())
}

fn editor_address(current: &Current, path: &SourcePath, place: Position, editor: &str) -> String {
    if editor.is_empty() {
        return String::new();
    }
    let full = current.root.join(path.as_str());
    let mut encoded = String::new();
    for byte in full.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    editor
        .replace("{path}", &encoded)
        .replace("{line}", &place.line.to_string())
        .replace("{column}", &place.column.to_string())
}

/// The page that stands in for one that cannot be shown. Every word of it is escaped.
pub(super) fn page(current: &Current, rendered: &[Diagnostic]) -> String {
    let mut reports: Vec<Diagnostic> = match rendered {
        [] => current.diagnostics.iter().filter(|report| blocks(report)).cloned().collect(),
        rendered => rendered.to_vec(),
    };
    if reports.is_empty() {
        reports = current.diagnostics.iter().take(MAX_SHOWN).cloned().collect();
    }
    let mut shown = String::new();
    if let Some(trouble) = &current.trouble {
        html::escape_text(&format!("error: {trouble}\n\n"), &mut shown);
    }
    html::escape_text(&text(current, &reports), &mut shown);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Daring</title></head>\n\
         <body>\n<main><h1>This page cannot be shown yet</h1>\n<pre>{shown}</pre></main>\n</body>\n</html>\n"
    )
}
