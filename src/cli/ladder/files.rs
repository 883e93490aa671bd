//! Files of an author's, changed as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::report::Failure;

/// Replaces a file, or makes it and the folders above it. A reader meets the old text or the new,
/// never half of one; the mode of a file that was there stays, and a link stays a link.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    replace(path, text).map_err(|error| Failure::new(format!("could not write {}: {error}", path.display())))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let (temporary, mut file) = temporary(folder)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| {
        match fs::metadata(&path) {
            Ok(old) => file.set_permissions(old.permissions())?,
            Err(_) => set_public(&file)?,
        }
        file.sync_all()?;
        fs::rename(&temporary, &path)
    });
    if written.is_err() {
        // What is left of a failure is told by the failure.
        fs::remove_file(&temporary).unwrap_or_default();
    }
    written
}

fn temporary(folder: &Path) -> io::Result<(PathBuf, File)> {
    for number in 0..100 {
        let path = folder.join(format!(".daring-{}-{number}.tmp", std::process::id()));
        match File::options().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (path, file)),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

#[cfg(unix)]
fn set_public(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_public(_: &File) -> io::Result<()> {
    Ok(())
}

/// Reads a file whose path was given on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let error = |error: io::Error| Failure::new(format!("could not read {}: {error}", path.display()));
    let metadata = fs::metadata(path).map_err(error)?;
    if metadata.len() > daring::source::MAX_SOURCE_BYTES {
        return Err(Failure::new(format!("{} is larger than 64 MiB", path.display())));
    }
    fs::read(path).map_err(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.md");
        write(&path, "one\r\n").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write(folder.path(), "x").is_err());
    }
}
