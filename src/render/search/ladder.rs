//! What of a ladder can be found: levels, competencies, and every expectation at its own address.

use crate::handbook::Handbook;
use crate::handbook::ladders::{LadderView, ViewKind};
use crate::ladder::anchors::{
    self, cells_off_levels, competencies_at, levels_of, overlays, shown_statements,
};
use crate::ladder::model::{At, Cell, Competency, Kind, Ladder, Level, Note, Statement, Status};
use crate::ladder::resolved::{Resolved, resolve};
use crate::ladder::text::{Name, Text};
use crate::ladder::titles::title;
use crate::search::{Facet, FilterKind, Page, Section};
use crate::site::Site;

/// Adds the parts of a view to the page that it is the substance of.
pub(super) fn add<'a>(site: &'a Site, view: &LadderView, page: &mut Page<'a>) {
    let ladder: &'a Ladder = &site.handbook.ladders()[view.ladder].ladder;
    let mut parts = Parts { handbook: &site.handbook, ladder, family: view.family, page };
    match view.kind {
        ViewKind::Home => parts.home(),
        ViewKind::Level(level) => parts.of_level(level),
        ViewKind::Competency(competency) => parts.of_competency(competency),
        _ => {}
    }
}

/// The parts of a page that shows a ladder, or one of its families.
struct Parts<'s, 'a> {
    handbook: &'a Handbook,
    ladder: &'a Ladder,
    family: Option<usize>,
    page: &'s mut Page<'a>,
}

impl<'a> Parts<'_, 'a> {
    fn home(&mut self) {
        let ladder = self.ladder;
        let declared = &ladder.declared;
        if let Some(family) = self.family {
            let family = &declared.families[family];
            return self.lead([family.summary.as_ref(), family.appendix.as_ref()]);
        }
        self.lead([ladder.framework.intro.as_ref()]);
        let tracks = declared.tracks.iter().map(|one| (&*one.name, &one.id, one.summary.as_ref()));
        let areas = declared.areas.iter().map(|one| (&*one.name, &one.id, one.summary.as_ref()));
        let families = declared.families.iter().map(|one| (&*one.name, &one.id, one.summary.as_ref()));
        let places = anchors::of_home(ladder, None);
        for (name, id, summary) in tracks.chain(areas).chain(families) {
            if summary.is_some() && places.iter().any(|place| **place == *id.as_str()) {
                let text = self.words(summary).into();
                self.page.sections.push(Section {
                    heading: name.into(),
                    anchor: id.as_str(),
                    text,
                    ..Section::default()
                });
            }
        }
        for archetype in &declared.archetypes {
            let on = archetype.emphasises.iter().filter_map(|emphasis| emphasis.note.as_ref());
            let texts = archetype.summary.iter().chain(&archetype.cautions).chain(on);
            let text = texts.map(|text| self.words(Some(text))).collect::<Vec<_>>().join("\n");
            self.page.sections.push(Section {
                heading: (&*archetype.name).into(),
                anchor: archetype.id.as_str(),
                text: text.into(),
                ..Section::default()
            });
        }
    }

    fn of_level(&mut self, at: usize) {
        let ladder = self.ladder;
        let level = &ladder.declared.levels[at];
        self.page.facets.extend(facets_of_level(ladder, at));
        self.page.keywords.extend(level_words(level));
        self.lead([level.tagline.as_ref(), level.summary.as_ref()]);
        let resolved = resolve(ladder, self.family);
        let notes = level.notes.iter().filter(|note| anchors::is_note_of(&resolved, note));
        if self.family.is_some() {
            // The rest is said on the common page.
            notes.filter(|note| note.family.is_some()).for_each(|note| self.add_note(note));
            return;
        }
        for index in competencies_at(&resolved, at) {
            let competency = &ladder.declared.competencies[index];
            let text = self.words(competency.summary.as_ref()).into();
            self.page.sections.push(Section {
                heading: (&*competency.name).into(),
                anchor: competency.id.as_str(),
                facets: vec![facet_of_competency(competency)],
                keywords: competency_words(competency),
                text,
                ..Section::default()
            });
        }
        notes.for_each(|note| self.add_note(note));
    }

    /// A note that has no place of its own is found on its page.
    fn add_note(&mut self, note: &'a Note) {
        let text = self.words(Some(&note.text));
        match note.anchor.as_deref() {
            Some(anchor) => self.page.sections.push(Section {
                heading: of_family(self.ladder, note.family.as_ref(), note.title.clone()).into(),
                anchor,
                text: text.into(),
                ..Section::default()
            }),
            None => self.add_text(&text),
        }
    }

    fn of_competency(&mut self, index: usize) {
        let ladder = self.ladder;
        let competency = &ladder.declared.competencies[index];
        self.page.facets.push(facet_of_competency(competency));
        self.page.keywords.extend(competency_words(competency));
        self.lead([competency.summary.as_ref(), competency.intro.as_ref()]);
        self.lead(competency.resources.iter().map(Some));
        let resolved = resolve(ladder, self.family);
        for step in &competency.steps {
            let is_here = |cell: &Cell| matches!(&cell.at, At::Step(name) if *name == step.id);
            let lead = self.words(step.summary.as_ref());
            self.off_levels(&resolved, (competency, &step.name), (&is_here, lead));
        }
        let is_for_all = |cell: &Cell| cell.at == At::All;
        self.off_levels(&resolved, (competency, "At every level"), (&is_for_all, String::new()));
        for level in levels_of(&resolved, index) {
            self.at_level(&resolved, (index, level));
            for cell in overlays(&resolved, competency, level) {
                let heading = of_family(ladder, cell.family.as_ref(), level_name(ladder, level));
                let place = Place { is_rung: false, ..place_at(ladder, competency, level, heading) };
                let texts = vec![self.words(cell.summary.as_ref())];
                self.add_place((place, texts), cell.statements.iter());
            }
        }
        competency.notes.iter().for_each(|note| self.add_note(note));
    }

    /// What a competency means at a level: what has an id is found at its own address, the rest where the
    /// level is.
    fn at_level(&mut self, resolved: &Resolved<'a>, (index, at): (usize, usize)) {
        let competency = &self.ladder.declared.competencies[index];
        let cell = resolved.cell(at, index);
        let stated = cell.own.iter().filter(|stated| !stated.for_all && stated.step.is_none());
        let place = place_at(self.ladder, competency, at, level_name(self.ladder, at));
        let texts = vec![self.words(cell.summary)];
        self.add_place((place, texts), stated.map(|stated| stated.statement));
    }

    /// What stands at a step of a competency, or at every level: for everybody, and for each family.
    fn off_levels(
        &mut self,
        resolved: &Resolved<'a>,
        (competency, title): (&'a Competency, &str),
        (is_here, lead): (&dyn Fn(&Cell) -> bool, String),
    ) {
        let cells: Vec<&'a Cell> =
            cells_off_levels(resolved, competency).filter(|cell| is_here(cell)).collect();
        let common = cells.iter().find(|cell| cell.family.is_none());
        let anchor = common.and_then(|cell| cell.anchor.as_deref()).unwrap_or_default();
        let mut lead = vec![lead];
        if common.is_none() {
            self.add_text(&lead[0]);
        }
        for cell in cells {
            let heading = of_family(resolved.ladder, cell.family.as_ref(), title.to_owned());
            let mut texts = if cell.family.is_none() { std::mem::take(&mut lead) } else { Vec::new() };
            texts.push(self.words(cell.summary.as_ref()));
            let place = Place {
                label: format!("{} · {heading}", competency.name),
                heading,
                anchor,
                is_rung: false,
                facets: Vec::new(),
                keywords: competency_words(competency),
            };
            self.add_place((place, texts), shown_statements(resolved, cell));
        }
    }

    /// Adds what stands in one place: what has an id is found at its own address, the rest where the place
    /// is, or on the page where the place has no address.
    fn add_place(
        &mut self,
        (place, mut texts): (Place<'a>, Vec<String>),
        statements: impl Iterator<Item = &'a Statement>,
    ) {
        let mut expectations = Vec::new();
        let is_current = self.ladder.framework.status != Status::Retired;
        for statement in statements {
            let text = self.all_of(statement);
            match &statement.id {
                Some(id) if is_current => expectations.push((id.as_str(), text)),
                _ => texts.push(text),
            }
        }
        texts.retain(|text| !text.is_empty());
        let text = texts.join("\n");
        if place.anchor.is_empty() {
            self.add_text(&text);
        } else if place.is_rung || !text.is_empty() {
            self.page.sections.push(Section {
                heading: place.heading.into(),
                anchor: place.anchor,
                text: text.into(),
                facets: place.facets.clone(),
                keywords: place.keywords.clone(),
                ..Section::default()
            });
        }
        for (id, text) in expectations {
            let mut keywords = place.keywords.clone();
            keywords.push(id);
            self.page.sections.push(Section {
                anchor: id,
                text: text.into(),
                facets: place.facets.clone(),
                keywords,
                label: place.label.clone(),
                ..Section::default()
            });
        }
    }

    /// The words of an expectation and of what belongs to it.
    fn all_of(&self, statement: &Statement) -> String {
        // Without these words it would be read as what is expected.
        let before = if statement.kind == Kind::CounterExample { "Not this: " } else { "" };
        let mut text = format!("{before}{}", self.words(Some(&statement.text)));
        for child in &statement.children {
            text.push('\n');
            text.push_str(&self.all_of(child));
        }
        text
    }

    /// Puts texts at the beginning of the page.
    fn lead<'t>(&mut self, texts: impl IntoIterator<Item = Option<&'t Text>>) {
        for text in texts {
            let words = self.words(text);
            self.add_text(&words);
        }
    }

    /// Puts a text at the beginning of the page, unless it is there.
    fn add_text(&mut self, text: &str) {
        let all = &mut self.page.sections[0].text;
        if !all.contains(text) {
            let all = all.to_mut();
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(text);
        }
    }

    fn words(&self, text: Option<&Text>) -> String {
        text.map_or_else(String::new, |text| self.handbook.words_of(text))
    }
}

/// A stretch of the page of a competency.
struct Place<'a> {
    heading: String,
    anchor: &'a str,
    /// Whether it is found by its name alone.
    is_rung: bool,
    /// What is said beside an expectation that is found there.
    label: String,
    facets: Vec<Facet>,
    keywords: Vec<&'a str>,
}

/// The stretch about a level.
fn place_at<'a>(ladder: &'a Ladder, competency: &'a Competency, at: usize, heading: String) -> Place<'a> {
    let level = &ladder.declared.levels[at];
    let mut keywords = level_words(level);
    keywords.extend(competency_words(competency));
    Place {
        label: format!("{} · {heading}", competency.name),
        heading,
        anchor: level.id.as_str(),
        is_rung: true,
        facets: facets_of_level(ladder, at),
        keywords,
    }
}

/// A title, with the family that speaks there.
fn of_family(ladder: &Ladder, name: Option<&Name>, title: String) -> String {
    let family = name.and_then(|name| ladder.declared.families.iter().find(|one| one.id == *name));
    match family {
        Some(family) => format!("{title} · {}", family.name),
        None => title,
    }
}

fn level_name(ladder: &Ladder, at: usize) -> String {
    let title = title(ladder, None, at);
    match &ladder.declared.levels[at].code {
        Some(code) if !title.contains(code.as_str()) => format!("{title} ({code})"),
        _ => title,
    }
}

/// What a level is found by.
fn level_words(level: &Level) -> Vec<&str> {
    let names = level.titles.iter().chain(&level.aliases).chain(&level.code).map(String::as_str);
    names.chain([level.id.as_str()]).collect()
}

/// What a competency is found by.
fn competency_words(competency: &Competency) -> Vec<&str> {
    let names = competency.aliases.iter().chain(&competency.keywords).map(String::as_str);
    names.chain([competency.name.as_str(), competency.id.as_str()]).collect()
}

fn facets_of_level(ladder: &Ladder, at: usize) -> Vec<Facet> {
    let level = &ladder.declared.levels[at];
    let names = level_words(level).into_iter().map(str::to_owned).chain(level.short.clone()).collect();
    let mut facets = vec![Facet { kind: FilterKind::Level, label: level_name(ladder, at), names }];
    let track = level.track.as_ref();
    let track = ladder.declared.tracks.iter().find(|other| Some(&other.id) == track);
    facets.extend(track.map(|track| Facet {
        kind: FilterKind::Track,
        label: track.name.clone(),
        names: vec![track.id.as_str().to_owned()],
    }));
    facets
}

fn facet_of_competency(competency: &Competency) -> Facet {
    let names = competency.aliases.iter().map(String::as_str).chain([competency.id.as_str()]);
    Facet {
        kind: FilterKind::Competency,
        label: competency.name.clone(),
        names: names.map(str::to_owned).collect(),
    }
}
