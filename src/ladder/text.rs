//! Names and texts, and where they were written.

use std::fmt;

use crate::source::Span;

/// A file that a ladder is declared in: an index whose meaning is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// Bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which file. A single sheet, which does not know its own name, says 0.
    pub file: FileId,
    /// Which bytes.
    pub span: Span,
}

/// An id, or what an author wrote to mean one. Two names are equal when they say the same, wherever
/// they stand.
#[derive(Clone)]
pub struct Name {
    /// What it says.
    pub value: Box<str>,
    /// Where it is written.
    pub place: Place,
}

/// Prose of an author's, as written. Two texts are equal when they say the same, wherever they stand.
#[derive(Clone)]
pub struct Text {
    /// What was written, in the format of the author's, without the marks that belong to the ladder
    /// (ids, labels).
    pub written: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// By what number whoever read the file finds it there again; `None` for text that came from
    /// elsewhere (an import).
    pub piece: Option<u32>,
}

/// Returns the id that `text`, a name or title, stands for: its letters and digits, of every script
/// and in lower case, with `-` between words. It is `x` when there are none.
///
/// ```
/// use daring::ladder::text::id_of;
///
/// assert_eq!(id_of("The last mile"), "the-last-mile");
/// assert_eq!(id_of("Staff+ (L5)"), "staff-l5");
/// assert_eq!(id_of("シニア エンジニア"), "シニア-エンジニア");
/// assert_eq!(id_of("🚀"), "x");
/// ```
pub fn id_of(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut is_between = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_letter_or_digit(c) {
            if is_between && !id.is_empty() {
                id.push('-');
            }
            id.push(c);
            is_between = false;
        } else if !is_apostrophe(c) {
            is_between = true;
        }
    }
    if id.is_empty() { "x".to_owned() } else { id }
}

/// Returns whether `text` can be an id: letters, digits, `-`, `_` and `.`, of every script.
///
/// ```
/// use daring::ladder::text::is_id;
///
/// assert!(is_id("lm-adopt") && is_id("L1.0") && is_id("팀"));
/// assert!(!is_id("last mile") && !is_id(""));
/// ```
pub fn is_id(text: &str) -> bool {
    let may_stand = |c: char| matches!(c, '-' | '_' | '.') || is_letter_or_digit(c);
    !text.is_empty() && text.chars().all(may_stand)
}

/// Returns a name for people from an id: `last-mile` becomes `Last mile`.
///
/// ```
/// assert_eq!(daring::ladder::text::humanise("last-mile"), "Last mile");
/// ```
pub fn humanise(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut chars = spaced.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => id.to_owned(),
    }
}

/// Also marks: without them words of many scripts, and accents that stand on their own, would fall
/// apart.
fn is_letter_or_digit(c: char) -> bool {
    c.is_alphanumeric() || MARKS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// `people's` is one word.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// First and last of the runs of marks that are no letters (Unicode 16: categories Mn and Mc without
/// the property Alphabetic) in scripts of living languages. Runs go on over letters.
const MARKS: [(char, char); 22] = [
    ('\u{300}', '\u{36f}'),
    ('\u{483}', '\u{487}'),
    ('\u{591}', '\u{5bd}'),
    ('\u{5bf}', '\u{5bf}'),
    ('\u{5c1}', '\u{5c2}'),
    ('\u{5c4}', '\u{5c5}'),
    ('\u{610}', '\u{61a}'),
    ('\u{64b}', '\u{65f}'),
    ('\u{93c}', '\u{954}'),
    ('\u{9bc}', '\u{9cd}'),
    ('\u{a3c}', '\u{a4d}'),
    ('\u{abc}', '\u{acd}'),
    ('\u{b3c}', '\u{b4d}'),
    ('\u{bcd}', '\u{bcd}'),
    ('\u{c3c}', '\u{c4d}'),
    ('\u{cbc}', '\u{ccd}'),
    ('\u{d3b}', '\u{d4d}'),
    ('\u{dca}', '\u{dca}'),
    ('\u{e47}', '\u{e4e}'),
    ('\u{1037}', '\u{103a}'),
    ('\u{17c9}', '\u{17d3}'),
    ('\u{3099}', '\u{309a}'),
];

impl Place {
    /// Returns a place of the file being read.
    pub fn here(span: Span) -> Self {
        Self { file: FileId::default(), span }
    }
}

impl Name {
    /// Makes a name that stands in the file being read.
    pub fn new(value: impl Into<Box<str>>, span: Span) -> Self {
        Self { value: value.into(), place: Place::here(span) }
    }

    /// Makes a name that no file holds.
    pub fn generated(value: impl Into<Box<str>>) -> Self {
        Self::new(value, Span::new(0, 0))
    }

    /// Returns what it says.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

impl Text {
    /// Makes a text that stands in the file being read.
    pub fn new(written: impl Into<Box<str>>, span: Span) -> Self {
        Self { written: written.into(), place: Place::here(span), piece: None }
    }

    /// Makes a text that no file holds.
    pub fn generated(written: impl Into<Box<str>>) -> Self {
        Self::new(written, Span::new(0, 0))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Name {}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.value == other
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Text {}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value, f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_words_of_every_script_whole() {
        assert_eq!(id_of("  Other people\u{2019}s -- money! "), "other-peoples-money");
        assert_eq!(id_of("हिन्दी"), "हिन्दी");
        assert_eq!(id_of("e\u{301}cole"), "e\u{301}cole");
        assert_eq!(id_of("4.1"), "4-1");
        assert_eq!(id_of("☀️ Annual"), "annual");
        assert!(is_id(&id_of("İstanbul")) && is_id("x"));
    }

    #[test]
    fn names_come_from_ids() {
        assert_eq!(humanise("4.1"), "4.1");
        assert_eq!(humanise("élan_vital"), "Élan vital");
        assert_eq!(humanise("-"), "-");
    }
}
