//! A project on disk, and the only value that changes: what was parsed so far.
//!
//! [`Project::open`] finds the root and reads the settings. [`Workspace::load`] lists the files,
//! parses those whose content is new, and assembles the site. This is an edge: it reads files, and
//! [`amend`] alone writes some.

pub mod amend;
pub mod build;
mod error;
mod excluded;
pub(crate) mod file_facts;
pub mod glance;
mod history;
mod ignored;
mod inputs;
mod kept;
mod limits;
mod list;
mod listing;
pub mod live;
pub mod mend;
mod pictures;
mod project;
mod publication;
pub mod published;
mod read;
pub mod stamp;

use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::MarkdownConfig;
use crate::diagnostic::{self, Checked, Code, Diagnostic};
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, Document, Drafts, ParsedFile, redact};
use crate::handbook::{Asset, AssetHome, Parts};
use crate::site::{Site, site};
use crate::source::{ContentHash, SourcePath};
use crate::theme::{self, Layer, Stop, Theme};

pub use error::Error;
pub use ignored::is_passed_over;
pub use inputs::Inputs;
pub use listing::{Listing, Reading, Role};
pub use project::{Overrides, Project};
pub use publication::publication;
pub use read::read_text;
pub use stamp::{keep_file, kept_file};

use kept::{Kept, Stamp};
use read::Reader;

/// What was parsed so far, kept between loads.
#[derive(Default)]
pub struct Workspace {
    highlighter: Arc<Highlighter>,
    /// Parsed files by the fingerprint of their text and how it was parsed, for one dialect.
    memo: FxHashMap<(ContentHash, Reading), Arc<Checked<Arc<ParsedFile>>>>,
    memo_dialect: Option<MarkdownConfig>,
    /// What lay on disk at the last load. Only kept where there will be many.
    kept: Option<Kept>,
    /// Threads whose templates took too long and have not ended.
    endless: Vec<thread::JoinHandle<()>>,
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
    /// The fingerprint of every text that was parsed, by rising path.
    pub texts: Vec<(SourcePath, ContentHash)>,
    /// How long each part took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// One file as it was read.
struct Parsed {
    path: SourcePath,
    reading: Reading,
    hash: ContentHash,
    file: Arc<Checked<Arc<ParsedFile>>>,
    stamp: Option<Stamp>,
    is_new: bool,
}

/// Everything that was read of a project.
struct Read {
    /// By rising path.
    parsed: Vec<Parsed>,
    assets: Vec<Asset>,
    /// The theme; `None` when a template that was tried does not end.
    theme: Option<Arc<Theme>>,
    /// What listing, reading and the theme have to report.
    reports: Vec<Diagnostic>,
}

impl Read {
    /// Returns whether pages can be rendered with what was read.
    fn is_usable(&self) -> bool {
        self.theme.as_ref().is_some_and(|theme| theme.is_whole())
            && !self.reports.iter().any(|report| report.code.is_firm())
    }
}

/// How often, and how long after each other, a file is looked at again that was emptied.
const EMPTY_LOOKS: usize = 4;
const EMPTY_WAIT: Duration = Duration::from_millis(15);

impl Workspace {
    /// Parses the files of a project and assembles its site.
    pub fn load(&mut self, project: &Project, inputs: Inputs) -> Loaded {
        self.load_as(project, inputs, Edition::Public)
    }

    /// As [`Workspace::load`], with everything that the files say, for whomever: to change the files,
    /// never to publish them.
    pub fn load_sources(&mut self, project: &Project, inputs: Inputs) -> Loaded {
        self.load_as(project, inputs, Edition::Sources)
    }

    fn load_as(&mut self, project: &Project, inputs: Inputs, edition: Edition) -> Loaded {
        let mut clock = Clock::start();
        let read = self.read(project, inputs, &mut clock);
        let parsed = read.parsed.iter().filter(|file| file.is_new).count();
        let is_usable = read.is_usable();
        let texts = read.parsed.iter().map(|file| (file.path.clone(), file.hash)).collect();
        let assembled = read.theme.as_ref().map(|theme| assembled(project, &read, theme, edition));
        clock.lap("assemble");
        let mut diagnostics = read.reports;
        diagnostics.extend(parse_reports(&read.parsed, project.drafts()));
        let site = assembled.map(|Checked { value: site, diagnostics: reports }| {
            diagnostics.extend(reports);
            site
        });
        project.config().lints.apply(&mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        let pages = site.as_ref().map_or(0, |site| site.pages.page_count());
        let site = site.filter(|_| is_usable).map(Arc::new);
        Loaded { site, pages, diagnostics, parsed, texts, timings: clock.laps }
    }

    fn read(&mut self, project: &Project, inputs: Inputs, clock: &mut Clock) -> Read {
        let Inputs { listing, diagnostics: mut reports, texts, .. } = inputs;
        reports.extend(project.diagnostics.iter().cloned());
        let reader = Reader::new(project.root(), &texts);
        let (parsed, unreadable) = self.parse(project, &listing, &reader);
        reports.extend(unreadable);
        clock.lap("parse");
        let assets = self.assets(&listing, &reader, &mut reports);
        let theme = self.theme(project, &listing, &reader, &mut reports);
        clock.lap("theme");
        Read { parsed, assets, theme, reports }
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
            self.kept = self.kept.take().map(|_| Kept::default());
            self.memo_dialect = Some(markdown);
        }
        let texts: Vec<(&SourcePath, Reading)> = listing.texts().collect();
        let results: Vec<Result<Parsed, Box<Diagnostic>>> =
            texts.par_iter().map(|text| self.parse_one(*text, markdown, reader)).collect();
        let mut parsed = Vec::with_capacity(results.len());
        let mut reports = Vec::new();
        for result in results {
            match result {
                Ok(file) => parsed.push(file),
                Err(report) => reports.push(*report),
            }
        }
        // Only what is in use now is worth keeping: a file edited for hours leaves one entry.
        self.memo = parsed.iter().map(|file| ((file.hash, file.reading), Arc::clone(&file.file))).collect();
        if let Some(kept) = &mut self.kept {
            kept.keep_texts(&parsed);
        }
        (parsed, reports)
    }

    fn parse_one(
        &self,
        (path, reading): (&SourcePath, Reading),
        markdown: MarkdownConfig,
        reader: &Reader<'_>,
    ) -> Result<Parsed, Box<Diagnostic>> {
        let path = path.clone();
        let stamp = self.kept.as_ref().and_then(|_| reader.stamp(&path));
        if let Some((hash, file)) = self.kept.as_ref().and_then(|kept| kept.text(&path, reading, stamp)) {
            return Ok(Parsed { path, reading, hash, file, stamp, is_new: false });
        }
        let text = reader.text(&path)?;
        let hash = ContentHash::of(text.as_bytes());
        if let Some(file) = self.memo.get(&(hash, reading)) {
            return Ok(Parsed { path, reading, hash, file: Arc::clone(file), stamp, is_new: false });
        }
        let dialect = Dialect::Handbook(markdown);
        let checked = match reading {
            Reading::Page => document::parse(&text, dialect, &self.highlighter),
            Reading::Sheet(format) => document::parse_sheet(&text, format, dialect, &self.highlighter),
        };
        let file = Arc::new(Checked { value: Arc::new(checked.value), diagnostics: checked.diagnostics });
        Ok(Parsed { path, reading, hash, file, stamp, is_new: true })
    }

    /// Reads one file again, apart from the others. An editor that empties a file before it writes has
    /// written in a moment, so one that is empty now is looked at some more times.
    fn reread(&mut self, project: &Project, path: &SourcePath, before: &Parsed) -> Option<Parsed> {
        let texts = Mutex::default();
        let reader = Reader::new(project.root(), &texts);
        let read = || self.parse_one((path, before.reading), project.config().markdown, &reader).ok();
        let is_emptied = |file: &Parsed| file.hash == ContentHash::of(b"") && file.hash != before.hash;
        let mut file = read()?;
        for _ in 0..EMPTY_LOOKS {
            if is_emptied(&file) {
                thread::sleep(EMPTY_WAIT);
                file = read()?;
            }
        }
        self.memo.insert((file.hash, file.reading), Arc::clone(&file.file));
        if let Some(kept) = &mut self.kept {
            kept.keep_text(&file);
        }
        Some(file)
    }

    fn assets(
        &mut self,
        listing: &Listing,
        reader: &Reader<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Asset> {
        let mut assets = Vec::new();
        let mut seen = FxHashMap::default();
        for home in [AssetHome::Content, AssetHome::Static] {
            for (path, name) in listing.assets(home) {
                let stamp = self.kept.as_ref().and_then(|_| reader.stamp(path));
                let known = self.kept.as_ref().and_then(|kept| kept.asset(path, stamp));
                if known.is_none()
                    && let Err(report) = reader.is_readable(path)
                {
                    diagnostics.push(*report);
                    continue;
                }
                let size = known.unwrap_or_else(|| reader.image_size(path));
                seen.extend(stamp.map(|stamp| (path.clone(), (stamp, size))));
                assets.push(Asset { path: path.clone(), name: name.clone(), size, home });
            }
        }
        if let Some(kept) = &mut self.kept {
            kept.keep_assets(seen);
        }
        assets
    }

    fn theme(
        &mut self,
        project: &Project,
        listing: &Listing,
        reader: &Reader<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Theme>> {
        let of_theme = |role: &Role| !matches!(role, Role::Markdown | Role::Sheet | Role::Asset(_));
        let stamps = self.kept.as_ref().and_then(|_| {
            let stamps = listing.with_role(of_theme).map(|path| Some((path.clone(), reader.stamp(path)?)));
            Some((project.config().theme.clone(), stamps.collect::<Option<Vec<_>>>()?))
        });
        let known = self.kept.as_ref().zip(stamps.as_ref()).and_then(|(kept, stamps)| kept.theme(stamps));
        if let Some(known) = known {
            diagnostics.extend(known.diagnostics);
            return known.value;
        }
        let mut reports = Vec::new();
        let layers = list::layers(project, listing, reader, &mut reports);
        let theme = match load_theme(layers, &mut self.endless) {
            Ok(Checked { value: theme, diagnostics: found }) => {
                reports.extend(found);
                // The same files, only not old enough to be known by their times.
                let same = self.kept.as_ref().and_then(|kept| kept.same_theme(&theme));
                Some(same.unwrap_or_else(|| Arc::new(theme)))
            }
            Err(report) => {
                reports.push(*report);
                None
            }
        };
        diagnostics.extend(reports.iter().cloned());
        if let (Some(kept), Some(stamps)) = (&mut self.kept, stamps) {
            kept.keep_theme(stamps, Checked { value: theme.clone(), diagnostics: reports });
        }
        theme
    }
}

/// Who sees what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// Readers.
    Public,
    /// Whoever changes the files.
    Sources,
}

/// Redacts what was read, and assembles it.
fn assembled(project: &Project, read: &Read, theme: &Arc<Theme>, edition: Edition) -> Checked<Site> {
    let mut documents: Vec<Document> = Vec::with_capacity(read.parsed.len());
    let mut hidden = FxHashSet::default();
    for file in &read.parsed {
        let seen = match edition {
            Edition::Public => redact(&file.path, &file.file.value, project.drafts()),
            Edition::Sources => {
                Some(Document { path: file.path.clone(), file: Arc::clone(&file.file.value) })
            }
        };
        match seen {
            Some(document) => documents.push(document),
            None => {
                hidden.insert(file.path.clone());
            }
        }
    }
    let config = project.config();
    let parts =
        Parts { config, documents, hidden, assets: read.assets.clone(), dates: Arc::clone(project.dates()) };
    let Checked { value: mut site, mut diagnostics } = site(config, theme, parts);
    match read::icon_image(&site, project.root()) {
        Ok(Some(image)) => site = site.with_icon_image(image),
        Ok(None) => {}
        Err(report) => diagnostics.push(*report),
    }
    diagnostics.extend(read::image_reports(&site));
    Checked { value: site, diagnostics }
}

/// What parsing reported of the files that this edition may see.
fn parse_reports(parsed: &[Parsed], drafts: Drafts) -> impl Iterator<Item = Diagnostic> {
    let seen = parsed.iter().filter(move |file| {
        !file.file.diagnostics.is_empty() && redact(&file.path, &file.file.value, drafts).is_some()
    });
    seen.flat_map(|file| file.file.diagnostics.iter().map(|report| report.clone().within(&file.path)))
}

/// How many threads may go on without end before no other theme is tried.
const MAX_ENDLESS: usize = 4;

/// Loads a theme with an eye on what its templates cost when they are tried on samples. Threads that
/// cannot be stopped are added to `endless`.
fn load_theme(
    layers: Vec<Layer>,
    endless: &mut Vec<thread::JoinHandle<()>>,
) -> Result<Checked<Theme>, Box<Diagnostic>> {
    endless.retain(|thread| !thread.is_finished());
    if endless.len() >= MAX_ENDLESS {
        let message = format!("{MAX_ENDLESS} templates that were tried before have not ended yet");
        let report = Diagnostic::new(Code::TemplateTooSlow, message);
        return Err(Box::new(report.help("mend the template, end the program and start it again")));
    }
    let paths: Vec<(String, SourcePath)> = layers
        .iter()
        .flat_map(|layer| &layer.templates)
        .map(|template| (template.name.clone(), template.path.clone()))
        .collect();
    let tried: Arc<Mutex<Option<(&'static str, Instant)>>> = Arc::default();
    let (sender, receiver) = mpsc::channel();
    let (trying, stop) = (Arc::clone(&tried), Stop::default());
    let guard = stop.clone();
    let spawned = thread::Builder::new().name("theme".to_owned()).spawn(move || {
        let watch =
            |name| *trying.lock().expect("no holder of this lock panics") = Some((name, Instant::now()));
        // The watcher may have given up meanwhile, and then nobody listens.
        sender.send(guard.guard(|| theme::load_watched(layers, watch))).unwrap_or_default();
    });
    let current = || *tried.lock().expect("no holder of this lock panics");
    let is_over = |now: Instant| current().is_some_and(|(_, since)| now - since > limits::LIMIT);
    // Without a thread there is no sender, and the answer is the same as when one is gone.
    let exceeded = match limits::wait(&receiver, 1, is_over) {
        Ok(theme) => return Ok(theme),
        Err(exceeded) => exceeded,
    };
    stop.ask();
    endless.extend(spawned.ok());
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
