//! What is known of files that were read before, so that looking again costs one question each.
//!
//! A file is taken to be as it was when its length, its times, and its place on the disk are. The
//! time of the last change of *state* (`ctime`) is among them: no program can set it, so neither a
//! checkout nor a copy that keeps times goes unseen.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::file_facts::FileFacts;
use super::{Parsed, Reading};
use crate::diagnostic::Checked;
use crate::document::ParsedFile;
use crate::source::{ContentHash, ImageSize, SourcePath};
use crate::theme::Theme;

/// How old a change has to be for times to tell it from the next one. File systems count in steps
/// of a few milliseconds, or of two seconds; the latter do not have `ctime` and set both times.
const SETTLED: Duration = Duration::from_millis(100);

/// What the file system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    place: (u64, u64),
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    is_settled: bool,
}

impl Stamp {
    /// Asks for a file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let data = fs::metadata(path).ok()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let FileFacts { place, length, modified, changed, .. } = FileFacts::of(&data);
        let since = Duration::new(u64::try_from(changed.0).ok()?, u32::try_from(changed.1).ok()?);
        Some(Self {
            place,
            length,
            modified,
            changed,
            is_settled: now.checked_sub(since).is_some_and(|age| age > SETTLED),
        })
    }

    /// Returns whether this is surely not the file that had `earlier`, or not as it was then.
    fn differs(&self, earlier: &Self) -> bool {
        Self { is_settled: false, ..*self } != Self { is_settled: false, ..*earlier }
    }

    /// Returns whether a file with this stamp is the one that had `earlier`.
    ///
    /// A stamp that was taken right after a change proves nothing: another change may have followed
    /// within the same step of the clock.
    fn proves(&self, earlier: &Self) -> bool {
        earlier.is_settled && self == earlier
    }
}

/// What identifies a theme: its name, and the stamps of its files.
pub(super) type ThemeStamps = (String, Vec<(SourcePath, Stamp)>);

type Text = (Stamp, Reading, ContentHash, Arc<Checked<Arc<ParsedFile>>>);

/// Everything that the last load read.
#[derive(Default)]
pub(super) struct Kept {
    texts: FxHashMap<SourcePath, Text>,
    assets: FxHashMap<SourcePath, (Stamp, Option<ImageSize>)>,
    theme: Option<(ThemeStamps, Checked<Option<Arc<Theme>>>)>,
    /// Assets, and files of the theme, that were written since the load before.
    pub(super) touched_assets: Vec<SourcePath>,
}

impl Kept {
    /// Returns a parsed file, when it is on disk as it was, and was parsed this way.
    pub(super) fn text(
        &self,
        path: &SourcePath,
        reading: Reading,
        stamp: Option<Stamp>,
    ) -> Option<(ContentHash, Arc<Checked<Arc<ParsedFile>>>)> {
        let (earlier, of, hash, file) = self.texts.get(path)?;
        (*of == reading && stamp?.proves(earlier)).then(|| (*hash, Arc::clone(file)))
    }

    /// Returns the size of an asset, when it is on disk as it was.
    pub(super) fn asset(&self, path: &SourcePath, stamp: Option<Stamp>) -> Option<Option<ImageSize>> {
        let (earlier, size) = self.assets.get(path)?;
        stamp?.proves(earlier).then_some(*size)
    }

    /// Returns the theme, when all its files are on disk as they were.
    pub(super) fn theme(&self, stamps: &ThemeStamps) -> Option<Checked<Option<Arc<Theme>>>> {
        let ((name, earlier), theme) = self.theme.as_ref()?;
        let is_same = *name == stamps.0
            && earlier.len() == stamps.1.len()
            && earlier.iter().zip(&stamps.1).all(|(a, b)| a.0 == b.0 && b.1.proves(&a.1));
        is_same.then(|| theme.clone())
    }

    /// Returns the last theme, when it has the content of this one.
    pub(super) fn same_theme(&self, theme: &Theme) -> Option<Arc<Theme>> {
        let (_, last) = self.theme.as_ref()?;
        // The same file in another layer is read from elsewhere.
        let is_same = |last: &Arc<Theme>| last.hash() == theme.hash() && last.assets() == theme.assets();
        last.value.clone().filter(is_same)
    }

    pub(super) fn keep_texts(&mut self, parsed: &[Parsed]) {
        let known = parsed.iter().filter_map(|file| Some((file.path.clone(), text_of(file)?)));
        self.texts = known.collect();
    }

    pub(super) fn keep_text(&mut self, file: &Parsed) {
        if let Some(text) = text_of(file) {
            self.texts.insert(file.path.clone(), text);
        }
    }

    pub(super) fn keep_assets(&mut self, seen: FxHashMap<SourcePath, (Stamp, Option<ImageSize>)>) {
        let is_touched = |(path, (stamp, _)): &(&SourcePath, &(Stamp, Option<ImageSize>))| {
            self.assets.get(*path).is_some_and(|(earlier, _)| stamp.differs(earlier))
        };
        self.touched_assets = seen.iter().filter(is_touched).map(|(path, _)| path.clone()).collect();
        self.touched_assets.sort_unstable();
        self.assets = seen;
    }

    /// Keeps a theme that was loaded; called after the assets are.
    pub(super) fn keep_theme(&mut self, stamps: ThemeStamps, theme: Checked<Option<Arc<Theme>>>) {
        if let Some(((_, earlier), _)) = &self.theme {
            let earlier: FxHashMap<&SourcePath, &Stamp> =
                earlier.iter().map(|(path, stamp)| (path, stamp)).collect();
            let is_touched = |(path, stamp): &&(SourcePath, Stamp)| {
                earlier.get(path).is_some_and(|earlier| stamp.differs(earlier))
            };
            self.touched_assets.extend(stamps.1.iter().filter(is_touched).map(|(path, _)| path.clone()));
        }
        self.theme = Some((stamps, theme));
    }
}

fn text_of(file: &Parsed) -> Option<Text> {
    Some((file.stamp?, file.reading, file.hash, Arc::clone(&file.file)))
}
