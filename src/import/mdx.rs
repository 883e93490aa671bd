//! MDX: Markdown with components and scripts in it.

use super::alert::{tab, trimmed};
use super::block::{Line, nested};
use super::page::Cx;
use super::tag;

/// A block that begins with the first line.
pub(super) fn block(cx: &mut Cx<'_>, lines: &[Line], depth: usize) -> Option<(usize, Vec<Line>)> {
    let first = &lines[0];
    let text = first.text.trim_start();
    if first.text.starts_with("import ")
        && (text.contains(" from ") || text.ends_with(['\'', '"', ';']) || text.ends_with('{'))
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
    if first.text.starts_with("export ") && text.contains(['=', '(', '{']) {
        let end = lines.iter().position(|line| line.text.trim().is_empty()).unwrap_or(lines.len());
        cx.log.lost("scripts", cx.path, first.number, "a script (`export …`) was left out");
        return Some((end, Vec::new()));
    }
    if text.starts_with("<Tabs") {
        let length = lines.iter().position(|line| line.text.trim_start().starts_with("</Tabs>"))?;
        let from = lines.iter().position(|line| line.text.contains('>')).unwrap_or(0) + 1;
        return Some((length + 1, nested(cx, lines.get(from..length).unwrap_or(&[]), depth + 1)));
    }
    if text.starts_with("<TabItem") {
        let head_end = lines.iter().position(|line| line.text.contains('>'))?;
        let length = lines.iter().position(|line| line.text.contains("</TabItem>"))?;
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
    let mut text = text.to_owned();
    while let Some(start) = text.find("{/*")
        && let Some(length) = text[start..].find("*/}")
    {
        cx.log.carried("comments");
        text = format!(
            "{}<!--{}-->{}",
            &text[..start],
            text[start + 3..start + length].replace("--", "- -"),
            &text[start + length + 3..]
        );
    }
    text = text.replace(" className=", " class=");
    if let Some(name) = component(&text) {
        cx.log.lost(
            "components",
            cx.path,
            number,
            format!("the component `<{name}>` is not known, and shows nothing"),
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
