//! `daring ladder export`.

use std::path::PathBuf;

use clap::ValueEnum;
use daring::ladder::export::{json, long, schema, wide};

use super::{Opened, files};
use crate::cli::Outcome;
use crate::cli::args::{Format, OutputArgs, ProjectArgs, When};
use crate::cli::report::{self, Failure};

/// Where the schema is beside an export.
const SCHEMA: &str = "schema-1.json";

/// Options of `ladder export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Which ladder [default: the only one]
    #[arg(long, value_name = "ID")]
    ladder: Option<String>,
    /// Form of the export
    #[arg(short, long, value_name = "FORM", default_value = "json")]
    format: Form,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    quiet: bool,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Everything, as one JSON document
    Json,
    /// Everything, as rows that `ladder import` reads back
    Csv,
    /// A row for each competency and a column for each level, for spreadsheets
    Wide,
    /// The JSON Schema of `json`
    Schema,
}

/// Exports a ladder.
pub fn run(args: &ExportArgs) -> Result<Outcome, Failure> {
    let text = match args.format {
        Form::Schema => schema(),
        form => {
            let output = OutputArgs {
                format: Format::Human,
                quiet: args.quiet,
                verbose: 0,
                summary: None,
                color: args.color,
            };
            let opened = match Opened::sound(&args.project, &output)? {
                Ok(opened) => opened,
                Err(outcome) => return Ok(outcome),
            };
            let ladder = &opened.ladder(args.ladder.as_deref())?.ladder;
            match form {
                Form::Csv => long(ladder),
                Form::Wide => wide(ladder),
                Form::Json | Form::Schema => json(ladder, SCHEMA),
            }
        }
    };
    match &args.out {
        Some(path) => files::write(path, &text)?,
        None => report::text(&text),
    }
    Ok(Outcome::Clean)
}
