//! Reading files of a project.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3Default;

use super::error::describe;
use super::kept::Stamp;
use crate::config::FILE_NAME;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::outline::LinkKind;
use crate::handbook::{DocumentId, Target};
use crate::picture::is_drawable;
use crate::site::Site;
use crate::source::{ContentHash, ImageSize, LineIndex, MAX_SOURCE_BYTES, SourcePath};

/// Reads files below a root.
pub(super) struct Reader<'a> {
    root: &'a Path,
    /// Files that were read already. Taking one leaves nothing: each is parsed once.
    texts: &'a Mutex<FxHashMap<SourcePath, Vec<u8>>>,
}

/// Image formats that have a size of their own. An SVG may have none, and needs none.
const SIZED: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"];

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Path, texts: &'a Mutex<FxHashMap<SourcePath, Vec<u8>>>) -> Self {
        Self { root, texts }
    }

    /// Reads a text file.
    pub(super) fn text(&self, path: &SourcePath) -> Result<String, Box<Diagnostic>> {
        let read_before = self.texts.lock().expect("no holder of this lock panics").remove(path);
        let bytes = match read_before {
            Some(bytes) => bytes,
            None => self.bytes(path)?,
        };
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let valid = std::str::from_utf8(&error.as_bytes()[..at]).expect("the parser said so");
            let place = LineIndex::new(valid).position(at);
            let message = format!("the text is not UTF-8 at line {}, column {}", place.line, place.column);
            Box::new(
                Diagnostic::new(Code::SourceNotUtf8, message)
                    .in_file(path, None, "")
                    .help("save the file as UTF-8"),
            )
        })
    }

    /// Reads a file that is small enough to be text.
    pub(super) fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        let unreadable = |error: io::Error| unreadable(path, &error);
        let (file, metadata) = open_plain(&self.root.join(path.as_str())).map_err(unreadable)?;
        let length = metadata.len();
        let too_large = || {
            let report = Diagnostic::new(Code::SourceTooLarge, "the file is larger than 64 MiB")
                .in_file(path, None, "");
            Box::new(report.help("split it, or move it to the static folder if it is not a page"))
        };
        if length > MAX_SOURCE_BYTES {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
        file.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > MAX_SOURCE_BYTES { Err(too_large()) } else { Ok(bytes) }
    }

    /// Returns the fingerprint of a file.
    pub(super) fn hash(&self, path: &SourcePath) -> Result<ContentHash, Box<Diagnostic>> {
        let unreadable = |error: io::Error| unreadable(path, &error);
        let (mut file, _) = open_plain(&self.root.join(path.as_str())).map_err(unreadable)?;
        let mut hasher = Xxh3Default::new();
        let mut buffer = vec![0; 64 << 10];
        loop {
            match file.read(&mut buffer).map_err(unreadable)? {
                0 => return Ok(ContentHash(hasher.digest())),
                read => hasher.update(&buffer[..read]),
            }
        }
    }

    /// Returns what the file system says of a file without reading it.
    pub(super) fn stamp(&self, path: &SourcePath) -> Option<Stamp> {
        Stamp::of(&self.root.join(path.as_str()))
    }

    /// Checks that a file can be opened.
    pub(super) fn is_readable(&self, path: &SourcePath) -> Result<(), Box<Diagnostic>> {
        open_plain(&self.root.join(path.as_str())).map(drop).map_err(|error| unreadable(path, &error))
    }

    /// Returns the size of an image; `None` when it is none, or does not say.
    pub(super) fn image_size(&self, path: &SourcePath) -> Option<ImageSize> {
        let extension = path.extension().to_ascii_lowercase();
        if !SIZED.contains(&extension.as_str()) {
            return None;
        }
        let (file, _) = open_plain(&self.root.join(path.as_str())).ok()?;
        let size = imagesize::reader_size(BufReader::new(file)).ok()?;
        Some(ImageSize { width: u32::try_from(size.width).ok()?, height: u32::try_from(size.height).ok()? })
    }
}

/// Puts blanks in the place of a byte order mark: they mean nothing at the beginning of settings or a
/// template, and everything else stays where it is in the file.
pub(super) fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.replace_range(..'\u{feff}'.len_utf8(), "   ");
    }
    text
}

/// Opens a file for reading, and nothing else: opening a named pipe would wait for its other end,
/// and a device never ends. Returns with it what the file system said of it.
pub(super) fn open_plain(path: &Path) -> io::Result<(File, Metadata)> {
    // Before it is opened: to open a pipe is to wait.
    let metadata = std::fs::metadata(path)?;
    if metadata.is_file() {
        Ok((File::open(path)?, metadata))
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

fn unreadable(path: &SourcePath, error: &io::Error) -> Box<Diagnostic> {
    let message = format!("it cannot be read: {}", describe(error));
    let report = Diagnostic::new(Code::SourceUnreadable, message).in_file(path, None, "");
    Box::new(report.help("change its permissions, or move it out of the project"))
}

/// Reads the text of a source to quote it in a report; `None` when it cannot be had any more.
pub fn read_text(root: &Path, path: &SourcePath) -> Option<String> {
    // Opening a named pipe would wait for its other end, and a report may be about one.
    if !root.join(path.as_str()).is_file() {
        return None;
    }
    Reader::new(root, &Mutex::default()).text(path).ok()
}

/// Reads the SVG that icons are drawn from; `None` when there is none, or the logo is too wide or too
/// high to be one.
pub(super) fn icon_image(site: &Site, root: &Path) -> Result<Option<Arc<[u8]>>, Box<Diagnostic>> {
    let Some(path) = site.icon_source() else { return Ok(None) };
    let bytes = Reader::new(root, &Mutex::default()).bytes(path)?;
    let favicon = site.config.identity.favicon.as_ref();
    let place = favicon.or(site.config.identity.logo.light.as_ref()).map(|path| path.span);
    match is_drawable(&bytes) {
        Ok(is_square) if is_square || favicon.is_some() => Ok(Some(bytes.into())),
        Ok(_) => Ok(None),
        Err(reason) => {
            let message = format!("icons cannot be drawn from `{path}`: {reason}");
            let settings = SourcePath::new(FILE_NAME).expect("the name of the configuration is a path");
            let report = Diagnostic::new(Code::ConfigValue, message).in_file(&settings, place, "");
            Err(Box::new(report.help("save the image as SVG 1.1, or set a PNG as `favicon`")))
        }
    }
}

/// Reports images that pages show and whose size cannot be told.
pub(super) fn image_reports(site: &Site) -> Vec<Diagnostic> {
    let documents = 0..site.handbook.documents.len();
    documents
        .flat_map(|index| image_reports_of(site, DocumentId::from_index(index, &site.handbook)))
        .collect()
}

/// Reports images that one page shows and whose size cannot be told.
pub(super) fn image_reports_of(site: &Site, id: DocumentId) -> Vec<Diagnostic> {
    let handbook = &site.handbook;
    let document = &handbook.documents[id.index()];
    let mut reports = Vec::new();
    for (link, target) in document.file.outline.links.iter().zip(handbook.targets(id)) {
        let Target::Asset { index, .. } = target else { continue };
        let asset = &handbook.assets[*index as usize];
        let is_sized = SIZED.contains(&asset.path.extension().to_ascii_lowercase().as_str());
        let is_shown = matches!(link.kind, LinkKind::Image | LinkKind::Resource);
        if is_sized && asset.size.is_none() && is_shown {
            let message = format!("the size of `{}` cannot be read", asset.path);
            reports.push(
                Diagnostic::new(Code::ImageUnknownFormat, message)
                    .in_file(&document.path, Some(link.span), "")
                    .help("check that the file is an image of the kind its name says"),
            );
        }
    }
    reports
}
