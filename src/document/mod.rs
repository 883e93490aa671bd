//! One file: what it says, for every audience.
//!
//! [`parse`] turns a text into a [`ParsedFile`] in one pass over the Markdown events; [`parse_sheet`]
//! does so for a file of a ladder, and notes what it declares. Both are pure functions of the text, the
//! format and the dialect, so results are memoised by content. They deliberately do not know the
//! file's own path, any other file, or where anything will be published: addresses stay open as
//! *slots* of the [`Body`].

pub mod autolink;
pub mod body;
pub mod cut;
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
use crate::ladder::read::{Format, read};
use crate::ladder::sheet::Sheet;
use crate::source::{Span, without_controls};

pub use head::parse_head;
pub use redact::{Document, Drafts, redact};

use body::{Body, Slot};
use front_matter::{FrontMatter, Head};
use highlight::Highlighter;
use markdown::{File, Purpose, Snippets, Written};
use outline::{Outline, Section};

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

impl ParsedFile {
    /// Returns the number of the section that a link stands in; 0 where there is none.
    pub fn section_of(&self, link: usize) -> usize {
        let is_its = |slot: &&Slot| slot.kind.link().is_some_and(|number| number as usize == link);
        let slot = || self.body.slots.iter().find(is_its);
        self.section_at(&self.outline.links[link].words, || slot().map(|slot| slot.offset))
    }

    /// Returns [`ParsedFile::section_of`] for every link.
    pub fn sections_of_links(&self) -> Vec<usize> {
        let mut offsets: Vec<Option<u32>> = vec![None; self.outline.links.len()];
        for slot in &self.body.slots {
            if let Some(link) = slot.kind.link() {
                offsets[link as usize].get_or_insert(slot.offset);
            }
        }
        let links = self.outline.links.iter().zip(offsets);
        links.map(|(link, offset)| self.section_at(&link.words, || offset)).collect()
    }

    /// The section of a link with these words, whose slot is at an offset of the HTML.
    fn section_at(&self, words: &Range<u32>, offset: impl FnOnce() -> Option<u32>) -> usize {
        let sections = &self.outline.sections;
        let last = |is_begun: &dyn Fn(&Section) -> bool| {
            sections.partition_point(|section| is_begun(section)).saturating_sub(1)
        };
        let by_words = last(&|section| section.text.start <= words.start);
        if !words.is_empty() || sections.is_empty() {
            return by_words;
        }
        // Between two words may be between two sections: where it stands in the HTML tells.
        let Some(offset) = offset() else { return by_words };
        let at = last(&|section| section.html.start <= offset);
        let is_in_heading = at + 1 < sections.len() && offset >= sections[at].html.end;
        if is_in_heading { at + 1 } else { at }
    }
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
    if dialect == Dialect::CommonMark {
        let read = Checked::clean(FrontMatter::default());
        return parse_body(File { text, start: 0, dialect, highlighter, purpose: Purpose::Page }, read);
    }
    with_controls_blanked(text, |text| {
        let (read, start) = front_matter::read(text);
        let purpose = if read.value.is_glossary() { Purpose::Glossary } else { Purpose::Page };
        parse_body(File { text, start, dialect, highlighter, purpose }, read)
    })
}

/// Parses a text without its control characters, and reports them.
fn with_controls_blanked(text: &str, parse: impl FnOnce(&str) -> Checked<ParsedFile>) -> Checked<ParsedFile> {
    let (clean, first) = without_controls(text);
    let mut parsed = parse(&clean);
    if let Some((at, found)) = first.and_then(|at| Some((at, text[at..].chars().next()?))) {
        let report = Diagnostic::new(Code::SourceControlCharacter, "the text holds control characters")
            .at(Span::new(at, at + found.len_utf8()), format!("the first one, U+{:04X}", u32::from(found)));
        let help = match found.is_ascii() {
            true => "delete them; readers see a blank in their place",
            false => {
                "write what was meant, often a quotation mark or a dash of Windows-1252; readers see a blank in its place"
            }
        };
        parsed.diagnostics.push(report.help(help));
    }
    parsed
}

/// What a file of a ladder is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SheetFormat {
    /// Headings and lists.
    Markdown,
    /// A table of declarations.
    Toml,
    /// A table of declarations.
    Yaml,
}

/// Parses one file of a ladder.
///
/// Reports have no file, as those of [`parse`].
pub fn parse_sheet(
    text: &str,
    format: SheetFormat,
    dialect: Dialect,
    highlighter: &Highlighter,
) -> Checked<ParsedFile> {
    with_controls_blanked(text, |text| match format {
        SheetFormat::Markdown => parse_prose(text, dialect, highlighter),
        SheetFormat::Toml => parse_data(text, Format::Toml, dialect, highlighter),
        SheetFormat::Yaml => parse_data(text, Format::Yaml, dialect, highlighter),
    })
}

fn parse_data(
    text: &str,
    format: Format,
    dialect: Dialect,
    highlighter: &Highlighter,
) -> Checked<ParsedFile> {
    if let Some(report) = too_dense(text) {
        let sheet = Some(Arc::new(Sheet::Data(Box::default())));
        return Checked { value: ParsedFile { sheet, ..ParsedFile::default() }, diagnostics: vec![report] };
    }
    let Checked { value: mut declared, mut diagnostics } = read(text, format);
    let written = catch_unwind(AssertUnwindSafe(|| {
        let mut declared = declared.clone();
        let mut snippets = Snippets::new(text, dialect, highlighter);
        declared.texts_mut(&mut |text| snippets.add(text));
        let Snippets { body, outline, pieces, diagnostics, .. } = snippets;
        (declared, ParsedFile { body, outline, pieces, ..ParsedFile::default() }, diagnostics)
    }));
    let mut file = ParsedFile::default();
    match written {
        Ok((numbered, parsed, reports)) => {
            (declared, file) = (numbered, parsed);
            diagnostics.extend(reports);
        }
        Err(_) => diagnostics.push(gave_up(0)),
    }
    file.sheet = Some(Arc::new(Sheet::Data(Box::new(declared))));
    Checked { value: file, diagnostics }
}

fn parse_prose(text: &str, dialect: Dialect, highlighter: &Highlighter) -> Checked<ParsedFile> {
    let (Checked { value: Head { front_matter, fields }, diagnostics }, start) =
        front_matter::read_sheet(text);
    let file = File { text, start, dialect, highlighter, purpose: Purpose::Sheet };
    let mut parsed = parse_body(file, Checked { value: front_matter, diagnostics });
    let sheet = parsed.value.sheet.get_or_insert_with(|| Arc::new(Sheet::Prose(Box::default())));
    if let Some(Sheet::Prose(prose)) = Arc::get_mut(sheet) {
        prose.head = fields;
    }
    parsed
}

/// Parses what follows the front matter.
fn parse_body(file: File<'_>, mut read: Checked<FrontMatter>) -> Checked<ParsedFile> {
    if let Some(report) = too_dense(file.text) {
        read.diagnostics.push(report);
        let value = ParsedFile { front_matter: read.value, ..ParsedFile::default() };
        return Checked { value, diagnostics: read.diagnostics };
    }
    // The parser library has open reports of panics on fuzzed input; one page must not take the
    // others with it.
    let written = catch_unwind(AssertUnwindSafe(|| markdown::write(file)));
    let mut written = written
        .unwrap_or_else(|_| Checked { value: Written::default(), diagnostics: vec![gave_up(file.start)] });
    if let Some(at) = memchr::memchr(0, file.text.as_bytes()) {
        let report = Diagnostic::new(Code::SourceNul, "the text holds NUL characters")
            .at(Span::new(at, at + 1), "the first one");
        written.diagnostics.push(report.help("remove them; readers see `\u{fffd}` in their place"));
    }
    written.diagnostics.extend(lone_carriage_return(file.text));
    read.diagnostics.append(&mut written.diagnostics);
    let Written { body, outline, sheet } = written.value;
    let (sheet, pieces) = sheet.unzip();
    let sheet = sheet.map(|prose| Arc::new(Sheet::Prose(Box::new(prose))));
    let pieces = pieces.unwrap_or_default();
    let value = ParsedFile { front_matter: read.value, body, outline, sheet, pieces };
    Checked { value, diagnostics: read.diagnostics }
}

/// Reports line ends of old Macs: they end a line in CommonMark, but neither for the parser library nor for
/// most editors, so that what an author takes for a page is one line.
fn lone_carriage_return(text: &str) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    let at = memchr::memchr_iter(b'\r', bytes).find(|at| bytes.get(at + 1) != Some(&b'\n'))?;
    let report = Diagnostic::new(
        Code::SourceLineEnds,
        "a line ends with a carriage return alone, which ends no line here",
    );
    Some(
        report.at(Span::new(at, at + 1), "the first one").help("save the file with the line ends LF or CRLF"),
    )
}

fn gave_up(start: usize) -> Diagnostic {
    Diagnostic::new(Code::MarkdownUnparsable, "the Markdown parser gave up on this file")
        .at(Span::new(start, start), "somewhere below")
        .help("halve the file until the part at fault is found, and report it with that part")
}

/// Returns the words of a short Markdown text, such as a summary, without its marks; the text as it is
/// when the parser gives up on it.
pub fn plain_text(text: &str) -> String {
    catch_unwind(|| markdown::plain_text(text)).unwrap_or_else(|_| text.to_owned())
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
    fn texts_of_declarations_are_pieces_of_one_body() {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let text = "[framework]\nid = \"x\"\nintro = \"See *[a](a.md)*\"\nnote = \"b\"\n";
        let parsed = parse_sheet(text, SheetFormat::Toml, dialect, &Highlighter::default());
        assert_eq!(parsed.diagnostics, []);
        let file = parsed.value;
        let Some(Sheet::Data(declared)) = file.sheet.as_deref() else { panic!("declarations") };
        let framework = declared.framework.as_ref().unwrap();
        let html = [&framework.intro, &framework.note].map(|text| {
            let mut out = String::new();
            let piece = &file.pieces[text.as_ref().unwrap().piece.unwrap() as usize];
            file.body.fill_ranges(piece, &mut out, |_, out| out.push('@'));
            out
        });
        assert_eq!(html, ["See <em><a href=\"@\">a</a></em>", "b"]);
        assert_eq!(&text[file.outline.links[0].span.range()], "a.md");
        for (text, format) in
            [("a = ", SheetFormat::Toml), ("- [", SheetFormat::Yaml), ("", SheetFormat::Yaml)]
        {
            let file = parse_sheet(text, format, dialect, &Highlighter::default()).value;
            assert!(matches!(file.sheet.as_deref(), Some(Sheet::Data(_))), "{text:?}");
        }
    }

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
