//! Which file holds the preview of which page or place.
//!
//! A reader's browser has to know this too: `preview.js` of the default theme has the same sum.

use super::Pages;
use crate::handbook::{ChapterId, DocumentId, Handbook, Target, percent_decode};

/// How many pages and expectations share a file, at most on average.
const KEYS_A_SHARD: usize = 16;

/// The most files.
const MAX_SHARDS: usize = 1 << 14;

/// Returns in how many files the previews of a handbook are: a power of two; none when there is no
/// second page to lead to. It follows from what the heads of the files say, so that no edit of a text
/// changes it.
pub(super) fn shards(handbook: &Handbook) -> u32 {
    if handbook.chapters.len() < 2 {
        return 0;
    }
    let cells = handbook.ladders().iter().flat_map(|placed| &placed.ladder.declared.cells);
    let statements: usize = cells.map(|cell| cell.statements.len()).sum();
    let keys = handbook.chapters.len() + statements;
    let shards = keys.div_ceil(KEYS_A_SHARD).next_power_of_two().min(MAX_SHARDS);
    u32::try_from(shards).expect("there are few")
}

/// Returns which of `shards` files holds a key: the address of a page from the root, and for a place on
/// it `#` and its anchor. Neither is percent-encoded.
///
/// FNV-1a over units of UTF-16, which is what scripts see, with its upper half folded into the lower.
pub fn shard_of(key: &str, shards: u32) -> u32 {
    let mut sum: u32 = 0x811C_9DC5;
    for unit in key.encode_utf16() {
        sum = (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    (sum ^ (sum >> 16)) & (shards - 1)
}

/// What is in which file.
#[derive(Debug, Default)]
pub struct PreviewIndex(Vec<Vec<Place>>);

/// A page, or a place on one, that has a preview.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The chapter whose page it is.
    pub chapter: ChapterId,
    /// Empty for the page itself.
    pub anchor: Box<str>,
}

impl Place {
    /// Returns what scripts look it up by.
    pub fn key(&self, pages: &Pages) -> String {
        let path = pages.chapter(self.chapter).as_str();
        if self.anchor.is_empty() { path.to_owned() } else { format!("{path}#{}", self.anchor) }
    }
}

impl PreviewIndex {
    /// Spreads everything that has a preview over the files: every page, every place that a text links
    /// to, and every place of a view, since views link to each other's.
    pub fn of(handbook: &Handbook, pages: &Pages) -> Self {
        let shards = pages.preview_shards();
        let mut index = Self(Vec::new());
        index.0.resize_with(shards as usize, Vec::new);
        let mut places: Vec<Place> = linked_places(handbook);
        for (at, chapter) in handbook.chapters.iter().enumerate() {
            let id = ChapterId::from_index(at, handbook);
            places.push(Place { chapter: id, anchor: Box::default() });
            let anchors = chapter.anchors.iter().flatten();
            places.extend(anchors.map(|anchor| Place { chapter: id, anchor: anchor.clone() }));
        }
        places.sort_unstable();
        places.dedup();
        for place in places {
            let shard = shard_of(&place.key(pages), shards);
            index.0[shard as usize].push(place);
        }
        index
    }

    /// Returns what is in one of the files, in reading order.
    pub fn shard(&self, shard: u32) -> &[Place] {
        &self.0[shard as usize]
    }
}

/// The places that texts link to.
fn linked_places(handbook: &Handbook) -> Vec<Place> {
    let documents = (0..handbook.documents.len()).map(|at| DocumentId::from_index(at, handbook));
    let targets = documents.flat_map(|id| handbook.targets(id));
    let places = targets.filter_map(|target| {
        let Target::Chapter { id, suffix } = target else { return None };
        let (_, fragment) = suffix.split_once('#').filter(|(_, fragment)| !fragment.is_empty())?;
        Some(Place { chapter: *id, anchor: percent_decode(fragment).into() })
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_spread_and_every_browser_finds_them() {
        // These numbers are what `preview.js` computes, see `tests/browser/discover.test.mjs`.
        assert_eq!(["", "vision/triggers/", "é/#성장"].map(|key| shard_of(key, 1 << 14)), [7385, 8348, 5925]);
        assert_eq!(shard_of("anything", 1), 0);
    }
}
