//! Two texts, as the lines in which they differ.

use std::fmt::Write as _;
use std::ops::Range;

/// Lines of context around a difference, as `diff -u` shows them.
const CONTEXT: usize = 3;

/// The most lines that may differ before no shortest way between two texts is looked for: the cost
/// is quadratic.
const MAX_DISTANCE: usize = 1000;

/// Returns the difference of two texts in the unified format; empty when they are equal.
///
/// `before` and `after` are the names of the texts, as they stand in the head.
///
/// ```
/// use daring::source::unified_diff;
///
/// let diff = unified_diff(("a.md", "one\ntwo\n"), ("a.md", "one\n2\n"));
/// assert_eq!(diff, "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
/// ```
pub fn unified_diff((before, old): (&str, &str), (after, new): (&str, &str)) -> String {
    if old == new {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = format!("--- {before}\n+++ {after}\n");
    let blocks = blocks(&old, &new);
    let mut at = 0;
    while at < blocks.len() {
        let mut end = at + 1;
        while end < blocks.len() && blocks[end].old.0 - blocks[end - 1].old.1 <= 2 * CONTEXT {
            end += 1;
        }
        hunk(&mut out, &blocks[at..end], &old, &new);
        at = end;
    }
    out
}

/// Returns which lines take the place of which, by rising place: those of `old`, and those of `new`.
pub fn differing_lines(old: &[String], new: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let blocks = blocks(&old, &new).into_iter();
    let ranges = blocks.map(|block| (block.old.0..block.old.1, block.new.0..block.new.1));
    ranges.filter(|(old, new)| !old.is_empty() || !new.is_empty()).collect()
}

/// Lines that take the place of others: first and one past the last, in both texts.
#[derive(Clone, Copy)]
struct Block {
    old: (usize, usize),
    new: (usize, usize),
}

fn hunk(out: &mut String, blocks: &[Block], old: &[&str], new: &[&str]) {
    let (first, last) = (blocks[0], blocks[blocks.len() - 1]);
    let before = CONTEXT.min(first.old.0);
    let after = CONTEXT.min(old.len() - last.old.1);
    let place = |start: usize, end: usize| {
        // An empty range is named by the line before it.
        let first = if start == end { start } else { start + 1 };
        if end - start == 1 { first.to_string() } else { format!("{first},{}", end - start) }
    };
    let head =
        (place(first.old.0 - before, last.old.1 + after), place(first.new.0 - before, last.new.1 + after));
    writeln!(out, "@@ -{} +{} @@", head.0, head.1).expect("writing to a string cannot fail");
    let mut at = first.old.0 - before;
    for block in blocks {
        lines(out, ' ', &old[at..block.old.0]);
        lines(out, '-', &old[block.old.0..block.old.1]);
        lines(out, '+', &new[block.new.0..block.new.1]);
        at = block.old.1;
    }
    lines(out, ' ', &old[at..at + after]);
}

fn lines(out: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The blocks that differ, by rising place.
fn blocks(old: &[&str], new: &[&str]) -> Vec<Block> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let whole = || vec![Block { old: (0, old.len()), new: (0, new.len()) }];
    let mut blocks = shortest(old, new).unwrap_or_else(whole);
    for block in &mut blocks {
        for place in [&mut block.old, &mut block.new] {
            *place = (place.0 + start, place.1 + start);
        }
    }
    blocks
}

/// The shortest way from one text to another (Myers, "An O(ND) difference algorithm", 1986);
/// `None` when it is longer than [`MAX_DISTANCE`].
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Block>> {
    let (rows, columns) = (old.len(), new.len());
    let width = MAX_DISTANCE.min(rows + columns) + 1;
    // For each diagonal, shifted by `width`, how far in `old` it was reached.
    let mut reached = vec![0_usize; 2 * width + 1];
    let mut trail = Vec::new();
    for distance in 0..width {
        trail.push(reached[width - distance..=width + distance].to_vec());
        for diagonal in (width - distance..=width + distance).step_by(2) {
            let is_down = diagonal == width - distance
                || (diagonal != width + distance && reached[diagonal - 1] < reached[diagonal + 1]);
            let mut x = if is_down { reached[diagonal + 1] } else { reached[diagonal - 1] + 1 };
            while x < rows && x + width < columns + diagonal && old[x] == new[x + width - diagonal] {
                x += 1;
            }
            reached[diagonal] = x;
            if x >= rows && x + width >= columns + diagonal {
                return Some(walked_back(&trail, (rows, columns)));
            }
        }
    }
    None
}

/// Follows the trail of [`shortest`] from the end of both texts to their start.
fn walked_back(trail: &[Vec<usize>], end: (usize, usize)) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut x, mut y) = end;
    for distance in (1..trail.len()).rev() {
        // The trail of a distance holds what was reached before it, on its own diagonals.
        let before = |diagonal: isize| {
            let index = diagonal + isize::try_from(distance).expect("a distance is small");
            trail[distance][usize::try_from(index).expect("the diagonal is one of the distance")]
        };
        let signed = |value: usize| isize::try_from(value).expect("a text has fewer lines");
        let (diagonal, reach) = (signed(x) - signed(y), signed(distance));
        let is_down =
            diagonal == -reach || (diagonal != reach && before(diagonal - 1) < before(diagonal + 1));
        let previous = if is_down { diagonal + 1 } else { diagonal - 1 };
        let from_x = before(previous);
        let from_y = usize::try_from(signed(from_x) - previous).expect("the walk stays in both texts");
        let (to_x, to_y) = if is_down { (from_x, from_y + 1) } else { (from_x + 1, from_y) };
        match blocks.last_mut() {
            Some(block) if block.old.0 == to_x && block.new.0 == to_y => {
                (block.old.0, block.new.0) = (from_x, from_y);
            }
            _ => blocks.push(Block { old: (from_x, to_x), new: (from_y, to_y) }),
        }
        (x, y) = (from_x, from_y);
    }
    blocks.reverse();
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Makes the new text from the old one and a difference, as `patch` does.
    fn patched(old: &str, diff: &str) -> String {
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let (mut out, mut at) = (String::new(), 0);
        let mut lines = diff.split_inclusive('\n').skip(2).peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_some_and(|next| next.starts_with('\\'));
            let body = if is_last { line[1..].trim_end_matches('\n') } else { &line[1..] };
            match &line[..1] {
                "@" => {
                    let numbers = line.split(['-', ' ']).nth(2).unwrap();
                    let (start, count) = numbers.split_once(',').unwrap_or((numbers, "1"));
                    let start = start.parse::<usize>().unwrap() - usize::from(count != "0");
                    out.extend(old[at..start].iter().copied());
                    at = start;
                }
                "-" => {
                    assert_eq!(old[at], body);
                    at += 1;
                }
                " " => {
                    assert_eq!(old[at], body);
                    out.push_str(body);
                    at += 1;
                }
                "+" => out.push_str(body),
                _ => {}
            }
        }
        out.extend(old[at..].iter().copied());
        out
    }

    #[test]
    fn changes_far_from_each_other_are_shown_apart() {
        let old: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let new = old.replace("\n2\n", "\ntwo\n").replace("\n19\n", "\n");
        let diff = unified_diff(("a", &old), ("b", &new));
        assert_eq!(
            diff,
            "--- a\n+++ b\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,4 @@\n 16\n 17\n 18\n-19\n 20\n"
        );
    }

    #[test]
    fn a_missing_line_end_is_told() {
        let diff = unified_diff(("a", "x"), ("a", "x\n"));
        assert_eq!(diff, "--- a\n+++ a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
    }

    proptest! {
        #[test]
        fn a_difference_leads_from_one_text_to_the_other(old in "([a-d]\n?){0,30}", new in "([a-d]\n?){0,30}") {
            let diff = unified_diff(("a", &old), ("b", &new));
            prop_assert_eq!(diff.is_empty(), old == new);
            let patched = if diff.is_empty() { old.clone() } else { patched(&old, &diff) };
            prop_assert_eq!(patched, new, "{}", diff);
        }

        #[test]
        fn no_shorter_difference_is_missed(lines in prop::collection::vec("[a-c]", 1..40), gone in any::<prop::sample::Index>()) {
            let old: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let gone = gone.index(lines.len());
            let left = lines.iter().enumerate().filter(|(at, _)| *at != gone);
            let new: String = left.map(|(_, line)| format!("{line}\n")).collect();
            let diff = unified_diff(("a", &old), ("b", &new));
            let signs = diff.lines().skip(2).filter(|line| line.starts_with(['-', '+'])).count();
            prop_assert_eq!(signs, 1, "{}", diff);
        }
    }
}
