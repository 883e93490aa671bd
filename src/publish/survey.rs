//! What a user has put into the output: it is not ours, so it stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::error::PublishError;
use super::manifest::{self, MANIFEST, Manifest, TEMPORARIES};
use super::target::Target;

/// Files and folders in the output that no build of ours made, sorted, relative to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Foreign {
    pub(super) files: Vec<PathBuf>,
    /// Also empty ones: a `.git` needs its empty folders. Those that hold others come first.
    pub(super) folders: Vec<PathBuf>,
    special: Vec<PathBuf>,
}

/// Looks through the output for what is not in `published`, the manifest of the old site.
///
/// # Errors
/// A folder cannot be read, or there is something that is neither a file nor a folder.
pub(super) fn survey(target: &Target, published: &Manifest) -> Result<Foreign, PublishError> {
    let known = Known {
        output: target.output(),
        files: published,
        folders: published.paths().flat_map(manifest::folders_of).collect(),
    };
    let mut found = Foreign::default();
    // A level at a time, not by recursion: a tree may be as deep as a path is long.
    let mut level = vec![PathBuf::new()];
    while !level.is_empty() {
        let looks: Vec<Look> = level
            .par_iter()
            .map(|folder| look(&known, folder))
            .map(|look| look.map_err(|(folder, error)| PublishError::io("read", target.show(&folder), error)))
            .collect::<Result<_, _>>()?;
        level.clear();
        for look in looks {
            found.files.extend(look.foreign.files);
            found.folders.extend(look.foreign.folders);
            found.special.extend(look.foreign.special);
            level.extend(look.folders);
        }
    }
    for paths in [&mut found.files, &mut found.folders, &mut found.special] {
        paths.sort_unstable();
    }
    match found.special.first() {
        Some(path) => Err(PublishError::Special { path: target.shown().join(path) }),
        None => Ok(found),
    }
}

/// Returns what is in the way of the new site: a file where it has a file or folder, or a folder
/// with something of the user's in it where it has a file.
pub(super) fn conflict<'a>(foreign: &'a Foreign, new: &Manifest) -> Option<&'a PathBuf> {
    let new_folders: FxHashSet<&str> = new.paths().flat_map(manifest::folders_of).collect();
    let is_new_file = |path: &Path| path.to_str().is_some_and(|path| new.contains(path));
    let is_new_folder = |path: &Path| path.to_str().is_some_and(|path| new_folders.contains(path));
    let file = foreign.files.iter().find(|path| is_new_folder(path) || path.ancestors().any(is_new_file));
    file.or_else(|| foreign.folders.iter().find(|path| path.ancestors().any(is_new_file)))
}

struct Known<'a> {
    output: &'a Path,
    files: &'a Manifest,
    folders: FxHashSet<&'a str>,
}

/// What one folder holds.
#[derive(Default)]
struct Look {
    foreign: Foreign,
    /// All of its folders, ours too.
    folders: Vec<PathBuf>,
}

fn look(known: &Known<'_>, folder: &Path) -> Result<Look, (PathBuf, io::Error)> {
    let absolute = known.output.join(folder);
    let mut look = Look::default();
    let entries = match fs::read_dir(&absolute) {
        // There is no output yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound && folder.as_os_str().is_empty() => {
            return Ok(look);
        }
        entries => entries.map_err(|error| (absolute.clone(), error))?,
    };
    for entry in entries {
        let (name, kind) = entry
            .and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))
            .map_err(|error| (absolute.clone(), error))?;
        if folder.as_os_str().is_empty()
            && (name == MANIFEST || TEMPORARIES.iter().any(|temporary| name == *temporary))
        {
            continue;
        }
        let path = folder.join(name);
        let named = path.to_str();
        if kind.is_dir() {
            if !named.is_some_and(|path| known.folders.contains(path)) {
                look.foreign.folders.push(path.clone());
            }
            look.folders.push(path);
        } else if named.is_some_and(|path| known.files.contains(path)) {
            // Ours by name. Whatever it has become, it is replaced.
        } else if kind.is_file() {
            look.foreign.files.push(path);
        } else {
            look.foreign.special.push(path);
        }
    }
    Ok(look)
}
