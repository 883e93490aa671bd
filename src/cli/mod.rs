//! The command line. Everything that a person at a terminal sees is printed by [`report`].

mod against;
mod args;
mod baseline;
mod build;
mod changes;
mod check;
mod completions;
mod doctor;
mod explain;
mod external;
mod freshness;
mod graph;
mod ladder;
mod man;
mod mv;
mod new;
mod project;
mod report;
mod schema;
mod search;
mod serve;
mod summary;
#[cfg_attr(not(unix), path = "terminal_elsewhere.rs")]
mod terminal;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::thread;

use clap::Parser;

use args::{Args, Command};
use report::Failure;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong, or only warnings: exit code 0.
    Clean,
    /// The content has errors: exit code 1.
    Faulty,
    /// Only links to other sites are errors: exit code 3.
    Elsewhere,
}

/// Bytes of stack for every thread that meets authors' files: deeply nested input recurses in the
/// libraries that read it.
const STACK_BYTES: usize = 256 << 20;

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let args = Args::parse();
    // A page that breaks a library is reported as a diagnostic; the library's own words would only
    // stand between the others.
    panic::set_hook(Box::new(|_| {}));
    // A pool that exists already has the default stack, and works too.
    rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build_global().unwrap_or_default();
    let command = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || panic::catch_unwind(AssertUnwindSafe(|| dispatch(args))));
    let ended = command.map_err(|error| Failure::new(format!("could not start a thread: {error}"))).and_then(
        |thread| match thread.join() {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) | Err(panic) => Err(Failure::internal(panic.as_ref())),
        },
    );
    let ended = ended.and_then(|outcome| report::unwritten().map_or(Ok(outcome), Err));
    match ended {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Ok(Outcome::Elsewhere) => ExitCode::from(3),
        Err(failure) => {
            report::failure(&failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::New(args) => new::run(&args),
        Command::Init(args) => new::init(&args),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Mv(args) => mv::run(&args),
        Command::Changes(args) => changes::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Ladder(args) => ladder::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}
