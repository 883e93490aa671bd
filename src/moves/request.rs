//! What somebody means who asks for a rename.
//!
//! People name what they see: a path in their shell, a path of the project or of its content, an
//! address or a key. The new name is taken in the manner of the old one.

use crate::handbook::{Handbook, percent_decode};
use crate::source::{Rename, SourcePath, composed};

/// What lies at a path of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// Where things are.
pub struct Ground<'a> {
    /// The folder in which the names were typed, from the root of the project; `None` outside of it.
    pub here: Option<&'a SourcePath>,
    /// The folder of the content.
    pub content: &'a SourcePath,
    /// The folder of files that are copied as they are.
    pub static_files: &'a SourcePath,
    /// Whether the content passes over a path where something of this kind lies.
    pub is_passed_over: &'a dyn Fn(&SourcePath, Kind) -> bool,
    /// What lies at a path.
    pub kind: &'a dyn Fn(&SourcePath) -> Kind,
}

/// Why a request cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Nothing has the old name.
    NoSuch {
        /// As it was typed.
        name: String,
        /// The nearest file or address.
        near: Option<String>,
    },
    /// The page is made by Daring, so there is no file to rename.
    Generated {
        /// As it was typed.
        name: String,
    },
    /// What is named is no part of the handbook, or would not be any more.
    Outside {
        /// The path.
        path: String,
    },
    /// The new name cannot be that of a file of the handbook.
    BadName {
        /// As it was typed.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// Something has the new name.
    Taken(SourcePath),
    /// A folder cannot be moved into itself.
    IntoItself(SourcePath),
    /// Old and new name are one.
    Same(SourcePath),
}

/// Where a name was found, and so from where the new one is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Frame {
    /// From this folder of the project.
    Folder(SourcePath),
    /// From the content folder, as an address.
    Address,
}

/// Finds out which files and folders get which names.
///
/// # Errors
/// When nothing, or something else, has one of the names.
pub fn understand(
    handbook: &Handbook,
    ground: &Ground<'_>,
    (old, new): (&str, &str),
) -> Result<Vec<Rename>, Unclear> {
    let (from, frame) = find(handbook, ground, old)?;
    let named = named(ground, &frame, new)?;
    // A folder and the page beside it go into the same folder, or both get the new name.
    let is_into = from.first().is_some_and(|from| is_into(ground, from, &named, new));
    let mut renames = Vec::new();
    for from in from {
        let to = match is_into {
            true => named.join(from.file_name()).map_err(|_| bad_name(new, "it is no path"))?,
            false => renamed(ground, &from, named.clone(), new)?,
        };
        if to == from {
            return Err(Unclear::Same(from));
        }
        if to.below(&from).is_some() {
            return Err(Unclear::IntoItself(from));
        }
        check_home(ground, &from, &to)?;
        check_name(&to, new)?;
        if to.below(ground.content).is_some() && (ground.is_passed_over)(&to, (ground.kind)(&from)) {
            return Err(bad_name(new, "what lies there is not published"));
        }
        let is_same_but_case = to.as_str().to_lowercase() == from.as_str().to_lowercase();
        if (ground.kind)(&to) != Kind::Nothing && !is_same_but_case {
            return Err(Unclear::Taken(to));
        }
        renames.push(Rename { from, to });
    }
    Ok(renames)
}

/// The files or folders that a name means: two for a folder whose page lies beside it.
fn find(handbook: &Handbook, ground: &Ground<'_>, old: &str) -> Result<(Vec<SourcePath>, Frame), Unclear> {
    let typed = old.trim_end_matches('/');
    let from_root = old.starts_with('/');
    let root = SourcePath::root();
    let folders: Vec<&SourcePath> = match from_root {
        true => vec![ground.content],
        false => ground.here.into_iter().chain([&root, ground.content]).collect(),
    };
    let mut outside = false;
    for folder in folders {
        let Ok(path) = folder.join(typed) else {
            outside = true;
            continue;
        };
        let path = match (ground.kind)(&path) {
            Kind::Nothing => as_stored(handbook, &path).unwrap_or(path),
            Kind::File | Kind::Folder => path,
        };
        let in_content = path.below(ground.content).is_some() && path != *ground.content;
        let kind = (ground.kind)(&path);
        // `delivery` is the folder of that name with the page beside it; `delivery/` the folder alone.
        if kind == Kind::Folder && in_content && !old.ends_with('/') {
            let page = path.parent().join(&format!("{}.md", path.file_name())).ok();
            let beside = page.filter(|page| (ground.kind)(page) == Kind::File);
            return Ok((std::iter::once(path).chain(beside).collect(), Frame::Folder(folder.clone())));
        }
        if kind != Kind::Nothing {
            return Ok((vec![path], Frame::Folder(folder.clone())));
        }
        let with_ending = path.parent().join(&format!("{}.md", path.file_name())).ok();
        if let Some(page) = with_ending.filter(|page| in_content && (ground.kind)(page) == Kind::File) {
            return Ok((vec![page], Frame::Folder(folder.clone())));
        }
    }
    if outside {
        return Err(Unclear::Outside { path: old.to_owned() });
    }
    by_address(handbook, ground, old)
}

/// The file or folder that differs from a path only in whether letters and marks are written together or
/// apart, which nobody sees.
fn as_stored(handbook: &Handbook, path: &SourcePath) -> Option<SourcePath> {
    let wanted = composed(path.as_str());
    if wanted.is_ascii() {
        return None;
    }
    let depth = wanted.split('/').count();
    handbook.documents.iter().find_map(|document| {
        let whole = document.path.as_str();
        let end = whole.match_indices('/').nth(depth - 1).map_or(whole.len(), |(at, _)| at);
        let is_it = |stored: &str| {
            composed(stored) == wanted
                || stored.strip_suffix(".md").is_some_and(|stem| composed(stem) == wanted)
        };
        let stored = Some(&whole[..end]).filter(|stored| is_it(stored))?;
        SourcePath::new(stored).ok()
    })
}

fn by_address(
    handbook: &Handbook,
    ground: &Ground<'_>,
    old: &str,
) -> Result<(Vec<SourcePath>, Frame), Unclear> {
    let address = percent_decode(old.trim_matches('/'));
    let address = address.strip_suffix(".html").unwrap_or(&address);
    let address = address.strip_suffix("/index").unwrap_or(address);
    let found = handbook.chapters.iter().find(|chapter| chapter.key.as_str() == address);
    let Some(chapter) = found.filter(|_| !address.is_empty()) else {
        let names = handbook.documents.iter().filter_map(|document| document.path.below(ground.content));
        let keys = handbook.chapters.iter().map(|chapter| chapter.key.as_str());
        let near = crate::diagnostic::nearest(old.trim_matches('/'), names.chain(keys).take(5000));
        return Err(Unclear::NoSuch { name: old.to_owned(), near: near.map(str::to_owned) });
    };
    let Some(document) = handbook.document(chapter) else {
        return Err(Unclear::Generated { name: old.to_owned() });
    };
    // An address of a folder means the folder, not the file that is its page.
    let path = document.path.clone();
    let is_inside = crate::handbook::is_index(path.file_name());
    let from = if chapter.is_part && is_inside { vec![path.parent()] } else { vec![path] };
    Ok((from, Frame::Address))
}

/// The path that a new name means.
fn named(ground: &Ground<'_>, frame: &Frame, new: &str) -> Result<SourcePath, Unclear> {
    let base = match frame {
        _ if new.starts_with('/') => ground.content,
        Frame::Folder(folder) => folder,
        Frame::Address => ground.content,
    };
    let outside = |_| Unclear::Outside { path: new.to_owned() };
    let to = base.join(new.trim_end_matches('/')).map_err(outside)?;
    // A path from the root of the project is meant when it begins with one of its folders.
    let root_path = SourcePath::new(new.trim_matches('/')).ok();
    let is_from_root =
        |path: &SourcePath| to.below(ground.content).is_none() || in_doubled(ground, &to, path);
    Ok(root_path.filter(is_from_root).unwrap_or(to))
}

/// Whether a path is that of a folder which something goes into.
fn is_into(ground: &Ground<'_>, from: &SourcePath, to: &SourcePath, new: &str) -> bool {
    let is_folder = (ground.kind)(from) == Kind::Folder;
    (new.ends_with('/') && !is_folder)
        || ((ground.kind)(to) == Kind::Folder && to.as_str().to_lowercase() != from.as_str().to_lowercase())
}

/// The path of what gets a new name, with the ending that it had.
fn renamed(ground: &Ground<'_>, from: &SourcePath, to: SourcePath, new: &str) -> Result<SourcePath, Unclear> {
    let extension = from.extension();
    let is_folder = (ground.kind)(from) == Kind::Folder;
    let is_other_page = to.is_markdown() && from.is_markdown();
    if is_folder || extension.is_empty() || to.extension() == extension || is_other_page {
        return Ok(to);
    }
    if !to.extension().is_empty() && to.extension().len() <= 4 && !from.is_markdown() {
        return Err(bad_name(new, "the kind of a file is not changed by renaming it"));
    }
    let name = format!("{}.{extension}", to.file_name());
    to.parent().join(&name).map_err(|_| bad_name(new, "it is no path"))
}

fn bad_name(name: &str, reason: &'static str) -> Unclear {
    Unclear::BadName { name: name.to_owned(), reason }
}

/// Whether a path from the root was taken for one from the content folder: `content/content/a.md`.
fn in_doubled(ground: &Ground<'_>, to: &SourcePath, path: &SourcePath) -> bool {
    let below = to.below(ground.content).and_then(|below| SourcePath::new(below).ok());
    !ground.content.as_str().is_empty()
        && below.is_some_and(|below| below == *path)
        && path.below(ground.content).is_some()
        && (ground.kind)(&to.parent()) == Kind::Nothing
}

/// What is renamed stays in the content, or in the folder of files that are copied.
fn check_home(ground: &Ground<'_>, from: &SourcePath, to: &SourcePath) -> Result<(), Unclear> {
    let homes = [ground.content, ground.static_files];
    let home = |path: &SourcePath| {
        let fits = |home: &&SourcePath| *path != **home && path.below(home).is_some();
        homes.into_iter().filter(fits).max_by_key(|home| home.as_str().len())
    };
    let outside = |path: &SourcePath| Unclear::Outside { path: path.as_str().to_owned() };
    let own = home(from).ok_or_else(|| outside(from))?;
    if home(to) == Some(own) { Ok(()) } else { Err(outside(to)) }
}

fn check_name(to: &SourcePath, new: &str) -> Result<(), Unclear> {
    let bad = |reason| Err(bad_name(new, reason));
    if to.segments().any(|segment| segment.starts_with('.')) {
        return bad("files and folders that begin with a dot are not published");
    }
    let is_taken_by_hosts = |c: char| matches!(c, '?' | '#' | '%' | ':' | '*' | '<' | '>' | '|' | '"');
    if to.as_str().contains(is_taken_by_hosts) {
        return bad("it holds a character that file systems or addresses give a meaning of their own");
    }
    Ok(())
}
