//! Where in a source the name of a link's file stands.

use crate::document::html;
use crate::document::outline::{LinkKind, RawLink};
use crate::source::Span;

/// Returns the bytes of `name`, the part of a link's destination that names a file, in the text of
/// its file. Mostly one place; several when the text of a declaration holds them, because links in it
/// are known by the whole of it. Empty when it cannot be told.
pub(super) fn of_name(text: &str, link: &RawLink, name: &str) -> Vec<Span> {
    let start = link.span.start as usize;
    let Some(raw) = text.get(link.span.range()) else { return Vec::new() };
    let is_literal = raw == &*link.destination;
    if is_literal || link.kind == LinkKind::Wiki {
        let at = raw.len() - raw.trim_start().len();
        let lead = if link.kind == LinkKind::Wiki { at } else { 0 };
        if raw[lead..].starts_with(name) {
            return vec![Span::new(start + lead, start + lead + name.len())];
        }
    }
    if let Some(end) = end_of_escaped(raw, &link.destination, name) {
        return vec![Span::new(start, start + end)];
    }
    within(raw, &link.destination).map(|at| Span::new(start + at, start + at + name.len())).collect()
}

/// Where the name ends in a destination with escapes or entities in it.
fn end_of_escaped(raw: &str, destination: &str, name: &str) -> Option<usize> {
    if unescaped(raw) != destination {
        return None;
    }
    let ends = raw.char_indices().map(|(at, _)| at).chain([raw.len()]);
    ends.rev().find(|end| {
        unescaped(&raw[..*end]) == name && format!("{name}{}", unescaped(&raw[*end..])) == destination
    })
}

/// Undoes backslashes (CommonMark, section 2.4) and entities.
fn unescaped(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(chars.next()),
            c => plain.push(c),
        }
    }
    html::decode(&plain).into()
}

/// Where a destination stands in a longer text, on its own.
fn within<'a>(raw: &'a str, destination: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_before = |c: char| c.is_whitespace() || "(<\"'[".contains(c);
    let is_after = |c: char| c.is_whitespace() || ")>\"']|\\".contains(c);
    let places = if destination.is_empty() { "\0" } else { destination };
    raw.match_indices(places).map(|(at, _)| at).filter(move |at| {
        let ends = (raw[..*at].chars().next_back(), raw[at + destination.len()..].chars().next());
        ends.0.is_none_or(is_before) && ends.1.is_none_or(is_after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(raw: &str, destination: &str, kind: LinkKind, name: &str) -> Vec<String> {
        let text = format!("# x\n{raw}");
        let link =
            RawLink { destination: destination.into(), span: Span::new(4, text.len()), kind, words: 0..0 };
        of_name(&text, &link, name).iter().map(|span| text[span.range()].to_owned()).collect()
    }

    #[test]
    fn a_name_is_found_as_it_is_written() {
        assert_eq!(places("a.md?b#c", "a.md?b#c", LinkKind::Link, "a.md"), ["a.md"]);
        assert_eq!(places("a\\(1\\).md#x&amp;y", "a(1).md#x&y", LinkKind::Link, "a(1).md"), ["a\\(1\\).md"]);
        assert_eq!(places("a&#39;b.md#c", "a'b.md#c", LinkKind::Link, "a'b.md"), ["a&#39;b.md"]);
        assert_eq!(places(" A page # part ", " A page # part ", LinkKind::Wiki, "A page"), ["A page"]);
    }

    #[test]
    fn every_mention_in_a_longer_text_is_found() {
        let raw = "\"See [a](a.md) and \\\"[b](a.md)\\\", not xa.md or a.mdx.\"";
        assert_eq!(places(raw, "a.md", LinkKind::Link, "a.md"), ["a.md", "a.md"]);
    }
}
