//! Blocks of code between fences: where they begin and end, in whatever list or quotation they stand.
//!
//! The rules are those of CommonMark 0.31, sections 4.5 and 5. What is indented as far as code is goes on
//! for as long as the lines are: tools differ in whether a fence may be, and it is code either way.

use super::block::Line;

/// In how many lists and quotations a fence may stand.
const MAX_DEPTH: usize = 20;
/// How many lines above a fence are looked at for the item that it stands in.
const MAX_ABOVE: usize = 500;

/// What lines of code stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    /// A quotation.
    Quote,
    /// An item whose text begins at this column.
    Item(usize),
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence<'a> {
    /// The line behind it.
    pub(super) end: usize,
    /// Whether a fence ends it, not the end of what it stands in.
    pub(super) is_closed: bool,
    /// What stands before the marks.
    pub(super) before: &'a str,
    /// The marks.
    pub(super) marks: &'a str,
    /// What stands behind them.
    pub(super) info: &'a str,
    containers: Vec<Container>,
}

impl Fence<'_> {
    /// A line of the code, without the marks of what it stands in.
    pub(super) fn inside<'b>(&self, line: &'b str) -> &'b str {
        inside(&self.containers, line).unwrap_or(line)
    }

    /// What stands before further lines: blanks where `before` has marks of lists.
    pub(super) fn before_others(&self) -> String {
        self.before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
    }
}

/// The line behind a block of code that begins at `at`.
pub(super) fn fence_end(lines: &[Line], at: usize) -> Option<usize> {
    find(lines, at).map(|fence| fence.end)
}

/// The block of code that begins at `at`.
pub(super) fn find(lines: &[Line], at: usize) -> Option<Fence<'_>> {
    let line = lines[at].text.as_str();
    if !line.contains("```") && !line.contains("~~~") {
        return None;
    }
    let (containers, start) = opening(lines, at)?;
    let (before, rest) = line.split_at(start);
    let length = marks(rest)?;
    let (marks, info) = rest.split_at(length);
    let mut fence =
        Fence { end: lines.len(), is_closed: false, before, marks, info: info.trim(), containers };
    for (index, line) in lines.iter().enumerate().skip(at + 1) {
        let Some(text) = inside(&fence.containers, &line.text) else {
            let blank = lines[at + 1..index].iter().rev().take_while(|line| line.text.trim().is_empty());
            fence.end = index - blank.count();
            break;
        };
        if closes(text, marks) {
            (fence.end, fence.is_closed) = (index + 1, true);
            break;
        }
    }
    Some(fence)
}

/// How many marks a fence begins with.
fn marks(rest: &str) -> Option<usize> {
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = rest.len() - rest.trim_start_matches(mark).len();
    (length >= 3 && !(mark == '`' && rest[length..].contains('`'))).then_some(length)
}

fn closes(text: &str, marks: &str) -> bool {
    let (width, bytes) = indent(text);
    let rest = text[bytes..].trim_end();
    width < 4 && rest.starts_with(marks) && rest.trim_start_matches(&marks[..1]).is_empty()
}

/// What a fence stands in, and the byte at which it begins.
fn opening(lines: &[Line], at: usize) -> Option<(Vec<Container>, usize)> {
    let line = lines[at].text.as_str();
    let mut containers = Vec::new();
    let mut start = 0;
    let mut is_in_item = false;
    while containers.len() < MAX_DEPTH {
        let (width, bytes) = indent(&line[start..]);
        let rest = &line[start + bytes..];
        if let Some((length, gap)) = item(rest, width) {
            containers.push(Container::Item(width + length + gap));
            start += bytes + length + indent(&rest[length..]).1.min(gap);
            is_in_item = true;
            continue;
        }
        let above = if is_in_item { 0 } else { item_above(&lines[..at], &containers, width) };
        let kept = if width - above > 3 { width } else { above };
        if kept > 0 {
            containers.push(Container::Item(kept));
        }
        start += bytes;
        if !rest.starts_with('>') {
            return marks(rest).map(|_| (containers, start));
        }
        containers.push(Container::Quote);
        start += if rest[1..].starts_with([' ', '\t']) { 2 } else { 1 };
    }
    None
}

/// The column at which the text of the item begins that a line with this indentation stands in; 0 when it
/// stands in none.
fn item_above(above: &[Line], containers: &[Container], width: usize) -> usize {
    let mut bound = width;
    for line in above.iter().rev().take(MAX_ABOVE) {
        let Some(text) = inside(containers, &line.text).filter(|_| bound > 0) else { return 0 };
        let (indent, bytes) = indent(text);
        if text.trim().is_empty() || indent >= bound {
            continue;
        }
        let column = item(&text[bytes..], indent).map(|(length, gap)| indent + length + gap);
        if let Some(column) = column.filter(|column| *column <= width) {
            return column;
        }
        bound = indent;
    }
    0
}

/// The length of the mark of an item that begins at a column, and of the blanks that belong to it.
fn item(rest: &str, from: usize) -> Option<(usize, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let length = match digits {
        0 => rest.starts_with(['-', '*', '+']).then_some(1)?,
        1..=9 => rest[digits..].starts_with(['.', ')']).then_some(digits + 1)?,
        _ => return None,
    };
    let (gap, bytes) = indent_from(&rest[length..], from + length);
    (gap > 0 && rest.len() > length + bytes).then_some((length, if gap > 4 { 1 } else { gap }))
}

/// How far a text is indented, in columns and bytes.
fn indent(text: &str) -> (usize, usize) {
    indent_from(text, 0)
}

/// The same for a text that begins at a column, on which the width of tabs depends.
fn indent_from(text: &str, from: usize) -> (usize, usize) {
    let bytes = text.len() - text.trim_start_matches([' ', '\t']).len();
    let width = |width: usize, byte| if byte == b'\t' { width / 4 * 4 + 4 } else { width + 1 };
    (text.bytes().take(bytes).fold(from, width) - from, bytes)
}

/// What a line has inside all of these; `None` when it does not stand in them.
fn inside<'a>(containers: &[Container], line: &'a str) -> Option<&'a str> {
    containers.iter().try_fold(line, |rest, container| match container {
        Container::Quote => {
            let (width, bytes) = indent(rest);
            let rest = rest[bytes..].strip_prefix('>').filter(|_| width < 4)?;
            Some(rest.strip_prefix([' ', '\t']).unwrap_or(rest))
        }
        Container::Item(_) if rest.trim().is_empty() => Some(""),
        Container::Item(column) => {
            let reaches = |at: &usize| indent(&rest[..*at]).0 >= *column;
            (0..=indent(rest).1).find(reaches).map(|at| &rest[at..])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of code of a text.
    fn code(text: &str) -> Vec<usize> {
        let lines: Vec<Line> =
            text.lines().enumerate().map(|(at, line)| Line::new(line.to_owned(), at)).collect();
        let mut at = 0;
        let mut code = Vec::new();
        while at < lines.len() {
            let end = fence_end(&lines, at);
            code.extend(at..end.unwrap_or(at));
            at = end.unwrap_or(at + 1);
        }
        code
    }

    #[test]
    fn code_ends_with_its_fence_or_with_what_it_stands_in() {
        for (text, expected) in [
            ("```\na\n```\nb", vec![0, 1, 2]),
            ("````\n```\n````\nb", vec![0, 1, 2]),
            ("```\n~~~\n``` x\nb", vec![0, 1, 2, 3]),
            ("``` a`b\nb", vec![]),
            ("- ```\n  a\n  ```\n\nb", vec![0, 1, 2]),
            ("1. ```bash\n   a\n   ```\nb", vec![0, 1, 2]),
            ("- ```\n  a\n\nb", vec![0, 1]),
            ("- a\n\n  ```\n  b\n\nc", vec![2, 3]),
            ("- a\n  - b\n\n    ```\n    c\n    ```\nd", vec![3, 4, 5]),
            ("-   a\n\n    ```\n    b\n\nc", vec![2, 3]),
            ("- - ```\n    a\n    ```\nb", vec![0, 1, 2]),
            ("a\n\n    ```\n\nb\n\n    ```\n\nc", vec![2, 6]),
            ("a\n\n        ```\n        b\n        ```\nc", vec![2, 3, 4]),
            ("  ```\na\n   ```\nb", vec![0, 1, 2]),
            ("```\n    ```\na", vec![0, 1, 2]),
            ("> ```\n> a\n> ```\n> b", vec![0, 1, 2]),
            ("> ```\n> a\nb", vec![0, 1]),
            ("> - ```\n>   a\n>   ```\n> b", vec![0, 1, 2]),
            ("- > ```\n  > a\n  > ```\nb", vec![0, 1, 2]),
            ("-\t```\n\ta\n\t```\nb", vec![0, 1, 2]),
            ("---\n```\na\n```\nb", vec![1, 2, 3]),
            ("-```\nb", vec![]),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn deep_and_long_texts_take_no_time() {
        assert_eq!(code(&format!("{}```", ">  ".repeat(50_000))), [] as [usize; 0]);
        assert_eq!(code(&"  ```\n".repeat(2_000)).len(), 2_000);
    }
}
