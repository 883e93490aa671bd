//! Lines: what stands between blank lines, in boxes, in tabs, and in code.

use super::alert::{alert, details, is_kind, trimmed};
use super::fence::{self, Fence, fence_end};
use super::page::Cx;
use super::tag::{self, Braces, Tag};
use super::{Kind, gitbook, inline, mdx, obsidian, python, shortcode};

/// How deep boxes may stand in boxes.
const MAX_DEPTH: usize = 20;

/// A line, and the line of the file that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Without the line ending.
    pub(super) text: String,
    /// From one.
    pub(super) number: usize,
}

impl Line {
    /// Makes a line.
    pub(super) fn new(text: String, number: usize) -> Self {
        Self { text, number }
    }
}

/// Converts lines.
pub(super) fn convert(cx: &mut Cx<'_>, lines: &[Line]) -> Vec<Line> {
    nested(cx, lines, 0)
}

/// Converts lines in `depth` boxes.
pub(super) fn nested(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Vec<Line> {
    let split;
    let lines = match braces(cx.kind) {
        Some(braces) if depth == 0 => {
            split = parted(cx.kind, lines, braces);
            &split[..]
        }
        _ => lines,
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(fence) = fence::find(lines, at) {
            code(cx, &lines[at..fence.end], &fence, depth, &mut out);
            at = fence.end;
            continue;
        }
        if depth < MAX_DEPTH
            && let Some((taken, made)) = special(cx, &lines[at..], depth)
        {
            apart(&mut out, made, lines.get(at + taken));
            at += taken;
            continue;
        }
        let line = &lines[at];
        if let Some(text) = inline::convert(cx, line) {
            out.push(Line::new(text, line.number));
        }
        at += 1;
    }
    out
}

/// Adds a block with a blank line before and behind it, where it needs them.
fn apart(out: &mut Vec<Line>, made: Vec<Line>, next: Option<&Line>) {
    let Some(first) = made.first() else { return };
    let number = first.number;
    if out.last().is_some_and(|line| !line.text.trim().is_empty()) {
        out.push(Line::new(String::new(), number));
    }
    let ends_open = made.last().is_some_and(|line| !line.text.trim().is_empty());
    out.extend(made);
    if ends_open && next.is_some_and(|line| !line.text.trim().is_empty()) {
        out.push(Line::new(String::new(), number));
    }
}

/// How the tool writes tags, when it has some.
fn braces(kind: Kind) -> Option<Braces> {
    match kind {
        Kind::Gitbook => Some(Braces::Liquid),
        Kind::Hugo => Some(Braces::Hugo),
        _ => None,
    }
}

/// Gives tags that stand around blocks lines of their own.
fn parted(kind: Kind, lines: &[Line], braces: Braces) -> Vec<Line> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(lines, at) {
            out.extend_from_slice(&lines[at..end]);
            at = end;
            continue;
        }
        let line = &lines[at];
        at += 1;
        if line.text.trim_start().starts_with('|') {
            out.push(line.clone());
            continue;
        }
        let mut rest = line.text.as_str();
        let mut spans = inline::code_spans(rest);
        let mut from = 0;
        while let Some((range, found)) = tag::find(&rest[from..], braces) {
            let range = range.start + from..range.end + from;
            let is_block = match kind {
                Kind::Hugo => shortcode::is_block(&found.name),
                _ => gitbook::is_block(&found.name),
            };
            from = range.end;
            let is_code = spans.iter().any(|span| span.contains(&range.start));
            if !is_block || is_code || rest.trim().len() == range.len() {
                continue;
            }
            if !rest[..range.start].trim().is_empty() {
                out.push(Line::new(rest[..range.start].trim_end().to_owned(), line.number));
            }
            out.push(Line::new(rest[range.clone()].to_owned(), line.number));
            rest = rest[range.end..].trim_start();
            spans = inline::code_spans(rest);
            from = 0;
        }
        if !rest.trim().is_empty() || line.text.trim().is_empty() {
            out.push(Line::new(rest.to_owned(), line.number));
        }
    }
    out
}

/// A block of code: the language stays, what other tools write behind it goes.
fn code(cx: &mut Cx<'_>, lines: &[Line], fence: &Fence<'_>, depth: usize, out: &mut Vec<Line>) {
    let number = lines[0].number;
    let (language, rest) = language(fence.info);
    let inner = &lines[1..lines.len() - usize::from(fence.is_closed)];
    let others = fence.before_others();
    let is_marked = !fence.before.trim().is_empty();
    if cx.kind == Kind::Mdbook && language == "admonish" {
        let inner: Vec<Line> =
            inner.iter().map(|line| Line::new(fence.inside(&line.text).to_owned(), line.number)).collect();
        let mut made = admonished(cx, rest, &inner, depth, number);
        for (index, line) in made.iter_mut().enumerate() {
            line.text.insert_str(0, if index == 0 { fence.before } else { &others });
        }
        if is_marked {
            out.extend(made)
        } else {
            apart(out, made, None)
        }
        return;
    }
    let values = tag::values(rest.trim_matches(['{', '}']));
    let named = |key: &str| {
        values.iter().find(|(name, _)| name.as_deref() == Some(key)).map(|(_, value)| value.clone())
    };
    let mut before = fence.before;
    if let Some(title) = named("title").or_else(|| named("filename")).filter(|title| !title.is_empty()) {
        cx.log.carried("titles of code");
        let titled = vec![
            Line::new(format!("{before}`{}`:", title.replace('`', "'")), number),
            Line::new(others.trim_end().to_owned(), number),
        ];
        if is_marked {
            out.extend(titled)
        } else {
            apart(out, titled, None)
        }
        before = &others;
    }
    let is_rust = cx.kind == Kind::Mdbook && language == "rust";
    out.push(Line::new(format!("{before}{}{language}", fence.marks), number));
    for line in inner {
        let text = fence.inside(&line.text).trim_start();
        if is_rust && (text == "#" || text.starts_with("# ")) {
            cx.log.carried("hidden lines of code");
            continue;
        }
        if cx.kind == Kind::Docusaurus && mdx::is_mark_of_lines(text) {
            cx.log.counts.entry("marks of lines of code").or_default().lost += 1;
            continue;
        }
        let shown = if cx.kind == Kind::Hugo {
            shortcode::shown(&line.text)
        } else if is_rust && text.starts_with("##") {
            line.text.replacen("##", "#", 1)
        } else {
            line.text.clone()
        };
        out.push(Line::new(shown, line.number));
    }
    out.extend(lines.last().filter(|_| fence.is_closed).cloned());
    if language == "mermaid" || language == "plantuml" || language == "dataview" || language == "dataviewjs" {
        cx.log.lost("diagrams and queries", cx.path, number, format!("`{language}` is shown as text"));
    }
}

/// A box of `mdbook-admonish`, without what it stands in.
fn admonished(cx: &mut Cx<'_>, info: &str, inner: &[Line], depth: usize, number: usize) -> Vec<Line> {
    let values = tag::values(info);
    let kind = values.iter().find(|(key, _)| key.is_none()).map_or("note", |(_, value)| value);
    let title = values.iter().find(|(key, _)| key.as_deref() == Some("title"));
    cx.log.carried("boxes");
    let inner = nested(cx, inner, depth + 1);
    alert(kind, title.map(|(_, title)| title.as_str()), "", inner, number)
}

/// The language of a block of code, and what stands behind it.
fn language(info: &str) -> (&str, &str) {
    if let Some(rest) = info.strip_prefix('{') {
        let class = rest.split([' ', '}']).find(|word| word.starts_with('.') && word.len() > 1);
        return (class.map_or("", |class| &class[1..]), rest.trim_end_matches('}'));
    }
    let end = info.find([' ', ',', '{', '\t']).unwrap_or(info.len());
    (&info[..end], info[end..].trim_start_matches([' ', ',']))
}

/// A block of another tool that begins with the first line: how many lines it has, and what it becomes.
fn special(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    match cx.kind {
        Kind::Mkdocs => python::block(cx, lines, depth).or_else(|| fenced_box(cx, lines, depth)),
        Kind::Mdbook => None,
        Kind::Docusaurus => fenced_box(cx, lines, depth).or_else(|| mdx::block(cx, lines, depth)),
        Kind::Hugo => tagged(cx, lines, depth, Braces::Hugo),
        Kind::Gitbook => tagged(cx, lines, depth, Braces::Liquid),
        Kind::Obsidian => obsidian::block(cx, lines, depth),
    }
}

/// `:::note[Title]` to `:::`; more colons stand around fewer.
fn fenced_box(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    let indent = first.text[..first.text.len() - text.len()].to_owned();
    let colons = text.chars().take_while(|c| *c == ':').count();
    let rest = text[colons..].trim();
    if colons < 3 || rest.is_empty() {
        return None;
    }
    let end_of_name =
        rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end_of_name);
    if cx.kind == Kind::Mkdocs && !is_kind(name) {
        // mkdocstrings: the documentation of a module stands here.
        let message = "documentation that is made from source code is not made here";
        cx.log.lost("documentation of code", cx.path, first.number, message);
        let options = lines[1..].iter().take_while(|line| line.text.starts_with("    ")).count();
        return Some((1 + options, Vec::new()));
    }
    let closing = |line: &Line| {
        let text = line.text.trim();
        text.len() == colons && text.chars().all(|c| c == ':')
    };
    let mut depth_of = 1;
    let mut length = None;
    for (index, line) in lines[1..].iter().enumerate() {
        let text = line.text.trim_start();
        let same = text.starts_with(&":".repeat(colons)) && !text.starts_with(&":".repeat(colons + 1));
        if closing(line) {
            depth_of -= 1;
            if depth_of == 0 {
                length = Some(index);
                break;
            }
        } else if same {
            depth_of += 1;
        }
    }
    let length = length?;
    let inner = nested(cx, &trimmed(outdented(&lines[1..=length], &indent)), depth + 1);
    let title = rest.trim().trim_start_matches('[').split([']', '{']).next().unwrap_or("").trim();
    let made = if name == "details" {
        cx.log.carried("parts that open");
        details(if title.is_empty() { "Details" } else { title }, false, &indent, inner, first.number)
    } else {
        cx.log.carried("boxes");
        alert(name, Some(title), &indent, inner, first.number)
    };
    Some((length + 2, made))
}

/// Lines without the indentation of what they stand in.
fn outdented(lines: &[Line], indent: &str) -> Vec<Line> {
    let without = |text: &str| text.strip_prefix(indent).unwrap_or(text).to_owned();
    lines.iter().map(|line| Line::new(without(&line.text), line.number)).collect()
}

/// A tag on a line of its own, with everything up to its end.
fn tagged(cx: &mut Cx<'_>, lines: &[Line], depth: usize, braces: Braces) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let opening = tag::alone(&first.text, braces)?;
    let is_block = if braces == Braces::Hugo {
        shortcode::is_block(&opening.name)
    } else {
        gitbook::is_block(&opening.name)
    };
    if !is_block || opening.is_end {
        return None;
    }
    let indent = first.text[..first.text.len() - first.text.trim_start().len()].to_owned();
    let end = if opening.is_whole { None } else { end_of(lines, &opening, braces) };
    let (inner, taken) = match end {
        Some(end) => (outdented(&lines[1..end], &indent), end + 1),
        None => (Vec::new(), 1),
    };
    let inner = &inner[..];
    let made = match braces {
        Braces::Hugo => shortcode::block(cx, &opening, inner, depth, &indent, first.number),
        Braces::Liquid => gitbook::block(cx, &opening, inner, depth, &indent, first.number),
    }?;
    Some((taken, made))
}

/// The line with the end of a tag.
fn end_of(lines: &[Line], opening: &Tag, braces: Braces) -> Option<usize> {
    let mut open = 0;
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(lines, at) {
            at = end;
            continue;
        }
        if let Some(found) =
            tag::alone(&lines[at].text, braces).filter(|found| found.name == opening.name && !found.is_whole)
        {
            open += if found.is_end { -1 } else { 1 };
            if open == 0 {
                return Some(at);
            }
        }
        at += 1;
    }
    None
}
