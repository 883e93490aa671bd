//! The files of an index, made from pages.
//!
//! Layouts stand beside the functions that write them; `shelf` reads them, and so does the script of
//! the theme. Numbers are those of `bytes`; texts have their length before them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Page;
use super::bytes::{put_len, put_text};
use super::files::{File, PAGES_IN_TEXTS, Plan, Wrapper, wrap_lists};
use super::invert::{BATCH, Batch, invert};
use super::terms::{Lists, Terms};
use crate::source::{ContentHash, ContentHasher};

/// What an index begins with.
pub(super) const MAGIC: &[u8] = b"daring search 1\n";

/// The first term of a stretch that holds none: it comes after all others.
pub(super) const LAST: &str = "\u{10ffff}";

/// How hard a small index is compressed, and the first file of every index: 1 to 9.
const EFFORT_WHOLE: u32 = 9;

/// How hard headings of a large one are, and terms by length.
const EFFORT_HEADS: u32 = 4;

/// How hard its texts are, which are most of it.
const EFFORT_TEXTS: u32 = 2;

/// How hard its terms are. The lists of those in titles repeat themselves, from section to section.
const EFFORT_TERMS: u32 = 4;

/// What stands for lists of numbers in which nothing is looked for.
const LISTS: u32 = 0;

/// What is added to the effort in the key of a file of lists, which are not written as other files are.
const AS_LISTS: u32 = 1 << 8;

/// What holds for a whole index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether the endings of English words are looked through.
    pub is_english: bool,
}

/// An index: its files, ready to be written.
#[derive(Debug, Default)]
pub struct Index {
    root: Vec<u8>,
    terms: Vec<Arc<Wrapped>>,
    places: Vec<Arc<Wrapped>>,
    near: Vec<Arc<Wrapped>>,
    heads: Vec<Arc<Wrapped>>,
    texts: Vec<Arc<Wrapped>>,
}

/// A file.
#[derive(Debug)]
struct Wrapped {
    /// What it is made from: a fingerprint of the content, and the effort.
    key: [u8; 12],
    bytes: Vec<u8>,
}

impl Index {
    /// Returns a file; `None` when there is none of this number.
    pub fn file(&self, file: File) -> Option<&[u8]> {
        let (files, number) = match file {
            File::Root => return Some(&self.root),
            File::Terms(number) => (&self.terms, number),
            File::Places(number) => (&self.places, number),
            File::Near(number) => (&self.near, number),
            File::Heads(number) => (&self.heads, number),
            File::Texts(number) => (&self.texts, number),
        };
        files.get(usize::from(number)).map(|file| file.bytes.as_slice())
    }
}

/// What was made for an earlier index, by the content that it was made from: batches of pages, and
/// files.
#[derive(Debug, Default)]
pub struct Memo(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    batches: FxHashMap<u64, Arc<Batch>>,
    files: FxHashMap<[u8; 12], Arc<Wrapped>>,
}

/// Makes the index of some pages. There may be fewer of them than the plan was made for.
pub fn build(pages: &[Page<'_>], plan: Plan, settings: Settings) -> Index {
    make(pages, plan, settings, None).0
}

/// As [`build`], of what was made before and now again. What is not used this time is forgotten.
pub fn rebuild(pages: &[Page<'_>], plan: Plan, settings: Settings, memo: &Memo) -> Index {
    let mut kept = memo.0.lock().unwrap_or_else(PoisonError::into_inner);
    let (index, batches) = make(pages, plan, settings, Some(&kept));
    let all = [&index.terms, &index.places, &index.near, &index.heads, &index.texts];
    kept.batches = batches.into_iter().collect();
    kept.files = all.into_iter().flatten().map(|file| (file.key, Arc::clone(file))).collect();
    index
}

/// Makes an index, and returns with it the batches that it was made of, by what is in them. Without
/// something `kept` nobody will ask for them, and they have no names.
fn make(
    pages: &[Page<'_>],
    plan: Plan,
    settings: Settings,
    kept: Option<&Kept>,
) -> (Index, Vec<(u64, Arc<Batch>)>) {
    let effort = |large: u32| if plan.is_whole { EFFORT_WHOLE } else { large };
    let inverted = |pages: &[Page<'_>]| {
        let key = kept.map_or(0, |_| fingerprint(pages));
        let known = kept.and_then(|kept| kept.batches.get(&key));
        (key, known.map_or_else(|| Arc::new(invert(pages)), Arc::clone))
    };
    let keyed: Vec<(u64, Arc<Batch>)> = pages.par_chunks(BATCH).map(inverted).collect();
    let batches: Vec<&Batch> = keyed.iter().map(|(_, batch)| &**batch).collect();
    let terms = Terms::merge(&batches);
    let stretches = terms.cut(plan.terms);
    let wrapped =
        |count, effort, content: &(dyn Fn(usize) -> Vec<u8> + Sync)| wrapped(count, effort, content, kept);
    let listed =
        |effort, content: &(dyn Fn(usize) -> Lists + Sync)| listed(plan.terms, effort, content, kept);
    let mut index = Index {
        places: listed(LISTS, &|at| terms.encode_places(stretches[at].clone())),
        texts: wrapped(plan.texts, effort(EFFORT_TEXTS), &|at| texts(pages, at)),
        ..Index::default()
    };
    let mut root = head(pages, settings);
    put_len(&mut root, stretches.len());
    for stretch in &stretches {
        // An empty stretch begins with the first term of the next.
        put_text(&mut root, if stretch.start < terms.count() { terms.term(stretch.start) } else { LAST });
    }
    root.push(u8::from(plan.is_whole));
    if plan.is_whole {
        for content in [terms.encode(stretches[0].clone()).bytes, heads(pages, plan, 0)] {
            put_len(&mut root, content.len());
            root.extend_from_slice(&content);
        }
    } else {
        let near = terms.near();
        index.terms = listed(EFFORT_TERMS, &|at| terms.encode(stretches[at].clone()));
        index.near = wrapped(near.len(), EFFORT_HEADS, &|at| near[at].clone());
        index.heads = wrapped(plan.heads, EFFORT_HEADS, &|at| heads(pages, plan, at));
    }
    for files in [&index.terms, &index.places, &index.near, &index.heads, &index.texts] {
        put_len(&mut root, files.len());
        files.iter().for_each(|file| root.extend_from_slice(&file.bytes[..4]));
    }
    index.root = Wrapper::new(EFFORT_WHOLE).wrap(&root);
    (index, keyed)
}

/// So many files, from what `content` gives for each number.
fn wrapped(
    count: usize,
    effort: u32,
    content: &(dyn Fn(usize) -> Vec<u8> + Sync),
    kept: Option<&Kept>,
) -> Vec<Arc<Wrapped>> {
    let wrap = |wrapper: &mut Wrapper, at| {
        let content = content(at);
        remembered(&content, effort, kept, || wrapper.wrap(&content))
    };
    (0..count).into_par_iter().with_min_len(8).map_init(|| Wrapper::new(effort), wrap).collect()
}

/// So many files of lists of numbers, coded as they are; with an effort those that repeat themselves
/// also the usual way, and the shorter one is taken.
fn listed(
    count: usize,
    effort: u32,
    content: &(dyn Fn(usize) -> Lists + Sync),
    kept: Option<&Kept>,
) -> Vec<Arc<Wrapped>> {
    let wrap = |wrapper: &mut Wrapper, at| {
        let Lists { bytes, ends } = content(at);
        remembered(&bytes, AS_LISTS | effort, kept, || {
            let lists = wrap_lists(&bytes, &ends);
            let repeated = (effort != LISTS && is_repetitive(&bytes)).then(|| wrapper.wrap(&bytes));
            repeated.filter(|file| file.len() < lists.len()).unwrap_or(lists)
        })
    };
    let wrapper = || Wrapper::new(effort);
    (0..count).into_par_iter().with_min_len(8).map_init(wrapper, wrap).collect()
}

/// Whether a quarter of some bytes are as the one before: else compressing them the usual way gains
/// nothing (0.4 % of the terms of 10,000 pages), and takes five times as long.
fn is_repetitive(bytes: &[u8]) -> bool {
    let repeated = bytes.iter().zip(bytes.iter().skip(1)).filter(|(byte, next)| byte == next).count();
    repeated * 4 > bytes.len()
}

/// The file with this content: the one that was made of it before, or what `make` returns.
fn remembered(
    content: &[u8],
    effort: u32,
    kept: Option<&Kept>,
    make: impl FnOnce() -> Vec<u8>,
) -> Arc<Wrapped> {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&ContentHash::of(content).0.to_le_bytes());
    key[8..].copy_from_slice(&effort.to_le_bytes());
    let known = kept.and_then(|kept| kept.files.get(&key)).map(Arc::clone);
    known.unwrap_or_else(|| Arc::new(Wrapped { key, bytes: make() }))
}

/// A fingerprint of all that some pages say.
fn fingerprint(pages: &[Page<'_>]) -> u64 {
    let mut hasher = ContentHasher::default();
    for page in pages {
        page.hash(&mut hasher);
    }
    hasher.finish()
}

/// The beginning of the first file: what it is, the language, how many sections each page has, and what
/// results can be narrowed to. Behind it follow the first term of each stretch, then stretches and heads
/// themselves if they are part of it, then the fingerprints of all other files.
fn head(pages: &[Page<'_>], settings: Settings) -> Vec<u8> {
    let mut out = Vec::from(MAGIC);
    out.push(u8::from(settings.is_english));
    put_len(&mut out, pages.len());
    pages.iter().for_each(|page| put_len(&mut out, page.sections.len()));
    put_facets(&mut out, pages);
    out
}

/// For each thing that results can be narrowed to: its kind, its label, what else it is called.
fn put_facets(out: &mut Vec<u8>, pages: &[Page<'_>]) {
    let mut facets: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
    for page in pages {
        let of_sections = page.sections.iter().flat_map(|section| &section.facets);
        for facet in page.facets.iter().chain(of_sections) {
            // Two ladders may have levels of one title, with other ids and codes.
            let known = facets.entry((facet.kind.number(), &facet.label)).or_default();
            for name in &facet.names {
                if !known.contains(&name.as_str()) {
                    known.push(name);
                }
            }
        }
    }
    put_len(out, facets.len());
    for ((kind, label), names) in facets {
        out.push(kind);
        put_text(out, label);
        put_len(out, names.len());
        names.iter().for_each(|name| put_text(out, name));
    }
}

/// For each page its href, its title and what it lies in, and for each section its heading, its anchor
/// and what is said beside it.
fn heads(pages: &[Page<'_>], plan: Plan, at: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for page in pages.chunks(plan.pages_in_heads()).nth(at).unwrap_or_default() {
        put_text(&mut out, &page.href);
        put_text(&mut out, page.title);
        put_len(&mut out, page.trail.len());
        page.trail.iter().for_each(|title| put_text(&mut out, title));
        for section in &page.sections {
            put_text(&mut out, &section.heading);
            put_text(&mut out, section.anchor);
            put_text(&mut out, &section.label);
        }
    }
    out
}

/// The text of each section of some pages.
fn texts(pages: &[Page<'_>], at: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let part = pages.chunks(PAGES_IN_TEXTS).nth(at).unwrap_or_default();
    for section in part.iter().flat_map(|page| &page.sections) {
        put_text(&mut out, &section.text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Section;

    fn pages(texts: &[String]) -> Vec<Page<'_>> {
        let page = |text| Page {
            title: "Page",
            sections: vec![Section { text, ..Section::default() }],
            ..Page::default()
        };
        texts.iter().map(|text| page(text.as_str().into())).collect()
    }

    #[test]
    fn what_is_remembered_makes_no_difference() {
        let settings = Settings { is_english: true };
        let mut texts: Vec<String> = (0..700).map(|number| format!("word{number} of many")).collect();
        let (plan, memo) = (Plan::of(700), Memo::default());
        for edit in [None, Some((3, "zebra")), Some((650, "")), Some((3, "zebra crossing, many"))] {
            if let Some((at, text)) = edit {
                texts[at] = text.to_owned();
            }
            let (fresh, again) =
                (build(&pages(&texts), plan, settings), rebuild(&pages(&texts), plan, settings, &memo));
            for file in plan.files() {
                assert_eq!(again.file(file), fresh.file(file), "{} after {edit:?}", file.name());
            }
        }
        let before: Vec<u64> = memo.0.lock().unwrap().batches.keys().copied().collect();
        texts[0] = "other".to_owned();
        rebuild(&pages(&texts), plan, settings, &memo);
        let kept = memo.0.lock().unwrap();
        assert_eq!(kept.batches.len(), 2);
        assert_eq!(
            before.iter().filter(|key| kept.batches.contains_key(key)).count(),
            1,
            "the other batch is as it was"
        );
    }
}
