//! Cells: what a competency means at a level or step.

use super::entry::Entry;
use super::reader::Reader;
use super::statements::{parts, plain, statements};
use crate::ladder::model::{At, Cell, Declarations, Kind, Level, Merge, State, Step};
use crate::ladder::text::{Name, Text};
use crate::ladder::words::{StateWord, state_of};
use crate::settings::{Field, Node, Value};

/// What cells that are declared together have in common.
pub(super) struct Scope<'s> {
    /// Whose they are.
    pub family: Option<Name>,
    /// What they are about.
    pub competency: Name,
    /// How they meet those that the family inherits.
    pub merge: Merge,
    /// The levels of the file.
    pub levels: &'s [Level],
}

const MERGES: &[(&str, Merge)] = &[("append", Merge::Append), ("override", Merge::Override)];

/// What stands for every level, folded.
const ALL: [&str; 5] = ["all", "all levels", "all-levels", "all_levels", "everyone"];

/// Keys that say that a cell says nothing, in the place of an expectation.
const STATES: [&str; 3] = ["same_as", "not_applicable", "tbd"];

/// Reads `merge`.
pub(super) fn merge(entry: &mut Entry<'_>) -> Option<Merge> {
    entry.choice("merge", MERGES)
}

/// Reads `at`: cells by level or step.
pub(super) fn by_place<'a>(reader: &mut Reader<'a>, node: &'a Node, scope: &Scope<'_>) -> Vec<Cell> {
    let Value::Map(fields) = &node.value else {
        reader.wrong_type("at", "a table of expectations by level", node);
        return Vec::new();
    };
    let mut cells = Vec::with_capacity(fields.len());
    for field in fields.iter().filter(|field| field.node.value != Value::Null) {
        let at = place(reader.key(field));
        cells.extend(cell(reader, &field.node, at, (scope, fields)));
    }
    cells
}

/// Reads `cells`: each a table that says itself where it is.
pub(super) fn listed<'a>(reader: &mut Reader<'a>, entries: Vec<Entry<'a>>, read: &mut Declarations) {
    for mut entry in entries {
        let family = entry.name("family");
        let competency = entry.name("competency");
        let step = entry.name("step");
        let level = entry.name("level").or_else(|| entry.name("at"));
        let is_all = entry.table.boolean("all").unwrap_or(false);
        let at = match (step, level) {
            (Some(step), _) => Some(At::Step(step)),
            (None, Some(level)) => Some(place(level)),
            (None, None) => is_all.then_some(At::All),
        };
        let (Some(competency), Some(at)) = (competency, at) else {
            let help = "give it a `competency`, and a `level`, a `step` or `all = true`";
            reader.wrong_value(entry.span, "a cell does not say where it is", help);
            continue;
        };
        let scope = Scope { family, competency, merge: Merge::default(), levels: &[] };
        let mut cell = blank(&scope, at);
        keys(reader, &mut entry, &mut cell);
        cell.extra = entry.finish(reader);
        read.cells.push(cell);
    }
}

/// Reads what a step says besides what it is: the cell of that step.
pub(super) fn of_step<'a>(
    reader: &mut Reader<'a>,
    entry: &mut Entry<'a>,
    (step, competency): (Name, Name),
) -> Option<Cell> {
    let keys = [("expectations", Kind::Expectation), ("statements", Kind::Expectation)];
    let statements = parts(reader, &mut entry.table, &keys);
    let scope = Scope { family: None, competency, merge: Merge::default(), levels: &[] };
    (!statements.is_empty()).then(|| Cell { statements, ..blank(&scope, At::Step(step)) })
}

fn place(name: Name) -> At {
    if ALL.contains(&name.value.to_lowercase().as_str()) { At::All } else { At::Level(name) }
}

fn blank(scope: &Scope<'_>, at: At) -> Cell {
    Cell {
        family: scope.family.clone(),
        competency: scope.competency.clone(),
        at,
        state: State::Stated,
        merge: scope.merge,
        hides: Vec::new(),
        summary: None,
        proficiency: None,
        statements: Vec::new(),
        withheld: Vec::new(),
        anchor: None,
        extra: serde_json::Map::new(),
    }
}

fn cell<'a>(
    reader: &mut Reader<'a>,
    node: &'a Node,
    at: At,
    (scope, siblings): (&Scope<'_>, &[Field]),
) -> Option<Cell> {
    let mut cell = blank(scope, at);
    let lone = match &node.value {
        Value::List(nodes) if nodes.len() == 1 => &nodes[0],
        _ => node,
    };
    match &lone.value {
        Value::Map(fields) if is_state(fields) || (is_cell(fields) && std::ptr::eq(lone, node)) => {
            let mut entry = Entry::of(reader, fields, lone.span);
            keys(reader, &mut entry, &mut cell);
            cell.extra = entry.finish(reader);
        }
        Value::Map(_) | Value::List(_) => cell.statements = statements(reader, node, Kind::Expectation),
        _ => {
            let text = reader.scalar_or_report("at", "a list of expectations", lone)?;
            match state_of(&text.value).and_then(|word| stated(word, (scope, siblings))) {
                Some(Ok(state)) => cell.state = state,
                Some(Err(name)) => {
                    cell.state = State::SameAs(Name::new(name, text.span));
                }
                None if text.value.is_empty() => return None,
                None => {
                    let text = Text::new(text.value, text.span);
                    cell.statements.push(plain(text, Kind::Expectation));
                }
            }
        }
    }
    Some(cell)
}

/// Returns the state that words mean, or the level that is referred to. Words such as "see the
/// users" are an expectation: a level must be known by what follows.
fn stated(word: StateWord, (scope, siblings): (&Scope<'_>, &[Field])) -> Option<Result<State, String>> {
    match word {
        StateWord::NotApplicable => Some(Ok(State::NotApplicable)),
        StateWord::ToBeDefined => Some(Ok(State::ToBeDefined)),
        StateWord::SameAs(name) => {
            let is = |other: &str| folded(other).eq(folded(&name));
            let is_level = scope.levels.iter().any(|level| {
                let other = level.code.iter().chain(&level.short).chain(&level.titles).chain(&level.aliases);
                is(level.id.as_str()) || other.map(String::as_str).any(is)
            });
            let is_sibling = siblings.iter().any(|field| is(field.key.trim()));
            (is_level || is_sibling).then_some(Err(name))
        }
        StateWord::Ditto => None,
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Whether a table is all state: `{same_as: senior}`.
fn is_state(fields: &[Field]) -> bool {
    !fields.is_empty() && fields.iter().all(|field| STATES.contains(&field.key.as_str()))
}

/// Whether a table is a cell, and not a single statement.
fn is_cell(fields: &[Field]) -> bool {
    fields.iter().all(|field| !matches!(field.key.as_str(), "text" | "id"))
}

fn keys<'a>(reader: &mut Reader<'a>, entry: &mut Entry<'a>, cell: &mut Cell) {
    let same_as = entry.name("same_as");
    let is_not_applicable = entry.table.boolean("not_applicable").unwrap_or(false);
    let is_to_be_defined = entry.table.boolean("tbd").unwrap_or(false);
    cell.state = match same_as {
        Some(level) => State::SameAs(level),
        None if is_not_applicable => State::NotApplicable,
        None if is_to_be_defined => State::ToBeDefined,
        None => State::Stated,
    };
    cell.merge = merge(entry).unwrap_or(cell.merge);
    cell.hides = entry.names(&["hides", "hide"]);
    cell.summary = entry.text("summary");
    cell.proficiency = entry.name("proficiency");
    cell.anchor = entry.string("anchor").map(String::into_boxed_str);
    let keys =
        [("expectations", Kind::Expectation), ("statements", Kind::Expectation), ("points", Kind::Point)];
    cell.statements = parts(reader, &mut entry.table, &keys);
}

/// Decides which cells are at steps: those whose place is a step of their competency in this file.
pub(super) fn settle_steps(read: &mut Declarations) {
    let competencies = read.competencies.iter().filter(|competency| !competency.steps.is_empty());
    let steps: rustc_hash::FxHashMap<&str, &[Step]> =
        competencies.map(|competency| (competency.id.as_str(), competency.steps.as_slice())).collect();
    for cell in &mut read.cells {
        let (At::Level(at), Some(steps)) = (&cell.at, steps.get(cell.competency.as_str())) else { continue };
        let written = at.as_str().to_lowercase();
        let is = |other: &str| !other.is_empty() && other.to_lowercase() == written;
        let step =
            steps.iter().find(|step| is(step.id.as_str()) || is(&step.name) || is(&step.number.to_string()));
        if let Some(step) = step {
            cell.at = At::Step(Name { value: step.id.value.clone(), place: at.place });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::read::tests::{written, yaml};

    #[test]
    fn cells_say_something_or_why_not() {
        let read = yaml(
            "levels: [{id: e3, title: Engineer}, {id: e4}]
competencies:
- id: c
  at:
    e3: One thing.
    e4: [{id: x, text: Two, evidence: E, example: [A, {text: B, tags: t}], points: P, kind: signal}]
    a: {text: Single}
    b: {summary: S, expectations: [Three], signals: Four, hides: old, merge: override, proficiency: p}
    c: ['-']
    d: TBD
    e: See Engineer
    f: See the users
    g: [{tbd: true}]
    h: {not_applicable: true}
    i: []
    j:
",
        );
        let cell = |at: &str| {
            let is = |cell: &&Cell| cell.at == At::Level(Name::generated(at));
            read.cells.iter().find(is).unwrap()
        };
        assert_eq!(written(&cell("e3").statements), ["One thing."]);
        let statement = &cell("e4").statements[0];
        assert_eq!(statement.kind, Kind::Signal);
        assert_eq!(written(&statement.children), ["E", "A", "B", "P"]);
        let kinds: Vec<Kind> = statement.children.iter().map(|child| child.kind).collect();
        assert_eq!(kinds, [Kind::Evidence, Kind::Example, Kind::Example, Kind::Point]);
        assert_eq!(written(&cell("a").statements), ["Single"]);
        let full = cell("b");
        assert_eq!(written(&full.statements), ["Three", "Four"]);
        assert_eq!((full.merge, full.hides.len(), full.proficiency.is_some()), (Merge::Override, 1, true));
        assert_eq!(cell("c").state, State::NotApplicable);
        assert_eq!(cell("d").state, State::ToBeDefined);
        assert_eq!(cell("e").state, State::SameAs(Name::generated("Engineer")));
        assert_eq!(written(&cell("f").statements), ["See the users"]);
        assert_eq!(cell("g").state, State::ToBeDefined);
        assert_eq!(cell("h").state, State::NotApplicable);
        assert_eq!((&cell("i").state, cell("i").statements.len()), (&State::Stated, 0));
        assert_eq!(read.cells.len(), 11);
    }
}
