//! XLSX workbooks.
//!
//! A workbook is packed: a few kilobytes can become gigabytes, a single cell can claim to be the last
//! of a sheet of seventeen thousand million, and a merged range can span all of them. Everything is
//! counted before it is made.

use std::io::{self, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};

use calamine::{DataRef, Dimensions, Reader, Xlsx};

use super::ImportError;
use super::grid::{Grid, MAX_CELLS, MAX_TEXT};

/// How many files a workbook may consist of.
const MAX_PARTS: usize = 10_000;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Returns the sheets of a workbook that hold something, merged cells filled.
///
/// # Errors
/// When it cannot be read, or is too large.
pub fn read(bytes: &[u8]) -> Result<Vec<Grid>, ImportError> {
    measure(bytes)?;
    // A workbook that was made to break its reader is one that cannot be read.
    panic::catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or_else(|_| Err(broken("it is damaged")))
}

fn broken(cause: impl std::fmt::Display) -> ImportError {
    ImportError::new(format!("the workbook cannot be read: {cause}"))
        .help("open it in a spreadsheet and save it again as .xlsx or .csv")
}

fn too_large() -> ImportError {
    ImportError::new(format!(
        "the workbook has more than {MAX_CELLS} cells, or more than {} MiB of text",
        MAX_TEXT >> 20
    ))
    .help("take out the sheets that are not meant, or save the one that is as .csv")
}

/// Unpacks everything once, into nothing: the sizes that an archive states are not to be believed.
fn measure(bytes: &[u8]) -> Result<(), ImportError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let mut rest = MAX_TEXT as u64;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let length = io::copy(&mut part.take(rest + 1), &mut io::sink()).map_err(broken)?;
        rest = rest.checked_sub(length).ok_or_else(too_large)?;
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, ImportError> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut budget = Budget { cells: MAX_CELLS, text: MAX_TEXT };
    let mut grids = Vec::new();
    for name in workbook.sheet_names() {
        // A sheet that holds a chart alone has no cells.
        let Ok(rows) = cells(&mut workbook, &name, &mut budget)? else { continue };
        let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut grid = Grid { name, rows };
        for area in merged {
            fill(&mut grid, area, &mut budget)?;
        }
        grids.push(grid);
    }
    match grids.is_empty() {
        true => Err(broken("it has no sheets")),
        false => Ok(grids),
    }
}

/// What may still be made.
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Puts a text at a place, the row made as long as needed.
    fn put(
        &mut self,
        rows: &mut Vec<Vec<String>>,
        at: (usize, usize),
        text: &str,
    ) -> Result<(), ImportError> {
        let (row, column) = at;
        let new_rows = (row + 1).saturating_sub(rows.len());
        let new_cells = (column + 1).saturating_sub(rows.get(row).map_or(0, Vec::len));
        self.cells = self.cells.checked_sub(new_rows + new_cells).ok_or_else(too_large)?;
        self.text = self.text.checked_sub(text.len()).ok_or_else(too_large)?;
        if new_rows > 0 {
            rows.resize(row + 1, Vec::new());
        }
        let row = &mut rows[row];
        if new_cells > 0 {
            row.resize(column + 1, String::new());
        }
        row[column] = text.to_owned();
        Ok(())
    }
}

type Rows = Vec<Vec<String>>;

fn cells(
    workbook: &mut Workbook<'_>,
    name: &str,
    budget: &mut Budget,
) -> Result<Result<Rows, calamine::XlsxError>, ImportError> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    let mut rows = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if !text.is_empty() {
            budget.put(&mut rows, (row as usize, column as usize), &text)?;
        }
    }
    Ok(Ok(rows))
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.replace("\r\n", "\n"),
        DataRef::Int(number) => number.to_string(),
        // 3.0 is shown as 3 by every spreadsheet.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }
}

/// Gives every cell of a merged range the text of its first.
fn fill(grid: &mut Grid, area: Dimensions, budget: &mut Budget) -> Result<(), ImportError> {
    let first = grid.cell(area.start.0 as usize, area.start.1 as usize).to_owned();
    if first.is_empty() || area.end < area.start {
        return Ok(());
    }
    // What is merged far below the last text was merged to look well.
    let last_row = (area.end.0 as usize).min(grid.rows.len().saturating_sub(1));
    for row in area.start.0 as usize..=last_row {
        for column in area.start.1 as usize..=area.end.1 as usize {
            budget.put(&mut grid.rows, (row, column), &first)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::ladder::import::{Mapping, import};

    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// Packs a workbook whose sheets have these contents.
    fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
        let mut parts = vec![(
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        )];
        let (mut names, mut relations) = (String::new(), String::new());
        for (index, (name, content)) in sheets.iter().enumerate() {
            names.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"s{0}\"/>", index + 1));
            relations.push_str(&format!(
                "<Relationship Id=\"s{0}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
                index + 1
            ));
            let sheet = format!("<worksheet xmlns=\"{SHEET}\">{content}</worksheet>");
            parts.push((format!("xl/worksheets/sheet{}.xml", index + 1), sheet));
        }
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"),
        ));
        parts.push((
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>"),
        ));
        packed(&parts)
    }

    fn packed(parts: &[(String, String)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn cell(at: &str, text: &str) -> String {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
    }

    fn row(number: usize, cells: &[(&str, &str)]) -> String {
        let cells: String =
            cells.iter().map(|(column, text)| cell(&format!("{column}{number}"), text)).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    }

    fn sheet(rows: &[String], merged: &[&str]) -> String {
        let merged: String = merged.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
        format!("<sheetData>{}</sheetData><mergeCells>{merged}</mergeCells>", rows.concat())
    }

    fn small() -> Vec<u8> {
        let rows = [
            row(1, &[("A", "Our ladder")]),
            row(2, &[("A", "Area"), ("B", "Skill"), ("C", "Senior"), ("D", "Staff")]),
            row(3, &[("A", "Craft"), ("B", "Depth"), ("C", "Owns it"), ("D", "-")]),
            row(4, &[("B", "Pace"), ("C", "• a&#10;• b")]),
        ];
        workbook(&[("Notes", "<sheetData/>"), ("IC", &sheet(&rows, &["A1:D1", "A3:A9", "C4:D4"]))])
    }

    #[test]
    fn merged_cells_are_filled() {
        let grids = read(&small()).unwrap();
        assert_eq!(grids.iter().map(|grid| grid.name.as_str()).collect::<Vec<_>>(), ["Notes", "IC"]);
        assert_eq!(grids[1].rows[0], ["Our ladder"; 4]);
        assert_eq!(grids[1].rows[3], ["Craft", "Pace", "• a\n• b", "• a\n• b"]);
        assert_eq!(grids[1].rows.len(), 4);
    }

    #[test]
    fn a_workbook_is_a_ladder() {
        let imported = import(&small(), "a.xlsx", &Mapping::default(), None).unwrap();
        assert_eq!(imported.report.ignored, ["sheet `Notes`"]);
        assert_eq!(imported.declarations.competencies.len(), 2);
        assert_eq!(imported.declarations.cells.len(), 4);
    }

    #[test]
    fn numbers_are_as_spreadsheets_show_them() {
        let cells = "<sheetData><row r=\"1\"><c r=\"A1\"><v>3</v></c><c r=\"B1\"><v>0.5</v></c><c r=\"C1\" t=\"b\"><v>1</v></c></row></sheetData>";
        assert_eq!(read(&workbook(&[("A", cells)])).unwrap()[0].rows[0], ["3", "0.5", "TRUE"]);
    }

    #[test]
    fn what_grows_beyond_measure_is_refused() {
        let far = sheet(&[row(1, &[("A", "x")]), row(1_048_576, &[("XFD", "x")])], &[]);
        assert_eq!(read(&workbook(&[("A", &far)])).unwrap()[0].rows.len(), 1_048_576);
        let spread = sheet(&[row(1, &[("A", "x")]), row(1_048_576, &[("A", "x")])], &["A1:XFD1048576"]);
        assert!(read(&workbook(&[("A", &spread)])).unwrap_err().message.contains("cells"));
        let bomb = "a".repeat(MAX_TEXT + 1);
        assert!(read(&packed(&[("xl/workbook.xml".to_owned(), bomb)])).unwrap_err().message.contains("MiB"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn damage_is_reported(at in 0usize..1200, byte: u8, length in 0usize..3000) {
            let mut bytes = small();
            let last = bytes.len() - 1;
            bytes[at.min(last)] = byte;
            bytes.truncate(length.max(4));
            if let Err(error) = import(&bytes, "a.xlsx", &Mapping::default(), None) {
                prop_assert!(!error.message.is_empty());
            }
        }
    }
}
