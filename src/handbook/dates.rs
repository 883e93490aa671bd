//! When each source was changed last.

use std::collections::BTreeMap;

use crate::document::front_matter::FrontMatter;
use crate::source::{Moment, SourcePath};

/// What the history of a project tells of its sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    changed: BTreeMap<SourcePath, Moment>,
}

impl Dates {
    /// Takes when each source was changed last. Sources of which that is not known are not in it.
    pub fn new(changed: BTreeMap<SourcePath, Moment>) -> Self {
        Self { changed }
    }

    /// Returns whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// Returns when a page was changed last, as far as anybody knows: what the author says of the last
    /// change counts most, then the history. The day of the first publication (`date`) is the
    /// last resort: a page that history knows has been changed since, more often than not.
    pub fn of<'a>(&'a self, path: &SourcePath, settings: &'a FrontMatter) -> Option<&'a Moment> {
        settings.updated.as_ref().or_else(|| self.changed.get(path)).or(settings.date.as_ref())
    }
}
