//! `[framework]`.

use super::entry::Entry;
use super::reader::Reader;
use crate::ladder::model::{Framework, Mode, Status};
use crate::ladder::text::Name;
use crate::settings::{Node, Value};
use crate::source::Span;

/// Its keys, to tell those apart that stand at the top of a file by mistake.
pub(super) const KEYS: &[&str] = &[
    "id",
    "name",
    "version",
    "status",
    "effective_from",
    "effective_to",
    "supersedes",
    "owner",
    "maintainers",
    "audience",
    "licence",
    "license",
    "language",
    "review_by",
    "intro",
    "note",
    "mode",
    "published",
    "extra",
];

pub(super) const MODES: &[(&str, Mode)] =
    &[("cumulative", Mode::Cumulative), ("replacing", Mode::Replacing), ("standalone", Mode::Standalone)];

const STATUSES: &[(&str, Status)] = &[
    ("draft", Status::Draft),
    ("proposed", Status::Proposed),
    ("active", Status::Active),
    ("retired", Status::Retired),
];

pub(super) fn framework<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Framework> {
    let Value::Map(fields) = &node.value else {
        reader.wrong_type("framework", "a table", node);
        return None;
    };
    let mut entry = Entry::of(reader, fields, node.span);
    Some(Framework {
        id: entry.id("id").unwrap_or_else(|| Name::new("", Span::new(0, 0))),
        name: entry.string("name").unwrap_or_default(),
        version: entry.string("version"),
        status: entry.choice("status", STATUSES).unwrap_or_default(),
        effective_from: entry.date("effective_from"),
        effective_to: entry.date("effective_to"),
        supersedes: entry.name("supersedes"),
        owner: entry.string("owner"),
        maintainers: entry.strings(&["maintainers"]),
        audience: entry.string("audience"),
        licence: entry.string("licence").or_else(|| entry.string("license")),
        language: entry.string("language"),
        review_by: entry.date("review_by"),
        intro: entry.text("intro"),
        note: entry.text("note"),
        mode: entry.choice("mode", MODES).unwrap_or_default(),
        published: entry.names(&["published"]),
        extra: entry.finish(reader),
    })
}
