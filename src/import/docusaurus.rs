//! Docusaurus: `docusaurus.config.js`, sidebars, `_category_.json`, and MDX.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::assemble::{Addresses, Shelf, assemble};
use super::front;
use super::nav::Nav;
use super::{Book, Imported, Kind, js, paths};
use crate::settings::quoted::quoted;
use crate::settings::{fields_to_json, yaml};

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let config = book.first(&[
        "docusaurus.config.js",
        "docusaurus.config.ts",
        "docusaurus.config.mjs",
        "docusaurus.config.cjs",
    ]);
    let settings = config.as_ref().and_then(|(_, text)| js::exported(text)).unwrap_or(Json::Null);
    let docs = docs_options(&settings);
    let root = docs["path"].as_str().unwrap_or("docs").trim_matches(['.', '/']).to_owned();
    let route = docs["routeBasePath"].as_str().unwrap_or("docs").trim_matches('/').to_owned();
    if !book.paths.iter().any(|path| path.starts_with(&format!("{root}/"))) {
        return Err(format!("there is no folder `{root}`, in which Docusaurus keeps its documents"));
    }
    imported.title = settings["title"].as_str().map(str::to_owned);
    if let Some(tagline) = settings["tagline"].as_str() {
        imported.top.push(format!("description = {}", quoted(tagline)));
    }
    let ids = ids(book, &root);
    let file = config.map_or_else(|| "docusaurus.config.js".to_owned(), |(path, _)| path);
    let redirects = redirects(&settings, &ids, &route, &file, &mut imported);
    left_out(book, &settings, &root, &file, &mut imported);
    let order = sidebars(book, &docs, &root, &ids, &mut imported);
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.'))
            || paths::name(path).starts_with("_category_.")
            || (paths::is_page(path) && paths::name(path).starts_with('_'))
    };
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (id, path) in &ids {
        names.insert(id.to_lowercase(), path.clone());
    }
    let shelf = Shelf {
        book,
        kind: Kind::Docusaurus,
        root: root.clone(),
        order,
        addresses: Addresses::Folders,
        skipped: &skipped,
        statics: Some("static".to_owned()),
        redirects,
        names,
        base: if route.is_empty() { String::new() } else { format!("{route}/") },
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, old| {
        front.rename("sidebar_position", "order");
        if front.text("title").is_none() {
            front.rename("sidebar_label", "title");
        }
        for key in [
            "id",
            "sidebar_label",
            "hide_title",
            "hide_table_of_contents",
            "pagination_label",
            "pagination_next",
            "pagination_prev",
            "custom_edit_url",
            "displayed_sidebar",
            "toc_min_heading_level",
            "toc_max_heading_level",
        ] {
            front.take(key);
        }
        if let Some(slug) = front.take("slug").and_then(|slug| slug.as_str().map(str::to_owned)) {
            let address = match slug.strip_prefix('/') {
                Some(slug) => slug.to_owned(),
                None => paths::join(paths::folder(old), &slug).unwrap_or(slug),
            };
            let address = address.trim_matches('/');
            // `/` is the first page of the documents, which is the home of the handbook.
            if !address.is_empty() {
                front.set("permalink", format!("/{address}/"));
                cx.log.carried("addresses of their own");
            }
        }
        // Tags may be declared elsewhere, with a label each.
        let tags = front.texts("tags");
        if front.get("tags").is_some() {
            front.set("tags", tags);
        }
        if front.take("unlisted").is_some_and(|value| value == Json::Bool(true)) {
            cx.log.lost(
                "front matter",
                cx.path,
                1,
                "`unlisted` has no effect here: the page is in the navigation",
            );
        }
    });
    Ok(imported)
}

/// The options of the documents, in a preset or in a plugin.
fn docs_options(settings: &Json) -> Json {
    let presets = settings["presets"].as_array().into_iter().flatten().map(|preset| &preset[1]["docs"]);
    let plugins = settings["plugins"].as_array().into_iter().flatten();
    let plugins = plugins
        .filter(|plugin| plugin[0].as_str().is_some_and(|name| name.ends_with("content-docs")))
        .map(|plugin| &plugin[1]);
    presets.chain(plugins).find(|options| options.is_object()).cloned().unwrap_or(Json::Null)
}

/// Documents by their ids: the path without numbers in front, or with what `id` says.
fn ids(book: &Book<'_>, root: &str) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for path in book
        .paths
        .iter()
        .filter_map(|path| path.strip_prefix(root)?.strip_prefix('/'))
        .filter(|path| paths::is_page(path))
    {
        let text = book.text(&paths::below(root, path)).unwrap_or_default();
        let own = front::split(&text).0.text("id").map(str::to_owned);
        let folder: Vec<&str> =
            paths::folder(path).split('/').filter(|part| !part.is_empty()).map(unnumbered).collect();
        let name = own.unwrap_or_else(|| unnumbered(paths::stem(path)).to_owned());
        ids.insert(paths::below(&folder.join("/"), &name), path.to_owned());
        if paths::is_index(path) && !folder.is_empty() {
            ids.entry(folder.join("/")).or_insert_with(|| path.to_owned());
        }
        ids.entry(path.rsplit_once('.').map_or(path, |(bare, _)| bare).to_owned())
            .or_insert_with(|| path.to_owned());
    }
    ids
}

/// A name without the number in front: `02-install` is `install`.
fn unnumbered(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    let bare = rest.trim_start_matches([' ', '-', '_', '.']);
    if digits > 0 && digits < 5 && bare.len() < rest.len() && !bare.is_empty() { bare } else { name }
}

/// The order: of a sidebars file, or of the folders with their `_category_.json`.
fn sidebars(
    book: &Book<'_>,
    docs: &Json,
    root: &str,
    ids: &BTreeMap<String, String>,
    imported: &mut Imported,
) -> Vec<Nav> {
    let named = docs["sidebarPath"].as_str().map(|path| path.trim_start_matches("./").to_owned());
    let tries: Vec<String> = named
        .into_iter()
        .chain(["sidebars.js", "sidebars.ts", "sidebars.json", "sidebars.mjs"].map(str::to_owned))
        .collect();
    let tries: Vec<&str> = tries.iter().map(String::as_str).collect();
    let read = book.first(&tries).and_then(|(path, text)| {
        let value =
            if path.ends_with(".json") { serde_json::from_str(&text).ok() } else { js::exported(&text) };
        Some((path, value?))
    });
    let mut reader = Sidebars {
        book,
        root,
        ids,
        imported,
        file: read.as_ref().map_or_else(String::new, |(path, _)| path.clone()),
    };
    match read {
        Some((_, Json::Object(map))) if !map.is_empty() => {
            let several = map.len() > 1;
            let lists = map.iter().map(|(name, list)| (name.clone(), reader.items(list))).collect::<Vec<_>>();
            if several {
                lists
                    .into_iter()
                    .map(|(name, children)| Nav {
                        title: Some(super::inline::capital(&name.replace(['-', '_'], " "))),
                        page: None,
                        children,
                    })
                    .collect()
            } else {
                lists.into_iter().flat_map(|(_, children)| children).collect()
            }
        }
        _ => reader.folder(""),
    }
}

struct Sidebars<'a, 'b> {
    book: &'a Book<'b>,
    root: &'a str,
    ids: &'a BTreeMap<String, String>,
    imported: &'a mut Imported,
    file: String,
}

impl Sidebars<'_, '_> {
    fn items(&mut self, list: &Json) -> Vec<Nav> {
        match list {
            Json::Array(items) => {
                let items: Vec<Vec<Nav>> = items.iter().map(|item| self.item(item)).collect();
                items.concat()
            }
            // The short form: a label for each list.
            Json::Object(map) if !map.contains_key("type") => map
                .iter()
                .map(|(title, list)| Nav {
                    title: Some(title.clone()),
                    page: None,
                    children: self.items(list),
                })
                .collect(),
            item => self.item(item),
        }
    }

    fn item(&mut self, item: &Json) -> Vec<Nav> {
        if let Json::String(id) = item {
            return self.doc(id, None).into_iter().collect();
        }
        let title = item["label"].as_str().map(str::to_owned);
        match item["type"].as_str() {
            Some("doc" | "ref") => self.doc(item["id"].as_str().unwrap_or(""), title).into_iter().collect(),
            Some("category") => {
                let page = (item["link"]["type"].as_str() == Some("doc"))
                    .then(|| self.doc(item["link"]["id"].as_str().unwrap_or(""), None))
                    .flatten();
                let children = self.items(&item["items"]);
                vec![Nav { title, page: page.and_then(|nav| nav.page), children }]
            }
            Some("autogenerated") => {
                let folder = item["dirName"].as_str().unwrap_or(".").trim_matches(['.', '/']).to_owned();
                self.folder(&folder)
            }
            Some("link") => {
                let message = format!(
                    "the link to `{}` has no place in the order",
                    item["href"].as_str().unwrap_or("")
                );
                self.imported.log.lost("places in the order", &self.file, 0, message);
                Vec::new()
            }
            None if item.is_object() => self.items(item),
            _ => Vec::new(),
        }
    }

    fn doc(&mut self, id: &str, title: Option<String>) -> Option<Nav> {
        match self.ids.get(id) {
            Some(path) => {
                self.imported.log.carried("places in the order");
                Some(Nav { title, page: Some(path.clone()), children: Vec::new() })
            }
            None => {
                self.imported.log.lost(
                    "places in the order",
                    &self.file,
                    0,
                    format!("no document has the id `{id}`"),
                );
                None
            }
        }
    }

    /// The order of a folder: by position, then by name.
    fn folder(&mut self, folder: &str) -> Vec<Nav> {
        let prefix =
            if folder.is_empty() { format!("{}/", self.root) } else { format!("{}/{folder}/", self.root) };
        let mut found: BTreeMap<String, (f64, Nav)> = BTreeMap::new();
        let below: Vec<String> =
            self.book.paths.iter().filter_map(|path| path.strip_prefix(&prefix)).map(str::to_owned).collect();
        for rest in below {
            match rest.split_once('/') {
                Some((sub, _)) if !found.contains_key(sub) && !sub.starts_with('.') => {
                    let children = self.folder(&paths::below(folder, sub));
                    let (position, title, linked) = self.category(&paths::below(folder, sub));
                    let title = title
                        .or_else(|| Some(super::inline::capital(&unnumbered(sub).replace(['-', '_'], " "))));
                    let (own, children): (Vec<Nav>, Vec<Nav>) = children.into_iter().partition(|nav| {
                        nav.children.is_empty()
                            && nav.page.as_deref().is_some_and(|page| {
                                Some(page) == linked.as_deref() || (linked.is_none() && is_own(page, sub))
                            })
                    });
                    let page = own.into_iter().next().and_then(|nav| nav.page);
                    let position = position
                        .or_else(|| number_of(sub))
                        .or_else(|| page.as_deref().and_then(|page| self.position(page)));
                    if page.is_some() || !children.is_empty() {
                        found.insert(
                            sub.to_owned(),
                            (position.unwrap_or(f64::MAX), Nav { title, page, children }),
                        );
                    }
                }
                None if paths::is_page(&rest) && !rest.starts_with('_') => {
                    let page = paths::below(folder, &rest);
                    let position = self.position(&page).or_else(|| number_of(&rest)).unwrap_or(f64::MAX);
                    found.insert(
                        rest.clone(),
                        (position, Nav { title: None, page: Some(page), children: Vec::new() }),
                    );
                }
                _ => {}
            }
        }
        let mut sorted: Vec<(String, (f64, Nav))> = found.into_iter().collect();
        sorted.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then_with(|| a.0.cmp(&b.0)));
        sorted.into_iter().map(|(_, (_, nav))| nav).collect()
    }

    fn position(&self, page: &str) -> Option<f64> {
        let text = self.book.text(&paths::below(self.root, page))?;
        front::split(&text).0.get("sidebar_position").and_then(Json::as_f64)
    }

    /// What `_category_.json` says: position, label, and the page that it is about.
    fn category(&mut self, folder: &str) -> (Option<f64>, Option<String>, Option<String>) {
        let base = paths::below(self.root, folder);
        let names =
            ["_category_.json", "_category_.yml", "_category_.yaml"].map(|name| format!("{base}/{name}"));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let Some((path, text)) = self.book.first(&names) else { return (None, None, None) };
        let value = if path.ends_with(".json") {
            serde_json::from_str(&text).unwrap_or(Json::Null)
        } else {
            yaml::parse(&text, 0).map_or(Json::Null, |fields| fields_to_json(&fields))
        };
        self.imported.log.carried("categories");
        let linked = value["link"]["id"]
            .as_str()
            .and_then(|id| self.ids.get(id).or_else(|| self.ids.get(&paths::below(folder, id))))
            .cloned();
        (value["position"].as_f64(), value["label"].as_str().map(str::to_owned), linked)
    }
}

/// The page of a folder may be called like it.
fn is_own(page: &str, folder: &str) -> bool {
    paths::is_index(page) || paths::stem(page).eq_ignore_ascii_case(folder)
}

fn number_of(name: &str) -> Option<f64> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    if unnumbered(name) == name { None } else { digits.parse().ok() }
}

/// `redirects` of the plugin `client-redirects`.
fn redirects(
    settings: &Json,
    ids: &BTreeMap<String, String>,
    route: &str,
    file: &str,
    imported: &mut Imported,
) -> BTreeMap<String, Vec<String>> {
    let mut redirects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let plugins = settings["plugins"].as_array().into_iter().flatten();
    let plugins =
        plugins.filter(|plugin| plugin[0].as_str().is_some_and(|name| name.ends_with("client-redirects")));
    for entry in plugins.flat_map(|plugin| plugin[1]["redirects"].as_array().cloned().unwrap_or_default()) {
        let to = entry["to"].as_str().unwrap_or("").to_owned();
        let id = to.trim_matches('/');
        let id = id.strip_prefix(route).unwrap_or(id).trim_start_matches('/');
        let sources = match &entry["from"] {
            Json::Array(list) => list.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            Json::String(from) => vec![from.clone()],
            _ => Vec::new(),
        };
        for from in sources {
            match ids.get(id) {
                Some(path) => {
                    redirects.entry(path.clone()).or_default().push(from);
                }
                None => imported.log.lost(
                    "redirects",
                    file,
                    0,
                    format!("`{from}` leads to `{to}`, which is no document"),
                ),
            }
        }
    }
    redirects
}

/// What has no place in a handbook, or is made by programs.
fn left_out(book: &Book<'_>, settings: &Json, root: &str, file: &str, imported: &mut Imported) {
    for (folder, what) in [
        ("blog/", "the blog was left out"),
        ("versioned_docs/", "former versions were left out"),
        ("i18n/", "translations were left out"),
        ("src/", "components, pages and styles in src/ were left out"),
    ] {
        let count = book
            .paths
            .iter()
            .filter(|path| path.starts_with(folder) && !path.starts_with(&format!("{root}/")))
            .count();
        if count > 0 {
            imported.log.lost("parts of the site", folder, 0, format!("{what} ({count} files)"));
        }
    }
    for theme in settings["themes"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        imported.log.lost("plugins", file, 0, format!("the theme `{theme}` is not used"));
    }
}
