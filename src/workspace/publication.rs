//! Reading what was published, to compare it with something else that was.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::published::read_routes;
use super::read::open_plain;
use crate::changes::{PageFacts, Publication};
use crate::ladder::read::{Format, read};
use crate::source::MAX_SOURCE_BYTES;

/// Reads the pages and ladders of a publication from its folder.
///
/// # Errors
/// Nothing was published there, or something in it cannot be read.
pub fn publication(folder: &Path) -> Result<Publication, Error> {
    let unreadable = |path: &Path, source| Error::Io { operation: "read", path: path.to_owned(), source };
    fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    if !folder.join("routes.json").exists() {
        return Err(Error::NoPublication { folder: folder.to_owned() });
    }
    let routes = read_routes(folder)?;
    let mut publication = Publication::default();
    publication.pages.extend(routes.pages.into_iter().map(|page| (page.path, PageFacts::Page(page.title))));
    publication.pages.extend(routes.redirects.into_iter().map(|one| (one.from, PageFacts::Redirect(one.to))));
    let ladders = folder.join("ladders");
    if !ladders.is_dir() {
        return Ok(publication);
    }
    for entry in fs::read_dir(&ladders).map_err(|error| unreadable(&ladders, error))? {
        let entry = entry.map_err(|error| unreadable(&ladders, error))?;
        let file = entry.path().join("ladder.json");
        if let (Ok(id), true) = (entry.file_name().into_string(), file.is_file()) {
            publication.ladders.insert(id, read(&text(&file)?, Format::Yaml).value);
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
