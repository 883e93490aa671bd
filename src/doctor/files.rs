//! Files that Pages drops, refuses or mixes up.

use std::collections::BTreeMap;

use super::{Facts, Remark};

/// What GitHub publishes of one site at most, in bytes.
const MAX_SITE: u64 = 1 << 30;
/// The largest file that GitHub takes in a push, in bytes.
const MAX_FILE: u64 = 100 << 20;
/// How many files one remark names.
const NAMED: usize = 3;

/// A file or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFact {
    /// Its path, with `/` between folders.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Its length in bytes.
    pub size: u64,
    /// Its permissions, where the system has them.
    pub mode: Option<u32>,
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file with one name.
    File,
    /// A file that has several names: a hard link.
    Shared,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// Judges sources and output.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(links("the sources hold", &facts.sources, ""));
    remarks.extend(letter_case(&facts.sources, ""));
    remarks.extend(large_files(&facts.sources));
    let Some(published) = &facts.published else { return remarks };
    let prefix = format!("{}/", facts.output.trim_end_matches('/'));
    remarks.extend(links("the site holds", published, &prefix));
    remarks.extend(letter_case(published, &prefix));
    remarks.extend(modes(published, &prefix));
    remarks.extend(site_size(published, &prefix));
    remarks.extend(hidden(facts, published, &prefix));
    remarks.extend(jekyll(facts, published, &prefix));
    remarks
}

fn links(subject: &str, files: &[FileFact], prefix: &str) -> Option<Remark> {
    let found: Vec<&FileFact> = files
        .iter()
        .filter(|file| {
            matches!(file.kind, FileKind::Link | FileKind::Other)
                || (file.kind == FileKind::Shared && !prefix.is_empty())
        })
        .collect();
    let first = found.first()?;
    let message = format!("{subject} what is no plain file: {}", named(&found));
    let remark = match prefix {
        "" => {
            let fix = "put a copy in the place of a link: what it leads to may not be there where the site is built";
            Remark::warning("links", message, fix)
        }
        _ => Remark::error(
            "links",
            message,
            "build again: Daring publishes plain files, and Pages refuses links",
        ),
    };
    Some(remark.at(&format!("{prefix}{}", first.path), None))
}

fn letter_case(files: &[FileFact], prefix: &str) -> Vec<Remark> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut remarks = Vec::new();
    for file in files {
        if let Some(other) = seen.insert(file.path.to_lowercase(), &file.path)
            && other != file.path
        {
            let message =
                format!("`{prefix}{}` and `{prefix}{other}` are one file on Windows and macOS", file.path);
            let fix = "rename one of them";
            remarks
                .push(Remark::error("letter-case", message, fix).at(&format!("{prefix}{}", file.path), None));
        }
    }
    remarks
}

fn large_files(files: &[FileFact]) -> Vec<Remark> {
    let large = files.iter().filter(|file| file.size > MAX_FILE);
    large
        .map(|file| {
            let message = format!(
                "`{}` has {}, and GitHub takes no file of more than 100 MB",
                file.path,
                megabytes(file.size)
            );
            Remark::error("size", message, "keep it elsewhere and link to it, or make it smaller")
                .at(&file.path, None)
        })
        .collect()
}

fn site_size(files: &[FileFact], prefix: &str) -> Option<Remark> {
    let size: u64 = files.iter().map(|file| file.size).sum();
    if size <= MAX_SITE {
        return None;
    }
    let mut largest: Vec<&FileFact> = files.iter().collect();
    largest.sort_by(|a, b| (b.size, &a.path).cmp(&(a.size, &b.path)));
    let message = format!("the site has {}, and GitHub Pages publishes 1 GB at most", megabytes(size));
    let fix = format!(
        "the largest files are {}; `assets = \"linked\"` leaves out those that no page refers to",
        named(&largest)
    );
    Some(Remark::error("size", message, fix).at(prefix, None))
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

fn modes(files: &[FileFact], prefix: &str) -> Option<Remark> {
    let is_closed = |file: &&FileFact| {
        let needed = match file.kind {
            FileKind::Folder => 0o555,
            FileKind::File | FileKind::Shared => 0o444,
            FileKind::Link | FileKind::Other => 0,
        };
        file.mode.is_some_and(|mode| mode & needed != needed)
    };
    let found: Vec<&FileFact> = files.iter().filter(is_closed).collect();
    let first = found.first()?;
    let message = format!("not everybody may read {}, and Pages then refuses the whole site", named(&found));
    let fix = format!("run `chmod -R a+rX {prefix}`, or build again into an empty folder");
    Some(Remark::error("modes", message, fix).at(&format!("{prefix}{}", first.path), None))
}

/// Hidden files of the site that matter to somebody.
fn hidden(facts: &Facts, published: &[FileFact], prefix: &str) -> Option<Remark> {
    let is_hidden = |file: &&FileFact| {
        let is_ours = file.path == ".daring-manifest" || file.path == ".nojekyll";
        file.kind != FileKind::Folder && !is_ours && file.path.split('/').any(|part| part.starts_with('.'))
    };
    let found: Vec<&FileFact> = published.iter().filter(is_hidden).collect();
    let first = found.first()?;
    let drops = |text: &str| {
        text.contains("actions/upload-pages-artifact@") && !text.contains("include-hidden-files: true")
    };
    let workflow = facts.workflows.iter().find(|file| drops(&file.text))?;
    let message = format!("`{}` does not upload {}", workflow.path, named(&found));
    let fix = "add `include-hidden-files: true` below `with:` of actions/upload-pages-artifact, in version 5 or later";
    Some(Remark::warning("hidden-files", message, fix).at(&format!("{prefix}{}", first.path), None))
}

/// Where a branch is published, Jekyll renders it first, unless a file forbids it.
fn jekyll(facts: &Facts, published: &[FileFact], prefix: &str) -> Option<Remark> {
    let to_branch = |text: &str| text.contains("gh-pages") && !text.contains("actions/deploy-pages");
    let workflow = facts.workflows.iter().find(|file| to_branch(&file.text));
    let is_committed = facts.git.as_ref().is_some_and(|git| git.tracked_output > 0);
    let is_committed_folder = is_committed && matches!(facts.output.as_str(), "docs" | ".");
    if workflow.is_none() && !is_committed_folder {
        return None;
    }
    if published.iter().any(|file| file.path == ".nojekyll") {
        return None;
    }
    let message = "Pages runs Jekyll over a branch that is published, which leaves out files and folders that begin with `_` or `.`";
    let fix = format!(
        "put an empty file `.nojekyll` into `{}/`, or publish with actions/deploy-pages",
        facts.config.static_files
    );
    let path = workflow.map_or(prefix, |file| &file.path);
    Some(Remark::error("jekyll", message, fix).at(path, None))
}

/// The first few of many files.
fn named(files: &[&FileFact]) -> String {
    let names: Vec<String> = files.iter().take(NAMED).map(|file| format!("`{}`", file.path)).collect();
    match files.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
