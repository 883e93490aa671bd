//! Writing text, attribute values and addresses into HTML.

use memchr::memchr2;

/// Appends `text` to `out` so that it means itself between tags.
///
/// Quotes are escaped as well, which HTML does not ask for between tags, because CommonMark's
/// reference output does.
pub fn escape_text(text: &str, out: &mut String) {
    escape(text, out);
}

/// Appends `value` to `out` so that it means itself between double quotes.
pub fn escape_attribute(value: &str, out: &mut String) {
    escape(value, out);
}

/// Appends an address to `out` so that it can stand between the double quotes of an attribute.
///
/// Percent-encodes what may not occur in an address, as the reference implementation of CommonMark
/// does; what is encoded already stays as it is. It does not judge the address.
///
/// ```
/// # use daring::document::html;
/// let mut out = String::new();
/// html::escape_href("a b?x=%20&y=ä", &mut out);
/// assert_eq!(out, "a%20b?x=%20&amp;y=%C3%A4");
/// ```
pub fn escape_href(url: &str, out: &mut String) {
    let mut rest = url;
    while let Some(at) = memchr2(b'&', b'\'', rest.as_bytes()) {
        encode_href(&rest[..at], out);
        out.push_str(if rest.as_bytes()[at] == b'&' { "&amp;" } else { "&#x27;" });
        rest = &rest[at + 1..];
    }
    encode_href(rest, out);
}

/// Appends the same address as it is for whoever escapes it later.
pub fn encode_href(url: &str, out: &mut String) {
    // The percent sign starts what is encoded already.
    static SAFE: [bool; 256] = alphanumeric_or(b"-_.+!*(),%#@?=;:/$~&'");
    percent_encode(url, &SAFE, out);
}

/// Returns the end of an address that leads to an anchor, `#` included, for whoever escapes it later.
pub fn fragment(anchor: &str) -> String {
    static SAFE: [bool; 256] = alphanumeric_or(b"-_.+!*(),@?=;:/$~&'");
    let mut fragment = String::from("#");
    percent_encode(anchor, &SAFE, &mut fragment);
    fragment
}

/// Appends a text with every byte encoded that is not one of `plain`, which holds ASCII only.
pub fn percent_encode(text: &str, plain: &[bool; 256], out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut kept = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !plain[usize::from(*byte)]) {
        // Every byte of a character beyond ASCII is encoded, so this is never inside of one unless it is empty.
        if kept < at {
            out.push_str(&text[kept..at]);
        }
        kept = at + 1;
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
    }
    out.push_str(&text[kept..]);
}

/// The letters and digits of ASCII, and others.
pub const fn alphanumeric_or(others: &[u8]) -> [bool; 256] {
    let mut table = one_of(others);
    let mut byte = 0;
    while byte < 128 {
        table[byte] |= (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
}

/// These bytes.
pub const fn one_of(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

/// Bytes looked at together. The comparison of a whole block compiles to vector instructions.
const BLOCK: usize = 16;

fn escape(text: &str, out: &mut String) {
    out.reserve(text.len());
    let bytes = text.as_bytes();
    let mut kept = 0;
    let mut at = 0;
    while at < bytes.len() {
        if let Some(block) = bytes[at..].first_chunk::<BLOCK>()
            && !block.iter().fold(false, |found, byte| found | is_special(*byte))
        {
            at += BLOCK;
            continue;
        }
        let end = bytes.len().min(at + BLOCK);
        for (offset, byte) in bytes[at..end].iter().enumerate().filter(|(_, byte)| is_special(**byte)) {
            out.push_str(&text[kept..at + offset]);
            out.push_str(entity_of(*byte));
            kept = at + offset + 1;
        }
        at = end;
    }
    out.push_str(&text[kept..]);
}

fn is_special(byte: u8) -> bool {
    (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"')
}

fn entity_of(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        _ => "&quot;",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn href(url: &str) -> String {
        let mut out = String::new();
        escape_href(url, &mut out);
        out
    }

    fn text(text: &str) -> String {
        let mut out = String::new();
        escape_text(text, &mut out);
        out
    }

    // The destinations of CommonMark 0.31.2 in which anything is escaped, as the parser hands them on.
    #[test]
    fn addresses_are_escaped_as_in_the_commonmark_specification() {
        for (url, expected) in [
            (r"foo\bar", "foo%5Cbar"),
            ("http://foo.bar.`baz", "http://foo.bar.%60baz"),
            ("foo%20bä", "foo%20b%C3%A4"),
            ("\"title\"", "%22title%22"),
            ("/url\u{a0}\"title\"", "/url%C2%A0%22title%22"),
            ("/föö", "/f%C3%B6%C3%B6"),
            (r"https://example.com/\[\", "https://example.com/%5C%5B%5C"),
            ("https://foo.bar.baz/test?q=hello&id=22", "https://foo.bar.baz/test?q=hello&amp;id=22"),
            ("/my uri", "/my%20uri"),
            ("b)c", "b)c"),
            ("foo(and(bar))", "foo(and(bar))"),
            ("#fragment?a=3#frag", "#fragment?a=3#frag"),
            (r"/bar\* \", "/bar%5C*%20%5C"),
            ("ΑΓΩ", "%CE%91%CE%93%CE%A9"),
            ("'{|}^<>\u{7f}\n", "&#x27;%7B%7C%7D%5E%3C%3E%7F%0A"),
        ] {
            assert_eq!(href(url), expected);
        }
    }

    #[test]
    fn special_characters_are_found_wherever_they_stand() {
        for before in 0..40 {
            let padding = "é".repeat(before);
            assert_eq!(
                text(&format!("{padding}<&\">{padding}")),
                format!("{padding}&lt;&amp;&quot;&gt;{padding}")
            );
        }
    }

    proptest! {
        #[test]
        fn escaped_text_reads_back(original in "[a&;<>\"'é #x0-9]{0,60}") {
            let escaped = text(&original);
            prop_assert!(!escaped.contains(['<', '>', '"']));
            prop_assert_eq!(super::super::decode(&escaped), original);
        }

        #[test]
        fn escaped_addresses_are_safe_in_attributes_and_stable(url in any::<String>()) {
            let once = href(&url);
            prop_assert!(once.is_ascii() && !once.contains(['"', '\'', '<', '>', ' ']));
            prop_assert_eq!(href(&super::super::decode(&once)), once);
        }
    }
}
