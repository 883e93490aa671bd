//! What changed for readers between two publications: pages, and what ladders expect.
//!
//! Pure: both publications are given as values, see [`Publication`]. [`between`] compares, [`show`]
//! writes. Pages are known by their addresses and followed where a former address leads; expectations are
//! known by their ids, those without one by their letters and digits, as everywhere.

mod ladders;
mod pages;
mod same;
pub mod show;

use std::collections::BTreeMap;

use crate::ladder::model::Declarations;

pub use ladders::{Expectation, LadderChanges, Reworded, Shift, Towards};
pub use pages::{Moved, PageChanges, PageFacts, Renamed};

/// What one publication holds.
#[derive(Debug, Default)]
pub struct Publication {
    /// Every page and former address, by its address from the root, such as `vision/triggers/`.
    pub pages: BTreeMap<String, PageFacts>,
    /// Every ladder, by its id, as it was exported.
    pub ladders: BTreeMap<String, Declarations>,
}

/// What is different.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pages that came, went, moved, or are called otherwise.
    pub pages: PageChanges,
    /// Ladders with a difference, by id.
    pub ladders: BTreeMap<String, LadderChanges>,
}

impl Changes {
    /// Returns whether readers would see no page and no expectation come, go or move.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.ladders.is_empty()
    }
}

/// Compares two publications.
pub fn between(old: &Publication, new: &Publication) -> Changes {
    let nothing = Declarations::default();
    let mut ladders = BTreeMap::new();
    for id in old.ladders.keys().chain(new.ladders.keys()) {
        let side = |publication: &'_ Publication| publication.ladders.contains_key(id);
        let changes = ladders::between(
            old.ladders.get(id).unwrap_or(&nothing),
            new.ladders.get(id).unwrap_or(&nothing),
        );
        let presence = (side(old), side(new));
        if !changes.is_empty() || presence != (true, true) {
            ladders.insert(id.clone(), LadderChanges { presence, ..changes });
        }
    }
    Changes { pages: pages::between(&old.pages, &new.pages), ladders }
}
