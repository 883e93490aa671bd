//! "Did you mean": the valid name nearest to what was written.

use crate::source::script::{is_han, is_hangul};

/// Returns the candidate nearest to `wrong`, or `None` when nothing is near enough to be meant.
///
/// Near enough is an edit distance (insertions, deletions, substitutions, swaps of neighbours; case
/// folded) of at most a third of the longer name, and at least one edit. Ties go to the candidate
/// that comes first. Names longer than 128 characters are never compared: the cost is quadratic.
///
/// ```
/// use daring::diagnostic::nearest;
///
/// assert_eq!(nearest("descripton", ["title", "description"]), Some("description"));
/// assert_eq!(nearest("zebra", ["title", "description"]), None);
/// ```
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut effort = usize::MAX;
    nearest_within(wrong, candidates, &mut effort)
}

/// As [`nearest`], as long as `effort` lasts: each comparison takes from it about what it costs, one
/// for a pair of characters. A page of nothing but mistakes is answered in time by saying less.
pub fn nearest_within<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    effort: &mut usize,
) -> Option<&'a str> {
    let fold = |text: &str| text.chars().flat_map(char::to_lowercase).take(129).collect::<Vec<char>>();
    let wrong = fold(wrong);
    if wrong.len() > 128 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        *effort = effort.saturating_sub(wrong.len() + candidate.len().min(128) + 1);
        if *effort == 0 {
            break;
        }
        let name = fold(candidate);
        let longer = wrong.len().max(name.len());
        let budget =
            (longer / 3).max(1).min(best.map_or(usize::MAX, |(distance, _)| distance.saturating_sub(1)));
        if name.len() > 128 || wrong.len().abs_diff(name.len()) > budget {
            continue;
        }
        *effort = effort.saturating_sub(wrong.len() * name.len());
        let distance = edit_distance(&wrong, &name);
        if distance <= budget && distance < longer {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns whether `found`, which [`nearest_within`] chose for `wrong`, is so near that nothing else
/// can be meant: a slip of few letters, none of them in a number, and no other candidate that is as
/// near or but one edit farther.
///
/// ```
/// use daring::diagnostic::is_only_nearest;
///
/// let is_only = |wrong, names: &[&'static str]| is_only_nearest(wrong, names[0], names.iter().copied(), &mut 9999);
/// assert!(is_only("rolout-plan", &["rollout-plan", "risks"]));
/// assert!(!is_only("step-4", &["step-3", "risks"]));
/// assert!(!is_only("cat", &["car", "bat"]));
/// ```
pub fn is_only_nearest<'a>(
    wrong: &str,
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    effort: &mut usize,
) -> bool {
    let fold = |text: &str| text.chars().flat_map(char::to_lowercase).take(129).collect::<Vec<char>>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (folded, name) = (fold(wrong), fold(found));
    let (longer, distance) = (folded.len().max(name.len()), edit_distance(&folded, &name));
    if longer < 4 || distance * 6 > longer.max(6) || digits(wrong) != digits(found) {
        return false;
    }
    candidates.into_iter().filter(|candidate| *candidate != found).all(|candidate| {
        let other = fold(candidate);
        *effort = effort.saturating_sub(folded.len() * other.len() + 1);
        let is_far = || edit_distance(&folded, &other) > distance + 1;
        *effort > 0 && (folded.len().abs_diff(other.len()) > distance + 1 || is_far())
    })
}

/// Optimal string alignment distance, three rows at a time.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    let mut current = previous.clone();
    for i in 1..=a.len() {
        current[0] = i;
        for j in 1..=b.len() {
            let substitution = previous[j - 1] + substitution(a[i - 1], b[j - 1]);
            let mut cost = substitution.min(previous[j] + 1).min(current[j - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped {
                cost = cost.min(before[j - 2] + 1);
            }
            current[j] = cost;
        }
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut current);
    }
    previous[b.len()]
}

/// What it costs that one character stands for another. One that is a word or a syllable of its own is no
/// slip: a junior (初級) is no senior (高級).
fn substitution(a: char, b: char) -> usize {
    let is_word = |c| is_han(c) || is_hangul(c);
    match (a == b, is_word(a) && is_word(b)) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_is_a_word_is_no_slip_for_another() {
        assert_eq!(nearest("上級", ["初級", "中級", "高級"]), None);
        assert_eq!(nearest("級高", ["初級", "高級"]), Some("高級"), "swapped");
        assert_eq!(nearest("レベレ", ["レベル"]), Some("レベル"));
    }

    #[test]
    fn a_swap_is_one_edit() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(edit_distance(&chars("titel"), &chars("title")), 1);
        assert_eq!(edit_distance(&chars(""), &chars("abc")), 3);
        assert_eq!(edit_distance(&chars("kitten"), &chars("sitting")), 3);
    }

    #[test]
    fn without_effort_there_is_no_suggestion() {
        assert_eq!(nearest_within("titel", ["title"], &mut 200), Some("title"));
        let mut effort = 60;
        assert_eq!(nearest_within("titel", ["title", "title", "titel"], &mut effort), Some("title"));
        assert_eq!((nearest_within("titel", ["title"], &mut effort), effort), (None, 0));
    }

    #[test]
    fn case_alone_is_the_nearest_of_all() {
        assert_eq!(nearest("Draft", ["drift", "draft"]), Some("draft"));
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(nearest("bat", ["cat", "hat"]), Some("cat"));
    }
}
