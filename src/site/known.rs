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

#[derive(Debug, Default)]
struct Found {
    tags: FxHashSet<Box<str>>,
    pages: usize,
}

impl KnownTags {
    /// Calls `look` with a function that tells whether a tag is known. What it returns are tags that are sound
    /// on all pages of the folder.
    pub(crate) fn while_looking(&self, look: impl FnOnce(&dyn Fn(&str) -> bool) -> Vec<Box<str>>) {
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let is_full = found.pages == MAX_PAGES;
        let tags = look(&|tag| found.tags.contains(tag));
        drop(found);
        if !is_full {
            let mut found = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if found.pages < MAX_PAGES {
                found.tags.extend(tags);
                found.pages += 1;
            }
        }
    }
}
