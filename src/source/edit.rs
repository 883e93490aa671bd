//! Changes to sources: replacements of byte ranges, and nothing else.

use super::{SourcePath, Span};

/// A replacement of bytes in one source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub path: SourcePath,
    /// The bytes to replace; none to insert before a place.
    pub span: Span,
    /// What takes their place.
    pub text: String,
}

/// A file whose text becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: SourcePath,
    /// The text that it is known to have.
    pub before: String,
    /// The text that it gets.
    pub after: String,
}

/// A file or folder that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Where it is.
    pub from: SourcePath,
    /// Where it will be.
    pub to: SourcePath,
}

/// A text with edits made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The new text.
    pub text: String,
    /// The edits that were made, by rising place, each once.
    pub made: Vec<Edit>,
    /// The edits that were not made: they overlap an earlier one, or are not of this text.
    pub left: Vec<Edit>,
}

/// Makes edits of one text. Equal edits are one; of edits that overlap, the first is made.
///
/// ```
/// use daring::source::{Edit, SourcePath, Span, edited};
///
/// let path = SourcePath::new("a.md").unwrap();
/// let edit = |start, end, text: &str| Edit { path: path.clone(), span: Span::new(start, end), text: text.into() };
/// let edited = edited("one two", vec![edit(4, 7, "2"), edit(0, 3, "1"), edit(2, 5, "x")]);
/// assert_eq!((edited.text.as_str(), edited.left.len()), ("1 2", 1));
/// ```
pub fn edited(text: &str, mut edits: Vec<Edit>) -> Edited {
    edits.sort();
    edits.dedup();
    let mut edited =
        Edited { text: String::with_capacity(text.len() + 64), made: Vec::new(), left: Vec::new() };
    let mut end = 0;
    // Two texts for one place contradict each other, also when both are insertions.
    let mut last: Option<Span> = None;
    for edit in edits {
        let range = edit.span.range();
        let is_of_text = text.get(range.clone()).is_some();
        if !is_of_text || range.start < end || last == Some(edit.span) {
            edited.left.push(edit);
            continue;
        }
        edited.text.push_str(&text[end..range.start]);
        edited.text.push_str(&edit.text);
        end = range.end;
        last = Some(edit.span);
        edited.made.push(edit);
    }
    edited.text.push_str(&text[end..]);
    edited
}
