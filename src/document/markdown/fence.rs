//! What stands behind the fence of a code block: its language, a title, and lines to mark.
//!
//! Two habits of the field are understood: ```` ```rust {2,4-6} ```` and
//! ```` ```rust hl_lines="2 4-6" title="src/main.rs" ````. Anything else is somebody else's, and text.

use std::ops::{Range, RangeInclusive};

/// The info string of a fenced code block, taken apart. It is empty for an indented block.
pub(super) struct Info<'a> {
    /// Its first word, as written; empty without one.
    pub(super) language: &'a str,
    /// What to call the block, such as the name of a file.
    pub(super) title: Option<&'a str>,
    /// Lines to mark, counted from 1, and where each range stands in the info string.
    pub(super) marks: Vec<(RangeInclusive<usize>, Range<usize>)>,
    /// Parts of a list of lines that are none, by where they stand in the info string.
    pub(super) unreadable: Vec<Range<usize>>,
}

impl<'a> Info<'a> {
    pub(super) fn new(info: &'a str) -> Self {
        // ```` ```rust,ignore ```` and ```` ```js {1,3} ```` name their language first.
        let first = info.split([' ', '\t', ',', '{']).next().unwrap_or("");
        let has_no_language = first.contains('=') || (first.is_empty() && braces(info).is_some());
        let language = match first {
            _ if has_no_language => "",
            "" => info.split_ascii_whitespace().next().unwrap_or(""),
            first => first,
        };
        let title = attribute(info, "title").map(|at| &info[at]).filter(|title| !title.trim().is_empty());
        let mut read = Self { language, title, marks: Vec::new(), unreadable: Vec::new() };
        let lists = [braces(info), attribute(info, "hl_lines")];
        for list in lists.into_iter().flatten() {
            read.lines(info, list);
        }
        read
    }

    /// Reads a list of lines and ranges of them, such as `2,4-6`.
    fn lines(&mut self, info: &str, list: Range<usize>) {
        for part in info[list.clone()].split([',', ' ', '\t']).filter(|part| !part.is_empty()) {
            let start = part.as_ptr() as usize - info.as_ptr() as usize;
            let at = start..start + part.len();
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (first.parse::<usize>(), last.parse::<usize>()) {
                (Ok(first), Ok(last)) if 1 <= first && first <= last => self.marks.push((first..=last, at)),
                _ => self.unreadable.push(at),
            }
        }
    }

    /// Whether each of the first `count` lines is marked. Linear, however many ranges there are.
    pub(super) fn marked(&self, count: usize) -> impl Iterator<Item = bool> {
        let mut changes = vec![0_i64; count + 2];
        for (range, _) in self.marks.iter().filter(|(range, _)| *range.start() <= count) {
            changes[*range.start()] += 1;
            changes[(*range.end()).min(count) + 1] -= 1;
        }
        let depths = changes.into_iter().scan(0, |depth, change| {
            *depth += change;
            Some(*depth)
        });
        depths.skip(1).take(count).map(|depth| depth > 0)
    }
}

/// Where the inside of `{2,4-6}` is. Braces with anything but numbers in them mean something else to
/// another tool, as `{.python}` and `{cmd=true}` do.
fn braces(info: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(open) = info[from..].find('{').map(|at| from + at + 1) {
        let length = info[open..].find('}')?;
        let inside = &info[open..open + length];
        let is_list = inside.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b',' | b'-' | b' '));
        if is_list && inside.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(open..open + length);
        }
        from = open + length;
    }
    None
}

/// Where the value of `name="value"` is; quotes may be single.
fn attribute(info: &str, name: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = info[from..].find(name).map(|at| from + at) {
        from = at + name.len();
        let is_word =
            info[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '{' || c == ',');
        let quote = info[from..].strip_prefix('=').and_then(|rest| rest.chars().next());
        let (true, Some(quote @ ('"' | '\''))) = (is_word, quote) else { continue };
        let start = from + 2;
        let length = info[start..].find(quote)?;
        return Some(start..start + length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(info: &str) -> (&str, Option<&str>, Vec<RangeInclusive<usize>>, Vec<&str>) {
        let read = Info::new(info);
        let marks = read.marks.into_iter().map(|(range, _)| range).collect();
        (read.language, read.title, marks, read.unreadable.into_iter().map(|at| &info[at]).collect())
    }

    #[test]
    fn lines_are_marked_in_both_habits() {
        for info in
            ["rust {2,4-6}", "rust{2, 4-6}", "rust hl_lines=\"2 4-6\"", "rust,ignore hl_lines='2 4-6'"]
        {
            assert_eq!(read(info), ("rust", None, vec![2..=2, 4..=6], vec![]), "{info}");
        }
        assert_eq!(read("{1}"), ("", None, vec![1..=1], vec![]));
    }

    #[test]
    fn ranges_may_overlap_and_end_beyond_the_block() {
        let marked = |info: &str| Info::new(info).marked(4).map(u8::from).collect::<Vec<_>>();
        assert_eq!(marked("{2}"), [0, 1, 0, 0]);
        assert_eq!(marked("{1-3,2,4-99,50}"), [1, 1, 1, 1]);
        assert_eq!(marked("{9}"), [0, 0, 0, 0]);
        assert_eq!(Info::new("{1}").marked(0).count(), 0);
    }

    #[test]
    fn a_title_may_be_all() {
        assert_eq!(read("title=\"a b.rs\""), ("", Some("a b.rs"), vec![], vec![]));
        assert_eq!(read("rs title='it \"is\"' {1}"), ("rs", Some("it \"is\""), vec![1..=1], vec![]));
        assert_eq!(read("rust subtitle=\"x\" title=\" \""), ("rust", None, vec![], vec![]));
    }

    #[test]
    fn what_is_no_line_is_told_apart_from_what_is_not_ours() {
        assert_eq!(read("js {0,3-1,2}"), ("js", None, vec![2..=2], vec!["0", "3-1"]));
        assert_eq!(read("js hl_lines=\"two 9\""), ("js", None, vec![9..=9], vec!["two"]));
        for (info, language) in [
            ("{.python}", "{.python}"),
            ("js {cmd=true}", "js"),
            ("{r, echo=TRUE}", "{r,"),
            ("rust {", "rust"),
            ("rust title=\"x", "rust"),
            ("", ""),
        ] {
            assert_eq!(read(info), (language, None, vec![], vec![]), "{info}");
        }
    }
}
