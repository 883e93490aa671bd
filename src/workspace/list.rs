//! Which files a project has. The only home of `walkdir`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use walkdir::{DirEntry, WalkDir};

use super::error::describe;
use super::excluded::Excluded;
use super::ignored::{Kind, is_ignored, is_left_behind};
use super::listing::{Listed, Listing, Role, data_format};
use super::project::Project;
use super::read::{Reader, without_mark};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::handbook::AssetHome;
use crate::publish::is_published;
use crate::source::SourcePath;
use crate::theme::{self, AssetContent, Layer, LayerTemplate, ThemeAsset};

/// The file that makes a folder, and all below it, a ladder.
const LADDER_FILE: &str = "ladder.toml";

/// Lists the files of a project.
pub(super) fn list(project: &Project) -> Checked<Listing> {
    let config = project.config();
    let mut walk = Walk { project, listing: Listing::default(), diagnostics: Vec::new() };
    walk.content();
    walk.folder(&config.static_files, |_| Role::Asset(AssetHome::Static));
    let path = |name: &str| SourcePath::new(name).expect("our own names are paths");
    walk.folder(&path("templates"), |_| Role::Template(None));
    walk.folder(&path("assets"), |_| Role::ThemeAsset(None));
    if config.theme != "default"
        && let Ok(folder) = SourcePath::new(&format!("themes/{}", config.theme))
    {
        let theme = config.theme.clone();
        walk.folder(&folder, |name| match name.segments().next() {
            Some("templates") => Role::Template(Some(theme.clone())),
            Some("assets") => Role::ThemeAsset(Some(theme.clone())),
            _ => Role::Manifest(theme.clone()),
        });
    }
    Checked { value: walk.listing, diagnostics: walk.diagnostics }
}

/// Returns whether there is any page.
pub(super) fn has_markdown(root: &Path, config: &Config) -> bool {
    let walk = WalkDir::new(root.join(config.content.as_str())).follow_links(true);
    let visible = walk
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_ignored(&name(entry.path()), kind(entry)));
    visible.filter_map(Result::ok).any(|entry| {
        SourcePath::new(&entry.file_name().to_string_lossy()).is_ok_and(|name| name.is_markdown())
    })
}

/// Returns whether a file lies in one of these folders, or below.
fn lies_in(path: &SourcePath, folders: &FxHashSet<SourcePath>) -> bool {
    let mut folder = path.parent();
    loop {
        if folders.contains(&folder) {
            return true;
        }
        if folder.as_str().is_empty() {
            return false;
        }
        folder = folder.parent();
    }
}

fn name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

fn kind(entry: &DirEntry) -> Kind {
    if entry.file_type().is_dir() { Kind::Folder } else { Kind::File }
}

struct Walk<'a> {
    project: &'a Project,
    listing: Listing,
    diagnostics: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn content(&mut self) {
        let config = self.project.config();
        let root = self.project.root();
        let start = root.join(config.content.as_str());
        let excluded = Excluded::new(config);
        let mut skipped: Vec<PathBuf> = vec![self.project.output().to_owned()];
        skipped.extend(self.project.output().canonicalize());
        skipped.push(root.join(config.static_files.as_str()));
        if config.content.as_str().is_empty() {
            // The project is its own content: what is for the generator is not for readers.
            skipped.extend(["templates", "themes", "handbook.toml"].map(|name| root.join(name)));
            skipped.extend(self.is_theme_folder("assets").then(|| root.join("assets")));
        }
        let folder = config.content.clone();
        // An output of another build, or one that was given by another name, lies in no folder of sources
        // but the project itself.
        let is_published =
            |path: &Path, kind| folder.as_str().is_empty() && kind == Kind::Folder && is_published(path);
        let is_visible = |path: &Path, kind| {
            let is_skipped = skipped.iter().any(|skipped| skipped == path);
            let is_excluded = || excluded.holds(path.strip_prefix(&start).unwrap_or(path));
            !is_ignored(&name(path), kind) && !is_skipped && !is_excluded() && !is_published(path, kind)
        };
        self.walk(&folder, is_visible, |name| {
            if name.is_markdown() { Role::Markdown } else { Role::Asset(AssetHome::Content) }
        });
        if start.is_dir() {
            self.diagnostics.extend(excluded.reports(&start, config));
        }
        self.ladders();
    }

    /// Finds the files of ladders among those of the content.
    fn ladders(&mut self) {
        let files = &mut self.listing.files;
        let is_ladder = |file: &&Listed| file.path.file_name() == LADDER_FILE;
        let folders: FxHashSet<SourcePath> =
            files.iter().filter(is_ladder).map(|file| file.path.parent()).collect();
        if folders.is_empty() {
            return;
        }
        for file in files {
            file.is_of_ladder = lies_in(&file.path, &folders);
            if file.is_of_ladder && file.role != Role::Markdown && data_format(&file.path).is_some() {
                file.role = Role::Sheet;
            }
        }
    }

    /// A folder `assets` beside `templates` belongs to the project's layer of the theme.
    fn is_theme_folder(&self, name: &str) -> bool {
        self.project.root().join("templates").is_dir() && self.project.root().join(name).is_dir()
    }

    fn folder(&mut self, folder: &SourcePath, role: impl Fn(&SourcePath) -> Role) {
        let is_own_content = self.project.config().content.as_str().is_empty();
        let is_theirs = is_own_content && folder.as_str() == "assets" && !self.is_theme_folder("assets");
        if self.project.root().join(folder.as_str()).is_dir() && !is_theirs {
            self.walk(folder, |path, kind| !is_left_behind(&name(path), kind), role);
        }
    }

    fn walk(
        &mut self,
        folder: &SourcePath,
        is_visible: impl Fn(&Path, Kind) -> bool,
        role: impl Fn(&SourcePath) -> Role,
    ) {
        let start = self.project.root().join(folder.as_str());
        if !start.is_dir() {
            return; // Reported with the configuration, which names it.
        }
        if !self.is_inside(&start) {
            self.diagnostics.push(outside(folder));
            return;
        }
        let walk = WalkDir::new(&start).follow_links(true).sort_by_file_name();
        let mut walk = walk
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || is_visible(entry.path(), kind(entry)));
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) if entry.depth() == 0 => {
                    self.listing.folders.insert(start.clone());
                    continue;
                }
                Ok(entry) => entry,
                Err(error) => {
                    // The filter is not asked about a link that cannot be followed.
                    let kind = |path: &Path| if path.is_dir() { Kind::Folder } else { Kind::File };
                    let is_seen = |path: &Path| is_visible(path, kind(path));
                    if error.depth() == 0 || error.path().is_none_or(is_seen) {
                        self.refused(&error);
                    }
                    continue;
                }
            };
            let leads_out = entry.path_is_symlink() && !self.is_inside(entry.path());
            if !leads_out {
                self.remember(&entry);
                self.entry(&entry, folder, &role);
                continue;
            }
            let path = self.source_path(entry.path());
            self.diagnostics.extend(path.map(|path| outside(&path)));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
        }
    }

    /// Remembers where to watch for what an entry leads to.
    fn remember(&mut self, entry: &DirEntry) {
        if entry.path_is_symlink() {
            self.listing.has_links = true;
            let real = entry.path().canonicalize().ok();
            self.listing.folders.extend(real.and_then(|real| real.parent().map(Path::to_owned)));
        }
        if entry.file_type().is_dir() {
            self.listing.folders.insert(entry.path().to_owned());
        }
    }

    /// Returns whether a path, its links followed, lies in the project.
    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| real.starts_with(self.project.root()))
    }

    fn entry(&mut self, entry: &DirEntry, folder: &SourcePath, role: &impl Fn(&SourcePath) -> Role) {
        let Some(path) = self.source_path(entry.path()) else { return };
        if entry.file_type().is_dir() {
            return;
        }
        if !entry.file_type().is_file() {
            let report = Diagnostic::new(Code::SourceSpecial, "this is neither a file nor a folder")
                .in_file(&path, None, "");
            self.diagnostics.push(report.help("move it out of the project's folders"));
            return;
        }
        let name =
            path.below(folder).and_then(|name| SourcePath::new(name).ok()).unwrap_or_else(|| path.clone());
        let role = role(&name);
        if matches!(&role, Role::Manifest(_)) && name.as_str() != "theme.toml" {
            return;
        }
        self.listing.files.push(Listed { path, name, role, is_of_ladder: false });
    }

    /// The path from the root; a report when it cannot be one.
    fn source_path(&mut self, path: &Path) -> Option<SourcePath> {
        let below = path.strip_prefix(self.project.root()).unwrap_or(path);
        let text = below.to_str().filter(|text| !text.contains('\u{fffd}'));
        if let Some(path) = text.and_then(|text| SourcePath::new(text).ok()) {
            return Some(path);
        }
        let shown: String = below
            .to_string_lossy()
            .chars()
            .map(|c| if c.is_control() || c == '\\' { '\u{fffd}' } else { c })
            .collect();
        let message = format!("the name of `{shown}` cannot be part of an address");
        let report = Diagnostic::new(Code::SourceName, message);
        let report = match SourcePath::new(&shown) {
            Ok(path) => report.in_file(&path, None, ""),
            Err(_) => report,
        };
        self.diagnostics.push(report.help("rename it: UTF-8, without control characters and backslashes"));
        None
    }

    fn refused(&mut self, error: &walkdir::Error) {
        let Some(path) = error.path().and_then(|path| self.source_path(path)) else { return };
        let report = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => {
                Diagnostic::new(Code::SourceLinkLoop, "this link leads back to a folder that holds it")
                    .help("remove the link")
            }
            (None, Some(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                Diagnostic::new(Code::SourceOutside, "this link leads to nothing")
                    .help("remove the link, or restore what it leads to")
            }
            (None, error) => {
                let why = error.map_or_else(|| "unknown cause".to_owned(), describe);
                Diagnostic::new(Code::SourceUnreadable, format!("it cannot be read: {why}"))
                    .help("change its permissions, or move it out of the project")
            }
        };
        self.diagnostics.push(report.in_file(&path, None, ""));
    }
}

fn outside(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::SourceOutside, "this link leads out of the project")
        .in_file(path, None, "")
        .help("put a copy of what it leads to here, or remove the link")
}

/// Reads the layers of the theme, nearest first.
pub(super) fn layers(
    project: &Project,
    listing: &Listing,
    reader: &Reader<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Layer> {
    let theme = &project.config().theme;
    let mut layers = vec![layer(None, listing, reader, diagnostics)];
    if theme != "default" {
        let layer = layer(Some(theme), listing, reader, diagnostics);
        if layer.templates.is_empty() && layer.assets.is_empty() && layer.manifest.is_none() {
            diagnostics.push(theme::unknown(theme, project.config().places.theme, &themes(project)));
        }
        layers.push(layer);
    }
    layers.push(theme::built_in());
    layers
}

fn layer(
    theme: Option<&String>,
    listing: &Listing,
    reader: &Reader<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Layer {
    let prefix = theme.map_or(String::new(), |theme| format!("{theme}/"));
    let mut layer = Layer { prefix, templates: Vec::new(), assets: Vec::new(), manifest: None };
    let bare = |name: &SourcePath, folder: &str| match theme {
        Some(_) => name.as_str().strip_prefix(folder).unwrap_or(name.as_str()).to_owned(),
        None => name.as_str().to_owned(),
    };
    for file in &listing.files {
        let read = match &file.role {
            Role::Template(of) if of.as_ref() == theme => reader.text(&file.path).map(|text| {
                layer.templates.push(LayerTemplate {
                    name: bare(&file.name, "templates/"),
                    path: file.path.clone(),
                    text: without_mark(text).into(),
                });
            }),
            Role::ThemeAsset(of) if of.as_ref() == theme => reader.hash(&file.path).map(|hash| {
                layer.assets.push(ThemeAsset {
                    name: bare(&file.name, "assets/"),
                    hash,
                    content: AssetContent::File(file.path.clone()),
                });
            }),
            Role::Manifest(of) if Some(of) == theme => reader.text(&file.path).map(|text| {
                layer.manifest = Some((file.path.clone(), text.into()));
            }),
            _ => Ok(()),
        };
        diagnostics.extend(read.err().map(|report| *report));
    }
    layer
}

/// The themes that a project has, and the built-in one.
fn themes(project: &Project) -> Vec<String> {
    let folder = WalkDir::new(project.root().join("themes")).min_depth(1).max_depth(1).sort_by_file_name();
    let names = folder.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_dir());
    std::iter::once("default".to_owned())
        .chain(names.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect()
}
