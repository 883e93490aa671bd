//! A whole ladder in its portable form.

use schemars::JsonSchema;
use serde::Serialize;

use super::cells::{Cell, Competency, CompetencyEntry};
use super::values::{Absent, Pairs, Portable};
use super::{
    Archetype, Area, Change, Cycle, Family, Framework, Level, PayBand, Process, Profile, Removed, Scale,
    Track,
};
use crate::ladder::model::{self, At, Declarations, Ladder};

/// The version of the portable form. A change that its readers could trip over raises it.
pub const FORMAT: u32 = 1;

/// A career ladder: tracks, levels, competencies, and what is expected.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "Career ladder")]
pub struct Whole {
    /// Where the schema of this file is.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of this format.
    pub format: u32,
    /// The ladder itself.
    pub framework: Framework,
    /// Ordered values.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub scales: Vec<Scale>,
    /// Lines of progression.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub tracks: Vec<Track>,
    /// By rising rank.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub levels: Vec<Level>,
    /// Disciplines.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub families: Vec<Family>,
    /// Groups of competencies.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub areas: Vec<Area>,
    /// Competencies with what they mean, then what families make of them.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub competencies: Vec<CompetencyEntry>,
    /// Shapes that levels can take.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub archetypes: Vec<Archetype>,
    /// Roles as they are described.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub profiles: Vec<Profile>,
    /// Keys of pay.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub pay_bands: Vec<PayBand>,
    /// How decisions are made.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub processes: Vec<Process>,
    /// Rounds of reviews.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub cycles: Vec<Cycle>,
    /// Ids that were published and are gone.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub removed: Vec<Removed>,
    /// What the author says about changes.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub changes: Vec<Change>,
}

impl Whole {
    /// Returns the form of a ladder. `schema` is the way to its schema.
    pub fn of(ladder: &Ladder, schema: &str) -> Self {
        let Ladder { framework, declared } = ladder;
        let Declarations {
            framework: _,
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
            withheld_bands: _,
            processes,
            cycles,
            removed,
            changes,
        } = declared;
        Self {
            schema: schema.to_owned(),
            format: FORMAT,
            framework: framework.to_form(),
            scales: scales.to_form(),
            tracks: tracks.to_form(),
            levels: levels.to_form(),
            families: families.to_form(),
            areas: areas.to_form(),
            competencies: entries(competencies, cells),
            archetypes: archetypes.to_form(),
            profiles: profiles.to_form(),
            pay_bands: pay_bands.to_form(),
            processes: processes.to_form(),
            cycles: cycles.to_form(),
            removed: removed.to_form(),
            changes: changes.to_form(),
        }
    }
}

/// Puts every cell below its competency; those of families are entries of their own.
fn entries(competencies: &[model::Competency], cells: &[model::Cell]) -> Vec<CompetencyEntry> {
    let mut entries: Vec<CompetencyEntry> = competencies
        .iter()
        .map(|competency| CompetencyEntry {
            competency: competency.to_form(),
            family: None,
            at: Pairs::default(),
        })
        .collect();
    let mut found = rustc_hash::FxHashMap::default();
    for (index, competency) in competencies.iter().enumerate() {
        found.entry((None, competency.id.as_str())).or_insert(index);
    }
    for cell in cells {
        let family = cell.family.as_ref().map(|family| family.as_str());
        let index = *found.entry((family, cell.competency.as_str())).or_insert_with(|| {
            entries.push(overlay(cell));
            entries.len() - 1
        });
        entries[index].at.0.push((place(&cell.at).to_owned(), Cell::of(cell)));
    }
    entries
}

/// An entry that only names its competency and family.
fn overlay(cell: &model::Cell) -> CompetencyEntry {
    CompetencyEntry {
        competency: Competency { id: cell.competency.to_form(), ..Competency::default() },
        family: cell.family.to_form(),
        at: Pairs::default(),
    }
}

/// The key of a place: the id of a level or a step, or `all`.
fn place(at: &At) -> &str {
    match at {
        At::Level(name) | At::Step(name) => name.as_str(),
        At::All => "all",
    }
}
