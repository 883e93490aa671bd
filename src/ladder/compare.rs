//! What changes from one level to another.
//!
//! Statements are the same by [identity], never by their words alone: an edit of
//! punctuation moves nothing, and a statement with an id stays itself however it is worded.

mod shifts;

use std::collections::{BTreeMap, VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Kind, Mode, ScaleValue, Step};
use super::resolved::{CellState, Identity, Resolved, ResolvedCell, Stated, identity};
use super::text::{Name, Text};
use super::wording::folded;
use shifts::{dimensions, proficiency_shift, step_shift, trend_of};

/// What changes from one level to another. It says nothing about whoever goes from one to the other.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The level one looks from.
    pub from: usize,
    /// The level one looks at.
    pub to: usize,
    /// Whether that is up, by rank.
    pub trend: Trend,
    /// Properties of levels that differ, in the order of their declaration.
    pub dimensions: Vec<DimensionChange<'a>>,
    /// Every competency that the family has, in their order.
    pub competencies: Vec<CompetencyChange<'a>>,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// More is asked.
    Up,
    /// Less is asked.
    Down,
    /// Something else is asked, or nobody said which is more.
    Sideways,
}

/// What changes in one competency.
#[derive(Debug, Clone)]
pub struct CompetencyChange<'a> {
    /// Which one, by index.
    pub competency: usize,
    /// The state of its cell at the one level and at the other.
    pub states: (CellState, CellState),
    /// What only the second level asks.
    pub added: Vec<Stated<'a>>,
    /// What the first level asks, and what the second asks more than that: where a statement says which
    /// one it raises, and between a level and a higher one where each level states all anew.
    pub raised: Vec<(Stated<'a>, Stated<'a>)>,
    /// The other way round: what the first level asks, and what less the second asks.
    pub lowered: Vec<(Stated<'a>, Stated<'a>)>,
    /// What each of two levels of the same rank states anew.
    pub restated: Vec<(Stated<'a>, Stated<'a>)>,
    /// What both ask, as the second states it.
    pub carried: Vec<Stated<'a>>,
    /// What the first level asks and the second does not. Never said of a cell that is still to be
    /// written.
    pub left: Vec<Stated<'a>>,
    /// Another step is asked for.
    pub step: Option<Shift<&'a Step>>,
    /// Another proficiency is asked for.
    pub proficiency: Option<Shift<Proficiency<'a>>>,
    /// The paragraphs beside the statements, where they differ in more than punctuation.
    pub texts: Option<(Vec<&'a Text>, Vec<&'a Text>)>,
    /// Neither level says anything.
    pub both_silent: bool,
}

/// One value instead of another.
#[derive(Debug, Clone, Copy)]
pub struct Shift<T> {
    /// That of the first level.
    pub from: Option<T>,
    /// That of the second.
    pub to: Option<T>,
    /// Whether it is more.
    pub trend: Trend,
}

/// A proficiency that a cell asks for.
#[derive(Debug, Clone, Copy)]
pub struct Proficiency<'a> {
    /// As it is written.
    pub name: &'a Name,
    /// The value of a scale that is meant.
    pub value: Option<&'a ScaleValue>,
}

/// A property of levels that differs.
#[derive(Debug, Clone)]
pub struct DimensionChange<'a> {
    /// What it is called: the name of its scale, or its own.
    pub name: &'a str,
    /// The values of the first level.
    pub from: Vec<DimensionValue<'a>>,
    /// The values of the second.
    pub to: Vec<DimensionValue<'a>>,
    /// Whether they are higher.
    pub trend: Trend,
}

/// A value of a property of a level.
#[derive(Debug, Clone, Copy)]
pub struct DimensionValue<'a> {
    /// As it is written.
    pub text: &'a Text,
    /// The value of the scale that is meant.
    pub value: Option<&'a ScaleValue>,
}

impl<T> Shift<T> {
    /// Returns whether more is asked.
    pub fn is_up(&self) -> bool {
        self.trend == Trend::Up
    }
}

impl CompetencyChange<'_> {
    /// Returns whether anything differs.
    pub fn is_change(&self) -> bool {
        let pairs = self.raised.len() + self.lowered.len() + self.restated.len();
        let statements = self.added.len() + self.left.len() + pairs;
        statements > 0 || self.step.is_some() || self.proficiency.is_some() || self.texts.is_some()
    }
}

/// Returns what changes from one level to another: any two, also of different tracks, also downwards.
///
/// # Panics
/// If the ladder has no such levels.
pub fn compare<'a>(resolved: &Resolved<'a>, from: usize, to: usize) -> Comparison<'a> {
    let levels = &resolved.ladder.declared.levels;
    let trend = trend_of(levels[from].rank, levels[to].rank);
    let sides: Vec<Side<'_>> =
        resolved.competencies.iter().map(|index| Side::of(resolved, *index, (from, to))).collect();
    let old = by_id(resolved, sides.iter().flat_map(|side| &side.old));
    let new = by_id(resolved, sides.iter().flat_map(|side| &side.new));
    let mut competencies: Vec<CompetencyChange<'_>> =
        sides.iter().map(|side| side.change(resolved, trend, (&old, &new))).collect();
    drop_raised(&mut competencies);
    Comparison { from, to, trend, dimensions: dimensions(resolved, from, to), competencies }
}

/// What the two levels ask in one competency.
struct Side<'a> {
    competency: usize,
    cells: (ResolvedCell<'a>, ResolvedCell<'a>),
    old: Vec<Stated<'a>>,
    new: Vec<Stated<'a>>,
    proficiency: Option<Shift<Proficiency<'a>>>,
    texts: (Vec<&'a Text>, Vec<&'a Text>),
}

type ById<'a> = FxHashMap<&'a str, Stated<'a>>;

impl<'a> Side<'a> {
    fn of(resolved: &Resolved<'a>, competency: usize, (from, to): (usize, usize)) -> Self {
        let cells = (resolved.cell(from, competency), resolved.cell(to, competency));
        let all = |cell: &ResolvedCell<'a>| cell.inherited.iter().chain(&cell.own).copied().collect();
        let proficiency = proficiency_shift(resolved, (cells.0.proficiency, cells.1.proficiency));
        let text = |cell: &ResolvedCell<'a>| match cell.state {
            CellState::SameAs(other) if cell.texts.is_empty() => resolved.cell(other, competency).texts,
            _ => cell.texts.clone(),
        };
        let texts = (text(&cells.0), text(&cells.1));
        Self { competency, old: all(&cells.0), new: all(&cells.1), cells, proficiency, texts }
    }

    /// The paragraphs of the two levels, if one says something else than the other. A level that adds to
    /// those below it, or that nobody wrote about yet, takes nothing back by having none.
    fn changed_texts(&self) -> Option<(Vec<&'a Text>, Vec<&'a Text>)> {
        let words = |texts: &[&Text]| texts.iter().map(|text| folded(&text.written)).collect::<Vec<_>>();
        let without = |texts: &[&'a Text], others: &[&'a Text]| {
            let others = words(others);
            let is_own = |text: &&&Text| !others.contains(&folded(&text.written));
            texts.iter().filter(is_own).copied().collect::<Vec<_>>()
        };
        let old = without(&self.texts.0, &self.texts.1);
        let new = without(&self.texts.1, &self.texts.0);
        let is_taken_back = self.cells.1.mode != Mode::Cumulative && self.cells.1.state == CellState::Stated;
        let is_change = !new.is_empty() || !old.is_empty() && self.texts.1.is_empty() && is_taken_back;
        is_change.then_some((old, new))
    }

    /// What both levels ask, as the second states it; what only the second asks; what only the first.
    fn sort(&self) -> (Vec<Stated<'a>>, Vec<Stated<'a>>, Vec<Stated<'a>>) {
        let ids = |side: &[Stated<'a>]| side.iter().map(identity).collect::<FxHashSet<Identity>>();
        let (old_ids, new_ids) = (ids(&self.old), ids(&self.new));
        let (carried, added) = self.new.iter().partition(|stated| old_ids.contains(&identity(stated)));
        let is_left = |stated: &&Stated<'a>| !new_ids.contains(&identity(stated));
        (carried, added, self.old.iter().filter(is_left).copied().collect())
    }

    fn change(
        &self,
        resolved: &Resolved<'a>,
        trend: Trend,
        (all_old, all_new): (&ById<'a>, &ById<'a>),
    ) -> CompetencyChange<'a> {
        let (carried, mut added, mut left) = self.sort();
        let lower = |stated: &Stated<'a>, others: &ById<'a>| {
            resolved.raises(stated).find_map(|id| others.get(id).copied())
        };
        let raised = take_pairs(&mut added, |stated| lower(stated, all_old).map(|old| (old, *stated)));
        let lowered = take_pairs(&mut left, |stated| lower(stated, all_new).map(|new| (*stated, new)));
        let paired = keys(raised.iter().chain(&lowered));
        left.retain(|stated| !paired.contains(&key(stated)));
        added.retain(|stated| !paired.contains(&key(stated)));
        let mut change = CompetencyChange {
            competency: self.competency,
            states: (self.cells.0.state, self.cells.1.state),
            added,
            raised,
            lowered,
            restated: Vec::new(),
            carried,
            left,
            step: step_shift(self.cells.0.step, self.cells.1.step),
            proficiency: self.proficiency,
            texts: self.changed_texts(),
            both_silent: is_silent(&self.cells.0) && is_silent(&self.cells.1),
        };
        if self.cells.1.mode == Mode::Replacing {
            pair_up(&mut change, trend);
        }
        let is_unknown = match change.states.1 {
            CellState::ToBeDefined => true,
            // Where levels hand on what they ask, nothing new is asked. Elsewhere nobody wrote it yet.
            CellState::Empty => self.cells.1.mode != Mode::Cumulative,
            _ => false,
        };
        if is_unknown {
            change.left.clear();
        }
        change
    }
}

/// Where each level states all anew, the first statement of a kind takes the place of the first.
fn pair_up<'a>(change: &mut CompetencyChange<'a>, trend: Trend) {
    let pairs = match trend {
        Trend::Up => &mut change.raised,
        Trend::Down => &mut change.lowered,
        Trend::Sideways => &mut change.restated,
    };
    let mut waiting: BTreeMap<Kind, VecDeque<Stated<'a>>> = BTreeMap::new();
    for old in &change.left {
        waiting.entry(old.statement.kind).or_default().push_back(*old);
    }
    let found = take_pairs(&mut change.added, |new| {
        let old = waiting.get_mut(&new.statement.kind)?.pop_front()?;
        Some((old, *new))
    });
    let paired = keys(found.iter());
    change.left.retain(|old| !paired.contains(&key(old)));
    pairs.extend(found);
}

fn take_pairs<'a>(
    from: &mut Vec<Stated<'a>>,
    mut pair: impl FnMut(&Stated<'a>) -> Option<(Stated<'a>, Stated<'a>)>,
) -> Vec<(Stated<'a>, Stated<'a>)> {
    let mut pairs = Vec::new();
    from.retain(|stated| match pair(stated) {
        Some(found) => {
            pairs.push(found);
            false
        }
        None => true,
    });
    pairs
}

/// What one competency raises may be stated in another: there it is neither left nor new.
fn drop_raised(competencies: &mut [CompetencyChange<'_>]) {
    let pairs = competencies.iter().flat_map(|change| change.raised.iter().chain(&change.lowered));
    let paired = keys(pairs);
    for change in competencies {
        change.left.retain(|stated| !paired.contains(&key(stated)));
        change.added.retain(|stated| !paired.contains(&key(stated)));
    }
}

/// Which statement it is, for as long as the ladder stays where it is.
fn key(stated: &Stated<'_>) -> usize {
    std::ptr::from_ref(stated.statement).addr()
}

fn keys<'a: 'b, 'b>(pairs: impl Iterator<Item = &'b (Stated<'a>, Stated<'a>)>) -> FxHashSet<usize> {
    pairs.flat_map(|(old, new)| [key(old), key(new)]).collect()
}

/// Statements by every id that they answer to.
fn by_id<'a: 'b, 'b>(resolved: &Resolved<'a>, statements: impl Iterator<Item = &'b Stated<'a>>) -> ById<'a> {
    let mut found = ById::default();
    let mut others = Vec::new();
    for stated in statements {
        let own = stated.statement.id.as_ref().map(Name::as_str);
        found.extend(own.map(|id| (id, *stated)));
        others.extend(resolved.answers_to(stated).filter(|id| Some(*id) != own).map(|id| (id, *stated)));
    }
    for (id, stated) in others {
        found.entry(id).or_insert(stated);
    }
    found
}

fn is_silent(cell: &ResolvedCell<'_>) -> bool {
    let has_texts = cell.for_all.is_some() || !cell.texts.is_empty();
    cell.own.is_empty() && cell.inherited.is_empty() && !has_texts && cell.proficiency.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::model::{Dimension, Ladder, Statement};
    use crate::ladder::resolved::resolve;
    use crate::ladder::sample::{Sample, vector};

    fn texts(statements: &[Stated<'_>]) -> String {
        let texts: Vec<&str> = statements.iter().map(|stated| &*stated.statement.text.written).collect();
        texts.join(" | ")
    }

    fn pairs(pairs: &[(Stated<'_>, Stated<'_>)]) -> String {
        let text = |stated: &Stated<'_>| stated.statement.text.written.to_string();
        let pairs: Vec<String> =
            pairs.iter().map(|(old, new)| format!("{}>{}", text(old), text(new))).collect();
        pairs.join(" | ")
    }

    /// All that is said of the first competency, by name.
    fn said(ladder: &Ladder, from: usize, to: usize) -> String {
        let comparison = compare(&resolve(ladder, None), from, to);
        let change = &comparison.competencies[0];
        let parts = [
            ("added", texts(&change.added)),
            ("raised", pairs(&change.raised)),
            ("lowered", pairs(&change.lowered)),
            ("restated", pairs(&change.restated)),
            ("carried", texts(&change.carried)),
            ("left", texts(&change.left)),
        ];
        let said = parts.iter().filter(|(_, text)| !text.is_empty());
        said.map(|(name, text)| format!("{name} {text}")).collect::<Vec<_>>().join("; ")
    }

    fn ladder() -> Sample {
        Sample::of("engineer senior staff")
            .cell("depth@engineer", &["a {#a}", "x"])
            .cell("depth@senior", &["b {#b raises=a}", "y"])
            .cell("depth@staff", &["c {#c raises=b}"])
    }

    #[test]
    fn a_higher_level_adds_raises_and_carries() {
        let ladder = ladder().build();
        assert_eq!(said(&ladder, 0, 1), "added y; raised a>b; carried x");
        assert_eq!(said(&ladder, 0, 2), "added y; raised a>c; carried x");
    }

    #[test]
    fn a_lower_level_asks_less_and_nothing_of_what_was_added() {
        assert_eq!(said(&ladder().build(), 2, 0), "lowered c>a; carried x; left y");
    }

    #[test]
    fn a_level_against_itself_changes_nothing() {
        let ladder = ladder().build();
        let comparison = compare(&resolve(&ladder, None), 1, 1);
        assert!(!comparison.competencies[0].is_change());
        assert_eq!(comparison.trend, Trend::Sideways);
    }

    #[test]
    fn punctuation_is_no_change_and_words_are_none_under_one_id() {
        let ladder = Sample::of("engineer senior")
            .mode(Mode::Standalone)
            .cell("depth@engineer", &["Says why, always.", "one {#a}"])
            .cell("depth@senior", &["says why – always", "two {#- same_as=a}"])
            .build();
        assert_eq!(said(&ladder, 0, 1), "carried says why – always | two");
    }

    #[test]
    fn levels_that_state_all_anew_are_paired_in_order() {
        let ladder = Sample::of("engineer senior")
            .mode(Mode::Replacing)
            .cell("depth@engineer", &["old", "same", "b {#b}"])
            .cell("depth@senior", &["new", "Same.", "B {#bb raises=b}", "C"])
            .build();
        assert_eq!(said(&ladder, 0, 1), "added C; raised b>B | old>new; carried Same.");
        assert_eq!(said(&ladder, 1, 0), "lowered B>b | new>old; carried same; left C");
    }

    #[test]
    fn levels_of_one_rank_restate() {
        let ladder = Sample::of("")
            .track("ic", "senior=2", "")
            .track("mgmt", "em=2", "")
            .mode(Mode::Replacing)
            .cell("depth@senior", &["a"])
            .cell("depth@em", &["b"])
            .build();
        assert_eq!(said(&ladder, 0, 1), "restated a>b");
    }

    #[test]
    fn complete_cells_leave_what_they_do_not_state() {
        let ladder = Sample::of("engineer senior staff")
            .mode(Mode::Standalone)
            .cell("depth@engineer", &["a", "b"])
            .cell("depth@senior", &["b", "c"])
            .cell("depth@staff", &["tbd"])
            .build();
        assert_eq!(said(&ladder, 0, 1), "added c; carried b; left a");
        assert_eq!(said(&ladder, 1, 2), "", "nobody knows what a cell to be written leaves out");
    }

    #[test]
    fn a_level_that_says_nothing_new_leaves_what_it_does_not_inherit() {
        let ladder = Sample::of("")
            .track("ic", "senior=1 staff=2", "")
            .track("mgmt", "em=2", "senior")
            .cell("depth@senior", &["a"])
            .cell("depth@staff", &["b"])
            .build();
        assert_eq!(said(&ladder, 1, 2), "carried a; left b");
        assert_eq!(said(&ladder, 1, 0), "carried a; left b");
        let standalone = Sample::of("senior staff").mode(Mode::Standalone).cell("depth@senior", &["a"]);
        assert_eq!(said(&standalone.build(), 0, 1), "", "nobody wrote what is asked");
    }

    #[test]
    fn points_are_part_of_what_is_said() {
        let makes_sure = |what: &str| {
            let mut one = Statement::new(Kind::Expectation, Text::generated("Makes sure that:"));
            one.children.push(Statement::new(Kind::Point, Text::generated(what)));
            one
        };
        let ladder = Sample::of("senior staff").cell("depth@senior", &["x"]).cell("depth@staff", &["y"]);
        let ladder = ladder.with(|ladder| {
            ladder.declared.cells[0].statements = vec![makes_sure("alarms are set")];
            ladder.declared.cells[1].statements = vec![makes_sure("the budget holds")];
        });
        assert_eq!(said(&ladder.build(), 0, 1), "added Makes sure that:; carried Makes sure that:");
    }

    #[test]
    fn what_another_competency_raises_is_not_left() {
        let ladder = Sample::of("engineer senior")
            .mode(Mode::Standalone)
            .cell("depth@engineer", &["a {#a}"])
            .cell("depth@senior", &["n/a"])
            .cell("width@senior", &["b {#b raises=a}"])
            .build();
        let comparison = compare(&resolve(&ladder, None), 0, 1);
        assert!(comparison.competencies[0].left.is_empty());
        assert_eq!(pairs(&comparison.competencies[1].raised), "a>b");
    }

    #[test]
    fn what_a_family_replaces_is_raised_in_its_place() {
        let ladder = Sample::of("engineer senior")
            .family("web", "", "")
            .family("shop", "web", "")
            .cell("depth@engineer", &["a {#a}"])
            .cell("depth@senior", &["b {#b raises=a}"])
            .cell("web/depth@engineer", &["A {#wa replaces=a}"])
            .cell("shop/depth@engineer", &["AA {#sa replaces=wa}"])
            .cell("shop/depth@senior", &["B {#sb replaces=b}"])
            .build();
        let said = |family| {
            let resolved = resolve(&ladder, family);
            let inherited = resolved.cell(1, 0).inherited.len();
            let change = compare(&resolved, 0, 1).competencies.remove(0);
            (pairs(&change.raised), change.left.len() + change.added.len() + inherited)
        };
        assert_eq!(said(None), ("a>b".to_owned(), 0));
        assert_eq!(said(Some(0)), ("A>b".to_owned(), 0));
        assert_eq!(said(Some(1)), ("AA>B".to_owned(), 0));
    }

    #[test]
    fn silence_at_both_levels_is_told_from_sameness() {
        let ladder = Sample::of("a b c").cell("depth@b", &["x"]).cell("width@c", &["y"]).build();
        let comparison = compare(&resolve(&ladder, None), 0, 1);
        let silent: Vec<bool> = comparison.competencies.iter().map(|change| change.both_silent).collect();
        assert_eq!(silent, [false, true]);
    }

    #[test]
    fn a_higher_step_and_proficiency_are_raised() {
        let ladder = Sample::of("a b")
            .scale("proficiency", "novice expert")
            .steps("depth", "one two")
            .requires("a", vector("depth=one"))
            .requires("b", vector("depth=two"))
            .cell("depth@a", &["proficiency: novice"])
            .cell("depth@b", &["proficiency: expert"])
            .build();
        let resolved = resolve(&ladder, None);
        let change = &compare(&resolved, 0, 1).competencies[0];
        let (step, proficiency) = (change.step.unwrap(), change.proficiency.unwrap());
        assert!(step.is_up() && proficiency.is_up());
        assert_eq!(proficiency.to.unwrap().value.unwrap().name, "expert");
        assert_eq!(compare(&resolved, 1, 0).competencies[0].step.unwrap().trend, Trend::Down);
    }

    #[test]
    fn the_reach_of_a_level_is_compared_on_its_scale() {
        let reach = |values: &[&str]| {
            let values = values.iter().map(|value| Text::generated(*value)).collect();
            Dimension { name: Name::generated("reach"), values }
        };
        let focus = Dimension { name: Name::generated("focus"), values: vec![Text::generated("work")] };
        let ladder = Sample::of("a b c")
            .scale("reach", "self team department")
            .at("a", |level| level.dimensions = vec![reach(&["Self"])])
            .at("b", |level| level.dimensions = vec![reach(&["self", "team"]), focus.clone()])
            .at("c", |level| level.dimensions = vec![reach(&["self", "team"]), focus])
            .build();
        let resolved = resolve(&ladder, None);
        let changes = compare(&resolved, 0, 1).dimensions;
        let said: Vec<_> =
            changes.iter().map(|change| (change.name, change.to.len(), change.trend)).collect();
        assert_eq!(said, [("reach", 2, Trend::Up), ("focus", 1, Trend::Sideways)]);
        assert!(compare(&resolved, 1, 2).dimensions.is_empty());
    }

    #[test]
    fn a_paragraph_is_something_that_changes() {
        let with_texts = |mode, texts: [Option<&str>; 2]| {
            let sample = Sample::of("engineer senior").mode(mode);
            let sample = sample.cell("depth@engineer", &[]).cell("depth@senior", &["x"]);
            let cells = |ladder: &mut Ladder| {
                for (cell, text) in ladder.declared.cells.iter_mut().zip(texts) {
                    cell.summary = text.map(Text::generated);
                }
            };
            sample.with(cells).build()
        };
        let texts = |ladder: &Ladder| {
            let comparison = compare(&resolve(ladder, None), 0, 1);
            let change = &comparison.competencies[0];
            let written =
                |texts: &[&Text]| texts.iter().map(|text| text.written.to_string()).collect::<Vec<_>>();
            change.texts.as_ref().map(|(from, to)| (written(from), written(to)))
        };
        let said = |text: &str| vec![text.to_owned()];
        let ladder = with_texts(Mode::Cumulative, [Some("Writes with help."), Some("Designs alone.")]);
        assert_eq!(texts(&ladder), Some((said("Writes with help."), said("Designs alone."))));
        let ladder = with_texts(Mode::Cumulative, [Some("Writes, with help"), Some("Writes with help.")]);
        assert_eq!(texts(&ladder), None);
        assert_eq!(texts(&with_texts(Mode::Cumulative, [Some("Writes."), None])), None, "it is added to");
        let ladder = with_texts(Mode::Replacing, [Some("Writes."), None]);
        assert_eq!(texts(&ladder), Some((said("Writes."), Vec::new())));
    }
}
