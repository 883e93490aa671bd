//! `daring graph`.

use std::time::Instant;

use clap::ValueEnum;
use daring::diagnostic::Tally;
use daring::render::graph;
use daring::workspace::{Inputs, Loaded, Workspace};

use super::Outcome;
use super::args::{Format, OutputArgs, ProjectArgs, When};
use super::project::open;
use super::report::{self, Failure, Findings};

/// Options of `graph`.
#[derive(Debug, clap::Args)]
pub struct GraphArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Form of the graph
    #[arg(short, long, value_name = "FORM", default_value = "human")]
    format: Form,
    /// Say nothing but what is wrong and the graph
    #[arg(short, long)]
    quiet: bool,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// Forms of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Orphans, dead ends and the most linked pages
    Human,
    /// Pages, links and the same lists, as one JSON document
    Json,
    /// The graph for Graphviz
    Dot,
}

/// Titles of authors may hold what commands a terminal.
fn shown(text: &str) -> String {
    text.split('\n').map(report::visible).collect::<Vec<String>>().join("\n")
}

/// Prints which pages lead to which. A link that is broken is no part of the graph, so mistakes come
/// first.
pub fn run(args: &GraphArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let output =
        OutputArgs { format: Format::Human, quiet: args.quiet, verbose: 0, color: args.color, summary: None };
    let project = open(&args.project, &output, None)?;
    let Loaded { site, pages, mut diagnostics, .. } =
        Workspace::default().load(&project, Inputs::read(&project));
    report::deny(&mut diagnostics, &args.project);
    let has_errors = Tally::of(&diagnostics).errors > 0;
    if let (Some(site), false) = (&site, has_errors) {
        report::text(&match args.format {
            Form::Human => shown(&graph::report(site)),
            Form::Json => graph::json(site),
            Form::Dot => shown(&graph::dot(site)),
        });
        return Ok(Outcome::Clean);
    }
    let findings = Findings {
        drafts: &[],
        project: &project,
        diagnostics,
        pages,
        done: "read",
        result: "there is no graph".to_owned(),
        time: start.elapsed(),
        timings: Vec::new(),
    };
    report::findings(&output, &findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_command_no_terminal() {
        assert_eq!(shown("a \u{1b}[2J\nb\n"), "a \u{fffd}[2J\nb\n");
    }
}
