//! Reading what was published, to compare it with something else that was.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::Error;
use super::read::open_plain;
use crate::changes::{Publication, facts};
use crate::ladder::read::{Format, read};
use crate::source::MAX_SOURCE_BYTES;

/// Reads the pages and ladders of a publication from its folder.
///
/// # Errors
/// The folder is none, or something in it cannot be read.
pub fn publication(folder: &Path) -> Result<Publication, Error> {
    let mut publication = Publication::default();
    let unreadable = |path: &Path, source| Error::Io { operation: "read", path: path.to_owned(), source };
    fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().map_or_else(|| folder.to_owned(), Path::to_owned);
            unreadable(&path, error.into())
        })?;
        let below = entry.path().strip_prefix(folder).ok().and_then(Path::to_str);
        let Some(below) = below.filter(|_| entry.file_type().is_file()) else { continue };
        let below = below.replace('\\', "/");
        let ladder = below.strip_prefix("ladders/").and_then(|rest| rest.strip_suffix("/ladder.json"));
        if let Some(id) = ladder {
            let text = text(entry.path())?;
            publication.ladders.insert(id.to_owned(), read(&text, Format::Yaml).value);
        } else if below.ends_with(".html") {
            let route =
                below.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
            let route = route.unwrap_or(&below);
            if let Some(facts) = facts(route, &text(entry.path())?) {
                publication.pages.insert(route.to_owned(), facts);
            }
        }
    }
    Ok(publication)
}

fn text(path: &Path) -> Result<String, Error> {
    let error = |source| Error::Io { operation: "read", path: PathBuf::from(path), source };
    let (_, metadata) = open_plain(path).map_err(error)?;
    if metadata.len() > MAX_SOURCE_BYTES {
        return Err(error(std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(String::from_utf8_lossy(&fs::read(path).map_err(error)?).into_owned())
}
