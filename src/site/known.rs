//! Start tags that were looked at before.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashSet;

/// How many pages add what they have found. The second knows what the first says of itself alone, such as
/// the link to it; later ones would only add what stands on no other page.
const MAX_PAGES: usize = 2;

/// Start tags of templates of which is known that nothing is wrong with them on any page of a folder, so that
/// nobody needs to look again: most of what stands around a text stands around the next one, too.
#[derive(Debug, Default)]
pub(crate) struct KnownTags(RwLock<Found>);

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Found {
    tags: FxHashSet<Box<str>>,
    pages: usize,
}

impl Found {
    pub(crate) fn contains(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }

    /// Returns whether nothing is added any more.
    pub(crate) fn is_full(&self) -> bool {
        self.pages == MAX_PAGES
    }
}

impl KnownTags {
    /// Calls `look` with what is known. What it returns are tags that are sound on all pages of the folder.
    pub(crate) fn while_looking(&self, look: impl FnOnce(&Found) -> Vec<Box<str>>) {
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let tags = look(&found);
        let was_full = found.is_full();
        drop(found);
        if was_full {
            return;
        }
        let mut found = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !found.is_full() {
            found.tags.extend(tags);
            found.pages += 1;
        }
    }
}
