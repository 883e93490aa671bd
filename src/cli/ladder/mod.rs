//! `daring ladder`.

mod existing;
mod export;
mod files;
mod ids;
mod import;
mod list;

use std::sync::Arc;
use std::time::Instant;

use clap::{Args, Subcommand};
use daring::diagnostic::{Diagnostic, Tally, nearest};
use daring::handbook::ladders::PlacedLadder;
use daring::site::Site;
use daring::workspace::{Inputs, Loaded, Project, Workspace};

use super::Outcome;
use super::args::{OutputArgs, ProjectArgs};
use super::project::open;
use super::report::{self, Failure, Findings};

/// Options of `ladder`.
#[derive(Debug, Args)]
pub struct LadderArgs {
    /// What to do
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the ladders of the handbook
    List(list::ListArgs),
    /// Give every expectation that has none a short id
    Ids(ids::IdsArgs),
    /// Write a ladder as JSON or as a spreadsheet
    Export(export::ExportArgs),
    /// Make a ladder from a spreadsheet, or renew one
    Import(import::ImportArgs),
}

/// Runs a command about ladders.
pub fn run(args: &LadderArgs) -> Result<Outcome, Failure> {
    match &args.command {
        Command::List(args) => list::run(args),
        Command::Ids(args) => ids::run(args),
        Command::Export(args) => export::run(args),
        Command::Import(args) => import::run(args),
    }
}

/// A project whose ladders were read.
struct Opened {
    project: Project,
    site: Arc<Site>,
    /// What is wrong with its ladders.
    reports: Vec<Diagnostic>,
}

impl Opened {
    /// Opens a project and reads its ladders. The inner `Err` is how the command ends when they have
    /// mistakes, which are reported.
    fn sound(args: &ProjectArgs, output: &OutputArgs) -> Result<Result<Self, Outcome>, Failure> {
        let start = Instant::now();
        let opened = Self::new(args, output)?;
        if opened.errors() == 0 {
            return Ok(Ok(opened));
        }
        let findings = Findings {
            drafts: &[],
            project: &opened.project,
            diagnostics: opened.reports,
            pages: opened.site.pages.page_count(),
            done: "read",
            result: "nothing was written".to_owned(),
            time: start.elapsed(),
            timings: Vec::new(),
        };
        report::findings(output, &findings).map(Err)
    }

    /// Opens a project and reads its ladders, whatever is wrong with them.
    fn new(args: &ProjectArgs, output: &OutputArgs) -> Result<Self, Failure> {
        let project = open(args, output, None)?;
        let Loaded { site, diagnostics, .. } = Workspace::default().load(&project, Inputs::read(&project));
        let site = site.ok_or_else(|| {
            Failure::new("the theme cannot be used").help("`daring check` says what is wrong with it")
        })?;
        Ok(Self { project, site, reports: about_ladders(diagnostics) })
    }

    /// Returns how many mistakes the ladders have.
    fn errors(&self) -> usize {
        Tally::of(&self.reports).errors
    }

    fn ladders(&self) -> &[PlacedLadder] {
        self.site.handbook.ladders()
    }

    /// Returns the ladder with an id, or the only one there is.
    fn ladder(&self, id: Option<&str>) -> Result<&PlacedLadder, Failure> {
        let ladders = self.ladders();
        let ids = || ladders.iter().map(|placed| placed.ladder.framework.id.as_str());
        let Some(id) = id else {
            return match ladders {
                [only] => Ok(only),
                [] => Err(Failure::new("the handbook has no ladder")
                    .help("a folder of the content that holds a ladder.toml is one")),
                _ => {
                    let names = ids().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
                    Err(Failure::new("the handbook has several ladders")
                        .help(format!("name one with --ladder: {names}")))
                }
            };
        };
        ladders.iter().find(|placed| placed.ladder.framework.id == *id).ok_or_else(|| {
            let failure = Failure::new(format!("no ladder has the id `{id}`"));
            match nearest(id, ids()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("`daring ladder list` lists them"),
            }
        })
    }
}

/// A broken link elsewhere is no reason not to export a ladder.
fn about_ladders(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.retain(|report| report.code.name().starts_with("ladder/"));
    diagnostics
}
