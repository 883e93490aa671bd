//! Where links lead in the book, and how they are written in the handbook.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, obsidian, page::Cx, paths};

/// Whose rule made anchors from headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Anchors {
    /// One like GitHub's, which is ours.
    #[default]
    Github,
    /// That of Python's Markdown.
    Python,
}

/// Every file that links can lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    /// Pages and assets: where each was below the folder of the pages, and where it comes to lie.
    pub(super) new: BTreeMap<String, String>,
    /// Other names: addresses and file names, in lower case, with the path of the file.
    pub(super) names: BTreeMap<String, String>,
    /// Files that are published at the root, such as Hugo's `static`.
    pub(super) statics: BTreeSet<String>,
    /// The first part of addresses of pages, such as `docs/`.
    pub(super) base: String,
    /// How anchors were made.
    pub(super) anchors: Anchors,
    /// The extensions of Python's Markdown that the book uses; `None` when that is not known.
    pub(super) extensions: Option<BTreeSet<String>>,
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// It leads elsewhere, or to a place on the page.
    Foreign,
    /// It leads to a file, and is written so.
    To(String),
    /// It leads nowhere that is known.
    Unknown,
}

impl Links {
    /// Whether the book uses one of these extensions of Python's Markdown.
    pub(super) fn has_extension(&self, names: &[&str]) -> bool {
        self.extensions.as_ref().is_none_or(|used| names.iter().any(|name| used.contains(*name)))
    }

    /// Finds the file that a link of a page means.
    pub(super) fn file(&self, kind: Kind, from: &str, target: &str) -> Option<&str> {
        let decoded = paths::decoded(target);
        let (absolute, relative) = match decoded.strip_prefix('/') {
            Some(rest) => (Some(rest.strip_prefix(self.base.as_str()).unwrap_or(rest)), rest),
            None => (None, decoded.as_str()),
        };
        let mut tries = Vec::new();
        match absolute {
            Some(path) => tries.extend(paths::join("", path)),
            None => {
                tries.extend(paths::join(paths::folder(from), relative));
                // As seen from the address of the page, which is a folder there.
                if matches!(kind, Kind::Hugo | Kind::Docusaurus | Kind::Mkdocs) {
                    let own = if paths::is_index(from) {
                        paths::folder(from).to_owned()
                    } else {
                        paths::below(paths::folder(from), paths::stem(from))
                    };
                    tries.extend(paths::join(&own, relative));
                }
                if matches!(kind, Kind::Obsidian | Kind::Gitbook | Kind::Hugo) {
                    tries.extend(paths::join("", relative));
                }
            }
        }
        tries.iter().find_map(|path| self.known(path)).or_else(|| {
            let name = match kind {
                Kind::Obsidian => paths::name(relative),
                _ => absolute.unwrap_or(relative).trim_matches('/'),
            };
            let named = self
                .names
                .get(&name.to_lowercase())
                .or_else(|| tries.iter().find_map(|path| self.names.get(&path.to_lowercase())))?;
            self.known(named)
        })
    }

    /// A file by its path, or by its address.
    fn known(&self, path: &str) -> Option<&str> {
        let path = path.trim_end_matches('/');
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let is_home = path.is_empty() || bare == "index";
        let mut tries = vec![path.to_owned()];
        for end in [".md", ".mdx", "/index.md", "/README.md", "/_index.md", "/index.mdx", "/readme.md"] {
            tries.push(format!("{bare}{end}"));
        }
        if bare.ends_with("/index") || is_home {
            let folder = bare.strip_suffix("index").unwrap_or(bare);
            tries.extend(
                ["README.md", "index.md", "_index.md", "readme.md", "index.mdx"]
                    .map(|name| format!("{folder}{name}")),
            );
        }
        tries.iter().find_map(|path| self.new.get_key_value(path)).map(|(old, _)| old.as_str())
    }
}

impl Cx<'_> {
    /// Says how a link of this page is written in the handbook.
    pub(super) fn link(&mut self, target: &str) -> Link {
        let target = target.trim();
        if self.kind == Kind::Obsidian
            && let Some(part) = target.strip_prefix('#')
        {
            return Link::To(format!("#{}", obsidian::anchor_of_part(&paths::decoded(part))));
        }
        let in_site = target.strip_prefix("@site/").filter(|_| self.kind == Kind::Docusaurus);
        let from_root = in_site.and_then(|path| {
            let root = self.path.strip_suffix(self.page)?;
            path.strip_prefix(root).or_else(|| path.strip_prefix("static/"))
        });
        let rooted = from_root.map(|path| format!("/{path}"));
        let target = rooted.as_deref().unwrap_or(target);
        let has_scheme = target.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
        if target.is_empty() || target.starts_with('#') || target.starts_with("//") || has_scheme {
            return Link::Foreign;
        }
        let cut = target.find(['#', '?']).unwrap_or(target.len());
        let (path, mut rest) = target.split_at(cut);
        if rest.starts_with('?') {
            rest = rest.find('#').map_or("", |at| &rest[at..]);
        }
        let links = self.links;
        let Some(old) = links.file(self.kind, self.page, path) else {
            let decoded = paths::decoded(path);
            let name = decoded.trim_start_matches('/');
            if links.statics.contains(name) && path.starts_with('/') {
                self.files.insert(format!("/{name}"));
                return Link::To(target.to_owned());
            }
            return Link::Unknown;
        };
        self.files.insert(old.to_owned());
        let new = &links.new[old];
        let here = paths::folder(&self.new);
        let href = paths::relative(here, new);
        // What leads there already is left as it was written.
        let as_written = paths::join(here, &paths::decoded(path)).is_some_and(|path| path == *new)
            && !path.starts_with('/');
        let anchor;
        if self.kind == Kind::Obsidian
            && let Some(part) = rest.strip_prefix('#')
        {
            anchor = format!("#{}", obsidian::anchor_of_part(&paths::decoded(part)));
            if as_written {
                return Link::To(format!("{path}{anchor}"));
            }
            rest = &anchor;
        }
        if as_written {
            return Link::To(target.to_owned());
        }
        Link::To(format!("{}{rest}", encoded(&href)))
    }

    /// The same, with a count; what leads nowhere is left to `daring check`.
    pub(super) fn relinked(&mut self, target: &str, line: usize) -> String {
        match self.link(target) {
            Link::Foreign => target.to_owned(),
            Link::To(href) => {
                self.log.carried("links");
                href
            }
            // What a plugin would have filled in is said where it stands.
            Link::Unknown if target.contains("{{") => target.to_owned(),
            Link::Unknown => {
                let message = format!("the link `{target}` leads to no file of the book");
                self.log.lost("links", self.path, line, message);
                target.to_owned()
            }
        }
    }
}

/// A path as the target of a link.
pub(super) fn encoded(path: &str) -> String {
    path.replace('%', "%25")
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('#', "%23")
        .replace('?', "%3F")
        .replace(':', "%3A")
}
