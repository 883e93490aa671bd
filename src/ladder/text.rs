//! Names and texts, and where they were written.

use std::fmt;

use crate::source::Span;

/// A file that a ladder is declared in: an index whose meaning is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// Bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which file. A single sheet, which does not know its own name, says 0.
    pub file: FileId,
    /// Which bytes.
    pub span: Span,
}

/// An id, or what an author wrote to mean one. Two names are equal when they say the same, wherever
/// they stand.
#[derive(Clone)]
pub struct Name {
    /// What it says.
    pub value: Box<str>,
    /// Where it is written.
    pub place: Place,
}

/// Prose of an author's, as written. Two texts are equal when they say the same, wherever they stand.
#[derive(Clone)]
pub struct Text {
    /// What was written, in the format of the author's, without the marks that belong to the ladder
    /// (ids, labels).
    pub written: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// By what number whoever read the file finds it there again; `None` for text that came from
    /// elsewhere (an import).
    pub piece: Option<u32>,
}

impl Place {
    /// Returns a place of the file being read.
    pub fn here(span: Span) -> Self {
        Self { file: FileId::default(), span }
    }
}

impl Name {
    /// Makes a name that stands in the file being read.
    pub fn new(value: impl Into<Box<str>>, span: Span) -> Self {
        Self { value: value.into(), place: Place::here(span) }
    }

    /// Makes a name that no file holds.
    pub fn generated(value: impl Into<Box<str>>) -> Self {
        Self::new(value, Span::new(0, 0))
    }

    /// Returns what it says.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl Text {
    /// Makes a text that stands in the file being read.
    pub fn new(written: impl Into<Box<str>>, span: Span) -> Self {
        Self { written: written.into(), place: Place::here(span), piece: None }
    }

    /// Makes a text that no file holds.
    pub fn generated(written: impl Into<Box<str>>) -> Self {
        Self::new(written, Span::new(0, 0))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Name {}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.value == other
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Text {}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value, f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}
