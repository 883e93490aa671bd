//! `routes.json`: the addresses and anchors of one publication.
//!
//! Readers keep addresses: in bookmarks, in chats, in other sites. The next publication is held
//! against this list, so its form is a contract with a version.

use serde::{Deserialize, Serialize};

use crate::handbook::{Chapter, ChapterId, Handbook, ladders};
use crate::page::{Page, PageKind};
use crate::site::Site;
use crate::source::SourcePath;

/// The version of the form. Fields may be added within one, never renamed or removed.
pub const VERSION: u64 = 1;

/// Every address of a publication that a reader may keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    /// Pages, by rising path.
    pub pages: Vec<RoutePage>,
    /// Former addresses, by rising path.
    pub redirects: Vec<Redirect>,
}

/// A page and its anchors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutePage {
    /// Its address from the root of the site: no `/` in front, not percent-encoded, empty for the
    /// home page.
    pub path: String,
    /// What it is, whatever it is called and wherever it is published: its file, from the content
    /// folder; `folder:KEY` for a folder without one; `ladder:ID/…` for a page of a ladder;
    /// `special:KEY` for any other that is made.
    pub id: String,
    /// Its title. Only good for suggestions.
    #[serde(default)]
    pub title: String,
    /// Its anchors, sorted.
    #[serde(default)]
    pub anchors: Vec<String>,
}

/// A former address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// The former address, as [`RoutePage::path`].
    pub from: String,
    /// The path of the page that it leads to.
    pub to: String,
}

/// Returns the addresses of a site.
pub fn of(site: &Site) -> Routes {
    let mut routes = Routes::default();
    for page in &site.pages.pages {
        match page.kind {
            PageKind::Chapter(id) => routes.pages.push(of_chapter(site, page, id)),
            PageKind::Special(id) => {
                let special = &site.handbook.specials()[id.index()];
                let anchors = special.anchors.iter().map(|anchor| anchor.to_string());
                routes.pages.push(RoutePage {
                    path: page.route.as_str().to_owned(),
                    id: format!("special:{}", special.key.as_str()),
                    title: site.handbook.title_of(special).to_owned(),
                    anchors: sorted(anchors),
                });
            }
            PageKind::Redirect(id) => routes.redirects.push(Redirect {
                from: page.route.as_str().to_owned(),
                to: site.pages.chapter(id).as_str().to_owned(),
            }),
            _ => {}
        }
    }
    routes.pages.sort_by(|a, b| a.path.cmp(&b.path));
    routes.redirects.sort_by(|a, b| a.from.cmp(&b.from));
    routes
}

fn of_chapter(site: &Site, page: &Page, id: ChapterId) -> RoutePage {
    let chapter = site.handbook.chapter(id);
    let of_terms = site.handbook.term_anchors(id).iter().map(|anchor| anchor.to_string());
    let anchors = match (&chapter.anchors, site.handbook.document(chapter)) {
        (Some(anchors), _) => sorted(anchors.iter().map(|anchor| anchor.to_string())),
        (None, Some(document)) => {
            sorted(document.file.outline.anchor_names().map(str::to_owned).chain(of_terms))
        }
        (None, None) => Vec::new(),
    };
    RoutePage {
        path: page.route.as_str().to_owned(),
        id: identity(&site.handbook, &site.config.content, chapter),
        title: chapter.title.to_string(),
        anchors,
    }
}

fn sorted(anchors: impl Iterator<Item = String>) -> Vec<String> {
    let mut anchors: Vec<String> = anchors.collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

fn identity(handbook: &Handbook, content: &SourcePath, chapter: &Chapter) -> String {
    if let Some(view) = &chapter.view {
        return ladders::identity(handbook.ladders(), view);
    }
    match handbook.document(chapter) {
        Some(document) => document.path.below(content).unwrap_or(document.path.as_str()).to_owned(),
        None => format!("folder:{}", chapter.key.as_str()),
    }
}

/// Why a text is no list of routes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRoutes {
    /// It is not what the form asks for.
    Form(String),
    /// It is of a version that this program does not know.
    Version(u64),
}

#[derive(Deserialize)]
struct Written {
    version: u64,
    #[serde(default)]
    pages: Vec<RoutePage>,
    #[serde(default)]
    redirects: Vec<Redirect>,
}

impl Routes {
    /// Returns the list as JSON, a line for each address, so that it can be compared by eye.
    pub fn to_json(&self) -> String {
        let mut json = format!("{{\n\"version\": {VERSION},\n\"pages\": [");
        lines(&mut json, &self.pages);
        json.push_str("],\n\"redirects\": [");
        lines(&mut json, &self.redirects);
        json.push_str("]\n}\n");
        json
    }

    /// Reads such a list.
    ///
    /// # Errors
    /// When the text is no JSON of this form, or of a later version.
    ///
    /// ```
    /// use daring::moves::routes::{NotRoutes, Routes};
    ///
    /// let json = r#"{ "version": 1, "pages": [{ "path": "a/", "id": "a.md", "anchors": ["x"] }] }"#;
    /// assert_eq!(Routes::parse(json).unwrap().pages[0].anchors, ["x"]);
    /// assert_eq!(Routes::parse(r#"{ "version": 2 }"#), Err(NotRoutes::Version(2)));
    /// ```
    pub fn parse(json: &str) -> Result<Self, NotRoutes> {
        let form = |error: serde_json::Error| NotRoutes::Form(error.to_string());
        let value: serde_json::Value =
            serde_json::from_str(json.strip_prefix('\u{feff}').unwrap_or(json)).map_err(form)?;
        let version = value.get("version").and_then(serde_json::Value::as_u64);
        if let Some(later) = version.filter(|version| *version > VERSION) {
            return Err(NotRoutes::Version(later));
        }
        let written: Written = serde_json::from_value(value).map_err(form)?;
        debug_assert!(written.version <= VERSION, "later versions were refused");
        Ok(Self { pages: written.pages, redirects: written.redirects })
    }
}

fn lines<T: Serialize>(json: &mut String, entries: &[T]) {
    for (at, entry) in entries.iter().enumerate() {
        json.push_str(if at == 0 { "\n" } else { ",\n" });
        json.push_str(&serde_json::to_string(entry).expect("texts are JSON"));
    }
    if !entries.is_empty() {
        json.push('\n');
    }
}
