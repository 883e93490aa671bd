//! MkDocs: `mkdocs.yml`, and a folder of Markdown for Python's Markdown.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::assemble::{Shelf, assemble, plain_address};
use super::links::Anchors;
use super::nav::{Addresses, Nav};
use super::pattern::{Patterns, glob_of};
use super::{Book, Imported, Kind, paths};
use crate::settings::quoted::quoted;
use crate::settings::{fields_to_json, toml, yaml};
use crate::source::Span;

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

/// How many files may inherit from each other.
const MAX_INHERITED: usize = 8;

/// Brings a book over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    let Some((file, text)) = book.first(&SETTINGS) else {
        return Err("there is no `mkdocs.yml`, which says what a MkDocs site consists of".to_owned());
    };
    let settings = settings(book, &file, &text, &mut imported)?;
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
    let patterns = |key: &str| Patterns::of_lines(settings[key].as_str().unwrap_or(""));
    let (drafts, apart) = (patterns("draft_docs"), patterns("not_in_nav"));
    let excluded = excluded(&settings, &file, &mut imported);
    // MkDocs takes one page for a folder.
    let is_second = |path: &str| {
        paths::name(path) == "README.md"
            && book.paths.contains(&paths::below(&root, &paths::below(paths::folder(path), "index.md")))
    };
    let second = book.paths.iter().filter_map(|path| path.strip_prefix(&root)?.strip_prefix('/'));
    for path in second.filter(|path| is_second(path)) {
        imported.log.left_out(&paths::below(&root, path), "there is an `index.md` beside it");
    }
    let skipped = |path: &str| {
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        is_hidden || path == "mkdocs.yml" || path.ends_with(".pages") || excluded.fit(path) || is_second(path)
    };
    left_out(book, &root, &settings, &excluded, &mut imported);
    let named: Vec<String> = order.iter().flat_map(Nav::pages).map(str::to_owned).collect();
    let addresses = if has_folders { Addresses::Folders } else { Addresses::Files };
    let shelf = Shelf {
        book,
        kind: Kind::Mkdocs,
        root: root.clone(),
        order,
        addresses,
        address: &|page, _| Some(plain_address(page, addresses)),
        skipped: &skipped,
        statics: None,
        redirects,
        names: BTreeMap::new(),
        base: String::new(),
        home: None,
        anchors: anchors(&settings),
        extensions: extensions(&settings, &file),
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, page| {
        if drafts.fit(page) {
            cx.unpublish(front, "`draft_docs`");
        } else if apart.fit(page) {
            cx.log.remark(cx.path, 0, "`not_in_nav` has no effect here: the page is in the navigation");
        } else if !named.is_empty() && !named.iter().any(|named| named == page) {
            cx.log.remark(
                cx.path,
                0,
                "`nav` does not name it; here it is in the navigation, behind what is named",
            );
        }
        // A number to YAML, words to people.
        for key in ["title", "description"] {
            if let Some(value) = front.get(key).filter(|value| value.is_number()).map(ToString::to_string) {
                front.set(key, value);
            }
        }
    });
    Ok(imported)
}

/// Reads the settings, with those that they inherit.
fn settings(book: &Book<'_>, file: &str, text: &str, imported: &mut Imported) -> Result<Json, String> {
    if file.ends_with(".toml") {
        return match toml::parse(text, 0) {
            (fields, errors) if errors.is_empty() => Ok(fields_to_json(&fields)["project"].clone()),
            (_, errors) => Err(unreadable(file, text, errors[0].span, &errors[0].message)),
        };
    }
    let read = |file: &str, text: &str| {
        let text = without_tags(text);
        let fields =
            yaml::parse(&text, 0).map_err(|error| unreadable(file, &text, error.span, &error.message))?;
        Ok::<Json, String>(fields_to_json(&fields))
    };
    let mut settings = read(file, text)?;
    let mut file = file.to_owned();
    for _ in 0..MAX_INHERITED {
        let Some(parent) = settings.as_object_mut().and_then(|settings| settings.remove("INHERIT")) else {
            return Ok(settings);
        };
        let named = parent.as_str().unwrap_or("");
        let path = paths::join(paths::folder(&file), named);
        let Some((path, text)) = path.and_then(|path| Some((path.clone(), book.text(&path)?))) else {
            let message =
                format!("`INHERIT` names `{named}`, which is not in the book: what it says is missing");
            imported.log.lost("settings", &file, 0, message);
            return Ok(settings);
        };
        settings = merged(read(&path, &text)?, settings);
        file = path;
    }
    Ok(settings)
}

/// Settings over those that they inherit: tables are merged, all else is replaced.
fn merged(inherited: Json, own: Json) -> Json {
    match (inherited, own) {
        (Json::Object(mut all), Json::Object(own)) => {
            for (key, value) in own {
                let before = all.remove(&key).unwrap_or_default();
                all.insert(key, merged(before, value));
            }
            Json::Object(all)
        }
        (_, own) => own,
    }
}

/// What `exclude_docs` and the plugin `exclude` keep out, and what MkDocs does unless they take it back.
fn excluded(settings: &Json, file: &str, imported: &mut Imported) -> Patterns {
    let told = settings["exclude_docs"].as_str().unwrap_or("");
    let mut excluded = Patterns::of_lines(&format!("/templates/\n{told}"));
    for (_, plugin) in plugins(settings).into_iter().filter(|(name, _)| *name == "exclude") {
        let globs = texts(&plugin["glob"]);
        excluded.add_texts(globs);
        for expression in texts(&plugin["regex"]) {
            // It is for the beginning of a path.
            match glob_of(&format!("^{}", expression.trim_start_matches('^'))) {
                Some(glob) => excluded.add_texts([glob]),
                None => {
                    let message = format!(
                        "`{expression}` of the plugin `exclude` is not understood: look for pages that it kept unpublished"
                    );
                    imported.log.lost("settings", file, 0, message);
                }
            }
        }
    }
    excluded
}

/// One text, or a list of them.
fn texts(value: &Json) -> Vec<String> {
    let listed = value.as_array().into_iter().flatten();
    listed.chain([value]).filter_map(Json::as_str).map(str::to_owned).collect()
}

/// Whose rule made anchors: with `slugify` of the extension `toc` it is one of another package, and those are
/// like GitHub's.
fn anchors(settings: &Json) -> Anchors {
    let extensions = &settings["markdown_extensions"];
    let listed = extensions.as_array().into_iter().flatten().map(|extension| &extension["toc"]);
    let is_own = listed.chain([&extensions["toc"]]).any(|toc| toc.get("slugify").is_some());
    if is_own { Anchors::Github } else { Anchors::Python }
}

/// The extensions of Markdown that are used. Zensical has some unless it is told which.
fn extensions(settings: &Json, file: &str) -> Option<BTreeSet<String>> {
    let told = &settings["markdown_extensions"];
    if told.is_null() && paths::name(file).starts_with("zensical") {
        return None;
    }
    let listed = told.as_array().into_iter().flatten();
    let tables = listed.clone().chain([told]).filter_map(Json::as_object).flat_map(|table| table.keys());
    let names = listed.filter_map(Json::as_str).chain(tables.map(String::as_str));
    Some(names.map(|name| name.trim_start_matches("markdown.extensions.").to_owned()).collect())
}

/// Says which files are kept out.
fn left_out(book: &Book<'_>, root: &str, settings: &Json, excluded: &Patterns, imported: &mut Imported) {
    let own = Patterns::of_lines(settings["exclude_docs"].as_str().unwrap_or(""));
    let reason = |path: &str| if own.fit(path) { "`exclude_docs`" } else { "it is excluded" };
    let below = book.paths.iter().filter_map(|path| path.strip_prefix(root)?.strip_prefix('/'));
    let (pages, others): (Vec<&str>, Vec<&str>) =
        below.filter(|path| excluded.fit(path)).partition(|path| paths::is_page(path));
    for page in pages {
        imported.log.left_out(&paths::below(root, page), reason(page));
    }
    if let Some(first) = others.first() {
        let message = format!("{}, with {} other files", reason(first), others.len() - 1);
        imported.log.left_out(&paths::below(root, first), &message);
    }
}

/// Says why a file of settings cannot be read, and where. Lines are those of the file, whatever was taken
/// out of them.
fn unreadable(file: &str, text: &str, span: Option<Span>, message: &str) -> String {
    let before = span.and_then(|span| text.get(..span.range().start));
    let line =
        before.map(|before| format!(", line {}", before.matches('\n').count() + 1)).unwrap_or_default();
    format!("`{file}`{line}, cannot be read: {message}")
}

/// YAML without what only Python understands: `!ENV`, `!!python/name:…`.
fn without_tags(text: &str) -> String {
    let mut lines = text.lines().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(line) = lines.next() {
        let Some(at) = [": !", "- !"].iter().filter_map(|mark| line.find(mark)).min() else {
            plain.push_str(line);
            plain.push('\n');
            continue;
        };
        let before = &line[..at + 2];
        let rest = &line[at + 2..];
        let (tag, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        // What is made from the lines below has them as its value.
        let has_more =
            lines.peek().is_some_and(|next| !next.trim().is_empty() && indent(next) > indent(line));
        if tag.starts_with("!!") && value.trim().is_empty() && !has_more {
            plain.push_str(&format!("{before}{}\n", quoted(tag)));
        } else {
            plain.push_str(&format!("{before}{value}\n"));
        }
    }
    plain
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The plugins that are used, with their settings: a list of names and tables, or one table.
fn plugins<'a>(settings: &'a Json) -> Vec<(&'a str, &'a Json)> {
    fn entries(table: &serde_json::Map<String, Json>) -> impl Iterator<Item = (&str, &Json)> {
        table.iter().map(|(name, settings)| (name.as_str(), settings))
    }
    match &settings["plugins"] {
        Json::Object(table) => entries(table).collect(),
        Json::Array(list) => {
            let one = |plugin: &'a Json| match plugin {
                Json::String(name) => vec![(name.as_str(), &Json::Null)],
                Json::Object(table) => entries(table).collect(),
                _ => Vec::new(),
            };
            list.iter().flat_map(one).collect()
        }
        _ => Vec::new(),
    }
}

fn about(settings: &Json, file: &str, imported: &mut Imported) {
    for (key, ours) in [
        ("site_url", "base_url"),
        ("repo_url", "repository"),
        ("edit_uri", "edit_url"),
        ("copyright", "footer"),
    ] {
        imported.log.setting(file, key, &settings[key], ours);
    }
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
    for (name, _) in plugins(settings) {
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
                | "exclude"
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
    let mut all = Vec::new();
    for entry in list {
        match entry {
            Json::String(page) => all.extend(leaf(None, page, file, imported)),
            Json::Object(map) => {
                for (title, value) in map {
                    match value {
                        Json::String(page) => all.extend(leaf(Some(title), page, file, imported)),
                        Json::Array(list) => all.push(Nav {
                            title: Some(title.clone()),
                            children: navs(list, file, imported),
                            ..Nav::default()
                        }),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    all
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
    Some(Nav {
        title: title.map(str::to_owned),
        page: paths::join("", page),
        children: Vec::new(),
        ..Nav::default()
    })
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
    let plugins = plugins(settings).into_iter().filter(|(name, _)| *name == "redirects");
    let maps = plugins.filter_map(|(_, settings)| settings["redirect_maps"].as_object());
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
        let text = "site_name: !ENV [NAME, x]\ntheme:\n  e: !!python/name:material.x\n  - !relative a\nok: 'a: b'\n\
                    slug: !!python/object/apply:a.b\n  kwds:\n    case: lower\n";
        assert_eq!(
            without_tags(text),
            "site_name: [NAME, x]\ntheme:\n  e: \"!!python/name:material.x\"\n  - a\nok: 'a: b'\n\
             slug: \n  kwds:\n    case: lower\n"
        );
    }

    #[test]
    fn plugins_are_a_list_or_a_table() {
        let names = |text: &str| {
            let settings = fields_to_json(&yaml::parse(text, 0).unwrap());
            plugins(&settings).into_iter().map(|(name, of)| format!("{name} {of}")).collect::<Vec<_>>()
        };
        assert_eq!(names("plugins: [a, {b: {c: 1}}]"), ["a null", "b {\"c\":1}"]);
        assert_eq!(names("plugins: {a: {}, b: {c: 1}}"), ["a {}", "b {\"c\":1}"]);
        assert!(names("plugins:").is_empty());
    }

    #[test]
    fn settings_that_cannot_be_read_have_a_line() {
        let error = yaml::parse("a: b\n  c: d\n", 0).unwrap_err();
        let message = unreadable("mkdocs.yml", "a: b\n  c: d\n", error.span, &error.message);
        assert!(message.starts_with("`mkdocs.yml`, line 2, cannot be read: "), "{message}");
    }
}
