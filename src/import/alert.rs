//! Boxes beside the text: what every tool calls differently, as GitHub's alerts.

use super::block::Line;

/// The alert for a kind of box. Kinds that nobody knows are notes.
pub(super) fn kind_of(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "tip" | "hint" | "success" | "check" | "done" | "ok" | "best-practice" => "TIP",
        "important" | "primary" => "IMPORTANT",
        "warning" | "attention" | "warn" | "yellow" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" | "fail" | "missing" | "red" => "CAUTION",
        _ => "NOTE",
    }
}

/// Whether a name is that of a box, in any of the tools.
pub(super) fn is_kind(name: &str) -> bool {
    const NAMES: [&str; 31] = [
        "note",
        "tip",
        "hint",
        "info",
        "important",
        "warning",
        "caution",
        "danger",
        "attention",
        "error",
        "abstract",
        "summary",
        "tldr",
        "todo",
        "success",
        "check",
        "done",
        "question",
        "help",
        "faq",
        "failure",
        "fail",
        "missing",
        "bug",
        "example",
        "quote",
        "cite",
        "seealso",
        "secondary",
        "warn",
        "alert",
    ];
    NAMES.contains(&name.to_lowercase().as_str())
}

/// An alert around lines that are converted already.
pub(super) fn alert(
    kind: &str,
    title: Option<&str>,
    indent: &str,
    inner: Vec<Line>,
    number: usize,
) -> Vec<Line> {
    let kind = kind_of(kind);
    let mut out = vec![Line::new(format!("{indent}> [!{kind}]"), number)];
    let title = title.map(str::trim).filter(|title| !title.is_empty() && !title.eq_ignore_ascii_case(kind));
    let inner = trimmed(inner);
    if let Some(title) = title {
        out.push(Line::new(format!("{indent}> **{}**", plain(title)), number));
        if !inner.is_empty() {
            out.push(Line::new(format!("{indent}>"), number));
        }
    }
    out.extend(inner.into_iter().map(|line| {
        let text = if line.text.trim().is_empty() {
            format!("{indent}>")
        } else {
            format!("{indent}> {}", line.text)
        };
        Line::new(text, line.number)
    }));
    out
}

/// A part that the reader opens, in HTML, with Markdown inside.
pub(super) fn details(
    title: &str,
    is_open: bool,
    indent: &str,
    inner: Vec<Line>,
    number: usize,
) -> Vec<Line> {
    let open = if is_open { " open" } else { "" };
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let mut out = vec![
        Line::new(format!("{indent}<details{open}>"), number),
        Line::new(format!("{indent}<summary>{title}</summary>"), number),
        Line::new(String::new(), number),
    ];
    out.extend(indented(trimmed(inner), indent));
    out.extend([Line::new(String::new(), number), Line::new(format!("{indent}</details>"), number)]);
    out
}

/// One of several texts to choose from: all are shown, each below its name.
pub(super) fn tab(title: &str, indent: &str, inner: Vec<Line>, number: usize) -> Vec<Line> {
    let mut out = vec![
        Line::new(format!("{indent}**{}**", plain(title.trim())), number),
        Line::new(String::new(), number),
    ];
    out.extend(indented(trimmed(inner), indent));
    out
}

/// A title that is not strong already.
fn plain(title: &str) -> &str {
    let inner = title.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.filter(|inner| !inner.contains("**")).unwrap_or(title)
}

fn indented(lines: Vec<Line>, indent: &str) -> impl Iterator<Item = Line> {
    lines.into_iter().map(move |line| {
        let text = if line.text.is_empty() { line.text } else { format!("{indent}{}", line.text) };
        Line::new(text, line.number)
    })
}

/// Without blank lines at both ends.
pub(super) fn trimmed(mut lines: Vec<Line>) -> Vec<Line> {
    while lines.last().is_some_and(|line| line.text.trim().is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.text.trim().is_empty()).count();
    lines.drain(..blank);
    lines
}
