//! Names that are nobody's: what tools, editors and systems leave among the files of an author.
//!
//! Only names are looked at, never what they lead to: an editor marks a file that it holds with a
//! link to nowhere.

use std::path::Path;

use crate::config::Config;
use crate::source::SourcePath;

use super::excluded::Excluded;
use super::project::Project;

/// Folders that never hold content, whatever tool made them.
const NEVER_CONTENT: [&str; 2] = ["node_modules", "target"];

/// What a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A folder, or a link to one.
    Folder,
    /// Anything else.
    File,
}

/// Returns whether the content folder ignores a name.
pub(super) fn is_ignored(name: &str, kind: Kind) -> bool {
    let is_tooling = kind == Kind::Folder && NEVER_CONTENT.contains(&name);
    name.starts_with('.') || is_tooling || is_left_behind(name, kind)
}

/// Returns whether a file is what systems and editors leave beside those of an author.
pub(super) fn is_left_behind(name: &str, kind: Kind) -> bool {
    let is_swap = name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end));
    // Of Emacs, and of office programs.
    let is_lock = [".#", ".~lock.", "~$"].iter().any(|start| name.starts_with(start));
    let is_saved = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    let is_of_editor = matches!(name, "___jb_tmp___" | "___jb_old___" | "4913");
    let is_of_system = matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini");
    kind == Kind::File && (is_swap || is_lock || is_saved || is_of_editor || is_of_system || is_backup(name))
}

/// A copy that an editor, a patch or a merge keeps of a text.
fn is_backup(name: &str) -> bool {
    let is_text = |name: &str| {
        let is_sheet = [".toml", ".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        is_sheet || SourcePath::new(name).is_ok_and(|path| path.is_markdown())
    };
    let ends = [".bak", ".orig", ".rej", ".swp"];
    name.ends_with('~') || ends.iter().any(|end| name.strip_suffix(end).is_some_and(is_text))
}

/// Returns whether the content folder passes over a path of the project: because of its name or that of a folder
/// above it, or because of the settings.
pub fn is_passed_over(project: &Project, path: &SourcePath, is_folder: bool) -> bool {
    let config = project.config();
    let Some(below) = path.below(&config.content) else { return true };
    let excluded = Excluded::new(config);
    let mut names = below.split('/').rev();
    let last = if is_folder { Kind::Folder } else { Kind::File };
    names.next().is_some_and(|name| is_ignored(name, last))
        || names.any(|name| is_ignored(name, Kind::Folder))
        || Path::new(below).ancestors().any(|path| excluded.holds(path))
        || project.root().join(path.as_str()).starts_with(project.output())
}

/// Returns whether nothing is made from a file because of its name or that of a folder above it.
pub(super) fn is_nobodys(path: &SourcePath, config: &Config) -> bool {
    let taken = ["templates", "assets", "themes", config.static_files.as_str()];
    let is_below = |folder: &str| SourcePath::new(folder).is_ok_and(|folder| path.below(&folder).is_some());
    let is_taken = taken.iter().any(|folder| !folder.is_empty() && is_below(folder));
    if is_taken {
        return is_left_behind(path.file_name(), Kind::File);
    }
    // What the settings name is theirs, whatever it is called.
    let below = path.below(&config.content);
    let is_named = *path == config.content || config.content.below(path).is_some();
    let mut segments = below.unwrap_or(path.as_str()).split('/');
    let is_hidden = !is_named && segments.any(|segment| segment.starts_with('.'));
    is_hidden || is_left_behind(path.file_name(), Kind::File)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_folder_that_the_settings_name_is_content() {
        let config = crate::config::parse("content = '.docs/content'", Config::new("x")).value;
        let is_nobodys = |path: &str| is_nobodys(&SourcePath::new(path).unwrap(), &config);
        assert!(!is_nobodys(".docs") && !is_nobodys(".docs/content") && !is_nobodys(".docs/content/a.md"));
        assert!(is_nobodys(".docs/content/.b/a.md") && is_nobodys(".git/index") && is_nobodys(".docs/x"));
    }

    #[test]
    fn what_editors_leave_behind_is_ignored_and_what_authors_write_is_not() {
        let left = [
            "reviews.md~",
            "#reviews.md#",
            ".#reviews.md",
            ".reviews.md.swp",
            "reviews.md.swp",
            "reviews.md.bak",
            "reviews.md.orig",
            "levels.toml.rej",
            "~$plan.docx",
            "Thumbs.db",
        ];
        for name in left {
            assert!(is_ignored(name, Kind::File), "{name}");
        }
        for name in ["reviews.md", "#1.md", "#", "c#.md", "server.conf.bak", "scan.orig", "a~b.png"] {
            assert!(!is_ignored(name, Kind::File), "{name}");
        }
        assert!(!is_ignored("old~", Kind::Folder));
        assert!(is_ignored("node_modules", Kind::Folder) && !is_ignored("target", Kind::File));
        assert!(!is_left_behind(".well-known", Kind::File) && is_left_behind(".#a.css", Kind::File));
    }
}
