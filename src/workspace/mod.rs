//! A project on disk, and the only value that changes: what was parsed so far.
//!
//! [`Project::open`] finds the root and reads the settings. [`Workspace::load`] lists the files,
//! parses those whose content is new, and assembles the site. This is an edge: it reads files, and
//! nothing else.

pub mod build;
mod error;
mod inputs;
mod limits;
mod list;
mod project;
mod read;
pub mod stamp;

use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::MarkdownConfig;
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, Document, ParsedFile, redact};
use crate::handbook::{Asset, AssetHome, Parts};
use crate::site::{Site, site};
use crate::source::{ContentHash, SourcePath};
use crate::theme::{self, Layer, Theme};

pub use error::Error;
pub use inputs::Inputs;
pub use list::{Listing, Role};
pub use project::{Overrides, Project};
pub use read::read_text;

use read::Reader;

/// What was parsed so far, kept between loads.
#[derive(Default)]
pub struct Workspace {
    highlighter: Highlighter,
    /// Parsed files by the fingerprint of their text, for one dialect.
    memo: FxHashMap<ContentHash, Arc<Checked<Arc<ParsedFile>>>>,
    memo_dialect: Option<MarkdownConfig>,
}

/// A project as it is on disk now.
pub struct Loaded {
    /// The site. `None` when the theme cannot render anything.
    pub site: Option<Arc<Site>>,
    /// How many pages a reader can open.
    pub pages: usize,
    /// Everything that was found, with the severities of the project, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were parsed because their text was new.
    pub parsed: usize,
    /// How long each part took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// One Markdown file as it was read.
struct Parsed {
    path: SourcePath,
    hash: ContentHash,
    file: Arc<Checked<Arc<ParsedFile>>>,
    is_new: bool,
}

impl Workspace {
    /// Parses the files of a project and assembles its site.
    pub fn load(&mut self, project: &Project, inputs: Inputs) -> Loaded {
        let mut clock = Clock::start();
        let Inputs { listing, mut diagnostics, texts, .. } = inputs;
        diagnostics.extend(project.diagnostics.iter().cloned());
        let reader = Reader::new(project.root(), &texts);
        let (parsed, reports) = self.parse(project, &listing, &reader);
        diagnostics.extend(reports);
        let parsed_count = parsed.iter().filter(|file| file.is_new).count();
        clock.lap("parse");
        let assets = self.assets(&listing, &reader, &mut diagnostics);
        let theme = self.theme(project, &listing, &reader, &mut diagnostics);
        clock.lap("theme");
        let Some(theme) = theme else {
            // A template is still running, and nothing but the end of the process stops it.
            project.config().lints.apply(&mut diagnostics);
            diagnostic::sort(&mut diagnostics);
            return Loaded { site: None, pages: 0, diagnostics, parsed: parsed_count, timings: clock.laps };
        };
        let is_usable = !diagnostics.iter().any(|report| report.code.is_firm())
            && theme::ENTRY_TEMPLATES.iter().all(|name| theme.has_template(name));
        let mut documents: Vec<Document> = Vec::with_capacity(parsed.len());
        let mut hidden = FxHashSet::default();
        for file in &parsed {
            match redact(&file.path, &file.file.value, project.drafts()) {
                Some(document) => {
                    diagnostics
                        .extend(file.file.diagnostics.iter().map(|report| report.clone().within(&file.path)));
                    documents.push(document);
                }
                None => {
                    hidden.insert(file.path.clone());
                }
            }
        }
        drop(parsed);
        let config = project.config();
        let parts = Parts {
            content: &config.content,
            title: &config.title,
            documents,
            hidden,
            assets,
            slugs: config.markdown.slugs,
        };
        let Checked { value: site, diagnostics: reports } = site(config, &theme, parts);
        diagnostics.extend(reports);
        diagnostics.extend(read::image_reports(&site));
        clock.lap("assemble");
        config.lints.apply(&mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        Loaded {
            pages: site.pages.page_count(),
            site: is_usable.then(|| Arc::new(site)),
            diagnostics,
            parsed: parsed_count,
            timings: clock.laps,
        }
    }

    fn parse(
        &mut self,
        project: &Project,
        listing: &Listing,
        reader: &Reader<'_>,
    ) -> (Vec<Parsed>, Vec<Diagnostic>) {
        let markdown = project.config().markdown;
        if self.memo_dialect != Some(markdown) {
            self.memo.clear();
            self.memo_dialect = Some(markdown);
        }
        let paths: Vec<&SourcePath> = listing.with_role(|role| matches!(role, Role::Markdown)).collect();
        let results: Vec<Result<Parsed, Box<Diagnostic>>> =
            paths.par_iter().map(|path| self.parse_one(path, markdown, reader)).collect();
        let mut parsed = Vec::with_capacity(results.len());
        let mut reports = Vec::new();
        for result in results {
            match result {
                Ok(file) => parsed.push(file),
                Err(report) => reports.push(*report),
            }
        }
        // Only what is in use now is worth keeping: a file edited for hours leaves one entry.
        self.memo = parsed.iter().map(|file| (file.hash, Arc::clone(&file.file))).collect();
        (parsed, reports)
    }

    fn parse_one(
        &self,
        path: &SourcePath,
        markdown: MarkdownConfig,
        reader: &Reader<'_>,
    ) -> Result<Parsed, Box<Diagnostic>> {
        let text = reader.text(path)?;
        let hash = ContentHash::of(text.as_bytes());
        if let Some(file) = self.memo.get(&hash) {
            return Ok(Parsed { path: path.clone(), hash, file: Arc::clone(file), is_new: false });
        }
        let checked = document::parse(&text, Dialect::Handbook(markdown), &self.highlighter);
        let file = Arc::new(Checked { value: Arc::new(checked.value), diagnostics: checked.diagnostics });
        Ok(Parsed { path: path.clone(), hash, file, is_new: true })
    }

    fn assets(
        &self,
        listing: &Listing,
        reader: &Reader<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Asset> {
        let mut assets = Vec::new();
        for home in [AssetHome::Content, AssetHome::Static] {
            for (path, name) in listing.assets(home) {
                if let Err(report) = reader.is_readable(path) {
                    diagnostics.push(*report);
                    continue;
                }
                assets.push(Asset {
                    path: path.clone(),
                    name: name.clone(),
                    size: reader.image_size(path),
                    home,
                });
            }
        }
        assets
    }

    fn theme(
        &self,
        project: &Project,
        listing: &Listing,
        reader: &Reader<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Theme>> {
        let layers = list::layers(project, listing, reader, diagnostics);
        match load_theme(layers) {
            Ok(Checked { value: theme, diagnostics: reports }) => {
                diagnostics.extend(reports);
                Some(Arc::new(theme))
            }
            Err(report) => {
                diagnostics.push(*report);
                None
            }
        }
    }
}

/// Loads a theme with an eye on what its templates cost when they are tried on samples.
fn load_theme(layers: Vec<Layer>) -> Result<Checked<Theme>, Box<Diagnostic>> {
    let paths: Vec<(String, SourcePath)> = layers
        .iter()
        .flat_map(|layer| &layer.templates)
        .map(|template| (template.name.clone(), template.path.clone()))
        .collect();
    let tried: Arc<Mutex<Option<(&'static str, Instant)>>> = Arc::default();
    let (sender, receiver) = mpsc::channel();
    let trying = Arc::clone(&tried);
    let spawned = thread::Builder::new().name("theme".to_owned()).spawn(move || {
        let watch =
            |name| *trying.lock().expect("no holder of this lock panics") = Some((name, Instant::now()));
        // The watcher may have given up meanwhile, and then nobody listens.
        sender.send(theme::load_watched(layers, watch)).unwrap_or_default();
    });
    let current = || *tried.lock().expect("no holder of this lock panics");
    let is_over = |now: Instant| current().is_some_and(|(_, since)| now - since > limits::LIMIT);
    // Without a thread there is no sender, and the answer is the same as when one is gone.
    let exceeded = match limits::wait(&receiver, is_over) {
        Ok(theme) => return Ok(theme),
        Err(exceeded) => exceeded,
    };
    drop(spawned);
    let report = exceeded.map_or_else(build::broken_thread, limits::Exceeded::report);
    let path = current().and_then(|(name, _)| paths.into_iter().find(|(known, _)| known == name));
    Err(Box::new(match path {
        Some((_, path)) => report.in_file(&path, None, ""),
        None => report,
    }))
}

/// Laps of a stop watch.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }
}

/// Returns whether a folder is the root of a configured project.
pub fn is_project(folder: &Path) -> bool {
    folder.join(crate::config::FILE_NAME).is_file()
}
