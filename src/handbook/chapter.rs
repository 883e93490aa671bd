//! Chapters and their names.

use std::fmt;

use super::Handbook;
use super::ladders::LadderView;
use crate::source::{composed, turns_text};

/// The index of a document in its handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(u32);

/// The index of a chapter in its handbook, which is its place in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChapterId(u32);

impl DocumentId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 documents"))
    }

    /// Returns the id of the document at an index.
    ///
    /// # Panics
    /// If the handbook has no such document.
    pub fn from_index(index: usize, handbook: &Handbook) -> Self {
        assert!(index < handbook.documents.len(), "the handbook has document {index}");
        Self::new(index)
    }

    /// Returns the index into [`Handbook::documents`](super::Handbook::documents).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ChapterId {
    /// The home page.
    pub const HOME: Self = Self(0);

    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 chapters"))
    }

    /// Returns the id of the chapter at an index.
    ///
    /// # Panics
    /// If the handbook has no such chapter.
    pub fn from_index(index: usize, handbook: &Handbook) -> Self {
        assert!(index < handbook.chapters.len(), "the handbook has chapter {index}");
        Self::new(index)
    }

    /// Returns the index into [`Handbook::chapters`](super::Handbook::chapters).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in reading order: a document, or a folder with or without a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What it is known by.
    pub key: Key,
    /// The key that the folders and the file name alone would give, when `slug` or `permalink` of
    /// the front matter chose another.
    pub natural_key: Option<Key>,
    /// Its title: front matter, first heading, or the name of the file or folder.
    pub title: Box<str>,
    /// Its document.
    pub document: Option<DocumentId>,
    /// Whether it is a folder.
    pub is_part: bool,
    /// The folder that holds it; `None` for the home page.
    pub parent: Option<ChapterId>,
    /// What is directly inside, in reading order; empty for a document.
    pub children: Vec<ChapterId>,
    /// One sentence about it, where no document says one.
    pub summary: Option<Box<str>>,
    /// The generated view that is its substance, for a chapter of a ladder.
    pub view: Option<LadderView>,
    /// Every anchor of its page, where the view and not the document makes them.
    pub anchors: Option<Vec<Box<str>>>,
}

/// What a chapter is known by, independent of how addresses are written: cleaned segments with `/`
/// between, empty for the home page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(Box<str>);

impl Key {
    /// Makes a key from a path as authors write it: ordering prefixes (`01-`) go, white space
    /// becomes `-`, characters that cannot stand in a path or file name go.
    ///
    /// ```
    /// use daring::handbook::Key;
    ///
    /// assert_eq!(Key::of("02-vision/Where to look").as_str(), "vision/Where-to-look");
    /// ```
    pub fn of(path: &str) -> Self {
        path.split('/').fold(Self::default(), |key, segment| key.join(segment))
    }

    /// Makes a key from the path of an address that somebody chose: as [`Key::of`], but numbers stay,
    /// because nothing is put in order by them.
    pub fn chosen(path: &str) -> Self {
        path.split('/').fold(Self::default(), |key, segment| key.join_chosen(segment))
    }

    /// Makes a key from a whole address, which may name a file: `/guides/start.html` and
    /// `/guides/start/index.html` are `guides/start`.
    ///
    /// ```
    /// use daring::handbook::Key;
    ///
    /// assert_eq!(Key::of_address("/guides/1-on-1s.html").as_str(), "guides/1-on-1s");
    /// assert_eq!(Key::of_address("/my-index.html").as_str(), "my-index");
    /// ```
    pub fn of_address(address: &str) -> Self {
        let (folders, name) = address.rsplit_once('/').unwrap_or(("", address));
        let name = if name == "index.html" { "" } else { name };
        Self::chosen(folders).join_chosen(name.strip_suffix(".html").unwrap_or(name))
    }

    /// Returns this key with one more segment, cleaned; an empty segment adds nothing.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        self.join_chosen(split_order(segment).1)
    }

    /// As [`Key::join`], for a segment that somebody chose: numbers stay.
    #[must_use]
    pub fn join_chosen(&self, segment: &str) -> Self {
        let segment = clean(segment);
        match (self.0.is_empty(), segment.is_empty()) {
            (_, true) => self.clone(),
            (true, false) => Self(segment.into()),
            (false, false) => Self(format!("{}/{segment}", self.0).into()),
        }
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Splits an ordering prefix off a file or folder name: `01-intro` is number 1, `intro`. At most
/// three digits count, and a digit after the separator means a date or a version.
pub fn split_order(name: &str) -> (Option<f64>, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return (None, name);
    }
    let rest = name[digits..].trim_start_matches(['-', '_', '.', ' ']);
    let separated = rest.len() < name.len() - digits;
    if !separated || rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return (None, name);
    }
    (name[..digits].parse().ok(), rest)
}

fn clean(segment: &str) -> String {
    let mut cleaned = String::with_capacity(segment.len());
    for c in composed(segment.trim()).chars() {
        match c {
            '?' | '#' | '%' | ':' | '*' | '"' | '<' | '>' | '|' | '\\' => {}
            c if c.is_control() || turns_text(c) => {}
            c if c.is_whitespace() => cleaned.push('-'),
            c => cleaned.push(c),
        }
    }
    if cleaned.bytes().all(|byte| byte == b'.') { String::new() } else { cleaned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_was_chosen_keeps_its_numbers() {
        let key = |address: &str| Key::of_address(address).as_str().to_owned();
        assert_eq!(key("/guides/1-on-1s/"), "guides/1-on-1s");
        assert_eq!(key("/guides/9-box.html"), "guides/9-box");
        assert_eq!(key("/02-setup/03_more/"), "02-setup/03_more");
        assert_eq!(key("/02-setup/index.html"), "02-setup");
        assert_eq!(key("/reindex.html"), "reindex");
        assert_eq!(key("/v1.html/notes"), "v1.html/notes");
        assert_eq!(key("/index.html"), "");
    }

    #[test]
    fn an_ordering_prefix_is_not_a_date() {
        assert_eq!(split_order("01-intro"), (Some(1.0), "intro"));
        assert_eq!(split_order("2. Getting on"), (Some(2.0), "Getting on"));
        assert_eq!(split_order("2024-01-05-retro"), (None, "2024-01-05-retro"));
        assert_eq!(split_order("1.2-notes"), (None, "1.2-notes"));
        assert_eq!(split_order("404"), (None, "404"));
    }

    #[test]
    fn keys_hold_nothing_that_an_address_cannot() {
        assert_eq!(Key::of("a b/c?d#e%f").as_str(), "a-b/cdef");
        assert_eq!(Key::of("a/../b").as_str(), "a/b");
        assert_eq!(Key::of("\u{202e}gnp.a\u{2069}").as_str(), "gnp.a");
        assert_eq!(Key::of("성장/レベル").as_str(), "성장/レベル");
        assert_eq!(Key::of("gro\u{308}ße").as_str(), "größe");
    }
}
