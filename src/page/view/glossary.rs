//! The words that a handbook explains.

use serde::Serialize;

use super::LinkView;

/// A term that is linked in the text of a page: one of `page.terms` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct PageTermView<'a> {
    /// The id of the element that has to hold its definition: links in the text refer to it.
    pub id: String,
    /// What it is called.
    pub name: &'a str,
    /// What it means, as plain text.
    pub definition: &'a str,
    /// Where its entry in the glossary is.
    pub href: String,
}

/// Every term: `glossary` in `glossary.html` and `glossary-list.html`.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryView<'a> {
    /// By name.
    pub terms: Vec<GlossaryTermView<'a>>,
}

/// A term of the glossary.
#[derive(Debug, Clone, Serialize)]
pub struct GlossaryTermView<'a> {
    /// The anchor to print.
    pub id: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// Other words for it, without its inflections.
    pub aliases: Vec<&'a str>,
    /// What it means, as HTML.
    pub html: String,
    /// The chapter that explains it, where the definition has no link of its own.
    pub chapter: Option<LinkView<'a>>,
    /// Pages that use it, in reading order, a few at most.
    pub used_in: Vec<LinkView<'a>>,
    /// How many further pages use it.
    pub more: usize,
}
