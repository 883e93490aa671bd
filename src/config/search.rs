//! `[search]`: whether readers can search.

use super::CODES;
use crate::diagnostic::Diagnostic;
use crate::settings::{Field, Table};

/// `[search]`: whether readers can search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchConfig {
    /// `enabled`: whether there is a search, with its page and its index. Default: `true`.
    pub is_enabled: bool,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { is_enabled: true }
    }
}

impl SearchConfig {
    /// Reads the table; returns what is wrong with it.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.is_enabled = table.boolean("enabled").unwrap_or(self.is_enabled);
        table.finish(&[])
    }
}
