//! Markdown to HTML, as authors who are trusted write it and as others do.

use std::sync::LazyLock;

use daring::config::{Config, Highlight, MarkdownConfig, RawHtml, SlugRule};
use daring::diagnostic::Code;
use daring::document::highlight::Highlighter;
use daring::document::{self, Dialect, ParsedFile, SheetFormat, html};

use super::places_are_in;

static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::default);

/// Elements that pure Markdown, with its HTML shown as text, comes to.
const HARMLESS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The first byte chooses how the rest is read.
pub fn run(data: &[u8]) {
    let Some((&how, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut markdown: MarkdownConfig = Config::new("x").markdown;
    markdown.slugs = [SlugRule::Github, SlugRule::Kramdown, SlugRule::Unicode][usize::from(how % 3)];
    markdown.highlight = if how & 4 == 0 { Highlight::Off } else { Highlight::On };
    markdown.raw_html = if how & 8 == 0 { RawHtml::Keep } else { RawHtml::Escape };
    let dialect = if how & 16 == 0 { Dialect::Handbook(markdown) } else { Dialect::CommonMark };
    let parsed = match how & 32 {
        0 => document::parse(text, dialect, &HIGHLIGHTER),
        _ => document::parse_sheet(text, SheetFormat::Markdown, dialect, &HIGHLIGHTER),
    };
    places_are_in(text, &parsed.diagnostics);
    is_sound(text, &parsed.value);
    if !parsed.diagnostics.iter().any(|report| report.code == Code::AnchorDuplicate) {
        has_unique_anchors(&parsed.value);
    }
    if how & 24 == 8 {
        is_inactive(&parsed.value.body.html);
    }
    document::parse_head(text, markdown);
}

/// Whatever points into the text or the HTML points between two characters of it.
fn is_sound(text: &str, file: &ParsedFile) {
    let mut last = 0;
    for slot in &file.body.slots {
        assert!(slot.offset as usize >= last, "slots are in order");
        assert!(file.body.html.is_char_boundary(slot.offset as usize));
        last = slot.offset as usize;
        if let Some(link) = slot.kind.link() {
            assert!((link as usize) < file.outline.links.len());
        }
    }
    for link in &file.outline.links {
        assert!(text.get(link.span.range()).is_some());
    }
    for directive in &file.outline.directives {
        assert!(text.get(directive.span.range()).is_some());
    }
    for range in file.pieces.iter().flat_map(|piece| piece.iter()) {
        assert!(file.body.html.get(range.start as usize..range.end as usize).is_some());
    }
}

/// Two headings never have one address without a report.
fn has_unique_anchors(file: &ParsedFile) {
    let mut anchors: Vec<&str> = file.outline.headings.iter().map(|heading| &*heading.anchor).collect();
    anchors.sort_unstable();
    assert!(anchors.windows(2).all(|pair| pair[0] != pair[1]), "anchors are unique: {anchors:?}");
}

/// Markdown alone never becomes anything that runs.
fn is_inactive(html: &str) {
    for tag in html::tags(html) {
        assert!(HARMLESS.iter().any(|name| tag.is(name)), "an element of its own: {:?}", tag.name);
        for attribute in tag.attributes() {
            let name = attribute.name.to_ascii_lowercase();
            assert!(!name.starts_with("on") && name != "style", "{name}={:?}", attribute.value);
            if name == "href" || name == "src" {
                let address: String = html::decode(attribute.value)
                    .chars()
                    .filter(|c| !c.is_control() && !c.is_whitespace())
                    .collect();
                let scheme = address.split([':', '/', '?', '#']).next().unwrap_or("").to_ascii_lowercase();
                let has_scheme = address[scheme.len().min(address.len())..].starts_with(':');
                let is_allowed = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "");
                assert!(!has_scheme || is_allowed, "{address:?}");
            }
        }
    }
}
