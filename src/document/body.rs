//! A file's HTML with open places.

use std::ops::Range;

/// What the mark of a footnote begins with.
pub const NOTE_MARK: &str = "<sup class=\"footnote-ref\">";

/// The HTML of one file as one string, and what is still missing from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML that is complete except for the slots.
    pub html: String,
    /// The open places, by rising offset.
    pub slots: Vec<Slot>,
}

/// A place in a body that rendering fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Where its text goes, as a byte offset into the HTML.
    pub offset: u32,
    /// What goes there.
    pub kind: SlotKind,
}

/// What fills a slot. Unless said otherwise numbers index [`Outline::links`](super::outline::Outline::links).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// The address of a link, between the quotes of an attribute.
    Href(u32),
    /// ` width="…" height="…"` of a local image, or nothing.
    ImageSize(u32),
    /// What a link without words of its own is called.
    ReferenceText(u32),
    /// What a link to a term says of itself besides where it leads, as attributes with a blank before each.
    TermNote(u32),
    /// The part of a page that a link of an `{include}` block asks for.
    Include(u32),
    /// What a directive is replaced by. Numbers index
    /// [`Outline::directives`](super::outline::Outline::directives).
    Directive(u32),
}

impl SlotKind {
    /// Returns the number of the link that it is about.
    pub fn link(self) -> Option<u32> {
        match self {
            Self::Href(link)
            | Self::ImageSize(link)
            | Self::ReferenceText(link)
            | Self::TermNote(link)
            | Self::Include(link) => Some(link),
            Self::Directive(_) => None,
        }
    }

    /// Returns the same for the link that has another number now.
    #[must_use]
    pub fn renumbered(self, number: impl FnOnce(u32) -> u32) -> Self {
        match self {
            Self::Href(link) => Self::Href(number(link)),
            Self::ImageSize(link) => Self::ImageSize(number(link)),
            Self::ReferenceText(link) => Self::ReferenceText(number(link)),
            Self::TermNote(link) => Self::TermNote(number(link)),
            Self::Include(link) => Self::Include(number(link)),
            Self::Directive(_) => self,
        }
    }
}

impl Body {
    /// Appends the HTML to `out`, calling `fill` to write what goes into each slot.
    pub fn fill(&self, out: &mut String, mut fill: impl FnMut(SlotKind, &mut String)) {
        out.reserve(self.html.len() + self.slots.len() * 24);
        let mut copied = 0;
        for slot in &self.slots {
            out.push_str(&self.html[copied..slot.offset as usize]);
            copied = slot.offset as usize;
            fill(slot.kind, out);
        }
        out.push_str(&self.html[copied..]);
    }

    /// As [`Body::fill`], for these bytes of the HTML only, in the order given.
    ///
    /// # Panics
    /// If a range ends past the HTML or inside of a character.
    pub fn fill_ranges(
        &self,
        ranges: &[Range<u32>],
        out: &mut String,
        mut fill: impl FnMut(SlotKind, &mut String),
    ) {
        for range in ranges {
            let mut copied = range.start as usize;
            let first = self.slots.partition_point(|slot| slot.offset < range.start);
            for slot in self.slots[first..].iter().take_while(|slot| slot.offset < range.end) {
                out.push_str(&self.html[copied..slot.offset as usize]);
                copied = slot.offset as usize;
                fill(slot.kind, out);
            }
            out.push_str(&self.html[copied..range.end as usize]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_filled_like_the_whole() {
        let slot = |offset, link| Slot { offset, kind: SlotKind::Href(link) };
        let body =
            Body { html: "<a=\"\">x</a><a=\"\">y</a>".to_owned(), slots: vec![slot(4, 0), slot(15, 1)] };
        let fill = |kind, out: &mut String| {
            let SlotKind::Href(link) = kind else { return };
            out.push_str(&link.to_string());
        };
        let mut all = String::new();
        body.fill(&mut all, fill);
        let mut parts = String::new();
        body.fill_ranges(&[0..11, 11..22], &mut parts, fill);
        assert_eq!(parts, all);
        parts.clear();
        body.fill_ranges(&[11..17, 17..22], &mut parts, fill);
        assert_eq!(parts, "<a=\"1\">y</a>");
    }
}
