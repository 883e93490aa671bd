//! Tracks and levels as a drawing: tracks beside each other, higher levels above lower ones.

mod measure;
mod plan;

use super::shown::Shown;
use crate::ladder::model::LevelStatus;
use crate::page::view::ladder::{DiagramLevelView, DiagramTextView, DiagramView};
use plan::{Boxed, Plan, Wanted};

/// How much larger than its units a drawing is comfortable at, in hundredths.
const COMFORT: u32 = 120;

impl Shown<'_> {
    pub(super) fn diagram(&self) -> DiagramView {
        let levels = self.columns();
        let wanted = self.wanted(&levels);
        let plan = Plan::of(&wanted);
        let boxes = plan.boxes.iter().map(|boxed| self.diagram_level(boxed, &levels));
        DiagramView {
            title: format!("{}: tracks and levels", self.ladder.framework.name),
            description: self.description(&levels),
            width: plan.width,
            height: plan.height,
            comfortable: plan.width * COMFORT / 100,
            has_equivalents: plan.lines.iter().any(|line| line.kind == "equivalent"),
            has_entries: plan.lines.iter().any(|line| line.kind == "entry"),
            levels: boxes.collect(),
            titles: plan.titles,
            lines: plan.lines,
        }
    }

    /// What the drawing is made of.
    fn wanted(&self, levels: &[usize]) -> Wanted {
        let declared = &self.ladder.declared;
        let mut wanted = Wanted::default();
        let mut columns: Vec<String> = Vec::new();
        for level in levels {
            let view = self.level_ref(*level, 0);
            let column = columns.iter().position(|name| *name == view.track_name).unwrap_or_else(|| {
                columns.push(view.track_name.clone());
                wanted.columns.push(view.track.clone());
                columns.len() - 1
            });
            let source = &declared.levels[*level];
            wanted.levels.push(plan::WantedLevel {
                level: *level,
                column,
                rank: source.rank,
                code: view.code,
                title: view.title,
                short: view.short,
                mark: match source.status {
                    LevelStatus::Ok if source.career_level => "career level",
                    LevelStatus::Ok => "",
                    LevelStatus::ToBeDefined => "to be described",
                    LevelStatus::Retired => "retired",
                },
            });
            wanted.equivalents.extend(
                source.equivalent_to.iter().filter_map(|name| Some((*level, self.level_index(name)?))),
            );
        }
        wanted.entries = self.entries(levels);
        wanted
    }

    /// Ways from one track to another: from a level to the lowest of the other track.
    fn entries(&self, levels: &[usize]) -> Vec<(usize, usize)> {
        let declared = &self.ladder.declared;
        let mut entries = Vec::new();
        for track in &declared.tracks {
            let own = levels
                .iter()
                .copied()
                .filter(|level| declared.levels[*level].track.as_ref() == Some(&track.id));
            let lowest = own.min_by(|a, b| declared.levels[*a].rank.total_cmp(&declared.levels[*b].rank));
            let Some(lowest) = lowest else { continue };
            let from = track.from_levels.iter().filter_map(|name| self.level_index(name));
            entries.extend(from.filter(|from| levels.contains(from)).map(|from| (from, lowest)));
        }
        entries
    }

    fn diagram_level(&self, boxed: &Boxed, levels: &[usize]) -> DiagramLevelView {
        let number = levels.iter().position(|level| *level == boxed.level).map_or(0, |at| at + 1);
        let level = self.level_ref(boxed.level, number);
        // What is written in the box, in its order: a name that holds what is seen can be spoken.
        let mut label: Vec<&str> = boxed.texts.iter().map(|text| text.text.as_str()).collect();
        if !level.track.is_empty() {
            label.push("·");
            label.push(&level.track);
        }
        DiagramLevelView {
            x: boxed.x,
            y: boxed.y,
            width: boxed.width,
            height: boxed.height,
            label: label.join(" "),
            level,
            texts: boxed
                .texts
                .iter()
                .map(|text| DiagramTextView {
                    x: text.x,
                    y: text.y,
                    kind: text.kind,
                    text: text.text.clone(),
                })
                .collect(),
        }
    }

    /// The drawing in words.
    fn description(&self, levels: &[usize]) -> String {
        let declared = &self.ladder.declared;
        let mut sentences: Vec<String> = Vec::new();
        let mut track: Option<String> = None;
        for level in levels {
            let view = self.level_ref(*level, 0);
            let equal: Vec<String> = declared.levels[*level]
                .equivalent_to
                .iter()
                .filter_map(|name| self.level_index(name))
                .map(|other| self.level_title(other))
                .collect();
            let equal = if equal.is_empty() {
                String::new()
            } else {
                format!(" (equivalent to {})", equal.join(" and "))
            };
            let name = format!("{}{equal}", view.title);
            if track.as_ref() == Some(&view.track) {
                let last = sentences.last_mut().expect("a track has begun");
                last.push_str(", ");
                last.push_str(&name);
            } else {
                let title = if view.track.is_empty() { "Levels" } else { &view.track };
                sentences.push(format!("{title}, lowest first: {name}"));
                track = Some(view.track);
            }
        }
        let entries = self
            .entries(levels)
            .into_iter()
            .map(|(from, to)| format!("One enters {} from {}", self.level_title(to), self.level_title(from)));
        sentences.extend(entries);
        sentences.iter().map(|sentence| format!("{sentence}.")).collect::<Vec<_>>().join(" ")
    }
}
