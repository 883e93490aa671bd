//! All documents of one edition, linked together.
//!
//! [`assemble`] puts documents in reading order and resolves every link between them. A handbook
//! has no URLs: it knows *which chapter* a link leads to, not where that chapter is published.

pub mod anchors;
pub mod chapter;
mod edit;
mod fragment;
mod glance;
pub mod ladders;
mod library;
mod names;
mod resolve;
pub mod respell;
pub mod special;
mod spelling;
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

use ladders::{LadderView, PlacedLadder};
use library::Library;
use special::Special;

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
    /// For each document, what is shown in place of each directive of its outline.
    views: Vec<ladders::ViewsOfDocument>,
    shelf: Arc<Shelf>,
}

/// What names are looked up in besides documents, chapters and assets.
#[derive(Debug)]
struct Shelf {
    content: SourcePath,
    hidden: FxHashSet<SourcePath>,
    slugs: SlugRule,
    /// For documents without a chapter of their own, the chapter that shows what they say.
    stand_ins: Vec<(DocumentId, ChapterId)>,
    /// By rising folder.
    ladders: Vec<PlacedLadder>,
    specials: Vec<Special>,
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

    /// Returns what is shown in place of the directives of a document's outline, in their order;
    /// `None` for one that was reported.
    pub fn views(&self, id: DocumentId) -> &[Option<LadderView>] {
        &self.views[id.index()]
    }

    /// Puts other ladders in the place of its own.
    #[cfg(test)]
    pub(crate) fn place(&mut self, ladders: Vec<PlacedLadder>) {
        Arc::get_mut(&mut self.shelf).expect("nobody shares a handbook just made").ladders = ladders;
    }

    /// Returns the ladders, by rising folder.
    pub fn ladders(&self) -> &[PlacedLadder] {
        &self.shelf.ladders
    }

    /// Returns the chapter whose substance a view is.
    pub fn chapter_of_view(&self, view: &LadderView) -> Option<ChapterId> {
        self.ladders().get(view.ladder)?.chapters.get(view).copied()
    }
}

/// Returns whether a file of this name is the page of its folder.
pub fn is_index(name: &str) -> bool {
    tree::index_rank(name).is_some()
}

/// Puts the parts in order and resolves every link.
pub fn assemble(parts: Parts<'_>) -> Checked<Handbook> {
    let Checked { value: mut gathered, mut diagnostics } = ladders::gather(parts.content, &parts.documents);
    let ordered = tree::order(parts.content, parts.title, &parts.documents, &gathered);
    diagnostics.extend(ordered.diagnostics);
    let tree::Ordered { chapters, stand_ins, views } = ordered.value;
    for (view, chapter) in views {
        gathered[view.ladder].placed.chapters.insert(view, chapter);
    }
    let Parts { content, documents, hidden, assets, slugs, .. } = parts;
    let ladders = gathered.into_iter().map(|gathered| gathered.placed).collect();
    let specials = special::gather(&documents);
    let mut shelf = Shelf { content: content.clone(), hidden, slugs, stand_ins, ladders, specials };
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
    let Checked { value: views, diagnostics: reports } = ladders::views(&documents, &shelf.ladders);
    diagnostics.extend(reports);
    ladders::note_mentions(&mut shelf.ladders, (&documents, &chapters), &targets);
    let (chapters, assets, shelf) = (Arc::new(chapters), Arc::new(assets), Arc::new(shelf));
    Checked { value: Handbook { documents, chapters, assets, targets, views, shelf }, diagnostics }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect};

    fn handbook(files: &[(&str, &str)]) -> Checked<Handbook> {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let documents = files.iter().map(|(path, text)| Document {
            path: SourcePath::new(path).unwrap(),
            file: document::parse(text, dialect, &Highlighter::default()).value.into(),
        });
        assemble(Parts {
            content: &SourcePath::new("content").unwrap(),
            title: "Configured",
            documents: documents.collect(),
            hidden: FxHashSet::default(),
            assets: Vec::new(),
            slugs: SlugRule::Github,
        })
    }

    #[test]
    fn a_file_beside_a_folder_of_its_name_is_the_page_of_the_folder() {
        let Checked { value, diagnostics } = handbook(&[
            ("content/delivery.md", "# Delivery\n\n[in](delivery/risk.md) [folder](delivery/)\n"),
            ("content/delivery/risk.md", "# Risk\n\n[up](../delivery.md) [beside](../other.md)\n"),
            ("content/other.md", "# Other\n"),
        ]);
        assert_eq!(diagnostics, []);
        let keys: Vec<&str> = value.chapters.iter().map(|chapter| chapter.key.as_str()).collect();
        assert_eq!(keys, ["", "delivery", "delivery/risk", "other"]);
        assert_eq!(&*value.chapters[1].title, "Delivery");
        assert!(value.chapters[1].is_part);
        assert!(
            value
                .targets
                .iter()
                .flat_map(|targets| targets.iter())
                .all(|target| matches!(target, Target::Chapter { .. }))
        );
    }

    #[test]
    fn the_home_page_has_the_title_of_its_document() {
        let title = |files: &[(&str, &str)]| handbook(files).value.chapters[0].title.to_string();
        assert_eq!(title(&[("content/index.md", "# Own\n")]), "Own");
        assert_eq!(title(&[("content/index.md", "Text.\n")]), "Configured");
        assert_eq!(title(&[]), "Configured");
    }

    #[test]
    fn a_link_out_of_the_handbook_is_reported_at_its_place() {
        let report = &handbook(&[("content/a.md", "[x](../../b.md)\n")]).diagnostics[0];
        let label = report.primary.as_ref().unwrap();
        assert_eq!(label.path.as_ref().unwrap().as_str(), "content/a.md");
        assert_eq!(label.span.unwrap().range(), 4..14);
    }
}
