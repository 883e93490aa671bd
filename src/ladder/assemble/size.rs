//! How large a ladder may be.

use super::{FileRole, SheetFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::Declarations;
use crate::ladder::sheet::Sheet;

/// The most cells that may stand on all pages of a ladder together: each page of a level, of each
/// family, and of a competency looks at every cell. It is some seconds of work. The largest ladders
/// known, sixty levels by a hundred and fifty competencies, need half of it.
const MAX_CELLS_ON_PAGES: usize = 5_000_000;

/// How many levels cost as much as a cell: each page also asks which levels are below each other.
/// Found by fuzzing: seven hundred levels and nothing else took half a minute.
const LEVELS_A_CELL: usize = 4;

/// Reports a ladder with more in it than can be shown.
pub(super) fn too_large(declared: &Declarations) -> Option<Diagnostic> {
    let levels = declared.levels.len();
    let competencies = declared.competencies.len();
    let families = declared.families.len();
    let cells = levels.saturating_mul(competencies.max(levels / LEVELS_A_CELL).max(1));
    let pages = levels.saturating_mul(families + 1).saturating_add(competencies);
    if cells.saturating_mul(pages) <= MAX_CELLS_ON_PAGES {
        return None;
    }
    let message = format!(
        "{levels} levels, {competencies} competencies and {families} families are too many for one ladder"
    );
    let report = Diagnostic::new(Code::LadderTooLarge, message);
    Some(report.help("make several ladders of it, each in a folder of its own"))
}

/// Points at the table that a ladder begins with.
pub(super) fn at_its_table(report: Diagnostic, files: &[SheetFile<'_>]) -> Diagnostic {
    let tables = files.iter().filter(|file| matches!(file.sheet, Sheet::Data(_)));
    match tables.min_by_key(|file| (file.below.as_str() != "ladder.toml", &file.below)) {
        Some(file) => report.in_file(file.path, None, ""),
        None => report,
    }
}

/// What a file is for a ladder that is not shown.
pub(super) fn role(file: &SheetFile<'_>) -> FileRole {
    match file.sheet {
        Sheet::Data(_) => FileRole::Data,
        Sheet::Prose(_) => FileRole::Page,
    }
}
