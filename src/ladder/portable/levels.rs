//! The forms of levels, and of the rules that they ask for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Number, Pairs, Portable};
use super::{forms, words};
use crate::ladder::model::{self, Extra};
use crate::ladder::text::{Name, Text};

words! {
    /// Whether a level is in use; `ok` unless said.
    LevelStatus { Ok "ok", ToBeDefined "tbd", Retired "retired", }
}

forms! {
    /// An ordered step of a track.
    Level {
        id: Name,
        /// Such as `L5`.
        code: Option<String>,
        /// Orders levels, also across tracks.
        rank: f64,
        /// The id of a track.
        track: Option<Name>,
        /// The first is the usual one; `{discipline}` stands for the name of a family.
        titles: Vec<String>,
        /// A title for narrow places.
        short: Option<String>,
        /// Other names.
        aliases: Vec<String>,
        /// Markdown.
        tagline: Option<Text>,
        /// Markdown.
        summary: Option<Text>,
        /// Values by the id of their scale.
        dimensions: Vec<model::Dimension>,
        bands: Vec<model::Band>,
        /// Ids of levels of other tracks.
        equivalent_to: Vec<Name>,
        /// Nobody is expected to go further.
        career_level: bool,
        availability: Option<String>,
        typical_time: Option<String>,
        time_split: Vec<model::TimeShare>,
        /// Markdown.
        experience: Option<Text>,
        /// The id of a pay band.
        pay_band: Option<Name>,
        status: model::LevelStatus,
        /// Rules: which steps of competencies make this level.
        requires: Vec<model::Rule>,
        notes: Vec<model::Note>,
        /// Values of the author's own.
        extra: Extra,
    }

    /// A sub-level.
    Band {
        id: Name,
        name: String,
        /// Markdown.
        summary: Option<Text>,
    }

    /// A share of the working time, in per cent.
    TimeShare {
        what: String,
        min: f64,
        max: f64,
    }
}

/// A titled text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The family that it is for; everybody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Markdown.
    pub text: String,
}

impl Portable for model::Note {
    type Form = Note;

    fn to_form(&self) -> Note {
        // The anchor is a place in a file.
        let Self { title, anchor: _, family, text } = self;
        Note { title: title.clone(), family: family.to_form(), text: text.to_form() }
    }

    fn from_form(Note { title, family, text }: Note) -> Self {
        Self { title, anchor: None, family: Portable::from_form(family), text: Text::generated(text) }
    }
}

impl super::values::Listed for model::Note {}

/// Values by the id of their scale, or by a name of the author's.
pub type Dimensions = Pairs<Vec<String>>;

impl Portable for Vec<model::Dimension> {
    type Form = Dimensions;

    fn to_form(&self) -> Dimensions {
        let pair = |model::Dimension { name, values }: &model::Dimension| (name.to_form(), values.to_form());
        Pairs(self.iter().map(pair).collect())
    }

    fn from_form(form: Dimensions) -> Self {
        let dimension = |(name, values)| model::Dimension {
            name: Name::from_form(name),
            values: Portable::from_form(values),
        };
        form.0.into_iter().map(dimension).collect()
    }
}

/// One rule about the steps that make a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A step for each of some competencies, by their ids.
    Vector(Pairs<String>),
    /// A number of competencies at a step or above.
    AtLeast {
        /// How many.
        count: u32,
        /// The step.
        step: String,
    },
    /// No competency below a step.
    NoneBelow(String),
    /// A sum of points.
    Points(Bounds),
    /// A weighted mean.
    Weighted(Bounds),
    /// A share of the expectations, 0 to 1.
    Share {
        /// Of what.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        of: String,
        /// How large.
        share: Number,
    },
    /// Markdown: a rule in words.
    Prose(String),
}

/// From `min` up to but not including `max`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// The range begins with it.
    pub min: Number,
    /// The range ends before it; no end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
}

impl Portable for model::Rule {
    type Form = Rule;

    fn to_form(&self) -> Rule {
        match self {
            Self::Vector(steps) => {
                let pair = |(on, step): &(Name, Name)| (on.to_form(), step.to_form());
                Rule::Vector(Pairs(steps.iter().map(pair).collect()))
            }
            Self::AtLeast { count, step } => Rule::AtLeast { count: *count, step: step.to_form() },
            Self::NoneBelow(step) => Rule::NoneBelow(step.to_form()),
            Self::Points(bounds) => Rule::Points(bounds.to_form()),
            Self::Weighted(bounds) => Rule::Weighted(bounds.to_form()),
            Self::Share(share, of) => Rule::Share { of: of.to_form(), share: Number(*share) },
            Self::Prose(text) => Rule::Prose(text.to_form()),
        }
    }

    fn from_form(form: Rule) -> Self {
        match form {
            Rule::Vector(steps) => {
                let pair = |(on, step)| (Name::generated(on), Name::from_form(step));
                Self::Vector(steps.0.into_iter().map(pair).collect())
            }
            Rule::AtLeast { count, step } => Self::AtLeast { count, step: Name::from_form(step) },
            Rule::NoneBelow(step) => Self::NoneBelow(Name::from_form(step)),
            Rule::Points(bounds) => Self::Points(named(bounds, "points")),
            Rule::Weighted(bounds) => Self::Weighted(named(bounds, "weighted")),
            Rule::Share { of, share } => Self::Share(share.0, Name::from_form(of)),
            Rule::Prose(text) => Self::Prose(Text::from_form(text)),
        }
    }
}

impl super::values::Listed for model::Rule {}

impl model::Bounds {
    fn to_form(&self) -> Bounds {
        // The name says where it is written.
        let Self { min, max, name: _ } = self;
        Bounds { min: Number(*min), max: max.map(Number) }
    }
}

fn named(Bounds { min, max }: Bounds, key: &str) -> model::Bounds {
    model::Bounds { min: min.0, max: max.map(|max| max.0), name: Name::generated(key) }
}
