//! What a file declares and refers to, without its HTML.

use std::ops::Range;

use crate::source::Span;

/// The names of directives.
pub const DIRECTIVES: &[&str] = &[
    "include",
    "ladder-matrix",
    "ladder-level",
    "ladder-competency",
    "ladder-changes",
    "ladder-diagram",
    PATHS,
];

/// The directive that shows reading paths.
pub const PATHS: &str = "paths";

/// Headings, anchors and links of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The text of the first heading of level 1, or else of the first heading.
    pub title: Option<String>,
    /// Whether the body begins with a heading of level 1.
    pub starts_with_title: bool,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Anchors declared by hand: `{#id}` of headings, `id=` and `name=` of raw HTML.
    pub anchors: Vec<Anchor>,
    /// Links that may lead into the handbook, in order.
    pub links: Vec<RawLink>,
    /// Those of them, by index, that have no words of their own and stand in no heading: what they lead to
    /// names them, which only the handbook knows.
    pub nameless: Vec<u32>,
    /// Fenced blocks with a braced name, in order.
    pub directives: Vec<Directive>,
    /// The beginning of the first paragraph as plain text, without names of nameless links.
    pub summary: String,
    /// Where those names belong, in order.
    pub summary_names: Vec<Nameless>,
    /// The bytes of that paragraph in [`Outline::text`], before an edition's words are taken out; `None` when
    /// it is in a note.
    pub summary_at: Option<Range<u32>>,
    /// Words in the text, code left out.
    pub words: usize,
    /// The body as plain text, without headings: words of prose, links, inline code and alternative texts.
    /// Blocks end in a line break, cells of a table in a tab; code blocks, raw HTML and directives are left
    /// out. Notes come last.
    pub text: String,
    /// The words of code blocks and of raw HTML, in order.
    pub asides: Vec<Aside>,
    /// The parts of the body between headings, in order. The first is what stands before any heading below
    /// the title; notes are a last one. Headings in quotes and lists begin none.
    pub sections: Vec<Section>,
    /// Where prose stands in [`Outline::text`] and in the HTML of the body, by rising place in both.
    pub runs: Vec<Run>,
    /// The same for words of links, code and images, noted only in files of ladders, of which an edition
    /// may see a part.
    pub closed: Vec<Run>,
    /// What the definition lists of a glossary define, in order; of any other page nothing.
    pub definitions: Vec<Definition>,
    /// The bytes of those lists in the body's HTML.
    pub definition_lists: Vec<Range<u32>>,
    /// The notes that marks lead to, noted only in files of ladders.
    pub notes: Vec<Note>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What its marks say.
    pub number: u32,
    /// The bytes of all of it in the body's HTML.
    pub html: Range<u32>,
}

/// Where the name of a link belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nameless {
    /// Its index in [`Outline::links`].
    pub link: u32,
    /// In bytes of the text without names.
    pub at: u32,
}

/// What stands between two headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Index of its heading; `None` before the first one below the title, and for notes.
    pub heading: Option<u32>,
    /// Its bytes of [`Outline::text`], without blanks at the ends.
    pub text: Range<u32>,
    /// Its bytes of the body's HTML, from behind its heading to the next one of any level. An element of
    /// raw HTML may reach beyond.
    pub html: Range<u32>,
}

/// Words that are no prose: nothing in them is linked, counted or quoted, but they can be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Index of the section that they stand in.
    pub section: u32,
    /// What they are, with blanks or line breaks between them.
    pub text: Box<str>,
}

/// A term that a definition list of a glossary defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it is called.
    pub name: Box<str>,
    /// Other words for it, which stood in brackets behind it.
    pub aliases: Vec<Box<str>>,
    /// Its anchor.
    pub anchor: Box<str>,
    /// Where it stands in the file.
    pub span: Span,
    /// The bytes of its definition in [`Outline::text`].
    pub text: Range<u32>,
    /// The bytes of each of its definitions in the body's HTML.
    pub html: Vec<Range<u32>>,
}

/// A stretch of words. Its HTML is the text as [`escape_text`](super::html::escape_text) writes it, but that
/// a line break of the source is one in the HTML and a blank in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its bytes of [`Outline::text`].
    pub text: Range<u32>,
    /// Its bytes of the body's HTML.
    pub html: Range<u32>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: Box<str>,
    /// Its anchor, unique in the file.
    pub anchor: Box<str>,
    /// Whether what stands below it can be found: not with the class `no-search`.
    pub is_searched: bool,
}

/// A place declared by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: Box<str>,
    /// Where it is declared.
    pub span: Span,
}

/// A link as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawLink {
    /// The destination, with escapes and entities of the Markdown or HTML undone; still
    /// percent-encoded if it was.
    pub destination: Box<str>,
    /// The bytes of the destination.
    pub span: Span,
    /// What kind of place it must lead to.
    pub kind: LinkKind,
    /// The bytes of its words in [`Outline::text`]. Empty where it has none: what it leads to names it, or
    /// it stands in a heading or a block of raw HTML.
    pub words: Range<u32>,
}

/// A fenced block with a braced name, such as ```` ```{ladder-matrix} ````: a generated view is shown in
/// its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The name without its braces.
    pub name: Box<str>,
    /// The bytes of that name.
    pub span: Span,
    /// What stands behind the braces on the same line.
    pub argument: Box<str>,
    /// The bytes of that argument.
    pub argument_span: Span,
    /// Its lines `key: value`.
    pub options: Vec<DirectiveOption>,
}

/// One line `key: value` of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveOption {
    /// The key.
    pub key: Box<str>,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value, trimmed.
    pub value: Box<str>,
    /// The bytes of the value.
    pub value_span: Span,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A reader can follow it.
    Link,
    /// It is shown as an image.
    Image,
    /// It is loaded with the page in another way: a script, a video, a frame.
    Resource,
    /// `[[…]]`: a title, path or alias.
    Wiki,
    /// A part of another page is shown in its place.
    Include,
}

impl Section {
    /// Leaves out the blanks at both ends of its words.
    pub(super) fn trim(&mut self, text: &str) {
        let words = &text[self.text.start as usize..self.text.end as usize];
        let length = |text: &str| u32::try_from(text.len()).expect("a part of what has a range");
        let start = self.text.end - length(words.trim_start());
        self.text = start..start + length(words.trim());
    }
}

impl Outline {
    /// Returns whether `name` is an anchor of this file.
    pub fn has_anchor(&self, name: &str) -> bool {
        self.anchor_names().any(|anchor| anchor == name)
    }

    /// Returns every anchor: of headings in order, then those declared by hand.
    pub fn anchor_names(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| &*heading.anchor);
        headings.chain(self.anchors.iter().map(|anchor| &*anchor.name))
    }
}
