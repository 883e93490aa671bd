//! Levels, and what orders and groups them: scales, tracks, families.

use super::{Extra, Note};
use crate::ladder::text::{Name, Text};

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
