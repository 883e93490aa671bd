//! Within a line: links, and what stands between letters.

use std::ops::Range;

use super::links::Link;
use super::page::Cx;
use super::{Kind, block::Line, gitbook, mdx, obsidian, shortcode};

/// Converts a line that is no code; `None` when nothing is left of it.
pub(super) fn convert(cx: &mut Cx<'_>, line: &Line) -> Option<String> {
    if line.text.trim().is_empty() {
        return Some(line.text.clone());
    }
    if line.text.starts_with("    ")
        && !line.text.contains("](")
        && !line.text.trim_start().starts_with(['-', '*', '+', '<', '!', '{'])
    {
        // Most likely a block of code, or text of a list, with no link in it.
        return Some(line.text.clone());
    }
    let mut text = line.text.clone();
    match cx.kind {
        Kind::Mkdocs => text = mkdocs(cx, text, line.number)?,
        Kind::Docusaurus => text = mdx::line(cx, &text, line.number)?,
        _ => {}
    }
    text = outside_code(&text, |part| match cx.kind {
        Kind::Hugo => shortcode::inline(cx, part, line.number),
        Kind::Gitbook => gitbook::inline(cx, part, line.number),
        Kind::Obsidian => obsidian::inline(cx, part, line.number),
        Kind::Mkdocs => keys_and_marks(cx, part),
        Kind::Mdbook | Kind::Docusaurus => part.to_owned(),
    });
    if cx.kind == Kind::Obsidian {
        text = obsidian::anchor(cx, text);
    }
    if cx.kind == Kind::Hugo {
        text = shortcode::shown(&text);
    }
    text = outside_code(&text, |part| addresses(cx, part, line.number));
    Some(definition(cx, text))
}

/// Applies a change to the parts of a line that are no code.
pub(super) fn outside_code(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut from = 0;
    for span in code_spans(text) {
        out.push_str(&change(&text[from..span.start]));
        out.push_str(&text[span.clone()]);
        from = span.end;
    }
    out.push_str(&change(&text[from..]));
    out
}

/// The bytes of a line that are code, with the marks around it.
pub(super) fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('`').map(|at| from + at) {
        let length = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        let marks = &text[start..start + length];
        let mut after = start + length;
        let end = loop {
            match text[after..].find(marks) {
                None => break None,
                Some(at) => {
                    let at = after + at;
                    let run = text[at..].bytes().take_while(|byte| *byte == b'`').count();
                    if run == length {
                        break Some(at + run);
                    }
                    after = at + run;
                }
            }
        };
        // Marks without a second one are text, and code may follow them.
        from = end.unwrap_or(start + length);
        spans.extend(end.map(|end| start..end));
    }
    spans
}

/// Rewrites what links and images of a text lead to.
pub(super) fn addresses(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let inline = rest.find("](").map(|at| at + 2);
        let attribute = ["src=\"", "href=\""]
            .iter()
            .filter_map(|name| {
                let at = rest.find(name)?;
                rest[..at].ends_with([' ', '\t']).then_some(at + name.len())
            })
            .min();
        let start = match (inline, attribute) {
            (None, None) => break,
            (Some(at), None) | (None, Some(at)) => at,
            (Some(a), Some(b)) => a.min(b),
        };
        out.push_str(&rest[..start]);
        let is_attribute = Some(start) == attribute;
        rest = &rest[start..];
        let end = if is_attribute { rest.find('"') } else { target_end(rest) };
        let Some(end) = end else { break };
        let (target, is_pointed) = match rest[..end].strip_prefix('<') {
            Some(inner) if !is_attribute => (inner.trim_end_matches('>'), true),
            _ => (&rest[..end], false),
        };
        let href = cx.relinked(target, number);
        if is_pointed && href == target {
            out.push_str(&rest[..end]);
        } else if is_pointed && href.contains(' ') {
            out.push_str(&format!("<{href}>"));
        } else {
            out.push_str(&href);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Where the target of an inline link ends: before a title or the closing bracket.
fn target_end(text: &str) -> Option<usize> {
    if text.starts_with('<') {
        return text.find('>').map(|end| end + 1);
    }
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            // A title follows; spaces elsewhere are no link, but people write them.
            ' ' | '\t' => {
                let rest = text[at..].trim_start();
                if rest.starts_with(['"', '\'', '(']) || rest.starts_with(')') {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// `[name]: target "title"`.
fn definition(cx: &mut Cx<'_>, text: String) -> String {
    let trimmed = text.trim_start();
    if !trimmed.starts_with('[') || trimmed.starts_with("[^") || text.len() - trimmed.len() > 3 {
        return text;
    }
    let Some(end) = trimmed.find("]:") else { return text };
    let is_name = !trimmed[1..end].contains(['[', ']']);
    let rest = trimmed[end + 2..].trim_start();
    let length = match rest.starts_with('<') {
        true => rest.find('>').map_or(0, |end| end + 1),
        false => rest.find(char::is_whitespace).unwrap_or(rest.len()),
    };
    let (target, behind) = rest.split_at(length);
    let pointed = target.strip_prefix('<').and_then(|target| target.strip_suffix('>'));
    if !is_name || target.is_empty() {
        return text;
    }
    let Link::To(href) = cx.link(pointed.unwrap_or(target)) else { return text };
    cx.log.carried("links");
    let href = if pointed == Some(&href) { target.to_owned() } else { href };
    format!("{}{} {href}{behind}", &text[..text.len() - trimmed.len()], &trimmed[..end + 2])
}

/// What Python's Markdown has that stands on a line: lists of attributes, abbreviations, a table of contents.
fn mkdocs(cx: &mut Cx<'_>, text: String, number: usize) -> Option<String> {
    let trimmed = text.trim();
    if trimmed == "[TOC]" || trimmed == "[[TOC]]" {
        cx.log.carried("tables of contents");
        return None;
    }
    if trimmed.starts_with("*[") && trimmed.contains("]:") {
        cx.log.lost("abbreviations", cx.path, number, format!("the abbreviation `{trimmed}` was left out"));
        return None;
    }
    let has_attributes = ["attr_list", "extra", "pymdownx.extra"];
    if !cx.links.has_extension(&has_attributes) {
        return Some(text);
    }
    Some(attributes(cx, &text, number))
}

/// `{: #id .class }` behind a heading, a link, a picture or a paragraph.
pub(super) fn attributes(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let is_heading = text.starts_with('#');
    let mut out = String::new();
    let mut rest = text;
    let mut ticks = 0;
    while let Some(close) = rest.find('}') {
        let Some(start) = rest[..close].rfind('{') else {
            out.push_str(&rest[..=close]);
            rest = &rest[close + 1..];
            continue;
        };
        let length = close - start;
        let inner = rest[start + 1..close].trim().trim_start_matches(':').trim();
        let words = super::tag::values(inner);
        ticks += rest[..start].bytes().filter(|byte| *byte == b'`').count();
        let is_list = !words.is_empty()
            && is_place_of_attributes(&rest[..start], out.is_empty(), text)
            && words.iter().all(|(key, value)| match key {
                Some(key) => {
                    key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '@' | '_'))
                }
                None => value.len() > 1 && value.starts_with(['.', '#']) && !value.contains(['{', '%', '/']),
            })
            && ticks.is_multiple_of(2);
        if !is_list {
            ticks += inner.bytes().filter(|byte| *byte == b'`').count();
            out.push_str(&rest[..=close]);
            rest = &rest[close + 1..];
            continue;
        }
        let id = words.iter().find_map(|(key, value)| match key.as_deref() {
            None => value.strip_prefix('#'),
            Some("id") => Some(value),
            Some(_) => None,
        });
        match id {
            Some(id) if is_heading => {
                out.push_str(&format!("{} {{#{id}}}", rest[..start].trim_end()));
                cx.log.carried("anchors");
            }
            Some(id) => {
                out.push_str(&format!("{}<a id=\"{id}\"></a>", &rest[..start]));
                cx.log.carried("anchors");
            }
            None => {
                out.push_str(rest[..start].trim_end());
                let only_looks = words.iter().all(|(key, value)| {
                    matches!(
                        key.as_deref(),
                        Some("width" | "height" | "align" | "loading" | "style" | "target" | "title")
                    ) || value.starts_with('.')
                });
                if only_looks {
                    cx.log.counts.entry("attributes for looks").or_default().lost += 1;
                } else {
                    cx.log.lost(
                        "attributes",
                        cx.path,
                        number,
                        format!("the attributes `{{{inner}}}` were left out"),
                    );
                }
            }
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

/// Whether attributes may stand behind `before`: behind something in a line, on a line of their own, at the
/// end of a heading or of a cell.
fn is_place_of_attributes(before: &str, is_first: bool, line: &str) -> bool {
    match before.chars().next_back() {
        None => is_first,
        Some(' ' | '\t') => {
            let is_alone = is_first && before.trim().is_empty();
            is_alone || line.starts_with('#') || line.trim_start().starts_with('|') || before.ends_with(") ")
        }
        Some(last) => matches!(last, ')' | ']' | '*' | '_' | '`' | '>' | '=' | '^' | '~' | '+' | ':'),
    }
}

/// `++ctrl+c++`, `==marked==`, `^^new^^`, `:material-icon:`, as far as the book has extensions for them.
fn keys_and_marks(cx: &mut Cx<'_>, text: &str) -> String {
    let mut text = text.to_owned();
    if cx.links.has_extension(&["pymdownx.keys"]) {
        text = keys(cx, &text);
    }
    if cx.links.has_extension(&["pymdownx.mark"]) {
        text = marks(cx, &text);
    }
    if cx.links.has_extension(&["pymdownx.caret"]) {
        text = between(&text, "^^", |inner| {
            cx.log.carried("marked texts");
            Some(format!("<ins>{inner}</ins>"))
        });
    }
    icons(cx, &text)
}

/// `++ctrl+c++`.
fn keys(cx: &mut Cx<'_>, text: &str) -> String {
    between(text, "++", |inner| {
        let is_keys =
            !inner.contains(' ') && inner.chars().all(|c| c.is_alphanumeric() || "+-\"_".contains(c));
        is_keys.then(|| {
            cx.log.carried("keys");
            let keys: Vec<String> = inner
                .split('+')
                .map(|key| format!("<kbd>{}</kbd>", capital(key.trim_matches('"'))))
                .collect();
            keys.join("+")
        })
    })
}

/// `==marked==`.
pub(super) fn marks(cx: &mut Cx<'_>, text: &str) -> String {
    between(text, "==", |inner| {
        cx.log.carried("marked texts");
        Some(format!("<mark>{inner}</mark>"))
    })
}

/// Replaces what stands between two equal marks, close to both. Marks in addresses are none.
pub(super) fn between(text: &str, mark: &str, mut change: impl FnMut(&str) -> Option<String>) -> String {
    let addresses = address_spans(text);
    let next = |mut from: usize| loop {
        let at = from + text.get(from..)?.find(mark)?;
        let span = addresses.partition_point(|span| span.end <= at);
        match addresses.get(span).filter(|span| span.contains(&at)) {
            Some(span) => from = span.end,
            None => return Some(at),
        }
    };
    let mut out = String::new();
    let mut done = 0;
    let mut found = next(0);
    while let Some(start) = found {
        let from = start + mark.len();
        let end = next(from);
        let inner = end.map(|end| &text[from..end]).filter(|inner| {
            let same = mark.chars().next().expect("marks are not empty");
            !inner.is_empty() && !inner.starts_with([' ', same]) && !inner.ends_with([' ', same])
        });
        out.push_str(&text[done..start]);
        match (inner.and_then(&mut change), end) {
            (Some(made), Some(end)) => {
                out.push_str(&made);
                done = end + mark.len();
                found = next(done);
            }
            _ => {
                out.push_str(mark);
                done = from;
                found = end;
            }
        }
    }
    out + &text[done..]
}

/// The bytes of a text that are addresses: the targets of links, and what has a scheme.
fn address_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(at) = ["](", "://"].iter().filter_map(|mark| text[from..].find(mark)).min() {
        let start = from + at;
        let inner = start + 2;
        from = text[inner..].find([' ', ')', '>', '"']).map_or(text.len(), |end| inner + end);
        spans.push(start..from);
    }
    spans
}

/// Names of icons go: there is no picture for them.
fn icons(cx: &mut Cx<'_>, text: &str) -> String {
    const SETS: [&str; 4] = [":material-", ":fontawesome-", ":octicons-", ":simple-"];
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = SETS.iter().filter_map(|set| rest.find(set)).min() {
        let name = &rest[start + 1..];
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
        if !name[end..].starts_with(':') {
            out.push_str(&rest[..=start]);
            rest = name;
            continue;
        }
        cx.log.counts.entry("icons").or_default().lost += 1;
        out.push_str(&rest[..start]);
        rest = name[end + 1..].strip_prefix(' ').unwrap_or(&name[end + 1..]);
    }
    out.push_str(rest);
    out
}

/// With a capital letter at the beginning.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
