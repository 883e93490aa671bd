//! The common ladder, a family, and the families between, laid over each other.

use rustc_hash::FxHashMap;

use super::{Origin, Stated};
use crate::ladder::model::{At, Cell, Ladder, Merge, State, Statement};
use crate::ladder::text::{Name, Text};

/// How many families are followed from one to what it extends.
const MAX_DEPTH: usize = 64;

/// Where a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    Level(usize),
    Step(usize),
    All,
}

/// What a family is made of, the common ladder first.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    ladder: &'a Ladder,
    origins: Vec<Origin>,
    /// The cells of these layers, lowest layer first.
    cells: FxHashMap<(usize, Spot), Vec<(usize, &'a Cell)>>,
    /// Up to which layer each id is hidden or replaced by a later one.
    withdrawn: FxHashMap<&'a str, usize>,
}

/// The cells of all layers for one place.
#[derive(Debug, Default)]
pub(super) struct Merged<'a> {
    /// `None` when nobody wrote anything.
    pub(super) state: Option<&'a State>,
    pub(super) summary: Option<&'a Text>,
    pub(super) proficiency: Option<&'a Name>,
    /// Whether a family wants none of what it would inherit here.
    pub(super) is_overridden: bool,
    stated: Vec<Stated<'a>>,
}

impl<'a> Merged<'a> {
    /// Returns the statements, as those of a level.
    pub(super) fn stated(&self, level: usize) -> impl Iterator<Item = Stated<'a>> {
        self.stated.iter().map(move |stated| Stated { level, ..*stated })
    }
}

impl<'a> Layers<'a> {
    pub(super) fn of(ladder: &'a Ladder, family: Option<usize>) -> Self {
        let origins = origins(ladder, family);
        let mut layers =
            Self { ladder, origins, cells: FxHashMap::default(), withdrawn: FxHashMap::default() };
        let names = Names::of(ladder);
        let mut own: Vec<(usize, &Cell)> = Vec::new();
        for cell in &ladder.declared.cells {
            own.extend(layers.layer_of(cell, &names).map(|layer| (layer, cell)));
        }
        own.sort_by_key(|(layer, _)| *layer);
        for (layer, cell) in own {
            layers.withdraw(layer, cell);
            if let Some(place) = names.place(ladder, cell) {
                layers.cells.entry(place).or_default().push((layer, cell));
            }
        }
        layers
    }

    /// Returns the levels that the family has: those of the nearest family that lists any.
    pub(super) fn levels(&self, level_of: &FxHashMap<&str, usize>) -> Vec<usize> {
        let lists = self.families().map(|family| &self.ladder.declared.families[family].levels);
        let Some(names) = lists.filter(|names| !names.is_empty()).last() else {
            return (0..self.ladder.declared.levels.len()).collect();
        };
        let mut levels: Vec<usize> =
            names.iter().filter_map(|name| level_of.get(name.as_str()).copied()).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }

    /// Returns the competencies that the family has. One that only other families say anything about is
    /// not among them.
    pub(super) fn competencies(&self) -> Vec<usize> {
        let declared = &self.ladder.declared;
        let families: Vec<&Name> = self.families().map(|family| &declared.families[family].id).collect();
        let mut has_cells = vec![false; declared.competencies.len()];
        let mut is_seen = has_cells.clone();
        let names = Names::of(self.ladder);
        for cell in &declared.cells {
            if let Some(competency) = names.competency_of.get(cell.competency.as_str()) {
                has_cells[*competency] = true;
            }
        }
        for (competency, _) in self.cells.keys() {
            is_seen[*competency] = true;
        }
        let is_ours = |index: &usize| {
            let named = &declared.competencies[*index].families;
            match named.is_empty() {
                true => is_seen[*index] || !has_cells[*index],
                false => named.iter().any(|name| families.contains(&name)),
            }
        };
        (0..declared.competencies.len()).filter(is_ours).collect()
    }

    /// Returns what the layers say of a competency at one place.
    pub(super) fn merged(&self, competency: usize, spot: Spot) -> Merged<'a> {
        let mut merged = Merged::default();
        for (layer, cell) in self.cells.get(&(competency, spot)).into_iter().flatten() {
            self.lay(&mut merged, *layer, cell);
        }
        merged.stated.retain(|stated| {
            let id = stated.statement.id.as_ref();
            let until = id.and_then(|id| self.withdrawn.get(id.as_str()));
            until.is_none_or(|until| self.layer(stated.origin) >= *until)
        });
        merged
    }

    fn lay(&self, merged: &mut Merged<'a>, layer: usize, cell: &'a Cell) {
        let is_override = cell.merge == Merge::Override && layer > 0;
        if is_override || cell.state != State::Stated {
            *merged = Merged { is_overridden: is_override || merged.is_overridden, ..Merged::default() };
        }
        let says_something =
            !cell.statements.is_empty() || cell.summary.is_some() || cell.proficiency.is_some();
        let is_more_of_the_same = matches!(merged.state, Some(State::SameAs(_)));
        if cell.state != State::Stated || (says_something && !is_more_of_the_same) {
            merged.state = Some(&cell.state);
        }
        merged.summary = cell.summary.as_ref().or(merged.summary);
        merged.proficiency = cell.proficiency.as_ref().or(merged.proficiency);
        let origin = self.origins[layer];
        for statement in &cell.statements {
            let stated = Stated { statement, cell, origin, level: 0, for_all: false, step: None, same: None };
            let replaced = statement.replaces.as_ref().and_then(|name| {
                merged.stated.iter().position(|other| other.statement.id.as_ref() == Some(name))
            });
            match replaced {
                Some(at) => merged.stated[at] = stated,
                None => merged.stated.push(stated),
            }
        }
    }

    fn withdraw(&mut self, layer: usize, cell: &'a Cell) {
        let replaced = cell.statements.iter().filter_map(|statement| statement.replaces.as_ref());
        for name in cell.hides.iter().chain(replaced) {
            let until = self.withdrawn.entry(name.as_str()).or_insert(layer);
            *until = layer.max(*until);
        }
    }

    fn layer_of(&self, cell: &Cell, names: &Names<'_>) -> Option<usize> {
        let origin = match &cell.family {
            None => Origin::Common,
            Some(name) => Origin::Family(*names.family_of.get(name.as_str())?),
        };
        self.origins.iter().position(|other| *other == origin)
    }

    fn layer(&self, origin: Origin) -> usize {
        self.origins.iter().position(|other| *other == origin).unwrap_or(0)
    }

    fn families(&self) -> impl Iterator<Item = usize> {
        self.origins.iter().filter_map(|origin| match origin {
            Origin::Common => None,
            Origin::Family(family) => Some(*family),
        })
    }
}

/// Returns the first statements of cells by their ids.
pub(super) fn statements_by_id(ladder: &Ladder) -> FxHashMap<&str, &Statement> {
    let statements = ladder.declared.cells.iter().flat_map(|cell| &cell.statements);
    statements.filter_map(|statement| Some((statement.id.as_ref()?.as_str(), statement))).collect()
}

/// The families that a family is made of, the common ladder first and itself last.
fn origins(ladder: &Ladder, family: Option<usize>) -> Vec<Origin> {
    let families = &ladder.declared.families;
    let mut found = Vec::new();
    let mut next = family;
    while let Some(index) = next {
        let origin = Origin::Family(index);
        if found.contains(&origin) || found.len() > MAX_DEPTH {
            break;
        }
        found.push(origin);
        let parent = families[index].extends.as_ref();
        next = parent.and_then(|name| families.iter().position(|family| family.id == *name));
    }
    found.push(Origin::Common);
    found.reverse();
    found
}

/// Indices by id.
struct Names<'a> {
    family_of: FxHashMap<&'a str, usize>,
    competency_of: FxHashMap<&'a str, usize>,
    level_of: FxHashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    fn of(ladder: &'a Ladder) -> Self {
        let declared = &ladder.declared;
        let families = declared.families.iter().map(|family| family.id.as_str());
        let competencies = declared.competencies.iter().map(|competency| competency.id.as_str());
        let levels = declared.levels.iter().map(|level| level.id.as_str());
        Self {
            family_of: families.zip(0..).collect(),
            competency_of: competencies.zip(0..).collect(),
            level_of: levels.zip(0..).collect(),
        }
    }

    fn place(&self, ladder: &Ladder, cell: &Cell) -> Option<(usize, Spot)> {
        let competency = *self.competency_of.get(cell.competency.as_str())?;
        let spot = match &cell.at {
            At::Level(name) => Spot::Level(*self.level_of.get(name.as_str())?),
            At::Step(name) => {
                let steps = &ladder.declared.competencies[competency].steps;
                Spot::Step(steps.iter().position(|step| step.id == *name)?)
            }
            At::All => Spot::All,
        };
        Some((competency, spot))
    }
}
