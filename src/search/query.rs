//! What was typed, told apart.

use super::words::{Kind, is_wide, words};

/// Words of a query that count.
const MAX_WORDS: usize = 12;

/// What results can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterKind {
    /// A part of the handbook.
    Section,
    /// A tag of pages.
    Tag,
    /// A track of a ladder.
    Track,
    /// A level of a ladder.
    Level,
    /// A competency of a ladder.
    Competency,
}

impl FilterKind {
    /// Every kind, by its number.
    pub const ALL: [Self; 5] = [Self::Section, Self::Tag, Self::Track, Self::Level, Self::Competency];

    /// Returns how it is typed before a colon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Tag => "tag",
            Self::Track => "track",
            Self::Level => "level",
            Self::Competency => "competency",
        }
    }

    pub(super) fn number(self) -> u8 {
        self as u8
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) words: Vec<Wanted>,
    /// Words that must stand behind each other.
    pub(super) phrases: Vec<Vec<String>>,
    /// What results are narrowed to, as typed.
    pub(super) filters: Vec<(FilterKind, String)>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) term: String,
    /// Whether it may be the beginning of a word: it is still being typed.
    pub(super) is_partial: bool,
    /// Whether nothing else will do: it was typed in quotes.
    pub(super) is_exact: bool,
}

impl Query {
    /// Tells apart what was typed: words, `"phrases"`, and `kind:value` to narrow the results.
    ///
    /// ```
    /// use daring::search::Query;
    ///
    /// assert!(!Query::parse("level:staff influence").is_empty());
    /// assert!(Query::parse("  ").is_empty());
    /// ```
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let mut rest = typed;
        loop {
            rest = rest.trim_start_matches(is_space);
            if rest.is_empty() {
                break;
            }
            if let Some(behind) = rest.strip_prefix(is_quote) {
                let (phrase, after) = quoted(behind);
                query.phrase(phrase);
                rest = after;
                continue;
            }
            let end = rest.find(|c| is_space(c) || is_quote(c)).unwrap_or(rest.len());
            let (chunk, after) = rest.split_at(end);
            rest = after;
            let narrowing =
                chunk.split_once(':').and_then(|(kind, value)| Some((FilterKind::of(kind)?, value)));
            match narrowing {
                Some((kind, "")) if rest.starts_with(is_quote) => {
                    let (value, after) = quoted(rest.strip_prefix(is_quote).unwrap_or(rest));
                    query.filters.push((kind, value.to_owned()));
                    rest = after;
                }
                Some((_, "")) => {}
                Some((kind, value)) => query.filters.push((kind, value.to_owned())),
                None => query.plain(chunk, rest.is_empty()),
            }
        }
        query.words.truncate(MAX_WORDS);
        query
    }

    /// Returns whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.filters.is_empty()
    }

    fn plain(&mut self, chunk: &str, is_last: bool) {
        let ends_open = is_last && !chunk.ends_with(|c: char| !c.is_alphanumeric());
        let mut found = Vec::new();
        words(chunk, |word| {
            if word.kind == Kind::Part {
                found.push((word.term.to_owned(), word.end == chunk.len()));
            }
        });
        for (term, is_at_end) in found {
            // One character of a script without spaces begins pairs.
            let is_single = is_wide(&term) && term.chars().nth(1).is_none();
            self.word(Wanted { term, is_partial: is_single || (ends_open && is_at_end), is_exact: false });
        }
    }

    fn phrase(&mut self, phrase: &str) {
        let mut terms = Vec::new();
        words(phrase, |word| {
            if word.kind == Kind::Part {
                terms.push(word.term.to_owned());
            }
        });
        for term in &terms {
            self.word(Wanted { term: term.clone(), is_partial: false, is_exact: true });
        }
        if terms.len() > 1 {
            self.phrases.push(terms);
        }
    }

    fn word(&mut self, wanted: Wanted) {
        match self.words.iter_mut().find(|known| known.term == wanted.term) {
            Some(known) => {
                known.is_partial |= wanted.is_partial;
                known.is_exact |= wanted.is_exact;
            }
            None => self.words.push(wanted),
        }
    }
}

/// Splits at the closing quote, or at the end when there is none yet.
fn quoted(text: &str) -> (&str, &str) {
    match text.char_indices().find(|(_, c)| is_quote(*c)) {
        Some((end, quote)) => (&text[..end], &text[end + quote.len_utf8()..]),
        None => (text, ""),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> String {
        let query = Query::parse(typed);
        let words = query.words.iter().map(|word| {
            let open = if word.is_partial { "*" } else { "" };
            let exact = if word.is_exact { "=" } else { "" };
            format!("{exact}{}{open}", word.term)
        });
        let phrases = query.phrases.iter().map(|phrase| format!("[{}]", phrase.join(" ")));
        let filters = query.filters.iter().map(|(kind, value)| format!("{}={value}", kind.name()));
        words.chain(phrases).chain(filters).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_last_word_may_go_on() {
        assert_eq!(told("last mi"), "last mi*");
        assert_eq!(told("last mile "), "last mile");
        assert_eq!(told("Mile, mile."), "mile");
        assert_eq!(told("on-call"), "on call*");
        assert_eq!(told("猫"), "猫*");
    }

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(told("\"Last mile\" now "), "=last =mile now [last mile]");
        assert_eq!(told("\u{201c}last mile\u{201d}"), "=last =mile [last mile]");
        assert_eq!(told("\"last mi"), "=last =mi [last mi]");
        assert_eq!(told("\"one\""), "=one");
    }

    #[test]
    fn a_kind_and_a_colon_narrow() {
        assert_eq!(told("level:staff influence"), "influence* level=staff");
        assert_eq!(told("level:\"Senior Staff\" x "), "x level=Senior Staff");
        assert_eq!(told("Tag:on-call"), "tag=on-call");
        assert_eq!(told("level: x "), "x");
        assert_eq!(told("http://a.b "), "http a b");
    }

    #[test]
    fn nothing_is_too_long_or_too_odd() {
        assert_eq!(Query::parse(&"a b c d e f g h ".repeat(9)).words.len(), 8);
        assert!(Query::parse("<script>alert(1)</script>").words.len() == 3);
        assert!(Query::parse("\"\" \" :").is_empty());
    }
}
