//! What a thread coloured before: states of grammars, and lines by state and text.
//!
//! The parser costs some 40 µs a line, a look-up 0.1 µs. Nothing here shows in the output; it is
//! bounded, and forgetting is always safe. Each thread learns for itself, because the states of the
//! parser cannot be sent to another.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, SyntaxReference, SyntaxSet};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::scope::{ClassStack, Classifier};

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// All that a thread has learned.
#[derive(Default)]
pub(super) struct Memory {
    grammars: Vec<Grammar>,
    /// Grammars by the words that were asked for; `None` for words that name none.
    tokens: FxHashMap<String, Option<usize>>,
    lines: Lines,
}

impl Memory {
    /// Works with the memory of this thread.
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        MEMORY.with_borrow_mut(work)
    }

    /// Returns the grammar that a word names, and the lines of all of them.
    pub(super) fn grammar(
        &mut self,
        token: &str,
        syntaxes: &SyntaxSet,
    ) -> Option<(&mut Grammar, &mut Lines)> {
        let known = self.tokens.get(token).copied();
        let found = known.unwrap_or_else(|| {
            let found = self.find(token, syntaxes);
            self.tokens.insert(token.to_owned(), found);
            found
        });
        Some((&mut self.grammars[found?], &mut self.lines))
    }

    fn find(&mut self, token: &str, syntaxes: &SyntaxSet) -> Option<usize> {
        let syntax = syntaxes.find_syntax_by_token(token).filter(|syntax| syntax.name != "Plain Text")?;
        // `sh` and `bash` share what they have learned.
        let same = self.grammars.iter().position(|known| known.name == syntax.name);
        Some(same.unwrap_or_else(|| {
            self.grammars.push(Grammar::new(syntax));
            self.grammars.len() - 1
        }))
    }
}

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
    states: Vec<State>,
    pub(super) classifier: Classifier,
}

/// States kept for a grammar. Most have fewer than twenty.
const MAX_STATES: usize = 128;

impl Grammar {
    /// The state in which a block begins.
    pub(super) const START: usize = 0;

    fn new(syntax: &SyntaxReference) -> Self {
        let start = State { parser: ParseState::new(syntax), stack: ClassStack::default() };
        Self {
            name: syntax.name.clone(),
            seed: xxh3_64(syntax.name.as_bytes()),
            states: vec![start],
            classifier: Classifier::default(),
        }
    }

    pub(super) fn state(&self, id: usize) -> Option<State> {
        self.states.get(id).cloned()
    }

    /// Returns the number of `state`, or `None` if it is new and there is no room for it, or if it is like
    /// no other: some states quote the text that made them, as that of a here-document does.
    pub(super) fn id_of(&mut self, state: &State) -> Option<usize> {
        let known = self.states.iter().position(|known| known == state);
        if known.is_none() && self.states.len() < MAX_STATES {
            let copy = state.clone();
            if copy == *state {
                self.states.push(copy);
                return Some(self.states.len() - 1);
            }
        }
        known
    }

    /// Returns the key of a line that begins in state `id`: 128 bits, so that two lines never
    /// share one by accident.
    pub(super) fn key(&self, id: usize, line: &str) -> u128 {
        xxh3_128_with_seed(line.as_bytes(), self.seed.wrapping_add(id as u64))
    }
}

/// Lines of a thread that take more are forgotten, the simplest bound there is. Eight threads keep 16 MiB.
const MAX_BYTES: usize = 2 << 20;

/// Coloured lines.
#[derive(Default)]
pub(super) struct Lines {
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
        let line = self.lines.get(&key)?;
        out.push_str(&line.html);
        Some(line.next)
    }

    pub(super) fn insert(&mut self, key: u128, html: &str, next: usize) {
        if self.bytes > MAX_BYTES {
            *self = Self::default();
        }
        self.bytes += html.len() + size_of::<(u128, Line)>();
        self.lines.insert(key, Line { html: html.into(), next });
    }
}
