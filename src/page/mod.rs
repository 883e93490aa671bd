//! Outputs as data: which pages exist, and where.
//!
//! [`plan`] gives every chapter, asset and redirect its [`Route`]. This module is the only place
//! that builds a URL path, and [`href`](Route::href_to) the only way from one page to another. It
//! deliberately knows nothing of templates.

pub mod around;
mod looks;
mod moves;
pub mod preview;
mod route;
pub mod view;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::config::{AssetPolicy, Config, Previews, UrlStyle};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::handbook::ladders;
use crate::handbook::special::SpecialId;
use crate::handbook::{AssetHome, Chapter, ChapterId, DocumentId, Handbook, Target};
use crate::identity::{File, Identity};
use crate::search;
use crate::settings::Spanned;
use crate::source::SourcePath;

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
    /// Returns whether it is a page that readers may look for: one with a text of its own.
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Chapter(_) | Self::Special(_))
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
    let search = config.search.is_enabled.then(|| claims.search()).unwrap_or_default();
    let preview_shards = claims.previews(config);
    claims.aliases(config.url_style);
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

/// Outputs claimed so far, by the file that they are written to.
struct Claims<'a> {
    handbook: &'a Handbook,
    outputs: BTreeMap<String, Page>,
    diagnostics: Vec<Diagnostic>,
}

impl Claims<'_> {
    fn claim(&mut self, route: &Route, kind: PageKind) {
        if route.is_reserved() {
            let message =
                format!("nothing can be published at `/{}`: it is for Daring itself", route.as_str());
            let report = Diagnostic::new(Code::PageDuplicateRoute, message);
            let report = match source_of(self.handbook, kind) {
                Some(path) => report.in_file(&path, None, ""),
                None => report,
            };
            self.diagnostics.push(report.help("rename it, or give it another `slug` or `permalink`"));
            return;
        }
        if let Some(other) = self.outputs.get(&route.output()) {
            self.diagnostics.push(clash(self.handbook, route, kind, other.kind));
            return;
        }
        self.outputs.insert(route.output(), Page { route: route.clone(), kind });
    }

    /// Claims the exports of every ladder, and returns where they are.
    fn ladders(&mut self) -> Vec<[Route; 3]> {
        let mut exports = Vec::new();
        for (index, placed) in self.handbook.ladders().iter().enumerate() {
            let id = placed.ladder.framework.id.as_str();
            let routes = ExportFormat::ALL
                .map(|format| Route::of_file(&format!("ladders/{id}/{}", format.file_name())));
            for (route, format) in routes.iter().zip(ExportFormat::ALL) {
                self.claim(route, PageKind::LadderExport(index, format));
            }
            exports.push(routes);
        }
        if !exports.is_empty() {
            self.claim(&Route::of_file(SCHEMA), PageKind::LadderSchema);
        }
        exports
    }

    /// Claims the files of the search index, and returns where they are.
    fn search(&mut self) -> FxHashMap<search::File, Route> {
        let mut routes = FxHashMap::default();
        for file in search::Plan::of(self.handbook.chapters.len()).files() {
            let route = Route::of_file(&format!("search/{}", file.name()));
            self.claim(&route, PageKind::Search(file));
            routes.insert(file, route);
        }
        routes
    }

    /// Claims the files of previews, and returns how many there are.
    fn previews(&mut self, config: &Config) -> u32 {
        let shards = if config.previews == Previews::On { preview::shards(self.handbook) } else { 0 };
        for shard in 0..shards {
            self.claim(&Route::of_file(&format!("previews/{shard}.json")), PageKind::Previews(shard));
        }
        shards
    }

    /// Claims former addresses.
    fn aliases(&mut self, style: UrlStyle) {
        let mut first: FxHashMap<String, (SourcePath, Spanned<String>)> = FxHashMap::default();
        for (index, chapter) in self.handbook.chapters.iter().enumerate() {
            let Some(document) = self.handbook.document(chapter) else { continue };
            for alias in &document.file.front_matter.aliases {
                let route = match Route::of_alias(&alias.value, style) {
                    Ok(route) => route,
                    Err(reason) => {
                        let message = format!("`{}` cannot be a former address: {reason}", alias.value);
                        self.diagnostics.push(
                            Diagnostic::new(Code::FrontMatterValue, message)
                                .in_file(&document.path, Some(alias.span), "")
                                .help("write the path of the address from the root, such as `/old/place/`"),
                        );
                        continue;
                    }
                };
                let output = route.output();
                if let Some((path, earlier)) = first.get(&output) {
                    let report = Diagnostic::new(
                        Code::PageDuplicateAlias,
                        format!("two pages claim the former address `/{}`", route.as_str()),
                    )
                    .in_file(&document.path, Some(alias.span), "claimed again here")
                    .also(path, Some(earlier.span), "first claimed here");
                    self.diagnostics.push(report.help("remove it from one of the two"));
                    continue;
                }
                if let Some(other) = self.outputs.get(&output) {
                    if other.kind == PageKind::Chapter(chapter_id(self.handbook, index)) {
                        continue; // A page may list its own address, as when it moved back.
                    }
                    let mut report = Diagnostic::new(
                        Code::PageDuplicateRoute,
                        format!("the former address `/{}` is in use", route.as_str()),
                    )
                    .in_file(&document.path, Some(alias.span), "this alias");
                    if let Some(path) = source_of(self.handbook, other.kind) {
                        report = report.also(&path, None, "is published there");
                    }
                    self.diagnostics.push(report.help("remove the alias, or move the other page"));
                    continue;
                }
                first.insert(output.clone(), (document.path.clone(), alias.clone()));
                let id = chapter_id(self.handbook, index);
                self.outputs.insert(output, Page { route, kind: PageKind::Redirect(id) });
            }
        }
    }

    /// Reports files that stand where a folder has to be: `vision` beside `vision/index.html`.
    fn folders_in_place_of_files(&mut self) {
        for (output, page) in &self.outputs {
            for (slash, _) in output.match_indices('/') {
                if let Some(file) = self.outputs.get(&output[..slash]) {
                    self.diagnostics.push(clash(self.handbook, &page.route, page.kind, file.kind));
                }
            }
        }
    }
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

fn clash(handbook: &Handbook, route: &Route, kind: PageKind, other: PageKind) -> Diagnostic {
    let message = format!("two sources would be published at `/{}`", route.as_str());
    let report = Diagnostic::new(Code::PageDuplicateRoute, message);
    let generated = [kind, other].into_iter().find_map(generated);
    let report = match (source_of(handbook, kind), source_of(handbook, other)) {
        (Some(ladder), Some(that)) if ladder == that => {
            let report = report.in_file(&ladder, None, "");
            let help = "give what is declared there another `id`: every ladder has pages `levels`, \
                        `competencies`, `changes` and `compare` of its own";
            return report.help(help);
        }
        (Some(this), Some(that)) => report.in_file(&this, None, "this one").also(&that, None, "and this one"),
        (Some(only), None) | (None, Some(only)) => report.in_file(&only, None, "this one"),
        (None, None) => report,
    };
    let report =
        generated.into_iter().fold(report, |report, what| report.help(format!("the other is {what}")));
    report.help("rename one of the two, or give it a `slug` in its front matter")
}

/// What an output without a source is, for messages.
fn generated(kind: PageKind) -> Option<&'static str> {
    match kind {
        PageKind::Special(_) => Some("a page that Daring makes"),
        PageKind::NotFound => Some("the page for unknown addresses"),
        PageKind::ThemeAsset(_) => Some("a file of the theme"),
        PageKind::LadderSchema => Some("the schema of exported ladders"),
        PageKind::LadderExport(..) => Some("a ladder as data"),
        PageKind::Identity(_) => Some("an icon or style sheet of the identity"),
        PageKind::Search(_) => Some("a file of the search index"),
        PageKind::Moves(file) => Some(file.describe()),
        PageKind::Previews(_) => Some("a file of previews"),
        PageKind::Around(_) => Some("a file around the pages"),
        PageKind::Chapter(_) | PageKind::Redirect(_) | PageKind::Asset(_) => None,
    }
}

/// Reports addresses that are one on file systems which ignore upper and lower case.
fn case_clashes(handbook: &Handbook, outputs: &BTreeMap<String, Page>) -> Vec<Diagnostic> {
    let mut folded: FxHashMap<String, &Page> = FxHashMap::default();
    let mut reports = Vec::new();
    for (output, page) in outputs {
        let Some(first) = folded.insert(output.to_lowercase(), page) else { continue };
        let message = format!(
            "`/{}` and `/{}` differ only in upper and lower case",
            first.route.as_str(),
            page.route.as_str()
        );
        let mut report = Diagnostic::new(Code::PageRouteCase, message);
        if let Some(path) = source_of(handbook, page.kind) {
            report = report.in_file(&path, None, "this one");
        }
        if let Some(path) = source_of(handbook, first.kind) {
            report = report.also(&path, None, "and this one");
        }
        reports.push(report.help("rename one of the two: many file systems would keep only one"));
    }
    reports
}

fn source_of(handbook: &Handbook, kind: PageKind) -> Option<SourcePath> {
    match kind {
        PageKind::Chapter(id) | PageKind::Redirect(id) => {
            // A folder without a page of its own is there because of what lies in it.
            let mut chapter: &Chapter = handbook.chapter(id);
            while handbook.document(chapter).is_none() {
                if let Some(view) = &chapter.view {
                    return handbook.ladders()[view.ladder].folder.join(ladders::FILE_NAME).ok();
                }
                chapter = handbook.chapter(*chapter.children.first()?);
            }
            handbook.document(chapter).map(|document| document.path.clone())
        }
        PageKind::Asset(index) => Some(handbook.assets[index].path.clone()),
        PageKind::LadderExport(index, _) => handbook.ladders()[index].folder.join(ladders::FILE_NAME).ok(),
        PageKind::Special(_)
        | PageKind::NotFound
        | PageKind::ThemeAsset(_)
        | PageKind::LadderSchema
        | PageKind::Identity(_)
        | PageKind::Search(_)
        | PageKind::Moves(_)
        | PageKind::Previews(_)
        | PageKind::Around(_) => None,
    }
}
