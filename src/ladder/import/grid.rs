//! Tables of texts, whatever file they came from.

use super::{ImportError, MAX_BYTES, csv, xlsx};

/// How many cells a file may have.
pub const MAX_CELLS: usize = 5_000_000;

/// How much text a file may hold, in bytes (256 MiB), however small it was packed.
pub const MAX_TEXT: usize = 256 << 20;

/// A table of texts. Rows may be of different length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The name of the sheet; that of the file for CSV.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// Returns a cell without blanks around it; empty when there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.trim())
    }

    /// Returns how many columns the longest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// Returns the tables of a file.
///
/// # Errors
/// When it is none, or larger than anything a person would fill.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Grid>, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::new(format!("the file is larger than {} MiB", MAX_BYTES >> 20)));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(ImportError::new("the file is a workbook of an old format, or protected by a password")
            .help("save it as .xlsx or .csv, without a password"));
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    Ok(vec![Grid { name: stem.to_owned(), rows: csv::read(bytes)? }])
}

/// Returns the letters of a column: A, B, …, Z, AA.
pub fn letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        if rest < 26 {
            return letters.iter().rev().collect();
        }
        rest = rest / 26 - 1;
    }
}

/// Returns the column with these letters.
pub fn column_of(letters: &str) -> Option<usize> {
    let digits = letters.bytes().map(|letter| {
        letter.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26).map(usize::from)
    });
    let is_short = !letters.is_empty() && letters.len() <= 3;
    let one_based = digits.into_iter().try_fold(0, |sum, digit| Some(sum * 26 + digit? + 1));
    one_based.filter(|_| is_short).map(|one_based| one_based - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(name), Some(column));
        }
        assert_eq!(column_of("É"), None);
        assert_eq!(column_of("ABCD"), None);
    }

    #[test]
    fn an_old_workbook_is_named_as_such() {
        let error = read(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1], "a.xls").unwrap_err();
        assert!(error.help.is_some_and(|help| help.contains(".xlsx")));
    }
}
