//! Which chapters the texts of a handbook lead to.
//!
//! Navigation and generated views are left out: a page to which only they lead is one that no
//! author has thought of. Everything here is linear in chapters and links.

use super::chapter::{ChapterId, DocumentId};
use super::{Handbook, Target};
use crate::document::outline::LinkKind;

/// The links between chapters, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    out: Rows,
    into: Rows,
}

/// For each chapter some others, by rising id.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rows {
    /// Where the chapters of each begin; one more than there are chapters.
    starts: Vec<u32>,
    chapters: Vec<ChapterId>,
}

impl Rows {
    fn of(&self, id: ChapterId) -> &[ChapterId] {
        &self.chapters[self.starts[id.index()] as usize..self.starts[id.index() + 1] as usize]
    }

    /// The same pairs the other way round.
    fn inverted(&self) -> Self {
        let count = self.starts.len() - 1;
        let mut starts = vec![0u32; count + 1];
        for to in &self.chapters {
            starts[to.index() + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut chapters = vec![ChapterId::HOME; self.chapters.len()];
        for from in 0..count {
            for to in self.of(ChapterId::new(from)) {
                let place = &mut next[to.index()];
                chapters[*place as usize] = ChapterId::new(from);
                *place += 1;
            }
        }
        Self { starts, chapters }
    }
}

impl Graph {
    /// Follows every link of the handbook's texts.
    pub fn of(handbook: &Handbook) -> Self {
        let mut texts: Vec<(ChapterId, DocumentId)> = Vec::with_capacity(handbook.documents.len());
        texts.extend(handbook.shelf.stand_ins.iter().map(|(document, chapter)| (*chapter, *document)));
        let own = handbook.chapters.iter().enumerate();
        texts.extend(own.filter_map(|(at, chapter)| Some((ChapterId::new(at), chapter.document?))));
        texts.sort_unstable();
        let mut starts = vec![0u32];
        let mut chapters: Vec<ChapterId> = Vec::new();
        let mut texts = texts.into_iter().peekable();
        for index in 0..handbook.chapters.len() {
            let id = ChapterId::new(index);
            let start = chapters.len();
            while let Some((_, document)) = texts.next_if(|(chapter, _)| *chapter == id) {
                let linked = handbook.linked(document).chain(handbook.stops_shown(document));
                chapters.extend(linked.filter(|to| *to != id));
            }
            chapters[start..].sort_unstable();
            dedup_from(&mut chapters, start);
            starts.push(u32::try_from(chapters.len()).expect("fewer than 2^32 links"));
        }
        let out = Rows { starts, chapters };
        let into = out.inverted();
        Self { out, into }
    }

    /// A graph of a handbook whose links are not known.
    pub fn without_links(handbook: &Handbook) -> Self {
        let none = Rows { starts: vec![0; handbook.chapters.len() + 1], chapters: Vec::new() };
        Self { out: none.clone(), into: none }
    }

    /// Returns the chapters that the text of a chapter leads to, in reading order.
    pub fn targets(&self, id: ChapterId) -> &[ChapterId] {
        self.out.of(id)
    }

    /// Returns the chapters whose texts lead to a chapter, in reading order.
    pub fn sources(&self, id: ChapterId) -> &[ChapterId] {
        self.into.of(id)
    }

    /// Returns how many links there are.
    pub fn len(&self) -> usize {
        self.out.chapters.len()
    }

    /// Returns whether there is no link.
    pub fn is_empty(&self) -> bool {
        self.out.chapters.is_empty()
    }
}

/// Removes what is there twice in a row, from a place on.
fn dedup_from(chapters: &mut Vec<ChapterId>, start: usize) {
    let mut kept = start;
    for at in start..chapters.len() {
        if kept == start || chapters[kept - 1] != chapters[at] {
            chapters[kept] = chapters[at];
            kept += 1;
        }
    }
    chapters.truncate(kept);
}

impl Handbook {
    /// Returns the chapters that readers can go to by the links of a document, in their order.
    fn linked(&self, id: DocumentId) -> impl Iterator<Item = ChapterId> {
        let links = &self.documents[id.index()].file.outline.links;
        links.iter().zip(self.targets(id)).filter_map(|(link, target)| match target {
            Target::Chapter { id, .. } if !matches!(link.kind, LinkKind::Image | LinkKind::Resource) => {
                Some(*id)
            }
            _ => None,
        })
    }

    /// Returns the part at the top level that holds a chapter, or is it; the home page for itself and
    /// for pages that lie in no part.
    pub fn section_of(&self, id: ChapterId) -> ChapterId {
        let up = std::iter::successors(Some(id), |id| self.chapter(*id).parent);
        let top = up.take_while(|id| *id != ChapterId::HOME).last();
        top.filter(|id| self.chapter(*id).is_part).unwrap_or(ChapterId::HOME)
    }

    /// Returns the chapters that stand for themselves on a map: pages that somebody wrote.
    pub fn written(&self) -> impl Iterator<Item = ChapterId> {
        let chapters = self.chapters.iter().enumerate();
        chapters.filter(|(_, chapter)| chapter.document.is_some()).map(|(at, _)| ChapterId::new(at))
    }

    /// Returns the written chapters that no text leads to, in reading order. A reader finds them by
    /// the navigation only.
    pub fn orphans(&self, graph: &Graph) -> Vec<ChapterId> {
        let is_orphan = |id: &ChapterId| {
            // The levels and competencies of a ladder are led to by its first page.
            let is_shown = self.chapter(*id).view.is_some();
            *id != ChapterId::HOME && !is_shown && graph.sources(*id).is_empty()
        };
        self.written().filter(is_orphan).collect()
    }

    /// Returns the written chapters whose text leads nowhere, in reading order. Those that list what
    /// is in them, and views, lead on by themselves.
    pub fn dead_ends(&self, graph: &Graph) -> Vec<ChapterId> {
        let is_dead_end = |id: &ChapterId| {
            let chapter = self.chapter(*id);
            chapter.view.is_none() && chapter.children.is_empty() && graph.targets(*id).is_empty()
        };
        self.written().filter(is_dead_end).collect()
    }

    /// Returns at most `count` chapters that the most others lead to, most first.
    pub fn most_linked(&self, graph: &Graph, count: usize) -> Vec<ChapterId> {
        let mut linked: Vec<ChapterId> = (0..self.chapters.len())
            .map(ChapterId::new)
            .filter(|id| !graph.sources(*id).is_empty())
            .collect();
        linked.sort_by_key(|id| (std::cmp::Reverse(graph.sources(*id).len()), *id));
        linked.truncate(count);
        linked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::tests::handbook;

    fn keys(handbook: &Handbook, ids: &[ChapterId]) -> Vec<String> {
        ids.iter().map(|id| handbook.chapter(*id).key.as_str().to_owned()).collect()
    }

    #[test]
    fn links_are_counted_once_and_both_ways() {
        let handbook = handbook(&[
            ("content/index.md", "[a](a.md) [b](b.md)\n"),
            ("content/a.md", "[b](b.md) [again](b.md#top) [self](a.md) ![not a link](b.md)\n"),
            ("content/b.md", "Nothing.\n"),
            ("content/c.md", "[b](b.md)\n"),
            ("content/part/d.md", "[d](../c.md)\n"),
        ])
        .value;
        let graph = Graph::of(&handbook);
        let id = |key: &str| {
            let at = handbook.chapters.iter().position(|chapter| chapter.key.as_str() == key);
            ChapterId::new(at.unwrap())
        };
        assert_eq!(keys(&handbook, graph.targets(id("a"))), ["b"]);
        assert_eq!(keys(&handbook, graph.sources(id("b"))), ["", "a", "c"]);
        assert_eq!(graph.len(), 5);
        assert_eq!(keys(&handbook, &handbook.orphans(&graph)), ["part/d"]);
        assert_eq!(keys(&handbook, &handbook.dead_ends(&graph)), ["b"]);
        assert_eq!(keys(&handbook, &handbook.most_linked(&graph, 2)), ["b", "a"]);
        assert_eq!(handbook.section_of(id("part/d")), id("part"));
        assert_eq!(handbook.section_of(id("a")), ChapterId::HOME);
    }
}
