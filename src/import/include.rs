//! Texts that are put together from several files, before anything else is read of them.

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
        Kind::Mkdocs => snippets(cx, lines, &[]),
        Kind::Hugo => shortcode::joined(lines),
        Kind::Gitbook => reused(cx, lines, 0),
        Kind::Obsidian => comment::without(cx, lines),
        _ => lines,
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
        let is_code = index < code_ends;
        let line = line.clone();
        let Some(start) = line.text.find("{{#").filter(|at| !line.text[..*at].ends_with('\\')) else {
            out.push(Line::new(line.text.replace("\\{{#", "{{#"), line.number));
            continue;
        };
        let Some(length) = line.text[start..].find("}}") else {
            out.push(line);
            continue;
        };
        let inner = line.text[start + 3..start + length].trim();
        let (command, argument) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let argument = argument.trim();
        let (before, behind) = (&line.text[..start], &line.text[start + length + 2..]);
        match command {
            "title" => {
                cx.title = Some(argument.to_owned());
                cx.log.carried("titles");
                if !(before.trim().is_empty() && behind.trim().is_empty()) {
                    out.push(Line::new(format!("{before}{behind}"), line.number));
                }
                continue;
            }
            "include" | "rustdoc_include" | "playground" | "playpen" | "template" => {}
            _ => {
                cx.log.lost(
                    "values of plugins",
                    cx.path,
                    line.number,
                    format!("`{{{{#{command}}}}}` is not known, and was left as text"),
                );
                out.push(line);
                continue;
            }
        }
        let file = argument.split_whitespace().next().unwrap_or("");
        let (file, part) = match file.split_once(':') {
            Some((file, part)) => (file, Some(part)),
            None => (file, None),
        };
        let path = paths::join(folder, file);
        let text = path.as_deref().and_then(|path| cx.book.text(path));
        let (Some(path), Some(text)) = (path, text) else {
            cx.log.lost(
                "includes",
                cx.path,
                line.number,
                format!("`{file}` could not be included: it is not in the book"),
            );
            out.push(line);
            continue;
        };
        if stack.len() > MAX_DEPTH || stack.contains(&path) || cx.budget == 0 {
            cx.log.lost(
                "includes",
                cx.path,
                line.number,
                format!("`{file}` was not included: it includes itself, or becomes too long"),
            );
            out.push(line);
            continue;
        }
        if command == "template" {
            cx.log.remark(cx.path, line.number, "the values of `{{#template}}` were not filled in");
        }
        cx.log.carried("includes");
        let made: Vec<Line> =
            selected(&text, part).into_iter().map(|text| Line::new(text, line.number)).collect();
        cx.budget = cx.budget.saturating_sub(made.len());
        let inner = [stack, std::slice::from_ref(&path)].concat();
        let mut made = mdbook(cx, made, paths::folder(&path), &inner);
        if matches!(command, "playground" | "playpen") && !is_code {
            // It is code wherever it stands.
            made.insert(0, Line::new("```rust".to_owned(), line.number));
            made.push(Line::new("```".to_owned(), line.number));
        }
        if let Some(first) = made.first_mut() {
            first.text.insert_str(0, before);
        }
        if let Some(last) = made.last_mut() {
            last.text.push_str(behind);
        }
        out.extend(made);
    }
    out
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
