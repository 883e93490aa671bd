//! Where a project is and how it is set.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Error;
use super::read::without_mark;
use super::{history, is_project, list};
use crate::config::{self, AssetPolicy, Config};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity};
use crate::document::Drafts;
use crate::handbook::Dates;
use crate::publish::{self, PublishError};
use crate::source::{MAX_SOURCE_BYTES, SourcePath};

/// What the command line sets over the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrides {
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--out`, absolute.
    pub output: Option<PathBuf>,
    /// `--drafts`.
    pub drafts: Drafts,
}

/// A project: its root and its settings.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
    config: Arc<Config>,
    output: PathBuf,
    drafts: Drafts,
    is_configured: bool,
    dates: Arc<Dates>,
    /// What is wrong with the settings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Codes that are warnings in a folder that nobody has set up yet: its authors wrote for another
/// tool, and see first what they would get.
const LENIENT: &[Code] = &[
    Code::AnchorDuplicate,
    Code::FrontMatterType,
    Code::FrontMatterValue,
    Code::LinkAmbiguous,
    Code::LinkDraft,
    Code::LinkLetterCase,
    Code::LinkMissingScheme,
    Code::LinkOutside,
    Code::LinkSlugDialect,
    Code::LinkUnknownAnchor,
    Code::LinkUnknownAsset,
    Code::LinkUnknownPage,
    Code::PageUnknownTemplate,
];

impl Project {
    /// Opens the project in `start`, or in the nearest folder above it that has a configuration.
    ///
    /// # Errors
    /// The folder cannot be read, has neither configuration nor Markdown, or an override is not
    /// usable.
    pub fn find(start: &Path, overrides: Overrides) -> Result<Self, Error> {
        let start = canonical(start)?;
        let root = start.ancestors().find(|folder| is_project(folder)).unwrap_or(&start);
        Self::open(root, overrides)
    }

    /// Opens the project in `root`, configured or not.
    ///
    /// # Errors
    /// As [`Project::find`].
    pub fn open(root: &Path, overrides: Overrides) -> Result<Self, Error> {
        let root = canonical(root)?;
        let is_configured = is_project(&root);
        let name = root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let Checked { value: mut config, diagnostics } = match is_configured {
            true => configured(&root, &name)?,
            false => Checked::clean(unconfigured(&root, &name)?),
        };
        if let Some(url) = overrides.base_url {
            let url = config::parse_base_url(&url)
                .map_err(|reason| Error::Argument { option: "--base-url", reason: reason.to_owned() })?;
            config.base_url = Some(url);
        }
        let mut diagnostics = diagnostics;
        let mut dates = Dates::default();
        if config.dates == config::Dates::Git {
            let (known, report) = history::read(&root, &config);
            dates = known;
            diagnostics.extend(report);
        }
        let is_output_set = overrides.output.is_none() && is_configured;
        let output = overrides.output.unwrap_or_else(|| root.join(&config.output));
        let mut project = Self {
            root,
            config: Arc::new(config),
            output,
            drafts: overrides.drafts,
            is_configured,
            dates: Arc::new(dates),
            diagnostics,
        };
        let refusal = is_output_set.then(|| project.refused_output());
        project.diagnostics.extend(refusal.flatten());
        Ok(project)
    }

    /// Reports an output of the settings that no build would publish to.
    fn refused_output(&self) -> Option<Diagnostic> {
        let error = publish::target(&self.output, &self.root, &self.source_folders()).err()?;
        if !matches!(error, PublishError::Refused { .. }) {
            return None;
        }
        let source = SourcePath::new(config::FILE_NAME).expect("the name of the configuration is a path");
        let report = Diagnostic::new(Code::ConfigValue, error.to_string());
        let report = report.in_file(&source, self.config.places.output, "");
        Some(error.help().into_iter().fold(report, Diagnostic::help))
    }

    /// Returns the root, absolute and without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the settings.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Returns the project with equal settings that are shared with somebody else.
    pub(super) fn with_config(self, config: Arc<Config>) -> Self {
        Self { config, ..self }
    }

    /// Returns the folder to publish to, as it was given.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Returns whether drafts are published.
    pub fn drafts(&self) -> Drafts {
        self.drafts
    }

    /// Returns what is known of when sources were changed.
    pub(super) fn dates(&self) -> &Arc<Dates> {
        &self.dates
    }

    /// Returns whether there is a `handbook.toml`.
    pub fn is_configured(&self) -> bool {
        self.is_configured
    }

    /// Returns the folders that the site is made from, absolute. The root itself, which is the
    /// content of a project without a folder for it, is not among them.
    pub fn source_folders(&self) -> Vec<PathBuf> {
        let config = &self.config;
        let named = [config.content.as_str(), config.static_files.as_str(), "templates", "assets", "themes"];
        named.into_iter().filter(|name| !name.is_empty()).map(|name| self.root.join(name)).collect()
    }
}

fn canonical(folder: &Path) -> Result<PathBuf, Error> {
    let error = |source| Error::Io { operation: "open", path: folder.to_owned(), source };
    let found = folder.canonicalize().map_err(error)?;
    if found.is_dir() { Ok(found) } else { Err(error(io::Error::from(io::ErrorKind::NotADirectory))) }
}

fn configured(root: &Path, name: &str) -> Result<Checked<Config>, Error> {
    let path = root.join(config::FILE_NAME);
    let error = |source| Error::Io { operation: "read", path: path.clone(), source };
    let length = fs::metadata(&path).map_err(error)?.len();
    if length > MAX_SOURCE_BYTES {
        return Err(error(io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    let bytes = fs::read(&path).map_err(error)?;
    let source = SourcePath::new(config::FILE_NAME).expect("the name of the configuration is a path");
    let defaults = Config::new(&title_from(name));
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let report = Diagnostic::new(
                Code::SourceNotUtf8,
                format!("the configuration is not UTF-8 from byte {} on", at + 1),
            );
            let report = report.in_file(&source, None, "").help("save the file as UTF-8");
            return Ok(Checked { value: defaults, diagnostics: vec![report] });
        }
    };
    let mut read = config::parse(&without_mark(text), defaults);
    if !root.join(read.value.content.as_str()).is_dir() {
        let report = Diagnostic::new(
            Code::ConfigValue,
            format!("there is no content folder `{}`", read.value.content),
        );
        let report = report.in_file(&source, read.value.places.content, "");
        read.diagnostics.push(
            report.help("make the folder with a page `index.md` in it, or name another with `content`"),
        );
    }
    let files = &read.value.static_files;
    if let Some(place) = read.value.places.static_files
        && !root.join(files.as_str()).is_dir()
    {
        let report =
            Diagnostic::new(Code::ConfigNoEffect, format!("there is no folder `{files}` of static files"));
        let report = report.in_file(&source, Some(place), "");
        read.diagnostics.push(report.help("make the folder, correct its name, or remove `static`"));
    }
    let diagnostics = read.diagnostics.into_iter().map(|report| report.within(&source)).collect();
    Ok(Checked { value: read.value, diagnostics })
}

/// The settings of a folder without any: `content/` if there is one, else the folder itself, of
/// which only what pages refer to is published beside the pages.
fn unconfigured(root: &Path, name: &str) -> Result<Config, Error> {
    let mut config = Config::new(&title_from(name));
    if !root.join("content").is_dir() {
        config.content = SourcePath::root();
        config.assets = AssetPolicy::Linked;
    }
    if !list::has_markdown(root, &config) {
        return Err(Error::NoHandbook { folder: root.to_owned() });
    }
    for code in LENIENT {
        config.lints = config.lints.with(*code, Severity::Warning);
    }
    Ok(config)
}

/// `engineering-handbook` is titled "Engineering handbook".
fn title_from(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Handbook".to_owned(),
    }
}
