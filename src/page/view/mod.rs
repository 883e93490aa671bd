//! What a template is given: the view contract.
//!
//! These structs are published. A theme written for contract [`CONTRACT`] works with every Daring
//! that states the same number; fields may be added, never renamed or removed without raising it.
//! They hold finished text and hrefs only: a template formats, it never looks anything up.
//! `ARCHITECTURE.md` has the table for theme authors.

mod glossary;
pub mod identity;
pub mod ladder;
mod lists;
mod mentions;

use std::borrow::Cow;

use serde::Serialize;

pub use glossary::{GlossaryTermView, GlossaryView, PageTermView};
use identity::{AnnouncementView, IdentityView, SiteLinkView, SocialView, TabView};
pub use lists::{MapRowView, MapView, PathView, StopView, TagView, TaggedPageView, TaggedView};
pub use mentions::{
    MentionedPlaceView, MentioningPageView, MentioningSectionView, MentionsView, SentenceView,
};

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
    /// Links for the foot of each page.
    pub links: Vec<SiteLinkView>,
    /// Profiles and channels.
    pub social: Vec<SocialView>,
    /// The line above every page.
    pub announcement: Option<AnnouncementView>,
    /// Logo, icons and what else the project sets of how pages look.
    pub identity: IdentityView,
    /// Name and version of the generator, for `<meta name="generator">`.
    pub generator: String,
    /// The generated lists that readers look for: reading paths, tags, the glossary, the map.
    pub lists: Vec<ListView>,
    /// Over how many files the previews of links are spread; 0 when there are none.
    pub previews: u32,
    /// `[extra]` of the configuration, as written.
    pub extra: serde_json::Value,
}

/// Where to search: `search` in templates, `none` when the handbook has no search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// Href of the page to search on.
    pub href: String,
    /// Href of the first file of the index.
    pub index: String,
}

/// A generated list.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// Its title.
    pub title: String,
    /// Its address from the root, to put behind `root`.
    pub path: String,
}

/// The page being rendered: `page` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct PageView<'a> {
    /// Title as plain text.
    pub title: &'a str,
    /// One sentence, for search engines and previews: the author's own or, failing that, the
    /// beginning of the text; or empty.
    pub description: Cow<'a, str>,
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
    /// That heading as HTML, for a template that has something to put behind it; empty where there is none.
    pub heading: &'a str,
    /// The body without that heading; empty where there is none.
    pub text: &'a str,
    /// Whether a view of a ladder is in the body, so that it needs the style and script of such.
    pub has_ladder: bool,
    /// Whether reading paths are in the body, so that it needs the style of such.
    pub has_paths: bool,
    /// The headings of levels 2 and 3, nested.
    pub toc: Vec<TocView<'a>>,
    /// From the home page down to the parent of this page; empty on the home page.
    pub breadcrumbs: Vec<LinkView<'a>>,
    /// The page before this one in reading order.
    pub previous: Option<LinkView<'a>>,
    /// The page after this one in reading order.
    pub next: Option<LinkView<'a>>,
    /// BCP 47 tag of the language of the page: its own, or that of the handbook. It may be empty on
    /// a generated page, which is in the handbook's.
    pub language: &'a str,
    /// Where to say something about the page, when the configuration has an address template.
    pub feedback_url: Option<String>,
    /// The absolute address of the page's card, when cards are drawn.
    pub card_url: Option<String>,
    /// The way down to the page as JSON-LD for search engines, safe between `<script>` tags; only with
    /// a base address, because its addresses are absolute.
    pub structured_data: Option<String>,
    /// The smallest document to print that holds the page; its title is that of its folder.
    pub print: Option<LinkView<'a>>,
    /// Where to edit the source, when the configuration has an address template.
    pub edit_url: Option<String>,
    /// The source from the project's root, such as `content/vision/triggers.md`; empty when the
    /// page has none.
    pub source: &'a str,
    /// Tags in the order of the front matter.
    pub tags: Vec<&'a str>,
    /// Who looks after the page, or empty.
    pub owner: &'a str,
    /// The day by which it should be looked at again, as `2027-04-01`, or empty.
    pub review_by: &'a str,
    /// The day on which it was changed last, as `2026-04-01`, or empty when nobody knows.
    pub updated: &'a str,
    /// Where it is as Markdown, when it is.
    pub markdown: Option<String>,
    /// Where the feed of changed pages is, when there is one.
    pub feed: Option<String>,
    /// Whether the page is a draft.
    pub draft: bool,
    /// Words in the body.
    pub words: usize,
    /// Minutes to read the body at 200 words a minute, at least one.
    pub minutes: usize,
    /// The pages of its tags, in the order of the front matter.
    pub tag_links: Vec<LinkView<'a>>,
    /// Pages that have to do with this one, most first.
    pub related: Vec<RelatedView<'a>>,
    /// The reading paths that lead over this page.
    pub paths: Vec<PathPlaceView<'a>>,
    /// Terms that are linked in the body.
    pub terms: Vec<PageTermView<'a>>,
    /// Whether the terms of the handbook are in the body.
    pub has_glossary: bool,
    /// Links from other pages, where there are any.
    pub mentions: Option<MentionsView>,
    /// `extra` of the front matter, as written.
    pub extra: &'a serde_json::Value,
}

/// A page that has to do with the one being rendered.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Where it is, from the page being rendered.
    pub href: String,
    /// What both have: tags and the titles of pages that both link to, the rarest first.
    pub shares: Vec<&'a str>,
}

/// A reading path as a page on it shows it.
#[derive(Debug, Clone, Serialize)]
pub struct PathPlaceView<'a> {
    /// Its name in addresses: links along it end in `?path=` and this.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Where its own page is, from the page being rendered.
    pub href: String,
    /// Which stop this page is, from 1.
    pub position: usize,
    /// How many stops it has.
    pub stops: usize,
    /// The stop before this page, as a link along the path.
    pub previous: Option<LinkView<'a>>,
    /// The stop after this page, as a link along the path.
    pub next: Option<LinkView<'a>>,
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
            description: Cow::Borrowed(""),
            lead: "",
            kind,
            path,
            url: None,
            content: "",
            has_heading: false,
            heading: "",
            text: "",
            has_ladder: false,
            has_paths: false,
            toc: Vec::new(),
            breadcrumbs: Vec::new(),
            previous: None,
            next: None,
            language: "",
            feedback_url: None,
            card_url: None,
            structured_data: None,
            print: None,
            edit_url: None,
            source: "",
            tags: Vec::new(),
            owner: "",
            review_by: "",
            updated: "",
            markdown: None,
            feed: None,
            draft: false,
            words: 0,
            minutes: 0,
            tag_links: Vec::new(),
            related: Vec::new(),
            paths: Vec::new(),
            terms: Vec::new(),
            has_glossary: false,
            mentions: None,
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
    pub description: Cow<'a, str>,
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
    /// Tabs across the head of the page, as configured.
    pub tabs: Vec<TabView<'a>>,
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
