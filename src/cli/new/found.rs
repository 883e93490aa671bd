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
    /// Whether its settings were there already.
    pub is_configured: bool,
    /// The folder below the top of its repository; empty at the top.
    pub below: String,
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
        let content = match &configured {
            Some(config) => Some(config.content.to_string()),
            None => CONTENT_FOLDERS.into_iter().find(|name| is_content(root, name)).map(str::to_owned),
        };
        let content = content.unwrap_or_else(|| "content".to_owned());
        let top = absolute.ancestors().find(|folder| folder.join(".git").exists());
        let git = top.and_then(git_folder);
        let read = |file: &str| git.as_ref().and_then(|git| fs::read_to_string(git.join(file)).ok());
        let below = top.and_then(|top| absolute.strip_prefix(top).ok());
        let below = below.map(|below| below.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>());
        Self {
            name,
            is_configured: configured.is_some(),
            title: configured.map(|config| config.title),
            pages: if has_markdown(&root.join(&content)) { Pages::Present } else { Pages::Begin },
            content,
            below: below.unwrap_or_default().join("/"),
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
    let packed = read("packed-refs").unwrap_or_default();
    let is_packed = |branch: &str| {
        let name = format!("refs/heads/{branch}");
        packed.lines().any(|line| line.split_once(' ').is_some_and(|(_, packed)| packed == name))
    };
    let is_there = |branch: &&str| read(&format!("refs/heads/{branch}")).is_some() || is_packed(branch);
    match &current {
        Some(branch) if usual.contains(&branch.as_str()) => current,
        _ => usual.into_iter().find(is_there).map(str::to_owned).or(current),
    }
}

/// The folder in which git keeps what it knows of the work tree `top`, which may be a linked one.
fn git_folder(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
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

/// Whether a folder is one of pages. `src` is a book's only beside the settings of mdBook, and `pages` one of
/// routes of a program unless there is Markdown at its top.
pub fn is_content(root: &Path, name: &str) -> bool {
    let folder = root.join(name);
    match name {
        "src" => root.join("book.toml").exists() && has_markdown(&folder),
        "pages" => {
            let mut entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            entries.any(|entry| is_markdown(&entry.file_name().to_string_lossy()) && entry.path().is_file())
        }
        _ => has_markdown(&folder),
    }
}

fn is_markdown(name: &str) -> bool {
    name.ends_with(".md") || name.ends_with(".markdown")
}

/// Returns a file in a folder, or below it, that is neither a page nor a picture. Names at its top that are
/// `left_out` are not looked at.
pub fn other_file(folder: &Path, left_out: &[&str]) -> Option<PathBuf> {
    const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico"];
    find(folder, &|path| {
        let top = path.strip_prefix(folder).ok().and_then(|below| below.iter().next());
        if top.is_some_and(|name| left_out.iter().any(|left_out| name == *left_out)) {
            return false;
        }
        let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        !matches!(&*end, "md" | "markdown") && !PICTURES.contains(&&*end)
    })
}

/// Whether there is Markdown in a folder, or below it.
pub fn has_markdown(folder: &Path) -> bool {
    find(folder, &|path| is_markdown(&path.to_string_lossy())).is_some()
}

/// Looks for a file in a folder, or below it, where content is looked for.
fn find(folder: &Path, is_it: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        seen += 1;
        if seen > MAX_FOLDERS {
            return None;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            if kind.is_file() && is_it(&entry.path()) {
                return Some(entry.path());
            }
            if kind.is_dir() && name != "node_modules" && name != "target" {
                open.push(entry.path());
            }
        }
    }
    None
}
