//! A path inside the project.

use std::fmt;
use std::sync::Arc;

/// A normalised path inside the project: `/` between segments, no leading or trailing `/`, no
/// `.`, `..` or empty segment. The empty path is the project's root.
///
/// ```
/// use daring::source::SourcePath;
///
/// let path = SourcePath::new("content/./vision/../index.md").unwrap();
/// assert_eq!(path.as_str(), "content/index.md");
/// assert!(SourcePath::new("../secrets.md").is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// Why a text is not a path inside the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// The path starts with `/`, or with a drive letter.
    Absolute,
    /// The path climbs out of the project with `..`.
    Outside,
    /// The path holds a control character or a backslash.
    BadCharacter,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absolute => "the path is absolute",
            Self::Outside => "the path leaves the project",
            Self::BadCharacter => "the path holds a control character or a backslash",
        })
    }
}

impl std::error::Error for PathError {}

impl SourcePath {
    /// Returns the project's root, the empty path.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Normalises `path`.
    ///
    /// # Errors
    /// When the path is absolute, leaves the project, or holds a control character or a backslash.
    pub fn new(path: &str) -> Result<Self, PathError> {
        if path.starts_with('/') {
            return Err(PathError::Absolute);
        }
        Self::root().join(path)
    }

    /// Resolves `relative` from this path, taken as a directory.
    ///
    /// # Errors
    /// As [`SourcePath::new`].
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        if relative.chars().any(|c| c.is_control() || c == '\\') {
            return Err(PathError::BadCharacter);
        }
        let mut segments: Vec<&str> = self.segments().collect();
        for segment in relative.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop().ok_or(PathError::Outside)?;
                }
                other => segments.push(other),
            }
        }
        Ok(Self(Arc::from(segments.join("/"))))
    }

    /// Returns the path as text, `/` between segments.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the segments from the root down; none for the root.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// Returns the directory that holds this path; the root's parent is the root.
    pub fn parent(&self) -> Self {
        match self.0.rfind('/') {
            Some(slash) => Self(Arc::from(&self.0[..slash])),
            None => Self::root(),
        }
    }

    /// Returns the last segment; empty for the root.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// Returns the last segment without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// Returns what follows the last dot of the file name, as written; empty when there is none.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[dot + 1..],
            _ => "",
        }
    }

    /// Returns whether this is a Markdown file (`.md` or `.markdown`, in any case).
    pub fn is_markdown(&self) -> bool {
        let extension = self.extension();
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    }

    /// Returns the rest of this path below `directory`, or `None` when it is elsewhere.
    pub fn below(&self, directory: &SourcePath) -> Option<&str> {
        if directory.0.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(&*directory.0)?.strip_prefix('/')
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_project() {
        assert_eq!(SourcePath::new("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(SourcePath::new("a/../../b"), Err(PathError::Outside));
        assert_eq!(SourcePath::new("a\\b"), Err(PathError::BadCharacter));
        assert_eq!(SourcePath::new("a\u{1b}[31m"), Err(PathError::BadCharacter));
    }

    #[test]
    fn join_resolves_from_a_directory() {
        let directory = SourcePath::new("content/vision").unwrap();
        assert_eq!(directory.join("../a b.md").unwrap().as_str(), "content/a b.md");
        assert_eq!(directory.join("").unwrap(), directory);
    }

    #[test]
    fn names_are_split_at_the_last_dot() {
        let path = SourcePath::new("a/b.c.MD").unwrap();
        assert_eq!((path.stem(), path.extension()), ("b.c", "MD"));
        assert!(path.is_markdown());
        let hidden = SourcePath::new(".md").unwrap();
        assert_eq!((hidden.stem(), hidden.extension()), (".md", ""));
    }

    #[test]
    fn below_asks_for_whole_segments() {
        let path = SourcePath::new("content-old/a.md").unwrap();
        assert_eq!(path.below(&SourcePath::new("content").unwrap()), None);
        assert_eq!(path.below(&SourcePath::root()), Some("content-old/a.md"));
    }
}
