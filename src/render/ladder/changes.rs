//! What changes from one level to another, for the conversation about it.

use super::cell::is_main;
use super::facts::escaped;
use super::shown::Shown;
use crate::handbook::ladders::ViewKind;
use crate::ladder::anchors::is_told;
use crate::ladder::compare::{CompetencyChange, DimensionValue, Trend, compare};
use crate::ladder::resolved::{CellState, Stated};
use crate::page::view::ladder::{
    ChangeView, ChangesView, CompetencyRefView, DimensionChangeView, ExpectationView, PairView, RefView,
    TextPairView,
};

impl Shown<'_> {
    pub(super) fn changes(&self, from: usize, to: usize) -> ChangesView {
        let comparison = compare(&self.resolved, from, to);
        let shown = self.rows(&[from, to]);
        let changes: Vec<&CompetencyChange<'_>> =
            comparison.competencies.iter().filter(|change| shown.contains(&change.competency)).collect();
        let is_told = |change: &CompetencyChange<'_>| is_told(&self.resolved, (from, to), change);
        let changed: Vec<usize> =
            changes.iter().filter(|change| is_told(change)).map(|change| change.competency).collect();
        let areas = self.areas(&changed, |competency, _| {
            let change = changes.iter().find(|change| change.competency == competency)?;
            Some(self.change(change, (from, to)))
        });
        let unchanged: Vec<CompetencyRefView> = changes
            .iter()
            .filter(|change| !is_told(change) && !change.both_silent)
            .map(|change| self.competency_ref(change.competency))
            .collect();
        let views = areas.iter().flat_map(|area| &area.competencies);
        let sum = |count: fn(&ChangeView) -> usize| views.clone().map(count).sum();
        ChangesView {
            from: self.level_ref(from, 1),
            to: self.level_ref(to, 2),
            relation: self.relation(from, to, comparison.trend),
            added: sum(|change| change.added.len()),
            raised: sum(|change| change.raised.len()),
            lowered: sum(|change| change.lowered.len()),
            restated: sum(|change| change.restated.len()),
            carried: changes.iter().map(|change| main(&change.carried).count()).sum(),
            left: sum(|change| change.left.len()),
            dimensions: comparison
                .dimensions
                .iter()
                .map(|dimension| DimensionChangeView {
                    label: self.dimension_label(dimension.name),
                    from: self.values(&dimension.from),
                    to: self.values(&dimension.to),
                })
                .collect(),
            areas,
            unchanged,
            others: self.others(from, to),
        }
    }

    fn change(&self, change: &CompetencyChange<'_>, (from, to): (usize, usize)) -> ChangeView {
        let index = change.competency;
        let list = |stated: &[Stated<'_>]| -> Vec<ExpectationView> {
            main(stated).map(|stated| self.stated(index, stated, None)).collect()
        };
        let pairs = |pairs: &[(Stated<'_>, Stated<'_>)]| -> Vec<PairView> {
            // Beside each other they need no words about each other.
            let alone = |view| ExpectationView { raises: None, ..view };
            let pair = |(old, new): &(Stated<'_>, Stated<'_>)| PairView {
                from: alone(self.stated(index, old, Some(old.level).filter(|level| *level != from))),
                to: alone(self.stated(index, new, None)),
            };
            pairs.iter().map(pair).collect()
        };
        let mut moves = Vec::new();
        if let Some(shift) = &change.step {
            let name = |step: Option<&crate::ladder::model::Step>| {
                step.map_or_else(String::new, |step| escaped(&step.name))
            };
            moves.push(DimensionChangeView {
                label: "Step".to_owned(),
                from: name(shift.from),
                to: name(shift.to),
            });
        }
        if let Some(shift) = &change.proficiency {
            let name = |proficiency: Option<crate::ladder::compare::Proficiency<'_>>| {
                proficiency
                    .map_or_else(String::new, |proficiency| escaped(&self.proficiency(proficiency.name)))
            };
            moves.push(DimensionChangeView {
                label: "Proficiency".to_owned(),
                from: name(shift.from),
                to: name(shift.to),
            });
        }
        ChangeView {
            id: self.anchor(self.ladder.declared.competencies[index].id.as_str()),
            competency: self.competency_ref(index),
            raised: pairs(&change.raised),
            lowered: pairs(&change.lowered),
            restated: pairs(&change.restated),
            moves,
            texts: change
                .texts
                .as_ref()
                .map(|(from, to)| TextPairView { from: self.htmls(from), to: self.htmls(to) }),
            added: list(&change.added),
            carried: main(&change.carried)
                .map(|stated| self.stated(index, stated, Some(stated.level).filter(|level| *level != to)))
                .collect(),
            left: list(&change.left),
            remark: self.remark(change, to),
        }
    }

    /// What has to be said of a cell that states nothing.
    fn remark(&self, change: &CompetencyChange<'_>, to: usize) -> String {
        let title = self.level_title(to);
        let is_asked = |level: &usize| {
            let state = self.resolved.state(*level, change.competency);
            matches!(state, CellState::Stated | CellState::SameAs(_))
        };
        match (change.states.0, change.states.1) {
            (_, CellState::ToBeDefined) => format!("For {title} this is still to be written."),
            (CellState::NotApplicable, CellState::NotApplicable) => String::new(),
            (_, CellState::NotApplicable) => format!("This is not asked for at {title}."),
            (CellState::NotApplicable, _) if self.resolved.below(to).iter().any(is_asked) => {
                format!("This is asked for at {title} again.")
            }
            (CellState::NotApplicable, _) => format!("This is asked for at {title} for the first time."),
            _ => String::new(),
        }
    }

    fn values(&self, values: &[DimensionValue<'_>]) -> String {
        let names = values.iter().map(|value| match value.value {
            Some(value) => escaped(&value.name),
            None => self.html(value.text),
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// How the two levels belong together.
    fn relation(&self, from: usize, to: usize, trend: Trend) -> String {
        let levels = &self.ladder.declared.levels;
        let (old, new) = (&levels[from], &levels[to]);
        let is_equivalent = old.equivalent_to.contains(&new.id) || new.equivalent_to.contains(&old.id);
        let is_entry = self.resolved.neighbours().contains(&(from, to));
        match (old.track == new.track, is_equivalent, is_entry, trend) {
            (false, true, _, _) => "The two levels are equivalent. Going from one to the other is a change of work, not a promotion.".to_owned(),
            (false, _, true, _) => "This is a way onto another track: a change of work before anything else.".to_owned(),
            (false, ..) => "The two levels are on different tracks.".to_owned(),
            (true, _, _, Trend::Down) => "This looks down the ladder.".to_owned(),
            _ => String::new(),
        }
    }

    /// The pages of changes that begin or end at one of the two levels.
    fn others(&self, from: usize, to: usize) -> Vec<RefView> {
        let levels = [from, to];
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for view in self.placed.chapters.keys() {
            if let ViewKind::Changes(a, b) = view.kind
                && (levels.contains(&a) || levels.contains(&b))
                && (a, b) != (from, to)
                && [a, b].iter().all(|level| self.resolved.levels.contains(level))
                && !pairs.contains(&(a, b))
            {
                pairs.push((a, b));
            }
        }
        pairs.sort_unstable();
        // A pair that only another family has leads nowhere from here.
        let link = |(a, b): (usize, usize)| {
            let href = self.href_of(ViewKind::Changes(a, b))?;
            let title = format!("From {} to {}", self.level_title(a), self.level_title(b));
            Some(RefView { title, href: Some(href) })
        };
        pairs.into_iter().filter_map(link).collect()
    }
}

fn main<'a, 's>(stated: &'a [Stated<'s>]) -> impl Iterator<Item = &'a Stated<'s>> {
    stated.iter().filter(|stated| is_main(stated.statement))
}
