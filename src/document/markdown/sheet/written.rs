//! Texts cut out of the source and of the HTML.

use std::ops::Range;

use crate::document::Piece;
use crate::document::body::Body;

/// Columns between the stops of a tab (CommonMark, section 2.2).
const TAB: usize = 4;

/// The end of a link that refers to a definition elsewhere, and how it is written with the definition.
pub(super) type Inlined = (Range<usize>, String);

/// What texts are cut out of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) body: &'a str,
    /// By rising place.
    pub(super) inlined: &'a [Inlined],
}

/// Returns the source of a text: its parts without what was cut, moved to the left by `column`, with a
/// blank line between parts.
pub(super) fn written(
    source: Source<'_>,
    parts: &[Range<usize>],
    cuts: &[Range<usize>],
    column: usize,
) -> Box<str> {
    let mut written = String::new();
    for part in parts {
        let text = dedented(source, part, cuts, column);
        let text = text.trim_end().trim_start_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        if !written.is_empty() {
            written.push_str("\n\n");
        }
        written.push_str(text);
    }
    written.into()
}

fn dedented(source: Source<'_>, part: &Range<usize>, cuts: &[Range<usize>], column: usize) -> String {
    let body = source.body;
    let mut text = String::with_capacity(part.len());
    let mut at = part.start;
    while at < part.end {
        let end = memchr::memchr(b'\n', &body.as_bytes()[at..part.end]).map_or(part.end, |end| at + end + 1);
        let mut from = at;
        if at == 0 || body.as_bytes()[at - 1] == b'\n' {
            let (indent, spaces) = indentation(&body[at..end], column);
            from += indent;
            if !is_cut(cuts, at) {
                text.extend(std::iter::repeat_n(' ', spaces));
            }
        }
        for kept in without(from..end, cuts) {
            push_inlined(source, kept, &mut text);
        }
        at = end;
    }
    // `\r\n` and `\n` are one line end, in the model as in Markdown.
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// Appends a part of the source, with the definitions of its links in them.
fn push_inlined(source: Source<'_>, part: Range<usize>, out: &mut String) {
    let first = source.inlined.partition_point(|(range, _)| range.start < part.start);
    let mut at = part.start;
    for (range, text) in source.inlined[first..].iter().take_while(|(range, _)| range.end <= part.end) {
        out.push_str(&source.body[at..range.start]);
        out.push_str(text);
        at = range.end;
    }
    out.push_str(&source.body[at..part.end]);
}

fn is_cut(cuts: &[Range<usize>], at: usize) -> bool {
    cuts.iter().any(|cut| cut.contains(&at))
}

/// Returns the bytes of blanks at the start of a line that make up `column` columns, and how many columns
/// they make up too many: a tab may reach further.
fn indentation(line: &str, column: usize) -> (usize, usize) {
    let mut reached = 0;
    for (at, byte) in line.bytes().enumerate() {
        let next = match byte {
            _ if reached >= column => return (at, reached - column),
            b' ' => reached + 1,
            b'\t' => (reached / TAB + 1) * TAB,
            _ => return (at, 0),
        };
        reached = next;
    }
    (line.len(), 0)
}

/// Returns where the content of a list item starts, and at what column (CommonMark, section 5.2).
pub(super) fn content_of_item(body: &str, range: &Range<usize>) -> (usize, usize) {
    let item = &body[range.clone()];
    let marker_at = range.start + (item.len() - item.trim_start_matches([' ', '\t']).len());
    let marker = &body[marker_at..range.end];
    let digits = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = (marker_at + digits + 1).min(range.end);
    let line = body[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let column = columns(&body[line..end], 0);
    let rest = &body[end..range.end];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let content = columns(&rest[..blanks], column);
    let is_blank = rest[blanks..].starts_with(['\n', '\r']) || rest.len() == blanks;
    if is_blank || content - column > TAB {
        // The item begins with a blank line, or with indented code.
        return (end + blanks.min(1), column + 1);
    }
    (end + blanks, content)
}

fn columns(text: &str, from: usize) -> usize {
    text.chars().fold(from, |at, c| if c == '\t' { (at / TAB + 1) * TAB } else { at + 1 })
}

/// Returns the bytes of a text to point at: its first part without what was cut at either end.
pub(super) fn place(body: &str, parts: &[Range<usize>], cuts: &[Range<usize>]) -> Range<usize> {
    let kept = parts.iter().flat_map(|part| without(part.clone(), cuts));
    let mut kept = kept.filter(|part| !body[part.clone()].trim().is_empty());
    let Some(first) = kept.next() else { return 0..0 };
    let in_first =
        |part: &Range<usize>| parts.iter().any(|all| all.contains(&first.start) && all.contains(&part.start));
    let last = kept.take_while(in_first).filter(|part| has_words(&body[part.clone()])).last();
    let last = last.unwrap_or_else(|| first.clone());
    let start = first.end - body[first].trim_start().len();
    start..(last.start + body[last].trim_end().len()).max(start)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Returns the bytes of a text's HTML, blanks at both ends left out. What is shown in a slot is no blank.
pub(in crate::document::markdown) fn piece(
    body: &Body,
    parts: &[Range<usize>],
    cuts: &[Range<usize>],
) -> Piece {
    let html = &body.html;
    // The first slot of a range, and the end of the character behind its last one.
    let slots = |part: &Range<usize>| {
        let place = |at: usize| body.slots.partition_point(|slot| (slot.offset as usize) < at);
        let within = &body.slots[place(part.start)..place(part.end)];
        let start = within.first().map_or(part.end, |slot| slot.offset as usize);
        let end = within.last().map_or(part.start, |slot| {
            let at = slot.offset as usize;
            at + html[at..].chars().next().map_or(0, char::len_utf8)
        });
        (start, end)
    };
    let offset = |at: usize| u32::try_from(at).expect("the HTML of a source of 64 MiB is smaller than 4 GiB");
    let mut kept: Vec<Range<usize>> = parts.iter().flat_map(|part| without(part.clone(), cuts)).collect();
    while let Some(first) = kept.first_mut() {
        let words = first.end - html[first.clone()].trim_start().len();
        first.start = words.min(slots(first).0);
        if first.start < first.end {
            break;
        }
        kept.remove(0);
    }
    while let Some(last) = kept.last_mut() {
        let words = last.start + html[last.clone()].trim_end().len();
        last.end = words.max(slots(last).1);
        if last.start < last.end {
            break;
        }
        kept.pop();
    }
    kept.into_iter().map(|part| offset(part.start)..offset(part.end)).collect()
}

/// Returns what remains of a range when others are cut out of it.
fn without(range: Range<usize>, cuts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut kept = vec![range];
    for cut in cuts {
        kept = kept
            .into_iter()
            .flat_map(|part| {
                let before = part.start..part.end.min(cut.start.max(part.start));
                let after = part.start.max(cut.end.min(part.end))..part.end;
                if cut.is_empty() || before.end >= part.end || after.start <= part.start {
                    vec![part]
                } else {
                    vec![before, after]
                }
            })
            .collect();
    }
    kept.retain(|part| !part.is_empty());
    kept
}

/// An id in braces, `{#lm-adopt}`.
pub(super) struct Id {
    /// The name alone.
    pub(super) name: Range<usize>,
    /// With braces, and blanks before them.
    pub(super) whole: Range<usize>,
}

/// Finds an id at the end of the source of a paragraph. Punctuation and the end of an emphasis may
/// follow it.
pub(super) fn id_at_end(source: &str) -> Option<Id> {
    let end = source.trim_end_matches(|c| is_final(c) || matches!(c, '*' | '_' | '~'));
    braced(end).filter(|id| !source[..id.whole.end].ends_with('\\') && !is_escaped(source, id))
}

fn is_escaped(source: &str, id: &Id) -> bool {
    source[..id.name.start].strip_suffix("{#").is_some_and(|before| before.ends_with('\\'))
}

/// Finds what was meant as an id at the end of the source of a paragraph, and is none: one with
/// characters that ids do not have, or without its end.
pub(super) fn slip_at_end(source: &str) -> Option<Range<usize>> {
    let open = source.rfind("{#")?;
    let is_apart = source[..open].chars().next_back().is_none_or(char::is_whitespace);
    let rest = &source[open..];
    let end = match rest.find('}') {
        Some(close) if rest[close + 1..].chars().all(is_final) => close + 1,
        None if rest.split_whitespace().count() == 1 => rest.trim_end().len(),
        _ => return None,
    };
    (is_apart && end <= MAX_SLIP && !rest.contains('\n')).then_some(open..open + end)
}

/// Longer texts in braces were not meant as ids.
const MAX_SLIP: usize = 80;

/// As [`id_at_end`], in HTML.
pub(super) fn id_at_end_of_html(html: &str) -> Option<Id> {
    let mut end = html;
    loop {
        let shorter = end.trim_end_matches(is_final);
        let shorter = ["</p>", "</strong>", "</em>", "</del>"]
            .iter()
            .find_map(|tag| shorter.strip_suffix(tag))
            .unwrap_or(shorter);
        if shorter.len() == end.len() {
            return braced(end);
        }
        end = shorter;
    }
}

fn is_final(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | ',' | ';' | ':' | '!' | '?' | '…' | '。' | '、' | '，' | '；' | '：' | '！' | '？'
        )
}

/// Finds an id in braces that ends a text.
fn braced(text: &str) -> Option<Id> {
    let inner = text.strip_suffix('}')?;
    let open = inner.rfind("{#")?;
    let name = open + "{#".len()..inner.len();
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_valid = !name.is_empty() && inner[name.clone()].chars().all(is_id);
    let blanks = text[..open].trim_end().len();
    is_valid.then_some(Id { name, whole: blanks..text.len() })
}
