//! What an import has to say: what it could not carry over, and how much it did.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// Something that was not carried over, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The file of the book.
    pub path: String,
    /// The line, from one; 0 for the whole file.
    pub line: usize,
    /// One sentence: lower case, no full stop.
    pub message: String,
}

/// How often a construct was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Carried over.
    pub carried: usize,
    /// Left as it was, or dropped.
    pub lost: usize,
}

/// What was said so far.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The remarks, in the order in which they were made.
    pub remarks: Vec<Remark>,
    /// Constructs by what they are called.
    pub counts: BTreeMap<&'static str, Count>,
}

/// What the report calls pages that the tool did not publish.
pub(super) const UNPUBLISHED: &str = "pages that were not published";

impl Log {
    /// Names a setting that there is one for here, when it is set. Its value is nothing to take over without
    /// a look: the handbook may be published elsewhere, and its files lie in other folders.
    pub(super) fn setting(&mut self, file: &str, key: &str, value: &Json, ours: &str) {
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            let message = format!(
                "`{key}` is `{}`: set `{ours}` in handbook.toml if that holds here",
                value.replace('`', "'")
            );
            self.lost("settings", file, 0, message);
        }
    }

    /// Notes that a file was left out because the tool did not publish it.
    pub(super) fn left_out(&mut self, path: &str, reason: &str) {
        self.lost(UNPUBLISHED, path, 0, format!("it was not published ({reason}), so it was left out"));
    }

    /// Notes that a construct was carried over.
    pub(super) fn carried(&mut self, what: &'static str) {
        self.counts.entry(what).or_default().carried += 1;
    }

    /// Notes that a construct was not carried over, and where.
    pub(super) fn lost(&mut self, what: &'static str, path: &str, line: usize, message: impl Into<String>) {
        self.counts.entry(what).or_default().lost += 1;
        self.remark(path, line, message);
    }

    /// Makes a remark that counts for nothing.
    pub(super) fn remark(&mut self, path: &str, line: usize, message: impl Into<String>) {
        self.remarks.push(Remark { path: path.to_owned(), line, message: message.into() });
    }
}
