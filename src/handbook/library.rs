//! Every name by which a chapter or asset can be found, built once per handbook.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::chapter::{Chapter, ChapterId, DocumentId, Key};
use super::fragment::OtherAnchors;
use super::ladders::{self, PlacedLadder, ViewKind};
use super::special::{Special, SpecialId};
use super::wiki::WikiNames;
use super::{Asset, AssetHome, Shelf, TermNames, percent_decode, tree};
use crate::config::SlugRule;
use crate::diagnostic::{Certainty, is_only_nearest, nearest_within};
use crate::document::Document;
use crate::ladder::sheet::Sheet;
use crate::source::{SourcePath, composed};

/// Names of one handbook, to look up. Nothing that a reader or author sees follows the order of
/// these maps.
pub(super) struct Library<'a> {
    pub(super) content: &'a SourcePath,
    pub(super) documents: &'a [Document],
    pub(super) chapters: &'a [Chapter],
    pub(super) hidden: &'a FxHashSet<SourcePath>,
    pub(super) slugs: SlugRule,
    pub(super) ladders: &'a [PlacedLadder],
    pub(super) specials: &'a [Special],
    pub(super) terms: &'a TermNames,
    /// The chapter of each document.
    chapter_of: Vec<Option<ChapterId>>,
    /// Documents by path below the content folder.
    by_path: FxHashMap<&'a str, DocumentId>,
    /// Folders by path below the content folder.
    folders: FxHashMap<String, ChapterId>,
    by_key: FxHashMap<&'a str, ChapterId>,
    aliases: FxHashMap<String, ChapterId>,
    assets_by_name: [FxHashMap<&'a str, usize>; 2],
    /// For each document with many anchors, its anchors; others are searched one by one.
    anchors: Vec<Option<FxHashSet<&'a str>>>,
    folded: OnceLock<FxHashMap<String, String>>,
    decomposed: OnceLock<FxHashMap<String, String>>,
    wiki: OnceLock<WikiNames>,
    file_names: OnceLock<FxHashMap<&'a str, Vec<&'a str>>>,
    by_folder: OnceLock<FxHashMap<String, Vec<String>>>,
    other_anchors: Vec<OnceLock<OtherAnchors>>,
    /// What is left for suggestions to the author of each document. One thread resolves the links
    /// of a document, in their order, so that this does not depend on the number of threads.
    efforts: Vec<AtomicUsize>,
}

/// How much may be spent on suggestions for one handbook, in the measure of [`nearest_within`], and
/// for one document however many there are. The first is a few seconds, the second some ten
/// suggestions.
const EFFORT: usize = 1 << 30;
const EFFORT_PER_DOCUMENT: usize = 1 << 18;

/// From how many anchors on a set is worth its memory.
const MANY_ANCHORS: usize = 32;

/// What a path below the content folder names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Chapter(ChapterId),
    Asset(usize),
    Special(SpecialId),
}

impl<'a> Library<'a> {
    pub(super) fn new(
        shelf: &'a Shelf,
        documents: &'a [Document],
        assets: &'a [Asset],
        chapters: &'a [Chapter],
    ) -> Self {
        let below =
            |document: &'a Document| document.path.below(&shelf.content).unwrap_or(document.path.as_str());
        let mut chapter_of = vec![None; documents.len()];
        let mut by_key = FxHashMap::default();
        for (index, chapter) in chapters.iter().enumerate().rev() {
            let id = ChapterId::new(index);
            if let Some(document) = chapter.document {
                chapter_of[document.index()] = Some(id);
            }
            by_key.insert(chapter.key.as_str(), id);
        }
        for (document, chapter) in &shelf.stand_ins {
            chapter_of[document.index()] = Some(*chapter);
        }
        for (index, chapter) in chapters.iter().enumerate() {
            if let Some(natural) = &chapter.natural_key {
                by_key.entry(natural.as_str()).or_insert(ChapterId::new(index));
            }
        }
        let mut aliases = FxHashMap::default();
        for (index, document) in documents.iter().enumerate() {
            let Some(chapter) = chapter_of[index] else { continue };
            for alias in &document.file.front_matter.aliases {
                let written = percent_decode(trimmed(&alias.value));
                aliases.entry(composed(&written).into_owned()).or_insert(chapter);
            }
        }
        let home = |home: AssetHome| {
            let of_home = assets.iter().enumerate().filter(move |(_, asset)| asset.home == home);
            of_home.map(|(index, asset)| (asset.name.as_str(), index)).collect()
        };
        Self {
            content: &shelf.content,
            documents,
            chapters,
            hidden: &shelf.hidden,
            slugs: shelf.slugs,
            ladders: &shelf.ladders,
            specials: &shelf.specials,
            terms: &shelf.terms,
            by_path: documents
                .iter()
                .enumerate()
                .map(|(index, document)| (below(document), DocumentId::new(index)))
                .collect(),
            folders: folders(documents, chapters, &chapter_of, &shelf.content),
            chapter_of,
            by_key,
            aliases,
            assets_by_name: [home(AssetHome::Content), home(AssetHome::Static)],
            anchors: documents.iter().map(many_anchors).collect(),
            folded: OnceLock::new(),
            decomposed: OnceLock::new(),
            wiki: OnceLock::new(),
            file_names: OnceLock::new(),
            by_folder: OnceLock::new(),
            other_anchors: documents.iter().map(|_| OnceLock::new()).collect(),
            efforts: documents
                .iter()
                .map(|_| AtomicUsize::new((EFFORT / documents.len()).max(EFFORT_PER_DOCUMENT)))
                .collect(),
        }
    }

    /// Returns every folder, by its path below the content folder, in no order.
    pub(super) fn folders(&self) -> impl Iterator<Item = (&str, ChapterId)> {
        self.folders.iter().map(|(path, chapter)| (path.as_str(), *chapter))
    }

    /// Returns the chapter of a document. Every document has one unless it lost its place to
    /// another, which is reported elsewhere.
    pub(super) fn chapter_of(&self, document: DocumentId) -> Option<ChapterId> {
        self.chapter_of[document.index()]
    }

    /// Finds what a normalised path below the content folder names, in the order in which people
    /// mean it: the file itself, a folder, a file without its extension, an address. Whether letters and
    /// marks are written together or apart makes no difference.
    pub(super) fn find(&self, path: &str, from_root: bool) -> Option<Found> {
        let path = path.trim_end_matches('/');
        let as_written = self.find_as_written(path, from_root);
        if as_written.is_some() || path.is_ascii() {
            return as_written;
        }
        let path = composed(path);
        let stored = self.decomposed().get(&*path).or_else(|| self.decomposed().get(&*format!("{path}.md")));
        self.find_as_written(stored.map_or(&*path, |stored| stored), from_root)
    }

    /// Paths of files and folders in which letters and marks are written apart, by how they are together.
    fn decomposed(&self) -> &FxHashMap<String, String> {
        self.decomposed.get_or_init(|| {
            let files = self.by_path.keys().chain(self.assets_by_name.iter().flat_map(|names| names.keys()));
            let all = files.copied().chain(self.folders.keys().map(String::as_str));
            let apart = all.filter_map(|path| match composed(path) {
                Cow::Owned(composed) => Some((composed, path.to_owned())),
                Cow::Borrowed(_) => None,
            });
            apart.collect()
        })
    }

    fn find_as_written(&self, path: &str, from_root: bool) -> Option<Found> {
        if let Some(document) = self.by_path.get(path) {
            return self.chapter_of(*document).map(Found::Chapter);
        }
        if let Some(asset) = self.assets_by_name[0].get(path) {
            return Some(Found::Asset(*asset));
        }
        if let Some(chapter) = self.folders.get(path) {
            return Some(Found::Chapter(*chapter));
        }
        for extension in [".md", ".markdown"] {
            if let Some(document) = self.by_path.get(format!("{path}{extension}").as_str()) {
                return self.chapter_of(*document).map(Found::Chapter);
            }
        }
        if from_root && let Some(asset) = self.assets_by_name[1].get(path) {
            return Some(Found::Asset(*asset));
        }
        self.find_address(path).map(Found::Chapter).or_else(|| self.find_special(path))
    }

    /// Finds the generated page at an address, or of a name.
    fn find_special(&self, path: &str) -> Option<Found> {
        let bare = path.strip_suffix("/index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
        let at = self.specials.iter().position(|special| special.key.as_str() == bare)?;
        Some(Found::Special(SpecialId::new(at)))
    }

    /// Finds the chapter that is, or was, published at an address.
    fn find_address(&self, path: &str) -> Option<ChapterId> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let is_index =
            tree::index_rank(name).is_some() || matches!(name, "index.html" | "index" | "README" | "_index");
        if is_index && let Some(chapter) = self.folders.get(folder) {
            return Some(*chapter);
        }
        let bare = [".html", ".htm", ".md"]
            .iter()
            .find_map(|extension| path.strip_suffix(extension))
            .unwrap_or(path);
        let address = if is_index { folder } else { bare };
        let by_key = self.by_key.get(address).or_else(|| self.by_key.get(Key::of(address).as_str()));
        by_key.or_else(|| self.aliases.get(path)).or_else(|| self.aliases.get(bare)).copied()
    }

    /// Returns whether this edition leaves out the file that a path below the content folder names.
    pub(super) fn is_hidden(&self, path: &str) -> bool {
        let candidates = [
            path.to_owned(),
            format!("{path}.md"),
            format!("{path}/index.md"),
            format!("{path}/_index.md"),
            format!("{path}/README.md"),
        ];
        candidates.iter().any(|path| self.content.join(path).is_ok_and(|path| self.hidden.contains(&path)))
    }

    /// Returns whether a document has an anchor.
    pub(super) fn has_anchor(&self, document: DocumentId, name: &str) -> bool {
        let is_own = match &self.anchors[document.index()] {
            Some(anchors) => anchors.contains(name),
            None => self.documents[document.index()].file.outline.has_anchor(name),
        };
        is_own || self.terms.anchors_on(self.chapter_of(document)).iter().any(|anchor| **anchor == *name)
    }

    /// Returns the path that differs from `path` in upper and lower case alone.
    pub(super) fn in_other_case(&self, path: &str) -> Option<&str> {
        let folded = self.folded.get_or_init(|| {
            let assets = self.assets_by_name.iter().flat_map(|names| names.keys());
            let mut all: Vec<&str> = self
                .by_path
                .keys()
                .chain(assets)
                .copied()
                .chain(self.folders.keys().map(String::as_str))
                .collect();
            all.sort_unstable();
            all.into_iter().rev().map(|path| (path.to_lowercase(), path.to_owned())).collect()
        });
        let wanted = path.trim_end_matches('/').to_lowercase();
        let found = folded.get(&wanted).or_else(|| folded.get(&format!("{wanted}.md")));
        found.map(String::as_str).filter(|found| *found != path)
    }

    /// Returns the paths below the content folder of every file with this name, sorted.
    pub(super) fn with_file_name(&self, name: &str) -> &[&'a str] {
        let names = self.file_names.get_or_init(|| {
            let mut names: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
            for path in self.by_path.keys().chain(self.assets_by_name[0].keys()) {
                names.entry(path.rsplit('/').next().unwrap_or(path)).or_default().push(path);
            }
            names.values_mut().for_each(|paths| paths.sort_unstable());
            names
        });
        names.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the names of files and folders directly inside a folder, sorted, a few hundred at
    /// most: they are compared one by one.
    pub(super) fn names_in(&self, folder: &SourcePath) -> Vec<&str> {
        let by_folder = self.by_folder.get_or_init(|| {
            let mut by_folder: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
            let folders = self.folders.keys().map(String::as_str).filter(|path| !path.is_empty());
            for path in self.by_path.keys().chain(self.assets_by_name[0].keys()).copied().chain(folders) {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                by_folder.entry(folder).or_default().push(name);
            }
            by_folder
                .into_iter()
                .map(|(folder, mut names)| {
                    names.sort_unstable();
                    names.truncate(500);
                    (folder.to_owned(), names.into_iter().map(str::to_owned).collect())
                })
                .collect()
        });
        by_folder.get(folder.as_str()).map_or(Vec::new(), |names| names.iter().map(String::as_str).collect())
    }

    /// Returns by what other names the anchors of a document are known.
    pub(super) fn other_anchors(&self, document: DocumentId) -> &OtherAnchors {
        let outline = &self.documents[document.index()].file.outline;
        self.other_anchors[document.index()].get_or_init(|| OtherAnchors::new(outline))
    }

    /// Returns the candidate nearest to what the author of a document wrote, as long as there is
    /// effort left for that document.
    pub(super) fn nearest<'b>(
        &self,
        document: DocumentId,
        wrong: &str,
        candidates: impl IntoIterator<Item = &'b str>,
    ) -> Option<&'b str> {
        let effort = &self.efforts[document.index()];
        let mut left = effort.load(Ordering::Relaxed);
        let found = nearest_within(wrong, candidates, &mut left);
        effort.store(left, Ordering::Relaxed);
        found
    }

    /// Returns how sure it is that `found`, the nearest of `candidates`, is what the author of a
    /// document meant.
    pub(super) fn certainty<'b>(
        &self,
        document: DocumentId,
        (wrong, found): (&str, &str),
        candidates: impl IntoIterator<Item = &'b str>,
    ) -> Certainty {
        let effort = &self.efforts[document.index()];
        let mut left = effort.load(Ordering::Relaxed);
        let is_sure = is_only_nearest(wrong, found, candidates, &mut left);
        effort.store(left, Ordering::Relaxed);
        if is_sure { Certainty::Sure } else { Certainty::Likely }
    }

    /// Takes from the effort that is left for suggestions in a document; false when there is none.
    pub(super) fn spend(&self, document: DocumentId, cost: usize) -> bool {
        let effort = &self.efforts[document.index()];
        let left = effort.load(Ordering::Relaxed).saturating_sub(cost);
        effort.store(left, Ordering::Relaxed);
        left > 0
    }

    /// Returns titles, names and aliases, for wikilinks.
    pub(super) fn wiki(&self) -> &WikiNames {
        self.wiki.get_or_init(|| WikiNames::new(self, &self.chapter_of))
    }
}

/// Folder paths to chapters: every folder above a document.
fn folders(
    documents: &[Document],
    chapters: &[Chapter],
    chapter_of: &[Option<ChapterId>],
    content: &SourcePath,
) -> FxHashMap<String, ChapterId> {
    let mut folders = FxHashMap::default();
    folders.insert(String::new(), ChapterId::HOME);
    for (index, document) in documents.iter().enumerate() {
        let below = document.path.below(content).unwrap_or(document.path.as_str());
        let Some(chapter) = chapter_of[index] else { continue };
        if document.path.file_name() == ladders::FILE_NAME {
            let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.insert(folder.to_owned(), chapter);
        }
        if is_placed_by_a_ladder(document, &chapters[chapter.index()]) {
            continue; // Its place among the chapters says nothing about folders.
        }
        // From a document its folder is the chapter's parent, unless the chapter is the folder; the
        // page of a folder may also lie beside it.
        let is_inside = tree::index_rank(document.path.file_name()).is_some();
        let chapter_is_folder = chapters[chapter.index()].is_part && is_inside;
        let mut part = if chapter_is_folder { Some(chapter) } else { chapters[chapter.index()].parent };
        let mut path = below;
        while let (Some((folder, _)), Some(id)) = (path.rsplit_once('/'), part) {
            if folders.insert(folder.to_owned(), id).is_some() {
                break;
            }
            path = folder;
            part = chapters[id.index()].parent;
        }
    }
    folders
}

fn is_placed_by_a_ladder(document: &Document, chapter: &Chapter) -> bool {
    let is_below_home = |kind: ViewKind| kind != ViewKind::Home;
    matches!(document.file.sheet.as_deref(), Some(Sheet::Data(_)))
        || chapter.view.as_ref().is_some_and(|view| is_below_home(view.kind) || view.family.is_some())
}

fn many_anchors(document: &Document) -> Option<FxHashSet<&str>> {
    let outline = &document.file.outline;
    let is_worth_it = outline.headings.len() + outline.anchors.len() >= MANY_ANCHORS;
    is_worth_it.then(|| outline.anchor_names().collect())
}

/// An alias as it is looked up: without slashes around it.
pub(super) fn trimmed(alias: &str) -> &str {
    alias.trim_matches('/')
}
