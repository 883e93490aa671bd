//! Markdown to HTML and outline, in one pass over the events.
//!
//! The only home of `pulldown-cmark`. The writer keeps what the pass needs to remember: the text
//! not yet written, the heading, links and images that are open. Blocks with a life of their own
//! are in the files beside: [`code`], [`footnotes`], [`links`], [`raw_html`], [`tables`].

mod code;
mod footnotes;
mod links;
mod raw_html;
mod tables;
mod text;
mod writer;

use pulldown_cmark::{BrokenLink, CowStr, LinkType, Options, Parser};
use rustc_hash::FxHashSet;

use super::Dialect;
use super::body::Body;
use super::highlight::Highlighter;
use super::outline::Outline;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::Span;

use writer::Writer;

/// Writes the body of `text`, which starts at byte `start`.
pub(super) fn write(
    text: &str,
    start: usize,
    dialect: Dialect,
    highlighter: &Highlighter,
) -> Checked<(Body, Outline)> {
    let first = pass(text, start, dialect, highlighter, &[]);
    // Anchors declared by hand keep their names; headings make way. Only a text that has both
    // under one name needs a second look.
    let outline = &first.value.1;
    let taken: FxHashSet<&str> = outline.headings.iter().map(|heading| &*heading.anchor).collect();
    if !outline.anchors.iter().any(|anchor| taken.contains(&*anchor.name)) {
        return first;
    }
    let by_hand: Vec<Box<str>> = outline.anchors.iter().map(|anchor| anchor.name.clone()).collect();
    pass(text, start, dialect, highlighter, &by_hand)
}

fn pass(
    text: &str,
    start: usize,
    dialect: Dialect,
    highlighter: &Highlighter,
    reserved: &[Box<str>],
) -> Checked<(Body, Outline)> {
    let body = &text[start..];
    let mut broken = Vec::new();
    let mut diagnostics = Vec::new();
    let value = {
        let on_broken = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            broken.push((link.link_type, link.span, link.reference.into_string()));
            None
        };
        let parser = Parser::new_with_broken_link_callback(body, options(dialect, body), Some(on_broken));
        let mut events = parser.into_offset_iter();
        let mut writer = Writer::new(body, start, dialect, highlighter, reserved);
        while let Some((event, range)) = events.next() {
            writer.event(event, range, events.reference_definitions());
        }
        writer.finish(&mut diagnostics)
    };
    if matches!(dialect, Dialect::Handbook(_)) {
        broken.dedup_by(|a, b| a.1 == b.1);
        diagnostics.extend(
            broken.into_iter().filter_map(|(kind, span, label)| undefined(body, start, kind, span, &label)),
        );
    }
    Checked { value, diagnostics }
}

fn options(dialect: Dialect, body: &str) -> Options {
    let Dialect::Handbook(_) = dialect else { return Options::empty() };
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    // `[[1](a.md)]` and `[[1]](a.md)` are ordinary links in brackets to everybody else, and far
    // more frequent than wikilinks; a text that has any of them has no wikilinks.
    let brackets = memchr::memmem::find(body.as_bytes(), b"[[").is_some();
    let linked_brackets = memchr::memmem::find(body.as_bytes(), b"]](").is_some();
    if brackets && !linked_brackets {
        options |= Options::ENABLE_WIKILINKS;
    }
    options
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
    if let Some(name) = label.strip_prefix('^') {
        let report = Diagnostic::new(Code::FootnoteUndefined, format!("no footnote is called `{name}`"));
        return Some(
            report.at(span, "").help(format!("add a line `[^{name}]: …`, or escape the bracket as `\\[`")),
        );
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
