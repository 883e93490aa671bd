//! Writing files that are not there, all or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use daring::scaffold::NewFile;

use crate::cli::report::Failure;

/// What became of a list of files.
#[derive(Debug, Default)]
pub struct Written {
    /// Paths that were written.
    pub made: Vec<String>,
    /// Paths that were there and are as they were.
    pub kept: Vec<String>,
}

/// Writes the files that are not there. When one cannot be written, those before it are removed again.
pub fn all(root: &Path, files: &[NewFile]) -> Result<Written, Failure> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    bytes(root, &files)
}

/// As [`all`], for files of any kind.
pub fn bytes(root: &Path, files: &[(&str, &[u8])]) -> Result<Written, Failure> {
    let mut written = Written::default();
    let mut undo = Undo::default();
    for (name, bytes) in files {
        let path = root.join(name);
        // A link that leads nowhere is something, too.
        if path.symlink_metadata().is_ok() {
            written.kept.push((*name).to_owned());
            continue;
        }
        if let Err(error) = undo.folders(&path).and_then(|()| undo.file(&path, bytes)) {
            undo.run();
            let failure = Failure::new(format!("could not write {}: {error}", path.display()));
            return Err(failure.help("nothing was written; what was made before is removed again"));
        }
        written.made.push((*name).to_owned());
    }
    Ok(written)
}

/// What was made so far, the last one last.
#[derive(Debug, Default)]
struct Undo {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Undo {
    fn folders(&mut self, file: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = file
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_owned());
        file.write_all(bytes)
    }

    /// Removes what was made. What does not go is left: the failure that led here is what counts.
    fn run(&self) {
        for file in self.files.iter().rev() {
            fs::remove_file(file).unwrap_or_default();
        }
        for folder in self.folders.iter().rev() {
            fs::remove_dir(folder).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_and_a_failure_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a"), "mine").unwrap();
        let written = bytes(&root, &[("a", b"x"), ("b/c/d", b"y")]).unwrap();
        assert_eq!((written.kept, written.made), (vec!["a".to_owned()], vec!["b/c/d".to_owned()]));
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "mine");

        // A file stands where a folder would have to be.
        assert!(bytes(&root, &[("e/f", b"x"), ("a/g", b"y")]).is_err());
        assert!(!root.join("e").exists());
        assert!(root.join("b/c/d").exists());
    }
}
