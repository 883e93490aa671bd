//! What one ladder expects now and did not before.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::same::Same;
use crate::ladder::model::{At, Cell, Competency, Declarations, Framework, Kind, Ladder};
use crate::ladder::text::{Name, Text};
use crate::ladder::titles;
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
    /// Levels that are called otherwise: what they were called, and what they are.
    pub renamed: Vec<(String, String)>,
    /// Expectations of which another level asks now.
    pub shifted: Vec<Shift>,
    /// Expectations of another competency than before.
    pub moved: Vec<Moved>,
    /// Expectations of another family than before. They were that of everybody where it is empty.
    pub of_another_family: Vec<Moved>,
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
    /// The name of the family that it is for; empty for the common ladder.
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
    /// The level that it was of, as it is called now where it still is one; empty for every level.
    pub from: String,
    /// Where its level stands now, as seen from the one that it was of.
    pub towards: Towards,
}

/// Where one level stands, as seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Below: more is asked of it than was.
    Lower,
    /// Above.
    Higher,
    /// Beside it, or on another track: neither.
    Aside,
}

/// An expectation of another competency or family.
#[derive(Debug, PartialEq, Eq)]
pub struct Moved {
    /// As it is now.
    pub now: Expectation,
    /// The competency, or family, that it was of.
    pub from: String,
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
            && self.renamed.is_empty()
            && self.shifted.is_empty()
            && self.moved.is_empty()
            && self.of_another_family.is_empty()
            && self.reworded.is_empty()
    }
}

/// An expectation, with what it is compared by. Ids are those of now.
struct Known {
    shown: Expectation,
    folded: String,
    /// The id of its family, or nothing; and of its competency.
    family: String,
    competency: String,
    at: Place,
}

/// Where an expectation is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    All,
    Level(String),
    Step(String),
}

/// One of two versions.
struct Version {
    ladder: Ladder,
    /// What its ids became; nothing for the version of now.
    same: Option<Same>,
}

pub(super) fn between(old: &Declarations, new: &Declarations) -> LadderChanges {
    let version = |declared: &Declarations, same| {
        let framework =
            declared.framework.clone().unwrap_or_else(|| Framework::new(Name::generated(""), String::new()));
        Version { ladder: Ladder { framework, declared: declared.clone() }, same }
    };
    let (old, new) = (version(old, Some(Same::of(old, new))), version(new, None));
    let (mut before, mut now) = (old.expectations(), new.expectations());
    let mut changes = LadderChanges { presence: (true, true), ..LadderChanges::default() };
    changes.renamed = renamed(&old, &new);
    let keys: BTreeSet<String> = before.keys().chain(now.keys()).cloned().collect();
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for key in keys {
        match (before.remove(&key), now.remove(&key)) {
            (Some(before), Some(now)) => compare((&old, before), (&new, now), &mut changes),
            (before, now) => {
                gone.extend(before);
                came.extend(now);
            }
        }
    }
    leave_out_the_same(&mut gone, &mut came);
    changes.removed.extend(gone.into_iter().map(|known| known.shown));
    changes.added.extend(came.into_iter().map(|known| known.shown));
    changes.added.sort();
    changes.removed.sort();
    changes.shifted.sort_by(|a, b| a.now.cmp(&b.now));
    changes.moved.sort_by(|a, b| a.now.cmp(&b.now));
    changes.of_another_family.sort_by(|a, b| a.now.cmp(&b.now));
    changes.reworded.sort_by(|a, b| a.now.cmp(&b.now));
    changes
}

/// What got its id between the two, or lost it, is the same where it stands in the same place and says
/// the same.
fn leave_out_the_same(gone: &mut Vec<Known>, came: &mut Vec<Known>) {
    let place = |known: &Known| {
        let (family, competency) = (known.family.clone(), known.competency.clone());
        (family, competency, known.at.clone(), known.folded.clone())
    };
    let mut waiting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, known) in came.iter().enumerate() {
        waiting.entry(place(known)).or_default().push(index);
    }
    let mut taken = BTreeSet::new();
    gone.retain(|known| {
        let Some(there) = waiting.get_mut(&place(known)) else { return true };
        let is_without = |index: &usize| known.shown.id.is_empty() || came[*index].shown.id.is_empty();
        let Some(at) = there.iter().position(is_without) else { return true };
        taken.insert(there.remove(at));
        false
    });
    let mut index = 0..;
    came.retain(|_| index.next().is_none_or(|index| !taken.contains(&index)));
}

/// Levels of both with another title, in the order of those of now.
fn renamed(old: &Version, new: &Version) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for (index, level) in new.ladder.declared.levels.iter().enumerate() {
        let Some(was) = old.level(level.id.as_str()) else { continue };
        let (was, is) = (titles::title(&old.ladder, None, was), titles::title(&new.ladder, None, index));
        if was != is {
            renamed.push((was, is));
        }
    }
    renamed
}

fn compare((old, before): (&Version, Known), (new, now): (&Version, Known), changes: &mut LadderChanges) {
    if before.folded != now.folded {
        changes.reworded.push(Reworded { now: now.shown.clone(), before: before.shown.text.clone() });
    }
    let is_moved = before.competency != now.competency;
    if is_moved {
        let from = before.shown.competency.clone();
        changes.moved.push(Moved { now: now.shown.clone(), from });
    }
    if before.family != now.family {
        let from = before.shown.family.clone();
        changes.of_another_family.push(Moved { now: now.shown.clone(), from });
    }
    // The steps of two competencies are two ladders.
    let is_of_steps = |known: &Known| matches!(known.at, Place::Step(_));
    if before.at == now.at || (is_moved && (is_of_steps(&before) || is_of_steps(&now))) {
        return;
    }
    let towards = towards((old, &before), (new, &now));
    let from = match &before.at {
        Place::Level(id) => new.level(id).map(|level| titles::title(&new.ladder, None, level)),
        Place::All | Place::Step(_) => None,
    };
    changes.shifted.push(Shift { from: from.unwrap_or(before.shown.level), now: now.shown, towards });
}

/// Compares two places by a version that has both: the one of now, or else the one of then.
fn towards((old, before): (&Version, &Known), (new, now): (&Version, &Known)) -> Towards {
    let order = [new, old].into_iter().find_map(|version| {
        let (was, is) = (version.rung(before, &now.at)?, version.rung(now, &before.at)?);
        // Ranks order levels of all tracks, but nobody is asked for more by going to another one.
        let are_on_two = was.track.is_some() && is.track.is_some() && was.track != is.track;
        if are_on_two { Some(Ordering::Equal) } else { is.rank.partial_cmp(&was.rank) }
    });
    match order {
        Some(Ordering::Less) => Towards::Lower,
        Some(Ordering::Greater) => Towards::Higher,
        Some(Ordering::Equal) | None => Towards::Aside,
    }
}

/// How far up a place is, and on which track if it is on one.
struct Rung<'a> {
    track: Option<&'a Name>,
    rank: f64,
}

impl Version {
    /// Returns the level that has this id now.
    fn level(&self, id: &str) -> Option<usize> {
        let id_of_now =
            |id: &'_ str| self.same.as_ref().map_or(id.to_owned(), |same| same.level(id).to_owned());
        self.ladder.declared.levels.iter().position(|level| id_of_now(level.id.as_str()) == id)
    }

    /// How far up a place is in this version, as seen from another place: what holds at every level
    /// holds at the lowest, or at the lowest step.
    fn rung(&self, known: &Known, other: &Place) -> Option<Rung<'_>> {
        let levels = &self.ladder.declared.levels;
        let lowest = |ranks: &mut dyn Iterator<Item = f64>| {
            ranks.reduce(f64::min).map(|rank| Rung { track: None, rank })
        };
        match (&known.at, other) {
            (Place::All, Place::Step(_)) => {
                lowest(&mut self.competency(&known.competency)?.steps.iter().map(|step| step.number))
            }
            (Place::All, _) => lowest(&mut levels.iter().map(|level| level.rank)),
            (Place::Level(id), Place::All | Place::Level(_)) => {
                let level = &levels[self.level(id)?];
                Some(Rung { track: level.track.as_ref(), rank: level.rank })
            }
            (Place::Step(id), Place::All | Place::Step(_)) => {
                let steps = &self.competency(&known.competency)?.steps;
                let step = steps.iter().find(|step| step.id == **id)?;
                Some(Rung { track: None, rank: step.number })
            }
            // A step and a level are on two ladders.
            (Place::Level(_), Place::Step(_)) | (Place::Step(_), Place::Level(_)) => None,
        }
    }

    /// Returns the competency that has this id now.
    fn competency(&self, id: &str) -> Option<&Competency> {
        let id_of_now =
            |id: &'_ str| self.same.as_ref().map_or(id.to_owned(), |same| same.competency(id).to_owned());
        self.ladder.declared.competencies.iter().find(|one| id_of_now(one.id.as_str()) == id)
    }

    /// Every expectation by what it is known by: its id, or where it is and its letters and digits.
    fn expectations(&self) -> BTreeMap<String, Known> {
        let declared = &self.ladder.declared;
        let mut found = BTreeMap::new();
        for cell in &declared.cells {
            let (at, level) = (self.place(cell), self.title(cell));
            let named = declared.competencies.iter().find(|one| one.id == cell.competency);
            let family = cell.family.as_ref().map(|family| family.as_str().to_owned()).unwrap_or_default();
            let competency = cell.competency.as_str();
            let competency = self.same.as_ref().map_or(competency, |same| same.competency(competency));
            let place = match &at {
                Place::All => String::new(),
                Place::Level(id) => id.clone(),
                Place::Step(id) => format!("step:{id}"),
            };
            let known = |id: Option<&Name>, text: &Text| {
                let text = crate::document::plain_text(&text.written);
                let folded = folded(&text);
                let id = id.map(|id| id.as_str().to_owned()).unwrap_or_default();
                let name = named.map_or_else(|| competency.to_owned(), |one| one.name.clone());
                let spoken = declared.families.iter().find(|one| one.id.as_str() == family);
                let spoken = spoken.map_or_else(|| family.clone(), |one| one.name.clone());
                let shown = Expectation { competency: name, level: level.clone(), family: spoken, id, text };
                let (family, competency) = (family.clone(), competency.to_owned());
                Known { shown, folded, family, competency, at: at.clone() }
            };
            // There is one paragraph in a place, so it stays itself in whatever words.
            if let Some(text) = &cell.summary {
                found.insert(format!("\u{1}{family}\u{1}{competency}\u{1}{place}"), known(None, text));
            }
            for statement in cell.statements.iter().filter(|one| one.kind == Kind::Expectation) {
                let known = known(statement.id.as_ref(), &statement.text);
                let key = match known.shown.id.as_str() {
                    "" => format!("\u{1}{family}\u{1}{competency}\u{1}{place}\u{1}{}", known.folded),
                    id => id.to_owned(),
                };
                found.insert(key, known);
            }
        }
        found
    }

    fn place(&self, cell: &Cell) -> Place {
        match &cell.at {
            At::All => Place::All,
            At::Level(name) => {
                let id = name.as_str();
                Place::Level(self.same.as_ref().map_or(id, |same| same.level(id)).to_owned())
            }
            At::Step(name) => Place::Step(name.as_str().to_owned()),
        }
    }

    /// What the level or step of a cell is called.
    fn title(&self, cell: &Cell) -> String {
        let declared = &self.ladder.declared;
        match &cell.at {
            At::All => String::new(),
            At::Level(name) => {
                let family = cell.family.as_ref();
                let family = family.and_then(|id| declared.families.iter().position(|one| one.id == *id));
                let level = declared.levels.iter().position(|level| level.id == *name);
                level.map_or_else(
                    || name.as_str().to_owned(),
                    |level| titles::title(&self.ladder, family, level),
                )
            }
            At::Step(name) => {
                let competency = declared.competencies.iter().find(|one| one.id == cell.competency);
                let step = competency.and_then(|one| one.steps.iter().find(|step| step.id == *name));
                let title = step.map(|step| step.name.clone()).filter(|name| !name.is_empty());
                title.unwrap_or_else(|| name.as_str().to_owned())
            }
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
            .map(|one| (&*one.now.id, &*one.from, &*one.now.level, one.towards))
            .collect();
        assert_eq!(
            shifts,
            [("d", "Staff", "Engineer", Towards::Lower), ("b", "Senior", "Staff", Towards::Higher)]
        );
        let reworded: Vec<_> = changes.reworded.iter().map(|one| (&*one.before, &*one.now.text)).collect();
        assert_eq!(reworded, [("Ships.", "Ships alone.")]);
        assert!(between(&old, &old).is_empty());
    }

    fn levels(levels: &str, cells: &str) -> Declarations {
        let text = format!(
            "levels:\n{levels}\ncompetencies:\n  - id: delivery\n    name: Delivery\n    at:\n{cells}"
        );
        let read = read(&text, Format::Yaml);
        assert_eq!(read.diagnostics, []);
        read.value
    }

    fn shifts(changes: &LadderChanges) -> Vec<(&str, &str, &str, Towards)> {
        let shifted = changes.shifted.iter();
        shifted.map(|one| (&*one.now.id, &*one.from, &*one.now.level, one.towards)).collect()
    }

    #[test]
    fn a_level_that_is_called_otherwise_is_the_same() {
        let cells = "      senior: [{id: a, text: Ships.}, {text: Tests.}]\n";
        let old = levels("  - {id: senior, rank: 1, title: Senior}", cells);
        let title = "Senior {discipline} Engineer";
        let changes =
            between(&old, &levels(&format!("  - {{id: senior, rank: 1, title: '{title}'}}"), cells));
        assert_eq!(changes.renamed, [("Senior".to_owned(), "Senior Engineer".to_owned())]);
        assert!(LadderChanges { renamed: Vec::new(), ..changes }.is_empty());
        // By its former id, and by what is expected there.
        for level in [
            "  - {id: lead, rank: 1, title: Lead, aliases: [senior]}",
            "  - {id: lead, rank: 1, title: Lead}",
        ] {
            let changes = between(&old, &levels(level, &cells.replace("senior", "lead")));
            assert_eq!((changes.renamed.len(), shifts(&changes)), (1, vec![]), "{level}");
            assert_eq!((changes.added, changes.removed), (Vec::new(), Vec::new()), "{level}");
        }
    }

    #[test]
    fn a_level_that_came_below_turns_nothing_round() {
        let cells = |a: &str, b: &str| {
            format!("      {a}: [{{id: a, text: Ships.}}]\n      {b}: [{{id: b, text: Plans.}}]\n")
        };
        let old = levels("  - {id: one, rank: 1}\n  - {id: two, rank: 2}", &cells("one", "two"));
        let new = levels(
            "  - {id: zero, rank: 1}\n  - {id: one, rank: 2}\n  - {id: two, rank: 3}",
            &cells("zero", "one"),
        );
        let lower = [("b", "Two", "One", Towards::Lower), ("a", "One", "Zero", Towards::Lower)];
        let changes = between(&old, &new);
        assert_eq!(shifts(&changes), lower);
        let beside = levels("  - {id: one, rank: 1}\n  - {id: two, rank: 1}", &cells("two", "one"));
        let changes = between(&old, &beside);
        assert!(changes.shifted.iter().all(|one| one.towards == Towards::Aside));
    }

    #[test]
    fn an_expectation_of_another_competency_is_told() {
        let old = ladder("      senior: [{id: a, text: Ships.}]\n  - id: care\n    name: Care\n");
        let new = ladder(
            "      staff: []\n  - id: care\n    name: Care\n    at:\n      staff: [{id: a, text: Ships.}]\n",
        );
        let changes = between(&old, &new);
        let moved: Vec<_> = changes.moved.iter().map(|one| (&*one.from, &*one.now.competency)).collect();
        assert_eq!(moved, [("Delivery", "Care")]);
        assert_eq!(shifts(&changes), [("a", "Senior", "Staff", Towards::Higher)]);
    }

    #[test]
    fn what_only_got_an_id_did_not_change() {
        let old = ladder("      senior: [{text: Ships.}, {text: Plans.}]\n");
        let new = ladder("      senior: [{id: a, text: Ships}, {id: b, text: Plans.}]\n");
        assert!(between(&old, &new).is_empty());
        assert!(between(&new, &old).is_empty());
        let other = ladder("      senior: [{id: a, text: Ships.}, {id: c, text: Plans.}]\n");
        let changes = between(&new, &other);
        assert_eq!((changes.added.len(), changes.removed.len()), (1, 1), "another id is another expectation");
    }

    #[test]
    fn an_expectation_of_another_family_is_told() {
        let text = |families: &str, everybody: &str, backend: &str| {
            let read = read(
                &format!(
                    "levels: [One]\nfamilies: [Backend]\ncompetencies: [Delivery]\ncells:\n  - {{competency: delivery, level: one, expectations: [{everybody}]}}\n  - {{competency: delivery, level: one, family: backend, expectations: [{backend}]}}\n{families}"
                ),
                Format::Yaml,
            );
            assert_eq!(read.diagnostics, []);
            read.value
        };
        let a = "{id: a, text: Ships.}";
        let changes = between(&text("", a, ""), &text("", "", a));
        let told = |changes: &LadderChanges| -> Vec<(String, String)> {
            let moved = changes.of_another_family.iter();
            moved.map(|one| (one.from.clone(), one.now.family.clone())).collect()
        };
        assert_eq!(told(&changes), [(String::new(), "Backend".to_owned())]);
        let changes = between(&text("", "", a), &text("", a, ""));
        assert_eq!(told(&changes), [("Backend".to_owned(), String::new())]);
    }

    #[test]
    fn a_level_of_another_track_is_neither_higher_nor_lower() {
        let of = |level: &str| {
            levels(
                "  - {id: junior, rank: 1}\n  - {id: senior, rank: 2, track: ic}\n  - {id: director, rank: 4, track: mgmt}",
                &format!("      {level}: [{{id: a, text: Ships.}}]\n"),
            )
        };
        let towards = |from: &str, to: &str| between(&of(from), &of(to)).shifted[0].towards;
        assert_eq!(towards("senior", "director"), Towards::Aside);
        assert_eq!(towards("junior", "director"), Towards::Higher, "the trunk is below all");
        assert_eq!(towards("all", "junior"), Towards::Aside, "what holds for all holds at the lowest");
        assert_eq!(towards("all", "senior"), Towards::Higher);
        assert_eq!(towards("senior", "all"), Towards::Lower);
    }

    #[test]
    fn a_paragraph_is_followed_by_its_place() {
        let old = ladder("      senior: {summary: Works with help.}\n");
        let new = ladder("      senior: {summary: Works alone.}\n");
        let changes = between(&old, &new);
        let reworded: Vec<_> = changes.reworded.iter().map(|one| (&*one.before, &*one.now.text)).collect();
        assert_eq!(reworded, [("Works with help.", "Works alone.")]);
        let bullet = ladder("      senior: [{id: a, text: Works alone}]\n");
        assert!(between(&new, &bullet).is_empty(), "a paragraph that became a bullet says the same");
        assert_eq!(between(&ladder("      staff: [{text: Leads.}]\n"), &new).added[0].text, "Works alone.");
    }
}
