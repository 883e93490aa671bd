//! A project that is looked at again and again while people work on it.
//!
//! [`Live::look`] returns what is there now. What cannot be shown (settings or templates with
//! mistakes) leaves the last site in place, with the reasons. Nothing depends on what a file system
//! event said: it only tells when, and at best where, to look.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::glance::{self, Glance};
use super::ignored::is_nobodys;
use super::kept::Kept;
use super::{
    Clock, Edition, Inputs, Overrides, Parsed, Project, Read, Reading, Workspace, assembled, parse_reports,
    read,
};
use crate::config::Config;
use crate::diagnostic::{self, Checked, Code, Diagnostic, Severity};
use crate::document::Document;
use crate::handbook::DocumentId;
use crate::site::Site;
use crate::source::{ContentHash, SourcePath};

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// At these files, absolute, because something happened there.
    At(BTreeSet<PathBuf>),
    /// At everything.
    Everywhere,
}

/// A project, and what was last seen of it.
pub struct Live {
    root: PathBuf,
    overrides: Overrides,
    workspace: Workspace,
    folders: BTreeSet<PathBuf>,
    /// Where each page, or file of a ladder, is among those that were read.
    pages: FxHashMap<SourcePath, usize>,
    /// Files that went away, with their text.
    gone: Vec<(SourcePath, ContentHash)>,
    /// What the current site was made from; `None` until something could be read.
    last: Option<Last>,
    site: Option<Arc<Site>>,
    view: View,
}

/// What one look led to.
#[derive(Clone, Default)]
pub struct View {
    /// The site to show: the newest that could be made. `None` until there was one.
    pub site: Option<Arc<Site>>,
    /// Everything that was found, with the severities of the project, in order.
    pub diagnostics: Arc<Vec<Diagnostic>>,
    /// Whether the site is older than the files, because settings or templates have mistakes.
    pub is_blocked: bool,
    /// Why the project cannot be read at all.
    pub trouble: Option<String>,
}

/// How a look compares to the one before.
pub struct Seen {
    /// What is there now.
    pub view: View,
    /// Whether anything differs from the last look.
    pub is_new: bool,
    /// Pages and files of ladders with new text.
    pub edited: Vec<SourcePath>,
    /// Files that are published as they are, and have new bytes.
    pub touched: Vec<SourcePath>,
    /// Pages and files of ladders whose text is now found under another name only.
    pub renamed: Vec<(SourcePath, SourcePath)>,
    /// How many files were parsed.
    pub parsed: usize,
    /// Whether all files were put together again.
    pub is_assembled: bool,
}

impl Seen {
    fn nothing(view: &View) -> Self {
        Self {
            view: view.clone(),
            is_new: false,
            edited: Vec::new(),
            touched: Vec::new(),
            renamed: Vec::new(),
            parsed: 0,
            is_assembled: false,
        }
    }
}

struct Last {
    project: Project,
    read: Read,
    has_links: bool,
    /// Every file that the site is made from.
    files: FxHashSet<SourcePath>,
    /// What assembling reported, before severities.
    assembly_reports: Vec<Diagnostic>,
}

/// What has to be looked at, after some files were named.
enum Concern {
    /// Nothing that the site is made from.
    Nothing,
    /// The text of this page.
    Page(SourcePath),
    /// More than can be told from here.
    Everything,
}

/// How many files that went away are remembered.
const MAX_GONE: usize = 1_000;

/// More files than this are looked at with all others.
const MAX_EDITS: usize = 64;

impl Live {
    /// Prepares to look at the project in a folder. Nothing is read yet.
    pub fn new(root: &Path, overrides: Overrides) -> Self {
        let workspace = Workspace { kept: Some(Kept::default()), ..Workspace::default() };
        Self {
            root: root.to_owned(),
            overrides,
            workspace,
            folders: BTreeSet::new(),
            pages: FxHashMap::default(),
            gone: Vec::new(),
            last: None,
            site: None,
            view: View::default(),
        }
    }

    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folders whose direct content the site is made from, as of the last look.
    pub fn folders(&self) -> &BTreeSet<PathBuf> {
        &self.folders
    }

    /// Returns whether a path, absolute, is that of a page or of the settings, as of the last look.
    pub fn knows(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let Some(path) = below.and_then(|below| SourcePath::new(below).ok()) else { return false };
        let has_settings = || self.last.as_ref().is_some_and(|last| last.project.is_configured());
        self.pages.contains_key(&path) || (path.as_str() == "handbook.toml" && has_settings())
    }

    /// Forgets everything that was kept, so that the next look reads and parses all of it.
    pub fn forget(&mut self) {
        let endless = std::mem::take(&mut self.workspace.endless);
        self.workspace = Workspace { kept: Some(Kept::default()), endless, ..Workspace::default() };
        self.last = None;
    }

    /// Reads the heads of the files, to have something to show while all of them are parsed; `None`
    /// when there are no more than `more_than` pages, or it takes more to know what to show.
    pub fn glance(&mut self, more_than: usize) -> Option<Glance> {
        let project = Project::open(&self.root, self.overrides.clone()).ok()?;
        let inputs = Inputs::list(&project);
        self.keep_folders(&inputs);
        let is_blocked = project.diagnostics.iter().any(|report| is_error(report, project.config()));
        let is_enough = inputs.listing.texts().nth(more_than).is_some();
        (is_enough && !is_blocked).then(|| glance::glance(&mut self.workspace, project, inputs)).flatten()
    }

    fn keep_folders(&mut self, inputs: &Inputs) {
        self.folders = inputs.listing.folders.clone();
        self.folders.insert(self.root.clone());
        self.folders.extend(Some(self.root.join("themes")).filter(|folder| folder.is_dir()));
    }

    /// Looks at the project.
    pub fn look(&mut self, at: &Look) -> Seen {
        let pages = match at {
            Look::At(paths) if paths.len() <= MAX_EDITS => self.pages_among(paths),
            _ => None,
        };
        match pages {
            Some(pages) => self.look_at(&pages).unwrap_or_else(|parsed| {
                let seen = self.look_everywhere();
                Seen { parsed: seen.parsed + parsed, ..seen }
            }),
            None => self.look_everywhere(),
        }
    }

    /// Returns the pages that are at these paths, when that is all that can have changed.
    fn pages_among(&self, paths: &BTreeSet<PathBuf>) -> Option<Vec<SourcePath>> {
        let last = self.last.as_ref()?;
        if last.has_links || self.view.is_blocked || self.view.trouble.is_some() {
            return None;
        }
        let mut pages = Vec::new();
        for path in paths {
            match self.concern(&last.project, path) {
                Concern::Nothing => {}
                Concern::Page(page) => pages.push(page),
                Concern::Everything => return None,
            }
        }
        Some(pages)
    }

    fn concern(&self, project: &Project, path: &Path) -> Concern {
        let data = fs::symlink_metadata(path);
        let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let source = below.and_then(|below| SourcePath::new(below).ok());
        match (data, source) {
            (Ok(data), Some(source)) if self.pages.contains_key(&source) => {
                if data.is_file() {
                    Concern::Page(source)
                } else {
                    Concern::Everything
                }
            }
            // Editors leave files behind for a moment whose names nobody uses.
            (Ok(_), Some(source)) if is_nobodys(&source, project.config()) => Concern::Nothing,
            (Err(_), Some(source)) if !self.is_known(&source, path) => Concern::Nothing,
            _ => Concern::Everything,
        }
    }

    /// Returns whether the site is made from something at a path.
    fn is_known(&self, source: &SourcePath, path: &Path) -> bool {
        let is_file = self.last.as_ref().is_some_and(|last| {
            // What could not be read, or leads out of the project, is known by its report.
            let is_reported = || last.read.reports.iter().any(|report| report.path() == Some(source));
            last.files.contains(source) || source.as_str() == crate::config::FILE_NAME || is_reported()
        });
        is_file || self.pages.contains_key(source) || self.folders.contains(path)
    }

    /// Reads these pages again. What others see of them must be as it was; otherwise the number of
    /// files that were parsed is returned, and everything has to be looked at.
    fn look_at(&mut self, pages: &[SourcePath]) -> Result<Seen, usize> {
        let mut seen = Seen::nothing(&self.view);
        for path in pages {
            let (Some(last), Some(index), Some(site)) = (&mut self.last, self.pages.get(path), &self.site)
            else {
                return Err(seen.parsed);
            };
            let before = &last.read.parsed[*index];
            let Some(file) = self.workspace.reread(&last.project, path, before) else {
                return Err(seen.parsed);
            };
            seen.parsed += usize::from(file.is_new);
            if before.hash == file.hash {
                continue;
            }
            if before.reading != Reading::Page {
                return Err(seen.parsed); // A ladder is more than one file, and shown on many pages.
            }
            let edited = with_text(site, last, before, &file).ok_or(seen.parsed)?;
            let is_reported = |file: &Parsed| !file.file.diagnostics.is_empty();
            let is_told_new = edited.has_reports || is_reported(before) || is_reported(&file);
            self.site = Some(Arc::new(edited.site));
            last.assembly_reports = edited.assembly_reports;
            last.read.parsed[*index] = file;
            if is_told_new {
                self.view.diagnostics = Arc::new(last.diagnostics());
            }
            self.view.site.clone_from(&self.site);
            seen.edited.push(path.clone());
            seen.is_new = true;
        }
        seen.view = self.view.clone();
        Ok(seen)
    }

    fn look_everywhere(&mut self) -> Seen {
        let project = match Project::open(&self.root, self.overrides.clone()) {
            Ok(project) => project,
            Err(error) => return self.unreadable(error.to_string()),
        };
        let project = self.with_last_config(project);
        let inputs = Inputs::list(&project);
        self.keep_folders(&inputs);
        let has_links = inputs.listing.has_links;
        let files = inputs.listing.paths().cloned().collect();
        let read = self.workspace.read(&project, inputs, &mut Clock::start());
        let parsed = read.parsed.iter().filter(|file| file.is_new).count();
        let touched = self.workspace.kept.as_ref().map_or(Vec::new(), |kept| kept.touched_assets.clone());
        // Icons are drawn from its bytes, which are part of the site.
        let icon = self.site.as_ref().and_then(|site| site.icon_source());
        let has_new_icon = icon.is_some_and(|icon| touched.contains(icon));
        if let Some(last) = &self.last
            && !has_new_icon
            && is_same(last, &project, &read)
            && self.view.trouble.is_none()
        {
            return Seen { touched, parsed, ..Seen::nothing(&self.view) };
        }
        let (edited, renamed) = match &self.last {
            Some(last) => {
                remember_gone(&mut self.gone, &last.read, &read);
                (edited(&last.read, &read), renamed(&self.gone, &last.read, &read))
            }
            None => (Vec::new(), Vec::new()),
        };
        let config_errors = project.diagnostics.iter().any(|report| is_error(report, project.config()));
        let is_blocked = config_errors || !read.is_usable();
        let assembled = read.theme.as_ref().map(|theme| assembled(&project, &read, theme, Edition::Public));
        let (site, assembly_reports) =
            assembled.map_or((None, Vec::new()), |assembled| (Some(assembled.value), assembled.diagnostics));
        if let Some(site) = site.filter(|_| !is_blocked) {
            self.site = Some(Arc::new(site.following(self.site.as_deref())));
        }
        let places = read.parsed.iter().enumerate().map(|(index, file)| (file.path.clone(), index));
        self.pages = places.collect();
        let last = Last { project, read, has_links, files, assembly_reports };
        let (site, diagnostics) = (self.site.clone(), Arc::new(last.diagnostics()));
        self.view = View { site, diagnostics, is_blocked, trouble: None };
        self.last = Some(last);
        let seen = Seen::nothing(&self.view);
        Seen { is_new: true, is_assembled: true, edited, touched, renamed, parsed, ..seen }
    }

    fn unreadable(&mut self, trouble: String) -> Seen {
        let is_new = self.view.trouble.as_ref() != Some(&trouble);
        self.view.is_blocked = true;
        self.view.trouble = Some(trouble);
        self.folders.insert(self.root.clone());
        Seen { is_new, ..Seen::nothing(&self.view) }
    }

    /// Settings that say the same are the same.
    fn with_last_config(&self, project: Project) -> Project {
        match &self.last {
            Some(last) if last.project.config() == project.config() => {
                project.with_config(Arc::clone(last.project.config()))
            }
            _ => project,
        }
    }
}

impl Last {
    /// Everything that was found, with the severities of the project, in order.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics = self.read.reports.clone();
        diagnostics.extend(parse_reports(&self.read.parsed, self.project.drafts()));
        diagnostics.extend(self.assembly_reports.iter().cloned());
        self.project.config().lints.apply(&mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        diagnostics
    }
}

/// A site with another text of one page.
struct Edited {
    site: Site,
    assembly_reports: Vec<Diagnostic>,
    /// Whether assembling reported something about the page, before or now.
    has_reports: bool,
}

/// Puts another text of a page into the site, if others cannot tell.
fn with_text(site: &Site, last: &Last, before: &Parsed, file: &Parsed) -> Option<Edited> {
    let is_its = |document: &Document| document.path == before.path;
    let index = site.handbook.documents.iter().position(is_its)?;
    let id = DocumentId::from_index(index, &site.handbook);
    let is_of_links = |report: &Diagnostic| {
        report.path() == Some(&before.path)
            && (report.code == Code::ImageUnknownFormat || report.code.name().starts_with("link/"))
    };
    let names_it = |report: &Diagnostic| {
        report.path() == Some(&before.path)
            || report.secondary.iter().any(|label| label.path.as_ref() == Some(&before.path))
    };
    if last.assembly_reports.iter().any(|report| !is_of_links(report) && names_it(report)) {
        return None; // It points at text that is elsewhere now.
    }
    let Checked { value: site, diagnostics } = site.with_text(id, &file.file.value)?;
    let kept = last.assembly_reports.iter().filter(|report| !is_of_links(report)).cloned();
    let mut assembly_reports: Vec<Diagnostic> = kept.collect();
    let has_reports = assembly_reports.len() < last.assembly_reports.len();
    assembly_reports.extend(diagnostics);
    assembly_reports.extend(read::image_reports_of(&site, id));
    let has_reports = has_reports || assembly_reports.iter().any(is_of_links);
    Some(Edited { site, assembly_reports, has_reports })
}

fn is_error(report: &Diagnostic, config: &Config) -> bool {
    let mut report = vec![report.clone()];
    config.lints.apply(&mut report);
    report.iter().any(|report| report.severity == Severity::Error)
}

/// Returns whether two looks found the same: the same texts under the same names, to begin with.
fn is_same(last: &Last, project: &Project, read: &Read) -> bool {
    let same_files = last.read.parsed.len() == read.parsed.len()
        && last
            .read
            .parsed
            .iter()
            .zip(&read.parsed)
            .all(|(a, b)| a.path == b.path && Arc::ptr_eq(&a.file, &b.file));
    same_files
        && Arc::ptr_eq(last.project.config(), project.config())
        && last.project.is_configured() == project.is_configured()
        && last.project.diagnostics == project.diagnostics
        && last.project.dates() == project.dates()
        && last.read.theme.as_ref().map(Arc::as_ptr) == read.theme.as_ref().map(Arc::as_ptr)
        && last.read.assets == read.assets
        && last.read.reports == read.reports
}

/// The files of `read` whose text `last` did not have under the same name.
fn edited(last: &Read, read: &Read) -> Vec<SourcePath> {
    let known: FxHashMap<&SourcePath, ContentHash> =
        last.parsed.iter().map(|file| (&file.path, file.hash)).collect();
    let new = read.parsed.iter().filter(|file| known.get(&file.path) != Some(&file.hash));
    new.map(|file| file.path.clone()).collect()
}

/// The files that are gone, now or since a while, and whose text `read` has under a name that is new.
fn renamed(gone: &[(SourcePath, ContentHash)], last: &Read, read: &Read) -> Vec<(SourcePath, SourcePath)> {
    let before: FxHashSet<&SourcePath> = last.parsed.iter().map(|file| &file.path).collect();
    let new = read.parsed.iter().filter(|file| !before.contains(&file.path));
    let by_text: FxHashMap<ContentHash, &SourcePath> = new.map(|file| (file.hash, &file.path)).collect();
    gone.iter().filter_map(|(path, hash)| Some((path.clone(), (*by_text.get(hash)?).clone()))).collect()
}

/// Adds the files of `last` that are gone. A folder may be looked at in the middle of a renaming, so
/// what went away is remembered until it is back.
fn remember_gone(gone: &mut Vec<(SourcePath, ContentHash)>, last: &Read, read: &Read) {
    let now: FxHashSet<&SourcePath> = read.parsed.iter().map(|file| &file.path).collect();
    gone.retain(|(path, _)| !now.contains(path));
    let missing = last.parsed.iter().filter(|file| !now.contains(&file.path));
    gone.extend(missing.map(|file| (file.path.clone(), file.hash)));
    gone.drain(..gone.len().saturating_sub(MAX_GONE));
}
