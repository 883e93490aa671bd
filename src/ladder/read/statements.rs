//! Expectations, and what belongs to them.

use super::entry::{Entry, text_of};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ladder::model::{Kind, Statement};
use crate::ladder::text::{Name, Text};
use crate::settings::{Field, Node, Table, Value};
use crate::source::Span;

const KINDS: &[(&str, Kind)] = &[
    ("expectation", Kind::Expectation),
    ("signal", Kind::Signal),
    ("example", Kind::Example),
    ("counter_example", Kind::CounterExample),
    ("not_this", Kind::CounterExample),
    ("evidence", Kind::Evidence),
    ("stretch", Kind::Stretch),
    ("point", Kind::Point),
];

/// Keys of what belongs to a statement, or stands beside expectations in a cell.
const PARTS: &[(&str, Kind)] = &[
    ("signals", Kind::Signal),
    ("signal", Kind::Signal),
    ("examples", Kind::Example),
    ("example", Kind::Example),
    ("counter_examples", Kind::CounterExample),
    ("counter_example", Kind::CounterExample),
    ("not_this", Kind::CounterExample),
    ("evidence", Kind::Evidence),
    ("stretch", Kind::Stretch),
];

/// Other keys of a statement, to tell a mistyped one from a text with a colon.
const KEYS: &[&str] = &[
    "id",
    "kind",
    "text",
    "points",
    "point",
    "children",
    "strength",
    "proficiency",
    "same_as",
    "replaces",
    "raises",
    "audience",
    "since",
    "until",
    "tags",
    "extra",
];

/// Reads statements of one kind: a list, or one alone.
pub(super) fn statements<'a>(reader: &mut Reader<'a>, node: &'a Node, kind: Kind) -> Vec<Statement> {
    match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(|node| statement(reader, node, kind)).collect(),
        _ => statement(reader, node, kind).into_iter().collect(),
    }
}

/// Reads what `table` holds under the keys of the parts of a statement and under `more`, in the
/// order of the file.
pub(super) fn parts<'a>(
    reader: &mut Reader<'a>,
    table: &mut Table<'a>,
    more: &[(&'static str, Kind)],
) -> Vec<Statement> {
    let mut nodes: Vec<(&'a Node, Kind)> = Vec::new();
    for (key, kind) in PARTS.iter().chain(more) {
        nodes.extend(table.node(key).map(|node| (node, *kind)));
    }
    nodes.sort_by_key(|(node, _)| node.span);
    nodes.into_iter().flat_map(|(node, kind)| statements(reader, node, kind)).collect()
}

/// Returns a statement that is only a text.
pub(super) fn plain(text: Text, kind: Kind) -> Statement {
    Statement::new(kind, text)
}

fn statement<'a>(reader: &mut Reader<'a>, node: &'a Node, kind: Kind) -> Option<Statement> {
    match &node.value {
        Value::Null => None,
        Value::Map(fields) => table(reader, (fields, node.span), kind),
        _ => {
            let key = name(kind);
            let text = reader.scalar_or_report(key, "a text, or a table with `text`", node)?;
            (!text.value.is_empty()).then(|| plain(text_of(text), kind))
        }
    }
}

fn table<'a>(reader: &mut Reader<'a>, (fields, span): (&'a [Field], Span), kind: Kind) -> Option<Statement> {
    if let [field] = fields
        && is_text_with_colon(field)
    {
        report_colon(reader, field);
        return None;
    }
    let mut entry = Entry::of(reader, fields, span);
    let text = entry.text("text");
    let mut read = plain(Text::new("", span), kind);
    read.id = entry.id("id");
    read.kind = entry.choice("kind", KINDS).unwrap_or(kind);
    read.strength = entry.name("strength");
    read.proficiency = entry.name("proficiency");
    read.same_as = entry.name("same_as");
    read.replaces = entry.name("replaces");
    read.raises = entry.name("raises");
    read.audience = entry.audience().or_else(|| misspelt_audience(fields));
    read.since = entry.string("since");
    read.until = entry.string("until");
    read.tags = entry.strings(&["tags"]);
    let more = [("points", Kind::Point), ("point", Kind::Point), ("children", Kind::Point)];
    read.children = parts(reader, &mut entry.table, &more);
    read.extra = entry.finish(reader);
    match text {
        Some(text) => read.text = text,
        // As the statement it refers to.
        None if read.same_as.is_some() => {}
        None => {
            let message = format!("{} has no `text`", with_article(read.kind));
            reader.wrong_value(span, message, "give it a `text`");
            return None;
        }
    }
    Some(read)
}

/// What a misspelt `audience` says: the key is reported like any other that nobody knows, but what may
/// have been meant for few is not published meanwhile.
fn misspelt_audience(fields: &[Field]) -> Option<Name> {
    let is_known = |key: &str| KEYS.contains(&key) || PARTS.iter().any(|(known, _)| *known == key);
    let is_it =
        |field: &&Field| !is_known(&field.key) && nearest(&field.key.to_lowercase(), ["audience"]).is_some();
    let field = fields.iter().find(is_it)?;
    Some(Name::new("restricted", field.node.span))
}

/// `- Owns delivery: from start to end` is a table in YAML, and was never meant as one.
fn is_text_with_colon(field: &Field) -> bool {
    let is_scalar = !matches!(field.node.value, Value::Map(_) | Value::List(_));
    let known = || KEYS.iter().copied().chain(PARTS.iter().map(|(key, _)| *key));
    is_scalar && known().all(|key| key != field.key) && nearest(&field.key, known()).is_none()
}

fn report_colon(reader: &mut Reader<'_>, field: &Field) {
    let span = Span::new(field.key_span.start as usize, field.node.span.end as usize);
    let mut report = Diagnostic::new(Code::LadderType, "a text with a colon is read as a table")
        .at(span, "")
        .help("put quotes around the text");
    let written = reader.text.get(span.range()).unwrap_or("\n");
    if !written.contains(['"', '\\', '\n']) {
        report = report.mend(span, format!("\"{written}\""));
    }
    reader.diagnostics.push(report);
}

fn name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(_, other)| *other == kind).map_or("expectation", |(name, _)| name)
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::Expectation => "an expectation",
        Kind::Signal => "a signal",
        Kind::Example => "an example",
        Kind::CounterExample => "a counter-example",
        Kind::Evidence => "a piece of evidence",
        Kind::Stretch => "a stretch",
        Kind::Point => "a point",
    }
}
