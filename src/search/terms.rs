//! The terms of all pages, in order, and how stretches of them are written.

use std::ops::Range;

use rayon::prelude::*;

use super::bytes::{put, put_len, put_text};
use super::files::{LONGEST_NEAR, SHORTEST_NEAR};
use super::invert::{Batch, Posting, Postings};
use super::words::is_wide;

/// BM25: how soon another occurrence ceases to count.
const SATURATION: f64 = 1.2;

/// BM25: how much the length of a section counts.
const LENGTH: f64 = 0.6;

/// From how many sections on a list is written with a code of its own.
const LONG: usize = 800;

/// Lists of numbers one after the other.
#[derive(Default)]
pub(super) struct Lists {
    /// All of them.
    pub(super) bytes: Vec<u8>,
    /// Where lists end that have little in common with what follows.
    pub(super) ends: Vec<usize>,
}

/// The terms of all batches.
pub(super) struct Terms<'a> {
    batches: &'a [&'a Batch],
    /// The number of sections before each batch.
    bases: Vec<u32>,
    /// Every term of every batch: the term, the batch, its number there; in order.
    sources: Vec<(&'a str, u32, u32)>,
    /// For each different term, where its sources end.
    ends: Vec<usize>,
    /// The number of words of each section, and what is usual.
    lengths: Vec<u32>,
    mean: f64,
}

impl<'a> Terms<'a> {
    /// Puts batches behind each other.
    pub(super) fn merge(batches: &'a [&'a Batch]) -> Self {
        let mut sources = Vec::with_capacity(batches.iter().map(|batch| batch.terms().len()).sum());
        let mut bases = Vec::with_capacity(batches.len());
        let mut lengths = Vec::new();
        for (batch, number) in batches.iter().zip(0..) {
            sources.extend(batch.terms().zip(0..).map(|(term, at)| (term, number, at)));
            bases.push(u32::try_from(lengths.len()).expect("fewer than 2^32 sections"));
            lengths.extend_from_slice(&batch.lengths);
        }
        sources.par_sort_unstable();
        let is_end = |at: &usize| sources.get(at + 1).is_none_or(|next| next.0 != sources[*at].0);
        let ends = (0..sources.len()).filter(is_end).map(|at| at + 1).collect();
        let mean = usual(&lengths);
        Self { batches, bases, sources, ends, lengths, mean }
    }

    /// Returns the number of different terms.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Returns a term by its place.
    pub(super) fn term(&self, at: usize) -> &'a str {
        self.sources[self.ends[at] - 1].0
    }

    /// Returns the sections of a term by batch, with the number of the first section of each.
    fn postings(&self, at: usize) -> impl Iterator<Item = (u32, Postings<'a>)> {
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let (batches, bases) = (self.batches, &self.bases);
        self.sources[first..self.ends[at]].iter().map(move |(_, batch, number)| {
            (bases[*batch as usize], batches[*batch as usize].postings(*number as usize))
        })
    }

    fn sections(&self, at: usize) -> usize {
        self.postings(at).map(|(_, postings)| postings.list.len()).sum()
    }

    /// Cuts the terms into so many stretches of about the same size; some may be empty.
    pub(super) fn cut(&self, stretches: usize) -> Vec<Range<usize>> {
        let sizes: Vec<usize> =
            (0..self.ends.len()).map(|at| self.term(at).len() + 4 + self.sections(at) * 2).collect();
        let total: usize = sizes.iter().sum();
        let (mut cut, mut at, mut sum) = (Vec::with_capacity(stretches), 0, 0);
        for number in 1..=stretches {
            let start = at;
            while at < sizes.len() && (number == stretches || sum < total * number / stretches) {
                sum += sizes[at];
                at += 1;
            }
            cut.push(start..at);
        }
        cut
    }

    /// A stretch: the number of terms; for each how many bytes it shares with the one before, the rest
    /// of it, its number of sections, and how many bytes these take; then the sections of all terms, as
    /// distances; then a byte for each of them, see [`Terms::weight`].
    pub(super) fn encode(&self, stretch: Range<usize>) -> Lists {
        let mut out = Vec::new();
        let (mut gaps, mut weights) = (Lists::default(), Lists::default());
        put_len(&mut out, stretch.len());
        let mut before = "";
        for at in stretch {
            let term = self.term(at);
            put_front_coded(&mut out, before, term);
            before = term;
            let (start, count, mut last) = (gaps.bytes.len(), weights.bytes.len(), 0);
            for (base, postings) in self.postings(at) {
                for posting in postings.list {
                    let section = base + posting.section;
                    put(&mut gaps.bytes, section - last);
                    last = section;
                    weights.bytes.push(self.weight(base, *posting));
                }
            }
            put_len(&mut out, weights.bytes.len() - count);
            put_len(&mut out, gaps.bytes.len() - start);
            gaps.end(start);
            weights.end(count);
        }
        let mut all = Lists { ends: vec![out.len()], bytes: out };
        all.append(&gaps);
        all.append(&weights);
        all
    }

    /// The role of a term in a section in the upper four bits; in the lower four how much the text
    /// speaks of it, from 1 to 15, or 0 if it does not.
    fn weight(&self, base: u32, posting: Posting) -> u8 {
        let count = f64::from(posting.count);
        let length = f64::from(self.lengths[(base + posting.section) as usize]);
        let share = count / (count + SATURATION * (1.0 - LENGTH + LENGTH * length / self.mean));
        // Seven steps: a list of a common word is half as long as with fifteen, and no order differs.
        let in_text = [2, 4, 6, 8, 10, 12, 15][((share * 7.0) as usize).min(6)];
        posting.role << 4 | if posting.count == 0 { 0 } else { in_text }
    }

    /// The places of the same terms: for each term how many bytes it takes; then for each of its
    /// sections the distances of its places, twice each, and one more at the last. A zero is a section
    /// without places.
    pub(super) fn encode_places(&self, stretch: Range<usize>) -> Lists {
        let (mut out, mut lists) = (Vec::new(), Lists::default());
        for at in stretch {
            let start = lists.bytes.len();
            let all = &mut lists.bytes;
            for (_, postings) in self.postings(at) {
                let mut places = postings.places.iter();
                for posting in postings.list {
                    let (mut left, mut last) = (posting.places, 0);
                    if left == 0 {
                        put(all, 0);
                    }
                    for place in places.by_ref().take(usize::from(posting.places)) {
                        left -= 1;
                        // One more than the place, so that the first is no zero.
                        let place = u32::from(*place) + 1;
                        put(all, (place - last) << 1 | u32::from(left == 0));
                        last = place;
                    }
                }
            }
            put_len(&mut out, all.len() - start);
            lists.end(start);
        }
        let mut all = Lists { ends: vec![out.len()], bytes: out };
        all.append(&lists);
        all
    }

    /// Terms by length, for those who mistype: for each length from [`SHORTEST_NEAR`] on the number of
    /// terms; for each how many bytes it shares with the one before, the rest of it, and its number of
    /// sections.
    pub(super) fn near(&self) -> Vec<Vec<u8>> {
        let mut lists = vec![(0, Vec::new(), ""); LONGEST_NEAR - SHORTEST_NEAR + 1];
        for at in 0..self.ends.len() {
            let term = self.term(at);
            let Some((count, list, before)) = list_of(term).and_then(|list| lists.get_mut(list)) else {
                continue;
            };
            *count += 1;
            put_front_coded(list, before, term);
            put_len(list, self.sections(at));
            *before = term;
        }
        let with_count = |(count, list, _): (usize, Vec<u8>, &str)| {
            let mut out = Vec::with_capacity(list.len() + 4);
            put_len(&mut out, count);
            out.extend_from_slice(&list);
            out
        };
        lists.into_iter().map(with_count).collect()
    }
}

impl Lists {
    /// Ends a list that began here.
    fn end(&mut self, start: usize) {
        if self.bytes.len() - start >= LONG {
            self.ends.extend([start, self.bytes.len()]);
        }
    }

    /// Puts others behind these.
    fn append(&mut self, others: &Self) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&others.bytes);
        self.ends.extend(others.ends.iter().map(|end| start + end));
        self.ends.push(self.bytes.len());
    }
}

/// Returns which list a term that may be mistyped is on: numbers and ids are meant as they are typed.
pub(super) fn list_of(term: &str) -> Option<usize> {
    let is_mistyped = term.chars().all(char::is_alphabetic) && !is_wide(term);
    let letters = term.chars().count();
    (is_mistyped && (SHORTEST_NEAR..=LONGEST_NEAR).contains(&letters)).then(|| letters - SHORTEST_NEAR)
}

fn put_front_coded(out: &mut Vec<u8>, before: &str, term: &str) {
    let mut shared = before.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
    while !term.is_char_boundary(shared) {
        shared -= 1;
    }
    put_len(out, shared);
    put_text(out, &term[shared..]);
}

/// The mean length of sections, in steps of a fifth, so that an edit does not touch every list. Only
/// multiplications, which are the same on every machine.
fn usual(lengths: &[u32]) -> f64 {
    let sum: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
    let mean = sum as f64 / lengths.len().max(1) as f64;
    let mut step = 1.0;
    while step * 1.1 < mean {
        step *= 1.2;
    }
    step
}
