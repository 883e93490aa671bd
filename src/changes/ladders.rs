//! What one ladder expects now and did not before.

use std::collections::{BTreeMap, BTreeSet};

use crate::ladder::model::{At, Cell, Declarations, Kind};
use crate::ladder::wording::folded;

/// What is different about a ladder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LadderChanges {
    /// Whether the ladder is in the old publication, and in the new one.
    pub presence: (bool, bool),
    /// Expectations that are new.
    pub added: Vec<Expectation>,
    /// Expectations that are gone.
    pub removed: Vec<Expectation>,
    /// Expectations of which another level asks now.
    pub shifted: Vec<Shift>,
    /// Expectations that say it in other words.
    pub reworded: Vec<Reworded>,
}

/// One expectation, in words for readers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expectation {
    /// The name of its competency.
    pub competency: String,
    /// The title of its level, or of its step; empty where it holds at every level.
    pub level: String,
    /// The family that it is for; empty for the common ladder.
    pub family: String,
    /// Its id; empty where it has none.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// An expectation of another level.
#[derive(Debug, PartialEq, Eq)]
pub struct Shift {
    /// As it is now.
    pub now: Expectation,
    /// The level that it was of.
    pub from: String,
    /// Whether it was of a level of a lower rank, so that less is asked of it now: `false`; or of a
    /// higher one, so that more is: `true`.
    pub is_raised: bool,
}

/// An expectation in other words.
#[derive(Debug, PartialEq, Eq)]
pub struct Reworded {
    /// As it is now.
    pub now: Expectation,
    /// What it said.
    pub before: String,
}

impl LadderChanges {
    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.shifted.is_empty()
            && self.reworded.is_empty()
    }
}

/// An expectation, with what it is compared by.
struct Known {
    shown: Expectation,
    folded: String,
    rank: f64,
    competency: String,
}

pub(super) fn between(old: &Declarations, new: &Declarations) -> LadderChanges {
    let (mut before, mut now) = (expectations(old), expectations(new));
    let mut changes = LadderChanges { presence: (true, true), ..LadderChanges::default() };
    let keys: BTreeSet<String> = before.keys().chain(now.keys()).cloned().collect();
    for key in keys {
        match (before.remove(&key), now.remove(&key)) {
            (Some(before), Some(now)) => compare(before, now, &mut changes),
            (Some(before), None) => changes.removed.push(before.shown),
            (None, Some(now)) => changes.added.push(now.shown),
            (None, None) => {}
        }
    }
    changes.added.sort();
    changes.removed.sort();
    changes.shifted.sort_by(|a, b| a.now.cmp(&b.now));
    changes.reworded.sort_by(|a, b| a.now.cmp(&b.now));
    changes
}

fn compare(before: Known, now: Known, changes: &mut LadderChanges) {
    if before.folded != now.folded {
        changes.reworded.push(Reworded { now: now.shown.clone(), before: before.shown.text.clone() });
    }
    if before.shown.level != now.shown.level && before.competency == now.competency {
        // Asked of a lower level than before, more is asked of that level.
        let is_raised = now.rank < before.rank;
        changes.shifted.push(Shift { now: now.shown, from: before.shown.level, is_raised });
    }
}

/// Every expectation by what it is known by: its id, or where it is and its letters and digits.
fn expectations(ladder: &Declarations) -> BTreeMap<String, Known> {
    let mut found = BTreeMap::new();
    for cell in &ladder.cells {
        let (level, rank) = level(ladder, cell);
        let named = ladder.competencies.iter().find(|one| one.id == cell.competency);
        let family = cell.family.as_ref().map(|family| family.as_str().to_owned()).unwrap_or_default();
        for statement in cell.statements.iter().filter(|one| one.kind == Kind::Expectation) {
            let text = crate::document::plain_text(&statement.text.written);
            let folded = folded(&text);
            let id = statement.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
            let key = match id.as_str() {
                "" => format!("\u{1}{family}\u{1}{}\u{1}{level}\u{1}{folded}", cell.competency.as_str()),
                id => id.to_owned(),
            };
            let shown = Expectation {
                competency: named.map_or_else(|| cell.competency.as_str().to_owned(), |one| one.name.clone()),
                level: level.clone(),
                family: family.clone(),
                id,
                text,
            };
            let competency = cell.competency.as_str().to_owned();
            found.insert(key, Known { shown, folded, rank, competency });
        }
    }
    found
}

/// The title and the rank of the level that a cell is of.
fn level(ladder: &Declarations, cell: &Cell) -> (String, f64) {
    match &cell.at {
        At::All => (String::new(), f64::MIN),
        At::Level(name) => {
            let level = ladder.levels.iter().find(|level| level.id == *name);
            let title = level.and_then(|level| level.titles.first().cloned());
            (title.unwrap_or_else(|| name.as_str().to_owned()), level.map_or(f64::MAX, |level| level.rank))
        }
        At::Step(name) => {
            let competency = ladder.competencies.iter().find(|one| one.id == cell.competency);
            let step = competency.and_then(|one| one.steps.iter().find(|step| step.id == *name));
            let title = step.map(|step| step.name.clone()).filter(|name| !name.is_empty());
            (title.unwrap_or_else(|| name.as_str().to_owned()), step.map_or(f64::MAX, |step| step.number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::read::{Format, read};

    fn ladder(cells: &str) -> Declarations {
        let text = format!(
            "levels: [Engineer, Senior, Staff]\ncompetencies:\n  - id: delivery\n    name: Delivery\n    at:\n{cells}"
        );
        let read = read(&text, Format::Yaml);
        assert_eq!(read.diagnostics, []);
        read.value
    }

    #[test]
    fn expectations_are_followed_by_id_and_by_words() {
        let old = ladder(
            "      senior: [{id: a, text: Ships.}, {id: b, text: Plans.}, {text: Tests it.}]\n      staff: [{id: c, text: Leads.}, {id: d, text: Writes.}]\n",
        );
        let new = ladder(
            "      engineer: [{id: d, text: Writes.}]\n      senior: [{id: a, text: Ships alone.}, {text: 'Tests, it'}, {id: e, text: Asks.}]\n      staff: [{id: b, text: Plans.}, {id: c, text: Leads}]\n",
        );
        let changes = between(&old, &new);
        let texts = |list: &[Expectation]| list.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&changes.added), ["Asks."]);
        assert_eq!(texts(&changes.removed), [""; 0]);
        let shifts: Vec<_> = changes
            .shifted
            .iter()
            .map(|one| (&*one.now.id, &*one.from, &*one.now.level, one.is_raised))
            .collect();
        assert_eq!(shifts, [("d", "Staff", "Engineer", true), ("b", "Senior", "Staff", false)]);
        let reworded: Vec<_> = changes.reworded.iter().map(|one| (&*one.before, &*one.now.text)).collect();
        assert_eq!(reworded, [("Ships.", "Ships alone.")]);
        assert!(between(&old, &old).is_empty());
    }
}
