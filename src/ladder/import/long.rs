//! Rows of the long form: what [`export::long`](crate::ladder::export::long) writes, and the few
//! columns of it that people write by hand.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::DeserializeOwned;

use super::grid::Grid;
use super::levels::{self, Called};
use super::mapping::Meaning;
use super::names::{Find, Ids, ids_of, known_competency, known_family, known_level};
use super::renew::Form;
use super::{Imported, Mapping, Problem, Report, SheetMapping, headers, renew};
use crate::ladder::export::unguarded;
use crate::ladder::model::{At, Cell, Declarations, Kind, Ladder, Statement};
use crate::ladder::portable::{self, Portable};
use crate::ladder::rows::{Column, Record, Row, Slot};
use crate::ladder::text::{Name, humanise, is_id};

/// How deep statements may lie in each other.
const MAX_DEPTH: usize = 16;

/// Returns whether a table is of the long form: it has columns for what is said, and about what.
pub fn is_long(grid: &Grid, mapped: Option<&SheetMapping>) -> bool {
    if mapped.is_some_and(|mapped| !mapped.columns.is_empty()) {
        return mapped.is_some_and(SheetMapping::is_long);
    }
    let columns = columns_of(grid, mapped);
    let has = |column: Column| columns.contains(&Some(column));
    has(Column::Text) && (has(Column::Record) || (has(Column::Competency) && has(Column::Level)))
}

/// The row that names the columns.
fn header_row(mapped: Option<&SheetMapping>) -> usize {
    mapped.and_then(|mapped| mapped.header_row?.checked_sub(1)).unwrap_or(0)
}

/// What each column holds.
fn columns_of(grid: &Grid, mapped: Option<&SheetMapping>) -> Vec<Option<Column>> {
    let row = header_row(mapped);
    let header = grid.rows.get(row).map_or(&[][..], Vec::as_slice);
    let said = |at: usize| mapped.and_then(|mapped| mapped.column(grid, row, at));
    let width = if mapped.is_some() { grid.width() } else { header.len() };
    let cell = |at: usize| header.get(at).map_or("", |cell| cell.trim());
    let by_name =
        |at: usize| Column::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(cell(at)));
    let mut columns: Vec<Option<Column>> = (0..width)
        .map(|at| match said(at) {
            Some(said) => column_of(said.is).filter(|_| said.of.is_none()),
            None => by_name(at),
        })
        .collect();
    if columns.contains(&Some(Column::Record)) {
        return columns;
    }
    // What people write, for what has no column yet.
    for at in (0..width).filter(|at| said(*at).is_none()) {
        let found = headers::of_rows(cell(at)).and_then(column_of);
        if columns[at].is_none() && found.is_some() && !columns.contains(&found) {
            columns[at] = found;
        }
    }
    if !columns.contains(&Some(Column::Text)) {
        let may_be = |at: &usize| said(*at).is_none() && headers::may_be_text(cell(*at));
        let at = (0..width).filter(may_be).find(|at| matches!(columns[*at], None | Some(Column::Competency)));
        let others = |at: usize| {
            columns
                .iter()
                .enumerate()
                .any(|(other, column)| other != at && *column == Some(Column::Competency))
        };
        if let Some(at) = at.filter(|at| columns[*at].is_none() || others(*at)) {
            columns[at] = Some(Column::Text);
        }
    }
    columns
}

/// The column of the long form that holds something.
fn column_of(meaning: Meaning) -> Option<Column> {
    match meaning {
        Meaning::Competency => Some(Column::Competency),
        Meaning::Level => Some(Column::Level),
        Meaning::Text => Some(Column::Text),
        Meaning::Kind => Some(Column::Kind),
        Meaning::Parent => Some(Column::Parent),
        Meaning::Family => Some(Column::Family),
        Meaning::Id => Some(Column::Id),
        _ => None,
    }
}

/// Reads a table for which [`is_long`] holds. `existing` is asked for levels and competencies that
/// rows name and the table does not declare.
pub fn read(grid: &Grid, mapped: Option<&SheetMapping>, existing: Option<&Ladder>) -> Imported {
    let first = header_row(mapped);
    let header = grid.rows.get(first).map_or(&[][..], Vec::as_slice);
    let columns = columns_of(grid, mapped);
    let is_by_hand = !columns.contains(&Some(Column::Record));
    let taken = existing.map(ids_of).unwrap_or_default();
    let mut reading = Reading { is_by_hand, existing, taken, ..Reading::default() };
    if let Some(ladder) = existing.filter(|_| is_by_hand) {
        // Such a table declares nothing, and so takes nothing away.
        let framework = Some(ladder.framework.clone());
        reading.declared = Declarations { framework, cells: Vec::new(), ..ladder.declared.clone() };
    }
    for (cell, column) in header.iter().zip(&columns) {
        if column.is_none() && !cell.trim().is_empty() {
            reading.report.ignored.push(format!("column `{}`", cell.trim()));
        }
    }
    for (index, cells) in grid.rows.iter().enumerate().skip(first + 1) {
        let mut row = Row::default();
        for (cell, column) in cells.iter().zip(&columns) {
            if let Some(column) = column {
                row.set(*column, unguarded(cell));
            }
        }
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            reading.row = index + 1;
            reading.add(&row);
        }
    }
    reading.finish()
}

/// A table on its way to declarations.
#[derive(Default)]
struct Reading<'a> {
    existing: Option<&'a Ladder>,
    /// Whether people made the table: then cells hold what they call things, and nothing where a cell
    /// goes over several rows.
    is_by_hand: bool,
    /// The competency and the level of the row above.
    above: [String; 2],
    levels: Ids,
    competencies: Ids,
    families: Ids,
    /// Ids of all kinds that there are.
    taken: FxHashSet<String>,
    /// The row being read, one-based.
    row: usize,
    declared: Declarations,
    /// The id in the column `framework` of the first row that has one.
    framework: String,
    cells: FxHashMap<(String, String, String), usize>,
    statements: Vec<Loose>,
    /// What rows said that people wrote, and which was the first to say it.
    said: FxHashMap<(usize, [String; 3]), usize>,
    report: Report,
}

/// A statement that was not put below its parent yet.
struct Loose {
    row: usize,
    cell: usize,
    parent: String,
    statement: Statement,
}

impl Reading<'_> {
    fn add(&mut self, row: &Row) {
        if self.framework.is_empty() {
            row.get(Column::Framework).clone_into(&mut self.framework);
        }
        let mut declared = std::mem::take(&mut self.declared);
        match row.get(Column::Record).trim().to_lowercase().as_str() {
            "framework" => declared.framework = self.entity(row),
            "scale" => declared.scales.extend(self.entity(row)),
            "track" => declared.tracks.extend(self.entity(row)),
            "level" => declared.levels.extend(self.entity(row)),
            "family" => declared.families.extend(self.entity(row)),
            "area" => declared.areas.extend(self.entity(row)),
            "competency" => declared.competencies.extend(self.entity(row)),
            "archetype" => declared.archetypes.extend(self.entity(row)),
            "profile" => declared.profiles.extend(self.entity(row)),
            "pay_band" => declared.pay_bands.extend(self.entity(row)),
            "process" => declared.processes.extend(self.entity(row)),
            "cycle" => declared.cycles.extend(self.entity(row)),
            "removed" => declared.removed.extend(self.entity(row)),
            "change" => declared.changes.extend(self.entity(row)),
            "cell" => self.add_cell(&mut declared.cells, row),
            "" | "statement" => self.add_statement(&mut declared.cells, row),
            other => self.problem(format!("no record is called `{other}`")),
        }
        self.declared = declared;
    }

    fn problem(&mut self, message: impl Into<String>) {
        self.report.problems.push(Problem { row: self.row, message: message.into() });
    }

    /// Returns what a row about something with an id says.
    fn entity<M>(&mut self, row: &Row) -> Option<M>
    where
        M: Portable,
        M::Form: Record + DeserializeOwned,
    {
        let mut form: M::Form = self.form(row);
        let mut id = String::new();
        for (column, slot) in form.slots() {
            match (column, slot) {
                (Column::Id, Slot::Text(text)) => id.clone_from(text),
                // The name comes from the id, which stands before it.
                (Column::Text, Slot::Text(name)) if name.is_empty() => *name = humanise(&id),
                _ => {}
            }
        }
        if id.is_empty() {
            self.problem(format!("the {} has no id", M::Form::NAME.replace('_', " ")));
            return None;
        }
        if !is_id(&id) {
            let message = format!("`{id}` cannot be an id: ids are letters, digits, `-`, `_` and `.`");
            self.problem(message);
            return None;
        }
        Some(M::from_form(form))
    }

    /// Returns what stands in a row: the last column, and over it the others.
    fn form<F: Record + DeserializeOwned>(&mut self, row: &Row) -> F {
        let data = row.get(Column::Data).trim();
        let data = if data.is_empty() { "{}" } else { data };
        let mut form = serde_json::from_str(data).unwrap_or_else(|error| {
            let error = error.to_string();
            let cause = error.split(" at line ").next().unwrap_or(&error);
            self.problem(format!("the column `data` cannot be read: {cause}"));
            serde_json::from_str::<F>("{}").expect("every key of a form may be missing")
        });
        for (column, mut slot) in form.slots() {
            slot.put(row.get(column));
        }
        form
    }

    /// Returns the cell of a row, made where it is new.
    fn cell_of(&mut self, cells: &mut Vec<Cell>, row: &Row) -> Option<usize> {
        let [family, competency, level] = self.named(row)?;
        let (family, competency, level) = (family.as_str(), competency.as_str(), level.as_str());
        let key = (family.to_owned(), competency.to_owned(), level.to_owned());
        let index = *self.cells.entry(key).or_insert_with(|| {
            let family = Some(family).filter(|family| !family.is_empty()).map(Name::generated);
            let form = portable::Cell::default();
            cells.push(form.into_cell(family, Name::generated(competency), place(level)));
            cells.len() - 1
        });
        Some(index)
    }

    /// The ids of the family, the competency and the level that a row names.
    fn named(&mut self, row: &Row) -> Option<[String; 3]> {
        let [family, mut competency, mut level] = [Column::Family, Column::Competency, Column::Level]
            .map(|column| row.get(column).trim().to_owned());
        if self.is_by_hand {
            let [above, level_above] = &self.above;
            if competency.is_empty() {
                competency.clone_from(above);
                if level.is_empty() {
                    level.clone_from(level_above);
                }
            }
            self.above = [competency.clone(), level.clone()];
        }
        match (competency.is_empty(), level.is_empty()) {
            (true, true) => self.problem("the row names no competency and no level"),
            (true, false) => self.problem("the row names no competency"),
            (false, true) => self.problem("the row names no level"),
            (false, false) => {
                return Some([
                    self.id(family, |reading| &mut reading.families, known_family),
                    self.id(competency, |reading| &mut reading.competencies, known_competency),
                    self.id(level, |reading| &mut reading.levels, known_level),
                ]);
            }
        }
        None
    }

    /// The id that a text is, or that stands for it.
    fn id(&mut self, text: String, ids: fn(&mut Self) -> &mut Ids, known: Find) -> String {
        let id = text.strip_prefix("step:").or_else(|| text.strip_prefix("level:"));
        let is_exported = !self.is_by_hand && is_id(id.unwrap_or(&text));
        if text.is_empty() || is_exported || id.is_some_and(is_id) {
            return text;
        }
        let existing = self.existing.and_then(|ladder| known(ladder, &text));
        let mut taken = std::mem::take(&mut self.taken);
        let id = ids(self).of(&text, existing, &mut taken);
        self.taken = taken;
        id
    }

    fn add_cell(&mut self, cells: &mut Vec<Cell>, row: &Row) {
        let Some(index) = self.cell_of(cells, row) else { return };
        let form: portable::Cell = self.form(row);
        let Cell { family, competency, at, .. } = cells[index].clone();
        cells[index] = form.into_cell(family, competency, at);
    }

    fn add_statement(&mut self, cells: &mut Vec<Cell>, row: &Row) {
        let Some(cell) = self.cell_of(cells, row) else { return };
        let form: portable::Statement = self.form(row);
        let mut statement = form.into_statement();
        let kind = row.get(Column::Kind).trim();
        match Kind::named(kind) {
            Some(kind) => statement.kind = kind,
            None if kind.is_empty() => {}
            None => self.problem(format!("`{kind}` is not a kind of statement")),
        }
        let parent = row.get(Column::Parent).trim().to_owned();
        let said =
            [Column::Text, Column::Kind, Column::Parent].map(|column| row.get(column).trim().to_owned());
        let first = *self.said.entry((cell, said)).or_insert(self.row);
        if self.is_by_hand && first < self.row && row.get(Column::Id).is_empty() {
            self.report.ignored.push(format!("row {}, which is row {first} once more", self.row));
            return;
        }
        self.statements.push(Loose { row: self.row, cell, parent, statement });
    }

    fn finish(mut self) -> Imported {
        let statements = std::mem::take(&mut self.statements);
        self.plant(statements);
        let mut declarations = self.declared;
        if declarations.framework.is_none() && !self.framework.is_empty() {
            declarations.framework = Some(levels::framework(&self.framework));
        }
        if let Some(existing) = self.existing.filter(|_| self.is_by_hand) {
            let row = |cell: &Cell| (cell.family.to_form().unwrap_or_default(), cell.competency.to_form());
            let rows: FxHashSet<_> = declarations.cells.iter().map(row).collect();
            renew::renew(&mut declarations, existing, (&[], &rows), (Form::Rows, &mut self.report));
        }
        let called = Called {
            levels: self.levels.called,
            competencies: self.competencies.called,
            families: self.families.called,
        };
        levels::complete(&mut declarations, self.existing, (&called, &mut self.report));
        Imported { declarations, mapping: Mapping::default(), report: self.report }
    }

    /// Puts every statement below its parent.
    fn plant(&mut self, statements: Vec<Loose>) {
        let parents = Parents::of(&statements);
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); statements.len()];
        let mut roots = Vec::new();
        for (index, loose) in statements.iter().enumerate() {
            self.row = loose.row;
            match parents.depth(index) {
                Some(depth) if depth <= MAX_DEPTH => match parents.parent[index] {
                    Some(parent) => children[parent].push(index),
                    None => roots.push(index),
                },
                _ => {
                    self.problem(format!(
                        "the parent `{}` belongs to the statement itself, or is too deep",
                        loose.parent
                    ));
                    roots.push(index);
                }
            }
            if parents.parent[index].is_none() && !loose.parent.is_empty() {
                self.problem(format!("no statement of this cell has the id `{}`", loose.parent));
            }
        }
        let cells: Vec<usize> = statements.iter().map(|loose| loose.cell).collect();
        let mut taken: Vec<Option<Statement>> =
            statements.into_iter().map(|loose| Some(loose.statement)).collect();
        for root in roots {
            let statement = grown(root, &mut taken, &children);
            self.declared.cells[cells[root]].statements.extend(statement);
        }
    }
}

fn grown(index: usize, taken: &mut [Option<Statement>], children: &[Vec<usize>]) -> Option<Statement> {
    let mut statement = taken[index].take()?;
    statement.children.extend(children[index].iter().filter_map(|child| grown(*child, taken, children)));
    Some(statement)
}

/// Which statement each belongs to.
struct Parents {
    parent: Vec<Option<usize>>,
}

impl Parents {
    fn of(statements: &[Loose]) -> Self {
        let mut by_id: FxHashMap<(usize, &str), usize> = FxHashMap::default();
        for (index, loose) in statements.iter().enumerate().rev() {
            if let Some(id) = &loose.statement.id {
                by_id.insert((loose.cell, id.as_str()), index);
            }
        }
        let mut parent = Vec::with_capacity(statements.len());
        // The statements of the open branch, by cell, from the outermost in.
        let mut open: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (index, loose) in statements.iter().enumerate() {
            let branch = open.entry(loose.cell).or_default();
            let is_climb = !loose.parent.is_empty() && loose.parent.bytes().all(|byte| byte == b'^');
            let above = branch.iter().rposition(|other| {
                statements[*other].statement.id.as_ref().is_some_and(|id| *id == *loose.parent)
            });
            let depth = match () {
                () if loose.parent.is_empty() => 0,
                () if is_climb => loose.parent.len().min(branch.len()),
                () => above.map_or(0, |position| position + 1),
            };
            branch.truncate(depth);
            let found = branch.last().copied();
            branch.push(index);
            let elsewhere = || by_id.get(&(loose.cell, loose.parent.as_str())).copied();
            parent
                .push(found.or_else(elsewhere).filter(|parent| *parent != index && !loose.parent.is_empty()));
        }
        Self { parent }
    }

    /// Returns how deep a statement lies; `None` when it lies in itself, or deeper than anything may.
    fn depth(&self, index: usize) -> Option<usize> {
        let line = std::iter::successors(self.parent[index], |above| self.parent[*above]);
        let depth = line.take(MAX_DEPTH + 1).count();
        (depth <= MAX_DEPTH).then_some(depth)
    }
}

/// Reads the column `level`: `all`, `step:` and a step, `level:` and a level, or a level.
fn place(level: &str) -> At {
    if level == "all" {
        return At::All;
    }
    if let Some(step) = level.strip_prefix("step:") {
        return At::Step(Name::generated(step));
    }
    At::Level(Name::generated(level.strip_prefix("level:").unwrap_or(level)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Imported, Mapping, import};
    use super::*;
    use crate::ladder::export::{json, long};
    use crate::ladder::samples;

    fn read(text: &str) -> Imported {
        import(text.as_bytes(), "ladder.csv", &Mapping::default(), None).unwrap()
    }

    fn ladder(imported: Imported) -> Ladder {
        let mut declared = imported.declarations;
        let framework = declared.framework.take().unwrap();
        Ladder { framework, declared }
    }

    #[test]
    fn the_columns_that_people_write_are_enough() {
        let imported = read(
            "id,framework,competency,level,kind,parent,text\n\
             lm-list,engineering,last-mile,senior,expectation,,Names everyone\n\
             lm-list-x1,engineering,last-mile,senior,example,lm-list,\"kept, a list\"\n",
        );
        assert_eq!(imported.report.problems, []);
        let ladder = ladder(imported);
        assert_eq!(ladder.framework.id, *"engineering");
        assert_eq!(ladder.declared.levels[0].id, *"senior");
        assert_eq!(ladder.declared.competencies[0].name, "Last mile");
        let statement = &ladder.declared.cells[0].statements[0];
        assert_eq!(&*statement.children[0].text.written, "kept, a list");
        assert_eq!(statement.children[0].kind, Kind::Example);
    }

    #[test]
    fn what_people_call_things_becomes_ids_and_titles() {
        let imported = read(
            "Competency,Level,Expectation,Owner\n\
             C++,L3 / Senior,Knows RAII,x\n\
             ,,and templates,\n\
             c++,Staff,Teaches,\n\
             C,l3 / senior,Knows C,\n\
             \"Last\nmile\",Staff,Follows up,\n\
             ../x,Staff,Stays inside,\n\
             Y,,No level,\n",
        );
        let problems: Vec<&str> =
            imported.report.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(problems, ["the row names no level"]);
        let declared = imported.declarations;
        let levels: Vec<_> =
            declared.levels.iter().map(|level| (level.id.as_str(), &*level.titles[0])).collect();
        assert_eq!(levels, [("l3-senior", "Senior"), ("staff", "Staff")]);
        assert_eq!(declared.levels[0].code.as_deref(), Some("L3"));
        let competencies: Vec<_> =
            declared.competencies.iter().map(|known| (known.id.as_str(), known.name.as_str())).collect();
        assert_eq!(competencies, [("c", "C++"), ("c-2", "C"), ("last-mile", "Last mile"), ("x", "../x")]);
        assert_eq!(declared.cells[0].statements.len(), 2);
    }

    #[test]
    fn headers_of_other_languages_are_known_and_others_can_be_said() {
        let rows = "Ships,Senior,tests it\n";
        for header in [
            "Kompetenz,Stufe,Erwartung",
            "Compétence,Niveau,Attente",
            "能力,等级,期望",
            "Yetkinlik,Seviye,Beklenti",
        ] {
            let imported = read(&format!("{header}\n{}", rows.repeat(2)));
            assert_eq!(imported.declarations.cells[0].statements.len(), 1, "{header}");
            assert_eq!(imported.report.ignored, ["row 3, which is row 2 once more"]);
        }
        let unknown = "A1,B1,C1,D1\nShips,Senior,tests all of it,x\nShips,Senior,writes it down,y\nShips,Staff,asks why,z\n";
        let error = import(unknown.as_bytes(), "ladder.csv", &Mapping::default(), None).unwrap_err();
        assert!(error.message.contains("column B `B1`"), "{error}");
        let help = error.help.unwrap();
        let mapping = Mapping::parse(help.split_once('\n').unwrap().1).unwrap();
        let imported = import(unknown.as_bytes(), "ladder.csv", &mapping, None).unwrap();
        assert_eq!((imported.declarations.levels.len(), imported.declarations.competencies.len()), (2, 1));
        assert_eq!(imported.report.ignored, ["column `D1`"]);
    }

    #[test]
    fn every_row_that_cannot_be_used_is_named() {
        let imported = read(
            "record,id,competency,level,kind,parent,text,data,Owner\n\
             level,,,,,,Senior,,\n\
             person,x,,,,,,,\n\
             statement,a,c,senior,behaviour,,one,,\n\
             statement,b,c,senior,,nobody,two,{,\n\
             statement,c,c,senior,,d,three,,\n\
             statement,d,c,senior,,c,four,,\n\
             statement,,c,,,,five,,\n",
        );
        let rows: Vec<usize> = imported.report.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(rows, [2, 3, 4, 5, 8, 5, 6, 7], "{:#?}", imported.report.problems);
        assert_eq!(imported.report.ignored, ["column `Owner`"]);
        assert_eq!(imported.declarations.cells[0].statements.len(), 4);
    }

    #[test]
    fn sorted_rows_find_their_parents() {
        let imported =
            read("id,competency,level,kind,parent,text\nx,c,senior,example,y,child\ny,c,senior,,,parent\n");
        let statements = &imported.declarations.cells[0].statements;
        assert_eq!((statements.len(), statements[0].children.len()), (1, 1));
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z]{1,8}( [a-z]{1,8}){0,5}",
            "[=+@'\"; ,\\-\t\r\n•é💡ß中\u{202e}\u{feff}]{1,12}",
            "\\PC{1,20}",
            Just("x".repeat(30_000)),
        ]
    }

    fn statement(depth: u32) -> BoxedStrategy<Statement> {
        let kinds = prop::sample::select(vec![
            Kind::Expectation,
            Kind::Signal,
            Kind::Example,
            Kind::CounterExample,
            Kind::Evidence,
            Kind::Stretch,
            Kind::Point,
        ]);
        let children = match depth {
            0 => Just(Vec::new()).boxed(),
            _ => prop::collection::vec(statement(depth - 1), 0..3).boxed(),
        };
        let optional = prop::option::of(text());
        (kinds, text(), optional, prop::collection::vec(text(), 0..3), children, any::<bool>())
            .prop_map(|(kind, text, word, tags, children, has_id)| {
                let mut statement = samples::statement(kind, &text);
                statement.id = has_id.then(|| Name::generated("?"));
                statement.strength = word.clone().map(Name::generated);
                statement.since = word;
                statement.tags = tags;
                statement.children = children;
                statement.extra.insert("own".to_owned(), serde_json::json!([text, 1, { "a": null }]));
                statement
            })
            .boxed()
    }

    /// Ids are unique.
    fn number(statements: &mut [Statement], next: &mut u32) {
        for statement in statements {
            if let Some(id) = &mut statement.id {
                *id = Name::generated(format!("s{next}"));
                *next += 1;
            }
            number(&mut statement.children, next);
        }
    }

    prop_compose! {
        fn ladders()(
            texts in prop::collection::vec(text(), 8),
            cells in prop::collection::vec(prop::collection::vec(statement(2), 0..3), 3),
            rank in -1000i32..1000,
            pairs in prop::collection::vec((text(), prop::collection::vec(text(), 0..3)), 0..3),
        ) -> Ladder {
            let mut ladder = samples::small();
            let mut texts = texts.into_iter();
            let mut next = || texts.next().unwrap();
            ladder.framework.name = next();
            ladder.framework.note = Some(crate::ladder::text::Text::generated(next()));
            let level = &mut ladder.declared.levels[0];
            level.rank = f64::from(rank) / 4.0;
            level.titles = vec![next(), next()];
            level.dimensions = pairs
                .into_iter()
                .map(|(name, values)| crate::ladder::model::Dimension {
                    name: Name::generated(name),
                    values: values.into_iter().map(crate::ladder::text::Text::generated).collect(),
                })
                .collect();
            level.requires = vec![
                crate::ladder::model::Rule::Vector(vec![
                    (Name::generated("z"), Name::generated(next())),
                    (Name::generated("a"), Name::generated("2")),
                ]),
                crate::ladder::model::Rule::Share(0.8, Name::generated(next())),
            ];
            ladder.declared.competencies[0].name = next();
            ladder.declared.competencies[0].summary = Some(crate::ladder::text::Text::generated(next()));
            let mut number_of = 0;
            for (cell, mut statements) in ladder.declared.cells.iter_mut().zip(cells) {
                number(&mut statements, &mut number_of);
                cell.statements = statements;
            }
            ladder.declared.cells[1].at = At::Step(Name::generated("senior"));
            ladder.declared.cells.push(Cell { at: At::All, ..ladder.declared.cells[0].clone() });
            let last = ladder.declared.cells.last_mut().unwrap();
            number(&mut last.statements, &mut number_of);
            ladder
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_was_exported_comes_back(original in ladders()) {
            let imported = read(&long(&original));
            prop_assert_eq!(&imported.report.problems, &[]);
            let back = ladder(imported);
            prop_assert_eq!(&back, &original);
            prop_assert_eq!(json(&back, "s"), json(&original, "s"));
        }

        #[test]
        fn no_text_breaks_the_import(text in "\\PC{0,40}|[a-z,;\"\n^={}]{0,60}") {
            let header = "record,id,competency,level,kind,parent,text,data\n";
            let _ = import(text.as_bytes(), "a.csv", &Mapping::default(), None);
            let imported = read(&format!("{header}{text}"));
            prop_assert!(imported.declarations.cells.len() <= text.len());
        }
    }
}
