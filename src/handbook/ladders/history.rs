//! Former versions of a ladder, and what must not get lost between them.

use rustc_hash::FxHashSet;

use super::Gathered;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ladder::assemble::SheetFile;
use crate::ladder::check::{Sort, lost_ids};
use crate::ladder::model::{Declarations, Ladder, Statement};
use crate::ladder::sheet::{Item, Sheet};
use crate::ladder::text::{FileId, Name};
use crate::source::SourcePath;

/// The exports that a ladder names as published. They declare nothing: they say what there was.
pub(super) struct Published<'a> {
    named: Vec<(Name, Option<&'a Declarations>)>,
    files: Vec<FileId>,
    /// Ids that stand in the files: also those below a heading that names no level, which has a report of
    /// its own.
    present: FxHashSet<&'a str>,
}

/// Finds the exports that a ladder names, and reports those that are not there.
pub(super) fn published<'a>(files: &[SheetFile<'a>], reports: &mut Vec<Diagnostic>) -> Published<'a> {
    let mut found = Published { named: Vec::new(), files: Vec::new(), present: present(files) };
    for file in files {
        let Sheet::Data(declared) = file.sheet else { continue };
        for name in declared.framework.iter().flat_map(|framework| &framework.published) {
            let mut name = name.clone();
            name.place.file = file.file;
            let wanted = files.iter().find(|other| other.below.as_str() == name.as_str());
            let Some((other, Sheet::Data(declared))) = wanted.map(|other| (other, other.sheet)) else {
                reports.push(missing(file, files, &name));
                continue;
            };
            found.files.push(other.file);
            found.named.push((name, Some(declared)));
        }
    }
    found
}

/// The ids of everything in the lists of prose.
fn present<'a>(files: &[SheetFile<'a>]) -> FxHashSet<&'a str> {
    fn collect<'a>(items: &'a [Item], ids: &mut FxHashSet<&'a str>) {
        for item in items {
            ids.extend(item.id.as_ref().map(|(id, _)| &**id));
            collect(&item.items, ids);
        }
    }
    let mut ids = FxHashSet::default();
    for file in files {
        let Sheet::Prose(prose) = file.sheet else { continue };
        prose.sections.iter().for_each(|section| collect(&section.items, &mut ids));
    }
    ids
}

fn missing(file: &SheetFile<'_>, files: &[SheetFile<'_>], name: &Name) -> Diagnostic {
    let message = format!("there is no file of declarations `{}` in the ladder's folder", name.value);
    let report = Diagnostic::new(Code::LadderUnknownName, message);
    let report = report.in_file(file.path, Some(name.place.span), "");
    let tables = files.iter().filter(|file| matches!(file.sheet, Sheet::Data(_)));
    match nearest(&name.value, tables.map(|file| file.below.as_str())) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("write one with `daring ladder export --out FILE.yaml`, in that folder"),
    }
}

impl Published<'_> {
    /// Returns whether a file is such an export.
    pub(super) fn holds(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// Reports the ids that were published and are gone.
    pub(super) fn check(
        &self,
        ladder: &Ladder,
        path_of: &dyn Fn(FileId) -> Option<SourcePath>,
    ) -> Vec<Diagnostic> {
        let mut earlier: Vec<(Name, Vec<(Sort, String)>)> = self
            .named
            .iter()
            .filter_map(|(name, declared)| Some((name.clone(), ids(declared.as_ref()?))))
            .collect();
        for (_, had) in &mut earlier {
            had.retain(|(_, id)| !self.present.contains(id.as_str()));
        }
        lost_ids(ladder, &earlier, path_of)
    }
}

/// Reports the ids of ladders that others of the handbook supersede, and that are gone there.
pub(super) fn superseded(
    ladders: &[Gathered],
    path_of: &dyn Fn(FileId) -> Option<SourcePath>,
) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    for gathered in ladders {
        let ladder = &gathered.placed.ladder;
        let Some(name) = &ladder.framework.supersedes else { continue };
        let is_it = |other: &&Gathered| {
            let framework = &other.placed.ladder.framework;
            let is_named = framework.id == *name || framework.version.as_deref() == Some(name.as_str());
            is_named && other.placed.folder != gathered.placed.folder
        };
        let earlier: Vec<(Name, Vec<(Sort, String)>)> = ladders
            .iter()
            .filter(is_it)
            .map(|other| (name.clone(), ids(&other.placed.ladder.declared)))
            .collect();
        reports.extend(lost_ids(ladder, &earlier, path_of));
    }
    reports
}

/// Every id that has an address: of levels, of competencies, and of expectations with what belongs to
/// them.
fn ids(declared: &Declarations) -> Vec<(Sort, String)> {
    fn collect(statements: &[Statement], ids: &mut Vec<(Sort, String)>) {
        for statement in statements {
            ids.extend(statement.id.iter().map(|id| (Sort::Expectation, id.value.to_string())));
            collect(&statement.children, ids);
        }
    }
    let id = |sort: Sort, name: &Name| (sort, name.value.to_string());
    let mut ids: Vec<(Sort, String)> = Vec::new();
    ids.extend(declared.levels.iter().map(|level| id(Sort::Level, &level.id)));
    ids.extend(declared.competencies.iter().map(|competency| id(Sort::Competency, &competency.id)));
    declared.cells.iter().for_each(|cell| collect(&cell.statements, &mut ids));
    ids
}
