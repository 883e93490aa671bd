//! `daring check`.

use std::time::Instant;

use daring::workspace::build;
use daring::workspace::{Inputs, Loaded, Workspace};

use super::Outcome;
use super::args::CheckArgs;
use super::project::{merged, open};
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
