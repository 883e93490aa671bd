//! Which files an index consists of, and how each is wrapped.
//!
//! A file is four bytes of fingerprint, and its content compressed (deflate, RFC 1951). We compress
//! because not every host does, and none of them bytes of an unknown type; browsers decompress with
//! `DecompressionStream`. The first file names the fingerprint of every other, so a reader who has it
//! neither gets a stale file from a cache (the fingerprint is part of the address) nor mixes two
//! publications (it is compared with the first bytes).

use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};

use super::deflate;
use crate::source::ContentHash;

/// How many chapters share a file of texts.
pub(super) const PAGES_IN_TEXTS: usize = 8;

/// How many chapters share a file of headings and addresses.
pub(super) const PAGES_IN_HEADS: usize = 32;

/// From how many chapters on the index is more than one file, besides texts and places.
const WHOLE: usize = 256;

/// How many chapters there are for each file of terms.
const PAGES_FOR_TERMS: usize = 12;

/// How many files of terms there are at most.
const MAX_TERMS: usize = 1024;

/// The longest words that have a list of their own for words with slips, in letters.
pub(super) const LONGEST_NEAR: usize = 24;

/// The shortest words that have one.
pub(super) const SHORTEST_NEAR: usize = 3;

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum File {
    /// What everything begins with; for a small handbook all that it takes to find something.
    Root,
    /// A stretch of the terms, and which sections hold them.
    Terms(u16),
    /// Where in the sections the same terms stand, for phrases.
    Places(u16),
    /// Terms of one length, to find those that were mistyped.
    Near(u16),
    /// Titles, headings and addresses of some pages.
    Heads(u16),
    /// Texts of some pages.
    Texts(u16),
}

impl File {
    /// Returns its name.
    pub fn name(self) -> String {
        match self {
            Self::Root => "index.bin".to_owned(),
            Self::Terms(number) => format!("terms-{number}.bin"),
            Self::Places(number) => format!("places-{number}.bin"),
            Self::Near(number) => format!("near-{number}.bin"),
            Self::Heads(number) => format!("heads-{number}.bin"),
            Self::Texts(number) => format!("texts-{number}.bin"),
        }
    }
}

/// Which files there are. It follows from the number of pages alone, so that what exists is known
/// before any text is looked at, and an edit never changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Files of terms, and as many of places.
    pub terms: usize,
    /// Files of headings.
    pub heads: usize,
    /// Files of texts.
    pub texts: usize,
    /// Whether terms and headings are part of the first file.
    pub is_whole: bool,
}

impl Plan {
    /// Returns the plan for at most so many pages.
    pub fn of(pages: usize) -> Self {
        let is_whole = pages <= WHOLE;
        let parts = |size: usize| pages.div_ceil(size).max(1);
        Self {
            terms: if is_whole { 1 } else { parts(PAGES_FOR_TERMS).min(MAX_TERMS) },
            heads: if is_whole { 1 } else { parts(PAGES_IN_HEADS) },
            texts: parts(PAGES_IN_TEXTS),
            is_whole,
        }
    }

    /// Returns how many pages share a file of headings.
    pub(super) fn pages_in_heads(self) -> usize {
        if self.is_whole { WHOLE } else { PAGES_IN_HEADS }
    }

    /// Returns every file that is written.
    pub fn files(self) -> Vec<File> {
        let mut files = vec![File::Root];
        let numbered = |count: usize| (0..count).map(|at| u16::try_from(at).expect("fewer than 2^16 files"));
        if !self.is_whole {
            files.extend(numbered(self.terms).map(File::Terms));
            files.extend(numbered(LONGEST_NEAR - SHORTEST_NEAR + 1).map(File::Near));
            files.extend(numbered(self.heads).map(File::Heads));
        }
        files.extend(numbered(self.terms).map(File::Places));
        files.extend(numbered(self.texts).map(File::Texts));
        files
    }
}

/// Compresses files. One is good for many: what it works with is large.
pub(super) struct Wrapper(Compress);

impl Wrapper {
    /// Returns one that tries so hard, from 1 to 9.
    pub(super) fn new(effort: u32) -> Self {
        Self(Compress::new(Compression::new(effort), false))
    }

    /// Returns the file with this content.
    pub(super) fn wrap(&mut self, content: &[u8]) -> Vec<u8> {
        let mut file = begun(content);
        self.0.reset();
        loop {
            let read = usize::try_from(self.0.total_in()).expect("it was in memory");
            let status = self.0.compress_vec(&content[read..], &mut file, FlushCompress::Finish);
            if matches!(status.expect("any bytes can be compressed"), Status::StreamEnd) {
                break;
            }
            file.reserve(content.len() / 4 + 64);
        }
        file.shrink_to_fit();
        file
    }
}

/// Returns the file with some lists of numbers: `ends` says where lists end that have little in common
/// with what follows.
pub(super) fn wrap_lists(content: &[u8], ends: &[usize]) -> Vec<u8> {
    let mut file = begun(content);
    deflate::compress(content, ends, &mut file);
    file.shrink_to_fit();
    file
}

/// What a file begins with.
fn begun(content: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(content.len() / 2 + 64);
    file.extend_from_slice(&ContentHash::of(content).0.to_le_bytes()[..4]);
    file
}

/// Returns the content of a file; `None` when it is not one of ours.
pub(super) fn unwrap(file: &[u8]) -> Option<Vec<u8>> {
    let (tag, rest) = file.split_first_chunk::<4>()?;
    let mut content = Vec::new();
    DeflateDecoder::new(rest).read_to_end(&mut content).ok()?;
    (ContentHash::of(&content).0.to_le_bytes()[..4] == *tag).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_handbook_is_found_with_one_file() {
        let plan = Plan::of(100);
        let besides = plan.files().into_iter().filter(|file| !matches!(file, File::Texts(_)));
        assert_eq!(besides.collect::<Vec<_>>(), [File::Root, File::Places(0)]);
        assert_eq!(Plan::of(0).files(), [File::Root, File::Places(0), File::Texts(0)]);
    }

    #[test]
    fn a_wrapped_file_comes_back() {
        let mut file = Wrapper::new(6).wrap(b"some words");
        assert_eq!(unwrap(&file), Some(b"some words".to_vec()));
        file[0] ^= 1;
        assert_eq!(unwrap(&file), None);
        assert_eq!(unwrap(b"<!d"), None);
    }
}
