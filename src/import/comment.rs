//! Comments that no reader was shown: what stands between two `%%` of Obsidian, in `{/* */}` of MDX, in
//! `{{% comment %}}` of Hugo, in `{# #}` of templates, over as many lines as it takes. It is taken out before
//! anything else is read, so that nothing of it is ever shown.

use std::ops::Range;

use super::Kind;
use super::block::Line;
use super::fence::fence_end;
use super::inline::code_spans;
use super::page::Cx;
use super::tag::{self, Braces};

/// Where the first mark of a comment is that begins at a byte or behind it, and what ends the comment.
fn begins(marks: &Marks<'_>, text: &str, from: usize) -> Option<(Range<usize>, End)> {
    let kind = marks.kind;
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
    // `{#id}` is the anchor of a heading.
    let is_apart = |at: &usize| text[at + 2..].chars().next().is_none_or(char::is_whitespace);
    let of_templates = matches!(kind, Kind::Gitbook | Kind::Mkdocs).then(|| {
        let start = text[from..].match_indices("{#").map(|(at, _)| from + at).find(is_apart)?;
        Some((start..start + 2, End::Text("#}")))
    });
    let between = between.chain(of_templates.flatten());
    let tag = (kind == Kind::Hugo).then(|| tag_of_comment(text, from, false)).flatten();
    let all = between.chain(tag.map(|range| (range, End::Tag)));
    all.filter(|(range, end)| !marks.is_text(*end, range.start)).min_by_key(|(range, _)| range.start)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The marks of a line.
struct Marks<'a> {
    kind: Kind,
    /// The line, from zero.
    index: usize,
    /// From where on marks are text, because nothing ends what they would begin: the line and the byte.
    text: &'a [(End, usize, usize)],
}

impl Marks<'_> {
    fn is_text(&self, end: End, at: usize) -> bool {
        self.text.iter().any(|(other, index, from)| *other == end && (*index, *from) <= (self.index, at))
    }

    /// The first mark that is no code.
    fn first(&self, text: &str, code: &[Range<usize>], mut from: usize) -> Option<(Range<usize>, End)> {
        loop {
            let (range, end) = begins(self, text, from)?;
            let span = code.partition_point(|span| span.end <= range.start);
            match code.get(span).filter(|span| span.contains(&range.start)) {
                Some(span) => from = span.end,
                None => return Some((range, end)),
            }
        }
    }
}

/// Takes comments out. Marks in code are code, and one that begins within a line and never ends is text.
pub(super) fn without(cx: &mut Cx<'_>, lines: Vec<Line>) -> Vec<Line> {
    let mut text = Vec::new();
    loop {
        let (out, count, open) = pass(cx.kind, &lines, &text);
        if let Some(open) = &open
            && !open.is_block
        {
            let second = if open.mark == "%%" { "no second one" } else { "no end" };
            let message = format!("`{}` has {second}, so it begins no comment, and is shown", open.mark);
            cx.log.remark(cx.path, lines[open.index].number, message);
            text.push((open.end, open.index, open.at));
            continue;
        }
        for _ in 0..count {
            cx.log.carried("comments");
        }
        if let Some(open) = open {
            let message =
                format!("a comment begins with `{}` and never ends: what follows was left out", open.mark);
            cx.log.lost("comments", cx.path, lines[open.index].number, message);
        }
        return out;
    }
}

/// What is left of lines, how many comments were taken out, and the one that never ends.
fn pass(kind: Kind, lines: &[Line], text: &[(End, usize, usize)]) -> (Vec<Line>, usize, Option<Open>) {
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    let mut count = 0;
    let mut index = 0;
    while index < lines.len() {
        if open.is_none()
            && let Some(end) = fence_end(lines, index)
        {
            out.extend_from_slice(&lines[index..end]);
            index = end;
            continue;
        }
        let line = &lines[index];
        let was_open = open.is_some();
        let kept = shown(&Marks { kind, index, text }, &line.text, &mut open, &mut count);
        let is_touched = was_open || kept.len() != line.text.len();
        if !is_touched || !is_bare(&kept) {
            out.push(Line::new(kept, line.number));
        }
        index += 1;
    }
    (out, count, open)
}

/// A comment that was begun.
struct Open {
    /// With what.
    mark: String,
    /// What ends it.
    end: End,
    /// On which line, from zero.
    index: usize,
    /// At which byte of it.
    at: usize,
    /// Whether it begins its line, or its item, and so is a block.
    is_block: bool,
}

/// What is left of a line.
fn shown(marks: &Marks<'_>, text: &str, open: &mut Option<Open>, count: &mut usize) -> String {
    let code = code_spans(text);
    let mut out = String::new();
    let mut from = 0;
    loop {
        if let Some(begun) = open {
            let Some(behind) = begun.end.behind(text, from) else { return out };
            from = behind;
            *open = None;
            *count += 1;
            if is_bare(&out) {
                // Blanks at the beginning of a line, or of an item, would make it code.
                from += text[from..].len() - text[from..].trim_start().len();
            }
            continue;
        }
        let Some((range, end)) = marks.first(text, &code, from) else {
            out.push_str(&text[from..]);
            return out;
        };
        out.push_str(&text[from..range.start]);
        *open = Some(Open {
            mark: text[range.clone()].to_owned(),
            end,
            index: marks.index,
            at: range.start,
            is_block: is_bare(&text[..range.start]),
        });
        from = range.end;
    }
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
