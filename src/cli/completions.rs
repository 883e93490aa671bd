//! `daring completions`.

use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, CompletionsArgs};
use super::report::{self, Failure};

/// Prints a completion script.
pub fn run(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "daring", &mut script);
    report::text(&String::from_utf8_lossy(&script));
    Ok(Outcome::Clean)
}
