//! Words for input: where a file is inside the project, which bytes of it are meant, what was read.
//!
//! Nothing here knows the machine the project came from: a [`SourcePath`] is relative to the
//! project's root by construction, and a [`Span`] is a byte range of the file as it is on disk.

mod composed;
mod controls;
mod diff;
mod edit;
mod moment;
mod path;
pub mod script;
mod span;

use std::hash::Hasher;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

pub use composed::composed;
pub use controls::{turns_text, without_controls};
pub use diff::{differing_lines, unified_diff};
pub use edit::{Change, Edit, Edited, Rename, edited};
pub use moment::{Moment, day_number, day_of};
pub use path::{PathError, SourcePath};
pub use span::{LineIndex, Position, Span};

/// The largest source file that is read, in bytes (64 MiB).
pub const MAX_SOURCE_BYTES: u64 = 64 << 20;

/// A fingerprint of bytes, for change detection only (xxh3, 64 bits, not cryptographic).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub u64);

impl ContentHash {
    /// Returns the fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_64(bytes))
    }
}

/// Makes a fingerprint of values that are fed to it, for change detection only.
#[derive(Clone, Default)]
pub struct ContentHasher(Xxh3);

impl Hasher for ContentHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

/// One input file, as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where the file is, from the project's root.
    pub path: SourcePath,
    /// The fingerprint of the whole file, as it is on disk.
    pub hash: ContentHash,
    /// What the file holds.
    pub content: SourceContent,
}

/// What a source file holds, as far as the stages after `scan` need it.
#[derive(Debug, Clone)]
pub enum SourceContent {
    /// Text that is parsed: Markdown, templates, configuration. Valid UTF-8.
    Text(Arc<str>),
    /// A file that is published as it is. Its bytes stay on disk.
    Asset {
        /// Length in bytes.
        length: u64,
        /// Width and height in CSS pixels, when the file is an image that states them.
        size: Option<ImageSize>,
    },
}

/// The intrinsic size of an image, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Source {
    /// Makes a text source, with the fingerprint of `text`.
    pub fn text(path: SourcePath, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self { path, hash: ContentHash::of(text.as_bytes()), content: SourceContent::Text(text) }
    }

    /// Returns the text of this source, or `None` for an asset.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.content {
            SourceContent::Text(text) => Some(text),
            SourceContent::Asset { .. } => None,
        }
    }
}
