//! One build at a time for each output.
//!
//! The lock is a file beside the output that the kernel holds for us: it is free the moment the
//! process ends, however it ends, so that no lock is ever stale. The file goes while the lock is
//! held, which is why taking it must check that the name still means the file that was locked.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::disk::Disk;
use super::platform;

/// How long to wait between two looks at a lock that somebody holds. The standard library can
/// wait for ever or not at all.
const PAUSE: Duration = Duration::from_millis(10);

/// The right to publish to one output. Dropping it frees the lock; [`Lock::release`] also removes
/// the file.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Whether somebody else held it first.
    pub(super) was_held: bool,
    /// Held open for the kernel's sake.
    _file: File,
}

/// Why a lock was not taken.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// Somebody held it for the whole wait.
    Held,
    /// It is no file, or one that is not empty, so it is a user's.
    NotOurs,
    Io(io::Error),
}

impl Lock {
    /// Takes the lock, waiting for it at most for `wait`.
    pub(super) fn take(path: &Path, wait: Duration) -> Result<Self, NotTaken> {
        let start = Instant::now();
        let mut was_held = false;
        loop {
            let file = platform::open_lock(path).map_err(|error| match fs::symlink_metadata(path) {
                // A link, a folder or a pipe of that name, which we do not open.
                Ok(found) if !found.is_file() => NotTaken::NotOurs,
                _ => NotTaken::Io(error),
            })?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path)? => {
                    return Ok(Self { path: path.to_path_buf(), was_held, _file: file });
                }
                // Its last holder has just removed it.
                Ok(()) => was_held = true,
                Err(TryLockError::WouldBlock) if start.elapsed() >= wait => return Err(NotTaken::Held),
                Err(TryLockError::WouldBlock) => {
                    was_held = true;
                    thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) => return Err(NotTaken::Io(error)),
            }
        }
    }

    /// Removes the file, then frees the lock.
    pub(super) fn release(self, disk: &Disk) -> io::Result<()> {
        disk.remove_file(&self.path)
    }
}

/// Says whether the file we locked is still the one of that name: the last holder removes it.
fn is_at(file: &File, path: &Path) -> Result<bool, NotTaken> {
    let locked = file.metadata().map_err(NotTaken::Io)?;
    match fs::symlink_metadata(path) {
        Ok(_) if locked.len() > 0 => Err(NotTaken::NotOurs),
        Ok(named) => Ok(platform::is_same_file(&locked, &named)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(NotTaken::Io(error)),
    }
}
