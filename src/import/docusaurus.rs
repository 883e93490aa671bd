//! Docusaurus: `docusaurus.config.js`, sidebars, `_category_.json`, and MDX.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::assemble::{Shelf, assemble};
use super::front;
use super::links::Anchors;
use super::nav::Addresses;
use super::pattern::Patterns;
use super::sidebars::sidebars;
use super::{Book, Imported, Kind, js, paths};
use crate::settings::quoted::quoted;

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
    let named = config.as_ref().map_or("docusaurus.config.js", |(path, _)| path.as_str());
    let text = |value: &Json| value.as_str().unwrap_or("").trim_end_matches('/').to_owned();
    let (url, base_url) = (text(&settings["url"]), text(&settings["baseUrl"]));
    imported.log.setting(
        named,
        "url` with `baseUrl",
        &Json::from(format!("{url}{base_url}/").trim_start_matches('/')),
        "base_url",
    );
    imported.log.setting(named, "editUrl", &docs["editUrl"], "edit_url");
    let file = config.map_or_else(|| "docusaurus.config.js".to_owned(), |(path, _)| path);
    if docs.is_null() && book.paths.contains(&file) && !has_bare_preset(&settings) {
        let message = "the options of `docs` were not found in it: look whether `path`, `routeBasePath` and \
                       `exclude` say what the handbook does not know";
        imported.log.lost("settings", &file, 0, message);
    }
    let heads = heads(book, &root);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (id, path) in &ids {
        names.insert(id.to_lowercase(), path.clone());
    }
    // Links may name the address of a document instead of its file.
    for (path, head) in &heads {
        let address = head.address(path).trim_matches('/').to_lowercase();
        names.entry(address).or_insert_with(|| path.clone());
    }
    let redirects = redirects(&settings, &names, &route, &file, &mut imported);
    left_out(book, &settings, &root, &file, &mut imported);
    let base = if route.is_empty() { String::new() } else { format!("{route}/") };
    let order = sidebars(book, &docs, &root, &ids, &base, &mut imported);
    let home = heads.iter().find(|(_, head)| head.slug.as_deref() == Some("/")).map(|(path, _)| path.clone());
    let usual = ["**/_*.{js,jsx,ts,tsx,md,mdx}", "**/_*/**", "**/*.test.{js,jsx,ts,tsx}", "**/__tests__/**"];
    let told = docs["exclude"].as_array();
    let excluded = match told {
        Some(globs) => Patterns::of_globs(globs.iter().filter_map(Json::as_str)),
        None => Patterns::of_globs(usual),
    };
    for page in heads.keys().filter(|page| told.is_some() && excluded.fit(page)) {
        imported.log.left_out(&paths::below(&root, page), "`exclude`");
    }
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.'))
            || paths::name(path).starts_with("_category_.")
            || (paths::is_page(path) && (paths::name(path).starts_with('_') || excluded.fit(path)))
    };
    let shelf = Shelf {
        book,
        kind: Kind::Docusaurus,
        root: root.clone(),
        order,
        addresses: Addresses::Folders,
        address: &|page, _| Some(format!("{base}{}", heads.get(page)?.address(page))),
        skipped: &skipped,
        statics: Some("static".to_owned()),
        redirects,
        names,
        base: base.clone(),
        home,
        anchors: Anchors::Github,
        extensions: None,
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, _| {
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
        if front.take("slug").is_some() {
            cx.log.carried("addresses of their own");
        }
        if let Some(date) =
            front.take("last_update").and_then(|update| update["date"].as_str().map(str::to_owned))
        {
            front.set("updated", date);
        }
        // Tags may be declared elsewhere, with a label each.
        let tags = front.texts("tags");
        if front.get("tags").is_some() {
            front.set("tags", tags);
        }
        if front.take("unlisted").is_some_and(|value| front::is_true(&value)) {
            cx.unpublish(front, "`unlisted`: only who knew its address came to it");
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

/// Whether there is a preset without options, and so with the usual ones.
fn has_bare_preset(settings: &Json) -> bool {
    let mut presets = settings["presets"].as_array().into_iter().flatten();
    presets.any(|preset| {
        preset.is_string() || preset[1].as_object().is_some_and(|options| !options.contains_key("docs"))
    })
}

/// What the head of a document says about its address.
struct Head {
    id: Option<String>,
    slug: Option<String>,
}

impl Head {
    /// The address of a document, below that of all documents.
    fn address(&self, path: &str) -> String {
        let folder: Vec<&str> =
            paths::folder(path).split('/').filter(|part| !part.is_empty()).map(unnumbered).collect();
        let folder = folder.join("/");
        let name = unnumbered(paths::stem(path));
        let is_own = paths::is_index(name) || name.eq_ignore_ascii_case(paths::name(&folder));
        let address = match (&self.slug, &self.id) {
            (Some(slug), _) if slug.starts_with('/') => slug.clone(),
            (Some(slug), _) => paths::join(&folder, slug).unwrap_or_else(|| slug.clone()),
            (None, _) if is_own => folder,
            (None, Some(id)) => paths::below(&folder, id),
            (None, None) => paths::below(&folder, name),
        };
        let address = address.trim_matches('/');
        if address.is_empty() { String::new() } else { format!("{address}/") }
    }
}

/// The heads of all documents, by their paths.
fn heads(book: &Book<'_>, root: &str) -> BTreeMap<String, Head> {
    let paths = book.paths.iter().filter_map(|path| path.strip_prefix(root)?.strip_prefix('/'));
    let read = |path: &str| {
        let front = front::split(&book.text(&paths::below(root, path))?).0;
        let text = |key: &str| front.text(key).map(str::to_owned);
        Some(Head { id: text("id"), slug: text("slug") })
    };
    let pages = paths.filter(|path| paths::is_page(path));
    pages.filter_map(|path| Some((path.to_owned(), read(path)?))).collect()
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
pub(super) fn unnumbered(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    let bare = rest.trim_start_matches([' ', '-', '_', '.']);
    if digits > 0 && digits < 5 && bare.len() < rest.len() && !bare.is_empty() { bare } else { name }
}

/// `redirects` of the plugin `client-redirects`.
fn redirects(
    settings: &Json,
    names: &BTreeMap<String, String>,
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
        let id = to.split(['#', '?']).next().unwrap_or("").trim_matches('/');
        let id = id.strip_prefix(route).unwrap_or(id).trim_start_matches('/');
        let sources = match &entry["from"] {
            Json::Array(list) => list.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            Json::String(from) => vec![from.clone()],
            _ => Vec::new(),
        };
        for from in sources {
            match names.get(&id.to_lowercase()) {
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
