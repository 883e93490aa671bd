//! Which links lead to a chapter.
//!
//! The index is made once per handbook, when a page first asks for it, and costs as much as there are
//! links. It holds numbers only: words and titles are read when a page shows them.

use super::chapter::{ChapterId, DocumentId};
use super::name::fragment;
use super::{Handbook, Target};
use crate::document::outline::LinkKind;

/// A link to a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The chapter that it stands in.
    pub chapter: ChapterId,
    /// The document that it stands in.
    pub document: DocumentId,
    /// Its number in the outline of that document.
    pub link: u32,
}

/// The links to each chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Backlinks {
    /// Where the links to each chapter begin, and after them the end; empty when nothing is known.
    starts: Vec<u32>,
    /// By chapter that they lead to, then by place in reading order.
    mentions: Vec<Mention>,
}

impl Backlinks {
    fn new(handbook: &Handbook) -> Self {
        let mut sources: Vec<(ChapterId, DocumentId)> =
            handbook.shelf.stand_ins.iter().map(|(d, c)| (*c, *d)).collect();
        sources.extend(
            handbook
                .chapters
                .iter()
                .enumerate()
                .filter_map(|(index, chapter)| Some((ChapterId::new(index), chapter.document?))),
        );
        sources.sort_unstable();
        let mut starts = vec![0_u32; handbook.chapters.len() + 1];
        each(handbook, &sources, |id, _| starts[id.index() + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let nowhere = Mention { chapter: ChapterId::HOME, document: DocumentId::new(0), link: 0 };
        let mut mentions = vec![nowhere; starts.last().map_or(0, |end| *end as usize)];
        let mut next = starts.clone();
        each(handbook, &sources, |id, mention| {
            let at = &mut next[id.index()];
            mentions[*at as usize] = mention;
            *at += 1;
        });
        Self { starts, mentions }
    }

    fn of(&self, id: ChapterId) -> &[Mention] {
        match self.starts.get(id.index()..id.index() + 2) {
            Some([start, end]) => &self.mentions[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Calls `found` with every link from one chapter to another.
fn each(handbook: &Handbook, sources: &[(ChapterId, DocumentId)], mut found: impl FnMut(ChapterId, Mention)) {
    for (chapter, document) in sources {
        for (link, target) in handbook.targets(*document).iter().enumerate() {
            let Target::Chapter { id, .. } = target else { continue };
            let raw = &handbook.documents[document.index()].file.outline.links[link];
            if id != chapter && raw.kind != LinkKind::Include {
                let link = u32::try_from(link).expect("a source has fewer than 2^32 links");
                found(*id, Mention { chapter: *chapter, document: *document, link });
            }
        }
    }
}

impl Handbook {
    /// Returns the links from other chapters to this one, in reading order; none while only the heads of
    /// files are known.
    pub fn mentions(&self, id: ChapterId) -> &[Mention] {
        if !self.is_whole {
            return &[];
        }
        self.backlinks.get_or_init(|| Backlinks::new(self)).of(id)
    }

    /// Returns the anchor that a mention leads to; empty for the page as a whole.
    pub fn anchor_of(&self, mention: Mention) -> String {
        match &self.targets(mention.document)[mention.link as usize] {
            Target::Chapter { suffix, .. } => fragment(suffix),
            _ => String::new(),
        }
    }
}
