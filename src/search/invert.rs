//! From pages to terms: which sections hold a term, in what role, and where.
//!
//! Pages are taken in batches of a fixed number. A batch is a pure function of its pages and is made by
//! one thread, front to back, so lists come out sorted without sorting; `index` then puts the batches
//! behind each other.

use rustc_hash::FxHashMap;

use super::words::{Kind, words};
use super::{FilterKind, Page, Section};

/// Pages that are inverted together.
pub(super) const BATCH: usize = 512;

/// Places between heading and text, so that no phrase spans them.
const GAP: u32 = 4;

/// The longest heading that is told from longer ones, in different words.
pub(super) const MAX_HEADING: u8 = 12;

/// The role of a word that stands in a heading above the section's own.
pub(super) const ABOVE: u8 = 13;

/// The role of a word that the section is found by without holding it.
pub(super) const KEYWORD: u8 = 14;

/// How a section holds a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    /// The section, counted from the first of the batch.
    pub(super) section: u32,
    /// How often it stands in its text.
    pub(super) count: u16,
    /// How many different words the heading has when it is one of them, or [`ABOVE`], [`KEYWORD`]; 0
    /// for none of these.
    pub(super) role: u8,
    /// How many places it has.
    pub(super) places: u16,
}

/// Sections of one term.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) list: Vec<Posting>,
    /// The places of all of them, one after the other.
    pub(super) places: Vec<u16>,
}

impl Postings {
    /// Returns the posting of a section, which is the last one or new.
    fn of(&mut self, section: u32) -> &mut Posting {
        if self.list.last().is_none_or(|posting| posting.section != section) {
            self.list.push(Posting { section, count: 0, role: 0, places: 0 });
        }
        self.list.last_mut().expect("one was put there")
    }

    /// Notes a place of the last posting.
    fn note(&mut self, place: u32) {
        let Ok(place) = u16::try_from(place) else { return }; // Nobody writes sections of 65,536 words.
        if let Some(posting) = self.list.last_mut().filter(|posting| posting.places < u16::MAX) {
            posting.places += 1;
            self.places.push(place);
        }
    }
}

/// The terms of some pages.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Each term with its sections, in order of the terms.
    pub(super) terms: Vec<(Box<str>, Postings)>,
    /// The number of words in the text of each section.
    pub(super) lengths: Vec<u32>,
}

/// Inverts some pages.
pub(super) fn invert(pages: &[Page<'_>]) -> Batch {
    let mut inverter = Inverter::default();
    for page in pages {
        for (at, section) in page.sections.iter().enumerate() {
            inverter.section(page, section, at == 0);
        }
    }
    let mut terms: Vec<(Box<str>, Postings)> = inverter.terms.into_iter().zip(inverter.postings).collect();
    terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Batch { terms, lengths: inverter.lengths }
}

#[derive(Default)]
struct Inverter {
    /// The numbers of short terms: comparing them as numbers is what makes the difference.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    terms: Vec<Box<str>>,
    postings: Vec<Postings>,
    lengths: Vec<u32>,
    /// The different words of the heading at hand.
    heading: Vec<u32>,
}

impl Inverter {
    fn section(&mut self, page: &Page<'_>, section: &Section<'_>, is_lead: bool) {
        let number = u32::try_from(self.lengths.len()).expect("fewer than 2^32 sections");
        let heading = if is_lead { page.title } else { &section.heading };
        let after = self.heading(number, heading);
        self.text(number, &section.text, after + GAP);
        for above in &section.above {
            self.beside(number, above, ABOVE);
        }
        let of_page: &[&str] = if is_lead { &page.keywords } else { &[] };
        for keyword in section.keywords.iter().chain(of_page) {
            self.beside(number, keyword, KEYWORD);
        }
        let of_page: &[super::Facet] = if is_lead { &page.facets } else { &[] };
        for facet in section.facets.iter().chain(of_page) {
            let term = self.number(&facet_term(facet.kind, &facet.label));
            self.posting(term, number).role = KEYWORD;
        }
    }

    /// Notes the words of a heading, and returns the place behind it.
    fn heading(&mut self, section: u32, heading: &str) -> u32 {
        let mut place = 0;
        let mut found = std::mem::take(&mut self.heading);
        let mut joined = Vec::new();
        words(heading, |word| {
            let number = self.number(word.term);
            if word.kind == Kind::Part {
                self.place(number, section, place);
                place += 1;
                if !found.contains(&number) {
                    found.push(number);
                }
            } else {
                joined.push(number);
            }
        });
        let length = u8::try_from(found.len()).unwrap_or(MAX_HEADING).min(MAX_HEADING);
        for number in found.drain(..).chain(joined) {
            self.posting(number, section).role = length;
        }
        self.heading = found;
        place
    }

    fn text(&mut self, section: u32, text: &str, mut place: u32) {
        let first = place;
        words(text, |word| {
            let number = self.number(word.term);
            let postings = &mut self.postings[number as usize];
            let posting = postings.of(section);
            posting.count = posting.count.saturating_add(1);
            if word.kind == Kind::Part {
                postings.note(place);
                place += 1;
            }
        });
        self.lengths.push(place - first);
    }

    /// Notes words that are not part of the section itself.
    fn beside(&mut self, section: u32, words_beside: &str, role: u8) {
        words(words_beside, |word| {
            if word.kind == Kind::Tail {
                return;
            }
            let number = self.number(word.term);
            let posting = self.posting(number, section);
            let is_heading = (1..=MAX_HEADING).contains(&posting.role);
            if !is_heading {
                posting.role = posting.role.max(role);
            }
        });
    }

    fn number(&mut self, term: &str) -> u32 {
        let key = packed(term);
        let known = match key {
            Some(key) => self.short.get(&key),
            None => self.long.get(term),
        };
        if let Some(number) = known {
            return *number;
        }
        let number = u32::try_from(self.terms.len()).expect("fewer than 2^32 terms");
        self.postings.push(Postings::default());
        self.terms.push(term.into());
        match key {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(term.into(), number),
        };
        number
    }

    fn posting(&mut self, term: u32, section: u32) -> &mut Posting {
        self.postings[term as usize].of(section)
    }

    fn place(&mut self, term: u32, section: u32, place: u32) {
        let postings = &mut self.postings[term as usize];
        postings.of(section);
        postings.note(place);
    }
}

/// A short term as a number; its length is the last byte.
fn packed(term: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..15)?.get_mut(..term.len())?.copy_from_slice(term.as_bytes());
    bytes[15] = term.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

/// Returns the term that stands for what results can be narrowed to. No word begins with `!`.
pub(super) fn facet_term(kind: FilterKind, label: &str) -> String {
    format!("!{}:{label}", kind.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page<'static> {
        Page {
            title: "On-call",
            keywords: vec!["pager"],
            sections: vec![
                Section { text: "Who is on call.".into(), ..Section::default() },
                Section {
                    heading: "The week".into(),
                    text: "A week, a week.".into(),
                    above: vec!["Rota"],
                    ..Section::default()
                },
            ],
            ..Page::default()
        }
    }

    #[test]
    fn a_term_knows_its_sections_roles_and_places() {
        let batch = invert(&[page()]);
        let find = |term: &str| {
            let at = batch.terms.binary_search_by(|known| (*known.0).cmp(term)).expect("it is there");
            &batch.terms[at].1
        };
        let on = find("on");
        assert_eq!(on.list, [Posting { section: 0, count: 1, role: 2, places: 2 }]);
        assert_eq!(on.places, [0, 8]);
        assert_eq!(find("oncall").list, [Posting { section: 0, count: 0, role: 2, places: 0 }]);
        assert_eq!(find("week").list, [Posting { section: 1, count: 2, role: 2, places: 3 }]);
        assert_eq!(find("week").places, [1, 7, 9]);
        assert_eq!(find("pager").list[0].role, KEYWORD);
        assert_eq!(find("rota").list[0].role, ABOVE);
        assert_eq!(batch.lengths, [4, 4]);
    }
}
