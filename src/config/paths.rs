//! `[[paths]]`: reading paths, ordered lists of pages for one kind of reader.

use super::CODES;
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Node, Spanned, Table, Value};
use crate::source::Span;

/// `[[paths]]`: a reading path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingPath {
    /// `id`: its name in addresses: small letters, digits and `-`.
    pub id: Spanned<String>,
    /// `title`: its name.
    pub title: String,
    /// `description`: one sentence about whom it is for.
    pub description: String,
    /// `pages`: its stops in their order.
    pub stops: Vec<Stop>,
}

/// A page of a reading path: `{ page = "vision/triggers.md", why = "…" }`, or the page alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// `page`: the file below the content folder, or its address.
    pub page: Spanned<String>,
    /// `why`: a sentence about what it is read for; or empty.
    pub why: String,
}

/// Reads the list under `paths`.
pub(super) fn read(table: &mut Table<'_>, text: &str) -> Vec<ReadingPath> {
    let Some(node) = table.node("paths") else { return Vec::new() };
    let Value::List(nodes) = &node.value else {
        table.wrong_type("paths", "a list of tables `[[paths]]`", node);
        return Vec::new();
    };
    let mut paths: Vec<ReadingPath> = Vec::new();
    for node in nodes {
        let Value::Map(fields) = &node.value else {
            table.wrong_type("paths", "a list of tables `[[paths]]`", node);
            continue;
        };
        let (path, reports) = read_path(fields, head_of(node, fields), text);
        reports.into_iter().for_each(|report| table.report(report));
        let Some(path) = path else { continue };
        match paths.iter().find(|other| other.id.value == path.id.value) {
            Some(first) => table.report(twice(&path, first)),
            None => paths.push(path),
        }
    }
    paths
}

/// The bytes that stand for a whole table in a report: its first key, since it may go on for long.
fn head_of(node: &Node, fields: &[Field]) -> Span {
    fields.first().map_or(node.span, |field| field.key_span)
}

fn read_path(fields: &[Field], head: Span, text: &str) -> (Option<ReadingPath>, Vec<Diagnostic>) {
    let mut table = Table::new(fields, text, CODES);
    let title = table.string("title");
    let id = table.string("id").and_then(|id| checked_id(&mut table, id));
    let description = table.string("description").map_or(String::new(), |text| text.value);
    let stops = read_stops(&mut table, text);
    let has_pages = fields.iter().any(|field| field.key == "pages");
    let missing = [
        ("id", fields.iter().all(|field| field.key != "id")),
        ("title", title.is_none()),
        ("pages", !has_pages),
    ];
    for (key, _) in missing.iter().filter(|(_, is_missing)| *is_missing) {
        let report = Diagnostic::new(Code::ConfigValue, format!("this reading path has no `{key}`"));
        table.report(report.at(head, "declared here").help(match *key {
            "id" => "add the name that it has in addresses, such as `id = \"new-in-the-role\"`",
            "title" => "add its name, such as `title = \"New in the role\"`",
            _ => "add its pages in order, such as `pages = [\"vision/triggers.md\"]`",
        }));
    }
    let path = match (id, title, has_pages) {
        (Some(id), Some(title), true) => Some(ReadingPath { id, title: title.value, description, stops }),
        _ => None,
    };
    (path, table.finish(&[]))
}

fn read_stops(table: &mut Table<'_>, text: &str) -> Vec<Stop> {
    let Some(node) = table.node("pages") else { return Vec::new() };
    let Value::List(nodes) = &node.value else {
        table.wrong_type("pages", "a list of pages", node);
        return Vec::new();
    };
    if nodes.is_empty() {
        let report = Diagnostic::new(Code::ConfigValue, "a reading path needs pages").at(node.span, "");
        table.report(report.help("list them in order, such as `pages = [\"vision/triggers.md\"]`"));
    }
    let mut stops = Vec::new();
    for node in nodes {
        match &node.value {
            Value::String(page) => {
                let page = Spanned { value: page.clone(), span: node.span };
                stops.push(Stop { page, why: String::new() });
            }
            Value::Map(fields) => {
                let mut stop = Table::new(fields, text, CODES);
                let page = stop.string("page");
                let why = stop.string("why").map_or(String::new(), |why| why.value);
                if page.is_none() && fields.iter().all(|field| field.key != "page") {
                    let report = Diagnostic::new(Code::ConfigValue, "this stop names no `page`");
                    let help = "write `{ page = \"vision/triggers.md\", why = \"…\" }`";
                    stop.report(report.at(head_of(node, fields), "").help(help));
                }
                stops.extend(page.map(|page| Stop { page, why }));
                stop.finish(&[]).into_iter().for_each(|report| table.report(report));
            }
            _ => table.wrong_type("pages", "a list of pages", node),
        }
    }
    stops
}

fn checked_id(table: &mut Table<'_>, id: Spanned<String>) -> Option<Spanned<String>> {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if id.value.split('-').all(is_part) {
        return Some(id);
    }
    let message = format!("`id` of a reading path cannot be `{}`", id.value);
    let report = Diagnostic::new(Code::ConfigValue, message).at(id.span, "");
    table.report(report.help("write small letters and digits with `-` between words, such as `new-here`"));
    None
}

fn twice(path: &ReadingPath, first: &ReadingPath) -> Diagnostic {
    let file = crate::source::SourcePath::new(super::FILE_NAME).expect("the file's name is a path");
    Diagnostic::new(Code::ConfigValue, format!("two reading paths are called `{}`", path.id.value))
        .in_file(&file, Some(path.id.span), "this one")
        .also(&file, Some(first.id.span), "and this one")
        .help("give one of them another `id`")
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, parse};

    #[test]
    fn both_forms_of_stops_are_read() {
        let text =
            "[[paths]]\nid = 'new'\ntitle = 'New'\npages = ['a.md', { page = 'b.md', why = 'Because.' }]\n";
        let read = parse(text, Config::new("x"));
        assert_eq!(read.diagnostics, []);
        let path = &read.value.paths[0];
        let stops: Vec<(&str, &str)> =
            path.stops.iter().map(|stop| (stop.page.value.as_str(), stop.why.as_str())).collect();
        assert_eq!((path.id.value.as_str(), &stops[..]), ("new", &[("a.md", ""), ("b.md", "Because.")][..]));
        assert_eq!(&text[path.stops[1].page.span.range()], "'b.md'");
    }

    #[test]
    fn every_mistake_is_told() {
        let text = "[[paths]]\ntitle = 'A'\n[[paths]]\nid = 'A b'\ntitel = 'B'\npages = []\n\
                    [[paths]]\nid = 'c'\ntitle = 'C'\npages = [1, { why = 'x' }, { page = 'a.md', because = '' }]\n\
                    [[paths]]\nid = 'c'\ntitle = 'D'\npages = 'x'\n";
        let read = parse(text, Config::new("x"));
        let messages: Vec<&str> = read.diagnostics.iter().map(|report| report.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "this reading path has no `id`",
                "this reading path has no `pages`",
                "`id` of a reading path cannot be `A b`",
                "a reading path needs pages",
                "this reading path has no `title`",
                "unknown setting `titel`",
                "`pages` must be a list of pages, found a number",
                "this stop names no `page`",
                "unknown setting `because`",
                "`pages` must be a list of pages, found a string",
                "two reading paths are called `c`",
            ]
        );
    }
}
