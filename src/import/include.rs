//! Texts that are put together from several files, before anything else is read of them.

use std::ops::Range;

use super::block::Line;
use super::fence::fence_end;
use super::page::Cx;
use super::tag::{self, Braces};
use super::{Kind, comment, front, paths, shortcode};

/// Files that are being included, the outermost first.
type Stack<'a> = &'a [String];

/// How deep files may include each other.
const MAX_DEPTH: usize = 8;
/// By how many lines a page may grow.
pub(super) const MAX_LINES: usize = 100_000;

/// Puts included files in their places, and takes out what is only for authors.
pub(super) fn expand(cx: &mut Cx<'_>, lines: Vec<Line>) -> Vec<Line> {
    let folder = paths::folder(cx.path).to_owned();
    match cx.kind {
        Kind::Mdbook => {
            let stack = [cx.path.to_owned()];
            mdbook(cx, lines, &folder, &stack)
        }
        Kind::Mkdocs => {
            let lines = snippets(cx, lines, &[]);
            comment::without(cx, lines)
        }
        Kind::Hugo => comment::without(cx, shortcode::joined(lines)),
        Kind::Gitbook => {
            let lines = reused(cx, lines, 0);
            comment::without(cx, lines)
        }
        Kind::Obsidian | Kind::Docusaurus => comment::without(cx, lines),
    }
}

/// `{{#include file:anchor}}` and its like, anywhere in a line.
fn mdbook(cx: &mut Cx<'_>, lines: Vec<Line>, folder: &str, stack: Stack<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut code_ends = 0;
    for (index, line) in lines.iter().enumerate() {
        if index >= code_ends {
            code_ends = fence_end(&lines, index).unwrap_or(0);
        }
        let mut made = vec![Line::new(String::new(), line.number)];
        let mut has_title = false;
        let mut rest = line.text.as_str();
        while let Some((range, directive)) = directive(rest) {
            append(&mut made, &rest[..range.start]);
            let whole = &rest[range.clone()];
            rest = &rest[range.end..];
            match directive.split_once(char::is_whitespace).unwrap_or((directive, "")) {
                ("", _) => append(&mut made, &whole[1..]),
                ("title", title) => {
                    cx.title = Some(title.trim().to_owned());
                    cx.log.carried("titles");
                    has_title = true;
                }
                (command, argument) => {
                    let is_code = index < code_ends;
                    match included(cx, (command, argument.trim()), is_code, line.number, (folder, stack)) {
                        Some(lines) => join(&mut made, lines),
                        None => append(&mut made, whole),
                    }
                }
            }
        }
        append(&mut made, rest);
        if !has_title || made.iter().any(|line| !line.text.trim().is_empty()) {
            out.extend(made);
        }
    }
    out
}

/// The first directive of a text, without its braces; empty for a `\{{#` that shows one.
fn directive(text: &str) -> Option<(Range<usize>, &str)> {
    let start = text.find("{{#")?;
    if text[..start].ends_with('\\') {
        return Some((start - 1..start + 3, ""));
    }
    let length = text[start..].find("}}")?;
    Some((start..start + length + 2, text[start + 3..start + length].trim()))
}

/// Adds to the last line.
fn append(lines: &mut [Line], text: &str) {
    lines.last_mut().expect("a line has at least itself").text.push_str(text);
}

/// Adds lines, the first of which goes on with the last one.
fn join(lines: &mut Vec<Line>, more: Vec<Line>) {
    let mut more = more.into_iter();
    append(lines, &more.next().map_or(String::new(), |first| first.text));
    lines.extend(more);
}

/// What a directive is replaced by; `None` when it is left as text.
fn included(
    cx: &mut Cx<'_>,
    (command, argument): (&str, &str),
    is_code: bool,
    number: usize,
    (folder, stack): (&str, Stack<'_>),
) -> Option<Vec<Line>> {
    if !matches!(command, "include" | "rustdoc_include" | "playground" | "playpen" | "template") {
        let message = format!("`{{{{#{command}}}}}` is not known, and was left as text");
        cx.log.lost("values of plugins", cx.path, number, message);
        return None;
    }
    let file = argument.split_whitespace().next().unwrap_or("");
    let (file, part) = file.split_once(':').map_or((file, None), |(file, part)| (file, Some(part)));
    let path = paths::join(folder, file);
    let text = path.as_deref().and_then(|path| cx.book.text(path));
    let (Some(path), Some(text)) = (path, text) else {
        let message = format!("`{file}` could not be included: it is not in the book");
        cx.log.lost("includes", cx.path, number, message);
        return None;
    };
    if stack.len() > MAX_DEPTH || stack.contains(&path) || cx.budget == 0 {
        let message = format!("`{file}` was not included: it includes itself, or becomes too long");
        cx.log.lost("includes", cx.path, number, message);
        return None;
    }
    if command == "template" {
        cx.log.remark(cx.path, number, "the values of `{{#template}}` were not filled in");
    }
    cx.log.carried("includes");
    let made: Vec<Line> = selected(&text, part).into_iter().map(|text| Line::new(text, number)).collect();
    // What is empty counts, too: a line may include it without end.
    cx.budget = cx.budget.saturating_sub(made.len().max(1));
    let inner = [stack, std::slice::from_ref(&path)].concat();
    let mut made = mdbook(cx, made, paths::folder(&path), &inner);
    if matches!(command, "playground" | "playpen") && !is_code {
        // It is code wherever it stands.
        made.insert(0, Line::new("```rust".to_owned(), number));
        made.push(Line::new("```".to_owned(), number));
    }
    Some(made)
}

/// The lines of a file that an include asks for: `2`, `2:10`, `:10`, `2:`, or the name of an anchor.
fn selected(text: &str, part: Option<&str>) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_mark = |line: &str| line.contains("ANCHOR: ") || line.contains("ANCHOR_END: ");
    let plain =
        |lines: &[&str]| lines.iter().filter(|line| !is_mark(line)).map(|line| (*line).to_owned()).collect();
    let Some(part) = part.filter(|part| !part.is_empty()) else { return plain(&lines) };
    let (from, to) = part.split_once(':').unwrap_or((part, part));
    let number =
        |text: &str, usual: usize| if text.is_empty() { Some(usual) } else { text.parse::<usize>().ok() };
    if let (Some(from), Some(to)) = (number(from, 1), number(to, lines.len())) {
        let to = to.min(lines.len());
        return plain(lines.get(from.max(1) - 1..to).unwrap_or(&[]));
    }
    let has = |line: &str, mark: &str| {
        line.split(mark).nth(1).is_some_and(|rest| {
            rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).next() == Some(from)
        })
    };
    let start = lines.iter().position(|line| has(line, "ANCHOR: ")).map_or(0, |at| at + 1);
    let end = lines.iter().position(|line| has(line, "ANCHOR_END: ")).unwrap_or(lines.len());
    plain(lines.get(start..end).unwrap_or(&[]))
}

/// `--8<-- "file"`, and the lines between two bare marks; `;--8<--` shows one.
fn snippets(cx: &mut Cx<'_>, lines: Vec<Line>, stack: Stack<'_>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut is_listing = false;
    for line in lines {
        let text = line.text.trim();
        let mark = ["--8<--", "-8<-"].into_iter().find(|mark| text.starts_with(mark));
        if let Some(rest) = text.strip_prefix(";--8<--") {
            out.push(Line::new(format!("--8<--{rest}"), line.number));
            continue;
        }
        let name = match mark {
            Some(mark) if text.len() == mark.len() => {
                is_listing = !is_listing;
                continue;
            }
            Some(mark) => text[mark.len()..].trim().trim_matches(['"', '\'']),
            None if is_listing && !text.is_empty() => text,
            None => match text.strip_prefix("{!").and_then(|rest| rest.strip_suffix("!}")) {
                Some(name) => name.trim(),
                None => {
                    out.push(line);
                    continue;
                }
            },
        };
        if name.starts_with(';') {
            continue;
        }
        let indent = line.text[..line.text.len() - line.text.trim_start().len()].to_owned();
        let (file, part) = name.split_once(':').map_or((name, None), |(file, part)| (file, Some(part)));
        let found =
            ["", "docs", "includes", "snippets", paths::folder(cx.path)].into_iter().find_map(|folder| {
                let path = paths::join(folder, file)?;
                Some((cx.book.text(&path)?, path))
            });
        let is_fit = |path: &String| stack.len() < MAX_DEPTH && !stack.contains(path) && cx.budget > 0;
        let Some((text, path)) = found.filter(|(_, path)| is_fit(path)) else {
            cx.log.lost(
                "includes",
                cx.path,
                line.number,
                format!("`{name}` could not be included: it is not in the book"),
            );
            continue;
        };
        cx.log.carried("includes");
        let made: Vec<Line> = section_of(&text, part)
            .into_iter()
            .map(|text| Line::new(format!("{indent}{text}"), line.number))
            .collect();
        cx.budget = cx.budget.saturating_sub(made.len());
        let inner = [stack, &[path]].concat();
        out.extend(snippets(cx, made, &inner));
    }
    out
}

/// The part of a snippet: lines, or what stands between `--8<-- [start:name]` and its end.
fn section_of(text: &str, part: Option<&str>) -> Vec<String> {
    let Some(part) = part else { return selected(text, None) };
    if part.chars().next().is_some_and(|c| c.is_ascii_digit() || c == ':') {
        return selected(text, Some(part));
    }
    let lines = text.lines();
    let inner = lines.skip_while(|line| !line.contains(&format!("[start:{part}]"))).skip(1);
    inner.take_while(|line| !line.contains(&format!("[end:{part}]"))).map(str::to_owned).collect()
}

/// `{% include "path" %}` on a line of its own: what GitBook calls reusable content.
fn reused(cx: &mut Cx<'_>, lines: Vec<Line>, depth: usize) -> Vec<Line> {
    let root = cx.path.strip_suffix(cx.page).unwrap_or("").trim_end_matches('/').to_owned();
    let mut out = Vec::new();
    let mut code_ends = 0;
    for (index, line) in lines.iter().enumerate() {
        if index >= code_ends {
            code_ends = fence_end(&lines, index).unwrap_or(0);
        }
        let found = tag::alone(&line.text, Braces::Liquid).filter(|tag| tag.name == "include" && !tag.is_end);
        let name = found.as_ref().and_then(|tag| tag.first()).filter(|_| index >= code_ends);
        let text = name.filter(|_| depth < MAX_DEPTH && cx.budget > 0).and_then(|name| {
            let folders = [paths::folder(cx.path), root.as_str(), ""];
            folders.iter().find_map(|folder| cx.book.text(&paths::join(folder, name)?))
        });
        let Some(text) = text else {
            out.push(line.clone());
            continue;
        };
        cx.log.carried("includes");
        let (_, body, _, _) = front::split(&text);
        let made: Vec<Line> = body.lines().map(|text| Line::new(text.to_owned(), line.number)).collect();
        cx.budget = cx.budget.saturating_sub(made.len());
        out.extend(reused(cx, made, depth + 1));
    }
    out
}
