//! Lengths, as CSS writes them.

use std::fmt;

use super::super::value_report;
use crate::settings::{Spanned, Table};

/// A length that is not negative.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Length {
    /// The number as it is written: digits, with at most one point among them.
    number: Box<str>,
    unit: &'static str,
}

/// Units that mean something for the measures of a page.
const UNITS: [&str; 5] = ["rem", "em", "px", "ch", "ex"];

impl Length {
    /// Reads a length such as `0`, `4px` or `.5rem`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let is_number = number.len() <= 8 && number.parse::<f64>().is_ok() && !number.ends_with('.');
        let is_zero = number.parse() == Ok(0.0);
        let unit = match UNITS.iter().find(|known| **known == unit) {
            Some(known) => known,
            None if unit.is_empty() && is_zero => "",
            None => return None,
        };
        is_number.then(|| Self { number: number.into(), unit })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit)
    }
}

/// Reads the length under a key.
pub(super) fn read(table: &mut Table<'_>, key: &'static str, example: &str) -> Option<Length> {
    let Spanned { value, span } = table.string(key)?;
    let length = Length::parse(&value);
    if length.is_none() {
        let help = format!("write a length, such as `\"{example}\"`; units are {}", UNITS.join(", "));
        table.report(value_report(key, &value, span).help(help));
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_numbers_with_a_unit() {
        for text in ["0", "0.0", "4px", ".5rem", "70ch", " 1.25em "] {
            assert_eq!(Length::parse(text).unwrap().to_string(), text.trim());
        }
        for text in ["", "4", "-1px", "4 px", "4px;", "1.2.3px", "1e3px", "calc(1px)", "4vw", "4.px", "."] {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }
}
