//! What is on a map: the pages of a part in groups, or only the groups where there are too many.

use std::collections::BTreeMap;

use super::Handbook;
use super::chapter::{Chapter, ChapterId};
use super::graph::Graph;

/// From how many pages on a map shows groups only: nobody finds anything among more.
pub const MAX_PAGES: usize = 240;

/// From how many pages on there is a map: nobody needs one of less.
const MIN_PAGES: usize = 8;

/// A map of one part of a handbook, or of all of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Map {
    /// What it shows; the home page stands for everything.
    pub part: ChapterId,
    /// The groups in reading order. The first one may be the part itself, with pages that lie in no part
    /// below it.
    pub groups: Vec<Group>,
    /// Whether pages are told apart.
    pub detail: Detail,
    /// Links between groups by index, with their number; each group to itself included.
    pub between: BTreeMap<(usize, usize), usize>,
}

/// What a map tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Every page.
    Pages,
    /// Groups of pages.
    Groups,
}

/// Pages that stand together on a map.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// The part that they lie in.
    pub part: ChapterId,
    /// In reading order.
    pub pages: Vec<ChapterId>,
    /// Whether the part has a map of its own.
    pub has_map: bool,
}

impl Handbook {
    /// Returns whether a chapter is on maps: somebody wrote it, or a text leads to it.
    fn is_on_maps(&self, graph: &Graph, id: ChapterId) -> bool {
        self.chapter(id).document.is_some() || !graph.sources(id).is_empty()
    }

    /// Returns the map of a part that has one.
    pub fn map(&self, graph: &Graph, part: ChapterId) -> Map {
        let detail = if is_small(&self.chapters, part) { Detail::Pages } else { Detail::Groups };
        let is_part = |id: &ChapterId| self.chapter(*id).is_part;
        let children = &self.chapter(part).children;
        let own = std::iter::once(part).chain(children.iter().copied().filter(|id| !is_part(id)));
        let mut groups = vec![Group { part, pages: own.collect(), has_map: false }];
        groups.extend(children.iter().copied().filter(is_part).map(|part| Group {
            part,
            pages: inside(&self.chapters, part).collect(),
            has_map: detail == Detail::Groups,
        }));
        for group in &mut groups {
            group.pages.retain(|id| self.is_on_maps(graph, *id));
        }
        groups.retain(|group| !group.pages.is_empty());
        let between = between(graph, &groups, self.chapters.len());
        Map { part, groups, detail, between }
    }
}

/// Returns the parts that have a map of their own: the whole handbook, and what lies in it as long as there
/// are too many pages to tell apart. It follows from the chapters alone, so that no link changes it.
pub(super) fn parts(chapters: &[Chapter]) -> Vec<ChapterId> {
    let written = chapters.iter().filter(|chapter| chapter.document.is_some()).count();
    if written < MIN_PAGES {
        return Vec::new();
    }
    let mut parts = vec![ChapterId::HOME];
    let mut at = 0;
    while let Some(part) = parts.get(at).copied() {
        at += 1;
        if !is_small(chapters, part) {
            let children = chapters[part.index()].children.iter().copied();
            parts.extend(children.filter(|child| chapters[child.index()].is_part));
        }
    }
    parts
}

/// Whether all pages of a part can be told apart on one map.
fn is_small(chapters: &[Chapter], part: ChapterId) -> bool {
    let written = inside(chapters, part).filter(|id| chapters[id.index()].document.is_some());
    written.take(MAX_PAGES + 1).count() <= MAX_PAGES
}

/// A part and everything in it: chapters are numbered in reading order.
fn inside(chapters: &[Chapter], part: ChapterId) -> impl Iterator<Item = ChapterId> + use<> {
    let mut last = part;
    while let Some(child) = chapters[last.index()].children.last() {
        last = *child;
    }
    (part.index()..=last.index()).map(ChapterId::new)
}

fn between(graph: &Graph, groups: &[Group], chapters: usize) -> BTreeMap<(usize, usize), usize> {
    let mut group_of = vec![usize::MAX; chapters];
    for (number, group) in groups.iter().enumerate() {
        group.pages.iter().for_each(|id| group_of[id.index()] = number);
    }
    let mut between = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for to in group.pages.iter().flat_map(|id| graph.targets(*id)) {
            let other = group_of[to.index()];
            if other != usize::MAX {
                *between.entry((number, other)).or_default() += 1;
            }
        }
    }
    between
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::tests::handbook;

    #[test]
    fn a_small_handbook_has_one_map() {
        let handbook = handbook(&[
            ("content/index.md", "[x](a/x.md)\n"),
            ("content/a/x.md", "[y](y.md) [z](../z.md)\n"),
            ("content/a/y.md", "# Y\n"),
            ("content/z.md", "# Z\n"),
        ])
        .value;
        let graph = Graph::of(&handbook);
        assert_eq!(parts(&handbook.chapters), []);
        let map = handbook.map(&graph, ChapterId::HOME);
        let pages: Vec<usize> = map.groups.iter().map(|group| group.pages.len()).collect();
        assert_eq!((map.detail, pages), (Detail::Pages, vec![2, 2]));
        let between: Vec<((usize, usize), usize)> = map.between.into_iter().collect();
        assert_eq!(between, [((0, 1), 1), ((1, 0), 1), ((1, 1), 1)]);
    }

    #[test]
    fn a_large_one_is_a_map_of_parts_with_maps_of_their_own() {
        let mut files: Vec<(String, String)> = Vec::new();
        for number in 0..=MAX_PAGES {
            let part = if number % 2 == 0 { "even" } else { "odd" };
            files.push((format!("content/{part}/{number}.md"), "[x](0.md)\n".to_owned()));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let handbook = handbook(&files).value;
        let graph = Graph::of(&handbook);
        let maps = parts(&handbook.chapters);
        assert_eq!(maps.len(), 3);
        let whole = handbook.map(&graph, ChapterId::HOME);
        assert_eq!(whole.detail, Detail::Groups);
        assert!(whole.groups.iter().all(|group| group.has_map));
        assert_eq!(handbook.map(&graph, maps[1]).detail, Detail::Pages);
    }
}
