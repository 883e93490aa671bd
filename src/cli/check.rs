//! `daring check`.

use std::collections::BTreeMap;
use std::time::Instant;

use daring::diagnostic::{self, Tally};
use daring::source::Change;
use daring::workspace::amend::amend;
use daring::workspace::mend::{Mended, mend};
use daring::workspace::{Inputs, Loaded, Project, Workspace, build};

use super::against::Against;
use super::args::{CheckArgs, Format};
use super::project::{merged, open};
use super::report::{self, Failure, Findings, count};
use super::{Outcome, baseline, external, freshness};

/// Finds everything that a build would, and writes nothing unless it is asked to mend.
pub fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let project = open(&args.project, &args.output, None)?;
    let against = Against::read(args.against.as_deref())?;
    if args.fix {
        return fix(args, &project, &against, start);
    }
    let inputs = Inputs::list(&project);
    let mut timings = vec![("scan", start.elapsed())];
    let mut loaded = Workspace::default().load(&project, inputs);
    if let Some(site) = &loaded.site {
        loaded.diagnostics.extend(against.compare(&project, site));
    }
    timings.append(&mut loaded.timings);
    finish(args, &project, loaded, Summary { start, timings, result: String::new(), drafts: &[] })
}

/// What the last line of the report says besides what was found.
struct Summary<'a> {
    start: Instant,
    timings: Vec<(&'static str, std::time::Duration)>,
    result: String,
    /// Files that are not written yet.
    drafts: &'a [Change],
}

/// Renders every page, and reports what was found.
fn finish(
    args: &CheckArgs,
    project: &Project,
    loaded: Loaded,
    summary: Summary<'_>,
) -> Result<Outcome, Failure> {
    let Loaded { site, pages, mut diagnostics, .. } = loaded;
    let Summary { start, mut timings, result, drafts } = summary;
    report::deny(&mut diagnostics, &args.project);
    let lap = Instant::now();
    let mut owners = BTreeMap::new();
    if site.is_none() && Tally::of(&diagnostics).errors == 0 {
        return Err(report::no_site());
    }
    if let Some(site) = site {
        diagnostics = merged(diagnostics, build::check(&site), &args.project)?;
        if args.external {
            external::add(&mut diagnostics, &site, project, (&args.project, &args.output));
            diagnostic::sort(&mut diagnostics);
        }
        if args.freshness {
            owners = freshness::add(&mut diagnostics, &site.handbook, project, args)?;
            diagnostic::sort(&mut diagnostics);
        }
    }
    timings.push(("render", lap.elapsed()));
    diagnostics = match &args.baseline {
        Some(file) if args.write_baseline => baseline::write(diagnostics, file, project, &args.output)?,
        file => {
            let known = baseline::read(file.as_deref())?;
            baseline::new_findings(&known, diagnostics, project, (file.as_deref(), &args.output))
        }
    };
    let time = start.elapsed();
    let findings = Findings { project, diagnostics, drafts, pages, done: "checked", result, time, timings };
    let mut outcome = report::findings(&args.output, &findings)?;
    if outcome == Outcome::Faulty && external::is_all_that_is_wrong(&findings.diagnostics) {
        outcome = Outcome::Elsewhere;
    }
    freshness::summary(&owners, args);
    Ok(outcome)
}

/// Makes the fixes that need no thought, or shows them, and reports what is left.
fn fix(args: &CheckArgs, project: &Project, against: &Against, start: Instant) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::default();
    let Mended { mut loaded, mut before, changes, made } =
        mend(&mut workspace, project, &|site, text| against.compare_with(site, text));
    let is_for_people = args.output.format == Format::Human;
    let told = (count(made.len(), "mistake"), count(changes.len(), "file"));
    let result = match (made.is_empty(), args.dry_run) {
        (true, _) => "there is nothing that --fix can mend".to_owned(),
        (false, true) => format!("{} in {} would be mended", told.0, told.1),
        (false, false) => format!("{} in {} mended", told.0, told.1),
    };
    if args.dry_run {
        if is_for_people {
            report::diffs(&args.output, project.root(), &changes);
        }
    } else {
        amend(project.root(), &changes, &[])?;
        if is_for_people && !args.output.quiet {
            report::mended(&args.output, project.root(), &made);
        }
    }
    let mut timings = Vec::new();
    timings.append(&mut loaded.timings);
    let outcome = finish(args, project, loaded, Summary { start, timings, result, drafts: &changes })?;
    // Shown is what would be left. As long as nothing is written, the content is as it was.
    report::deny(&mut before, &args.project);
    let is_still_wrong = args.dry_run && Tally::of(&before).errors > 0;
    Ok(if is_still_wrong { Outcome::Faulty } else { outcome })
}
