//! Characters that no editor shows: control characters, which HTML and XML forbid, and what turns text.

use std::borrow::Cow;

use memchr::memchr_iter;

/// Returns a text with a blank in the place of every control character that is no white space and not NUL,
/// of the same length in bytes, and where the first one was, in bytes; `None` when there was none.
///
/// They are the control characters of [HTML](https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream):
/// `U+0001` to `U+001F` without tab, line ends and form feed, and `U+007F` to `U+009F`.
pub fn without_controls(text: &str) -> (Cow<'_, str>, Option<usize>) {
    let bytes = text.as_bytes();
    let is_none = bytes.iter().fold(true, |is_none, byte| is_none & !is_control(*byte));
    if is_none && memchr_iter(C1, bytes).all(|at| !is_late_control(bytes, at)) {
        return (Cow::Borrowed(text), None);
    }
    let mut first = None;
    let mut clean = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_here = if c.is_ascii() { is_control(bytes[at]) } else { c.is_control() };
        if is_here {
            first.get_or_insert(at);
        }
        clean.push(match (is_here, c.is_ascii()) {
            (false, _) => c,
            (true, true) => ' ',
            (true, false) => '\u{a0}',
        });
    }
    (Cow::Owned(clean), first)
}

/// The first byte of `U+0080` to `U+009F` in UTF-8.
const C1: u8 = 0xc2;

fn is_late_control(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_some_and(|byte| *byte < 0xa0)
}

/// Without branches, so that many bytes are looked at together.
fn is_control(byte: u8) -> bool {
    let is_white = (byte == b'\t') | (byte == b'\n') | (byte == 0x0c) | (byte == b'\r');
    ((byte < b' ') & !is_white & (byte != 0)) | (byte == 0x7f)
}

/// Returns whether a character is not seen itself and changes the direction of text or where lines end
/// (UAX 9 and 14): names with it look like other names.
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_take_their_place_byte_for_byte() {
        let text = "a\u{8}b\t\u{92}c\u{7f}\r\n\0é\u{a0}";
        let (clean, first) = without_controls(text);
        assert_eq!((&*clean, first), ("a b\t\u{a0}c \r\n\0é\u{a0}", Some(1)));
        assert_eq!(clean.len(), text.len());
        assert_eq!(without_controls("\u{9f}").1, Some(0));
        assert!(matches!(without_controls("é\u{a0} \t\n\r\u{c}\0"), (Cow::Borrowed(_), None)));
    }
}
