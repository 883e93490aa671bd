//! All documents of one edition, linked together.
//!
//! [`assemble`] puts documents in reading order and resolves every link between them. A handbook
//! has no URLs: it knows *which chapter* a link leads to, not where that chapter is published.

pub mod chapter;
mod edit;
mod fragment;
mod library;
mod resolve;
mod suggest;
mod tree;
mod wiki;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::config::SlugRule;
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::Document;
use crate::source::{ImageSize, SourcePath};

pub use chapter::{Chapter, ChapterId, DocumentId, Key};
pub use resolve::{Target, percent_decode};

use library::Library;

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file, from the project's root.
    pub path: SourcePath,
    /// Where it lies below the folder it belongs to (content or static), which is how links and
    /// readers know it.
    pub name: SourcePath,
    /// Width and height, when it is an image that states them.
    pub size: Option<ImageSize>,
    /// The folder it belongs to.
    pub home: AssetHome,
}

/// Where an asset comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetHome {
    /// It lies among the Markdown.
    Content,
    /// It lies in the folder that is copied as it is.
    Static,
}

/// What a handbook is assembled from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The folder of the Markdown files.
    pub content: &'a SourcePath,
    /// Title of the home page when no document says one.
    pub title: &'a str,
    /// Documents, by rising path.
    pub documents: Vec<Document>,
    /// Files that this edition leaves out. Links to them are mistakes with a reason of their own.
    pub hidden: FxHashSet<SourcePath>,
    /// Assets of the content folder, then of the static folder, each by rising path.
    pub assets: Vec<Asset>,
    /// Whose rule made the anchors.
    pub slugs: SlugRule,
}

/// All documents of one edition. Its parts are shared, so that a copy with one of them replaced
/// costs little.
#[derive(Debug, Clone)]
pub struct Handbook {
    /// By rising path.
    pub documents: Vec<Document>,
    /// In reading order; the first is the home page.
    pub chapters: Arc<Vec<Chapter>>,
    /// As given to [`assemble`].
    pub assets: Arc<Vec<Asset>>,
    /// For each document, where each link of its outline leads.
    targets: Vec<Arc<[Target]>>,
    shelf: Arc<Shelf>,
}

/// What names are looked up in besides documents, chapters and assets.
#[derive(Debug)]
struct Shelf {
    content: SourcePath,
    hidden: FxHashSet<SourcePath>,
    slugs: SlugRule,
}

impl Handbook {
    /// Returns the chapter with this id.
    ///
    /// # Panics
    /// If the id comes from another handbook.
    pub fn chapter(&self, id: ChapterId) -> &Chapter {
        &self.chapters[id.index()]
    }

    /// Returns the document of a chapter; a folder without a page of its own has none.
    pub fn document(&self, chapter: &Chapter) -> Option<&Document> {
        chapter.document.map(|id| &self.documents[id.index()])
    }

    /// Returns where the links of a document's outline lead, in their order.
    pub fn targets(&self, id: DocumentId) -> &[Target] {
        &self.targets[id.index()]
    }
}

/// Puts the parts in order and resolves every link.
pub fn assemble(parts: Parts<'_>) -> Checked<Handbook> {
    let Checked { value: chapters, mut diagnostics } =
        tree::order(parts.content, parts.title, &parts.documents);
    let Parts { content, documents, hidden, assets, slugs, .. } = parts;
    let shelf = Shelf { content: content.clone(), hidden, slugs };
    let library = Library::new(&shelf, &documents, &assets, &chapters);
    let resolved: Vec<(Vec<Target>, Vec<Diagnostic>)> = (0..documents.len())
        .into_par_iter()
        .map(|index| resolve::resolve(&library, DocumentId::new(index)))
        .collect();
    drop(library);
    let mut targets = Vec::with_capacity(resolved.len());
    for (of_document, reports) in resolved {
        targets.push(Arc::from(of_document));
        diagnostics.extend(reports);
    }
    let (chapters, assets, shelf) = (Arc::new(chapters), Arc::new(assets), Arc::new(shelf));
    Checked { value: Handbook { documents, chapters, assets, targets, shelf }, diagnostics }
}
