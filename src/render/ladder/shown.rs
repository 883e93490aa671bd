//! A ladder on its way onto a page: what is looked up, and where things lead from here.

use std::cell::{OnceCell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::html;
use crate::handbook::ChapterId;
use crate::handbook::anchors::anchors;
use crate::handbook::ladders::{Filter, LadderView, PlacedLadder, ViewKind};
use crate::ladder::model::{Assess, At, Cell, Ladder, LevelStatus, Statement};
use crate::ladder::resolved::{Resolved, resolve};
use crate::ladder::text::Name;
use crate::ladder::titles;
use crate::page::view::ladder::{CompetencyRefView, LevelRefView, RefView};
use crate::render::chapter::From;
use crate::render::terms::Explainer;
use crate::site::Site;

/// Where a view stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) enum Standing {
    /// It is the substance of a chapter, and prints the anchors of the chapter's page.
    Chapter(ChapterId),
    /// It stands inside the text of one, and prints none.
    Embedded {
        /// The chapter.
        chapter: ChapterId,
        /// Which of its views it is, from 1.
        number: usize,
        /// Of what level its topmost headings are.
        heading: u8,
    },
}

/// A view of a ladder, and the page it is for.
pub(super) struct Shown<'a> {
    pub(super) site: &'a Site,
    pub(super) from: &'a From<'a>,
    pub(super) view: &'a LadderView,
    pub(super) placed: &'a PlacedLadder,
    pub(super) ladder: &'a Ladder,
    pub(super) resolved: Resolved<'a>,
    pub(super) standing: Standing,
    /// The chapter whose page is being rendered.
    pub(super) page: Option<ChapterId>,
    /// Links terms; only where few texts stand side by side.
    pub(super) explainer: Option<&'a Explainer<'a, 'a>>,
    /// Anchors that are still to be printed.
    anchors: RefCell<FxHashSet<Box<str>>>,
    statements: OnceCell<FxHashMap<&'a str, (&'a Cell, &'a Statement)>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(
        (site, from): (&'a Site, &'a From<'a>),
        view: &'a LadderView,
        standing: Standing,
        explainer: &'a Explainer<'a, 'a>,
    ) -> Self {
        let is_read =
            matches!(view.kind, ViewKind::Level(_) | ViewKind::Competency(_) | ViewKind::Changes(..));
        let placed = &site.handbook.ladders()[view.ladder];
        let ladder = &*placed.ladder;
        let (page, anchors) = match standing {
            Standing::Chapter(page) => (page, own_anchors(site, page, view)),
            Standing::Embedded { chapter, .. } => (chapter, Vec::new()),
        };
        Self {
            site,
            from,
            view,
            placed,
            ladder,
            resolved: resolve(ladder, view.family),
            standing,
            page: Some(page),
            explainer: is_read.then_some(explainer),
            anchors: RefCell::new(anchors.into_iter().collect()),
            statements: OnceCell::new(),
        }
    }

    /// Returns an anchor if the page has it and it was not printed yet.
    pub(super) fn anchor(&self, id: &str) -> Option<String> {
        self.anchors.borrow_mut().take(id).map(String::from)
    }

    /// Of what level the topmost headings are.
    pub(super) fn heading(&self) -> u8 {
        match self.standing {
            Standing::Chapter(_) => 2,
            Standing::Embedded { heading, .. } => heading.clamp(2, 5),
        }
    }

    /// Whether the view begins with a heading of its own, above those of its parts: inside a text there
    /// is no title of a page to say what it shows.
    pub(super) fn has_title(&self) -> bool {
        let is_of_something =
            matches!(self.view.kind, ViewKind::Level(_) | ViewKind::Changes(..) | ViewKind::Competency(_));
        is_of_something && matches!(self.standing, Standing::Embedded { .. })
    }

    /// Tells this view from others on the same page.
    pub(super) fn number(&self) -> usize {
        match self.standing {
            Standing::Chapter(_) => 0,
            Standing::Embedded { number, .. } => number,
        }
    }

    /// The chapter of a view of this ladder: as the family sees it, or else the common one.
    pub(super) fn chapter_of(&self, kind: ViewKind) -> Option<ChapterId> {
        let common = LadderView::whole(self.view.ladder, None, kind);
        self.own_chapter_of(kind).or_else(|| self.placed.chapters.get(&common).copied())
    }

    /// The chapter of a view of this ladder as the family sees it.
    pub(super) fn own_chapter_of(&self, kind: ViewKind) -> Option<ChapterId> {
        self.placed.chapters.get(&LadderView::whole(self.view.ladder, self.view.family, kind)).copied()
    }

    /// The href of a view of this ladder.
    pub(super) fn href_of(&self, kind: ViewKind) -> Option<String> {
        self.chapter_of(kind).map(|chapter| self.href(chapter))
    }

    pub(super) fn href(&self, chapter: ChapterId) -> String {
        self.from.href(self.site.pages.chapter(chapter))
    }

    /// The href of a place on a chapter's page; of the page where it has no such place.
    pub(super) fn href_to_place(&self, chapter: ChapterId, anchor: &str) -> String {
        let anchors = &self.site.handbook.chapter(chapter).anchors;
        let has_place = anchors.as_ref().is_some_and(|anchors| anchors.iter().any(|one| **one == *anchor));
        if has_place { self.href_to(chapter, anchor) } else { self.href(chapter) }
    }

    /// The href of a place on a chapter's page.
    pub(super) fn href_to(&self, chapter: ChapterId, anchor: &str) -> String {
        let mut href = if self.page == Some(chapter) { String::new() } else { self.href(chapter) };
        href.push_str(&html::fragment(anchor));
        href
    }

    /// The pages that speak of a competency, those about the ladder itself left out.
    pub(super) fn mentions(&self, competency: usize) -> Vec<RefView> {
        let chapters = self.placed.mentions.get(competency).into_iter().flatten();
        let others = chapters.filter(|id| {
            let document = self.site.handbook.document(self.site.handbook.chapter(**id));
            let ladders = self.site.handbook.ladders().iter();
            !document.is_some_and(|document| {
                ladders.into_iter().any(|placed| document.path.below(&placed.folder).is_some())
            })
        });
        let link = |id: &ChapterId| RefView {
            title: self.site.handbook.chapter(*id).title.to_string(),
            href: Some(self.href(*id)),
        };
        others.map(link).collect()
    }

    pub(super) fn family_name(&self, family: usize) -> String {
        self.ladder.declared.families[family].name.clone()
    }

    pub(super) fn level_title(&self, level: usize) -> String {
        titles::title(self.ladder, self.view.family, level)
    }

    /// A link to a level.
    pub(super) fn level_link(&self, level: usize) -> RefView {
        RefView { title: self.level_title(level), href: self.href_of(ViewKind::Level(level)) }
    }

    /// A link to a level by its short title.
    pub(super) fn short_link(&self, level: usize) -> RefView {
        let short = self.ladder.declared.levels[level].short.clone();
        let link = self.level_link(level);
        RefView { title: short.unwrap_or(link.title), href: link.href }
    }

    /// A link to an expectation, called by the level that states it.
    pub(super) fn raised(&self, name: &Name) -> RefView {
        let thing = self.thing(name);
        let level = self.statement(name.as_str()).and_then(|(cell, _)| match &cell.at {
            At::Level(level) => self.level_index(level),
            At::Step(_) | At::All => None,
        });
        match level {
            Some(level) => RefView { title: self.short_link(level).title, href: thing.href },
            None => thing,
        }
    }

    /// A level as others speak of it; `number` is its place among those shown.
    pub(super) fn level_ref(&self, level: usize, number: usize) -> LevelRefView {
        let declared = &self.ladder.declared.levels[level];
        let title = self.level_title(level);
        let (status, status_text) = match declared.status {
            LevelStatus::Ok => ("ok", ""),
            LevelStatus::ToBeDefined => ("tbd", "to be described"),
            LevelStatus::Retired => ("retired", "retired"),
        };
        LevelRefView {
            name: declared.id.as_str().to_owned(),
            short: declared.short.clone().unwrap_or_else(|| title.clone()),
            title,
            code: declared.code.clone().unwrap_or_default(),
            track: self.track_of(level).map_or_else(String::new, |track| track.1),
            track_name: self.track_of(level).map_or_else(String::new, |track| track.0),
            href: self.href_of(ViewKind::Level(level)),
            status,
            status_text,
            number,
            current: self.view.kind == ViewKind::Level(level),
        }
    }

    /// The id and the name of the track of a level.
    fn track_of(&self, level: usize) -> Option<(String, String)> {
        let declared = &self.ladder.declared;
        let name = declared.levels[level].track.as_ref()?;
        let track = declared.tracks.iter().find(|track| track.id == *name)?;
        Some((track.id.as_str().to_owned(), track.name.clone()))
    }

    pub(super) fn competency_ref(&self, competency: usize) -> CompetencyRefView {
        let declared = &self.ladder.declared.competencies[competency];
        CompetencyRefView {
            name: declared.id.as_str().to_owned(),
            title: declared.name.clone(),
            href: self.href_of(ViewKind::Competency(competency)),
            summary: self.html_or_empty(declared.summary.as_ref()),
            assess: match declared.assess {
                Assess::Rated => "rated",
                Assess::Reflective => "reflective",
                Assess::No => "no",
            },
        }
    }

    pub(super) fn level_index(&self, name: &Name) -> Option<usize> {
        self.ladder.declared.levels.iter().position(|level| level.id == *name)
    }

    pub(super) fn competency_index(&self, name: &Name) -> Option<usize> {
        self.ladder.declared.competencies.iter().position(|competency| competency.id == *name)
    }

    /// The address of an expectation, or of what belongs to one: on the page of its competency.
    pub(super) fn address(&self, competency: usize, id: &str) -> Option<(ChapterId, String)> {
        let kind = ViewKind::Competency(competency);
        let view = |family| LadderView { ladder: self.view.ladder, family, kind, filter: Filter::default() };
        let has = |chapter: &&ChapterId| {
            let anchors = &self.site.handbook.chapter(**chapter).anchors;
            anchors.as_ref().is_none_or(|anchors| anchors.iter().any(|anchor| **anchor == *id))
        };
        let views = [view(None), view(self.view.family)];
        let chapter = views.iter().filter_map(|view| self.placed.chapters.get(view)).find(has)?;
        Some((*chapter, self.href_to(*chapter, id)))
    }

    /// A link to whatever has this id: an expectation, a competency, a level; the id itself when
    /// nothing has.
    pub(super) fn thing(&self, name: &Name) -> RefView {
        if let Some((cell, statement)) = self.statement(name.as_str()) {
            let competency = self.competency_index(&cell.competency);
            let address = competency.and_then(|competency| self.address(competency, name.as_str()));
            return RefView { title: self.label(&statement.text), href: address.map(|(_, href)| href) };
        }
        if let Some(competency) = self.competency_index(name) {
            let title = self.ladder.declared.competencies[competency].name.clone();
            return RefView { title, href: self.href_of(ViewKind::Competency(competency)) };
        }
        match self.level_index(name) {
            Some(level) => self.level_link(level),
            None => RefView { title: name.as_str().to_owned(), href: None },
        }
    }

    fn statement(&self, id: &str) -> Option<(&'a Cell, &'a Statement)> {
        let statements = self.statements.get_or_init(|| {
            let mut found = FxHashMap::default();
            for cell in &self.ladder.declared.cells {
                cell.statements.iter().for_each(|statement| collect(cell, statement, &mut found));
            }
            found
        });
        statements.get(id).copied()
    }
}

/// The anchors that the view prints on its own page: not those of a text that stands there too.
fn own_anchors(site: &Site, page: ChapterId, view: &LadderView) -> Vec<Box<str>> {
    let mut anchors = anchors(&site.handbook.ladders()[view.ladder].ladder, view);
    let document = site.handbook.document(site.handbook.chapter(page));
    if let Some(document) = document.filter(|_| view.kind == ViewKind::Home) {
        let written: FxHashSet<&str> = document.file.outline.anchor_names().collect();
        anchors.retain(|anchor| !written.contains(&**anchor));
    }
    anchors
}

fn collect<'a>(
    cell: &'a Cell,
    statement: &'a Statement,
    found: &mut FxHashMap<&'a str, (&'a Cell, &'a Statement)>,
) {
    if let Some(id) = &statement.id {
        found.insert(id.as_str(), (cell, statement));
    }
    statement.children.iter().for_each(|child| collect(cell, child, found));
}
