//! Where a site is published to: a folder that may be replaced as a whole.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::{PublishError, Refusal};

/// A folder that may be an output. It need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Absolute, without links.
    output: PathBuf,
    /// As people know it: from the project's root if it lies in there.
    shown: PathBuf,
}

/// Checks that `output` may be replaced.
///
/// `root` is the project and `sources` are the folders it is made from; all absolute, and none has
/// to exist. A relative `output` is meant from `root`. Links are resolved before anything is
/// compared, and an output that is a link to a folder means that folder.
///
/// # Errors
/// The output is the project, a source folder, or one that holds or lies in them, the root of the file
/// system, or not a folder.
pub fn target(output: &Path, root: &Path, sources: &[PathBuf]) -> Result<Target, PublishError> {
    let shown = output.strip_prefix(root).unwrap_or(output).to_path_buf();
    let given = root.join(output);
    let resolved = resolve(&given).map_err(|error| match error {
        Unresolved::BrokenLink => refused(&shown, Refusal::BrokenLink),
        Unresolved::NotAFolder => refused(&shown, Refusal::NotAFolder),
        Unresolved::Io(source) => PublishError::io("open", &shown, source),
    })?;
    let reason = refusal(&resolved, root, sources);
    match reason {
        Some(reason) => Err(refused(&given_name(&shown, output), reason)),
        None => Ok(Target { output: resolved, shown }),
    }
}

impl Target {
    /// Returns the folder, absolute and without links.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Returns the folder as people know it, for messages.
    pub fn shown(&self) -> &Path {
        &self.shown
    }

    /// Returns the path of a temporary beside the output: `.public` and `suffix`.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.output.file_name().expect("the root of a file system is refused"));
        name.push(suffix);
        self.output.with_file_name(name)
    }

    /// Returns how people know `path`, which lies in the output or beside it.
    pub(super) fn show(&self, path: &Path) -> PathBuf {
        if let Ok(inner) = path.strip_prefix(&self.output) {
            return if inner.as_os_str().is_empty() { self.shown.clone() } else { self.shown.join(inner) };
        }
        match path.file_name() {
            Some(name) if path.parent() == self.output.parent() => self.shown.with_file_name(name),
            _ => path.to_path_buf(),
        }
    }
}

/// Returns a name for messages; the project seen from itself has none, so what was typed must do.
fn given_name(shown: &Path, output: &Path) -> PathBuf {
    if shown.as_os_str().is_empty() { output.to_path_buf() } else { shown.to_path_buf() }
}

fn refused(output: &Path, reason: Refusal) -> PublishError {
    PublishError::Refused { output: output.to_path_buf(), reason }
}

fn refusal(output: &Path, root: &Path, sources: &[PathBuf]) -> Option<Refusal> {
    if output.file_name().is_none() {
        return Some(Refusal::FileSystemRoot);
    }
    // A path that cannot be resolved cannot hold the output either; compare it as it was given.
    let project = resolve(root).unwrap_or_else(|_| root.to_path_buf());
    if output == project {
        return Some(Refusal::Project);
    }
    if project.starts_with(output) {
        return Some(Refusal::HoldsProject);
    }
    for given in sources {
        let source = resolve(given).unwrap_or_else(|_| given.clone());
        let named = given.strip_prefix(root).unwrap_or(given).to_path_buf();
        if output == source {
            return Some(Refusal::Source(named));
        }
        if source.starts_with(output) {
            return Some(Refusal::HoldsSource(named));
        }
        if output.starts_with(&source) {
            return Some(Refusal::InSource(named));
        }
    }
    match fs::metadata(output) {
        Ok(metadata) if !metadata.is_dir() => Some(Refusal::NotAFolder),
        _ => None,
    }
}

enum Unresolved {
    BrokenLink,
    NotAFolder,
    Io(io::Error),
}

/// Resolves the links of a path of which the end need not exist.
fn resolve(path: &Path) -> Result<PathBuf, Unresolved> {
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            // No link is left in what has been resolved, so that the parent is the parent by name.
            Component::ParentDir => drop(resolved.pop()),
            Component::Normal(name) => {
                resolved.push(name);
                match fs::symlink_metadata(&resolved) {
                    Ok(found) if found.is_symlink() => {
                        resolved = fs::canonicalize(&resolved).map_err(|error| match error.kind() {
                            io::ErrorKind::NotFound => Unresolved::BrokenLink,
                            _ => Unresolved::Io(error),
                        })?;
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                        return Err(Unresolved::NotAFolder);
                    }
                    Err(error) => return Err(Unresolved::Io(error)),
                }
            }
            Component::RootDir | Component::Prefix(_) => resolved.push(component),
        }
    }
    Ok(resolved)
}
