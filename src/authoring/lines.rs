//! The lines of an author's file, and what an import changes of them.

use crate::source::differing_lines;

/// Makes the changes from `before` to `after` in a text that is not quite `before`; `None` when lines
/// that change are not in it.
pub fn merged(own: &str, before: &str, after: &str) -> Option<String> {
    let plain = |text: &'_ str| text.lines().map(plain).collect::<Vec<_>>();
    let (own_plain, before_plain, after_plain) = (plain(own), plain(before), plain(after));
    let after_lines: Vec<&str> = after.lines().map(str::trim_end).collect();
    let places = places(&before_plain, &own_plain);
    let mut lines: Vec<String> = own.split_inclusive('\n').map(str::to_owned).collect();
    let line_end = line_end(own);
    let bullet = bullet(own);
    for (old, new) in differing_lines(&before_plain, &after_plain).into_iter().rev() {
        let at = match places.get(old.clone())? {
            [] => match old.start.checked_sub(1).and_then(|above| places[above]) {
                Some(above) => above + 1..above + 1,
                None => places.get(old.start).copied().flatten().map(|below| below..below)?,
            },
            [first, rest @ ..] => {
                let first = (*first)?;
                let is_there = rest.iter().zip(first + 1..).all(|(place, at)| *place == Some(at));
                is_there.then_some(first..first + old.len())?
            }
        };
        if let Some(above) = at.start.checked_sub(1).and_then(|above| lines.get_mut(above))
            && !above.ends_with('\n')
        {
            above.push_str(line_end);
        }
        lines.splice(at, after_lines[new].iter().map(|line| with_bullet(line, bullet) + line_end));
    }
    Some(lines.concat())
}

/// A line for comparison: lists of all signs are lists.
fn plain(line: &str) -> String {
    with_bullet(line.trim_end(), '-')
}

/// Returns how the lines of a text end.
pub fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The sign that the lists of a text have: another would begin another list.
pub fn bullet(text: &str) -> char {
    let mut signs = text.lines().filter(|line| is_bullet(line)).filter_map(|line| line.chars().next());
    signs.next().unwrap_or('-')
}

/// Whether a line begins something in an outermost list.
pub fn is_bullet(line: &str) -> bool {
    let rest = line.strip_prefix(['-', '*', '+']);
    rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with([' ', '\t']))
}

/// A line, with this sign where it has one of a list.
pub fn with_bullet(line: &str, bullet: char) -> String {
    let inner = line.trim_start();
    match is_bullet(inner) {
        true => format!("{}{bullet}{}", &line[..line.len() - inner.len()], &inner[1..]),
        false => line.to_owned(),
    }
}

/// For each line of one text the line of another that is the same one.
fn places(lines: &[String], other: &[String]) -> Vec<Option<usize>> {
    let mut places = vec![None; lines.len()];
    let (mut at, mut there) = (0, 0);
    let end = (lines.len()..lines.len(), other.len()..other.len());
    for (old, new) in differing_lines(lines, other).into_iter().chain([end]) {
        for (place, line) in places[at..old.start].iter_mut().zip(there..) {
            *place = Some(line);
        }
        (at, there) = (old.end, new.end);
    }
    places
}
