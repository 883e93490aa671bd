//! Keeps what authors wrote from steering the reader's terminal, log or editor.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The most characters of one message or label that are shown. A link can be megabytes long.
const MAX_MESSAGE: usize = 2000;

/// Returns what is shown instead of `c`, or `None` when it is harmless.
///
/// Replaced are control characters (ECMA-48), everything that changes the direction of text (UAX 9),
/// and what cannot be seen yet makes two names differ: zero-width space, soft hyphen, tags. The
/// joiners U+200C and U+200D stay, since scripts and emoji need them. Tabs and line feeds are control
/// characters too; a caller that can show them asks about them first.
pub(super) fn replacement(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => Some('\u{fffd}'),
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => Some('\u{fffd}'),
        '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// Returns `text` as one line without anything that [`replacement`] replaces, cut when very long.
/// Line ends and tabs become spaces.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(MAX_MESSAGE).map_or(text.len(), |(at, _)| at);
    let is_harmless = end == text.len() && text.chars().all(|c| replacement(c).is_none());
    if is_harmless {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let shown = text.chars().take(MAX_MESSAGE).map(|c| match c {
        '\n' | '\t' => ' ',
        other => replacement(other).unwrap_or(other),
    });
    let mut line: String = shown.collect();
    if text.chars().nth(MAX_MESSAGE).is_some() {
        line.push_str("...");
    }
    Cow::Owned(line)
}

/// Escapes, in a JSON document without line breaks inside its strings, what [`replacement`] would
/// replace. The strings keep their meaning; the bytes are safe to print.
pub(super) fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c < '\u{7f}' || replacement(c).is_none() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("writing to a string cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_made_visible() {
        assert_eq!(one_line("a\u{1b}[31m\u{7}b\u{202e}c\u{85}d\re"), "a␛[31m␇b\u{fffd}c\u{fffd}d␍e");
        assert_eq!(one_line("two\r\nlines\tone tab"), "two lines one tab");
        assert_eq!(one_line("família 👩\u{200d}💻 中文"), "família 👩\u{200d}💻 中文");
    }

    #[test]
    fn a_very_long_message_is_cut() {
        let line = one_line(&"x".repeat(1 << 20)).into_owned();
        assert_eq!(line.len(), MAX_MESSAGE + 3);
    }

    #[test]
    fn escaped_json_means_the_same() {
        let text = "\u{1b}\u{85}\u{202e}\u{e0041}é";
        let json = escape_json(&serde_json::to_string(text).unwrap());
        assert!(json.chars().all(|c| replacement(c).is_none()), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
