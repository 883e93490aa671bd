//! Addresses in plain text: the extended autolinks of GitHub Flavored Markdown, section 6.9.
//!
//! Where the specification and GitHub differ, GitHub wins, because that is where writers look:
//! an address with a scheme may follow any character but a letter (`"https://…"` is linked), and its
//! host needs no period (`http://localhost`).

use std::iter;
use std::ops::Range;

use memchr::memchr3;

/// An address found in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autolink {
    /// Its bytes, from the start of the text.
    pub range: Range<usize>,
    /// What has to stand before it to make it an href: `http://`, `mailto:` or nothing.
    pub prefix: &'static str,
}

/// Returns the addresses in `text`, from first to last.
///
/// `before` is the character in front of the text, if it is not the start of its line or block:
/// whether an address may begin depends on it.
///
/// ```
/// use daring::document::autolink;
///
/// let text = "See www.example.com/a(b), or ask help@example.com.";
/// let found: Vec<_> = autolink::find(text, None).map(|link| (&text[link.range], link.prefix)).collect();
/// assert_eq!(found, [("www.example.com/a(b)", "http://"), ("help@example.com", "mailto:")]);
/// ```
pub fn find(text: &str, before: Option<char>) -> impl Iterator<Item = Autolink> {
    // Every address has one of three characters that are rare in prose.
    let mut at = 0;
    let mut free = 0;
    iter::from_fn(move || {
        loop {
            let found = at + memchr3(b':', b'@', b'.', text.as_bytes().get(at..)?)?;
            at = found + 1;
            let place = Place { text, before, free, at: found };
            let link = match text.as_bytes()[found] {
                b':' => place.with_scheme(),
                b'@' => place.e_mail(),
                _ => place.www(),
            };
            if let Some(link) = link {
                at = link.range.end;
                free = at;
                return Some(link);
            }
        }
    })
}

/// The longest host name there is. Nothing longer is looked at, which keeps the search linear.
const MAX_HOST: usize = 253;

/// A character that an address may be built around.
struct Place<'a> {
    text: &'a str,
    before: Option<char>,
    /// Where the last address ended; a new one starts there at the earliest.
    free: usize,
    at: usize,
}

impl Place<'_> {
    fn www(&self) -> Option<Autolink> {
        let start = self.start_of("www")?;
        if !self.char_before(start).is_none_or(|c| c.is_whitespace() || "*_~([]".contains(c)) {
            return None;
        }
        let domain = domain_length(&self.text[self.at + 1..])?;
        self.link(start, self.at + 1 + domain, "http://")
    }

    fn with_scheme(&self) -> Option<Autolink> {
        let rest = self.text[self.at..].strip_prefix("://")?;
        let start = ["https", "http", "ftp"].iter().find_map(|scheme| self.start_of(scheme))?;
        if self.char_before(start).is_some_and(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let domain = domain_length(rest)?;
        self.link(start, self.at + 3 + domain, "")
    }

    fn e_mail(&self) -> Option<Autolink> {
        let bytes = self.text.as_bytes();
        let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b".+-_".contains(byte);
        let local = bytes[self.free..self.at].iter().rev().take_while(|byte| is_local(byte)).count();
        let start = self.at - local;
        let before = self.char_before(start);
        let goes_on = |c: char| matches!(c, '/' | '@') || u8::try_from(c).is_ok_and(|byte| is_local(&byte));
        if local == 0 || before.is_some_and(goes_on) {
            return None;
        }
        let end = self.at + 1 + e_mail_domain_length(&bytes[self.at + 1..])?;
        let scheme = Place { at: start.saturating_sub(1), ..*self };
        if let Some(start) = scheme.protocol("mailto") {
            return Some(Autolink { range: start..end, prefix: "" });
        }
        if let Some(start) = scheme.protocol("xmpp") {
            return Some(Autolink { range: start..end + resource_length(&bytes[end..]), prefix: "" });
        }
        Some(Autolink { range: start..end, prefix: "mailto:" })
    }

    /// Returns where `name` starts if it and a colon lead up to here.
    fn protocol(&self, name: &str) -> Option<usize> {
        let is_colon = self.text.as_bytes().get(self.at) == Some(&b':');
        let start = self.start_of(name).filter(|_| is_colon)?;
        (!self.char_before(start).is_some_and(|c| c.is_ascii_alphanumeric())).then_some(start)
    }

    /// Returns where `word`, in any letter case, starts if it stands right before this place.
    fn start_of(&self, word: &str) -> Option<usize> {
        let start = self.at.checked_sub(word.len()).filter(|start| *start >= self.free)?;
        let found = &self.text.as_bytes()[start..self.at];
        found.eq_ignore_ascii_case(word.as_bytes()).then_some(start)
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back().or(self.before)
    }

    /// Finishes an address whose host ends at `host_end`: takes what follows, without the
    /// punctuation that belongs to the sentence.
    fn link(&self, start: usize, host_end: usize, prefix: &'static str) -> Option<Autolink> {
        let path = &self.text[host_end..];
        let length = path.find(|c: char| c == '<' || c.is_whitespace()).unwrap_or(path.len());
        let end = start + trimmed_length(&self.text.as_bytes()[start..host_end + length]);
        Some(Autolink { range: start..end, prefix })
    }
}

/// Returns the length of the host name that `text` starts with, or `None` if it is none.
///
/// The last two segments of a host name may not hold underscores.
fn domain_length(text: &str) -> Option<usize> {
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let end =
        text.char_indices().find(|(at, c)| !is_host(*c) || *at > MAX_HOST).map_or(text.len(), |(at, _)| at);
    if end > MAX_HOST {
        return None;
    }
    let is_sound = text[..end].rsplit('.').take(2).all(|segment| !segment.contains('_'));
    is_sound.then_some(end)
}

/// Returns the length of the domain of an e-mail address: at least two segments, ending in a
/// letter. A period at the end belongs to the sentence.
fn e_mail_domain_length(bytes: &[u8]) -> Option<usize> {
    let mut periods = 0;
    let mut length = 0;
    while let Some(&byte) = bytes.get(length) {
        match byte {
            b'.' if bytes.get(length + 1).is_some_and(u8::is_ascii_alphanumeric) => periods += 1,
            b'-' | b'_' => {}
            b'@' => return None,
            _ if byte.is_ascii_alphanumeric() => {}
            _ => break,
        }
        length += 1;
    }
    let ends_well = length > 0 && bytes[length - 1].is_ascii_alphabetic();
    (periods > 0 && ends_well).then_some(length)
}

/// Returns the length of the resource of an XMPP address, slash included; 0 if there is none.
fn resource_length(bytes: &[u8]) -> usize {
    let is_resource = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.');
    let Some(rest) = bytes.strip_prefix(b"/") else {
        return 0;
    };
    let name = &rest[..rest.iter().take_while(|byte| is_resource(byte)).count()];
    let length = name.iter().rposition(|byte| *byte != b'.').map_or(0, |last| last + 1);
    if length == 0 { 0 } else { length + 1 }
}

/// Returns how much of an address is left without punctuation at its end, closing parentheses that
/// it does not open, and what looks like a character reference.
fn trimmed_length(address: &[u8]) -> usize {
    let count = |wanted: u8| address.iter().filter(|byte| **byte == wanted).count();
    let opened = count(b'(');
    let mut closed = count(b')');
    let mut end = address.len();
    while let Some(last) = end.checked_sub(1) {
        match address[last] {
            b')' if closed > opened => {
                closed -= 1;
                end = last;
            }
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end = last,
            b';' => end = reference_start(&address[..last]).unwrap_or(last),
            _ => break,
        }
    }
    end
}

/// Returns where a character reference starts if `address` ends with one, semicolon left out.
fn reference_start(address: &[u8]) -> Option<usize> {
    let name = address.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let start = (address.len() - name).checked_sub(1)?;
    (name > 0 && address[start] == b'&').then_some(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes the links of a text as `[prefix|address]`.
    fn marked(text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for link in find(text, None) {
            out.push_str(&text[done..link.range.start]);
            out.push_str(&format!("[{}|{}]", link.prefix, &text[link.range.clone()]));
            done = link.range.end;
        }
        out + &text[done..]
    }

    // GFM 0.29, examples 622 to 628.
    #[test]
    fn www_addresses_are_linked_as_the_specification_says() {
        for (text, expected) in [
            ("www.commonmark.org", "[http://|www.commonmark.org]"),
            ("Visit www.commonmark.org/help for more.", "Visit [http://|www.commonmark.org/help] for more."),
            ("Visit www.commonmark.org.", "Visit [http://|www.commonmark.org]."),
            ("Visit www.commonmark.org/a.b.", "Visit [http://|www.commonmark.org/a.b]."),
            (
                "www.google.com/search?q=Markup+(business)",
                "[http://|www.google.com/search?q=Markup+(business)]",
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                "[http://|www.google.com/search?q=Markup+(business)]))",
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                "([http://|www.google.com/search?q=Markup+(business)])",
            ),
            (
                "(www.google.com/search?q=Markup+(business)",
                "([http://|www.google.com/search?q=Markup+(business)]",
            ),
            ("www.google.com/search?q=(business))+ok", "[http://|www.google.com/search?q=(business))+ok]"),
            (
                "www.google.com/search?q=commonmark&hl=en",
                "[http://|www.google.com/search?q=commonmark&hl=en]",
            ),
            ("www.google.com/search?q=commonmark&hl;", "[http://|www.google.com/search?q=commonmark]&hl;"),
            ("www.commonmark.org/he<lp", "[http://|www.commonmark.org/he]<lp"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    // Example 629, and the last one of version 0.28 of its section.
    #[test]
    fn addresses_with_a_scheme_are_linked_as_the_specification_says() {
        for (text, expected) in [
            ("http://commonmark.org", "[|http://commonmark.org]"),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                "(Visit [|https://encrypted.google.com/search?q=Markup+(business)])",
            ),
            ("Anonymous FTP is at ftp://foo.bar.baz.", "Anonymous FTP is at [|ftp://foo.bar.baz]."),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    // Examples 630 to 635.
    #[test]
    fn mail_addresses_are_linked_as_the_specification_says() {
        for (text, expected) in [
            ("foo@bar.baz", "[mailto:|foo@bar.baz]"),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                "hello@mail+xyz.example isn't valid, but [mailto:|hello+xyz@mail.example] is.",
            ),
            ("a.b-c_d@a.b", "[mailto:|a.b-c_d@a.b]"),
            ("a.b-c_d@a.b.", "[mailto:|a.b-c_d@a.b]."),
            ("a.b-c_d@a.b-", "a.b-c_d@a.b-"),
            ("a.b-c_d@a.b_", "a.b-c_d@a.b_"),
            ("mailto:foo@bar.baz", "[|mailto:foo@bar.baz]"),
            ("mailto:a.b-c_d@a.b", "[|mailto:a.b-c_d@a.b]"),
            ("mailto:a.b-c_d@a.b.", "[|mailto:a.b-c_d@a.b]."),
            ("mailto:a.b-c_d@a.b/", "[|mailto:a.b-c_d@a.b]/"),
            ("mailto:a.b-c_d@a.b-", "mailto:a.b-c_d@a.b-"),
            ("mailto:a.b-c_d@a.b_", "mailto:a.b-c_d@a.b_"),
            ("xmpp:foo@bar.baz", "[|xmpp:foo@bar.baz]"),
            ("xmpp:foo@bar.baz.", "[|xmpp:foo@bar.baz]."),
            ("xmpp:foo@bar.baz/txt", "[|xmpp:foo@bar.baz/txt]"),
            ("xmpp:foo@bar.baz/txt@bin", "[|xmpp:foo@bar.baz/txt@bin]"),
            ("xmpp:foo@bar.baz/txt@bin.com", "[|xmpp:foo@bar.baz/txt@bin.com]"),
            ("xmpp:foo@bar.baz/txt/bin", "[|xmpp:foo@bar.baz/txt]/bin"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn addresses_are_linked_as_on_github_where_the_specification_is_stricter() {
        assert_eq!(marked("http://localhost:3000/a"), "[|http://localhost:3000/a]");
        assert_eq!(marked("\"https://a.b\""), "\"[|https://a.b]\"");
        assert_eq!(marked("WWW.a.org HTTPS://a.b"), "[http://|WWW.a.org] [|HTTPS://a.b]");
        assert_eq!(marked("**www.a.org**"), "**[http://|www.a.org]**");
        assert_eq!(marked("https://a.b/x@y.z, x@y.z"), "[|https://a.b/x@y.z], [mailto:|x@y.z]");
        assert_eq!(marked("siehe https://münchen.de/straße!"), "siehe [|https://münchen.de/straße]!");
    }

    #[test]
    fn what_only_resembles_an_address_is_no_link() {
        for text in [
            "awww.a.org",
            "www.",
            "www. a",
            "www.-",
            "xhttp://a.b",
            "http://",
            "http:// a",
            "mailto:",
            "a@b",
            "@b.c",
            "https://a_b.c",
            "https://a.b_c",
            "www.a_b.org",
            "a/b@c.d",
            "10:30 a.m.",
            "std::fmt",
            "a@b.c@d.e",
            "a@b.3",
        ] {
            assert_eq!(marked(text), text);
        }
        assert_eq!(marked("https://a_b.c.d"), "[|https://a_b.c.d]");
    }

    #[test]
    fn the_character_before_the_text_decides_whether_an_address_may_begin() {
        assert_eq!(find("www.a.org", Some('(')).count(), 1);
        assert_eq!(find("www.a.org", Some('/')).count(), 0);
        assert_eq!(find("http://a.org", Some('x')).count(), 0);
        assert_eq!(find("a@b.org", Some('x')).count(), 0);
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for part in
            ["_www.a", "a@", "a@b.c", "http://a_", "www.", ":", "http://a.b)", "https://a.b&a;", "a.b@c_"]
        {
            let text = part.repeat(1_000_000 / part.len());
            assert!(find(&text, None).count() <= text.len());
        }
    }

    proptest! {
        #[test]
        fn links_are_ordered_slices_of_the_text(text in "([a-c:/@.w_~()<;&é ]|www\\.|https?://|mailto:|xmpp:){0,40}") {
            let mut done = 0;
            for link in find(&text, None) {
                prop_assert!(done <= link.range.start && link.range.start < link.range.end);
                prop_assert!(text.get(link.range.clone()).is_some());
                done = link.range.end;
            }
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>(), before in any::<Option<char>>()) {
            for link in find(&text, before) {
                prop_assert!(text.get(link.range).is_some());
            }
        }
    }
}
