//! All documents of one edition, linked together.
//!
//! [`assemble`] puts documents in reading order and resolves every link between them. A handbook
//! has no URLs: it knows *which chapter* a link leads to, not where that chapter is published.

pub mod alphabet;
pub mod anchors;
pub mod backlinks;
pub mod chapter;
mod dates;
mod edit;
mod fragment;
pub mod freshness;
mod glance;
pub mod glossary;
pub mod graph;
pub mod include;
pub mod ladders;
mod library;
mod lists;
pub mod map;
mod name;
mod named;
mod names;
pub mod paths;
mod print;
pub mod related;
mod resolve;
pub mod respell;
pub mod special;
mod spelling;
mod suggest;
mod tags;
mod tree;
mod wiki;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{Config, SlugRule};
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::Document;
use crate::source::{ImageSize, Moment, SourcePath};

pub use chapter::{Chapter, ChapterId, DocumentId, Key};
pub use dates::Dates;
pub use named::Named;
pub use resolve::{Target, percent_decode};
pub use tags::{Tag, TagId, Tags};

use backlinks::Backlinks;
use glossary::{Glossary, Home};
use ladders::{LadderView, PlacedLadder};
use library::Library;
use paths::PlacedPaths;
use special::{Special, SpecialId, SpecialKind};

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
    /// The settings. Their title is that of the home page when no document says one.
    pub config: &'a Config,
    /// Documents, by rising path.
    pub documents: Vec<Document>,
    /// Files that this edition leaves out. Links to them are mistakes with a reason of their own.
    pub hidden: FxHashSet<SourcePath>,
    /// Assets of the content folder, then of the static folder, each by rising path.
    pub assets: Vec<Asset>,
    /// What is known of when sources were changed.
    pub dates: Arc<Dates>,
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
    /// The tags of its chapters.
    pub tags: Arc<Tags>,
    /// The reading paths.
    pub paths: Arc<PlacedPaths>,
    /// For each document, where each link of its outline leads.
    targets: Vec<Arc<[Target]>>,
    /// For each document, what is shown in place of each directive of its outline.
    views: Vec<ladders::ViewsOfDocument>,
    shelf: Arc<Shelf>,
    /// Made when it is first asked for.
    backlinks: Arc<OnceLock<Backlinks>>,
    glossary: Arc<Glossary>,
    /// Whether all files were parsed, and not only their heads.
    is_whole: bool,
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
    dates: Arc<Dates>,
    specials: Vec<Special>,
    /// The document to print of each folder that has one.
    prints: FxHashMap<ChapterId, SpecialId>,
    /// What each generated page is known by.
    special_ids: FxHashMap<SpecialKind, SpecialId>,
    /// What authors wrote in the place of generated pages.
    own_lists: FxHashMap<SpecialKind, ChapterId>,
    terms: TermNames,
}

/// What terms are called, to look them up.
#[derive(Debug, Default)]
struct TermNames {
    /// Names and aliases in lower case, with their number.
    numbers: FxHashMap<String, u32>,
    anchors: Vec<Box<str>>,
    home: Option<Home>,
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

    /// Returns when a chapter was changed last, where that is known.
    pub fn changed(&self, chapter: &Chapter) -> Option<&Moment> {
        let document = self.document(chapter)?;
        self.shelf.dates.of(&document.path, &document.file.front_matter)
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

    /// Returns whether all files were parsed, and not only their heads: what a page shows of others is
    /// known then.
    pub fn is_whole(&self) -> bool {
        self.is_whole
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

    /// Returns the anchors that terms have on the page of a chapter: those of all terms on that of the
    /// glossary, none elsewhere.
    pub fn term_anchors(&self, chapter: ChapterId) -> &[Box<str>] {
        self.shelf.terms.anchors_on(Some(chapter))
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
    let Parts { config, documents, hidden, assets, dates } = parts;
    let Checked { value: mut gathered, mut diagnostics } = ladders::gather(&config.content, &documents);
    let ordered = tree::order(&config.content, &config.title, &documents, &gathered);
    diagnostics.extend(ordered.diagnostics);
    let tree::Ordered { chapters, stand_ins, views } = ordered.value;
    for (view, chapter) in views {
        gathered[view.ladder].placed.chapters.insert(view, chapter);
    }
    let ladders = gathered.into_iter().map(|gathered| gathered.placed).collect();
    let Checked { value: tags, diagnostics: reports } = Tags::collect(&chapters, &documents);
    diagnostics.extend(reports);
    let (terms, glossary_document, reports) = glossary::gather(&documents);
    diagnostics.extend(reports);
    let mut specials = special::gather(config.search.is_enabled);
    specials.extend(glossary::special(&documents, &terms, glossary_document));
    if config.print.enabled {
        specials.extend(print::gather(&chapters));
    }
    let prints = print::by_chapter(&specials);
    let names = glossary::names(&terms, glossary::home(glossary_document, &chapters, &specials));
    let terms_home = names.home;
    let mut shelf = Shelf {
        content: config.content.clone(),
        hidden,
        slugs: config.markdown.slugs,
        stand_ins,
        ladders,
        dates,
        specials,
        prints,
        special_ids: FxHashMap::default(),
        own_lists: FxHashMap::default(),
        terms: names,
    };
    let placed = paths::place(&config.paths, || Library::new(&shelf, &documents, &assets, &chapters));
    diagnostics.extend(placed.diagnostics);
    diagnostics.extend(paths::check_directives(&documents, &placed.value));
    let paths = placed.value;
    let ingredients = lists::Ingredients {
        chapters: &chapters,
        paths: &paths,
        tags: if config.connections.tags { &tags } else { &Tags::default() },
        maps: &if config.connections.map { map::parts(&chapters) } else { Vec::new() },
    };
    let lists = lists::gather(&ingredients);
    shelf.specials.extend(lists.generated);
    shelf.own_lists = lists.own;
    let numbered = shelf.specials.iter().enumerate();
    shelf.special_ids = numbered.map(|(index, special)| (special.kind, SpecialId::new(index))).collect();
    let library = Library::new(&shelf, &documents, &assets, &chapters);
    let resolved: Vec<(Vec<Target>, Vec<Diagnostic>)> = (0..documents.len())
        .into_par_iter()
        .map(|index| resolve::resolve(&library, DocumentId::new(index)))
        .collect();
    let mut targets: Vec<Arc<[Target]>> = Vec::with_capacity(resolved.len());
    for (of_document, reports) in resolved {
        targets.push(Arc::from(of_document));
        diagnostics.extend(reports);
    }
    let (glossary, reports) = glossary::complete(terms, terms_home, &library, &targets);
    diagnostics.extend(reports);
    drop(library);
    let Checked { value: views, diagnostics: reports } = ladders::views(&documents, &shelf.ladders);
    diagnostics.extend(reports);
    ladders::note_mentions(&mut shelf.ladders, (&documents, &chapters), &targets);
    diagnostics.extend(include::check(&documents, &chapters, &targets));
    let handbook = Handbook {
        documents,
        chapters: Arc::new(chapters),
        assets: Arc::new(assets),
        tags: Arc::new(tags),
        paths: Arc::new(paths),
        targets,
        views,
        shelf: Arc::new(shelf),
        backlinks: Arc::default(),
        glossary: Arc::new(glossary),
        is_whole: true,
    };
    Checked { value: handbook, diagnostics }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect};

    pub(super) fn handbook(files: &[(&str, &str)]) -> Checked<Handbook> {
        handbook_with(files, Vec::new())
    }

    /// A handbook with reading paths.
    pub(super) fn handbook_with(
        files: &[(&str, &str)],
        paths: Vec<crate::config::ReadingPath>,
    ) -> Checked<Handbook> {
        let config = Config { paths, ..Config::new("Configured") };
        let dialect = Dialect::Handbook(config.markdown);
        let documents = files.iter().map(|(path, text)| Document {
            path: SourcePath::new(path).unwrap(),
            file: document::parse(text, dialect, &Highlighter::default()).value.into(),
        });
        assemble(Parts {
            config: &config,
            documents: documents.collect(),
            hidden: FxHashSet::default(),
            assets: Vec::new(),
            dates: Arc::default(),
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
