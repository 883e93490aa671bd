//! When sources were changed last, as git knows it.
//!
//! Asking git runs a program, so it is done for projects whose settings ask for it and for no others:
//! content, which may come from strangers, cannot. The answer is kept in `.daring/dates`, by the commit
//! that it is about. A commit at which a shallow clone ends is no answer: it seems to have made every
//! file that it holds.

mod git;
mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use super::read::open_plain;
use super::stamp;
use crate::config::{Config, FILE_NAME};
use crate::diagnostic::{Code, Diagnostic};
use crate::handbook::Dates;
use crate::source::{ContentHash, Moment, SourcePath};

use git::{Head, Trouble};

/// What the history of the content says, and what is wrong with it.
pub(super) fn read(root: &Path, config: &Config) -> (Dates, Option<Diagnostic>) {
    let known = git::head(root).and_then(|head| {
        let key = key(&head, &config.content);
        if let Some(known) = kept(root, &key) {
            return Ok((head, known));
        }
        let known = ask(root, &head, &config.content)?;
        keep(root, &key, &known);
        Ok((head, known))
    });
    match known {
        Ok((head, known)) => {
            let report = (head.is_shallow && known.unknown > 0).then(|| shallow(config, known.unknown));
            (Dates::new(known.dates), report)
        }
        Err(trouble) => (Dates::default(), Some(unavailable(config, &trouble))),
    }
}

/// What git knows of the files of the content.
struct Known {
    dates: BTreeMap<SourcePath, Moment>,
    /// How many Markdown files it keeps of which it cannot say when they changed.
    unknown: usize,
}

fn ask(root: &Path, head: &Head, content: &SourcePath) -> Result<Known, Trouble> {
    let wanted = git::committed(root, head, content)?;
    let dates = log::dates(root, head, content, wanted.clone())?;
    let is_unknown = |path: &&SourcePath| path.is_markdown() && !dates.contains_key(*path);
    let unknown = wanted.iter().filter(is_unknown).count();
    Ok(Known { dates, unknown })
}

/// What the kept dates are known by.
fn key(head: &Head, content: &SourcePath) -> String {
    let ends: BTreeSet<&str> = head.ends.iter().map(String::as_str).collect();
    let ends = ContentHash::of(format!("{ends:?}{content}").as_bytes());
    format!("dates 2 {} {:016x}", head.commit, ends.0)
}

/// Content may come from strangers, and this file with it, but nobody can put a file into a commit that
/// knows the name of that commit.
fn kept(root: &Path, key: &str) -> Option<Known> {
    let mut text = String::new();
    let (file, _) = open_plain(&root.join(stamp::FOLDER).join("dates")).ok()?;
    file.take(stamp::MAX_KEPT_BYTES).read_to_string(&mut text).ok()?;
    let mut lines = text.strip_suffix("end\n")?.lines();
    if lines.next()? != key {
        return None;
    }
    let unknown = lines.next()?.parse().ok()?;
    let line = |line: &str| {
        let (moment, path) = line.split_once('\t')?;
        Some((SourcePath::new(path).ok()?, Moment::parse(moment)?))
    };
    Some(Known { dates: lines.map(line).collect::<Option<_>>()?, unknown })
}

/// Keeps what was learnt. A failure is no mistake: git is asked again.
fn keep(root: &Path, key: &str, known: &Known) {
    let mut text = format!("{key}\n{}\n", known.unknown);
    for (path, moment) in &known.dates {
        text.push_str(&format!("{moment:?}\t{path}\n"));
    }
    text.push_str("end\n");
    stamp::write_kept(root, "dates", &text).unwrap_or_default();
}

fn shallow(config: &Config, unknown: usize) -> Diagnostic {
    let pages = if unknown == 1 { "a page" } else { "pages" };
    let count = if unknown == 1 { String::new() } else { format!(" {unknown}") };
    let message =
        format!("the repository is a shallow clone, which does not tell when{count} {pages} changed last");
    report(config, Code::DatesShallow, message)
        .help("fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` on GitLab")
        .help("in a clone of your own, run `git fetch --unshallow`")
}

fn unavailable(config: &Config, trouble: &Trouble) -> Diagnostic {
    let (message, help) = match trouble {
        Trouble::NoProgram => ("there is no program `git`", "install git, or set `dates = \"front-matter\"`"),
        Trouble::NoRepository => {
            ("the project is in no git repository", "run `git init`, or set `dates = \"front-matter\"`")
        }
        Trouble::NoCommit => ("the repository has no commit yet", "commit the handbook"),
        Trouble::OtherOwner => (
            "git does not trust this repository, because it belongs to somebody else",
            "run `git config --global --add safe.directory` with the folder of the repository",
        ),
        Trouble::TooSlow => ("git did not answer in time", "set `dates = \"front-matter\"`"),
        Trouble::Other => ("git could not read the history", "run `git log` in the project to see why"),
    };
    report(config, Code::DatesUnavailable, format!("it is not known when pages changed: {message}"))
        .help(help)
}

fn report(config: &Config, code: Code, message: String) -> Diagnostic {
    let path = SourcePath::new(FILE_NAME).expect("the name of the configuration is a path");
    Diagnostic::new(code, message).in_file(&path, config.places.dates, "")
}
