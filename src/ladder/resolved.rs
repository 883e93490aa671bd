//! A ladder as one family sees it.
//!
//! A family changes what it extends: it adds, replaces, hides. [`resolve`] puts the layers together
//! once; [`Resolved::cell`] then says what a competency means at a level: what is stated there, what is
//! inherited from the levels below, and what neither holds.
//!
//! Indices of levels, competencies and families are those of the ladder's own lists.

mod fill;
mod inherit;
mod layers;
mod line;
mod links;
mod steps;

use rustc_hash::FxHashMap;

use super::model::{Cell, Ladder, LevelStatus, Mode, State, Statement, Step};
use super::text::{Name, Text};
use super::wording::words_of;
use layers::{Layers, Merged};
use line::Lines;

/// A ladder as one family, or everybody, sees it.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// The ladder.
    pub ladder: &'a Ladder,
    /// The family; `None` for what all families share.
    pub family: Option<usize>,
    /// The levels that the family has, by rising rank.
    pub levels: Vec<usize>,
    /// The competencies that the family has, in their order.
    pub competencies: Vec<usize>,
    level_of: FxHashMap<&'a str, usize>,
    statement_of: FxHashMap<&'a str, &'a Statement>,
    lines: Lines,
    /// What is stated where, by level and then competency, over all of the ladder's.
    grid: Vec<Square<'a>>,
}

/// What is stated at one level for one competency.
#[derive(Debug, Default)]
struct Square<'a> {
    merged: Merged<'a>,
    said: Said<'a>,
    step: Option<&'a Step>,
    does_apply: bool,
}

/// Statements, and the texts beside them.
#[derive(Debug, Default)]
struct Said<'a> {
    own: Vec<Stated<'a>>,
    for_all: Option<&'a Text>,
    texts: Vec<&'a Text>,
}

/// What a competency means at a level.
#[derive(Debug, Clone)]
pub struct ResolvedCell<'a> {
    /// Whether something is said.
    pub state: CellState,
    /// How the levels of the competency belong together.
    pub mode: Mode,
    /// What is stated at this level, or at the steps that this level asks for and those below it did
    /// not. A cell that is the same as another, and more, has both a state that says so and these.
    pub own: Vec<Stated<'a>>,
    /// What is stated elsewhere and holds here, lowest level first: in cumulative mode at the levels
    /// below, without what something above raises; and what stands at the level that this cell is the
    /// same as.
    pub inherited: Vec<Stated<'a>>,
    /// Text beside the statements of the level itself.
    pub summary: Option<&'a Text>,
    /// Text beside what is stated for all levels, where that is among [`Self::own`].
    pub for_all: Option<&'a Text>,
    /// Text beside the rest of [`Self::own`]: what is said of steps first, and the summary last.
    pub texts: Vec<&'a Text>,
    /// The proficiency that is asked for.
    pub proficiency: Option<&'a Name>,
    /// The step of the competency that the level asks for.
    pub step: Option<&'a Step>,
}

/// Whether a cell says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellState {
    /// It does.
    Stated,
    /// The competency is not asked for at this level, or on its track.
    NotApplicable,
    /// It is still to be written, or the level is.
    ToBeDefined,
    /// As at another level: the one where the chain of such references ends.
    SameAs(usize),
    /// Nobody wrote anything.
    #[default]
    Empty,
}

/// A statement, and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// The cell that it stands in.
    pub cell: &'a Cell,
    /// Whose statement it is.
    pub origin: Origin,
    /// The level where it is stated, or the first one it holds for.
    pub level: usize,
    /// Whether it is stated for all levels at once.
    pub for_all: bool,
    /// The step it is stated at, when it is stated at one.
    pub step: Option<&'a Step>,
    /// The id of the statement that it says it is, or of the one that that one says it is, and so on.
    pub same: Option<&'a Name>,
}

/// Whose a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The common ladder's.
    Common,
    /// A family's.
    Family(usize),
}

/// What makes two statements the same one, whatever words they use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// An id: its own, or that of the statement that it says it is.
    Id(Box<str>),
    /// Its text, and the points that are part of it, without case, punctuation and blanks.
    Words(Box<str>),
}

/// Returns what makes a statement the same as another one. An edit of its punctuation changes nothing,
/// nor does an edit of its words if it has an id.
pub fn identity(stated: &Stated<'_>) -> Identity {
    let statement = stated.statement;
    match stated.same.or(statement.id.as_ref()) {
        Some(name) => Identity::Id(name.value.clone()),
        None => Identity::Words(words_of(statement).into()),
    }
}

/// Returns the ladder as a family sees it, or what all families share.
pub fn resolve(ladder: &Ladder, family: Option<usize>) -> Resolved<'_> {
    let declared = &ladder.declared;
    let ids = declared.levels.iter().enumerate();
    let level_of: FxHashMap<&str, usize> = ids.map(|(index, level)| (level.id.as_str(), index)).collect();
    let layers = Layers::of(ladder, family);
    let mut resolved = Resolved {
        ladder,
        family,
        levels: layers.levels(&level_of),
        competencies: layers.competencies(),
        statement_of: layers::statements_by_id(ladder),
        lines: Lines::of(ladder, &level_of),
        level_of,
        grid: Vec::new(),
    };
    resolved.fill(&layers);
    resolved
}

impl<'a> Resolved<'a> {
    /// Returns what a competency means at a level.
    ///
    /// # Panics
    /// If the ladder has no such level or competency.
    pub fn cell(&self, level: usize, competency: usize) -> ResolvedCell<'a> {
        let square = self.square(level, competency);
        let mode = self.mode(competency);
        let state = self.state(level, competency);
        let mut cell = ResolvedCell {
            state,
            mode,
            own: square.said.own.clone(),
            inherited: Vec::new(),
            summary: square.merged.summary,
            for_all: square.said.for_all,
            texts: square.said.texts.clone(),
            proficiency: square.merged.proficiency,
            step: square.step,
        };
        if state != CellState::NotApplicable {
            cell.inherited = self.inherited(level, competency, &cell.own);
        }
        cell
    }

    /// Returns how the levels of a competency belong together.
    pub fn mode(&self, competency: usize) -> Mode {
        self.ladder.declared.competencies[competency].mode.unwrap_or(self.ladder.framework.mode)
    }

    /// Returns whether a competency is asked for on the track of a level.
    pub fn does_apply(&self, level: usize, competency: usize) -> bool {
        self.square(level, competency).does_apply
    }

    /// Returns the levels below a level, lowest first: the lower ones of its track, and those that one
    /// enters the track from. Also those that the family does without, but none that is retired: what
    /// nobody is asked for any more is not asked for above it either.
    pub fn below(&self, level: usize) -> Vec<usize> {
        let declared = &self.ladder.declared.levels;
        let mut levels = self.lines.below(level);
        levels.retain(|other| *other != level && declared[*other].status != LevelStatus::Retired);
        levels
    }

    /// Returns the pairs of neighbouring levels that the family has, lower one first: each level with
    /// the next one of its track, and each entry of a track with the levels that one enters it from.
    pub fn neighbours(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        let mut has = vec![false; self.ladder.declared.levels.len()];
        self.levels.iter().for_each(|level| has[*level] = true);
        for level in &self.levels {
            let mut below = self.below(*level);
            below.retain(|other| has[*other]);
            let rank = |level: &usize| self.ladder.declared.levels[*level].rank;
            let mut own = below.clone();
            own.retain(|other| self.lines.share_a_track(*other, *level));
            // Two levels of one rank both lead up.
            let highest = own.last().map(rank);
            own.retain(|other| Some(rank(other)) == highest);
            let from = if own.is_empty() { self.entered_from(*level, &below) } else { own };
            pairs.extend(from.into_iter().map(|from| (from, *level)));
        }
        pairs
    }

    /// Returns the levels from which one gets to the lowest level of a track.
    fn entered_from(&self, level: usize, below: &[usize]) -> Vec<usize> {
        let declared = &self.ladder.declared;
        let name = declared.levels[level].track.as_ref();
        let track = name.and_then(|name| declared.tracks.iter().find(|track| track.id == *name));
        let names = track.map(|track| track.from_levels.as_slice()).unwrap_or_default();
        let named: Vec<usize> = names.iter().filter_map(|name| self.level(name)).collect();
        match named.is_empty() {
            true => below.last().copied().into_iter().collect(),
            false => named.into_iter().filter(|from| self.levels.contains(from) && *from != level).collect(),
        }
    }

    /// Returns whether a cell says something.
    pub fn state(&self, level: usize, competency: usize) -> CellState {
        let square = self.square(level, competency);
        match square.merged.state {
            Some(State::NotApplicable) => CellState::NotApplicable,
            Some(State::ToBeDefined) => CellState::ToBeDefined,
            Some(State::SameAs(_)) => match self.same_as(level, competency) {
                Some(other) => CellState::SameAs(other),
                None => CellState::Empty,
            },
            Some(State::Stated) if !square.says_nothing() => CellState::Stated,
            Some(State::Stated) => CellState::Empty,
            None if !square.does_apply => CellState::NotApplicable,
            None if !square.is_bare() => CellState::Stated,
            None if self.ladder.declared.levels[level].status == LevelStatus::ToBeDefined => {
                CellState::ToBeDefined
            }
            None => CellState::Empty,
        }
    }

    /// Returns what is stated at a level, as [`Self::cell`] does, without what it inherits.
    pub fn own(&self, level: usize, competency: usize) -> &[Stated<'a>] {
        &self.square(level, competency).said.own
    }

    fn level(&self, name: &Name) -> Option<usize> {
        self.level_of.get(name.as_str()).copied()
    }

    fn square(&self, level: usize, competency: usize) -> &Square<'a> {
        &self.grid[level * self.ladder.declared.competencies.len() + competency]
    }
}

impl Square<'_> {
    /// Whether nothing can be stated here.
    fn is_silent(&self) -> bool {
        !self.does_apply || matches!(self.merged.state, Some(State::NotApplicable | State::ToBeDefined))
    }

    /// Whether nothing is left of what was stated here.
    fn says_nothing(&self) -> bool {
        self.is_bare() && self.merged.proficiency.is_none()
    }

    /// Whether there are neither statements nor texts.
    fn is_bare(&self) -> bool {
        self.said.own.is_empty() && self.said.for_all.is_none() && self.said.texts.is_empty()
    }
}

#[cfg(test)]
mod tests;
