//! Hugo: a folder of content with weights, and a folder of static files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::assemble::{Shelf, assemble};
use super::front::{Front, lowered};
use super::hugo_pages::Pages;
use super::links::Anchors;
use super::nav::Addresses;
use super::page::Cx;
use super::pattern::{Patterns, glob_of};
use super::{Book, Imported, Kind, paths};
use crate::settings::{fields_to_json, toml, yaml};

/// Where the settings may be.
const SETTINGS: [&str; 14] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config/_default/config.yml",
    "config/config.toml",
];

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let found = book.first(&SETTINGS);
    let settings = found.as_ref().map_or(Json::Null, |(path, text)| settings(path, text));
    let language = settings["defaultcontentlanguage"].as_str().unwrap_or("en").to_owned();
    let content = settings["contentdir"]
        .as_str()
        .or(settings["languages"][&language]["contentdir"].as_str())
        .unwrap_or("content");
    let mut root = content.trim_matches(['.', '/']).to_owned();
    let is_below = |folder: &str| book.paths.iter().any(|path| path.starts_with(&format!("{folder}/")));
    if !is_below(&root) {
        return Err(format!("there is no folder `{root}`, in which Hugo keeps its pages"));
    }
    // Several languages side by side: the one that comes first to readers.
    if is_below(&format!("{root}/{language}"))
        && !book.paths.iter().any(|path| paths::folder(path) == root && paths::is_page(path))
    {
        for other in book.paths.iter().filter(|path| {
            path.starts_with(&format!("{root}/")) && !path.starts_with(&format!("{root}/{language}/"))
        }) {
            imported.log.lost("pages", other, 0, "it is in another language, and one handbook has one");
        }
        root = format!("{root}/{language}");
    }
    imported.title =
        settings["title"].as_str().or(settings["languages"][&language]["title"].as_str()).map(str::to_owned);
    let file = found.as_ref().map_or("hugo.toml", |(path, _)| path.as_str());
    imported.log.setting(file, "baseURL", &settings["baseurl"], "base_url");
    imported.log.setting(file, "copyright", &settings["copyright"], "footer");
    let is_ugly = settings["uglyurls"].as_bool() == Some(true);
    if is_ugly {
        imported.top.push("url_style = \"file\"        # addresses end in .html, as they did".to_owned());
    }
    for (folder, what) in [
        ("layouts", "templates"),
        ("assets", "style sheets and scripts"),
        ("data", "data"),
        ("themes", "a theme"),
        ("i18n", "translations of the theme"),
    ] {
        if is_below(folder) {
            imported.log.lost(
                "looks",
                folder,
                0,
                format!("{what} of Hugo are not used: ours are in templates/ and assets/"),
            );
        }
    }
    let ignored = ignored(&settings, file, &mut imported);
    let languages = languages(book, &settings);
    // `page.fr.md` beside `page.md`, or in a language that the settings name.
    let is_translation = |path: &str| {
        let Some((bare, other)) = paths::stem(path).rsplit_once('.') else { return false };
        let end = path.rsplit('.').next().unwrap_or("md");
        let beside = paths::below(paths::folder(path), &format!("{bare}.{end}"));
        let is_told = languages.contains(&other.to_lowercase());
        let has_other = is_language(other) && book.paths.contains(&paths::below(&root, &beside));
        paths::is_page(path) && other != language && (is_told || (languages.is_empty() && has_other))
    };
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.'))
            || ignored.fit(path)
            || path.ends_with(".html")
            || is_translation(path)
    };
    for path in book.paths.iter().filter(|path| path.starts_with(&format!("{root}/"))) {
        if ignored.fit(&path[root.len() + 1..]) {
            imported.log.left_out(path, "`ignoreFiles`");
        } else if path.ends_with(".html") {
            imported.log.lost("pages", path, 0, "a page in HTML was left out");
        } else if is_translation(&path[root.len() + 1..]) {
            imported.log.lost("pages", path, 0, "it is in another language, and one handbook has one");
        }
    }
    let pages = Pages::read(book, &root, &settings);
    let addresses = if is_ugly { Addresses::Files } else { Addresses::Folders };
    let address = |page: &str, front: &Front| match pages.address(page, front)? {
        bare if !is_ugly => Some(bare),
        bare if paths::is_index(page) => Some(format!("{bare}index.html")),
        bare => Some(format!("{}.html", bare.trim_end_matches('/'))),
    };
    let base = match settings["defaultcontentlanguageinsubdir"].as_bool() {
        Some(true) => format!("{language}/"),
        _ => String::new(),
    };
    let shelf = Shelf {
        book,
        kind: Kind::Hugo,
        names: names(book, &root),
        root: root.clone(),
        order: Vec::new(),
        addresses,
        address: &address,
        skipped: &skipped,
        statics: Some("static".to_owned()),
        redirects: BTreeMap::new(),
        base: base.clone(),
        home: None,
        anchors: Anchors::Github,
        extensions: None,
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, page| {
        if let Some(reason) = pages.unpublished(page, front, &book.today) {
            cx.unpublish(front, reason);
        }
        change(front, cx, page, &base);
        if pages.address(page, front).is_none() {
            let message = "its former address is made by `permalinks` of the settings, and is not known here";
            cx.log.lost("addresses of their own", cx.path, 0, message);
        }
    });
    Ok(imported)
}

/// Front matter as ours. `base` is the first part of addresses.
fn change(front: &mut Front, cx: &mut Cx<'_>, page: &str, base: &str) {
    if let Some(Json::String(url)) = front.take("url")
        && !url.contains(':')
    {
        // Without a `/` in front it is below the folder of the language.
        let url = if url.starts_with('/') { url } else { format!("/{base}{url}") };
        front.set("permalink", url);
        cx.log.carried("addresses of their own");
    }
    let aliases = front.texts("aliases");
    if !aliases.is_empty() {
        let folder = paths::folder(page).to_lowercase();
        let absolute = |alias: String| {
            if alias.starts_with('/') || alias.contains("://") {
                return alias;
            }
            paths::join(&paths::below(base.trim_end_matches('/'), &folder), &alias)
                .map_or(alias, |alias| format!("/{alias}"))
        };
        front.set("aliases", aliases.into_iter().map(absolute).collect::<Vec<String>>());
    }
    front.rename("weight", "order");
    front.rename("summary", "description");
    if front.text("title").is_none() {
        front.rename("linktitle", "title");
    }
    if let Some(Json::Object(more)) = front.take("params") {
        for (key, value) in more {
            front.set(&key, value);
        }
    }
    for key in ["lastmod", "lastmodified", "modified"] {
        front.rename(key, "updated");
    }
    let all = front.get("cascade").cloned().unwrap_or_default();
    let of_some = |one: &Json| !one["_target"].is_null() || !one["target"].is_null();
    if of_some(&all) || all.as_array().is_some_and(|all| all.iter().any(of_some)) {
        let message = "`cascade` for some pages has no effect here: look whether it keeps them unpublished";
        cx.log.lost("front matter", cx.path, 1, message);
    } else if !all.is_null() {
        let message = "of `cascade` only what keeps pages from being published has an effect here";
        cx.log.lost("front matter", cx.path, 1, message);
    }
    for key in ["_build", "build", "outputs"] {
        if front.get(key).is_some() {
            cx.log.lost("front matter", cx.path, 1, format!("`{key}` has no effect here"));
        }
    }
}

/// The settings; Hugo ignores the case of their keys.
fn settings(path: &str, text: &str) -> Json {
    lowered(match path.rsplit('.').next() {
        Some("toml") => fields_to_json(&toml::parse(text, 0).0),
        Some("json") => serde_json::from_str(text).unwrap_or(Json::Null),
        _ => yaml::parse(text, 0).map_or(Json::Null, |fields| fields_to_json(&fields)),
    })
}

/// `ignoreFiles`: expressions for paths.
fn ignored(settings: &Json, file: &str, imported: &mut Imported) -> Patterns {
    let mut ignored = Patterns::default();
    for expression in settings["ignorefiles"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        match glob_of(expression) {
            // They are for the path on the disk, of which only the end is known.
            Some(glob) => ignored.add_texts([glob.clone(), format!("*/{}", glob.trim_start_matches('/'))]),
            None => {
                let message = format!(
                    "`{expression}` of `ignoreFiles` is not understood: look for pages that it kept unpublished"
                );
                imported.log.lost("settings", file, 0, message);
            }
        }
    }
    ignored
}

/// The languages that the settings name, which may have a file of their own.
fn languages(book: &Book<'_>, settings: &Json) -> BTreeSet<String> {
    let own = ["toml", "yaml", "yml", "json"].map(|end| format!("config/_default/languages.{end}"));
    let own = own.iter().find_map(|path| Some(self::settings(path, &book.text(path)?)));
    let told = [settings["languages"].clone(), own.unwrap_or_default()];
    told.iter().filter_map(Json::as_object).flat_map(|languages| languages.keys().cloned()).collect()
}

/// Whether a word can be the tag of a language.
fn is_language(word: &str) -> bool {
    (word.len() == 2 || (word.len() == 5 && word.as_bytes()[2] == b'-'))
        && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

/// Pages by their names alone, which `ref` finds when there is one of them.
fn names(book: &Book<'_>, root: &str) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for path in book.paths.iter().filter_map(|path| path.strip_prefix(root)?.strip_prefix('/')) {
        if paths::is_page(path) {
            let name =
                if paths::is_index(path) { paths::name(paths::folder(path)) } else { paths::name(path) };
            for name in [name.to_lowercase(), name.trim_end_matches(".md").to_lowercase()] {
                let entry = names.entry(name).or_insert_with(|| Some(path.to_owned()));
                if entry.as_deref() != Some(path) {
                    *entry = None;
                }
            }
        }
    }
    names.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}
