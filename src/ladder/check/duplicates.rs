//! The same words twice, and expectations that nothing illustrates.

use rustc_hash::FxHashMap;

use super::{Reports, Subject, is_off, place_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{Cell, Kind, Mode, Statement};
use crate::ladder::wording::words_of;

/// Texts shorter than this, folded, repeat each other by chance.
const MIN_CHARS: usize = 8;

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    duplicates(subject, reports);
    no_examples(subject, reports);
}

fn duplicates(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let competencies = &subject.ladder.declared.competencies;
    let modes: FxHashMap<&str, Mode> = competencies
        .iter()
        .zip(0..)
        .map(|(competency, index)| (competency.id.as_str(), subject.common.mode(index)))
        .collect();
    // For each text, the first place of the common ladder and that of each family.
    let mut seen: FxHashMap<(String, Option<&str>), (&Cell, &Statement)> = FxHashMap::default();
    for (cell, statement) in subject.statements() {
        let words = words_of(statement);
        if statement.same_as.is_some() || words.chars().count() < MIN_CHARS {
            continue;
        }
        let family = cell.family.as_ref().map(|name| name.as_str());
        let own = (words, family);
        let first = seen.get(&own).or_else(|| seen.get(&(own.0.clone(), None))).copied();
        if let Some(first) = first
            && is_mistake(&modes, first, (cell, statement))
            && !subject.is_off_for(cell, Code::LadderDuplicateStatement)
        {
            report_twice(first, (cell, statement), reports);
        }
        seen.entry(own).or_insert((cell, statement));
    }
}

/// In a standalone cell a statement of the level below may stand again, as long as they do not claim to
/// be different ones.
fn is_mistake(
    modes: &FxHashMap<&str, Mode>,
    (first_cell, first): (&Cell, &Statement),
    (cell, statement): (&Cell, &Statement),
) -> bool {
    let replaces = statement.replaces.is_some() && statement.replaces == first.id;
    let is_elsewhere = cell.competency == first_cell.competency && cell.at != first_cell.at;
    let is_standalone = modes.get(cell.competency.as_str()) == Some(&Mode::Standalone);
    let has_two_ids = statement.id.is_some() && first.id.is_some();
    !replaces && (!(is_elsewhere && is_standalone) || has_two_ids)
}

fn report_twice(first: (&Cell, &Statement), second: (&Cell, &Statement), reports: &mut Reports<'_>) {
    let (a, b) = (first.0, second.0);
    let competency = &b.competency.value;
    let message = match (a.competency == b.competency, a.at == b.at) {
        (true, true) => format!("{} of `{competency}` states the same twice", place_name(&b.at)),
        (true, false) => {
            format!("{} of `{competency}` states the same as {}", place_name(&b.at), place_name(&a.at))
        }
        (false, _) => format!("`{competency}` states the same as `{}`", a.competency.value),
    };
    let report = Diagnostic::new(Code::LadderDuplicateStatement, message)
        .help("state it once, where it is first expected; or say what more is expected here");
    let report = match &first.1.id {
        Some(id) if a.at != b.at => {
            report.help(format!("if it is meant to be the same, write `Same as: {}` below it", id.value))
        }
        _ => report,
    };
    let report = reports.at(report, second.1.text.place, "");
    let report = reports.also(report, first.1.text.place, "first stated here");
    reports.add(report);
}

fn no_examples(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let code = Code::LadderNoExample;
    let competencies = &subject.ladder.declared.competencies;
    let off = competencies.iter().filter(|competency| is_off(&competency.extra, code));
    let off: Vec<&str> = off.map(|competency| competency.id.as_str()).collect();
    for cell in &subject.ladder.declared.cells {
        let is_illustrated = cell.statements.iter().any(|statement| statement.kind == Kind::Example);
        if is_illustrated || off.contains(&cell.competency.as_str()) {
            continue;
        }
        for statement in &cell.statements {
            let has_example = statement.children.iter().any(|child| child.kind == Kind::Example);
            if statement.kind != Kind::Expectation || has_example || statement.same_as.is_some() {
                continue;
            }
            let place = place_name(&cell.at);
            let message = format!("an expectation of `{}` for {place} has no example", cell.competency.value);
            let report = Diagnostic::new(code, message)
                .help("add `Example:` below it, with something that somebody did");
            let report = reports.at(report, statement.text.place, "");
            reports.add(report);
        }
    }
}
