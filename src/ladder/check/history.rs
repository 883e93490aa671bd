//! Ids that were published must keep an answer.

use rustc_hash::FxHashSet;

use super::Reports;
use crate::diagnostic::{Code, Diagnostic, nearest_within};
use crate::ladder::model::{Ladder, Statement};
use crate::ladder::text::{FileId, Name};
use crate::source::SourcePath;

/// How many lost ids of one earlier version are reported one by one.
const MAX_LOST: usize = 50;

/// How much is spent on guessing what became of ids.
const MAX_EFFORT: usize = 5_000_000;

/// What an id is of that has an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A level.
    Level,
    /// A competency.
    Competency,
    /// An expectation, or what belongs to one.
    Expectation,
}

impl Sort {
    fn words(self) -> &'static str {
        match self {
            Self::Level => "the level ",
            Self::Competency => "the competency ",
            Self::Expectation => "",
        }
    }
}

/// Returns a report for each id of an earlier version that this one neither has nor lists in `removed`.
/// `earlier` are earlier versions: where each is named, and the ids it had.
pub fn lost_ids(
    ladder: &Ladder,
    earlier: &[(Name, Vec<(Sort, String)>)],
    path_of: &dyn Fn(FileId) -> Option<SourcePath>,
) -> Vec<Diagnostic> {
    let ids = ids(ladder);
    let known: FxHashSet<&str> = ids.iter().copied().collect();
    let mut reported: FxHashSet<&str> = FxHashSet::default();
    let mut reports = Reports { path_of, found: Vec::new() };
    let mut effort = MAX_EFFORT;
    for (name, had) in earlier {
        let lost = had.iter().map(|(sort, id)| (*sort, id.as_str())).filter(|(_, id)| !known.contains(id));
        let lost: Vec<(Sort, &str)> = lost.filter(|(_, id)| reported.insert(id)).collect();
        let had: FxHashSet<&str> = had.iter().map(|(_, id)| id.as_str()).collect();
        // What is lost can only be something of its sort by another name.
        let new = |sort: Sort| ids_of(ladder, sort).into_iter().filter(|id| !had.contains(id));
        for (sort, id) in lost.iter().take(MAX_LOST) {
            let message = format!("{}`{id}` was in `{}` and is gone", sort.words(), name.value);
            let report = Diagnostic::new(Code::LadderLostId, message);
            let removed = format!("say that it was removed: `[[removed]]` with `id = \"{id}\"`");
            let report = match nearest_within(id, new(*sort), &mut effort) {
                Some(other) => report
                    .help(format!("if `{other}` is the same, give it its former id back"))
                    .help(format!("or {removed}")),
                None => report.help(removed),
            };
            let report = report.help("`replaced_by` there leads readers to what counts now");
            let report = reports.at(report, name.place, "");
            reports.add(report);
        }
        if lost.len() > MAX_LOST {
            let more = lost.len() - MAX_LOST;
            let message = format!("{more} more ids were in `{}` and are gone", name.value);
            let report = Diagnostic::new(Code::LadderLostId, message)
                .help("list each of them in `[[removed]]`, or leave the file out of `published`");
            let report = reports.at(report, name.place, "");
            reports.add(report);
        }
    }
    reports.found
}

/// Every id that a link can name, and every one that was removed.
fn ids(ladder: &Ladder) -> Vec<&str> {
    let declared = &ladder.declared;
    let mut ids: Vec<&Name> = Vec::new();
    ids.extend(declared.scales.iter().map(|scale| &scale.id));
    ids.extend(declared.tracks.iter().map(|track| &track.id));
    ids.extend(declared.levels.iter().map(|level| &level.id));
    ids.extend(declared.families.iter().map(|family| &family.id));
    ids.extend(declared.areas.iter().map(|area| &area.id));
    ids.extend(declared.competencies.iter().map(|competency| &competency.id));
    ids.extend(declared.archetypes.iter().map(|archetype| &archetype.id));
    ids.extend(declared.profiles.iter().map(|profile| &profile.id));
    ids.extend(declared.pay_bands.iter().map(|band| &band.id));
    ids.extend(declared.processes.iter().map(|process| &process.id));
    ids.extend(declared.cycles.iter().map(|cycle| &cycle.id));
    ids.extend(declared.removed.iter().map(|removed| &removed.id));
    for statement in declared.cells.iter().flat_map(|cell| &cell.statements) {
        add_ids(statement, &mut ids);
    }
    ids.into_iter().map(Name::as_str).collect()
}

/// Every id of a sort.
fn ids_of(ladder: &Ladder, sort: Sort) -> Vec<&str> {
    let declared = &ladder.declared;
    let mut ids: Vec<&Name> = Vec::new();
    match sort {
        Sort::Level => ids.extend(declared.levels.iter().map(|level| &level.id)),
        Sort::Competency => ids.extend(declared.competencies.iter().map(|competency| &competency.id)),
        Sort::Expectation => {
            let statements = declared.cells.iter().flat_map(|cell| &cell.statements);
            statements.for_each(|statement| add_ids(statement, &mut ids));
        }
    }
    ids.into_iter().map(Name::as_str).collect()
}

fn add_ids<'a>(statement: &'a Statement, ids: &mut Vec<&'a Name>) {
    ids.extend(&statement.id);
    for child in &statement.children {
        add_ids(child, ids);
    }
}
