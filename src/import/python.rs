//! What extensions of Python's Markdown put around blocks: boxes of indented lines, blocks between slashes,
//! Markdown in HTML.

use super::alert::{alert, details, is_kind, tab, trimmed};
use super::block::{Line, nested};
use super::fence::fence_end;
use super::page::Cx;
use super::{inline, tag};

/// A block that begins with the first line.
pub(super) fn block(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    indented_box(cx, lines, depth)
        .or_else(|| between_slashes(cx, lines, depth))
        .or_else(|| in_html(cx, lines, depth))
}

/// `!!! note "Title"`, `??? tip`, `=== "Tab"`: what is indented below belongs to it.
fn indented_box(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    let indent = &first.text[..first.text.len() - text.len()];
    let mark =
        ["!!!", "???+", "???", "===!", "===+", "==="].into_iter().find(|mark| text.starts_with(mark))?;
    let rest = text[mark.len()..].trim();
    if !text[mark.len()..].starts_with(' ') || rest.is_empty() {
        return None;
    }
    let is_tab = mark.starts_with("===");
    if is_tab && !rest.starts_with(['"', '\'']) {
        return None;
    }
    let end = 1 + lines[1..]
        .iter()
        .take_while(|line| {
            line.text.trim().is_empty() || inner_indent(&line.text) >= inner_indent(indent) + 2
        })
        .count();
    let margin = lines[1..end]
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .map(|line| inner_indent(&line.text))
        .min()
        .unwrap_or(0);
    let inner: Vec<Line> =
        lines[1..end].iter().map(|line| Line::new(outdented(&line.text, margin), line.number)).collect();
    let inner = nested(cx, &trimmed(inner), depth + 1);
    let values = tag::values(rest);
    let made = if is_tab {
        cx.log.carried("tabs");
        tab(values.first().map_or("", |(_, title)| title.as_str()), indent, inner, first.number)
    } else {
        let kind = rest.split([' ', '"']).next().unwrap_or("note").to_owned();
        let title = rest.find('"').map(|at| rest[at..].trim_matches('"').to_owned());
        match mark {
            "!!!" => {
                cx.log.carried("boxes");
                alert(&kind, title.as_deref(), indent, inner, first.number)
            }
            mark => {
                cx.log.carried("parts that open");
                let title = title.unwrap_or_else(|| inline::capital(&kind));
                details(&title, mark.ends_with('+'), indent, inner, first.number)
            }
        }
    };
    let blank = lines[1..end].iter().rev().take_while(|line| line.text.trim().is_empty()).count();
    Some((end - blank, made))
}

fn inner_indent(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

fn outdented(line: &str, by: usize) -> String {
    let mut left = by;
    let start = line.char_indices().find(|(_, c)| {
        let width = match c {
            ' ' => 1,
            '\t' => 4,
            _ => return true,
        };
        if left == 0 {
            return true;
        }
        left = left.saturating_sub(width);
        false
    });
    start.map_or(String::new(), |(at, _)| line[at..].to_owned())
}

/// Lines without what all of them are indented by.
fn flush(lines: Vec<Line>) -> Vec<Line> {
    let full = lines.iter().filter(|line| !line.text.trim().is_empty());
    let margin = full.map(|line| inner_indent(&line.text)).min().unwrap_or(0);
    lines.into_iter().map(|line| Line::new(outdented(&line.text, margin), line.number)).collect()
}

/// `/// note | Title` to `///`, with options in indented lines; more slashes stand around fewer.
fn between_slashes(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    let indent = &first.text[..first.text.len() - text.len()];
    let slashes = text.bytes().take_while(|byte| *byte == b'/').count();
    let head = text[slashes..].strip_prefix(' ').filter(|_| slashes >= 3)?;
    let (name, title) = head.split_once('|').unwrap_or((head, ""));
    let (name, title) = (name.trim(), title.trim());
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '>' | '<' | ' ' | '^'));
    let closes = |line: &Line| {
        let text = line.text.trim();
        text.len() == slashes && text.bytes().all(|byte| byte == b'/')
    };
    let mut length = 1;
    while !closes(lines.get(length)?) {
        length = fence_end(lines, length).unwrap_or(length + 1);
    }
    if !is_name || name.is_empty() {
        return None;
    }
    let options: Vec<&str> = lines[1..length]
        .iter()
        .map(|line| line.text.as_str())
        .take_while(|text| inner_indent(text) >= inner_indent(indent) + 4)
        .collect();
    let option = |key: &str| {
        let all = options.iter().filter_map(|line| line.trim().split_once(':'));
        all.filter(|(name, _)| *name == key).map(|(_, value)| value.trim().to_owned()).next()
    };
    let inner = flush(trimmed(lines[1 + options.len()..length].to_vec()));
    let inner = nested(cx, &inner, depth + 1);
    let number = first.number;
    let made = match name.split([' ', '-']).next().unwrap_or(name) {
        "caption" | "figure" | "table" => {
            cx.log.carried("captions");
            caption(indent, inner)
        }
        "details" => {
            cx.log.carried("parts that open");
            let is_open = option("open").is_some_and(|value| value == "true" || value == "True");
            details(if title.is_empty() { "Details" } else { title }, is_open, indent, inner, number)
        }
        "tab" => {
            cx.log.carried("tabs");
            tab(title, indent, inner, number)
        }
        "admonition" => {
            cx.log.carried("boxes");
            alert(&option("type").unwrap_or_default(), Some(title), indent, inner, number)
        }
        name if is_kind(name) => {
            cx.log.carried("boxes");
            alert(name, Some(title), indent, inner, number)
        }
        "html" => inner,
        name => {
            let message =
                format!("the block `{name}` between slashes is not known; what stands in it is shown");
            cx.log.lost("blocks between slashes", cx.path, number, message);
            inner
        }
    };
    Some((length + 1, made))
}

/// What a picture or a table is called: emphasis, where it is one line of plain words.
fn caption(indent: &str, mut inner: Vec<Line>) -> Vec<Line> {
    if let [line] = &mut inner[..]
        && !line.text.contains(['*', '_'])
    {
        line.text = format!("{indent}*{}*", line.text.trim());
    }
    inner
}

/// `<div markdown>` to `</div>`: blank lines around what stands in it make it Markdown.
fn in_html(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    let indent = &first.text[..first.text.len() - text.len()];
    let length = text.strip_prefix('<')?.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = &text[1..=length];
    let head_end = tag_end(text)?;
    let head = without_markdown(&text[..head_end])?;
    let number = first.number;
    let Some((last, at)) = closing(lines, name, indent.len() + head_end) else {
        let message = format!("`<{name} markdown>` never ends, so what stands in it is no Markdown");
        cx.log.lost("Markdown in HTML", cx.path, number, message);
        return None;
    };
    let close = &lines[last].text;
    let behind = close[at..].split_once('>').map_or("", |(_, behind)| behind);
    let mut inner: Vec<Line> = lines[..=last].to_vec();
    inner[last].text.truncate(at);
    inner[0].text.replace_range(..indent.len() + head_end, "");
    if last > 0 && inner[0].text.trim().is_empty() {
        inner.remove(0);
    }
    let inner = nested(cx, &trimmed(flush(trimmed(inner))), depth + 1);
    cx.log.carried("Markdown in HTML");
    let is_text = matches!(name.to_lowercase().as_str(), "p" | "span");
    let mut made = Vec::new();
    if !is_text {
        made.extend([Line::new(format!("{indent}{head}"), number), Line::new(String::new(), number)]);
    }
    for line in inner {
        // What follows such a line without a blank one would belong to it.
        let text = line.text.trim();
        let is_whole = text.ends_with("</summary>") || text.ends_with("</figcaption>");
        let text = if text.is_empty() { String::new() } else { format!("{indent}{}", line.text) };
        made.push(Line::new(text, line.number));
        if is_whole {
            made.push(Line::new(String::new(), line.number));
        }
    }
    while made.last().is_some_and(|line| line.text.is_empty()) {
        made.pop();
    }
    if !is_text {
        let end = lines[last].number;
        made.extend([Line::new(String::new(), end), Line::new(format!("{indent}</{name}>"), end)]);
    }
    if !behind.trim().is_empty() {
        made.extend([
            Line::new(String::new(), number),
            Line::new(format!("{indent}{}", behind.trim()), number),
        ]);
    }
    Some((last + 1, made))
}

/// Where an opening tag ends, with its `>`.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return Some(at + 1),
            None => {}
        }
    }
    None
}

/// A tag without its attribute `markdown`; `None` when it has none.
fn without_markdown(tag: &str) -> Option<String> {
    let mut from = 0;
    loop {
        let at = from + tag[from..].find("markdown")?;
        from = at + "markdown".len();
        let is_outside = tag[..at].ends_with([' ', '\t']) && tag[..at].matches('"').count().is_multiple_of(2);
        let rest = &tag[from..];
        let rest = match rest.strip_prefix('=') {
            None => rest,
            Some(value) => match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
                None => &value[value.find([' ', '\t', '>', '/']).unwrap_or(value.len())..],
            },
        };
        if is_outside && rest.starts_with([' ', '\t', '>', '/']) {
            return Some(format!("{}{}", tag[..at].trim_end(), if rest.trim() == ">" { ">" } else { rest }));
        }
    }
}

/// The line and the byte of the end of a tag that begins on the first line, before `from`.
fn closing(lines: &[Line], name: &str, from: usize) -> Option<(usize, usize)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 1;
    let mut at = 0;
    while at < lines.len() {
        if at > 0
            && let Some(end) = fence_end(lines, at)
        {
            at = end;
            continue;
        }
        let text = lines[at].text.as_str();
        let mut here = if at == 0 { from } else { 0 };
        while let Some(found) = text[here..].find('<').map(|found| found + here) {
            let rest = &text[found..];
            if rest.starts_with(&close) {
                depth -= 1;
                if depth == 0 {
                    return Some((at, found));
                }
            } else if rest.strip_prefix(&open).is_some_and(|rest| rest.starts_with([' ', '>', '\t'])) {
                depth += 1;
            }
            here = found + 1;
        }
        at += 1;
    }
    None
}
