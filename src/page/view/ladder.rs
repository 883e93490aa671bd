//! What the templates of ladders are given. Part of the view contract.
//!
//! Every text is finished HTML or plain text, as its field says; every address is an href from the
//! page being rendered. A field `id` is there only where the page prints the anchor; `None` stands
//! for a view that is embedded in a text, which prints none.

use serde::Serialize;

/// The ladder that is shown: `ladder` in every template of ladders.
#[derive(Debug, Clone, Serialize)]
pub struct LadderInfoView {
    /// Its name.
    pub title: String,
    /// Its first page.
    pub href: Option<String>,
    /// Its version, or empty.
    pub version: String,
    /// `draft`, `proposed`, `active` or `retired`.
    pub status: &'static str,
    /// What a reader has to know of its status, as a sentence; empty for one that is in force.
    pub status_text: String,
    /// The sentence that a ladder is not a checklist, or what its authors put in its place, as HTML.
    pub note: String,
    /// The common ladder and its families; empty when there is only one.
    pub families: Vec<ChoiceView>,
    /// The page that compares any two levels.
    pub compare_href: Option<String>,
    /// Of what level the topmost headings of the view are, 2 to 5.
    pub heading: u8,
    /// Whether the view stands inside a text.
    pub embedded: bool,
    /// Tells apart the views of one page, for names of form fields and ids that begin with `d:`.
    pub number: usize,
}

/// One of several to go to.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceView {
    /// Its name.
    pub title: String,
    /// Where it is.
    pub href: Option<String>,
    /// Whether it is what is shown.
    pub current: bool,
}

/// Something with a name, and with a page if it has one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RefView {
    /// Its name.
    pub title: String,
    /// Where it is.
    pub href: Option<String>,
}

/// A level, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct LevelRefView {
    /// Its id in the ladder.
    pub name: String,
    /// Its title.
    pub title: String,
    /// A short title for narrow places; the title when it has none.
    pub short: String,
    /// Its code, such as `L5`, or empty.
    pub code: String,
    /// The name of its track, or empty.
    pub track: String,
    /// The id of its track, or empty.
    pub track_name: String,
    /// Its page.
    pub href: Option<String>,
    /// `ok`, `tbd` or `retired`.
    pub status: &'static str,
    /// The same in words; empty for `ok`.
    pub status_text: &'static str,
    /// Its place among the levels shown, from 1.
    pub number: usize,
    /// Whether it is the level that the page is about.
    pub current: bool,
}

/// A competency, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct CompetencyRefView {
    /// Its id in the ladder.
    pub name: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: Option<String>,
    /// One sentence about it, as HTML, or empty.
    pub summary: String,
    /// `rated`, `reflective` or `no`.
    pub assess: &'static str,
}

/// A titled text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NoteView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its title, or empty.
    pub title: String,
    /// Its text as HTML, or empty.
    pub html: String,
}

/// A property, such as `Reach: several teams`.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// What it is.
    pub label: String,
    /// Its values, as HTML.
    pub values: Vec<String>,
}

/// One expectation.
#[derive(Debug, Clone, Serialize)]
pub struct ExpectationView {
    /// Its anchor, on the page that is its address.
    pub id: Option<String>,
    /// Its id in the ladder, or empty.
    pub name: String,
    /// Its address: a place on the page of its competency.
    pub href: Option<String>,
    /// Whether that is the page being rendered.
    pub current: bool,
    /// Its text as HTML.
    pub html: String,
    /// The beginning of its text without markup, for accessible names.
    pub label: String,
    /// `core`, `growth`, `meets`, `exceeds` or a word of the author's; or empty.
    pub strength: String,
    /// A proficiency, or empty.
    pub proficiency: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The version since which it is there, or empty.
    pub since: String,
    /// The family whose it is; empty for the common ladder.
    pub family: String,
    /// The level that states it, where that is not the level it is shown at.
    pub from: Option<RefView>,
    /// The expectation that it asks more than, called by the level that states that one.
    pub raises: Option<RefView>,
    /// The expectation, of another level or family, that it is.
    pub same_as: Option<RefView>,
    /// Where to say what one thinks of it, when the configuration has an address for that.
    pub feedback_href: Option<String>,
    /// Examples, evidence and what else belongs to it, by kind.
    pub parts: Vec<PartsView>,
}

/// What belongs to an expectation or cell, of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct PartsView {
    /// `point`, `signal`, `example`, `counter_example`, `evidence` or `stretch`.
    pub kind: &'static str,
    /// The word for it: `Example`, `Not this`.
    pub label: &'static str,
    /// The parts.
    pub items: Vec<PartView>,
}

/// An example, a piece of evidence, a point.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    /// Its anchor.
    pub id: Option<String>,
    /// Its text as HTML, with what is nested in it.
    pub html: String,
}

/// What one competency means at one level.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// `stated`, `empty`, `not-applicable`, `tbd` or `same-as`.
    pub state: &'static str,
    /// The state in words; empty for `stated`.
    pub state_text: String,
    /// The level it is the same as.
    pub same_as: Option<RefView>,
    /// Text beside the expectations, as HTML, or empty.
    pub summary: String,
    /// A proficiency, or empty.
    pub proficiency: String,
    /// The step that the level asks for, or empty.
    pub step: String,
    /// What is new at this level.
    pub own: Vec<ExpectationView>,
    /// Examples and others that belong to no single expectation.
    pub parts: Vec<PartsView>,
    /// What lower levels state and this one expects as well, lowest first.
    pub inherited: Vec<ExpectationView>,
    /// The title of its level, where several are shown.
    pub level: String,
    /// The number of its level among those shown, from 1.
    pub number: usize,
    /// The id of the track of its level, or empty.
    pub track_name: String,
}

/// An area, and what is shown of it.
#[derive(Debug, Clone, Serialize)]
pub struct AreaView<T> {
    /// Its anchor.
    pub id: Option<String>,
    /// Its id and those of the areas around it, with blanks between; empty for what is in no area.
    pub names: String,
    /// Its name; empty for what is in no area.
    pub title: String,
    /// Its icon, or empty.
    pub icon: String,
    /// Its summary as HTML, or empty.
    pub summary: String,
    /// How many areas it lies in.
    pub depth: usize,
    /// Of what level its heading is.
    pub heading: u8,
    /// Of what level the headings of its competencies are.
    pub below: u8,
    /// Its competencies.
    pub competencies: Vec<T>,
}

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
