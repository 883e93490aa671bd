//! The file system as publishing uses it: every change goes through here, one small step each.
//!
//! That makes two things possible: published modes do not depend on the umask, and tests can let
//! any single step fail, or let the process "die" before it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::MANIFEST;
use super::platform;

/// A way to change files and folders.
#[derive(Debug, Default)]
pub(super) struct Disk {
    modes: Modes,
    #[cfg(test)]
    pub(super) faults: super::faults::Faults,
}

/// What has to be done for a file to have the mode it is published with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Modes {
    /// Nothing: they are made with it.
    #[default]
    AsMade,
    /// The umask takes away from it; it must be set once more.
    Set,
    /// Nothing helps: the file system has no modes.
    Absent,
}

impl Disk {
    #[cfg(test)]
    pub(super) fn with(faults: super::faults::Faults) -> Self {
        Self { modes: Modes::default(), faults }
    }

    /// Finds out what the umask does, by a folder and a file that have just been made.
    pub(super) fn probe_modes(&mut self, folder: &Path, file: &Path) -> io::Result<()> {
        let both_fit = || -> io::Result<bool> {
            let (folder, file) = (fs::metadata(folder)?, fs::metadata(file)?);
            Ok(platform::has_public_mode(&folder) && platform::has_public_mode(&file))
        };
        if both_fit()? {
            return Ok(());
        }
        platform::set_folder_mode(folder)?;
        platform::set_file_mode(&File::open(file)?)?;
        self.modes = if both_fit()? { Modes::Set } else { Modes::Absent };
        Ok(())
    }

    /// Says whether an existing file or folder could be published with the mode it has.
    pub(super) fn has_public_mode(&self, metadata: &fs::Metadata) -> bool {
        self.modes == Modes::Absent || platform::has_public_mode(metadata)
    }

    /// Makes a folder; one that is there already is fine.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match platform::create_folder(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            made => made?,
        }
        if self.modes == Modes::Set { platform::set_folder_mode(path) } else { Ok(()) }
    }

    /// Gives a folder the mode that it is published with.
    pub(super) fn set_folder_mode(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        platform::set_folder_mode(path)
    }

    /// Makes a file that must not exist yet.
    pub(super) fn make_file(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        let file = platform::create_file(path)?;
        if self.modes == Modes::Set {
            platform::set_file_mode(&file)?;
        }
        Ok(file)
    }

    /// Writes a new file.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.make_file(path)?;
        self.append(&mut file, bytes)
    }

    /// Adds bytes to an open file.
    pub(super) fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        file.write_all(bytes)
    }

    /// Copies the rest of an open file into a new one, and returns how many bytes that were. Only
    /// the bytes are copied: the source may be private.
    pub(super) fn copy(&self, from: &mut File, to: &Path) -> io::Result<u64> {
        let mut file = self.make_file(to)?;
        self.step()?;
        io::copy(from, &mut file)
    }

    /// Gives a file of the old site a second name, or copies it where that cannot be done.
    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        // Which error a system gives for "no links here" varies too much to list; if it was
        // another one, then the copy fails as well and says so.
        if fs::hard_link(from, to).is_ok() {
            return Ok(());
        }
        let modified = fs::metadata(from)?.modified()?;
        fs::copy(from, to)?;
        File::options().write(true).open(to).and_then(|file| file.set_modified(modified)).or(Ok(()))
    }

    /// Gives a folder the mode of one of the user's.
    pub(super) fn protect_like(&self, model: &Path, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::set_permissions(path, fs::metadata(model)?.permissions())
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Exchanges two folders in one step; see [`platform::exchange`].
    pub(super) fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.step()?;
        #[cfg(test)]
        self.faults.refuse_exchange()?;
        platform::exchange(a, b)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }

    /// Removes a folder of ours and all that is in it; one that is not there is fine. No link is
    /// followed.
    ///
    /// The manifest goes last, so that what a kill leaves can still be told from a user's folder.
    /// Not `remove_dir_all`, which holds a file open for each level and fails at a thousand.
    pub(super) fn remove_tree(&self, tree: &Path) -> io::Result<()> {
        match fs::symlink_metadata(tree) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found?,
        };
        let mut levels = vec![self.empty(tree, &[MANIFEST])?];
        while let Some(level) = levels.last().filter(|level| !level.is_empty()) {
            let below: Vec<_> =
                level.par_iter().map(|folder| self.empty(folder, &[])).collect::<io::Result<_>>()?;
            levels.push(below.concat());
        }
        for level in levels.into_iter().rev() {
            level.par_iter().try_for_each(|folder| self.remove_emptied(folder))?;
        }
        match self.remove_file(&tree.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => self.remove_folder(tree),
        }
    }

    /// Removes what is in a folder, but for folders, which are returned, and for these names.
    fn empty(&self, folder: &Path, except: &[&str]) -> io::Result<Vec<PathBuf>> {
        let emptied = self.empty_once(folder, except);
        match emptied {
            // A folder of the user's may be write-protected, and this is only its double.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.set_folder_mode(folder)?;
                self.empty_once(folder, except)
            }
            emptied => emptied,
        }
    }

    fn empty_once(&self, folder: &Path, except: &[&str]) -> io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for child in fs::read_dir(folder)? {
            let child = child?;
            if child.file_type()?.is_dir() {
                folders.push(child.path());
            } else if !except.iter().any(|name| child.file_name() == *name) {
                self.remove_file(&child.path())?;
            }
        }
        Ok(folders)
    }

    fn remove_emptied(&self, folder: &Path) -> io::Result<()> {
        match (self.remove_folder(folder), folder.parent()) {
            (Err(error), Some(above)) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.set_folder_mode(above)?;
                self.remove_folder(folder)
            }
            (removed, _) => removed,
        }
    }

    /// Comes before every change. Costs nothing outside tests.
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.faults.step()?;
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn modes_that_a_umask_took_away_are_given_back() {
        let root = tempfile::TempDir::new().unwrap();
        let at = |name: &str| root.path().join(name);
        let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
        let mut disk = Disk::default();
        disk.make_folder(&at("folder")).unwrap();
        disk.write(&at("file"), b"").unwrap();
        // As a umask of 077 would have left them.
        fs::set_permissions(at("folder"), fs::Permissions::from_mode(0o700)).unwrap();
        fs::set_permissions(at("file"), fs::Permissions::from_mode(0o600)).unwrap();
        disk.probe_modes(&at("folder"), &at("file")).unwrap();
        assert_eq!((mode("folder"), mode("file")), (0o755, 0o644));
        assert_eq!(disk.modes, Modes::Set);
    }
}
