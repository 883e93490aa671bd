//! What can keep a project from being read at all, told to the person at the machine.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::moves::routes::{NotRoutes, VERSION};

/// Why a project cannot be opened.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused an operation.
    Io {
        /// What was tried, as it reads after "could not".
        operation: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// There is nothing to build in this folder.
    NoHandbook {
        /// The folder.
        folder: PathBuf,
    },
    /// No handbook was published in this folder.
    NoPublication {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is no list of routes that this program knows.
    NotRoutes {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: NotRoutes,
    },
    /// A value given on the command line cannot be used.
    Argument {
        /// The option, such as `--base-url`.
        option: &'static str,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// Returns what to do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Io { .. } => None,
            Self::NoPublication { .. } => Some(
                "name the folder of a published handbook, as `daring build --out DIR` writes it".to_owned(),
            ),
            Self::NotRoutes { reason: NotRoutes::Form(_), .. } => {
                Some("publish anew: `daring build` writes this file".to_owned())
            }
            Self::NotRoutes { reason: NotRoutes::Version(_), .. } => Some("update Daring".to_owned()),
            Self::NoHandbook { .. } => Some(
                "write a first page into `content/index.md`, or name the folder of a handbook with `--root`"
                    .to_owned(),
            ),
            Self::Argument { .. } => Some("`daring help build` lists the options".to_owned()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { operation, path, source } => {
                write!(f, "could not {operation} {}: {}", path.display(), describe(source))
            }
            Self::NoHandbook { folder } => {
                write!(f, "there is no handbook in {}: no handbook.toml and no Markdown", folder.display())
            }
            Self::NoPublication { folder } => {
                write!(f, "there is no published handbook in {}: no routes.json", folder.display())
            }
            Self::NotRoutes { file, reason: NotRoutes::Form(reason) } => {
                write!(f, "{} is no list of routes: {reason}", file.display())
            }
            Self::NotRoutes { file, reason: NotRoutes::Version(version) } => {
                let file = file.display();
                write!(
                    f,
                    "{file} is of version {version}, which a later Daring wrote; this one reads version {VERSION}"
                )
            }
            Self::Argument { option, reason } => write!(f, "{option}: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Returns the words of an operating system's error without its number, in lower case.
pub(super) fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
