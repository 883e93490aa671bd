//! Outputs as data: which pages exist, and where.
//!
//! [`plan`] gives every chapter, asset and redirect its [`Route`]. This module is the only place
//! that builds a URL path, and [`href`](Route::href_to) the only way from one page to another. It
//! deliberately knows nothing of templates.

pub mod around;
mod claims;
mod looks;
mod moves;
pub mod preview;
mod route;
pub mod view;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::config::{AssetPolicy, Config};
use crate::diagnostic::Checked;
use crate::handbook::special::{SpecialId, SpecialKind};
use crate::handbook::{AssetHome, ChapterId, DocumentId, Handbook, Target};
use crate::identity::{File, Identity};
use crate::search;

use claims::{Claims, case_clashes};

pub use around::AroundFile;
pub use looks::{ICON_SIDES, IdentityFile, Looks, is_raster};
pub use moves::MovesFile;
pub use route::{Route, along, base_path};

/// One output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it is.
    pub route: Route,
    /// What it is made of.
    pub kind: PageKind,
}

/// What an output is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A chapter, rendered through a template.
    Chapter(ChapterId),
    /// A generated page that is no chapter.
    Special(SpecialId),
    /// What readers get for an address that does not exist.
    NotFound,
    /// A former address of a chapter.
    Redirect(ChapterId),
    /// A file of the content or static folder, by index into [`Handbook::assets`].
    Asset(usize),
    /// A file of the theme, by index into its assets.
    ThemeAsset(usize),
    /// A ladder as data, by index into [`Handbook::ladders`].
    LadderExport(usize, ExportFormat),
    /// The JSON Schema of exported ladders.
    LadderSchema,
    /// What follows from the identity.
    Identity(IdentityFile),
    /// A file of the search index.
    Search(search::File),
    /// What others need to know of addresses, present and former.
    Moves(MovesFile),
    /// Previews of pages and places, for scripts: one of the files that they are spread over.
    Previews(u32),
    /// A file that is made of what is published beside it.
    Around(AroundFile),
}

impl PageKind {
    /// Returns whether it is a page that readers may look for: one with a text of its own. What a
    /// document to print says is on other pages.
    pub fn is_listed(self, handbook: &Handbook) -> bool {
        match self {
            Self::Chapter(_) => true,
            Self::Special(id) => !matches!(handbook.special(id).kind, SpecialKind::Print(_)),
            _ => false,
        }
    }

    /// Returns whether it is a page that a template renders.
    pub fn is_templated(self) -> bool {
        matches!(self, Self::Chapter(_) | Self::Special(_) | Self::NotFound | Self::Redirect(_))
    }
}

/// How a ladder is written as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportFormat {
    /// Everything, as JSON.
    Json,
    /// Everything, a line for each statement, as CSV.
    Long,
    /// Levels by competencies as CSV, for spreadsheets.
    Wide,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Json, Self::Long, Self::Wide];

    /// Returns the name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Json => "ladder.json",
            Self::Long => "ladder.csv",
            Self::Wide => "matrix.csv",
        }
    }
}

/// Where the schema of exported ladders is, with the version of the format.
const SCHEMA: &str = "ladders/schema-1.json";

/// All outputs of a site.
#[derive(Debug, Default)]
pub struct Pages {
    /// Every output, by rising route.
    pub pages: Vec<Page>,
    chapters: Vec<Route>,
    specials: Vec<Route>,
    assets: Vec<Option<Route>>,
    theme_assets: FxHashMap<String, Route>,
    /// For each ladder, where it is as data, in the order of [`ExportFormat::ALL`].
    exports: Vec<[Route; 3]>,
    /// Where what follows from the identity is.
    pub looks: Looks,
    search: FxHashMap<search::File, Route>,
    /// Where each chapter is as Markdown, when it is.
    twins: Vec<Option<Route>>,
    feed: Option<Route>,
    by_output: FxHashMap<String, usize>,
    preview_shards: u32,
}

impl Pages {
    /// Returns over how many files previews are spread; 0 when there are none.
    pub fn preview_shards(&self) -> u32 {
        self.preview_shards
    }

    /// Returns where a chapter is.
    pub fn chapter(&self, id: ChapterId) -> &Route {
        &self.chapters[id.index()]
    }

    /// Returns where a generated page that is no chapter is.
    pub fn special(&self, id: SpecialId) -> &Route {
        &self.specials[id.index()]
    }

    /// Returns where a list is: the generated page, or the one that an author wrote in its place.
    pub fn list(&self, handbook: &Handbook, kind: SpecialKind) -> Option<&Route> {
        let own = || handbook.own_page_of(kind).map(|id| self.chapter(id));
        handbook.special_of(kind).map(|id| self.special(id)).or_else(own)
    }

    /// Returns where an asset is; `None` when it is not published.
    pub fn asset(&self, index: usize) -> Option<&Route> {
        self.assets[index].as_ref()
    }

    /// Returns where a file of the theme is.
    pub fn theme_asset(&self, name: &str) -> Option<&Route> {
        self.theme_assets.get(name)
    }

    /// Returns where a ladder is as data.
    pub fn export(&self, ladder: usize, format: ExportFormat) -> &Route {
        &self.exports[ladder][format as usize]
    }

    /// Returns where the home page is.
    pub fn home(&self) -> &Route {
        &self.chapters[0]
    }

    /// Returns where a file of the search index is; `None` when there is no search.
    pub fn search(&self, file: search::File) -> Option<&Route> {
        self.search.get(&file)
    }

    /// Returns where a chapter is as Markdown, when it is.
    pub fn twin(&self, id: ChapterId) -> Option<&Route> {
        self.twins[id.index()].as_ref()
    }

    /// Returns where what is published at a route is as Markdown; the route itself when it is not.
    pub fn twin_of<'a>(&'a self, route: &'a Route) -> &'a Route {
        let twin = match self.by_output(&route.output()).map(|page| page.kind) {
            Some(PageKind::Chapter(id)) => self.twin(id),
            _ => None,
        };
        twin.unwrap_or(route)
    }

    /// Returns where the feed of changed pages is, when there is one.
    pub fn feed(&self) -> Option<&Route> {
        self.feed.as_ref()
    }

    /// Returns the output that is written to this file, such as `vision/index.html`.
    pub fn by_output(&self, output: &str) -> Option<&Page> {
        self.by_output.get(output).map(|index| &self.pages[*index])
    }

    /// Returns the index of the output that is written to this file.
    pub fn index_of_output(&self, output: &str) -> Option<usize> {
        self.by_output.get(output).copied()
    }

    /// Returns how many pages a reader can open: chapters, generated pages and the one for unknown
    /// addresses.
    pub fn page_count(&self) -> usize {
        self.pages
            .iter()
            .filter(|page| {
                matches!(page.kind, PageKind::Chapter(_) | PageKind::Special(_) | PageKind::NotFound)
            })
            .count()
    }
}

/// Decides which outputs exist and where. `theme_assets` are the files of the theme by name, and
/// the folder that holds them.
pub fn plan(
    handbook: &Handbook,
    config: &Config,
    identity: &Identity,
    theme_assets: &[(String, String)],
) -> Checked<Pages> {
    let mut claims = Claims { handbook, outputs: BTreeMap::new(), diagnostics: Vec::new() };
    let chapters: Vec<Route> =
        handbook.chapters.iter().map(|chapter| Route::of_chapter(chapter, config.url_style)).collect();
    for (index, route) in chapters.iter().enumerate() {
        claims.claim(route, PageKind::Chapter(chapter_id(handbook, index)));
    }
    let specials: Vec<Route> =
        handbook.specials().iter().map(|special| Route::of_special(&special.key, config.url_style)).collect();
    for (index, route) in specials.iter().enumerate() {
        claims.claim(route, PageKind::Special(SpecialId::from_index(index, handbook)));
    }
    claims.claim(&Route::not_found(), PageKind::NotFound);
    let mut linked = linked_assets(handbook);
    for file in identity.files() {
        if let File::Asset(index) = file {
            linked[*index] = true;
        }
    }
    let mut assets = Vec::with_capacity(handbook.assets.len());
    for (index, asset) in handbook.assets.iter().enumerate() {
        let is_published =
            config.assets == AssetPolicy::All || asset.home == AssetHome::Static || linked[index];
        let route = is_published.then(|| Route::of_file(asset.name.as_str()));
        if let Some(route) = &route {
            claims.claim(route, PageKind::Asset(index));
        }
        assets.push(route);
    }
    let mut theme_routes = FxHashMap::default();
    for (index, (name, path)) in theme_assets.iter().enumerate() {
        let route = Route::of_file(path);
        claims.claim(&route, PageKind::ThemeAsset(index));
        theme_routes.insert(name.clone(), route);
    }
    let exports = claims.ladders();
    let looks = claims.looks(config, identity, |file| match file {
        File::Asset(index) => assets[*index].as_ref(),
        File::Theme(name) => theme_routes.get(&**name),
    });
    let search = if config.search.is_enabled { claims.search() } else { FxHashMap::default() };
    let preview_shards = claims.previews(config);
    claims.aliases(config.url_style);
    claims.tombstones(config.url_style);
    claims.moves();
    claims.folders_in_place_of_files();
    let clashes = case_clashes(handbook, &claims.outputs);
    let around = claims.around(config, &chapters);
    let Claims { outputs, mut diagnostics, .. } = claims;
    diagnostics.extend(clashes);
    let pages: Vec<Page> = outputs.into_values().collect();
    let by_output = pages.iter().enumerate().map(|(index, page)| (page.route.output(), index)).collect();
    let around::Claimed { twins, feed } = around;
    let value = Pages {
        pages,
        chapters,
        specials,
        assets,
        theme_assets: theme_routes,
        exports,
        looks,
        search,
        preview_shards,
        twins,
        feed,
        by_output,
    };
    Checked { value, diagnostics }
}

fn chapter_id(handbook: &Handbook, index: usize) -> ChapterId {
    ChapterId::from_index(index, handbook)
}

/// Which assets a page refers to.
fn linked_assets(handbook: &Handbook) -> Vec<bool> {
    let mut linked = vec![false; handbook.assets.len()];
    for index in 0..handbook.documents.len() {
        for target in handbook.targets(DocumentId::from_index(index, handbook)) {
            if let Target::Asset { index, .. } = target {
                linked[*index as usize] = true;
            }
        }
    }
    linked
}
