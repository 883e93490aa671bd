//! One chapter of a handbook that was assembled from the heads of its files.
//!
//! Such a handbook has every chapter in its place and every title, because heads are all that these
//! follow from. What a page needs beyond that is parsed for that page alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ladders::{self, LadderView, ViewKind};
use super::library::Library;
use super::{Chapter, ChapterId, DocumentId, Handbook, glossary, resolve};
use crate::document::ParsedFile;
use crate::document::outline::{LinkKind, RawLink};
use crate::source::SourcePath;

impl Handbook {
    /// Returns the handbook with the document of a chapter in full, and those of which its page shows
    /// something: the chapters directly inside, by their summaries, and the targets of links, by their
    /// anchors. `None` when a document cannot be had, or every other one may be shown.
    pub(crate) fn with_chapter(
        &self,
        id: ChapterId,
        mut parse: impl FnMut(&SourcePath) -> Option<Arc<ParsedFile>>,
    ) -> Option<Self> {
        let chapter = self.chapter(id);
        // Who mentions the page, and what its terms mean, is known when all files are parsed.
        let mut edited = Self { is_whole: false, ..self.clone() };
        for child in &chapter.children {
            if let Some(document) = self.chapter(*child).document {
                edited.complete(document, &mut parse)?;
            }
        }
        let mut shown: Vec<DocumentId> = chapter.document.into_iter().collect();
        for document in &shown {
            edited.complete(*document, &mut parse)?;
            if edited.needs_all_files(*document) {
                return None;
            }
        }
        let children = chapter.children.iter().filter_map(|child| self.chapter(*child).document);
        let is_named = |id: &DocumentId| {
            let outline = &edited.documents[id.index()].file.outline;
            !outline.summary_names.is_empty()
        };
        shown.extend(children.filter(is_named));
        if edited.has_view(chapter)? {
            let sheets = (0..self.documents.len()).map(DocumentId::new);
            shown.extend(sheets.filter(|id| self.documents[id.index()].file.sheet.is_some()));
        }
        let anchored = |library: &Library<'_>| -> BTreeSet<DocumentId> {
            shown.iter().flat_map(|id| resolve::anchored(library, *id)).collect()
        };
        for document in edited.looked_up(anchored) {
            if Arc::ptr_eq(&edited.documents[document.index()].file, &self.documents[document.index()].file) {
                edited.complete(document, &mut parse)?;
            }
        }
        let resolved = edited.looked_up(|library| {
            shown.iter().map(|id| (id.index(), resolve::resolve(library, *id).0)).collect::<Vec<_>>()
        });
        for (index, targets) in resolved {
            edited.targets[index] = targets.into();
        }
        Some(edited)
    }

    /// Puts the whole of a document in place of its head. Files of ladders are there in full, because
    /// more follows from them than where they are.
    fn complete(
        &mut self,
        id: DocumentId,
        parse: &mut impl FnMut(&SourcePath) -> Option<Arc<ParsedFile>>,
    ) -> Option<()> {
        let document = &mut self.documents[id.index()];
        if document.file.sheet.is_none() {
            document.file = parse(&document.path)?;
            let views = ladders::views(std::slice::from_ref(document), &self.shelf.ladders).value;
            self.views[id.index()] = views.into_iter().next().unwrap_or_default();
        }
        Some(())
    }

    /// Returns whether a document shows what is declared elsewhere: it is the glossary, names
    /// a term, or includes a part of another page.
    fn needs_all_files(&self, id: DocumentId) -> bool {
        let file = &self.documents[id.index()].file;
        let needs_all = |link: &RawLink| match link.kind {
            LinkKind::Wiki => glossary::reference(&link.destination).is_some(),
            kind => kind == LinkKind::Include,
        };
        file.front_matter.is_glossary() || file.outline.links.iter().any(needs_all)
    }

    /// Returns whether a ladder is shown on the page of a chapter; `None` when it is in a way that lists
    /// the pages which mention a competency, because that may be any.
    fn has_view(&self, chapter: &Chapter) -> Option<bool> {
        let placed = chapter.document.map_or(&[][..], |id| self.views(id)).iter().flatten();
        let views: Vec<&LadderView> = chapter.view.iter().chain(placed).collect();
        let has_mentions =
            |view: &&LadderView| matches!(view.kind, ViewKind::Competency(_) | ViewKind::Level(_));
        (!views.iter().any(has_mentions)).then_some(!views.is_empty())
    }

    fn looked_up<T>(&self, look: impl FnOnce(&Library<'_>) -> T) -> T {
        look(&Library::new(&self.shelf, &self.documents, &self.assets, &self.chapters))
    }
}
