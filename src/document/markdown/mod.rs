//! Markdown to HTML and outline, in one pass over the events.
//!
//! The only home of `pulldown-cmark`. The writer keeps what the pass needs to remember: the text
//! not yet written, the heading, links and images that are open. Blocks with a life of their own
//! are in the files beside: [`blocks`], [`code`], [`footnotes`], [`headings`], [`links`], [`raw_html`],
//! [`tables`]. [`sheet`] looks on where a file belongs to a ladder.

mod blocks;
mod brackets;
mod code;
mod definitions;
mod directive;
mod fence;
mod footnotes;
mod headings;
mod links;
mod plain;
mod raw_html;
mod sheet;
mod snippets;
mod tables;
mod text;
mod writer;

use std::mem;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashSet;

use super::body::Body;
use super::highlight::Highlighter;
use super::outline::Outline;
use super::{Dialect, Piece};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::ladder::sheet::Prose;
use crate::source::Span;

use brackets::Bracketed;
pub(super) use snippets::Snippets;
use writer::Writer;

/// What one pass comes to.
#[derive(Default)]
pub(super) struct Written {
    pub(super) body: Body,
    pub(super) outline: Outline,
    /// For a file of a ladder, what it says and where its texts are in the HTML.
    pub(super) sheet: Option<(Prose, Vec<Piece>)>,
}

/// Returns the words of a short Markdown text, without its marks. A link that has no words of its own has
/// what it leads to instead, as it is written.
pub(super) fn plain_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_name = false;
    let bracketed = Bracketed::of(text);
    let mut options = Options::empty();
    options.set(Options::ENABLE_WIKILINKS, bracketed.has_wikilinks);
    for event in Parser::new_ext(&bracketed.text, options) {
        match bracketed.shown(event) {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }) => {
                is_name = true;
            }
            Event::Text(text) if mem::take(&mut is_name) => {
                let text = text.trim();
                let kinds = ["term:", "ladder:"].iter().find_map(|kind| text.strip_prefix(kind));
                plain.push_str(kinds.unwrap_or(text).trim());
            }
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                plain.push(' ');
            }
            _ => {}
        }
    }
    plain.trim_end().to_owned()
}

/// What one file is read from.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) text: &'a str,
    /// Where the body starts, in bytes.
    pub(super) start: usize,
    pub(super) dialect: Dialect,
    pub(super) highlighter: &'a Highlighter,
    pub(super) purpose: Purpose,
}

/// What a file is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// For its HTML and outline.
    Page,
    /// Also for its sections and items.
    Sheet,
    /// Also for what its definition lists define.
    Glossary,
}

/// Writes the body of a file.
pub(super) fn write(file: File<'_>) -> Checked<Written> {
    let bracketed = bracketed(file.dialect, &file.text[file.start..]);
    let mut options = options(file.dialect, &bracketed);
    let (mut first, foreign_colons) = pass(&file, &bracketed, options, &[]);
    if foreign_colons {
        options.remove(Options::ENABLE_DEFINITION_LIST);
        first = pass(&file, &bracketed, options, &[]).0;
    }
    // Anchors declared by hand keep their names; headings make way. Only a text that has both
    // under one name needs a second look.
    let outline = &first.value.outline;
    let taken: FxHashSet<&str> = outline.headings.iter().map(|heading| &*heading.anchor).collect();
    if !outline.anchors.iter().any(|anchor| taken.contains(&*anchor.name)) {
        return first;
    }
    let by_hand: Vec<Box<str>> = outline.anchors.iter().map(|anchor| anchor.name.clone()).collect();
    pass(&file, &bracketed, options, &by_hand).0
}

/// Goes over the events once. Says with the result whether something was taken for a definition
/// that is none: a definition begins with a colon and a blank, but the library takes any colon, and
/// so directives and emoji of other tools (`::: tip`, `:tada:`).
fn pass(
    file: &File<'_>,
    bracketed: &Bracketed<'_>,
    options: Options,
    reserved: &[Box<str>],
) -> (Checked<Written>, bool) {
    let File { text, start, dialect, highlighter, purpose } = *file;
    let body = &text[start..];
    let mut foreign_colons = false;
    let mut broken = Vec::new();
    let mut diagnostics = Vec::new();
    let value = {
        let on_broken = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            broken.push((link.link_type, link.span, link.reference.into_string()));
            None
        };
        let parser = Parser::new_with_broken_link_callback(&bracketed.text, options, Some(on_broken));
        let mut events = parser.into_offset_iter();
        let mut writer = Writer::new(body, start, dialect, highlighter, reserved);
        if purpose == Purpose::Sheet {
            writer = writer.recording();
        }
        if purpose == Purpose::Glossary {
            writer.definitions = Some(Box::default());
        }
        while let Some((event, range)) = events.next() {
            foreign_colons |= matches!(event, Event::Start(Tag::DefinitionListDefinition))
                && !begins_definition(&body[range.start..]);
            writer.event(bracketed.shown(event), range, events.reference_definitions());
        }
        writer.finish(&mut diagnostics)
    };
    if matches!(dialect, Dialect::Handbook(_)) {
        broken.dedup_by(|a, b| a.1 == b.1);
        diagnostics.extend(
            broken.into_iter().filter_map(|(kind, span, label)| undefined(body, start, kind, span, &label)),
        );
    }
    (Checked { value, diagnostics }, foreign_colons)
}

/// Returns whether text begins with a colon and a blank.
fn begins_definition(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']))
}

fn options(dialect: Dialect, bracketed: &Bracketed<'_>) -> Options {
    let Dialect::Handbook(_) = dialect else { return Options::empty() };
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_WIKILINKS, bracketed.has_wikilinks);
    options
}

/// A text as the parser of a dialect is to see it.
fn bracketed(dialect: Dialect, body: &str) -> Bracketed<'_> {
    match dialect {
        Dialect::Handbook(_) => Bracketed::of(body),
        _ => Bracketed { text: body.into(), has_wikilinks: false },
    }
}

/// Reports a reference without a definition. `[text]` alone is how people write brackets, and
/// `a[0][1]` how they write code, so neither is reported.
fn undefined(
    body: &str,
    start: usize,
    kind: LinkType,
    range: std::ops::Range<usize>,
    label: &str,
) -> Option<Diagnostic> {
    let span = Span::from(range.clone()).shifted(start);
    if label.starts_with('^') {
        return None; // Reported where the text is written.
    }
    let follows_a_word =
        body[..range.start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ']');
    let is_reference = matches!(kind, LinkType::Reference | LinkType::Collapsed);
    if !is_reference || follows_a_word || !label.chars().any(char::is_alphabetic) {
        return None;
    }
    let report = Diagnostic::new(Code::LinkUndefinedReference, format!("no link is defined as `{label}`"));
    Some(report.at(span, "").help(format!("add a line `[{label}]: address`, or escape the bracket as `\\[`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn html(text: &str) -> String {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let highlighter = Highlighter::default();
        let file = File { text, start: 0, dialect, highlighter: &highlighter, purpose: Purpose::Page };
        write(file).value.body.html
    }

    #[test]
    fn short_texts_lose_their_marks_and_keep_their_words() {
        for (text, words) in [
            ("Plans *adoption* with [them](a.md)", "Plans adoption with them"),
            (
                "a [[term:Last mile]] and [[ladder:staff|staff engineers]], [[Scope]]",
                "a Last mile and staff engineers, Scope",
            ),
            ("[[1](a.md)] stays [[2]](b.md)", "[1] stays [2]"),
        ] {
            assert_eq!(plain_text(text), words);
        }
    }

    #[test]
    fn the_title_of_an_image_that_stands_alone_is_its_caption() {
        let image = |title: &str| {
            format!(
                "<img src=\"https://x.example/a.png\" alt=\"A\"{title} loading=\"lazy\" decoding=\"async\" />"
            )
        };
        let figure = format!("<figure>{}<figcaption>Q &amp; A</figcaption></figure>\n", image(""));
        assert_eq!(html("![A](https://x.example/a.png \"Q & A\")\n"), figure);
        assert_eq!(
            html("> ![A][a]\n\n[a]: https://x.example/a.png 'Q & A'\n"),
            format!("<blockquote>\n{figure}</blockquote>\n")
        );
        let titled = image(" title=\"Q\"");
        for (text, expected) in [
            ("![A](https://x.example/a.png)", format!("<p>{}</p>\n", image(""))),
            ("See ![A](https://x.example/a.png \"Q\")", format!("<p>See {titled}</p>\n")),
            ("![A](https://x.example/a.png \"Q\") here", format!("<p>{titled} here</p>\n")),
            ("[![A](https://x.example/a.png \"Q\")](#a)", format!("<p><a href=\"\">{titled}</a></p>\n")),
        ] {
            assert_eq!(html(text), expected);
        }
    }

    #[test]
    fn only_a_colon_and_a_blank_begin_a_definition() {
        assert!(html("Term\n: a\n\n:   b\n").contains("<dl>\n<dt>Term</dt>\n<dd>"));
        for text in ["Text\n:tada: x\n", "Text\n\n::: tip Title\nInside.\n:::\n", "- Text\n\n  :::\n"] {
            assert!(!html(text).contains("<dl>"), "{text:?}: {}", html(text));
        }
        assert_eq!(html("Text\n\n::: tip\n"), "<p>Text</p>\n<p>::: tip</p>\n");
    }
}
