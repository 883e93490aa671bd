//! Ladders for tests.

use super::model::{
    At, Cell, Competency, Declarations, Extra, Family, Framework, Kind, Ladder, Level, LevelStatus, Merge,
    State, Statement,
};
use super::text::{Name, Text};

/// Returns a framework that says nothing but who it is.
pub fn framework(id: &str) -> Framework {
    Framework::new(Name::generated(id), id.to_owned())
}

/// Returns a level that says nothing but who it is.
pub fn level(id: &str, rank: f64) -> Level {
    Level {
        id: Name::generated(id),
        code: None,
        rank,
        track: None,
        titles: vec![id.to_owned()],
        short: None,
        aliases: Vec::new(),
        tagline: None,
        summary: None,
        dimensions: Vec::new(),
        bands: Vec::new(),
        equivalent_to: Vec::new(),
        career_level: false,
        availability: None,
        typical_time: None,
        time_split: Vec::new(),
        experience: None,
        pay_band: None,
        status: LevelStatus::default(),
        requires: Vec::new(),
        notes: Vec::new(),
        extra: Extra::new(),
    }
}

/// Returns a competency that says nothing but who it is.
pub fn competency(id: &str) -> Competency {
    Competency {
        id: Name::generated(id),
        area: None,
        name: id.to_owned(),
        aliases: Vec::new(),
        summary: None,
        intro: None,
        mode: None,
        steps: Vec::new(),
        weight: None,
        tracks: Vec::new(),
        families: Vec::new(),
        assess: Default::default(),
        keywords: Vec::new(),
        resources: Vec::new(),
        owner: None,
        review_by: None,
        notes: Vec::new(),
        extra: Extra::new(),
    }
}

/// Returns a family that says nothing but who it is.
pub fn family(id: &str) -> Family {
    Family {
        id: Name::generated(id),
        name: id.to_owned(),
        extends: None,
        levels: Vec::new(),
        discipline: None,
        title_template: None,
        summary: None,
        appendix: None,
        extra: Extra::new(),
    }
}

/// Returns an empty cell of the common ladder.
pub fn cell(competency: &str, level: &str) -> Cell {
    Cell {
        family: None,
        competency: Name::generated(competency),
        at: At::Level(Name::generated(level)),
        state: State::default(),
        merge: Merge::default(),
        hides: Vec::new(),
        summary: None,
        proficiency: None,
        statements: Vec::new(),
        withheld: Vec::new(),
        anchor: None,
        extra: Extra::new(),
    }
}

/// Returns a statement without id.
pub fn statement(kind: Kind, text: &str) -> Statement {
    Statement::new(kind, Text::generated(text))
}

/// Returns a ladder of two levels and one competency, with an example, and a family's cell.
pub fn small() -> Ladder {
    let mut stated = cell("last-mile", "senior");
    let mut list = statement(Kind::Expectation, "Names everyone who still has to act");
    list.id = Some(Name::generated("lm-list"));
    list.children = vec![statement(Kind::Example, "kept a list")];
    stated.statements = vec![list, statement(Kind::Expectation, "Follows up")];
    let mut same = cell("last-mile", "staff");
    same.state = State::SameAs(Name::generated("senior"));
    let mut own = cell("last-mile", "senior");
    own.family = Some(Name::generated("backend"));
    own.merge = Merge::Override;
    own.statements = vec![statement(Kind::Expectation, "Ships it")];
    let declared = Declarations {
        levels: vec![level("senior", 3.0), level("staff", 4.5)],
        families: vec![family("backend")],
        competencies: vec![competency("last-mile")],
        cells: vec![stated, same, own],
        ..Declarations::default()
    };
    Ladder { framework: framework("engineering"), declared }
}
