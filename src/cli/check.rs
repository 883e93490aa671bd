//! `daring check`.

use std::collections::BTreeMap;
use std::time::Instant;

use daring::diagnostic;
use daring::workspace::build;
use daring::workspace::{Inputs, Loaded, Workspace};

use super::args::CheckArgs;
use super::project::{merged, open};
use super::report::{self, Failure, Findings};
use super::{Outcome, baseline, external, freshness};

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
    let mut owners = BTreeMap::new();
    if let Some(site) = site {
        diagnostics = merged(diagnostics, build::check(&site), &args.project)?;
        if args.external {
            external::add(&mut diagnostics, &site, &project, (&args.project, &args.output));
            diagnostic::sort(&mut diagnostics);
        }
        if args.freshness {
            owners = freshness::add(&mut diagnostics, &site.handbook, &project, args)?;
            diagnostic::sort(&mut diagnostics);
        }
    }
    timings.push(("render", lap.elapsed()));
    diagnostics = match &args.baseline {
        Some(file) if args.write_baseline => baseline::write(diagnostics, file, &project, &args.output)?,
        file => {
            let known = baseline::read(file.as_deref())?;
            baseline::new_findings(&known, diagnostics, &project, (file.as_deref(), &args.output))
        }
    };
    let findings = Findings {
        project: &project,
        diagnostics,
        pages,
        done: "checked",
        result: String::new(),
        time: start.elapsed(),
        timings,
    };
    let mut outcome = report::findings(&args.output, &findings);
    if outcome == Outcome::Faulty && external::is_all_that_is_wrong(&findings.diagnostics) {
        outcome = Outcome::Elsewhere;
    }
    freshness::summary(&owners, args);
    Ok(outcome)
}
