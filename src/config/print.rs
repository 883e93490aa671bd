//! `[print]` and `[cards]`: what is made of the handbook besides its pages.

use super::CODES;
use crate::diagnostic::Diagnostic;
use crate::settings::{Field, Table};

/// `[print]`: the handbook and its sections as one document each, to print or to save as PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintConfig {
    /// `enabled`: whether they are published. Default: `false`, because they hold
    /// every page once or twice more.
    pub enabled: bool,
}

impl PrintConfig {
    /// Reads the table.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.enabled = table.boolean("enabled").unwrap_or(self.enabled);
        table.finish(&[])
    }
}

/// `[cards]`: an image of each page, for links to it in chats and social networks. They need a
/// `base_url`, because such an image has to have a full address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CardsConfig {
    /// `enabled`: whether they are drawn. Default: `false`.
    pub enabled: bool,
}

impl CardsConfig {
    /// Reads the table.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.enabled = table.boolean("enabled").unwrap_or(self.enabled);
        table.finish(&[])
    }
}
