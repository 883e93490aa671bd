//! Books of other tools, brought over: mdBook, MkDocs, Hugo, Docusaurus, GitBook, Obsidian.
//!
//! [`bring`] is pure: it is given the paths of a [`Book`] and a way to read one, and returns the files
//! of a handbook. Texts are turned into CommonMark with what Daring understands; addresses stay what
//! they were where that is possible; what is lost is said, with its place. It renders nothing and does
//! not judge links: `check` does that with what came of it.

mod alert;
mod anchor;
mod assemble;
mod block;
mod comment;
mod docusaurus;
mod fence;
mod front;
mod gitbook;
mod hugo;
mod hugo_pages;
mod include;
mod inline;
mod js;
mod links;
mod log;
mod mdbook;
mod mdx;
mod mkdocs;
mod nav;
mod obsidian;
mod page;
mod paths;
mod pattern;
mod python;
mod report;
mod settle;
mod shortcode;
mod sidebars;
mod summary;
mod tag;

use std::collections::BTreeSet;

pub use log::{Count, Log, Remark};
pub use report::{json, markdown};

/// Tools whose books are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// mdBook.
    Mdbook,
    /// MkDocs, and Material for MkDocs.
    Mkdocs,
    /// Hugo.
    Hugo,
    /// Docusaurus.
    Docusaurus,
    /// GitBook, before and after it became a service.
    Gitbook,
    /// Obsidian.
    Obsidian,
}

impl Kind {
    /// Returns the name of the tool.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mdbook => "mdBook",
            Self::Mkdocs => "MkDocs",
            Self::Hugo => "Hugo",
            Self::Docusaurus => "Docusaurus",
            Self::Gitbook => "GitBook",
            Self::Obsidian => "Obsidian",
        }
    }
}

/// A book as it is on the disk.
pub struct Book<'a> {
    /// Its files, with `/` between folders.
    pub paths: BTreeSet<String>,
    /// Reads one as text; `None` when it cannot be read, or is no text.
    pub read: &'a dyn Fn(&str) -> Option<String>,
    /// The day that it is, such as `2026-11-27`: some tools publish pages from a day on, or up to one.
    pub today: String,
}

impl Book<'_> {
    /// Reads a file that the book has.
    fn text(&self, path: &str) -> Option<String> {
        if self.paths.contains(path) { (self.read)(path) } else { None }
    }

    /// The first of several files that is there, with its text.
    fn first(&self, paths: &[&str]) -> Option<(String, String)> {
        paths.iter().find_map(|path| Some(((*path).to_owned(), self.text(path)?)))
    }
}

/// A file of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// The same as this file of the book.
    Copy(String),
}

/// What came of a book.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Files by their path in the handbook, which is below `content/` or `static/`.
    pub files: Vec<(String, Content)>,
    /// The title of the book, when it says.
    pub title: Option<String>,
    /// Lines for the top of `handbook.toml`.
    pub top: Vec<String>,
    /// How many pages there are.
    pub pages: usize,
    /// What was lost, and how much was not.
    pub log: Log,
}

/// Brings a book over.
///
/// # Errors
/// What is missing, when this is no book of that kind.
pub fn bring(kind: Kind, book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = match kind {
        Kind::Mdbook => mdbook::bring(book)?,
        Kind::Mkdocs => mkdocs::bring(book)?,
        Kind::Hugo => hugo::bring(book)?,
        Kind::Docusaurus => docusaurus::bring(book)?,
        Kind::Gitbook => gitbook::bring(book)?,
        Kind::Obsidian => obsidian::bring(book)?,
    };
    imported.files.sort_by(|a, b| a.0.cmp(&b.0));
    imported.log.remarks.sort();
    imported.log.remarks.dedup();
    Ok(imported)
}

#[cfg(test)]
mod tests;
