//! The files of an index, read when they are needed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::bytes::Reader;
use super::files::{File, PAGES_IN_HEADS, PAGES_IN_TEXTS, unwrap};
use super::index::MAGIC;
use super::query::FilterKind;
use super::terms::list_of;

/// Reads a file of the index as it was written.
type Read<'a> = Box<dyn Fn(File) -> Option<Vec<u8>> + 'a>;

/// An index that is being asked.
pub struct Shelf<'a> {
    read: Read<'a>,
    /// Every file that was read, and its bytes.
    pub loaded: BTreeMap<File, usize>,
    pub(super) is_english: bool,
    /// The number of the first section of each page, and of all.
    pub(super) firsts: Vec<u32>,
    pub(super) facets: Vec<KnownFacet>,
    starts: Vec<String>,
    is_whole: bool,
    stretches: BTreeMap<usize, Rc<Stretch>>,
    places: BTreeMap<usize, Rc<Vec<u8>>>,
    near: BTreeMap<usize, Rc<Vec<(String, u32)>>>,
    heads: BTreeMap<usize, Rc<Vec<PageHead>>>,
    texts: BTreeMap<usize, Rc<Vec<String>>>,
}

/// Something that results can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownFacet {
    pub(super) kind: FilterKind,
    pub(super) label: String,
    pub(super) names: Vec<String>,
}

/// A stretch of terms.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub(super) terms: Vec<KnownTerm>,
    bytes: Vec<u8>,
}

/// A term, and where its sections are written.
#[derive(Debug)]
pub(super) struct KnownTerm {
    pub(super) term: String,
    pub(super) sections: usize,
    gaps: Range<usize>,
    weights: usize,
}

/// What is shown of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageHead {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) trail: Vec<String>,
    /// Heading, anchor and label of each section.
    pub(super) sections: Vec<[String; 3]>,
}

impl<'a> Shelf<'a> {
    /// Opens an index; `None` when there is none, or not of this version.
    pub fn open(read: impl Fn(File) -> Option<Vec<u8>> + 'a) -> Option<Self> {
        let file = read(File::Root)?;
        let content = unwrap(&file)?;
        let mut reader = Reader::new(content.strip_prefix(MAGIC)?);
        let is_english = reader.byte() == 1;
        let mut firsts = vec![0];
        for _ in 0..reader.len() {
            firsts.push(firsts[firsts.len() - 1] + reader.number());
        }
        let facets = (0..reader.len()).map(|_| facet(&mut reader)).collect();
        let starts: Vec<String> = (0..reader.len()).map(|_| reader.text()).collect();
        let is_whole = reader.byte() == 1;
        let mut shelf = Self {
            read: Box::new(read),
            loaded: BTreeMap::from([(File::Root, file.len())]),
            is_english,
            firsts,
            facets,
            starts,
            is_whole,
            stretches: BTreeMap::new(),
            places: BTreeMap::new(),
            near: BTreeMap::new(),
            heads: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        if is_whole {
            let length = reader.len();
            let stretch = Stretch::parse(reader.take(length).to_vec());
            shelf.stretches.insert(0, Rc::new(stretch));
            let length = reader.len();
            let heads = shelf.parse_heads(0..shelf.firsts.len() - 1, reader.take(length));
            shelf.heads.insert(0, Rc::new(heads));
        }
        Some(shelf)
    }

    /// Returns the number of sections.
    pub(super) fn sections(&self) -> u32 {
        self.firsts[self.firsts.len() - 1]
    }

    /// Returns the page of a section.
    pub(super) fn page_of(&self, section: u32) -> usize {
        self.firsts.partition_point(|first| *first <= section) - 1
    }

    /// Returns the stretch that a term would be in.
    pub(super) fn stretch_of(&self, term: &str) -> usize {
        self.starts.partition_point(|start| start.as_str() <= term).saturating_sub(1)
    }

    /// Returns whether a stretch begins with a term that begins so.
    pub(super) fn goes_on(&self, stretch: usize, prefix: &str) -> bool {
        self.starts.get(stretch).is_some_and(|start| start.starts_with(prefix))
    }

    pub(super) fn stretch(&mut self, number: usize) -> Rc<Stretch> {
        if let Some(known) = self.stretches.get(&number) {
            return Rc::clone(known);
        }
        let content = self.content(File::Terms(file_number(number)));
        let stretch = Rc::new(Stretch::parse(content));
        self.stretches.insert(number, Rc::clone(&stretch));
        stretch
    }

    /// Returns where a term stands: for each of its sections the places, in order.
    pub(super) fn places(&mut self, stretch: usize, term: usize) -> Vec<Vec<u32>> {
        if !self.places.contains_key(&stretch) {
            let content = self.content(File::Places(file_number(stretch)));
            self.places.insert(stretch, Rc::new(content));
        }
        let content = Rc::clone(&self.places[&stretch]);
        let terms = self.stretch(stretch);
        let mut reader = Reader::new(&content);
        let lengths: Vec<usize> = terms.terms.iter().map(|_| reader.len()).collect();
        reader.take(lengths[..term].iter().sum());
        let mut sections = Vec::new();
        for _ in 0..terms.terms[term].sections {
            let (mut places, mut place) = (Vec::new(), 0);
            loop {
                let number = reader.number();
                if number == 0 {
                    break;
                }
                place += number >> 1;
                places.push(place);
                if number & 1 == 1 {
                    break;
                }
            }
            sections.push(places);
        }
        sections
    }

    /// Returns terms of one length that may have been meant by a word with slips, and in how many
    /// sections they are.
    pub(super) fn near(&mut self, list: usize) -> Rc<Vec<(String, u32)>> {
        if let Some(known) = self.near.get(&list) {
            return Rc::clone(known);
        }
        let mut terms = Vec::new();
        if self.is_whole {
            let stretch = self.stretch(0);
            let of_list = stretch.terms.iter().filter(|known| list_of(&known.term) == Some(list));
            terms.extend(of_list.map(|known| (known.term.clone(), known.sections as u32)));
        } else {
            let content = self.content(File::Near(file_number(list)));
            let mut reader = Reader::new(&content);
            let mut before = String::new();
            for _ in 0..reader.len() {
                before = front_coded(&before, &mut reader);
                terms.push((before.clone(), reader.number()));
            }
        }
        let terms = Rc::new(terms);
        self.near.insert(list, Rc::clone(&terms));
        terms
    }

    /// Returns what is shown of a page.
    pub(super) fn head(&mut self, page: usize) -> PageHead {
        let number = if self.is_whole { 0 } else { page / PAGES_IN_HEADS };
        if !self.heads.contains_key(&number) {
            let content = self.content(File::Heads(file_number(number)));
            let pages = number * PAGES_IN_HEADS..((number + 1) * PAGES_IN_HEADS).min(self.firsts.len() - 1);
            let heads = self.parse_heads(pages, &content);
            self.heads.insert(number, Rc::new(heads));
        }
        let at = if self.is_whole { page } else { page % PAGES_IN_HEADS };
        self.heads[&number].get(at).cloned().unwrap_or_default()
    }

    /// Returns the text of a section.
    pub(super) fn text(&mut self, section: u32) -> String {
        let number = self.page_of(section) / PAGES_IN_TEXTS;
        if !self.texts.contains_key(&number) {
            let content = self.content(File::Texts(file_number(number)));
            let mut reader = Reader::new(&content);
            let mut texts = Vec::new();
            while !reader.is_at_end() {
                texts.push(reader.text());
            }
            self.texts.insert(number, Rc::new(texts));
        }
        let at = section - self.firsts[number * PAGES_IN_TEXTS];
        self.texts[&number].get(at as usize).cloned().unwrap_or_default()
    }

    fn parse_heads(&self, pages: Range<usize>, content: &[u8]) -> Vec<PageHead> {
        let mut reader = Reader::new(content);
        let mut heads = Vec::new();
        for page in pages {
            let (href, title) = (reader.text(), reader.text());
            let trail = (0..reader.len()).map(|_| reader.text()).collect();
            let count = self.firsts[page + 1] - self.firsts[page];
            let sections = (0..count).map(|_| [reader.text(), reader.text(), reader.text()]).collect();
            heads.push(PageHead { href, title, trail, sections });
        }
        heads
    }

    /// Reads a file; nothing when it is not there.
    fn content(&mut self, file: File) -> Vec<u8> {
        let Some(bytes) = (self.read)(file) else { return Vec::new() };
        self.loaded.insert(file, bytes.len());
        unwrap(&bytes).unwrap_or_default()
    }
}

impl Stretch {
    fn parse(bytes: Vec<u8>) -> Self {
        let mut reader = Reader::new(&bytes);
        let count = reader.len();
        let mut terms: Vec<KnownTerm> = Vec::with_capacity(count.min(bytes.len()));
        let (mut gaps, mut weights) = (0, 0);
        let mut before = String::new();
        for _ in 0..count {
            before = front_coded(&before, &mut reader);
            let sections = reader.len();
            let length = reader.len();
            terms.push(KnownTerm { term: before.clone(), sections, gaps: gaps..gaps + length, weights });
            gaps += length;
            weights += sections;
        }
        // What was counted from zero lies behind the terms.
        let start = bytes.len() - reader.left();
        for term in &mut terms {
            term.gaps = start + term.gaps.start..start + term.gaps.end;
            term.weights += start + gaps;
        }
        Self { terms, bytes }
    }

    /// Returns the place of a term.
    pub(super) fn find(&self, term: &str) -> Option<usize> {
        self.terms.binary_search_by(|known| known.term.as_str().cmp(term)).ok()
    }

    /// Returns the terms that begin so.
    pub(super) fn beginning_with(&self, prefix: &str) -> Range<usize> {
        let start = self.terms.partition_point(|known| known.term.as_str() < prefix);
        let count = self.terms[start..].iter().take_while(|known| known.term.starts_with(prefix)).count();
        start..start + count
    }

    /// Returns the sections of a term, each with its weight.
    pub(super) fn sections(&self, term: usize) -> Vec<(u32, u8)> {
        let known = &self.terms[term];
        let mut reader = Reader::new(self.bytes.get(known.gaps.clone()).unwrap_or_default());
        let weights = self.bytes.get(known.weights..known.weights + known.sections).unwrap_or_default();
        let mut section = 0;
        let with_section = |weight: &u8| {
            section += reader.number();
            (section, *weight)
        };
        weights.iter().map(with_section).collect()
    }
}

fn facet(reader: &mut Reader<'_>) -> KnownFacet {
    let kind = FilterKind::ALL[usize::from(reader.byte()).min(FilterKind::ALL.len() - 1)];
    let label = reader.text();
    let names = (0..reader.len()).map(|_| reader.text()).collect();
    KnownFacet { kind, label, names }
}

fn front_coded(before: &str, reader: &mut Reader<'_>) -> String {
    let shared = reader.len();
    let mut term = before.get(..shared).unwrap_or_default().to_owned();
    term.push_str(&reader.text());
    term
}

fn file_number(number: usize) -> u16 {
    u16::try_from(number).expect("a plan has fewer than 2^16 files of a kind")
}
