//! From the old site to the new one, in one step where the system can.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::PublishError;
use super::in_place;
use super::manifest::{MANIFEST, Manifest};
use super::staging::{Origin, Record, Staging};
use super::survey::{self, Foreign};

/// What a publication did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many files are new or have new bytes.
    pub written: usize,
    /// How many files are the ones of the last build.
    pub reused: usize,
    /// How many files of the last build left the output.
    pub removed: usize,
    /// How many files stayed that no build of ours wrote.
    pub kept: usize,
    /// How many bytes the written files have.
    pub bytes_written: u64,
    /// Why the output was changed file by file instead of in one step, if it was.
    pub in_place: Option<InPlace>,
    /// What could not be tidied up after the new site was in its place. The next build tries again.
    pub leftover: Option<PublishError>,
}

/// Why an output is changed file by file: a reader may for a moment see files of both sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InPlace {
    /// Something is mounted on the output, so that it cannot be renamed.
    MountPoint,
    /// Nothing can be made in the folder above the output.
    Parent,
    /// The system would not rename the output.
    Unmovable,
}

impl Outcome {
    /// Says whether the output is untouched because it was up to date.
    pub fn is_unchanged(&self) -> bool {
        self.written == 0 && self.removed == 0
    }
}

impl fmt::Display for InPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MountPoint => "the output is a mount point, so it was updated file by file",
            Self::Parent => {
                "the folder above the output cannot be written to, so it was updated file by file"
            }
            Self::Unmovable => "the output cannot be renamed, so it was updated file by file",
        })
    }
}

/// What the new site consists of, and what becomes of the old one.
pub(super) struct Plan {
    /// Sorted by path.
    pub(super) records: Vec<Record>,
    pub(super) new: Manifest,
    pub(super) old: Option<Manifest>,
    foreign: Foreign,
}

/// Publishes what was staged. Tidying up is the caller's.
pub(super) fn commit(staging: &Staging, mut records: Vec<Record>) -> Result<Outcome, PublishError> {
    records.sort_unstable();
    if let Some(pair) = records.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(PublishError::Twice { path: staging.target.shown().join(&*pair[0].path) });
    }
    let new = Manifest::new(records.iter().map(|record| record.path.clone()));
    let mut outcome = count(&records);
    if outcome.written == 0 && is_published(staging, &new) {
        return Ok(outcome);
    }
    let old = staging.previous.manifest.clone();
    let foreign = foreign(staging, old.as_ref(), &new)?;
    outcome.removed = old.as_ref().map_or(0, |old| old.without(&new).len());
    outcome.kept = foreign.files.len();
    let plan = Plan { records, new, old, foreign };
    outcome.in_place = staging.places.in_place;
    if outcome.in_place.is_none() {
        complete(staging, &plan)?;
        outcome.in_place = exchange(staging)?;
    }
    if outcome.in_place.is_some() {
        in_place::replace(staging, &plan)?;
    }
    Ok(outcome)
}

fn count(records: &[Record]) -> Outcome {
    let mut outcome = Outcome::default();
    for record in records {
        match record.origin {
            Origin::Reused => outcome.reused += 1,
            Origin::Written(bytes) => {
                outcome.written += 1;
                outcome.bytes_written += bytes;
            }
        }
    }
    outcome
}

/// Says whether the output is, down to its modes, what a commit would make it.
fn is_published(staging: &Staging, new: &Manifest) -> bool {
    let output = staging.target.output();
    let is_fit = |path: &Path| fs::metadata(path).is_ok_and(|found| staging.disk.has_public_mode(&found));
    // A mount point keeps the mode that it was mounted with.
    let is_folder_fit = staging.places.in_place.is_some() || is_fit(output);
    staging.previous.manifest.as_ref() == Some(new) && is_folder_fit && is_fit(&output.join(MANIFEST))
}

/// Returns what the user has in the output, having made sure that all of it can stay.
fn foreign(staging: &Staging, old: Option<&Manifest>, new: &Manifest) -> Result<Foreign, PublishError> {
    let shown = staging.target.shown();
    let nothing = Manifest::default();
    let foreign = survey::survey(&staging.target, old.unwrap_or(&nothing))?;
    let newcomer = foreign.files.first().or(foreign.folders.first());
    if let (None, Some(found)) = (old, newcomer) {
        // It was empty or missing when the build began.
        return Err(PublishError::Foreign { output: shown.to_path_buf(), found: shown.join(found) });
    }
    match survey::conflict(&foreign, new) {
        Some(path) => Err(PublishError::Conflict { path: shown.join(path) }),
        None => Ok(foreign),
    }
}

/// Adds to the staging directory what it shares with the old site, and the manifest.
fn complete(staging: &Staging, plan: &Plan) -> Result<(), PublishError> {
    let output = staging.target.output();
    let reused = plan.records.par_iter().filter(|record| record.origin == Origin::Reused);
    reused.try_for_each(|record| {
        let staged = staging.place(&record.path)?;
        let linked = staging.disk.link(&output.join(&*record.path), &staged);
        linked.map_err(|error| staging.failed("write", &*record.path, error))
    })?;
    keep(staging, &plan.foreign)?;
    let marker = staging.places.staging.join(MANIFEST);
    let listed = OpenOptions::new()
        .append(true)
        .open(marker)
        .and_then(|mut marker| staging.disk.append(&mut marker, plan.new.lines().as_bytes()));
    listed.map_err(|error| staging.failed("write", MANIFEST, error))
}

/// Adds what the user has in the output.
fn keep(staging: &Staging, foreign: &Foreign) -> Result<(), PublishError> {
    let (old, new) = (staging.target.output(), &staging.places.staging);
    let made_here = |path: &&PathBuf| !new.join(path).exists();
    let folders: Vec<&PathBuf> = foreign.folders.iter().filter(made_here).collect();
    for path in &folders {
        keep_parent(staging, path)?;
        staging.disk.make_folder(&new.join(path)).map_err(|error| staging.failed("keep", path, error))?;
    }
    for path in &foreign.files {
        keep_parent(staging, path)?;
        let linked = staging.disk.link(&old.join(path), &new.join(path));
        linked.map_err(|error| staging.failed("keep", path, error))?;
    }
    // Last, and the innermost first: a write-protected folder takes no more files.
    for folder in folders.into_iter().rev() {
        let protected = staging.disk.protect_like(&old.join(folder), &new.join(folder));
        protected.map_err(|error| staging.failed("keep", folder, error))?;
    }
    Ok(())
}

/// Makes a folder of ours that lost its last page, for what the user has in it.
fn keep_parent(staging: &Staging, path: &Path) -> Result<(), PublishError> {
    // A folder whose name is not Unicode is not ours, and has been made as one of the user's.
    match path.parent().and_then(Path::to_str) {
        Some(folder) if !folder.is_empty() => staging.make_folders(folder),
        _ => Ok(()),
    }
}

/// Puts the finished staging directory in the place of the output; `Some` if it cannot be moved
/// there and nothing has happened.
fn exchange(staging: &Staging) -> Result<Option<InPlace>, PublishError> {
    let (disk, output, staged) = (&staging.disk, staging.target.output(), &*staging.places.staging);
    let failed = |error| PublishError::io("replace", staging.target.shown(), error);
    if !output.exists() {
        disk.rename(staged, output).map_err(failed)?;
        return Ok(None);
    }
    let exchanged = match disk.exchange(staged, output) {
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            rename_twice(staging)
        }
        exchanged => exchanged,
    };
    match exchanged {
        Ok(()) => Ok(None),
        Err(error) if is_unmovable(&error) => Ok(Some(InPlace::Unmovable)),
        Err(error) => Err(failed(error)),
    }
}

/// Says whether files in a folder may be replaced though the folder itself may not be renamed: it
/// is busy, belongs to somebody else, or lies in the lower layer of an overlay.
fn is_unmovable(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::CrossesDevices | ErrorKind::PermissionDenied)
}

/// Replaces the output where two folders cannot be exchanged. For an instant there is none; a
/// build that finds none after a kill puts the old one back.
fn rename_twice(staging: &Staging) -> io::Result<()> {
    let (output, retired) = (staging.target.output(), &staging.places.retired);
    staging.disk.rename(output, retired)?;
    staging.disk.rename(&staging.places.staging, output).inspect_err(|_| {
        // The error of the first failure is the one to tell. The next build tries this again.
        let _ = staging.disk.rename(retired, output);
    })
}
