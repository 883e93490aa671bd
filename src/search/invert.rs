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

/// The sections of one term, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Postings<'a> {
    pub(super) list: &'a [Posting],
    /// The places of all of them, one after the other.
    pub(super) places: &'a [u16],
}

/// The terms of some pages: a handful of long lists, whatever the number of terms.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The terms in order, one behind the other.
    text: String,
    /// Where what belongs to each of them ends.
    ends: Vec<Ends>,
    postings: Vec<Posting>,
    places: Vec<u16>,
    /// The number of words in the text of each section.
    pub(super) lengths: Vec<u32>,
}

/// Where something ends in the lists of a [`Batch`].
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    text: u32,
    postings: u32,
    places: u32,
}

impl Batch {
    /// Returns the terms, in order.
    pub(super) fn terms(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|at| &self.text[self.start(at).text as usize..self.ends[at].text as usize])
    }

    /// Returns the sections of a term by its place.
    pub(super) fn postings(&self, at: usize) -> Postings<'_> {
        let (start, end) = (self.start(at), self.ends[at]);
        Postings {
            list: &self.postings[start.postings as usize..end.postings as usize],
            places: &self.places[start.places as usize..end.places as usize],
        }
    }

    fn start(&self, at: usize) -> Ends {
        at.checked_sub(1).map_or(Ends::default(), |before| self.ends[before])
    }

    /// Appends a term that comes after all others, with all that was noted of it.
    fn push(&mut self, term: &str, occurrences: &[Occurrence]) {
        self.text.push_str(term);
        for of_section in occurrences.chunk_by(|a, b| a.section == b.section) {
            let mut posting = Posting { section: of_section[0].section, count: 0, role: 0, places: 0 };
            for occurrence in of_section {
                occurrence.tell(&mut posting);
                if occurrence.place != NOWHERE && posting.places < u16::MAX {
                    posting.places += 1;
                    self.places.push(occurrence.place);
                }
            }
            self.postings.push(posting);
        }
        self.ends.push(Ends {
            text: length(self.text.len()),
            postings: length(self.postings.len()),
            places: length(self.places.len()),
        });
    }
}

fn length(of: usize) -> u32 {
    u32::try_from(of).expect("a batch has fewer than 2^32 words")
}

/// Inverts some pages.
pub(super) fn invert(pages: &[Page<'_>]) -> Batch {
    let mut inverter = Inverter::default();
    for page in pages {
        for (at, section) in page.sections.iter().enumerate() {
            inverter.section(page, section, at == 0);
        }
    }
    inverter.finish()
}

/// A term in a section.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    term: u32,
    section: u32,
    /// Where it stands, or [`NOWHERE`].
    place: u16,
    what: What,
}

/// What has no place: words beside a section, and those of its text that nobody counts to.
const NOWHERE: u16 = u16::MAX;

#[derive(Debug, Clone, Copy)]
enum What {
    /// It is a word of the text.
    Word,
    /// It is a word of the heading, whose role is told behind it.
    InHeading,
    /// It has this role, whatever it had.
    Role(u8),
    /// It has this role if it had none that says more.
    Beside(u8),
}

impl Occurrence {
    /// Adds what this one says to what is known of the term in its section.
    fn tell(self, posting: &mut Posting) {
        match self.what {
            What::Word => posting.count = posting.count.saturating_add(1),
            What::InHeading => {}
            What::Role(role) => posting.role = role,
            What::Beside(role) => {
                let is_heading = (1..=MAX_HEADING).contains(&posting.role);
                if !is_heading {
                    posting.role = posting.role.max(role);
                }
            }
        }
    }
}

/// Notes every term of every section in the order of the text, and sorts at the end: adding to a list
/// for each term took twice as long and three times the memory.
#[derive(Default)]
struct Inverter {
    /// The numbers of short terms: comparing them as numbers is what makes the difference.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    terms: Vec<Box<str>>,
    occurrences: Vec<Occurrence>,
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
            self.note(term, number, None, What::Role(KEYWORD));
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
                self.note(number, section, Some(place), What::InHeading);
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
            self.note(number, section, None, What::Role(length));
        }
        self.heading = found;
        place
    }

    fn text(&mut self, section: u32, text: &str, mut place: u32) {
        let first = place;
        words(text, |word| {
            let number = self.number(word.term);
            let is_part = word.kind == Kind::Part;
            self.note(number, section, is_part.then_some(place), What::Word);
            place += u32::from(is_part);
        });
        self.lengths.push(place - first);
    }

    /// Notes words that are not part of the section itself.
    fn beside(&mut self, section: u32, words_beside: &str, role: u8) {
        words(words_beside, |word| {
            if word.kind != Kind::Tail {
                let number = self.number(word.term);
                self.note(number, section, None, What::Beside(role));
            }
        });
    }

    fn note(&mut self, term: u32, section: u32, place: Option<u32>, what: What) {
        // Nobody writes sections of 65,535 words.
        let place = place.and_then(|place| u16::try_from(place).ok()).unwrap_or(NOWHERE);
        self.occurrences.push(Occurrence { term, section, place, what });
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
        self.terms.push(term.into());
        match key {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(term.into(), number),
        };
        number
    }

    /// Puts what was noted in the order of the terms.
    fn finish(self) -> Batch {
        let mut order: Vec<u32> = (0..length(self.terms.len())).collect();
        order.sort_unstable_by_key(|number| &*self.terms[*number as usize]);
        let mut starts = vec![0usize; self.terms.len()];
        self.occurrences.iter().for_each(|occurrence| starts[occurrence.term as usize] += 1);
        let mut sum = 0;
        for number in &order {
            sum += std::mem::replace(&mut starts[*number as usize], sum);
        }
        // Those of one term stay as they were noted.
        let mut sorted = self.occurrences.clone();
        let mut ends = starts;
        for occurrence in &self.occurrences {
            let end = &mut ends[occurrence.term as usize];
            sorted[*end] = *occurrence;
            *end += 1;
        }
        let is_new =
            |pair: &&[Occurrence]| (pair[0].term, pair[0].section) != (pair[1].term, pair[1].section);
        let is_placed = |occurrence: &&Occurrence| occurrence.place != NOWHERE;
        let mut batch = Batch {
            // Batches stay until all are there, so their lists are as long as they need to be.
            postings: Vec::with_capacity(sorted.windows(2).filter(is_new).count() + 1),
            places: Vec::with_capacity(sorted.iter().filter(is_placed).count()),
            lengths: self.lengths,
            ..Batch::default()
        };
        let mut start = 0;
        for number in order {
            let end = ends[number as usize];
            batch.push(&self.terms[number as usize], &sorted[start..end]);
            start = end;
        }
        batch
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
            let at = batch.terms().position(|known| known == term).expect("it is there");
            batch.postings(at)
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
