//! The words of a text.
//!
//! A word is a run of letters and digits. Scripts without spaces are told apart by pairs of
//! characters, so that every stretch of them is found without knowing their words.

use super::fold::{Class, class, class_of_byte, fold, fold_wide};

/// Characters of a word that count.
const MAX_CHARS: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Its one spelling.
    pub(super) term: &'a str,
    /// Where it begins, in bytes of the text.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// How it came about.
    pub(super) kind: Kind,
}

/// How a word came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it stands there; each has a place of its own.
    Part,
    /// A compound without its hyphens, at the place of its last part: `oncall` of `on-call`.
    Joined,
    /// The last character of a run without spaces, which begins no pair, at the place of the last pair.
    Tail,
}

/// Calls `emit` with each word of a text, in order.
pub(super) fn words(text: &str, mut emit: impl FnMut(Word<'_>)) {
    let mut reader = Reader { text, at: 0, term: String::new(), chain: String::new() };
    while reader.at < text.len() {
        if reader.plain(&mut emit) {
            continue;
        }
        match reader.class_at(reader.at) {
            Class::Word => reader.compound(&mut emit),
            Class::Wide => reader.wide(&mut emit),
            _ => reader.at += reader.width(),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    term: String,
    chain: String,
}

impl Reader<'_> {
    fn class_at(&self, at: usize) -> Class {
        let Some(byte) = self.text.as_bytes().get(at) else { return Class::Other };
        class_of_byte(*byte).unwrap_or_else(|| self.text[at..].chars().next().map_or(Class::Other, class))
    }

    /// The length of the character at hand, in bytes.
    fn width(&self) -> usize {
        match self.text.as_bytes().get(self.at) {
            None => 0,
            Some(byte) if byte.is_ascii() => 1,
            Some(_) => self.text[self.at..].chars().next().map_or(0, char::len_utf8),
        }
    }

    /// A word of ASCII letters and digits with nothing behind it that could belong to it. Nearly all
    /// are, and [`Reader::compound`] would find the same, in three times as many steps.
    fn plain(&mut self, emit: &mut impl FnMut(Word<'_>)) -> bool {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let is_end = |byte: &u8| class_of_byte(*byte) == Some(Class::Other);
        // One letter may be followed by a sign, and one of another script or an accent is not ASCII.
        if !(2..=MAX_CHARS).contains(&length) || !rest.get(length).is_none_or(is_end) {
            return false;
        }
        self.at += length;
        self.term.clear();
        self.term.push_str(&self.text[start..self.at]);
        self.term.make_ascii_lowercase();
        emit(Word { term: &self.term, start, end: self.at, kind: Kind::Part });
        // What ends a word ends most words.
        self.at += usize::from(self.at < self.text.len());
        true
    }

    /// A word, or words with hyphens between.
    fn compound(&mut self, emit: &mut impl FnMut(Word<'_>)) {
        let start = self.at;
        self.chain.clear();
        let mut parts = 0;
        loop {
            let from = self.at;
            let is_plain = self.run();
            self.term.clear();
            let word = &self.text[from..self.at];
            if is_plain {
                self.term.push_str(word);
                self.term.make_ascii_lowercase();
            } else {
                fold(word, &mut self.term);
                self.term.retain(|c| class(c) != Class::Joiner);
            }
            cut(&mut self.term);
            let goes_on = self.class_at(self.at) == Class::Hyphen
                && self.class_at(self.at + self.width()) == Class::Word;
            if !self.term.is_empty() {
                emit(Word { term: &self.term, start: from, end: self.at, kind: Kind::Part });
                if goes_on || parts > 0 {
                    self.chain.push_str(&self.term);
                }
                parts += 1;
            }
            if !goes_on {
                break;
            }
            self.at += self.width();
        }
        let is_name = self.chain.chars().next().is_some_and(char::is_alphabetic);
        if parts > 1 && is_name && self.chain.chars().count() <= MAX_CHARS {
            emit(Word { term: &self.chain, start, end: self.at, kind: Kind::Joined });
        }
    }

    /// Steps over the characters of one word, and returns whether they are ASCII letters and digits.
    fn run(&mut self) -> bool {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let mut count = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        self.at += count;
        let plain = self.at;
        loop {
            match self.class_at(self.at) {
                Class::Word => {
                    self.at += self.width();
                    count += 1;
                }
                Class::Joiner if self.class_at(self.at + self.width()) == Class::Word => {
                    self.at += self.width();
                }
                _ => break,
            }
        }
        if count == 1 && self.text.as_bytes()[start].is_ascii_alphabetic() {
            let signs = self.text.as_bytes()[self.at..].iter().take_while(|byte| matches!(byte, b'+' | b'#'));
            let signs = signs.count();
            if signs <= 2 && self.class_at(self.at + signs) != Class::Word {
                self.at += signs;
            }
        }
        self.at == plain
    }

    /// A run of a script without spaces, by pairs.
    fn wide(&mut self, emit: &mut impl FnMut(Word<'_>)) {
        let start = self.at;
        let mut offsets = Vec::new();
        while self.class_at(self.at) == Class::Wide {
            offsets.push(self.at);
            self.at += self.width();
        }
        offsets.push(self.at);
        let folded = fold_wide(&self.text[start..self.at]);
        let is_aligned = folded.len() + 1 == offsets.len();
        let place = |from: usize, to: usize| {
            if is_aligned { (offsets[from], offsets[to]) } else { (start, *offsets.last().unwrap_or(&start)) }
        };
        for (at, pair) in folded.windows(2).enumerate() {
            self.term.clear();
            self.term.extend(pair);
            let (start, end) = place(at, at + 2);
            emit(Word { term: &self.term, start, end, kind: Kind::Part });
        }
        if let Some(last) = folded.last() {
            self.term.clear();
            self.term.push(*last);
            let (start, end) = place(folded.len() - 1, folded.len());
            let kind = if folded.len() == 1 { Kind::Part } else { Kind::Tail };
            emit(Word { term: &self.term, start, end, kind });
        }
    }
}

fn cut(term: &mut String) {
    if term.len() > MAX_CHARS
        && let Some((end, _)) = term.char_indices().nth(MAX_CHARS)
    {
        term.truncate(end);
    }
}

/// Returns whether a term is of a script without spaces.
pub(super) fn is_wide(term: &str) -> bool {
    term.chars().next().is_some_and(|c| class(c) == Class::Wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        words(text, |word| {
            let mark = match word.kind {
                Kind::Part => "",
                Kind::Joined => "+",
                Kind::Tail => "~",
            };
            terms.push(format!("{mark}{}", word.term));
        });
        terms
    }

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(terms("The team's L5, isn\u{2019}t it?"), ["the", "teams", "l5", "isnt", "it"]);
        assert_eq!(
            terms("C++ and C# and a+b 'quoted' 4.1"),
            ["c++", "and", "c#", "and", "a", "b", "quoted", "4", "1"]
        );
        assert_eq!(terms("na\u{ad}ïve e\u{301}clair"), ["naive", "eclair"]);
    }

    #[test]
    fn compounds_are_found_with_and_without_hyphen() {
        assert_eq!(
            terms("on-call, snake_case- 2024-01-02"),
            ["on", "call", "+oncall", "snake", "case", "+snakecase", "2024", "01", "02"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_pairs() {
        assert_eq!(terms("東京都へ"), ["東京", "京都", "都へ", "~へ"]);
        assert_eq!(terms("猫 L5レベル"), ["猫", "l5", "レベ", "ベル", "~ル"]);
        assert_eq!(terms("엔지니어"), ["엔지", "지니", "니어", "~어"]);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "Über-Flug 東京都";
        let mut places = Vec::new();
        words(text, |word| places.push(&text[word.start..word.end]));
        assert_eq!(places, ["Über", "Flug", "Über-Flug", "東京", "京都", "都"]);
    }

    #[test]
    fn very_long_words_are_cut() {
        let long = "x".repeat(500);
        assert_eq!(terms(&long)[0].len(), MAX_CHARS);
    }
}
