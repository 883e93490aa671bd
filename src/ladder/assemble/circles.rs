//! Things that lead back to themselves.

use rustc_hash::FxHashMap;

use super::super::model::{At, Cell, Declarations, State};
use super::super::text::{Name, Place};
use super::cells::key_of;
use super::expectations::each;
use super::reports::Reports;
use crate::diagnostic::Code;

/// How many families may extend, or areas contain, each other in a row.
const MAX_DEPTH: usize = 16;

/// Reports families that extend each other, and areas that contain each other, in a circle or too
/// deep, and cuts them apart.
pub(super) fn cut_nesting(declared: &mut Declarations, reports: &mut Reports<'_>) {
    let mut links: Vec<_> = declared.families.iter_mut().map(|one| (&one.id, &mut one.extends)).collect();
    cut(&mut links, ["family", "extends"], reports);
    let mut links: Vec<_> = declared.areas.iter_mut().map(|one| (&one.id, &mut one.parent)).collect();
    cut(&mut links, ["area", "lies in"], reports);
}

fn cut(links: &mut [(&Name, &mut Option<Name>)], [noun, verb]: [&str; 2], reports: &mut Reports<'_>) {
    let places: FxHashMap<&str, usize> =
        links.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
    let next: Vec<Option<usize>> =
        links.iter().map(|(_, link)| places.get(link.as_ref()?.as_str()).copied()).collect();
    for circle in circles(&next) {
        let ids: Vec<&str> = circle.iter().map(|at| links[*at].0.as_str()).collect();
        let Some(link) = links[circle[0]].1.take() else { continue };
        report(noun, (&ids, verb), link.place, reports);
    }
    for at in 0..links.len() {
        let next = |at: &usize| links[*at].1.as_ref().and_then(|link| places.get(link.as_str())).copied();
        let depth = std::iter::successors(Some(at), next).take(MAX_DEPTH + 2).count();
        if depth > MAX_DEPTH
            && let Some(link) = links[at].1.take()
        {
            let message = format!("{noun} `{}` is more than {MAX_DEPTH} deep", links[at].0.value);
            let report = reports.at(Code::LadderCircle, message, (link.place, ""));
            reports.add(report.help("leave out some of those in between"));
        }
    }
}

/// Reports expectations that are each other, and cuts them apart.
pub(super) fn cut_statements(cells: &mut [Cell], reports: &mut Reports<'_>) {
    let mut ids: Vec<(Box<str>, Name)> = Vec::new();
    for cell in &mut *cells {
        each(&mut cell.statements, &mut |one| {
            if let (Some(id), Some(same)) = (&one.id, &one.same_as) {
                ids.push((id.value.clone(), same.clone()));
            }
        });
    }
    let places: FxHashMap<&str, usize> = ids.iter().enumerate().map(|(at, (id, _))| (&**id, at)).collect();
    let next: Vec<_> = ids.iter().map(|(_, same)| places.get(same.as_str()).copied()).collect();
    for circle in circles(&next) {
        let names: Vec<&str> = circle.iter().map(|at| &*ids[*at].0).collect();
        let (id, same) = &ids[circle[0]];
        report("expectation", (&names, "is the same as"), same.place, reports);
        for cell in &mut *cells {
            each(&mut cell.statements, &mut |one| {
                if one.id.as_ref().is_some_and(|other| other.value == *id) {
                    one.same_as = None;
                }
            });
        }
    }
}

/// Reports cells that refer to each other, as one family or another sees them, and cuts them apart.
pub(super) fn cut_cells(declared: &mut Declarations, reports: &mut Reports<'_>) {
    let mut of_competency: FxHashMap<Box<str>, Vec<usize>> = FxHashMap::default();
    for (at, cell) in declared.cells.iter().enumerate() {
        of_competency.entry(cell.competency.value.clone()).or_default().push(at);
    }
    let chains: Vec<Vec<Option<Box<str>>>> = chains(declared);
    for competency in &declared.competencies {
        let Some(all) = of_competency.get(&competency.id.value) else { continue };
        for chain in &chains {
            cut_cells_of(&mut declared.cells, (all, chain), reports);
        }
    }
}

/// The common ladder alone, and what each family sees, the nearest last.
fn chains(declared: &Declarations) -> Vec<Vec<Option<Box<str>>>> {
    let above: FxHashMap<&str, &Name> =
        declared.families.iter().filter_map(|one| Some((one.id.as_str(), one.extends.as_ref()?))).collect();
    let chain = |id: &Name| {
        let up = std::iter::successors(Some(id), |id| above.get(id.as_str()).copied());
        let mut chain: Vec<_> = up.take(MAX_DEPTH + 1).map(|id| Some(id.value.clone())).collect();
        chain.push(None);
        chain.reverse();
        chain
    };
    std::iter::once(vec![None]).chain(declared.families.iter().map(|one| chain(&one.id))).collect()
}

fn cut_cells_of(
    cells: &mut [Cell],
    (all, chain): (&[usize], &[Option<Box<str>>]),
    reports: &mut Reports<'_>,
) {
    let mut seen: FxHashMap<(u8, Box<str>), usize> = FxHashMap::default();
    let mut order: Vec<usize> = Vec::new();
    for family in chain {
        for &at in all {
            let cell = &cells[at];
            if cell.family.as_ref().map(|family| &family.value) == family.as_ref() {
                seen.insert(key_of(&cell.at), at);
                order.push(at);
            }
        }
    }
    let target = |at: &usize| {
        let State::SameAs(name) = &cells[*at].state else { return None };
        let key = if matches!(cells[*at].at, At::Step(_)) { 2 } else { 1 };
        let cell = seen.get(&(key, name.value.clone()))?;
        order.iter().position(|other| other == cell)
    };
    let next: Vec<Option<usize>> = order.iter().map(target).collect();
    for circle in circles(&next) {
        let members: Vec<usize> = circle.iter().map(|at| order[*at]).collect();
        let names: Vec<&str> = members.iter().map(|at| at_name(&cells[*at])).collect();
        let place = state_place(&cells[members[0]]);
        let noun = format!("`{}` at", cells[members[0]].competency.value);
        report(&noun, (&names, "is the same as"), place, reports);
        cells[members[0]].state = State::Stated;
    }
}

fn at_name(cell: &Cell) -> &str {
    match &cell.at {
        At::All => "all levels",
        At::Level(name) | At::Step(name) => name.as_str(),
    }
}

fn state_place(cell: &Cell) -> Place {
    match &cell.state {
        State::SameAs(name) => name.place,
        State::Stated | State::NotApplicable | State::ToBeDefined => cell.competency.place,
    }
}

fn report(noun: &str, (ids, verb): (&[&str], &str), place: Place, reports: &mut Reports<'_>) {
    let path: Vec<String> = ids.iter().skip(1).chain(ids.first()).map(|id| format!("`{id}`")).collect();
    let path = path.join(&format!(", which {verb} "));
    let message = format!("{noun} `{}` {verb} {path}", ids[0]);
    let report = reports.at(Code::LadderCircle, message, (place, "closes the circle"));
    reports.add(report.help("take one of these references out"));
}

/// Returns the circles among things of which each leads to at most one other, each from its first
/// member on.
fn circles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut walks: Vec<Option<usize>> = vec![None; next.len()];
    for start in 0..next.len() {
        let mut at = Some(start);
        while let Some(one) = at.filter(|at| walks[*at].is_none()) {
            walks[one] = Some(start);
            at = next[one];
        }
        // A walk that ends where it has been itself has gone round.
        if let Some(first) = at.filter(|at| walks[*at] == Some(start) && next[start].is_some()) {
            let rest = std::iter::successors(next[first], |at| next[*at]).take_while(|other| *other != first);
            found.push(std::iter::once(first).chain(rest).collect());
        }
    }
    found
}
