//! Pages of Hugo: which of them were published, and where.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::front::{self, Front};
use super::{Book, paths};
use crate::source::Moment;

/// What the settings and the pages say about all pages.
pub(super) struct Pages {
    /// What sections pass on to what is below them, by folder, and for which pages.
    cascades: Vec<(String, Json)>,
    /// Folders whose other pages belong to their `index.md`.
    bundles: Vec<String>,
    /// Patterns of addresses by the first folder.
    pub(super) patterns: BTreeMap<String, String>,
    /// Whether addresses keep capital letters.
    keeps_case: bool,
}

impl Pages {
    /// Reads them. `root` is the folder of the pages.
    pub(super) fn read(book: &Book<'_>, root: &str, settings: &Json) -> Self {
        let mut cascades = Vec::new();
        let mut bundles = Vec::new();
        let mut push = |folder: &str, cascade: &Json| match cascade {
            Json::Array(all) => cascades.extend(all.iter().map(|one| (folder.to_owned(), one.clone()))),
            Json::Object(_) => cascades.push((folder.to_owned(), cascade.clone())),
            _ => {}
        };
        push("", &settings["cascade"]);
        for path in book.paths.iter().filter_map(|path| path.strip_prefix(root)?.strip_prefix('/')) {
            let name = paths::name(path).split('.').next().unwrap_or("");
            if !paths::is_page(path) || !matches!(name, "index" | "_index") {
                continue;
            }
            if name == "index" && !paths::folder(path).is_empty() {
                bundles.push(paths::folder(path).to_owned());
                continue;
            }
            if let Some(text) = book.text(&paths::below(root, path)) {
                push(
                    paths::folder(path),
                    front::split(&text).0.lowered().get("cascade").unwrap_or(&Json::Null),
                );
            }
        }
        Self {
            cascades,
            bundles,
            patterns: patterns(settings),
            keeps_case: settings["disablepathtolower"].as_bool() == Some(true),
        }
    }

    /// Says why a page was not published on a day; `None` when it was.
    pub(super) fn unpublished(&self, page: &str, front: &Front, today: &str) -> Option<String> {
        let value = |keys: &[&str]| {
            let own = keys.iter().find_map(|key| front.get(key)).cloned();
            own.or_else(|| keys.iter().find_map(|key| self.passed_on(page, key)))
        };
        let is = |keys: &[&str]| value(keys).is_some_and(|value| front::is_true(&value));
        if is(&["draft"]) {
            return front
                .get("draft")
                .is_none()
                .then(|| "`cascade` of its section makes it a draft".to_owned());
        }
        let name = paths::name(page).split('.').next().unwrap_or("");
        if let Some(bundle) = self.bundles.iter().find(|bundle| {
            let rest = page.strip_prefix(bundle.as_str()).and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| name != "index" || rest.contains('/'))
        }) {
            return Some(format!("it is a part of the page `{}`", paths::below(bundle, "index.md")));
        }
        if is(&["headless"]) {
            return Some("`headless` is set".to_owned());
        }
        let build = value(&["build", "_build"]).unwrap_or(Json::Null);
        if front::is_false(&build["render"]) || matches!(build["render"].as_str(), Some("never" | "link")) {
            return Some("`build` says that it is not rendered".to_owned());
        }
        let day = |keys: &[&str]| Some(Moment::parse(value(keys)?.as_str()?)?.day().to_owned());
        if let Some(day) = day(&["publishdate", "pubdate", "published"]).or_else(|| day(&["date"]))
            && day.as_str() > today
        {
            return Some(format!("it is to be published on {day}"));
        }
        let ended = day(&["expirydate", "unpublishdate"]).filter(|day| day.as_str() <= today);
        ended.map(|day| format!("it expired on {day}"))
    }

    /// What a section above a page passes on, the nearest first.
    fn passed_on(&self, page: &str, key: &str) -> Option<Json> {
        let above = |folder: &str| {
            folder.is_empty() || page.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        // Those that are for some pages only are told with the page that says so.
        let all = self.cascades.iter().filter(|(folder, cascade)| {
            above(folder) && cascade["_target"].is_null() && cascade["target"].is_null()
        });
        let found = all.filter_map(|(folder, cascade)| {
            let value = cascade.get(key).or_else(|| cascade["params"].get(key))?;
            Some((folder.len(), value))
        });
        found.max_by_key(|(length, _)| *length).map(|(_, value)| value.clone())
    }

    /// The address of a page, from the root; `None` when it cannot be known.
    pub(super) fn address(&self, page: &str, front: &Front) -> Option<String> {
        let folder = self.path(paths::folder(page));
        if paths::is_index(page) {
            let is_leaf = paths::name(page).starts_with("index.");
            let Some(slug) = front.text("slug").filter(|_| is_leaf && !folder.is_empty()) else {
                return Some(if folder.is_empty() { String::new() } else { format!("{folder}/") });
            };
            return Some(format!("{}/", paths::below(paths::folder(&folder), &self.path(slug))));
        }
        let section = page.split_once('/').map_or("", |(section, _)| section);
        if let Some(pattern) = self.patterns.get(&section.to_lowercase()) {
            return self.filled(pattern, page, front);
        }
        let name = front.text("slug").unwrap_or_else(|| paths::stem(page));
        Some(format!("{}/", paths::below(&folder, &self.path(name))))
    }

    /// A path as it is in addresses.
    fn path(&self, path: &str) -> String {
        let path = path.trim().replace(char::is_whitespace, "-");
        let path: String =
            path.chars().filter(|c| !matches!(c, '?' | '#' | '"' | '<' | '>' | '|' | '\\')).collect();
        if self.keeps_case { path } else { path.to_lowercase() }
    }

    /// A pattern such as `/:year/:slug/`, with what a page says.
    fn filled(&self, pattern: &str, page: &str, front: &Front) -> Option<String> {
        let date = ["date", "publishdate"].iter().find_map(|key| Moment::parse(front.text(key)?));
        let title = front.text("title").unwrap_or("");
        let stem = paths::stem(page);
        let mut out = Vec::new();
        for part in pattern.trim_matches('/').split('/') {
            let Some(name) = part.strip_prefix(':') else {
                if part.contains(':') {
                    return None;
                }
                out.push(part.to_owned());
                continue;
            };
            out.push(match name {
                "year" => date.as_ref()?.day()[..4].to_owned(),
                "month" => date.as_ref()?.day()[5..7].to_owned(),
                "day" => date.as_ref()?.day()[8..].to_owned(),
                "section" => self.path(page.split('/').next()?),
                "sections" => self.path(paths::folder(page)),
                "title" => self.path(title),
                "slug" => self.path(front.text("slug").unwrap_or(title)),
                "filename" | "contentbasename" => self.path(stem),
                "slugorfilename" | "slugorcontentbasename" => self.path(front.text("slug").unwrap_or(stem)),
                _ => return None,
            });
        }
        out.retain(|part| !part.is_empty());
        Some(format!("{}/", out.join("/")))
    }
}

/// `permalinks`: patterns by section, for pages.
fn patterns(settings: &Json) -> BTreeMap<String, String> {
    let all = &settings["permalinks"];
    let of = if all["page"].is_object() { &all["page"] } else { all };
    let texts = of.as_object().into_iter().flatten();
    texts.filter_map(|(section, text)| Some((section.clone(), text.as_str()?.to_owned()))).collect()
}
