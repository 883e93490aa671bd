//! HTML as tags and the text between them.

use memchr::memchr;

use super::{Markup, Tag, name_end, raw_text_end};

/// A part of an HTML text.
#[derive(Debug, Clone, Copy)]
pub enum Token<'a> {
    /// Text, with its character references. A `<` that begins nothing is text.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// The name in an end tag, as it is written.
    End(&'a str),
}

/// Returns the parts of `html` in order. Comments, declarations and the content of raw text elements,
/// such as `script`, are left out.
///
/// ```
/// # use daring::document::html::{Token, tokens};
/// let parts: Vec<String> = tokens("<b>x</b><!-- y --> z").map(|token| match token {
///     Token::Text(text) => text.to_owned(),
///     Token::Start(tag) => format!("+{}", tag.name),
///     Token::End(name) => format!("-{name}"),
/// }).collect();
/// assert_eq!(parts, ["+b", "x", "-b", " z"]);
/// ```
pub fn tokens(html: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < html.len() {
            if html.as_bytes()[at] != b'<' {
                let end = memchr(b'<', &html.as_bytes()[at..]).map_or(html.len(), |found| at + found);
                let text = &html[at..end];
                at = end;
                return Some(Token::Text(text));
            }
            let start = at;
            let markup = Markup::at(html, start);
            at = markup.end();
            if let Markup::Start(tag) = markup {
                if tag.is_raw_text() {
                    at = raw_text_end(html, tag.end, tag.name);
                }
                return Some(Token::Start(tag));
            }
            let bytes = html.as_bytes();
            match bytes.get(start + 1) {
                Some(b'/') if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    return Some(Token::End(&html[start + 2..name_end(bytes, start + 2)]));
                }
                _ if at == start + 1 => return Some(Token::Text(&html[start..at])),
                _ => {}
            }
        }
        None
    })
}
