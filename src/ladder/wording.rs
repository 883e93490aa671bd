//! Words in texts: where they are, and which texts say the same.

use std::ops::Range;

use super::model::{Kind, Statement};

/// Returns what remains of `text` when case, punctuation and blanks are taken away. Two texts with
/// the same remainder say the same. Signs that carry meaning, as in `C++` or `80 %`, remain.
///
/// ```
/// use daring::ladder::wording::folded;
///
/// assert_eq!(folded("Follows up, always."), folded("follows-up always"));
/// assert_ne!(folded("Knows C"), folded("Knows C++"));
/// ```
pub fn folded(text: &str) -> String {
    let rest: String = text.chars().filter(|c| !is_folded(*c)).flat_map(char::to_lowercase).collect();
    if rest.is_empty() { text.trim().to_owned() } else { rest }
}

/// Returns what a statement says in the same way: its text, and the points that are part of it.
pub fn words_of(statement: &Statement) -> String {
    let mut words = folded(&statement.text.written);
    for point in statement.children.iter().filter(|child| child.kind == Kind::Point) {
        words.push('\n');
        words.push_str(&words_of(point));
    }
    words
}

fn is_folded(c: char) -> bool {
    match c {
        '+' | '#' | '%' | '<' | '=' | '>' | '$' | '&' | '@' | '^' => false,
        '\u{a1}' | '\u{ab}' | '\u{ad}' | '\u{b7}' | '\u{bb}' | '\u{bf}' => true,
        // General punctuation, CJK punctuation, full-width forms of ASCII punctuation.
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{fe00}'..='\u{fe0f}' => true,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' => true,
        _ => c.is_whitespace() || c.is_ascii_punctuation() || c.is_control(),
    }
}

/// Returns the words of `text` and the bytes they take. An apostrophe or a hyphen inside a word
/// belongs to it.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let is_outside = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'));
    let mut at = 0;
    text.split_inclusive(is_outside).filter_map(move |part| {
        let start = at;
        at += part.len();
        let is_edge = |c: char| !c.is_alphanumeric();
        let word = part.trim_end_matches(is_edge);
        let start = start + word.len() - word.trim_start_matches(is_edge).len();
        let word = word.trim_start_matches(is_edge);
        (!word.is_empty()).then_some((start..start + word.len(), word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_blanks_do_not_count() {
        assert_eq!(folded("Don’t  **announce** it."), folded("dont announce it"));
        assert_eq!(folded("「計画」を立てる。"), folded("計画を立てる"));
        assert_ne!(folded("Plans 1 project"), folded("Plans 2 projects"));
    }

    #[test]
    fn a_text_of_signs_alone_is_itself() {
        assert_eq!(folded(" … "), "…");
    }

    #[test]
    fn words_know_their_bytes() {
        let text = "“Don't” well-known: é -";
        let found: Vec<_> = words(text).map(|(range, word)| (&text[range], word)).collect();
        assert_eq!(found, [("Don't", "Don't"), ("well-known", "well-known"), ("é", "é")]);
    }
}
