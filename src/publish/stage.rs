//! Opening a publication: the lock, what an interrupted build left, the staging directory.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::commit::InPlace;
use super::disk::Disk;
use super::error::PublishError;
use super::lock::{Lock, NotTaken};
use super::manifest::{HEADER, MANIFEST, Manifest, TEMPORARIES};
use super::platform;
use super::previous::Previous;
use super::staging::Staging;
use super::target::Target;

/// Opens a publication: takes the lock of the output, waiting for another build at most for `wait`,
/// removes what an interrupted build left, and makes the staging directory.
///
/// # Errors
/// The output holds files and is not ours, another build holds the lock, or the file system
/// refuses. Nothing is left behind.
pub fn stage(target: &Target, wait: Duration) -> Result<Staging, PublishError> {
    stage_on(Disk::default(), target, wait)
}

pub(super) fn stage_on(mut disk: Disk, target: &Target, wait: Duration) -> Result<Staging, PublishError> {
    // Before the lock, because a folder that is not ours does not even get a lock file.
    published(target)?;
    let exists = target.output().is_dir();
    if exists && platform::is_mount_point(target.output()) {
        return open(disk, target, Places::inside(target, InPlace::MountPoint), wait);
    }
    let made = make_parents(&disk, target)?;
    let opened = match open_places(&mut disk, target, &Places::beside(target), wait) {
        Err(error) if exists && error.is_no_permission() => {
            return open(disk, target, Places::inside(target, InPlace::Parent), wait);
        }
        opened => opened,
    };
    match opened {
        Ok((lock, previous)) => {
            Ok(Staging::new(disk, target.clone(), Places::beside(target), lock, previous, made))
        }
        Err(error) => {
            remove_parents(&disk, &made);
            Err(error)
        }
    }
}

/// Returns the files that the last publication put into `target`, by rising path; `None` when there
/// was none, it was interrupted and left something behind, or another is on its way.
pub fn settled(target: &Target) -> Option<Vec<Box<str>>> {
    let places = [Places::beside(target), Places::inside(target, InPlace::MountPoint)];
    let temporaries = places.iter().flat_map(|places| [&places.staging, &places.lock, &places.retired]);
    let is_settled = temporaries.into_iter().all(|path| fs::symlink_metadata(path).is_err());
    let manifest = is_settled.then(|| Manifest::read(target.output())).flatten()?;
    Some(manifest.paths().map(Box::from).collect())
}

/// Where the temporaries of a publication are.
#[derive(Debug)]
pub(super) struct Places {
    /// The staging directory.
    pub(super) staging: PathBuf,
    lock: PathBuf,
    /// Where the old site waits for an instant if folders cannot be exchanged in one step.
    pub(super) retired: PathBuf,
    /// Why the output has to be changed file by file, if so.
    pub(super) in_place: Option<InPlace>,
}

impl Places {
    fn beside(target: &Target) -> Self {
        let [staging, lock, retired] = TEMPORARIES.map(|suffix| target.beside(suffix));
        Self { staging, lock, retired, in_place: None }
    }

    fn inside(target: &Target, reason: InPlace) -> Self {
        let [staging, lock, retired] = TEMPORARIES.map(|name| target.output().join(name));
        Self { staging, lock, retired, in_place: Some(reason) }
    }
}

fn open(mut disk: Disk, target: &Target, places: Places, wait: Duration) -> Result<Staging, PublishError> {
    let (lock, previous) = open_places(&mut disk, target, &places, wait)?;
    Ok(Staging::new(disk, target.clone(), places, lock, previous, Vec::new()))
}

fn open_places(
    disk: &mut Disk,
    target: &Target,
    places: &Places,
    wait: Duration,
) -> Result<(Lock, Previous), PublishError> {
    let lock = Lock::take(&places.lock, wait).map_err(|why| match why {
        NotTaken::Held => PublishError::Busy { output: target.shown().to_path_buf() },
        NotTaken::NotOurs => PublishError::NotOurs { path: target.show(&places.lock) },
        // The lock file is the first thing that is made, so that this is about the folder, not the lock.
        NotTaken::Io(error) => {
            let operation = if target.output().exists() { "write to" } else { "create" };
            PublishError::io(operation, target.shown(), error)
        }
    })?;
    match prepare(disk, target, places) {
        Ok(previous) => Ok((lock, previous)),
        Err(error) => {
            // The first error is the one to tell; what cannot be removed is removed next time.
            let _ = lock.release(disk);
            Err(error)
        }
    }
}

/// Clears the ground and makes the staging directory, under the lock.
fn prepare(disk: &mut Disk, target: &Target, places: &Places) -> Result<Previous, PublishError> {
    for leftover in [&places.staging, &places.retired] {
        if !may_remove(leftover).map_err(|error| PublishError::io("read", target.show(leftover), error))? {
            return Err(PublishError::NotOurs { path: target.show(leftover) });
        }
    }
    // Killed between the two renames of a system that cannot exchange: the old site is the site.
    if !target.output().exists() && places.retired.exists() {
        let restored = disk.rename(&places.retired, target.output());
        restored.map_err(|error| PublishError::io("restore", target.shown(), error))?;
    }
    for leftover in [&places.staging, &places.retired] {
        let removed = disk.remove_tree(leftover);
        removed.map_err(|error| PublishError::io("remove", target.show(leftover), error))?;
    }
    let manifest = published(target)?;
    let made = make_staging(disk, &places.staging);
    made.map_err(|error| {
        // As above: the first error is the one to tell.
        let _ = disk.remove_tree(&places.staging);
        PublishError::io("create", target.show(&places.staging), error)
    })?;
    Ok(Previous::new(target.output(), manifest))
}

fn make_staging(disk: &mut Disk, staging: &Path) -> io::Result<()> {
    let marker = staging.join(MANIFEST);
    disk.make_folder(staging)?;
    disk.write(&marker, HEADER.as_bytes())?;
    disk.probe_modes(staging, &marker)
}

/// Reads what was published. The output may be missing or empty; otherwise it must be ours.
fn published(target: &Target) -> Result<Option<Manifest>, PublishError> {
    if let Some(manifest) = Manifest::read(target.output()) {
        return Ok(Some(manifest));
    }
    let entries = match fs::read_dir(target.output()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(|error| PublishError::io("read", target.shown(), error))?,
    };
    let names = entries.collect::<io::Result<Vec<_>>>();
    let names = names.map_err(|error| PublishError::io("read", target.shown(), error))?;
    // A build into an empty folder that was killed may have left temporaries and no manifest.
    let is_temporary = |name: &OsString| TEMPORARIES.iter().any(|temporary| name == temporary);
    let foreign = names.iter().map(fs::DirEntry::file_name).filter(|name| !is_temporary(name));
    let Some(name) = foreign.min() else { return Ok(None) };
    // Between the two looks another build may have published here for the first time.
    Manifest::read(target.output()).map(Some).ok_or_else(|| PublishError::Foreign {
        output: target.shown().to_path_buf(),
        found: target.shown().join(name),
    })
}

/// Says whether there is nothing of that name, or a folder that only we can have made: it bears our
/// manifest, or is so fresh that it bears nothing.
fn may_remove(leftover: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(leftover) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
        Ok(found) if !found.is_dir() => return Ok(false),
        Ok(_) => {}
    }
    let is_marked = fs::symlink_metadata(leftover.join(MANIFEST)).is_ok_and(|marker| marker.is_file());
    Ok(is_marked || fs::read_dir(leftover)?.next().is_none())
}

/// Makes the folders above the output that are missing, and returns them, the highest first.
fn make_parents(disk: &Disk, target: &Target) -> Result<Vec<PathBuf>, PublishError> {
    let above = target.output().ancestors().skip(1);
    let mut missing: Vec<PathBuf> =
        above.take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect();
    missing.reverse();
    for (count, folder) in missing.iter().enumerate() {
        if let Err(error) = disk.make_folder(folder) {
            remove_parents(disk, &missing[..count]);
            return Err(PublishError::io("create", target.shown(), error));
        }
    }
    Ok(missing)
}

/// Removes the folders above the output that a build made which then did not publish.
pub(super) fn remove_parents(disk: &Disk, made: &[PathBuf]) {
    for folder in made.iter().rev() {
        // Somebody may have put something there: then it stays.
        let _ = disk.remove_folder(folder);
    }
}
