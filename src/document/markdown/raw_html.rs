//! Raw HTML: passed through or escaped, with its links and anchors noted.

use crate::config::RawHtml;
use crate::document::body::SlotKind;
use crate::document::html::{self, UrlKind};
use crate::document::outline::{LinkKind, RawLink};
use crate::source::Span;

use super::links::leads_inside;
use super::writer::Writer;

/// Raw HTML that belongs together, and where its lines stand in the file: in a quote or a list
/// item its lines are not neighbours there.
#[derive(Default)]
pub(super) struct RawChunk {
    html: String,
    /// Offset in `html`, offset in the file; rising.
    lines: Vec<(usize, usize)>,
}

impl RawChunk {
    pub(super) fn push(&mut self, line: &str, at: usize) {
        self.lines.push((self.html.len(), at));
        self.html.push_str(line);
    }

    /// Returns what it says to readers, who see the tags if they are `escaped`.
    pub(super) fn words(&self, escaped: bool) -> String {
        if escaped { self.html.clone() } else { html::words(&self.html) }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let line = self.lines.partition_point(|(offset, _)| *offset <= range.start).saturating_sub(1);
        let (offset, at) = self.lines.get(line).copied().unwrap_or((0, 0));
        let start = at + (range.start - offset);
        Span::new(start, start + range.len())
    }
}

impl Writer<'_> {
    pub(super) fn write_raw(&mut self, chunk: &RawChunk) {
        match self.dialect {
            None => self.push(&chunk.html),
            Some(config) if config.raw_html == RawHtml::Escape => {
                html::escape_text(&chunk.html, &mut self.out.html)
            }
            Some(_) => self.write_live(chunk),
        }
    }

    fn write_live(&mut self, chunk: &RawChunk) {
        let mut written = 0;
        let mut last = None;
        for tag in html::tags(&chunk.html) {
            let mut declared: Option<&str> = None;
            for anchor in html::anchors(&tag) {
                // `<a id="x" name="x">` is one anchor.
                if declared != Some(anchor.value) {
                    declared = Some(anchor.value);
                    self.declare(&html::decode(anchor.value), chunk.span(anchor.value_range));
                }
            }
            for url in html::url_attributes(&tag) {
                let destination = html::decode(url.url);
                if !leads_inside(&destination) {
                    continue;
                }
                let kind = match url.kind {
                    UrlKind::Link => LinkKind::Link,
                    _ if tag.is("img") => LinkKind::Image,
                    _ => LinkKind::Resource,
                };
                let span = chunk.span(url.url_range.clone());
                let here = self.plain.here();
                let words = here..here;
                let link = self.note_link(RawLink { destination: destination.into(), span, kind, words });
                last = Some(link).filter(|_| tag.is("a")).or(last);
                if url.url_range.start >= written {
                    self.push(&chunk.html[written..url.url_range.start]);
                    self.slot(SlotKind::Href(link));
                    written = url.url_range.end;
                }
            }
        }
        self.push(&chunk.html[written..]);
        self.note_raw(&chunk.html, last);
    }
}
