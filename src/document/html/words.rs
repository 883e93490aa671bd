//! The words of HTML.

use super::{Token, decode, tokens};

/// Elements that stand in a line: what is on both sides of their tags may be one word.
const INLINE: [&str; 23] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// Returns what HTML says, without tags and with one blank between words. Alternative texts of images are words.
///
/// ```
/// # use daring::document::html::words;
/// assert_eq!(words("<table><tr><td>Lead<b>s</b> &amp;\n asks<td>Daily</table>"), "Leads & asks Daily");
/// ```
pub fn words(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for token in tokens(html) {
        let name = match &token {
            Token::Text(part) => {
                text.push_str(part);
                continue;
            }
            Token::Start(tag) => tag.name,
            Token::End(name) => name,
        };
        if INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            continue;
        }
        text.push(' ');
        if let Token::Start(tag) = &token
            && let Some(words) = tag.attribute("alt").filter(|_| tag.is("img"))
        {
            text.push_str(words.value);
            text.push(' ');
        }
    }
    decode(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}
