//! The sentence around a link.

use std::ops::Range;

use crate::document::cut::{head, tail};

/// How many characters of a sentence are shown.
const MAX_CHARS: usize = 240;

/// A link's words with what stands before and behind them in the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sentence {
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
}

/// Returns the sentence of `text` around these bytes; `name` stands in for words that are not there. It is
/// `None` where nothing but the words is said.
pub(super) fn around(text: &str, words: Range<usize>, name: Option<&str>) -> Option<Sentence> {
    let start = text[..words.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[words.end..].find('\n').map_or(text.len(), |at| words.end + at);
    let cell_start = text[start..words.start].rfind('\t').map_or(start, |at| start + at + 1);
    let cell_end = text[words.end..end].find('\t').map_or(end, |at| words.end + at);
    let own = if words.is_empty() { name.unwrap_or("") } else { &text[words.clone()] };
    let says_more =
        |before: &str, after: &str| before.chars().chain(after.chars()).any(char::is_alphanumeric);
    let mut before = &text[cell_start..words.start];
    let mut after = &text[words.end..cell_end];
    if !says_more(before, after) {
        // A cell that is only a link says something with its row.
        (before, after) = (&text[start..words.start], &text[words.end..end]);
    } else {
        before = &before[last_boundary(before, own)..];
        after = &after[..first_boundary(own, after)];
    }
    if own.trim().is_empty() || !says_more(before, after) {
        return None;
    }
    Some(trimmed(&joined(before), &joined(own), &joined(after)))
}

/// Single blanks for any white space, and a dot between cells of a table. A blank at an end stays.
fn joined(text: &str) -> String {
    let is_joined = |bytes: &[u8]| {
        // Gaps beyond ASCII are few, and told apart below.
        let mut before = b'x';
        bytes.iter().all(|byte| {
            let is_fine = byte.is_ascii() & !byte.is_ascii_control() & !((*byte == b' ') & (before == b' '));
            before = *byte;
            is_fine
        })
    };
    if is_joined(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\t' {
            out.truncate(out.trim_end().len());
            out.push_str(" · ");
        } else if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Where the sentence begins that a text ends in the middle of, with these words behind it.
fn last_boundary(text: &str, words: &str) -> usize {
    // Whether a point ends a sentence depends on what follows.
    let mut first = String::with_capacity(text.len() + 4);
    first.push_str(text);
    first.extend(words.chars().find(|c| !c.is_whitespace()));
    boundaries(&first).filter(|at| *at <= text.len()).last().unwrap_or(0)
}

/// Where the sentence ends that `before` is the beginning of.
fn first_boundary(before: &str, text: &str) -> usize {
    // A link may end with the point of its sentence.
    let ends_already = before.trim_end().ends_with(['.', '!', '?', '…']);
    let begins_anew = text.trim_start().chars().next().is_some_and(char::is_uppercase);
    if ends_already && begins_anew && text.starts_with(char::is_whitespace) {
        return 0;
    }
    boundaries(text).next().unwrap_or(text.len())
}

/// The places in a text at which a sentence begins, but for its start.
fn boundaries(text: &str) -> impl Iterator<Item = usize> {
    let may_end = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | 0xc0..);
    let starts = text.bytes().enumerate().filter(move |(_, byte)| may_end(byte));
    starts.filter_map(move |(at, _)| {
        let c = text[at..].chars().next()?;
        let behind = &text[at + c.len_utf8()..];
        match c {
            '。' | '！' | '？' | '｡' => Some(at + c.len_utf8() + closing(behind)),
            '.' | '!' | '?' | '…' | '؟' | '।' | '۔' | '։' | '။' => {
                let marks = closing(behind);
                let rest = &behind[marks..];
                let next = rest.trim_start();
                let is_apart = next.len() < rest.len();
                let goes_on = next
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_lowercase() || matches!(c, ',' | ';' | ':' | ')'));
                let is_short = c == '.' && is_abbreviation(&text[..at]);
                (is_apart && !goes_on && !is_short).then(|| text.len() - next.len())
            }
            _ => None,
        }
    })
}

/// The bytes of marks that close a quotation or bracket, and of further points.
fn closing(text: &str) -> usize {
    let marks = text.chars().take_while(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '"'
                | '\''
                | ')'
                | ']'
                | '”'
                | '’'
                | '»'
                | '」'
                | '』'
                | '）'
                | '。'
                | '！'
                | '？'
        )
    });
    marks.map(char::len_utf8).sum()
}

/// Whether a text ends in a single letter, as in `e.g.` and initials.
fn is_abbreviation(text: &str) -> bool {
    let mut chars = text.chars().rev();
    let is_letter = chars.next().is_some_and(|c| c.is_alphabetic() && c.is_ascii());
    is_letter && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Cuts a sentence that is too long, at words where there are any.
fn trimmed(before: &str, words: &str, after: &str) -> Sentence {
    let before = before.trim_start();
    let after = after.trim_end();
    let (words_chars, before_chars, after_chars) =
        (words.chars().count(), before.chars().count(), after.chars().count());
    let left = MAX_CHARS.saturating_sub(words_chars);
    if before_chars + after_chars <= left {
        return Sentence { before: before.to_owned(), words: words.to_owned(), after: after.to_owned() };
    }
    let for_before = before_chars.min((left / 2).max(left.saturating_sub(after_chars)));
    let for_after = left - for_before;
    Sentence {
        before: tail(before, for_before),
        words: if words_chars > MAX_CHARS { head(words, MAX_CHARS) } else { words.to_owned() },
        after: head(after, for_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        around(text, at..at + words.len(), None)
            .map_or_else(String::new, |s| format!("{}[{}]{}", s.before, s.words, s.after))
    }

    #[test]
    fn a_sentence_ends_at_its_point() {
        let text = "One, e.g. this. Version 2.1 of the link is \"new.\" See it! Then.\nNext block.";
        assert_eq!(shown(text, "link"), "Version 2.1 of the [link] is \"new.\"");
        assert_eq!(shown(text, "this"), "One, e.g. [this].");
        assert_eq!(shown(text, "it!"), "See [it!]");
        assert_eq!(shown("First. Link is second.", "Link"), "[Link] is second.");
        assert_eq!(shown("Of approx. link size.", "link"), "Of approx. [link] size.");
        assert_eq!(shown("最初。次のリンクです。最後。", "リンク"), "次の[リンク]です。");
        assert_eq!(shown("एक। दो कड़ी है। तीन।", "कड़ी"), "दो [कड़ी] है।");
    }

    #[test]
    fn words_alone_say_nothing() {
        assert_eq!(shown("One.\nlink\nTwo.", "link"), "");
        assert_eq!(shown("One.\n→ link.\nTwo.", "link"), "");
    }

    #[test]
    fn a_cell_that_is_a_link_is_shown_with_its_row() {
        assert_eq!(shown("Head\nStaff\tlink\tevery week\nNext", "link"), "Staff · [link] · every week");
        assert_eq!(shown("Staff\tReads the link often.\tx", "link"), "Reads the [link] often.");
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_words() {
        let text = format!("{}link {}", "before ".repeat(60), "after ".repeat(60));
        let sentence = around(&text, 420..424, None).unwrap();
        let all = [sentence.before.as_str(), &sentence.words, &sentence.after].concat();
        assert!(all.chars().count() <= MAX_CHARS + 2, "{all}");
        assert!(sentence.before.starts_with("…before") && sentence.after.ends_with("after…"), "{all}");
        assert!(sentence.after.starts_with(' ') && sentence.before.ends_with(' '), "{all}");
        let text = format!("{}{}{}", "e\u{301}".repeat(300), "x", "क्षि".repeat(300));
        let sentence = around(&text, 900..901, None).unwrap();
        assert!(!sentence.before.starts_with("…\u{301}"), "{}", sentence.before);
    }

    #[test]
    fn a_link_without_words_has_the_name_of_its_target() {
        let sentence = around("As  says.", 3..3, Some("Last mile")).unwrap();
        assert_eq!((sentence.before.as_str(), sentence.words.as_str()), ("As ", "Last mile"));
    }
}
