//! What a file declares and refers to, without its HTML.

use crate::source::Span;

/// The names of directives.
pub const DIRECTIVES: &[&str] =
    &["ladder-matrix", "ladder-level", "ladder-competency", "ladder-changes", "ladder-diagram"];

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
    /// Fenced blocks with a braced name, in order.
    pub directives: Vec<Directive>,
    /// The beginning of the first paragraph as plain text.
    pub summary: String,
    /// Words in the text, code left out.
    pub words: usize,
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
    /// It is loaded with the page: an image, a script.
    Resource,
    /// `[[…]]`: a title, path or alias.
    Wiki,
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
