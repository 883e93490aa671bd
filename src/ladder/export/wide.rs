//! A matrix for people who live in spreadsheets: a row for each competency, a column for each level.
//!
//! It says what is expected and nothing else; [`long`](super::long::long) has everything. It begins with a
//! byte order mark: without one, spreadsheets of many countries read UTF-8 as something else when they open
//! a file by a double click.

use rustc_hash::FxHashMap;

use super::guarded;
use crate::ladder::import::names::split_code;
use crate::ladder::model::{At, Cell, Competency, Kind, Ladder, State, Statement};

/// Where a column is: at a level, at a step, or at all levels.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Column<'a> {
    Level(&'a str),
    Step(&'a str),
    All,
}

impl<'a> Column<'a> {
    fn of(at: &'a At) -> Self {
        match at {
            At::Level(name) => Self::Level(name.as_str()),
            At::Step(name) => Self::Step(name.as_str()),
            At::All => Self::All,
        }
    }

    fn title(self, ladder: &'a Ladder) -> String {
        match self {
            Self::Level(id) => level_title(ladder, id),
            Self::Step(id) => {
                let mut steps = ladder.declared.competencies.iter().flat_map(|competency| &competency.steps);
                steps.find(|step| step.id == *id).map_or(id, |step| &step.name).to_owned()
            }
            Self::All => "All levels".to_owned(),
        }
    }
}

/// Returns a ladder as a CSV matrix.
pub fn wide(ladder: &Ladder) -> String {
    let columns = columns(ladder);
    let has_families = ladder.declared.cells.iter().any(|cell| cell.family.is_some());
    let mut header = vec!["Area".to_owned(), "Competency".to_owned(), "Id".to_owned()];
    header.extend(has_families.then(|| "Family".to_owned()));
    header.extend(columns.iter().map(|column| column.title(ladder)));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.into_iter().map(guarded)).expect("memory can be written to");
    let cells: FxHashMap<_, &Cell> = ladder.declared.cells.iter().map(|cell| (key(cell), cell)).collect();
    for (competency, family) in rows(ladder) {
        let mut row =
            vec![area(ladder, competency), competency.name.clone(), competency.id.as_str().to_owned()];
        row.extend(has_families.then(|| family.unwrap_or("").to_owned()));
        row.extend(columns.iter().map(|column| {
            let cell = cells.get(&(competency.id.as_str(), family, *column));
            cell.map(|cell| shown(cell, ladder)).unwrap_or_default()
        }));
        writer
            .write_record(row.into_iter().map(guarded))
            .expect("memory can be written to, and rows are as long");
    }
    let bytes = writer.into_inner().expect("memory can be written to");
    format!("\u{feff}{}", String::from_utf8(bytes).expect("cells are text"))
}

fn key(cell: &Cell) -> (&str, Option<&str>, Column<'_>) {
    (cell.competency.as_str(), cell.family.as_ref().map(|family| family.as_str()), Column::of(&cell.at))
}

/// All levels, and those steps and "all levels" that cells are at.
fn columns(ladder: &Ladder) -> Vec<Column<'_>> {
    let declared = &ladder.declared;
    let used: Vec<Column<'_>> = declared.cells.iter().map(|cell| Column::of(&cell.at)).collect();
    let mut columns: Vec<Column<'_>> = Vec::new();
    columns.extend(used.contains(&Column::All).then_some(Column::All));
    columns.extend(declared.levels.iter().map(|level| Column::Level(level.id.as_str())));
    let steps = declared.competencies.iter().flat_map(|competency| &competency.steps);
    for step in steps.map(|step| Column::Step(step.id.as_str())) {
        if used.contains(&step) && !columns.contains(&step) {
            columns.push(step);
        }
    }
    columns
}

/// Every competency, followed by the families that make something of it.
fn rows(ladder: &Ladder) -> impl Iterator<Item = (&Competency, Option<&str>)> {
    ladder.declared.competencies.iter().flat_map(|competency| {
        let families = ladder.declared.families.iter().map(|family| family.id.as_str()).filter(|family| {
            let is_its = |cell: &Cell| cell.family.as_ref().is_some_and(|its| its.as_str() == *family);
            ladder.declared.cells.iter().any(|cell| cell.competency == competency.id && is_its(cell))
        });
        std::iter::once((competency, None)).chain(families.map(move |family| (competency, Some(family))))
    })
}

fn area(ladder: &Ladder, competency: &Competency) -> String {
    let Some(id) = &competency.area else { return String::new() };
    let area = ladder.declared.areas.iter().find(|area| area.id == *id);
    area.map_or_else(|| id.as_str().to_owned(), |area| area.name.clone())
}

fn level_title(ladder: &Ladder, id: &str) -> String {
    let level = ladder.declared.levels.iter().find(|level| level.id == *id);
    let Some(level) = level else { return id.to_owned() };
    let title = level.titles.first().map(|title| title.replace("{discipline}", " "));
    let title = title.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let is_shared =
        ladder.declared.levels.iter().filter(|other| other.titles.first() == level.titles.first()).count()
            > 1;
    match &level.code {
        _ if title.is_empty() => id.to_owned(),
        _ if is_shared => id.to_owned(),
        Some(code) if is_read_back(code, &title) => format!("{title} ({code})"),
        _ => title,
    }
}

/// Whether a code stays one beside a title.
fn is_read_back(code: &str, title: &str) -> bool {
    let read = split_code(&format!("{title} ({code})"));
    code.chars().all(char::is_alphanumeric) || read == (Some(code.to_owned()), title.to_owned())
}

/// Returns what stands in the sheet for a cell.
pub fn shown(cell: &Cell, ladder: &Ladder) -> String {
    let mut lines = match &cell.state {
        State::NotApplicable => return "-".to_owned(),
        State::ToBeDefined => return "TBD".to_owned(),
        State::SameAs(level) => vec![format!("see {}", level_title(ladder, level.as_str()))],
        State::Stated => Vec::new(),
    };
    lines.extend(cell.summary.iter().map(|summary| summary.written.to_string()));
    for statement in &cell.statements {
        add(&mut lines, statement, "• ");
    }
    lines.join("\n")
}

fn add(lines: &mut Vec<String>, statement: &Statement, bullet: &str) {
    let label = match statement.kind {
        Kind::Expectation | Kind::Point => "",
        Kind::Signal => "Signal: ",
        Kind::Example => "Example: ",
        Kind::CounterExample => "Not this: ",
        Kind::Evidence => "Evidence: ",
        Kind::Stretch => "Stretch: ",
    };
    let text = statement.text.written.trim();
    lines.push(format!("{bullet}{label}{text}"));
    for child in &statement.children {
        add(lines, child, "  ◦ ");
    }
}
