//! What `build`, `check` and `serve` have in common: which project, and what was found in it.

use std::path::Path;

use daring::diagnostic::{self, Diagnostic};
use daring::document::Drafts;
use daring::workspace::build::Rendered;
use daring::workspace::{Overrides, Project};

use super::args::{OutputArgs, ProjectArgs};
use super::report::{self, Failure};

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

/// How a project is asked for.
pub fn overrides(args: &ProjectArgs, out: Option<&Path>) -> Result<Overrides, Failure> {
    let output =
        out.map(std::path::absolute).transpose().map_err(|error| Failure::new(format!("--out: {error}")))?;
    let drafts = if args.drafts { Drafts::Include } else { Drafts::Exclude };
    Ok(Overrides { base_url: args.base_url.clone(), output, drafts })
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
