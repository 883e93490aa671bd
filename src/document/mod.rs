//! One Markdown file: what it says, for every audience.
//!
//! [`parse`] turns a text into a [`ParsedFile`] in one pass over the Markdown events. It is a pure
//! function of the text and the dialect, so results are memoised by content. It deliberately does
//! not know the file's own path, any other file, or where anything will be published: addresses
//! stay open as *slots* of the [`Body`].

pub mod autolink;
pub mod body;
pub mod front_matter;
mod head;
pub mod highlight;
pub mod html;
mod markdown;
pub mod outline;
mod redact;
pub mod slug;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::config::MarkdownConfig;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::ladder::sheet::Sheet;
use crate::source::Span;

pub use head::parse_head;
pub use redact::{Document, Drafts, redact};

use body::Body;
use front_matter::FrontMatter;
use highlight::Highlighter;
use outline::Outline;

/// What one file says.
#[derive(Debug, Clone, Default)]
pub struct ParsedFile {
    /// The settings at its head.
    pub front_matter: FrontMatter,
    /// Its HTML, with open slots.
    pub body: Body,
    /// Headings, anchors and links.
    pub outline: Outline,
    /// What it declares of a ladder, when it was read as a file of one.
    pub sheet: Option<Arc<Sheet>>,
    /// For each numbered [`Text`](crate::ladder::text::Text) of the sheet, its bytes of the body's
    /// HTML.
    pub pieces: Vec<Piece>,
}

/// Parts of a body's HTML that together are one text, in order.
pub type Piece = Box<[Range<u32>]>;

/// Which Markdown is understood and which HTML is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// CommonMark 0.31.2 to the letter, for the conformance tests.
    CommonMark,
    /// What handbooks use: GitHub's extensions, definition lists, heading attributes, wikilinks.
    Handbook(MarkdownConfig),
}

/// Parses one Markdown file.
///
/// Reports have no file: the caller adds it with [`Diagnostic::within`].
///
/// ```
/// use daring::config::Config;
/// use daring::document::{self, Dialect, highlight::Highlighter};
///
/// let dialect = Dialect::Handbook(Config::new("x").markdown);
/// let parsed = document::parse("# Last mile\n\nSee [POC](poc.md#cost).\n", dialect, &Highlighter::default());
/// assert_eq!(parsed.value.outline.title.as_deref(), Some("Last mile"));
/// assert_eq!(&*parsed.value.outline.links[0].destination, "poc.md#cost");
/// ```
pub fn parse(text: &str, dialect: Dialect, highlighter: &Highlighter) -> Checked<ParsedFile> {
    let (mut read, body_start) = match dialect {
        Dialect::CommonMark => (Checked::clean(FrontMatter::default()), 0),
        Dialect::Handbook(_) => front_matter::read(text),
    };
    if let Some(report) = too_dense(text) {
        read.diagnostics.push(report);
        let value = ParsedFile { front_matter: read.value, ..ParsedFile::default() };
        return Checked { value, diagnostics: read.diagnostics };
    }
    // The parser library has open reports of panics on fuzzed input; one page must not take the
    // others with it.
    let written = catch_unwind(AssertUnwindSafe(|| markdown::write(text, body_start, dialect, highlighter)));
    let mut written = written.unwrap_or_else(|_| {
        let report = Diagnostic::new(Code::MarkdownUnparsable, "the Markdown parser gave up on this file")
            .at(Span::new(body_start, body_start), "somewhere below")
            .help("halve the file until the part at fault is found, and report it with that part");
        Checked { value: (Body::default(), Outline::default()), diagnostics: vec![report] }
    });
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let report = Diagnostic::new(Code::SourceNul, "the text holds NUL characters")
            .at(Span::new(at, at + 1), "the first one");
        written.diagnostics.push(report.help("remove them; readers see `\u{fffd}` in their place"));
    }
    read.diagnostics.append(&mut written.diagnostics);
    let (body, outline) = written.value;
    let value = ParsedFile { front_matter: read.value, body, outline, ..ParsedFile::default() };
    Checked { value, diagnostics: read.diagnostics }
}

/// The most marks in one file. The parser keeps some two hundred bytes for each until the file is
/// written, so this is a bound of about a gigabyte, for a page that nobody could read.
const MAX_MARKS: usize = 4_000_000;

/// Texts shorter than this cannot have too many.
const FREE_BYTES: usize = 1 << 20;

/// Reports a text with more line ends and characters of markup than the parser can be given.
fn too_dense(text: &str) -> Option<Diagnostic> {
    if text.len() < FREE_BYTES {
        return None;
    }
    let is_mark = |byte: &u8| {
        matches!(byte, b'\n' | b'*' | b'_' | b'[' | b']' | b'`' | b'<' | b'&' | b'~' | b'|' | b'\\' | b'>')
    };
    let marks = text.bytes().filter(|byte| is_mark(byte)).count();
    (marks > MAX_MARKS).then(|| {
        let message = format!("the file has {marks} lines and marks; a page may have {MAX_MARKS}");
        Diagnostic::new(Code::MarkdownUnparsable, message)
            .at(Span::new(0, 0), "")
            .help("split the file, or move it to the static folder if it is not a page")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_page_that_would_fill_the_memory_is_refused() {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let parsed = parse(&"*a ".repeat(MAX_MARKS + 1), dialect, &Highlighter::default());
        assert_eq!(parsed.diagnostics[0].code, Code::MarkdownUnparsable);
        assert_eq!(parsed.value.body.html, "");
        let prose = "Words that anybody could have written, in a long line.\n".repeat(40_000);
        assert_eq!(parse(&prose, dialect, &Highlighter::default()).diagnostics, []);
    }
}
