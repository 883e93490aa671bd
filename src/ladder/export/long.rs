//! The whole ladder as rows: one for everything that has an id, and one for every statement.
//!
//! What rows have in common has a column; the rest of a row is JSON in the last one, with the keys of
//! the authoring format. [`import::long`](crate::ladder::import) reads the same ladder back.

use super::guarded;
use crate::ladder::model::{self, At, Declarations, Ladder};
use crate::ladder::portable::{Cell, Portable, Statement};
use crate::ladder::rows::{Column, Record, Row};

/// Returns a ladder as CSV with a header, `,` between cells and `\n` behind rows.
pub fn long(ladder: &Ladder) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = Column::ALL.iter().map(|column| column.name());
    writer.write_record(names).expect("memory can be written to");
    for row in rows(ladder) {
        writer.write_record(row.cells.map(guarded)).expect("memory can be written to, and rows are as long");
    }
    let bytes = writer.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("cells are text")
}

fn rows(ladder: &Ladder) -> Vec<Row> {
    let Ladder { framework, declared } = ladder;
    let Declarations {
        framework: _,
        scales,
        tracks,
        levels,
        families,
        areas,
        competencies,
        cells,
        archetypes,
        profiles,
        pay_bands,
        withheld_bands: _,
        processes,
        cycles,
        removed,
        changes,
    } = declared;
    let mut rows = vec![entity(&framework.to_form())];
    rows.extend(scales.to_form().iter().map(entity));
    rows.extend(tracks.to_form().iter().map(entity));
    rows.extend(levels.to_form().iter().map(entity));
    rows.extend(families.to_form().iter().map(entity));
    rows.extend(areas.to_form().iter().map(entity));
    rows.extend(competencies.to_form().iter().map(entity));
    cells.iter().for_each(|cell| add_cell(&mut rows, cell));
    rows.extend(archetypes.to_form().iter().map(entity));
    rows.extend(profiles.to_form().iter().map(entity));
    rows.extend(pay_bands.to_form().iter().map(entity));
    rows.extend(processes.to_form().iter().map(entity));
    rows.extend(cycles.to_form().iter().map(entity));
    rows.extend(removed.to_form().iter().map(entity));
    rows.extend(changes.to_form().iter().map(entity));
    for row in &mut rows {
        row.set(Column::Framework, framework.id.as_str());
    }
    rows
}

fn entity<T: Record + Clone>(form: &T) -> Row {
    let mut form = form.clone();
    let mut row = Row::new(T::NAME);
    for (column, mut slot) in form.slots() {
        row.set(column, slot.take());
    }
    row.set_data(&form);
    row
}

/// Adds the rows of a cell: one for itself unless its statements say all there is, then those.
fn add_cell(rows: &mut Vec<Row>, cell: &model::Cell) {
    let mut form = Cell::of(cell);
    form.expectations.clear();
    let place = Place {
        family: cell.family.as_ref().map_or("", |family| family.as_str()),
        competency: cell.competency.as_str(),
        level: level(&cell.at),
    };
    if cell.statements.is_empty() || form != Cell::default() {
        let mut row = entity(&form);
        place.fill(&mut row);
        rows.push(row);
    }
    for statement in &cell.statements {
        place.add(rows, statement, String::new(), 0);
    }
}

/// Which cell rows belong to.
struct Place<'a> {
    family: &'a str,
    competency: &'a str,
    level: String,
}

impl Place<'_> {
    fn fill(&self, row: &mut Row) {
        row.set(Column::Family, self.family);
        row.set(Column::Competency, self.competency);
        row.set(Column::Level, self.level.as_str());
    }

    fn add(&self, rows: &mut Vec<Row>, statement: &model::Statement, parent: String, depth: usize) {
        let mut row = entity(&Statement::alone(statement));
        self.fill(&mut row);
        row.set(Column::Kind, statement.kind.name());
        row.set(Column::Parent, parent);
        rows.push(row);
        for child in &statement.children {
            let id = statement
                .id
                .as_ref()
                .map(|id| id.as_str())
                .filter(|id| !id.is_empty() && !id.starts_with('^'));
            // Without an id, a `^` for every step down: the row above that is as deep as the parent.
            let parent = id.map_or_else(|| "^".repeat(depth + 1), str::to_owned);
            self.add(rows, child, parent, depth + 1);
        }
    }
}

/// Where a cell is: the id of a level, `step:` and the id of a step, or `all`.
fn level(at: &At) -> String {
    match at {
        At::All => "all".to_owned(),
        At::Step(name) => format!("step:{}", name.as_str()),
        At::Level(name) if is_plain(name.as_str()) => name.as_str().to_owned(),
        At::Level(name) => format!("level:{}", name.as_str()),
    }
}

fn is_plain(id: &str) -> bool {
    id != "all" && !id.starts_with("step:") && !id.starts_with("level:")
}
