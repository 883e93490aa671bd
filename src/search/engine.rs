//! Answering a query.

use rustc_hash::{FxHashMap, FxHashSet};

use super::expand::{Meaning, add_near, is_mistyped, meaning};
use super::fold::fold;
use super::invert::facet_term;
use super::passage::passage;
use super::query::{FilterKind, Query};
use super::rank::{Ranked, rank};
use super::shelf::{PageHead, Shelf};

/// Sections that are shown of one page.
const MAX_ROWS: usize = 3;

/// Answers queries from one index.
pub struct Engine<'a> {
    /// What they are answered from.
    pub shelf: Shelf<'a>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The best pages, as many as were asked for.
    pub groups: Vec<Group>,
    /// How many pages there are in all.
    pub pages: usize,
    /// What results were to be narrowed to and is not there, as typed, with what there is.
    pub unknown: Vec<(FilterKind, String, Vec<String>)>,
}

/// A page with what was found on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: String,
    /// Its address from the root of the site, percent-encoded.
    pub href: String,
    /// What it lies in, from the top down.
    pub trail: Vec<String>,
    /// Its best sections, at least one.
    pub rows: Vec<Row>,
}

/// A section that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its heading; empty for the beginning of the page.
    pub heading: String,
    /// Its anchor; empty for the beginning of the page.
    pub anchor: String,
    /// The level and competency of an expectation.
    pub label: String,
    /// What is said there.
    pub passage: Passage,
}

/// Stretches of text, and whether each is what was looked for.
pub type Passage = Vec<(String, bool)>;

/// The best sections of one page.
struct Found {
    page: usize,
    sections: Vec<Ranked>,
}

/// What a term answers: the place of the word in the query, and what it counts.
type Answers = FxHashMap<String, (usize, u64)>;

impl<'a> Engine<'a> {
    /// Returns an engine for an index.
    pub fn new(shelf: Shelf<'a>) -> Self {
        Self { shelf }
    }

    /// Answers a query with so many pages at most.
    pub fn ask(&mut self, query: &Query, limit: usize) -> Answer {
        let mut answer = Answer::default();
        if query.is_empty() {
            return answer;
        }
        let allowed = self.allowed(query, &mut answer);
        let mut meanings: Vec<Meaning> =
            query.words.iter().map(|word| meaning(&mut self.shelf, word)).collect();
        let mut ranked = self.ranked(query, &meanings, allowed.as_ref());
        let is_answered = ranked.iter().any(|found| found.is_full);
        if !is_answered && self.look_near(query, &mut meanings) {
            ranked = self.ranked(query, &meanings, allowed.as_ref());
        }
        let found = grouped(&ranked, |section| self.shelf.page_of(section));
        answer.pages = found.len();
        let mut answers = Answers::default();
        for (at, meaning) in meanings.iter().enumerate() {
            for meant in &meaning.terms {
                answers.entry(meant.term.clone()).or_insert((at, meant.factor));
            }
        }
        answer.groups = found.iter().take(limit).map(|found| self.shown(found, &answers)).collect();
        answer
    }

    /// Adds what may have been mistyped, and returns whether there was something to add.
    fn look_near(&mut self, query: &Query, meanings: &mut [Meaning]) -> bool {
        let mut is_more = false;
        for (word, meaning) in query.words.iter().zip(meanings) {
            if !word.is_exact && !meaning.has_near && is_mistyped(&word.term) {
                let before = meaning.terms.len();
                add_near(&mut self.shelf, &word.term, meaning);
                is_more |= meaning.terms.len() > before;
            }
        }
        is_more
    }

    fn ranked(
        &mut self,
        query: &Query,
        meanings: &[Meaning],
        allowed: Option<&FxHashSet<u32>>,
    ) -> Vec<Ranked> {
        let mut ranked = if query.words.is_empty() {
            let all = (0..self.shelf.sections()).map(|section| Ranked { section, score: 0, is_full: true });
            all.collect()
        } else {
            let exact: Vec<bool> = query.words.iter().map(|word| word.is_exact).collect();
            rank(&self.shelf.firsts, meanings, &exact)
        };
        if let Some(allowed) = allowed {
            ranked.retain(|found| allowed.contains(&found.section));
        }
        for phrase in &query.phrases {
            let holding = self.holding(phrase);
            ranked.retain(|found| holding.contains(&found.section));
        }
        let best = ranked.first().map_or(0, |found| found.score);
        // What lacks a word must be good otherwise.
        ranked.retain(|found| found.is_full || found.score * 16 >= best);
        ranked
    }

    /// Returns the sections that results are narrowed to; `None` when they are not.
    fn allowed(&mut self, query: &Query, answer: &mut Answer) -> Option<FxHashSet<u32>> {
        let mut allowed: Option<FxHashSet<u32>> = None;
        for kind in FilterKind::ALL {
            let values: Vec<&String> =
                query.filters.iter().filter(|(other, _)| *other == kind).map(|(_, value)| value).collect();
            if values.is_empty() {
                continue;
            }
            let mut of_kind = FxHashSet::default();
            for value in values {
                let labels = self.labels(kind, value);
                if labels.is_empty() {
                    let known = self.shelf.facets.iter().filter(|facet| facet.kind == kind);
                    let known = known.map(|facet| facet.label.clone()).collect();
                    answer.unknown.push((kind, value.clone(), known));
                }
                for label in labels {
                    self.sections_of(&facet_term(kind, &label), &mut of_kind);
                }
            }
            allowed = Some(match allowed {
                Some(before) => before.intersection(&of_kind).copied().collect(),
                None => of_kind,
            });
        }
        allowed
    }

    /// Returns what somebody may mean who narrows results: what is called so, or begins so.
    fn labels(&self, kind: FilterKind, value: &str) -> Vec<String> {
        let wanted = plain(value);
        let of_kind = || self.shelf.facets.iter().filter(|facet| facet.kind == kind);
        let called = |is_it: &dyn Fn(&str) -> bool| -> Vec<String> {
            let called = of_kind().filter(|facet| {
                is_it(&plain(&facet.label)) || facet.names.iter().any(|name| is_it(&plain(name)))
            });
            called.map(|facet| facet.label.clone()).collect()
        };
        let exact = called(&|name| name == wanted);
        if exact.is_empty() && !wanted.is_empty() { called(&|name| name.starts_with(&wanted)) } else { exact }
    }

    /// Adds the sections of a term; where that is the beginning of a page, all of the page.
    fn sections_of(&mut self, term: &str, sections: &mut FxHashSet<u32>) {
        let number = self.shelf.stretch_of(term);
        let stretch = self.shelf.stretch(number);
        let Some(at) = stretch.find(term) else { return };
        for (section, _) in stretch.sections(at) {
            let page = self.shelf.page_of(section);
            let firsts = &self.shelf.firsts;
            if firsts[page] == section {
                sections.extend(section..firsts[page + 1]);
            } else {
                sections.insert(section);
            }
        }
    }

    /// Returns the sections that hold a phrase.
    fn holding(&mut self, phrase: &[String]) -> FxHashSet<u32> {
        // Where the phrase may begin, by section.
        let mut begins: Option<FxHashMap<u32, Vec<u32>>> = None;
        for (offset, term) in (0..).zip(phrase) {
            let number = self.shelf.stretch_of(term);
            let stretch = self.shelf.stretch(number);
            let Some(at) = stretch.find(term) else { return FxHashSet::default() };
            let places = self.shelf.places(number, at);
            let mut next = FxHashMap::default();
            for ((section, _), places) in stretch.sections(at).into_iter().zip(places) {
                let begin = places.into_iter().filter_map(|place: u32| place.checked_sub(offset));
                let begin: Vec<u32> = match &begins {
                    None => begin.collect(),
                    Some(before) => {
                        let Some(before) = before.get(&section) else { continue };
                        begin.filter(|place| before.contains(place)).collect()
                    }
                };
                if !begin.is_empty() {
                    next.insert(section, begin);
                }
            }
            begins = Some(next);
        }
        begins.unwrap_or_default().into_keys().collect()
    }

    fn shown(&mut self, found: &Found, answers: &Answers) -> Group {
        let PageHead { href, title, trail, sections } = self.shelf.head(found.page);
        let first = self.shelf.firsts[found.page];
        let row = |ranked: &Ranked| {
            let names = sections.get((ranked.section - first) as usize).cloned().unwrap_or_default();
            let [heading, anchor, label] = names;
            let text = self.shelf.text(ranked.section);
            Row { heading, anchor, label, passage: marked(&text, answers) }
        };
        let rows = found.sections.iter().map(row).collect();
        Group { title, href, trail, rows }
    }
}

/// Sections by page, each page where its best section is. Beside that only sections are shown that are
/// at least half as good.
fn grouped(ranked: &[Ranked], page_of: impl Fn(u32) -> usize) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    for ranked in ranked {
        let page = page_of(ranked.section);
        match places.get(&page) {
            Some(at) => {
                let sections = &mut found[*at].sections;
                if sections.len() < MAX_ROWS && ranked.score * 2 >= sections[0].score && ranked.score > 0 {
                    sections.push(*ranked);
                }
            }
            None => {
                places.insert(page, found.len());
                found.push(Found { page, sections: vec![*ranked] });
            }
        }
    }
    found
}

fn marked(text: &str, answers: &Answers) -> Passage {
    let found = passage(text, |term| answers.get(term).copied());
    let mut pieces: Passage = Vec::new();
    let mut push = |piece: &str, is_mark: bool| {
        let piece = piece.replace('\n', " ");
        if !piece.is_empty() {
            pieces.push((piece, is_mark));
        }
    };
    if found.range.start > 0 {
        push("\u{2026} ", false);
    }
    let mut at = found.range.start;
    for mark in &found.marks {
        push(&text[at..mark.start], false);
        push(&text[mark.clone()], true);
        at = mark.end;
    }
    push(&text[at..found.range.end], false);
    if found.range.end < text.len() {
        push(" \u{2026}", false);
    }
    pieces
}

/// Returns a name without anything but letters and digits, in its one spelling.
fn plain(name: &str) -> String {
    let mut folded = String::new();
    fold(name, &mut folded);
    folded.retain(char::is_alphanumeric);
    folded
}
