//! `--baseline`: findings that are known.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use daring::diagnostic::baseline::{Baseline, Compared};
use daring::diagnostic::{Diagnostic, Tally};
use daring::source::SourcePath;
use daring::workspace::{Project, read_text};

use super::args::OutputArgs;
use super::report::{self, Failure, count};

/// Reads a file of known findings; without one, none is known.
pub fn read(file: Option<&Path>) -> Result<Baseline, Failure> {
    let Some(file) = file else { return Ok(Baseline::default()) };
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("could not read {}: {error}", file.display())))?;
    Baseline::parse(&text)
        .map_err(|reason| Failure::new(format!("{} is no baseline: {reason}", file.display())))
}

/// Returns whether anything that is not known is an error.
pub fn has_new_errors(baseline: &Baseline, diagnostics: &[Diagnostic], project: &Project) -> bool {
    if baseline.is_empty() {
        return Tally::of(diagnostics).errors > 0;
    }
    let texts = Texts::new(project);
    let compared = baseline.compare(diagnostics.to_vec(), &|path| texts.get(path));
    Tally::of(&compared.new).errors > 0
}

/// Returns what is not known, and says how much was.
pub fn new_findings(
    baseline: &Baseline,
    diagnostics: Vec<Diagnostic>,
    project: &Project,
    (file, output): (Option<&Path>, &OutputArgs),
) -> Vec<Diagnostic> {
    let Some(file) = file else { return diagnostics };
    let texts = Texts::new(project);
    let Compared { new, known, mended } = baseline.compare(diagnostics, &|path| texts.get(path));
    if known > 0 {
        report::note(output, format_args!("{} in {} and passed over", counted(known, "is"), file.display()));
    }
    if mended > 0 {
        let what = counted(mended, "was");
        report::note(
            output,
            format_args!(
                "{what} in {} and found no more: write it again with --write-baseline",
                file.display()
            ),
        );
    }
    new
}

/// Keeps what was found, and returns what cannot be kept.
pub fn write(
    diagnostics: Vec<Diagnostic>,
    file: &Path,
    project: &Project,
    output: &OutputArgs,
) -> Result<Vec<Diagnostic>, Failure> {
    let texts = Texts::new(project);
    let lookup = |path: &SourcePath| texts.get(path);
    let baseline = Baseline::of(&diagnostics, &lookup);
    fs::write(file, baseline.to_json())
        .map_err(|error| Failure::new(format!("could not write {}: {error}", file.display())))?;
    report::note(output, format_args!("{} noted in {}", counted(baseline.len(), "is"), file.display()));
    Ok(baseline.compare(diagnostics, &lookup).new)
}

fn counted(number: usize, verb: &str) -> String {
    let verb = match (number, verb) {
        (1, verb) => verb,
        (_, "is") => "are",
        _ => "were",
    };
    format!("{} {verb}", count(number, "finding"))
}

/// The texts that findings point at. They come file by file, so one is kept.
struct Texts<'a> {
    project: &'a Project,
    last: RefCell<Option<(SourcePath, Option<Arc<str>>)>>,
}

impl<'a> Texts<'a> {
    fn new(project: &'a Project) -> Self {
        Self { project, last: RefCell::default() }
    }

    fn get(&self, path: &SourcePath) -> Option<Arc<str>> {
        let mut last = self.last.borrow_mut();
        if let Some((known, text)) = &*last
            && known == path
        {
            return text.clone();
        }
        let text = read_text(self.project.root(), path).map(Arc::from);
        *last = Some((path.clone(), text.clone()));
        text
    }
}
