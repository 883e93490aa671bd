//! The HTML of a chapter, moved into a document of many.
//!
//! The one place that reads HTML of ours again. What has to change (ids and what refers to them, links,
//! the level of headings) stands in finished bodies, in views of ladders, and in HTML that authors wrote;
//! it is found as a browser finds it, tag by tag.

use std::ops::Range;

use crate::document::html::{self, Attribute, Tag, UrlKind};

/// Where to, and how.
pub(super) struct Move<'a> {
    /// What ids begin with.
    pub(super) name: &'a str,
    /// How many levels headings go down.
    pub(super) down: u8,
    /// The address of what an address leads to, when that is in the document.
    pub(super) address: &'a dyn Fn(&str) -> Option<String>,
}

/// Attributes that hold an id of the same page.
const ID: [&str; 8] =
    ["id", "for", "form", "list", "popovertarget", "commandfor", "aria-activedescendant", "anchor"];
/// Attributes that hold several, with white space between.
const IDS: [&str; 8] = [
    "headers",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];
/// Elements whose `name` must be their own in a page, or would join them to others.
const NAMED: [&str; 4] = ["a", "map", "input", "details"];

/// Writes a chapter's HTML at the end of `out`.
pub(super) fn moved(html: &str, to: &Move<'_>, out: &mut String) {
    let mut copied = 0;
    for tag in html::tags(html) {
        end_tags(&html[copied..tag.start], to, out);
        copied = tag.start;
        let mut changes = changes(&tag, to);
        changes.sort_unstable_by_key(|(range, _)| range.start);
        for (range, text) in changes {
            if range.start < copied {
                continue; // An attribute that is both: the first change counts.
            }
            out.push_str(&html[copied..range.start]);
            out.push_str(&text);
            copied = range.end;
        }
        out.push_str(&html[copied..tag.end]);
        copied = tag.end;
    }
    end_tags(&html[copied..], to, out);
}

/// What has to change in a tag.
fn changes(tag: &Tag<'_>, to: &Move<'_>) -> Vec<(Range<usize>, String)> {
    let mut changes = Vec::new();
    if let Some(level) = heading(tag.name) {
        changes
            .push((tag.start + 1..tag.start + 1 + tag.name.len(), format!("h{}", lowered(level, to.down))));
    }
    for attribute in tag.attributes().filter(|attribute| !attribute.value.is_empty()) {
        let is = |names: &[&str]| names.iter().any(|name| attribute.name.eq_ignore_ascii_case(name));
        let is_name = is(&["name"]) && NAMED.iter().any(|name| tag.is(name));
        if is(&ID) || is_name {
            changes.push((attribute.value_range.clone(), prefixed(attribute.value, to.name)));
        } else if is(&IDS) {
            let ids: Vec<String> =
                attribute.value.split_ascii_whitespace().map(|id| prefixed(id, to.name)).collect();
            changes.push((attribute.value_range.clone(), quoted_if_bare(&attribute, ids.join(" "))));
        } else if is(&["usemap"]) {
            let id = attribute.value.trim_start_matches('#');
            changes.push((attribute.value_range.clone(), format!("#{}", prefixed(id, to.name))));
        } else if let Some(value) = with_references(attribute.value, to.name) {
            changes.push((attribute.value_range.clone(), value));
        }
    }
    for url in html::url_attributes(tag) {
        // `use` of SVG refers to a place of the page, though it is no link.
        if (url.kind == UrlKind::Link || url.url.starts_with('#'))
            && let Some(address) = (to.address)(url.url)
        {
            changes.push((url.url_range, address));
        }
    }
    changes
}

/// A value that refers to places of the page as CSS and SVG do, `url(#id)`; nothing if it does not.
fn with_references(value: &str, name: &str) -> Option<String> {
    let mut changed = String::new();
    let mut copied = 0;
    for (at, start) in value.match_indices("url(") {
        let behind = at + start.len();
        let quote = ["'", "\"", "&quot;", "&apos;", "&#39;", "&#x27;"]
            .iter()
            .find(|quote| value[behind..].starts_with(**quote));
        let id = behind + quote.map_or(0, |quote| quote.len());
        if value[id..].starts_with('#') {
            changed.push_str(&value[copied..=id]);
            changed.push_str(&prefixed("", name));
            copied = id + 1;
        }
    }
    changed.push_str(&value[copied..]);
    (copied > 0).then_some(changed)
}

/// An id with the name of its chapter before it, as it is written in an attribute.
fn prefixed(id: &str, name: &str) -> String {
    let mut prefixed = String::new();
    html::escape_attribute(name, &mut prefixed);
    prefixed.push(':');
    prefixed.push_str(id);
    prefixed
}

/// Several ids need quotes; an attribute without any holds one.
fn quoted_if_bare(attribute: &Attribute<'_>, ids: String) -> String {
    let is_quoted = attribute.range.end > attribute.value_range.end;
    if is_quoted || !ids.contains(' ') { ids } else { format!("\"{ids}\"") }
}

/// Copies text without start tags, with the end tags of headings lowered.
fn end_tags(text: &str, to: &Move<'_>, out: &mut String) {
    let mut copied = 0;
    for (at, _) in text.match_indices("</") {
        if let Some(level) = text.get(at + 2..at + 4).and_then(heading) {
            out.push_str(&text[copied..at]);
            out.push_str(&format!("</h{}", lowered(level, to.down)));
            copied = at + 4;
        }
    }
    out.push_str(&text[copied..]);
}

/// The level of a heading element.
fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn lowered(level: u8, down: u8) -> u8 {
    level.saturating_add(down).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_document(html: &str) -> String {
        let address = |url: &str| match url {
            "../b/" => Some("#p:b".to_owned()),
            "#here" => Some("#p:a:here".to_owned()),
            _ => None,
        };
        let mut out = String::new();
        moved(html, &Move { name: "p:a", down: 2, address: &address }, &mut out);
        out
    }

    #[test]
    fn ids_and_what_refers_to_them_move_together() {
        for (before, after) in [
            (r#"<h2 id="x">X</h2>"#, r#"<h4 id="p:a:x">X</h4>"#),
            (
                r##"<h6 id=x>X <a href="#here">#</a></h6>"##,
                r##"<h6 id=p:a:x>X <a href="#p:a:here">#</a></h6>"##,
            ),
            ("<label for='x'>X</label>", "<label for='p:a:x'>X</label>"),
            ("<p aria-labelledby=\"x y\">", "<p aria-labelledby=\"p:a:x p:a:y\">"),
            ("<td headers=\" x\ny\">", "<td headers=\"p:a:x p:a:y\">"),
            ("<a name=x></a><input name=r><p name=x>", "<a name=p:a:x></a><input name=p:a:r><p name=x>"),
            (
                "<path fill='url(#g)' style=\"mask: url('#m') , url(#n)\"><use href=x.svg#g><a title='url(x)'>",
                "<path fill='url(#p:a:g)' style=\"mask: url('#p:a:m') , url(#p:a:n)\"><use href=x.svg#g><a title='url(x)'>",
            ),
            ("<img usemap='#m'><map name=m>", "<img usemap='#p:a:m'><map name=p:a:m>"),
        ] {
            assert_eq!(in_document(before), after);
        }
    }

    #[test]
    fn only_links_into_the_document_change() {
        for (before, after) in [
            (
                r#"<a href="../b/">B</a> <a href="../c/">C</a>"#,
                r##"<a href="#p:b">B</a> <a href="../c/">C</a>"##,
            ),
            (r#"<img src="../b/">"#, r#"<img src="../b/">"#),
            (r#"<a href="https://example.org/#here">x</a>"#, r#"<a href="https://example.org/#here">x</a>"#),
        ] {
            assert_eq!(in_document(before), after);
        }
    }

    #[test]
    fn what_looks_like_a_tag_and_is_none_stays() {
        let html = "<!-- <h2 id=x> --><textarea><h2 id=x></textarea><p title=\"<h2>\">&lt;h2&gt;</p>";
        assert_eq!(in_document(html), html);
    }
}
