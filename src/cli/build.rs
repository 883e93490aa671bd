//! `daring build`.

use std::time::{Duration, Instant};

use daring::diagnostic::{Diagnostic, Tally};
use daring::publish::{self, Outcome as Published};
use daring::workspace::build::{SharedStaging, write};
use daring::workspace::{Inputs, Loaded, Project, Workspace, stamp};

use super::against::Against;
use super::args::{BuildArgs, OutputArgs};
use super::project::{merged, open};
use super::report::{self, Failure, Findings, count};
use super::{Outcome, baseline};

/// How long to wait for another build of the same output.
const WAIT: Duration = Duration::from_secs(10);

/// Builds and publishes.
pub fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    report::may_write_summary(&args.output)?;
    loop {
        if let Some(outcome) = build(args, start)? {
            return Ok(outcome);
        }
    }
}

/// Builds once; `None` when another build published meanwhile, which may have read newer files.
fn build(args: &BuildArgs, start: Instant) -> Result<Option<Outcome>, Failure> {
    let project = open(&args.project, &args.output, args.out.as_deref())?;
    let known = baseline::read(args.baseline.as_deref())?;
    let target = publish::target(project.output(), project.root(), &project.source_folders())?;
    let against = Against::read(args.against.as_deref())?;
    let inputs = Inputs::read(&project);
    let mut run = Run { args, project: &project, start, pages: 0, timings: vec![("scan", start.elapsed())] };
    // What was published elsewhere is no part of what the stamp stands for.
    if !against.is_some()
        && let Some(pages) = stamp::up_to_date(&project, &target, &inputs)
    {
        run.pages = pages;
        return run.ends("checked", Vec::new(), format!("{} is up to date", shown(&project))).map(Some);
    }
    let fingerprint = inputs.fingerprint();
    let Loaded { site, pages, mut diagnostics, timings, .. } = Workspace::default().load(&project, inputs);
    run.pages = pages;
    run.timings.extend(timings);
    if let Some(site) = &site {
        diagnostics.extend(against.compare(&project, site));
    }
    report::deny(&mut diagnostics, &args.project);
    let Some(site) = site else { return run.refuses(diagnostics).map(Some) };
    let context = (args.baseline.as_deref(), &args.output);
    if baseline::has_new_errors(&known, &diagnostics, &project) {
        // Nothing will be published, but the author wants to know everything that is wrong.
        let rendered = daring::workspace::build::check(&site);
        let all = merged(diagnostics, rendered, &args.project)?;
        return run.refuses(baseline::new_findings(&known, all, &project, context)).map(Some);
    }
    let lap = Instant::now();
    let staging = publish::stage(&target, WAIT)?;
    if staging.has_waited() {
        staging.abandon();
        return Ok(None);
    }
    let staging = SharedStaging::new(staging);
    let rendered = write(&site, project.root(), &staging);
    run.timings.push(("render", lap.elapsed()));
    let diagnostics = match merged(diagnostics, rendered, &args.project) {
        Ok(diagnostics) => diagnostics,
        Err(failure) => {
            staging.abandon();
            return Err(failure);
        }
    };
    // What is known makes another build look at everything again: it may be run without the file.
    let is_clean = diagnostics.is_empty();
    let diagnostics = baseline::new_findings(&known, diagnostics, &project, context);
    if Tally::of(&diagnostics).errors > 0 {
        staging.abandon();
        return run.refuses(diagnostics).map(Some);
    }
    let lap = Instant::now();
    let outcome = staging.commit()?;
    remember(&project, &target, is_clean.then_some(fingerprint).flatten(), pages);
    run.timings.push(("publish", lap.elapsed()));
    // The program ends soon: taking a large site apart piece by piece would be for nothing.
    std::mem::forget(site);
    notes(&args.output, &outcome);
    run.ends("published", diagnostics, result(&project, &outcome)).map(Some)
}

/// A build on its way to its report.
struct Run<'a> {
    args: &'a BuildArgs,
    project: &'a Project,
    start: Instant,
    pages: usize,
    timings: Vec<(&'static str, Duration)>,
}

impl Run<'_> {
    /// Reports a build that published nothing.
    fn refuses(self, diagnostics: Vec<Diagnostic>) -> Result<Outcome, Failure> {
        if Tally::of(&diagnostics).errors == 0 {
            return Err(report::no_site());
        }
        let result = format!("nothing was published, {} is as it was", shown(self.project));
        self.ends("checked", diagnostics, result)
    }

    /// Reports what was done and what became of it.
    fn ends(self, done: &str, diagnostics: Vec<Diagnostic>, result: String) -> Result<Outcome, Failure> {
        let Self { args, project, start, pages, timings } = self;
        let time = start.elapsed();
        report::findings(
            &args.output,
            &Findings { project, diagnostics, drafts: &[], pages, done, result, time, timings },
        )
    }
}

/// Keeps what lets the next build be skipped, when this one had nothing to report.
fn remember(
    project: &Project,
    target: &publish::Target,
    fingerprint: Option<daring::source::ContentHash>,
    pages: usize,
) {
    match fingerprint {
        Some(fingerprint) => stamp::keep(project, target, fingerprint, pages),
        None => stamp::forget(project),
    }
}

fn result(project: &Project, outcome: &Published) -> String {
    if outcome.is_unchanged() {
        return format!("{} is up to date", shown(project));
    }
    let mut parts = vec![format!("{} written", count(outcome.written, "file"))];
    if outcome.reused > 0 {
        parts.push(format!("{} kept", outcome.reused));
    }
    if outcome.removed > 0 {
        parts.push(format!("{} removed", outcome.removed));
    }
    format!("{}, {}", shown(project), parts.join(", "))
}

fn notes(args: &OutputArgs, outcome: &Published) {
    if let Some(in_place) = &outcome.in_place {
        report::note(args, in_place);
    }
    if let Some(leftover) = &outcome.leftover {
        report::note(args, leftover);
    }
}

/// The output as seen from where the command was run.
fn shown(project: &Project) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let output = project.output().canonicalize().unwrap_or_else(|_| project.output().to_owned());
    let path = report::prefix(&here.canonicalize().unwrap_or(here), &output);
    if path.is_empty() { "./".to_owned() } else { path }
}
