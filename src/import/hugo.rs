//! Hugo: a folder of content with weights, a folder of static files, and shortcodes.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::alert::{alert, details, tab, trimmed};
use super::assemble::{Addresses, Shelf, assemble};
use super::block::{Line, nested};
use super::inline::{attributes, capital};
use super::links::{Link, encoded};
use super::page::Cx;
use super::tag::{self, Braces, Tag};
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
    let language = settings["defaultContentLanguage"].as_str().unwrap_or("en").to_owned();
    let content = settings["contentDir"]
        .as_str()
        .or(settings["languages"][&language]["contentDir"].as_str())
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
    if settings["uglyURLs"].as_bool() == Some(true) || settings["uglyurls"].as_bool() == Some(true) {
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
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.'))
            || path.ends_with(".html")
            || is_translation(path, &language)
    };
    for path in book.paths.iter().filter(|path| path.starts_with(&format!("{root}/"))) {
        if path.ends_with(".html") {
            imported.log.lost("pages", path, 0, "a page in HTML was left out");
        } else if is_translation(path, &language) {
            imported.log.lost("pages", path, 0, "it is in another language, and one handbook has one");
        }
    }
    let shelf = Shelf {
        book,
        kind: Kind::Hugo,
        names: names(book, &root),
        root,
        order: Vec::new(),
        addresses: Addresses::Folders,
        skipped: &skipped,
        statics: Some("static".to_owned()),
        redirects: BTreeMap::new(),
        base: String::new(),
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, _| {
        if let Some(url) = front.take("url").filter(|url| url.as_str().is_some_and(|url| !url.contains(':')))
        {
            front.set("permalink", url);
            cx.log.carried("addresses of their own");
        }
        front.rename("weight", "order");
        front.rename("summary", "description");
        if front.text("title").is_none() {
            front.rename("linkTitle", "title");
        }
        if let Some(Json::Object(more)) = front.take("params") {
            for (key, value) in more {
                front.set(&key, value);
            }
        }
        for key in ["cascade", "_build", "build", "outputs", "headless"] {
            if front.get(key).is_some() {
                cx.log.lost("front matter", cx.path, 1, format!("`{key}` has no effect here"));
            }
        }
    });
    Ok(imported)
}

fn settings(path: &str, text: &str) -> Json {
    match path.rsplit('.').next() {
        Some("toml") => fields_to_json(&toml::parse(text, 0).0),
        Some("json") => serde_json::from_str(text).unwrap_or(Json::Null),
        _ => yaml::parse(text, 0).map_or(Json::Null, |fields| fields_to_json(&fields)),
    }
}

/// `page.fr.md` beside `page.md`.
fn is_translation(path: &str, language: &str) -> bool {
    let stem = paths::stem(path);
    let Some((_, end)) = stem.rsplit_once('.') else { return false };
    let is_language = (end.len() == 2 || (end.len() == 5 && end.as_bytes()[2] == b'-'))
        && end.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    paths::is_page(path) && is_language && end != language
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

/// Whether a shortcode stands around blocks, or for one.
pub(super) fn is_block(name: &str) -> bool {
    box_of(name).is_some()
        || group(name)
        || matches!(
            name,
            "tab" | "details" | "expand" | "spoiler" | "highlight" | "mermaid" | "step" | "column"
        )
}

/// Shortcodes that only hold others together.
fn group(name: &str) -> bool {
    matches!(
        name,
        "tabs"
            | "tabpane"
            | "columns"
            | "steps"
            | "pageinfo"
            | "cards"
            | "cardpane"
            | "lead"
            | "section"
            | "blocks/section"
            | "blocks/lead"
            | "blocks/cover"
            | "blocks/feature"
    )
}

/// The kind of box that a shortcode is.
fn box_of(name: &str) -> Option<&'static str> {
    match name {
        "alert" | "hint" | "notice" | "callout" | "admonition" | "note" | "info" | "notification"
        | "message" => Some("note"),
        "tip" => Some("tip"),
        "important" => Some("important"),
        "warning" | "warn" => Some("warning"),
        "caution" | "danger" => Some("danger"),
        _ => None,
    }
}

/// What becomes of a shortcode with lines inside.
pub(super) fn block(
    cx: &mut Cx<'_>,
    opening: &Tag,
    inner: &[Line],
    depth: usize,
    indent: &str,
    number: usize,
) -> Option<Vec<Line>> {
    let convert = |cx: &mut Cx<'_>| nested(cx, &trimmed(inner.to_vec()), depth + 1);
    let name = opening.name.as_str();
    if let Some(usual) = box_of(name) {
        let inner = convert(cx);
        cx.log.carried("boxes");
        let told = ["color", "type", "style", "context", "level"]
            .into_iter()
            .find_map(|key| opening.value(key))
            .or(opening.first());
        let kind = told.filter(|told| usual == "note" && !told.contains(' ')).unwrap_or(usual).to_owned();
        let title = opening.value("title").map(str::to_owned);
        return Some(alert(&kind, title.as_deref(), indent, inner, number));
    }
    Some(match name {
        "tab" => {
            let inner = convert(cx);
            cx.log.carried("tabs");
            let title = ["header", "name", "title", "tabname"]
                .into_iter()
                .find_map(|key| opening.value(key))
                .or(opening.first())
                .unwrap_or("");
            tab(title, indent, inner, number)
        }
        "details" | "expand" | "spoiler" => {
            let inner = convert(cx);
            cx.log.carried("parts that open");
            let title = opening
                .value("title")
                .or_else(|| opening.value("summary"))
                .or(opening.first())
                .unwrap_or("Details");
            details(title, false, indent, inner, number)
        }
        "highlight" | "mermaid" => {
            let language = if name == "mermaid" {
                "mermaid"
            } else {
                opening.value("lang").or(opening.first()).unwrap_or("")
            };
            cx.log.carried("code");
            let mut made = vec![Line::new(format!("{indent}```{language}"), number)];
            made.extend(trimmed(inner.to_vec()));
            made.push(Line::new(format!("{indent}```"), number));
            made
        }
        "step" | "column" => convert(cx),
        name if group(name) => convert(cx),
        _ => return None,
    })
}

/// Shortcodes in a line.
pub(super) fn inline(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((range, found)) = tag::find(rest, Braces::Hugo) {
        out.push_str(&rest[..range.start]);
        // Inside the brackets of a link, only the address is wanted.
        match shortcode(cx, &found, number) {
            Some(made) => out.push_str(&made),
            None => {
                if !found.is_end {
                    cx.log.lost(
                        "shortcodes",
                        cx.path,
                        number,
                        format!("the shortcode `{}` is not known, and was left as text", found.name),
                    );
                }
                out.push_str(&rest[range.clone()]);
            }
        }
        rest = &rest[range.end..];
    }
    out.push_str(
        &rest.replace("{{</*", "{{<").replace("*/>}}", ">}}").replace("{{%/*", "{{%").replace("*/%}}", "%}}"),
    );
    if out.contains("{#") || !out.contains('{') || out.contains("{{") {
        return out;
    }
    attributes(cx, &out, number)
}

fn shortcode(cx: &mut Cx<'_>, found: &Tag, number: usize) -> Option<String> {
    let value = |key: &str| found.value(key).unwrap_or("");
    match found.name.as_str() {
        "ref" | "relref" => {
            let target = found.value_or_first("path")?.to_owned();
            let href = match cx.link(&target) {
                Link::To(href) => {
                    cx.log.carried("references");
                    href
                }
                Link::Foreign => target,
                Link::Unknown => {
                    cx.log.lost(
                        "references",
                        cx.path,
                        number,
                        format!("`{} {target}` leads to no page of the book", found.name),
                    );
                    target
                }
            };
            Some(href)
        }
        "figure" | "img" | "image" | "imgproc" => {
            let src = found.value_or_first("src")?.to_owned();
            let href = match cx.link(&src) {
                Link::To(href) => href,
                Link::Foreign | Link::Unknown => src,
            };
            cx.log.carried("pictures");
            let alt = [value("alt"), value("caption"), value("title")]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or("")
                .replace(['[', ']'], "");
            let caption =
                [value("caption"), value("title")].into_iter().find(|text| !text.is_empty() && *text != alt);
            Some(picture(&alt, &href, value("link"), caption))
        }
        "youtube" | "vimeo" | "tweet" | "x" | "gist" | "instagram" => {
            let id = found.value_or_first("id").unwrap_or("").to_owned();
            let second =
                found.values.iter().filter(|(key, _)| key.is_none()).nth(1).map(|(_, value)| value.as_str());
            let (label, address) = match found.name.as_str() {
                "youtube" => ("Video", format!("https://www.youtube.com/watch?v={id}")),
                "vimeo" => ("Video", format!("https://vimeo.com/{id}")),
                "gist" => ("Code", format!("https://gist.github.com/{id}/{}", second.unwrap_or(""))),
                "instagram" => ("Picture", format!("https://www.instagram.com/p/{id}/")),
                _ => (
                    "Message",
                    format!(
                        "https://x.com/{}/status/{}",
                        if value("user").is_empty() { "i" } else { value("user") },
                        encoded(&id)
                    ),
                ),
            };
            cx.log.carried("embedded things");
            let label = if value("title").is_empty() { label } else { value("title") };
            Some(format!("[{label}]({address})"))
        }
        "kbd" | "key" => found.first().map(|key| format!("<kbd>{key}</kbd>")),
        "button" => {
            let href = found
                .value("href")
                .or_else(|| found.value("relref"))
                .or_else(|| found.value("url"))?
                .to_owned();
            let href = cx.relinked(&href, number);
            cx.log.carried("buttons");
            // What stands between the two tags is the text; it follows here.
            Some(format!("[{}]({href}) ", capital(paths::stem(&href))))
        }
        "hextra/hero-button" | "card" | "cards/card" => {
            let title =
                ["title", "text"].into_iter().find_map(|key| found.value(key)).or(found.first())?.to_owned();
            let text = ["subtitle", "description"]
                .into_iter()
                .find_map(|key| found.value(key))
                .map(|text| format!(": {text}"));
            let link = found.value("link").or_else(|| found.value("href")).unwrap_or("").to_owned();
            cx.log.carried("cards");
            let label = if link.is_empty() { title } else { format!("[{title}]({link})") };
            let mark = if found.name == "hextra/hero-button" { "" } else { "- " };
            Some(format!("{mark}{label}{}", text.unwrap_or_default()))
        }
        "toc" | "br" | "rawhtml" | "blocks/link-down" => Some(String::new()),
        // What stands between the two is text that a theme would set large.
        "hextra/hero-headline" | "hextra/hero-subtitle" | "hextra/hero-container" | "hextra/hero-badge" => {
            Some(String::new())
        }
        "lead" | "button_end" if found.is_end => Some(String::new()),
        _ if found.is_end && matches!(found.name.as_str(), "button" | "kbd" | "figure" | "rawhtml") => {
            Some(String::new())
        }
        _ => None,
    }
}

/// A picture with its caption: the title of an image, which becomes a caption when it stands alone, where it
/// is plain words.
fn picture(alt: &str, href: &str, link: &str, caption: Option<&str>) -> String {
    let is_plain =
        |caption: &&str| link.is_empty() && !caption.contains(['*', '_', '`', '[', '<', '\\', '\n']);
    if let Some(caption) = caption.filter(is_plain) {
        return format!("![{alt}]({href} \"{}\")", caption.replace('"', "\\\""));
    }
    let image = format!("![{alt}]({href})");
    let image = if link.is_empty() { image } else { format!("[{image}]({link})") };
    caption.map_or(image.clone(), |caption| format!("{image} *{caption}*"))
}
