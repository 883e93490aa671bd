//! What surrounds levels and competencies: archetypes, profiles, processes, history.

use super::{Extra, Note};
use crate::ladder::text::{Name, Text};

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
    /// `visibility` or `audience`: who may see it; everybody when absent.
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
