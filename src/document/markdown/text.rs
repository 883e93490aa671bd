//! Counting and cutting of plain text.

/// How much of the first paragraph is kept, in bytes.
const SUMMARY_BYTES: usize = 320;

/// The first paragraph of a text, while it is being collected.
#[derive(Debug, Default)]
pub(super) struct Summary {
    text: String,
    state: State,
}

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
enum State {
    #[default]
    Waiting,
    Open,
    Done,
}

impl Summary {
    /// A paragraph begins.
    pub(super) fn open(&mut self) {
        if self.state == State::Waiting {
            self.state = State::Open;
        }
    }

    /// A paragraph ends. One without text (a badge, an image) does not count.
    pub(super) fn close(&mut self) {
        if self.state == State::Open {
            self.state = if self.text.trim().is_empty() { State::Waiting } else { State::Done };
        }
    }

    /// Adds text of the open paragraph.
    pub(super) fn push(&mut self, text: &str) {
        if self.state == State::Open && self.text.len() < SUMMARY_BYTES {
            self.text.push_str(text);
        }
    }

    /// Returns the paragraph, cut at a word when it is long, with single blanks.
    pub(super) fn finish(self) -> String {
        let mut words = String::new();
        for word in self.text.split_whitespace() {
            if words.len() + word.len() > SUMMARY_BYTES / 2 {
                if !words.is_empty() {
                    words.push('…');
                }
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        words
    }
}

/// Counts the words of `text`: runs between white space, and each character of scripts that are
/// written without any.
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
    text.split_whitespace()
        .map(|word| word.chars().filter(|c| is_written_without_spaces(*c)).count().max(1))
        .sum()
}

/// Han, kana and Hangul syllables as blocks; good to a few per cent, which is enough for minutes.
fn is_written_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
        assert_eq!(count_words("école 東京都"), 4);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_word() {
        let mut summary = Summary::default();
        summary.open();
        for _ in 0..100 {
            summary.push("word ");
        }
        summary.close();
        let text = summary.finish();
        assert!(text.ends_with("word…") && text.len() < 170, "{text}");
    }
}
