//! Turns reports into text: for people, for editors and scripts, for GitHub, for code scanners.
//!
//! Pure functions: where the quoted text comes from is the caller's [`Lookup`]. Nothing that a
//! content author wrote reaches the output as a control character, whatever the format. Reports
//! whose severity is [`Severity::Allowed`] are left out everywhere.

mod clean;
mod excerpt;
mod github;
mod human;
mod json;
mod library;
mod sarif;

use std::sync::Arc;

use super::{Diagnostic, Severity, Tally};
use crate::source::SourcePath;

pub use github::github;
pub use human::human;
pub use json::json;
pub use sarif::sarif;

/// Where the text of a source comes from when a report quotes it.
///
/// Returns `None` when it cannot be had: deleted meanwhile, not UTF-8, not a text. It is asked about
/// once per file, as long as the files quoted are not very large together.
pub type Lookup<'a> = &'a dyn Fn(&SourcePath) -> Option<Arc<str>>;

/// How reports are laid out.
#[derive(Debug, Clone)]
pub struct Style {
    /// Whether terminal colours are used. Only [`human()`] uses any.
    pub color: Color,
    /// The columns of the terminal. Quoted lines are trimmed to it; messages are not.
    pub width: usize,
    /// What stands before every path, such as `../handbook/`: the project's root as seen from where
    /// the command was run. May be empty.
    pub path_prefix: String,
}

/// Whether terminal colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Text only.
    Plain,
    /// Colours as ANSI escape codes.
    Ansi,
}

/// What a run amounted to, for the end of a machine-readable report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages of the site.
    pub pages: usize,
    /// Reports by severity.
    pub tally: Tally,
}

impl Default for Style {
    /// No colours, 100 columns, paths from the project's root.
    fn default() -> Self {
        Self { color: Color::Plain, width: 100, path_prefix: String::new() }
    }
}

/// Returns the reports that are shown at all, in their order.
fn shown(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Allowed)
}

#[cfg(test)]
mod tests;
