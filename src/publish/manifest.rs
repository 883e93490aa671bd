//! The list of what was published, which is also the mark that a folder is ours.
//!
//! It holds names of published files and nothing else: it is published with them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::platform;

/// The name of the manifest inside the output.
pub(super) const MANIFEST: &str = ".daring-manifest";

/// What names of ours at the top of an output begin with. No artifact may.
pub(super) const RESERVED: &str = ".daring-";

/// What the staging directory, the lock file and the retired output are called inside an output, and
/// how their names end beside one.
pub(super) const TEMPORARIES: [&str; 3] = [".daring-new", ".daring-lock", ".daring-old"];

/// The first line. Another version is not understood, hence not ours to empty.
pub(super) const HEADER: &str = "daring manifest 1\n";

/// Returns whether a folder is an output of ours, of whichever version.
pub fn is_published(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// The paths of published files: sorted, each once, each valid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    paths: Vec<Box<str>>,
}

impl Manifest {
    /// Makes the manifest of these paths, which the caller has validated.
    pub(super) fn new(paths: impl IntoIterator<Item = Box<str>>) -> Self {
        let mut paths: Vec<_> = paths.into_iter().collect();
        paths.sort_unstable();
        paths.dedup();
        Self { paths }
    }

    /// Reads a manifest strictly; `None` if a single line is not as we would have written it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(HEADER)?;
        if !lines.is_empty() && !lines.ends_with('\n') {
            return None;
        }
        let paths: Vec<Box<str>> = lines.lines().map(Box::from).collect();
        let sorted = paths.windows(2).all(|pair| pair[0] < pair[1]);
        let valid = paths.iter().all(|path| is_artifact_path(path));
        (sorted && valid && !lines.contains('\r')).then_some(Self { paths })
    }

    /// Reads the manifest of the folder `output`; `None` if there is no usable one.
    pub(super) fn read(output: &Path) -> Option<Self> {
        let mut file: File = platform::open_plain(&output.join(MANIFEST)).ok()?.0;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Self::parse(&text)
    }

    /// Returns the text after the header: a path a line.
    pub(super) fn lines(&self) -> String {
        let length = self.paths.iter().map(|path| path.len() + 1).sum();
        self.paths.iter().fold(String::with_capacity(length), |mut text, path| {
            text.push_str(path);
            text.push('\n');
            text
        })
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.binary_search_by(|listed| (**listed).cmp(path)).is_ok()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(|path| &**path)
    }

    /// Returns the paths that `self` has and `other` has not.
    pub(super) fn without<'a>(&'a self, other: &Self) -> Vec<&'a str> {
        self.paths().filter(|path| !other.contains(path)).collect()
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        Self::new(self.paths.iter().chain(&other.paths).cloned())
    }
}

/// Says whether an artifact may have this path: relative, `/` between names, no way out of the
/// output, no name that publishing needs for itself, and fit for a line of the manifest.
pub(super) fn is_artifact_path(path: &str) -> bool {
    let foreign_separator = cfg!(windows) && path.contains(['\\', ':']);
    !foreign_separator
        && !path.starts_with(RESERVED)
        && !path.contains(|c: char| c.is_control())
        && path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

/// Returns every folder on the way to `path`, the nearest first, without the output itself.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |folder| parent(folder))
}

/// Returns the folder that holds `path`, or `None` for one at the top.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        Manifest::new(paths.iter().map(|path| Box::from(*path)))
    }

    #[test]
    fn what_is_written_is_read_and_does_not_depend_on_order() {
        let text = format!("{HEADER}{}", manifest(&["b", "a/x", "a"]).lines());
        assert_eq!(text, "daring manifest 1\na\na/x\nb\n");
        assert_eq!(Manifest::parse(&text), Some(manifest(&["a", "a/x", "b"])));
        assert_eq!(Manifest::parse(HEADER), Some(Manifest::default()));
    }

    #[test]
    fn a_manifest_with_one_bad_line_is_none() {
        for lines in [
            "../x\n",
            "/x\n",
            "a/../b\n",
            "b\na\n",
            "a\na\n",
            "a",
            "a\n\nb\n",
            "a\r\n",
            "./a\n",
            ".daring-new/a\n",
        ] {
            assert_eq!(Manifest::parse(&format!("{HEADER}{lines}")), None, "{lines:?}");
        }
        assert_eq!(Manifest::parse("daring manifest 2\n"), None);
        assert_eq!(Manifest::parse(""), None);
    }
}
