//! Reports for editors and scripts: one JSON document.

use serde::Serialize;

use super::library::{Library, Quoted};
use super::{Lookup, Style, Summary, clean, shown};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::source::{Position, SourcePath, Span};

/// The version of the document. Keys may be added to it; nothing is renamed or removed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<ReportJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct SummaryJson {
    pages: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
    /// The remark at the place itself.
    label: &'a str,
    labels: Vec<LabelJson<'a>>,
    help: &'a [String],
    fix: Option<FixJson<'a>>,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    #[serde(flatten)]
    place: PlaceJson,
    text: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    #[serde(flatten)]
    place: PlaceJson,
    replacement: &'a str,
    /// `sure` when `daring check --fix` makes it, else `likely`.
    certainty: &'static str,
}

/// Keys are always there; `null` means that nothing is known. Bytes are counted from zero in the file
/// as it is on disk, lines and columns (characters) from one; ends are exclusive.
#[derive(Serialize, Default)]
struct PlaceJson {
    path: Option<String>,
    start: Option<PositionJson>,
    end: Option<PositionJson>,
    byte_start: Option<usize>,
    byte_end: Option<usize>,
}

#[derive(Serialize)]
struct PositionJson {
    line: usize,
    column: usize,
}

/// Writes reports as one JSON document that ends with a newline.
///
/// Strings are as the author wrote them; characters that could steer a terminal are escaped.
pub fn json(diagnostics: &[Diagnostic], lookup: Lookup, style: &Style, summary: &Summary) -> String {
    let mut library = Library::new(lookup, style);
    let diagnostics = shown(diagnostics).map(|diagnostic| report(diagnostic, &mut library)).collect();
    let Summary { pages, tally } = *summary;
    let summary = SummaryJson { pages, errors: tally.errors, warnings: tally.warnings };
    let document = Document { version: VERSION, diagnostics, summary };
    let text = serde_json::to_string_pretty(&document).expect("strings and numbers can always be written");
    clean::escape_json(&text) + "\n"
}

fn report<'a>(diagnostic: &'a Diagnostic, library: &mut Library) -> ReportJson<'a> {
    let primary = diagnostic.primary.as_ref();
    let mut place = |path: &Option<SourcePath>, span| place(path.as_ref(), span, library);
    ReportJson {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        place: primary.map(|label| place(&label.path, label.span)).unwrap_or_default(),
        label: primary.map_or("", |label| label.text.as_str()),
        labels: (diagnostic.secondary.iter())
            .map(|Label { path, span, text }| LabelJson { place: place(path, *span), text })
            .collect(),
        help: &diagnostic.help,
        fix: (diagnostic.fix.as_ref()).map(|Fix { path, span, replacement, certainty }| FixJson {
            place: place(path, Some(*span)),
            replacement,
            certainty: certainty.name(),
        }),
    }
}

fn place(path: Option<&SourcePath>, span: Option<Span>, library: &mut Library) -> PlaceJson {
    let Some(path) = path else { return PlaceJson::default() };
    let range = span.and_then(|span| library.get(path).map(|quoted| (quoted.range(span), quoted)));
    let at = |quoted: &Quoted, offset| {
        let Position { line, column } = quoted.position(offset);
        PositionJson { line, column }
    };
    PlaceJson {
        path: Some(library.shown_path(path)),
        start: range.as_ref().map(|(range, quoted)| at(quoted, range.start)),
        end: range.as_ref().map(|(range, quoted)| at(quoted, range.end)),
        byte_start: span.map(|span| span.range().start),
        byte_end: span.map(|span| span.range().end),
    }
}
