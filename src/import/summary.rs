//! `SUMMARY.md`, as mdBook and GitBook read it.

use super::log::Log;
use super::nav::Nav;
use super::paths;

/// Reads the order of a book. `file` is where it stands, for remarks.
pub(super) fn read(text: &str, file: &str, log: &mut Log) -> Vec<Nav> {
    let mut parts: Vec<Nav> = Vec::new();
    // Items of the current part, with their indentation, the way down to the last one.
    let mut root: Vec<Nav> = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    let mut is_first_heading = true;
    let mut part: Option<String> = None;
    let text = without_comments(text);
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if let Some(title) = trimmed.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim();
            let is_title = std::mem::take(&mut is_first_heading) && root.is_empty();
            if is_title
                && (title.eq_ignore_ascii_case("summary") || title.eq_ignore_ascii_case("table of contents"))
            {
                continue;
            }
            flush(&mut parts, part.take(), std::mem::take(&mut root));
            indents.clear();
            part = Some(bare(title));
            continue;
        }
        let (indent, rest, is_listed) = match trimmed.strip_prefix(['-', '*', '+']) {
            Some(rest) => (line.len() - trimmed.len(), rest.trim_start(), true),
            // A chapter before or behind the list.
            None => (0, trimmed, false),
        };
        if rest.is_empty() || rest.starts_with("--") {
            continue;
        }
        let Some((title, target)) = link(rest) else {
            if is_listed {
                push(
                    &mut root,
                    &mut indents,
                    indent,
                    Nav { title: Some(bare(rest)), page: None, children: Vec::new(), ..Nav::default() },
                );
            }
            continue;
        };
        let target = match target.strip_prefix('<') {
            Some(pointed) => pointed.split('>').next().unwrap_or(""),
            None => target.split(' ').next().unwrap_or(""),
        };
        let target = target.split('#').next().unwrap_or("");
        let is_outside = target.contains("://") || target.starts_with("mailto:");
        if is_outside || target.is_empty() {
            let what = if is_outside {
                "an address elsewhere has no place in the order"
            } else {
                "a chapter without a file was left out"
            };
            log.lost("places in the order", file, index + 1, format!("`{title}`: {what}"));
            if !is_outside {
                push(
                    &mut root,
                    &mut indents,
                    indent,
                    Nav { title: Some(title), page: None, children: Vec::new(), ..Nav::default() },
                );
            }
            continue;
        }
        log.carried("places in the order");
        let page = paths::join("", &paths::decoded(target));
        push(
            &mut root,
            &mut indents,
            indent,
            Nav { title: Some(title), page, children: Vec::new(), ..Nav::default() },
        );
    }
    flush(&mut parts, part, root);
    parts
}

/// An order without what is commented out, on the lines that it had.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let (comment, behind) = comment.split_once("-->").unwrap_or((comment, ""));
        out.push_str(before);
        out.extend(comment.matches('\n'));
        rest = behind;
    }
    out + rest
}

/// A part becomes a section; what stands before any part stays at the top.
fn flush(parts: &mut Vec<Nav>, title: Option<String>, items: Vec<Nav>) {
    match title {
        Some(title) if !items.is_empty() => {
            parts.push(Nav { title: Some(title), children: items, ..Nav::default() })
        }
        _ => parts.extend(items),
    }
}

fn push(root: &mut Vec<Nav>, indents: &mut Vec<usize>, indent: usize, nav: Nav) {
    while indents.last().is_some_and(|last| *last >= indent) {
        indents.pop();
    }
    insert(root, indents.len(), nav);
    indents.push(indent);
}

/// Adds below the last of the last, as deep as there is one.
fn insert(siblings: &mut Vec<Nav>, depth: usize, nav: Nav) {
    if depth > 0 && !siblings.is_empty() {
        let last = siblings.len() - 1;
        insert(&mut siblings[last].children, depth - 1, nav);
    } else {
        siblings.push(nav);
    }
}

/// `[title](target)`.
fn link(text: &str) -> Option<(String, &str)> {
    let start = text.find('[')?;
    let middle = text[start..].find("](")? + start;
    let end = text[middle + 2..].rfind(')')? + middle + 2;
    Some((bare(&text[start + 1..middle]), text[middle + 2..end].trim()))
}

/// A title without marks.
fn bare(text: &str) -> String {
    text.replace(['`', '*'], "").replace("\\_", "_").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_with_its_parts() {
        let text = "# Summary\n\n[Start](README.md)\n\n- [One](a/README.md)\n    - [`x`](a/x.md)\n    - [Draft]()\n- [Two](b.md)\n\n---\n\n# Part *II*\n\n* [Three](c%20d.md)\n  * [Four](e.md#x)\n* [Site](https://x.org)\n";
        let mut log = Log::default();
        let navs = read(text, "src/SUMMARY.md", &mut log);
        let show: Vec<String> = navs
            .iter()
            .map(|nav| format!("{}: {}", nav.title.as_deref().unwrap(), nav.pages().join(" ")))
            .collect();
        assert_eq!(
            show,
            ["Start: README.md", "One: a/README.md a/x.md", "Two: b.md", "Part II: c d.md e.md"]
        );
        assert_eq!(log.remarks.len(), 2);
        assert_eq!((log.remarks[0].line, log.counts["places in the order"].carried), (7, 6));
        assert_eq!(navs[3].children[0].children[0].title.as_deref(), Some("Four"));
        let text = "- [A](a.md)\n<!--\n- [Secret](s.md)\n--> \n- [B](b.md) <!-- - [C](c.md) -->\n- [D](<d e.md#f>)\n<!-- [E](e.md)\n- [F](f.md)";
        let order = read(text, "SUMMARY.md", &mut log);
        assert_eq!(order.iter().flat_map(Nav::pages).collect::<Vec<_>>(), ["a.md", "b.md", "d e.md"]);
    }
}
