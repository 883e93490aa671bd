//! The order of a finished ladder.

use rustc_hash::FxHashMap;

use super::super::model::{Area, At, Cell, Competency, Declarations};
use super::super::text::Name;

/// Puts competencies in the order of their areas, and returns the new place of each.
pub(super) fn sort_competencies(declared: &mut Declarations) -> Vec<usize> {
    let areas = positions(declared.areas.iter().map(|area| &area.id));
    let path = |one: &Competency| {
        let area = one.area.as_ref().and_then(|area| areas.get(area.as_str()).copied());
        // What is in no area comes last.
        area.map_or_else(|| vec![usize::MAX], |area| path_of(area, (&declared.areas, &areas)))
    };
    let mut order: Vec<(Vec<usize>, usize)> =
        declared.competencies.iter().enumerate().map(|(at, one)| (path(one), at)).collect();
    order.sort();
    let mut places = vec![0; order.len()];
    for (place, (_, at)) in order.iter().enumerate() {
        places[*at] = place;
    }
    let mut sorted: Vec<(usize, Competency)> =
        places.iter().copied().zip(std::mem::take(&mut declared.competencies)).collect();
    sorted.sort_by_key(|(place, _)| *place);
    declared.competencies = sorted.into_iter().map(|(_, one)| one).collect();
    places
}

/// An area after the one it lies in: where each of those around it stands, the outermost first.
fn path_of(area: usize, (areas, places): (&[Area], &FxHashMap<&str, usize>)) -> Vec<usize> {
    let parent =
        |at: &usize| areas[*at].parent.as_ref().and_then(|parent| places.get(parent.as_str()).copied());
    let mut path: Vec<usize> = std::iter::successors(Some(area), parent).take(areas.len()).collect();
    path.reverse();
    path
}

/// Puts cells in order: by family, the common ladder first; by competency; by place, all levels
/// first, then levels, then steps.
pub(super) fn sort_cells(declared: &mut Declarations) {
    let families = positions(declared.families.iter().map(|one| &one.id));
    let competencies = positions(declared.competencies.iter().map(|one| &one.id));
    let levels = positions(declared.levels.iter().map(|one| &one.id));
    let steps: Vec<FxHashMap<&str, usize>> =
        declared.competencies.iter().map(|one| positions(one.steps.iter().map(|step| &step.id))).collect();
    let key = |cell: &Cell| {
        let family = cell.family.as_ref().map(|family| families.get(family.as_str()).copied());
        let competency = competencies.get(cell.competency.as_str()).copied();
        let at = match &cell.at {
            At::All => (0, None),
            At::Level(name) => (1, levels.get(name.as_str()).copied()),
            At::Step(name) => (2, competency.and_then(|at| steps[at].get(name.as_str()).copied())),
        };
        (family, competency, at)
    };
    declared.cells.sort_by_cached_key(key);
}

fn positions<'a>(ids: impl Iterator<Item = &'a Name>) -> FxHashMap<&'a str, usize> {
    let mut positions = FxHashMap::default();
    for (at, id) in ids.enumerate() {
        positions.entry(id.as_str()).or_insert(at);
    }
    positions
}
