//! `daring changes`: what is different for readers.

use daring::changes::{between, show};
use daring::workspace::publication;

use super::Outcome;
use super::args::{ChangesArgs, ChangesFormat};
use super::report::{self, Failure};

/// Compares two publications.
pub fn run(args: &ChangesArgs) -> Result<Outcome, Failure> {
    let changes = between(&publication(&args.old)?, &publication(&args.new)?);
    match args.format {
        ChangesFormat::Human => show::human(&changes).lines().for_each(report::line),
        ChangesFormat::Markdown => report::text(&show::markdown(&changes)),
        ChangesFormat::Json => report::text(&show::json(&changes)),
    }
    Ok(Outcome::Clean)
}
