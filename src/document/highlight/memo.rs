//! What was coloured before: states of grammars, and lines by state and text.
//!
//! The parser costs about 40 µs a line, a look-up 0.1 µs. Nothing here shows in the output; it is
//! bounded, and forgetting is always safe.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, SyntaxReference};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::scope::{ClassStack, Classifier};

/// Where a grammar is between two lines.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) parser: ParseState,
    pub(super) stack: ClassStack,
}

/// One language, and the states it was found in at line ends.
pub(super) struct Grammar {
    name: String,
    /// Tells the lines of this grammar from those of others.
    seed: u64,
    states: Mutex<Vec<State>>,
    classifier: Mutex<Classifier>,
}

/// States kept for a grammar. Most have fewer than twenty; but some states quote the text that
/// made them, as that of a here-document does, so there is no natural bound.
const MAX_STATES: usize = 128;

impl Grammar {
    /// The state in which a block begins.
    pub(super) const START: usize = 0;

    pub(super) fn new(syntax: &SyntaxReference) -> Self {
        let start = State { parser: ParseState::new(syntax), stack: ClassStack::default() };
        Self {
            name: syntax.name.clone(),
            seed: xxh3_64(syntax.name.as_bytes()),
            states: Mutex::new(vec![start]),
            classifier: Mutex::default(),
        }
    }

    pub(super) fn is_of(&self, syntax: &SyntaxReference) -> bool {
        self.name == syntax.name
    }

    pub(super) fn state(&self, id: usize) -> Option<State> {
        self.states().get(id).cloned()
    }

    /// Returns the number of `state`, or `None` if it is new and there is no room for it.
    pub(super) fn id_of(&self, state: &State) -> Option<usize> {
        let mut states = self.states();
        let known = states.iter().position(|known| known == state);
        if known.is_none() && states.len() < MAX_STATES {
            states.push(state.clone());
            return Some(states.len() - 1);
        }
        known
    }

    /// Returns the key of a line that begins in state `id`: 128 bits, so that two lines never
    /// share one by accident.
    pub(super) fn key(&self, id: usize, line: &str) -> u128 {
        xxh3_128_with_seed(line.as_bytes(), self.seed.wrapping_add(id as u64))
    }

    pub(super) fn classifier(&self) -> MutexGuard<'_, Classifier> {
        self.classifier.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn states(&self) -> MutexGuard<'_, Vec<State>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many threads seldom want the same shard.
const SHARDS: usize = 16;

/// A shard that holds more is emptied, the simplest bound there is.
const MAX_SHARD_BYTES: usize = 1 << 20;

/// Coloured lines.
#[derive(Default)]
pub(super) struct Lines {
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Default)]
struct Shard {
    lines: FxHashMap<u128, Line>,
    bytes: usize,
}

struct Line {
    html: Box<str>,
    /// The state behind the line.
    next: usize,
}

impl Lines {
    /// Appends the line of this key to `out` if it is known; returns the state behind it.
    pub(super) fn append(&self, key: u128, out: &mut String) -> Option<usize> {
        let shard = self.shard(key);
        let line = shard.lines.get(&key)?;
        out.push_str(&line.html);
        Some(line.next)
    }

    pub(super) fn insert(&self, key: u128, html: &str, next: usize) {
        let mut shard = self.shard(key);
        if shard.bytes > MAX_SHARD_BYTES {
            *shard = Shard::default();
        }
        shard.bytes += html.len() + size_of::<(u128, Line)>();
        shard.lines.insert(key, Line { html: html.into(), next });
    }

    fn shard(&self, key: u128) -> MutexGuard<'_, Shard> {
        // The map is whole after every step, whatever panicked elsewhere.
        self.shards[(key % SHARDS as u128) as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
