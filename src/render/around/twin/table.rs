//! Tables as GitHub writes them: one line of heads, then the body.

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    heads: Vec<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    /// What reaches down into the next rows, for each column: the cell, and into how many.
    above: Vec<Option<(Cell, usize)>>,
    is_in_head: bool,
}

/// A cell, and how many columns and rows it covers.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) columns: usize,
    /// 0 if it reaches down to the end.
    pub(super) rows: usize,
    pub(super) is_head: bool,
}

/// More columns than anybody reads.
const MAX_COLUMNS: usize = 200;

/// Longer texts are not said again in the rows that they reach down into.
const MAX_REPEATED: usize = 100;

impl Table {
    pub(super) fn enter_head(&mut self) {
        self.is_in_head = true;
    }

    pub(super) fn leave_head(&mut self) {
        self.end_row();
        self.above.clear();
        self.is_in_head = false;
    }

    pub(super) fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        let row = self.with_cells_above(row);
        // Without a head of its own the first row is one, if it only holds heads.
        let is_head = self.is_in_head || (self.is_empty() && row.iter().all(|cell| cell.is_head));
        if is_head && self.rows.is_empty() { &mut self.heads } else { &mut self.rows }.push(row);
    }

    /// Returns the row with what reaches down into it, which is said again.
    fn with_cells_above(&mut self, row: Vec<Cell>) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(row.len());
        let mut above = std::mem::take(&mut self.above);
        let mut column = 0;
        for cell in row {
            take_above(&mut above, &mut column, &mut cells);
            if cell.rows != 1 {
                let text = if cell.text.len() > MAX_REPEATED { String::new() } else { cell.text.clone() };
                let rows = cell.rows.checked_sub(1).unwrap_or(usize::MAX);
                let end = (column + cell.columns).min(MAX_COLUMNS);
                above.resize(above.len().max(end), None);
                for (at, place) in above.iter_mut().enumerate().take(end).skip(column) {
                    let text = if at == column { text.clone() } else { String::new() };
                    *place = Some((Cell { text, columns: 1, rows: 1, is_head: cell.is_head }, rows));
                }
            }
            column += cell.columns;
            cells.push(cell);
        }
        take_above(&mut above, &mut column, &mut cells);
        self.above = above;
        cells
    }

    /// Adds a cell, whose text is Markdown.
    pub(super) fn cell(&mut self, cell: Cell) {
        let lines = cell.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("<br>").replace('|', "\\|");
        self.row.push(Cell { text, columns: cell.columns.clamp(1, MAX_COLUMNS), ..cell });
    }

    fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.rows.is_empty()
    }

    /// Writes the table, one row a line.
    pub(super) fn write(mut self) -> Vec<String> {
        self.end_row();
        let width = |row: &Vec<Cell>| row.iter().map(|cell| cell.columns).sum::<usize>();
        let columns = self.heads.iter().chain(&self.rows).map(width).max().unwrap_or(0).min(MAX_COLUMNS);
        if columns == 0 {
            return Vec::new();
        }
        let mut head = vec![String::new(); columns];
        for row in &self.heads {
            for (place, text) in head.iter_mut().zip(spread(row)) {
                // A head over heads is said with each of them.
                if !text.is_empty() && place.as_str() != text {
                    let gap = if place.is_empty() { "" } else { ": " };
                    place.push_str(&format!("{gap}{text}"));
                }
            }
        }
        let mut lines = vec![line(head), line(vec!["---".to_owned(); columns])];
        for row in &self.rows {
            let mut cells: Vec<String> = Vec::with_capacity(columns);
            for cell in row {
                let is_title = cell.is_head && !cell.text.is_empty() && !cell.text.starts_with("**");
                cells.push(if is_title { format!("**{}**", cell.text) } else { cell.text.clone() });
                cells.extend((1..cell.columns).map(|_| String::new()));
            }
            cells.resize(columns, String::new());
            lines.push(line(cells));
        }
        lines
    }
}

/// Moves what reaches down into a row from a column on to its cells, as far as nothing is free between.
fn take_above(above: &mut [Option<(Cell, usize)>], column: &mut usize, cells: &mut Vec<Cell>) {
    while let Some(place) = above.get_mut(*column)
        && let Some((cell, rows)) = place
    {
        cells.push(cell.clone());
        *rows -= 1;
        if *rows == 0 {
            *place = None;
        }
        *column += 1;
    }
}

/// The text of a row for each column.
fn spread(row: &[Cell]) -> impl Iterator<Item = &str> {
    row.iter().flat_map(|cell| std::iter::repeat_n(cell.text.as_str(), cell.columns))
}

fn line(cells: Vec<String>) -> String {
    format!("| {} |", cells.join(" | "))
}
