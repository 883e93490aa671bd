//! The part of a text that answers a query best, and which words of it do.

use std::ops::Range;

use super::words::words;

/// Words of a passage.
const LENGTH: usize = 32;

/// Words before the first that was looked for.
const BEFORE: usize = 6;

/// The best passage of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    /// What was looked for, within the text, in order and apart from each other.
    pub(super) marks: Vec<Range<usize>>,
}

/// A word of the text.
struct Token {
    range: Range<usize>,
    /// Which word of the query it answers, and what that counts.
    answers: Option<(usize, u64)>,
    begins_block: bool,
}

/// Returns the passage in which most of what `answers` knows is said. `answers` tells for a term which
/// word of the query it answers, and what that counts.
pub(super) fn passage(text: &str, answers: impl Fn(&str) -> Option<(usize, u64)>) -> Found {
    let mut tokens: Vec<Token> = Vec::new();
    words(text, |word| {
        let found = answers(word.term);
        match tokens.last_mut() {
            // A compound, or the end of a run, lies within what is there.
            Some(last) if word.start < last.range.end && word.end <= last.range.end => {
                if last.answers.is_none() && found.is_some() {
                    last.answers = found;
                    last.range.start = last.range.start.min(word.start);
                }
            }
            last => {
                let end = last.map_or(0, |last| last.range.end.min(word.start));
                let begins_block = end == 0 || text[end..word.start].contains('\n');
                tokens.push(Token { range: word.start..word.end, answers: found, begins_block });
            }
        }
    });
    let first = best(&tokens);
    let mut last = first;
    while last < tokens.len() && last < first + LENGTH {
        last += 1;
    }
    let start = match first {
        0 => 0,
        first => tokens[first].range.start,
    };
    let end = if last == tokens.len() { text.len() } else { tokens[last - 1].range.end };
    Found { range: start..end, marks: marks(&tokens[first..last]) }
}

/// The token that the best passage begins with.
fn best(tokens: &[Token]) -> usize {
    let mut best = (0, 0);
    for (at, token) in tokens.iter().enumerate() {
        if token.answers.is_none() {
            continue;
        }
        let mut first = at;
        while first > 0 && at - first < BEFORE && !tokens[first].begins_block {
            first -= 1;
        }
        let mut seen: Vec<usize> = Vec::new();
        let mut value = 0;
        for (word, counts) in tokens[first..].iter().take(LENGTH).filter_map(|token| token.answers) {
            if !seen.contains(&word) {
                seen.push(word);
                value += counts;
            }
        }
        if value > best.0 {
            best = (value, first);
        }
    }
    best.1
}

fn marks(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for token in tokens.iter().filter(|token| token.answers.is_some()) {
        match marks.last_mut() {
            Some(last) if token.range.start <= last.end => last.end = token.range.end,
            _ => marks.push(token.range.clone()),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, wanted: &[&str]) -> String {
        let found = passage(text, |term| Some((wanted.iter().position(|word| *word == term)?, 1)));
        let mut out = String::new();
        let mut at = found.range.start;
        for mark in found.marks {
            out += &text[at..mark.start];
            out += &format!("[{}]", &text[mark.clone()]);
            at = mark.end;
        }
        out + &text[at..found.range.end]
    }

    #[test]
    fn the_passage_is_where_most_is_said() {
        let filler = "word ".repeat(60);
        let text = format!("a mile. {filler}\nThe last mile is the long one. {filler}");
        let passage = shown(&text, &["last", "mile"]);
        assert!(passage.starts_with("The [last] [mile] is the long one. word"), "{passage}");
        assert_eq!(shown("Nothing of it.", &["x"]), "Nothing of it.");
        assert_eq!(shown("", &["x"]), "");
    }

    #[test]
    fn pairs_and_compounds_are_marked_as_one() {
        assert_eq!(shown("彼は東京都へ", &["東京", "京都"]), "彼は[東京都]へ");
        assert_eq!(shown("Who is on-call?", &["oncall"]), "Who is [on-call]?");
    }
}
