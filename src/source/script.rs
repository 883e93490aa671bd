//! Scripts in which a blank does not divide words, by the blocks of Unicode that they are written in.

/// Returns whether this is a Chinese character, as Chinese, Japanese and old Korean are written.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether this is a Japanese syllable.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

/// Returns whether this is a Korean syllable. Words are divided there, and each sign is one of sounds.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Returns whether this is a letter of Thai, Lao, Burmese or Khmer.
pub fn is_undivided_letter(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}
