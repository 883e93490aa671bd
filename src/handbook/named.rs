//! Pages that settings name, rather than links.

use super::library::{Found, Library};
use super::special::SpecialId;
use super::{ChapterId, Handbook};
use crate::diagnostic::nearest;
use crate::source::SourcePath;

/// What a path in the settings names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A chapter.
    Chapter(ChapterId),
    /// A generated page.
    Special(SpecialId),
    /// A file that this edition leaves out.
    Hidden,
    /// Nothing, with the name that was probably meant.
    Nothing(Option<String>),
}

impl Handbook {
    /// Finds the chapters that paths name, as a link with a `/` in front would: by a file below the
    /// content folder, by a folder, or by an address.
    pub fn named<'a>(&self, paths: impl IntoIterator<Item = &'a str>) -> Vec<Named> {
        let mut paths = paths.into_iter().peekable();
        if paths.peek().is_none() {
            return Vec::new(); // Names are many, and hardly ever asked for.
        }
        let library = Library::new(&self.shelf, &self.documents, &self.assets, &self.chapters);
        paths.map(|path| self.find(&library, path)).collect()
    }

    fn find(&self, library: &Library<'_>, written: &str) -> Named {
        let path = written.trim().trim_start_matches('/');
        let path =
            SourcePath::root().join(path).map_or_else(|_| path.to_owned(), |path| path.as_str().to_owned());
        match library.find(&path, true) {
            Some(Found::Chapter(id)) => Named::Chapter(id),
            Some(Found::Special(id)) => Named::Special(id),
            _ if library.is_hidden(&path) => Named::Hidden,
            _ => {
                let keys = self.chapters.iter().map(|chapter| chapter.key.as_str());
                let wanted = path.trim_end_matches(".md").trim_end_matches('/');
                Named::Nothing(nearest(wanted, keys).map(|key| format!("{key}/")))
            }
        }
    }
}
