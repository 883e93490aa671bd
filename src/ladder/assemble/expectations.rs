//! Expectations by id: ids are unique, and what refers to one finds it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::model::{Archetype, Cell, Declarations, Merge, Statement};
use super::super::text::{Name, Place};
use super::cells::key_of;
use super::look::Look;
use super::names::Match;
use super::reports::Reports;
use crate::diagnostic::Code;

/// Reports ids that mean two things. Levels, competencies and expectations share one set of ids, for
/// each has an address; the second of two expectations loses its id.
pub(super) fn unique_ids(declared: &mut Declarations, reports: &mut Reports<'_>) {
    let mut taken: FxHashMap<Box<str>, (&'static str, Place)> = FxHashMap::default();
    for level in &declared.levels {
        taken.insert(level.id.value.clone(), ("level", level.id.place));
    }
    for competency in &declared.competencies {
        let id = &competency.id;
        match taken.get(&id.value) {
            Some((_, first)) => clash(id, [("level", *first), ("competency", id.place)], reports),
            None => drop(taken.insert(id.value.clone(), ("competency", id.place))),
        }
    }
    for cell in &mut declared.cells {
        each(&mut cell.statements, &mut |one| {
            let Some(id) = &one.id else { return };
            match taken.get(&id.value) {
                None => drop(taken.insert(id.value.clone(), ("expectation", id.place))),
                Some((what, first)) => {
                    clash(id, [(what, *first), ("expectation", id.place)], reports);
                    one.id = None;
                }
            }
        });
    }
    for gone in &declared.removed {
        if let Some((what, first)) = taken.get(&gone.id.value) {
            clash(&gone.id, [(what, *first), ("removed id", gone.id.place)], reports);
        }
    }
}

fn clash(id: &Name, [(one, first), (other, second)]: [(&str, Place); 2], reports: &mut Reports<'_>) {
    if one == other {
        // Twice in one page is twice the same anchor, which was reported when the page was read.
        if first.file == second.file && reports.is_prose(first) {
            return;
        }
        reports.duplicate_id(&id.value, one, [second, first]);
        if one == "expectation" {
            reports
                .help_more(format!("or, if both are one, write `Same as: {}` in place of its id", id.value));
        }
        return;
    }
    let message = format!("`{}` is the id of a {one} and of a {other}", id.value);
    let message = message.replace("a expectation", "an expectation");
    let report = reports.at(Code::LadderDuplicateId, message, (second, "declared again here"));
    let report = reports.also(report, first, "first declared here");
    let help = if other == "removed id" {
        "take it off the list of what is removed"
    } else {
        "give one of them another id"
    };
    reports.add(report.help(help));
}

/// Calls `visit` with every statement and those that belong to it.
pub(super) fn each(statements: &mut [Statement], visit: &mut impl FnMut(&mut Statement)) {
    for one in statements {
        visit(one);
        each(&mut one.children, visit);
    }
}

/// An id.
type Id = Box<str>;

/// A competency and a place, equal for equal cells of different families.
type CellKey = (Id, (u8, Id));

/// Where an expectation stands.
#[derive(Debug, Clone)]
struct Home {
    family: Option<Id>,
    cell: CellKey,
    place: Place,
}

/// All expectations with an id, and what families take away from those they inherit.
#[derive(Debug, Default)]
struct Known {
    homes: FxHashMap<Id, Home>,
    /// In the order of cells, for suggestions.
    ids: Vec<Id>,
    /// What a family hides, and what takes the place of what it replaces.
    without: FxHashMap<(Id, Id), Option<Id>>,
    /// The cells that a family starts anew.
    anew: FxHashSet<(Id, CellKey)>,
    /// Those that this edition may not see.
    withheld: FxHashSet<Id>,
    /// The family that each extends.
    above: FxHashMap<Id, Id>,
}

impl Known {
    fn of(declared: &mut Declarations) -> Self {
        let mut known = Self::default();
        for family in &declared.families {
            if let Some(above) = &family.extends {
                known.above.insert(family.id.value.clone(), above.value.clone());
            }
        }
        for cell in &mut declared.cells {
            known.add(cell);
        }
        known
    }

    fn add(&mut self, cell: &mut Cell) {
        self.withheld.extend(cell.withheld.iter().flatten().map(|id| id.value.clone()));
        let at = (cell.competency.value.clone(), key_of(&cell.at));
        let family = cell.family.as_ref().map(|family| family.value.clone());
        if let Some(family) = &family {
            let hidden = cell.hides.iter().map(|id| ((family.clone(), id.value.clone()), None));
            self.without.extend(hidden);
            if cell.merge == Merge::Override {
                self.anew.insert((family.clone(), at.clone()));
            }
        }
        each(&mut cell.statements, &mut |one| {
            if let (Some(family), Some(replaced)) = (&family, &one.replaces) {
                let by = one.id.as_ref().map(|id| id.value.clone());
                self.without.insert((family.clone(), replaced.value.clone()), by);
            }
            if let Some(id) = &one.id {
                let home = Home { family: family.clone(), cell: at.clone(), place: id.place };
                self.homes.insert(id.value.clone(), home);
                self.ids.push(id.value.clone());
            }
        });
    }

    /// Returns the families above one, the nearest first. Circles are cut by now.
    fn above(&self, family: &str) -> Vec<Id> {
        std::iter::successors(self.above.get(family), |above| self.above.get(*above)).cloned().collect()
    }

    /// Returns the family between `family` and the home of an expectation that does without it, and
    /// what stands in its place there.
    fn lost(&self, id: &str, (home, above): (&Home, &[Id])) -> Option<(Id, Option<Id>)> {
        let between = above.iter().take_while(|one| home.family.as_ref() != Some(one));
        for family in between {
            let key = (family.clone(), Box::from(id));
            if let Some(by) = self.without.get(&key) {
                return Some((family.clone(), by.clone()));
            }
            if self.anew.contains(&(family.clone(), home.cell.clone())) {
                return Some((family.clone(), None));
            }
        }
        None
    }
}

/// Looks up what expectations, overlays and archetypes say of expectations. A reference that means
/// nothing is reported and taken out.
pub(super) fn look_up(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    let known = Known::of(declared);
    for cell in &mut declared.cells {
        let Cell { family, hides, statements, .. } = cell;
        let family = family.as_ref().map(|family| &*family.value);
        hides.retain(|id| is_inherited(id, (family, "hides"), (&known, look)));
        each(statements, &mut |one| {
            keep(&mut one.replaces, |id| is_inherited(id, (family, "replaces"), (&known, look)));
            keep(&mut one.same_as, |id| is_there(id, (&known, look)));
            keep(&mut one.raises, |id| is_there(id, (&known, look)));
        });
    }
    for Archetype { emphasises, .. } in &mut declared.archetypes {
        emphasises.retain_mut(|emphasis| is_emphasised(&mut emphasis.on, (&known, look)));
    }
}

/// Looks up what answers for removed ids, and what changes are about.
pub(super) fn look_up_history(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    let known = Known::of(declared);
    let Declarations { removed, changes, .. } = declared;
    for one in removed {
        one.replaced_by.retain_mut(|name| is_anything(name, (&known, look)));
    }
    changes.retain_mut(|change| is_anything(&mut change.id, (&known, look)));
}

fn keep(name: &mut Option<Name>, is_known: impl FnOnce(&Name) -> bool) {
    if let Some(found) = name
        && !is_known(found)
    {
        *name = None;
    }
}

fn is_there(id: &Name, (known, look): (&Known, &mut Look<'_, '_>)) -> bool {
    let is_known = known.homes.contains_key(&id.value);
    if !is_known && !report_withheld(id, (known, look)) {
        let message = format!("this ladder has no expectation `{}`", id.value);
        look.miss(Code::LadderUnknownExpectation, (id, message), shown(&known.ids));
    }
    is_known
}

/// Returns whether an expectation is not for everybody, and reports it if so: what is not is not named to
/// everybody either.
fn report_withheld(id: &Name, (known, look): (&Known, &mut Look<'_, '_>)) -> bool {
    let is_withheld = known.withheld.contains(&id.value);
    if is_withheld {
        let message = format!("expectation `{}` has an audience, and is not published", id.value);
        let report = look.reports.at(Code::LadderUnknownExpectation, message, (id.place, ""));
        look.reports.add(report.help("refer to one that everybody may see, or take the `Audience` off it"));
    }
    is_withheld
}

/// Whether a family inherits an expectation, so that it can hide or replace it.
fn is_inherited(
    id: &Name,
    (family, verb): (Option<&str>, &str),
    (known, look): (&Known, &mut Look<'_, '_>),
) -> bool {
    let Some(family) = family else {
        if is_there(id, (known, look)) {
            let message = format!("nothing is inherited here, so nothing {verb} `{}`", id.value);
            let report = look.reports.at(Code::LadderUnknownExpectation, message, (id.place, ""));
            look.reports.add(report.help("say `raises` to ask more than a lower level does"));
        }
        return false;
    };
    let above = known.above(family);
    let home = known.homes.get(&id.value);
    let is_above = |home: &&Home| home.family.as_ref().is_none_or(|home| above.contains(home));
    let Some(home) = home.filter(is_above) else {
        if report_withheld(id, (known, look)) {
            return false;
        }
        let message = format!("family `{family}` inherits no expectation `{}`", id.value);
        let inherited =
            known.ids.iter().filter(|id| known.homes.get(*id).is_some_and(|home| is_above(&home)));
        look.miss(Code::LadderUnknownExpectation, (id, message), inherited.map(|id| &**id));
        return false;
    };
    let Some((between, by)) = known.lost(&id.value, (home, &above)) else { return true };
    let message = format!("family `{between}`, which `{family}` extends, does without `{}`", id.value);
    let report = look.reports.at(Code::LadderUnknownExpectation, message, (id.place, ""));
    let report = look.reports.also(report, home.place, "declared here");
    look.reports.add(match by {
        Some(by) => report.help(format!("did you mean `{by}`, which took its place?")),
        None => report.help("take the reference out: there is nothing left to change"),
    });
    false
}

fn is_emphasised(name: &mut Name, (known, look): (&Known, &mut Look<'_, '_>)) -> bool {
    if known.homes.contains_key(&name.value) {
        return true;
    }
    if let Match::One(at) = look.names.competencies.find(&name.value) {
        name.value = look.names.competencies.id(at).into();
        return true;
    }
    if report_withheld(name, (known, look)) {
        return false;
    }
    let message = format!("this ladder has no competency or expectation `{}`", name.value);
    let names = look.names.competencies.shown().chain(shown(&known.ids));
    look.miss(Code::LadderUnknownName, (name, message), names);
    false
}

/// Whether a name is an id of any kind, of now or of before.
fn is_anything(name: &mut Name, (known, look): (&Known, &mut Look<'_, '_>)) -> bool {
    if known.homes.contains_key(&name.value) {
        return true;
    }
    if let Some(id) = look.gone.id(&name.value) {
        name.value = id.into();
        return true;
    }
    let names = look.names;
    let indices = [&names.levels, &names.competencies, &names.areas, &names.tracks, &names.families];
    for index in indices {
        if let Match::One(at) = index.find(&name.value) {
            name.value = index.id(at).into();
            return true;
        }
    }
    if report_withheld(name, (known, look)) {
        return false;
    }
    let message = format!("nothing in this ladder is, or was, called `{}`", name.value);
    let ids = indices.into_iter().flat_map(|index| index.ids());
    look.miss(Code::LadderUnknownName, (name, message), ids.chain(shown(&known.ids)));
    false
}

fn shown(ids: &[Id]) -> impl Iterator<Item = &str> {
    ids.iter().map(|id| &**id)
}
