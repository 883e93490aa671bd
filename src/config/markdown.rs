//! `[markdown]`: the dialect.

use super::CODES;
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Table};

/// `[markdown]`: how Markdown becomes HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MarkdownConfig {
    /// `slugs`: whose rule makes anchors from headings: `"github"`, `"kramdown"` or `"unicode"`.
    pub slugs: SlugRule,
    /// `raw_html`: `"keep"` passes HTML in Markdown through, `"escape"` shows it as text (for
    /// handbooks whose authors are not trusted). Files beside pages are published as they are either
    /// way, among them what can hold scripts: `.html` and `.svg`.
    pub raw_html: RawHtml,
    /// `highlight`: whether code is coloured. Default: `true`.
    pub highlight: Highlight,
}

/// Whose rule makes anchors from headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlugRule {
    /// As GitHub shows Markdown files.
    Github,
    /// As kramdown, and so Jekyll, does.
    Kramdown,
    /// Letters and digits of every script, everything else becomes one `-`.
    Unicode,
}

/// What becomes of HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// It is passed through.
    Keep,
    /// It is shown as text.
    Escape,
}

/// Whether code is coloured at build time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Highlight {
    /// It is, where the language is known.
    On,
    /// It is not.
    Off,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        Self { slugs: SlugRule::Github, raw_html: RawHtml::Keep, highlight: Highlight::On }
    }
}

impl MarkdownConfig {
    /// Reads the table. What it does not set stays as it is.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        let rules =
            [("github", SlugRule::Github), ("kramdown", SlugRule::Kramdown), ("unicode", SlugRule::Unicode)];
        self.slugs = table.choice("slugs", &rules, Code::ConfigValue).unwrap_or(self.slugs);
        let choices = [("keep", RawHtml::Keep), ("escape", RawHtml::Escape)];
        self.raw_html = table.choice("raw_html", &choices, Code::ConfigValue).unwrap_or(self.raw_html);
        if let Some(on) = table.boolean("highlight") {
            self.highlight = if on { Highlight::On } else { Highlight::Off };
        }
        table.finish(&[])
    }
}
