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
