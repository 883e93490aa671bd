//! Reading character references in attribute values.

use std::borrow::Cow;

use memchr::memchr;

/// Returns `value` with its character references replaced, as a browser reads an attribute.
///
/// Numeric references are all understood. Of the named ones, those of ASCII characters (which can
/// hide a scheme or a path), of Latin-1 and of common punctuation are; others stay as they are.
///
/// ```
/// # use daring::document::html;
/// assert_eq!(html::decode("javascript&colon;&#x41;&amp;b"), "javascript:A&b");
/// assert_eq!(html::decode("?a=1&b=2"), "?a=1&b=2");
/// ```
pub fn decode(value: &str) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = memchr(b'&', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        if let Some((c, length)) = reference(&value[start + 1..]) {
            out.push_str(&value[kept..start]);
            out.push(c);
            at += length;
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(value);
    }
    out.push_str(&value[kept..]);
    Cow::Owned(out)
}

/// Reads what follows an ampersand: the character meant, and how many bytes say it.
fn reference(rest: &str) -> Option<(char, usize)> {
    match rest.strip_prefix('#') {
        Some(number) => {
            let (c, length) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => numeric(digits, 16).map(|(c, length)| (c, length + 1)),
                None => numeric(number, 10),
            }?;
            Some((c, length + 1))
        }
        None => named(rest),
    }
}

fn numeric(text: &str, radix: u32) -> Option<(char, usize)> {
    let digits = text.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let value = text[..digits]
        .bytes()
        .filter_map(|byte| char::from(byte).to_digit(radix))
        .fold(0_u32, |value, digit| value.saturating_mul(radix).saturating_add(digit));
    let has_semicolon = text.as_bytes().get(digits) == Some(&b';');
    Some((character(value), digits + usize::from(has_semicolon)))
}

/// Returns the character of a number (HTML standard, "numeric character reference end state").
fn character(value: u32) -> char {
    const WINDOWS_1252: [u32; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
        0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
        0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];
    let meant = match value {
        0 => 0xfffd,
        0x80..=0x9f => WINDOWS_1252[value as usize - 0x80],
        _ => value,
    };
    char::from_u32(meant).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn named(rest: &str) -> Option<(char, usize)> {
    // No name in the tables is longer; without this, `&aaaa…` many times over would be quadratic.
    const LONGEST: usize = 16;
    let length = rest.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..length];
    match rest.as_bytes().get(length) {
        Some(b';') => lookup(name).map(|c| (c, length + 1)),
        // Old names count without a semicolon, but in an attribute not before an equals sign:
        // `?a=1&copy=2` is an address with two parameters.
        Some(b'=') => None,
        _ => old(name).map(|c| (c, length)),
    }
}

fn old(name: &str) -> Option<char> {
    let is_old = matches!(name, "amp" | "AMP" | "lt" | "LT" | "gt" | "GT" | "quot" | "QUOT")
        || LATIN_1.contains(&name);
    is_old.then(|| lookup(name)).flatten()
}

fn lookup(name: &str) -> Option<char> {
    if let Ok(index) = NAMES.binary_search_by_key(&name, |entry| entry.0) {
        return Some(NAMES[index].1);
    }
    let index = LATIN_1.iter().position(|known| *known == name)?;
    char::from_u32(0xa0 + u32::try_from(index).ok()?)
}

/// ASCII by all its names, and common punctuation. Sorted by name.
static NAMES: &[(&str, char)] = &[
    ("AMP", '&'),
    ("DiacriticalGrave", '`'),
    ("GT", '>'),
    ("Hat", '^'),
    ("LT", '<'),
    ("NewLine", '\n'),
    ("NonBreakingSpace", '\u{a0}'),
    ("QUOT", '"'),
    ("Tab", '\t'),
    ("UnderBar", '_'),
    ("VerticalLine", '|'),
    ("amp", '&'),
    ("apos", '\''),
    ("ast", '*'),
    ("bsol", '\\'),
    ("bull", '\u{2022}'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dash", '\u{2010}'),
    ("dollar", '$'),
    ("equals", '='),
    ("euro", '\u{20ac}'),
    ("excl", '!'),
    ("grave", '`'),
    ("gt", '>'),
    ("hellip", '\u{2026}'),
    ("hyphen", '\u{2010}'),
    ("larr", '\u{2190}'),
    ("lbrace", '{'),
    ("lbrack", '['),
    ("lcub", '{'),
    ("ldquo", '\u{201c}'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lsqb", '['),
    ("lsquo", '\u{2018}'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("midast", '*'),
    ("ndash", '\u{2013}'),
    ("num", '#'),
    ("percnt", '%'),
    ("period", '.'),
    ("plus", '+'),
    ("quest", '?'),
    ("quot", '"'),
    ("rarr", '\u{2192}'),
    ("rbrace", '}'),
    ("rbrack", ']'),
    ("rcub", '}'),
    ("rdquo", '\u{201d}'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("rsquo", '\u{2019}'),
    ("semi", ';'),
    ("sol", '/'),
    ("verbar", '|'),
    ("vert", '|'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

/// The names of U+00A0 to U+00FF, in that order. All of them count without a semicolon.
static LATIN_1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_are_read_as_browsers_read_attributes() {
        for (value, expected) in [
            ("&#106;&#x61;&#X76&#97", "java"),
            ("java&Tab;script&colon;x&sol;&NewLine;", "java\tscript:x/\n"),
            ("&amp;lt;", "&lt;"),
            ("?a&ltb&lt=c&lt d", "?a&ltb&lt=c< d"),
            ("?a=1&copy=2&copy;", "?a=1&copy=2\u{a9}"),
            ("caf&eacute &eacute;s", "café és"),
            ("&#0;&#xd800;&#x110000;&#99999999999;&#128;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{20ac}"),
            ("&unknown; &; & &# &#x &#xg", "&unknown; &; & &# &#x &#xg"),
            ("&sol &sol", "&sol &sol"),
        ] {
            assert_eq!(decode(value), expected);
        }
    }

    #[test]
    fn a_value_without_references_is_not_copied() {
        assert!(matches!(decode("a.md?x=1&y=2"), Cow::Borrowed(_)));
    }

    #[test]
    fn names_can_be_searched() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(lookup("yuml"), Some('ÿ'));
    }

    proptest! {
        #[test]
        fn no_value_is_too_strange(value in "[&#xX;a-z0-9é]{0,60}") {
            prop_assert!(decode(&value).len() <= value.len() * 3);
        }
    }
}
