//! What a word of a query may mean among the terms of an index.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::distance::{tolerance, within};
use super::files::{LONGEST_NEAR, SHORTEST_NEAR};
use super::query::Wanted;
use super::shelf::{Shelf, Stretch};
use super::stem::stem;
use super::terms::list_of;

/// How much terms count, in sixteenths: the word itself, another form of it, one that begins with it,
/// one that is a slip or two away.
const ITSELF: u64 = 16;
const FORM: u64 = 14;
const BEGUN: u64 = 12;
const SLIPS: [u64; 3] = [16, 9, 6];

/// How many terms that begin with a word are looked at.
const MAX_BEGUN: usize = 40;

/// How many terms that are near a word are.
const MAX_NEAR: usize = 4;

/// Over how many stretches terms are gathered.
const MAX_STRETCHES: usize = 2;

/// Over how many, where it is only known how they begin.
const MAX_BEGUN_STRETCHES: usize = 6;

/// What a word may mean.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// The terms, each with what it counts.
    pub(super) terms: Vec<Meant>,
    /// Whether terms that are a slip away were added.
    pub(super) has_near: bool,
}

/// A term that a word may mean.
#[derive(Debug)]
pub(super) struct Meant {
    pub(super) term: String,
    pub(super) factor: u64,
    pub(super) sections: Vec<(u32, u8)>,
}

impl Meaning {
    /// Returns in how many sections some of the terms are, those with several counted as often.
    pub(super) fn sections(&self) -> u64 {
        self.terms.iter().map(|meant| meant.sections.len() as u64).sum()
    }

    fn add(&mut self, factor: u64, stretch: &Stretch, at: usize) {
        let known = &stretch.terms[at];
        if self.terms.iter().all(|meant| meant.term != known.term) {
            let sections = stretch.sections(at);
            self.terms.push(Meant { term: known.term.clone(), factor, sections });
        }
    }
}

/// Returns what a word means as it is typed; where that is nothing, what may have been mistyped.
pub(super) fn meaning(shelf: &mut Shelf<'_>, wanted: &Wanted) -> Meaning {
    let mut meaning = Meaning::default();
    let stretch = shelf.stretch_of(&wanted.term);
    let stretch = shelf.stretch(stretch);
    if let Some(at) = stretch.find(&wanted.term) {
        meaning.add(ITSELF, &stretch, at);
    }
    if wanted.is_exact {
        return meaning;
    }
    if shelf.is_english {
        forms(shelf, &wanted.term, &mut meaning);
    }
    if wanted.is_partial {
        begun(shelf, &wanted.term, &mut meaning);
    }
    if meaning.terms.is_empty() {
        add_near(shelf, &wanted.term, &mut meaning);
    }
    meaning
}

/// Adds other forms of a word.
fn forms(shelf: &mut Shelf<'_>, word: &str, meaning: &mut Meaning) {
    let common = stem(word);
    if common.len() < 3 || !common.is_ascii() || (common == word && word.len() < 4) {
        return;
    }
    // Forms may differ in the last letter of what they share: `policy`, `policies`.
    let prefix = if common.len() > 3 { &common[..common.len() - 1] } else { &common };
    for (stretch, at) in terms_beginning_with(shelf, prefix, MAX_STRETCHES) {
        if stem(&stretch.terms[at].term) == common {
            meaning.add(FORM, &stretch, at);
        }
    }
}

/// Adds words that begin with what was typed, those first that are in most sections.
fn begun(shelf: &mut Shelf<'_>, word: &str, meaning: &mut Meaning) {
    if word.len() < 2 {
        return;
    }
    let mut found = terms_beginning_with(shelf, word, MAX_BEGUN_STRETCHES);
    found.sort_by_key(|(stretch, at)| Reverse(stretch.terms[*at].sections));
    for (stretch, at) in found.into_iter().take(MAX_BEGUN) {
        meaning.add(BEGUN, &stretch, at);
    }
}

fn terms_beginning_with(shelf: &mut Shelf<'_>, prefix: &str, most: usize) -> Vec<(Rc<Stretch>, usize)> {
    let first = shelf.stretch_of(prefix);
    let mut found = Vec::new();
    for number in first..first + most {
        if number > first && !shelf.goes_on(number, prefix) {
            break;
        }
        let stretch = shelf.stretch(number);
        found.extend(stretch.beginning_with(prefix).map(|at| (Rc::clone(&stretch), at)));
    }
    found
}

/// Adds terms that are a slip or two away from a word, the nearest first.
pub(super) fn add_near(shelf: &mut Shelf<'_>, word: &str, meaning: &mut Meaning) {
    meaning.has_near = true;
    let letters: Vec<char> = word.chars().collect();
    let most = tolerance(letters.len());
    if most == 0 || !is_mistyped(word) {
        return;
    }
    let shortest = letters.len().saturating_sub(most).max(SHORTEST_NEAR);
    let mut found = BTreeMap::new();
    for length in shortest..=(letters.len() + most).min(LONGEST_NEAR) {
        for (term, sections) in shelf.near(length - SHORTEST_NEAR).iter() {
            let candidate: Vec<char> = term.chars().collect();
            if let Some(slips) = within(&letters, &candidate, most).filter(|slips| *slips > 0) {
                found.insert((slips, Reverse(*sections), term.clone()), slips);
            }
        }
    }
    for ((_, _, term), slips) in found.into_iter().take(MAX_NEAR) {
        let stretch = shelf.stretch_of(&term);
        let stretch = shelf.stretch(stretch);
        if let Some(at) = stretch.find(&term) {
            meaning.add(SLIPS[slips], &stretch, at);
        }
    }
}

/// Returns whether a word may have been mistyped: it is of letters alone.
pub(super) fn is_mistyped(word: &str) -> bool {
    list_of(word).is_some() || (word.chars().count() > LONGEST_NEAR && word.chars().all(char::is_alphabetic))
}
