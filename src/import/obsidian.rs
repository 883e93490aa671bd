//! Obsidian: a folder of notes that name each other.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::alert::{alert, details};
use super::assemble::{Shelf, assemble};
use super::block::{Line, nested};
use super::front::is_false;
use super::inline::{addresses, capital, marks};
use super::links::{Anchors, Link, encoded};
use super::nav::Addresses;
use super::page::Cx;
use super::{Book, Imported, Kind, paths};
use crate::config::SlugRule;
use crate::document::slug::slug;

/// Brings a vault over.
pub(super) fn bring(book: &Book<'_>) -> Result<Imported, String> {
    let mut imported = Imported::default();
    if !book.paths.iter().any(|path| paths::is_page(path)) {
        return Err("there is no Markdown in it".to_owned());
    }
    let skipped = |path: &str| {
        path.split('/').any(|part| part.starts_with('.'))
            || path.ends_with(".canvas")
            || path.ends_with(".base")
            || is_part_of_wiki(path)
    };
    let is_wiki =
        book.paths.contains("Home.md") && !book.paths.iter().any(|path| path.starts_with(".obsidian/"));
    for path in book.paths.iter().filter(|path| is_part_of_wiki(path)) {
        let message =
            "it was left out: it stands beside every page of a wiki, and here the order of the files does";
        imported.log.lost("pages", path, 0, message);
    }
    for path in book.paths.iter().filter(|path| !path.starts_with('.')) {
        if path.ends_with(".canvas") || path.ends_with(".base") {
            imported.log.lost(
                "canvases and bases",
                path,
                0,
                "it can be shown by Obsidian only, and was left out",
            );
        }
    }
    let shelf = Shelf {
        book,
        kind: Kind::Obsidian,
        root: String::new(),
        order: Vec::new(),
        addresses: Addresses::Folders,
        address: &|_, _| None,
        skipped: &skipped,
        statics: None,
        redirects: BTreeMap::new(),
        names: names(book, &skipped),
        base: String::new(),
        home: Some("Home.md".to_owned()),
        anchors: Anchors::Github,
        extensions: None,
        moved_asset: &|_| None,
    };
    assemble(&shelf, &mut imported, &|front, cx, old| {
        // An alias is another name there, and a former address here.
        front.rename("alias", "aliases");
        let aliases = front.texts("aliases");
        front.take("aliases");
        if !aliases.is_empty() {
            front.set("also_known_as", aliases);
        }
        front.rename("tag", "tags");
        let tags: Vec<String> = front
            .texts("tags")
            .iter()
            .flat_map(|tags| {
                tags.split([',', ' '])
                    .map(|tag| tag.trim_start_matches('#').to_owned())
                    .collect::<Vec<String>>()
            })
            .filter(|tag| !tag.is_empty())
            .collect();
        if front.get("tags").is_some() {
            front.set("tags", tags);
        }
        if let Some(Json::String(permalink)) = front.take("permalink") {
            front.set("permalink", format!("/{}/", permalink.trim_matches('/')));
        }
        if front.take("publish").is_some_and(|publish| is_false(&publish)) {
            cx.unpublish(front, "`publish: false`");
        }
        // The page of a folder is called what its heading says.
        if front.text("title").is_none() && cx.title.is_none() && !paths::is_index(old) {
            let stem = paths::stem(old);
            cx.title = Some(if is_wiki { stem.replace('-', " ") } else { stem.to_owned() });
        }
    });
    Ok(imported)
}

/// Whether a file of a wiki of GitHub is shown beside its pages.
fn is_part_of_wiki(path: &str) -> bool {
    matches!(paths::name(path), "_Sidebar.md" | "_Footer.md" | "_Header.md")
}

/// Notes and files by their names, and notes by their other names.
fn names(book: &Book<'_>, skipped: &dyn Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut paths_by_depth: Vec<&String> = book.paths.iter().filter(|path| !skipped(path)).collect();
    paths_by_depth.sort_by_key(|path| (path.matches('/').count(), path.as_str()));
    for path in &paths_by_depth {
        names.entry(paths::name(path).to_lowercase()).or_insert_with(|| (*path).clone());
        if paths::is_page(path) {
            names.entry(paths::stem(path).to_lowercase()).or_insert_with(|| (*path).clone());
        }
    }
    for path in paths_by_depth.iter().filter(|path| paths::is_page(path)) {
        let Some(text) = book.text(path) else { continue };
        let front = super::front::split(&text).0;
        for alias in front.texts("aliases").into_iter().chain(front.texts("alias")) {
            names.entry(alias.to_lowercase()).or_insert_with(|| (*path).clone());
        }
    }
    for path in paths_by_depth.iter().filter(|path| paths::is_page(path)) {
        // A wiki of GitHub has `-` for the blanks of a name.
        let spaced = paths::stem(path).replace('-', " ").to_lowercase();
        names.entry(spaced).or_insert_with(|| (*path).clone());
    }
    names
}

/// A callout: `> [!info]- Title`, with what is quoted below it.
pub(super) fn block(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let (kind, fold, title) = callout(&first.text)?;
    let indent = &first.text[..first.text.len() - first.text.trim_start().len()];
    let count = lines.iter().take_while(|line| line.text.trim_start().starts_with('>')).count();
    let inner: Vec<Line> = lines[1..count]
        .iter()
        .map(|line| {
            let text = line.text.trim_start().strip_prefix('>').unwrap_or("");
            Line::new(text.strip_prefix(' ').unwrap_or(text).to_owned(), line.number)
        })
        .collect();
    let inner = nested(cx, &inner, depth + 1);
    let made = match fold {
        None => {
            cx.log.carried("boxes");
            alert(&kind, Some(&title), indent, inner, first.number)
        }
        Some(fold) => {
            cx.log.carried("parts that open");
            let title = if title.is_empty() { capital(&kind) } else { title };
            details(&title, fold == '+', indent, inner, first.number)
        }
    };
    Some((count, made))
}

fn callout(line: &str) -> Option<(String, Option<char>, String)> {
    let rest = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, rest) = rest.split_once(']')?;
    let kind = kind.split('|').next().unwrap_or("note").trim().to_owned();
    let fold = rest.chars().next().filter(|c| matches!(c, '-' | '+'));
    let title = rest.trim_start_matches(['-', '+']).trim().to_owned();
    Some((kind, fold, title))
}

/// Wikilinks, embeds and marks of a line.
pub(super) fn inline(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[[") {
        let Some(length) = rest[start..].find("]]") else { break };
        let is_embed = rest[..start].ends_with('!');
        let before = if is_embed { &rest[..start - 1] } else { &rest[..start] };
        out.push_str(before);
        let inner = rest[start + 2..start + length].replace("\\|", "|");
        out.push_str(&wikilink(cx, &inner, is_embed, number));
        rest = &rest[start + length + 2..];
    }
    out.push_str(rest);
    let out = notes(cx, &out, number);
    let out = sized(cx, &out, number);
    marks(cx, &out)
}

/// What the names of footnotes begin with that stood in a line.
pub(super) const NOTE: &str = "inline-";

/// `^[text]` is a footnote: its text goes to the end of the page.
fn notes(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let ends = bracket_ends(text);
    let mut out = String::new();
    let mut done = 0;
    for (start, _) in text.match_indices("^[") {
        let end = ends.get(&(start + 1)).filter(|_| start >= done && !text[..start].ends_with(['[', '\\']));
        let Some(end) = end else { continue };
        cx.log.carried("footnotes");
        let note = addresses(cx, &text[start + 2..*end], number);
        cx.notes.push(note);
        out.push_str(&format!("{}[^{NOTE}{}]", &text[done..start], cx.notes.len()));
        done = end + 1;
    }
    out + &text[done..]
}

/// Where brackets that are opened at a byte are closed.
fn bracket_ends(text: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut ends = BTreeMap::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(at),
            ']' => ends.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    ends
}

/// `![alt|200](a.png)` has a width, and a height perhaps.
fn sized(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let found = rest[..middle].rfind("![").and_then(|start| {
            let label = &rest[start + 2..middle];
            let (alt, size) = label.rsplit_once('|').unwrap_or(("", label));
            let (href, _) = rest[middle + 2..].split_once(')').filter(|_| is_size(size))?;
            let whole = label.len() + href.len() + 5;
            (!href.contains([' ', '(', '"'])).then_some((start, alt, size, href, whole))
        });
        let Some((start, alt, size, href, length)) = found else {
            out.push_str(&rest[..middle + 2]);
            rest = &rest[middle + 2..];
            continue;
        };
        let href = match cx.link(href) {
            Link::To(href) => href,
            Link::Foreign => href.to_owned(),
            Link::Unknown => {
                let message = format!("the link `{href}` leads to no file of the book");
                cx.log.lost("links", cx.path, number, message);
                href.to_owned()
            }
        };
        cx.log.carried("pictures");
        out.push_str(&rest[..start]);
        out.push_str(&image(&href, alt, size));
        rest = &rest[start + length..];
    }
    out.push_str(rest);
    out
}

/// `200`, or `200x100`.
fn is_size(text: &str) -> bool {
    let (width, height) = text.split_once('x').unwrap_or((text, "0"));
    [width, height].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A picture of a size.
fn image(href: &str, alt: &str, size: &str) -> String {
    let alt = alt.replace('&', "&amp;").replace('"', "&quot;");
    let (width, height) = size.split_once('x').unwrap_or((size, ""));
    let height = if height.is_empty() { String::new() } else { format!(" height=\"{height}\"") };
    format!("<img src=\"{href}\" alt=\"{alt}\" width=\"{width}\"{height}>")
}

/// Whether a target is a note or a file, or a place on the page.
fn names_note(cx: &mut Cx<'_>, target: &str) -> bool {
    let name = target.split('#').next().unwrap_or(target).trim();
    name.is_empty() || matches!(cx.link(&encoded(name)), Link::To(_))
}

fn wikilink(cx: &mut Cx<'_>, inner: &str, is_embed: bool, number: usize) -> String {
    let as_it_was = format!("{}[[{inner}]]", if is_embed { "!" } else { "" });
    let (target, label) = match inner.split_once('|') {
        // A wiki of GitHub has the text in front.
        Some((label, target)) if !is_embed && !names_note(cx, label) && names_note(cx, target) => {
            (target, Some(label.trim()))
        }
        Some((target, label)) => (target, Some(label.trim())),
        None => (inner, None),
    };
    let (name, part) = target.split_once('#').map_or((target, None), |(name, part)| (name, Some(part)));
    let anchor = part.map_or_else(String::new, |part| format!("#{}", anchor_of_part(part)));
    let shown = label.map_or_else(
        || {
            part.map_or(name.to_owned(), |part| {
                if name.is_empty() {
                    part.trim_start_matches('^').to_owned()
                } else {
                    format!("{name} > {}", part.trim_start_matches('^'))
                }
            })
        },
        str::to_owned,
    );
    if name.trim().is_empty() {
        cx.log.carried("wikilinks");
        return format!("[{shown}]({anchor})");
    }
    let Link::To(href) = cx.link(&encoded(name.trim())) else {
        cx.log.lost("wikilinks", cx.path, number, format!("`{as_it_was}` names no note of the vault"));
        return label.unwrap_or(name).to_owned();
    };
    let is_page = paths::is_page(&href);
    if !is_embed {
        cx.log.carried("wikilinks");
        return format!("[{}]({href}{anchor})", shown.replace(['[', ']'], ""));
    }
    if is_page {
        cx.log.lost(
            "embedded notes",
            cx.path,
            number,
            format!("`{as_it_was}` became a link: a note is not shown inside another"),
        );
        return format!("[{}]({href}{anchor})", shown.replace(['[', ']'], ""));
    }
    cx.log.carried("pictures");
    let (alt, size) = match label {
        Some(label) if is_size(label) => (None, Some(label)),
        Some(label) => match label.rsplit_once('|').filter(|(_, size)| is_size(size)) {
            Some((alt, size)) => (Some(alt), Some(size)),
            None => (Some(label), None),
        },
        None => (None, None),
    };
    let alt = alt.unwrap_or_else(|| paths::stem(name));
    if let Some(size) = size {
        return image(&href, alt, size);
    }
    let is_picture = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"]
        .iter()
        .any(|end| href.to_lowercase().ends_with(end));
    let mark = if is_picture { "!" } else { "" };
    format!("{mark}[{alt}]({href})")
}

/// The anchor of what a link names behind `#`: a heading, below others perhaps, or a block.
pub(super) fn anchor_of_part(part: &str) -> String {
    let part = part.rsplit('#').next().unwrap_or(part).trim();
    part.strip_prefix('^').map_or_else(|| slug(part, SlugRule::Github), anchor_of)
}

/// The anchor of a block.
fn anchor_of(id: &str) -> String {
    format!("block-{}", paths::slug(id))
}

/// ` ^id` at the end of a line is the name of its block.
pub(super) fn anchor(cx: &mut Cx<'_>, text: String) -> String {
    let Some((before, id)) =
        text.trim_end().rsplit_once(" ^").or_else(|| Some(("", text.trim().strip_prefix('^')?)))
    else {
        return text;
    };
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return text;
    }
    cx.log.carried("names of blocks");
    let anchor = format!("<a id=\"{}\"></a>", anchor_of(id));
    if before.is_empty() { anchor } else { format!("{before} {anchor}") }
}
