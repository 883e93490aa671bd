//! mdBook: `book.toml`, `SUMMARY.md`, and a folder of Markdown.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::assemble::{Shelf, assemble, plain_address};
use super::links::Anchors;
use super::nav::Addresses;
use super::{Book, Imported, Kind, paths, summary};
use crate::settings::{fields_to_json, toml};

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let settings = book.text("book.toml");
    let settings = settings.map_or(Json::Null, |text| fields_to_json(&toml::parse(&text, 0).0));
    let root = settings["book"]["src"].as_str().unwrap_or("src").trim_matches(['.', '/']).to_owned();
    let file = paths::below(&root, "SUMMARY.md");
    let Some(text) = book.text(&file) else {
        return Err(format!("there is no `{file}`, which says what an mdBook consists of"));
    };
    imported.title = settings["book"]["title"].as_str().map(str::to_owned);
    about(&settings, &mut imported);
    let order = summary::read(&text, &file, &mut imported.log);
    let listed: Vec<String> = order.iter().flat_map(|nav| nav.pages()).map(str::to_owned).collect();
    let redirects = redirects(&settings, &listed, &mut imported);
    // What the order does not name is not published.
    let made = settings["build"]["build-dir"].as_str().unwrap_or("book").trim_matches(['.', '/']).to_owned();
    let skipped = |path: &str| {
        path == "SUMMARY.md"
            || (root.is_empty() && (path == "book.toml" || paths::is_in(path, &made)))
            || (paths::is_page(path) && !listed.iter().any(|page| page == path))
            || path.starts_with('.')
    };
    let below =
        |path: &'_ String| path.strip_prefix(&root).map(|rest| rest.trim_start_matches('/').to_owned());
    for page in
        book.paths.iter().filter(|path| root.is_empty() || paths::is_in(path, &root)).filter_map(below)
    {
        let page = page.as_str();
        if paths::is_page(page) && page != "SUMMARY.md" && !listed.iter().any(|listed| listed == page) {
            imported.log.remark(
                &paths::below(&root, page),
                0,
                "it is not in SUMMARY.md, so it is no page; what includes it has its text",
            );
        }
    }
    imported.top.push("url_style = \"file\"        # addresses end in .html, as they did".to_owned());
    let shelf = Shelf {
        book,
        kind: Kind::Mdbook,
        root: root.clone(),
        order,
        addresses: Addresses::Files,
        address: &|page, _| Some(plain_address(page, Addresses::Files)),
        skipped: &skipped,
        statics: None,
        redirects,
        names: BTreeMap::new(),
        base: String::new(),
        home: None,
        anchors: Anchors::Github,
        extensions: None,
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|_, _, _| {});
    Ok(imported)
}

/// What the settings say about the whole book.
fn about(settings: &Json, imported: &mut Imported) {
    if let Some(description) = settings["book"]["description"].as_str() {
        imported.top.push(format!("description = {}", crate::settings::quoted::quoted(description)));
    }
    if let Some(language) = settings["book"]["language"].as_str() {
        imported.top.push(format!("language = {}", crate::settings::quoted::quoted(language)));
    }
    let html = &settings["output"]["html"];
    for (key, ours) in [
        ("git-repository-url", "repository"),
        ("edit-url-template", "edit_url"),
        ("site-url", "base_url"),
        ("cname", "cname"),
    ] {
        imported.log.setting("book.toml", key, &html[key], ours);
    }
    for key in ["additional-css", "additional-js", "theme"] {
        if !html[key].is_null() {
            imported.log.lost(
                "looks",
                "book.toml",
                0,
                format!("`{key}` is not applied: rules go into assets/, templates into templates/"),
            );
        }
    }
    for (name, _) in settings["preprocessor"].as_object().into_iter().flatten() {
        if !matches!(name.as_str(), "links" | "index" | "admonish") {
            imported.log.lost(
                "plugins",
                "book.toml",
                0,
                format!("the preprocessor `{name}` is not run; what it replaces is left as text"),
            );
        }
    }
}

/// `[output.html.redirect]`: addresses with `/` in front, to addresses relative to them.
fn redirects(settings: &Json, listed: &[String], imported: &mut Imported) -> BTreeMap<String, Vec<String>> {
    let mut redirects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (from, to) in settings["output"]["html"]["redirect"].as_object().into_iter().flatten() {
        let to = to.as_str().unwrap_or("");
        let target = to.split('#').next().unwrap_or("");
        let target = match target.strip_prefix('/') {
            Some(path) => paths::join("", path),
            None => paths::join(paths::folder(from.trim_start_matches('/')), target),
        };
        let page = target.and_then(|target| {
            let bare = target.strip_suffix(".html")?.to_owned();
            let is_same = |page: &&String| {
                let own = page.trim_end_matches(".md");
                own == bare || (paths::is_index(page) && paths::below(paths::folder(page), "index") == bare)
            };
            listed.iter().find(is_same).cloned()
        });
        match page {
            Some(page) => {
                redirects.entry(page).or_default().push(from.clone());
            }
            None => imported.log.lost(
                "redirects",
                "book.toml",
                0,
                format!("`{from}` leads to `{to}`, which is no page of the book"),
            ),
        }
    }
    redirects
}
