//! A spreadsheet as a ladder.
//!
//! A file is first a [`Grid`](grid::Grid) of texts, whatever its format. Rows of the long form are
//! read exactly; any other table is a matrix, whose columns a [`Mapping`] gives a meaning. What had to
//! be guessed on the way is said in the [`Report`].

pub mod bullets;
mod columns;
mod csv;
pub mod grid;
pub(crate) mod levels;
mod long;
mod mapping;
pub(crate) mod merge;
pub(crate) mod names;
mod renew;
mod whole;
mod wide;
mod xlsx;

pub use mapping::{ColumnMapping, Mapping, Meaning, SheetMapping};
pub use whole::keep_hidden;

use super::model::{Declarations, Ladder};

/// The largest file that is read, in bytes (64 MiB).
pub const MAX_BYTES: usize = 64 << 20;

/// A ladder as it came out of a file.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What it declares.
    pub declarations: Declarations,
    /// How columns were understood; with it the next import gives the same. Empty for rows of the
    /// long form, which need none.
    pub mapping: Mapping,
    /// What was done.
    pub report: Report,
}

/// What an import did, in words, and what its reader should look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Expectations that the ladder did not have.
    pub added: Vec<String>,
    /// Expectations whose text is another.
    pub changed: Vec<String>,
    /// Expectations that the file does not have.
    pub removed: Vec<String>,
    /// What was not said in the file, and taken to be meant.
    pub guessed: Vec<String>,
    /// Columns and sheets that were left out.
    pub ignored: Vec<String>,
    /// Rows that could not be used as they are.
    pub problems: Vec<Problem>,
}

/// Something wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row, one-based, as spreadsheets count.
    pub row: usize,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// Why nothing of a file can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl ImportError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ImportError {}

/// Reads the bytes of a CSV or XLSX file called `name`. `existing` is the ladder that the import
/// renews: ids are taken from it, by text, where the file has none.
///
/// # Errors
/// When the file is not a table, is too large, or has no column that could be a level.
pub fn import(
    bytes: &[u8],
    name: &str,
    mapping: &Mapping,
    existing: Option<&Ladder>,
) -> Result<Imported, ImportError> {
    let sheets = grid::read(bytes, name)?;
    let mut imported = match sheets.iter().find(|sheet| mapping.takes(&sheet.name) && long::is_long(sheet)) {
        Some(sheet) => long::read(sheet, existing),
        None => wide::read(&sheets, mapping, existing)?,
    };
    merge::keep_ids(&mut imported.declarations, existing);
    merge::compare(&imported.declarations, existing, &mut imported.report);
    Ok(imported)
}
