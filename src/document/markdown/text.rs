//! Counting and cutting of plain text.

use std::ops::Range;

use super::plain::offset;
use crate::document::cut::{head, in_one_line};
use crate::document::outline::{Nameless, Outline};
use crate::source::script::{is_han, is_kana, is_undivided_letter};

/// How much of the first paragraph is kept, in characters.
const SUMMARY_CHARS: usize = 160;

/// How much of it is looked at, in bytes: no character has more than four, and some are blanks too many.
const SUMMARY_BYTES: usize = 8 * SUMMARY_CHARS;

/// Stands for the name of a link while words are collected: nobody can write it, because no Markdown has
/// room for a name that only the handbook knows.
const NAME: char = '\u{10fffd}';

/// The first paragraph of a text, while it is being collected.
#[derive(Debug, Default)]
pub(super) struct Summary {
    text: String,
    state: State,
    /// The links behind each [`NAME`] in the text.
    names: Vec<u32>,
    /// Its bytes of the words that were read; `None` in a note, which is written apart.
    at: Option<Range<u32>>,
}

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
enum State {
    #[default]
    Waiting,
    Open,
    Done,
}

impl Summary {
    /// A paragraph begins behind these words; `None` in a note.
    pub(super) fn open(&mut self, words: Option<u32>) {
        if self.state == State::Waiting {
            self.state = State::Open;
            self.at = words.map(|words| words..words);
        }
    }

    /// A paragraph ends. One without text (a badge, an image) does not count.
    pub(super) fn close(&mut self, words: u32) {
        if self.state == State::Open {
            if let Some(at) = &mut self.at {
                at.end = words;
            }
            self.state = if self.text.trim().is_empty() { State::Waiting } else { State::Done };
        }
    }

    /// The id of an item, in braces at the end of what was read, was taken out again.
    pub(super) fn cut_id(&mut self, id: &str, words: u32) {
        let Some(at) = self.at.as_mut().filter(|at| at.end > words) else { return };
        at.end = words;
        let braced = format!("{{#{id}}}");
        if let Some(start) = self.text.rfind(&braced) {
            let kept = self.text[..start].trim_end().len();
            self.text.replace_range(kept..start + braced.len(), "");
        }
    }

    /// Gives what was collected to the outline.
    pub(super) fn give_to(mut self, outline: &mut Outline) {
        outline.summary_at = self.at.take();
        (outline.summary, outline.summary_names) = self.finish();
    }

    /// Adds text of the open paragraph.
    pub(super) fn push(&mut self, text: &str) {
        if self.state == State::Open && self.text.len() < SUMMARY_BYTES {
            self.text.push_str(text);
        }
    }

    /// Adds a link of the open paragraph that is named by what it leads to.
    pub(super) fn push_name(&mut self, link: u32) {
        if self.state == State::Open && self.text.len() < SUMMARY_BYTES {
            self.text.push(NAME);
            self.names.push(link);
        }
    }

    /// Returns the paragraph, cut at a word when it is long, with single blanks, and where in it the names
    /// of links belong.
    fn finish(self) -> (String, Vec<Nameless>) {
        let mut words = head(&in_one_line(&self.text), SUMMARY_CHARS);
        let mut names = self.names.into_iter();
        let mut nameless = Vec::new();
        while let Some(at) = words.find(NAME) {
            words.replace_range(at..at + NAME.len_utf8(), "");
            nameless.extend(names.next().map(|link| Nameless { link, at: offset(at) }));
        }
        (words, nameless)
    }
}

/// Counts the words of `text` as far as reading them takes time: runs between white space. In scripts that
/// are written without any, five syllables or signs are read in the time of two words, and in those of
/// South East Asia five letters are about a word.
pub(super) fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        // In parts whose sums fit a byte, so that many bytes are compared at once.
        const PART: usize = 255;
        let is_space = |byte: u8| {
            (byte == b' ') | (byte == b'\n') | (byte == b'\t') | (byte == b'\r') | (byte == b'\x0c')
        };
        let bytes = text.as_bytes();
        let first = usize::from(bytes.first().is_some_and(|byte| !is_space(*byte)));
        let before = bytes.chunks(PART);
        let behind = bytes.get(1..).unwrap_or_default().chunks(PART);
        let begun = before.zip(behind).map(|(before, behind)| {
            let begins = |(a, b): (&u8, &u8)| u8::from(is_space(*a) & !is_space(*b));
            usize::from(before.iter().zip(behind).map(begins).sum::<u8>())
        });
        return first + begun.sum::<usize>();
    }
    let words = |run: &str| {
        let count = |is_it: fn(char) -> bool| run.chars().filter(|c| is_it(*c)).count();
        (count(|c| is_han(c) || is_kana(c)) * 2).div_ceil(5).max(count(is_undivided_letter) / 5).max(1)
    };
    text.split_whitespace().map(words).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(count_words("two  words"), 2);
        for text in ["", " ", "a", " a ", &"a ".repeat(400), &"\t a\r\n".repeat(255), &" ".repeat(1000)] {
            assert_eq!(count_words(text), text.split_ascii_whitespace().count(), "{text}");
        }
        assert_eq!(count_words("école 東京都"), 3);
        assert_eq!(count_words(&"説".repeat(500)), 200, "a minute");
        assert_eq!(count_words(&"ก".repeat(100)), 20);
    }

    #[test]
    fn places_of_names_are_kept() {
        let mut summary = Summary::default();
        summary.push_name(0);
        summary.open(None);
        summary.push("See  ");
        summary.push_name(3);
        summary.push(", and ");
        summary.push_name(4);
        summary.close(0);
        summary.push_name(5);
        let names = [Nameless { link: 3, at: 4 }, Nameless { link: 4, at: 10 }];
        assert_eq!(summary.finish(), ("See , and ".to_owned(), names.to_vec()));
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_word() {
        let mut summary = Summary::default();
        summary.open(None);
        for _ in 0..100 {
            summary.push("word ");
        }
        summary.close(0);
        let (text, _) = summary.finish();
        assert!(text.ends_with("word…") && text.len() < 170, "{text}");
        let mut summary = Summary::default();
        summary.open(None);
        summary.push(&"説明".repeat(100));
        summary.close(0);
        assert_eq!(summary.finish().0.chars().count(), SUMMARY_CHARS + 1, "without blanks it is cut as well");
    }
}
