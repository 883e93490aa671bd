//! Which row names the columns of a matrix, and what each column holds.

use super::Report;
use super::grid::{Grid, column_of, letters};
use super::mapping::{ColumnMapping, Meaning, SheetMapping};
use super::merge::normalised;
use super::names::{Named, split_code};
use crate::diagnostic::nearest;
use crate::ladder::model::Ladder;
use crate::ladder::text::id_of;

/// In how many rows the header is looked for.
const HEADER_ROWS: usize = 30;

/// Names of levels and columns have at most so many words.
const MAX_NAME_WORDS: usize = 7;

const WORDS: [(Meaning, &[&str]); 8] = [
    (
        Meaning::Area,
        &[
            "area",
            "areas",
            "theme",
            "pillar",
            "category",
            "dimension",
            "key area",
            "group",
            "section",
            "domain",
        ],
    ),
    (
        Meaning::Competency,
        &[
            "competency",
            "competencies",
            "competence",
            "skill",
            "skills",
            "attribute",
            "topic",
            "criteria",
            "capability",
            "behaviour",
            "behavior",
        ],
    ),
    (Meaning::Id, &["id", "key"]),
    (Meaning::Summary, &["summary", "description", "definition"]),
    (Meaning::Family, &["family", "discipline", "role family"]),
    (Meaning::Strength, &["strength"]),
    (Meaning::All, &["all", "all levels", "every level", "everyone"]),
    (
        Meaning::Ignore,
        &[
            "notes",
            "note",
            "comments",
            "comment",
            "rating",
            "ratings",
            "score",
            "self assessment",
            "self",
            "manager",
            "weight",
            "owner",
            "link",
            "links",
            "status",
            "date",
            "total",
            "average",
        ],
    ),
];

const STRENGTHS: [&str; 4] = ["meets", "exceeds", "core", "growth"];

/// What is known before a sheet is read.
pub struct Known<'a> {
    /// Levels that there are.
    pub levels: Vec<Named>,
    /// The ladder that is renewed.
    pub existing: Option<&'a Ladder>,
}

impl Known<'_> {
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
fn name_competencies(found: &mut [Found]) {
    let has_other = found.iter().any(|found| found.is(Meaning::Competency)) || !heads(found).is_empty();
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
        let is_known = |name: &&String| word(name).is_some() || Named::find(&known.levels, name).is_some();
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
    let has_ratings = own.iter().any(|name| word(name) == Some(Meaning::Ignore));
    (is_repeated && has_ratings).then_some(row)
}

/// Takes the columns out that a second header calls ratings, notes and the like.
pub fn leave_out(grid: &Grid, second: usize, columns: &mut [ColumnMapping], report: &mut Report) {
    for column in columns.iter_mut().filter(|column| column.is == Meaning::Level) {
        let name = column_of(&column.at).map_or("", |at| grid.cell(second, at));
        if word(name) == Some(Meaning::Ignore) {
            (column.is, column.of, column.strength) = (Meaning::Ignore, None, None);
            report.ignored.push(format!("column {} `{name}`", column.at));
        }
    }
}

fn word(header: &str) -> Option<Meaning> {
    let name = normalised(header);
    WORDS.iter().find(|(_, words)| words.contains(&name.as_str())).map(|(meaning, _)| *meaning)
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
        .map(|column| match mapped.and_then(|mapped| mapped.column(grid, header, column)) {
            Some(mapping) => Found::Meant(ColumnMapping { at: letters(column), ..mapping.clone() }),
            None => meant(grid, header, column, known),
        })
        .collect();
    if second_header(grid, header).is_some() || found.iter().any(|found| found.is(Meaning::Level)) {
        name_competencies(&mut found);
    }
    let has = |meaning: Meaning| found.iter().any(|found| found.is(meaning));
    let (mut has_competency, has_area) = (has(Meaning::Competency), has(Meaning::Area));
    let knows_levels = has(Meaning::Level) || mapped.is_some_and(|mapped| !mapped.columns.is_empty());
    let heads = heads(&found);
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
        } else if !knows_levels && !mapping.header.is_empty() {
            mapping = new_level(mapping, known);
        }
        explain(&mapping, known, report);
        columns.push(mapping);
    }
    columns
}

/// Unknown columns before the first that is known to be a level, or else the first of all: names
/// stand to the left of what they name.
fn heads(found: &[Found]) -> Vec<usize> {
    let first_level = found.iter().position(|found| found.is(Meaning::Level));
    let end = first_level.unwrap_or(1.min(found.len()));
    let unknown = |found: &Found| if let Found::Unknown(column) = found { Some(*column) } else { None };
    found[..end].iter().filter_map(unknown).collect()
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
    if let Some(meaning) = word(text) {
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
            let wanted = id_of(&title);
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
            let names = known.levels.iter().flat_map(|level| level.names.iter().map(String::as_str));
            let near = nearest(&normalised(&mapping.header), names).filter(|_| !mapping.header.is_empty());
            let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
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
