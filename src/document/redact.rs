//! What one edition may see of a file.

use std::sync::Arc;

use super::ParsedFile;
use crate::source::SourcePath;

/// One file as an edition may see it. What it may not see is not there.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file, from the project's root.
    pub path: SourcePath,
    /// What it says.
    pub file: Arc<ParsedFile>,
}

/// Whether drafts belong to the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// They are published like any page.
    Include,
    /// They do not exist.
    Exclude,
}

/// Returns the file as an edition may see it, or `None` when it may not see it at all.
pub fn redact(path: &SourcePath, file: &Arc<ParsedFile>, drafts: Drafts) -> Option<Document> {
    let is_hidden = file.front_matter.draft && drafts == Drafts::Exclude;
    (!is_hidden).then(|| Document { path: path.clone(), file: Arc::clone(file) })
}
