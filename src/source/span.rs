//! Byte ranges of a source, and their lines and columns.

use std::ops::Range;

/// A byte range of one source, front matter included. `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets. An `end` before `start` is moved to `start`.
    ///
    /// # Panics
    /// If an offset is past 4 GiB; sources are refused long before.
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |at: usize| u32::try_from(at).expect("a source is smaller than 4 GiB");
        Self { start: offset(start), end: offset(end.max(start)) }
    }

    /// Returns the span as a range of `usize`, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns this span moved `by` bytes towards the end.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place in a text as people count: both one-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line; lines end at `\n`.
    pub line: usize,
    /// The column, in characters (Unicode scalar values).
    pub column: usize,
}

/// The line starts of one text, to turn many offsets into positions.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`.
    pub fn new(text: &'a str) -> Self {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// Returns the position of a byte offset. One inside a character is rounded down to its start,
    /// one past the end to the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let column = self.text[start..offset].chars().filter(|c| *c != '\u{feff}').count() + 1;
        Position { line, column }
    }

    /// Returns the byte offset of a position, the end of the line when the column is past it.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line.clamp(1, self.starts.len());
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        self.text[start..end]
            .char_indices()
            .nth(position.column.saturating_sub(1))
            .map_or(end, |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let lines = LineIndex::new("é\nab\n");
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(1), Position { line: 1, column: 1 });
        assert_eq!(lines.position(2), Position { line: 1, column: 2 });
        assert_eq!(lines.position(4), Position { line: 2, column: 2 });
        assert_eq!(lines.position(99), Position { line: 3, column: 1 });
    }

    #[test]
    fn offsets_are_the_way_back() {
        let lines = LineIndex::new("é\nab\n");
        for offset in [0, 2, 3, 4, 5] {
            assert_eq!(lines.offset(lines.position(offset)), offset);
        }
    }
}
