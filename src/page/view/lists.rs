//! Generated pages that list others: reading paths, tags, maps.

use std::borrow::Cow;

use serde::Serialize;

use super::LinkView;

/// A reading path: `path` in `path.html` and `path-stops.html`, and each of `paths` in `paths.html` and
/// `paths-list.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PathView<'a> {
    /// Its name in addresses.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Whom it is for, or empty.
    pub description: &'a str,
    /// Where its own page is, from the page being rendered.
    pub href: String,
    /// Its stops in order.
    pub stops: Vec<StopView<'a>>,
}

/// A stop of a reading path.
#[derive(Debug, Clone, Serialize)]
pub struct StopView<'a> {
    /// Title of the page.
    pub title: &'a str,
    /// Where it is, from the page being rendered, with the path that leads there.
    pub href: String,
    /// What it is read for, or empty.
    pub why: &'a str,
}

/// A tag: each of `tags` in `tags.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TagView<'a> {
    /// Its name.
    pub title: &'a str,
    /// Where its page is, from the page being rendered.
    pub href: String,
    /// How many pages have it.
    pub count: usize,
}

/// The pages with a tag: `tag` in `tag.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TaggedView<'a> {
    /// The name of the tag.
    pub title: &'a str,
    /// Where its feed is, from the page being rendered, if it has one.
    pub feed: Option<String>,
    /// The pages in reading order.
    pub pages: Vec<TaggedPageView<'a>>,
}

/// A page as the page of its tag lists it.
#[derive(Debug, Clone, Serialize)]
pub struct TaggedPageView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Where it is, from the page being rendered.
    pub href: String,
    /// Its description, or empty.
    pub description: Cow<'a, str>,
    /// The title of the part at the top level that it lies in, or empty.
    pub section: &'a str,
    /// Whether it is a draft.
    pub draft: bool,
}

/// A map: `map` in `map.html`.
#[derive(Debug, Clone, Serialize)]
pub struct MapView<'a> {
    /// The drawing, as an element `svg` that needs no escaping.
    pub svg: String,
    /// The part that it shows; `None` for the whole handbook.
    pub part: Option<LinkView<'a>>,
    /// Whether it shows groups of pages instead of pages.
    pub by_group: bool,
    /// What is on it, in reading order.
    pub rows: Vec<MapRowView<'a>>,
    /// How many rows are left out.
    pub more: usize,
    /// Pages that no text leads to; only on the map of the whole handbook, as the two lists below.
    pub orphans: Vec<LinkView<'a>>,
    /// Pages whose text leads nowhere.
    pub dead_ends: Vec<LinkView<'a>>,
    /// The pages that the most others lead to, most first.
    pub most_linked: Vec<LinkView<'a>>,
}

/// A page, or a group of pages, of a map.
#[derive(Debug, Clone, Serialize)]
pub struct MapRowView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Where it is, from the page being rendered: for a group its own map, if it has one.
    pub href: String,
    /// The title of the part that a page lies in; empty for a group.
    pub section: &'a str,
    /// How many pages it is.
    pub pages: usize,
    /// How many pages lead to it, or how many links lead to the group from others.
    pub links_in: usize,
    /// How many pages it leads to, or how many links lead from the group to others.
    pub links_out: usize,
}
