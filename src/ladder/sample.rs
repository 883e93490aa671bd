//! Small ladders for tests.
//!
//! ```text
//! Sample::of("engineer senior staff")
//!     .cell("depth@senior", &["Owns a part {#own}"])
//!     .cell("backend/depth@staff", &["override", "Owns more {#more raises=own}"])
//!     .build()
//! ```

use std::collections::BTreeMap;

use super::model::{
    Area, Assess, At, Cell, Competency, Declarations, Family, Framework, Kind, Ladder, Level, LevelStatus,
    Merge, Mode, Rule, Scale, ScaleValue, State, Statement, Step, Track,
};
use super::text::{Name, Text};
use crate::source::Span;

/// A ladder in the making. Every name and text gets bytes of its own.
#[derive(Debug, Clone)]
pub struct Sample {
    ladder: Ladder,
    source: String,
}

impl Sample {
    /// Starts a ladder of levels without a track; the ranks are 1, 2, 3.
    pub fn of(levels: &str) -> Self {
        let declared = Declarations::default();
        let ladder = Ladder { framework: framework(), declared };
        let mut sample = Self { ladder, source: String::new() };
        for (rank, id) in (1..).zip(levels.split_whitespace()) {
            let level = sample.level(id, f64::from(rank));
            sample.ladder.declared.levels.push(level);
        }
        sample
    }

    /// Adds a track with its levels, as `em=3 director=4.5`, and where one comes from.
    #[must_use]
    pub fn track(mut self, id: &str, levels: &str, from: &str) -> Self {
        let from_levels = from.split_whitespace().map(|name| self.name(name)).collect();
        let track = Track {
            id: self.name(id),
            name: id.to_owned(),
            summary: None,
            entry: None,
            from_levels,
            extra: serde_json::Map::new(),
        };
        self.ladder.declared.tracks.push(track);
        for level in levels.split_whitespace() {
            let (name, rank) = level.split_once('=').expect("a level of a track has a rank");
            let mut level = self.level(name, rank.parse().expect("a rank is a number"));
            level.track = Some(self.name(id));
            self.ladder.declared.levels.push(level);
        }
        self.ladder.declared.levels.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        self
    }

    /// Adds a family; `extends` may be empty, as may be the list of its levels.
    #[must_use]
    pub fn family(mut self, id: &str, extends: &str, levels: &str) -> Self {
        let family = Family {
            id: self.name(id),
            name: id.to_owned(),
            extends: (!extends.is_empty()).then(|| self.name(extends)),
            levels: levels.split_whitespace().map(|name| self.name(name)).collect(),
            discipline: None,
            title_template: None,
            summary: None,
            appendix: None,
            extra: serde_json::Map::new(),
        };
        self.ladder.declared.families.push(family);
        self
    }

    /// Adds a scale.
    #[must_use]
    pub fn scale(mut self, id: &str, values: &str) -> Self {
        let values = values.split_whitespace().map(|value| ScaleValue {
            id: self.name(value),
            name: value.to_owned(),
            summary: None,
        });
        let values = values.collect();
        let scale = Scale {
            id: self.name(id),
            name: id.to_owned(),
            kind: id.to_owned(),
            values,
            extra: serde_json::Map::new(),
        };
        self.ladder.declared.scales.push(scale);
        self
    }

    /// Adds a competency with steps, as `basic advanced=6`; what follows the sign is their points.
    #[must_use]
    pub fn steps(mut self, competency: &str, steps: &str) -> Self {
        let index = self.competency(competency);
        for (number, step) in (1..).zip(steps.split_whitespace()) {
            let (name, points) =
                step.split_once('=').map_or((step, None), |(name, points)| (name, Some(points)));
            let step = Step {
                id: self.name(name),
                number: f64::from(number),
                name: name.to_owned(),
                summary: None,
                points: points.map(|points| points.parse().expect("points are a number")),
            };
            self.ladder.declared.competencies[index].steps.push(step);
        }
        self
    }

    /// Adds a cell, and its competency if need be. `place` is `depth@senior`, `depth@step:basic`,
    /// `depth@all` or `backend/depth@senior`. A text may end in `{#id raises=a replaces=b same_as=c}`;
    /// `example: …` belongs to the statement before. `override`, `hide ID`, `n/a`, `tbd`, `same as ID`,
    /// `summary: …` and `proficiency: ID` say something about the cell.
    #[must_use]
    pub fn cell(mut self, place: &str, lines: &[&str]) -> Self {
        let (owner, at) = place.split_once('@').expect("a place has an @");
        let (family, competency) = match owner.split_once('/') {
            Some((family, competency)) => (Some(self.name(family)), competency),
            None => (None, owner),
        };
        self.competency(competency);
        let mut cell = Cell {
            family,
            competency: self.name(competency),
            at: match at.strip_prefix("step:") {
                Some(step) => At::Step(self.name(step)),
                None if at == "all" => At::All,
                None => At::Level(self.name(at)),
            },
            state: State::Stated,
            merge: Merge::Append,
            hides: Vec::new(),
            summary: None,
            proficiency: None,
            statements: Vec::new(),
            withheld: Vec::new(),
            anchor: None,
            extra: serde_json::Map::new(),
        };
        for line in lines {
            self.line(&mut cell, line);
        }
        self.ladder.declared.cells.push(cell);
        self
    }

    /// Changes a level.
    #[must_use]
    pub fn at(mut self, level: &str, change: impl FnOnce(&mut Level)) -> Self {
        let found = self.ladder.declared.levels.iter_mut().find(|found| found.id == *level);
        change(found.expect("the level was added before"));
        self
    }

    /// Adds a rule to a level.
    #[must_use]
    pub fn requires(self, level: &str, rule: Rule) -> Self {
        self.at(level, |level| level.requires.push(rule))
    }

    /// Changes a competency, which it adds if need be.
    #[must_use]
    pub fn about(mut self, competency: &str, change: impl FnOnce(&mut Competency)) -> Self {
        let index = self.competency(competency);
        change(&mut self.ladder.declared.competencies[index]);
        self
    }

    /// Changes anything.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Ladder)) -> Self {
        change(&mut self.ladder);
        self
    }

    /// Adds an area around competencies.
    #[must_use]
    pub fn area(mut self, id: &str, competencies: &str) -> Self {
        let area = Area {
            id: self.name(id),
            name: id.to_owned(),
            aliases: Vec::new(),
            icon: None,
            summary: None,
            parent: None,
            extra: serde_json::Map::new(),
        };
        self.ladder.declared.areas.push(area);
        for competency in competencies.split_whitespace() {
            let name = self.name(id);
            self = self.about(competency, |competency| competency.area = Some(name));
        }
        self
    }

    /// Sets how levels belong together.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        self.with(|ladder| ladder.framework.mode = mode)
    }

    /// Returns the ladder, and the file that its names and texts are said to stand in.
    pub fn build_with_source(self) -> (Ladder, String) {
        (self.ladder, self.source)
    }

    /// Returns the ladder.
    pub fn build(self) -> Ladder {
        self.ladder
    }

    fn line(&mut self, cell: &mut Cell, line: &str) {
        if let Some(id) = line.strip_prefix("hide ") {
            cell.hides.push(self.name(id));
        } else if let Some(id) = line.strip_prefix("same as ") {
            cell.state = State::SameAs(self.name(id));
        } else if let Some(text) = line.strip_prefix("summary: ") {
            cell.summary = Some(self.text(text));
        } else if let Some(id) = line.strip_prefix("proficiency: ") {
            cell.proficiency = Some(self.name(id));
        } else if let Some(text) = line.strip_prefix("example: ") {
            let mut example = self.statement(text);
            example.kind = Kind::Example;
            cell.statements.last_mut().expect("an example belongs to a statement").children.push(example);
        } else {
            match line {
                "override" => cell.merge = Merge::Override,
                "n/a" => cell.state = State::NotApplicable,
                "tbd" => cell.state = State::ToBeDefined,
                text => cell.statements.push(self.statement(text)),
            }
        }
    }

    fn statement(&mut self, line: &str) -> Statement {
        let (text, marks) = match line.split_once(" {#") {
            Some((text, marks)) => (text, marks.trim_end_matches('}')),
            None => (line, ""),
        };
        let mut words = marks.split_whitespace();
        let id = words.next().filter(|id| !id.is_empty()).map(|id| self.name(id));
        let mut keys: BTreeMap<&str, Name> = BTreeMap::new();
        for (key, value) in words.filter_map(|word| word.split_once('=')) {
            keys.insert(key, self.name(value));
        }
        Statement {
            id: id.filter(|id| id.as_str() != "-"),
            same_as: keys.remove("same_as"),
            replaces: keys.remove("replaces"),
            raises: keys.remove("raises"),
            ..Statement::new(Kind::Expectation, self.text(text))
        }
    }

    fn competency(&mut self, id: &str) -> usize {
        let declared = &mut self.ladder.declared;
        if let Some(index) = declared.competencies.iter().position(|competency| competency.id == *id) {
            return index;
        }
        let competency = Competency {
            id: self.name(id),
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
            assess: Assess::Rated,
            keywords: Vec::new(),
            resources: Vec::new(),
            owner: None,
            review_by: None,
            notes: Vec::new(),
            extra: serde_json::Map::new(),
        };
        self.ladder.declared.competencies.push(competency);
        self.ladder.declared.competencies.len() - 1
    }

    fn level(&mut self, id: &str, rank: f64) -> Level {
        Level {
            id: self.name(id),
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
            status: LevelStatus::Ok,
            requires: Vec::new(),
            notes: Vec::new(),
            extra: serde_json::Map::new(),
        }
    }

    /// Adds to the file that all names and texts are said to stand in.
    fn span(&mut self, written: &str) -> Span {
        let start = self.source.len();
        self.source.push_str(written);
        self.source.push('\n');
        Span::new(start, start + written.len())
    }

    fn name(&mut self, value: &str) -> Name {
        let span = self.span(value);
        Name::new(value, span)
    }

    fn text(&mut self, value: &str) -> Text {
        let span = self.span(value);
        Text::new(value, span)
    }
}

fn framework() -> Framework {
    Framework::new(Name::generated("sample"), "Sample".to_owned())
}

/// Makes a vector rule of `competency=step` pairs.
pub fn vector(pairs: &str) -> Rule {
    let pair = |pair: &str| {
        let (competency, step) = pair.split_once('=').expect("a pair has a =");
        (Name::generated(competency), Name::generated(step))
    };
    Rule::Vector(pairs.split_whitespace().map(pair).collect())
}
