//! The pages that terms name as those which explain them.

use super::{Moves, name_of};
use crate::document::outline::{LinkKind, RawLink};
use crate::handbook::DocumentId;
use crate::handbook::resolve::resolve_path;
use crate::source::Span;

/// A page that a term names, and that has to be named anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RespelledChapter {
    /// The document that declares the term, before.
    pub document: DocumentId,
    /// Where the name stands, with what may be around it.
    pub span: Span,
    /// The part of the name that names a file, as it was.
    pub old: String,
    /// The same as it has to be; `None` when no spelling leads to the same place.
    pub new: Option<String>,
}

impl Moves<'_> {
    /// Returns every page that a term names and that another would be found for, by rising document.
    pub fn respelled_chapters(&self) -> Vec<RespelledChapter> {
        let documents = self.before.handbook.documents.iter().enumerate();
        let named = documents.flat_map(|(at, document)| {
            let chapters = document.file.front_matter.terms.iter().filter_map(|term| term.chapter.as_ref());
            chapters.map(move |chapter| (DocumentId::new(at), chapter))
        });
        let respelled = named.filter_map(|(document, chapter)| {
            let raw = RawLink {
                destination: chapter.value.as_str().into(),
                span: chapter.span,
                kind: LinkKind::Link,
                words: 0..0,
            };
            // What led nowhere may stay so.
            let before = resolve_path(&self.before.library, document, &raw).ok()?;
            let wanted = self.target(&before);
            if wanted.is_some() && self.resolve(self.document(document), &raw) == wanted {
                return None;
            }
            let new = wanted.and_then(|wanted| self.spelled(document, &raw, &before, &wanted));
            Some(RespelledChapter { document, span: chapter.span, old: name_of(&raw), new })
        });
        respelled.collect()
    }
}
