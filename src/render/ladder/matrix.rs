//! Levels by competencies.

use super::cell::Detail;
use super::shown::Shown;
use crate::handbook::ladders::ViewKind;
use crate::page::view::ladder::{CellView, LevelRefView, MatrixRowView, MatrixView, RefView, TrackSpanView};

impl Shown<'_> {
    pub(super) fn matrix(&self) -> MatrixView {
        let levels = self.columns();
        let columns: Vec<LevelRefView> =
            levels.iter().enumerate().map(|(at, level)| self.level_ref(*level, at + 1)).collect();
        let competencies = self.rows(&levels);
        let areas = self.areas(&competencies, |competency, _| {
            let cells = levels.iter().zip(&columns).map(|(level, column)| CellView {
                level: column.title.clone(),
                number: column.number,
                track_name: column.track_name.clone(),
                ..self.cell(*level, competency, Detail::Brief)
            });
            Some(MatrixRowView { cells: cells.collect(), competency: self.competency_ref(competency) })
        });
        let roots = areas.iter().filter(|area| area.depth == 0 && !area.title.is_empty());
        let areas_to_choose =
            roots.map(|area| RefView { title: area.title.clone(), href: Some(area.names.clone()) }).collect();
        MatrixView {
            caption: self.matrix_caption(),
            tracks: spans(&columns),
            levels: columns,
            areas_to_choose,
            areas,
        }
    }

    /// What the matrix shows: the ladder, the family, and what it is narrowed to.
    fn matrix_caption(&self) -> String {
        let declared = &self.ladder.declared;
        let filter = &self.view.filter;
        let mut about = vec![self.ladder.framework.name.clone()];
        about.extend(self.view.family.map(|family| self.family_name(family)));
        about.extend(filter.tracks.iter().map(|track| declared.tracks[*track].name.clone()));
        about.extend(filter.areas.iter().map(|area| declared.areas[*area].name.clone()));
        about.extend(filter.competencies.iter().map(|one| declared.competencies[*one].name.clone()));
        about.extend(filter.levels.iter().map(|level| self.level_title(*level)));
        format!("{}: what is expected at each level", about.join(", "))
    }

    /// The levels that are shown: of one track after the other, as the tracks are declared.
    pub(super) fn columns(&self) -> Vec<usize> {
        let filter = &self.view.filter;
        let declared = &self.ladder.declared;
        let track_of = |level: usize| {
            let name = declared.levels[level].track.as_ref();
            name.and_then(|name| declared.tracks.iter().position(|track| track.id == *name))
        };
        let mut levels: Vec<usize> = self.resolved.levels.clone();
        levels.retain(|level| filter.levels.is_empty() || filter.levels.contains(level));
        levels.retain(|level| {
            filter.tracks.is_empty() || track_of(*level).is_some_and(|track| filter.tracks.contains(&track))
        });
        levels.sort_by_key(|level| track_of(*level));
        levels
    }

    /// The competencies that are shown: those that apply to some of the levels.
    pub(super) fn rows(&self, levels: &[usize]) -> Vec<usize> {
        let filter = &self.view.filter;
        let is_shown = |competency: &usize| {
            (filter.competencies.is_empty() || filter.competencies.contains(competency))
                && (filter.areas.is_empty() || filter.areas.iter().any(|area| self.is_in(*competency, *area)))
                && levels.iter().any(|level| self.resolved.does_apply(*level, *competency))
        };
        self.resolved.competencies.iter().copied().filter(is_shown).collect()
    }

    /// Whether a competency lies in an area, or in one inside it.
    fn is_in(&self, competency: usize, area: usize) -> bool {
        let areas = &self.ladder.declared.areas;
        let mut next = self.ladder.declared.competencies[competency].area.as_ref();
        for _ in 0..=areas.len() {
            let found = next.and_then(|name| areas.iter().position(|area| area.id == *name));
            match found {
                Some(found) if found == area => return true,
                Some(found) => next = areas[found].parent.as_ref(),
                None => return false,
            }
        }
        false
    }

    /// The pages of what changes between two levels, lower levels first.
    pub(super) fn pairs(&self) -> Vec<RefView> {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for view in self.placed.chapters.keys() {
            if let ViewKind::Changes(from, to) = view.kind
                && [from, to].iter().all(|level| self.resolved.levels.contains(level))
                && !pairs.contains(&(from, to))
            {
                pairs.push((from, to));
            }
        }
        pairs.sort_unstable();
        let links = pairs.into_iter().filter_map(|(from, to)| {
            let href = self.href_of(ViewKind::Changes(from, to))?;
            Some(RefView {
                title: format!("{} → {}", self.level_title(from), self.level_title(to)),
                href: Some(href),
            })
        });
        links.collect()
    }
}

/// Neighbouring columns by track; nothing when all are of one.
fn spans(columns: &[LevelRefView]) -> Vec<TrackSpanView> {
    let mut spans: Vec<TrackSpanView> = Vec::new();
    for column in columns {
        match spans.last_mut() {
            Some(last) if last.name == column.track_name => last.columns += 1,
            _ => spans.push(TrackSpanView {
                name: column.track_name.clone(),
                title: column.track.clone(),
                columns: 1,
            }),
        }
    }
    if spans.len() < 2 { Vec::new() } else { spans }
}
