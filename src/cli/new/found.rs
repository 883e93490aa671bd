//! What a folder tells before a handbook is made in it.

use std::fs;
use std::path::{Path, PathBuf};

use daring::config::{self, Config};
use daring::scaffold::{Origin, Pages};

/// Folders in which handbooks keep their Markdown, the most likely first.
pub const CONTENT_FOLDERS: [&str; 5] = ["content", "docs", "handbook", "src", "pages"];

/// How many folders are looked through for Markdown.
const MAX_FOLDERS: usize = 2_000;

/// What a folder tells.
#[derive(Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// The title that it has already.
    pub title: Option<String>,
    /// The folder of its Markdown files.
    pub content: String,
    /// Whether it has any.
    pub pages: Pages,
    /// Where its repository lives.
    pub origin: Option<Origin>,
    /// The branch that is published.
    pub branch: String,
    /// Whether GitLab runs something for it already.
    pub has_gitlab_ci: bool,
}

impl Found {
    /// Looks at a folder, which need not be there yet.
    pub fn in_folder(root: &Path) -> Self {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let absolute = absolute.canonicalize().unwrap_or(absolute);
        let name = absolute.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let settings = fs::read_to_string(root.join(config::FILE_NAME)).ok();
        let configured = settings.map(|text| config::parse(&text, Config::new(&name)).value);
        let present = match &configured {
            Some(config) => Some(config.content.to_string()),
            None => {
                CONTENT_FOLDERS.into_iter().find(|name| has_markdown(&root.join(name))).map(str::to_owned)
            }
        };
        let git = git_folder(&absolute);
        let read = |file: &str| git.as_ref().and_then(|git| fs::read_to_string(git.join(file)).ok());
        Self {
            name,
            title: configured.map(|config| config.title),
            pages: if present.is_some() { Pages::Present } else { Pages::Begin },
            content: present.unwrap_or_else(|| "content".to_owned()),
            origin: read("config").and_then(|text| Origin::of_git_config(&text)),
            branch: published_branch(read).unwrap_or_else(|| "main".to_owned()),
            has_gitlab_ci: root.join(".gitlab-ci.yml").exists(),
        }
    }
}

/// The branch that the remote calls its own, else the one of those that are usual which is there, else
/// the current one.
fn published_branch(read: impl Fn(&str) -> Option<String>) -> Option<String> {
    let head = read("refs/remotes/origin/HEAD")
        .and_then(|text| Some(text.trim().strip_prefix("ref: refs/remotes/origin/")?.to_owned()));
    if head.is_some() {
        return head;
    }
    let usual = ["main", "master", "trunk"];
    let current =
        read("HEAD").and_then(|text| Some(text.trim().strip_prefix("ref: refs/heads/")?.to_owned()));
    let is_there = |branch: &&str| read(&format!("refs/heads/{branch}")).is_some();
    match &current {
        Some(branch) if usual.contains(&branch.as_str()) => current,
        _ => usual.into_iter().find(is_there).map(str::to_owned).or(current),
    }
}

/// The folder in which git keeps what it knows of `root`, which may be a linked work tree.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(&git).ok()?;
    let own = git.parent()?.join(text.trim().strip_prefix("gitdir: ")?);
    match fs::read_to_string(own.join("commondir")) {
        Ok(common) => Some(own.join(common.trim())),
        Err(_) => Some(own),
    }
}

/// Whether there is Markdown in a folder, or below it.
pub fn has_markdown(folder: &Path) -> bool {
    let mut open = vec![folder.to_owned()];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        seen += 1;
        if seen > MAX_FOLDERS {
            return false;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if kind.is_file() && (name.ends_with(".md") || name.ends_with(".markdown")) {
                return true;
            }
            if kind.is_dir() && !name.starts_with('.') && name != "node_modules" && name != "target" {
                open.push(entry.path());
            }
        }
    }
    false
}
