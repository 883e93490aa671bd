//! One spelling for what readers write in several: upper and lower case, accents, wide and narrow
//! forms.
//!
//! The script of the theme does the same with `toLowerCase` and `normalize`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a character is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It belongs to a word that ends where something else begins.
    Word,
    /// It belongs to a script without spaces between words.
    Wide,
    /// It belongs to a word when it stands inside of one, and is left out: `don't`, a soft hyphen.
    Joiner,
    /// It stands between the parts of a compound.
    Hyphen,
    /// It belongs to the name of a language: `C++`, `F#`.
    Sign,
    /// It is none of these.
    Other,
}

/// Scripts that are written without spaces, and Korean, whose words end in particles.
const WIDE: [(u32, u32); 20] = [
    (0x0e00, 0x0eff),
    (0x1000, 0x109f),
    (0x1100, 0x11ff),
    (0x1780, 0x17ff),
    (0x2e80, 0x2fdf),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3038, 0x303b),
    (0x3041, 0x30fa),
    (0x30fc, 0x318e),
    (0x31a0, 0x31ff),
    (0x3400, 0x4dbf),
    (0x4e00, 0x9fff),
    (0xa960, 0xa97f),
    (0xac00, 0xd7ff),
    (0xf900, 0xfaff),
    (0xff66, 0xffdc),
    (0x20000, 0x2fa1f),
    (0x30000, 0x3ffff),
];

/// Marks that are left out. Those that make another letter of one (Japanese, Indic) stay.
const MARKS: [(u32, u32); 17] = [
    (0x0300, 0x036f),
    (0x0483, 0x0489),
    (0x0591, 0x05bd),
    (0x05bf, 0x05bf),
    (0x05c1, 0x05c2),
    (0x05c4, 0x05c5),
    (0x05c7, 0x05c7),
    (0x0610, 0x061a),
    (0x064b, 0x065f),
    (0x0670, 0x0670),
    (0x06d6, 0x06dc),
    (0x06df, 0x06e8),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x20d0, 0x20ff),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
];

fn is_within(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

/// What each ASCII character is to a word.
const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Class::Word,
            b'\'' => Class::Joiner,
            b'-' | b'_' => Class::Hyphen,
            b'+' | b'#' => Class::Sign,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Returns what a byte is to a word, if it is a character of its own.
pub(super) fn class_of_byte(byte: u8) -> Option<Class> {
    ASCII.get(usize::from(byte)).copied()
}

/// Returns what a character is to a word.
pub(super) fn class(c: char) -> Class {
    if let Some(class) = ASCII.get(c as usize) {
        return *class;
    }
    match c {
        '\u{2019}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => Class::Joiner,
        '\u{2010}' | '\u{2011}' => Class::Hyphen,
        _ if u32::from(c) >= 0x0e00 && is_within(&WIDE, c) => Class::Wide,
        _ if c.is_alphabetic() || c.is_numeric() || is_combining_mark(c) => Class::Word,
        _ => Class::Other,
    }
}

/// Appends the one spelling of a word.
pub(super) fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let lower = word.to_lowercase();
    let folded = lower.nfkd().filter(|c| !is_within(&MARKS, *c)).nfc();
    for c in folded.collect::<String>().to_lowercase().chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            c if matches!(class(c), Class::Word | Class::Wide | Class::Sign) => out.push(c),
            _ => {}
        }
    }
}

/// Returns the one spelling of a run of characters of scripts without spaces.
pub(super) fn fold_wide(run: &str) -> Vec<char> {
    let lower: String = run.nfkc().collect::<String>().to_lowercase();
    lower.chars().filter(|c| matches!(class(*c), Class::Word | Class::Wide)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        let mut out = String::new();
        fold(word, &mut out);
        out
    }

    #[test]
    fn accents_and_case_are_one() {
        assert_eq!(folded("Éclair"), "eclair");
        assert_eq!(folded("STRASSE"), folded("Straße"));
        assert_eq!(folded("Łódź"), "lodz");
        assert_eq!(folded("ＡＢＣ"), "abc");
        assert_eq!(folded("ﬁnd"), "find");
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("Йод"), "иод");
    }

    #[test]
    fn wide_forms_are_one() {
        assert_eq!(fold_wide("ｶﾞｲﾄﾞ"), fold_wide("ガイド"));
        assert_eq!(fold_wide("한국어").len(), 3);
    }
}
