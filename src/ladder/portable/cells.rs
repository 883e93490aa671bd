//! The forms of competencies, and of what they mean at each level.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Absent, Number, Pairs, Portable};
use super::{forms, words};
use crate::ladder::model::{self, At, Extra, State};
use crate::ladder::text::{Name, Text};

words! {
    /// Whether people are assessed; `rated` unless said.
    Assess { Rated "rated", Reflective "reflective", No "no", }
    /// How a cell of a family meets the inherited one; `append` unless said.
    Merge { Append "append", Override "override", }
    /// What a statement is; `expectation` unless said.
    Kind {
        Expectation "expectation",
        Signal "signal",
        Example "example",
        CounterExample "counter_example",
        Evidence "evidence",
        Stretch "stretch",
        Point "point",
    }
}

forms! {
    /// Something that is expected of people.
    Competency {
        id: Name,
        /// The id of an area.
        area: Option<Name>,
        name: String,
        /// Other names.
        aliases: Vec<String>,
        /// Markdown.
        summary: Option<Text>,
        /// Markdown.
        intro: Option<Text>,
        /// That of the ladder when absent.
        mode: Option<model::Mode>,
        /// Rungs inside the competency.
        steps: Vec<model::Step>,
        weight: Option<f64>,
        /// Ids of the tracks it applies to; all when absent.
        tracks: Vec<Name>,
        /// Ids of the families it applies to; all when absent.
        families: Vec<Name>,
        assess: model::Assess,
        keywords: Vec<String>,
        /// Markdown: what helps to grow in it.
        resources: Vec<Text>,
        owner: Option<String>,
        /// A date.
        review_by: Option<String>,
        notes: Vec<model::Note>,
        /// Values of the author's own.
        extra: Extra,
    }
}

/// A rung inside one competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Its id.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub id: String,
    /// Its number; may be 0.
    #[serde(default)]
    pub n: Number,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Number>,
}

impl Portable for model::Step {
    type Form = Step;

    fn to_form(&self) -> Step {
        let Self { id, number, name, summary, points } = self;
        Step {
            id: id.to_form(),
            n: Number(*number),
            name: name.clone(),
            summary: summary.to_form(),
            points: points.to_form(),
        }
    }

    fn from_form(Step { id, n, name, summary, points }: Step) -> Self {
        Self {
            id: Name::from_form(id),
            number: n.0,
            name,
            summary: Portable::from_form(summary),
            points: Portable::from_form(points),
        }
    }
}

impl super::values::Listed for model::Step {}

/// A competency and its cells, or the cells that a family adds to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompetencyEntry {
    /// The competency.
    #[serde(flatten)]
    pub competency: Competency,
    /// The id of a family: then this declares no competency, only what the family makes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// What it means, by the id of a level or step; `all` is every level.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub at: Pairs<Cell>,
}

/// What one competency means at one place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Nothing new: as at that level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// The competency is not asked for here.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub not_applicable: bool,
    /// Still to be written.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub tbd: bool,
    /// How it meets the inherited cell.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub merge: Merge,
    /// Ids of inherited expectations that the family does without.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub hides: Vec<String>,
    /// Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// A value of a proficiency scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proficiency: Option<String>,
    /// In order.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub expectations: Vec<Statement>,
    /// Values of the author's own.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub extra: Extra,
}

impl Cell {
    /// Returns the form of a cell. Which competency, family and place it belongs to is said around it.
    pub fn of(cell: &model::Cell) -> Self {
        let model::Cell {
            family: _,
            competency: _,
            at: _,
            state,
            merge,
            hides,
            summary,
            proficiency,
            statements,
            withheld: _,
            anchor: _,
            extra,
        } = cell;
        Self {
            same_as: if let State::SameAs(name) = state { Some(name.to_form()) } else { None },
            not_applicable: *state == State::NotApplicable,
            tbd: *state == State::ToBeDefined,
            merge: merge.to_form(),
            hides: hides.to_form(),
            summary: summary.to_form(),
            proficiency: proficiency.to_form(),
            expectations: statements.iter().map(Statement::of).collect(),
            extra: extra.clone(),
        }
    }

    /// Returns the cell that this form stands for.
    pub fn into_cell(self, family: Option<Name>, competency: Name, at: At) -> model::Cell {
        let Self { same_as, not_applicable, tbd, merge, hides, summary, proficiency, expectations, extra } =
            self;
        let state = match (same_as, not_applicable, tbd) {
            (Some(name), ..) => State::SameAs(Name::from_form(name)),
            (None, true, _) => State::NotApplicable,
            (None, false, true) => State::ToBeDefined,
            (None, false, false) => State::Stated,
        };
        model::Cell {
            family,
            competency,
            at,
            state,
            merge: Portable::from_form(merge),
            hides: Portable::from_form(hides),
            summary: Portable::from_form(summary),
            proficiency: Portable::from_form(proficiency),
            statements: expectations.into_iter().map(Statement::into_statement).collect(),
            withheld: Vec::new(),
            anchor: None,
            extra,
        }
    }
}

/// One expectation, or what belongs to one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Short, stable, unique in the ladder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is, where that is not said around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Markdown.
    #[serde(default)]
    pub text: String,
    /// `core` or `growth`, `meets` or `exceeds`, or a word of the author's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    /// A value of a proficiency scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proficiency: Option<String>,
    /// The id of the expectation that this one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// The id of the inherited expectation that this one stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The id of the expectation that this one asks more than.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raises: Option<String>,
    /// Who may read it; everybody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// A version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// A version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub tags: Vec<String>,
    /// Examples of it.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub examples: Vec<Statement>,
    /// "Not this".
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub counter_examples: Vec<Statement>,
    /// What shows that it was met.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub evidence: Vec<Statement>,
    /// How it shows.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub signals: Vec<Statement>,
    /// Beyond what is asked.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub stretch: Vec<Statement>,
    /// Parts of it.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub points: Vec<Statement>,
    /// What belongs to it and is not in the order above; without `kind` it is a part of it.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub children: Vec<Statement>,
    /// Values of the author's own.
    #[serde(default, skip_serializing_if = "Absent::is_absent")]
    pub extra: Extra,
}

impl Statement {
    /// Returns the form of a statement and of all that belongs to it: by kind, or one after the other
    /// where that would change their order.
    pub fn of(statement: &model::Statement) -> Self {
        let mut form = Self::alone(statement);
        let children = &statement.children;
        let is_grouped = children.is_sorted_by_key(|child| group(child.kind))
            && children.iter().all(|child| child.kind != model::Kind::Expectation);
        for child in children {
            if is_grouped {
                form.group_mut(child.kind).push(Self { kind: None, ..Self::of(child) });
            } else {
                let kind = Some(child.kind.to_form()).filter(|kind| *kind != Kind::Point);
                form.children.push(Self { kind, ..Self::of(child) });
            }
        }
        form
    }

    /// Returns the form of a statement without what belongs to it.
    pub fn alone(statement: &model::Statement) -> Self {
        let model::Statement {
            id,
            kind,
            text,
            strength,
            proficiency,
            same_as,
            replaces,
            raises,
            audience,
            since,
            until,
            tags,
            children: _,
            id_at: _,
            extra,
        } = statement;
        Self {
            id: id.to_form(),
            kind: Some(kind.to_form()).filter(|kind| !kind.is_absent()),
            text: text.to_form(),
            strength: strength.to_form(),
            proficiency: proficiency.to_form(),
            same_as: same_as.to_form(),
            replaces: replaces.to_form(),
            raises: raises.to_form(),
            audience: audience.to_form(),
            since: since.clone(),
            until: until.clone(),
            tags: tags.clone(),
            extra: extra.clone(),
            ..Self::default()
        }
    }

    /// Returns the statement that this form stands for, its parts by kind.
    pub fn into_statement(self) -> model::Statement {
        let groups = [
            (model::Kind::Example, self.examples),
            (model::Kind::CounterExample, self.counter_examples),
            (model::Kind::Evidence, self.evidence),
            (model::Kind::Signal, self.signals),
            (model::Kind::Stretch, self.stretch),
            (model::Kind::Point, self.points),
            (model::Kind::Point, self.children),
        ];
        let children = groups.into_iter().flat_map(|(kind, group)| {
            group.into_iter().map(move |form| {
                let kind = form.kind.map_or(kind, Portable::from_form);
                model::Statement { kind, ..form.into_statement() }
            })
        });
        model::Statement {
            children: children.collect(),
            id: Portable::from_form(self.id),
            kind: Portable::from_form(self.kind.unwrap_or_default()),
            text: Portable::from_form(self.text),
            strength: Portable::from_form(self.strength),
            proficiency: Portable::from_form(self.proficiency),
            same_as: Portable::from_form(self.same_as),
            replaces: Portable::from_form(self.replaces),
            raises: Portable::from_form(self.raises),
            audience: Portable::from_form(self.audience),
            since: self.since,
            until: self.until,
            tags: self.tags,
            id_at: None,
            extra: self.extra,
        }
    }

    fn group_mut(&mut self, kind: model::Kind) -> &mut Vec<Self> {
        match kind {
            model::Kind::Example => &mut self.examples,
            model::Kind::CounterExample => &mut self.counter_examples,
            model::Kind::Evidence => &mut self.evidence,
            model::Kind::Signal => &mut self.signals,
            model::Kind::Stretch => &mut self.stretch,
            model::Kind::Point | model::Kind::Expectation => &mut self.points,
        }
    }
}

/// The place of a kind among the groups.
fn group(kind: model::Kind) -> usize {
    match kind {
        model::Kind::Example => 0,
        model::Kind::CounterExample => 1,
        model::Kind::Evidence => 2,
        model::Kind::Signal => 3,
        model::Kind::Stretch => 4,
        model::Kind::Point | model::Kind::Expectation => 5,
    }
}

impl model::Kind {
    /// Every kind.
    const ALL: [Self; 7] = [
        Self::Expectation,
        Self::Signal,
        Self::Example,
        Self::CounterExample,
        Self::Evidence,
        Self::Stretch,
        Self::Point,
    ];

    /// Returns the word for it in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expectation => "expectation",
            Self::Signal => "signal",
            Self::Example => "example",
            Self::CounterExample => "counter_example",
            Self::Evidence => "evidence",
            Self::Stretch => "stretch",
            Self::Point => "point",
        }
    }

    /// Returns the kind that a word of a file means, in any case, with `-` or a blank for `_`.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace(['-', ' '], "_");
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }
}
