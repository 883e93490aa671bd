//! Publishing file by file, for an output that cannot be replaced as a whole.
//!
//! A reader never meets half a file, but may meet files of both sites. A failure on the way is undone; a
//! kill is not, but leaves an output that the next build knows to be all ours: the manifest of
//! both sites is there first, and that of the new one comes last.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::commit::Plan;
use super::error::PublishError;
use super::manifest::{self, HEADER, MANIFEST, Manifest};
use super::staging::{Origin, Staging};

/// Changes the output to the new site.
///
/// # Errors
/// The file system refuses. What was done by then is undone.
pub(super) fn replace(staging: &Staging, plan: &Plan) -> Result<(), PublishError> {
    let mut change = Change { staging, undo: Vec::new(), set_aside: 0 };
    match change.make(plan) {
        Ok(()) => {
            if let Some(old) = &plan.old {
                prune(staging, old, &plan.new);
            }
            Ok(())
        }
        Err(error) => Err(change.revert(error)),
    }
}

/// A change of the output that can still be taken back.
struct Change<'a> {
    staging: &'a Staging,
    undo: Vec<Undo>,
    /// How many old files are in the staging directory.
    set_aside: usize,
}

/// How to take one step back.
enum Undo {
    /// The old file of this path is there.
    Restore(PathBuf, PathBuf),
    Remove(PathBuf),
    RemoveFolder(PathBuf),
    MakeFolder(PathBuf),
}

impl Change<'_> {
    fn make(&mut self, plan: &Plan) -> Result<(), PublishError> {
        let nothing = Manifest::default();
        let old = plan.old.as_ref().unwrap_or(&nothing);
        self.list(&old.union(&plan.new))?;
        let stale = old.without(&plan.new);
        let (in_the_way, others) = stale.into_iter().partition::<Vec<_>, _>(is_in_the_way(&plan.new));
        self.clear(&in_the_way, &plan.new)?;
        for record in plan.records.iter().filter(|record| record.origin != Origin::Reused) {
            self.install(&record.path)?;
        }
        for path in others {
            self.at(path, "remove", |change| change.set_aside(path))?;
        }
        self.list(&plan.new)
    }

    /// Publishes a manifest.
    fn list(&mut self, manifest: &Manifest) -> Result<(), PublishError> {
        self.at(MANIFEST, "write", |change| {
            let (disk, staged) = (&change.staging.disk, change.next_aside());
            disk.write(&staged, format!("{HEADER}{}", manifest.lines()).as_bytes())?;
            change.put(&staged, MANIFEST)
        })
    }

    /// Takes away old files that are where the new site has a folder, or the other way round.
    fn clear(&mut self, stale: &[&str], new: &Manifest) -> Result<(), PublishError> {
        for path in stale {
            self.at(path, "remove", |change| change.set_aside(path))?;
        }
        let mut emptied: Vec<&str> = stale.iter().flat_map(|path| manifest::folders_of(path)).collect();
        // The longer of two paths goes first, so that a folder is empty when its turn comes.
        emptied.sort_unstable_by(|a, b| b.cmp(a));
        emptied.dedup();
        let blocks = |folder: &&str| {
            new.contains(folder) || manifest::folders_of(folder).any(|above| new.contains(above))
        };
        for folder in emptied.into_iter().filter(blocks) {
            self.at(folder, "remove", |change| {
                let path = change.output(folder);
                // A build that was killed may have come this far.
                if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
                    return Ok(());
                }
                change.staging.disk.remove_folder(&path)?;
                change.undo.push(Undo::MakeFolder(path));
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Moves a staged file into the output.
    fn install(&mut self, path: &str) -> Result<(), PublishError> {
        let mut folders: Vec<&str> = manifest::folders_of(path).collect();
        folders.reverse();
        for folder in folders {
            self.at(folder, "create", |change| change.make_folder(folder))?;
        }
        let staged = self.staging.places.staging.join(path);
        self.at(path, "write", |change| change.put(&staged, path))
    }

    fn make_folder(&mut self, folder: &str) -> io::Result<()> {
        let path = self.output(folder);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {
                if !self.staging.disk.has_public_mode(&found) {
                    // Somebody else's folder keeps its mode, and that is no reason not to publish.
                    let _ = self.staging.disk.set_folder_mode(&path);
                }
                Ok(())
            }
            Ok(_) => Err(io::ErrorKind::NotADirectory.into()),
            Err(_) => {
                self.staging.disk.make_folder(&path)?;
                self.undo.push(Undo::RemoveFolder(path));
                Ok(())
            }
        }
    }

    /// Replaces a file of the output in one step, keeping the old one.
    fn put(&mut self, staged: &Path, path: &str) -> io::Result<()> {
        let output = self.output(path);
        let aside = self.next_aside();
        let undo = match fs::symlink_metadata(&output) {
            Ok(_) => {
                self.staging.disk.link(&output, &aside)?;
                Undo::Restore(aside, output.clone())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Undo::Remove(output.clone()),
            Err(error) => return Err(error),
        };
        self.staging.disk.rename(staged, &output)?;
        self.undo.push(undo);
        Ok(())
    }

    /// Takes an old file out of the output, if it is still there.
    fn set_aside(&mut self, path: &str) -> io::Result<()> {
        let output = self.output(path);
        match fs::symlink_metadata(&output) {
            // Gone already, or a folder of the user's by now.
            Err(_) => return Ok(()),
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(_) => {}
        }
        let aside = self.next_aside();
        self.staging.disk.rename(&output, &aside)?;
        self.undo.push(Undo::Restore(aside, output));
        Ok(())
    }

    /// Takes everything back, the last step first, and returns the error to tell.
    fn revert(self, cause: PublishError) -> PublishError {
        let disk = &self.staging.disk;
        let mut is_restored = true;
        for step in self.undo.iter().rev() {
            let undone = match step {
                Undo::Restore(aside, output) => disk.rename(aside, output),
                Undo::Remove(output) => disk.remove_file(output),
                Undo::RemoveFolder(folder) => disk.remove_folder(folder),
                Undo::MakeFolder(folder) => disk.make_folder(folder),
            };
            is_restored &= undone.is_ok();
        }
        if is_restored {
            return cause;
        }
        PublishError::Torn { output: self.staging.target.shown().to_path_buf(), cause: Box::new(cause) }
    }

    fn at(
        &mut self,
        path: &str,
        operation: &'static str,
        step: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> Result<(), PublishError> {
        step(self).map_err(|error| self.staging.failed(operation, path, error))
    }

    fn output(&self, path: &str) -> PathBuf {
        self.staging.target.output().join(path)
    }

    /// Returns a free name in the staging directory. No artifact has such a name.
    fn next_aside(&mut self) -> PathBuf {
        self.set_aside += 1;
        self.staging.places.staging.join(format!("{}aside-{}", manifest::RESERVED, self.set_aside))
    }
}

/// Returns the test whether an old path is a folder of the new site, or lies under one of its files.
fn is_in_the_way(new: &Manifest) -> impl Fn(&&str) -> bool {
    let folders: FxHashSet<Box<str>> = new.paths().flat_map(manifest::folders_of).map(Box::from).collect();
    let files = new.clone();
    move |path| folders.contains(*path) || manifest::folders_of(path).any(|folder| files.contains(folder))
}

/// Removes folders that only held old files. One that is not empty holds something of the user's.
fn prune(staging: &Staging, old: &Manifest, new: &Manifest) {
    let kept: FxHashSet<&str> = new.paths().flat_map(manifest::folders_of).collect();
    let mut emptied: Vec<&str> =
        old.paths().flat_map(manifest::folders_of).filter(|folder| !kept.contains(folder)).collect();
    emptied.sort_unstable_by(|a, b| b.cmp(a));
    emptied.dedup();
    for folder in emptied {
        let _ = staging.disk.remove_folder(&staging.target.output().join(folder));
    }
}
