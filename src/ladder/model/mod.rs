//! What a ladder is made of.
//!
//! The same types say what one file declares ([`Declarations`]) and what a whole ladder is
//! ([`Ladder`]). In declarations a [`Name`] that refers to something is as the author wrote it; in a
//! ladder it is the id of what was meant. Equality disregards where names and texts stand, but not
//! anchors and places for ids: whether two ladders say the same is told by their exports.

mod around;
mod cells;
mod levels;

use serde_json::{Map, Value};

use super::text::{Name, Text};

pub use around::{Archetype, Change, Cycle, Emphasis, PayBand, Process, Profile, Removed};
pub use cells::{Area, Assess, At, Cell, Competency, Kind, Merge, State, Statement, Step};
pub use levels::{
    Band, Bounds, Dimension, Family, Level, LevelStatus, Rule, Scale, ScaleValue, TimeShare, Track,
};

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
    /// Ids and labels of pay bands that this edition may not see, until levels were looked up.
    pub withheld_bands: Vec<Name>,
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

impl Framework {
    /// Returns a ladder that says nothing but what it is called.
    pub fn new(id: Name, name: String) -> Self {
        Self {
            id,
            name,
            version: None,
            status: Status::default(),
            effective_from: None,
            effective_to: None,
            supersedes: None,
            owner: None,
            maintainers: Vec::new(),
            audience: None,
            licence: None,
            language: None,
            review_by: None,
            intro: None,
            note: None,
            mode: Mode::default(),
            published: Vec::new(),
            extra: Extra::new(),
        }
    }
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

/// A titled text.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// `title`; may be empty.
    pub title: String,
    /// The anchor that the title has on its page, when it is a heading there.
    pub anchor: Option<Box<str>>,
    /// `family`: the one that it is for; everybody when absent.
    pub family: Option<Name>,
    /// `text`.
    pub text: Text,
}
