//! What holds at a level and is stated elsewhere.

use rustc_hash::FxHashSet;

use super::{CellState, Identity, Resolved, Stated, identity};
use crate::ladder::model::{Mode, State};

impl<'a> Resolved<'a> {
    /// Returns the level where "same as" leads in the end; nothing when it leads in a circle.
    pub(super) fn same_as(&self, level: usize, competency: usize) -> Option<usize> {
        let mut seen = vec![level];
        loop {
            let last = *seen.last().expect("it begins with one");
            let Some(State::SameAs(name)) = self.square(last, competency).merged.state else {
                return (last != level).then_some(last);
            };
            match self.level(name) {
                Some(next) if !seen.contains(&next) => seen.push(next),
                _ => return None,
            }
        }
    }

    pub(super) fn inherited(&self, level: usize, competency: usize, own: &[Stated<'a>]) -> Vec<Stated<'a>> {
        let mut seen = FxHashSet::from_iter([level]);
        let mut found = Vec::new();
        self.collect_below(level, competency, &mut seen, &mut found);
        let all = own.iter().chain(&found);
        let raised: FxHashSet<&str> = all.flat_map(|stated| self.raises(stated).next()).collect();
        let mut known: FxHashSet<Identity> = own.iter().map(identity).collect();
        found.retain(|stated| {
            let is_raised = self.answers_to(stated).any(|id| raised.contains(id));
            !is_raised && known.insert(identity(stated))
        });
        found
    }

    /// Collects what holds at a level and is not stated there.
    fn collect_below(
        &self,
        level: usize,
        competency: usize,
        seen: &mut FxHashSet<usize>,
        found: &mut Vec<Stated<'a>>,
    ) {
        let refers_to = |level| match self.square(level, competency).merged.state {
            Some(State::SameAs(name)) => self.level(name),
            _ => None,
        };
        let mut levels = Vec::new();
        if self.mode(competency) == Mode::Cumulative {
            levels = self.below(level);
            // Where it was not asked for, nothing was handed on.
            let cut =
                levels.iter().rposition(|other| self.state(*other, competency) == CellState::NotApplicable);
            levels.drain(..cut.map_or(0, |at| at + 1));
        }
        let line = levels.len();
        levels.extend(refers_to(level));
        for (index, other) in levels.into_iter().enumerate() {
            if seen.insert(other) && self.state(other, competency) != CellState::NotApplicable {
                // What is below a level of the line is in the line.
                if index >= line || refers_to(other).is_some() {
                    self.collect_below(other, competency, seen, found);
                }
                found.extend(&self.square(other, competency).said.own);
            }
        }
    }
}
