//! `daring new --from`: a book of another tool becomes a handbook.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use daring::import::{self, Book, Content, Imported, Kind};
use daring::scaffold::{self, Choices, Ladder, Pages, Settings};

use super::found::Found;
use super::write::{self, Bytes};
use super::{ChoiceArgs, chosen};
use crate::cli::Outcome;
use crate::cli::freshness::today;
use crate::cli::report::{self, Failure, count};

/// How many files a book may have.
const MAX_FILES: usize = 200_000;
/// The largest file that is read as a text, in bytes.
const MAX_TEXT: u64 = 16 << 20;

/// Folders that hold no part of a book, whatever tool made it.
const NEVER_BOOK: [&str; 5] = [".git", "node_modules", "target", ".venv", "__pycache__"];

/// Tools whose books can be brought over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FromKind {
    /// book.toml and SUMMARY.md
    Mdbook,
    /// mkdocs.yml, with or without Material
    Mkdocs,
    /// A folder of content with weights and shortcodes
    Hugo,
    /// docusaurus.config.js, sidebars and MDX
    Docusaurus,
    /// SUMMARY.md and tags in {% %}
    Gitbook,
    /// A vault of notes
    Obsidian,
}

impl FromKind {
    fn kind(self) -> Kind {
        match self {
            Self::Mdbook => Kind::Mdbook,
            Self::Mkdocs => Kind::Mkdocs,
            Self::Hugo => Kind::Hugo,
            Self::Docusaurus => Kind::Docusaurus,
            Self::Gitbook => Kind::Gitbook,
            Self::Obsidian => Kind::Obsidian,
        }
    }
}

/// Codes that are warnings in a book that was brought over: it had these mistakes before.
const LENIENT: [&str; 9] = [
    "link/unknown-page",
    "link/unknown-anchor",
    "link/unknown-asset",
    "link/outside",
    "link/missing-scheme",
    "link/letter-case",
    "link/slug-dialect",
    "link/draft",
    "anchor/duplicate",
];

/// Brings the book in a folder over, into a new folder. The book is only read.
pub fn run(
    from: FromKind,
    folder: &Path,
    target: Option<&Path>,
    args: &ChoiceArgs,
) -> Result<Outcome, Failure> {
    let shown = folder.display();
    let root =
        folder.canonicalize().map_err(|error| Failure::new(format!("could not open {shown}: {error}")))?;
    let name = root.file_name().map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned());
    let target = target.map_or_else(|| PathBuf::from(format!("{name}-handbook")), Path::to_owned);
    super::refuse_if_there(&target)?;
    let absolute = std::path::absolute(&target).unwrap_or_else(|_| target.clone());
    if absolute.starts_with(&root) {
        let failure =
            Failure::new(format!("{} is inside the book, which is to stay as it is", target.display()));
        return Err(failure.help("name a folder beside it, as the last argument"));
    }
    let kind = from.kind();
    let imported = read(kind, &root).map_err(|reason| {
        let failure = Failure::new(format!("{shown} is no book of {}: {reason}", kind.name()));
        failure.help("name the folder that holds its settings, or another tool")
    })?;
    let choices = choices(&imported, args, &target)?;
    let mut files = write::texts(scaffold::plan(&choices));
    files.extend(imported.files.iter().map(|(path, content)| {
        let bytes = match content {
            Content::Text(text) => Bytes::Text(text.clone()),
            Content::Copy(from) => Bytes::Of(root.join(from)),
        };
        (path.clone(), bytes)
    }));
    files.push(("IMPORT.md".to_owned(), Bytes::Text(import::markdown(kind, &imported))));
    files.push(("IMPORT.json".to_owned(), Bytes::Text(import::json(kind, &imported))));
    let written = write::all(&target, &files)?;
    for path in &written.kept {
        report::line(&format!("kept    {path}: two files of the book would lie there"));
    }
    say(kind, &imported, &target);
    Ok(Outcome::Clean)
}

fn read(kind: Kind, root: &Path) -> Result<Imported, String> {
    let mut paths = BTreeSet::new();
    let mut links = Vec::new();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("could not read {}: {error}", folder.display()))?;
        for entry in entries.flatten() {
            let Ok(file_kind) = entry.file_type() else { continue };
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{prefix}{name}");
            if file_kind.is_dir() && !NEVER_BOOK.contains(&name.as_str()) {
                open.push((entry.path(), format!("{path}/")));
            } else if file_kind.is_file() {
                paths.insert(path);
            } else if file_kind.is_symlink() {
                links.push(path);
            }
            if paths.len() > MAX_FILES {
                return Err(format!("it has more than {MAX_FILES} files"));
            }
        }
    }
    let read = |path: &str| {
        let path = root.join(path);
        let is_small = fs::symlink_metadata(&path).is_ok_and(|data| data.is_file() && data.len() <= MAX_TEXT);
        if is_small { fs::read_to_string(path).ok() } else { None }
    };
    let mut imported = import::bring(kind, &Book { paths, read: &read, today: today() })?;
    for path in links {
        let message = "a link to a file or folder was left out".to_owned();
        imported.log.remarks.push(import::Remark { path, line: 0, message });
    }
    imported.log.remarks.sort();
    Ok(imported)
}

/// What is chosen for a book: what it says itself, and mistakes that it had are warnings.
fn choices(imported: &Imported, args: &ChoiceArgs, target: &Path) -> Result<Choices, Failure> {
    let mut found = Found::in_folder(target);
    found.pages = Pages::Present;
    found.title.clone_from(&imported.title);
    let mut choices = chosen(args, &found)?;
    let ladder = format!("{}/", scaffold::ladder_folder(&choices.content));
    if choices.ladder != Ladder::None && imported.files.iter().any(|(path, _)| path.starts_with(&ladder)) {
        report::line(&format!("note    {ladder} is the book's own, so no ladder was added"));
        choices.ladder = Ladder::None;
    }
    let mut lints =
        vec!["# Mistakes that the book had are warnings. Mend them, and delete these lines.".to_owned()];
    lints.extend(LENIENT.iter().map(|code| format!("\"{code}\" = \"warn\"")));
    choices.settings = Settings { top: imported.top.clone(), markdown: Vec::new(), lints };
    Ok(choices)
}

/// Says how much was brought over, and where to read what was not.
fn say(kind: Kind, imported: &Imported, target: &Path) {
    for (what, count) in &imported.log.counts {
        let lost =
            if count.lost > 0 { format!(", {} lost or left as text", count.lost) } else { String::new() };
        report::line(&format!("  {:<30} {:>6}{lost}", format!("{what}:"), count.carried));
    }
    let remarks = imported.log.remarks.len();
    report::line(&format!(
        "{} from {}, {} to look at: {}",
        count(imported.pages, "page"),
        kind.name(),
        count(remarks, "place"),
        target.join("IMPORT.md").display()
    ));
    report::text("\nNext:\n");
    report::line(&format!("  cd {}", super::typed(target)));
    report::line("  daring serve --open");
}
