//! A matrix: a row for each competency, a column for each level.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bullets;
use super::columns::{self, Known};
use super::grid::Grid;
use super::levels::{self, Called};
use super::mapping::{ColumnMapping, Mapping, Meaning, SheetMapping};
use super::merge::{name_key, shown_place};
use super::names::{Named, free, made_id, split_code};
use super::renew::Form;
use super::sheet::{Line, Sheet, place};
use super::{ImportError, Imported, Problem, Report, renew};
use crate::ladder::model::{Cell, Declarations, Ladder, Merge, State};
use crate::ladder::portable::{self, Portable};
use crate::ladder::text::{Name, Text, is_id};
use crate::ladder::words::{StateWord, state_of};

/// Reads all sheets that `mapping` takes. What the existing ladder says and the sheets do not is kept.
///
/// # Errors
/// When no sheet has a column that could be a level.
pub fn read(sheets: &[Grid], mapping: &Mapping, existing: Option<&Ladder>) -> Result<Imported, ImportError> {
    let mut reading = Reading::new(existing);
    for grid in sheets {
        let mapped = mapping.of(&grid.name);
        if !mapping.takes(&grid.name) || !reading.add_sheet(grid, mapped)? {
            reading.report.ignored.push(format!("sheet `{}`", grid.name));
            reading.mapping.push(SheetMapping {
                name: grid.name.clone(),
                skip: true,
                ..SheetMapping::default()
            });
        }
    }
    if reading.mapping.iter().all(|sheet| sheet.skip) {
        let error = ImportError::new("no row names a competency column and levels");
        return Err(match &mapping.only {
            Some(only) if !sheets.iter().any(|grid| grid.name == *only) => {
                let names: Vec<String> = sheets.iter().map(|grid| format!("`{}`", grid.name)).collect();
                ImportError::new(format!("no sheet is called `{only}`"))
                    .help(format!("there are {}", names.join(", ")))
            }
            _ => error.help("say with a mapping file which row is the header, and what its columns hold"),
        });
    }
    Ok(reading.finish())
}

/// Sheets on their way to declarations.
struct Reading<'a> {
    known: Known<'a>,
    declared: Declarations,
    report: Report,
    mapping: Vec<SheetMapping>,
    /// The rows that there are, whether they say something or not: family and competency.
    rows: FxHashSet<(String, String)>,
}

impl<'a> Reading<'a> {
    fn new(existing: Option<&'a Ladder>) -> Self {
        let declared = existing.map(|ladder| ladder.declared.clone()).unwrap_or_default();
        let levels = declared.levels.iter().map(Named::level).collect();
        let framework = existing.map(|ladder| ladder.framework.clone());
        let declared = Declarations { framework, cells: Vec::new(), ..declared };
        let known = Known { levels, existing };
        let (report, mapping, rows) = (Report::default(), Vec::new(), FxHashSet::default());
        Self { known, declared, report, mapping, rows }
    }

    /// Adds what a sheet says; returns whether it is a matrix.
    fn add_sheet(&mut self, grid: &Grid, mapped: Option<&SheetMapping>) -> Result<bool, ImportError> {
        let asked =
            mapped.and_then(|mapped| mapped.header_row?.checked_sub(1)).filter(|row| *row < grid.rows.len());
        let Some(header) = asked.or_else(|| columns::header_row(grid, &self.known)) else { return Ok(false) };
        let mut report = Report::default();
        let mut columns = columns::columns(grid, header, (&mut self.known, mapped), &mut report);
        let second = columns::second_header(grid, header);
        if let Some(second) = second {
            columns::leave_out(grid, second, &mut columns, &mut report);
        }
        let has = |meanings: &[Meaning]| columns.iter().any(|column| meanings.contains(&column.is));
        if !has(&[Meaning::Competency]) || !has(&[Meaning::Level, Meaning::Step, Meaning::All]) {
            return Ok(false);
        }
        let is_said = mapped.is_some_and(|mapped| !mapped.columns.is_empty());
        if let Some(error) = columns::misread(grid, header, &columns).filter(|_| !is_said) {
            return Err(error);
        }
        self.report.guessed.append(&mut report.guessed);
        self.report.ignored.append(&mut report.ignored);
        self.declare_levels(&columns);
        let family = mapped.and_then(|mapped| mapped.family.clone());
        let mut sheet = Sheet {
            grid,
            columns: &columns,
            family: family.map(Name::generated),
            cells: Vec::new(),
            index: FxHashMap::default(),
            said: FxHashMap::default(),
            area: None,
            competency: None,
        };
        for row in second.unwrap_or(header) + 1..grid.rows.len() {
            self.add_row(&mut sheet, row);
        }
        let Sheet { family, cells, .. } = sheet;
        let family = self.add_cells(cells, family, &grid.name);
        self.mapping.push(SheetMapping {
            name: grid.name.clone(),
            skip: false,
            header_row: Some(header + 1),
            family,
            columns,
        });
        Ok(true)
    }

    fn declare_levels(&mut self, columns: &[ColumnMapping]) {
        let is_level = |(_, column): &(usize, &ColumnMapping)| column.is == Meaning::Level;
        for (at, column) in columns.iter().enumerate().filter(is_level) {
            let Some(id) = &column.of else { continue };
            if self.declared.levels.iter().any(|level| level.id == **id) {
                continue;
            }
            let (code, title) = split_code(&column.header);
            let title = if title.is_empty() { column.header.clone() } else { title };
            let (rank, track) = self.standing(columns, at);
            let mut level = levels::level(id, &title, rank);
            level.track = track;
            level.code = code;
            self.declared.levels.push(level);
        }
    }

    /// The rank and the track of a new level: between those whose columns are beside its own, or above
    /// all.
    fn standing(&self, columns: &[ColumnMapping], at: usize) -> (f64, Option<Name>) {
        let level = |column: &ColumnMapping| {
            let id = column.of.as_deref().filter(|_| column.is == Meaning::Level)?;
            self.declared.levels.iter().find(|level| level.id == *id)
        };
        let (below, above) =
            (columns[..at].iter().rev().find_map(level), columns[at + 1..].iter().find_map(level));
        let last = self.declared.levels.iter().map(|level| level.rank).fold(0.0, f64::max);
        let rank = match (below, above) {
            (Some(below), Some(above)) if below.rank < above.rank => (below.rank + above.rank) / 2.0,
            _ => last + 1.0,
        };
        (rank, below.and_then(|level| level.track.clone()))
    }

    fn add_row(&mut self, sheet: &mut Sheet<'_>, row: usize) {
        let line = sheet.line(row);
        if sheet.grid.rows[row].iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if !line.area.is_empty() {
            sheet.area = Some(self.area(line.area));
            sheet.competency = None;
        }
        if line.competency.is_empty() && !line.id.is_empty() {
            let known = self.declared.competencies.iter().find(|known| known.id == *line.id);
            let Some(known) = known else {
                let message = format!("no competency has the id `{}`, and the row has no name", line.id);
                self.report.problems.push(Problem { row: row + 1, message });
                return;
            };
            sheet.competency = Some(known.id.to_form());
        } else if !line.competency.is_empty() {
            if line.is_bare && self.is_heading(sheet, &line) {
                sheet.area = Some(self.area(line.competency));
                self.report.guessed.push(format!("row {} is the area `{}`", row + 1, line.competency));
                return;
            }
            let competency = self.competency(sheet.area.as_deref(), &line);
            self.rename(&competency, (sheet.area.as_deref(), &line));
            sheet.competency = Some(competency);
        }
        let Some(competency) = sheet.competency.clone() else {
            if !line.is_bare {
                self.report.ignored.push(format!("row {}, which belongs to no competency", row + 1));
            }
            return;
        };
        if let Some(summary) = sheet.text(row, Meaning::Summary)
            && let Some(known) = self.declared.competencies.iter_mut().find(|known| known.id == *competency)
        {
            known.summary = Some(Text::generated(summary));
        }
        self.add_row_cells(sheet, row, &competency);
    }

    /// Returns whether a row that names something and says nothing about it is a heading.
    fn is_heading(&self, sheet: &Sheet<'_>, line: &Line<'_>) -> bool {
        let has_areas = sheet.columns.iter().any(|column| column.is == Meaning::Area);
        let name = name_key(line.competency);
        let is_competency = self
            .declared
            .competencies
            .iter()
            .any(|known| name_key(&known.name) == name || name_key(known.id.as_str()) == name);
        let next = (line.row + 1..sheet.grid.rows.len())
            .map(|row| sheet.line(row))
            .find(|next| !next.competency.is_empty());
        !has_areas && !is_competency && next.is_some_and(|next| !next.is_bare)
    }

    fn area(&mut self, name: &str) -> String {
        let wanted = name_key(name);
        let is_it = |area: &&crate::ladder::model::Area| {
            let names = area.aliases.iter().chain([&area.name]).any(|other| name_key(other) == wanted);
            names || name_key(area.id.as_str()) == wanted
        };
        if let Some(area) = self.declared.areas.iter().find(is_it) {
            return area.id.to_form();
        }
        let id = self.free_id(&made_id(name));
        let form = portable::Area { id: id.clone(), name: name.to_owned(), ..portable::Area::default() };
        self.declared.areas.push(Portable::from_form(form));
        id
    }

    fn competency(&mut self, area: Option<&str>, line: &Line<'_>) -> String {
        let wanted = name_key(line.competency);
        let here = |known: &Option<Name>| {
            area.is_none()
                || known.is_none()
                || known.as_ref().is_some_and(|known| Some(known.as_str()) == area)
        };
        let by_id =
            self.declared.competencies.iter().find(|known| !line.id.is_empty() && known.id == *line.id);
        let by_name = || {
            self.declared.competencies.iter().find(|known| {
                let names = known.aliases.iter().chain([&known.name]).any(|other| name_key(other) == wanted);
                (names || name_key(known.id.as_str()) == wanted) && here(&known.area)
            })
        };
        let found = if line.id.is_empty() { by_name() } else { by_id };
        if let Some(known) = found {
            return known.id.to_form();
        }
        let id = if is_id(line.id) { line.id.to_owned() } else { self.free_id(&made_id(line.competency)) };
        let form = portable::Competency {
            id: id.clone(),
            area: area.map(str::to_owned),
            name: line.competency.to_owned(),
            ..portable::Competency::default()
        };
        self.declared.competencies.push(Portable::from_form(form));
        id
    }

    /// A row that names a competency of the existing ladder by its id may call it otherwise, and have it
    /// in another area.
    fn rename(&mut self, id: &str, (area, line): (Option<&str>, &Line<'_>)) {
        let existing = self.known.existing.filter(|_| line.id == id);
        let was_there =
            existing.is_some_and(|ladder| ladder.declared.competencies.iter().any(|known| known.id == *id));
        let known = self.declared.competencies.iter_mut().find(|known| known.id == *id);
        let Some(known) = known.filter(|_| was_there) else { return };
        if name_key(&known.name) != name_key(line.competency) {
            known.name = line.competency.to_owned();
            self.report.changed.push(format!("competency `{id}` is called `{}`", line.competency));
        }
        // A blank area may be the one above, or none.
        let area = area.filter(|_| !line.area.is_empty());
        if let Some(area) = area.filter(|area| known.area.as_ref().is_none_or(|own| own.as_str() != *area)) {
            known.area = Some(Name::generated(area));
            self.report.changed.push(format!("competency `{id}` is in the area `{area}`"));
        }
    }

    /// Ids are unique over areas, competencies and levels.
    fn free_id(&self, wanted: &str) -> String {
        let declared = &self.declared;
        let taken: FxHashSet<&str> = (declared.areas.iter().map(|area| area.id.as_str()))
            .chain(declared.competencies.iter().map(|competency| competency.id.as_str()))
            .chain(declared.levels.iter().map(|level| level.id.as_str()))
            .collect();
        free(wanted, |id| !taken.contains(id))
    }

    fn add_row_cells(&mut self, sheet: &mut Sheet<'_>, row: usize, competency: &str) {
        let strength = sheet.text(row, Meaning::Strength).map(|word| word.to_lowercase());
        let family =
            sheet.text(row, Meaning::Family).map(|name| self.family(&name)).or_else(|| sheet.family.clone());
        self.rows.insert((family.to_form().unwrap_or_default(), competency.to_owned()));
        let mut said = vec![competency.to_owned(), family.to_form().unwrap_or_default()];
        said.extend(strength.clone());
        said.extend(sheet.columns.iter().map(|column| sheet.cell(row, column).unwrap_or_default()));
        let is_bare = sheet.line(row).is_bare;
        if let Some(first) = sheet.said.get(&said).filter(|_| !is_bare) {
            self.report.ignored.push(format!("row {}, which is row {first} once more", row + 1));
            return;
        }
        sheet.said.insert(said, row + 1);
        let mut before: Option<(String, String)> = None;
        for column in sheet.columns {
            let Some(at) = place(column) else { continue };
            let Some(text) = sheet.cell(row, column) else { continue };
            let key = (family.as_ref().map(Portable::to_form), competency.to_owned(), format!("{at:?}"));
            let is_new = !sheet.index.contains_key(&key);
            let index = *sheet.index.entry(key).or_insert_with(|| {
                let form = portable::Cell::default();
                sheet.cells.push(form.into_cell(family.clone(), Name::generated(competency), at.clone()));
                sheet.cells.len() - 1
            });
            let cell = &mut sheet.cells[index];
            if column.is == Meaning::Proficiency {
                cell.proficiency = Some(Name::generated(text));
                continue;
            }
            let (state, more) = match self.same_and_more(&text) {
                Some((state, more)) => (Some(state), more),
                None => (self.state(&text, before.as_ref()), ""),
            };
            if state.is_none() && state_of(&text).is_some() {
                let place = format!("row {}, column {}", row + 1, column.at);
                self.report.guessed.push(format!("{place}: `{text}` names no level, and is an expectation"));
            }
            if let Some(level) = column.of.clone().filter(|_| column.is == Meaning::Level) {
                before = Some((level, text.clone()));
            }
            match state {
                Some(state) if is_new || cell.statements.is_empty() => {
                    cell.state = state;
                    if !more.is_empty() {
                        bullets::add_text(cell, more, column.strength.as_ref().or(strength.as_ref()));
                    }
                }
                Some(_) => {
                    self.report.ignored.push(format!("row {}, column {}: `{text}`", row + 1, column.at))
                }
                None => bullets::add_text(cell, &text, column.strength.as_ref().or(strength.as_ref())),
            }
        }
    }

    /// Returns what a cell says about itself, rather than about people.
    fn state(&self, text: &str, before: Option<&(String, String)>) -> Option<State> {
        let level =
            |name: &str| Named::find(&self.known.levels, name).map(|level| Name::generated(level.id.clone()));
        match state_of(text) {
            Some(StateWord::NotApplicable) => Some(State::NotApplicable),
            Some(StateWord::ToBeDefined) => Some(State::ToBeDefined),
            Some(StateWord::SameAs(name)) => level(&name).map(State::SameAs),
            Some(StateWord::Ditto) => before.map(|(level, _)| State::SameAs(Name::generated(level.clone()))),
            // Merged cells say the same several times.
            None => before
                .filter(|(_, before)| before == text && self.known.existing.is_none())
                .map(|(level, _)| State::SameAs(Name::generated(level.clone()))),
        }
    }

    /// Reads a cell that says in its first line that it says what another does, and more below.
    fn same_and_more<'t>(&self, text: &'t str) -> Option<(State, &'t str)> {
        let (first, more) = text.split_once('\n')?;
        let Some(StateWord::SameAs(name)) = state_of(first) else { return None };
        let level = Named::find(&self.known.levels, &name)?;
        Some((State::SameAs(Name::generated(level.id.clone())), more.trim()))
    }

    fn family(&mut self, name: &str) -> Name {
        let wanted = name_key(name);
        let families = &self.declared.families;
        let found = families
            .iter()
            .find(|known| name_key(known.id.as_str()) == wanted || name_key(&known.name) == wanted);
        found.map_or_else(|| Name::generated(made_id(name)), |known| known.id.clone())
    }

    /// Adds the cells of a sheet. A sheet that says other things about the same places is about
    /// another family; returns it.
    fn add_cells(&mut self, mut cells: Vec<Cell>, family: Option<Name>, sheet: &str) -> Option<String> {
        let key = |cell: &Cell| (cell.family.to_form(), cell.competency.to_form(), format!("{:?}", cell.at));
        let before: FxHashSet<_> = self.declared.cells.iter().map(key).collect();
        let clashes = cells.iter().any(|cell| before.contains(&key(cell)));
        let mut family = family.to_form();
        if clashes && family.is_none() {
            let id = made_id(sheet);
            self.report.guessed.push(format!("sheet `{sheet}` is the ladder of the family `{id}`"));
            let name = Name::generated(id.clone());
            for cell in cells.iter_mut().filter(|cell| cell.family.is_none()) {
                cell.family = Some(name.clone());
            }
            family = Some(id);
        }
        for cell in cells.iter_mut().filter(|cell| cell.family.is_some() && !cell.statements.is_empty()) {
            cell.merge = Merge::Override;
        }
        let (twice, new): (Vec<Cell>, Vec<Cell>) =
            cells.into_iter().partition(|cell| before.contains(&key(cell)));
        let stays = |cell: &Cell| format!("sheet `{sheet}`: {}, which another sheet says", shown_place(cell));
        self.report.ignored.extend(twice.iter().map(stays));
        self.declared.cells.extend(new);
        family
    }

    fn finish(mut self) -> Imported {
        if let Some(existing) = self.known.existing {
            renew::renew(
                &mut self.declared,
                existing,
                (&self.mapping, &self.rows),
                (Form::Matrix, &mut self.report),
            );
        }
        levels::complete(&mut self.declared, self.known.existing, (&Called::default(), &mut self.report));
        let mapping = Mapping { only: None, sheets: self.mapping };
        Imported { declarations: self.declared, mapping, report: self.report }
    }
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use crate::ladder::export::wide;
    use crate::ladder::model::At;
    use crate::ladder::samples;

    fn table(text: &str) -> Imported {
        import(text.as_bytes(), "ladder.csv", &Mapping::default(), None).unwrap()
    }

    fn cell<'a>(imported: &'a Imported, competency: &str, level: &str) -> &'a Cell {
        let at = At::Level(Name::generated(level));
        let is_it = |cell: &&Cell| cell.competency == *competency && cell.at == at;
        imported.declarations.cells.iter().find(is_it).unwrap()
    }

    fn texts(cell: &Cell) -> Vec<&str> {
        cell.statements.iter().map(|statement| &*statement.text.written).collect()
    }

    #[test]
    fn names_that_differ_in_signs_are_others() {
        let imported = table(
            "Skill,Senior,Senior+\nC,Writes C,Knows C\nC++,Writes templates,Knows RAII\nC#,Uses LINQ,Knows the CLR\n",
        );
        let declared = &imported.declarations;
        let names: Vec<_> = declared.competencies.iter().map(|known| known.name.as_str()).collect();
        assert_eq!(names, ["C", "C++", "C#"]);
        assert_eq!(declared.levels.len(), 2);
        assert_eq!(texts(cell(&imported, "c", "senior")), ["Writes C"]);
    }

    #[test]
    fn the_same_and_more_is_written_as_it_is_read() {
        let imported = table("Competency,Senior,Staff\nRisk,Owns,\"see Senior\n• Asks\"\n");
        let staff = cell(&imported, "risk", "staff");
        assert_eq!((&staff.state, texts(staff)), (&State::SameAs(Name::generated("senior")), vec!["Asks"]));
        let ladder = Ladder { framework: samples::framework("x"), declared: imported.declarations.clone() };
        assert_eq!(crate::ladder::export::shown(staff, &ladder), "see Senior\n• Asks");
    }

    // E38.
    #[test]
    fn what_people_have_in_spreadsheets_is_read() {
        let imported = table(
            "Our ladder,,,,,\n\
             Area,Competency,Engineer,Senior (L4),Staff,Rating\n\
             Delivery,The last mile,-,\"• Names everyone\n• Follows up\",• Plans adoption,3\n\
             ,Risk,TBD,,see Senior,\n\
             ,,,goes on,,\n\
             Craft,Depth,Owns,ditto,n/a,\n",
        );
        assert_eq!(imported.report.problems, []);
        let declared = &imported.declarations;
        let levels: Vec<_> =
            declared.levels.iter().map(|level| (level.id.as_str(), level.code.as_deref())).collect();
        assert_eq!(levels, [("engineer", None), ("senior", Some("L4")), ("staff", None)]);
        let areas: Vec<_> =
            declared.competencies.iter().map(|known| known.area.as_ref().unwrap().as_str()).collect();
        assert_eq!(areas, ["delivery", "delivery", "craft"]);
        assert_eq!(cell(&imported, "the-last-mile", "engineer").state, State::NotApplicable);
        assert_eq!(texts(cell(&imported, "the-last-mile", "senior")), ["Names everyone", "Follows up"]);
        assert_eq!(cell(&imported, "risk", "engineer").state, State::ToBeDefined);
        assert_eq!(cell(&imported, "risk", "staff").state, State::SameAs(Name::generated("senior")));
        assert_eq!(texts(cell(&imported, "risk", "senior")), ["goes on"]);
        assert_eq!(cell(&imported, "depth", "senior").state, State::SameAs(Name::generated("engineer")));
        assert_eq!(imported.report.ignored, ["column F `Rating`"]);
    }

    // E14.
    #[test]
    fn a_level_that_is_not_there_is_told() {
        let imported = table("Skill,Senior,Staff\nDepth,a,see E3\n");
        let told = "row 2, column C: `see E3` names no level, and is an expectation";
        assert!(imported.report.guessed.iter().any(|guess| guess == told), "{:?}", imported.report.guessed);
        assert_eq!(texts(cell(&imported, "depth", "staff")), ["see E3"]);
    }

    #[test]
    fn a_heading_over_rows_is_an_area() {
        let imported = table("Topic,Senior,Staff\nDelivery,,\nRisk,a,b\nPace,c,d\n");
        let areas: Vec<_> =
            imported.declarations.competencies.iter().map(|known| known.area.clone()).collect();
        assert_eq!(areas, [Some(Name::generated("delivery")), Some(Name::generated("delivery"))]);
    }

    // E40.
    #[test]
    fn the_mapping_that_was_written_gives_the_same_again() {
        let text = "Skill,Junior,How well,Senior,How well\nDepth,a,1,b,2\n";
        let mapping = "[[sheet]]\nname = \"ladder\"\ncolumns = [\n\
            { at = \"B\", header = \"Junior\", is = \"level\", of = \"junior\" },\n\
            { at = \"C\", is = \"proficiency\", of = \"junior\" },\n\
            { at = \"D\", header = \"Senior\", is = \"level\", of = \"senior\", strength = \"core\" },\n\
            { at = \"E\", is = \"proficiency\", of = \"senior\" },\n]\n";
        let mapping = Mapping::parse(mapping).unwrap();
        let first = import(text.as_bytes(), "ladder.csv", &mapping, None).unwrap();
        assert_eq!(cell(&first, "depth", "senior").proficiency, Some(Name::generated("2")));
        assert_eq!(cell(&first, "depth", "senior").statements[0].strength, Some(Name::generated("core")));
        let written = Mapping::parse(&first.mapping.to_toml()).unwrap();
        let second = import(text.as_bytes(), "ladder.csv", &written, None).unwrap();
        assert_eq!(second.declarations, first.declarations);
        assert_eq!(second.report.guessed, [""; 0]);
    }

    #[test]
    fn a_second_sheet_about_the_same_is_a_family() {
        let sheet = |name: &str, text: &str| Grid {
            name: name.to_owned(),
            rows: vec![
                vec!["Skill".to_owned(), "Senior".to_owned()],
                vec!["Depth".to_owned(), text.to_owned()],
            ],
        };
        let imported =
            read(&[sheet("Common", "a"), sheet("Backend", "b")], &Mapping::default(), None).unwrap();
        let cells = &imported.declarations.cells;
        assert_eq!(cells[1].family, Some(Name::generated("backend")));
        assert_eq!(cells[1].merge, Merge::Override);
        assert_eq!(imported.declarations.families[0].name, "Backend");
        let of_backend = |name: &str| SheetMapping {
            name: name.to_owned(),
            family: Some("backend".to_owned()),
            ..SheetMapping::default()
        };
        let mapping = Mapping { only: None, sheets: vec![of_backend("One"), of_backend("Two")] };
        let twice = read(&[sheet("One", "a"), sheet("Two", "b")], &mapping, None).unwrap();
        assert_eq!(twice.declarations.cells.len(), 1);
        let told = ["sheet `Two`: depth, senior (backend), which another sheet says"];
        assert_eq!(twice.report.ignored, told);
    }

    #[test]
    fn what_was_exported_renews_the_ladder_without_change() {
        let ladder = samples::small();
        let imported = import(wide(&ladder).as_bytes(), "x.csv", &Mapping::default(), Some(&ladder)).unwrap();
        assert_eq!(imported.report.problems, []);
        let framework = Some(ladder.framework.clone());
        assert_eq!(imported.declarations, Declarations { framework, ..ladder.declared });
        assert_eq!((imported.report.added.len(), imported.report.removed.len()), (0, 0));
    }

    #[test]
    fn an_edit_in_the_spreadsheet_is_reported_and_nothing_else_changes() {
        let mut ladder = samples::small();
        ladder.declared.cells[0].statements[0].tags = vec!["kept".to_owned()];
        ladder.declared.cells[2].hides = vec![Name::generated("lm-list")];
        let edited = wide(&ladder)
            .replace("Names everyone who", "Knows everyone who")
            .replace("Follows up", "Says no")
            .replace("last-mile,last-mile", "The last mile,last-mile");
        let imported = import(edited.as_bytes(), "x.csv", &Mapping::default(), Some(&ladder)).unwrap();
        assert_eq!(imported.report.added, ["last-mile, senior: Says no"]);
        assert_eq!(imported.report.removed, ["last-mile, senior: Follows up"]);
        assert_eq!(
            imported.report.changed,
            [
                "competency `last-mile` is called `The last mile`",
                "last-mile, senior: Knows everyone who still has to act [lm-list]"
            ]
        );
        let kept = &imported.declarations.cells[0].statements[0];
        assert_eq!(
            (kept.id.as_ref(), &kept.tags[..]),
            (Some(&Name::generated("lm-list")), &["kept".to_owned()][..])
        );
        assert_eq!(imported.declarations.cells[2], ladder.declared.cells[2]);
    }

    #[test]
    fn an_area_over_several_rows_is_no_competency() {
        for header in ["Bereich,Kompetenz,Junior,Führungskraft", "A1,B1,C1,D1"] {
            let imported = table(&format!(
                "{header}\nCraft,Depth,a b c,d e f\n,Pace,g h i,j k l\nPeople,Care,m n o,p q r\n"
            ));
            let areas: Vec<_> =
                imported.declarations.competencies.iter().map(|known| known.area.clone().unwrap()).collect();
            assert_eq!(areas, ["craft", "craft", "people"].map(Name::generated), "{header}");
            assert_eq!(imported.declarations.levels.len(), 2);
        }
    }

    #[test]
    fn names_areas_levels_and_rows_of_the_sheet_count() {
        let ladder = samples::small();
        let renewed =
            |sheet: &str| import(sheet.as_bytes(), "x.csv", &Mapping::default(), Some(&ladder)).unwrap();
        let sheet = wide(&ladder);
        let edited = sheet.replace(",last-mile,last-mile,", "People,The very last mile,last-mile,");
        assert_ne!(edited, sheet);
        let changed = [
            "competency `last-mile` is called `The very last mile`",
            "competency `last-mile` is in the area `people`",
        ];
        assert_eq!(renewed(&edited).report.changed, changed);
        let first = sheet.lines().next().unwrap();
        let imported = renewed(&format!(
            "{first},Principal\n,last-mile,last-mile,,,,Leads\n,last-mile,last-mile,,,,Leads\n"
        ));
        assert_eq!(imported.report.ignored, ["row 3, which is row 2 once more"]);
        let level = imported.declarations.levels.iter().find(|level| level.id == *"principal").unwrap();
        assert!(imported.declarations.levels.iter().all(|other| other.rank <= level.rank));
        assert_eq!(imported.report.removed.len(), 3);
        let gone = renewed(&format!("{first}\n")).report.guessed;
        assert!(gone.iter().any(|line| line.starts_with("competency `last-mile` has no row")), "{gone:?}");
    }

    #[test]
    fn a_file_without_a_matrix_is_refused() {
        let error = import(b"just a letter\nto somebody\n", "x.csv", &Mapping::default(), None).unwrap_err();
        assert!(error.help.is_some());
        assert!(import(b"", "x.csv", &Mapping::default(), None).is_err());
        let only = Mapping { only: Some("X".to_owned()), sheets: Vec::new() };
        let error = import(b"Skill,Senior\nDepth,a\n", "x.csv", &only, None).unwrap_err();
        assert_eq!(error.help.as_deref(), Some("there are `x`"));
    }
}
