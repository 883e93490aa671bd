//! Competencies, and what they mean at each place of a ladder.

use super::{Extra, Mode, Note};
use crate::ladder::text::{Name, Text};

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
    /// The ids of expectations that this edition may not see, `None` for one without. They are never
    /// published: what refers to one is told why it finds nothing.
    pub withheld: Vec<Option<Name>>,
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

impl Statement {
    /// Returns a statement that is only a text.
    pub fn new(kind: Kind, text: Text) -> Self {
        Self {
            id: None,
            kind,
            text,
            strength: None,
            proficiency: None,
            same_as: None,
            replaces: None,
            raises: None,
            audience: None,
            since: None,
            until: None,
            tags: Vec::new(),
            children: Vec::new(),
            id_at: None,
            extra: Extra::new(),
        }
    }
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
