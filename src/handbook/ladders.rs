//! The ladders of a handbook, and where they are shown.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ChapterId;
use crate::ladder::model::Ladder;
use crate::source::SourcePath;

/// A ladder among the chapters. Indices are those of the ladder's own lists.
#[derive(Debug)]
pub struct PlacedLadder {
    /// What it says. The files in its places are indices into
    /// [`Handbook::documents`](super::Handbook::documents).
    pub ladder: Arc<Ladder>,
    /// Its folder, from the project's root.
    pub folder: SourcePath,
    /// The chapter of each view that has a page, none of them narrowed.
    pub chapters: FxHashMap<LadderView, ChapterId>,
    /// For each competency, the chapters outside the ladder that link to it or to one of its
    /// expectations, in reading order.
    pub mentions: Vec<Vec<ChapterId>>,
}

/// A generated view of a ladder: the substance of a chapter, or of a directive in one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LadderView {
    /// Which ladder, by index into [`Handbook::ladders`](super::Handbook::ladders).
    pub ladder: usize,
    /// As which family sees it, by index into its families; `None` is the common ladder.
    pub family: Option<usize>,
    /// What is shown of it.
    pub kind: ViewKind,
    /// What it is narrowed to.
    pub filter: Filter,
}

/// What is shown of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewKind {
    /// The first page of a ladder, or of a family: what it is, its diagram, its matrix.
    Home,
    /// Levels by competencies.
    Matrix,
    /// Tracks and levels, as a drawing.
    Diagram,
    /// One level.
    Level(usize),
    /// One competency through all levels.
    Competency(usize),
    /// What changes from one level to another.
    Changes(usize, usize),
    /// Any two levels side by side.
    Compare,
}

/// What a view is narrowed to. An empty list narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Tracks, by index.
    pub tracks: Vec<usize>,
    /// Areas, by index.
    pub areas: Vec<usize>,
    /// Levels, by index.
    pub levels: Vec<usize>,
    /// Competencies, by index.
    pub competencies: Vec<usize>,
}
