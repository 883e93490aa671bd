//! Any two levels: everything that holds at some level, once, with the levels it holds at.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::cell::{Detail, is_main};
use super::shown::Shown;
use crate::handbook::ladders::ViewKind;
use crate::ladder::resolved::{CellState, Identity, Stated, identity};
use crate::page::view::ladder::{CompareFactView, CompareItemView, CompareRowView, CompareView, RefView};

impl Shown<'_> {
    pub(super) fn compare(&self) -> CompareView {
        let levels = self.columns();
        let competencies = self.rows(&levels);
        CompareView {
            levels: levels.iter().enumerate().map(|(at, level)| self.level_ref(*level, at + 1)).collect(),
            pairs: self.pairs(),
            matrix_href: self.href_of(ViewKind::Matrix).or_else(|| self.href_of(ViewKind::Home)),
            facts: self.compare_facts(&levels),
            areas: self.areas(&competencies, |competency, _| {
                Some(CompareRowView {
                    competency: self.competency_ref(competency),
                    items: self.compare_items(&levels, competency),
                })
            }),
        }
    }

    /// Everything that is said of a competency at some level, in the order of the levels.
    fn compare_items(&self, levels: &[usize], competency: usize) -> Vec<CompareItemView> {
        let mut found: Vec<(Stated<'_>, Vec<usize>)> = Vec::new();
        let mut at: FxHashMap<Identity, usize> = FxHashMap::default();
        let mut states: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, level) in levels.iter().enumerate() {
            let cell = self.resolved.cell(*level, competency);
            let own = cell.own.iter().chain(&cell.inherited);
            for stated in own.filter(|stated| is_main(stated.statement)) {
                let place = *at.entry(identity(stated)).or_insert_with(|| {
                    found.push((*stated, Vec::new()));
                    found.len() - 1
                });
                found[place].1.push(number + 1);
            }
            let view = self.cell(*level, competency, Detail::Brief);
            let is_told = matches!(cell.state, CellState::NotApplicable | CellState::ToBeDefined);
            if is_told {
                states.entry(super::facts::escaped(&view.state_text)).or_default().push(number + 1);
            }
            if !view.proficiency.is_empty() {
                let text = format!("Proficiency: {}", super::facts::escaped(&view.proficiency));
                states.entry(text).or_default().push(number + 1);
            }
            if !view.summary.is_empty() {
                states.entry(view.summary).or_default().push(number + 1);
            }
        }
        let items = found.iter().map(|(stated, numbers)| CompareItemView {
            levels: joined(numbers),
            from: self.level_link(stated.level),
            expectation: Some(self.stated(competency, stated, None)),
            html: String::new(),
        });
        let states = states.into_iter().map(|(html, numbers)| CompareItemView {
            levels: joined(&numbers),
            from: RefView::default(),
            expectation: None,
            html,
        });
        items.chain(states).collect()
    }

    /// Properties of the levels, each with the levels that have it.
    fn compare_facts(&self, levels: &[usize]) -> Vec<CompareFactView> {
        let mut labels: Vec<String> = Vec::new();
        let mut values: FxHashMap<String, Vec<(String, Vec<usize>)>> = FxHashMap::default();
        for (number, level) in levels.iter().enumerate() {
            for fact in self.level_facts(&self.ladder.declared.levels[*level]) {
                if !labels.contains(&fact.label) {
                    labels.push(fact.label.clone());
                }
                let html = fact.values.join(", ");
                let of_label = values.entry(fact.label).or_default();
                match of_label.iter_mut().find(|(other, _)| *other == html) {
                    Some((_, numbers)) => numbers.push(number + 1),
                    None => of_label.push((html, vec![number + 1])),
                }
            }
        }
        let rows = labels.into_iter().map(|label| {
            let of_label = values.remove(&label).unwrap_or_default();
            let items = of_label.into_iter().map(|(html, numbers)| CompareItemView {
                levels: joined(&numbers),
                from: RefView::default(),
                expectation: None,
                html,
            });
            CompareFactView { items: items.collect(), label }
        });
        rows.collect()
    }
}

fn joined(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
