//! What several templates of ladders are given.

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
    /// The page that compares any two levels, as the family sees them.
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
    /// The version with which it ends, or empty.
    pub until: String,
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
