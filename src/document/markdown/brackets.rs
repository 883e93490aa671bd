//! Links whose words stand in brackets: `[[1]](https://example.org)`.
//!
//! They are ordinary links to everybody else, and citations are written so. A parser that knows
//! wikilinks takes `[[1]]` for one. So their inner brackets are hidden from it behind characters that
//! nobody writes, and shown again in what it says; bytes keep their places.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// What stands for an inner bracket while the text is parsed.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// A text for a parser that knows wikilinks.
pub(super) struct Bracketed<'a> {
    /// The text to parse.
    pub(super) text: Cow<'a, str>,
    /// Whether there may be wikilinks in it.
    pub(super) has_wikilinks: bool,
}

impl<'a> Bracketed<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let find = |pattern: &[u8]| memchr::memmem::find(text.as_bytes(), pattern);
        if find(b"[[").is_none() {
            return Self { text: Cow::Borrowed(text), has_wikilinks: false };
        }
        if find(b"]](").is_none() {
            return Self { text: Cow::Borrowed(text), has_wikilinks: true };
        }
        if text.contains([OPEN, CLOSE]) {
            return Self { text: Cow::Borrowed(text), has_wikilinks: false };
        }
        let hidden = hide(text);
        let has_wikilinks = memchr::memmem::find(hidden.as_bytes(), b"[[").is_some();
        Self { text: Cow::Owned(hidden), has_wikilinks }
    }

    /// Shows the brackets of an event again.
    pub(super) fn shown<'e>(&self, event: Event<'e>) -> Event<'e> {
        if matches!(self.text, Cow::Borrowed(_)) {
            return event;
        }
        match event {
            Event::Text(text) => Event::Text(shown(text)),
            Event::Code(text) => Event::Code(shown(text)),
            Event::Html(text) => Event::Html(shown(text)),
            Event::InlineHtml(text) => Event::InlineHtml(shown(text)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(shown(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Link { link_type, dest_url: shown(dest_url), title: shown(title), id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Image { link_type, dest_url: shown(dest_url), title: shown(title), id })
            }
            other => other,
        }
    }
}

fn shown(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains([OPEN, CLOSE]) { text.replace(OPEN, "[").replace(CLOSE, "]").into() } else { text }
}

/// Hides the inner brackets of `[[…]](`.
fn hide(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut copied = 0;
    for end in memchr::memmem::find_iter(text.as_bytes(), b"]](") {
        let before = &text[copied..end];
        let Some(start) = before.rfind("[[") else { continue };
        let words = &before[start + 2..];
        if words.contains(['[', ']', '\n']) {
            continue;
        }
        hidden.push_str(&before[..start + 1]);
        hidden.push(OPEN);
        hidden.push_str(words);
        hidden.push(CLOSE);
        copied = end + 1;
    }
    hidden.push_str(&text[copied..]);
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_brackets_are_hidden_and_nothing_else_is() {
        for (text, hidden, has_wikilinks) in [
            ("[a](b) [c]", "[a](b) [c]", false),
            ("[[a]] b", "[[a]] b", true),
            ("[[1]](b)", "[\u{1}1\u{2}](b)", false),
            ("[[a]] [[1]](b) [[c|d]]", "[[a]] [\u{1}1\u{2}](b) [[c|d]]", true),
            ("[[a[b]]](c)", "[[a[b]]](c)", true),
            ("a]](b [[c]]", "a]](b [[c]]", true),
            ("[[1]](\u{2})", "[[1]](\u{2})", false),
        ] {
            let bracketed = Bracketed::of(text);
            assert_eq!((&*bracketed.text, bracketed.has_wikilinks), (hidden, has_wikilinks), "{text}");
            assert_eq!(bracketed.text.len(), text.len());
        }
    }
}
