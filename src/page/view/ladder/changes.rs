//! Levels against levels: the matrix, what changes, any two.

use serde::Serialize;

use super::parts::{AreaView, CellView, CompetencyRefView, ExpectationView, LevelRefView, RefView};

/// Levels by competencies: `matrix` in `ladder-matrix.html` and `ladder-home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixView {
    /// What it shows, in a sentence.
    pub caption: String,
    /// Its columns.
    pub levels: Vec<LevelRefView>,
    /// Its columns by track; empty when all are of one.
    pub tracks: Vec<TrackSpanView>,
    /// Areas to choose from: id and name.
    pub areas_to_choose: Vec<RefView>,
    /// Its rows.
    pub areas: Vec<AreaView<MatrixRowView>>,
}

/// Neighbouring columns of one track.
#[derive(Debug, Clone, Serialize)]
pub struct TrackSpanView {
    /// Its id.
    pub name: String,
    /// Its name.
    pub title: String,
    /// How many columns it has here.
    pub columns: usize,
}

/// A row of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixRowView {
    /// Whose it is.
    pub competency: CompetencyRefView,
    /// A cell for each level shown.
    pub cells: Vec<CellView>,
}

/// What changes from one level to another: `changes` in `ladder-changes.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesView {
    /// From where.
    pub from: LevelRefView,
    /// To where.
    pub to: LevelRefView,
    /// How the two belong together, in a sentence.
    pub relation: String,
    /// How many expectations are new.
    pub added: usize,
    /// How many ask for more than before.
    pub raised: usize,
    /// How many ask for less than before.
    pub lowered: usize,
    /// How many are said anew, and ask neither more nor less.
    pub restated: usize,
    /// How many are expected at both.
    pub carried: usize,
    /// How many are not stated any more.
    pub left: usize,
    /// Dimensions that differ.
    pub dimensions: Vec<DimensionChangeView>,
    /// What differs.
    pub areas: Vec<AreaView<ChangeView>>,
    /// Competencies in which nothing differs.
    pub unchanged: Vec<CompetencyRefView>,
    /// The neighbouring pages of the same kind.
    pub others: Vec<RefView>,
}

/// A dimension that differs.
#[derive(Debug, Clone, Serialize)]
pub struct DimensionChangeView {
    /// Its name.
    pub label: String,
    /// What it was, as HTML; empty when nothing was said.
    pub from: String,
    /// What it is, as HTML; empty when nothing is said.
    pub to: String,
}

/// What changes in one competency.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its names.
    pub competency: CompetencyRefView,
    /// What is asked more of.
    pub raised: Vec<PairView>,
    /// What is asked less of.
    pub lowered: Vec<PairView>,
    /// What is said anew, neither more nor less.
    pub restated: Vec<PairView>,
    /// A step or proficiency that goes from one value to another.
    pub moves: Vec<DimensionChangeView>,
    /// The paragraphs beside the expectations, where they differ.
    pub texts: Option<TextPairView>,
    /// What is new.
    pub added: Vec<ExpectationView>,
    /// What stays.
    pub carried: Vec<ExpectationView>,
    /// What is not stated any more.
    pub left: Vec<ExpectationView>,
    /// What the author says of a level that states nothing, in words, or empty.
    pub remark: String,
}

/// An expectation in place of another.
#[derive(Debug, Clone, Serialize)]
pub struct PairView {
    /// What is asked at the level one comes from.
    pub from: ExpectationView,
    /// What is asked at the level one goes to.
    pub to: ExpectationView,
}

/// A paragraph in place of another, as HTML.
#[derive(Debug, Clone, Serialize)]
pub struct TextPairView {
    /// That of the level one comes from; empty if it has none.
    pub from: String,
    /// That of the level one goes to; empty if it has none.
    pub to: String,
}

/// Any two levels: `compare` in `ladder-compare.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CompareView {
    /// The levels to choose from.
    pub levels: Vec<LevelRefView>,
    /// Pages of what changes between two levels.
    pub pairs: Vec<RefView>,
    /// The page with the matrix.
    pub matrix_href: Option<String>,
    /// Properties of each level.
    pub facts: Vec<CompareFactView>,
    /// What is expected at any of the levels.
    pub areas: Vec<AreaView<CompareRowView>>,
}

/// A property at each level.
#[derive(Debug, Clone, Serialize)]
pub struct CompareFactView {
    /// What it is.
    pub label: String,
    /// Its value at some levels.
    pub items: Vec<CompareItemView>,
}

/// A competency at all levels.
#[derive(Debug, Clone, Serialize)]
pub struct CompareRowView {
    /// Its names.
    pub competency: CompetencyRefView,
    /// Everything that is said of it.
    pub items: Vec<CompareItemView>,
}

/// Something that holds at some levels.
#[derive(Debug, Clone, Serialize)]
pub struct CompareItemView {
    /// The numbers of those levels, with blanks between.
    pub levels: String,
    /// The level that states it.
    pub from: RefView,
    /// It, when it is an expectation.
    pub expectation: Option<ExpectationView>,
    /// It as HTML, when it is not.
    pub html: String,
}
