//! A level, and a competency.

use serde::Serialize;

use super::parts::{AreaView, CellView, CompetencyRefView, FactView, LevelRefView, NoteView, RefView};

/// One level: `level` in `ladder-level.html`.
#[derive(Debug, Clone, Serialize)]
pub struct LevelView {
    /// Its names.
    pub level: LevelRefView,
    /// One sentence, as HTML, or empty.
    pub tagline: String,
    /// Its summary as HTML, or empty.
    pub summary: String,
    /// Dimensions, equivalents, availability and the rest.
    pub facts: Vec<FactView>,
    /// How time is spent.
    pub time_split: Vec<TimeShareView>,
    /// Sub-levels.
    pub bands: Vec<NoteView>,
    /// Which steps make the level, explained.
    pub rules: Vec<RuleView>,
    /// Shapes that it can take.
    pub archetypes: Vec<ArchetypeView>,
    /// Further texts.
    pub notes: Vec<NoteView>,
    /// What changes from the levels below, and to those above.
    pub neighbours: Vec<NeighbourView>,
    /// What is expected.
    pub areas: Vec<AreaView<LevelCompetencyView>>,
}

/// A competency at the level of the page.
#[derive(Debug, Clone, Serialize)]
pub struct LevelCompetencyView {
    /// Its anchor.
    pub id: Option<String>,
    /// Another anchor of the same place: that of its heading in the file of the level.
    pub anchor: Option<String>,
    /// Its names.
    pub competency: CompetencyRefView,
    /// What it means here.
    pub cell: CellView,
    /// Pages that help with it.
    pub mentions: Vec<RefView>,
}

/// A share of the working time.
#[derive(Debug, Clone, Serialize)]
pub struct TimeShareView {
    /// What it goes into.
    pub what: String,
    /// The share in words: `40–60 %`.
    pub text: String,
    /// Its lower end, in per cent.
    pub min: f64,
    /// How far its upper end is from the lower one, in per cent.
    pub span: f64,
}

/// A rule about which steps make a level.
#[derive(Debug, Clone, Serialize)]
pub struct RuleView {
    /// The rule as a sentence, as HTML.
    pub html: String,
    /// Competencies and the step that each is asked for.
    pub steps: Vec<RuleStepView>,
}

/// One line of a rule.
#[derive(Debug, Clone, Serialize)]
pub struct RuleStepView {
    /// The competency.
    pub competency: RefView,
    /// The step.
    pub step: String,
}

/// A shape that a level can take.
#[derive(Debug, Clone, Serialize)]
pub struct ArchetypeView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its name.
    pub title: String,
    /// Its summary as HTML, or empty.
    pub summary: String,
    /// What it leans on.
    pub emphasises: Vec<EmphasisView>,
    /// What to be careful about, as HTML, or empty.
    pub cautions: String,
    /// The levels at which it occurs; empty for all.
    pub levels: Vec<RefView>,
}

/// What an archetype leans on.
#[derive(Debug, Clone, Serialize)]
pub struct EmphasisView {
    /// A competency or expectation.
    pub on: RefView,
    /// A remark as HTML, or empty.
    pub note: String,
}

/// The way to a neighbouring level.
#[derive(Debug, Clone, Serialize)]
pub struct NeighbourView {
    /// `below` or `above`.
    pub side: &'static str,
    /// The neighbour.
    pub level: LevelRefView,
    /// The page of what changes between the two.
    pub href: Option<String>,
}

/// One competency through all levels: `competency` in `ladder-competency.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CompetencyView {
    /// Its names.
    pub competency: CompetencyRefView,
    /// The areas it lies in, outermost first.
    pub areas: Vec<RefView>,
    /// What stands above its first level, as HTML, or empty.
    pub intro: String,
    /// `cumulative`, `replacing` or `standalone`.
    pub mode: &'static str,
    /// What that means for a reader, as a sentence.
    pub mode_text: &'static str,
    /// Whom it applies to, who looks after it.
    pub facts: Vec<FactView>,
    /// Its own rungs.
    pub steps: Vec<CompetencyStepView>,
    /// What is expected at every level.
    pub everywhere: Option<LevelSectionView>,
    /// What is expected at each level, lowest first.
    pub levels: Vec<LevelSectionView>,
    /// Parts that are about no level.
    pub notes: Vec<NoteView>,
    /// What helps to grow in it, as HTML.
    pub resources: Vec<String>,
    /// Pages that speak of it.
    pub mentions: Vec<RefView>,
    /// Ids that led here once.
    pub removed: Vec<RemovedView>,
}

/// A rung inside a competency.
#[derive(Debug, Clone, Serialize)]
pub struct CompetencyStepView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its number.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Its points, or empty.
    pub points: String,
    /// Its summary as HTML, or empty.
    pub summary: String,
    /// The levels that ask for it.
    pub levels: Vec<RefView>,
    /// What it means.
    pub cell: Option<CellView>,
    /// What families do differently.
    pub families: Vec<FamilyCellView>,
}

/// A level on the page of a competency.
#[derive(Debug, Clone, Serialize)]
pub struct LevelSectionView {
    /// Its anchor.
    pub id: Option<String>,
    /// Another anchor of the same place: that of its heading in the file of the competency.
    pub anchor: Option<String>,
    /// The level; `None` where every level is meant.
    pub level: Option<LevelRefView>,
    /// What is expected.
    pub cell: CellView,
    /// What families do differently.
    pub families: Vec<FamilyCellView>,
}

/// What a family does differently in one place.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyCellView {
    /// The family.
    pub family: RefView,
    /// Whether its expectations are all there is.
    pub overrides: bool,
    /// What it adds.
    pub cell: CellView,
    /// Expectations of others that it does without.
    pub hides: Vec<RefView>,
    /// Expectations of others that it states in its own way.
    pub replaces: Vec<RefView>,
}

/// An id that was published and is gone.
#[derive(Debug, Clone, Serialize)]
pub struct RemovedView {
    /// Its anchor.
    pub id: Option<String>,
    /// The id.
    pub name: String,
    /// The version without it, or empty.
    pub since: String,
    /// What stands in its place.
    pub replaced_by: Vec<RefView>,
    /// A remark as HTML, or empty.
    pub note: String,
}
