//! The tables of a ladder, made one.

use rustc_hash::FxHashMap;

use super::super::model::{Competency, Declarations, Framework};
use super::super::sheet::Sheet;
use super::super::text::{FileId, Name, humanise, id_of};
use super::SheetFile;
use super::competencies::fill;
use super::reports::Reports;
use crate::source::SourcePath;

/// The table that is read before all others.
const FIRST: &str = "ladder.toml";

/// Joins the tables among `files`, every name and text with its file. What is declared twice is
/// reported; the first declaration counts.
pub(super) fn collect(files: &[SheetFile<'_>], reports: &mut Reports<'_>) -> Declarations {
    let mut tables: Vec<(&SheetFile<'_>, &Declarations)> = Vec::new();
    for file in files {
        if let Sheet::Data(declarations) = file.sheet {
            tables.push((file, declarations));
        }
    }
    tables.sort_by_key(|(file, _)| (file.below.as_str() != FIRST, file.below.clone()));
    let mut all = Declarations::default();
    for (file, declarations) in tables {
        let mut declarations = declarations.clone();
        stamp(&mut declarations, file.file);
        append(&mut all, declarations, reports);
    }
    unique_all(&mut all, reports);
    all
}

fn stamp(declarations: &mut Declarations, file: FileId) {
    declarations.names_mut(&mut |name| name.place.file = file);
    declarations.texts_mut(&mut |text| text.place.file = file);
}

fn append(all: &mut Declarations, more: Declarations, reports: &mut Reports<'_>) {
    let Declarations {
        framework,
        scales,
        tracks,
        levels,
        families,
        areas,
        competencies,
        cells,
        archetypes,
        profiles,
        pay_bands,
        withheld_bands,
        processes,
        cycles,
        removed,
        changes,
    } = more;
    match (&all.framework, framework) {
        (Some(first), Some(second)) => {
            let id = if second.id.value.is_empty() { "framework" } else { &second.id.value };
            reports.duplicate_id(id, "the ladder", [second.id.place, first.id.place]);
        }
        (None, framework) => all.framework = framework,
        (Some(_), None) => {}
    }
    all.scales.extend(scales);
    all.tracks.extend(tracks);
    all.levels.extend(levels);
    all.families.extend(families);
    all.areas.extend(areas);
    all.competencies.extend(competencies);
    all.cells.extend(cells);
    all.archetypes.extend(archetypes);
    all.profiles.extend(profiles);
    all.pay_bands.extend(pay_bands);
    all.withheld_bands.extend(withheld_bands);
    all.processes.extend(processes);
    all.cycles.extend(cycles);
    all.removed.extend(removed);
    all.changes.extend(changes);
}

fn unique_all(all: &mut Declarations, reports: &mut Reports<'_>) {
    unique(&mut all.scales, ("scale", |one| &one.id), reports);
    unique(&mut all.tracks, ("track", |one| &one.id), reports);
    unique(&mut all.levels, ("level", |one| &one.id), reports);
    unique(&mut all.families, ("family", |one| &one.id), reports);
    unique(&mut all.areas, ("area", |one| &one.id), reports);
    unique_competencies(&mut all.competencies, reports);
    unique(&mut all.archetypes, ("archetype", |one| &one.id), reports);
    unique(&mut all.profiles, ("profile", |one| &one.id), reports);
    unique(&mut all.pay_bands, ("pay band", |one| &one.id), reports);
    unique(&mut all.processes, ("process", |one| &one.id), reports);
    unique(&mut all.cycles, ("cycle", |one| &one.id), reports);
    unique(&mut all.removed, ("removed id", |one| &one.id), reports);
}

/// The same said twice does no harm.
fn unique<T: Clone + PartialEq>(
    list: &mut Vec<T>,
    (what, id): (&str, fn(&T) -> &Name),
    reports: &mut Reports<'_>,
) {
    let mut firsts: FxHashMap<Box<str>, T> = FxHashMap::default();
    list.retain(|one| {
        let name = id(one);
        match firsts.get(&name.value) {
            None => {
                firsts.insert(name.value.clone(), one.clone());
                true
            }
            Some(first) => {
                if first != one {
                    reports.duplicate_id(&name.value, what, [name.place, id(first).place]);
                }
                false
            }
        }
    });
}

/// Declarations of one competency in several tables complete each other, unless they are about
/// different things.
fn unique_competencies(list: &mut Vec<Competency>, reports: &mut Reports<'_>) {
    let mut places: FxHashMap<Box<str>, usize> = FxHashMap::default();
    let mut kept: Vec<Competency> = Vec::with_capacity(list.len());
    for mut one in std::mem::take(list) {
        let Some(&at) = places.get(&one.id.value) else {
            places.insert(one.id.value.clone(), kept.len());
            kept.push(one);
            continue;
        };
        let first = &mut kept[at];
        let default = humanise(&one.id.value);
        let has_names = first.name != default && one.name != default;
        let has_areas = first.area.is_some() && one.area.is_some();
        if (has_names && first.name != one.name) || (has_areas && first.area != one.area) {
            reports.duplicate_id(&one.id.value, "competency", [one.id.place, first.id.place]);
            continue;
        }
        if first.name == default {
            first.name = std::mem::take(&mut one.name);
        }
        fill(first, one);
    }
    *list = kept;
}

/// Completes `[framework]`, or makes one, from the name of the folder and its title.
pub(super) fn framework(declared: Option<Framework>, folder: &SourcePath, title: &str) -> Framework {
    let mut framework = declared.unwrap_or_else(blank);
    if framework.id.value.is_empty() {
        let name = folder.file_name();
        framework.id.value = if name.is_empty() { "ladder".into() } else { id_of(name).into() };
    }
    if framework.name.is_empty() {
        let title = title.trim();
        framework.name = if title.is_empty() { humanise(&framework.id.value) } else { title.to_owned() };
    }
    framework
}

fn blank() -> Framework {
    Framework::new(Name::generated(""), String::new())
}
