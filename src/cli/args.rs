//! What can be typed. Help texts stand beside each flag.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use super::doctor::DoctorArgs;
use super::graph::GraphArgs;
use super::ladder::LadderArgs;
use super::new::{InitArgs, NewArgs};
use super::search::SearchArgs;

/// Turns a folder of Markdown into a cross-linked handbook.
#[derive(Debug, Parser)]
#[command(name = "daring", version, max_term_width = 100, after_help = EXIT_CODES, propagate_version = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 nothing is wrong (there may be warnings), 1 the content has errors and nothing was \
published, 2 the command line, the machine or the file system is at fault, 3 only links to other sites are wrong \
(`check --external`).";

const BUILD_CODES: &str = "Exit codes: 0 nothing is wrong (there may be warnings), 1 the content has errors and nothing was \
published, 2 the command line, the machine or the file system is at fault, and nothing was published.";

const GRAPH_CODES: &str = "Exit codes: 0 the graph was shown, 1 the content has errors and there is no graph, 2 the command \
line, the machine or the file system is at fault.";

const DOCTOR_CODES: &str = "Exit codes: 0 a deployment should work (there may be warnings), 1 a deployment would fail, 2 the \
command line, the machine or the file system is at fault.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a handbook in a new folder
    New(NewArgs),
    /// Make a handbook of a folder that is there; no file in it is changed
    Init(InitArgs),
    /// Check everything and publish the site, all or nothing
    #[command(after_help = BUILD_CODES)]
    Build(BuildArgs),
    /// Find everything that `build` would, and mend what needs no thought if asked to
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Say what changed for readers between two publications
    Changes(ChangesArgs),
    /// Print the JSON Schema of a file, for editors and programs
    Schema(SchemaArgs),
    /// Show the site while it is being written, and follow every edit
    Serve(ServeArgs),
    /// Find sections by words, as readers do
    Search(SearchArgs),
    /// Move or rename a page or a folder, with every link to it
    #[command(after_help = MV_HELP)]
    Mv(MvArgs),
    /// Show which pages lead to which, those that nobody leads to, and those that lead nowhere
    #[command(after_help = GRAPH_CODES)]
    Graph(GraphArgs),
    /// Look after career ladders: their ids, exports and imports
    Ladder(LadderArgs),
    /// Say why a deployment would fail, and what to do about it
    #[command(after_help = DOCTOR_CODES)]
    Doctor(DoctorArgs),
    /// Explain a diagnostic code, such as link/unknown-page
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
}

/// Options of `build`.
#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub project: ProjectArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Folder to publish to [default: `output` of handbook.toml, or public]
    #[arg(short, long, value_name = "DIR", visible_alias = "output-dir")]
    pub out: Option<PathBuf>,
    /// Compare with an earlier publication (its routes.json, or the folder of it): what readers may have kept must still lead somewhere
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// File of findings that are known: they are passed over, new ones are not
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub project: ProjectArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Make the changes that need no thought in the files themselves, and report what is left
    #[arg(long)]
    pub fix: bool,
    /// Show what --fix would change as a diff, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Compare with an earlier publication (its routes.json, or the folder of it): what readers may have kept must still lead somewhere
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// File of findings that are known: they are passed over, new ones are not
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found to the file of --baseline, and pass over it from now on
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
    /// Ask for every link to another site; `[external]` of handbook.toml says how
    #[arg(long)]
    pub external: bool,
    /// Report pages past the day of their `review_by`, by owner
    #[arg(long)]
    pub freshness: bool,
    /// The day that it is, such as 2026-11-27 [default: today, in UTC]
    #[arg(long, value_name = "DAY", requires = "freshness")]
    pub today: Option<String>,
    /// Report pages too that are due within this many days
    #[arg(long, value_name = "DAYS", requires = "freshness", default_value_t = 0)]
    pub due_within: u32,
}

const MV_HELP: &str = "Links to what moves, and relative links in it, are rewritten in the manner in which they are \
written; nothing else changes in any file. The old addresses become `aliases` in the front matter of the pages, so that \
they lead on. Either all of it is done or nothing.\n\n\
Names are paths as your shell knows them, paths from the root of the project or from the content folder, or addresses of \
pages: `daring mv content/vision/triggers.md content/craft/`, `daring mv vision/triggers craft/signs`.\n\n\
Exit codes: 0 it is done (or shown), 2 nothing was changed, and it is said why.";

/// Options of `mv`.
#[derive(Debug, clap::Args)]
pub struct MvArgs {
    /// Page or folder to move: its path, or its address
    pub old: String,
    /// Its new name, or the folder to move it into
    pub new: String,
    /// Show what would change as a diff, and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Folder of the handbook [default: this folder, or the nearest above with a handbook.toml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    pub quiet: bool,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// Options of `serve`.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub project: ProjectArgs,
    /// Port to listen at [default: 1111, or the next that is free]
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// Address to listen at, such as 0.0.0.0 to show the site to others [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    pub host: Option<IpAddr>,
    /// Host name to answer for besides those of this machine; may be repeated
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Open the site in the browser, which $BROWSER may name
    #[arg(short, long)]
    pub open: bool,
    /// Let the browser go to the page that was edited last
    #[arg(long)]
    pub follow: bool,
    /// Editor that links in the browser open: vscode, zed, idea, ..., or an address with {path}, {line} and {column} [default: that of $EDITOR]
    #[arg(long, value_name = "NAME")]
    pub editor: Option<String>,
    /// Look for changes again and again, where the file system does not report them
    #[arg(long)]
    pub poll: bool,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    pub quiet: bool,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// Which project, and how it is set.
#[derive(Debug, Clone, clap::Args)]
pub struct ProjectArgs {
    /// Folder of the handbook [default: this folder, or the nearest above with a handbook.toml]
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Absolute address of the published root, for addresses that must be absolute
    #[arg(short, long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// Let warnings count as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// What counts as an error besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning
    Warnings,
}

/// How things are said.
#[derive(Debug, clap::Args)]
pub struct OutputArgs {
    /// Form of the report
    #[arg(short, long, value_name = "FORM", default_value = "human")]
    pub format: Format,
    /// Add a summary in Markdown to the end of this file, such as $GITHUB_STEP_SUMMARY
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Say nothing but what is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print a table of the time that each stage took
    #[arg(short, long, action = ArgAction::Count)]
    pub verbose: u8,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Options of `changes`.
#[derive(Debug, clap::Args)]
pub struct ChangesArgs {
    /// Folder of the publication before
    pub old: PathBuf,
    /// Folder of the publication after
    pub new: PathBuf,
    /// Form of the answer
    #[arg(short, long, value_name = "FORM", default_value = "human")]
    pub format: ChangesFormat,
}

/// Forms of what `changes` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangesFormat {
    /// For people
    Human,
    /// For the summary of a job
    Markdown,
    /// For programs
    Json,
}

/// Options of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Of what
    pub of: SchemaOf,
}

/// What there are schemas of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// handbook.toml
    Config,
    /// The head of a page
    FrontMatter,
    /// ladder.toml
    Ladder,
    /// What --format json prints
    Diagnostics,
    /// The file of --baseline
    Baseline,
}

/// Options of `explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The code, as it stands in brackets behind `error` or `warning`; without one, all are listed
    pub code: Option<String>,
}

/// Options of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Folder to write a page for each command into, instead of printing one
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
