//! Levels, with their dimensions, sub-levels and notes.

use super::entry::{Entry, text_of};
use super::groups::one;
use super::reader::Reader;
use super::rules;
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{Band, Dimension, Extra, Level, LevelStatus, Note, Scale, TimeShare};
use crate::ladder::text::{Name, Text};
use crate::settings::{Field, Node, Value};

const STATUSES: &[(&str, LevelStatus)] =
    &[("ok", LevelStatus::Ok), ("tbd", LevelStatus::ToBeDefined), ("retired", LevelStatus::Retired)];

/// Reads levels. A level without a rank comes one after the level of its track before it.
pub(super) fn levels<'a>(reader: &mut Reader<'a>, entries: Vec<Entry<'a>>, scales: &[Scale]) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::with_capacity(entries.len());
    // There are few tracks.
    let mut ranks: Vec<(Option<Name>, f64)> = Vec::new();
    for mut entry in entries {
        let rank = entry.table.number("rank");
        let track = entry.name("track");
        let known = ranks.iter().position(|(other, _)| *other == track).unwrap_or_else(|| {
            ranks.push((track.clone(), 0.0));
            ranks.len() - 1
        });
        ranks[known].1 = rank.unwrap_or(ranks[known].1 + 1.0);
        levels.push(level(reader, entry, (track, ranks[known].1), scales));
    }
    levels.retain(|level| !level.id.as_str().is_empty());
    levels
}

fn level<'a>(
    reader: &mut Reader<'a>,
    mut entry: Entry<'a>,
    (track, rank): (Option<Name>, f64),
    scales: &[Scale],
) -> Level {
    let titles = ["title", "titles", "name"].map(|key| entry.table.strings(key)).concat();
    let identity = entry.identity_of(reader, ("a level", "title"), titles);
    let mut level = Level {
        id: identity.id,
        code: entry.string("code"),
        rank,
        track,
        titles: identity.names,
        short: entry.string("short"),
        aliases: entry.strings(&["aliases"]),
        tagline: entry.text("tagline"),
        summary: entry.text("summary"),
        dimensions: Vec::new(),
        bands: entry.table.node("bands").map(|node| bands(reader, node)).unwrap_or_default(),
        equivalent_to: entry.names(&["equivalent_to"]),
        career_level: entry.table.boolean("career_level").unwrap_or(false),
        availability: entry.string("availability"),
        typical_time: entry.string("typical_time"),
        time_split: entry.table.node("time_split").map(|node| time_split(reader, node)).unwrap_or_default(),
        experience: entry.text("experience"),
        pay_band: entry.name("pay_band"),
        status: entry.choice("status", STATUSES).unwrap_or_default(),
        requires: entry.table.node("requires").map(|node| rules::rules(reader, node)).unwrap_or_default(),
        notes: entry.table.node("notes").map(|node| notes(reader, "notes", node)).unwrap_or_default(),
        extra: Extra::new(),
    };
    (level.dimensions, level.extra) = rest(reader, entry, scales);
    level
}

/// Returns the dimensions of a level, and what is left of its keys.
fn rest<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>, scales: &[Scale]) -> (Vec<Dimension>, Extra) {
    let scale_ids: Vec<&str> = scales.iter().map(|scale| scale.id.as_str()).collect();
    let own = entry.table.table("dimensions").unwrap_or_default();
    let of_scales = entry.table.rest().filter(|field| scale_ids.contains(&field.key.as_str()));
    let dimensions = own.iter().chain(of_scales).filter_map(|field| dimension(reader, field)).collect();
    let before = reader.diagnostics.len();
    let extra = entry.finish_but(reader, &scale_ids);
    for report in reader.diagnostics[before..].iter_mut().filter(|report| is_unknown(report)) {
        report.help = vec![
            "a property of the level goes below `dimensions`, or declare a scale with this id in this file"
                .to_owned(),
            "put values of your own under `extra`".to_owned(),
        ];
    }
    (dimensions, extra)
}

/// Whether a key is unknown, and is not nearly a known one.
fn is_unknown(report: &Diagnostic) -> bool {
    report.code == Code::LadderUnknownKey && report.fix.is_none()
}

fn dimension<'a>(reader: &mut Reader<'a>, field: &'a Field) -> Option<Dimension> {
    let values = texts(reader, &field.key, &field.node);
    let name = reader.key(field);
    (!values.is_empty()).then_some(Dimension { name, values })
}

/// Reads a list of texts, or one alone, under a key of the author's.
fn texts<'a>(reader: &mut Reader<'a>, key: &str, node: &'a Node) -> Vec<Text> {
    let nodes = match &node.value {
        Value::Null => return Vec::new(),
        Value::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let texts =
        nodes.iter().filter_map(|node| reader.scalar_or_report(key, "a text or a list of texts", node));
    texts.filter(|text| !text.value.is_empty()).map(text_of).collect()
}

fn bands<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Vec<Band> {
    let mut bands = Vec::new();
    for mut entry in reader.entries("bands", node) {
        let (id, name) = one(entry.identity(reader, "a sub-level", "name"));
        bands.push(Band { id, name, summary: entry.text("summary") });
        entry.close(reader);
    }
    bands.retain(|band| !band.id.as_str().is_empty());
    bands
}

/// Reads titled texts: tables with `title`, `text` and perhaps `family`, texts by title, or texts alone.
pub(super) fn notes<'a>(reader: &mut Reader<'a>, key: &str, node: &'a Node) -> Vec<Note> {
    let mut notes = Vec::new();
    for mut entry in reader.entries(key, node) {
        let title = entry.take_key().map(|title| title.value.into_string());
        let title = entry.string("title").or(title).unwrap_or_default();
        let words = entry.take_words().map(text_of);
        let anchor = entry.string("anchor").map(String::into_boxed_str);
        let family = entry.name("family");
        match entry.text("text").or(words) {
            Some(text) => notes.push(Note { title, anchor, family, text }),
            None => reader.wrong_value(entry.span, "a note has no `text`", "give it a `text`, or remove it"),
        }
        entry.close(reader);
    }
    notes
}

/// Reads shares of time: tables, or a number or range of per cent by what they are spent on.
fn time_split<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Vec<TimeShare> {
    let by_what = match &node.value {
        Value::Map(fields) if fields.iter().all(|field| field.key != "what") => Some(fields),
        _ => None,
    };
    let Some(fields) = by_what else {
        let nodes = if let Value::List(nodes) = &node.value { nodes } else { std::slice::from_ref(node) };
        return nodes.iter().filter_map(|node| time_share(reader, node)).collect();
    };
    let mut shares = Vec::new();
    for field in fields {
        if let Some((min, max)) = rules::range(reader, &field.key, &field.node) {
            shares.extend(checked(reader, (field.key.trim(), min, max), &field.node));
        }
    }
    shares
}

fn time_share<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<TimeShare> {
    let Value::Map(fields) = &node.value else {
        reader.wrong_type("time_split", "a list of tables with `what`, `min` and `max`", node);
        return None;
    };
    let mut entry = Entry::of(reader, fields, node.span);
    let (what, min, max) = (entry.string("what"), entry.table.number("min"), entry.table.number("max"));
    entry.close(reader);
    let Some(what) = what else {
        reader.wrong_value(node.span, "a share of time has no `what`", "say `what` the time is spent on");
        return None;
    };
    let (Some(min), max) = (min.or(max.map(|_| 0.0)), max) else {
        reader.wrong_value(
            node.span,
            "a share of time has no `min`",
            "give it `min`, `max` or both, in per cent",
        );
        return None;
    };
    checked(reader, (&what, min, max), node)
}

fn checked(
    reader: &mut Reader<'_>,
    (what, min, max): (&str, f64, Option<f64>),
    node: &Node,
) -> Option<TimeShare> {
    let max = max.unwrap_or(min);
    let is_share = 0.0 <= min && min <= max && max <= 100.0;
    if !is_share {
        let message = format!("a share of time cannot be from {min} to {max}");
        reader.wrong_value(node.span, message, "write per cent, from 0 to 100, the smaller number first");
    }
    is_share.then(|| TimeShare { what: what.to_owned(), min, max })
}

#[cfg(test)]
mod tests {
    use crate::ladder::read::{Format, read};

    #[test]
    fn a_property_needs_a_scale_or_its_table() {
        let levels = "levels: [{id: a, reach: [team, org], dimensions: {focus: depth}}]\n";
        let without = read(levels, Format::Yaml);
        assert_eq!(without.diagnostics[0].message, "unknown key `reach`");
        assert!(without.diagnostics[0].help[0].contains("`dimensions`"), "{:?}", without.diagnostics);
        assert_eq!(without.value.levels[0].extra["reach"][1], "org");
        // The order of the file makes no difference.
        let with = read(&format!("{levels}scales: {{reach: [team, org]}}\n"), Format::Yaml);
        assert_eq!(with.diagnostics, []);
        let dimensions = &with.value.levels[0].dimensions;
        let names: Vec<&str> = dimensions.iter().map(|dimension| dimension.name.as_str()).collect();
        assert_eq!(names, ["focus", "reach"]);
        assert!(with.value.levels[0].extra.is_empty());
    }

    #[test]
    fn shares_of_time_are_per_cent() {
        let shown = |split: &str| {
            let read = read(&format!("levels: [{{id: a, time_split: {split}}}]"), Format::Yaml);
            let shares = read.value.levels[0].time_split.iter();
            let shares: Vec<String> =
                shares.map(|share| format!("{} {}-{}", share.what, share.min, share.max)).collect();
            (shares.join(", "), read.diagnostics.into_iter().map(|report| report.message).collect::<Vec<_>>())
        };
        assert_eq!(shown("{code: [30, 50], talk: 20}").0, "code 30-50, talk 20-20");
        assert_eq!(shown("[{what: code, max: 50}]").0, "code 0-50");
        assert_eq!(shown("{code: 120}").1, ["a share of time cannot be from 120 to 120"]);
        assert_eq!(shown("{code: [50, 30]}").1, ["`code` ends before it begins"]);
        assert_eq!(shown("[{what: code}]").1, ["a share of time has no `min`"]);
    }
}
