//! `daring check`.

use std::path::Path;
use std::time::Instant;

use daring::diagnostic::{self, Diagnostic};
use daring::workspace::build::{self, Rendered};
use daring::workspace::{Inputs, Loaded, Project, Workspace};

use super::Outcome;
use super::args::{CheckArgs, OutputArgs, ProjectArgs};
use super::build::overrides;
use super::report::{self, Failure, Findings};

/// Finds everything that a build would, and writes nothing.
pub fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let project = open(&args.project, &args.output, None)?;
    let inputs = Inputs::list(&project);
    let mut timings = vec![("scan", start.elapsed())];
    let Loaded { site, pages, mut diagnostics, timings: laps, .. } =
        Workspace::default().load(&project, inputs);
    timings.extend(laps);
    report::deny(&mut diagnostics, &args.project);
    let lap = Instant::now();
    if let Some(site) = site {
        diagnostics = merged(diagnostics, build::check(&site), &args.project)?;
    }
    timings.push(("render", lap.elapsed()));
    let findings = Findings {
        project: &project,
        diagnostics,
        pages,
        done: "checked",
        result: String::new(),
        time: start.elapsed(),
        timings,
    };
    Ok(report::findings(&args.output, &findings))
}

/// Opens the project that the arguments name.
pub fn open(args: &ProjectArgs, output: &OutputArgs, out: Option<&Path>) -> Result<Project, Failure> {
    let overrides = overrides(args, out)?;
    let project = match &args.root {
        Some(root) => Project::open(root, overrides)?,
        None => Project::find(Path::new("."), overrides)?,
    };
    if !project.is_configured() {
        let title = &project.config().title;
        report::note(
            output,
            format_args!(
                "there is no handbook.toml, so mistakes of the content are warnings; make one with the line `title = \"{title}\"` to have them stop the build"
            ),
        );
    }
    Ok(project)
}

/// Puts what rendering found beside what was found before.
pub fn merged(
    mut diagnostics: Vec<Diagnostic>,
    rendered: Rendered,
    args: &ProjectArgs,
) -> Result<Vec<Diagnostic>, Failure> {
    if let Some(failure) = rendered.failure {
        return Err(failure.into());
    }
    diagnostics.extend(rendered.diagnostics);
    report::deny(&mut diagnostics, args);
    diagnostic::sort(&mut diagnostics);
    Ok(diagnostics)
}
