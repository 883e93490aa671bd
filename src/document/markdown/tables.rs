//! Tables.

use pulldown_cmark::Alignment;

/// A table that is being written.
pub(super) struct OpenTable {
    alignments: Vec<Alignment>,
    cell: usize,
    state: State,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum State {
    Head,
    Bodiless,
    Body,
}

impl OpenTable {
    /// What opens a table in a handbook: a group that scrolls by itself, also with the keyboard.
    pub(super) const OPEN: &str =
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>";

    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, cell: 0, state: State::Head }
    }

    pub(super) fn open_cell(&mut self, out: &mut String) {
        // A class, not a style: inline styles are refused by a strict content policy.
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        out.push_str(if self.state == State::Head { "<th" } else { "<td" });
        out.push_str(class);
        out.push('>');
    }

    pub(super) fn close_cell(&mut self, out: &mut String) {
        self.cell += 1;
        out.push_str(if self.state == State::Head { "</th>" } else { "</td>" });
    }

    pub(super) fn close_head(&mut self, out: &mut String) {
        self.cell = 0;
        self.state = State::Bodiless;
        out.push_str("</tr></thead>\n");
    }

    pub(super) fn close_row(&mut self, out: &mut String) {
        self.cell = 0;
        out.push_str("</tr>\n");
    }

    /// Opens the body before its first row.
    pub(super) fn open_row(&mut self, out: &mut String) {
        if self.state == State::Bodiless {
            self.state = State::Body;
            out.push_str("<tbody>\n");
        }
        out.push_str("<tr>");
    }

    pub(super) fn close(self) -> &'static str {
        if self.state == State::Body { "</tbody></table>" } else { "</table>" }
    }
}
