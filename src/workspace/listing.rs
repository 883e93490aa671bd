//! The files of a project, and what each is for.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::document::SheetFormat;
use crate::handbook::AssetHome;
use crate::source::SourcePath;

/// Every file of a project, by rising path within each folder.
#[derive(Debug, Default)]
pub struct Listing {
    pub(super) files: Vec<Listed>,
    /// Every folder that was looked into, and those that links lead to, as they can be opened.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Whether a file or folder was reached through a link, so that it has several paths.
    pub(super) has_links: bool,
}

#[derive(Debug)]
pub(super) struct Listed {
    pub(super) path: SourcePath,
    /// Where it lies below the folder it belongs to.
    pub(super) name: SourcePath,
    pub(super) role: Role,
    /// Whether it lies in the folder of a ladder, or below.
    pub(super) is_of_ladder: bool,
}

/// How a text is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As a page.
    Page,
    /// As a file of a ladder.
    Sheet(SheetFormat),
}

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A page, or a file of a ladder written like one.
    Markdown,
    /// Declarations of a ladder.
    Sheet,
    /// A file that is published as it is.
    Asset(AssetHome),
    /// A template of the project, or of the theme with this name.
    Template(Option<String>),
    /// An asset of the project's layer, or of the theme with this name.
    ThemeAsset(Option<String>),
    /// The `theme.toml` of the theme with this name.
    Manifest(String),
}

impl Listing {
    /// Returns the files whose role fits.
    pub fn with_role<'a>(
        &'a self,
        fits: impl Fn(&Role) -> bool + 'a,
    ) -> impl Iterator<Item = &'a SourcePath> {
        self.files.iter().filter(move |file| fits(&file.role)).map(|file| &file.path)
    }

    /// Adds a file of a ladder that is not there yet.
    pub(super) fn add_sheet(&mut self, path: &SourcePath) {
        if self.files.iter().any(|file| file.path == *path) {
            return;
        }
        let role = if path.is_markdown() { Role::Markdown } else { Role::Sheet };
        let at = self.files.partition_point(|file| file.path < *path);
        let (path, name) = (path.clone(), path.clone());
        self.files.insert(at, Listed { path, name, role, is_of_ladder: true });
    }

    /// Returns every file and what it is for.
    pub fn roles(&self) -> impl Iterator<Item = (&SourcePath, &Role)> {
        self.files.iter().map(|file| (&file.path, &file.role))
    }

    /// Returns the files that are parsed, and how.
    pub fn texts(&self) -> impl Iterator<Item = (&SourcePath, Reading)> {
        self.files.iter().filter_map(|file| Some((&file.path, file.reading()?)))
    }

    /// Returns every file.
    pub fn paths(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.iter().map(|file| &file.path)
    }

    /// Returns the assets of a folder with their names in it.
    pub(super) fn assets(&self, home: AssetHome) -> impl Iterator<Item = (&SourcePath, &SourcePath)> {
        self.files
            .iter()
            .filter(move |file| file.role == Role::Asset(home))
            .map(|file| (&file.path, &file.name))
    }
}

impl Listed {
    fn reading(&self) -> Option<Reading> {
        match self.role {
            Role::Markdown if self.is_of_ladder => Some(Reading::Sheet(SheetFormat::Markdown)),
            Role::Markdown => Some(Reading::Page),
            Role::Sheet => data_format(&self.path).map(Reading::Sheet),
            _ => None,
        }
    }
}

/// Returns the format of declarations that a file's name promises.
pub(super) fn data_format(path: &SourcePath) -> Option<SheetFormat> {
    match path.extension().to_ascii_lowercase().as_str() {
        "toml" => Some(SheetFormat::Toml),
        "yaml" | "yml" => Some(SheetFormat::Yaml),
        _ => None,
    }
}
