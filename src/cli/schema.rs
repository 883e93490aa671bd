//! `daring schema`.

use daring::schema::{Subject, schema};

use super::Outcome;
use super::args::{SchemaArgs, SchemaOf};
use super::report::{self, Failure};

/// Prints a schema.
pub fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let subject = match args.of {
        SchemaOf::Config => Subject::Config,
        SchemaOf::FrontMatter => Subject::FrontMatter,
        SchemaOf::Ladder => Subject::Ladder,
        SchemaOf::Diagnostics => Subject::Diagnostics,
        SchemaOf::Baseline => Subject::Baseline,
    };
    report::text(&schema(subject));
    Ok(Outcome::Clean)
}
