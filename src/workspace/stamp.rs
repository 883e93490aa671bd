//! Knowing that nothing changed, without parsing anything.
//!
//! After a build that found nothing to report, a small file in `.daring/` keeps the fingerprint of
//! everything that went in and of what lies in the output. When both still hold, the output is what
//! another build would make. The file is a cache: without it, or where it cannot be written, the
//! build is only slower.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::file_facts::FileFacts;
use super::inputs::Inputs;
use super::project::Project;
use super::read::open_plain;
use crate::publish::{self, Target};
use crate::source::ContentHash;

/// The folder of our caches, in the project's root.
pub(super) const FOLDER: &str = ".daring";

/// More than the largest cache of ours takes.
pub(super) const MAX_KEPT_BYTES: u64 = 64 << 20;

/// More than a state file ever holds.
const MAX_STATE_BYTES: u64 = 1024;

/// Returns how many pages are published, when a build would change nothing and report nothing.
pub fn up_to_date(project: &Project, target: &Target, inputs: &Inputs) -> Option<usize> {
    let fingerprint = inputs.fingerprint()?;
    let mut kept = String::new();
    // Content may come from strangers, and this folder with it: nothing of it is taken on trust.
    open_plain(&state_path(project)).ok()?.0.take(MAX_STATE_BYTES).read_to_string(&mut kept).ok()?;
    let mut lines = kept.lines();
    let kept_inputs = lines.next()?;
    let kept_output = lines.next()?;
    let pages = lines.next()?.parse().ok()?;
    let holds = |hash: ContentHash, kept: &str| format!("{:016x}", hash.0) == kept;
    (holds(fingerprint, kept_inputs) && holds(output_of(target)?, kept_output)).then_some(pages)
}

/// Keeps what a later build needs to know. A failure is no mistake: the next build is only slower.
///
/// `fingerprint` is that of what was built, taken before it was built: a file that was changed in
/// between makes the next build notice.
pub fn keep(project: &Project, target: &Target, fingerprint: ContentHash, pages: usize) {
    let Some(output) = output_of(target) else { return };
    let folder = project.root().join(FOLDER);
    let text = format!("{:016x}\n{:016x}\n{pages}\n", fingerprint.0, output.0);
    let path = state_path(project);
    let temporary = path.with_extension("new");
    let written = make_folder(&folder)
        .and_then(|()| write_new(&temporary, text.as_bytes()))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        forget(project);
    }
}

/// Returns a text that was kept in our folder for a cache; `None` when there is none.
pub fn kept_file(project: &Project, name: &str) -> Option<String> {
    let mut text = String::new();
    let (file, _) = open_plain(&project.root().join(FOLDER).join(name)).ok()?;
    file.take(MAX_KEPT_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Keeps a text in our folder for a cache. A failure is no mistake.
pub fn keep_file(project: &Project, name: &str, text: &str) {
    write_kept(project.root(), name, text).unwrap_or_default();
}

pub(super) fn write_kept(root: &Path, name: &str, text: &str) -> io::Result<()> {
    let folder = root.join(FOLDER);
    make_folder(&folder)?;
    let temporary = folder.join(format!("{name}.new"));
    write_new(&temporary, text.as_bytes())?;
    fs::rename(&temporary, folder.join(name))
}

/// Makes the folder with a file that keeps it out of git. A link in its place would lead our files
/// to where we have no business.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(_) => fs::create_dir(folder)?,
    }
    let ignore = folder.join(".gitignore");
    if fs::symlink_metadata(&ignore).is_ok() { Ok(()) } else { write_new(&ignore, b"*\n") }
}

/// Writes a file in place of whatever has its name; never through a link, never into a pipe.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Forgets what was kept, before a build that may report something.
pub fn forget(project: &Project) {
    let path = state_path(project);
    if fs::symlink_metadata(project.root().join(FOLDER)).is_ok_and(|found| !found.is_dir()) {
        return; // A link to somewhere else: nothing in there is ours.
    }
    if fs::remove_file(&path).is_err() {
        // It was not there, or nothing can be written here: then nothing was kept either.
    }
}

fn state_path(project: &Project) -> PathBuf {
    let name = ContentHash::of(project.output().as_os_str().as_encoded_bytes());
    project.root().join(FOLDER).join(format!("build-{:016x}", name.0))
}

/// The fingerprint of names, lengths and times of every file that was published. `None` when one is
/// missing, or a publication was interrupted.
fn output_of(target: &Target) -> Option<ContentHash> {
    let paths = publish::settled(target)?;
    let lines: Option<Vec<String>> = paths
        .par_iter()
        .map(|path| {
            let data = fs::symlink_metadata(target.output().join(&**path)).ok()?;
            let FileFacts { mode, length, modified, changed, .. } = FileFacts::of(&data);
            Some(format!("{path} {mode:o} {length} {modified:?} {changed:?}\n"))
        })
        .collect();
    Some(ContentHash::of(lines?.concat().as_bytes()))
}
