//! Properties of levels and of ladders, in words.

use super::shown::Shown;
use crate::document::html;
use crate::handbook::ChapterId;
use crate::handbook::ladders::{LadderView, ViewKind};
use crate::ladder::model::{Archetype, Dimension, Level, Note, Status};
use crate::ladder::resolved::resolve;
use crate::ladder::text::{Name, Text, humanise};
use crate::page::view::ladder::ChoiceView;
use crate::page::view::ladder::{
    ArchetypeView, EmphasisView, FactView, LadderInfoView, NoteView, RefView, RemovedView, TimeShareView,
};

/// What stands above a ladder whose authors say nothing of the kind.
const NOTE: &str = "<p>A ladder is a map for conversations, not a checklist. Nobody shows all of it, \
                    opportunities differ, and having done every line is neither needed for a promotion \
                    nor a promise of one.</p>";

impl Shown<'_> {
    /// The ladder, as every template is told of it.
    pub(super) fn info(&self) -> LadderInfoView {
        let framework = &self.ladder.framework;
        let (status, status_text) = match framework.status {
            Status::Draft => ("draft", "This ladder is a draft. It is not in force.".to_owned()),
            Status::Proposed => ("proposed", "This ladder is a proposal. It is not in force yet.".to_owned()),
            Status::Active => ("active", String::new()),
            Status::Retired => ("retired", retired(framework.effective_to.as_deref())),
        };
        LadderInfoView {
            title: framework.name.clone(),
            href: self.href_of(ViewKind::Home),
            version: framework.version.clone().unwrap_or_default(),
            status,
            status_text,
            note: framework.note.as_ref().map_or_else(|| NOTE.to_owned(), |note| block(self.html(note))),
            families: self.family_choices(),
            compare_href: self.own_chapter_of(ViewKind::Compare).map(|chapter| self.href(chapter)),
            heading: self.heading(),
            embedded: matches!(self.standing, super::shown::Standing::Embedded { .. }),
            number: self.number(),
        }
    }

    /// The same view as each family has it, where it has a page of its own.
    fn family_choices(&self) -> Vec<ChoiceView> {
        let families = &self.ladder.declared.families;
        let common = (!self.is_said_by_families()).then_some(None);
        let all = common.into_iter().chain((0..families.len()).map(Some));
        let choices = all.filter_map(|family| {
            let chapter = self.chapter_for(family)?;
            let title = family.map_or_else(|| "Everybody".to_owned(), |family| self.family_name(family));
            Some(ChoiceView { title, href: Some(self.href(chapter)), current: family == self.view.family })
        });
        let choices: Vec<ChoiceView> = choices.collect();
        if choices.len() < 2 { Vec::new() } else { choices }
    }

    /// Whether the matrix of everybody would be empty, so that there is none to lead to.
    fn is_said_by_families(&self) -> bool {
        let shows_matrix = matches!(self.view.kind, ViewKind::Home | ViewKind::Matrix);
        shows_matrix && resolve(self.ladder, None).competencies.is_empty()
    }

    /// The chapter of this view as another family sees it; a matrix is on the first page of each.
    fn chapter_for(&self, family: Option<usize>) -> Option<ChapterId> {
        let view = |kind| LadderView::whole(self.view.ladder, family, kind);
        let own = self.placed.chapters.get(&view(self.view.kind));
        let home = || self.placed.chapters.get(&view(ViewKind::Home));
        own.or_else(|| home().filter(|_| self.view.kind == ViewKind::Matrix)).copied()
    }

    /// What is known of a level: dimensions, equivalents, availability and the rest.
    pub(super) fn level_facts(&self, level: &Level) -> Vec<FactView> {
        let mut facts: Vec<FactView> =
            level.dimensions.iter().map(|dimension| self.dimension(dimension)).collect();
        let mut add = |label: &str, values: Vec<String>| {
            if !values.is_empty() {
                facts.push(FactView { label: label.to_owned(), values });
            }
        };
        let links =
            |names: &[Name]| -> Vec<String> { names.iter().map(|name| link(&self.thing(name))).collect() };
        add("Equivalent to", links(&level.equivalent_to));
        let others: Vec<String> = level
            .titles
            .iter()
            .skip(1)
            .map(|title| crate::ladder::titles::without_discipline(title))
            .collect();
        add("Also called", others.iter().map(|title| escaped(title)).collect());
        add("Availability", level.availability.iter().map(|text| availability(text)).collect());
        if level.career_level {
            add("Career level", vec!["Yes, one can stay here for good".to_owned()]);
        }
        add("Typical time", level.typical_time.iter().map(|text| escaped(text)).collect());
        add("Experience", level.experience.iter().map(|text| self.html(text)).collect());
        add("Pay band", level.pay_band.iter().map(|name| self.pay_band(name)).collect());
        facts
    }

    fn dimension(&self, dimension: &Dimension) -> FactView {
        let label = self.dimension_label(dimension.name.as_str());
        let values = dimension.values.iter().map(|text| self.dimension_value(&dimension.name, text));
        FactView { label, values: values.collect() }
    }

    /// What a dimension is called: as its scale is, or what its own name says.
    pub(super) fn dimension_label(&self, name: &str) -> String {
        let mut scales = self.ladder.declared.scales.iter();
        let scale = scales.find(|scale| scale.id.as_str() == name || scale.name == name);
        scale.map_or_else(|| humanise(name), |scale| scale.name.clone())
    }

    /// A value of a dimension: the name of the value of its scale, or the author's words.
    fn dimension_value(&self, scale: &Name, text: &Text) -> String {
        let scale = self.ladder.declared.scales.iter().find(|other| other.id == *scale);
        let is_meant = |id: &str, name: &str| {
            let written = text.written.trim();
            id == written || name.eq_ignore_ascii_case(written)
        };
        let mut values = scale.into_iter().flat_map(|scale| &scale.values);
        match values.find(|value| is_meant(value.id.as_str(), &value.name)) {
            Some(value) => escaped(&value.name),
            None => self.html(text),
        }
    }

    fn pay_band(&self, name: &Name) -> String {
        let found = self.ladder.declared.pay_bands.iter().find(|band| band.id == *name);
        let label = found.and_then(|band| band.label.as_deref());
        escaped(label.unwrap_or(name.as_str()))
    }

    /// How time is spent at a level.
    pub(super) fn time_split(level: &Level) -> Vec<TimeShareView> {
        let shares = level.time_split.iter().map(|share| {
            let (min, max) = (share.min.clamp(0.0, 100.0), share.max.clamp(0.0, 100.0));
            let text = match (max - min).abs() < f64::EPSILON {
                true => format!("{} %", share.min),
                false => format!("{}–{} %", share.min, share.max),
            };
            TimeShareView { what: share.what.clone(), text, min, span: (max - min).max(0.0) }
        });
        shares.collect()
    }

    /// Titled texts, with the anchors that the page has for them.
    pub(super) fn notes<'n>(&self, notes: impl Iterator<Item = &'n Note>) -> Vec<NoteView> {
        let views = notes.map(|note| NoteView {
            id: note.anchor.as_deref().and_then(|anchor| self.anchor(anchor)),
            title: note.title.clone(),
            html: self.html(&note.text),
        });
        views.collect()
    }

    /// The archetypes that occur at a level, or all.
    pub(super) fn archetypes(&self, level: Option<&Name>) -> Vec<ArchetypeView> {
        let occurs = |archetype: &&Archetype| {
            level.is_none_or(|level| archetype.levels.is_empty() || archetype.levels.contains(level))
        };
        let views = self.ladder.declared.archetypes.iter().filter(occurs).map(|archetype| ArchetypeView {
            id: self.anchor(archetype.id.as_str()),
            title: archetype.name.clone(),
            summary: self.html_or_empty(archetype.summary.as_ref()),
            emphasises: archetype
                .emphasises
                .iter()
                .map(|emphasis| {
                    let note = self.html_or_empty(emphasis.note.as_ref());
                    let mut on = self.thing(&emphasis.on);
                    if !note.is_empty() && on.title.ends_with('.') {
                        on.title.pop(); // A colon follows.
                    }
                    EmphasisView { on, note }
                })
                .collect(),
            cautions: self.html_or_empty(archetype.cautions.as_ref()),
            levels: archetype.levels.iter().map(|name| self.thing(name)).collect(),
        });
        views.collect()
    }

    /// Ids that are gone and have their answer on this page: at a competency, or on the first page.
    pub(super) fn removed(&self, competency: Option<usize>) -> Vec<RemovedView> {
        let removed = self.ladder.declared.removed.iter();
        let ours = removed
            .filter(|removed| crate::ladder::anchors::home_of(self.ladder, removed) == competency)
            .map(|removed| RemovedView {
                id: self.anchor(removed.id.as_str()),
                name: removed.id.as_str().to_owned(),
                since: removed.since.clone().unwrap_or_default(),
                replaced_by: removed.replaced_by.iter().map(|name| self.thing(name)).collect(),
                note: self.html_or_empty(removed.note.as_ref()),
            });
        ours.collect()
    }
}

fn retired(since: Option<&str>) -> String {
    let when = since.map_or_else(String::new, |date| format!(" on {date}"));
    format!("This ladder was retired{when}. It stays here so that what was decided by it can be understood.")
}

fn availability(text: &str) -> String {
    match text {
        "open" => "Open to everybody who does this work".to_owned(),
        "business-need" => "Where the business needs the role".to_owned(),
        "by-interview" => "By interview".to_owned(),
        other => escaped(other),
    }
}

/// A link as HTML, or the name where there is no page.
pub(super) fn link(to: &RefView) -> String {
    match &to.href {
        Some(href) => {
            let mut escaped_href = String::new();
            html::escape_attribute(href, &mut escaped_href);
            format!("<a href=\"{escaped_href}\">{}</a>", escaped(&to.title))
        }
        None => escaped(&to.title),
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    html::escape_text(text, &mut out);
    out
}

/// Puts a text that is one paragraph into its own element.
pub(super) fn block(html: String) -> String {
    if html.starts_with('<') { html } else { format!("<p>{html}</p>") }
}
