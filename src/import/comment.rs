//! Comments of Obsidian: what stands between two `%%`, over as many lines as it takes. It is taken out
//! before anything else is read, so that nothing of it is ever shown.

use super::block::Line;
use super::fence::fence_end;
use super::inline::code_spans;
use super::page::Cx;

const MARK: &str = "%%";

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
        let message = "a comment begins with `%%` and never ends: what follows was left out";
        cx.log.lost("comments", cx.path, open.number, message);
        return out;
    }
    // A mark within a line that has no second one is no comment: the text is as it was from there on.
    cx.log.remark(cx.path, open.number, "`%%` has no second one, so it begins no comment, and is shown");
    out.truncate(open.kept);
    let from = lines.iter().position(|line| line.number == open.number).unwrap_or(lines.len());
    let first = &lines[from];
    let before = closed(&first.text, open.at);
    out.push(Line::new(before, first.number));
    out.extend_from_slice(&lines[from + 1..]);
    out
}

/// A comment that was begun.
struct Open {
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
        if open.is_some() {
            let Some(length) = text[from..].find(MARK) else { return out };
            from += length + MARK.len();
            *open = None;
            cx.log.carried("comments");
            if is_bare(&out) {
                // Blanks at the beginning of a line, or of an item, would make it code.
                from += text[from..].len() - text[from..].trim_start().len();
            }
            continue;
        }
        let Some(at) = mark(text, from) else {
            out.push_str(&text[from..]);
            return out;
        };
        out.push_str(&text[from..at]);
        *open = Some(Open { number: line.number, at, kept, is_block: is_bare(&text[..at]) });
        from = at + MARK.len();
    }
}

/// The first mark that is no code.
fn mark(text: &str, from: usize) -> Option<usize> {
    let spans = code_spans(text);
    let is_shown = |at: &usize| !spans.iter().any(|span| span.contains(at));
    text[from..].match_indices(MARK).map(|(at, _)| from + at).find(is_shown)
}

/// A line without the comments that end before `until`.
fn closed(text: &str, until: usize) -> String {
    let mut out = String::new();
    let mut from = 0;
    while let Some(start) = mark(text, from).filter(|start| *start < until) {
        out.push_str(&text[from..start]);
        let Some(length) = text[start + MARK.len()..].find(MARK) else { break };
        from = start + MARK.len() + length + MARK.len();
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
