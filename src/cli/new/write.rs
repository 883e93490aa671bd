//! Writing files that are not there, all or none.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use daring::scaffold::NewFile;

use crate::cli::report::Failure;

/// What goes into a file.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// A text.
    Text(String),
    /// The same as another file.
    Of(PathBuf),
}

/// What became of a list of files.
#[derive(Debug, Default)]
pub struct Written {
    /// Paths that were written.
    pub made: Vec<String>,
    /// Paths that were there and are as they were.
    pub kept: Vec<String>,
}

/// Our own files, as files to write.
pub fn texts(files: Vec<NewFile>) -> Vec<(String, Bytes)> {
    files.into_iter().map(|file| (file.path, Bytes::Text(file.text))).collect()
}

/// Writes the files that are not there. When one cannot be written, those before it are removed again.
pub fn all(root: &Path, files: &[(String, Bytes)]) -> Result<Written, Failure> {
    let mut written = Written::default();
    let mut undo = Undo::default();
    for (name, bytes) in files {
        let path = root.join(name);
        // A link that leads nowhere is something, too.
        if path.symlink_metadata().is_ok() {
            written.kept.push(name.clone());
            continue;
        }
        if let Err(error) = undo.folders(&path).and_then(|()| undo.file(&path, bytes)) {
            undo.run();
            let failure = Failure::new(format!("could not write {}: {error}", path.display()));
            return Err(failure.help("nothing was written; what was made before is removed again"));
        }
        written.made.push(name.clone());
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

    fn file(&mut self, path: &Path, bytes: &Bytes) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_owned());
        match bytes {
            Bytes::Text(text) => file.write_all(text.as_bytes()),
            Bytes::Of(other) => io::copy(&mut File::open(other)?, &mut file).map(|_| ()),
        }
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

    fn text(name: &str) -> (String, Bytes) {
        (name.to_owned(), Bytes::Text("x".to_owned()))
    }

    #[test]
    fn what_is_there_stays_and_a_failure_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a"), "mine").unwrap();
        let copy = ("b/copy".to_owned(), Bytes::Of(root.join("a")));
        let written = all(&root, &[text("a"), text("b/c/d"), copy]).unwrap();
        assert_eq!(
            (written.kept, written.made),
            (vec!["a".to_owned()], vec!["b/c/d".to_owned(), "b/copy".to_owned()])
        );
        assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(root.join("b/copy")).unwrap(), "mine");

        // A file stands where a folder would have to be.
        assert!(all(&root, &[text("e/f"), text("a/g")]).is_err());
        assert!(!root.join("e").exists());
        assert!(root.join("b/c/d").exists());
    }
}
