//! Headings and anchors.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::writer::Writer;
use crate::config::SlugRule;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html::{self, escape_attribute};
use crate::document::outline::{Anchor, Heading, Outline};
use crate::document::slug::slug;
use crate::source::Span;

/// A heading whose end was not reached.
pub(super) struct OpenHeading {
    pub(super) level: u8,
    pub(super) text: String,
    /// `{#id}`, and where the heading stands.
    pub(super) id: Option<(String, Span)>,
    pub(super) classes: String,
    /// Where its HTML starts.
    pub(super) offset: usize,
}

impl Writer<'_> {
    pub(super) fn open_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        classes: &[pulldown_cmark::CowStr<'_>],
        range: Range<usize>,
    ) {
        self.fresh_line();
        let level = level as u8;
        if level == 1 && self.outline.headings.is_empty() && self.out.html.trim().is_empty() {
            self.outline.starts_with_title = true;
        }
        let id = id.filter(|id| !id.is_empty()).map(|id| {
            let written = &self.body[range.clone()];
            let at = written
                .rfind(id.as_str())
                .map_or(range.clone(), |at| range.start + at..range.start + at + id.len());
            (id, Span::from(at).shifted(self.start))
        });
        let classes = classes.join(" ");
        self.heading =
            Some(OpenHeading { level, text: String::new(), id, classes, offset: self.out.html.len() });
    }

    pub(super) fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let level = heading.level;
        let inner = self.out.html.split_off(heading.offset);
        let Some(config) = self.dialect.filter(|_| !self.is_snippet) else {
            self.push(&format!("<h{level}>{inner}</h{level}>\n"));
            return;
        };
        let anchor = match heading.id {
            Some((id, span)) => {
                self.slugger.reserve(&id);
                self.declare(&id, span);
                id
            }
            None => self.slugger.unique(heading_slug(&heading.text, config.slugs)),
        };
        self.push(&format!("<h{level} id=\""));
        escape_attribute(&anchor, &mut self.out.html);
        if !heading.classes.is_empty() {
            self.push("\" class=\"");
            escape_attribute(&heading.classes, &mut self.out.html);
        }
        self.push("\">");
        let shift = self.out.html.len() - heading.offset;
        for slot in self.out.slots.iter_mut().rev().take_while(|slot| slot.offset as usize >= heading.offset)
        {
            slot.offset += u32::try_from(shift).expect("a heading's tag is short");
        }
        self.push(&inner);
        if level > 1 && !heading.text.trim().is_empty() {
            self.push("<a class=\"anchor\" href=\"");
            html::escape_href(&html::fragment(&anchor), &mut self.out.html);
            self.push("\" aria-label=\"Link to this section: ");
            escape_attribute(heading.text.trim(), &mut self.out.html);
            self.push("\"></a>");
        }
        self.push(&format!("</h{level}>\n"));
        self.outline.headings.push(Heading {
            level,
            text: heading.text.trim().into(),
            anchor: anchor.into(),
            is_searched: !heading.classes.split(' ').any(|class| class == "no-search"),
        });
        self.note_section(heading.offset);
    }

    /// Notes an anchor declared by hand.
    pub(super) fn declare(&mut self, name: &str, span: Span) {
        self.anchors.push(Anchor { name: name.into(), span });
    }
}

/// The anchor of a heading, before it is made unique.
fn heading_slug(text: &str, rule: SlugRule) -> String {
    let anchor = slug(text, rule);
    if anchor.is_empty() { "section".to_owned() } else { anchor }
}

/// The text of the first heading of level 1, or else of the first heading.
pub(super) fn title_of(outline: &Outline) -> Option<String> {
    let named = |heading: &&Heading| !heading.text.is_empty();
    let first = outline.headings.iter().filter(named).find(|heading| heading.level == 1);
    let heading = first.or_else(|| outline.headings.iter().find(named))?;
    Some(heading.text.to_string())
}

/// Reports each anchor that was declared before. Both declarations are in this file.
pub(super) fn duplicate_anchors(anchors: &[Anchor]) -> Vec<Diagnostic> {
    let mut seen = rustc_hash::FxHashMap::default();
    let mut reports = Vec::new();
    for anchor in anchors {
        match seen.get(&*anchor.name) {
            None => {
                seen.insert(&*anchor.name, anchor.span);
            }
            Some(first) => reports.push(
                Diagnostic::new(
                    Code::AnchorDuplicate,
                    format!("the anchor `{}` is declared twice", anchor.name),
                )
                .at(anchor.span, "declared again here")
                .also_at(*first, "first declared here")
                .help("rename or remove one of the two: a link can only lead to the first"),
            ),
        }
    }
    reports
}
