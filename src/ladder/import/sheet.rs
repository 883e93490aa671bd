//! One sheet of a matrix, row by row.

use rustc_hash::FxHashMap;

use super::grid::{Grid, column_of};
use super::mapping::{ColumnMapping, Meaning};
use crate::ladder::export::unguarded;
use crate::ladder::model::{At, Cell};
use crate::ladder::text::Name;

/// A sheet on its way to cells.
pub(super) struct Sheet<'a> {
    pub(super) grid: &'a Grid,
    pub(super) columns: &'a [ColumnMapping],
    pub(super) family: Option<Name>,
    pub(super) cells: Vec<Cell>,
    pub(super) index: FxHashMap<(Option<String>, String, String), usize>,
    /// What rows said, and which was the first to say it.
    pub(super) said: FxHashMap<Vec<String>, usize>,
    /// What is repeated where a row says nothing.
    pub(super) area: Option<String>,
    pub(super) competency: Option<String>,
}

/// One row, by meaning.
pub(super) struct Line<'a> {
    pub(super) row: usize,
    pub(super) area: &'a str,
    pub(super) competency: &'a str,
    pub(super) id: &'a str,
    pub(super) is_bare: bool,
}

/// Where on the ladder a column is.
pub(super) fn place(column: &ColumnMapping) -> Option<At> {
    let name = || column.of.clone().map(Name::generated);
    match column.is {
        Meaning::Level | Meaning::Proficiency => name().map(At::Level),
        Meaning::Step => name().map(At::Step),
        Meaning::All => Some(At::All),
        _ => None,
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn line(&self, row: usize) -> Line<'a> {
        let grid = self.grid;
        let of = |meaning: Meaning| {
            let column = self.columns.iter().find(|column| column.is == meaning);
            column
                .and_then(|column| column_of(&column.at))
                .map_or("", |column| unguarded(grid.cell(row, column)))
        };
        let says = |column: &&ColumnMapping| place(column).is_some() && self.cell(row, column).is_some();
        let is_bare = !self.columns.iter().any(|column| says(&column));
        Line {
            row,
            area: of(Meaning::Area),
            competency: of(Meaning::Competency),
            id: of(Meaning::Id),
            is_bare,
        }
    }

    pub(super) fn text(&self, row: usize, meaning: Meaning) -> Option<String> {
        let column = self.columns.iter().find(|column| column.is == meaning)?;
        self.cell(row, column)
    }

    pub(super) fn cell(&self, row: usize, column: &ColumnMapping) -> Option<String> {
        let text = unguarded(self.grid.cell(row, column_of(&column.at)?)).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}
