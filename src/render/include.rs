//! A part of another page, shown where a text asks for it.

use std::cell::Cell;
use std::ops::Range;

use super::chapter::From;
use super::slots::Slots;
use super::terms::Explainer;
use crate::document::body::{NOTE_MARK, SlotKind};
use crate::document::html::{self, escape_attribute, escape_text};
use crate::handbook::include::{MAX_DEPTH, Part};
use crate::handbook::{ChapterId, DocumentId};
use crate::site::Site;

/// The lowest level of headings.
const LOWEST: u8 = 6;

/// The most parts that one block shows, those inside of others included.
const MAX_PARTS: u32 = 200;

/// Writes parts of other pages onto a page.
pub(super) struct Includer<'a> {
    site: &'a Site,
    from: &'a From<'a>,
    /// The chapter whose page is written.
    page: ChapterId,
    explainer: &'a Explainer<'a, 'a>,
    /// How many further parts may be shown.
    left: Cell<u32>,
}

impl<'a> Includer<'a> {
    pub(super) fn new(
        site: &'a Site,
        from: &'a From<'a>,
        page: ChapterId,
        explainer: &'a Explainer<'a, 'a>,
    ) -> Self {
        Self { site, from, page, explainer, left: Cell::new(MAX_PARTS) }
    }

    /// Writes the part that a link of a document asks for, below headings of this level.
    pub(super) fn write(&self, document: DocumentId, link: u32, level: u8, out: &mut String) {
        self.write_within(&mut Vec::new(), (document, link), level, out);
    }

    fn write_within(
        &self,
        open: &mut Vec<(DocumentId, u32)>,
        link: (DocumentId, u32),
        level: u8,
        out: &mut String,
    ) {
        // Circles, and what is too deep, have been reported.
        let is_shown = |open: &[(DocumentId, u32)]| {
            !open.contains(&link) && open.len() < MAX_DEPTH && self.left.get() > 0
        };
        let Some(part) = self.site.handbook.included(link.0, link.1).filter(|_| is_shown(open)) else {
            return;
        };
        self.left.set(self.left.get() - 1);
        open.push(link);
        let file = &self.site.handbook.documents[part.document.index()].file;
        let mut inner = String::new();
        for section in &file.outline.sections[part.sections.clone()] {
            let heading = section.heading.and_then(|heading| file.outline.headings.get(heading as usize));
            let mut below = level;
            if let Some(heading) = heading {
                // The first is named by what stands before the block, or below it.
                let is_first = Some(&*heading.anchor) == part.anchor.as_deref();
                below = (level + heading.level.saturating_sub(part.level)).min(LOWEST);
                if !is_first {
                    inner.push_str(&format!("<h{below}>"));
                    escape_text(&heading.text, &mut inner);
                    inner.push_str(&format!("</h{below}>\n"));
                }
            }
            self.write_section(&part, &section.html, (below, &mut *open), &mut inner);
        }
        open.pop();
        let href = self.href(&part);
        out.push_str("<div class=\"included\">\n");
        out.push_str(&apart(&inner, &self.from.href(self.site.pages.chapter(part.chapter))));
        out.push_str("<p class=\"included-from\">From: <a href=\"");
        escape_attribute(&href, out);
        out.push_str("\">");
        escape_text(&self.name(&part), out);
        out.push_str("</a></p>\n</div>");
    }

    fn write_section(
        &self,
        part: &Part,
        range: &Range<u32>,
        (level, open): (u8, &mut Vec<(DocumentId, u32)>),
        out: &mut String,
    ) {
        let home = Some(part.chapter).filter(|chapter| *chapter != self.page);
        let slots = Slots { site: self.site, from: self.from, document: part.document, home };
        let is_view = self.site.handbook.chapter(part.chapter).view.is_some();
        let html = &self.site.handbook.documents[part.document.index()].file.body.html;
        let ranges = if is_view { without_marks(html, range) } else { vec![range.clone()] };
        for range in ranges {
            self.explainer.fill(part.document, range, out, |slot, out| match slot {
                SlotKind::Include(link) => self.write_within(open, (part.document, link), level, out),
                slot => slots.fill(slot, out),
            });
        }
    }

    fn href(&self, part: &Part) -> String {
        let mut href = self.from.href(self.site.pages.chapter(part.chapter));
        if let Some(anchor) = &part.anchor {
            href.push_str(&html::fragment(anchor));
        }
        href
    }

    fn name(&self, part: &Part) -> String {
        let handbook = &self.site.handbook;
        let title = &handbook.chapter(part.chapter).title;
        match &part.anchor {
            Some(anchor) => format!("{title}, {}", handbook.name_of_place(part.chapter, anchor)),
            None => title.to_string(),
        }
    }
}

/// Returns a part of a body without the marks of its footnotes: a page that is a view has no notes for them to
/// lead to.
fn without_marks(html: &str, range: &Range<u32>) -> Vec<Range<u32>> {
    let mut ranges = Vec::new();
    let mut rest = range.clone();
    while let Some((before, behind)) = html[rest.start as usize..rest.end as usize].split_once(NOTE_MARK)
        && let Some(end) = behind.find("</sup>")
    {
        let offset = |at: usize| u32::try_from(at).expect("it lies in a range of 32 bits");
        ranges.push(rest.start..rest.start + offset(before.len()));
        rest.start += offset(before.len() + NOTE_MARK.len() + end + "</sup>".len());
    }
    ranges.push(rest);
    ranges
}

/// Returns HTML for another page than the one it was written for: without anchors, which that page has,
/// and with links to them leading there.
fn apart(html: &str, home: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for tag in html::tags(html) {
        for attribute in tag.attributes() {
            let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
            if is("id") || (is("name") && tag.is("a")) {
                out.push_str(html[copied..attribute.range.start].trim_end_matches(' '));
                copied = attribute.range.end;
            } else if is("href") && attribute.value.starts_with('#') {
                out.push_str(&html[copied..attribute.value_range.start]);
                escape_attribute(home, &mut out);
                copied = attribute.value_range.start;
            }
        }
    }
    out.push_str(&html[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_stay_where_they_are() {
        assert_eq!(
            apart(
                "<li class=\"x\" id=\"a\">b <a id=c href=\"#d\">e</a> <a name='f' href=\"g#h\">i</a></li>",
                "../p/"
            ),
            "<li class=\"x\">b <a href=\"../p/#d\">e</a> <a href=\"g#h\">i</a></li>"
        );
        assert_eq!(apart("text", ""), "text");
    }

    #[test]
    fn marks_of_footnotes_are_left_out() {
        let html = "ab<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\">1</a></sup>c<sup>d</sup>";
        let range = 1..u32::try_from(html.len()).unwrap();
        let parts = without_marks(html, &range);
        let kept: Vec<&str> =
            parts.iter().map(|part| &html[part.start as usize..part.end as usize]).collect();
        assert_eq!(kept, ["b", "c<sup>d</sup>"]);
    }
}
