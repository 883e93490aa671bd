//! What the templates of ladders are given. Part of the view contract.
//!
//! Every text is finished HTML or plain text, as its field says; every address is an href from the
//! page being rendered. A field `id` is there only where the page prints the anchor; `None` stands
//! for a view that is embedded in a text, which prints none.

mod changes;
mod home;
mod pages;
mod parts;

pub use changes::{
    ChangeView, ChangesView, CompareFactView, CompareItemView, CompareRowView, CompareView,
    DimensionChangeView, MatrixRowView, MatrixView, PairView, TextPairView, TrackSpanView,
};
pub use home::{
    DiagramLevelView, DiagramLineView, DiagramTextView, DiagramView, FamilyView, HomeView, ProcessView,
    TrackView, VersionChangeView,
};
pub use pages::{
    ArchetypeView, CompetencyStepView, CompetencyView, EmphasisView, FamilyCellView, LevelCompetencyView,
    LevelSectionView, LevelView, NeighbourView, RemovedView, RuleStepView, RuleView, TimeShareView,
};
pub use parts::{
    AreaView, CellView, ChoiceView, CompetencyRefView, ExpectationView, FactView, LadderInfoView,
    LevelRefView, NoteView, PartView, PartsView, RefView,
};
