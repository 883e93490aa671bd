//! What levels and competencies are grouped by: scales, tracks, families, areas.

use super::entry::{Entry, Identity};
use super::reader::Reader;
use crate::ladder::model::{Area, Family, Scale, ScaleValue, Track};
use crate::ladder::text::Name;
use crate::settings::Node;

const SCALE_KINDS: &[(&str, &str)] = &[
    ("reach", "reach"),
    ("autonomy", "autonomy"),
    ("horizon", "horizon"),
    ("proficiency", "proficiency"),
    ("rating", "rating"),
    ("custom", "custom"),
];

pub(super) fn scale<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Scale {
    let (id, name) = one(entry.identity(reader, "a scale", "name"));
    let kind = entry.choice("kind", SCALE_KINDS).unwrap_or_else(|| {
        let is_kind = SCALE_KINDS.iter().any(|(kind, _)| id == **kind);
        if is_kind { id.as_str() } else { "custom" }
    });
    let kind = kind.to_owned();
    let list = entry.take_list();
    let values = list.into_iter().chain(entry.table.node("values"));
    let values = values.flat_map(|node| scale_values(reader, node)).collect();
    Scale { id, name, kind, values, extra: entry.finish(reader) }
}

fn scale_values<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Vec<ScaleValue> {
    let mut values = Vec::new();
    for mut entry in reader.entries("values", node) {
        let (id, name) = one(entry.identity(reader, "a value of a scale", "name"));
        values.push(ScaleValue { id, name, summary: entry.text("summary") });
        entry.close(reader);
    }
    values.retain(|value| !value.id.as_str().is_empty());
    values
}

pub(super) fn track<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Track {
    let (id, name) = one(entry.identity(reader, "a track", "name"));
    Track {
        id,
        name,
        summary: entry.text("summary"),
        entry: entry.string("entry"),
        from_levels: entry.names(&["from_levels"]),
        extra: entry.finish(reader),
    }
}

pub(super) fn family<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Family {
    let (id, name) = one(entry.identity(reader, "a family", "name"));
    Family {
        id,
        name,
        extends: entry.name("extends"),
        levels: entry.names(&["levels"]),
        discipline: entry.string("discipline"),
        title_template: entry.string("title_template"),
        summary: entry.text("summary"),
        appendix: entry.text("appendix"),
        extra: entry.finish(reader),
    }
}

pub(super) fn area<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Area {
    let (id, name) = one(entry.identity(reader, "an area", "name"));
    Area {
        id,
        name,
        aliases: entry.strings(&["aliases"]),
        icon: entry.string("icon"),
        summary: entry.text("summary"),
        parent: entry.name("parent"),
        extra: entry.finish(reader),
    }
}

/// The id and the first of the names.
pub(super) fn one(identity: Identity) -> (Name, String) {
    let name = identity.names.into_iter().next().unwrap_or_default();
    (identity.id, name)
}
