//! Texts of YAML that lose something because nothing stands around them.

use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Value};
use crate::source::Span;

/// Keys whose values are texts for people.
const TEXTS: [&str; 6] = ["title", "name", "description", "summary", "owner", "tagline"];

/// Reports texts of which YAML takes a part for something else, and tags that are one by a comma in it. `text`
/// is the file up to the end of the front matter.
pub(super) fn reports(fields: &[Field], text: &str) -> Vec<Diagnostic> {
    let reports = fields.iter().filter_map(|field| match &field.node.value {
        Value::String(value) if field.key == "tags" => one_tag(field, value),
        Value::List(_) | Value::Map(_) => None,
        _ if TEXTS.contains(&&*field.key) => shortened(field, text),
        _ => None,
    });
    reports.collect()
}

fn one_tag(field: &Field, value: &str) -> Option<Diagnostic> {
    value.contains(',').then(|| {
        let tags: Vec<&str> = value.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
        let report = warning(format!("`{value}` is one tag"), field.node.span);
        report.help(format!("write a list: `tags: [{}]`", tags.join(", ")))
    })
}

fn shortened(field: &Field, text: &str) -> Option<Diagnostic> {
    let start = field.key_span.end as usize;
    let line = text.get(start..)?.lines().next()?;
    let value = line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim();
    let at = start + (line.len() - line.trim_start().len()) + line.trim_start().find(value)?;
    let what = match value.as_bytes().first()? {
        b'!' => format!("takes `{}` for a type", value.split(' ').next()?),
        b'&' => format!("takes `{}` for an anchor", value.split(' ').next()?),
        b'"' | b'\'' | b'|' | b'>' | b'*' | b'#' => return None,
        // Who writes a remark puts a blank behind the sign.
        _ => {
            let (_, rest) = value.split_once(" #")?;
            let is_text = rest.starts_with(|c: char| !c.is_whitespace() && c != '#');
            is_text.then(|| format!("takes `#{rest}` for a remark"))?
        }
    };
    let report = warning(
        format!("`{}` is not all of its line: YAML {what}", field.key),
        Span::new(at, at + value.len()),
    );
    Some(report.help("put quotes around the text"))
}

fn warning(message: String, span: Span) -> Diagnostic {
    Diagnostic::new(Code::FrontMatterUnquoted, message).at(span, "")
}

#[cfg(test)]
mod tests {
    use crate::document::front_matter::read;

    fn said(line: &str) -> Vec<(String, String)> {
        let text = format!("---\n{line}\n---\n");
        let reports = read(&text).0.diagnostics.into_iter();
        reports
            .map(|report| {
                let label = report.primary.expect("it has a place");
                (report.message, text[label.span.expect("in the text").range()].to_owned())
            })
            .collect()
    }

    #[test]
    fn a_text_that_loses_something_is_told() {
        for (line, message, place) in [
            (
                "title: Incident #12 and after",
                "`title` is not all of its line: YAML takes `#12 and after` for a remark",
                "Incident #12 and after",
            ),
            (
                "title:  !important note",
                "`title` is not all of its line: YAML takes `!important` for a type",
                "!important note",
            ),
            ("title: &foo", "`title` is not all of its line: YAML takes `&foo` for an anchor", "&foo"),
            ("tags: oncall, incidents", "`oncall, incidents` is one tag", "oncall, incidents"),
        ] {
            assert_eq!(said(line), [(message.to_owned(), place.to_owned())], "{line}");
        }
    }

    #[test]
    fn a_text_that_is_whole_is_not() {
        for line in [
            "title: \"Incident #12\"",
            "title: C# and F#",
            "title: Incidents # a remark",
            "title: Incidents ##",
            "title: >-\n  Incident #12",
            "title:\n  'Incident #12'",
            "tags: oncall",
            "tags: [a, b]",
            "weight: 3 #third",
        ] {
            assert_eq!(said(line), [], "{line}");
        }
    }
}
