//! Writing sources: the only place that changes what authors wrote.
//!
//! [`amend`] makes changes and renames all together or not at all. Every new text is staged beside the
//! file it is for, then the texts are exchanged, then files and folders are renamed. When a step
//! fails, those before it are undone in reverse order.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::describe;
use crate::source::{Change, Rename, SourcePath};

/// Why nothing was changed.
#[derive(Debug)]
pub enum AmendError {
    /// A file is not what it was when it was read.
    Changed {
        /// Which.
        path: SourcePath,
    },
    /// A file lies outside of the project, behind a link.
    Outside {
        /// Which.
        path: SourcePath,
    },
    /// Somebody has set a file to be read only.
    ReadOnly {
        /// Which.
        path: SourcePath,
    },
    /// Something is where a file or folder would be renamed to.
    Exists {
        /// What.
        path: SourcePath,
    },
    /// The file system refused.
    Io {
        /// What was tried, as in "could not …".
        operation: &'static str,
        /// With what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file system refused, and then also refused to take back what was done before.
    Torn {
        /// What could not be undone.
        paths: Vec<PathBuf>,
        /// Why it was to be undone.
        cause: Box<AmendError>,
    },
}

impl std::fmt::Display for AmendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed { path } => write!(f, "`{path}` was changed meanwhile"),
            Self::Outside { path } => write!(f, "`{path}` is a link that leads out of the project"),
            Self::ReadOnly { path } => write!(f, "`{path}` is read only"),
            Self::Exists { path } => write!(f, "`{path}` is there already"),
            Self::Io { operation, path, source } => {
                write!(f, "could not {operation} {}: {}", path.display(), describe(source))
            }
            Self::Torn { paths, cause } => {
                let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
                write!(f, "{cause}; and this could not be undone: {}", paths.join(", "))
            }
        }
    }
}

impl std::error::Error for AmendError {}

impl AmendError {
    /// Returns what to do next.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "nothing was changed; run it again",
            Self::Outside { .. } => "nothing was changed; only files of the project are",
            Self::ReadOnly { .. } => "nothing was changed; make it writable first",
            Self::Exists { .. } => "nothing was changed; choose another name, or move it away first",
            Self::Io { .. } => "nothing was changed",
            Self::Torn { .. } => "look at these files; `git status` shows what is left of the change",
        }
    }
}

/// Asked before every step that changes something, and after the last; an error is taken for the
/// file system's.
type Gate<'a> = &'a mut dyn FnMut(&'static str) -> io::Result<()>;

/// Makes all changes and renames below `root`, or none of them. Texts are changed where they are
/// before anything is renamed.
///
/// A reader meets the old text of a file or the new one, never half of one. The mode of a file stays,
/// and a link inside the project stays a link.
///
/// # Errors
/// A file is not as it was read, the new place is taken, or the file system refuses. Unless the error
/// is [`AmendError::Torn`], everything is as it was.
pub fn amend(root: &Path, changes: &[Change], renames: &[Rename]) -> Result<(), AmendError> {
    amend_with(root, changes, renames, &mut |_| Ok(()))
}

fn amend_with(root: &Path, changes: &[Change], renames: &[Rename], gate: Gate<'_>) -> Result<(), AmendError> {
    for rename in renames {
        refuse_taken(root, rename)?;
    }
    let mut work = Work { root, done: Vec::new(), backups: Vec::new() };
    match work.run(changes, renames, gate) {
        Ok(()) => {
            work.clean_up();
            for rename in renames {
                remove_empty(root, &rename.from.parent());
            }
            Ok(())
        }
        Err(error) => Err(work.undo(error)),
    }
}

/// A step that was made and can be taken back.
enum Done {
    /// A file was made.
    Made(PathBuf),
    /// A folder was made.
    Folder(PathBuf),
    /// The second took the place of the first, whose former file is the third.
    Replaced { path: PathBuf, backup: PathBuf },
    /// The first became the second.
    Renamed(PathBuf, PathBuf),
}

struct Work<'a> {
    root: &'a Path,
    done: Vec<Done>,
    backups: Vec<PathBuf>,
}

/// A new text beside the file it is for.
struct Staged {
    target: PathBuf,
    temporary: PathBuf,
    backup: PathBuf,
}

impl Work<'_> {
    fn run(&mut self, changes: &[Change], renames: &[Rename], gate: Gate<'_>) -> Result<(), AmendError> {
        let mut staged = Vec::with_capacity(changes.len());
        for change in changes {
            staged.push(self.stage(change, gate)?);
        }
        // As late as can be: whoever saves a file in this instant must not lose what was written.
        for (change, staged) in changes.iter().zip(&staged) {
            refuse_changed(change, &staged.target)?;
        }
        for staged in staged {
            self.exchange(staged, gate)?;
        }
        for rename in renames {
            self.rename(rename, gate)?;
        }
        gate("finish").map_err(|source| io_error("finish", self.root, source))
    }

    /// Writes a new text beside its file.
    fn stage(&mut self, change: &Change, gate: Gate<'_>) -> Result<Staged, AmendError> {
        let named = self.root.join(change.path.as_str());
        let target = named.canonicalize().map_err(|source| io_error("read", &named, source))?;
        if !target.starts_with(self.root) {
            return Err(AmendError::Outside { path: change.path.clone() });
        }
        refuse_changed(change, &target)?;
        let permissions =
            fs::metadata(&target).map_err(|source| io_error("read", &target, source))?.permissions();
        if permissions.readonly() {
            return Err(AmendError::ReadOnly { path: change.path.clone() });
        }
        let folder = target.parent().unwrap_or(self.root);
        gate("stage").map_err(|source| io_error("write to", folder, source))?;
        let (temporary, file) =
            temporary(folder, "tmp").map_err(|source| io_error("write to", folder, source))?;
        self.done.push(Done::Made(temporary.clone()));
        fill(file, &change.after, permissions).map_err(|source| io_error("write", &temporary, source))?;
        let backup = temporary.with_extension("old");
        Ok(Staged { target, temporary, backup })
    }

    fn exchange(&mut self, staged: Staged, gate: Gate<'_>) -> Result<(), AmendError> {
        let Staged { target, temporary, backup } = staged;
        gate("back up").map_err(|source| io_error("write", &backup, source))?;
        fs::hard_link(&target, &backup)
            .or_else(|_| fs::copy(&target, &backup).map(drop))
            .map_err(|source| io_error("write", &backup, source))?;
        self.done.push(Done::Made(backup.clone()));
        self.backups.push(backup.clone());
        gate("replace").map_err(|source| io_error("replace", &target, source))?;
        fs::rename(&temporary, &target).map_err(|source| io_error("replace", &target, source))?;
        self.done.push(Done::Replaced { path: target, backup });
        Ok(())
    }

    fn rename(&mut self, rename: &Rename, gate: Gate<'_>) -> Result<(), AmendError> {
        let (from, to) = (self.root.join(rename.from.as_str()), self.root.join(rename.to.as_str()));
        let parent = to.parent().unwrap_or(self.root).to_owned();
        let missing: Vec<PathBuf> =
            parent.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            gate("make").map_err(|source| io_error("make", &folder, source))?;
            fs::create_dir(&folder).map_err(|source| io_error("make", &folder, source))?;
            self.done.push(Done::Folder(folder));
        }
        if !parent.canonicalize().is_ok_and(|parent| parent.starts_with(self.root)) {
            return Err(AmendError::Outside { path: rename.to.parent() });
        }
        refuse_taken(self.root, rename)?;
        // In two steps, because a file system that ignores letter case may ignore a rename that
        // changes nothing else.
        let between = between(&from, &to);
        let mut at = from;
        for next in between.into_iter().chain([to]) {
            gate("rename").map_err(|source| io_error("rename", &at, source))?;
            fs::rename(&at, &next).map_err(|source| io_error("rename", &at, source))?;
            self.done.push(Done::Renamed(at, next.clone()));
            at = next;
        }
        Ok(())
    }

    /// Removes what was kept for the case of a failure. The backups lie beside the files as they were
    /// before the renames, so they may have moved with a folder.
    fn clean_up(&mut self) {
        for backup in &self.backups {
            let moved = self.done.iter().fold(backup.clone(), |path, done| match done {
                Done::Renamed(from, to) => match path.strip_prefix(from) {
                    Ok(rest) => to.join(rest),
                    Err(_) => path,
                },
                _ => path,
            });
            // A file that stays is hidden, and no page; nobody needs to hear of it.
            fs::remove_file(moved).unwrap_or_default();
        }
    }

    fn undo(&mut self, cause: AmendError) -> AmendError {
        let mut torn = Vec::new();
        while let Some(done) = self.done.pop() {
            match done {
                Done::Made(path) => fs::remove_file(path).unwrap_or_default(),
                Done::Folder(path) => fs::remove_dir(path).unwrap_or_default(),
                Done::Replaced { path, backup } => {
                    if fs::rename(&backup, &path).is_err() {
                        torn.push(path);
                    }
                }
                Done::Renamed(from, to) => {
                    if fs::rename(&to, &from).is_err() {
                        torn.push(to);
                    }
                }
            }
        }
        if torn.is_empty() { cause } else { AmendError::Torn { paths: torn, cause: Box::new(cause) } }
    }
}

fn io_error(operation: &'static str, path: &Path, source: io::Error) -> AmendError {
    AmendError::Io { operation, path: path.to_owned(), source }
}

fn refuse_changed(change: &Change, target: &Path) -> Result<(), AmendError> {
    let have = fs::read(target).map_err(|source| io_error("read", target, source))?;
    if have == change.before.as_bytes() {
        Ok(())
    } else {
        Err(AmendError::Changed { path: change.path.clone() })
    }
}

fn refuse_taken(root: &Path, rename: &Rename) -> Result<(), AmendError> {
    let (from, to) = (root.join(rename.from.as_str()), root.join(rename.to.as_str()));
    if to.symlink_metadata().is_ok() && !is_same(&from, &to) {
        return Err(AmendError::Exists { path: rename.to.clone() });
    }
    Ok(())
}

/// Whether two names are names of one file: the file system ignores letter case.
fn is_same(from: &Path, to: &Path) -> bool {
    let folded = |path: &Path| path.to_string_lossy().to_lowercase();
    folded(from) == folded(to) && from.canonicalize().is_ok_and(|a| to.canonicalize().is_ok_and(|b| a == b))
}

/// A name on the way from one to another that differs in letter case alone.
fn between(from: &Path, to: &Path) -> Option<PathBuf> {
    let folded = |path: &Path| path.to_string_lossy().to_lowercase();
    let name = || format!(".daring-{}-case.tmp", std::process::id());
    (folded(from) == folded(to)).then(|| from.with_file_name(name()))
}

fn fill(mut file: File, text: &str, permissions: Permissions) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

fn temporary(folder: &Path, extension: &str) -> io::Result<(PathBuf, File)> {
    for number in 0..1000 {
        let path = folder.join(format!(".daring-{}-{number}.{extension}", std::process::id()));
        match File::options().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (path, file)),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Removes a folder that has become empty, and those above it.
fn remove_empty(root: &Path, folder: &SourcePath) {
    let mut folder = folder.clone();
    // The folder of the content itself stays: it is named by the settings.
    while folder.segments().count() > 1 && fs::remove_dir(root.join(folder.as_str())).is_ok() {
        folder = folder.parent();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// Every file and folder below a root, with what is in it and its mode.
    fn tree(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u32)> {
        let mut tree = BTreeMap::new();
        let mut open = vec![root.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let data = path.symlink_metadata().unwrap();
                let bytes = if data.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
                tree.insert(path.strip_prefix(root).unwrap().to_owned(), (bytes, data.permissions().mode()));
                if data.is_dir() {
                    open.push(path);
                }
            }
        }
        tree
    }

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).unwrap()
    }

    fn change(name: &str, before: &str, after: &str) -> Change {
        Change { path: path(name), before: before.to_owned(), after: after.to_owned() }
    }

    fn rename(from: &str, to: &str) -> Rename {
        Rename { from: path(from), to: path(to) }
    }

    fn project() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("content/part/deep")).unwrap();
        for (name, text) in [("a.md", "a\r\n"), ("part/b.md", "b"), ("part/deep/c.md", "c")] {
            fs::write(root.join("content").join(name), text).unwrap();
        }
        fs::set_permissions(root.join("content/a.md"), Permissions::from_mode(0o600)).unwrap();
        (folder, root)
    }

    const CHANGES: [(&str, &str, &str); 3] = [
        ("content/a.md", "a\r\n", "A\r\n"),
        ("content/part/b.md", "b", "B"),
        ("content/part/deep/c.md", "c", ""),
    ];

    fn changes() -> Vec<Change> {
        CHANGES.iter().map(|(name, before, after)| change(name, before, after)).collect()
    }

    fn renames() -> Vec<Rename> {
        vec![rename("content/part", "content/new/place"), rename("content/a.md", "content/A.md")]
    }

    #[test]
    fn everything_changes_and_nothing_is_left_behind() {
        let (_folder, root) = project();
        amend(&root, &changes(), &renames()).unwrap();
        let have = tree(&root.join("content"));
        let names: Vec<&str> = have.keys().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(
            names,
            ["A.md", "new", "new/place", "new/place/b.md", "new/place/deep", "new/place/deep/c.md"]
        );
        let (text, mode) = &have[Path::new("A.md")];
        assert_eq!((text.as_slice(), mode & 0o777), (&b"A\r\n"[..], 0o600));
        assert_eq!(have[Path::new("new/place/b.md")].0, b"B");
    }

    #[test]
    fn whatever_step_fails_all_is_as_it_was() {
        let (_folder, root) = project();
        let before = tree(&root);
        let mut steps = 0_usize;
        loop {
            let mut left = steps;
            let ended = amend_with(&root, &changes(), &renames(), &mut |_| {
                left = left.checked_sub(1).ok_or_else(|| io::Error::other("no"))?;
                Ok(())
            });
            if ended.is_ok() {
                break;
            }
            assert!(matches!(ended, Err(AmendError::Io { .. })), "{ended:?}");
            assert_eq!(tree(&root), before, "after {steps} steps");
            steps += 1;
        }
        // Three files staged, backed up and replaced, two folders made, one plain rename and one in
        // two steps, and the end.
        assert_eq!(steps, 3 * 3 + 1 + 1 + 2 + 1);
    }

    #[test]
    fn what_is_not_as_it_was_read_is_refused() {
        let (_folder, root) = project();
        let before = tree(&root);
        let refused = |changes: &[Change], renames: &[Rename]| {
            let error = amend(&root, changes, renames).unwrap_err();
            assert_eq!(tree(&root), before);
            error
        };
        let mut changed = changes();
        changed[2].before = "another text".to_owned();
        assert!(matches!(refused(&changed, &[]), AmendError::Changed { path } if path == changed[2].path));
        let taken = refused(&changes(), &[rename("content/a.md", "content/part/b.md")]);
        assert!(matches!(taken, AmendError::Exists { .. }), "{taken:?}");
    }

    #[test]
    fn only_files_of_the_project_are_written() {
        let (_folder, root) = project();
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join("x.md"), "x").unwrap();
        symlink(other.path().join("x.md"), root.join("content/x.md")).unwrap();
        symlink("a.md", root.join("content/link.md")).unwrap();
        let error = amend(&root, &[change("content/x.md", "x", "y")], &[]).unwrap_err();
        assert!(matches!(error, AmendError::Outside { .. }), "{error:?}");
        assert_eq!(fs::read_to_string(other.path().join("x.md")).unwrap(), "x");
        amend(&root, &[change("content/link.md", "a\r\n", "z")], &[]).unwrap();
        assert!(root.join("content/link.md").is_symlink());
        assert_eq!(fs::read_to_string(root.join("content/a.md")).unwrap(), "z");
        symlink(other.path(), root.join("content/out")).unwrap();
        let error = amend(&root, &[], &[rename("content/a.md", "content/out/a.md")]).unwrap_err();
        assert!(matches!(error, AmendError::Outside { .. }), "{error:?}");
        fs::set_permissions(root.join("content/part/b.md"), Permissions::from_mode(0o444)).unwrap();
        let error = amend(&root, &[change("content/part/b.md", "b", "B")], &[]).unwrap_err();
        assert!(matches!(error, AmendError::ReadOnly { .. }), "{error:?}");
    }
}
