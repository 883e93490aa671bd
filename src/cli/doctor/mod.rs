//! `daring doctor`.

mod facts;
mod show;

use clap::{Args, ValueEnum};
use daring::doctor::{self, Weight};

use super::Outcome;
use super::args::{Deny, Format, OutputArgs, ProjectArgs, When};
use super::project::open;
use super::report::{self, Failure};

/// Options of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Folder of the handbook [default: this folder, or the nearest above with a handbook.toml]
    #[arg(short, long, value_name = "DIR")]
    root: Option<std::path::PathBuf>,
    /// Folder that the site was published to [default: `output` of handbook.toml, or public]
    #[arg(short, long, value_name = "DIR", visible_alias = "output-dir")]
    out: Option<std::path::PathBuf>,
    /// Let warnings count as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Form of the report
    #[arg(short, long, value_name = "FORM", default_value = "human")]
    format: DoctorFormat,
    /// List what is looked for
    #[arg(long)]
    list: bool,
}

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DoctorFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// Says why a deployment would fail, and what to do about it.
pub fn run(args: &DoctorArgs) -> Result<Outcome, Failure> {
    if args.list {
        let lines: Vec<String> =
            doctor::CHECKS.iter().map(|(name, what)| format!("{name:<16} {what}\n")).collect();
        report::text(&lines.concat());
        return Ok(Outcome::Clean);
    }
    let project_args =
        ProjectArgs { root: args.root.clone(), base_url: None, drafts: false, deny: args.deny };
    let output =
        OutputArgs { format: Format::Human, quiet: false, verbose: 0, summary: None, color: When::Auto };
    let project = open(&project_args, &output, args.out.as_deref())?;
    let facts = facts::gather(&project)?;
    let mut remarks = doctor::examine(&facts);
    if args.deny == Some(Deny::Warnings) {
        for remark in remarks.iter_mut().filter(|remark| remark.weight == Weight::Warning) {
            remark.weight = Weight::Error;
        }
    }
    report::text(&match args.format {
        DoctorFormat::Human => show::human(&remarks, facts.published.is_some()),
        DoctorFormat::Json => show::json(&remarks),
        DoctorFormat::Github => show::github(&remarks),
    });
    let is_faulty = remarks.iter().any(|remark| remark.weight == Weight::Error);
    Ok(if is_faulty { Outcome::Faulty } else { Outcome::Clean })
}
