//! Requirements that contradict the level below, or that nobody can meet.

use super::{Reports, Subject, is_off};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{Competency, Ladder, Level, Rule};
use crate::ladder::rules::asked;
use crate::ladder::text::{Name, Place};

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let levels = &subject.ladder.declared.levels;
    for (index, level) in levels.iter().enumerate().filter(|(_, level)| !level.requires.is_empty()) {
        for rule in &level.requires {
            unreachable(subject.ladder, index, rule, reports);
        }
        if is_off(&level.extra, Code::LadderRuleOrder) {
            continue;
        }
        let lower = subject.common.below(index).into_iter().rev().map(|lower| &levels[lower]);
        let lower = lower
            .filter(|lower| lower.track == level.track)
            .find(|lower| lower.rank < level.rank && !lower.requires.is_empty());
        if let Some(lower) = lower {
            order(subject.ladder, (lower, level), reports);
        }
    }
}

/// A level that asks for less than the one below it, where the two can be compared.
fn order(ladder: &Ladder, levels: (&Level, &Level), reports: &mut Reports<'_>) {
    let has_vector = levels.1.requires.iter().any(|rule| matches!(rule, Rule::Vector(_)));
    for rule in &levels.0.requires {
        match rule {
            Rule::Vector(pairs) => {
                for pair in pairs {
                    vector_order(ladder, levels, pair, reports);
                }
            }
            Rule::AtLeast { count, step } if !has_vector => {
                count_order(ladder, levels, (*count, step), reports);
            }
            Rule::AtLeast { .. } | Rule::Prose(_) => {}
            rule => {
                let less = levels.1.requires.iter().find_map(|other| less_than(ladder, rule, other));
                if let Some((asks, place)) = less {
                    report_order(levels, asks, place, reports);
                }
            }
        }
    }
}

/// What the higher of two rules of one kind asks for, and the lower one, when that is more; and where
/// the higher one is written.
fn less_than(ladder: &Ladder, lower: &Rule, upper: &Rule) -> Option<((String, String), Place)> {
    match (lower, upper) {
        (Rule::NoneBelow(low), Rule::NoneBelow(high)) => {
            let asks = (format!("nothing below `{}`", high.value), format!("`{}`", low.value));
            is_lower(ladder, high, low).then_some((asks, high.place))
        }
        (Rule::Points(low), Rule::Points(high)) | (Rule::Weighted(low), Rule::Weighted(high)) => {
            let asks = (format!("`{}`", high.min), format!("`{}`", low.min));
            (high.min < low.min).then_some((asks, high.name.place))
        }
        (Rule::Share(low, of), Rule::Share(high, name)) if name == of => {
            let asks = (format!("a share of `{high}`"), format!("`{low}`"));
            (high < low).then_some((asks, name.place))
        }
        _ => None,
    }
}

fn vector_order(
    ladder: &Ladder,
    levels: (&Level, &Level),
    (name, step): &(Name, Name),
    reports: &mut Reports<'_>,
) {
    let pairs = levels.1.requires.iter().filter_map(|rule| match rule {
        Rule::Vector(pairs) => Some(pairs),
        _ => None,
    });
    let Some((_, found)) = pairs.flatten().find(|(other, _)| other == name) else {
        return;
    };
    let competency = ladder.declared.competencies.iter().find(|competency| competency.id == *name);
    let is_less = match competency {
        Some(competency) => is_lower_in(competency, found, step) == Some(true),
        None => is_lower(ladder, found, step),
    };
    if is_less {
        let asks = (format!("`{}` in `{}`", found.value, name.value), format!("`{}`", step.value));
        report_order(levels, asks, found.place, reports);
    }
}

/// A higher step counts as the lower one too, and so does what nobody may be below.
fn count_order(
    ladder: &Ladder,
    levels: (&Level, &Level),
    (count, step): (u32, &Name),
    reports: &mut Reports<'_>,
) {
    let is_enough = |other: &Name| other == step || is_lower(ladder, step, other);
    let mut most: Option<(u32, &Name)> = None;
    for rule in &levels.1.requires {
        match rule {
            Rule::AtLeast { count, step: other } => {
                let counted = if is_enough(other) { *count } else { 0 };
                if most.is_none_or(|(most, _)| counted > most) {
                    most = Some((counted, other));
                }
            }
            Rule::NoneBelow(other) if is_enough(other) => return,
            _ => {}
        }
    }
    if let Some((found, name)) = most.filter(|(found, _)| *found < count) {
        let asks = (format!("{} at `{}` or above", competencies(found), step.value), format!("{count}"));
        report_order(levels, asks, name.place, reports);
    }
}

fn report_order(
    (lower, upper): (&Level, &Level),
    (less, more): (String, String),
    place: Place,
    reports: &mut Reports<'_>,
) {
    let message = format!("`{}` asks for {less}, less than `{}`: {more}", upper.id.value, lower.id.value);
    let report = Diagnostic::new(Code::LadderRuleOrder, message)
        .help(format!("ask for at least what `{}` asks for, or lower what it asks for", lower.id.value));
    let report = reports.at(report, place, "");
    let report = reports.also(report, lower.id.place, "the level below");
    reports.add(report);
}

/// Whether a step is below another, in the first competency that has both.
fn is_lower(ladder: &Ladder, step: &Name, than: &Name) -> bool {
    let competencies = ladder.declared.competencies.iter();
    competencies.filter_map(|competency| is_lower_in(competency, step, than)).next() == Some(true)
}

fn is_lower_in(competency: &Competency, step: &Name, than: &Name) -> Option<bool> {
    let number = |name: &Name| competency.steps.iter().find(|step| step.id == *name).map(|step| step.number);
    Some(number(step)? < number(than)?)
}

/// What no step can mean was left out of the rules when they were looked up.
fn unreachable(ladder: &Ladder, level: usize, rule: &Rule, reports: &mut Reports<'_>) {
    match rule {
        Rule::Vector(pairs) => {
            for (name, _) in pairs {
                let is_declared = ladder.declared.competencies.iter().any(|found| found.id == *name);
                if is_declared && !asked(ladder, level).any(|asked| asked.id == *name) {
                    report_foreign(&ladder.declared.levels[level], name, reports);
                }
            }
        }
        Rule::AtLeast { count, step } => {
            let has_step = |competency: &&Competency| competency.steps.iter().any(|found| found.id == *step);
            let of = asked(ladder, level).filter(has_step).count();
            if *count as usize > of {
                report_count(&ladder.declared.levels[level], (*count, of), step, reports);
            }
        }
        Rule::NoneBelow(_) | Rule::Points(_) | Rule::Weighted(_) | Rule::Share(..) | Rule::Prose(_) => {}
    }
}

fn report_foreign(level: &Level, name: &Name, reports: &mut Reports<'_>) {
    let message = format!("`{}` asks for `{}`, which is not for its track", level.id.value, name.value);
    let report = Diagnostic::new(Code::LadderRuleUnreachable, message)
        .help("add the track to `tracks` of the competency, or leave it out of the requirement");
    let report = reports.at(report, name.place, "");
    reports.add(report);
}

fn report_count(level: &Level, (count, of): (u32, usize), step: &Name, reports: &mut Reports<'_>) {
    let have = match of {
        0 => "none has that step".to_owned(),
        1 => "only one has that step".to_owned(),
        of => format!("only {of} have that step"),
    };
    let asks = competencies(count);
    let message = format!("`{}` asks for {asks} at `{}` or above, and {have}", level.id.value, step.value);
    let help = match of {
        0 => "ask for a step that competencies of this level have".to_owned(),
        of => format!("ask for {} at most, or give more competencies that step", of),
    };
    let report = Diagnostic::new(Code::LadderRuleUnreachable, message).help(help);
    let report = reports.at(report, step.place, "");
    reports.add(report);
}

/// Returns a number of competencies in words.
fn competencies(count: u32) -> String {
    if count == 1 { "one competency".to_owned() } else { format!("{count} competencies") }
}
