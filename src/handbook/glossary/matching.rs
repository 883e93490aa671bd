//! Finding terms in prose.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashSet;

use super::Term;
use crate::document::outline::{Outline, Run};
use crate::source::script::{is_han, is_kana, is_undivided_letter};

/// Looks for the names of all terms at once. Its time is that of reading the text.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    automaton: Option<AhoCorasick>,
    /// For each pattern, what it stands for.
    patterns: Vec<Pattern>,
}

#[derive(Debug)]
struct Pattern {
    term: u32,
    /// Its letters count as they are: an acronym, or a name with capitals inside.
    exact: Option<Box<str>>,
}

/// A mention of a term in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Index into [`Glossary::terms`](super::Glossary::terms).
    pub term: u32,
    /// Its bytes of the outline's text.
    pub text: Range<u32>,
    /// Its bytes of the body's HTML.
    pub html: Range<u32>,
    /// Index of the section that it stands in.
    pub section: usize,
}

impl Matcher {
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut texts: Vec<String> = Vec::new();
        let mut patterns = Vec::new();
        for (at, term) in terms.iter().enumerate() {
            let term_number = u32::try_from(at).expect("fewer than 2^32 terms");
            for name in std::iter::once(&term.name).chain(&term.aliases).filter(|name| !name.is_empty()) {
                let exact = has_capitals_inside(name).then(|| name.clone());
                let mut forms = vec![name.to_string()];
                if exact.is_none() && !name.is_ascii() {
                    // The automaton knows the two cases of ASCII only.
                    forms.extend([name.to_lowercase(), capitalised(name)]);
                }
                forms.dedup();
                for form in forms {
                    texts.push(form);
                    patterns.push(Pattern { term: term_number, exact: exact.clone() });
                }
            }
        }
        let automaton = (!texts.is_empty()).then(|| {
            let built = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .build(&texts);
            built.expect("the names of a glossary fit into memory")
        });
        Self { automaton, patterns }
    }

    /// Returns the terms that a text uses, words of links and code included, as often as it does.
    pub(super) fn used_in(&self, text: &str) -> Vec<u32> {
        self.matches(text, |range| is_whole(text, range)).into_iter().map(|(term, _)| term).collect()
    }

    /// Returns the first mention of each term in each section, by rising place.
    pub(super) fn first_in_sections(&self, outline: &Outline) -> Vec<Found> {
        let mut found = Vec::new();
        if self.automaton.is_none() {
            return found;
        }
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut section = 0;
        for run in &outline.runs {
            while outline.sections.get(section + 1).is_some_and(|next| next.html.start <= run.html.start) {
                section += 1;
                seen.clear();
            }
            for (term, range) in self.in_run(outline, run) {
                if seen.insert(term) {
                    let html = html_of(outline, run, &range);
                    found.push(Found { term, text: range, html, section });
                }
            }
        }
        found
    }

    fn in_run(&self, outline: &Outline, run: &Run) -> Vec<(u32, Range<u32>)> {
        let start = run.text.start;
        let words = &outline.text[start as usize..run.text.end as usize];
        let is_apart = |range: &Range<usize>| {
            let (from, to) = (range.start + start as usize, range.end + start as usize);
            is_whole(&outline.text, &(from..to))
        };
        self.matches(words, is_apart)
            .into_iter()
            .map(|(term, range)| (term, start + offset(range.start)..start + offset(range.end)))
            .collect()
    }

    /// The mentions in a text that do not overlap: the first, and of those the longest.
    fn matches(&self, text: &str, is_apart: impl Fn(&Range<usize>) -> bool) -> Vec<(u32, Range<usize>)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut all: Vec<(u32, Range<usize>)> = automaton
            .find_overlapping_iter(text)
            .filter_map(|found| {
                let pattern = &self.patterns[found.pattern().as_usize()];
                let range = found.range();
                let is_written_so = pattern.exact.as_ref().is_none_or(|exact| **exact == text[range.clone()]);
                (is_written_so && is_apart(&range)).then_some((pattern.term, range))
            })
            .collect();
        all.sort_by(|a, b| a.1.start.cmp(&b.1.start).then(b.1.end.cmp(&a.1.end)).then(a.0.cmp(&b.0)));
        let mut end = 0;
        all.retain(|(_, range)| {
            let is_free = range.start >= end;
            if is_free {
                end = range.end;
            }
            is_free
        });
        all
    }
}

/// Whether a name has a capital that is not its first letter: `CI`, `GitHub`, `Staff Engineer`.
fn has_capitals_inside(name: &str) -> bool {
    name.chars().skip(1).any(char::is_uppercase)
}

fn capitalised(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether words stand for themselves, and are no part of a longer one.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let first = text[range.clone()].chars().next();
    let last = text[range.clone()].chars().next_back();
    let joins = |a: Option<char>, b: Option<char>| {
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        match (a, b) {
            (Some(a), Some(b)) => {
                is_of_word(a)
                    && is_of_word(b)
                    && !is_written_without_spaces(a)
                    && !is_written_without_spaces(b)
            }
            _ => false,
        }
    };
    let hyphen = |c: Option<char>| matches!(c, Some('-' | '\u{2010}' | '\u{2011}'));
    let is_compound =
        hyphen(before) && text[..range.start].chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    !joins(before, first) && !joins(last, after) && !is_compound
}

/// Han, kana, Thai, Lao, Khmer, Burmese: words are not divided there.
fn is_written_without_spaces(c: char) -> bool {
    is_han(c) || is_kana(c) || is_undivided_letter(c)
}

/// The bytes of the HTML that a part of a run is written as.
fn html_of(outline: &Outline, run: &Run, part: &Range<u32>) -> Range<u32> {
    let text = |from: u32, to: u32| &outline.text[from as usize..to as usize];
    let start = run.html.start + escaped_length(text(run.text.start, part.start));
    start..start + escaped_length(text(part.start, part.end))
}

/// How long a text is as HTML.
fn escaped_length(text: &str) -> u32 {
    let more: usize = text
        .bytes()
        .map(|byte| match byte {
            b'&' => "&amp;".len(),
            b'<' | b'>' => "&lt;".len(),
            b'"' => "&quot;".len(),
            _ => 1,
        })
        .sum();
    offset(more)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("a source of 64 MiB has less than 4 GiB of text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_in_any_script() {
        let is_at = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            is_whole(text, &(at..at + word.len()))
        };
        assert!(is_at("the last mile's end", "last mile"));
        assert!(is_at("CI-based", "CI"));
        for (text, word) in
            [("ladders", "ladder"), ("non-reversible", "reversible"), ("CIs", "CI"), ("x_id", "id")]
        {
            assert!(!is_at(text, word), "{text}");
        }
        assert!(is_at("次の成長です", "成長"));
        assert!(is_at("(id)", "id"));
    }

    #[test]
    fn acronyms_keep_their_case() {
        assert!(has_capitals_inside("CI") && has_capitals_inside("GitHub"));
        assert!(!has_capitals_inside("Last mile"));
        assert_eq!(capitalised("éCOLE"), "École");
    }

    #[test]
    fn without_terms_no_text_is_looked_through() {
        let none = Matcher::new(&[]);
        assert!(none.automaton.is_none());
        assert_eq!(none.used_in("any text"), [0; 0]);
    }
}
