//! Gathering what the doctor judges: files, and what git knows.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use daring::config;
use daring::diagnostic::Diagnostic;
use daring::doctor::{Facts, FileFact, FileKind, GitFacts, Remark, TextFile};
use daring::scaffold::Origin;
use daring::source::LineIndex;
use daring::workspace::{Inputs, Project, read_text};

use crate::cli::report::{Failure, prefix};

/// How many files are looked at in one folder tree.
const MAX_FILES: usize = 300_000;
/// The largest workflow that is read, in bytes.
const MAX_WORKFLOW: u64 = 1 << 20;

/// Gathers everything about a project.
pub fn gather(project: &Project) -> Result<Facts, Failure> {
    let root = project.root();
    let config = project.config().as_ref().clone();
    let published_to = project.output();
    let output = prefix(root, &absolute(published_to)).trim_end_matches('/').to_owned();
    let output = if output.is_empty() { ".".to_owned() } else { output };
    let git = git_facts(root, &output, &[config.content.as_str(), config.static_files.as_str()]);
    let (git, top) = git.map_or((None, root.to_owned()), |(facts, top)| (Some(facts), top));
    let is_root = top == root;
    let mut sources = Vec::new();
    for folder in [config.content.as_str(), config.static_files.as_str()] {
        walk(&root.join(folder), folder, published_to, &mut sources);
    }
    keep_sources(project, &mut sources);
    let published = published_to.is_dir().then(|| {
        let mut files = Vec::new();
        walk(published_to, "", Path::new(""), &mut files);
        files
    });
    let static_files = config.static_files.clone();
    Ok(Facts {
        settings: settings(project),
        output,
        sources,
        published,
        cname: text_file(&root.join(static_files.as_str()).join("CNAME"), &format!("{static_files}/CNAME"))
            .or_else(|| {
                Some(TextFile { path: config::FILE_NAME.to_owned(), text: config.outputs.cname.clone()? })
            }),
        has_stray_cname: root.join("CNAME").is_file(),
        workflows: workflows(&top),
        stray_workflows: if is_root {
            Vec::new()
        } else {
            workflows(root).into_iter().map(|file| file.path).collect()
        },
        gitlab: text_file(&top.join(".gitlab-ci.yml"), ".gitlab-ci.yml"),
        git,
        config,
    })
}

fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

fn text_file(path: &Path, shown: &str) -> Option<TextFile> {
    let is_small = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MAX_WORKFLOW);
    let text = is_small.then(|| fs::read_to_string(path).ok()).flatten()?;
    Some(TextFile { path: shown.to_owned(), text })
}

fn workflows(top: &Path) -> Vec<TextFile> {
    let entries = fs::read_dir(top.join(".github/workflows")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".yml") || name.ends_with(".yaml"))
        .collect();
    names.sort();
    let files = names.iter().filter_map(|name| {
        let shown = format!(".github/workflows/{name}");
        text_file(&top.join(&shown), &shown)
    });
    files.collect()
}

/// Keeps what a build reads and git does not ignore, and the folders and links that lead there.
fn keep_sources(project: &Project, files: &mut Vec<FileFact>) {
    let arguments = ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"];
    let ignored = git(project.root(), &arguments).unwrap_or_default();
    let ignored: Vec<&str> = ignored.split('\0').filter(|name| !name.is_empty()).collect();
    let is_ignored = |path: &str| {
        ignored.iter().any(|name| path == *name || (name.ends_with('/') && path.starts_with(*name)))
    };
    let listed = Inputs::list(project);
    let mut read = BTreeSet::new();
    for path in listed.sources().filter(|path| !is_ignored(path.as_str())) {
        let path = path.as_str();
        read.extend(path.match_indices('/').map(|(end, _)| path[..end].to_owned()));
        read.insert(path.to_owned());
    }
    // What a link leads to is judged nowhere else, and a build may not have followed it.
    files
        .retain(|file| read.contains(&file.path) || (file.kind == FileKind::Link && !is_ignored(&file.path)));
}

/// Notes every file and folder below one, without following links. `but` is left out.
fn walk(folder: &Path, shown: &str, but: &Path, files: &mut Vec<FileFact>) {
    let mut open = vec![(folder.to_owned(), shown.to_owned())];
    while let Some((folder, shown)) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(data) = entry.metadata() else { continue };
            if files.len() >= MAX_FILES || entry.path() == but || entry.file_name() == OsStr::new(".git") {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if shown.is_empty() { name } else { format!("{shown}/{name}") };
            let kind = kind_of(&data);
            if kind == FileKind::Folder {
                open.push((entry.path(), path.clone()));
            }
            let size = if kind == FileKind::Folder { 0 } else { data.len() };
            files.push(FileFact { path, kind, size, mode: mode_of(&data) });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
}

fn kind_of(data: &Metadata) -> FileKind {
    match data.file_type() {
        kind if kind.is_symlink() => FileKind::Link,
        kind if kind.is_dir() => FileKind::Folder,
        kind if !kind.is_file() => FileKind::Other,
        _ if names_of(data) > 1 => FileKind::Shared,
        _ => FileKind::File,
    }
}

#[cfg(unix)]
fn names_of(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(data)
}

#[cfg(not(unix))]
fn names_of(_: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn mode_of(data: &Metadata) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::mode(data) & 0o777)
}

#[cfg(not(unix))]
fn mode_of(_: &Metadata) -> Option<u32> {
    None
}

/// What git knows, and the root of the repository; `None` without a repository or without git.
fn git_facts(root: &Path, output: &str, sources: &[&str]) -> Option<(GitFacts, PathBuf)> {
    let top = PathBuf::from(git(root, &["rev-parse", "--show-toplevel"])?.trim_end_matches(['\r', '\n']));
    let top = absolute(&top);
    let line = |arguments: &[&str]| Some(git(root, arguments)?.trim().to_owned());
    let is_inside = output != "." && !output.starts_with("..") && !Path::new(output).is_absolute();
    let inside = format!("{output}/");
    let lines = |text: Option<String>| {
        let text = text.unwrap_or_default();
        text.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<String>>()
    };
    let mut ignored = vec![
        "ls-files",
        "--others",
        "--ignored",
        "--exclude-standard",
        "-z",
        "--",
        "handbook.toml",
        "themes",
        "templates",
        "assets",
    ];
    ignored.extend(sources.iter().filter(|folder| root.join(folder).exists() && !folder.is_empty()));
    let is_source = |name: &String| {
        let is_hidden = name.split('/').any(|part| part.starts_with('.'));
        let is_litter = ["Thumbs.db", "desktop.ini", "node_modules", "target"];
        !is_hidden
            && !name.ends_with('~')
            && !is_litter.iter().any(|part| name.split('/').any(|own| own == *part))
    };
    let folder = prefix(&top, root).trim_end_matches('/').to_owned();
    let facts = GitFacts {
        origin: line(&["config", "--get", "remote.origin.url"]).and_then(|url| Origin::parse(&url)),
        default_branch: line(&["symbolic-ref", "--short", "refs/remotes/origin/HEAD"])
            .and_then(|name| Some(name.strip_prefix("origin/")?.to_owned())),
        branch: line(&["symbolic-ref", "--short", "--quiet", "HEAD"]),
        branches: line(&["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes/origin"])
            .unwrap_or_default()
            .lines()
            .filter_map(|name| {
                name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/remotes/origin/"))
            })
            .map(str::to_owned)
            .collect(),
        is_shallow: line(&["rev-parse", "--is-shallow-repository"]).as_deref() == Some("true"),
        ignores_output: !is_inside || git(root, &["check-ignore", "--quiet", "--", &inside]).is_some(),
        tracked_output: if is_inside {
            lines(git(root, &["ls-files", "-z", "--", &inside])).len()
        } else {
            0
        },
        ignored_sources: lines(git(root, &ignored)).into_iter().filter(is_source).collect(),
        folder: (!folder.is_empty()).then_some(folder),
    };
    Some((facts, top))
}

/// What reading the settings found.
fn settings(project: &Project) -> Vec<Remark> {
    let mut found = project.diagnostics.clone();
    project.config().lints.apply(&mut found);
    let line = |report: &Diagnostic| {
        let text = read_text(project.root(), report.path()?)?;
        Some(LineIndex::new(&text).position(report.primary.as_ref()?.span?.start as usize).line)
    };
    found.iter().filter_map(|report| Remark::of_settings(report, line(report))).collect()
}

/// Asks git one thing. Nothing that the repository has configured is run for it.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(arguments)
        .current_dir(root)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
