//! Ranges of points and means: each begins where the one below it ends.

use super::{Reports, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{Bounds, Level, Rule};
use crate::ladder::rules::{Explained, asked, explain, possible_sums, thousandths};

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let levels = &subject.ladder.declared.levels;
    for of in [points as fn(&Rule) -> Option<&Bounds>, weighted] {
        let mut last: Vec<(&Level, &Bounds)> = Vec::new();
        for level in levels {
            for bounds in level.requires.iter().filter_map(of) {
                let below = last.iter().position(|(other, _)| other.track == level.track);
                match below {
                    Some(at) => {
                        neighbours(last[at], (level, bounds), reports);
                        last[at] = (level, bounds);
                    }
                    None => last.push((level, bounds)),
                }
            }
        }
    }
    for level in 0..levels.len() {
        out_of_reach(subject, level, reports);
    }
}

fn points(rule: &Rule) -> Option<&Bounds> {
    match rule {
        Rule::Points(bounds) => Some(bounds),
        _ => None,
    }
}

fn weighted(rule: &Rule) -> Option<&Bounds> {
    match rule {
        Rule::Weighted(bounds) => Some(bounds),
        _ => None,
    }
}

/// Two titles for one range are no overlap.
fn neighbours(lower: (&Level, &Bounds), upper: (&Level, &Bounds), reports: &mut Reports<'_>) {
    let ((below, low), (level, high)) = (lower, upper);
    let is_same_range = low.min == high.min && low.max == high.max;
    let end = low.max.unwrap_or(f64::INFINITY);
    // What asks for less than the level below is another report.
    if is_same_range || end == high.min || high.min < low.min {
        return;
    }
    let (from, to) = (&below.id.value, &level.id.value);
    let report = if end < high.min {
        let message = format!("from {end} up to {} belongs to neither `{from}` nor `{to}`", high.min);
        Diagnostic::new(Code::LadderRuleRange, message)
            .help(format!("a range ends before its `max`: write `max = {}` for `{from}`", high.min))
    } else if end.is_infinite() {
        Diagnostic::new(Code::LadderRuleRange, format!("`{from}` has no `max` and goes over into `{to}`"))
            .help(format!("write `max = {}` for `{from}`", high.min))
    } else {
        let message = format!("from {} up to {end} belongs to both `{from}` and `{to}`", high.min);
        Diagnostic::new(Code::LadderRuleRange, message)
            .help(format!("let `{to}` begin where `{from}` ends: `min = {end}`"))
    };
    let report = reports.at(report, high.name.place, "");
    let report = reports.also(report, low.name.place, "the range below");
    reports.add(report);
}

/// A range that is empty, or that nothing can fall into.
fn out_of_reach(subject: &Subject<'_>, level: usize, reports: &mut Reports<'_>) {
    let competencies = &subject.ladder.declared.competencies;
    let mut steps = competencies.iter().flat_map(|competency| &competency.steps).peekable();
    let has_no_points = steps.peek().is_some() && steps.all(|step| step.points.is_none());
    for rule in explain(subject.ladder, level) {
        if let Explained::Points { bounds, .. } = &rule
            && has_no_points
        {
            let message = "no step has points, so that every sum is 0".to_owned();
            let report = Diagnostic::new(Code::LadderRuleRange, message)
                .help("say what each step counts: `steps = [{ name = \"…\", points = 1 }]`");
            let report = reports.at(report, bounds.name.place, "");
            reports.add(report);
            continue;
        }
        let (bounds, (lowest, highest), is_sum) = match rule {
            Explained::Points { bounds, possible } => (bounds, possible, true),
            Explained::Weighted { bounds, possible } => (bounds, possible, false),
            _ => continue,
        };
        let end = bounds.max.unwrap_or(f64::INFINITY);
        let what = if is_sum { "sum of points" } else { "mean" };
        let has_values = highest > lowest;
        let reason = if end <= bounds.min {
            Some("the range ends before it begins".to_owned())
        } else if !has_values {
            // Without steps and points there is nothing to count yet.
            None
        } else if bounds.min > highest || end <= lowest {
            Some(format!("no {what} is in this range: they go from {lowest} to {highest}"))
        } else if is_sum && !is_any_sum_in(subject, level, bounds) {
            Some("no combination of steps makes a sum in this range".to_owned())
        } else {
            None
        };
        if let Some(message) = reason {
            let report = Diagnostic::new(Code::LadderRuleRange, message)
                .help("correct `min` and `max`; a range holds its `min`, and ends before its `max`");
            let report = reports.at(report, bounds.name.place, "");
            reports.add(report);
        }
    }
}

fn is_any_sum_in(subject: &Subject<'_>, level: usize, bounds: &Bounds) -> bool {
    let Some(sums) = possible_sums(asked(subject.ladder, level)) else {
        return true;
    };
    let end = bounds.max.map_or(i64::MAX, thousandths);
    sums.iter().any(|sum| (thousandths(bounds.min)..end).contains(sum))
}
