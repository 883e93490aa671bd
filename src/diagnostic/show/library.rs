//! The texts that reports point into, each looked up and measured once.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Lookup, Style};
use crate::source::{Position, SourcePath, Span};

/// Bytes between two counted places of a text.
const BLOCK: usize = 1024;
/// Bytes of text that are kept at once. Reports come sorted by file, so little is looked up twice.
const MAX_KEPT: usize = 64 << 20;

/// The texts that were looked up so far, and how their paths are shown.
pub(super) struct Library<'a> {
    lookup: Lookup<'a>,
    path_prefix: &'a str,
    kept: FxHashMap<SourcePath, Option<Rc<Quoted>>>,
    kept_bytes: usize,
}

impl<'a> Library<'a> {
    pub(super) fn new(lookup: Lookup<'a>, style: &'a Style) -> Self {
        Self { lookup, path_prefix: &style.path_prefix, kept: FxHashMap::default(), kept_bytes: 0 }
    }

    /// Returns `path` as seen from where the command was run. The project's root is `.` when there is
    /// nothing to put before it.
    pub(super) fn shown_path(&self, path: &SourcePath) -> String {
        let whole = format!("{}{path}", self.path_prefix);
        if whole.is_empty() { ".".to_owned() } else { whole }
    }

    /// Returns the text of `path`, or `None` when it cannot be had.
    pub(super) fn get(&mut self, path: &SourcePath) -> Option<Rc<Quoted>> {
        if let Some(known) = self.kept.get(path) {
            return known.clone();
        }
        let quoted = (self.lookup)(path).map(|text| Rc::new(Quoted::new(text)));
        if self.kept_bytes > MAX_KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        self.kept_bytes += quoted.as_ref().map_or(0, |quoted| quoted.text.len());
        self.kept.insert(path.clone(), quoted.clone());
        quoted
    }
}

/// A text with its lines and characters counted.
///
/// [`LineIndex`](crate::source::LineIndex) gives the same positions, in time that grows with the
/// column. Ten thousand reports in one line of a megabyte are ten thousand such columns, so the
/// characters before every block are counted here once.
pub(super) struct Quoted {
    text: Arc<str>,
    /// Where lines start, in bytes.
    starts: Vec<usize>,
    /// How many characters start before each block.
    counts: Vec<usize>,
}

impl Quoted {
    fn new(text: Arc<str>) -> Self {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        let mut counts = vec![0];
        let mut from = 0;
        for block in 1..=text.len() / BLOCK {
            let to = ceil(&text, block * BLOCK);
            counts.push(counts[block - 1] + count(&text[from..to]));
            from = to;
        }
        Self { text, starts, counts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of `span`, clamped to the text (the file may have changed meanwhile) and
    /// widened to whole characters.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let Range { start, end } = span.range();
        let start = floor(&self.text, start.min(self.text.len()));
        start..ceil(&self.text, end.clamp(start, self.text.len()))
    }

    /// Returns the position of a byte offset on a character boundary of the text.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let column = self.count_before(offset) - self.count_before(self.starts[line - 1]) + 1;
        Position { line, column }
    }

    /// Returns the bytes of a one-based line of the text, without its line end.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let has_return = end > start && self.text.as_bytes()[end - 1] == b'\r' && end < self.text.len();
        start..end - usize::from(has_return)
    }

    fn count_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let from = ceil(&self.text, block * BLOCK);
        self.counts[block] + self.text.get(from..offset).map_or(0, count)
    }
}

/// Counts characters. A byte order mark is none: no editor shows it as a column.
fn count(text: &str) -> usize {
    text.chars().filter(|c| *c != '\u{feff}').count()
}

/// Returns the first character boundary at or after `offset`.
pub(super) fn ceil(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

/// Returns the last character boundary at or before `offset`.
pub(super) fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineIndex;

    #[test]
    fn positions_are_those_of_a_line_index() {
        let text = format!("\u{feff}a\r\né{}\n\n{}", "x中\u{1f468}".repeat(4000), "é\n".repeat(9000));
        let quoted = Quoted::new(text.as_str().into());
        let index = LineIndex::new(&text);
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(7) {
            assert_eq!(quoted.position(offset), index.position(offset), "{offset}");
        }
        assert_eq!(quoted.position(text.len()), index.position(text.len()));
    }

    #[test]
    fn a_line_ends_before_its_line_end() {
        let quoted = Quoted::new("ab\r\nc\n\nlast\r".into());
        let lines: Vec<_> = (1..=4).map(|line| &quoted.text()[quoted.line(line)]).collect();
        assert_eq!(lines, ["ab", "c", "", "last\r"]);
    }

    #[test]
    fn a_text_is_looked_up_once() {
        let style = Style::default();
        let asked = std::cell::Cell::new(0);
        let lookup = |_: &SourcePath| {
            asked.set(asked.get() + 1);
            None
        };
        let mut library = Library::new(&lookup, &style);
        for _ in 0..3 {
            assert!(library.get(&SourcePath::new("a.md").unwrap()).is_none());
        }
        assert_eq!(asked.get(), 1);
    }
}
