//! A ladder as the files that people write: `ladder.toml`, and a Markdown file for each competency.
//!
//! What the Markdown layout cannot say (values of the author's own, a text that would be taken for
//! something else) stands in `ladder.toml`, so that the files read back to the same ladder. [`ids`] puts
//! ids into files that are there, and changes nothing else of them.

mod declared;
mod head;
pub mod ids;
mod items;
mod lines;
mod markdown;
mod renew;
mod sections;
mod tables;

use crate::ladder::import::levels;
use crate::ladder::import::merge::normalised;
use crate::ladder::import::names::Named;
use crate::ladder::model::{At, Cell, Competency, Framework, Ladder};
use crate::ladder::portable::{self, Absent, Portable, Whole};
use crate::source::SourcePath;

pub use renew::{Renewed, renewed, renewed_tables};

use markdown::Names;
use tables::Tree;

const ABOUT: &str = "\
# A career ladder: who it is for, its levels, and the words it uses.
# What is expected stands in the Markdown files beside this one, one for each competency.
# Texts are Markdown. Ids are what links, exports and the history go by: change names, keep ids.
";

/// Returns a framework of which nothing is known but its id.
pub fn framework(id: &str) -> Framework {
    levels::framework(id)
}

/// How the headings of files name the levels of a ladder.
pub struct Headings(Vec<Named>);

impl Headings {
    /// Collects what its levels may be called.
    pub fn of(ladder: &Ladder) -> Self {
        Self(ladder.declared.levels.iter().map(Named::level).collect())
    }

    /// Returns what headings have in common that name the same level, or are the same.
    pub fn key(&self, heading: &str) -> String {
        let level = Named::find(&self.0, heading).map(|level| format!("level:{}", level.id));
        level.unwrap_or_else(|| normalised(heading))
    }
}

/// Returns the files of a ladder, by their path below its folder.
pub fn layout_a(ladder: &Ladder) -> Vec<(SourcePath, String)> {
    let names = Names::of(ladder);
    let declared = &ladder.declared;
    let mut files = Vec::new();
    let mut rest = Rest::default();
    for (index, competency) in declared.competencies.iter().enumerate() {
        let cells = cells_of(ladder, competency, None);
        let page = markdown::competency(&names, competency, (index + 1, &cells));
        rest.add(competency, page.rest);
        rest.cells.extend(page.cells);
        let path = path(&files, None, competency);
        files.push((path, page.text));
    }
    for family in &declared.families {
        for competency in &declared.competencies {
            let cells = cells_of(ladder, competency, Some(family.id.as_str()));
            if cells.is_empty() {
                continue;
            }
            let page = markdown::overlay(&names, competency, (family.id.as_str(), &cells));
            rest.cells.extend(page.cells);
            if page.has_cells {
                let path = path(&files, Some(family.id.as_str()), competency);
                files.push((path, page.text));
            }
        }
    }
    files.insert(0, (file("ladder.toml"), skeleton(ladder, &rest)));
    files
}

/// What Markdown cannot say.
#[derive(Default)]
struct Rest {
    /// All competencies, since those of `ladder.toml` come before those of files.
    competencies: Vec<portable::Competency>,
    /// Whether any of them says more than who it is.
    says: bool,
    cells: Vec<ListedCell>,
}

impl Rest {
    fn add(&mut self, competency: &Competency, rest: Option<portable::Competency>) {
        self.says |= rest.is_some();
        self.competencies.push(rest.unwrap_or_else(|| named(competency)));
    }
}

/// A competency that says nothing but who it is.
fn named(competency: &Competency) -> portable::Competency {
    portable::Competency {
        id: competency.id.to_form(),
        name: competency.name.clone(),
        area: competency.area.to_form(),
        ..portable::Competency::default()
    }
}

/// A cell that says itself where it is.
#[derive(Debug, serde::Serialize)]
struct ListedCell {
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    competency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(skip_serializing_if = "Absent::is_absent")]
    all: bool,
    #[serde(flatten)]
    cell: portable::Cell,
}

impl ListedCell {
    fn of(cell: &Cell) -> Self {
        let (level, step) = match &cell.at {
            At::Level(name) => (Some(name.to_form()), None),
            At::Step(name) => (None, Some(name.to_form())),
            At::All => (None, None),
        };
        Self {
            family: cell.family.to_form(),
            competency: cell.competency.to_form(),
            level,
            step,
            all: cell.at == At::All,
            cell: portable::Cell::of(cell),
        }
    }
}

fn cells_of<'a>(ladder: &'a Ladder, competency: &Competency, family: Option<&str>) -> Vec<&'a Cell> {
    let is_its = |cell: &&Cell| {
        cell.competency == competency.id && cell.family.as_ref().map(|family| family.as_str()) == family
    };
    ladder.declared.cells.iter().filter(is_its).collect()
}

/// The file of a competency; never one that is the first page of its folder, nor one of another
/// competency where file systems know no case.
fn path(files: &[(SourcePath, String)], family: Option<&str>, competency: &Competency) -> SourcePath {
    let id = competency.id.as_str();
    let is_page = ["index", "_index", "readme"].iter().any(|page| page.eq_ignore_ascii_case(id));
    let stem = if is_page { format!("{id}-competency") } else { id.to_owned() };
    let stem = family.map_or_else(|| stem.clone(), |family| format!("{family}/{stem}"));
    let is_free = |path: &SourcePath| {
        files.iter().all(|(other, _)| other.as_str().to_lowercase() != path.as_str().to_lowercase())
    };
    let mut paths =
        (1..).map(|n| if n == 1 { file(&format!("{stem}.md")) } else { file(&format!("{stem}-{n}.md")) });
    paths.find(is_free).expect("there are more numbers than files")
}

fn file(path: &str) -> SourcePath {
    SourcePath::new(path).expect("ids have no slashes and no dots alone")
}

/// Returns `ladder.toml`.
fn skeleton(ladder: &Ladder, rest: &Rest) -> String {
    let Whole {
        schema: _,
        format: _,
        framework,
        scales,
        tracks,
        levels,
        families,
        areas,
        competencies: _,
        archetypes,
        profiles,
        pay_bands,
        processes,
        cycles,
        removed,
        changes,
    } = Whole::of(ladder, "");
    let mut text = ABOUT.to_owned();
    tables::add_table(&mut text, "[framework]", &Tree::of(&framework));
    let mut add =
        |name: &str, comment: &str, tables: Vec<Tree>| tables::add_list(&mut text, (name, comment), &tables);
    add("scale", "Ordered values, lowest first.", trees(&scales));
    add("track", "Lines of progression.", trees(&tracks));
    add("level", "Steps, lowest rank first. `rank` may have gaps and decimals.", trees(&levels));
    add("family", "Disciplines. What they change stands in a folder of the same name.", trees(&families));
    add("area", "Groups of competencies, in the order of the matrix.", trees(&areas));
    add("archetype", "Shapes that a level can take.", trees(&archetypes));
    add("profile", "Roles as they are described.", trees(&profiles));
    add("pay_band", "Keys of pay; the numbers live elsewhere.", trees(&pay_bands));
    add("process", "How decisions are made.", trees(&processes));
    add("cycle", "Rounds of reviews, and the version that counts in each.", trees(&cycles));
    add("removed", "Ids that are gone, so that links keep an answer.", trees(&removed));
    add("change", "What there is to say about changes between versions.", trees(&changes));
    if rest.says {
        add(
            "competency",
            "Texts that would not be themselves in the Markdown files.",
            trees(&rest.competencies),
        );
    }
    add("cell", "Cells that the Markdown files cannot say.", trees(&rest.cells));
    text
}

fn trees<T: serde::Serialize>(forms: &[T]) -> Vec<Tree> {
    forms.iter().map(Tree::of).collect()
}
