//! CSV as it comes out of spreadsheets of all countries.

use super::ImportError;
use super::grid::MAX_CELLS;

/// What stands between cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// How our own exports begin. They have commas, whatever else stands in their texts.
const OWN_HEADER: &str = "record,id,";

/// How many rows are looked at to find out what stands between cells.
const SAMPLE: usize = 50;

/// Returns the rows of a CSV file.
///
/// # Errors
/// When it is not text, or has too many cells.
pub fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, ImportError> {
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(ImportError::new("the file is not text").help("save it as .xlsx or .csv"));
    }
    let (declared, text) = declared(&text);
    let delimiter = declared.unwrap_or_else(|| guessed(text));
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in records(text, delimiter) {
        let record = record.map_err(|error| ImportError::new(format!("the file is not CSV: {error}")))?;
        // Rows without text are dropped by the reader only when they have no delimiter either.
        cells += record.len();
        if cells > MAX_CELLS {
            return Err(ImportError::new(format!("the file has more than {MAX_CELLS} cells")));
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

/// UTF-8, and the UTF-16 that spreadsheets call "Unicode text".
fn decoded(bytes: &[u8]) -> Result<String, ImportError> {
    let utf16 = |to_unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| to_unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    text.ok_or_else(|| {
        ImportError::new("the file is not UTF-8")
            .help("save it as \"CSV UTF-8\", or as .xlsx; letters with accents would be lost otherwise")
    })
}

/// A first line `sep=;` says it.
fn declared(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) if delimiter.is_ascii() && delimiter != b'"' => (Some(delimiter), rest),
        _ => (None, text),
    }
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = Result<csv::StringRecord, csv::Error>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
}

/// The delimiter by which most rows have the same number of cells, and many of them.
fn guessed(text: &str) -> u8 {
    if text.starts_with(OWN_HEADER) {
        return b',';
    }
    let score = |delimiter: &u8| {
        let widths: Vec<usize> =
            records(text, *delimiter).take(SAMPLE).flatten().map(|record| record.len()).collect();
        let agreeing = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths.iter().filter(|width| **width > 1).map(|width| agreeing(*width) * width).max().unwrap_or(0)
    };
    // Of equals the last is taken: the comma, which needs no guess.
    DELIMITERS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).unwrap()
    }

    #[test]
    fn delimiters_are_found() {
        let expected = vec![vec!["a", "b, c"], vec!["1", "2\n3"]];
        for text in ["a,\"b, c\"\n1,\"2\n3\"\n", "a;b, c\r\n1;\"2\n3\"\r\n", "a\tb, c\n1\t\"2\n3\"\n"] {
            assert_eq!(cells(text.as_bytes()), expected, "{text:?}");
        }
        assert_eq!(cells(b"sep=|\na|b, c\n1|\"2\n3\"\n"), expected);
    }

    #[test]
    fn what_was_exported_has_commas() {
        let rows = cells(b"record,id,text\nx,y,z\n;\n;\n;\n;\n;\n;\n;\n");
        assert_eq!(rows[0], ["record", "id", "text"]);
    }

    #[test]
    fn marks_of_the_encoding_are_no_text() {
        assert_eq!(cells(b"\xef\xbb\xbfa,b\n"), [["a", "b"]]);
        let utf16: Vec<u8> = "\u{feff}é\tb\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&utf16), [["é", "b"]]);
        assert!(read(b"caf\xe9,b\n").unwrap_err().help.is_some());
        assert!(read(b"a\0b").is_err());
    }

    #[test]
    fn quotes_and_long_cells_are_kept() {
        let long = "x".repeat(40_000);
        assert_eq!(cells(format!("\"say \"\"no\"\"\",{long}\n").as_bytes()), [["say \"no\"", &long]]);
    }
}
