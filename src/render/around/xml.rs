//! Writing XML.

use std::borrow::Cow;

/// Returns a text so that it means itself in XML, in an element as in an attribute. What XML 1.0 has
/// no way to write (section 2.2) is left out.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| {
        !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}') && (c >= ' ' || c == '\n')
    };
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push(' '),
            c if is_plain(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(
            escaped("a <b> & \"c\" 'd'\te\u{1}\u{ffff}"),
            "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; e"
        );
        assert_eq!(escaped("plain — text"), "plain — text");
    }
}
