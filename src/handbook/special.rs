//! Generated pages that are no chapters: they have no place in reading order, but a title and a name, so
//! that authors can link to them.
//!
//! `gather` decides which a handbook has. Where they are is the business of
//! [`plan`](crate::page::plan), what stands on them that of rendering.

use super::chapter::{ChapterId, Key};
use super::{Handbook, TagId};

/// The index of a generated page in its handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecialId(u32);

impl SpecialId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 generated pages"))
    }

    /// Returns the id of the generated page at an index.
    ///
    /// # Panics
    /// If the handbook has no such page.
    pub fn from_index(index: usize, handbook: &Handbook) -> Self {
        assert!(index < handbook.specials().len(), "the handbook has generated page {index}");
        Self::new(index)
    }

    /// Returns the index into [`Handbook::specials`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A generated page that is no chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Special {
    /// What it shows.
    pub kind: SpecialKind,
    /// What it is known by, such as `glossary`. A chapter of the same key is found in its place, and the
    /// clash of their addresses is reported.
    pub key: Key,
    /// Its title.
    pub title: Box<str>,
    /// One sentence about it, or empty.
    pub description: Box<str>,
    /// Every anchor of it.
    pub anchors: Vec<Box<str>>,
}

/// What a generated page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecialKind {
    /// Every term with its definition.
    Glossary,
    /// A folder as one document to print; the home page is the folder of all.
    Print(ChapterId),
    /// What readers look for.
    Search,
    /// All reading paths.
    Paths,
    /// One reading path, by index.
    Path(usize),
    /// All tags.
    Tags,
    /// The chapters with a tag.
    Tag(TagId),
    /// The map of a part, or of everything.
    Map(ChapterId),
}

impl SpecialKind {
    /// Returns the template that it is rendered with.
    pub fn template(self) -> &'static str {
        match self {
            Self::Glossary => "glossary.html",
            Self::Print(_) => "print.html",
            Self::Search => "search.html",
            Self::Paths => "paths.html",
            Self::Path(_) => "path.html",
            Self::Tags => "tags.html",
            Self::Tag(_) => "tag.html",
            Self::Map(_) => "map.html",
        }
    }

    /// Returns its `page.kind` for templates.
    pub fn page_kind(self) -> &'static str {
        match self {
            Self::Glossary => "glossary",
            Self::Print(_) => "print",
            Self::Search => "search",
            Self::Paths => "paths",
            Self::Path(_) => "path",
            Self::Tags => "tags",
            Self::Tag(_) => "tag",
            Self::Map(_) => "map",
        }
    }
}

/// Decides which generated pages there are.
pub(super) fn gather(is_searched: bool) -> Vec<Special> {
    let search = is_searched.then(|| Special {
        kind: SpecialKind::Search,
        key: Key::of("search"),
        title: "Search".into(),
        description: "".into(),
        anchors: Vec::new(),
    });
    search.into_iter().collect()
}

impl Handbook {
    /// Returns the generated pages that are no chapters.
    pub fn specials(&self) -> &[Special] {
        &self.shelf.specials
    }

    /// Returns the generated page that shows this, if there is one.
    pub fn special_of(&self, kind: SpecialKind) -> Option<SpecialId> {
        self.shelf.special_ids.get(&kind).copied()
    }

    /// Returns the chapter that an author wrote in the place of a generated page, if there is one.
    pub fn own_page_of(&self, kind: SpecialKind) -> Option<ChapterId> {
        self.shelf.own_lists.get(&kind).copied()
    }

    /// Returns the generated page with this id.
    ///
    /// # Panics
    /// If the id comes from another handbook.
    pub fn special(&self, id: SpecialId) -> &Special {
        &self.shelf.specials[id.index()]
    }

    /// Returns what a generated page is called: a document to print as the folder that it is of.
    pub fn title_of<'a>(&'a self, special: &'a Special) -> &'a str {
        match special.kind {
            SpecialKind::Print(folder) => &self.chapter(folder).title,
            _ => &special.title,
        }
    }
}
