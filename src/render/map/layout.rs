//! Where things are on a map: groups as boxes in columns, a line of text for each page, and curves
//! between the lines. Whole numbers only, and every place follows from the order of the groups.

/// Units between the columns, for the curves to pass.
const GAP: i32 = 76;

/// Units across a column.
pub(super) const COLUMN: i32 = 232;

/// Units from one line to the next: what a finger or an unsteady pointer can hit.
pub(super) const LINE: i32 = 24;

/// Units of a box above its first line and below its last.
const PADDING: i32 = 8;

/// Units between boxes of a column.
const BETWEEN: i32 = 20;

/// Units around everything.
const MARGIN: i32 = 40;

/// A box and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) column: i32,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) height: i32,
}

impl Place {
    /// The middle of its line with this number; line 0 is its heading.
    pub(super) fn line(&self, number: usize) -> i32 {
        self.y + PADDING + LINE / 2 + LINE * number as i32
    }
}

/// The boxes of groups with these numbers of lines, and the size of everything.
pub(super) fn boxes(lines: &[usize]) -> (Vec<Place>, (i32, i32)) {
    let heights: Vec<i32> = lines.iter().map(|lines| LINE * (*lines as i32 + 1) + 2 * PADDING).collect();
    let total: i32 = heights.iter().map(|height| height + BETWEEN).sum();
    let columns = columns_for(&heights, total);
    let target = total / columns;
    let (mut places, mut column, mut y, mut bottom) = (Vec::new(), 0, MARGIN, 0);
    for (at, height) in heights.iter().enumerate() {
        // A box goes where most of it is still within the height that all columns should have.
        let is_full = y > MARGIN && y - MARGIN + height / 2 > target;
        if is_full && column + 1 < columns && at > 0 {
            (column, y) = (column + 1, MARGIN);
        }
        places.push(Place { column, x: MARGIN + column * (COLUMN + GAP), y, height: *height });
        y += height + BETWEEN;
        bottom = bottom.max(y - BETWEEN);
    }
    let width = 2 * MARGIN + (column + 1) * COLUMN + column * GAP;
    (places, (width, bottom + MARGIN))
}

/// One column for a few lines, at most three: more would not fit on a screen in letters one can read.
fn columns_for(heights: &[i32], total: i32) -> i32 {
    let wanted = match total {
        0..=400 => 1,
        401..=800 => 2,
        _ => 3,
    };
    wanted.min(heights.len() as i32).max(1)
}

/// The curve from the line of one box to that of another, as a path of SVG.
pub(super) fn curve((from, from_y): (Place, i32), (to, to_y): (Place, i32)) -> String {
    let (left, right) = (from.x, from.x + COLUMN);
    match from.column.cmp(&to.column) {
        std::cmp::Ordering::Equal => {
            // Up on the one side, down on the other, the wider the farther.
            let reach = (12 + (to_y - from_y).abs() / 6).min(GAP / 2 - 2);
            let (x, bend) = if to_y > from_y { (right, right + reach) } else { (left, left - reach) };
            format!("M{x} {from_y}C{bend} {from_y} {bend} {to_y} {x} {to_y}")
        }
        std::cmp::Ordering::Less => side(right, from_y, to.x, to_y),
        std::cmp::Ordering::Greater => side(left, from_y, to.x + COLUMN, to_y),
    }
}

fn side(x: i32, y: i32, to_x: i32, to_y: i32) -> String {
    let bend = if to_x > x { GAP / 2 } else { -GAP / 2 };
    format!("M{x} {y}C{} {y} {} {to_y} {to_x} {to_y}", x + bend, to_x - bend)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_fill_columns_in_their_order() {
        let (places, (width, height)) = boxes(&[10, 10, 10, 10, 10, 10]);
        let columns: Vec<i32> = places.iter().map(|place| place.column).collect();
        assert_eq!(columns, [0, 0, 1, 1, 2, 2]);
        assert!(places.iter().all(|place| place.x + COLUMN < width && place.y + place.height < height));
        let (one, _) = boxes(&[3]);
        assert_eq!(one[0].column, 0);
    }

    #[test]
    fn curves_leave_on_the_side_that_faces_their_end() {
        let (places, _) = boxes(&[10, 10, 10]);
        let at = |index: usize, line| (places[index], places[index].line(line));
        assert!(curve(at(0, 1), at(1, 1)).starts_with("M272 "));
        assert!(curve(at(1, 1), at(0, 1)).starts_with("M348 "));
        assert!(curve(at(0, 1), at(0, 5)).starts_with("M272 "));
        assert!(curve(at(0, 5), at(0, 1)).starts_with("M40 "));
    }
}
