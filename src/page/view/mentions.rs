//! Where else a page is spoken of.

use serde::Serialize;

/// Links from other pages: `page.mentions` in templates, absent where there are none.
#[derive(Debug, Clone, Serialize)]
pub struct MentionsView {
    /// How many pages link here.
    pub pages: usize,
    /// How many of those are not in `places`, which holds a bounded number.
    pub more: usize,
    /// The page as a whole, then its headings and expectations that are linked to.
    pub places: Vec<MentionedPlaceView>,
}

/// A page, or a heading or expectation on it, with the links to it.
#[derive(Debug, Clone, Serialize)]
pub struct MentionedPlaceView {
    /// What the heading or expectation is called; empty for the page as a whole.
    pub title: String,
    /// `#` and its anchor; empty for the page as a whole.
    pub href: String,
    /// The links, by section of the pages that they stand on.
    pub sections: Vec<MentioningSectionView>,
}

/// A section of the handbook with pages that link here.
#[derive(Debug, Clone, Serialize)]
pub struct MentioningSectionView {
    /// Its title; empty for pages outside of any section.
    pub title: String,
    /// Its pages, in reading order.
    pub pages: Vec<MentioningPageView>,
}

/// A page that links here.
#[derive(Debug, Clone, Serialize)]
pub struct MentioningPageView {
    /// Its title.
    pub title: String,
    /// Where the first of its links stands: the page, or the heading above it.
    pub href: String,
    /// The sentences around its links, a few at most; a link without words around it has none.
    pub sentences: Vec<SentenceView>,
}

/// A sentence with a link in it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct SentenceView {
    /// What stands before the link.
    pub before: String,
    /// The words of the link.
    pub words: String,
    /// What stands behind the link.
    pub after: String,
}
