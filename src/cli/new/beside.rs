//! What lies in a folder besides the pages that become its handbook, and is not to be passed over in silence.

use std::fs;
use std::path::Path;

use super::found::{CONTENT_FOLDERS, is_content, other_file};
use crate::cli::report::count;

/// Settings of tools whose books can be brought over, by what `--from` calls them. What is for several tools
/// is not here.
const TOOLS: [(&str, &str, &[&str]); 6] = [
    ("mkdocs", "MkDocs", &["mkdocs.yml", "mkdocs.yaml", "zensical.toml"]),
    ("mdbook", "mdBook", &["book.toml"]),
    (
        "docusaurus",
        "Docusaurus",
        &["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"],
    ),
    ("hugo", "Hugo", &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml"]),
    ("gitbook", "GitBook", &[".gitbook.yaml", "SUMMARY.md"]),
    ("obsidian", "Obsidian", &[".obsidian"]),
];

/// Markdown that repositories have at their top, handbook or not.
const USUAL: [&str; 14] = [
    "readme",
    "contributing",
    "changelog",
    "changes",
    "history",
    "license",
    "licence",
    "security",
    "support",
    "code_of_conduct",
    "governance",
    "maintainers",
    "authors",
    "codeowners",
];

/// What Jekyll keeps beside its pages, as it is called in a folder of pages.
const JEKYLL: [&str; 8] =
    ["_config.yml", "_includes", "_layouts", "_sass", "_data", "_plugins", "Gemfile", "Gemfile.lock"];

/// What is to be said of a folder whose handbook is made of the Markdown in `content`.
pub fn notes(root: &Path, content: &str, is_new: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let tool = TOOLS.iter().find(|(_, _, files)| files.iter().any(|file| root.join(file).exists()));
    if let Some((from, name, _)) = tool {
        notes.push(format!("this is a book of {name}: its order, addresses and boxes come along with"));
        notes.push(command(root, from));
    } else if root.join("_config.yml").exists() {
        notes.push("this is a site of Jekyll: what stands in {% %} and {{ }} is shown as it is".to_owned());
    }
    let others: Vec<&str> =
        CONTENT_FOLDERS.into_iter().filter(|folder| *folder != content && is_content(root, folder)).collect();
    if !others.is_empty() {
        let folders = others.iter().map(|folder| format!("{folder}/")).collect::<Vec<_>>().join(", ");
        notes.push(format!(
            "Markdown in {folders} is no part of it: move it into {content}/, or set `content` in handbook.toml"
        ));
    }
    let top = top(root);
    if let Some(first) = top.first() {
        let files = match top.len() {
            1 => first.clone(),
            many => format!("{}, such as {first},", count(many, "file")),
        };
        let verb = if top.len() == 1 { "lies" } else { "lie" };
        notes.push(format!(
            "{files} {verb} beside {content}/, and so in no handbook: move into {content}/ what belongs there"
        ));
        if is_new && tool.is_none() {
            notes.push("for a handbook of all notes in this folder, as they are:".to_owned());
            notes.push(command(root, "obsidian"));
        }
    }
    notes
}

/// Lines for `handbook.toml` that keep out what lies among the pages of `content` and is not for readers: what
/// Jekyll has there, and files that no page refers to where there are others than pages and pictures.
pub fn settings(root: &Path, content: &str) -> Vec<String> {
    let folder = root.join(content);
    let mut lines = Vec::new();
    let jekylls = of_jekyll(&folder);
    if !jekylls.is_empty() {
        let names: Vec<String> = jekylls.iter().map(|name| format!("{name:?}")).collect();
        lines.push(format!("exclude = [{}]        # what Jekyll has beside its pages", names.join(", ")));
    }
    if other_file(&folder, &jekylls).is_some() {
        lines.push("assets = \"linked\"        # files that no page refers to are not published".to_owned());
    }
    lines
}

/// What Jekyll keeps in a folder of its pages.
fn of_jekyll(folder: &Path) -> Vec<&'static str> {
    let is_its = folder.join("_config.yml").exists();
    JEKYLL.into_iter().filter(|name| is_its && folder.join(name).exists()).collect()
}

/// What is to be said of the files in `content` that are neither pages nor pictures.
pub fn note_on_files(root: &Path, content: &str) -> Option<String> {
    let folder = root.join(content);
    let file = other_file(&folder, &of_jekyll(&folder))?;
    let file = file.strip_prefix(root).unwrap_or(&file).display().to_string();
    Some(format!("files such as {file} are published where a page refers to them: `assets` in handbook.toml"))
}

/// What a `.gitignore` that was kept is to have added.
pub fn note_on_ignored(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(".gitignore")).ok()?;
    let has =
        |name: &str| text.lines().any(|line| line.trim().trim_start_matches("**/").trim_matches('/') == name);
    let missing: Vec<&str> = ["public", ".daring"].into_iter().filter(|name| !has(name)).collect();
    let lines: Vec<String> = missing.iter().map(|name| format!("`/{name}/`")).collect();
    (!lines.is_empty())
        .then(|| format!("add {} to .gitignore: what is built belongs in no commit", lines.join(" and ")))
}

fn command(root: &Path, from: &str) -> String {
    let absolute = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let name = absolute.file_name().map_or_else(|| "our".into(), |name| name.to_string_lossy().into_owned());
    let target = root.join("..").join(format!("{name}-handbook"));
    let target = if root == Path::new(".") { format!("../{name}-handbook").into() } else { target };
    format!("  daring new --from {from} {} {}", super::typed(root), super::typed(&target))
}

/// The Markdown at the top that no repository has for itself, in order.
fn top(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_page = |name: &String| {
        name.rsplit_once('.').is_some_and(|(stem, end)| {
            matches!(end, "md" | "markdown")
                && !USUAL.contains(&stem.to_lowercase().replace('-', "_").as_str())
        })
    };
    let mut names: Vec<String> = names.filter(is_page).collect();
    names.sort();
    names
}
