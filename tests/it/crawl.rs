//! Reads a published site as a browser would, and follows every address in it.
//!
//! It has a scanner of its own, so that a mistake in the program's does not hide itself.

use std::collections::BTreeSet;

use crate::harness::Tree;

/// Elements whose content is text.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// A start tag: its name and its attributes, in lower case, values with entities undone.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Returns everything wrong with a site: ids that a page has twice, addresses inside the site that
/// lead nowhere. `base` is the path of the base address; without one, no address may start with `/`.
pub fn faults(tree: &Tree, base: Option<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for (page, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let tags = tags(std::str::from_utf8(bytes).unwrap());
        let mut ids = BTreeSet::new();
        for id in tags.iter().flat_map(|tag| tag.values("id")) {
            if !ids.insert(id) {
                faults.push(format!("{page}: the id `{id}` is there twice"));
            }
        }
        // The page for unknown addresses looks for one script at several depths; one of them is right.
        let is_tried = |address: &String| {
            page == "404.html" && address.starts_with("../") && address.ends_with("/lost.js")
        };
        for address in addresses(&tags).into_iter().filter(|address| !is_tried(address)) {
            if let Some(why) = fault(tree, page, base, &address) {
                faults.push(format!("{page}: `{address}` {why}"));
            }
        }
    }
    faults
}

/// Returns how many addresses lead from one output of a site to another.
pub fn followed(tree: &Tree) -> usize {
    let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
    let inside = |address: &String| !is_outside(address);
    pages
        .map(|(_, bytes)| {
            addresses(&tags(std::str::from_utf8(bytes).unwrap())).iter().filter(|a| inside(a)).count()
        })
        .sum()
}

impl Tag {
    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn addresses(tags: &[Tag]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in tags {
        for name in ["href", "src", "poster"] {
            found.extend(tag.values(name).map(str::to_owned));
        }
        for list in tag.values("srcset") {
            found
                .extend(list.split(',').filter_map(|part| part.split_whitespace().next()).map(str::to_owned));
        }
        if tag.name == "meta" && tag.values("http-equiv").any(|value| value == "refresh") {
            found.extend(
                tag.values("content")
                    .filter_map(|text| text.split_once("url="))
                    .map(|(_, url)| url.to_owned()),
            );
        }
    }
    found
}

fn is_outside(address: &str) -> bool {
    let head = address.split(['/', '?', '#']).next().unwrap();
    address.starts_with("//") || head.contains(':')
}

fn fault(tree: &Tree, page: &str, base: Option<&str>, address: &str) -> Option<&'static str> {
    if is_outside(address) {
        return None;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = decoded(path.split('?').next().unwrap());
    let target = match (path.is_empty(), path.strip_prefix('/')) {
        (true, _) => page.to_owned(),
        (_, Some(_)) => match base.and_then(|base| path.strip_prefix(base)) {
            Some(inside) => joined("", inside)?,
            None => return Some("starts at the root of the host"),
        },
        _ => match joined(page.rsplit_once('/').map_or("", |(folder, _)| folder), &path) {
            Some(target) => target,
            None => return Some("leaves the site"),
        },
    };
    let Some(bytes) = tree.get(&target) else { return Some("is not published") };
    if !target.ends_with(".html") {
        return None; // What a fragment means there is the viewer's business.
    }
    // A text fragment is between the reader's browser and the text.
    let fragment = decoded(fragment.split(":~:").next().unwrap());
    let has = |name: &str| {
        let text = std::str::from_utf8(bytes).unwrap_or("");
        tags(text).iter().any(|tag| tag.values("id").chain(tag.values("name")).any(|id| id == name))
    };
    (!fragment.is_empty() && fragment != "top" && !has(&fragment)).then_some("has no such fragment")
}

/// The output that a path leads to from a folder; a folder means the page in it.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    if path.is_empty()
        || path.ends_with('/')
        || path.ends_with("/..")
        || path.ends_with("/.")
        || matches!(path, "." | "..")
    {
        segments.push("index.html");
    }
    Some(segments.join("/"))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}

fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            rest = after;
            if RAW.contains(&tag.name.as_str()) {
                let close = format!("</{}", tag.name);
                rest = rest.to_ascii_lowercase().find(&close).map_or("", |end| &rest[end..]);
            }
            tags.push(tag);
        }
    }
    tags
}

/// Reads a tag from behind its `<`; returns what is behind its `>`.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (tag, rest.get(1..).unwrap_or(""));
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len())
            .max(1);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => {
                    after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len()))
                }
            };
        }
        tag.attributes.push((name, plain(value)));
    }
}

/// Undoes the entities that are written by templates and bodies.
fn plain(value: &str) -> String {
    let pairs = [
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(value.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

#[test]
fn the_crawler_finds_what_is_broken() {
    let page = "<!-- <a href='x'> --><p id=a><a id='a' href=\"../b/?q#c\">x</a><a href='#a'>y</a><a HREF=/x>z</a><img src='n.png'>";
    let tree = Tree::from([
        ("a/index.html".to_owned(), page.as_bytes().to_vec()),
        ("b/index.html".to_owned(), b"<i name=c></i>".to_vec()),
    ]);
    let broken = [
        "a/index.html: the id `a` is there twice",
        "a/index.html: `/x` starts at the root of the host",
        "a/index.html: `n.png` is not published",
    ];
    assert_eq!(faults(&tree, None), broken);
    assert_eq!(followed(&tree), 4);
}
