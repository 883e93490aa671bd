//! A ladder that an import renews, and the files that it is written in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use daring::authoring::layout_a;
use daring::diagnostic::{Diagnostic, Severity};
use daring::handbook::ladders::PlacedLadder;
use daring::ladder::model::Ladder;
use daring::source::{Change, SourcePath};
use daring::workspace::amend::amend;
use daring::workspace::{Inputs, Loaded, Project, Workspace, read_text};

use super::{Opened, about_ladders, files};
use crate::cli::Outcome;
use crate::cli::args::{OutputArgs, ProjectArgs};
use crate::cli::report::Failure;

/// The ladder that is renewed.
pub struct Existing {
    /// As it is exported: what a table can be compared with.
    pub shown: Arc<Ladder>,
    /// As its files have it, for whomever: what must still be in them afterwards.
    pub whole: Arc<Ladder>,
    project: Project,
    folder: PathBuf,
    /// How many mistakes its files have.
    errors: usize,
}

impl Existing {
    /// Opens the handbook of a ladder. The inner `Err` is how the command ends when ladders have mistakes,
    /// which are reported.
    pub fn open(
        project: &ProjectArgs,
        into: Option<&Path>,
        output: &OutputArgs,
        folder: &Path,
    ) -> Result<Result<Self, Outcome>, Failure> {
        let root = project.root.clone().or_else(|| into.and_then(project_above));
        let project = ProjectArgs { root, ..project.clone() };
        let opened = match Opened::sound(&project, output)? {
            Ok(opened) => opened,
            Err(outcome) => return Ok(Err(outcome)),
        };
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let shown = find(opened.ladders(), &opened.project, &folder);
        let (whole, errors) = load(&opened.project, Inputs::read(&opened.project), &folder);
        let (Some(shown), Some(whole)) = (shown, whole) else {
            return Err(Failure::new(format!("{} is not in the content of the handbook", folder.display()))
                .help("name the handbook with --root"));
        };
        let errors = errors.len();
        Ok(Ok(Self { shown, whole, project: opened.project, folder, errors }))
    }

    /// Reads the ladder as it will be written, and holds it against what is wanted.
    pub fn prove(&self, wanted: &Ladder, changed: &BTreeMap<PathBuf, String>) -> Result<(), Failure> {
        let mut inputs = Inputs::list(&self.project);
        for (file, text) in changed {
            inputs.put_sheet(&self.below(file)?, text);
        }
        let (written, errors) = load(&self.project, inputs, &self.folder);
        let help = "nothing was written: make this change in the file itself, or import into an empty folder and take over what is new from there";
        if errors.len() > self.errors {
            let message = errors.first().map_or("", |error| error.message.as_str());
            return Err(Failure::new(format!(
                "the files of the ladder cannot be changed as the table asks: {message}"
            ))
            .help(help));
        }
        let written: BTreeMap<_, _> = written.map(|ladder| said(&ladder)).unwrap_or_default();
        let wanted = said(wanted);
        let Some((path, text)) = wanted.iter().find(|(path, text)| written.get(*path) != Some(text)) else {
            return Ok(());
        };
        let now = written.get(path).map_or("", String::as_str);
        let missing = |(from, to): (&str, &str)| {
            let line =
                from.lines().find(|line| !line.trim().is_empty() && !to.lines().any(|other| other == *line));
            line.map(|line| line.trim().to_owned())
        };
        let what = match (missing((text, now)), missing((now, text))) {
            (Some(line), _) => format!("it would not say `{line}`"),
            (None, Some(line)) => format!("it would still say `{line}`"),
            (None, None) => "its order would be another".to_owned(),
        };
        let file = self.folder.join(path.as_str());
        let message =
            format!("{} is not written in a way that can be changed here: {what}", self.told(&file));
        Err(Failure::new(message).help(help))
    }

    /// Writes what changed, all of it or nothing.
    pub fn write(&self, changed: &BTreeMap<PathBuf, String>) -> Result<(), Failure> {
        let mut changes = Vec::new();
        let mut made = Vec::new();
        for (file, text) in changed {
            let path = self.below(file)?;
            match read_text(self.project.root(), &path) {
                Some(before) => changes.push(Change { path, before, after: text.clone() }),
                None => made.push((file, text)),
            }
        }
        for (at, (file, text)) in made.iter().enumerate() {
            if let Err(failure) = files::write(file, text) {
                remove(made[..at].iter().map(|(file, _)| *file));
                return Err(failure);
            }
        }
        amend(self.project.root(), &changes, &[]).map_err(|error| {
            remove(made.iter().map(|(file, _)| *file));
            error.into()
        })
    }

    /// A file as the project knows it.
    fn below(&self, file: &Path) -> Result<SourcePath, Failure> {
        let name = file.file_name().unwrap_or_default();
        let folder = file.parent().map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.to_owned()));
        let file = folder.unwrap_or_default().join(name);
        let below = file.strip_prefix(self.project.root()).ok().and_then(Path::to_str);
        below
            .and_then(|below| SourcePath::new(&below.replace('\\', "/")).ok())
            .ok_or_else(|| Failure::new(format!("{} lies outside of the handbook", file.display())))
    }

    /// A file as people see it: from the root of the handbook.
    fn told(&self, file: &Path) -> String {
        file.strip_prefix(self.project.root()).unwrap_or(file).display().to_string()
    }
}

/// What a ladder says, by the files that it would be written to; the place of a competency among the others
/// is its author's.
fn said(ladder: &Ladder) -> BTreeMap<SourcePath, String> {
    let is_said = |line: &&str| !line.starts_with("order: ");
    let unordered = |text: String| text.lines().filter(is_said).map(|line| line.to_owned() + "\n").collect();
    layout_a(ladder).into_iter().map(|(path, text)| (path, unordered(text))).collect()
}

/// Reads the ladder in a folder, for whomever it is, and the mistakes of all ladders.
fn load(project: &Project, inputs: Inputs, folder: &Path) -> (Option<Arc<Ladder>>, Vec<Diagnostic>) {
    let Loaded { site, diagnostics, .. } = Workspace::default().load_sources(project, inputs);
    let ladder = site.and_then(|site| find(site.handbook.ladders(), project, folder));
    let mut errors = about_ladders(diagnostics);
    errors.retain(|report| report.severity == Severity::Error);
    (ladder, errors)
}

fn find(ladders: &[PlacedLadder], project: &Project, folder: &Path) -> Option<Arc<Ladder>> {
    let found = ladders.iter().find(|placed| project.root().join(placed.folder.as_str()) == folder);
    found.map(|placed| Arc::clone(&placed.ladder))
}

/// The nearest folder above with a `handbook.toml`.
fn project_above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|above| above.join("handbook.toml").is_file()).map(Path::to_owned)
}

/// Takes back files that were made.
fn remove<'a>(files: impl Iterator<Item = &'a PathBuf>) {
    // What is left is told by the failure that this follows.
    files.for_each(|file| std::fs::remove_file(file).unwrap_or_default());
}
