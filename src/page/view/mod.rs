//! What a template is given: the view contract.
//!
//! These structs are published. A theme written for contract [`CONTRACT`] works with every Daring
//! that states the same number; fields may be added, never renamed or removed without raising it.
//! They hold finished text and hrefs only: a template formats, it never looks anything up.
//! `ARCHITECTURE.md` has the table for theme authors.

pub mod ladder;

use std::borrow::Cow;

use serde::Serialize;

/// The version of the view contract. `theme.toml` of a theme states the one it was written for.
pub const CONTRACT: u32 = 1;

/// The same on every page: `site` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Title of the handbook.
    pub title: String,
    /// One sentence about it, or empty.
    pub description: String,
    /// BCP 47 language tag, such as `en`.
    pub language: String,
    /// Absolute address of the site's root with a trailing `/`, when the configuration has one.
    pub base_url: Option<String>,
    /// Address of the repository, when configured.
    pub repository: Option<String>,
    /// One line for the foot of each page, or empty.
    pub footer: String,
    /// Name and version of the generator, for `<meta name="generator">`.
    pub generator: String,
    /// `[extra]` of the configuration, as written.
    pub extra: serde_json::Value,
}

/// The page being rendered: `page` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct PageView<'a> {
    /// Title as plain text.
    pub title: &'a str,
    /// One sentence, for search engines and previews: the author's own or, failing that, the
    /// beginning of the text; or empty.
    pub description: &'a str,
    /// The author's own description, to show above the text; or empty. The beginning of the text
    /// would be read twice there.
    pub lead: &'a str,
    /// `home`, `section`, `page` or `not-found`; for the page of a generated view `ladder`, `level`,
    /// `competency`, `changes` or `compare`.
    pub kind: &'static str,
    /// The address from the root, such as `vision/triggers/`; empty for the home page.
    pub path: &'a str,
    /// The absolute address, when the configuration has a base address.
    pub url: Option<String>,
    /// The body, as HTML that needs no escaping.
    pub content: &'a str,
    /// Whether the body itself begins with a level 1 heading, so that the template prints none.
    pub has_heading: bool,
    /// Whether a view of a ladder is in the body, so that it needs the style and script of such.
    pub has_ladder: bool,
    /// The headings of levels 2 and 3, nested.
    pub toc: Vec<TocView<'a>>,
    /// From the home page down to the parent of this page; empty on the home page.
    pub breadcrumbs: Vec<LinkView<'a>>,
    /// The page before this one in reading order.
    pub previous: Option<LinkView<'a>>,
    /// The page after this one in reading order.
    pub next: Option<LinkView<'a>>,
    /// Where to edit the source, when the configuration has an address template.
    pub edit_url: Option<String>,
    /// The source from the project's root, such as `content/vision/triggers.md`; empty when the
    /// page has none.
    pub source: &'a str,
    /// Tags in the order of the front matter.
    pub tags: &'a [String],
    /// Who looks after the page, or empty.
    pub owner: &'a str,
    /// The day by which it should be looked at again, as `2027-04-01`, or empty.
    pub review_by: &'a str,
    /// Whether the page is a draft.
    pub draft: bool,
    /// Words in the body.
    pub words: usize,
    /// Minutes to read the body at 200 words a minute, at least one.
    pub minutes: usize,
    /// `extra` of the front matter, as written.
    pub extra: &'a serde_json::Value,
}

impl<'a> PageView<'a> {
    /// Returns the view of a page that is no chapter, with what every page has.
    pub fn generated(
        kind: &'static str,
        title: &'a str,
        path: &'a str,
        extra: &'a serde_json::Value,
    ) -> Self {
        Self {
            title,
            description: "",
            lead: "",
            kind,
            path,
            url: None,
            content: "",
            has_heading: false,
            has_ladder: false,
            toc: Vec::new(),
            breadcrumbs: Vec::new(),
            previous: None,
            next: None,
            edit_url: None,
            source: "",
            tags: &[],
            owner: "",
            review_by: "",
            draft: false,
            words: 0,
            minutes: 0,
            extra,
        }
    }
}

/// The section whose page is rendered, and what is in it: `section` in templates of kind `home`
/// and `section`; absent elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView<'a> {
    /// Pages and sections directly inside, in reading order.
    pub children: Vec<ChildView<'a>>,
}

/// A page as its section's page lists it.
#[derive(Debug, Clone, Serialize)]
pub struct ChildView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its description, or empty.
    pub description: &'a str,
    /// Where it is, from the page being rendered.
    pub href: String,
    /// Whether it is a section.
    pub section: bool,
    /// Whether it is a draft.
    pub draft: bool,
}

/// A heading of the page.
#[derive(Debug, Clone, Serialize)]
pub struct TocView<'a> {
    /// Text of the heading.
    pub title: Cow<'a, str>,
    /// `#` and the anchor, percent-encoded.
    pub href: String,
    /// 2 or 3.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocView<'a>>,
}

/// A link to another page.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView<'a> {
    /// Title of its target.
    pub title: &'a str,
    /// Where it is, from the page being rendered.
    pub href: String,
}

/// Where the page is in the handbook: `nav` in templates. Never the whole site: the top level, the
/// way down to the page, and the pages around it.
#[derive(Debug, Clone, Serialize)]
pub struct NavView<'a> {
    /// The home page.
    pub home: NavLinkView<'a>,
    /// Pages and sections directly below the home page, in reading order.
    pub top: Vec<NavLinkView<'a>>,
    /// The section that holds the page (a section's own page is in itself); `None` when that is
    /// the whole handbook.
    pub section: Option<NavLinkView<'a>>,
    /// The sections between the top level and `section`, outermost first.
    pub ancestors: Vec<NavLinkView<'a>>,
    /// Pages and sections inside `section`, in reading order. A section with more than
    /// [`NAV_WINDOW`] of them shows those around the page, see `more`.
    pub pages: Vec<NavLinkView<'a>>,
    /// How many pages of the section are not in `pages`.
    pub more: usize,
}

/// The most pages of one section that a navigation shows.
pub const NAV_WINDOW: usize = 80;

/// A link of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavLinkView<'a> {
    /// Title of its target.
    pub title: &'a str,
    /// Where it is, from the page being rendered.
    pub href: String,
    /// Whether it is the page being rendered.
    pub current: bool,
    /// Whether the page being rendered is inside it (or is it).
    pub active: bool,
    /// Whether it is a section.
    pub section: bool,
}

/// A former address that leads elsewhere: `redirect` in `redirect.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView<'a> {
    /// Title of the page that it leads to.
    pub title: &'a str,
    /// Where that page is, from the former address.
    pub href: String,
    /// Its absolute address, when the configuration has a base address.
    pub url: Option<String>,
}
