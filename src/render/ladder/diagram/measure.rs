//! How wide words are, and where lines of them break. Nobody knows the reader's font, so this is
//! generous.

/// Units that a text at 13 units is wide, at most, in fonts that people have.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(char_width).sum::<u32>().div_ceil(10)
}

/// Tenths of a unit.
fn char_width(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 48,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '[' | ']' => 62,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '–' | '—' => 136,
        'A'..='Z' => 102,
        '0'..='9' | 'a'..='z' => 88,
        c if is_wide(c) => 138,
        _ => 94,
    }
}

/// Scripts whose letters fill a square, and pictures.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

/// Breaks a text into lines no wider than `limit`: between words, and inside one that is too long.
pub(super) fn wrap(text: &str, limit: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        if let Some(line) = lines.last_mut()
            && width(line) + width(" ") + width(rest) <= limit
        {
            line.push(' ');
            line.push_str(rest);
            continue;
        }
        while width(rest) > limit {
            let has_hyphen = rest.chars().take(3).all(|c| c.is_alphabetic() && !is_wide(c));
            let hyphen = if has_hyphen { "-" } else { "" };
            let cut = cut(rest, limit.saturating_sub(width(hyphen)));
            lines.push(format!("{}{hyphen}", &rest[..cut]));
            rest = &rest[cut..];
        }
        lines.push(rest.to_owned());
    }
    lines
}

/// How many bytes of a word fit; at least one character.
fn cut(word: &str, limit: u32) -> usize {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take_while(|end| width(&word[..*end]) <= limit)
        .last()
        .unwrap_or_else(|| word.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_inside_long_ones() {
        assert_eq!(wrap("Staff Engineer", 134), ["Staff Engineer"]);
        assert_eq!(wrap("Senior Engineering Manager", 134), ["Senior", "Engineering", "Manager"]);
        let long = wrap("Donaudampfschifffahrtsgesellschaftskapitän", 100);
        assert!(long.len() > 2 && long.iter().all(|line| width(line) <= 100), "{long:?}");
        let korean = wrap("시니어소프트웨어엔지니어링매니저", 100);
        assert!(korean.iter().all(|line| width(line) <= 100), "{korean:?}");
        assert_eq!(wrap(" ", 10), [""; 0]);
    }
}
