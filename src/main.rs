//! The `daring` command: parse the arguments, call one command, map the outcome to an exit code.

#[expect(clippy::disallowed_methods, reason = "an edge: it is run by a person")]
mod cli;

use std::process::ExitCode;

/// A build makes and drops millions of small strings on every thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
