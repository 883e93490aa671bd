//! Text that is cut where there is little room.

/// Returns a text in one line, with single blanks.
pub fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Returns at most so many characters from the start, and a mark where more was left out. It is cut at a
/// word, or inside one that is long: many scripts are written without blanks.
pub fn head(text: &str, most: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let word = text[..cut].rfind(char::is_whitespace).filter(|at| *at > cut / 2);
    let mut end = word.unwrap_or(cut);
    while end > 0 && text[end..].chars().next().is_some_and(joins_the_one_before) {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    format!("{}…", text[..end].trim_end())
}

/// Returns the same from the end.
pub fn tail(text: &str, most: usize) -> String {
    let skipped = text.chars().count().saturating_sub(most);
    let Some((cut, _)) = text.char_indices().nth(skipped).filter(|_| skipped > 0) else {
        return if skipped > 0 { "…".to_owned() } else { text.to_owned() };
    };
    let word = text[cut..].find(char::is_whitespace).filter(|at| *at < (text.len() - cut) / 2);
    let mut start = word.map_or(cut, |at| cut + at);
    while let Some(c) = text[start..].chars().next().filter(|c| joins_the_one_before(*c)) {
        start += c.len_utf8();
    }
    format!("…{}", text[start..].trim_start())
}

/// Whether a character is written on the one before it: marks, signs of Indic scripts, joiners.
fn joins_the_one_before(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{200c}'..='\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
        || (('\u{980}'..='\u{dff}').contains(&c) && !c.is_alphabetic() && !c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_a_word_or_inside_a_long_one() {
        assert_eq!(head("one two three", 13), "one two three");
        assert_eq!(head("one two three", 12), "one two…");
        assert_eq!(head("このハンドブックでは", 4), "このハン…");
        assert_eq!(head("Git を使って、このハンドブック", 8), "Git を使って…");
        assert_eq!(head("कर्मचारी", 2), "क…", "no mark without its letter");
        assert_eq!(tail("one two three", 6), "…three");
        assert_eq!(in_one_line(" a\n  b "), "a b");
    }
}
