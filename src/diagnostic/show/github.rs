//! Reports as annotations of a GitHub workflow run.

use std::fmt::Write as _;

use super::library::Library;
use super::{Lookup, Style, clean, shown};
use crate::diagnostic::{Diagnostic, Severity};

/// Writes one workflow command a report, each on its line.
///
/// The runner reads them from the log and shows each beside the line it is about. Columns are
/// written only when a report stays in one line, since GitHub refuses them otherwise.
pub fn github(diagnostics: &[Diagnostic], lookup: Lookup, style: &Style) -> String {
    let mut library = Library::new(lookup, style);
    let mut out = String::new();
    for diagnostic in shown(diagnostics) {
        push_command(&mut out, diagnostic, &mut library);
    }
    out
}

fn push_command(out: &mut String, diagnostic: &Diagnostic, library: &mut Library) {
    out.push_str(match diagnostic.severity {
        Severity::Error => "::error ",
        Severity::Warning | Severity::Allowed => "::warning ",
    });
    if let Some(path) = diagnostic.path() {
        write!(out, "file={},", property(&library.shown_path(path)))
            .expect("writing to a string cannot fail");
        out.push_str(&region(diagnostic, library));
    }
    write!(out, "title={}::", property(diagnostic.code.name())).expect("writing to a string cannot fail");
    let label = diagnostic.primary.iter().map(|label| &label.text).filter(|text| !text.is_empty());
    let lines = std::iter::once(&diagnostic.message).chain(label).chain(&diagnostic.help);
    let lines: Vec<String> = lines.map(|line| data(line)).collect();
    out.push_str(&lines.join("%0A"));
    out.push('\n');
}

/// Returns the properties that name the lines and columns, each followed by a comma.
fn region(diagnostic: &Diagnostic, library: &mut Library) -> String {
    let label = diagnostic.primary.as_ref();
    let place = label.and_then(|label| Some((library.get(label.path.as_ref()?)?, label.span?)));
    let Some((quoted, span)) = place else { return String::new() };
    let range = quoted.range(span);
    let (start, end) = (quoted.position(range.start), quoted.position(range.end));
    if start.line == end.line {
        let (line, column, end_column) = (start.line, start.column, end.column);
        return format!("line={line},endLine={line},col={column},endColumn={end_column},");
    }
    format!("line={},endLine={},", start.line, end.line)
}

/// Escapes what stands after `::`, as `@actions/core` does (`escapeData`).
fn data(text: &str) -> String {
    clean::one_line(text).replace('%', "%25")
}

/// Escapes the value of a property, as `@actions/core` does (`escapeProperty`).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
