//! Comments that no reader was shown: what stands between two `%%` of Obsidian, in `{/* */}` of MDX, in
//! `{{% comment %}}` of Hugo, over as many lines as it takes. It is taken out before anything else is read, so
//! that nothing of it is ever shown.

use std::ops::Range;

use super::Kind;
use super::block::Line;
use super::fence::fence_end;
use super::inline::code_spans;
use super::page::Cx;
use super::tag::{self, Braces};

/// Where the first mark of a comment is that begins at a byte or behind it, and what ends the comment.
fn begins(kind: Kind, text: &str, from: usize) -> Option<(Range<usize>, End)> {
    let pairs: &[(&str, &'static str)] = match kind {
        Kind::Obsidian => &[("%%", "%%")],
        Kind::Docusaurus => &[("{/*", "*/}"), ("<!--", "-->")],
        Kind::Hugo => &[("<!--", "-->")],
        _ => &[],
    };
    let between = pairs.iter().filter_map(|(open, close)| {
        let start = from + text[from..].find(open)?;
        Some((start..start + open.len(), End::Text(close)))
    });
    let tag = (kind == Kind::Hugo).then(|| tag_of_comment(text, from, false)).flatten();
    between.chain(tag.map(|range| (range, End::Tag))).min_by_key(|(range, _)| range.start)
}

/// The next tag that begins or ends a comment of Hugo.
fn tag_of_comment(text: &str, mut from: usize, is_end: bool) -> Option<Range<usize>> {
    loop {
        let (range, found) = tag::find(&text[from..], Braces::Hugo)?;
        let range = from + range.start..from + range.end;
        if found.name == "comment" && found.is_end == is_end && !found.is_whole {
            return Some(range);
        }
        from = range.end;
    }
}

/// What ends a comment.
#[derive(Debug, Clone, Copy)]
enum End {
    /// This text.
    Text(&'static str),
    /// A tag.
    Tag,
}

impl End {
    /// The byte behind the end of a comment that goes on at `from`.
    fn behind(self, text: &str, from: usize) -> Option<usize> {
        match self {
            Self::Text(mark) => text[from..].find(mark).map(|at| from + at + mark.len()),
            Self::Tag => tag_of_comment(text, from, true).map(|range| range.end),
        }
    }
}

/// Takes comments out. Marks in code are code.
pub(super) fn without(cx: &mut Cx<'_>, lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    while at < lines.len() {
        if open.is_none()
            && let Some(end) = fence_end(&lines, at)
        {
            out.extend_from_slice(&lines[at..end]);
            at = end;
            continue;
        }
        let line = &lines[at];
        at += 1;
        let was_open = open.is_some();
        let kept = shown(cx, line, &mut open, out.len());
        let is_touched = was_open || kept.len() != line.text.len();
        if !is_touched || !is_bare(&kept) {
            out.push(Line::new(kept, line.number));
        }
    }
    let Some(open) = open else { return out };
    if open.is_block {
        let message =
            format!("a comment begins with `{}` and never ends: what follows was left out", open.mark);
        cx.log.lost("comments", cx.path, open.number, message);
        return out;
    }
    // A mark within a line that has no second one is no comment: the text is as it was from there on.
    let second = if open.mark == "%%" { "no second one" } else { "no end" };
    let message = format!("`{}` has {second}, so it begins no comment, and is shown", open.mark);
    cx.log.remark(cx.path, open.number, message);
    out.truncate(open.kept);
    let from = lines.iter().position(|line| line.number == open.number).unwrap_or(lines.len());
    let first = &lines[from];
    let before = closed(cx.kind, &first.text, open.at);
    out.push(Line::new(before, first.number));
    out.extend_from_slice(&lines[from + 1..]);
    out
}

/// A comment that was begun.
struct Open {
    /// With what.
    mark: String,
    /// What ends it.
    end: End,
    /// On which line.
    number: usize,
    /// At which byte of it.
    at: usize,
    /// How many lines were kept before.
    kept: usize,
    /// Whether it begins its line, or its item, and so is a block.
    is_block: bool,
}

/// What is left of a line.
fn shown(cx: &mut Cx<'_>, line: &Line, open: &mut Option<Open>, kept: usize) -> String {
    let text = line.text.as_str();
    let mut out = String::new();
    let mut from = 0;
    loop {
        if let Some(begun) = open {
            let Some(behind) = begun.end.behind(text, from) else { return out };
            from = behind;
            *open = None;
            cx.log.carried("comments");
            if is_bare(&out) {
                // Blanks at the beginning of a line, or of an item, would make it code.
                from += text[from..].len() - text[from..].trim_start().len();
            }
            continue;
        }
        let Some((range, end)) = mark(cx.kind, text, from) else {
            out.push_str(&text[from..]);
            return out;
        };
        out.push_str(&text[from..range.start]);
        *open = Some(Open {
            mark: text[range.clone()].to_owned(),
            end,
            number: line.number,
            at: range.start,
            kept,
            is_block: is_bare(&text[..range.start]),
        });
        from = range.end;
    }
}

/// The first mark that is no code.
fn mark(kind: Kind, text: &str, mut from: usize) -> Option<(Range<usize>, End)> {
    let (mut range, mut end) = begins(kind, text, from)?;
    let spans = code_spans(text);
    while let Some(span) = spans.iter().find(|span| span.contains(&range.start)) {
        from = span.end;
        (range, end) = begins(kind, text, from)?;
    }
    Some((range, end))
}

/// A line without the comments that end before `until`.
fn closed(kind: Kind, text: &str, until: usize) -> String {
    let mut out = String::new();
    let mut from = 0;
    while let Some((range, end)) = mark(kind, text, from).filter(|(range, _)| range.start < until) {
        out.push_str(&text[from..range.start]);
        let Some(behind) = end.behind(text, range.end) else { break };
        from = behind;
    }
    out.push_str(&text[from..]);
    out
}

/// Whether nothing is left of a line but the marks of a list, a task or a quotation.
fn is_bare(text: &str) -> bool {
    let rest = text.trim_start_matches([' ', '\t', '>']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[digits..].strip_prefix(['.', ')']).filter(|_| digits > 0);
    let item = rest.strip_prefix(['-', '*', '+']).or(number);
    let rest = item.map_or(rest, str::trim_start);
    let rest = rest.strip_prefix("[ ]").or_else(|| rest.strip_prefix("[x]")).unwrap_or(rest);
    rest.trim().is_empty()
}
