//! Cells that nobody wrote, and levels that add nothing.

use rustc_hash::FxHashSet;

use super::{Reports, Subject, is_off, list};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{At, LevelStatus, Mode, Rule, State};
use crate::ladder::resolved::{CellState, Resolved, identity, resolve};
use crate::ladder::text::{Name, Place};

/// How many families are looked at for competencies of their own.
const MAX_FAMILIES: usize = 64;

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    missing_cells(subject, reports);
    few_new(subject, reports);
    no_summary(subject, reports);
}

/// A cell is missing where a lower level of the track says something, and the level says something
/// elsewhere. In cumulative mode silence means "nothing new": it is a gap only in a ladder whose author
/// says "same as", or fills nearly every cell.
fn missing_cells(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let mut is_done = vec![false; subject.ladder.declared.competencies.len()];
    check_view(subject.common, &mut is_done, subject, reports);
    for family in 0..subject.ladder.declared.families.len().min(MAX_FAMILIES) {
        let has_own = is_done.contains(&false);
        if has_own {
            check_view(&resolve(subject.ladder, Some(family)), &mut is_done, subject, reports);
        }
    }
}

fn check_view(view: &Resolved<'_>, is_done: &mut [bool], subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let levels: Vec<usize> = view.levels.iter().copied().filter(|level| is_described(view, *level)).collect();
    let open = view.competencies.iter().filter(|competency| !is_done[**competency]);
    let rows: Vec<Row> = open.map(|competency| Row::of(view, *competency, &levels)).collect();
    let filled: usize = rows.iter().map(|row| row.filled).sum();
    let gaps: usize = rows.iter().map(|row| row.gaps.len()).sum();
    let is_explicit = subject.ladder.declared.cells.iter().any(|cell| matches!(cell.state, State::SameAs(_)));
    let is_dense = filled >= 4 * gaps;
    for row in rows {
        is_done[row.competency] = true;
        let is_gap = is_explicit || is_dense || view.mode(row.competency) != Mode::Cumulative;
        if row.is_silent || (is_gap && !row.gaps.is_empty()) {
            report_gaps(&row, subject, reports);
        }
    }
}

/// One competency through all levels.
struct Row {
    competency: usize,
    /// How many cells say something, after the first one that does.
    filled: usize,
    gaps: Vec<usize>,
    /// Whether it says nothing anywhere.
    is_silent: bool,
}

impl Row {
    fn of(view: &Resolved<'_>, competency: usize, levels: &[usize]) -> Self {
        let declared = &view.ladder.declared;
        let mut row = Self { competency, filled: 0, gaps: Vec::new(), is_silent: false };
        let about = &declared.competencies[competency];
        if !about.steps.is_empty() || is_off(&about.extra, Code::LadderMissingCell) {
            return row;
        }
        let has_one_for_all =
            declared.cells.iter().any(|cell| cell.competency == about.id && cell.at == At::All);
        let mut speaks: Vec<Option<&str>> = Vec::new();
        let mut is_any_said = has_one_for_all;
        let mut is_any_asked = false;
        for level in levels {
            let track = declared.levels[*level].track.as_ref().map_or("", |track| track.as_str());
            let state = view.state(*level, competency);
            is_any_asked |= view.does_apply(*level, competency);
            is_any_said |= !matches!(state, CellState::Empty);
            let has_begun = speaks.contains(&Some(track));
            if state == CellState::Empty && view.ladder.is_withheld(*level, competency) {
                is_any_said = true;
                continue;
            }
            match state {
                CellState::Empty if has_begun && !has_one_for_all => row.gaps.push(*level),
                CellState::Stated | CellState::SameAs(_) if has_begun => row.filled += 1,
                CellState::Stated | CellState::SameAs(_) => speaks.push(Some(track)),
                _ => {}
            }
        }
        row.is_silent = is_any_asked && !is_any_said;
        row
    }
}

/// Whether a level is in use and says anything at all. One that says nothing is one report, not one for
/// each competency.
fn is_described(view: &Resolved<'_>, level: usize) -> bool {
    let is_in_use = view.ladder.declared.levels[level].status == LevelStatus::Ok;
    let says = |competency: &usize| !view.own(level, *competency).is_empty();
    is_in_use && view.competencies.iter().any(says)
}

fn report_gaps(row: &Row, subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let competency = &subject.ladder.declared.competencies[row.competency];
    let id = competency.id.as_str();
    let message = match row.is_silent {
        true => format!("`{id}` says nothing at any level"),
        false => {
            let levels: Vec<&str> = row.gaps.iter().map(|level| subject.level_id(*level)).collect();
            format!("`{id}` says nothing for {}", list(&levels))
        }
    };
    let report = Diagnostic::new(Code::LadderMissingCell, message)
        .help("write what is expected there, or `same as` and a level, `n/a` or `TBD`");
    let report = reports.at(report, place_of(row, subject).unwrap_or(competency.id.place), "");
    reports.add(report);
}

/// Returns where a cell begins that somebody left empty: a heading with nothing below it.
fn place_of(row: &Row, subject: &Subject<'_>) -> Option<Place> {
    let id = &subject.ladder.declared.competencies[row.competency].id;
    let is_gap =
        |name: &Name| row.is_silent || row.gaps.iter().any(|gap| subject.level_id(*gap) == name.as_str());
    let cells = subject.ladder.declared.cells.iter();
    let mut own = cells.filter(|cell| cell.family.is_none() && cell.competency == *id);
    own.find_map(|cell| match &cell.at {
        At::Level(name) if is_gap(name) => Some(name.place),
        _ => None,
    })
}

/// A level that adds less than a fifth of what the others add. One that is made of steps in whichever
/// competencies says so in its rule, and is left alone.
fn few_new(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let view = subject.common;
    let levels = &subject.ladder.declared.levels;
    let is_told = |level: &usize| {
        levels[*level].status == LevelStatus::Ok && !levels[*level].requires.iter().any(is_count)
    };
    let in_use = view.levels.iter().copied().filter(is_told);
    let news: Vec<(usize, usize)> = in_use.map(|level| (level, count_new(view, level))).collect();
    for (level, count) in &news {
        let mut others: Vec<usize> =
            news.iter().filter(|(other, _)| other != level).map(|(_, count)| *count).collect();
        others.sort_unstable();
        let usual = others.get(others.len() / 2).copied().unwrap_or_default();
        let is_few = (*count == 0 && usual > 0) || (usual >= 5 && count * 5 < usual);
        let is_above = !view.below(*level).is_empty();
        let has_enough_others = others.len() > 1;
        if is_few && is_above && has_enough_others && !is_off(&levels[*level].extra, Code::LadderFewNew) {
            report_few(subject, (*level, *count, usual), reports);
        }
    }
}

/// Whether a rule asks for a number of steps whichever they are: then no expectation is that of its level.
fn is_count(rule: &Rule) -> bool {
    match rule {
        Rule::AtLeast { .. } | Rule::Points(_) | Rule::Weighted(_) => true,
        Rule::Vector(_) | Rule::NoneBelow(_) | Rule::Share(..) | Rule::Prose(_) => false,
    }
}

fn count_new(view: &Resolved<'_>, level: usize) -> usize {
    let lower = view.below(level).last().copied();
    let count = |competency: &usize| {
        let own = view.own(level, *competency);
        match lower.filter(|_| view.mode(*competency) != Mode::Cumulative) {
            None => own.len(),
            Some(lower) => {
                let known: FxHashSet<_> = view.own(lower, *competency).iter().map(identity).collect();
                own.iter().filter(|stated| !known.contains(&identity(stated))).count()
            }
        }
    };
    view.competencies.iter().map(count).sum()
}

fn report_few(
    subject: &Subject<'_>,
    (level, count, usual): (usize, usize, usize),
    reports: &mut Reports<'_>,
) {
    let adds = match count {
        0 => "nothing".to_owned(),
        1 => "one expectation".to_owned(),
        count => format!("{count} expectations"),
    };
    let id = &subject.ladder.declared.levels[level].id;
    let message = format!("`{}` adds {adds}, where other levels add about {usual}", id.value);
    let report = Diagnostic::new(Code::LadderFewNew, message)
        .help("say what is expected there beyond the level below")
        .help("or give the level `status = \"tbd\"` until it is described");
    let report = reports.at(report, id.place, "");
    reports.add(report);
}

fn no_summary(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    for level in &subject.ladder.declared.levels {
        let is_told = level.tagline.is_some() || level.summary.is_some();
        if is_told || level.status != LevelStatus::Ok {
            continue;
        }
        let message = format!("`{}` has neither a tagline nor a summary", level.id.value);
        let report = Diagnostic::new(Code::LadderNoSummary, message)
            .help("write `tagline` with one sentence about who is at this level");
        let report = reports.at(report, level.id.place, "");
        reports.add(report);
    }
}
