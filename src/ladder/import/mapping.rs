//! What the columns of a table mean, kept in a file for the next import.

use std::fmt::Write;

use serde::Deserialize;

use super::ImportError;
use super::grid::{Grid, column_of, letters};
use crate::settings;
use crate::settings::quoted::quoted;

/// What the sheets of a file mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The only sheet to take, when one is asked for.
    pub only: Option<String>,
    /// What is known of each sheet.
    pub sheets: Vec<SheetMapping>,
}

/// What one sheet means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// The name of the sheet.
    pub name: String,
    /// Whether it is left out.
    #[serde(default)]
    pub skip: bool,
    /// The row that names the columns, one-based.
    #[serde(default)]
    pub header_row: Option<usize>,
    /// The family whose ladder it is, when it is not the common one.
    #[serde(default)]
    pub family: Option<String>,
    /// Its columns.
    #[serde(default)]
    pub columns: Vec<ColumnMapping>,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// Its letters, as spreadsheets show them.
    pub at: String,
    /// What stands in its header.
    #[serde(default)]
    pub header: String,
    /// What it holds.
    pub is: Meaning,
    /// The id of the level or step that it is about.
    #[serde(default)]
    pub of: Option<String>,
    /// The strength of the expectations in it.
    #[serde(default)]
    pub strength: Option<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    /// Names of areas.
    Area,
    /// Names of competencies.
    Competency,
    /// Ids of competencies.
    Id,
    /// A sentence about each competency.
    Summary,
    /// Ids or names of families.
    Family,
    /// The strength of the expectations of the row.
    Strength,
    /// Expectations at a level; or, where no level is named and another column holds the text, the
    /// level of each row.
    Level,
    /// Expectations at a step.
    Step,
    /// Expectations at every level.
    All,
    /// The proficiency that a level asks for.
    Proficiency,
    /// What is expected, where each row is an expectation.
    Text,
    /// What kind of statement a row is.
    Kind,
    /// The id of the statement that the one of the row belongs to.
    Parent,
    /// Nothing of the ladder.
    Ignore,
}

impl Meaning {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Competency => "competency",
            Self::Id => "id",
            Self::Summary => "summary",
            Self::Family => "family",
            Self::Strength => "strength",
            Self::Level => "level",
            Self::Step => "step",
            Self::All => "all",
            Self::Proficiency => "proficiency",
            Self::Text => "text",
            Self::Kind => "kind",
            Self::Parent => "parent",
            Self::Ignore => "ignore",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sheet: Vec<SheetMapping>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let wrong = |cause: String| {
            ImportError::new(format!("the mapping file cannot be read: {cause}"))
                .help("mend it, or remove it to have it written anew")
        };
        let (fields, errors) = settings::toml::parse(text, 0);
        if let Some(error) = errors.first() {
            return Err(wrong(error.message.clone()));
        }
        let file: File = serde_json::from_value(settings::fields_to_json(&fields))
            .map_err(|error| wrong(error.to_string()))?;
        Ok(Self { only: None, sheets: file.sheet })
    }

    /// Returns whether a sheet is to be read.
    pub fn takes(&self, sheet: &str) -> bool {
        let is_asked_for = self.only.as_ref().is_none_or(|only| only == sheet);
        is_asked_for && !self.of(sheet).is_some_and(|known| known.skip)
    }

    /// Returns what is known of a sheet.
    pub fn of(&self, sheet: &str) -> Option<&SheetMapping> {
        self.sheets.iter().find(|known| known.name == sheet)
    }

    /// Returns the mapping file.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# How the columns of the spreadsheet beside this file are read. Written by `daring ladder import`;\n\
             # what is changed here counts at the next import.\n\
             # `is`: area, competency, id, summary, family, strength, level, step, all, proficiency or ignore;\n\
             # `of`: the id of the level or step. Where each row is an expectation: competency, level (without\n\
             # `of`), text, and id, family, kind, parent or ignore.\n",
        );
        for sheet in &self.sheets {
            text.push_str(&sheet.to_toml());
        }
        text
    }
}

impl SheetMapping {
    /// Returns whether the sheet has a row for each expectation.
    pub fn is_long(&self) -> bool {
        let has =
            |meaning: Meaning| self.columns.iter().any(|column| column.is == meaning && column.of.is_none());
        has(Meaning::Text) && has(Meaning::Competency) && has(Meaning::Level)
    }

    /// Returns what is known of a column. One that was moved is found by its header.
    pub fn column(&self, grid: &Grid, header_row: usize, column: usize) -> Option<&ColumnMapping> {
        let header = grid.cell(header_row, column);
        let at = |known: &&ColumnMapping| column_of(&known.at) == Some(column);
        let same_place =
            self.columns.iter().find(at).filter(|known| known.header.is_empty() || known.header == header);
        same_place.or_else(|| {
            let mut same_name =
                self.columns.iter().filter(|known| !header.is_empty() && known.header == header);
            same_name.next().filter(|_| same_name.next().is_none())
        })
    }

    fn to_toml(&self) -> String {
        let mut text = format!("\n[[sheet]]\nname = {}\n", quoted(&self.name));
        // Writing to a string cannot fail.
        if self.skip {
            text.push_str("skip = true\n");
        }
        if let Some(row) = self.header_row {
            writeln!(text, "header_row = {row}").unwrap_or_default();
        }
        if let Some(family) = &self.family {
            writeln!(text, "family = {}", quoted(family)).unwrap_or_default();
        }
        if self.columns.is_empty() {
            return text;
        }
        text.push_str("columns = [\n");
        for column in &self.columns {
            let ColumnMapping { at, header, is, of, strength } = column;
            write!(text, "  {{ at = {}, header = {}, is = \"{}\"", quoted(at), quoted(header), is.word())
                .unwrap_or_default();
            for (key, value) in [("of", of), ("strength", strength)] {
                if let Some(value) = value {
                    write!(text, ", {key} = {}", quoted(value)).unwrap_or_default();
                }
            }
            text.push_str(" },\n");
        }
        text.push_str("]\n");
        text
    }
}

impl ColumnMapping {
    /// Makes what is known of a column that has a header.
    pub fn new(grid: &Grid, header_row: usize, column: usize, is: Meaning) -> Self {
        let header = grid.cell(header_row, column).to_owned();
        Self { at: letters(column), header, is, of: None, strength: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let level = ColumnMapping {
            at: "C".to_owned(),
            header: "Senior \"new\"".to_owned(),
            is: Meaning::Level,
            of: Some("senior".to_owned()),
            strength: Some("exceeds".to_owned()),
        };
        let sheet = SheetMapping {
            name: "IC ladder".to_owned(),
            skip: false,
            header_row: Some(2),
            family: Some("backend".to_owned()),
            columns: vec![level],
        };
        let skipped = SheetMapping { name: "Notes".to_owned(), skip: true, ..SheetMapping::default() };
        let mapping = Mapping { only: None, sheets: vec![sheet, skipped] };
        assert_eq!(Mapping::parse(&mapping.to_toml()), Ok(mapping));
    }

    #[test]
    fn a_wrong_word_is_named() {
        let text = "[[sheet]]\nname = \"A\"\ncolumns = [{ at = \"A\", is = \"levl\" }]\n";
        assert!(Mapping::parse(text).unwrap_err().message.contains("levl"));
    }

    #[test]
    fn a_column_that_moved_is_found_by_its_header() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let grid = Grid { name: String::new(), rows: vec![row(&["Senior", "Topic"])] };
        let text =
            "[[sheet]]\nname = \"\"\ncolumns = [{ at = \"A\", header = \"Topic\", is = \"competency\" }]\n";
        let mapping = Mapping::parse(text).unwrap();
        assert_eq!(mapping.sheets[0].column(&grid, 0, 1).map(|column| column.is), Some(Meaning::Competency));
        assert_eq!(mapping.sheets[0].column(&grid, 0, 0), None);
    }
}
