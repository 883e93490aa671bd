//! The site that is being made: artifacts on their way, not yet seen by any reader.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use super::commit::{self, Outcome};
use super::disk::Disk;
use super::error::PublishError;
use super::lock::Lock;
use super::manifest;
use super::previous::Previous;
use super::stage::{self, Places};
use super::target::Target;

/// A publication in progress. It holds the lock of its output.
///
/// Dropping it abandons it: nothing of it is left, and the output is as it was.
#[derive(Debug)]
pub struct Staging {
    pub(super) disk: Disk,
    pub(super) target: Target,
    pub(super) places: Places,
    pub(super) previous: Previous,
    lock: Option<Lock>,
    /// Folders above the output that were missing.
    parents: Vec<PathBuf>,
    records: Mutex<Vec<Record>>,
    folders: Mutex<FxHashSet<Box<str>>>,
    is_incomplete: AtomicBool,
}

/// One artifact that was staged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Record {
    pub(super) path: Box<str>,
    pub(super) origin: Origin,
}

/// Where the bytes of an artifact are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// In the old site; they are linked when it is clear that the site changes at all.
    Reused,
    /// In the staging directory; so many bytes.
    Written(u64),
}

impl Staging {
    pub(super) fn new(
        disk: Disk,
        target: Target,
        places: Places,
        lock: Lock,
        previous: Previous,
        parents: Vec<PathBuf>,
    ) -> Self {
        Self {
            disk,
            target,
            places,
            previous,
            lock: Some(lock),
            parents,
            records: Mutex::default(),
            folders: Mutex::default(),
            is_incomplete: AtomicBool::new(false),
        }
    }

    /// Returns whether another publication was on its way first, and may have read newer files.
    pub fn has_waited(&self) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.was_held)
    }

    /// Stages an artifact: `path` is relative to the output, with `/` between names.
    ///
    /// # Errors
    /// The path leads out of the output or is reserved, or the file system refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.record(path, || {
            if self.previous.holds(&self.disk, path, bytes) {
                return Ok(Origin::Reused);
            }
            let staged = self.place(path)?;
            self.disk.write(&staged, bytes).map_err(|error| self.failed("write", path, error))?;
            Ok(Origin::Written(bytes.len() as u64))
        })
    }

    /// Stages the bytes of the file `from`. They are copied: the artifact is never a link to a
    /// source, and does not get its mode.
    ///
    /// # Errors
    /// As for [`Staging::write`], or `from` cannot be read or is not a file.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), PublishError> {
        self.record(path, || {
            let (mut source, length) =
                open_source(from).map_err(|error| PublishError::io("read", from, error))?;
            if self.previous.holds_copy(&self.disk, path, &source, length) {
                return Ok(Origin::Reused);
            }
            io::Seek::rewind(&mut source).map_err(|error| PublishError::io("read", from, error))?;
            let staged = self.place(path)?;
            let copied =
                self.disk.copy(&mut source, &staged).map_err(|error| self.failed("write", path, error))?;
            Ok(Origin::Written(copied))
        })
    }

    /// Makes what was staged the output, in one step where the system can.
    ///
    /// If that changes nothing, nothing is touched. Files of the last build that were not staged
    /// leave the output; files that no build of ours wrote stay.
    ///
    /// # Errors
    /// A file of the user's is in the way, or the file system refuses. The output is then as it
    /// was, except after [`PublishError::Torn`].
    pub fn commit(mut self) -> Result<Outcome, PublishError> {
        if self.is_incomplete.load(Ordering::Relaxed) {
            return Err(PublishError::Incomplete);
        }
        let records = std::mem::take(self.records.get_mut().expect("no holder of this lock panics"));
        let mut outcome = commit::commit(&self, records)?;
        self.parents.clear();
        outcome.leftover = self.close().err();
        Ok(outcome)
    }

    /// Gives up. Nothing of the publication is left, and the output is as it was.
    pub fn abandon(self) {
        drop(self);
    }

    /// Returns where `path` is staged, after making the folders on the way there.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf, PublishError> {
        if let Some(folder) = manifest::parent(path) {
            self.make_folders(folder)?;
        }
        Ok(self.places.staging.join(path))
    }

    /// Makes the error of an operation on the artifact `path`, in the words of the user.
    pub(super) fn failed(
        &self,
        operation: &'static str,
        path: impl AsRef<Path>,
        error: io::Error,
    ) -> PublishError {
        PublishError::io(operation, self.target.shown().join(path), error)
    }

    fn record(
        &self,
        path: &str,
        stage: impl FnOnce() -> Result<Origin, PublishError>,
    ) -> Result<(), PublishError> {
        let staged = if manifest::is_artifact_path(path) {
            stage()
        } else {
            Err(PublishError::Name { path: path.into() })
        };
        let origin = staged.inspect_err(|_| self.is_incomplete.store(true, Ordering::Relaxed))?;
        let record = Record { path: path.into(), origin };
        self.records.lock().expect("no holder of this lock panics").push(record);
        Ok(())
    }

    /// Makes a folder of the new site and those above it, each once. Two threads may both find it
    /// missing; that is cheaper than to make one wait for the other.
    pub(super) fn make_folders(&self, folder: &str) -> Result<(), PublishError> {
        let missing: Vec<&str> = {
            let made = self.folders.lock().expect("no holder of this lock panics");
            let way_up = std::iter::once(folder).chain(manifest::folders_of(folder));
            way_up.take_while(|path| !made.contains(*path)).collect()
        };
        for path in missing.into_iter().rev() {
            let made = self.disk.make_folder(&self.places.staging.join(path));
            made.map_err(|error| self.failed("create", path, error))?;
            self.folders.lock().expect("no holder of this lock panics").insert(path.into());
        }
        Ok(())
    }

    /// Removes the staging directory, whatever it holds by now, and frees the lock. Does nothing
    /// the second time.
    fn close(&mut self) -> Result<(), PublishError> {
        let Some(lock) = self.lock.take() else { return Ok(()) };
        let show = |path: &Path| self.target.show(path);
        let clear =
            |tree| self.disk.remove_tree(tree).map_err(|error| PublishError::io("remove", show(tree), error));
        let mut cleared = clear(&self.places.staging);
        // A retired output whose successor never arrived is all there is. The next build restores it.
        if self.target.output().exists() {
            cleared = cleared.and(clear(&self.places.retired));
        }
        let released = lock.release(&self.disk);
        stage::remove_parents(&self.disk, &self.parents);
        cleared?;
        released.map_err(|error| PublishError::io("unlock", self.target.shown(), error))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // There is nobody to tell, and the next build tries again.
        let _ = self.close();
    }
}

/// Opens a file to be copied. A pipe would block when it is opened, so that is not tried.
fn open_source(from: &Path) -> io::Result<(File, u64)> {
    let metadata = std::fs::metadata(from)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    Ok((File::open(from)?, metadata.len()))
}
