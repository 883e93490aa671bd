//! Which levels are below a level, over tracks.

use rustc_hash::FxHashMap;

use crate::ladder::model::{Ladder, Level};

/// How many tracks are followed from one entry to the next.
const MAX_DEPTH: usize = 64;

/// The levels below each level.
///
/// Below a level are the lower levels of its track. Below the lowest level of a track are the levels
/// that one enters it from (`from_levels`) and those below them; without `from_levels`, the levels that
/// belong to no track. Levels of the same rank are never below each other, except across the entry of a
/// track that is entered sideways.
#[derive(Debug)]
pub(super) struct Lines {
    /// The track of each level.
    tracks: Vec<Option<usize>>,
    ranks: Vec<f64>,
    /// For each track, the levels below its lowest one.
    before: Vec<Vec<usize>>,
}

impl Lines {
    pub(super) fn of(ladder: &Ladder, level_of: &FxHashMap<&str, usize>) -> Self {
        let declared = &ladder.declared;
        let ids = declared.tracks.iter().enumerate();
        let track_of: FxHashMap<&str, usize> = ids.map(|(index, track)| (track.id.as_str(), index)).collect();
        let track =
            |level: &Level| level.track.as_ref().and_then(|name| track_of.get(name.as_str()).copied());
        let mut lines = Self {
            tracks: declared.levels.iter().map(track).collect(),
            ranks: declared.levels.iter().map(|level| level.rank).collect(),
            before: vec![Vec::new(); declared.tracks.len()],
        };
        let entries: Vec<Vec<usize>> = declared
            .tracks
            .iter()
            .map(|track| {
                track.from_levels.iter().filter_map(|name| level_of.get(name.as_str()).copied()).collect()
            })
            .collect();
        let mut state = vec![Visit::New; entries.len()];
        for track in 0..entries.len() {
            lines.fill(track, &entries, &mut state);
        }
        lines
    }

    /// Returns the levels below a level, lowest first.
    pub(super) fn below(&self, level: usize) -> Vec<usize> {
        let mut found = self.tracks[level].map(|track| self.before[track].clone()).unwrap_or_default();
        let peers = (0..self.tracks.len()).filter(|other| self.tracks[*other] == self.tracks[level]);
        found.extend(peers.filter(|other| self.ranks[*other] < self.ranks[level]));
        self.in_order(found)
    }

    /// Returns the lowest level of a track.
    pub(super) fn entry(&self, track: usize) -> Option<usize> {
        let levels = (0..self.tracks.len()).filter(|level| self.tracks[*level] == Some(track));
        levels.min_by(|a, b| self.ranks[*a].total_cmp(&self.ranks[*b]))
    }

    /// Returns whether two levels are of one track.
    pub(super) fn share_a_track(&self, a: usize, b: usize) -> bool {
        self.tracks[a] == self.tracks[b]
    }

    fn fill(&mut self, track: usize, entries: &[Vec<usize>], state: &mut [Visit]) {
        let open = state.iter().filter(|visit| **visit == Visit::Open).count();
        if state[track] != Visit::New || open > MAX_DEPTH {
            return;
        }
        state[track] = Visit::Open;
        let found = match self.entry(track) {
            Some(entry) if entries[track].is_empty() => self.trunk(entry),
            Some(entry) => self.feeders(entry, entries, state),
            None => Vec::new(),
        };
        self.before[track] = self.in_order(found);
        state[track] = Visit::Done;
    }

    /// The levels of no track below a level.
    fn trunk(&self, entry: usize) -> Vec<usize> {
        let levels = 0..self.tracks.len();
        levels
            .filter(|level| self.tracks[*level].is_none() && self.ranks[*level] < self.ranks[entry])
            .collect()
    }

    /// The levels that one comes from, and those below them. One that is higher than the entry is a
    /// way into the middle of the track, and adds nothing to what is below the entry.
    fn feeders(&mut self, entry: usize, entries: &[Vec<usize>], state: &mut [Visit]) -> Vec<usize> {
        let own = self.tracks[entry].expect("the entry of a track has a track");
        let mut found = Vec::new();
        for level in &entries[own] {
            let is_below = self.ranks[*level] <= self.ranks[entry] && self.tracks[*level] != Some(own);
            if !is_below {
                continue;
            }
            if let Some(track) = self.tracks[*level] {
                self.fill(track, entries, state);
            }
            found.extend(self.below(*level));
            found.push(*level);
        }
        found.retain(|level| self.tracks[*level] != Some(own));
        found
    }

    fn in_order(&self, mut levels: Vec<usize>) -> Vec<usize> {
        levels.sort_by(|a, b| self.ranks[*a].total_cmp(&self.ranks[*b]).then(a.cmp(b)));
        levels.dedup();
        levels
    }
}

/// Tracks that are entered from each other must not be followed for ever.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}
