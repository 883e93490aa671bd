//! References that were found and mean the wrong thing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Reports, Subject, is_off, list};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{At, Cell, Family, LevelStatus};
use crate::ladder::text::Name;

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let described = described(subject);
    for family in &subject.ladder.declared.families {
        if !family.levels.is_empty() && !is_off(&family.extra, Code::LadderOverlayLevel) {
            overlay_level(subject, (family, &described), reports);
        }
    }
    raises_order(subject, reports);
}

/// A family may begin higher and end lower than the ladder. A level between those that it lists may have
/// come later, and one that it says something about is surely missing.
fn overlay_level(
    subject: &Subject<'_>,
    (family, described): (&Family, &FxHashSet<(&str, &str)>),
    reports: &mut Reports<'_>,
) {
    let levels = &subject.ladder.declared.levels;
    let missing: Vec<&str> = levels
        .iter()
        .filter(|level| level.status == LevelStatus::Ok && !family.levels.contains(&level.id))
        .filter(|level| {
            let peers = levels.iter().filter(|peer| peer.track == level.track);
            let ranks =
                || peers.clone().filter(|peer| family.levels.contains(&peer.id)).map(|peer| peer.rank);
            let is_between = ranks().any(|rank| rank < level.rank) && ranks().any(|rank| rank > level.rank);
            let is_described = described.contains(&(family.id.as_str(), level.id.as_str()));
            is_between || is_described
        })
        .map(|level| level.id.as_str())
        .collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("`levels` of `{}` leaves out {}", family.id.value, list(&missing));
    let report = Diagnostic::new(Code::LadderOverlayLevel, message)
        .help(format!("add {} to `levels` of `{}`", list(&missing), family.id.value))
        .help("or, if the family has no such level, write `extra.lint = { overlay-level = false }` there");
    let report = reports.at(report, family.id.place, "");
    reports.add(report);
}

/// The levels that each family says something about, both by id.
fn described<'a>(subject: &Subject<'a>) -> FxHashSet<(&'a str, &'a str)> {
    let cells = subject.ladder.declared.cells.iter().filter(|cell| !cell.statements.is_empty());
    cells
        .filter_map(|cell| match (&cell.family, &cell.at) {
            (Some(family), At::Level(level)) => Some((family.as_str(), level.as_str())),
            _ => None,
        })
        .collect()
}

fn raises_order(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let with_ids = subject
        .statements()
        .filter_map(|(cell, statement)| Some((statement.id.as_ref()?.as_str(), (cell, &statement.text))));
    let by_id: FxHashMap<&str, _> = with_ids.collect();
    for (cell, statement) in subject.statements() {
        let Some(name) = &statement.raises else { continue };
        let Some((other, text)) = by_id.get(name.as_str()) else { continue };
        if !is_wrong_way(subject, cell, other) {
            continue;
        }
        let where_it_is = super::place_name(&other.at);
        let here = super::place_name(&cell.at);
        let message = format!("what {here} raises, `{}`, is expected at {where_it_is}", name.value);
        let report = Diagnostic::new(Code::LadderRaisesOrder, message)
            .help("name an expectation of a lower level, or leave `Raises:` out");
        let report = reports.at(report, name.place, "");
        let report = reports.also(report, text.place, "stated here");
        reports.add(report);
    }
}

/// Whether something raises what is not below it. Between levels and steps nobody can tell.
fn is_wrong_way(subject: &Subject<'_>, upper: &Cell, lower: &Cell) -> bool {
    match (&upper.at, &lower.at) {
        (At::Level(upper), At::Level(lower)) => {
            let (Some(upper), Some(lower)) = (subject.level(upper), subject.level(lower)) else {
                return false;
            };
            let rank = |level: usize| subject.ladder.declared.levels[level].rank;
            let is_below = subject.common.below(upper).contains(&lower);
            rank(lower) >= rank(upper) && !is_below
        }
        (At::Step(a), At::Step(b)) if upper.competency == lower.competency => {
            let competencies = subject.ladder.declared.competencies.iter();
            let steps =
                competencies.filter(|found| found.id == upper.competency).flat_map(|found| &found.steps);
            let steps: Vec<_> = steps.collect();
            let number = |name: &Name| steps.iter().find(|step| step.id == *name).map(|step| step.number);
            matches!((number(a), number(b)), (Some(upper), Some(lower)) if lower >= upper)
        }
        _ => false,
    }
}
