//! The ladders of a handbook, and where they are shown.
//!
//! A folder with a [`FILE_NAME`] is a ladder. Its files are declarations; of the Markdown among
//! them, what is about a competency or a level becomes the chapter of that, and the rest stays
//! ordinary chapters. Chapters that no file is about are generated, see `chapters.rs`.

pub(super) mod chapters;
pub(super) mod directives;
mod history;
mod reference;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::chapter::{Chapter, ChapterId, DocumentId};
use super::resolve::Target;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::document::Document;
use crate::document::outline::PATHS;
use crate::ladder::assemble::{Assembled, FileRole, SheetFile, assemble};
use crate::ladder::check::check;
use crate::ladder::lookup::Thing;
use crate::ladder::model::{Ladder, Status};
use crate::ladder::text::FileId;
use crate::source::SourcePath;

pub use reference::ReferenceText;
pub(super) use reference::{refer, reference};

/// The name of the file that makes a folder a ladder.
pub const FILE_NAME: &str = "ladder.toml";

/// A ladder among the chapters. Indices are those of the ladder's own lists.
#[derive(Debug)]
pub struct PlacedLadder {
    /// What it says. The files in its places are indices into
    /// [`Handbook::documents`](super::Handbook::documents).
    pub ladder: Arc<Ladder>,
    /// Its folder, from the project's root.
    pub folder: SourcePath,
    /// The chapter of each view that has a page, none of them narrowed.
    pub chapters: FxHashMap<LadderView, ChapterId>,
    /// For each competency, the chapters outside the ladder that link to it or to one of its
    /// expectations, in reading order.
    pub mentions: Vec<Vec<ChapterId>>,
}

/// A generated view of a ladder: the substance of a chapter, or of a directive in one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LadderView {
    /// Which ladder, by index into [`Handbook::ladders`](super::Handbook::ladders).
    pub ladder: usize,
    /// As which family sees it, by index into its families; `None` is the common ladder.
    pub family: Option<usize>,
    /// What is shown of it.
    pub kind: ViewKind,
    /// What it is narrowed to.
    pub filter: Filter,
}

/// What is shown of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewKind {
    /// The first page of a ladder, or of a family: what it is, its diagram, its matrix.
    Home,
    /// Levels by competencies.
    Matrix,
    /// Tracks and levels, as a drawing.
    Diagram,
    /// One level.
    Level(usize),
    /// One competency through all levels.
    Competency(usize),
    /// What changes from one level to another.
    Changes(usize, usize),
    /// Any two levels side by side.
    Compare,
}

/// What a view is narrowed to. An empty list narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Tracks, by index.
    pub tracks: Vec<usize>,
    /// Areas, by index.
    pub areas: Vec<usize>,
    /// Levels, by index.
    pub levels: Vec<usize>,
    /// Competencies, by index.
    pub competencies: Vec<usize>,
}

impl LadderView {
    /// Returns a view that is not narrowed.
    pub fn whole(ladder: usize, family: Option<usize>, kind: ViewKind) -> Self {
        Self { ladder, family, kind, filter: Filter::default() }
    }
}

/// Returns what a view is called whatever its address: by the ids of what it shows.
pub fn identity(ladders: &[PlacedLadder], view: &LadderView) -> String {
    let ladder = &ladders[view.ladder].ladder;
    let declared = &ladder.declared;
    let level = |index: usize| declared.levels[index].id.as_str();
    let what = match view.kind {
        ViewKind::Home => "home".to_owned(),
        ViewKind::Matrix => "matrix".to_owned(),
        ViewKind::Diagram => "diagram".to_owned(),
        ViewKind::Compare => "compare".to_owned(),
        ViewKind::Level(index) => format!("level/{}", level(index)),
        ViewKind::Competency(index) => format!("competency/{}", declared.competencies[index].id.as_str()),
        ViewKind::Changes(from, to) => format!("changes/{}/{}", level(from), level(to)),
    };
    let family = view.family.map(|index| format!("@{}", declared.families[index].id.as_str()));
    format!("ladder:{}{}/{what}", ladder.framework.id.as_str(), family.unwrap_or_default())
}

/// A ladder before it has chapters, and what each of its files is.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) placed: PlacedLadder,
    pub(super) roles: Vec<(DocumentId, FileRole)>,
}

/// Assembles the ladder of every folder that has one.
pub(super) fn gather(content: &SourcePath, documents: &[Document]) -> Checked<Vec<Gathered>> {
    let is_root =
        |document: &&Document| document.path.file_name() == FILE_NAME && document.file.sheet.is_some();
    let folders: Vec<SourcePath> = documents.iter().filter(is_root).map(|root| root.path.parent()).collect();
    let mut files: BTreeMap<&SourcePath, Vec<SheetFile<'_>>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let Some(sheet) = document.file.sheet.as_deref() else { continue };
        let around = folders.iter().filter(|folder| document.path.below(folder).is_some());
        let Some(folder) = around.max_by_key(|folder| folder.as_str().len()) else { continue };
        let below = document.path.below(folder).and_then(|below| SourcePath::new(below).ok());
        files.entry(folder).or_default().push(SheetFile {
            file: FileId(u32::try_from(index).expect("fewer than 2^32 documents")),
            path: &document.path,
            below: below.expect("what lies below a folder is a path"),
            sheet,
        });
    }
    let mut diagnostics = Vec::new();
    let path_of = |file: FileId| documents.get(file.0 as usize).map(|document| document.path.clone());
    let gathered = files.into_iter().map(|(folder, mut files)| {
        let published = history::published(&files, &mut diagnostics);
        files.retain(|file| !published.holds(file.file));
        let title = title_of(folder, content, documents);
        let Checked { value: Assembled { ladder, roles }, diagnostics: reports } =
            assemble(folder, &title, &files);
        diagnostics.extend(reports);
        diagnostics.extend(check(&ladder, &path_of));
        diagnostics.extend(published.check(&ladder, &path_of));
        let mentions = vec![Vec::new(); ladder.declared.competencies.len()];
        let chapters = FxHashMap::default();
        let placed = PlacedLadder { ladder: Arc::new(ladder), folder: folder.clone(), chapters, mentions };
        let roles = roles.into_iter().map(|(file, role)| (DocumentId::new(file.0 as usize), role)).collect();
        Gathered { placed, roles }
    });
    let value: Vec<Gathered> = gathered.collect();
    diagnostics.extend(history::superseded(&value, &path_of));
    diagnostics.extend(twice(&value));
    Checked { value, diagnostics }
}

/// Reports ladders that have one id: what is exported of them would be published at one address.
fn twice(ladders: &[Gathered]) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    for (at, gathered) in ladders.iter().enumerate() {
        let id = &gathered.placed.ladder.framework.id;
        let is_it = |other: &&Gathered| other.placed.ladder.framework.id == *id;
        let Some(first) = ladders[..at].iter().find(is_it) else { continue };
        let file = |gathered: &Gathered| gathered.placed.folder.join(FILE_NAME);
        let (Ok(path), Ok(earlier)) = (file(gathered), file(first)) else { continue };
        let report =
            Diagnostic::new(Code::LadderDuplicateId, format!("two ladders are called `{}`", id.value));
        let span = (id.place.span.start < id.place.span.end).then_some(id.place.span);
        let report = report.in_file(&path, span, "this one").also(&earlier, None, "and this one");
        reports.push(report.help("give one of them another `id` under `[framework]`"));
    }
    reports
}

/// The title of the folder's own page, or the name of the folder.
fn title_of(folder: &SourcePath, content: &SourcePath, documents: &[Document]) -> String {
    let is_page = |document: &&Document| {
        document.path.parent() == *folder && super::tree::index_rank(document.path.file_name()).is_some()
    };
    let page = documents.iter().find(is_page).and_then(super::tree::own_title);
    let name = if folder == content { "Ladder" } else { folder.file_name() };
    page.cloned().unwrap_or_else(|| super::names::humanise(name))
}

/// Returns the ladder that is meant where none is named: the one whose folder holds a file, else the
/// only one in force.
///
/// There is no clock: a ladder is in force when its status says so, whatever its dates are.
pub(super) fn default_ladder(path: &SourcePath, ladders: &[PlacedLadder]) -> Option<usize> {
    let around = ladders.iter().enumerate().filter(|(_, placed)| path.below(&placed.folder).is_some());
    let nearest = around.max_by_key(|(_, placed)| placed.folder.as_str().len());
    nearest.map(|(at, _)| at).or_else(|| {
        let first = by_standing(ladders).into_iter().find(|stage| !stage.is_empty())?;
        if let [only] = first.as_slice() { Some(*only) } else { None }
    })
}

/// Returns ladders by what they are worth to a reader who names none: those in force, drafts and
/// proposals, those that are retired.
fn by_standing(ladders: &[PlacedLadder]) -> [Vec<usize>; 3] {
    let mut stages: [Vec<usize>; 3] = Default::default();
    for (at, placed) in ladders.iter().enumerate() {
        let stage = match placed.ladder.framework.status {
            Status::Active => 0,
            Status::Draft | Status::Proposed => 1,
            Status::Retired => 2,
        };
        stages[stage].push(at);
    }
    stages
}

/// Where something of a ladder is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownAt {
    pub(super) chapter: ChapterId,
    /// Empty for the page itself.
    pub(super) anchor: String,
    /// What it is called.
    pub(super) title: String,
}

impl PlacedLadder {
    /// Returns where the thing with this id is shown.
    pub(super) fn shown_at(&self, index: usize, id: &str) -> Option<ShownAt> {
        let chapter = |family, kind| self.chapters.get(&LadderView::whole(index, family, kind)).copied();
        let home = || chapter(None, ViewKind::Home);
        let declared = &self.ladder.declared;
        let at = |chapter: Option<ChapterId>, anchor: &str, title: &str| {
            let (anchor, title) = (anchor.to_owned(), title.to_owned());
            chapter.map(|chapter| ShownAt { chapter, anchor, title })
        };
        match self.ladder.find(id)? {
            Thing::Level(level) => {
                let title = crate::ladder::titles::title(&self.ladder, None, level);
                let view = ViewKind::Level(level);
                let families = (0..declared.families.len()).map(Some);
                let mut pages =
                    std::iter::once(None).chain(families).filter_map(|family| chapter(family, view));
                at(pages.next().or_else(home), "", &title)
            }
            Thing::Competency(competency) => {
                let title = &declared.competencies[competency].name;
                at(chapter(None, ViewKind::Competency(competency)), "", title)
            }
            Thing::Expectation(_) => {
                let (cell, statement) = self.ladder.statement(id)?;
                let competency = self.ladder.competency(cell.competency.as_str())?;
                at(chapter(None, ViewKind::Competency(competency)), id, &statement.text.written)
            }
            Thing::Family(family) => {
                at(chapter(Some(family), ViewKind::Home), "", &declared.families[family].name)
            }
            Thing::Removed(removed) => {
                let removed = &declared.removed[removed];
                let heir = removed.replaced_by.iter().find(|heir| **heir != removed.id);
                heir.and_then(|heir| self.shown_at(index, heir.as_str()))
                    .or_else(|| at(home(), id, removed.id.as_str()))
            }
            Thing::Area(area) => at(home(), "", &declared.areas[area].name),
            Thing::Track(track) => at(home(), "", &declared.tracks[track].name),
            Thing::Archetype(archetype) => at(home(), "", &declared.archetypes[archetype].name),
        }
    }

    /// Returns the ids that are gone and that a level or a competency took the place of, with its page.
    pub fn heirs(&self, index: usize) -> Vec<(&str, ChapterId)> {
        let mut heirs = Vec::new();
        for removed in &self.ladder.declared.removed {
            let mut named = removed.replaced_by.iter();
            let heir = named.find_map(|heir| match self.ladder.find(heir.as_str())? {
                Thing::Level(_) | Thing::Competency(_) => self.shown_at(index, heir.as_str()),
                _ => None,
            });
            // A level that no family has is shown on the first page, which is nobody's neighbour.
            let home = self.chapters.get(&LadderView::whole(index, None, ViewKind::Home));
            let heir = heir.filter(|heir| Some(&heir.chapter) != home);
            heirs.extend(heir.map(|heir| (removed.id.as_str(), heir.chapter)));
        }
        heirs
    }

    /// Returns every id that a short reference may name.
    pub(super) fn ids(&self) -> Vec<&str> {
        let declared = &self.ladder.declared;
        let statements = declared.cells.iter().flat_map(|cell| &cell.statements);
        declared
            .levels
            .iter()
            .map(|level| level.id.as_str())
            .chain(declared.competencies.iter().map(|competency| competency.id.as_str()))
            .chain(declared.families.iter().map(|family| family.id.as_str()))
            .chain(statements.filter_map(|statement| statement.id.as_ref()).map(|id| id.as_str()))
            .collect()
    }
}

/// Notes which chapters mention which competency.
pub(super) fn note_mentions(
    ladders: &mut [PlacedLadder],
    (documents, chapters): (&[Document], &[Chapter]),
    targets: &[Arc<[Target]>],
) {
    // The first page of a ladder, and the files about its levels and competencies, mention everything.
    let folders: Vec<SourcePath> = ladders.iter().map(|placed| placed.folder.clone()).collect();
    let of_a_ladder: Vec<bool> = documents
        .iter()
        .map(|document| {
            let is_first = super::tree::index_rank(document.path.file_name()).is_some();
            is_first && folders.contains(&document.path.parent())
        })
        .collect();
    let placed: FxHashSet<DocumentId> = chapters
        .iter()
        .filter(|chapter| chapter.view.is_some())
        .filter_map(|chapter| chapter.document)
        .collect();
    let is_of_ladder = |id: DocumentId| of_a_ladder[id.index()] || placed.contains(&id);
    for placed in ladders {
        let own: FxHashMap<ChapterId, usize> = placed
            .chapters
            .iter()
            .filter_map(|(view, chapter)| match view.kind {
                ViewKind::Competency(competency) => Some((*chapter, competency)),
                _ => None,
            })
            .collect();
        for (index, chapter) in chapters.iter().enumerate() {
            let Some(document) = chapter.document.filter(|id| !is_of_ladder(*id)) else { continue };
            for target in targets[document.index()].iter() {
                let Target::Chapter { id, .. } = target else { continue };
                let Some(competency) = own.get(id) else { continue };
                let mentions = &mut placed.mentions[*competency];
                if mentions.last() != Some(&ChapterId::new(index)) {
                    mentions.push(ChapterId::new(index));
                }
            }
        }
    }
}

/// What is shown in place of the directives of one document, in their order.
pub(super) type ViewsOfDocument = Arc<[Option<LadderView>]>;

/// Resolves the directives of every document.
pub(super) fn views(documents: &[Document], ladders: &[PlacedLadder]) -> Checked<Vec<ViewsOfDocument>> {
    let mut diagnostics = Vec::new();
    let views = documents.iter().map(|document| {
        let directives = document.file.outline.directives.iter().map(|directive| {
            if &*directive.name == PATHS {
                return None; // Not of a ladder, see `handbook::paths`.
            }
            let (view, reports) = directives::resolve(directive, &document.path, ladders);
            diagnostics.extend(reports.into_iter().map(|report| report.within(&document.path)));
            view
        });
        directives.collect()
    });
    let value = views.collect();
    Checked { value, diagnostics }
}
