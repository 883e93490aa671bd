//! A spreadsheet as a ladder.
//!
//! A file is first a [`Grid`](grid::Grid) of texts, whatever its format. Rows of the long form are
//! read exactly; any other table is a matrix, whose columns a [`Mapping`] gives a meaning. What had to
//! be guessed on the way is said in the [`Report`].

pub mod bullets;
mod columns;
mod csv;
pub mod grid;
mod headers;
pub(crate) mod levels;
mod long;
mod mapping;
pub(crate) mod merge;
pub(crate) mod names;
mod renew;
mod sheet;
mod whole;
mod wide;
mod xlsx;

pub use mapping::{ColumnMapping, Mapping, Meaning, SheetMapping};
pub use names::made_id;
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
    let is_long =
        |sheet: &&grid::Grid| mapping.takes(&sheet.name) && long::is_long(sheet, mapping.of(&sheet.name));
    let mut imported = match sheets.iter().find(is_long) {
        Some(sheet) => long::read(sheet, mapping.of(&sheet.name), existing),
        None => wide::read(&sheets, mapping, existing)?,
    };
    imported.report.problems.extend(garbled(&sheets));
    merge::keep_ids(&mut imported.declarations, existing);
    merge::compare(&imported.declarations, existing, &mut imported.report);
    Ok(imported)
}

/// Finds the first row with a text whose letters are two each: UTF-8 that a program took for something else,
/// and saved.
fn garbled(sheets: &[grid::Grid]) -> Option<Problem> {
    // All that is not ASCII in it has to be such letters: as bytes of Windows they are UTF-8 again.
    let is_garbled = |cell: &&String| {
        let bytes: Option<Vec<u8>> = cell.chars().map(windows_byte).collect();
        // As marks, letters with accents, quotation marks and kana come out.
        cell.contains(['Ã', 'â', 'ã']) && bytes.is_some_and(|bytes| String::from_utf8(bytes).is_ok())
    };
    let mut rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().enumerate());
    rows.find_map(|(row, cells)| {
        let cell = cells.iter().find(is_garbled)?;
        let shown: String = cell.chars().take(30).collect();
        Some(Problem {
            row: row + 1,
            message: format!(
                "`{shown}` is UTF-8 that was opened as something else: open the original as UTF-8, or take it as .xlsx, and save it again"
            ),
        })
    })
}

/// What Windows has where Latin 1 has signs without a look, from 0x80 on.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte of a character in Windows-1252.
fn windows_byte(c: char) -> Option<u8> {
    let special = WINDOWS.iter().position(|one| *one == c).map(|at| 0x80 + at);
    u8::try_from(special.map_or(c as u32, |at| at as u32)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_became_two_are_noticed() {
        let problems = |text: &str| {
            let table = format!("Skill,Senior\nDepth,{text}\n");
            import(table.as_bytes(), "x.csv", &Mapping::default(), None).unwrap().report.problems
        };
        for text in ["QualitÃ¤t", "Ãœbergabe", "â€¢ one", "ã‚¹ã‚\u{ad}ãƒ«"] {
            assert_eq!(problems(text).iter().map(|problem| problem.row).collect::<Vec<_>>(), [2], "{text}");
        }
        for text in ["Qualität", "NÃO", "mãe", "château €", "IRMÃ – e mais"] {
            assert_eq!(problems(text), [], "{text}");
        }
    }
}
