//! `daring build`.

use std::time::{Duration, Instant};

use daring::diagnostic::Tally;
use daring::publish::{self, Outcome as Published};
use daring::workspace::build::{SharedStaging, write};
use daring::workspace::{Inputs, Loaded, Project, Workspace, stamp};

use super::Outcome;
use super::args::{BuildArgs, OutputArgs, ProjectArgs};
use super::check::{merged, open};
use super::report::{self, Failure, Findings, count};

/// How long to wait for another build of the same output.
const WAIT: Duration = Duration::from_secs(10);

/// Builds and publishes.
pub fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let project = open(&args.project, &args.output, args.out.as_deref())?;
    let target = publish::target(project.output(), project.root(), &project.source_folders())?;
    let inputs = Inputs::read(&project);
    let mut timings = vec![("scan", start.elapsed())];
    if let Some(pages) = stamp::up_to_date(&project, &target, &inputs) {
        let result = format!("{} is up to date", shown(&project));
        return Ok(say(&args.output, &project, Vec::new(), pages, "checked", result, start, timings));
    }
    let fingerprint = inputs.fingerprint();
    let Loaded { site, pages, mut diagnostics, timings: laps, .. } =
        Workspace::default().load(&project, inputs);
    timings.extend(laps);
    report::deny(&mut diagnostics, &args.project);
    let Some(site) = site else {
        return Ok(refused(args, &project, diagnostics, pages, start, timings));
    };
    let lap = Instant::now();
    if Tally::of(&diagnostics).errors > 0 {
        // Nothing will be published, but the author wants to know everything that is wrong.
        let diagnostics = merged(diagnostics, daring::workspace::build::check(&site), &args.project)?;
        return Ok(refused(args, &project, diagnostics, pages, start, timings));
    }
    let staging = SharedStaging::new(publish::stage(&target, WAIT)?);
    let rendered = write(&site, project.root(), &staging);
    timings.push(("render", lap.elapsed()));
    let diagnostics = match merged(diagnostics, rendered, &args.project) {
        Ok(diagnostics) => diagnostics,
        Err(failure) => {
            staging.abandon();
            return Err(failure);
        }
    };
    if Tally::of(&diagnostics).errors > 0 {
        staging.abandon();
        return Ok(refused(args, &project, diagnostics, pages, start, timings));
    }
    let lap = Instant::now();
    let outcome = staging.commit()?;
    remember(&project, &target, diagnostics.is_empty().then_some(fingerprint).flatten(), pages);
    timings.push(("publish", lap.elapsed()));
    notes(&args.output, &outcome);
    let result = result(&project, &outcome);
    Ok(say(&args.output, &project, diagnostics, pages, "published", result, start, timings))
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

fn refused(
    args: &BuildArgs,
    project: &Project,
    diagnostics: Vec<daring::diagnostic::Diagnostic>,
    pages: usize,
    start: Instant,
    timings: Vec<(&'static str, Duration)>,
) -> Outcome {
    let result = format!("nothing was published, {} is as it was", shown(project));
    say(&args.output, project, diagnostics, pages, "checked", result, start, timings)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one report, named by Findings at once")]
fn say(
    args: &OutputArgs,
    project: &Project,
    diagnostics: Vec<daring::diagnostic::Diagnostic>,
    pages: usize,
    done: &str,
    result: String,
    start: Instant,
    timings: Vec<(&'static str, Duration)>,
) -> Outcome {
    report::findings(
        args,
        &Findings { project, diagnostics, pages, done, result, time: start.elapsed(), timings },
    )
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

/// How a project is asked for.
pub fn overrides(
    args: &ProjectArgs,
    out: Option<&std::path::Path>,
) -> Result<daring::workspace::Overrides, Failure> {
    let output =
        out.map(std::path::absolute).transpose().map_err(|error| Failure::new(format!("--out: {error}")))?;
    let drafts =
        if args.drafts { daring::document::Drafts::Include } else { daring::document::Drafts::Exclude };
    Ok(daring::workspace::Overrides { base_url: args.base_url.clone(), output, drafts })
}
