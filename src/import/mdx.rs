//! MDX: Markdown with components and scripts in it.

use super::alert::{tab, trimmed};
use super::block::{Line, nested};
use super::fence::fence_end;
use super::page::Cx;
use super::tag;

/// What follows `export` in a script, and does not in a sentence.
const EXPORTED: [&str; 8] = ["const ", "let ", "var ", "function", "default ", "class ", "async ", "{"];

/// The line with the end of an element that begins on the first, and may hold others of its name.
fn end_of(lines: &[Line], name: &str) -> Option<usize> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 0_usize;
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(lines, at) {
            at = end;
            continue;
        }
        let text = lines[at].text.as_str();
        let is_open =
            |(at, _): &(usize, &str)| !text[at + open.len()..].starts_with(|c: char| c.is_alphanumeric());
        let closed = text.matches(&close).count();
        depth = (depth + text.match_indices(&open).filter(is_open).count()).saturating_sub(closed);
        if closed > 0 && depth == 0 {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// A block that begins with the first line.
pub(super) fn block(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    let imported = first.text.strip_prefix("import ").map(str::trim_start);
    if imported
        .is_some_and(|imported| imported.starts_with(['{', '*', '\'', '"']) || text.trim_end().ends_with('{'))
        || (imported.is_some() && [" from '", " from \""].iter().any(|from| text.contains(from)))
    {
        let end = lines.iter().position(|line| {
            line.text.contains(" from ") || line.text.trim_end().ends_with(['\'', '"', ';'])
        });
        let is_known = text.contains("@theme/Tabs")
            || text.contains("@theme/TabItem")
            || text.contains("@theme/CodeBlock");
        if !is_known {
            cx.log.lost("imports", cx.path, first.number, format!("`{}` was left out", text.trim_end()));
        }
        return Some((end.unwrap_or(0) + 1, Vec::new()));
    }
    let exported = first.text.strip_prefix("export ").map(str::trim_start);
    if exported.is_some_and(|exported| EXPORTED.iter().any(|word| exported.starts_with(word))) {
        let end = lines.iter().position(|line| line.text.trim().is_empty()).unwrap_or(lines.len());
        cx.log.lost("scripts", cx.path, first.number, "a script (`export …`) was left out");
        return Some((end, Vec::new()));
    }
    if text.starts_with("<Tabs") {
        let length = end_of(lines, "Tabs")?;
        let from = lines.iter().position(|line| line.text.contains('>')).unwrap_or(0) + 1;
        return Some((length + 1, nested(cx, lines.get(from..length).unwrap_or(&[]), depth + 1)));
    }
    if text.starts_with("<TabItem") {
        let head_end = lines.iter().position(|line| line.text.contains('>'))?;
        let length = end_of(lines, "TabItem")?;
        let head: String = lines[..=head_end].iter().map(|line| format!("{} ", line.text.trim())).collect();
        let (inside, behind) = head.trim_start_matches("<TabItem").split_once('>')?;
        let values = tag::values(inside);
        let named = |name: &str| {
            values
                .iter()
                .find(|(key, _)| key.as_deref() == Some(name))
                .map(|(_, value)| value.trim_matches(['{', '}', '"', '\'']).to_owned())
        };
        let title = named("label").or_else(|| named("value")).unwrap_or_default();
        let mut inner = Vec::new();
        if !behind.trim().is_empty() {
            inner.push(Line::new(
                behind.trim().split("</TabItem>").next().unwrap_or("").to_owned(),
                first.number,
            ));
        }
        inner.extend_from_slice(lines.get(head_end + 1..length).unwrap_or(&[]));
        if length > head_end {
            inner.push(Line::new(
                lines[length].text.split("</TabItem>").next().unwrap_or("").to_owned(),
                lines[length].number,
            ));
        }
        let margin = inner
            .iter()
            .filter(|line| !line.text.trim().is_empty())
            .map(|line| line.text.len() - line.text.trim_start().len())
            .min()
            .unwrap_or(0);
        let inner: Vec<Line> = inner
            .into_iter()
            .map(|line| Line::new(line.text.get(margin..).unwrap_or("").to_owned(), line.number))
            .collect();
        let inner = nested(cx, &trimmed(inner), depth + 1);
        cx.log.carried("tabs");
        return Some((length + 1, tab(&title, "", inner, first.number)));
    }
    None
}

/// A line of MDX; `None` when nothing is left of it.
pub(super) fn line(cx: &mut Cx<'_>, text: &str, number: usize) -> Option<String> {
    let mut text = text.replace(" className=", " class=");
    let is_heading = text.starts_with('#');
    text = super::inline::outside_code(&text, |part| expressions(cx, part, is_heading, number));
    if let Some(name) = component(&text) {
        cx.log.lost(
            "components",
            cx.path,
            number,
            format!("the component `<{name}>` is not known: only what stands in it is shown"),
        );
    }
    // Anchors of headings are ours; a backslash keeps them from being a script.
    if text.starts_with('#') && text.contains("{#") {
        text = text.replace("\\{#", "{#");
        cx.log.carried("anchors");
    }
    Some(text)
}

/// The first component of a line: a tag that begins with a capital letter.
fn component(text: &str) -> Option<String> {
    let outside: String = super::inline::outside_code(text, str::to_owned);
    let mut shown = String::new();
    super::inline::outside_code(&outside, |part| {
        shown.push_str(part);
        String::new()
    });
    let at = shown
        .match_indices('<')
        .find(|(at, _)| shown[at + 1..].starts_with(|c: char| c.is_ascii_uppercase()))?
        .0;
    let name: String = shown[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
    let is_tag =
        shown[at + 1 + name.len()..].starts_with([' ', '>', '/']) || shown[at + 1 + name.len()..].is_empty();
    // `<T>` is a type, and a generic in prose.
    (is_tag && name.len() > 1).then_some(name)
}

/// Expressions between braces: what they are where that can be told, else said.
fn expressions(cx: &mut Cx<'_>, text: &str, is_heading: bool, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = braces_end(&rest[start..]) else { break };
        let inner = rest[start + 1..start + length - 1].trim();
        let before = &rest[..start];
        let whole = &rest[start..start + length];
        rest = &rest[start + length..];
        out.push_str(before);
        let is_anchor = inner.starts_with('#') && is_heading;
        if out.ends_with(['\\', '$']) || is_anchor || inner.is_empty() {
            out.push_str(whole);
        } else if let Some(path) = address(inner).filter(|_| out.ends_with('=')) {
            cx.log.carried("addresses in expressions");
            out.push_str(&format!("\"{path}\""));
        } else if let Some(text) = literal(inner) {
            cx.log.carried("expressions");
            out.push_str(&if out.ends_with('=') { format!("\"{text}\"") } else { text });
        } else if let Some(value) = inner.strip_prefix("frontMatter.").and_then(|key| cx.head.text(key)) {
            out.push_str(value);
            cx.log.carried("expressions");
        } else if out.ends_with('=') {
            // An attribute with a value that is a program, such as a style.
            let bare = out.trim_end_matches('=').trim_end_matches(|c: char| c.is_alphanumeric() || c == '-');
            out.truncate(bare.trim_end().len());
            cx.log.lost(
                "expressions",
                cx.path,
                number,
                format!("an attribute with the value `{whole}` was left out"),
            );
        } else {
            cx.log.lost("expressions", cx.path, number, format!("the expression `{whole}` was left as text"));
            out.push_str(whole);
        }
    }
    out.push_str(rest);
    out
}

/// The bytes of what stands between a brace and its counterpart.
fn braces_end(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' => {
                open -= 1;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// `require("./a.png").default` and `useBaseUrl("/a.png")` are addresses.
fn address(expression: &str) -> Option<String> {
    let inner = ["require(", "useBaseUrl("].into_iter().find_map(|call| expression.strip_prefix(call))?;
    let (argument, rest) = inner.split_once(')')?;
    let is_plain = matches!(rest.trim(), "" | ".default");
    literal(argument.trim()).filter(|path| is_plain && !path.contains('"'))
}

/// A string.
fn literal(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote)).then(|| inner.replace("\\u00a0", "\u{a0}").replace("\\n", " "))
}

/// Whether a line of code says which lines are marked: `// highlight-next-line`.
pub(super) fn is_mark_of_lines(line: &str) -> bool {
    let text = line.trim().trim_start_matches(['/', '#', '*', '<', '!', '-', '{', ' ', '%', ';']);
    let word = text.split([' ', '*', '-', '}']).next().unwrap_or("");
    let is_known = ["highlight-next-line", "highlight-start", "highlight-end"]
        .iter()
        .any(|mark| text.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    word == "highlight" && is_known && text.len() < line.trim().len()
}
