//! What can be typed. Help texts stand beside each flag.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

/// Turns a folder of Markdown into a cross-linked handbook.
#[derive(Debug, Parser)]
#[command(name = "daring", version, max_term_width = 100, after_help = EXIT_CODES, propagate_version = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 nothing is wrong (there may be warnings), 1 the content has errors and nothing was \
published, 2 the command line, the machine or the file system is at fault.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check everything and publish the site, all or nothing
    #[command(after_help = EXIT_CODES)]
    Build(BuildArgs),
    /// Find everything that `build` would, and write nothing
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Explain a diagnostic code, such as link/unknown-page
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
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
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub project: ProjectArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which project, and how it is set.
#[derive(Debug, clap::Args)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
