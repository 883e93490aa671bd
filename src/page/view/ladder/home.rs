//! The first page of a ladder, and its drawing.

use serde::Serialize;

use super::pages::{ArchetypeView, RemovedView};
use super::parts::{AreaView, CompetencyRefView, FactView, LevelRefView, RefView};

/// Tracks and levels as a drawing: `diagram` in `ladder-diagram.html` and `ladder-home.html`. Lengths
/// are units of the drawing's own.
#[derive(Debug, Clone, Serialize)]
pub struct DiagramView {
    /// What it shows.
    pub title: String,
    /// The same at length, for those who cannot see it.
    pub description: String,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The width in pixels that it is comfortable at.
    pub comfortable: u32,
    /// Titles of the tracks.
    pub titles: Vec<DiagramTextView>,
    /// Lines: paths of SVG.
    pub lines: Vec<DiagramLineView>,
    /// Levels, top left first.
    pub levels: Vec<DiagramLevelView>,
    /// Whether some levels are equivalent.
    pub has_equivalents: bool,
    /// Whether there is a way from one track to another.
    pub has_entries: bool,
}

/// A line of a diagram.
#[derive(Debug, Clone, Serialize)]
pub struct DiagramLineView {
    /// `rail`, `equivalent`, `entry` or `arrow`.
    pub kind: &'static str,
    /// A path of SVG.
    pub path: String,
}

/// A line of text in a diagram.
#[derive(Debug, Clone, Serialize)]
pub struct DiagramTextView {
    /// The middle of its baseline.
    pub x: u32,
    /// Its baseline.
    pub y: u32,
    /// `title`, `code`, `name` or `mark`.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
}

/// A level in a diagram.
#[derive(Debug, Clone, Serialize)]
pub struct DiagramLevelView {
    /// Its left side.
    pub x: u32,
    /// Its upper side.
    pub y: u32,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Its names.
    pub level: LevelRefView,
    /// All of it in words, for those who cannot see it.
    pub label: String,
    /// What is written in it.
    pub texts: Vec<DiagramTextView>,
}

/// The first page of a ladder: `home` in `ladder-home.html`, with `diagram` and `matrix`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// What its authors say above it, as HTML, or empty.
    pub intro: String,
    /// Version, dates, owner.
    pub facts: Vec<FactView>,
    /// The ladder as data: JSON, CSV, and CSV for spreadsheets.
    pub downloads: Vec<RefView>,
    /// Its tracks.
    pub tracks: Vec<TrackView>,
    /// Its areas with their summaries and competencies.
    pub areas: Vec<AreaView<CompetencyRefView>>,
    /// Its families.
    pub families: Vec<FamilyView>,
    /// Shapes that levels can take.
    pub archetypes: Vec<ArchetypeView>,
    /// Pages of what changes between two levels.
    pub pairs: Vec<RefView>,
    /// What is different from the version before.
    pub versions: Vec<VersionChangeView>,
    /// Rounds of reviews.
    pub cycles: Vec<FactView>,
    /// How decisions about levels are made.
    pub processes: Vec<ProcessView>,
    /// Text below the matrix, as HTML, or empty.
    pub appendix: String,
    /// Ids that are gone, and that no competency answers for.
    pub removed: Vec<RemovedView>,
}

/// A track.
#[derive(Debug, Clone, Serialize)]
pub struct TrackView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its name.
    pub title: String,
    /// Its summary as HTML, or empty.
    pub summary: String,
    /// How one gets onto it, in a sentence, or empty.
    pub entry: String,
    /// Its levels, lowest first.
    pub levels: Vec<LevelRefView>,
}

/// A family.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its name.
    pub title: String,
    /// Its first page.
    pub href: Option<String>,
    /// Its summary as HTML, or empty.
    pub summary: String,
}

/// A difference between two versions, in the words of its author.
#[derive(Debug, Clone, Serialize)]
pub struct VersionChangeView {
    /// From which version to which, or empty.
    pub versions: String,
    /// What it is about.
    pub on: RefView,
    /// `added`, `removed`, `reworded`, `raised` …, or empty.
    pub kind: String,
    /// A remark as HTML, or empty.
    pub note: String,
    /// What it means for reviews, or empty.
    pub affects: String,
}

/// How decisions about levels are made.
#[derive(Debug, Clone, Serialize)]
pub struct ProcessView {
    /// Its name.
    pub title: String,
    /// Its steps, as HTML.
    pub steps: Vec<String>,
}
