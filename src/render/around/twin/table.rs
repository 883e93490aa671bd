//! Tables as GitHub writes them: one line of heads, then the body.

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    heads: Vec<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    is_in_head: bool,
}

/// A cell, and how many columns it covers.
struct Cell {
    text: String,
    columns: usize,
    is_head: bool,
}

/// More columns than anybody reads.
const MAX_COLUMNS: usize = 200;

impl Table {
    pub(super) fn enter_head(&mut self) {
        self.is_in_head = true;
    }

    pub(super) fn leave_head(&mut self) {
        self.end_row();
        self.is_in_head = false;
    }

    pub(super) fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        // Without a head of its own the first row is one, if it only holds heads.
        let is_head = self.is_in_head || (self.is_empty() && row.iter().all(|cell| cell.is_head));
        if is_head && self.rows.is_empty() { &mut self.heads } else { &mut self.rows }.push(row);
    }

    /// Adds a cell that holds this Markdown.
    pub(super) fn cell(&mut self, markdown: &str, columns: usize, is_head: bool) {
        let lines = markdown.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("<br>").replace('|', "\\|");
        self.row.push(Cell { text, columns: columns.clamp(1, MAX_COLUMNS), is_head });
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

/// The text of a row for each column.
fn spread(row: &[Cell]) -> impl Iterator<Item = &str> {
    row.iter().flat_map(|cell| std::iter::repeat_n(cell.text.as_str(), cell.columns))
}

fn line(cells: Vec<String>) -> String {
    format!("| {} |", cells.join(" | "))
}
