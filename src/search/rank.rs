//! Which sections answer a query best.
//!
//! BM25 over fields. What a field counts was put into a byte per term and section at build time; here
//! it is weighed with how rare the term is, in whole numbers, so that a browser comes to the same order.

use super::expand::Meaning;
use super::invert::{ABOVE, KEYWORD, MAX_HEADING};

/// A section that answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ranked {
    pub(super) section: u32,
    pub(super) score: u64,
    /// Whether it answers every word.
    pub(super) is_full: bool,
}

/// What one word counts in each section.
struct Counted {
    rarity: u64,
    /// What it counts in the section itself.
    own: Vec<u64>,
    /// The number of different words of the heading, where it is one of them.
    heading: Vec<u8>,
    /// For each page what it counts in the title.
    title: Vec<u64>,
}

/// Sections by falling score, then in the order of the handbook. `firsts` is the number of the first
/// section of each page, and of all; `exact` says for each word whether a section must hold it.
pub(super) fn rank(firsts: &[u32], meanings: &[Meaning], exact: &[bool]) -> Vec<Ranked> {
    let counted: Vec<Counted> = meanings.iter().map(|meaning| count(firsts, meaning)).collect();
    let all: u64 = counted.iter().map(|word| word.rarity).sum();
    let mut ranked = Vec::new();
    for page in 0..firsts.len() - 1 {
        for section in firsts[page]..firsts[page + 1] {
            if let Some(found) = score(&counted, exact, all, (page, section, firsts[page])) {
                ranked.push(found);
            }
        }
    }
    ranked.sort_by(|a, b| b.score.cmp(&a.score).then(a.section.cmp(&b.section)));
    ranked
}

fn count(firsts: &[u32], meaning: &Meaning) -> Counted {
    let pages = firsts.len() - 1;
    let sections = firsts[pages] as usize;
    let mut counted = Counted {
        rarity: rarity(meaning.sections(), sections as u64),
        own: vec![0; sections],
        heading: vec![0; sections],
        title: vec![0; pages],
    };
    for meant in &meaning.terms {
        let mut page = 0;
        for (section, weight) in &meant.sections {
            let (section, role, text) = (*section as usize, weight >> 4, u64::from(weight & 15));
            if section >= sections {
                break;
            }
            let beside = match role {
                0 => 0,
                ABOVE => 12,
                KEYWORD => 30,
                words => 20 + 100 / u64::from(words),
            };
            let value = (beside + 2 * text) * meant.factor;
            counted.own[section] = counted.own[section].max(value);
            if (1..=MAX_HEADING).contains(&role) {
                counted.heading[section] = role;
                while firsts[page + 1] as usize <= section {
                    page += 1;
                }
                if firsts[page] as usize == section {
                    let value = (10 + 60 / u64::from(role)) * meant.factor;
                    counted.title[page] = counted.title[page].max(value);
                }
            }
        }
    }
    counted
}

fn score(
    words: &[Counted],
    exact: &[bool],
    all: u64,
    (page, section, lead): (usize, u32, u32),
) -> Option<Ranked> {
    let at = section as usize;
    let (mut sum, mut met, mut in_heading, mut in_title, mut length) = (0, 0, 0u64, 0u64, 0u64);
    let mut is_own = false;
    for (word, must) in words.iter().zip(exact) {
        let own = word.own[at];
        let title = if section == lead { 0 } else { word.title[page] };
        if *must && own == 0 {
            return None;
        }
        if own + title == 0 {
            continue;
        }
        is_own |= own > 0;
        met += word.rarity;
        sum += word.rarity * (own + title / if own > 0 { 4 } else { 1 });
        if word.heading[at] > 0 {
            in_heading += 1;
            length = u64::from(word.heading[at]);
        } else if title > 0 {
            in_title += 1;
        }
    }
    if !is_own {
        return None;
    }
    // Words that are missing count twice: once by what they would have added, once here.
    let mut score = sum * met / all * met / all;
    let count = words.len() as u64;
    if in_heading == count {
        score += score * in_heading.min(length) / length;
        if in_heading >= length {
            score *= 2;
        }
    } else if in_heading + in_title == count && in_heading >= length && in_heading > 0 {
        score += score / 2;
    }
    Some(Ranked { section, score, is_full: met == all })
}

/// Returns how much it tells that a section holds a term which `held` of `all` sections hold, in
/// sixteenths of a bit, and 12 at least.
fn rarity(held: u64, all: u64) -> u64 {
    (log(16 * (all + 1) / (held.min(all) + 1)) + 12).saturating_sub(64)
}

/// Returns sixteen times the binary logarithm, rounded down.
fn log(number: u64) -> u64 {
    /// 2^16 times the n-th sixteenth power of two, rounded up.
    const STEPS: [u64; 15] = [
        68_439, 71_469, 74_633, 77_936, 81_386, 84_990, 88_752, 92_682, 96_785, 101_070, 105_545, 110_218,
        115_098, 120_194, 125_515,
    ];
    let whole = u64::from(number.max(1).ilog2());
    let part = (number.max(1) << 16) >> whole;
    16 * whole + STEPS.iter().take_while(|step| part >= **step).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_whole_numbers() {
        assert_eq!([1, 2, 3, 16, 1_000_000].map(log), [0, 16, 25, 64, 318]);
    }

    #[test]
    fn rare_terms_tell_more() {
        assert_eq!(rarity(1_000, 1_000), 12);
        assert!(rarity(1, 1_000) > rarity(10, 1_000));
        assert!(rarity(0, 1_000) < 256);
    }
}
