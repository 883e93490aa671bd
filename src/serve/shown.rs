//! What is shown now, and its pages, each rendered when it is first asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use rustc_hash::FxHashMap;
use tokio::sync::OnceCell;

use super::renderer::Renderer;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::handbook::percent_decode;
use crate::page::{PageKind, Route};
use crate::site::Site;
use crate::source::SourcePath;
use crate::theme::{AssetContent, ThemeAsset};
use crate::workspace::glance::Glance;

/// How many rendered pages are kept until the next change.
const KEPT_PAGES: usize = 64;

/// The state of everything. Each change makes a new one.
pub(super) struct Current {
    /// The project's root.
    pub(super) root: PathBuf,
    /// The site; `None` until there is one.
    pub(super) shown: Option<Arc<Shown>>,
    /// What there is to show while the project is read for the first time.
    pub(super) early: Option<Arc<Shown>>,
    /// Whether the project was looked at yet.
    pub(super) is_ready: bool,
    /// What was found, without what rendering finds.
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    /// Whether the site is older than the files.
    pub(super) is_blocked: bool,
    /// Why the project cannot be read at all.
    pub(super) trouble: Option<String>,
    /// The page that was edited last, and how many edits there were.
    pub(super) edited: (u64, Option<SourcePath>),
    /// Sources whose text is now found under another name, as of the last such change.
    pub(super) renamed: Vec<(SourcePath, SourcePath)>,
    /// Files that are published as they are and have new bytes, and how many times there were any.
    pub(super) touched: (u64, Vec<SourcePath>),
}

/// A site, and what was rendered of it.
pub(super) struct Shown {
    /// Rises with every site.
    pub(super) version: u64,
    pub(super) site: Arc<Site>,
    /// The path that the site is served under, with a `/` at both ends.
    pub(super) base: String,
    /// The chapters of sources.
    chapters: OnceLock<FxHashMap<SourcePath, Route>>,
    /// What pages are made from, when the site is one of heads.
    glance: Option<Glance>,
    rendered: Mutex<FxHashMap<usize, Arc<OnceCell<Rendered>>>>,
}

/// A page as it is published.
#[derive(Clone)]
pub(super) struct Rendered {
    /// Its bytes; none when it could not be rendered.
    pub(super) html: Option<Bytes>,
    /// What rendering found.
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
}

/// What a request leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// An output, by its index.
    Page(usize),
    /// Another address, as it is written in a header.
    Elsewhere(String),
    /// Nothing that is published.
    Nothing,
}

impl Current {
    /// What is known before anything was read.
    pub(super) fn before(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            shown: None,
            early: None,
            is_ready: false,
            diagnostics: Arc::default(),
            is_blocked: false,
            trouble: None,
            edited: (0, None),
            renamed: Vec::new(),
            touched: (0, Vec::new()),
        }
    }
}

impl Shown {
    pub(super) fn new(site: Arc<Site>, version: u64) -> Self {
        Self {
            version,
            base: base_of(&site.config),
            chapters: OnceLock::new(),
            glance: None,
            rendered: Mutex::default(),
            site,
        }
    }

    /// What is shown until the whole site is there.
    pub(super) fn early(glance: Glance, version: u64) -> Self {
        let site = Arc::clone(glance.site());
        Self { glance: Some(glance), ..Self::new(site, version) }
    }

    /// Returns what the path of a request leads to, as on a static server. Only outputs are ever
    /// found: the path is looked up, not opened.
    pub(super) fn find(&self, path: &str) -> Found {
        let decoded = percent_decode(path);
        let base = percent_decode(&self.base);
        let Some(below) = decoded.strip_prefix(&*base) else {
            let is_above = decoded == "/" || format!("{decoded}/") == base;
            return if is_above { Found::Elsewhere(self.base.clone()) } else { Found::Nothing };
        };
        let is_folder = below.is_empty() || below.ends_with('/');
        let output = if is_folder { format!("{below}index.html") } else { below.to_owned() };
        if let Some(index) = self.site.pages.index_of_output(&output) {
            return Found::Page(index);
        }
        match self.site.pages.index_of_output(&format!("{below}/index.html")) {
            Some(index) if !is_folder => {
                let route = &self.site.pages.pages[index].route;
                let address = route.absolute(&self.base);
                let folder = address.strip_suffix("index.html").unwrap_or(&address);
                Found::Elsewhere(folder.to_owned())
            }
            _ => Found::Nothing,
        }
    }

    /// Returns the address of the page for unknown addresses.
    pub(super) fn not_found(&self) -> Option<usize> {
        self.site.pages.index_of_output("404.html")
    }

    /// Returns whether an output of an early site is known without being rendered.
    pub(super) fn is_known(&self, index: usize) -> bool {
        self.glance.as_ref().is_none_or(|glance| glance.publishes(index))
    }

    /// Returns the source of a page.
    pub(super) fn source_of(&self, index: usize) -> Option<&SourcePath> {
        let PageKind::Chapter(id) = self.site.pages.pages[index].kind else { return None };
        let handbook = &self.site.handbook;
        handbook.document(handbook.chapter(id)).map(|document| &document.path)
    }

    /// Returns the address of the page of a source.
    pub(super) fn address_of(&self, source: &SourcePath) -> Option<String> {
        let chapters = self.chapters.get_or_init(|| {
            let handbook = &self.site.handbook;
            let chapters = self.site.pages.pages.iter().filter_map(|page| {
                let PageKind::Chapter(id) = page.kind else { return None };
                Some((handbook.document(handbook.chapter(id))?.path.clone(), page.route.clone()))
            });
            chapters.collect()
        });
        chapters.get(source).map(|route| route.absolute(&self.base))
    }

    /// Returns the address of a file that is published as it is, of the theme or of the content.
    pub(super) fn address_of_file(&self, source: &SourcePath) -> Option<String> {
        let pages = &self.site.pages;
        let asset = self.site.handbook.assets.iter().position(|asset| asset.path == *source);
        let of_theme = || {
            let is_it =
                |asset: &&ThemeAsset| matches!(&asset.content, AssetContent::File(path) if path == source);
            self.site.theme.assets().iter().find(is_it).and_then(|asset| pages.theme_asset(&asset.name))
        };
        let route = asset.and_then(|index| pages.asset(index)).or_else(of_theme)?;
        Some(route.absolute(&self.base))
    }

    /// Returns a page, rendering it if nobody has yet.
    pub(super) async fn page(self: &Arc<Self>, index: usize, renderer: &Arc<Renderer>) -> Rendered {
        let cell = {
            let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
            if rendered.len() >= KEPT_PAGES && !rendered.contains_key(&index) {
                // Some page that nobody waits for: those that somebody waits for are kept alive by
                // them.
                rendered.clear();
            }
            Arc::clone(rendered.entry(index).or_default())
        };
        if !cell.initialized()
            && let Some(refusal) = renderer.refusal(self, index)
        {
            return refusal;
        }
        cell.get_or_init(|| renderer.render(self, index)).await.clone()
    }

    /// Returns the site that a page is rendered from; `None` when it cannot be told yet.
    pub(super) fn site_of(&self, index: usize) -> Option<Arc<Site>> {
        match &self.glance {
            Some(glance) => glance.with_page(index),
            None => Some(Arc::clone(&self.site)),
        }
    }
}

/// Returns the path that a site is served under, with a `/` at both ends.
pub(super) fn base_of(config: &Config) -> String {
    config.base_url.as_deref().map_or("/", crate::page::base_path).to_owned()
}
