//! What is stated at each level for each competency.

use super::layers::{Layers, Spot};
use super::steps::asked_steps;
use super::{Resolved, Said, Square, Stated};
use crate::ladder::model::{Competency, Ladder, Mode, State, Step};

impl<'a> Resolved<'a> {
    pub(super) fn fill(&mut self, layers: &Layers<'a>) {
        let competencies = &self.ladder.declared.competencies;
        for (level, steps) in asked_steps(self.ladder).into_iter().enumerate() {
            for ((index, competency), step) in competencies.iter().enumerate().zip(steps) {
                let merged = layers.merged(index, Spot::Level(level));
                let does_apply = merged.state.is_some() || applies_on_track(self.ladder, level, competency);
                let step = step.map(|step| &competency.steps[step]).filter(|_| does_apply);
                self.grid.push(Square { merged, step, does_apply, ..Square::default() });
            }
        }
        for level in 0..self.ladder.declared.levels.len() {
            let below = self.below(level);
            for competency in 0..competencies.len() {
                let said = self.said_at(layers, (level, competency), &below);
                self.grid[level * competencies.len() + competency].said = said;
            }
        }
    }

    /// What is stated at a level, and the texts beside it: for all levels at once, at the steps that it asks
    /// for, and there.
    fn said_at(&self, layers: &Layers<'a>, (level, competency): (usize, usize), below: &[usize]) -> Said<'a> {
        let square = self.square(level, competency);
        if square.is_silent() {
            return Said::default();
        }
        let lower: Vec<&Square<'a>> = match self.mode(competency) {
            Mode::Cumulative => below.iter().map(|other| self.square(*other, competency)).collect(),
            Mode::Replacing | Mode::Standalone => Vec::new(),
        };
        let is_lowest = lower.iter().all(|lower| lower.is_silent());
        let Said { mut own, mut for_all, mut texts } = Said::default();
        if is_lowest {
            let merged = layers.merged(competency, Spot::All);
            own.extend(merged.stated(level).map(|stated| Stated { for_all: true, ..stated }));
            for_all = merged.summary;
        }
        if !square.merged.is_overridden {
            for step in self.new_steps(competency, square, &lower) {
                let shown = Some(&self.ladder.declared.competencies[competency].steps[step]);
                texts.extend(shown.and_then(|step| step.summary.as_ref()));
                for step in self.told_by(layers, competency, step) {
                    let merged = layers.merged(competency, Spot::Step(step));
                    own.extend(merged.stated(level).map(|stated| Stated { step: shown, ..stated }));
                    texts.extend(merged.summary);
                }
            }
        }
        own.extend(square.merged.stated(level));
        texts.extend(square.merged.summary);
        own.iter_mut().for_each(|stated| stated.same = self.root_of(stated.statement));
        Said { own, for_all, texts }
    }

    /// The steps that say what a step asks for: itself, and those that it says it is the same as. Where
    /// steps add to each other, those below are told anyway.
    fn told_by(&self, layers: &Layers<'a>, competency: usize, step: usize) -> Vec<usize> {
        let steps = &self.ladder.declared.competencies[competency].steps;
        let mut told = vec![step];
        while self.mode(competency) != Mode::Cumulative {
            let last = *told.last().expect("it begins with one");
            let Some(State::SameAs(name)) = layers.merged(competency, Spot::Step(last)).state else { break };
            match steps.iter().position(|step| step.id == *name) {
                Some(next) if !told.contains(&next) => told.push(next),
                _ => break,
            }
        }
        told
    }

    /// The steps that a level asks for and those below it did not.
    fn new_steps(&self, competency: usize, square: &Square<'a>, lower: &[&Square<'a>]) -> Vec<usize> {
        let Some(asked) = square.step else {
            return Vec::new();
        };
        let floor = lower.iter().filter(|lower| !lower.is_silent()).filter_map(|lower| lower.step);
        let floor = floor.map(|step| step.number).fold(f64::NEG_INFINITY, f64::max);
        let is_new = |step: &Step| match self.mode(competency) {
            Mode::Cumulative => step.number > floor && step.number <= asked.number,
            Mode::Replacing | Mode::Standalone => step.id == asked.id,
        };
        let steps = self.ladder.declared.competencies[competency].steps.iter().enumerate();
        steps.filter(|(_, step)| is_new(step)).map(|(index, _)| index).collect()
    }
}

/// Whether a competency is for the track of a level.
fn applies_on_track(ladder: &Ladder, level: usize, competency: &Competency) -> bool {
    let track = ladder.declared.levels[level].track.as_ref();
    competency.tracks.is_empty() || track.is_some_and(|track| competency.tracks.contains(track))
}
