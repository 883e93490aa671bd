//! Links and images.

use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs};

use super::plain::Words;
use super::text::count_words;
use super::writer::Writer;
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::body::SlotKind;
use crate::document::html::{escape_attribute, escape_href, escape_text};
use crate::document::outline::{LinkKind, RawLink};
use crate::source::Span;

/// A link whose end was not reached.
pub(super) struct OpenLink {
    written: WrittenLink,
    /// Whether what it leads to gives it its text.
    pub(super) is_named_by_target: bool,
    /// Whether its words are those of `[[term:words]]`.
    pub(super) is_bare_term: bool,
    /// Where its words start in the HTML.
    inner: usize,
    /// What it leads to, when that is certainly no part of the handbook.
    outside: Option<Box<str>>,
}

/// An image whose end was not reached: its alternative text is being collected.
pub(super) struct OpenImage {
    pub(super) alt: String,
    depth: i32,
    title: String,
    /// Whether the title stands below it.
    is_figure: bool,
    written: WrittenLink,
    destination: String,
}

/// How a link stands in the text.
struct WrittenLink {
    link_type: LinkType,
    /// The label of a reference link.
    label: String,
    /// Index of the noted link, if it may lead into the handbook.
    noted: Option<u32>,
    /// Whether its scheme can run code.
    unsafe_scheme: bool,
}

/// Returns whether a destination may lead into the handbook: it has no scheme and names no host.
pub(super) fn leads_inside(destination: &str) -> bool {
    !destination.is_empty() && !destination.starts_with("//") && scheme(destination).is_none()
}

/// Returns the scheme of an address (RFC 3986, section 3.1), without the colon.
fn scheme(address: &str) -> Option<&str> {
    let end = address.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))?;
    let is_scheme = address[end..].starts_with(':') && address.starts_with(|c: char| c.is_ascii_alphabetic());
    is_scheme.then(|| &address[..end])
}

/// Returns whether following the address could run code, as browsers read it: they drop control
/// characters and blanks before they look at the scheme.
fn can_run_code(address: &str, raw_html: RawHtml) -> bool {
    if !address.contains(':') {
        return false;
    }
    let plain: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(64).collect();
    let Some(scheme) = scheme(&plain) else { return false };
    let scheme = scheme.to_ascii_lowercase();
    match raw_html {
        RawHtml::Escape => !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel"),
        RawHtml::Keep => {
            matches!(scheme.as_str(), "javascript" | "vbscript")
                || (scheme == "data" && !plain.to_ascii_lowercase().starts_with("data:image/"))
        }
    }
}

impl Writer<'_> {
    pub(super) fn open_link(&mut self, link_type: LinkType, destination: &str, title: &str, label: &str) {
        let destination = match link_type {
            LinkType::WikiLink { has_pothole: true } => without_escape(destination),
            _ => destination,
        };
        let written = self.written_link(link_type, destination, label, link_kind(link_type));
        self.push("<a");
        let is_term = destination.trim_start().starts_with("term:");
        if let Some(link) = written.noted.filter(|_| is_term && link_kind(link_type) == LinkKind::Wiki) {
            self.slot(SlotKind::TermNote(link));
        }
        self.push(" href=\"");
        match written.noted {
            Some(link) => self.slot(SlotKind::Href(link)),
            None if written.unsafe_scheme => {}
            None => {
                if link_type == LinkType::Email {
                    self.push("mailto:");
                }
                escape_href(destination, &mut self.out.html);
            }
        }
        if !title.is_empty() {
            self.push("\" title=\"");
            escape_attribute(title, &mut self.out.html);
        }
        self.push("\">");
        // `[[ladder:staff]]` reads as the title of the level, `[[ladder:staff|Staff]]` as written; a path
        // or a heading as what it leads to, a title as the author writes it.
        let has_own_text = !matches!(link_type, LinkType::WikiLink { has_pothole: false });
        let is_no_title = destination.starts_with("ladder:")
            || destination.contains(['/', '#'])
            || destination.trim_end().ends_with(".md");
        let is_bare_term = !has_own_text && is_term;
        let is_named_by_target = !has_own_text && is_no_title && !is_term;
        if let Some(link) = written.noted.filter(|_| is_named_by_target) {
            self.write_name(link);
        }
        let outside = (written.noted.is_none() && !written.unsafe_scheme).then(|| destination.into());
        let inner = self.out.html.len();
        self.links.push(OpenLink { written, is_named_by_target, is_bare_term, inner, outside });
    }

    /// Returns text as it is written in the link that is open, if any: `[[term:words]]` without its prefix.
    pub(super) fn words_in_link(&self, text: String) -> String {
        match self.links.last() {
            Some(link) if link.is_bare_term => {
                text.trim().trim_start_matches("term:").trim_start().to_owned()
            }
            _ => text,
        }
    }

    /// Writes what a link without words leads to.
    fn write_name(&mut self, link: u32) {
        self.slot(SlotKind::ReferenceText(link));
        self.summary.push_name(link);
        if self.heading.is_none() {
            self.plain.name_here(link);
        }
    }

    pub(super) fn close_link(&mut self, range: Range<usize>, definitions: &RefDefs<'_>) {
        let Some(open) = self.links.pop() else { return };
        if self.dialect.is_some() && self.out.html.len() == open.inner && !open.is_named_by_target {
            // Nobody can follow a link without words.
            match (open.written.noted, &open.outside) {
                (Some(link), _) => self.write_name(link),
                (None, Some(address)) => escape_text(address, &mut self.out.html),
                (None, None) => {}
            }
        }
        self.push("</a>");
        if let Some(link) = open.written.noted {
            self.end_words(link);
        }
        self.place(&open.written, range, definitions);
    }

    pub(super) fn open_image(&mut self, link_type: LinkType, destination: &str, title: &str, label: &str) {
        let written = self.written_link(link_type, destination, label, LinkKind::Image);
        self.image = Some(OpenImage {
            alt: String::new(),
            depth: 1,
            title: title.to_owned(),
            is_figure: false,
            written,
            destination: destination.to_owned(),
        });
    }

    /// Makes a figure of the paragraph when the image that was just opened is all of it and has a title,
    /// which becomes the caption. Titles of images are shown to a pointer only, and captions to everybody.
    /// `range` is the image in the body.
    pub(super) fn open_figure(&mut self, range: Range<usize>) {
        let is_page = self.dialect.is_some() && self.recorder.is_none() && !self.is_snippet;
        let is_alone = range.end == self.paragraph_end && self.out.html.ends_with("<p>");
        let Some(image) = self.image.as_mut().filter(|image| !image.title.trim().is_empty()) else { return };
        if is_page && is_alone {
            image.is_figure = true;
            self.is_figure = true;
            self.out.html.truncate(self.out.html.len() - "<p>".len());
            self.push("<figure>");
        }
    }

    /// Counts images inside an image's alternative text; returns how deep the writer is now.
    pub(super) fn image_depth(&mut self, change: i32) -> i32 {
        let Some(image) = &mut self.image else { return 0 };
        image.depth += change;
        image.depth
    }

    pub(super) fn close_image(&mut self, range: Range<usize>, definitions: &RefDefs<'_>) {
        let Some(image) = self.image.take() else { return };
        let start = self.out.html.len();
        self.push("<img src=\"");
        match image.written.noted {
            Some(link) => self.slot(SlotKind::Href(link)),
            None if image.written.unsafe_scheme => {}
            None => escape_href(&image.destination, &mut self.out.html),
        }
        self.push("\" alt=\"");
        escape_attribute(&image.alt, &mut self.out.html);
        self.push("\"");
        if !image.title.is_empty() && !image.is_figure {
            self.push(" title=\"");
            escape_attribute(&image.title, &mut self.out.html);
            self.push("\"");
        }
        if self.dialect.is_some() {
            if let Some(link) = image.written.noted {
                self.slot(SlotKind::ImageSize(link));
            }
            self.push(" loading=\"lazy\" decoding=\"async\"");
        }
        self.push(" />");
        self.note_words(&image.alt, start, Words::Closed);
        if image.is_figure {
            self.close_figure(&image.title);
        }
        if let Some(link) = image.written.noted {
            self.end_words(link);
        }
        self.place(&image.written, range, definitions);
    }

    fn close_figure(&mut self, caption: &str) {
        let start = self.out.html.len();
        self.push("<figcaption>");
        escape_text(caption, &mut self.out.html);
        self.push("</figcaption>");
        self.outline.words += count_words(caption);
        self.note_words(&format!(" {caption}"), start, Words::Closed);
    }

    /// Adds a link to the outline; returns its index.
    pub(super) fn note_link(&mut self, link: RawLink) -> u32 {
        self.outline.links.push(link);
        let number = u32::try_from(self.outline.links.len() - 1);
        let number = number.expect("a source of 64 MiB has fewer than 2^32 links");
        if !self.footnotes.is_outside() {
            self.plain.link_in_note(number);
        }
        number
    }

    fn written_link(
        &mut self,
        link_type: LinkType,
        destination: &str,
        label: &str,
        kind: LinkKind,
    ) -> WrittenLink {
        let raw_html = self.dialect.map(|config| config.raw_html);
        let is_wiki = kind == LinkKind::Wiki;
        let unsafe_scheme = raw_html.is_some_and(|raw_html| {
            link_type != LinkType::Email && !is_wiki && can_run_code(destination, raw_html)
        });
        // What browsers take for a scheme once they have dropped control characters leads nowhere.
        let inside = raw_html.is_some()
            && link_type != LinkType::Email
            && !unsafe_scheme
            && (is_wiki || leads_inside(destination));
        // The place is known when the end of the link is reached.
        let here = self.plain.here();
        let span = Span::new(0, 0);
        let link = RawLink { destination: destination.into(), span, kind, words: here..here };
        WrittenLink {
            link_type,
            label: label.to_owned(),
            noted: inside.then(|| self.note_link(link)),
            unsafe_scheme,
        }
    }

    /// Fills in where the destination of a link stands, now that all of it was read.
    fn place(&mut self, written: &WrittenLink, range: Range<usize>, definitions: &RefDefs<'_>) {
        if let Some(recorder) = &mut self.recorder
            && let LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut = written.link_type
            && let Some(definition) = definitions.get(&written.label)
        {
            let end = self.last_end.clamp(range.start, range.end)..range.end;
            recorder.inline_definition(end, self.body, &self.body[definition.span.clone()]);
        }
        if written.noted.is_none() && !written.unsafe_scheme {
            return;
        }
        let place = match written.link_type {
            LinkType::Inline => {
                inline_destination(self.body, self.last_end.clamp(range.start, range.end), range)
            }
            LinkType::WikiLink { .. } => wiki_destination(self.body, range),
            _ => definitions
                .get(&written.label)
                .map_or(range, |definition| defined_destination(self.body, definition.span.clone())),
        };
        let span = Span::from(place).shifted(self.start);
        if let Some(link) = written.noted {
            self.outline.links[link as usize].span = span;
        }
        if written.unsafe_scheme {
            let report =
                Diagnostic::new(Code::LinkUnsafeScheme, "this link could run code, so it is not published");
            self.diagnostics.push(
                report
                    .at(span, "")
                    .help("use `https:`, `http:`, `mailto:`, `tel:` or a path of the handbook"),
            );
        }
    }
}

fn link_kind(link_type: LinkType) -> LinkKind {
    match link_type {
        LinkType::WikiLink { .. } => LinkKind::Wiki,
        _ => LinkKind::Link,
    }
}

/// Finds the destination of `[text](destination "title")`. `inner_end` is where the text ends.
fn inline_destination(body: &str, inner_end: usize, range: Range<usize>) -> Range<usize> {
    match body[inner_end..range.end].find("](") {
        Some(at) => destination_at(body, inner_end + at + 2, range.end),
        None => range,
    }
}

/// Finds the destination of `[label]: destination "title"`.
fn defined_destination(body: &str, range: Range<usize>) -> Range<usize> {
    match body[range.clone()].find("]:") {
        Some(at) => destination_at(body, range.start + at + 2, range.end),
        None => range,
    }
}

/// Finds what is written between `[[` and `|` or `]]`.
fn wiki_destination(body: &str, range: Range<usize>) -> Range<usize> {
    let inner = range.start + 2..range.end.saturating_sub(2).max(range.start + 2);
    match body.get(inner.clone()).and_then(|text| text.find('|')) {
        Some(bar) => inner.start..inner.start + without_escape(&body[inner][..bar]).len(),
        None => inner,
    }
}

/// In a table the bar of `[[page\|words]]` has to be escaped; the backslash is none of the name.
fn without_escape(name: &str) -> &str {
    name.strip_suffix('\\').unwrap_or(name)
}

/// Reads a link destination (CommonMark, section 6.3) that starts at or after `from`.
fn destination_at(body: &str, from: usize, to: usize) -> Range<usize> {
    let text = &body[from..to];
    let start = text.find(|c: char| !c.is_ascii_whitespace() && c != '>').unwrap_or(text.len());
    let start = if text[start..].starts_with('<') { start + 1 } else { start };
    let pointed = start > 0 && text.as_bytes()[start - 1] == b'<';
    let mut depth = 0_u32;
    let mut escaped = false;
    for (at, c) in text[start..].char_indices() {
        let ends = match c {
            _ if escaped => false,
            '>' => pointed,
            '(' if !pointed => {
                depth += 1;
                false
            }
            ')' if !pointed => {
                let unbalanced = depth == 0;
                depth = depth.saturating_sub(1);
                unbalanced
            }
            c => !pointed && c.is_ascii_whitespace(),
        };
        escaped = c == '\\' && !escaped;
        if ends {
            return from + start..from + start + at;
        }
    }
    from + start..to
}
