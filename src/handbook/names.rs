//! Names and titles as people read them.

use std::cmp::Ordering;

use super::alphabet::alphabetical;
use super::chapter::split_order;

/// `getting_things-done` is "Getting things done".
pub(super) fn humanise(name: &str) -> String {
    let words = split_order(name).1.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

/// Compares titles: case and marks on letters hardly count, and numbers do by their value.
pub(super) fn by_title(a: &str, b: &str) -> Ordering {
    as_people_count(&alphabetical(a).0, &alphabetical(b).0)
}

/// Compares texts with the numbers in them as numbers: `page 2` comes before `page 10`.
fn as_people_count(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (a_digits, b_digits) = (digits(a_rest), digits(b_rest));
        if a_digits > 0 && b_digits > 0 {
            let number = |text: &'_ str, digits: usize| text[..digits].trim_start_matches('0').to_owned();
            let (a_number, b_number) = (number(a_rest, a_digits), number(b_rest, b_digits));
            let by_number = a_number.len().cmp(&b_number.len()).then_with(|| a_number.cmp(&b_number));
            if by_number != Ordering::Equal {
                return by_number;
            }
            (a_rest, b_rest) = (&a_rest[a_digits..], &b_rest[b_digits..]);
            continue;
        }
        let (mut a_chars, mut b_chars) = (a_rest.chars(), b_rest.chars());
        match (a_chars.next(), b_chars.next()) {
            (Some(a_char), Some(b_char)) if a_char == b_char => {
                (a_rest, b_rest) = (a_chars.as_str(), b_chars.as_str());
            }
            (a_char, b_char) => return a_char.cmp(&b_char).then_with(|| a.cmp(b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_titles_are_numbers() {
        let mut titles = ["page 10", "page 2", "page", "page 2b", "page 02"];
        titles.sort_by(|a, b| as_people_count(a, b));
        assert_eq!(titles, ["page", "page 02", "page 2", "page 2b", "page 10"]);
    }
}
