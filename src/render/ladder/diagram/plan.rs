//! Where everything goes in a drawing.

use std::collections::BTreeSet;

use super::measure::wrap;
use crate::page::view::ladder::{DiagramLineView, DiagramTextView};

/// Two columns fit a phone without being made smaller.
const BOX_WIDTH: u32 = 156;
const GAP: u32 = 22;
const ROW_GAP: u32 = 26;
const STACK_GAP: u32 = 8;
const MARGIN: u32 = 2;
const LINE: u32 = 17;
const PADDING: u32 = 9;
/// A title that takes more lines gives way to the short one.
const TITLE_LINES: usize = 3;
/// From the middle of a side to where ways onto a track begin and end, beside lines of equivalence.
const ENTRY_OFFSET: u32 = 9;

/// What a drawing is to show.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Titles of the columns.
    pub(super) columns: Vec<String>,
    /// The levels, each in a column.
    pub(super) levels: Vec<WantedLevel>,
    /// Levels that are equivalent.
    pub(super) equivalents: Vec<(usize, usize)>,
    /// Ways from one column to another.
    pub(super) entries: Vec<(usize, usize)>,
}

/// A level that a drawing is to show.
#[derive(Debug)]
pub(super) struct WantedLevel {
    pub(super) level: usize,
    pub(super) column: usize,
    pub(super) rank: f64,
    pub(super) code: String,
    pub(super) title: String,
    /// What stands for a title that takes too many lines.
    pub(super) short: String,
    pub(super) mark: &'static str,
}

/// A drawing.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) titles: Vec<DiagramTextView>,
    pub(super) boxes: Vec<Boxed>,
    pub(super) lines: Vec<DiagramLineView>,
}

/// A level with its place.
#[derive(Debug)]
pub(super) struct Boxed {
    pub(super) level: usize,
    pub(super) column: usize,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    /// The end of its row.
    row_end: u32,
    pub(super) texts: Vec<DiagramTextView>,
}

impl Plan {
    pub(super) fn of(wanted: &Wanted) -> Self {
        let count = u32::try_from(wanted.columns.len()).unwrap_or(u32::MAX).clamp(1, 1000);
        let mut plan = Self { width: 2 * MARGIN + count * BOX_WIDTH + (count - 1) * GAP, ..Self::default() };
        let top = plan.write_titles(&wanted.columns);
        plan.place(wanted, top);
        plan.boxes.sort_by_key(|boxed| (boxed.y, boxed.x));
        plan.rails();
        let mut known: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (a, b) in &wanted.equivalents {
            if known.insert((*a.min(b), *a.max(b))) {
                plan.connect(*a, *b, "equivalent");
            }
        }
        for (from, to) in &wanted.entries {
            plan.connect(*from, *to, "entry");
        }
        plan
    }

    /// Writes the titles of columns and returns where the first row begins.
    fn write_titles(&mut self, columns: &[String]) -> u32 {
        let wrapped: Vec<Vec<String>> = columns.iter().map(|title| wrap(title, BOX_WIDTH)).collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for (column, lines_here) in wrapped.into_iter().enumerate() {
            let middle = left(column) + BOX_WIDTH / 2;
            for (at, text) in lines_here.into_iter().enumerate() {
                let y = LINE * (to_u32(at) + 1);
                self.titles.push(DiagramTextView { x: middle, y, kind: "title", text });
            }
        }
        if lines == 0 { MARGIN } else { LINE * to_u32(lines) + 14 }
    }

    /// Places the levels in rows, the highest rank on top. Levels of one column and rank stand under
    /// each other.
    fn place(&mut self, wanted: &Wanted, top: u32) {
        let mut ranks: Vec<f64> = wanted.levels.iter().map(|level| level.rank).collect();
        ranks.sort_by(|a, b| b.total_cmp(a));
        ranks.dedup();
        let mut y = top;
        for rank in ranks {
            let mut ends = vec![y; wanted.columns.len()];
            let first = self.boxes.len();
            for level in wanted.levels.iter().filter(|level| level.rank.total_cmp(&rank).is_eq()) {
                let boxed = write_level(level, ends[level.column]);
                ends[level.column] = boxed.y + boxed.height + STACK_GAP;
                self.boxes.push(boxed);
            }
            let end = self.boxes[first..].iter().map(|boxed| boxed.y + boxed.height).max().unwrap_or(y);
            for boxed in &mut self.boxes[first..] {
                boxed.row_end = end;
                let stands_alone = ends[boxed.column] == boxed.y + boxed.height + STACK_GAP && boxed.y == y;
                if stands_alone {
                    boxed.stretch(end - y);
                }
            }
            self.height = end + MARGIN;
            y = end + ROW_GAP;
        }
    }

    /// Lines from each level to the next lower one of its column.
    fn rails(&mut self) {
        let columns: BTreeSet<usize> = self.boxes.iter().map(|boxed| boxed.column).collect();
        for column in columns {
            let own: Vec<&Boxed> = self.boxes.iter().filter(|boxed| boxed.column == column).collect();
            for pair in own.windows(2) {
                let x = pair[0].x + BOX_WIDTH / 2;
                let path = format!("M{x} {}V{}", pair[0].y + pair[0].height, pair[1].y);
                self.lines.push(DiagramLineView { kind: "rail", path });
            }
        }
    }

    /// Draws a line between levels of different columns: through the gap between neighbours, and
    /// below the row where there are columns between.
    fn connect(&mut self, from: usize, to: usize, kind: &'static str) {
        let find = |level: usize| self.boxes.iter().find(|boxed| boxed.level == level);
        let (Some(a), Some(b)) = (find(from), find(to)) else { return };
        if a.column == b.column {
            return;
        }
        let is_right = a.column < b.column;
        let offset = if kind == "entry" { ENTRY_OFFSET } else { 0 };
        let middle = |boxed: &Boxed| boxed.y + boxed.height / 2 + offset;
        let (start, end) = if is_right { (a.x + BOX_WIDTH, b.x) } else { (a.x, b.x + BOX_WIDTH) };
        let beside = |x: u32, is_after: bool| {
            let gap = GAP / 2 + offset / 2;
            if is_after { x + gap } else { x.saturating_sub(gap) }
        };
        let (first, last) = (beside(start, is_right), beside(end, !is_right));
        let (y1, y2) = (middle(a), middle(b));
        let path = match a.column.abs_diff(b.column) {
            1 => format!("M{start} {y1}H{first}V{y2}H{end}"),
            _ => {
                let gutter = a.row_end + ROW_GAP / 2 + offset / 2;
                format!("M{start} {y1}H{first}V{gutter}H{last}V{y2}H{end}")
            }
        };
        let head = (kind == "entry").then(|| {
            let back = if is_right { end.saturating_sub(7) } else { end + 7 };
            format!("M{end} {y2}L{back} {}V{}Z", y2.saturating_sub(5), y2 + 5)
        });
        let is_gutter_lowest = a.column.abs_diff(b.column) > 1 && a.row_end + MARGIN >= self.height;
        if is_gutter_lowest {
            self.height = a.row_end + ROW_GAP;
        }
        self.lines.push(DiagramLineView { kind, path });
        self.lines.extend(head.map(|path| DiagramLineView { kind: "arrow", path }));
    }
}

impl Boxed {
    /// Makes the box higher, its text in the middle, so that lines between levels of a row are straight.
    fn stretch(&mut self, height: u32) {
        let shift = height.saturating_sub(self.height) / 2;
        self.height = self.height.max(height);
        for text in &mut self.texts {
            text.y += shift;
        }
    }
}

fn write_level(level: &WantedLevel, y: u32) -> Boxed {
    let x = left(level.column);
    let mut texts = Vec::new();
    let mut baseline = y + PADDING - 4;
    let mut write = |kind, text: String| {
        baseline += LINE;
        texts.push(DiagramTextView { x: x + BOX_WIDTH / 2, y: baseline, kind, text });
    };
    let inner = BOX_WIDTH - 10;
    wrap(&level.code, inner).into_iter().for_each(|line| write("code", line));
    let title = Some(wrap(&level.title, inner)).filter(|lines| lines.len() <= TITLE_LINES);
    let title = title.unwrap_or_else(|| wrap(&level.short, inner));
    title.into_iter().for_each(|line| write("name", line));
    wrap(level.mark, inner).into_iter().for_each(|line| write("mark", line));
    let height = baseline + PADDING - y;
    Boxed { level: level.level, column: level.column, x, y, width: BOX_WIDTH, height, row_end: 0, texts }
}

fn left(column: usize) -> u32 {
    MARGIN + to_u32(column) * (BOX_WIDTH + GAP)
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).min(100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(level: usize, column: usize, rank: f64, title: &str) -> WantedLevel {
        WantedLevel {
            level,
            column,
            rank,
            code: "L1".to_owned(),
            title: title.to_owned(),
            short: title.to_owned(),
            mark: "",
        }
    }

    #[test]
    fn nothing_is_outside_or_on_top_of_something_else() {
        let plan = Plan::of(&Wanted {
            columns: ["Individual contributor", "Management", "Architecture"].map(str::to_owned).to_vec(),
            levels: vec![
                level(0, 0, 1.0, "Engineer"),
                level(1, 0, 2.0, "Senior Software Development Engineer in Test and Release Automation"),
                level(2, 1, 2.0, "Manager"),
                level(3, 2, 2.0, "Architect"),
                level(4, 2, 2.0, "Lead Architect"),
            ],
            equivalents: vec![(1, 2), (2, 1), (1, 3)],
            entries: vec![(1, 2), (2, 3)],
        });
        for boxed in &plan.boxes {
            assert!(boxed.x + boxed.width <= plan.width && boxed.y + boxed.height <= plan.height);
            for other in plan.boxes.iter().filter(|other| other.level != boxed.level && other.x == boxed.x) {
                assert!(boxed.y + boxed.height < other.y || other.y + other.height < boxed.y);
            }
            assert!(boxed.texts.iter().all(|text| text.y > boxed.y && text.y < boxed.y + boxed.height));
        }
        assert_eq!(plan.lines.iter().filter(|line| line.kind == "equivalent").count(), 2);
        assert_eq!(plan.lines.iter().filter(|line| line.kind == "arrow").count(), 2);
        assert_eq!(plan.boxes.last().map(|boxed| boxed.level), Some(0));
    }
}
