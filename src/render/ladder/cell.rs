//! Expectations, and the cells they stand in.

use super::shown::Shown;
use crate::document::html;
use crate::ladder::model::{Kind, Statement};
use crate::ladder::resolved::{CellState, Origin, ResolvedCell, Stated};
use crate::ladder::text::Name;
use crate::page::view::ladder::{CellView, ExpectationView, PartView, PartsView, RefView};

/// Kinds in the order in which they are shown, with their words for one and for several.
const KINDS: [(Kind, &str, &str, &str); 6] = [
    (Kind::Point, "point", "", ""),
    (Kind::Signal, "signal", "How it shows", "How it shows"),
    (Kind::Example, "example", "Example", "Examples"),
    (Kind::CounterExample, "counter_example", "Not this", "Not this"),
    (Kind::Evidence, "evidence", "Evidence", "Evidence"),
    (Kind::Stretch, "stretch", "Beyond this", "Beyond this"),
];

/// What is said of a statement besides its own words.
#[derive(Clone, Copy, Default)]
pub(super) struct Whence<'a> {
    /// Its competency, by index.
    pub(super) competency: usize,
    /// The level that states it, where that has to be said.
    pub(super) from: Option<usize>,
    /// The family whose it is.
    pub(super) family: Option<&'a str>,
}

/// How much of a cell is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What is stated here.
    Brief,
    /// Also what is inherited.
    Full,
}

/// A cell that does not apply: its name for style, and what is said.
pub(super) const NOT_APPLICABLE: (&str, &str) = ("not-applicable", "Does not apply");

/// The same of a cell that nobody has written yet.
pub(super) const TO_BE_DEFINED: (&str, &str) = ("tbd", "To be written");

/// The same of a cell that says what another does, called by the title of that one's level or step.
pub(super) fn same_as(title: &str) -> (&'static str, String) {
    ("same-as", format!("As at {title}"))
}

impl Shown<'_> {
    /// What a competency means at a level.
    pub(super) fn cell(&self, level: usize, competency: usize, detail: Detail) -> CellView {
        let cell = self.resolved.cell(level, competency);
        let stated: Vec<&Stated<'_>> = cell.own.iter().collect();
        let mut view = self.cell_of(competency, &stated);
        (view.state, view.state_text) = self.state(&cell, (level, competency));
        view.same_as = match cell.state {
            CellState::SameAs(other) => Some(self.short_link(other)),
            _ => None,
        };
        let texts: Vec<_> = cell.for_all.into_iter().chain(cell.texts).collect();
        view.summary = self.htmls(&texts);
        view.proficiency = cell.proficiency.map_or_else(String::new, |name| self.proficiency(name));
        view.step = cell.step.map_or_else(String::new, |step| step.name.clone());
        if detail == Detail::Full {
            let inherited = cell.inherited.iter().filter(|stated| is_main(stated.statement));
            view.inherited =
                inherited.map(|stated| self.stated(competency, stated, Some(stated.level))).collect();
        }
        view
    }

    /// A cell of these statements.
    pub(super) fn cell_of(&self, competency: usize, stated: &[&Stated<'_>]) -> CellView {
        let main = stated.iter().filter(|stated| is_main(stated.statement));
        let own = main.map(|stated| self.stated(competency, stated, None)).collect();
        let others = stated.iter().map(|stated| stated.statement).filter(|statement| !is_main(statement));
        CellView { own, parts: self.parts(others), ..no_cell() }
    }

    /// A cell of the statements of one declared cell.
    pub(super) fn cell_of_statements<'s>(
        &self,
        whence: Whence<'_>,
        statements: impl Iterator<Item = &'s Statement>,
    ) -> CellView {
        let statements: Vec<&Statement> = statements.collect();
        let main = statements.iter().filter(|statement| is_main(statement));
        let own = main.map(|statement| self.expectation(statement, whence)).collect();
        let others = statements.iter().copied().filter(|statement| !is_main(statement));
        CellView { own, parts: self.parts(others), ..no_cell() }
    }

    /// A statement of a resolved cell; `from` is the level to name as where it is stated.
    pub(super) fn stated(
        &self,
        competency: usize,
        stated: &Stated<'_>,
        from: Option<usize>,
    ) -> ExpectationView {
        let family = match stated.origin {
            Origin::Common => None,
            Origin::Family(family) => Some(self.ladder.declared.families[family].name.as_str()),
        };
        self.expectation(stated.statement, Whence { competency, from, family })
    }

    /// One expectation.
    pub(super) fn expectation(&self, statement: &Statement, whence: Whence<'_>) -> ExpectationView {
        let name = statement.id.as_ref().map_or("", Name::as_str);
        let id = self.anchor(name);
        let address = self.address(whence.competency, name).filter(|_| !name.is_empty());
        let current = address.as_ref().is_some_and(|(chapter, _)| self.page == Some(*chapter));
        let expectation = self.html(&statement.text);
        let text = |value: Option<&Name>| value.map_or_else(String::new, |name| name.as_str().to_owned());
        ExpectationView {
            id,
            name: name.to_owned(),
            feedback_href: address.as_ref().and_then(|(chapter, _)| {
                let absolute = self.absolute(*chapter, name);
                self.site.config.ladder.feedback_address(name, &html::words(&expectation), &absolute)
            }),
            href: address.map(|(_, href)| href),
            current,
            label: self.label(&statement.text),
            html: expectation,
            strength: text(statement.strength.as_ref()),
            proficiency: statement
                .proficiency
                .as_ref()
                .map_or_else(String::new, |name| self.proficiency(name)),
            tags: statement.tags.clone(),
            since: statement.since.clone().unwrap_or_default(),
            until: statement.until.clone().unwrap_or_default(),
            family: whence.family.unwrap_or_default().to_owned(),
            from: whence.from.map(|level| self.level_link(level)),
            raises: statement.raises.as_ref().map(|name| self.raised(name)),
            same_as: statement.same_as.as_ref().map(|name| self.thing(name)),
            parts: self.parts(statement.children.iter()),
        }
    }

    /// The address of a place for people outside the site: absolute if that is known.
    fn absolute(&self, chapter: crate::handbook::ChapterId, anchor: &str) -> String {
        let route = self.site.pages.chapter(chapter);
        let page = match &self.site.config.base_url {
            Some(base) => route.absolute(base),
            None => route.as_str().to_owned(),
        };
        format!("{page}#{anchor}")
    }

    /// Examples and the rest, by kind.
    fn parts<'s>(&self, statements: impl Iterator<Item = &'s Statement>) -> Vec<PartsView> {
        let statements: Vec<&Statement> = statements.collect();
        let mut parts = Vec::new();
        for (kind, name, one, several) in KINDS {
            let of_kind = |statement: &&&Statement| {
                statement.kind == kind || (kind == Kind::Point && statement.kind == Kind::Expectation)
            };
            let items: Vec<PartView> =
                statements.iter().filter(of_kind).map(|statement| self.part(statement)).collect();
            if !items.is_empty() {
                let label = if items.len() == 1 { one } else { several };
                parts.push(PartsView { kind: name, label, items });
            }
        }
        parts
    }

    fn part(&self, statement: &Statement) -> PartView {
        let id = statement.id.as_ref().and_then(|id| self.anchor(id.as_str()));
        let mut html = self.html(&statement.text);
        if !statement.children.is_empty() {
            html.push_str(&self.nested(&statement.children));
        }
        PartView { id, html }
    }

    /// What belongs to a part: templates see two levels, so deeper ones come as a finished list.
    fn nested(&self, statements: &[Statement]) -> String {
        let mut out = String::from("<ul>");
        for statement in statements {
            let part = self.part(statement);
            out.push_str("<li");
            if let Some(id) = part.id {
                out.push_str(" id=\"");
                html::escape_attribute(&id, &mut out);
                out.push('"');
            }
            out.push('>');
            let label = KINDS.iter().find(|(kind, ..)| *kind == statement.kind).map_or("", |kind| kind.2);
            if !label.is_empty() {
                out.push_str(&format!("<b>{label}:</b> "));
            }
            out.push_str(&part.html);
            out.push_str("</li>");
        }
        out.push_str("</ul>");
        out
    }

    /// Whether a competency begins to be asked for further up.
    fn is_asked_above(&self, level: usize, competency: usize) -> bool {
        let above = self.resolved.levels.iter().filter(|other| self.resolved.below(**other).contains(&level));
        above.into_iter().any(|other| !self.resolved.cell(*other, competency).own.is_empty())
    }

    fn state(&self, cell: &ResolvedCell<'_>, (level, competency): (usize, usize)) -> (&'static str, String) {
        let is_silent = cell.inherited.is_empty();
        let (name, text) = match cell.state {
            CellState::Stated => ("stated", ""),
            CellState::NotApplicable => NOT_APPLICABLE,
            CellState::ToBeDefined => TO_BE_DEFINED,
            CellState::Empty if self.ladder.is_withheld(level, competency) => {
                ("empty", "Nothing is published here")
            }
            CellState::Empty if is_silent && self.is_asked_above(level, competency) => {
                ("empty", "Not asked for yet")
            }
            CellState::Empty if is_silent => ("empty", "Nothing is written here"),
            CellState::Empty => ("empty", "Nothing new"),
            CellState::SameAs(level) => {
                return same_as(&self.short_link(level).title);
            }
        };
        (name, text.to_owned())
    }

    /// The name of a value of a proficiency scale, or the author's word.
    pub(super) fn proficiency(&self, name: &Name) -> String {
        let values = self.ladder.declared.scales.iter().flat_map(|scale| &scale.values);
        let mut found = values.filter(|value| value.id == *name);
        found.next().map_or_else(|| name.as_str().to_owned(), |value| value.name.clone())
    }
}

/// Whether a statement of a cell is an expectation, and not an example of all of them.
pub(super) fn is_main(statement: &Statement) -> bool {
    matches!(statement.kind, Kind::Expectation | Kind::Point)
}

fn no_cell() -> CellView {
    CellView {
        state: "stated",
        state_text: String::new(),
        same_as: None::<RefView>,
        summary: String::new(),
        proficiency: String::new(),
        step: String::new(),
        own: Vec::new(),
        parts: Vec::new(),
        inherited: Vec::new(),
        level: String::new(),
        number: 0,
        track_name: String::new(),
    }
}
