//! A file's HTML with open places.

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
    /// What a directive is replaced by. Numbers index
    /// [`Outline::directives`](super::outline::Outline::directives).
    Directive(u32),
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
}
