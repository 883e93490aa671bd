//! Which row names the columns of a matrix, and what each column holds.

use rustc_hash::FxHashSet;

use super::grid::{Grid, column_of, letters};
use super::mapping::{ColumnMapping, Meaning, SheetMapping};
use super::merge::normalised;
use super::names::{Named, made_id, split_code};
use super::{ImportError, Report, headers};
use crate::diagnostic::nearest;
use crate::ladder::model::Ladder;
use crate::settings::quoted::quoted;

/// In how many rows the header is looked for.
const HEADER_ROWS: usize = 30;

/// Names of levels and columns have at most so many words.
const MAX_NAME_WORDS: usize = 7;

/// And at most so many characters.
const MAX_NAME: usize = 40;

const STRENGTHS: [&str; 4] = ["meets", "exceeds", "core", "growth"];

/// What is known before a sheet is read.
pub struct Known<'a> {
    /// Levels that there are.
    pub levels: Vec<Named>,
    /// The ladder that is renewed.
    pub existing: Option<&'a Ladder>,
}

impl Known<'_> {
    /// Returns whether a column is said to be of a level that the ladder that is renewed does not have.
    fn is_gone(&self, column: &ColumnMapping) -> bool {
        let is_level = column.is == Meaning::Level && self.existing.is_some();
        is_level && !self.levels.iter().any(|level| Some(&level.id) == column.of.as_ref())
    }

    fn step(&self, text: &str) -> Option<String> {
        let name = normalised(text);
        let mut steps = self.existing?.declared.competencies.iter().flat_map(|competency| &competency.steps);
        let step =
            steps.find(|step| normalised(step.id.as_str()) == name || normalised(&step.name) == name)?;
        Some(step.id.as_str().to_owned())
    }
}

/// What a header was found to mean, when it was.
enum Found {
    Meant(ColumnMapping),
    Unknown(usize),
}

impl Found {
    fn is(&self, meaning: Meaning) -> bool {
        matches!(self, Self::Meant(column) if column.is == meaning)
    }
}

/// Where levels follow what is called an area, and nothing else could name competencies, it does.
fn name_competencies(found: &mut [Found], place: (&Grid, usize)) {
    let has_other =
        found.iter().any(|found| found.is(Meaning::Competency)) || !heads(found, place).is_empty();
    let area = found.iter_mut().find(|found| found.is(Meaning::Area)).filter(|_| !has_other);
    if let Some(Found::Meant(column)) = area {
        column.is = Meaning::Competency;
    }
}

/// Returns the row that names the columns: the one with the most names, known ones counted twice.
pub fn header_row(grid: &Grid, known: &Known<'_>) -> Option<usize> {
    let score = |row: &usize| {
        let named = grid.rows[*row].iter().filter(|cell| !is_sentence(cell));
        let mut names: Vec<String> = named.map(|cell| normalised(cell)).collect();
        names.retain(|name| !name.is_empty() && name.len() < 60);
        // Beside texts numbers are ratings; otherwise they may be what levels are called.
        let is_number = |name: &String| name.parse::<f64>().is_ok();
        if names.iter().filter(|name| !is_number(name)).count() > 2 {
            names.retain(|name| !is_number(name));
        }
        names.sort();
        names.dedup();
        let is_known =
            |name: &&String| headers::of_matrix(name).is_some() || Named::find(&known.levels, name).is_some();
        names.len() + 2 * names.iter().filter(is_known).count()
    };
    let rows = grid.rows.len().min(HEADER_ROWS);
    // Of equals the first: what follows is content.
    (0..rows).rev().max_by_key(score).filter(|row| score(row) > 1)
}

/// Returns whether a cell says something, rather than naming it.
fn is_sentence(cell: &str) -> bool {
    cell.trim().contains('\n') || cell.split_whitespace().count() > MAX_NAME_WORDS
}

/// Returns the row below the header when it divides the columns of levels: expectation, rating,
/// expectation, rating.
pub fn second_header(grid: &Grid, header: usize) -> Option<usize> {
    let row = header + 1;
    let cells = grid.rows.get(row)?.iter().enumerate();
    let own: Vec<String> = cells
        .filter(|(column, cell)| !cell.trim().is_empty() && *cell != grid.cell(header, *column))
        .map(|(_, cell)| normalised(cell))
        .collect();
    let mut different = own.clone();
    different.sort();
    different.dedup();
    let is_repeated = own.len() >= 2 * different.len();
    let has_ratings = own.iter().any(|name| headers::of_matrix(name) == Some(Meaning::Ignore));
    (is_repeated && has_ratings).then_some(row)
}

/// Takes the columns out that a second header calls ratings, notes and the like.
pub fn leave_out(grid: &Grid, second: usize, columns: &mut [ColumnMapping], report: &mut Report) {
    for column in columns.iter_mut().filter(|column| column.is == Meaning::Level) {
        let name = column_of(&column.at).map_or("", |at| grid.cell(second, at));
        if headers::of_matrix(name) == Some(Meaning::Ignore) {
            (column.is, column.of, column.strength) = (Meaning::Ignore, None, None);
            report.ignored.push(format!("column {} `{name}`", column.at));
        }
    }
}

/// Returns what each column of a sheet holds. New levels are added to `known`, and returned with
/// their code and title.
pub fn columns(
    grid: &Grid,
    header: usize,
    (known, mapped): (&mut Known<'_>, Option<&SheetMapping>),
    report: &mut Report,
) -> Vec<ColumnMapping> {
    let mut found: Vec<Found> = (0..grid.width())
        .filter(|column| (header..grid.rows.len()).any(|row| !grid.cell(row, *column).is_empty()))
        .map(|column| {
            let meant = || meant(grid, header, column, known);
            let Some(mapping) = mapped.and_then(|mapped| mapped.column(grid, header, column)) else {
                return meant();
            };
            let said = ColumnMapping { at: letters(column), ..mapping.clone() };
            // A level may have another id by now.
            match known.is_gone(&said).then(meant) {
                Some(found) if found.is(Meaning::Level) => found,
                _ => Found::Meant(said),
            }
        })
        .collect();
    if second_header(grid, header).is_some() || found.iter().any(|found| found.is(Meaning::Level)) {
        name_competencies(&mut found, (grid, header));
    }
    let has = |meaning: Meaning| found.iter().any(|found| found.is(meaning));
    let (mut has_competency, has_area) = (has(Meaning::Competency), has(Meaning::Area));
    let knows_levels = has(Meaning::Level) || mapped.is_some_and(|mapped| !mapped.columns.is_empty());
    let heads = heads(&found, (grid, header));
    let mut columns = Vec::with_capacity(found.len());
    for found in found {
        let column = match found {
            Found::Meant(column) => {
                if column.is == Meaning::Ignore {
                    explain(&column, known, report);
                }
                columns.push(column);
                continue;
            }
            Found::Unknown(column) => column,
        };
        let mut mapping = ColumnMapping::new(grid, header, column, Meaning::Ignore);
        let is_last_head = heads.last() == Some(&column);
        if heads.contains(&column) && !has_area && !is_last_head && heads.len() > 1 {
            mapping.is = Meaning::Area;
        } else if !has_competency && (is_last_head || heads.is_empty()) {
            mapping.is = Meaning::Competency;
            has_competency = true;
        } else if !mapping.header.is_empty() && (!knows_levels || is_among_levels(&mapping, &columns, known))
        {
            mapping = new_level(mapping, known);
        }
        explain(&mapping, known, report);
        columns.push(mapping);
    }
    columns
}

/// Whether a column behind those of known levels is one of a new level: a name that is nearly that of a
/// known level is a slip.
fn is_among_levels(mapping: &ColumnMapping, before: &[ColumnMapping], known: &Known<'_>) -> bool {
    let follows = before.last().is_some_and(|column| column.is == Meaning::Level);
    follows && !is_sentence(&mapping.header) && near(mapping, known).is_none()
}

/// The name of a known level that the header of a column nearly is.
fn near<'a>(mapping: &ColumnMapping, known: &'a Known<'_>) -> Option<&'a str> {
    let names = known.levels.iter().flat_map(|level| level.names.iter().map(String::as_str));
    nearest(&normalised(&mapping.header), names).filter(|_| !mapping.header.is_empty())
}

/// Unknown columns before the first that is known to be a level: names stand to the left of what they
/// name. Where no level is known the first of all; or the first two, when one goes over several rows.
fn heads(found: &[Found], (grid, header): (&Grid, usize)) -> Vec<usize> {
    let first_level = found.iter().position(|found| found.is(Meaning::Level));
    let groups = || {
        let first_two = matches!(found, [Found::Unknown(0), Found::Unknown(1), _, _, ..]);
        first_two && Shape::of(grid, header, 0).repeats && Shape::of(grid, header, 1).names_each()
    };
    let end = first_level.unwrap_or_else(|| if groups() { 2 } else { 1.min(found.len()) });
    let unknown = |found: &Found| if let Found::Unknown(column) = found { Some(*column) } else { None };
    found[..end].iter().filter_map(unknown).collect()
}

/// What the cells of a column look like.
struct Shape {
    /// How many rows of the table say something here.
    filled: usize,
    /// How many different things.
    different: usize,
    /// Whether it says the same in several rows, or nothing in some.
    repeats: bool,
    /// Whether all cells are as short as names.
    is_short: bool,
    /// How many words a cell has, on average.
    words: usize,
}

impl Shape {
    fn of(grid: &Grid, header: usize, column: usize) -> Self {
        let rows = (header + 1..grid.rows.len())
            .filter(|row| grid.rows[*row].iter().any(|cell| !cell.trim().is_empty()));
        let cells: Vec<&str> = rows.map(|row| grid.cell(row, column)).collect();
        let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        let different: FxHashSet<&str> = filled.iter().copied().collect();
        let words: usize = filled.iter().map(|cell| cell.split_whitespace().count()).sum();
        let is_name = |cell: &&str| !is_sentence(cell) && cell.chars().count() <= MAX_NAME;
        Self {
            filled: filled.len(),
            different: different.len(),
            repeats: different.len() < cells.len(),
            is_short: filled.iter().all(is_name),
            words: words / filled.len().max(1),
        }
    }

    /// Whether every row has a name of its own here.
    fn names_each(&self) -> bool {
        self.filled > 1 && self.is_short && !self.repeats
    }

    /// Whether a few names come again and again.
    fn is_of_few(&self) -> bool {
        self.filled > 2 && self.is_short && self.different * 3 <= self.filled * 2
    }

    /// Whether the cells say something, each something else.
    fn is_of_texts(&self) -> bool {
        self.filled > 2 && self.different * 5 >= self.filled * 4
    }
}

/// Returns why a table is none with a column for each level, when its headers are not known and it has a
/// row for each expectation by the look of it.
pub fn misread(grid: &Grid, header: usize, columns: &[ColumnMapping]) -> Option<ImportError> {
    let shape = |column: &ColumnMapping| column_of(&column.at).map(|at| Shape::of(grid, header, at));
    let competencies = columns.iter().find(|column| column.is == Meaning::Competency)?;
    let levels = || columns.iter().filter(|column| column.is == Meaning::Level);
    let few = levels().find(|column| shape(column).is_some_and(|shape| shape.is_of_few()))?;
    let is_text = |column: &&ColumnMapping| {
        column.at != few.at && shape(column).is_some_and(|shape| shape.is_of_texts())
    };
    let text = levels().filter(is_text).max_by_key(|column| shape(column).map_or(0, |shape| shape.words))?;
    if !shape(competencies)?.is_of_few() {
        return None;
    }
    let message = format!(
        "the sheet `{}` is no matrix: column {} `{}` has a few names again and again, beside the texts of column {} `{}`",
        grid.name, few.at, few.header, text.at, text.header
    );
    let help = format!(
        "if each row is an expectation, say so in the mapping file:\n[[sheet]]\nname = {}\ncolumns = [{{ at = \"{}\", is = \"competency\" }}, {{ at = \"{}\", is = \"level\" }}, {{ at = \"{}\", is = \"text\" }}]",
        quoted(&grid.name),
        competencies.at,
        few.at,
        text.at
    );
    Some(ImportError::new(message).help(help))
}

fn meant(grid: &Grid, header: usize, column: usize, known: &Known<'_>) -> Found {
    let text = grid.cell(header, column);
    let mut mapping = ColumnMapping::new(grid, header, column, Meaning::Ignore);
    if let Some(level) = Named::find(&known.levels, text) {
        mapping.is = Meaning::Level;
        mapping.of = Some(level.id.clone());
        return Found::Meant(mapping);
    }
    if let Some((name, strength)) = split_strength(text)
        && let Some(level) = Named::find(&known.levels, name)
    {
        mapping.is = Meaning::Level;
        mapping.of = Some(level.id.clone());
        mapping.strength = Some(strength);
        return Found::Meant(mapping);
    }
    if let Some(meaning) = headers::of_matrix(text) {
        mapping.is = meaning;
        return Found::Meant(mapping);
    }
    if let Some(step) = known.step(text) {
        mapping.is = Meaning::Step;
        mapping.of = Some(step);
        return Found::Meant(mapping);
    }
    Found::Unknown(column)
}

fn new_level(mut mapping: ColumnMapping, known: &mut Known<'_>) -> ColumnMapping {
    let (name, strength) = match split_strength(&mapping.header) {
        Some((name, strength)) => (name.to_owned(), Some(strength)),
        None => (mapping.header.clone(), None),
    };
    let id = match Named::find(&known.levels, &name) {
        Some(level) => level.id.clone(),
        None => {
            let (code, title) = split_code(&name);
            let title = if title.is_empty() { name } else { title };
            let wanted = made_id(&title);
            let is_taken = |id: &str| known.levels.iter().any(|level| level.id == id);
            let id = (1..).map(|n| if n == 1 { wanted.clone() } else { format!("{wanted}-{n}") });
            let id = id.into_iter().find(|id| !is_taken(id)).unwrap_or(wanted);
            let names = [Some(title), code].into_iter().flatten().map(|name| normalised(&name)).collect();
            known.levels.push(Named { id: id.clone(), names });
            id
        }
    };
    mapping.is = Meaning::Level;
    mapping.of = Some(id);
    mapping.strength = strength;
    mapping
}

fn explain(mapping: &ColumnMapping, known: &Known<'_>, report: &mut Report) {
    let shown = if mapping.header.is_empty() {
        format!("column {}", mapping.at)
    } else {
        format!("column {} `{}`", mapping.at, mapping.header)
    };
    match mapping.is {
        Meaning::Ignore => {
            let near =
                near(mapping, known).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            report.ignored.push(format!("{shown}{near}"));
        }
        Meaning::Level => {
            let id = mapping.of.as_deref().unwrap_or("");
            report.guessed.push(format!("{shown} is the new level `{id}`"));
        }
        other => report.guessed.push(format!(
            "{shown} holds the {}",
            if other == Meaning::Area { "areas" } else { "competencies" }
        )),
    }
}

/// `Senior – Exceeds`, `Senior (Meets)`.
fn split_strength(header: &str) -> Option<(&str, String)> {
    let trimmed = header.trim_end_matches([')', ']', ' ']);
    let start = trimmed.rfind(|c: char| !c.is_alphanumeric())?;
    let last = trimmed[start..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let name = trimmed[..start].trim_end_matches(|c: char| !c.is_alphanumeric());
    (STRENGTHS.contains(&last.as_str()) && !name.is_empty()).then_some((name, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_are_split_from_levels() {
        assert_eq!(split_strength("Senior (Exceeds)"), Some(("Senior", "exceeds".to_owned())));
        assert_eq!(split_strength("Senior – meets"), Some(("Senior", "meets".to_owned())));
        assert_eq!(split_strength("Core"), None);
    }
}
