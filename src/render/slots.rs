//! What goes into the open places of a document's HTML, as seen from a page.

use super::chapter::From;
use crate::document::body::SlotKind;
use crate::document::html;
use crate::document::outline::RawLink;
use crate::handbook::{ChapterId, DocumentId, Target};
use crate::site::Site;

/// A document whose text is being written onto a page.
pub(super) struct Slots<'a> {
    pub(super) site: &'a Site,
    pub(super) from: &'a From<'a>,
    pub(super) document: DocumentId,
    /// Where the document's own anchors are, when that is not the page being written.
    pub(super) home: Option<ChapterId>,
}

impl Slots<'_> {
    /// Writes an address or the size of an image. Directives, parts of other pages and notes of terms are
    /// the caller's.
    pub(super) fn fill(&self, slot: SlotKind, out: &mut String) {
        let links = &self.site.handbook.documents[self.document.index()].file.outline.links;
        let targets = self.site.handbook.targets(self.document);
        match slot {
            SlotKind::Href(link) => self.href(&links[link as usize], &targets[link as usize], out),
            SlotKind::ImageSize(link) => self.size(&targets[link as usize], out),
            SlotKind::ReferenceText(link) => {
                html::escape_text(&self.site.handbook.name_of(self.document, link as usize), out);
            }
            SlotKind::Directive(_) | SlotKind::Include(_) | SlotKind::TermNote(_) => {}
        }
    }

    fn href(&self, link: &RawLink, target: &Target, out: &mut String) {
        let pages = &self.site.pages;
        let (route, suffix) = match target {
            Target::Chapter { id, suffix } => (Some(pages.chapter(*id)), suffix),
            Target::Special { id, suffix } => (Some(pages.special(*id)), suffix),
            Target::Asset { index, suffix } => (pages.asset(*index as usize), suffix),
            Target::Here { suffix } => match self.home {
                Some(home) => (Some(pages.chapter(home)), suffix),
                None if suffix.is_empty() => return out.push('#'),
                None => return html::escape_href(suffix, out),
            },
            Target::Broken => return write_broken(&link.destination, out),
        };
        match route {
            Some(route) => {
                out.push_str(&self.from.href(route));
                html::escape_href(suffix, out);
            }
            None => write_broken(&link.destination, out),
        }
    }

    fn size(&self, target: &Target, out: &mut String) {
        let Target::Asset { index, .. } = target else { return };
        if let Some(size) = self.site.handbook.assets[*index as usize].size {
            out.push_str(&format!(" width=\"{}\" height=\"{}\"", size.width, size.height));
        }
    }
}

/// Writes a destination that leads nowhere as it was written, but never as one with a scheme: a
/// wikilink may be called `javascript:…`.
fn write_broken(destination: &str, out: &mut String) {
    if destination.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
        out.push_str("./");
    }
    html::escape_href(destination, out);
}
