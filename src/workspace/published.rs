//! Reading what an earlier publication offered.

use std::fs;
use std::io;
use std::path::Path;

use super::error::Error;
use crate::moves::routes::Routes;

/// The largest list of routes that is read, in bytes (256 MiB): about a million pages.
const MAX_BYTES: u64 = 256 << 20;

/// Reads the addresses of an earlier publication: from a `routes.json`, or from the folder that holds
/// it.
///
/// # Errors
/// The file cannot be read, or is no list of routes that this program knows.
pub fn read_routes(path: &Path) -> Result<Routes, Error> {
    let file = if path.is_dir() { path.join("routes.json") } else { path.to_owned() };
    let error = |source| Error::Io { operation: "read", path: file.clone(), source };
    let metadata = fs::metadata(&file).map_err(error)?;
    if !metadata.is_file() {
        return Err(error(io::Error::other("it is not a file")));
    }
    if metadata.len() > MAX_BYTES {
        return Err(error(io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    let text = fs::read_to_string(&file).map_err(error)?;
    Routes::parse(&text).map_err(|reason| Error::NotRoutes { file, reason })
}
