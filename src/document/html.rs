//! Just enough HTML: the start tags of raw HTML, their attributes with byte ranges, escaping and
//! unescaping.
//!
//! [`tags`] follows the tag and attribute states of the WHATWG tokenizer, so it sees the tags that
//! a browser sees, also in malformed text. It deliberately builds no tree and knows nothing of the
//! project: which attributes hold addresses is told by [`url_attributes`], where they lead is the
//! business of later stages. Everything is linear in its input and never fails.

mod address;
mod entity;
mod escape;
mod token;
mod words;

use std::iter;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

pub use address::{UrlAttribute, UrlKind, anchors, url_attributes};
pub use entity::decode;
pub use escape::{
    alphanumeric_or, encode_href, escape_attribute, escape_href, escape_text, fragment, one_of,
    percent_encode,
};
pub use token::{Token, tokens};
pub use words::words;

/// Elements whose content is text up to their end tag, whatever it looks like.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

/// One start tag.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    html: &'a str,
    /// The element's name as it is written.
    pub name: &'a str,
    /// Where the `<` is, in bytes from the start of the text given to [`tags`].
    pub start: usize,
    /// Where the text after the `>` starts.
    pub end: usize,
}

/// One attribute of a start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// The value as it is written, without quotes and with its entities; empty if there is none.
    pub value: &'a str,
    /// The bytes of `value`, from the start of the text given to [`tags`]. For an attribute
    /// without a value, the empty range behind its name.
    pub value_range: Range<usize>,
    /// The bytes of the whole attribute: name, equals sign, quotes and value.
    pub range: Range<usize>,
}

impl<'a> Tag<'a> {
    /// Returns whether this is the element `name`, in any letter case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns whether its content is text up to its end tag, as that of `script` is.
    pub fn is_raw_text(&self) -> bool {
        RAW_TEXT.iter().any(|name| self.is(name))
    }

    /// Returns the tag as it is written, with its brackets.
    pub fn as_str(&self) -> &'a str {
        &self.html[self.start..self.end]
    }

    /// Returns the attributes in the order they are written, repeated ones included.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut scanner = AttributeScanner { html: self.html, at: self.start + 1 + self.name.len() };
        iter::from_fn(move || scanner.next())
    }

    /// Returns the attribute `name`, in any letter case. Of several the first counts, as in browsers.
    pub fn attribute(&self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// Returns the start tags of `html`, from first to last.
///
/// End tags, comments, `CDATA` sections, declarations, processing instructions and the content of
/// `script`, `style`, `textarea`, `title` and other raw text elements are passed over. A tag that
/// is still open where the text ends is no tag. A tag may span lines, so an HTML block has to be
/// given as one text.
///
/// ```
/// # use daring::document::html;
/// let mut tags = html::tags(r#"<!-- <b> --><a href='x.md' download>x</a>"#);
/// let tag = tags.next().unwrap();
/// assert_eq!(tag.name, "a");
/// assert_eq!(tag.attribute("HREF").unwrap().value, "x.md");
/// assert_eq!(tag.attribute("download").unwrap().value, "");
/// assert!(tags.next().is_none());
/// ```
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    tags_but(html, |_| false)
}

/// As [`tags`], without those that are known: `is_known` is given what stands from a `<` to the next `>`. It may
/// be true of the whole text of start tags only, but for those of raw text elements: what begins with such a
/// text is read as it was.
pub fn tags_but(html: &str, is_known: impl Fn(&str) -> bool) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    let mut at = 0;
    iter::from_fn(move || {
        loop {
            let start = at + memchr(b'<', bytes.get(at..)?)?;
            if bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
                let end = after(bytes, b'>', start);
                if is_known(&html[start..end]) {
                    at = end;
                    continue;
                }
            }
            let markup = Markup::at(html, start);
            at = markup.end();
            if let Markup::Start(tag) = markup {
                if tag.is_raw_text() {
                    at = raw_text_end(html, tag.end, tag.name);
                }
                return Some(tag);
            }
        }
    })
}

/// What a `<` introduces.
enum Markup<'a> {
    Start(Tag<'a>),
    /// Anything else, with the place where the text goes on.
    Other(usize),
}

impl<'a> Markup<'a> {
    fn at(html: &'a str, start: usize) -> Self {
        let bytes = html.as_bytes();
        let Some(&first) = bytes.get(start + 1) else {
            return Self::Other(bytes.len());
        };
        let end = match first {
            b'a'..=b'z' | b'A'..=b'Z' => return Self::start_tag(html, start),
            b'!' => declaration_end(html, start),
            b'?' => after(bytes, b'>', start + 2),
            b'/' => match bytes.get(start + 2) {
                Some(byte) if byte.is_ascii_alphabetic() => {
                    let name = name_end(bytes, start + 2);
                    AttributeScanner { html, at: name }.run().unwrap_or(bytes.len())
                }
                Some(_) => after(bytes, b'>', start + 2),
                None => bytes.len(),
            },
            _ => start + 1,
        };
        Self::Other(end)
    }

    fn start_tag(html: &'a str, start: usize) -> Self {
        let name = name_end(html.as_bytes(), start + 1);
        match (AttributeScanner { html, at: name }).run() {
            Some(end) => Self::Start(Tag { html, name: &html[start + 1..name], start, end }),
            None => Self::Other(html.len()),
        }
    }

    fn end(&self) -> usize {
        match self {
            Self::Start(tag) => tag.end,
            Self::Other(end) => *end,
        }
    }
}

/// Returns the place behind the next `byte`, or the end of the text.
fn after(bytes: &[u8], byte: u8, from: usize) -> usize {
    memchr(byte, &bytes[from..]).map_or(bytes.len(), |found| from + found + 1)
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
    bytes[from..].iter().position(ends).map_or(bytes.len(), |length| from + length)
}

/// Carriage returns count because the WHATWG input stream turns them into line feeds.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

fn declaration_end(html: &str, start: usize) -> usize {
    let bytes = html.as_bytes();
    let rest = &bytes[start + 2..];
    if let Some(body) = rest.strip_prefix(b"--") {
        return start + 4 + comment_length(body);
    }
    if rest.starts_with(b"[CDATA[") {
        return memmem::find(rest, b"]]>").map_or(bytes.len(), |found| start + 2 + found + 3);
    }
    after(bytes, b'>', start + 2)
}

/// Returns how long a comment goes on after its `<!--`. WHATWG: `-->` and `--!>` end it, and
/// `<!-->` and `<!--->` are whole comments.
fn comment_length(body: &[u8]) -> usize {
    if body.starts_with(b">") {
        return 1;
    }
    if body.starts_with(b"->") {
        return 2;
    }
    let ends = |at: &usize| body[..*at].ends_with(b"--") || body[..*at].ends_with(b"--!");
    memchr_iter(b'>', body).find(ends).map_or(body.len(), |at| at + 1)
}

fn raw_text_end(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let closes = |at: &usize| {
        let rest = &bytes[*at + 2..];
        rest.len() > name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && (is_space(rest[name.len()]) || matches!(rest[name.len()], b'/' | b'>'))
    };
    memmem::find_iter(&bytes[from..], b"</").map(|found| from + found).find(closes).unwrap_or(bytes.len())
}

/// Walks the attributes of one tag. At first `at` is behind the tag's name.
struct AttributeScanner<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> AttributeScanner<'a> {
    /// Passes over all attributes; returns the place behind the `>`, or `None` if there is none.
    fn run(mut self) -> Option<usize> {
        // Most tags have none.
        while self.peek() != Some(b'>') && self.next().is_some() {}
        (self.peek() == Some(b'>')).then_some(self.at + 1)
    }

    /// Returns the next attribute; stops at the `>` of the tag or at the end of the text.
    fn next(&mut self) -> Option<Attribute<'a>> {
        self.skip(|byte| is_space(byte) || byte == b'/');
        if matches!(self.peek()?, b'>') {
            return None;
        }
        let start = self.at;
        // An equals sign where a name is expected is the first character of that name.
        self.at += 1;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name_end = self.at;
        self.skip(is_space);
        let value_range = if self.peek() == Some(b'=') {
            self.at += 1;
            self.value()?
        } else {
            self.at = name_end;
            name_end..name_end
        };
        Some(Attribute {
            name: &self.html[start..name_end],
            value: &self.html[value_range.clone()],
            value_range,
            range: start..self.at,
        })
    }

    /// Reads the value behind an equals sign; `None` if a quote is never closed.
    fn value(&mut self) -> Option<Range<usize>> {
        self.skip(is_space);
        match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                let start = self.at + 1;
                let Some(length) = memchr(quote, &self.html.as_bytes()[start..]) else {
                    self.at = self.html.len();
                    return None;
                };
                self.at = start + length + 1;
                Some(start..start + length)
            }
            _ => {
                let start = self.at;
                self.skip(|byte| !is_space(byte) && byte != b'>');
                Some(start..self.at)
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, passes: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&passes) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes tags as `name attribute=value …`, one for each tag.
    fn seen(html: &str) -> Vec<String> {
        let show = |tag: Tag<'_>| {
            let attributes = tag.attributes().map(|found| format!(" {}={}", found.name, found.value));
            tag.name.to_owned() + &attributes.collect::<String>()
        };
        tags(html).map(show).collect()
    }

    #[test]
    fn attributes_are_read_with_any_quotes_or_none() {
        assert_eq!(seen("<a b=\"1 > 2\" c='3\"' d=4/5 e  =  6 f>"), ["a b=1 > 2 c=3\" d=4/5 e=6 f="]);
        assert_eq!(seen("<a\nhref\n=\n'x'\n>"), ["a href=x"]);
    }

    // HTML standard, sections 13.2.5.32 to 13.2.5.40.
    #[test]
    fn malformed_tags_are_read_as_browsers_read_them() {
        for (html, expected) in [
            ("<br/>", "br"),
            ("<a/href=x/>", "a href=x/"),
            ("<a href=x / title=y>", "a href=x title=y"),
            ("<a b='1'c='2'>", "a b=1 c=2"),
            ("<a =b=c>", "a =b=c"),
            ("<a b=>", "a b="),
            ("<a b= c=d>", "a b=c=d"),
            ("<a <b>", "a <b="),
            ("<a\"b\">", "a\"b\""),
            ("<a b\"c=d>", "a b\"c=d"),
        ] {
            assert_eq!(seen(html), [expected], "{html}");
        }
    }

    #[test]
    fn only_start_tags_are_returned() {
        for html in [
            "a < b",
            "<",
            "</",
            "</a href='>'>",
            "</>",
            "</ <b>",
            "<!DOCTYPE html>",
            "<?php <b> ?>",
            "<!-- <b> -->",
            "<!--<b>--!>",
            "<![CDATA[ <b> > <b> ]]>",
            "<3>",
            "<!x <b>",
            "<!-- <b>",
            "<a",
            "<a b",
            "<a b='>",
            "<a b=c",
            "</a b='",
        ] {
            assert_eq!(seen(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn comments_end_where_browsers_end_them() {
        for comment in ["<!-->", "<!--->", "<!---->", "<!--x-->", "<!--x--!>", "<!-- > -> -->", "<!--!>-->"] {
            assert_eq!(seen(&format!("{comment}<b>")), ["b"], "{comment}");
        }
    }

    #[test]
    fn the_content_of_raw_text_elements_is_passed_over() {
        assert_eq!(seen("<script src=a>'<b>'</b></scripty></SCRIPT ><i>"), ["script src=a", "i"]);
        assert_eq!(
            seen("<title><b></title><style><b></style><textarea><b></textarea><i>"),
            ["title", "style", "textarea", "i"]
        );
        assert_eq!(seen("<script><b></script"), ["script"]);
    }

    #[test]
    fn a_repeated_attribute_keeps_its_first_value() {
        let tag = tags("<a HREF=1 href=2>").next().unwrap();
        assert_eq!(tag.attribute("href").unwrap().value, "1");
        assert_eq!(tag.attributes().count(), 2);
    }

    #[test]
    fn ranges_cover_value_and_whole_attribute() {
        let html = "é<img alt src = \"ü.png\" >x";
        let tag = tags(html).next().unwrap();
        assert_eq!(&html[tag.start..tag.end], "<img alt src = \"ü.png\" >");
        let src = tag.attribute("src").unwrap();
        assert_eq!((&html[src.value_range], &html[src.range]), ("ü.png", "src = \"ü.png\""));
        let alt = tag.attribute("alt").unwrap();
        assert_eq!((&html[alt.value_range], &html[alt.range]), ("", "alt"));
    }

    #[test]
    fn a_megabyte_of_anything_takes_linear_time() {
        for part in [
            "<",
            "<a ",
            "<!--",
            "<a b='",
            "<a b=\"x\" ",
            "</",
            "<script></scrip",
            "<![CDATA[",
            "<!-->",
            "</a ",
            "<a href ",
            "<a>",
            "<?",
            "-->",
            "<!-- -- > ",
        ] {
            let html = part.repeat((1 << 20) / part.len());
            let found: usize =
                tags(&html).map(|tag| url_attributes(&tag).count() + anchors(&tag).count()).sum();
            assert!(found <= html.len());
        }
    }

    proptest! {
        #[test]
        fn ranges_slice_back_to_what_is_reported(
            html in "(<[a-c]|</|<!--|-->|<!|script|[a-c=\"'/>< \n-]|é|\\]\\]>|<!\\[CDATA\\[){0,60}"
        ) {
            let mut done = 0;
            for tag in tags(&html) {
                prop_assert!(done <= tag.start && tag.start < tag.end);
                done = tag.end;
                let is_named = html[tag.start + 1..].starts_with(tag.name);
                prop_assert!(is_named);
                for attribute in tag.attributes() {
                    prop_assert_eq!(html.get(attribute.value_range), Some(attribute.value));
                    prop_assert!(html.get(attribute.range).is_some_and(|text| text.starts_with(attribute.name)));
                }
            }
        }

        #[test]
        fn no_text_is_too_strange(html in any::<String>()) {
            prop_assert!(tags(&html).count() <= html.len());
        }
    }
}
