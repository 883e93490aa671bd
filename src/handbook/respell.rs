//! How links are written once files have other names.
//!
//! [`Moves`] holds a handbook beside the same handbook with files renamed. A link whose words lead
//! elsewhere then is written anew, in the manner in which it was: from the root or relative, with or
//! without the ending, as a folder or its index. Every spelling is resolved before it is proposed, so
//! none is a guess.

mod terms;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chapter::{ChapterId, DocumentId};
use super::library::{Found, Library};
use super::resolve::{self, Target, Written};
use super::special::SpecialId;
use super::spelling::{self, Base, Names};
use super::{Asset, AssetHome, Handbook, ladders, suggest, wiki};
use crate::config::Config;
use crate::document::outline::{LinkKind, RawLink};
use crate::source::SourcePath;

pub use terms::RespelledChapter;

/// A handbook before and after files were renamed, with nothing else changed.
pub struct Moves<'a> {
    before: Side<'a>,
    after: Side<'a>,
    renamed: &'a dyn Fn(&SourcePath) -> SourcePath,
    /// For each document before, the same after.
    documents: Vec<DocumentId>,
    /// The same for chapters; `None` for folders that are gone.
    chapters: Vec<Option<ChapterId>>,
    /// The same for assets.
    assets: Vec<u32>,
}

struct Side<'a> {
    handbook: &'a Handbook,
    library: Library<'a>,
    /// The path of each folder without a document, below the content folder.
    folders: FxHashMap<ChapterId, String>,
}

impl<'a> Side<'a> {
    fn new(handbook: &'a Handbook) -> Self {
        let library =
            Library::new(&handbook.shelf, &handbook.documents, &handbook.assets, &handbook.chapters);
        let mut folders: FxHashMap<ChapterId, String> = FxHashMap::default();
        for (path, chapter) in library.folders() {
            let shortest = folders.entry(chapter).or_insert_with(|| path.to_owned());
            if (path.len(), path) < (shortest.len(), shortest.as_str()) {
                path.clone_into(shortest);
            }
        }
        Self { handbook, library, folders }
    }

    fn below(&self, path: &SourcePath) -> String {
        path.below(self.library.content).unwrap_or(path.as_str()).to_owned()
    }

    /// By what paths a target can be named.
    fn names(&self, target: &Target) -> Option<Names> {
        match target {
            Target::Chapter { id, .. } => {
                let chapter = self.handbook.chapter(*id);
                let document = self.handbook.document(chapter);
                Some(Names {
                    file: document.map(|document| self.below(&document.path)),
                    folder: self.folders.get(id).cloned(),
                    address: chapter.key.as_str().to_owned(),
                    natural: chapter.natural_key.as_ref().map(|key| key.as_str().to_owned()),
                })
            }
            Target::Asset { index, .. } => {
                let asset = &self.handbook.assets[*index as usize];
                Some(Names { file: Some(asset.name.as_str().to_owned()), ..Names::default() })
            }
            Target::Special { id, .. } => {
                let address = self.handbook.specials()[id.index()].key.as_str().to_owned();
                Some(Names { address, ..Names::default() })
            }
            Target::Broken | Target::Here { .. } => None,
        }
    }

    /// The generated page with the key that one has on the other side.
    fn special_like(&self, other: &Side<'_>, id: SpecialId) -> Option<SpecialId> {
        let key = &other.handbook.specials()[id.index()].key;
        let at = self.handbook.specials().iter().position(|special| special.key == *key)?;
        Some(SpecialId::from_index(at, self.handbook))
    }
}

/// A link that has to be written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelled {
    /// The document that it stands in, before.
    pub document: DocumentId,
    /// Which of the links of its outline.
    pub link: usize,
    /// The part of its destination that names a file, as it was.
    pub old: String,
    /// The same as it has to be; `None` when no spelling leads to the same place.
    pub new: Option<String>,
}

impl<'a> Moves<'a> {
    /// Compares two handbooks. `renamed` gives the path of a file after from that before.
    pub fn new(
        before: &'a Handbook,
        after: &'a Handbook,
        renamed: &'a dyn Fn(&SourcePath) -> SourcePath,
    ) -> Self {
        let (before, after) = (Side::new(before), Side::new(after));
        let index: FxHashMap<&SourcePath, usize> =
            after.handbook.documents.iter().enumerate().map(|(at, document)| (&document.path, at)).collect();
        let documents = before.handbook.documents.iter().map(|document| {
            let renamed = renamed(&document.path);
            DocumentId::new(*index.get(&renamed).expect("nothing but names is another"))
        });
        let documents: Vec<DocumentId> = documents.collect();
        let index: FxHashMap<&SourcePath, usize> =
            after.handbook.assets.iter().enumerate().map(|(at, asset)| (&asset.path, at)).collect();
        let assets = before.handbook.assets.iter().map(|asset| {
            let at = index.get(&renamed(&asset.path)).expect("nothing but names is another");
            u32::try_from(*at).expect("fewer than 2^32 assets")
        });
        let assets = assets.collect();
        let chapters = chapters(&before, &after, &documents, renamed);
        Self { before, after, renamed, documents, chapters, assets }
    }

    /// Returns the same document after.
    pub fn document(&self, before: DocumentId) -> DocumentId {
        self.documents[before.index()]
    }

    /// Returns the same chapter after; `None` for a folder that is gone.
    pub fn chapter(&self, before: ChapterId) -> Option<ChapterId> {
        self.chapters[before.index()]
    }

    /// Returns the chapter that stands in for one that is gone: the first page that was in it.
    pub fn heir(&self, before: ChapterId) -> Option<ChapterId> {
        let chapter = self.before.handbook.chapter(before);
        self.chapter(before).or_else(|| chapter.children.iter().find_map(|child| self.heir(*child)))
    }

    /// Returns every link that would lead elsewhere as it is written, by rising document and place.
    pub fn respelled(&self) -> Vec<Respelled> {
        let documents = 0..self.before.handbook.documents.len();
        documents.flat_map(|index| self.respelled_in(DocumentId::new(index))).collect()
    }

    fn respelled_in(&self, id: DocumentId) -> Vec<Respelled> {
        let document = &self.before.handbook.documents[id.index()];
        let targets = self.before.handbook.targets(id).iter();
        let now = self.after.handbook.targets(self.document(id)).iter();
        let links = document.file.outline.links.iter().zip(targets.zip(now)).enumerate();
        let changed = links.filter_map(|(link, (raw, (before, now)))| {
            let wanted = self.target(before);
            if wanted.as_ref() == Some(now) && *before != Target::Broken {
                return None;
            }
            let old = name_of(raw);
            let new = match before {
                Target::Broken => {
                    return self.rebased(id, raw).map(|new| Respelled {
                        document: id,
                        link,
                        old,
                        new: Some(new),
                    });
                }
                _ => wanted.and_then(|wanted| self.spelled(id, raw, before, &wanted)),
            };
            Some(Respelled { document: id, link, old, new })
        });
        changed.collect()
    }

    /// Returns a link that leads elsewhere, if there is one; one that led nowhere may stay so.
    pub fn astray(&self) -> Option<(DocumentId, usize)> {
        let documents = 0..self.before.handbook.documents.len();
        documents.map(DocumentId::new).find_map(|id| {
            let before = self.before.handbook.targets(id);
            let now = self.after.handbook.targets(self.document(id));
            if before.len() != now.len() {
                return Some((id, before.len().min(now.len())));
            }
            let is_astray = |(before, now): (&Target, &Target)| self.target(before).as_ref() != Some(now);
            before.iter().zip(now).position(is_astray).map(|link| (id, link))
        })
    }

    /// Where a target is after.
    fn target(&self, before: &Target) -> Option<Target> {
        Some(match before {
            Target::Broken => Target::Broken,
            Target::Here { suffix } => Target::Here { suffix: suffix.clone() },
            Target::Chapter { id, suffix } => Target::Chapter { id: self.heir(*id)?, suffix: suffix.clone() },
            Target::Special { id, suffix } => {
                Target::Special { id: self.after.special_like(&self.before, *id)?, suffix: suffix.clone() }
            }
            Target::Asset { index, suffix } => {
                Target::Asset { index: self.assets[*index as usize], suffix: suffix.clone() }
            }
        })
    }

    /// Writes the name of a page in the settings so that it names the same page; `None` when it does as
    /// it is, the inner `None` when no name does.
    pub fn respelled_name(&self, written: &str) -> Option<Option<String>> {
        let find = |side: &Side<'_>, name: &str| {
            let path = SourcePath::root().join(name.trim().trim_start_matches('/')).ok()?;
            match side.library.find(path.as_str(), true)? {
                Found::Chapter(id) => Some(id),
                _ => None,
            }
        };
        let id = find(&self.before, written)?;
        let wanted = self.heir(id);
        if wanted.is_some() && find(&self.after, written) == wanted {
            return None;
        }
        let target = |id| Target::Chapter { id, suffix: Box::default() };
        let names = wanted
            .and_then(|wanted| Some((self.before.names(&target(id))?, self.after.names(&target(wanted))?)));
        let root = Base::of("");
        let spellings = names.map(|(old, new)| spelling::of_link(written, (&old, &new), (&root, &root)));
        Some(spellings.into_iter().flatten().find(|spelling| find(&self.after, spelling) == wanted))
    }

    /// Writes a link so that it leads to `wanted`.
    fn spelled(&self, id: DocumentId, raw: &RawLink, before: &Target, wanted: &Target) -> Option<String> {
        let (old, new) = (self.before.names(before)?, self.after.names(wanted)?);
        let now = self.document(id);
        let bases = (self.base_of(&self.before, id), self.base_of(&self.after, now));
        let spellings = match raw.kind {
            LinkKind::Wiki => spelling::of_wiki(&name_of(raw), (&old, &new), (&bases.0, &bases.1)),
            _ => spelling::of_link(&name_of(raw), (&old, &new), (&bases.0, &bases.1)),
        };
        let rest = &raw.destination[rest_of(raw)..];
        spellings.into_iter().find(|spelling| {
            let link = RawLink { destination: format!("{spelling}{rest}").into(), ..raw.clone() };
            self.resolve(now, &link).as_ref() == Some(wanted)
        })
    }

    fn resolve(&self, id: DocumentId, link: &RawLink) -> Option<Target> {
        let library = &self.after.library;
        match link.kind {
            LinkKind::Wiki => wiki::resolve(library, id, link).ok(),
            _ => resolve::resolve_path(library, id, link).ok(),
        }
    }

    fn base_of(&self, side: &Side<'_>, id: DocumentId) -> Base {
        Base::of(&side.below(&side.handbook.documents[id.index()].path))
    }

    /// Writes a link that leads nowhere so that it leads to the same nowhere.
    fn rebased(&self, id: DocumentId, raw: &RawLink) -> Option<String> {
        let written = Written::new(&raw.destination);
        let is_relative =
            raw.kind != LinkKind::Wiki && !written.raw.is_empty() && !written.raw.starts_with('/');
        if !is_relative || suggest::missing_scheme(&written.path).is_some() {
            return None;
        }
        let from = &self.before.handbook.documents[id.index()].path;
        let to = &self.after.handbook.documents[self.document(id).index()].path;
        let meant = from.parent().join(&written.path).ok()?;
        let meant_now = (self.renamed)(&meant);
        if (from.parent() == to.parent() && meant == meant_now) || meant.as_str().is_empty() {
            return None;
        }
        let new = spelling::relative(&to.parent(), meant_now.as_str(), written.raw);
        let link = RawLink { destination: format!("{new}{}", written.suffix).into(), ..raw.clone() };
        (new != written.raw && self.resolve(self.document(id), &link).is_none()).then_some(new)
    }
}

/// For each chapter before, the same after.
fn chapters(
    before: &Side<'_>,
    after: &Side<'_>,
    documents: &[DocumentId],
    renamed: &dyn Fn(&SourcePath) -> SourcePath,
) -> Vec<Option<ChapterId>> {
    let views: FxHashMap<String, ChapterId> = after
        .handbook
        .chapters
        .iter()
        .enumerate()
        .filter_map(|(at, chapter)| {
            let view = chapter.view.as_ref()?;
            Some((ladders::identity(after.handbook.ladders(), view), ChapterId::new(at)))
        })
        .collect();
    let folders: FxHashMap<&str, ChapterId> = after.library.folders().collect();
    let content = before.library.content;
    let chapters = before.handbook.chapters.iter().enumerate().map(|(at, chapter)| {
        if let Some(document) = chapter.document {
            return after.library.chapter_of(documents[document.index()]);
        }
        if let Some(view) = &chapter.view {
            return views.get(&ladders::identity(before.handbook.ladders(), view)).copied();
        }
        let folder = before.folders.get(&ChapterId::new(at))?;
        let path = renamed(&content.join(folder).ok()?);
        folders.get(path.below(content)?).copied()
    });
    chapters.collect()
}

/// Where the part of a destination ends that names a file.
fn rest_of(raw: &RawLink) -> usize {
    let ends: &[char] = if raw.kind == LinkKind::Wiki { &['#'] } else { &['?', '#'] };
    let end = raw.destination.find(ends).unwrap_or(raw.destination.len());
    match raw.kind {
        // White space around the name is not part of it.
        LinkKind::Wiki => raw.destination[..end].trim_end().len(),
        _ => end,
    }
}

/// The part of a destination that names a file.
fn name_of(raw: &RawLink) -> String {
    let name = &raw.destination[..rest_of(raw)];
    if raw.kind == LinkKind::Wiki { name.trim().to_owned() } else { name.to_owned() }
}

impl Handbook {
    /// Returns what this handbook was assembled from, with files renamed.
    pub fn parts_with<'a>(
        &self,
        config: &'a Config,
        renamed: &dyn Fn(&SourcePath) -> SourcePath,
    ) -> super::Parts<'a> {
        let mut documents = self.documents.clone();
        documents.iter_mut().for_each(|document| document.path = renamed(&document.path));
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        let mut assets: Vec<Asset> =
            self.assets.iter().map(|asset| renamed_asset(asset, &config.content, renamed)).collect();
        assets.sort_by(|a, b| {
            (a.home == AssetHome::Static, &a.path).cmp(&(b.home == AssetHome::Static, &b.path))
        });
        super::Parts {
            config,
            documents,
            hidden: self.shelf.hidden.iter().map(renamed).collect(),
            assets,
            dates: Arc::clone(&self.shelf.dates),
        }
    }
}

fn renamed_asset(asset: &Asset, content: &SourcePath, renamed: &dyn Fn(&SourcePath) -> SourcePath) -> Asset {
    let path = renamed(&asset.path);
    let folder = match asset.home {
        AssetHome::Content => content.clone(),
        AssetHome::Static => {
            let length = asset.path.as_str().len() - asset.name.as_str().len();
            SourcePath::new(asset.path.as_str()[..length].trim_end_matches('/'))
                .unwrap_or_else(|_| SourcePath::root())
        }
    };
    let name = path.below(&folder).and_then(|name| SourcePath::new(name).ok());
    Asset { name: name.unwrap_or_else(|| path.clone()), path, ..asset.clone() }
}
