//! Anchors of headings, where a tool makes others than we do: they are written down, so that links from
//! anywhere still find their heading.

use super::block::Line;
use super::fence::fence_end;
use super::inline::code_spans;
use crate::config::SlugRule;
use crate::document::slug::slug;

/// Gives headings the anchors that Python's Markdown makes for them, where ours would be others. Returns
/// how many got one.
pub(super) fn of_python(lines: &mut [Line]) -> usize {
    let mut theirs = Vec::new();
    let mut ours = Vec::new();
    let mut count = 0;
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(lines, at) {
            at = end;
            continue;
        }
        let line = &mut lines[at];
        at += 1;
        let Some(text) = heading(&line.text) else { continue };
        if let Some((_, id)) = text.rsplit_once("{#") {
            let id = id.trim_end_matches('}').to_owned();
            theirs.push(id.clone());
            ours.push(id);
            continue;
        }
        let plain = plain(text);
        let their = unique(python(&plain), '_', &mut theirs);
        let our = unique(slug(&plain, SlugRule::Github), '-', &mut ours);
        if their != our && !their.is_empty() {
            line.text = format!("{} {{#{their}}}", line.text.trim_end());
            count += 1;
        }
    }
    count
}

/// The text of a heading that begins with `#`, which may stand in a box or a quotation.
fn heading(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '>']);
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let text = line[level..].strip_prefix(' ')?.trim();
    ((1..=6).contains(&level) && !text.is_empty()).then_some(text.trim_end_matches('#').trim_end())
}

/// `slugify` of the extension `toc`, with `unicode` off: <https://python-markdown.github.io/extensions/toc/>.
fn python(text: &str) -> String {
    let mut out = String::new();
    let mut is_gap = false;
    let kept = text
        .chars()
        .filter_map(ascii)
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace());
    for c in kept.collect::<String>().trim().chars() {
        if c == '-' || c.is_whitespace() {
            is_gap = true;
            continue;
        }
        if std::mem::take(&mut is_gap) {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    if is_gap {
        out.push('-');
    }
    out
}

/// A letter without its accent, as far as the Latin letters go; what else is no ASCII goes.
fn ascii(c: char) -> Option<char> {
    const ACCENTED: &str =
        "àaáaâaãaäaåaçcèeéeêeëeìiíiîiïiñnòoóoôoõoöoùuúuûuüuýyÿyčcďděeňnřršsťtůužząaćcęeńnśsźzżzőoűuăașsțtğg";
    if c.is_ascii() || c == '\u{a0}' {
        return Some(if c == '\u{a0}' { ' ' } else { c });
    }
    let lower = c.to_lowercase().next()?;
    let mut pairs = ACCENTED.chars();
    while let (Some(accented), Some(bare)) = (pairs.next(), pairs.next()) {
        if accented == lower {
            return Some(bare);
        }
    }
    None
}

/// A name that nobody has, with a number behind it where it takes one.
fn unique(name: String, mark: char, taken: &mut Vec<String>) -> String {
    let mut own = name.clone();
    let mut number = 1;
    while taken.contains(&own) {
        own = format!("{name}{mark}{number}");
        number += 1;
    }
    taken.push(own.clone());
    own
}

/// The text of a heading without its marks, as far as anchors are made from it.
fn plain(text: &str) -> String {
    let spans = code_spans(text);
    let mut out = String::new();
    let mut from = 0;
    for span in spans {
        out.push_str(&unmarked(&text[from..span.start]));
        out.push_str(text[span.clone()].trim_matches('`').trim());
        from = span.end;
    }
    out.push_str(&unmarked(&text[from..]));
    out
}

/// Text without links, tags, pictures, stars and backslashes.
fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', ']', '<', '*', '\\', '!', '&']) {
        out.push_str(&rest[..at]);
        let (mark, behind) = rest[at..].split_at(1);
        rest = behind;
        match mark {
            "!" if behind.starts_with('[') => {
                // A picture has no text of its own.
                rest = behind.find(')').map_or(behind, |end| &behind[end + 1..]);
            }
            "]" => {
                if let Some(end) = behind.strip_prefix('(').and_then(|inner| inner.find(')')) {
                    rest = &behind[end + 2..];
                }
            }
            "<" => match behind.find('>') {
                Some(end) if behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                    rest = &behind[end + 1..];
                }
                _ => out.push('<'),
            },
            "&" => match behind.find(';').filter(|end| behind[..*end].chars().all(char::is_alphanumeric)) {
                Some(end) if end > 0 => {
                    rest = &behind[end + 1..];
                }
                _ => out.push('&'),
            },
            "[" | "*" | "\\" => {}
            mark => out.push_str(mark),
        }
    }
    out.push_str(rest);
    // Underlines around words are emphasis, those in words are letters.
    let words = out.split(' ').map(|word| word.trim_matches('_'));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchored(text: &str) -> String {
        let mut lines: Vec<Line> =
            text.lines().enumerate().map(|(at, line)| Line::new(line.to_owned(), at + 1)).collect();
        of_python(&mut lines);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn headings_keep_the_anchors_of_python() {
        for (text, expected) in [
            ("## Terms & Conditions", "## Terms & Conditions {#terms-conditions}"),
            ("## Level 3 - Senior", "## Level 3 - Senior {#level-3-senior}"),
            ("# Überblick", "# Überblick {#uberblick}"),
            ("## The `a/b` & *c*", "## The `a/b` & *c* {#the-ab-c}"),
            ("> ### [A & b](c.md) ##", "> ### [A & b](c.md) ## {#a-b}"),
            ("## What's `up_now`?", "## What's `up_now`?"),
            ("## _Plain_ <b>words</b>", "## _Plain_ <b>words</b>"),
            ("## A & b {#own}", "## A & b {#own}"),
            ("#no - heading\n```\n# a - b\n```", "#no - heading\n```\n# a - b\n```"),
        ] {
            assert_eq!(anchored(text), expected);
        }
        assert_eq!(anchored("## A\n\n## A\n\n## A"), "## A\n\n## A {#a_1}\n\n## A {#a_2}");
    }
}
