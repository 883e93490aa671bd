//! Folders and files in reading order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::anchors::anchors;
use super::chapter::{Chapter, ChapterId, DocumentId, Key, split_order};
use super::ladders::chapters::{Planned, below};
use super::ladders::{self, Gathered, LadderView, ViewKind};
use super::names::{by_title, humanise};
use super::percent_decode;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::document::Document;
use crate::ladder::assemble::FileRole;
use crate::ladder::sheet::Sheet;
use crate::source::SourcePath;

/// Chapters in reading order.
pub(super) struct Ordered {
    /// The home page first.
    pub(super) chapters: Vec<Chapter>,
    /// For documents that have no chapter of their own, the chapter that shows what they say.
    pub(super) stand_ins: Vec<(DocumentId, ChapterId)>,
    /// Where each view of a ladder is.
    pub(super) views: FxHashMap<LadderView, ChapterId>,
}

/// A folder before it is put in order.
#[derive(Default)]
struct Folder<'a> {
    /// The ladder that it is, by index.
    ladder: Option<usize>,
    /// The document that is the folder's page.
    index: Option<usize>,
    documents: Vec<usize>,
    folders: BTreeMap<&'a str, Folder<'a>>,
}

/// Returns the chapters in reading order.
pub(super) fn order(
    content: &SourcePath,
    title: &str,
    documents: &[Document],
    ladders: &[Gathered],
) -> Checked<Ordered> {
    let mut diagnostics = Vec::new();
    let mut root = Folder::default();
    let placed = placed_by(ladders);
    for (index, document) in documents.iter().enumerate() {
        let is_data = matches!(document.file.sheet.as_deref(), Some(Sheet::Data(_)));
        if !is_data && !placed.contains(&DocumentId::new(index)) {
            folder_of(&mut root, document.path.below(content).unwrap_or(document.path.as_str()))
                .documents
                .push(index);
        }
    }
    for (index, gathered) in ladders.iter().enumerate() {
        let is_root = |document: &&Document| {
            document.path.file_name() == ladders::FILE_NAME
                && document.path.parent() == gathered.placed.folder
        };
        let file = documents.iter().find(is_root).expect("a ladder is a folder with this file");
        folder_of(&mut root, file.path.below(content).unwrap_or(file.path.as_str())).ladder = Some(index);
    }
    choose_pages(&mut root, documents, &mut diagnostics);
    let ordered = Ordered { chapters: Vec::new(), stand_ins: Vec::new(), views: FxHashMap::default() };
    let mut builder = Builder { documents, ladders, content, ordered };
    let title = root.index.and_then(|index| own_title(&documents[index])).map_or(title, String::as_str);
    builder.folder(&root, title, Key::default(), None);
    builder.stand_ins();
    Checked { value: builder.ordered, diagnostics }
}

/// Returns the documents that ladders place among the chapters themselves.
fn placed_by(ladders: &[Gathered]) -> FxHashSet<DocumentId> {
    let roles = ladders.iter().flat_map(|gathered| &gathered.roles);
    roles.filter(|(_, role)| *role != FileRole::Page).map(|(id, _)| *id).collect()
}

/// Returns the folder that holds the file at a path below the content folder.
fn folder_of<'f, 'a>(root: &'f mut Folder<'a>, below: &'a str) -> &'f mut Folder<'a> {
    let mut folder = root;
    let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
    for segment in folders.split('/').filter(|segment| !segment.is_empty()) {
        folder = folder.folders.entry(segment).or_default();
    }
    folder
}

/// How a file name makes a document the page of its folder; lower wins.
pub(super) fn index_rank(name: &str) -> Option<u8> {
    match name.to_ascii_lowercase().as_str() {
        "_index.md" | "_index.markdown" => Some(0),
        "index.md" | "index.markdown" => Some(1),
        "readme.md" | "readme.markdown" => Some(2),
        _ => None,
    }
}

/// Takes the page of each folder out of its documents. A `README.md` beside an `index.md` is for
/// the people who browse the repository, and stays an ordinary page.
fn choose_pages(folder: &mut Folder<'_>, documents: &[Document], diagnostics: &mut Vec<Diagnostic>) {
    let rank = |index: &usize| index_rank(documents[*index].path.file_name());
    let mut candidates: Vec<usize> =
        folder.documents.iter().copied().filter(|index| rank(index).is_some()).collect();
    candidates.sort_by_key(rank);
    folder.index = candidates.first().copied();
    folder.documents.retain(|index| Some(*index) != folder.index);
    if let [first, second, ..] = candidates[..]
        && rank(&second) < Some(2)
    {
        let report = Diagnostic::new(Code::PageDuplicateRoute, "two files are the page of one folder");
        diagnostics.push(
            report
                .in_file(&documents[second].path, None, "this one")
                .also(&documents[first].path, None, "and this one")
                .help("keep one of the two"),
        );
        folder.documents.retain(|index| *index != second);
    }
    for (name, inner) in &mut folder.folders {
        choose_pages(inner, documents, diagnostics);
        if inner.index.is_none() {
            inner.index = take_namesake(&mut folder.documents, name, documents);
        }
    }
}

/// Takes the page of a folder that lies beside it, `delivery.md` beside `delivery/`, out of the
/// documents there. Both would be published at one address, and are one thing to who wrote them.
fn take_namesake(beside: &mut Vec<usize>, folder: &str, documents: &[Document]) -> Option<usize> {
    let name = split_order(folder).1;
    let namesake = beside.iter().position(|index| split_order(documents[*index].path.stem()).1 == name)?;
    Some(beside.remove(namesake))
}

struct Builder<'a> {
    documents: &'a [Document],
    ladders: &'a [Gathered],
    content: &'a SourcePath,
    ordered: Ordered,
}

/// Something inside a folder, and what it is put in order by.
struct Place<'f, 'a> {
    order: Option<f64>,
    title: String,
    name: &'a str,
    inside: Inside<'f, 'a>,
}

enum Inside<'f, 'a> {
    Document(usize),
    Folder(&'f Folder<'a>),
}

impl<'a> Builder<'a> {
    /// Adds a folder and all that is in it.
    fn folder(
        &mut self,
        folder: &Folder<'a>,
        title: &str,
        natural: Key,
        parent: Option<ChapterId>,
    ) -> ChapterId {
        let id = ChapterId::new(self.ordered.chapters.len());
        let key = match folder.index {
            Some(index) if parent.is_some() => self.chosen_key(index, &natural),
            _ => natural.clone(),
        };
        // What is inside follows a folder's `slug`, so that its address is a prefix of theirs; a
        // `permalink` moves the one page alone.
        let has_permalink =
            folder.index.is_some_and(|index| self.documents[index].file.front_matter.permalink.is_some());
        let base = if has_permalink { natural.clone() } else { key.clone() };
        self.ordered.chapters.push(Chapter {
            natural_key: (key != natural).then_some(natural),
            key,
            title: title.into(),
            document: folder.index.map(DocumentId::new),
            is_part: true,
            parent,
            children: Vec::new(),
            summary: None,
            view: None,
            anchors: None,
        });
        let planned = folder.ladder.map_or(Vec::new(), |index| {
            let Gathered { placed, roles } = &self.ladders[index];
            below(index, placed, roles)
        });
        let mut places = self.places(folder);
        let joined = take_joined(&mut places, &planned);
        self.inside(places, &base, id);
        if let Some(ladder) = folder.ladder {
            self.ladder(ladder, folder.index, id);
        }
        for part in planned {
            let own = joined.iter().find(|(key, _)| *key == Key::of(&part.key)).map(|(_, folder)| *folder);
            let child = self.planned(part, own, &base, id);
            self.ordered.chapters[id.index()].children.push(child);
        }
        id
    }

    /// Adds what lies in a folder, in reading order.
    fn inside(&mut self, mut places: Vec<Place<'_, 'a>>, base: &Key, id: ChapterId) {
        places.sort_by(in_reading_order);
        for place in places {
            let natural = base.join(place.name);
            let child = match place.inside {
                Inside::Folder(inner) => self.folder(inner, &place.title, natural, Some(id)),
                Inside::Document(index) => self.document(index, place.title, natural, id),
            };
            self.ordered.chapters[id.index()].children.push(child);
        }
    }

    fn document(&mut self, index: usize, title: String, natural: Key, parent: ChapterId) -> ChapterId {
        let id = ChapterId::new(self.ordered.chapters.len());
        let key = self.chosen_key(index, &natural);
        self.ordered.chapters.push(Chapter {
            natural_key: (key != natural).then_some(natural),
            key,
            title: title.into(),
            document: Some(DocumentId::new(index)),
            is_part: false,
            parent: Some(parent),
            children: Vec::new(),
            summary: None,
            view: None,
            anchors: None,
        });
        id
    }

    /// Makes the chapter of a ladder's folder its first page.
    fn ladder(&mut self, index: usize, page: Option<usize>, id: ChapterId) {
        let placed = &self.ladders[index].placed;
        let home = LadderView::whole(index, None, ViewKind::Home);
        self.ordered.views.insert(home.clone(), id);
        let outline = page.map(|page| &self.documents[page].file.outline);
        let chapter = &mut self.ordered.chapters[id.index()];
        if page.is_none() {
            chapter.title = placed.ladder.framework.name.as_str().into();
        }
        // A page that shows the ladder itself, where it likes, needs nothing added.
        if outline.is_none_or(|outline| outline.directives.is_empty()) {
            let own = outline.into_iter().flat_map(|outline| outline.anchor_names()).map(Box::from);
            chapter.anchors = Some(own.chain(anchors(&placed.ladder, &home)).collect());
            chapter.view = Some(home);
        }
    }

    /// Adds a chapter of a ladder, and all below it. `folder` is the one that its authors made for it,
    /// whose page it gets and whose pages stand behind those that are generated.
    fn planned(
        &mut self,
        planned: Planned,
        folder: Option<&Folder<'a>>,
        base: &Key,
        parent: ChapterId,
    ) -> ChapterId {
        let id = ChapterId::new(self.ordered.chapters.len());
        let natural = planned.key.split('/').fold(base.clone(), |key, segment| key.join_chosen(segment));
        let (natural, key) = match planned.document {
            Some(document) => {
                let natural = self.key_of_file(document);
                let key = self.chosen_key(document.index(), &natural);
                (natural, key)
            }
            None => (natural.clone(), natural),
        };
        if let Some(view) = &planned.view {
            self.ordered.views.insert(view.clone(), id);
        }
        let ladder = |view: &LadderView| &self.ladders[view.ladder].placed.ladder;
        let made = planned.view.as_ref().map(|view| anchors(ladder(view), view));
        let page = folder.and_then(|folder| folder.index).map(|index| &self.documents[index]);
        let own = page.into_iter().flat_map(|page| page.file.outline.anchor_names()).map(Box::from);
        let made = made.map(|made| own.chain(made).collect());
        let title = page.and_then(own_title).cloned().unwrap_or(planned.title);
        let document = planned.document.or(folder.and_then(|folder| folder.index).map(DocumentId::new));
        self.ordered.chapters.push(Chapter {
            natural_key: (key != natural).then_some(natural),
            key: key.clone(),
            title: title.into(),
            document,
            is_part: !planned.children.is_empty() || folder.is_some(),
            parent: Some(parent),
            children: Vec::new(),
            summary: (!planned.summary.is_empty()).then(|| planned.summary.into()),
            view: planned.view,
            anchors: made,
        });
        for child in planned.children {
            let child = self.planned(child, None, base, id);
            self.ordered.chapters[id.index()].children.push(child);
        }
        if let Some(folder) = folder {
            self.inside(self.places(folder), &key, id);
        }
        id
    }

    /// The key that the folders and the name of a file give.
    fn key_of_file(&self, id: DocumentId) -> Key {
        let path = &self.documents[id.index()].path;
        let below = path.below(self.content).unwrap_or(path.as_str());
        let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
        Key::of(folders).join(path.stem())
    }

    /// Notes where the files of ladders are shown that are no chapters.
    fn stand_ins(&mut self) {
        for (index, gathered) in self.ladders.iter().enumerate() {
            let shown =
                |family, kind| self.ordered.views.get(&LadderView::whole(index, family, kind)).copied();
            let stand_ins = gathered.roles.iter().filter_map(|(id, role)| {
                let chapter = match role {
                    FileRole::Data => shown(None, ViewKind::Home),
                    FileRole::Overlay { competency: Some(competency), .. } => {
                        shown(None, ViewKind::Competency(*competency))
                    }
                    FileRole::Overlay { family, level: Some(level), .. } => {
                        shown(Some(*family), ViewKind::Level(*level))
                    }
                    FileRole::Overlay { family, .. } => shown(Some(*family), ViewKind::Home),
                    FileRole::Competency(competency) => shown(None, ViewKind::Competency(*competency)),
                    FileRole::Level(level) => shown(None, ViewKind::Level(*level)),
                    FileRole::Page => None,
                };
                let own = self.ordered.chapters[chapter?.index()].document;
                (own != Some(*id)).then_some((*id, chapter?))
            });
            self.ordered.stand_ins.extend(stand_ins.collect::<Vec<_>>());
        }
    }

    /// The key after `slug` and `permalink` of the front matter.
    fn chosen_key(&self, index: usize, natural: &Key) -> Key {
        let settings = &self.documents[index].file.front_matter;
        if let Some(address) = &settings.permalink {
            return Key::of_address(&percent_decode(&address.value));
        }
        let Some(slug) = &settings.slug else { return natural.clone() };
        let folder =
            natural.as_str().rfind('/').map_or(Key::default(), |at| Key::chosen(&natural.as_str()[..at]));
        slug.value.split('/').fold(folder, |key, segment| key.join_chosen(segment))
    }

    fn places<'f>(&self, folder: &'f Folder<'a>) -> Vec<Place<'f, 'a>> {
        let documents = folder.documents.iter().map(|index| {
            let document = &self.documents[*index];
            let name = document.path.stem();
            Place {
                order: order_of(Some(document), name),
                title: title_of(Some(document), name),
                name,
                inside: Inside::Document(*index),
            }
        });
        let folders = folder.folders.iter().map(|(name, inner)| {
            let page = inner.index.map(|index| &self.documents[index]);
            Place {
                order: order_of(page, name),
                title: title_of(page, name),
                name,
                inside: Inside::Folder(inner),
            }
        });
        documents.chain(folders).collect()
    }
}

/// Takes the folders out that are called as a generated chapter of their ladder is, such as a family:
/// what lies in them belongs to it.
fn take_joined<'f, 'a>(places: &mut Vec<Place<'f, 'a>>, planned: &[Planned]) -> Vec<(Key, &'f Folder<'a>)> {
    let keys: Vec<Key> = planned.iter().map(|part| Key::of(&part.key)).collect();
    let mut joined = Vec::new();
    places.retain(|place| match place.inside {
        Inside::Folder(folder) if keys.contains(&Key::of(place.name)) => {
            joined.push((Key::of(place.name), folder));
            false
        }
        _ => true,
    });
    joined
}

/// Numbers first, by value; then titles; then names.
fn in_reading_order(a: &Place<'_, '_>, b: &Place<'_, '_>) -> Ordering {
    let by_order = match (a.order, b.order) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_order.then_with(|| by_title(&a.title, &b.title)).then_with(|| a.name.cmp(b.name))
}

fn order_of(page: Option<&Document>, name: &str) -> Option<f64> {
    page.and_then(|page| page.file.front_matter.order).or(split_order(name).0)
}

/// The title of a document: front matter, first heading, or the name of its file or folder.
fn title_of(page: Option<&Document>, name: &str) -> String {
    page.and_then(own_title).cloned().unwrap_or_else(|| humanise(name))
}

pub(super) fn own_title(document: &Document) -> Option<&String> {
    document.file.front_matter.title.as_ref().or(document.file.outline.title.as_ref())
}
