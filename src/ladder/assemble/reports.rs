//! Reports with the paths of the files they are about.

use rustc_hash::FxHashMap;

use super::super::text::{FileId, Place};
use super::SheetFile;
use crate::diagnostic::{Code, Diagnostic, nearest_within};
use crate::source::SourcePath;

/// What all suggestions together may cost; past it reports say less.
const EFFORT: usize = 20_000_000;

/// What was found to be wrong so far.
#[derive(Debug)]
pub(super) struct Reports<'a> {
    paths: FxHashMap<FileId, &'a SourcePath>,
    found: Vec<Diagnostic>,
    effort: usize,
}

impl<'a> Reports<'a> {
    /// Starts with nothing wrong.
    pub fn new(files: &[SheetFile<'a>]) -> Self {
        let paths = files.iter().map(|file| (file.file, file.path)).collect();
        Self { paths, found: Vec::new(), effort: EFFORT }
    }

    /// Adds a report.
    pub fn add(&mut self, report: Diagnostic) {
        self.found.push(report);
    }

    /// Returns whether there is a report with a code.
    pub fn says(&self, code: Code) -> bool {
        self.found.iter().any(|report| report.code == code)
    }

    /// Adds an instruction to the report that was added last.
    pub fn help_more(&mut self, text: String) {
        if let Some(report) = self.found.last_mut() {
            report.help.push(text);
        }
    }

    /// Starts a report that points at `place`.
    pub fn at(&self, code: Code, message: String, (place, text): (Place, &str)) -> Diagnostic {
        let report = Diagnostic::new(code, message);
        match self.paths.get(&place.file) {
            Some(path) => report.in_file(path, span_of(place), text),
            None => report,
        }
    }

    /// Adds a related place to a report.
    pub fn also(&self, report: Diagnostic, place: Place, text: &str) -> Diagnostic {
        match self.paths.get(&place.file) {
            Some(path) => report.also(path, span_of(place), text),
            None => report,
        }
    }

    /// Returns the nearest of `names`, as long as the effort for suggestions lasts.
    pub fn nearest<'n>(&mut self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        nearest_within(wrong, names, &mut self.effort)
    }

    /// Returns whether a place is in a file of headings and lists.
    pub fn is_prose(&self, place: Place) -> bool {
        self.paths.get(&place.file).is_some_and(|path| path.is_markdown())
    }

    /// Reports that an id is declared twice.
    pub fn duplicate_id(&mut self, id: &str, what: &str, [second, first]: [Place; 2]) {
        let message = format!("{what} `{id}` is declared twice");
        let report = self.at(Code::LadderDuplicateId, message, (second, "declared again here"));
        let report = self.also(report, first, "first declared here");
        self.add(report.help("give one of them another id, or remove it"));
    }

    /// Returns everything that was found.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// What was made up, and not written by anybody, has no bytes.
fn span_of(place: Place) -> Option<crate::source::Span> {
    (place.span.end > 0).then_some(place.span)
}
