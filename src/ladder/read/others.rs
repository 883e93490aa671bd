//! Archetypes, profiles, pay bands, processes, cycles, and the history of a ladder.

use super::entry::{Entry, clean, name_of, text_of};
use super::groups::one;
use super::levels::notes;
use super::reader::Reader;
use crate::ladder::model::{Archetype, Change, Cycle, Emphasis, PayBand, Process, Profile, Removed};
use crate::settings::Node;

const CHANGES: &[(&str, &str)] = &[
    ("added", "added"),
    ("removed", "removed"),
    ("reworded", "reworded"),
    ("raised", "raised"),
    ("lowered", "lowered"),
    ("moved", "moved"),
    ("split", "split"),
    ("merged", "merged"),
    ("retitled", "retitled"),
];

pub(super) fn archetype<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Archetype {
    let (id, name) = one(entry.identity(reader, "an archetype", "name"));
    let emphasises = entry.table.node("emphasises").map(|node| emphases(reader, node)).unwrap_or_default();
    Archetype {
        id,
        name,
        summary: entry.text("summary"),
        levels: entry.names(&["levels"]),
        emphasises,
        cautions: entry.text("cautions"),
        extra: entry.finish(reader),
    }
}

/// Ids, tables with `id` and `note`, or notes by id.
fn emphases<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Vec<Emphasis> {
    let mut emphases = Vec::new();
    for mut entry in reader.entries("emphasises", node) {
        let key = entry.take_key();
        let note = if key.is_some() { entry.take_words().map(text_of) } else { None };
        let on = match key {
            Some(key) => key,
            None => entry.reference(reader, "what an archetype leans on"),
        };
        emphases.push(Emphasis { on, note: entry.text("note").or(note) });
        entry.close(reader);
    }
    emphases.retain(|emphasis| !emphasis.on.as_str().is_empty());
    emphases
}

pub(super) fn profile<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Profile {
    let (id, name) = one(entry.identity(reader, "a profile", "name"));
    let sections = entry.table.node("sections").map(|node| notes(reader, "sections", node));
    Profile {
        id,
        name,
        family: entry.name("family"),
        level: entry.name("level"),
        audience: entry.audience(),
        sections: sections.unwrap_or_default(),
        extra: entry.finish(reader),
    }
}

pub(super) fn pay_band<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> PayBand {
    let names = entry.take_words().into_iter().chain(entry.table.strings("label"));
    let names: Vec<_> = names.filter_map(clean).collect();
    let label = names.first().map(|name| name.value.clone());
    PayBand {
        id: entry.identity_of(reader, ("a pay band", "label"), names).id,
        label,
        visibility: entry.visibility(),
        // Numbers of pay do not get into what is published by a slip.
        extra: entry.finish_strictly(reader),
    }
}

pub(super) fn process<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Process {
    let (id, name) = one(entry.identity(reader, "a process", "name"));
    Process { id, name, steps: entry.texts(&["steps"]), extra: entry.finish(reader) }
}

pub(super) fn cycle<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Cycle {
    let (id, name) = one(entry.identity(reader, "a cycle", "name"));
    Cycle {
        id,
        name,
        opens: entry.date("opens"),
        closes: entry.date("closes"),
        version: entry.string("version"),
        affects: entry.string("affects"),
        extra: entry.finish(reader),
    }
}

pub(super) fn removed<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Removed {
    let (key, words) = (entry.take_key(), entry.take_words());
    let (id, replaced_by) = match (key, words) {
        // By id: what answers for it.
        (Some(key), words) => (key, words),
        (None, Some(words)) => (name_of(words), None),
        (None, None) => (entry.reference(reader, "what was removed"), None),
    };
    let mut removed = Removed {
        id,
        replaced_by: entry.names(&["replaced_by"]),
        since: entry.string("since"),
        note: entry.text("note"),
    };
    removed.replaced_by.extend(replaced_by.map(name_of));
    let list = entry.take_list().map(|node| reader.entries("removed", node)).unwrap_or_default();
    removed.replaced_by.extend(list.into_iter().filter_map(|mut entry| entry.take_words()).map(name_of));
    entry.close(reader);
    removed
}

pub(super) fn change<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>) -> Change {
    let id = entry.reference(reader, "a change");
    let change = Change {
        from: entry.string("from"),
        to: entry.string("to"),
        id,
        kind: entry.choice("kind", CHANGES).map(str::to_owned),
        note: entry.text("note"),
        affects: entry.string("affects"),
    };
    entry.close(reader);
    change
}
