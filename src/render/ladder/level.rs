//! One level.

use super::cell::Detail;
use super::shown::Shown;
use crate::handbook::ladders::ViewKind;
use crate::ladder::anchors::{competencies_at, is_note_of, level_anchor};
use crate::page::view::ladder::{LevelCompetencyView, LevelView, NeighbourView, NoteView};

impl Shown<'_> {
    pub(super) fn level(&self, index: usize) -> LevelView {
        let level = &self.ladder.declared.levels[index];
        let bands = level.bands.iter().map(|band| NoteView {
            id: None,
            title: band.name.clone(),
            html: self.html_or_empty(band.summary.as_ref()),
        });
        let mut competencies = competencies_at(&self.resolved, index);
        let shown = self.rows(&[index]);
        competencies.retain(|competency| shown.contains(competency));
        LevelView {
            level: self.level_ref(index, 1),
            tagline: self.html_or_empty(level.tagline.as_ref()),
            summary: self.html_or_empty(level.summary.as_ref()),
            facts: self.level_facts(level),
            time_split: Self::time_split(level),
            bands: bands.collect(),
            rules: self.rules(index),
            archetypes: self.archetypes(Some(&level.id)),
            neighbours: self.neighbours(index),
            areas: self.areas(&competencies, |competency, _| Some(self.level_competency(index, competency))),
            notes: self.notes(level.notes.iter().filter(|note| is_note_of(&self.resolved, note))),
        }
    }

    fn level_competency(&self, level: usize, index: usize) -> LevelCompetencyView {
        let competency = &self.ladder.declared.competencies[index];
        let anchor = level_anchor(self.ladder, level, competency);
        LevelCompetencyView {
            id: self.anchor(competency.id.as_str()),
            anchor: anchor.and_then(|anchor| self.anchor(anchor)),
            competency: self.competency_ref(index),
            cell: self.cell(level, index, Detail::Full),
            mentions: self.mentions(index),
        }
    }

    /// The levels that one comes from and goes to; those of its own track first, because most stay on it.
    fn neighbours(&self, level: usize) -> Vec<NeighbourView> {
        let track = |at: usize| &self.ladder.declared.levels[at].track;
        let mut pairs = self.resolved.neighbours();
        pairs.sort_by_key(|(from, to)| track(*from) != track(*to));
        let side = |side, other, (from, to)| NeighbourView {
            side,
            level: self.level_ref(other, 0),
            href: self.href_of(ViewKind::Changes(from, to)),
        };
        let below = pairs.iter().filter(|(_, to)| *to == level);
        let above = pairs.iter().filter(|(from, _)| *from == level);
        let below = below.map(|pair| side("below", pair.0, *pair));
        let all = below.chain(above.map(|pair| side("above", pair.1, *pair)));
        all.filter(|neighbour| neighbour.href.is_some()).collect()
    }
}
