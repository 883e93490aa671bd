//! The `daring` command: parse the arguments, call one command, map the outcome to an exit code.

#[expect(clippy::disallowed_methods, reason = "an edge: it is run by a person")]
mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
