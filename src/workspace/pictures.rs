//! Pictures that were drawn before, kept by what they show.
//!
//! Drawing a card takes some milliseconds, and nearly all cards are those of the last build. They are
//! kept in `.daring/pictures/`, named by the fingerprint of all that they are drawn from. What no
//! build needs any more is removed. The folder is a cache: without it, or where it cannot be written,
//! pictures are drawn again.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::read::open_plain;
use super::stamp::{make_folder, write_new};
use crate::picture::Picture;

/// More than a picture of ours ever has.
const MAX_PICTURE_BYTES: u64 = 4 << 20;

/// What every PNG begins with (PNG specification, section 5.2).
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The pictures of a project.
pub(super) struct Pictures {
    folder: PathBuf,
    /// The names of those that this build has asked for.
    used: Mutex<FxHashSet<String>>,
}

impl Pictures {
    /// Opens what was kept in the folder of our caches.
    pub(super) fn new(caches: &Path) -> Self {
        Self { folder: caches.join("pictures"), used: Mutex::default() }
    }

    /// Returns a picture as PNG, drawing it if it is not there.
    pub(super) fn get(&self, picture: &Picture) -> Vec<u8> {
        let name = format!("{:016x}.png", picture.key().0);
        let path = self.folder.join(&name);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        if let Some(kept) = kept(&path) {
            return kept;
        }
        let drawn = picture.draw();
        let temporary = path.with_extension("new");
        let caches = self.folder.parent().unwrap_or(&self.folder);
        let written = make_folder(caches)
            .and_then(|()| make_folder(&self.folder))
            .and_then(|()| write_new(&temporary, &drawn))
            .and_then(|()| fs::rename(&temporary, &path));
        // The next build draws it again.
        written.unwrap_or_default();
        drawn
    }

    /// Removes what was not asked for.
    pub(super) fn forget_others(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_ours = name.ends_with(".png") || name.ends_with(".new");
            if is_ours && !used.contains(&name) {
                fs::remove_file(entry.path()).unwrap_or_default();
            }
        }
    }
}

/// The picture in a file. The folder may have come with the project, so a file is only taken for what
/// its first bytes say.
fn kept(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    open_plain(path).ok()?.0.take(MAX_PICTURE_BYTES).read_to_end(&mut bytes).ok()?;
    bytes.starts_with(SIGNATURE).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Colour;
    use crate::picture::{Icon, IconShape};

    #[test]
    fn a_picture_is_drawn_once_and_forgotten_with_its_page() {
        let folder = tempfile::tempdir().unwrap();
        let icon = |side| {
            let shape = IconShape::Letter;
            Picture::Icon(Icon { side, shape, ground: Colour::BLACK, letter: Some('D'), is_full: true })
        };
        let count = || {
            fs::read_dir(folder.path().join("pictures"))
                .unwrap()
                .filter(|entry| {
                    entry
                        .as_ref()
                        .is_ok_and(|entry| entry.path().extension().is_some_and(|ending| ending == "png"))
                })
                .count()
        };
        let pictures = Pictures::new(folder.path());
        assert_eq!(pictures.get(&icon(16)), icon(16).draw());
        pictures.get(&icon(32));
        assert_eq!(count(), 2);
        // What is kept is not drawn again.
        let kept = folder.path().join("pictures").join(format!("{:016x}.png", icon(16).key().0));
        fs::write(&kept, [SIGNATURE, b"kept"].concat()).unwrap();
        let later = Pictures::new(folder.path());
        assert!(later.get(&icon(16)).ends_with(b"kept"));
        later.forget_others();
        assert_eq!(count(), 1);
        fs::write(&kept, "<script>").unwrap();
        assert_eq!(later.get(&icon(16)), icon(16).draw());
    }
}
