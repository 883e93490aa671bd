//! GitBook: `.gitbook.yaml` or `book.json`, `SUMMARY.md`, and tags in `{% %}`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::alert::{alert, details, tab, trimmed};
use super::assemble::{Shelf, assemble, plain_address};
use super::block::{Line, nested};
use super::front::is_true;
use super::inline::capital;
use super::links::Anchors;
use super::nav::{Addresses, Nav};
use super::page::Cx;
use super::tag::{self, Braces, Tag};
use super::{Book, Imported, Kind, paths, summary};
use crate::settings::{fields_to_json, yaml};

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let new = book
        .text(".gitbook.yaml")
        .map(|text| yaml::parse(&text, 0).map_or(Json::Null, |fields| fields_to_json(&fields)));
    let old = book.text("book.json").and_then(|text| serde_json::from_str::<Json>(&text).ok());
    let is_service = new.is_some() || book.paths.iter().any(|path| path.contains(".gitbook/"));
    let settings = new.or(old).unwrap_or(Json::Null);
    let root = settings["root"].as_str().unwrap_or("").trim_start_matches("./").trim_matches('/').to_owned();
    let name =
        settings["structure"]["summary"].as_str().unwrap_or("SUMMARY.md").trim_start_matches("./").to_owned();
    let readme =
        settings["structure"]["readme"].as_str().unwrap_or("README.md").trim_start_matches("./").to_owned();
    let file = paths::below(&root, &name);
    let Some(text) = book.text(&file) else {
        return Err(format!("there is no `{file}`, which says what a GitBook consists of"));
    };
    imported.title = settings["title"].as_str().map(str::to_owned);
    for plugin in settings["plugins"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !plugin.starts_with('-') {
            imported.log.lost(
                "plugins",
                "book.json",
                0,
                format!("the plugin `{plugin}` is not run; what it replaces is left as text"),
            );
        }
    }
    let mut redirects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (from, to) in settings["redirects"].as_object().into_iter().flatten() {
        let to = to.as_str().unwrap_or("").trim_start_matches("./");
        let to = to.split('#').next().unwrap_or(to);
        if book.paths.contains(&paths::below(&root, to)) {
            redirects.entry(to.to_owned()).or_default().push(format!("/{}", from.trim_start_matches('/')));
        } else {
            imported.log.lost(
                "redirects",
                ".gitbook.yaml",
                0,
                format!("`{from}` leads to `{to}`, which is not in the book"),
            );
        }
    }
    let mut order = summary::read(&text, &file, &mut imported.log);
    order.retain(|nav| nav.page.as_deref() != Some(&readme) || !nav.children.is_empty());
    let mut listed: BTreeSet<String> = order.iter().flat_map(Nav::pages).map(str::to_owned).collect();
    listed.insert(readme.clone());
    let skipped = |path: &str| {
        let is_hidden = path.split('/').any(|part| part.starts_with('.') && part != ".gitbook");
        let is_tool = path.starts_with("_book/")
            || path.starts_with("node_modules/")
            || matches!(path, "book.json" | "package.json" | "package-lock.json" | ".gitbook.yaml");
        path == name || is_hidden || is_tool || (paths::is_page(path) && !listed.contains(path))
    };
    let below = book.paths.iter().filter_map(|path| match root.as_str() {
        "" => Some(path.as_str()),
        root => path.strip_prefix(root)?.strip_prefix('/'),
    });
    for page in below.filter(|path| paths::is_page(path) && *path != name && !listed.contains(*path)) {
        let is_tool =
            page.split('/').any(|part| part.starts_with('.') || matches!(part, "node_modules" | "_book"));
        if !is_tool {
            let path = paths::below(&root, page);
            imported.log.left_out(&path, &format!("it is not in {name}"));
        }
    }
    let addresses = if is_service { Addresses::Folders } else { Addresses::Files };
    if !is_service {
        imported.top.push("url_style = \"file\"        # addresses end in .html, as they did".to_owned());
    }
    let moved = |path: &str| path.contains(".gitbook/").then(|| path.replace(".gitbook/", "gitbook/"));
    let shelf = Shelf {
        book,
        kind: Kind::Gitbook,
        root,
        order,
        addresses,
        address: &|page, _| Some(plain_address(page, addresses)),
        skipped: &skipped,
        statics: None,
        redirects,
        names: BTreeMap::new(),
        base: String::new(),
        home: None,
        anchors: Anchors::Github,
        extensions: None,
        moved_asset: &moved,
    };
    assemble(&shelf, &mut imported, &|front, cx, page| {
        if !front.take("hidden").is_some_and(|hidden| is_true(&hidden)) {
            return;
        }
        if page == readme {
            cx.log.remark(cx.path, 0, "`hidden` has no effect here: it is the home page");
        } else {
            cx.unpublish(front, "`hidden`: only who knew its address came to it");
        }
    });
    Ok(imported)
}

/// Whether a tag stands around blocks, or for one.
pub(super) fn is_block(name: &str) -> bool {
    const NAMES: [&str; 20] = [
        "hint",
        "tabs",
        "tab",
        "code",
        "content-ref",
        "embed",
        "file",
        "stepper",
        "step",
        "columns",
        "column",
        "page-ref",
        "include",
        "swagger",
        "openapi",
        "openapi-operation",
        "raw",
        "api-method",
        "updates",
        "update",
    ];
    NAMES.contains(&name)
}

/// What becomes of a tag with lines inside.
pub(super) fn block(
    cx: &mut Cx<'_>,
    opening: &Tag,
    inner: &[Line],
    depth: usize,
    indent: &str,
    number: usize,
) -> Option<Vec<Line>> {
    let convert = |cx: &mut Cx<'_>| nested(cx, &trimmed(inner.to_vec()), depth + 1);
    Some(match opening.name.as_str() {
        "hint" => {
            let inner = convert(cx);
            cx.log.carried("boxes");
            let style = match opening.value_or_first("style").unwrap_or("info") {
                "success" => "tip",
                style => style,
            };
            alert(style, None, indent, inner, number)
        }
        "tab" => {
            let inner = convert(cx);
            cx.log.carried("tabs");
            tab(opening.value_or_first("title").unwrap_or(""), indent, inner, number)
        }
        "code" => {
            let mut made = Vec::new();
            if let Some(title) = opening.value("title").filter(|title| !title.is_empty()) {
                cx.log.carried("titles of code");
                made.extend([
                    Line::new(format!("{indent}`{}`:", title.replace('`', "'")), number),
                    Line::new(String::new(), number),
                ]);
            }
            made.extend(convert(cx));
            made
        }
        "content-ref" | "page-ref" => {
            let target = opening.value("url").or_else(|| opening.value_or_first("page")).unwrap_or("");
            let href = cx.relinked(target, number);
            let text = inner.iter().map(|line| line.text.trim()).find(|text| !text.is_empty());
            let label = text.and_then(|text| text.strip_prefix('[')).and_then(|text| text.split("](").next());
            let label = label
                .filter(|label| !paths::is_page(label))
                .map_or_else(|| capital(&paths::stem(target).replace('-', " ")), str::to_owned);
            cx.log.carried("cards");
            vec![Line::new(format!("{indent}[{label}]({href})"), number)]
        }
        "embed" | "file" => {
            let target =
                opening.value("url").or_else(|| opening.value_or_first("src")).unwrap_or("").to_owned();
            let href = cx.relinked(&target, number);
            let label = inner
                .iter()
                .map(|line| line.text.trim())
                .find(|text| !text.is_empty())
                .unwrap_or(paths::name(&target))
                .to_owned();
            cx.log.carried("embedded things");
            let target = if target.contains("://") { target } else { href };
            vec![Line::new(format!("{indent}[{label}]({target})"), number)]
        }
        "step" | "update" => {
            let inner = convert(cx);
            cx.log.carried("steps");
            inner
        }
        "tabs" | "stepper" | "columns" | "column" | "raw" | "updates" => convert(cx),
        name => {
            let message = format!("`{{% {name} %}}` is not known; what stands in it is shown");
            cx.log.lost("tags", cx.path, number, message);
            let inner = convert(cx);
            if inner.is_empty() { inner } else { details(&capital(name), true, indent, inner, number) }
        }
    })
}

/// Tags in a line.
pub(super) fn inline(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    if let Some((_, found)) = tag::find(text, Braces::Liquid) {
        cx.log.lost(
            "tags",
            cx.path,
            number,
            format!("`{{% {} %}}` is not known, and was left as text", found.name),
        );
    }
    if text.contains("](broken-reference)") {
        cx.log.lost("links", cx.path, number, "GitBook had lost where this link leads (`broken-reference`)");
    }
    text.to_owned()
}
