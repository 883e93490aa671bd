//! What can keep a site from being published, told to the person at the machine.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was published. The output is as it was, except after [`PublishError::Torn`].
///
/// The text is one sentence without a full stop; [`PublishError::help`] is the next step.
#[derive(Debug)]
#[non_exhaustive]
pub enum PublishError {
    /// The operating system refused an operation.
    Io {
        /// What was tried, as it reads after "could not".
        operation: &'static str,
        /// The file as the user knows it: inside the output, not inside the staging directory.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// This folder must not be an output.
    Refused {
        /// The output as it was given.
        output: PathBuf,
        /// Why.
        reason: Refusal,
    },
    /// The output holds files and was not written by Daring.
    Foreign {
        /// The output.
        output: PathBuf,
        /// One thing in it.
        found: PathBuf,
    },
    /// A file or folder beside the output has a name that publishing needs, and is not ours.
    NotOurs {
        /// That file or folder.
        path: PathBuf,
    },
    /// Another build publishes to the same output.
    Busy {
        /// The output.
        output: PathBuf,
    },
    /// Somebody put something into the output where the new site has a file.
    Conflict {
        /// What is in the way.
        path: PathBuf,
    },
    /// Somebody put something into the output that is neither a file nor a folder.
    Special {
        /// The link, pipe, socket or device.
        path: PathBuf,
    },
    /// An artifact has a path that cannot be published.
    Name {
        /// The path as it was given.
        path: PathBuf,
    },
    /// Two artifacts have the same path.
    Twice {
        /// The path.
        path: PathBuf,
    },
    /// An artifact could not be staged, and the publication was committed all the same.
    Incomplete,
    /// Publishing file by file failed, and so did putting the old files back.
    Torn {
        /// The output, which now holds files of both sites.
        output: PathBuf,
        /// What failed first.
        cause: Box<PublishError>,
    },
}

/// Why a folder must not be an output.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It is the root of the file system.
    FileSystemRoot,
    /// It is the project.
    Project,
    /// The project lies in it.
    HoldsProject,
    /// It is this source folder.
    Source(PathBuf),
    /// This source folder lies in it.
    HoldsSource(PathBuf),
    /// It lies in this source folder.
    InSource(PathBuf),
    /// It is a file, or something lies on the way to it that is not a folder.
    NotAFolder,
    /// It is a link that leads nowhere.
    BrokenLink,
}

impl PublishError {
    pub(super) fn io(operation: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { operation, path: path.into(), source }
    }

    /// Returns what to do next, when there is something.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space and build again"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "choose a folder that you may write to with `--out`"
                }
                _ => return None,
            },
            Self::Refused { .. } => "choose another folder with `--out`, such as `public`",
            Self::Foreign { .. } => "choose another folder with `--out`, or empty this one yourself",
            Self::NotOurs { .. } | Self::Conflict { .. } => "move it away, or rename it",
            Self::Busy { .. } => "wait until it has finished, or choose another folder with `--out`",
            Self::Special { .. } => "remove it, or replace it by a file",
            Self::Name { .. } => "rename its source",
            Self::Twice { .. } => "rename one of the two sources",
            Self::Incomplete => return None,
            Self::Torn { .. } => "build again once the cause is gone",
        })
    }

    /// Says whether the operating system would not let us change that folder.
    pub(super) fn is_no_permission(&self) -> bool {
        matches!(self, Self::Io { source, .. } if matches!(
            source.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        ))
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { operation, path, source } => {
                write!(f, "could not {operation} {}: {}", Shown(path), cause(source))
            }
            Self::Refused { output, reason } => write!(f, "{} cannot be the output: {reason}", Shown(output)),
            Self::Foreign { output, found } => write!(
                f,
                "{} is not empty and was not written by Daring (it holds {})",
                Shown(output),
                Shown(found)
            ),
            Self::NotOurs { path } => {
                write!(f, "{} has the name of a temporary of Daring and was not made by it", Shown(path))
            }
            Self::Busy { output } => write!(f, "another build is running: it writes to {}", Shown(output)),
            Self::Conflict { path } => {
                write!(f, "{} is in the way of the new site and was not written by Daring", Shown(path))
            }
            Self::Special { path } => write!(f, "{} is neither a file nor a folder", Shown(path)),
            Self::Name { path } => write!(f, "`{}` cannot be the path of a published file", Shown(path)),
            Self::Twice { path } => write!(f, "{} would be published twice", Shown(path)),
            Self::Incomplete => f.write_str("a file of the site could not be written"),
            Self::Torn { output, cause } => write!(
                f,
                "{cause}; the old files could not be put back, and {} holds files of two builds",
                Shown(output)
            ),
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Torn { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FileSystemRoot => f.write_str("it is the root of the file system"),
            Self::Project => f.write_str("it is the project itself"),
            Self::HoldsProject => f.write_str("the project lies in it"),
            Self::Source(source) => write!(f, "it is the source folder {}", Shown(source)),
            Self::HoldsSource(source) => write!(f, "the source folder {} lies in it", Shown(source)),
            Self::InSource(source) => write!(f, "it lies in the source folder {}", Shown(source)),
            Self::NotAFolder => f.write_str("it is not a folder"),
            Self::BrokenLink => f.write_str("it is a link that leads nowhere"),
        }
    }
}

/// A path in a message: file names may hold terminal codes.
struct Shown<'a>(&'a Path);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.to_string_lossy().chars() {
            if c.is_control() { write!(f, "{}", c.escape_unicode())? } else { fmt::Write::write_char(f, c)? }
        }
        Ok(())
    }
}

/// Returns the system's words as the rest of a sentence: `no space left on device`.
fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_reads_as_the_rest_of_the_sentence() {
        let error = PublishError::io("write", "public/a/index.html", io::Error::from_raw_os_error(28));
        assert_eq!(error.to_string().to_lowercase(), error.to_string());
        assert!(
            error.to_string().starts_with("could not write public/a/index.html: no space left"),
            "{error}"
        );
        assert!(!error.to_string().contains("os error"));
        assert_eq!(error.help(), Some("free some space and build again"));
    }

    #[test]
    fn terminal_codes_in_names_are_escaped() {
        let error = PublishError::Special { path: "public/\u{1b}[31mred".into() };
        assert_eq!(error.to_string(), "public/\\u{1b}[31mred is neither a file nor a folder");
    }
}
