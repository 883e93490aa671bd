//! Text, links and emphasis as Markdown.

use std::borrow::Cow;

use crate::document::html::one_of;

/// Returns a text, in one line, so that it means itself in Markdown.
pub(in crate::render::around) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let line: Vec<&str> = text.split_whitespace().collect();
    escape(&line.join(" "), &mut out);
    out
}

/// Appends a text so that it means itself between other text. What only means something at the
/// beginning of a line is the caller's business: see [`escape_line_start`].
pub(super) fn escape(text: &str, out: &mut String) {
    let mut kept = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| MARKS[usize::from(*byte)]) {
        let before = text[..at].chars().next_back().or_else(|| out.chars().next_back()).unwrap_or(' ');
        if is_markup(&text[at..], before) {
            out.push_str(&text[kept..at]);
            out.push('\\');
            kept = at;
        }
    }
    out.push_str(&text[kept..]);
}

/// The bytes that may mean something within a line.
static MARKS: [bool; 256] = one_of(b"*`[]~\\_<&");

/// Bytes looked at together. The comparison of a whole block compiles to vector instructions.
const BLOCK: usize = 32;

/// Whether the first character of a text means something in Markdown, behind this one.
fn is_markup(text: &str, before: char) -> bool {
    let mut chars = text.chars();
    let mark = chars.next();
    let next = chars.next();
    let after = next.unwrap_or(' ');
    match mark {
        Some('*' | '`' | '[' | ']' | '~') => true,
        // At the end of a line it breaks it, and what stands behind the text may be a mark.
        Some('\\') => after.is_ascii_punctuation() || next.is_none_or(|next| next == '\n'),
        Some('_') => !(before.is_alphanumeric() && after.is_alphanumeric()),
        Some('<') => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
        Some('&') => after.is_ascii_alphabetic() || after == '#',
        _ => false,
    }
}

/// Returns a text with one character for each stretch of white space: a line feed where it holds one, or
/// else a blank.
pub(super) fn with_single_gaps(text: &str) -> Cow<'_, str> {
    if has_single_gaps(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
        let gap = rest.bytes().skip(word).take_while(u8::is_ascii_whitespace).count();
        out.push_str(&rest[..word]);
        if gap > 0 {
            out.push(if rest[word..word + gap].contains('\n') { '\n' } else { ' ' });
        }
        rest = &rest[word + gap..];
    }
    Cow::Owned(out)
}

/// Whether white space is nothing but blanks and line feeds that stand alone.
fn has_single_gaps(bytes: &[u8]) -> bool {
    let is_gap = |byte: u8| (byte == b' ') | (byte == b'\n');
    let is_other_gap = |byte: u8| (byte == b'\t') | (byte == b'\r') | (byte == b'\x0c');
    if bytes.first().is_some_and(|byte| is_other_gap(*byte)) {
        return false;
    }
    // In parts without a way out, so that many bytes are compared at once.
    let before = bytes.chunks(BLOCK);
    let behind = bytes.get(1..).unwrap_or_default().chunks(BLOCK);
    before.zip(behind).all(|(before, behind)| {
        let is_wrong = |(a, b): (&u8, &u8)| is_other_gap(*b) | (is_gap(*a) & is_gap(*b));
        !before.iter().zip(behind).fold(false, |found, pair| found | is_wrong(pair))
    })
}

/// Returns a line so that it begins no heading, list, quote, rule, table or definition.
pub(super) fn escape_line_start(line: &str) -> Cow<'_, str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < 10 && line[digits..].starts_with(['.', ')']) {
        return Cow::Owned(format!("{}\\{}", &line[..digits], &line[digits..]));
    }
    let is_fence = line.starts_with("~~~") || line.starts_with("```");
    if is_fence || line.starts_with(['#', '>', '+', '-', '=', ':', '|']) {
        return Cow::Owned(format!("\\{line}"));
    }
    Cow::Borrowed(line)
}

/// Returns an address as it stands between the brackets of a link.
pub(in crate::render::around) fn destination(href: &str) -> Cow<'_, str> {
    let is_plain = !href.is_empty() && !href.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c));
    if is_plain {
        return Cow::Borrowed(href);
    }
    let mut out = String::from("<");
    for c in href.chars().filter(|c| !c.is_control()) {
        if matches!(c, '<' | '>' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('>');
    Cow::Owned(out)
}

/// Returns code as it stands in a line of text.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let is_bare = text.starts_with('`') || text.ends_with('`');
    let pad = if is_bare || (text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty()) {
        " "
    } else {
        ""
    };
    format!("{marks}{pad}{text}{pad}{marks}")
}

/// Puts what was written since `start` between two marks. White space at its ends stays outside,
/// where Markdown wants it; of nothing nothing is made.
pub(super) fn wrap(out: &mut String, start: usize, open: &str, close: &str) {
    let content = out.get(start..).unwrap_or_default();
    let trimmed = content.trim();
    if trimmed.is_empty() {
        return;
    }
    let from = start + content.len() - content.trim_start().len();
    let to = from + trimmed.len();
    out.insert_str(to, close);
    out.insert_str(from, open);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself() {
        assert_eq!(
            escaped("a*b_c _d_ [x] `y` 1 < 2 <b> &amp; ~/x\n R&D \\(z\\) C:\\x"),
            "a\\*b_c \\_d\\_ \\[x\\] \\`y\\` 1 < 2 \\<b> \\&amp; \\~/x R\\&D \\\\(z\\\\) C:\\x"
        );
        for (line, wanted) in
            [("- a", "\\- a"), ("12. b", "12\\. b"), ("2027 c", "2027 c"), ("# d", "\\# d"), ("e", "e")]
        {
            assert_eq!(escape_line_start(line), wanted);
        }
    }

    #[test]
    fn gaps_are_one_character() {
        for text in ["", "a b\nc", " a "] {
            assert!(matches!(with_single_gaps(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(with_single_gaps("\ta  b \n c\r\n"), " a b\nc\n");
        for at in 0..100 {
            let text = format!("{}{}", "x".repeat(at), "  y".repeat(20));
            assert_eq!(with_single_gaps(&text), text.replace("  ", " "));
        }
    }

    #[test]
    fn what_stands_before_a_text_tells_what_it_means() {
        let mut out = String::from("a");
        escape("_b", &mut out);
        escape("_ c", &mut out);
        assert_eq!(out, "a_b\\_ c");
    }

    #[test]
    fn addresses_and_code_are_whole() {
        assert_eq!(destination("../a/index.md#b"), "../a/index.md#b");
        assert_eq!(destination("a(b) c>"), "<a(b) c\\>>");
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a ` b"), "``a ` b``");
        assert_eq!(code("`x`"), "`` `x` ``");
    }

    #[test]
    fn marks_touch_what_they_mark() {
        let mut out = String::from("a ");
        out.push_str(" b ");
        wrap(&mut out, 2, "**", "**");
        assert_eq!(out, "a  **b** ");
        wrap(&mut out, 9, "*", "*");
        assert_eq!(out, "a  **b** ");
    }
}
