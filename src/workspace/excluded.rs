//! What the settings leave out of the content folder.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use crate::config::{Config, FILE_NAME};
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::Spanned;
use crate::source::{SourcePath, composed};

/// The entries of `exclude`, and which of them left something out.
pub(super) struct Excluded<'a> {
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    written: &'a Spanned<SourcePath>,
    composed: String,
    is_met: Cell<bool>,
}

/// Whether something of a name is in a folder.
enum Found {
    Exactly,
    /// In other letter case, as it is written there.
    Otherwise(String),
    Nothing,
}

impl<'a> Excluded<'a> {
    /// Takes the entries from the settings.
    pub fn new(config: &'a Config) -> Self {
        let entries = config.exclude.iter().map(|written| Entry {
            written,
            composed: composed(written.value.as_str()).into_owned(),
            is_met: Cell::new(false),
        });
        Self { entries: entries.collect() }
    }

    /// Returns whether a path below the content folder is left out.
    pub fn holds(&self, below: &Path) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        let segments: Vec<_> = below.iter().map(|segment| segment.to_string_lossy()).collect();
        let path = segments.join("/");
        let path = composed(&path);
        let met = self.entries.iter().filter(|entry| *entry.composed == *path);
        met.map(|entry| entry.is_met.set(true)).count() > 0
    }

    /// Reports the entries that left nothing out and name nothing in `folder`, the content folder.
    pub fn reports(&self, folder: &Path, config: &Config) -> Vec<Diagnostic> {
        let missed = self.entries.iter().filter(|entry| !entry.is_met.get());
        missed.filter_map(|entry| entry.report(folder, &config.content)).collect()
    }
}

impl Entry<'_> {
    fn report(&self, folder: &Path, content: &SourcePath) -> Option<Diagnostic> {
        let path = &self.written.value;
        if path.as_str().is_empty() {
            let message = "`exclude` names the content folder itself, of which nothing is left out";
            return Some(self.at(message.to_owned(), "name files and folders in it, or remove this"));
        }
        let below_content = path.below(content).filter(|_| !content.as_str().is_empty());
        let help = match find(folder, &self.composed) {
            Found::Exactly => return None,
            Found::Otherwise(name) => format!("letter case counts: write `{name}`"),
            Found::Nothing => match below_content {
                Some(below) => format!("write it as seen from the content folder: `{below}`"),
                None if path.as_str().contains(['*', '?', '[']) => {
                    "patterns are not known here: name each file or folder".to_owned()
                }
                None => {
                    "write the path of a file or folder from the content folder, or remove this".to_owned()
                }
            },
        };
        Some(self.at(format!("`exclude` leaves nothing out: there is no `{path}` in `{content}`"), &help))
    }

    fn at(&self, message: String, help: &str) -> Diagnostic {
        let settings = SourcePath::new(FILE_NAME).expect("the name of the configuration is a path");
        let report = Diagnostic::new(Code::ConfigNoEffect, message);
        report.in_file(&settings, Some(self.written.span), "").help(help)
    }
}

/// Looks for a composed path. The file system is not asked for it as a whole: some know no letter case.
fn find(folder: &Path, path: &str) -> Found {
    let mut at = folder.to_owned();
    let mut names: Vec<String> = Vec::new();
    for segment in path.split('/') {
        let entries = fs::read_dir(&at).into_iter().flatten().filter_map(Result::ok);
        let mut all: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        all.sort();
        let is_called = |name: &std::ffi::OsString| composed(&name.to_string_lossy()) == segment;
        let is_nearly = |name: &std::ffi::OsString| {
            composed(&name.to_string_lossy()).to_lowercase() == segment.to_lowercase()
        };
        let found =
            all.iter().find(|name| is_called(name)).or_else(|| all.iter().find(|name| is_nearly(name)));
        let Some(name) = found else { return Found::Nothing };
        names.push(composed(&name.to_string_lossy()).into_owned());
        at.push(name);
    }
    let name = names.join("/");
    if name == path { Found::Exactly } else { Found::Otherwise(name) }
}
