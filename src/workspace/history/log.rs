//! The history as one stream: each commit, newest first, and the files that it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::git::{Head, Trouble, command, pathspec};
use crate::source::{Moment, SourcePath};

/// How long git may take. What takes longer is not worth waiting for at every commit.
const LIMIT: Duration = Duration::from_secs(120);

/// The most bytes of history that are read.
const MAX_BYTES: u64 = 1 << 30;

/// What marks the line of a commit: no path that we know begins with it.
const MARK: u8 = 1;

/// Returns when each of these files was changed last, by the day that the author of that change had.
pub(super) fn dates(
    root: &Path,
    head: &Head,
    folder: &SourcePath,
    wanted: BTreeSet<SourcePath>,
) -> Result<BTreeMap<SourcePath, Moment>, Trouble> {
    let mut command = command(root);
    command.args([
        "log",
        "-z",
        "--name-only",
        "--relative",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
    ]);
    command.args([
        "--no-show-signature",
        "--no-mailmap",
        "--no-color",
        "--no-decorate",
        "--ignore-submodules",
    ]);
    command.args(["--format=%x01%H %aI", head.commit.as_str(), "--", pathspec(folder)]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|_| Trouble::NoProgram)?;
    let stream = child.stdout.take().expect("it was asked for");
    let ends = head.ends.clone();
    let (sender, receiver) = mpsc::channel();
    let reader = thread::Builder::new().name("history".to_owned()).spawn(move || {
        // Who has given up does not listen.
        sender.send(read(stream, &ends, wanted)).unwrap_or_default();
    });
    let read = receiver.recv_timeout(LIMIT);
    let is_whole = matches!(&read, Ok(Some(read)) if !read.is_early);
    let has_failed = end(&mut child, is_whole);
    reader.map(|thread| thread.join().unwrap_or_default()).map_err(|_| Trouble::Other)?;
    match read {
        Ok(Some(read)) if read.is_early || !has_failed => Ok(read.dates),
        Ok(_) => Err(Trouble::Other),
        Err(_) => Err(Trouble::TooSlow),
    }
}

/// Ends the program, or waits for its end when it has said everything; returns whether it failed.
fn end(child: &mut Child, is_whole: bool) -> bool {
    if !is_whole {
        // It may have ended by itself meanwhile.
        child.kill().unwrap_or_default();
    }
    child.wait().is_ok_and(|status| !status.success())
}

struct History {
    dates: BTreeMap<SourcePath, Moment>,
    /// Whether there was more, about files that were changed later.
    is_early: bool,
}

/// Reads the stream until all files were seen; `None` when it is too long or cannot be read.
fn read(stream: ChildStdout, ends: &BTreeSet<String>, mut wanted: BTreeSet<SourcePath>) -> Option<History> {
    let mut stream = BufReader::with_capacity(64 << 10, stream.take(MAX_BYTES));
    let mut dates = BTreeMap::new();
    let mut current: Option<Moment> = None;
    let mut part = Vec::new();
    loop {
        if wanted.is_empty() {
            return Some(History { dates, is_early: true });
        }
        part.clear();
        if stream.read_until(0, &mut part).ok()? == 0 {
            let is_cut = stream.get_ref().limit() == 0;
            return (!is_cut).then_some(History { dates, is_early: false });
        }
        let text = part.strip_suffix(b"\0").unwrap_or(&part);
        let text = text.strip_prefix(b"\n").unwrap_or(text);
        if let Some(line) = text.strip_prefix(&[MARK]) {
            // At the end of a shallow clone every file seems to be new.
            current = commit(line).and_then(|(id, moment)| (!ends.contains(id)).then_some(moment));
            continue;
        }
        let Some(path) = std::str::from_utf8(text).ok().and_then(|text| SourcePath::new(text).ok()) else {
            continue;
        };
        if let (Some(moment), Some(path)) = (&current, wanted.take(&path)) {
            dates.insert(path, moment.clone());
        }
    }
}

/// Reads the line of a commit: its name and the time that its author had.
fn commit(line: &[u8]) -> Option<(&str, Moment)> {
    let (id, time) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    Some((id, Moment::parse(time)?))
}
