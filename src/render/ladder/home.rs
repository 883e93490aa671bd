//! The first page of a ladder, or of a family.

use super::facts::escaped;
use super::shown::Shown;
use crate::ladder::anchors::has_level;
use crate::ladder::model::{Change, Cycle, Track};
use crate::page::ExportFormat;
use crate::page::view::ladder::{
    FactView, FamilyView, HomeView, ProcessView, RefView, TrackView, VersionChangeView,
};

impl Shown<'_> {
    pub(super) fn home(&self) -> HomeView {
        let declared = &self.ladder.declared;
        let family = self.view.family.map(|family| &declared.families[family]);
        let intro = match family {
            Some(family) => family.summary.as_ref(),
            None => self.ladder.framework.intro.as_ref(),
        };
        let levels = self.columns();
        let competencies = self.rows(&levels);
        HomeView {
            intro: self.html_or_empty(intro),
            facts: if family.is_none() { self.framework_facts() } else { Vec::new() },
            downloads: if family.is_none() { self.downloads() } else { Vec::new() },
            tracks: declared
                .tracks
                .iter()
                .filter(|track| family.is_none() || has_level(&self.resolved, self.ladder, track))
                .map(|track| self.track(track))
                .collect(),
            areas: self.areas(&competencies, |competency, _| Some(self.competency_ref(competency))),
            families: if family.is_none() { self.families() } else { Vec::new() },
            archetypes: self.archetypes(None),
            pairs: self.pairs(),
            versions: declared.changes.iter().map(|change| self.version_change(change)).collect(),
            cycles: declared.cycles.iter().map(cycle).collect(),
            processes: declared
                .processes
                .iter()
                .map(|process| ProcessView {
                    title: process.name.clone(),
                    steps: process.steps.iter().map(|text| self.html(text)).collect(),
                })
                .collect(),
            appendix: self.html_or_empty(family.and_then(|family| family.appendix.as_ref())),
            removed: self.removed(None),
        }
    }

    fn downloads(&self) -> Vec<RefView> {
        let formats = [
            (ExportFormat::Json, "JSON"),
            (ExportFormat::Long, "CSV, a line for each statement"),
            (ExportFormat::Wide, "CSV, a column for each level"),
        ];
        let link = |(format, title): (ExportFormat, &str)| RefView {
            title: title.to_owned(),
            href: Some(self.from.href(self.site.pages.export(self.view.ladder, format))),
        };
        formats.into_iter().map(link).collect()
    }

    fn framework_facts(&self) -> Vec<FactView> {
        let framework = &self.ladder.framework;
        let mut facts = Vec::new();
        let mut add = |label: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                facts.push(FactView { label: label.to_owned(), values: vec![value] });
            }
        };
        let text = |value: &Option<String>| value.as_deref().map(escaped);
        add("Version", text(&framework.version));
        add("In force from", text(&framework.effective_from));
        add("In force until", text(&framework.effective_to));
        add("Replaces", framework.supersedes.as_ref().map(|name| escaped(name.as_str())));
        add("Owner", text(&framework.owner));
        let maintainers: Vec<String> = framework.maintainers.iter().map(|name| escaped(name)).collect();
        add("Maintainers", Some(maintainers.join(", ")));
        add("For", text(&framework.audience));
        add("Licence", text(&framework.licence));
        add("Review by", text(&framework.review_by));
        facts
    }

    fn track(&self, track: &Track) -> TrackView {
        let id = self.anchor(track.id.as_str());
        let declared = &self.ladder.declared.levels;
        let levels =
            self.resolved.levels.iter().filter(|level| declared[**level].track.as_ref() == Some(&track.id));
        TrackView {
            id,
            title: track.name.clone(),
            summary: self.html_or_empty(track.summary.as_ref()),
            entry: self.entry(track),
            levels: levels.enumerate().map(|(at, level)| self.level_ref(*level, at + 1)).collect(),
        }
    }

    /// How one gets onto a track, in a sentence.
    fn entry(&self, track: &Track) -> String {
        let from: Vec<String> = track
            .from_levels
            .iter()
            .filter_map(|name| self.level_index(name))
            .filter(|level| self.view.family.is_none() || self.resolved.levels.contains(level))
            .map(|level| self.level_title(level))
            .collect();
        let from = if from.is_empty() { String::new() } else { format!(" from {}", from.join(" or ")) };
        match track.entry.as_deref() {
            Some("promotion") => format!("Entered by promotion{from}."),
            Some("lateral") => format!("Entered sideways{from}: a change of work, not a promotion."),
            Some("opening") => format!("Entered{from} when there is an opening."),
            Some(other) if from.is_empty() => other.to_owned(),
            Some(other) => format!("Entered{from}: {other}"),
            None if from.is_empty() => String::new(),
            None => format!("Entered{from}."),
        }
    }

    fn families(&self) -> Vec<FamilyView> {
        let families = self.ladder.declared.families.iter().enumerate();
        let views = families.map(|(index, family)| FamilyView {
            id: self.anchor(family.id.as_str()),
            title: family.name.clone(),
            href: self.family_href(index),
            summary: self.html_or_empty(family.summary.as_ref()),
        });
        views.collect()
    }

    fn version_change(&self, change: &Change) -> VersionChangeView {
        let versions = match (&change.from, &change.to) {
            (Some(from), Some(to)) => format!("{from} → {to}"),
            (None, Some(one)) | (Some(one), None) => one.clone(),
            (None, None) => String::new(),
        };
        VersionChangeView {
            versions,
            on: self.thing(&change.id),
            kind: change.kind.clone().unwrap_or_default(),
            note: self.html_or_empty(change.note.as_ref()),
            affects: change.affects.clone().unwrap_or_default(),
        }
    }
}

fn cycle(cycle: &Cycle) -> FactView {
    let mut values = Vec::new();
    match (&cycle.opens, &cycle.closes) {
        (Some(opens), Some(closes)) => values.push(escaped(&format!("{opens} to {closes}"))),
        (Some(opens), None) => values.push(escaped(&format!("from {opens}"))),
        (None, Some(closes)) => values.push(escaped(&format!("until {closes}"))),
        (None, None) => {}
    }
    values.extend(cycle.version.iter().map(|version| escaped(&format!("version {version}"))));
    values.extend(cycle.affects.iter().map(|affects| escaped(affects)));
    FactView { label: cycle.name.clone(), values }
}
