//! Which steps levels ask for.

use crate::ladder::model::{Competency, Ladder, Rule};
use crate::ladder::text::Name;

/// The step of each competency that each level asks for: what its vector says, and nothing below what
/// `none_below` says. `other` means every competency that is not named, unless somebody's `main` one
/// could be among them.
pub(super) fn asked_steps(ladder: &Ladder) -> Vec<Vec<Option<usize>>> {
    let competencies = &ladder.declared.competencies;
    let mut asked = vec![vec![None; competencies.len()]; ladder.declared.levels.len()];
    for (level, row) in ladder.declared.levels.iter().zip(&mut asked) {
        for rule in &level.requires {
            for (competency, cell) in competencies.iter().zip(row.iter_mut()) {
                let Some(name) = step_of(rule, competency) else { continue };
                let found = competency.steps.iter().position(|step| step.id == *name);
                let number = |index: usize| competency.steps[index].number;
                *cell = match (*cell, found) {
                    (Some(a), Some(b)) => Some(if number(b) > number(a) { b } else { a }),
                    (a, b) => a.or(b),
                };
            }
        }
    }
    asked
}

fn step_of<'a>(rule: &'a Rule, competency: &Competency) -> Option<&'a Name> {
    match rule {
        Rule::Vector(pairs) => {
            let find = |id: &str| pairs.iter().find(|(name, _)| name == id).map(|(_, step)| step);
            find(competency.id.as_str()).or_else(|| find("other").filter(|_| find("main").is_none()))
        }
        Rule::NoneBelow(step) => Some(step),
        _ => None,
    }
}
