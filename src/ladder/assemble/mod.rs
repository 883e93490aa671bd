//! From the files of one folder to a ladder.
//!
//! [`assemble`] joins the tables, finds out what each file of headings and lists is about, and looks
//! every name up. It goes over the files twice: what their headings mean depends on the levels and
//! competencies that all of them declare. Whatever is wrong is reported and left out, so that what
//! remains can be shown: in the ladder that comes out every reference leads somewhere.

mod cells;
mod circles;
mod classify;
mod collect;
mod competencies;
mod expectations;
mod head;
mod head_check;
mod implicit;
mod look;
pub(super) mod names;
mod order;
mod references;
mod reports;
mod sections;
mod size;
mod statements;
#[cfg(test)]
mod tests;

use self::classify::{Planned, Topic};
use self::look::{Gone, Look};
use self::names::Names;
use self::reports::Reports;
use super::model::{Declarations, Ladder};
use super::sheet::Sheet;
use super::text::FileId;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::SourcePath;

/// A file of a ladder's folder.
#[derive(Debug, Clone)]
pub struct SheetFile<'a> {
    /// Its number, for the places of what it declares.
    pub file: FileId,
    /// Its path from the project's root, for reports.
    pub path: &'a SourcePath,
    /// Its path below the ladder's folder.
    pub below: SourcePath,
    /// What it says.
    pub sheet: &'a Sheet,
}

/// A ladder, and what each of its files is for it.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The ladder.
    pub ladder: Ladder,
    /// What each file is, in the order in which they were given.
    pub roles: Vec<(FileId, FileRole)>,
}

/// What a file is for its ladder. Indices are those of the ladder's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRole {
    /// A table of declarations.
    Data,
    /// An ordinary chapter.
    Page,
    /// About a competency.
    Competency(usize),
    /// About a level.
    Level(usize),
    /// What a family has differently.
    Overlay {
        /// The family.
        family: usize,
        /// The competency that it is about.
        competency: Option<usize>,
        /// The level that it is about.
        level: Option<usize>,
    },
}

/// Makes a ladder of the files of `folder`; `title` is what the folder is called where the ladder has no
/// name of its own.
pub fn assemble(folder: &SourcePath, title: &str, files: &[SheetFile<'_>]) -> Checked<Assembled> {
    let mut reports = Reports::new(files);
    let mut declared = collect::collect(files, &mut reports);
    declared.levels.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let gone = Gone::of(&declared.removed);
    let planned = declare(&mut declared, (files, &gone), &mut reports);
    if let Some(report) = size::too_large(&declared) {
        reports.add(size::at_its_table(report, files));
        let ladder = Ladder {
            framework: collect::framework(declared.framework.take(), folder, title),
            declared: Declarations::default(),
        };
        let roles = files.iter().map(|file| (file.file, size::role(file))).collect();
        return Checked { value: Assembled { ladder, roles }, diagnostics: reports.finish() };
    }
    let names = Names::of(&declared);
    let mut look = Look { names: &names, gone: &gone, reports: &mut reports };
    references::look_up(&mut declared, &mut look);
    let mut drafts = cells::look_up(&mut declared, &mut look);
    drafts.extend(sections::read(&mut declared, &planned, &mut look));
    circles::cut_nesting(&mut declared, look.reports);
    declared.cells = cells::unique(drafts, look.reports);
    cells::name_proficiencies(&mut declared.cells, &declared.scales);
    expectations::unique_ids(&mut declared, look.reports);
    expectations::look_up(&mut declared, &mut look);
    expectations::look_up_history(&mut declared, &mut look);
    circles::cut_statements(&mut declared.cells, look.reports);
    circles::cut_cells(&mut declared, look.reports);
    let places = order::sort_competencies(&mut declared);
    order::sort_cells(&mut declared);
    let framework = collect::framework(declared.framework.take(), folder, title);
    let ladder = Ladder { framework, declared };
    report_empty(&ladder, files, &mut reports);
    let roles = files.iter().map(|file| (file.file, role(file, &planned, &places))).collect();
    Checked { value: Assembled { ladder, roles }, diagnostics: reports.finish() }
}

/// The first time over the files: everything that has an id, expectations aside.
fn declare<'a>(
    declared: &mut Declarations,
    (files, gone): (&'a [SheetFile<'a>], &Gone),
    reports: &mut Reports<'_>,
) -> Vec<Planned<'a>> {
    let names = Names::of(declared);
    let mut look = Look { names: &names, gone, reports };
    competencies::expand_steps(declared, &mut look);
    let mut planned = classify::plan(files, declared, &mut look);
    head_check::check(&planned, look.reports);
    competencies::declare(declared, &mut planned, &mut look);
    implicit::declare_tracks(declared, &mut look);
    implicit::declare_areas(declared, &mut look);
    planned
}

fn report_empty(ladder: &Ladder, files: &[SheetFile<'_>], reports: &mut Reports<'_>) {
    let (levels, competencies) = (&ladder.declared.levels, &ladder.declared.competencies);
    let (what, help) = match (levels.is_empty(), competencies.is_empty()) {
        (true, true) => {
            ("levels and no competencies", "write `levels = [\"Engineer\", \"Senior\"]` into `ladder.toml`")
        }
        (true, false) => ("levels", "write `levels = [\"Engineer\", \"Senior\"]` into `ladder.toml`"),
        (false, true) => ("competencies", "add a file for each competency, with a heading for each level"),
        (false, false) => return,
    };
    let message = format!("the ladder `{}` has no {what}", ladder.framework.id.value);
    let report = Diagnostic::new(Code::LadderEmpty, message).help(help);
    reports.add(size::at_its_table(report, files));
}

fn role(file: &SheetFile<'_>, planned: &[Planned<'_>], places: &[usize]) -> FileRole {
    let Some(one) = planned.iter().find(|one| one.file == file.file) else { return FileRole::Data };
    let (competency, level) = match one.topic {
        Topic::Competency(at) => (at.map(|at| places[at]), None),
        Topic::Level(at) => (None, Some(at)),
        Topic::Page => (None, None),
    };
    match (one.family, competency, level) {
        (None, Some(competency), _) => FileRole::Competency(competency),
        (None, None, Some(level)) => FileRole::Level(level),
        (_, None, None) => FileRole::Page,
        (Some(family), competency, level) => FileRole::Overlay { family, competency, level },
    }
}
