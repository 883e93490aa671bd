//! Competencies, their steps, and the cells declared within them.

use super::cells::{self, Scope};
use super::entry::{Entry, name_of};
use super::framework::MODES;
use super::groups::one;
use super::levels::notes;
use super::reader::Reader;
use crate::ladder::model::{Assess, Cell, Competency, Declarations, Merge, Scale, Step};
use crate::ladder::text::Name;
use crate::settings::{Node, Value};

const ASSESS: &[(&str, Assess)] =
    &[("rated", Assess::Rated), ("reflective", Assess::Reflective), ("no", Assess::No)];

/// Reads competencies and their cells. One with `family` declares only cells of that family.
pub(super) fn competencies<'a>(reader: &mut Reader<'a>, entries: Vec<Entry<'a>>, read: &mut Declarations) {
    for mut entry in entries {
        match entry.name("family") {
            Some(family) => overlay(reader, entry, family, read),
            None => competency(reader, entry, read),
        }
    }
}

fn overlay<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>, family: Name, read: &mut Declarations) {
    let id = entry.identity(reader, "a competency", "name").id;
    let merge = cells::merge(&mut entry).unwrap_or_default();
    if let Some(node) = entry.table.node("at") {
        let scope = Scope { family: Some(family), competency: id, merge, levels: &read.levels };
        let cells = cells::by_place(reader, node, &scope);
        read.cells.extend(named(cells));
    }
    entry.close(reader);
}

fn competency<'a>(reader: &mut Reader<'a>, mut entry: Entry<'a>, read: &mut Declarations) {
    let names = ["name", "title"].map(|key| entry.table.strings(key)).concat();
    let (id, name) = one(entry.identity_of(reader, ("a competency", "name"), names));
    let (steps, mut cells) = steps(reader, &mut entry, &id, &read.scales);
    let scope = Scope { family: None, competency: id.clone(), merge: Merge::default(), levels: &read.levels };
    cells.extend(entry.table.node("at").into_iter().flat_map(|node| cells::by_place(reader, node, &scope)));
    let families = families(reader, &mut entry, scope, &mut cells);
    let competency = Competency {
        area: entry.name("area"),
        name,
        aliases: entry.strings(&["aliases", "also_known_as"]),
        summary: entry.text("summary"),
        intro: entry.text("intro"),
        mode: entry.choice("mode", MODES),
        steps,
        weight: entry.table.number("weight"),
        tracks: entry.names(&["tracks", "track"]),
        families,
        assess: assess(&mut entry),
        keywords: entry.strings(&["keywords"]),
        resources: entry.texts(&["resources"]),
        owner: entry.string("owner"),
        review_by: entry.date("review_by"),
        notes: entry.table.node("notes").map(|node| notes(reader, "notes", node)).unwrap_or_default(),
        id,
        extra: entry.finish(reader),
    };
    read.cells.extend(named(cells));
    if !competency.id.as_str().is_empty() {
        read.competencies.push(competency);
    }
}

/// Those of competencies that have a name; that one has none is reported.
fn named(cells: Vec<Cell>) -> impl Iterator<Item = Cell> {
    cells.into_iter().filter(|cell| !cell.competency.as_str().is_empty())
}

/// `assess = false` says the same as `"no"`, which YAML authors would write `no`.
fn assess(entry: &mut Entry<'_>) -> Assess {
    match entry.table.node("assess").map(|node| &node.value) {
        Some(Value::Boolean(is_rated)) => {
            if *is_rated {
                Assess::Rated
            } else {
                Assess::No
            }
        }
        _ => entry.choice("assess", ASSESS).unwrap_or_default(),
    }
}

/// Reads `families`: those that the competency applies to, or a table of their cells.
fn families<'a>(
    reader: &mut Reader<'a>,
    entry: &mut Entry<'a>,
    scope: Scope<'_>,
    cells: &mut Vec<Cell>,
) -> Vec<Name> {
    let Some(Node { value: Value::Map(fields), .. }) = entry.table.node("families") else {
        return entry.names(&["families"]);
    };
    for field in fields {
        let Value::Map(keys) = &field.node.value else {
            reader.wrong_type(&field.key, "a table with `at`", &field.node);
            continue;
        };
        let mut entry = Entry::of(reader, keys, field.node.span);
        let scope = Scope {
            family: Some(Name::new(field.key.trim(), field.key_span)),
            competency: scope.competency.clone(),
            merge: cells::merge(&mut entry).unwrap_or_default(),
            levels: scope.levels,
        };
        let at = entry.table.node("at");
        cells.extend(at.into_iter().flat_map(|node| cells::by_place(reader, node, &scope)));
        entry.close(reader);
    }
    Vec::new()
}

/// Reads `steps`, and the cells of those that hold expectations.
fn steps<'a>(
    reader: &mut Reader<'a>,
    entry: &mut Entry<'a>,
    competency: &Name,
    scales: &[Scale],
) -> (Vec<Step>, Vec<Cell>) {
    let Some(node) = entry.table.node("steps").or_else(|| entry.table.node("step")) else {
        return (Vec::new(), Vec::new());
    };
    if let Value::String(_) = node.value {
        let scale = reader.scalar(node).map(name_of);
        return (scale.map(|scale| of_scale(scale, scales)).unwrap_or_default(), Vec::new());
    }
    let (mut steps, mut cells) = (Vec::new(), Vec::new());
    let mut number = 0.0;
    for mut entry in reader.entries("steps", node) {
        let written = entry.table.node("n").map(|node| node.span);
        number = entry.table.number("n").unwrap_or(number + 1.0);
        let (id, name) = step_identity(reader, &mut entry, number);
        cells.extend(cells::of_step(reader, &mut entry, (id.clone(), competency.clone())));
        let (summary, points) = (entry.text("summary"), entry.table.number("points"));
        steps.push(Step { id, number, name, summary, points });
        entry.close(reader);
        let is_repeated = steps.iter().rev().skip(1).any(|step: &Step| step.number == number);
        if let Some(span) = written.filter(|_| is_repeated) {
            reader.wrong_value(span, format!("two steps have the number {number}"), "number steps upwards");
        }
    }
    (steps, cells)
}

/// A step without a name is called by its number.
fn step_identity<'a>(reader: &mut Reader<'a>, entry: &mut Entry<'a>, number: f64) -> (Name, String) {
    if entry.is_nameless("name") {
        return (Name::new(number.to_string(), entry.span), number.to_string());
    }
    one(entry.identity(reader, "a step", "name"))
}

/// Returns the values of a scale as steps; when the file has no such scale, one step that stands for
/// it, see [`read`](super::read).
fn of_scale(name: Name, scales: &[Scale]) -> Vec<Step> {
    let Some(scale) = scales.iter().find(|scale| scale.id == name) else {
        return vec![Step { id: name, number: 0.0, name: String::new(), summary: None, points: None }];
    };
    let steps = scale.values.iter().zip(1_u32..);
    let step = steps.map(|(value, number)| Step {
        id: Name { value: value.id.value.clone(), place: name.place },
        number: f64::from(number),
        name: value.name.clone(),
        summary: value.summary.clone(),
        points: None,
    });
    step.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::read::tests::yaml;

    #[test]
    fn families_add_cells_and_declare_nothing() {
        let apart = yaml("- {id: c}\n- {id: c, family: backend, merge: override, at: {senior: [X]}}\n");
        let within = yaml("- {id: c, families: {backend: {merge: override, at: {senior: [X]}}}}\n");
        assert_eq!(apart, within);
        assert_eq!((apart.competencies.len(), apart.cells.len()), (1, 1));
        assert_eq!(apart.cells[0].merge, Merge::Override);
        let applies = yaml("- {id: c, families: [backend, data]}\n");
        assert_eq!(applies.competencies[0].families.len(), 2);
    }

    #[test]
    fn steps_are_named_numbered_or_values_of_a_scale() {
        let read = yaml(
            "scales: {skill: [Novice, {id: adv, name: Advanced}]}
competencies:
- {id: a, steps: skill, at: {novice: [X], Advanced: [Y], senior: [Z]}}
- {id: b, steps: [{n: 0, points: 0}, {summary: S, expectations: [E]}, Owns], at: {'1': [F]}}
- {id: c, steps: elsewhere}
- {id: a, family: data, at: {2: [V]}}
",
        );
        let steps = |at: usize| -> Vec<(&str, f64, &str)> {
            let steps = read.competencies[at].steps.iter();
            steps.map(|step| (step.id.as_str(), step.number, &*step.name)).collect()
        };
        assert_eq!(steps(0), [("novice", 1.0, "Novice"), ("adv", 2.0, "Advanced")]);
        assert_eq!(steps(1), [("0", 0.0, "0"), ("1", 1.0, "1"), ("owns", 2.0, "Owns")]);
        assert_eq!(steps(2), [("elsewhere", 0.0, "")]);
        let places: Vec<String> = read.cells.iter().map(|cell| format!("{:?}", cell.at)).collect();
        assert_eq!(
            places,
            [
                "Step(\"novice\")",
                "Step(\"adv\")",
                "Level(\"senior\")",
                "Step(\"1\")",
                "Step(\"1\")",
                "Step(\"adv\")"
            ]
        );
    }
}
