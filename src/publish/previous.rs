//! The site that is published now, as far as the next one is compared with it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::disk::Disk;
use super::manifest::{self, Manifest};
use super::platform;

/// How many bytes are compared at a time. Most pages fit, and so does the stack of a worker.
const CHUNK: usize = 16 << 10;

/// The published site. Only files of its manifest are looked at, and no link is followed.
#[derive(Debug)]
pub(super) struct Previous {
    output: PathBuf,
    /// What we published; `None` where nothing is published yet.
    pub(super) manifest: Option<Manifest>,
    /// Whether a folder of it is one that could be published: no link, and of the right mode.
    folders: Mutex<FxHashMap<Box<str>, bool>>,
}

impl Previous {
    /// Makes the view of `output`, of which `manifest` has just been read.
    pub(super) fn new(output: &Path, manifest: Option<Manifest>) -> Self {
        Self { output: output.to_path_buf(), manifest, folders: Mutex::default() }
    }

    /// Says whether the published file `path` holds these bytes and may stay.
    pub(super) fn holds(&self, disk: &Disk, path: &str, bytes: &[u8]) -> bool {
        self.open(disk, path, bytes.len() as u64).is_some_and(|file| is_same(file, bytes).unwrap_or(false))
    }

    /// Says whether the published file `path` holds the `length` bytes of `other` and may stay.
    pub(super) fn holds_copy(&self, disk: &Disk, path: &str, other: &File, length: u64) -> bool {
        self.open(disk, path, length)
            .is_some_and(|file| is_same(file, BufReader::with_capacity(CHUNK, other)).unwrap_or(false))
    }

    /// Opens a published file of that length. Whatever is odd about it means that it is rewritten.
    fn open(&self, disk: &Disk, path: &str, length: u64) -> Option<File> {
        let is_published = self.manifest.as_ref().is_some_and(|manifest| manifest.contains(path));
        if !is_published || !manifest::parent(path).is_none_or(|folder| self.is_plain_folder(disk, folder)) {
            return None;
        }
        let (file, metadata) = platform::open_plain(&self.output.join(path)).ok()?;
        (metadata.len() == length && disk.has_public_mode(&metadata)).then_some(file)
    }

    /// Says whether a published folder and all above it are folders, not links, and have the mode
    /// that published ones have.
    fn is_plain_folder(&self, disk: &Disk, folder: &str) -> bool {
        let mut is_plain = true;
        let mut unknown = Vec::new();
        {
            let known = self.folders.lock().expect("no holder of this lock panics");
            for path in std::iter::once(folder).chain(manifest::folders_of(folder)) {
                if let Some(&answer) = known.get(path) {
                    is_plain = answer;
                    break;
                }
                unknown.push(path);
            }
        }
        for path in unknown.into_iter().rev() {
            is_plain = is_plain
                && fs::symlink_metadata(self.output.join(path))
                    .is_ok_and(|found| found.is_dir() && disk.has_public_mode(&found));
            self.folders.lock().expect("no holder of this lock panics").insert(path.into(), is_plain);
        }
        is_plain
    }
}

/// Compares two sequences of bytes to the end of both.
fn is_same(mut a: impl Read, mut b: impl BufRead) -> io::Result<bool> {
    let mut chunk = [0; CHUNK];
    loop {
        let expected = b.fill_buf()?;
        let limit = expected.len().clamp(1, CHUNK);
        let length = a.read(&mut chunk[..limit])?;
        if length == 0 || expected.is_empty() {
            return Ok(length == expected.len());
        }
        if chunk[..length] != expected[..length] {
            return Ok(false);
        }
        b.consume(length);
    }
}
