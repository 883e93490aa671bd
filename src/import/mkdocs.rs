//! MkDocs: `mkdocs.yml`, and a folder of Markdown for Python's Markdown.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::assemble::{Addresses, Shelf, assemble};
use super::nav::Nav;
use super::{Book, Imported, Kind, paths};
use crate::settings::quoted::quoted;
use crate::settings::{fields_to_json, toml, yaml};

/// Where the settings may be. Zensical reads those of MkDocs, and has a form of its own.
const SETTINGS: [&str; 8] = [
    "mkdocs.yml",
    "mkdocs.yaml",
    "zensical.yml",
    "zensical.toml",
    "config/mkdocs.yml",
    "docs/mkdocs.yml",
    "config/en/mkdocs.yml",
    "docs/en/mkdocs.yml",
];

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let Some((file, text)) = book.first(&SETTINGS) else {
        return Err("there is no `mkdocs.yml`, which says what a MkDocs site consists of".to_owned());
    };
    let settings = if file.ends_with(".toml") {
        match toml::parse(&text, 0) {
            (fields, errors) if errors.is_empty() => fields_to_json(&fields)["project"].clone(),
            (_, errors) => return Err(format!("`{file}` cannot be read: {}", errors[0].message)),
        }
    } else {
        match yaml::parse(&without_tags(&text), 0) {
            Ok(fields) => fields_to_json(&fields),
            Err(error) => return Err(format!("`{file}` cannot be read: {}", error.message)),
        }
    };
    let folder = paths::folder(&file).to_owned();
    let docs = settings["docs_dir"].as_str().unwrap_or("docs");
    let root = paths::join(&folder, docs).unwrap_or_else(|| docs.trim_matches(['.', '/']).to_owned());
    imported.title = settings["site_name"].as_str().map(str::to_owned);
    if let Some(description) = settings["site_description"].as_str() {
        imported.top.push(format!("description = {}", quoted(description)));
    }
    if let Some(language) = settings["theme"]["language"].as_str() {
        imported.top.push(format!("language = {}", quoted(language)));
    }
    let has_folders = settings["use_directory_urls"].as_bool().unwrap_or(true);
    if !has_folders {
        imported.top.push("url_style = \"file\"        # addresses end in .html, as they did".to_owned());
    }
    about(&settings, &file, &mut imported);
    let redirects = redirects(&settings, book, &root, &file, &mut imported);
    let order = settings["nav"].as_array().map(|list| navs(list, &file, &mut imported)).unwrap_or_default();
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.')) || path == "mkdocs.yml" || path.ends_with(".pages")
    };
    let shelf = Shelf {
        book,
        kind: Kind::Mkdocs,
        root,
        order,
        addresses: if has_folders { Addresses::Folders } else { Addresses::Files },
        skipped: &skipped,
        statics: None,
        redirects,
        names: BTreeMap::new(),
        base: String::new(),
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, _, _| {
        // A number to YAML, words to people.
        for key in ["title", "description"] {
            if let Some(value) = front.get(key).filter(|value| value.is_number()).map(ToString::to_string) {
                front.set(key, value);
            }
        }
    });
    Ok(imported)
}

/// YAML without what only Python understands: `!ENV`, `!!python/name:…`.
fn without_tags(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let Some(at) = [": !", "- !"].iter().filter_map(|mark| line.find(mark)).min() else {
            return line.to_owned();
        };
        let before = &line[..at + 2];
        let rest = &line[at + 2..];
        let (tag, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if tag.starts_with("!!") && value.is_empty() {
            format!("{before}{}", quoted(tag))
        } else {
            format!("{before}{value}")
        }
    });
    lines.map(|line| format!("{line}\n")).collect()
}

fn about(settings: &Json, file: &str, imported: &mut Imported) {
    for key in ["extra_css", "extra_javascript", "hooks"] {
        if settings[key].as_array().is_some_and(|list| !list.is_empty()) {
            imported.log.lost(
                "looks",
                file,
                0,
                format!("`{key}` is not applied: rules go into assets/, templates into templates/"),
            );
        }
    }
    if !settings["theme"]["custom_dir"].is_null() {
        imported.log.lost(
            "looks",
            file,
            0,
            "the templates of `theme.custom_dir` are not used: ours are in templates/, one block at a time",
        );
    }
    let names = settings["plugins"].as_array().into_iter().flatten().filter_map(|plugin| match plugin {
        Json::String(name) => Some(name.as_str()),
        Json::Object(map) => map.keys().next().map(String::as_str),
        _ => None,
    });
    for name in names {
        if !matches!(
            name.trim_start_matches("material/"),
            "search"
                | "redirects"
                | "tags"
                | "meta"
                | "git-revision-date-localized"
                | "minify"
                | "social"
                | "privacy"
                | "offline"
                | "autorefs"
                | "section-index"
        ) {
            imported.log.lost(
                "plugins",
                file,
                0,
                format!("the plugin `{name}` is not run; what it makes or replaces is missing"),
            );
        }
    }
}

/// `nav`, with titles or without, as deep as it goes.
fn navs(list: &[Json], file: &str, imported: &mut Imported) -> Vec<Nav> {
    let mut navs = Vec::new();
    for entry in list {
        match entry {
            Json::String(page) => navs.extend(leaf(None, page, file, imported)),
            Json::Object(map) => {
                for (title, value) in map {
                    match value {
                        Json::String(page) => navs.extend(leaf(Some(title), page, file, imported)),
                        Json::Array(list) => navs.push(Nav {
                            title: Some(title.clone()),
                            page: None,
                            children: navs_of(list, file, imported),
                        }),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    navs
}

fn navs_of(list: &[Json], file: &str, imported: &mut Imported) -> Vec<Nav> {
    navs(list, file, imported)
}

fn leaf(title: Option<&str>, page: &str, file: &str, imported: &mut Imported) -> Option<Nav> {
    if page.contains("://") || !paths::is_page(page) {
        imported.log.lost(
            "places in the order",
            file,
            0,
            format!("`{page}` is no page, so it has no place in the order"),
        );
        return None;
    }
    imported.log.carried("places in the order");
    Some(Nav { title: title.map(str::to_owned), page: paths::join("", page), children: Vec::new() })
}

/// `redirect_maps` of the plugin `redirects`.
fn redirects(
    settings: &Json,
    book: &Book<'_>,
    root: &str,
    file: &str,
    imported: &mut Imported,
) -> BTreeMap<String, Vec<String>> {
    let mut redirects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let maps = settings["plugins"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|plugin| plugin["redirects"]["redirect_maps"].as_object());
    for (from, to) in maps.flatten() {
        let to = to.as_str().unwrap_or("");
        let page = to.split('#').next().unwrap_or("");
        if !book.paths.contains(&paths::below(root, page)) {
            imported.log.lost(
                "redirects",
                file,
                0,
                format!("`{from}` leads to `{to}`, which is no page here"),
            );
            continue;
        }
        imported.log.carried("redirects");
        let bare = from.rsplit_once('.').map_or(from.as_str(), |(bare, _)| bare);
        let address =
            if paths::is_index(from) { format!("/{}/", paths::folder(from)) } else { format!("/{bare}/") };
        redirects.entry(page.to_owned()).or_default().push(address);
    }
    redirects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_python_understands_is_no_obstacle() {
        let text =
            "site_name: !ENV [NAME, x]\ntheme:\n  e: !!python/name:material.x\n  - !relative a\nok: 'a: b'\n";
        assert_eq!(
            without_tags(text),
            "site_name: [NAME, x]\ntheme:\n  e: \"!!python/name:material.x\"\n  - a\nok: 'a: b'\n"
        );
    }
}
