//! Words that stand where expectations would: `-`, `n/a`, `TBD`, `see E3`, `ditto`.

/// What the words in a cell say about it, when they are no expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateWord {
    /// `-`, `n/a`, `not applicable`: nothing is asked for.
    NotApplicable,
    /// `TBD`, `to be defined`: still to be written.
    ToBeDefined,
    /// `see E3`, `same as Senior`: as at another level, or as another expectation. Its name is as
    /// the author wrote it; what no level is named like was an ordinary sentence.
    SameAs(String),
    /// `ditto`, `same as above`: as at the level before.
    Ditto,
}

const NOT_APPLICABLE: [&str; 6] = ["n/a", "n.a", "na", "not applicable", "does not apply", "not relevant"];

const TO_BE_DEFINED: [&str; 11] = [
    "tbd",
    "tba",
    "tbc",
    "to be added",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be determined",
    "to be done",
    "to be written",
    "coming soon",
];

const DITTO: [&str; 9] =
    ["\"", "''", "\u{201d}", "\u{2033}", "\u{3003}", "ditto", "idem", "as above", "same"];

/// The level before, by no name of its own.
const BEFORE: [&str; 8] = [
    "above",
    "before",
    "previous",
    "previous level",
    "the previous level",
    "the level before",
    "the level below",
    "level below",
];

const SAME_AS: [&str; 8] =
    ["same as in", "same as for", "same as at", "same as", "identical to", "as for", "as at", "see"];

/// The longest name of a level or expectation that is looked for, in characters. Whatever is longer
/// is a sentence that happens to begin with "see".
const MAX_NAME: usize = 60;

/// Returns what `text`, all there is in a cell, says about the cell; `None` when it is prose.
///
/// Case, emphasis, brackets and a full stop around the words make no difference.
///
/// ```
/// use daring::ladder::words::{StateWord, state_of};
///
/// assert_eq!(state_of("*N/A*"), Some(StateWord::NotApplicable));
/// assert_eq!(state_of("See E3."), Some(StateWord::SameAs("E3".to_owned())));
/// assert_eq!(state_of("Sees what is missing"), None);
/// ```
pub fn state_of(text: &str) -> Option<StateWord> {
    let text = text.trim();
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    if !text.is_empty() && text.chars().all(is_dash) {
        return Some(StateWord::NotApplicable);
    }
    // A quotation mark alone is an answer, one around words is decoration.
    if DITTO.contains(&text) {
        return Some(StateWord::Ditto);
    }
    let bare = bare(text);
    if bare.chars().count() > 2 * MAX_NAME || bare.contains('\n') {
        return None;
    }
    let words = bare.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.as_str();
    if NOT_APPLICABLE.contains(&words) {
        return Some(StateWord::NotApplicable);
    }
    if TO_BE_DEFINED.contains(&words) {
        return Some(StateWord::ToBeDefined);
    }
    if DITTO.contains(&words) {
        return Some(StateWord::Ditto);
    }
    let name = name_after(bare, &SAME_AS)?;
    let is_before = BEFORE.iter().any(|before| before.eq_ignore_ascii_case(name));
    Some(if is_before { StateWord::Ditto } else { StateWord::SameAs(name.to_owned()) })
}

/// Returns the short name that follows the first of `openings` that `text` begins with.
fn name_after<'a>(text: &'a str, openings: &[&str]) -> Option<&'a str> {
    let rest = openings.iter().find_map(|opening| {
        let start = text.get(..opening.len())?;
        let rest = &text[opening.len()..];
        let is_whole = rest.starts_with(|c: char| c == ':' || c.is_whitespace());
        (is_whole && start.eq_ignore_ascii_case(opening)).then_some(rest)
    })?;
    let name = self::bare(rest);
    let is_sentence = name.contains(". ") || name.contains(", ") || name.contains(": ");
    (!name.is_empty() && !is_sentence && name.chars().count() <= MAX_NAME).then_some(name)
}

/// Takes blanks, emphasis, brackets, quotation marks and final punctuation off both ends.
fn bare(text: &str) -> &str {
    let is_frame = |c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '\'' | '\u{2018}'..='\u{201f}' | '[' | '(')
    };
    let text = text.trim_start_matches(|c: char| is_frame(c) || c == ':');
    let is_end = |c: char| is_frame(c) || matches!(c, ']' | ')' | '.' | ';' | ':' | ',');
    // The brackets of "Engineer (IC3)" belong to the name.
    let trimmed = text.trim_end_matches(is_end);
    let closes = |open: char, close: char| trimmed.contains(open) && text[trimmed.len()..].starts_with(close);
    if closes('(', ')') || closes('[', ']') { &text[..=trimmed.len()] } else { trimmed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_makes_no_difference() {
        for text in ["-", " \u{2013} ", "---", "n/a", "N/A.", "**not applicable**", "(N.A.)", "NA"] {
            assert_eq!(state_of(text), Some(StateWord::NotApplicable), "{text}");
        }
        for text in ["TBD", "_tbd_", "To  be defined.", "[to be written]"] {
            assert_eq!(state_of(text), Some(StateWord::ToBeDefined), "{text}");
        }
        for text in ["\"", "\u{3003}", "Ditto", "same as above", "(see previous level)", "As above."] {
            assert_eq!(state_of(text), Some(StateWord::Ditto), "{text}");
        }
    }

    #[test]
    fn a_name_is_kept_as_written() {
        for (text, name) in [
            ("see E3", "E3"),
            ("(See E3)", "E3"),
            ("Same as **Senior**.", "Senior"),
            ("same as for Senior Engineer", "Senior Engineer"),
            ("see Engineer (IC3)", "Engineer (IC3)"),
            ("(see Engineer (IC3))", "Engineer (IC3)"),
            ("See: \"L1.0\"", "L1.0"),
            ("see シニア", "シニア"),
        ] {
            assert_eq!(state_of(text), Some(StateWord::SameAs(name.to_owned())), "{text}");
        }
    }

    #[test]
    fn prose_is_prose() {
        for text in [
            "",
            "   ",
            "See",
            "Sees the need",
            "See that reviews are done, and that they help",
            "see what is there. Then say so",
            "same as\nnobody",
            "Not applicable to newcomers",
            "é",
        ] {
            assert_eq!(state_of(text), None, "{text}");
        }
        assert_eq!(state_of(&format!("see {}", "x".repeat(61))), None);
    }
}
