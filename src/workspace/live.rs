//! A project that is looked at again and again while people work on it.
//!
//! [`Live::look`] returns what is there now. What cannot be shown (settings or templates with
//! mistakes) leaves the last site in place, with the reasons. Nothing depends on what a file system
//! event said: it only tells when, and at best where, to look.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::kept::Kept;
use super::{Clock, Inputs, Overrides, Project, Read, Workspace, assembled, parse_reports};
use crate::config::Config;
use crate::diagnostic::{self, Checked, Diagnostic, Severity};
use crate::site::Site;
use crate::source::{ContentHash, SourcePath};
use crate::theme;

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
    /// Where each Markdown file is among those that were read.
    pages: FxHashMap<SourcePath, usize>,
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
    /// Markdown files with new text.
    pub edited: Vec<SourcePath>,
    /// Files that are published as they are, and have new bytes.
    pub touched: Vec<SourcePath>,
    /// Markdown files whose text is now found under another name only.
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
}

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

    /// Returns whether a path, absolute, is that of a page as of the last look.
    pub fn knows(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let path = below.and_then(|below| SourcePath::new(below).ok());
        path.is_some_and(|path| self.pages.contains_key(&path))
    }

    /// Forgets everything that was kept, so that the next look reads and parses all of it.
    pub fn forget(&mut self) {
        self.workspace = Workspace { kept: Some(Kept::default()), ..Workspace::default() };
        self.last = None;
    }

    /// Looks at the project.
    pub fn look(&mut self, _at: &Look) -> Seen {
        self.look_everywhere()
    }

    fn look_everywhere(&mut self) -> Seen {
        let project = match Project::open(&self.root, self.overrides.clone()) {
            Ok(project) => project,
            Err(error) => return self.unreadable(error.to_string()),
        };
        let project = self.with_last_config(project);
        let inputs = Inputs::list(&project);
        self.folders = inputs.listing.folders.clone();
        self.folders.insert(self.root.clone());
        self.folders.extend(Some(self.root.join("themes")).filter(|folder| folder.is_dir()));
        let read = self.workspace.read(&project, inputs, &mut Clock::start());
        let parsed = read.parsed.iter().filter(|file| file.is_new).count();
        let touched = self.workspace.kept.as_ref().map_or(Vec::new(), |kept| kept.touched_assets.clone());
        if let Some(last) = &self.last
            && is_same(last, &project, &read)
            && self.view.trouble.is_none()
        {
            return Seen { touched, parsed, ..Seen::nothing(&self.view) };
        }
        let (edited, renamed) = match &self.last {
            Some(last) => (edited(&last.read, &read), renamed(&last.read, &read)),
            None => (Vec::new(), Vec::new()),
        };
        let config_errors = project.diagnostics.iter().any(|report| is_error(report, project.config()));
        let is_usable = theme::ENTRY_TEMPLATES.iter().all(|name| read.theme.has_template(name))
            && !read.reports.iter().any(|report| report.code.is_firm());
        let is_blocked = config_errors || !is_usable;
        let mut diagnostics = read.reports.clone();
        diagnostics.extend(parse_reports(&read.parsed, project.drafts()));
        let Checked { value: site, diagnostics: reports } = assembled(&project, &read);
        diagnostics.extend(reports);
        project.config().lints.apply(&mut diagnostics);
        diagnostic::sort(&mut diagnostics);
        if !is_blocked {
            self.site = Some(Arc::new(site));
        }
        let places = read.parsed.iter().enumerate().map(|(index, file)| (file.path.clone(), index));
        self.pages = places.collect();
        self.last = Some(Last { project, read });
        self.view =
            View { site: self.site.clone(), diagnostics: Arc::new(diagnostics), is_blocked, trouble: None };
        Seen {
            is_new: true,
            is_assembled: true,
            edited,
            touched,
            renamed,
            parsed,
            ..Seen::nothing(&self.view)
        }
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
        && Arc::ptr_eq(&last.read.theme, &read.theme)
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

/// The files of `last` that are gone, and whose text `read` has under a name that is new.
fn renamed(last: &Read, read: &Read) -> Vec<(SourcePath, SourcePath)> {
    let before: FxHashSet<&SourcePath> = last.parsed.iter().map(|file| &file.path).collect();
    let after: FxHashSet<&SourcePath> = read.parsed.iter().map(|file| &file.path).collect();
    let new = read.parsed.iter().filter(|file| !before.contains(&file.path));
    let by_text: FxHashMap<ContentHash, &SourcePath> = new.map(|file| (file.hash, &file.path)).collect();
    let gone = last.parsed.iter().filter(|file| !after.contains(&file.path));
    gone.filter_map(|file| Some((file.path.clone(), (*by_text.get(&file.hash)?).clone()))).collect()
}
