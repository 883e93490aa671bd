//! What of a ladder can be found: levels, competencies, and every expectation at its own address.

use crate::document::plain_text;
use crate::handbook::ladders::{LadderView, ViewKind};
use crate::ladder::anchors::{competencies_at, levels_of};
use crate::ladder::model::{Competency, Kind, Ladder, Level, Statement, Status};
use crate::ladder::resolved::{Resolved, resolve};
use crate::ladder::text::Text;
use crate::ladder::titles::title;
use crate::search::{Facet, FilterKind, Page, Section};
use crate::site::Site;

/// Adds the parts of a view to the page that it is the substance of.
pub(super) fn add<'a>(site: &'a Site, view: &LadderView, page: &mut Page<'a>) {
    let ladder: &'a Ladder = &site.handbook.ladders()[view.ladder].ladder;
    match view.kind {
        ViewKind::Home => home(ladder, view.family, page),
        ViewKind::Level(level) => of_level(ladder, view.family, level, page),
        ViewKind::Competency(competency) => of_competency(ladder, view.family, competency, page),
        _ => {}
    }
}

fn home<'a>(ladder: &'a Ladder, family: Option<usize>, page: &mut Page<'a>) {
    if family.is_none() {
        lead(page, [ladder.framework.intro.as_ref()]);
        for archetype in &ladder.declared.archetypes {
            page.sections[0].keywords.push(&archetype.name);
        }
    }
}

fn of_level<'a>(ladder: &'a Ladder, family: Option<usize>, at: usize, page: &mut Page<'a>) {
    let level = &ladder.declared.levels[at];
    page.facets.extend(facets_of_level(ladder, at));
    page.keywords.extend(level_words(level));
    lead(page, [level.tagline.as_ref(), level.summary.as_ref()]);
    if family.is_some() {
        return; // Said on the common page.
    }
    let resolved = resolve(ladder, family);
    for index in competencies_at(&resolved, at) {
        let competency = &ladder.declared.competencies[index];
        page.sections.push(Section {
            heading: (&*competency.name).into(),
            anchor: competency.id.as_str(),
            facets: vec![facet_of_competency(competency)],
            keywords: competency_words(competency),
            text: plain(competency.summary.as_ref()).into(),
            ..Section::default()
        });
    }
    for note in &level.notes {
        page.sections.extend(note.anchor.as_deref().map(|anchor| Section {
            heading: (&*note.title).into(),
            anchor,
            text: plain(Some(&note.text)).into(),
            ..Section::default()
        }));
    }
}

fn of_competency<'a>(ladder: &'a Ladder, family: Option<usize>, index: usize, page: &mut Page<'a>) {
    let competency = &ladder.declared.competencies[index];
    page.facets.push(facet_of_competency(competency));
    page.keywords.extend(competency_words(competency));
    lead(page, [competency.summary.as_ref(), competency.intro.as_ref()]);
    let resolved = resolve(ladder, family);
    for level in levels_of(&resolved, index) {
        at_level(ladder, &resolved, (index, level), page);
    }
    for note in &competency.notes {
        page.sections.extend(note.anchor.as_deref().map(|anchor| Section {
            heading: (&*note.title).into(),
            anchor,
            text: plain(Some(&note.text)).into(),
            ..Section::default()
        }));
    }
}

/// What a competency means at a level: what has an id is found at its own address, the rest where the
/// level is.
fn at_level<'a>(
    ladder: &'a Ladder,
    resolved: &Resolved<'a>,
    (index, at): (usize, usize),
    page: &mut Page<'a>,
) {
    let competency = &ladder.declared.competencies[index];
    let level: &'a Level = &ladder.declared.levels[at];
    let own = resolved.cell(at, index).own;
    let stated: Vec<&'a Statement> = own
        .iter()
        .filter(|stated| !stated.for_all && stated.step.is_none())
        .map(|stated| stated.statement)
        .collect();
    let mut texts: Vec<String> = Vec::new();
    let mut expectations = Vec::new();
    let is_current = ladder.framework.status != Status::Retired;
    for statement in stated {
        match &statement.id {
            Some(id) if is_current => expectations.push((id.as_str(), all_of(statement))),
            _ => texts.push(all_of(statement)),
        }
    }
    let name = level_name(ladder, at);
    let mut keywords = level_words(level);
    keywords.extend(competency_words(competency));
    page.sections.push(Section {
        heading: name.clone().into(),
        anchor: level.id.as_str(),
        text: texts.join("\n").into(),
        facets: facets_of_level(ladder, at),
        keywords: keywords.clone(),
        ..Section::default()
    });
    for (id, text) in expectations {
        let mut keywords = keywords.clone();
        keywords.push(id);
        page.sections.push(Section {
            anchor: id,
            text: text.into(),
            facets: facets_of_level(ladder, at),
            keywords,
            label: format!("{} · {name}", competency.name),
            ..Section::default()
        });
    }
}

/// The words of an expectation and of what belongs to it.
fn all_of(statement: &Statement) -> String {
    let mut text = plain(Some(&statement.text));
    for child in &statement.children {
        text.push('\n');
        if child.kind == Kind::CounterExample {
            text.push_str("Not this: "); // Else it would be read as what is expected.
        }
        text.push_str(&all_of(child));
    }
    text
}

/// Puts texts at the beginning of a page.
fn lead<const N: usize>(page: &mut Page<'_>, texts: [Option<&Text>; N]) {
    let mut all = page.sections[0].text.to_string();
    for text in texts.into_iter().flatten() {
        let text = plain(Some(text));
        if !all.contains(&text) {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&text);
        }
    }
    page.sections[0].text = all.into();
}

fn plain(text: Option<&Text>) -> String {
    text.map_or(String::new(), |text| plain_text(&text.written))
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
