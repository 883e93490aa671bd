//! One chapter of a handbook that was assembled from the heads of its files.
//!
//! Such a handbook has every chapter in its place and every title, because heads are all that these
//! follow from. What a page needs beyond that is parsed for that page alone.

use std::sync::Arc;

use super::library::Library;
use super::{ChapterId, DocumentId, Handbook, resolve};
use crate::document::{Document, ParsedFile};
use crate::source::SourcePath;

impl Handbook {
    /// Returns the handbook with the document of a chapter in full, and those of which its page shows
    /// something: the chapters directly inside, by their summaries, and the targets of its links, by
    /// their anchors. `None` when a document cannot be had, or a generated view is shown.
    pub(crate) fn with_chapter(
        &self,
        id: ChapterId,
        mut parse: impl FnMut(&SourcePath) -> Option<Arc<ParsedFile>>,
    ) -> Option<Self> {
        let chapter = self.chapter(id);
        if chapter.view.is_some() {
            return None;
        }
        let mut edited = self.clone();
        let mut parse = |edited: &mut Self, id: DocumentId| {
            let path = &self.documents[id.index()].path;
            edited.documents[id.index()] = Document { path: path.clone(), file: parse(path)? };
            Some(())
        };
        for child in &chapter.children {
            if let Some(document) = self.chapter(*child).document {
                parse(&mut edited, document)?;
            }
        }
        let Some(document) = chapter.document else { return Some(edited) };
        parse(&mut edited, document)?;
        if !edited.documents[document.index()].file.outline.directives.is_empty() {
            return None;
        }
        let mut anchored = edited.looked_up(|library| resolve::anchored(library, document));
        anchored.sort_unstable();
        anchored.dedup();
        let is_unknown = |id: &DocumentId| {
            Arc::ptr_eq(&edited.documents[id.index()].file, &self.documents[id.index()].file)
        };
        anchored.retain(is_unknown);
        for other in anchored {
            parse(&mut edited, other)?;
        }
        let (targets, _) = edited.looked_up(|library| resolve::resolve(library, document));
        edited.targets[document.index()] = targets.into();
        Some(edited)
    }

    fn looked_up<T>(&self, look: impl FnOnce(&Library<'_>) -> T) -> T {
        look(&Library::new(&self.shelf, &self.documents, &self.assets, &self.chapters))
    }
}
