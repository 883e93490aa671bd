//! What one file of a ladder declares.

use super::model::{Declarations, Kind};
use super::text::{Name, Text};
use crate::settings::Field;
use crate::source::Span;

/// One file of a ladder's folder.
#[derive(Debug, Clone, PartialEq)]
pub enum Sheet {
    /// A table of declarations: `ladder.toml`, and any `.toml`, `.yaml`, `.yml` or `.json` beside it.
    Data(Box<Declarations>),
    /// Headings and lists. What they mean depends on the levels and competencies of the ladder.
    Prose(Box<Prose>),
}

/// A file of headings and lists, as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// The front matter, every key of it.
    pub head: Vec<Field>,
    /// The first heading of level 1.
    pub title: Option<Box<str>>,
    /// What stands above the first section, the title left out.
    pub intro: Option<Text>,
    /// The parts below headings of level 2 and deeper, in order.
    pub sections: Vec<Section>,
    /// The pieces that texts leave out, because an `Audience:` below them says that they are for few.
    pub few: Vec<u32>,
    /// The marks of footnotes in what is above.
    pub marks: Vec<Span>,
    /// Whether a generated view stands in it: then it is a page that shows the ladder.
    pub has_views: bool,
}

/// A heading of level 2 or deeper, and what stands below it up to the next heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// 2 to 6.
    pub depth: u8,
    /// The text of the heading, without its `{#id}`.
    pub heading: Box<str>,
    /// The bytes of that text.
    pub span: Span,
    /// The anchor of the heading on its page.
    pub anchor: Box<str>,
    /// Whether the author gave it the class `prose`: it names no level and no competency.
    pub is_prose: bool,
    /// What is neither heading nor list.
    pub text: Option<Text>,
    /// Its list items, over all its lists.
    pub items: Vec<Item>,
    /// The ids of items that this edition may not see, `None` for one without.
    pub withheld: Vec<Option<Name>>,
}

/// Words for an audience of everybody. Any other, known or not, keeps a statement out.
const EVERYBODY: [&str; 2] = ["public", "everyone"];

/// Returns whether an audience is less than everybody.
pub fn is_for_few(audience: &str) -> bool {
    let word = audience.trim().trim_matches(|c: char| !c.is_alphanumeric());
    !EVERYBODY.iter().any(|everybody| everybody.eq_ignore_ascii_case(word))
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is by its label: `Example:`, `Not this:`, `Evidence:`; `None` without one.
    pub label: Option<Label>,
    /// Its text, without label, id and inner lists.
    pub text: Text,
    /// `{#id}` at the end of its first paragraph.
    pub id: Option<(Box<str>, Span)>,
    /// Where an id can be added, as a byte offset: the end of its first paragraph.
    pub id_at: Option<u32>,
    /// The items of its inner lists.
    pub items: Vec<Item>,
    /// The number of the piece that is all of it on its page, with label and inner lists.
    pub whole: Option<u32>,
}

/// A word and a colon at the start of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// It says what the item is.
    Kind(Kind),
    /// `Same as:` a level or expectation.
    SameAs,
    /// `Replaces:` an inherited expectation.
    Replaces,
    /// `Raises:` an expectation of a lower level.
    Raises,
    /// `Hide:` an inherited expectation.
    Hide,
    /// `Strength:`.
    Strength,
    /// `Proficiency:`.
    Proficiency,
    /// `Audience:`.
    Audience,
    /// `Tags:`.
    Tags,
    /// `Since:` a version.
    Since,
    /// `Until:` a version.
    Until,
}
