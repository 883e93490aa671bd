//! What a ladder is made of.
//!
//! The same types say what one file declares ([`Declarations`]) and what a whole ladder is
//! ([`Ladder`]). In declarations a [`Name`] that refers to something is as the author wrote it; in a
//! ladder it is the id of what was meant. Equality disregards places, so that two ladders are equal
//! when they say the same.

use serde_json::{Map, Value};

use super::text::{Name, Text};

/// Values of an author's own, kept and given to templates.
pub type Extra = Map<String, Value>;

/// Everything that a file, or a folder, declares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Declarations {
    /// `[framework]`.
    pub framework: Option<Framework>,
    /// `[[scale]]`.
    pub scales: Vec<Scale>,
    /// `[[track]]`.
    pub tracks: Vec<Track>,
    /// `[[level]]`.
    pub levels: Vec<Level>,
    /// `[[family]]`.
    pub families: Vec<Family>,
    /// `[[area]]`.
    pub areas: Vec<Area>,
    /// `[[competency]]`.
    pub competencies: Vec<Competency>,
    /// What competencies mean at levels and steps.
    pub cells: Vec<Cell>,
    /// `[[archetype]]`.
    pub archetypes: Vec<Archetype>,
    /// `[[profile]]`.
    pub profiles: Vec<Profile>,
    /// `[[pay_band]]`.
    pub pay_bands: Vec<PayBand>,
    /// `[[process]]`.
    pub processes: Vec<Process>,
    /// `[[cycle]]`.
    pub cycles: Vec<Cycle>,
    /// `[[removed]]`: tombstones.
    pub removed: Vec<Removed>,
    /// `[[change]]`: what the author says about changes from a version to the next.
    pub changes: Vec<Change>,
}

/// A ladder in which every reference was looked up. Levels are by rising rank, everything else in
/// the order of its declaration, cells by family, competency and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// The ladder itself.
    pub framework: Framework,
    /// Everything in it; `framework` is `None` here.
    pub declared: Declarations,
}

/// `[framework]`: the ladder itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// `id`. Default: the name of the folder.
    pub id: Name,
    /// `name`. Default: the title of the folder.
    pub name: String,
    /// `version`: a label.
    pub version: Option<String>,
    /// `status`. Default: `active`.
    pub status: Status,
    /// `effective_from`: a date.
    pub effective_from: Option<String>,
    /// `effective_to`: a date.
    pub effective_to: Option<String>,
    /// `supersedes`: the id or version of the ladder that this one replaces.
    pub supersedes: Option<Name>,
    /// `owner`: who looks after it.
    pub owner: Option<String>,
    /// `maintainers`.
    pub maintainers: Vec<String>,
    /// `audience`.
    pub audience: Option<String>,
    /// `licence`.
    pub licence: Option<String>,
    /// `language`: BCP 47.
    pub language: Option<String>,
    /// `review_by`: a date.
    pub review_by: Option<String>,
    /// `intro`: shown above the matrix.
    pub intro: Option<Text>,
    /// `note`: takes the place of the sentence that a ladder is not a checklist.
    pub note: Option<Text>,
    /// `mode`. Default: `cumulative`.
    pub mode: Mode,
    /// `published`: exports of former versions, as paths from the folder of the ladder. An id in one
    /// of them must not vanish without a tombstone.
    pub published: Vec<Name>,
    /// `extra`.
    pub extra: Extra,
}

/// Where a ladder is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// `draft`.
    Draft,
    /// `proposed`.
    Proposed,
    /// `active`.
    #[default]
    Active,
    /// `retired`.
    Retired,
}

/// How the cells of one competency at several levels belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// `cumulative`: a level adds to the levels below it.
    #[default]
    Cumulative,
    /// `replacing`: the same idea is stated anew at each level; only the newest counts.
    Replacing,
    /// `standalone`: a cell is complete in itself.
    Standalone,
}

/// `[[scale]]`: ordered values, such as reach or proficiency.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `kind`: `reach`, `autonomy`, `horizon`, `proficiency`, `rating` or `custom`.
    pub kind: String,
    /// `values`, lowest first.
    pub values: Vec<ScaleValue>,
    /// `extra`.
    pub extra: Extra,
}

/// One value of a scale: a string, or a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleValue {
    /// `id`. Default: from the name.
    pub id: Name,
    /// `name`.
    pub name: String,
    /// `summary`.
    pub summary: Option<Text>,
}

/// `[[track]]`: a line of progression.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `summary`.
    pub summary: Option<Text>,
    /// `entry`: how one gets onto it: `promotion`, `lateral`, `opening`, or words of the author's.
    pub entry: Option<String>,
    /// `from_levels`: from where one gets onto it.
    pub from_levels: Vec<Name>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[level]]`: an ordered step of a track.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// `id`.
    pub id: Name,
    /// `code`: `L5`, `IC5`, `4.1`.
    pub code: Option<String>,
    /// `rank`: orders levels, also across tracks; gaps and decimals are allowed. Default: one more
    /// than that of the level declared before.
    pub rank: f64,
    /// `track`. May be absent where a ladder has no tracks.
    pub track: Option<Name>,
    /// `title` or `titles`; the first is the usual one. `{discipline}` stands for the name of a
    /// family. Default: from the id.
    pub titles: Vec<String>,
    /// `short`: a short title for narrow places.
    pub short: Option<String>,
    /// `aliases`: other names that headings and columns may use.
    pub aliases: Vec<String>,
    /// `tagline`: one sentence.
    pub tagline: Option<Text>,
    /// `summary`: a paragraph or more.
    pub summary: Option<Text>,
    /// `[level.dimensions]`, and every key that is the id of a scale: scope, reach, autonomy.
    pub dimensions: Vec<Dimension>,
    /// `bands`: sub-levels.
    pub bands: Vec<Band>,
    /// `equivalent_to`: levels of other tracks.
    pub equivalent_to: Vec<Name>,
    /// `career_level`: nobody is expected to go further.
    pub career_level: bool,
    /// `availability`: `open`, `business-need`, `by-interview`, or words of the author's.
    pub availability: Option<String>,
    /// `typical_time`: in words.
    pub typical_time: Option<String>,
    /// `time_split`: how time is spent.
    pub time_split: Vec<TimeShare>,
    /// `experience`: in words.
    pub experience: Option<Text>,
    /// `pay_band`: a key of `[[pay_band]]`. Numbers never live here.
    pub pay_band: Option<Name>,
    /// `status`.
    pub status: LevelStatus,
    /// `[level.requires]`: which steps of competencies make this level. Shown and explained, never
    /// used to judge.
    pub requires: Vec<Rule>,
    /// `notes`: further titled texts.
    pub notes: Vec<Note>,
    /// `extra`.
    pub extra: Extra,
}

/// Whether a level is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LevelStatus {
    /// `ok`.
    #[default]
    Ok,
    /// `tbd`: it exists, and is still to be described.
    ToBeDefined,
    /// `retired`: nobody new gets it.
    Retired,
}

/// A property of a level: a value of a scale, two for a range or pair, or words.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Id of a scale, or a name of the author's.
    pub name: Name,
    /// Its values.
    pub values: Vec<Text>,
}

/// A sub-level.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// `id`.
    pub id: Name,
    /// `name`.
    pub name: String,
    /// `summary`.
    pub summary: Option<Text>,
}

/// A share of the working time, in per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeShare {
    /// `what`.
    pub what: String,
    /// `min`.
    pub min: f64,
    /// `max`. Default: `min`.
    pub max: f64,
}

/// A titled text.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// `title`; may be empty.
    pub title: String,
    /// The anchor that the title has on its page, when it is a heading there.
    pub anchor: Option<Box<str>>,
    /// `text`.
    pub text: Text,
}

/// One rule of `[level.requires]`.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `vector`: a step for each of some competencies. `main` and `other` stand for the competency
    /// that somebody chose and for all others.
    Vector(Vec<(Name, Name)>),
    /// `at_least`: a number of competencies at a step or above.
    AtLeast {
        /// `count`.
        count: u32,
        /// `step`.
        step: Name,
    },
    /// `none_below`: no competency below a step.
    NoneBelow(Name),
    /// `points`: a sum of the points of steps, from `min` up to but not including `max`.
    Points(Bounds),
    /// `weighted`: a weighted mean, from `min` up to but not including `max`.
    Weighted(Bounds),
    /// `share`: a share of the expectations of the level, 0 to 1.
    Share(f64, Name),
    /// `prose`: a rule in words.
    Prose(Text),
}

/// A half-open range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// `min`; the range begins with it.
    pub min: f64,
    /// `max`; the range ends before it. `None` is no end.
    pub max: Option<f64>,
    /// Where it is written.
    pub name: Name,
}

/// `[[family]]`: a discipline that adds to, replaces or hides parts of what it extends.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `extends`: another family; the common ladder when absent.
    pub extends: Option<Name>,
    /// `levels`: those that it has; all when empty.
    pub levels: Vec<Name>,
    /// `discipline`: what `{discipline}` in titles becomes. Default: `name`.
    pub discipline: Option<String>,
    /// `title_template`: takes the place of all titles, such as `{level} {discipline} Engineer`.
    pub title_template: Option<String>,
    /// `summary`.
    pub summary: Option<Text>,
    /// `appendix`: shown below its matrix.
    pub appendix: Option<Text>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[area]]`: a group of competencies.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `aliases`: other names that columns may use.
    pub aliases: Vec<String>,
    /// `icon`.
    pub icon: Option<String>,
    /// `summary`.
    pub summary: Option<Text>,
    /// `parent`: the area around it.
    pub parent: Option<Name>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[competency]]`, or the head of a file about one: something that is expected of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Competency {
    /// `id`. Default: the name of the file.
    pub id: Name,
    /// `area`. May be absent.
    pub area: Option<Name>,
    /// `name` (or `title`). Default: the first heading of the file, or from the id.
    pub name: String,
    /// `aliases`: other names that headings and columns may use.
    pub aliases: Vec<String>,
    /// `summary`: one sentence.
    pub summary: Option<Text>,
    /// What stands above the first level in a file.
    pub intro: Option<Text>,
    /// `mode`. Default: that of the ladder.
    pub mode: Option<Mode>,
    /// `steps`: rungs inside the competency; empty when levels are its only steps.
    pub steps: Vec<Step>,
    /// `weight`: for weighted means.
    pub weight: Option<f64>,
    /// `tracks`: those it applies to; all when empty.
    pub tracks: Vec<Name>,
    /// `families`: those it applies to; all when empty.
    pub families: Vec<Name>,
    /// `assess`.
    pub assess: Assess,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `resources`: what helps to grow in it.
    pub resources: Vec<Text>,
    /// `owner`.
    pub owner: Option<String>,
    /// `review_by`: a date.
    pub review_by: Option<String>,
    /// Parts of its file that are about no level.
    pub notes: Vec<Note>,
    /// `extra`.
    pub extra: Extra,
}

/// Whether people are assessed in a competency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assess {
    /// `rated`.
    #[default]
    Rated,
    /// `reflective`: for oneself alone.
    Reflective,
    /// `no`.
    No,
}

/// A rung inside one competency.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// `id`. Default: from the name, or else the number.
    pub id: Name,
    /// `n`: its number; may be 0. Default: one more than the step before, the first is 1.
    pub number: f64,
    /// `name`.
    pub name: String,
    /// `summary`.
    pub summary: Option<Text>,
    /// `points`.
    pub points: Option<f64>,
}

/// What one competency means at one place, for one family or for all.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The family whose cell it is; `None` for the common ladder.
    pub family: Option<Name>,
    /// The competency.
    pub competency: Name,
    /// Where on the ladder.
    pub at: At,
    /// Whether it says something.
    pub state: State,
    /// How it meets the cell that its family inherits.
    pub merge: Merge,
    /// Inherited expectations that the family does without.
    pub hides: Vec<Name>,
    /// Text that stands beside the expectations.
    pub summary: Option<Text>,
    /// A value of a proficiency scale, or a word of the author's.
    pub proficiency: Option<Name>,
    /// The expectations, in order.
    pub statements: Vec<Statement>,
    /// The anchor of its heading in its file.
    pub anchor: Option<Box<str>>,
    /// `extra`.
    pub extra: Extra,
}

/// Where on a ladder a cell is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// At a level.
    Level(Name),
    /// At a step of its competency.
    Step(Name),
    /// At every level.
    All,
}

/// Whether a cell says something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// It does.
    #[default]
    Stated,
    /// `not_applicable`: the competency is not asked for here.
    NotApplicable,
    /// `tbd`: still to be written.
    ToBeDefined,
    /// `same_as`: nothing new; as at that level.
    SameAs(Name),
}

/// How a cell of a family meets the one that it inherits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// `append`: its expectations come after those inherited.
    #[default]
    Append,
    /// `override`: its expectations are all there is.
    Override,
}

/// One expectation, or what belongs to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// `id`: short, stable, unique in the ladder.
    pub id: Option<Name>,
    /// `kind`.
    pub kind: Kind,
    /// `text`.
    pub text: Text,
    /// `strength`: `core` or `growth`, `meets` or `exceeds`, or a word of the author's.
    pub strength: Option<Name>,
    /// `proficiency`: a value of a proficiency scale.
    pub proficiency: Option<Name>,
    /// `same_as`: the expectation, of another family or level, that this one is.
    pub same_as: Option<Name>,
    /// `replaces`: the inherited expectation that this one stands for in its family.
    pub replaces: Option<Name>,
    /// `raises`: the expectation of a lower level that this one asks more than.
    pub raises: Option<Name>,
    /// `audience`: who may read it; everybody when absent.
    pub audience: Option<Name>,
    /// `since`: a version.
    pub since: Option<String>,
    /// `until`: a version.
    pub until: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// Examples, evidence and points that belong to it.
    pub children: Vec<Statement>,
    /// Where an id can be added in the source, as a byte offset into its file: the end of its first
    /// paragraph. `None` where the author's format has another way, or none.
    pub id_at: Option<u32>,
    /// `extra`.
    pub extra: Extra,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// `expectation`.
    #[default]
    Expectation,
    /// `signal`: how it shows.
    Signal,
    /// `example`.
    Example,
    /// `counter_example`: "Not this".
    CounterExample,
    /// `evidence`.
    Evidence,
    /// `stretch`: beyond what is asked.
    Stretch,
    /// `point`: a part of the statement it belongs to.
    Point,
}

/// `[[archetype]]`: a shape that a level can take.
#[derive(Debug, Clone, PartialEq)]
pub struct Archetype {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `summary`.
    pub summary: Option<Text>,
    /// `levels` at which it occurs; all when empty.
    pub levels: Vec<Name>,
    /// `emphasises`: competencies and expectations.
    pub emphasises: Vec<Emphasis>,
    /// `cautions`.
    pub cautions: Option<Text>,
    /// `extra`.
    pub extra: Extra,
}

/// What an archetype leans on: an id, or a table with `id` and `note`.
#[derive(Debug, Clone, PartialEq)]
pub struct Emphasis {
    /// A competency or expectation.
    pub on: Name,
    /// `note`.
    pub note: Option<Text>,
}

/// `[[profile]]`: a role as it is described to candidates or colleagues.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `family`.
    pub family: Option<Name>,
    /// `level`.
    pub level: Option<Name>,
    /// `audience`: `hiring`, `internal` or `public`.
    pub audience: Option<Name>,
    /// `sections`.
    pub sections: Vec<Note>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[pay_band]]`: a key. Its numbers live elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct PayBand {
    /// `id`.
    pub id: Name,
    /// `label`.
    pub label: Option<String>,
    /// `visibility`.
    pub visibility: Option<String>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[process]]`: how decisions about levels are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `steps`.
    pub steps: Vec<Text>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[cycle]]`: a round of reviews, and the version that counts in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycle {
    /// `id`.
    pub id: Name,
    /// `name`. Default: from the id.
    pub name: String,
    /// `opens`: a date.
    pub opens: Option<String>,
    /// `closes`: a date.
    pub closes: Option<String>,
    /// `version` of the ladder that counts.
    pub version: Option<String>,
    /// `affects`: what changes mean for it, in words.
    pub affects: Option<String>,
    /// `extra`.
    pub extra: Extra,
}

/// `[[removed]]`: an id that was published and is gone, and what answers for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// `id`.
    pub id: Name,
    /// `replaced_by`.
    pub replaced_by: Vec<Name>,
    /// `since`: the version without it.
    pub since: Option<String>,
    /// `note`.
    pub note: Option<Text>,
}

/// `[[change]]`: what the author says about a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// `from`: a version.
    pub from: Option<String>,
    /// `to`: a version.
    pub to: Option<String>,
    /// `id` of an expectation, competency or level.
    pub id: Name,
    /// `kind`: `added`, `removed`, `reworded`, `raised`, `lowered`, `moved`, `split`, `merged` or
    /// `retitled`.
    pub kind: Option<String>,
    /// `note`.
    pub note: Option<Text>,
    /// `affects`: what it means for reviews, in words.
    pub affects: Option<String>,
}
