//! `daring ladder ids`.

use std::collections::BTreeMap;

use daring::authoring::ids::{self, Insertion, Language};
use daring::diagnostic::{Severity, Tally};
use daring::ladder::ids::{Proposal, proposals};
use daring::source::{self, LineIndex, SourcePath};
use daring::workspace::amend::amend;
use daring::workspace::{Inputs, Workspace, read_text};

use super::{Opened, about_ladders};
use crate::cli::Outcome;
use crate::cli::args::{OutputArgs, ProjectArgs};
use crate::cli::report::{self, Failure, count};

/// Options of `ladder ids`.
#[derive(Debug, clap::Args)]
pub struct IdsArgs {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Only this ladder
    #[arg(long, value_name = "ID")]
    ladder: Option<String>,
    /// Write the ids into the files, and nothing else
    #[arg(short, long)]
    write: bool,
}

/// What a file gets.
struct Change {
    text: String,
    insertions: Vec<Insertion>,
    /// How many statements get an id by them.
    given: usize,
}

/// Proposes ids, or writes them.
pub fn run(args: &IdsArgs) -> Result<Outcome, Failure> {
    let opened = Opened::new(&args.project, &args.output)?;
    let ladders: Vec<_> = match &args.ladder {
        Some(id) => vec![opened.ladder(Some(id))?],
        None => opened.ladders().iter().collect(),
    };
    let proposals: Vec<Proposal> = ladders.iter().flat_map(|placed| proposals(&placed.ladder)).collect();
    let mut changes = BTreeMap::new();
    let mut by_hand = 0;
    for proposal in &proposals {
        by_hand += usize::from(!plan(&opened, proposal, args, &mut changes));
    }
    let given: usize = changes.values().map(|change| change.given).sum();
    if args.write && given > 0 {
        write(&opened, &changes)?;
    }
    if !args.output.quiet {
        report::line(&summary(args, (given, changes.len(), by_hand)));
    }
    Ok(Outcome::Clean)
}

/// Plans what a proposal changes, and says so where that is asked for; returns whether it can be done.
fn plan(
    opened: &Opened,
    proposal: &Proposal,
    args: &IdsArgs,
    changes: &mut BTreeMap<SourcePath, Change>,
) -> bool {
    let documents = &opened.site.handbook.documents;
    let Some(path) = documents.get(proposal.place.file.0 as usize).map(|document| document.path.clone())
    else {
        return false;
    };
    let change = changes.entry(path.clone()).or_insert_with(|| Change {
        text: read_text(opened.project.root(), &path).unwrap_or_default(),
        insertions: Vec::new(),
        given: 0,
    });
    let made = ids::insertions(proposal, &change.text, language(&path));
    let fits = !made.is_empty() && made.iter().all(|made| change.text.is_char_boundary(made.at as usize));
    if !args.write || !fits {
        let position = LineIndex::new(&change.text).position(proposal.place.span.start as usize);
        let short: String = proposal.text.lines().next().unwrap_or("").chars().take(60).collect();
        let hand = if fits { "" } else { "write by hand: " };
        let (line, column) = (position.line, position.column);
        report::line(&format!("{path}:{line}:{column}: {hand}{} for `{short}`", proposal.id));
    }
    if fits {
        change.given += 1;
        change.insertions.extend(made);
    }
    fits
}

fn language(path: &SourcePath) -> Language {
    match path.extension().to_ascii_lowercase().as_str() {
        "toml" => Language::Toml,
        "yaml" | "yml" => Language::Yaml,
        _ => Language::Markdown,
    }
}

/// Writes all files, and takes it back when the ladder has a mistake that it did not have.
fn write(opened: &Opened, changes: &BTreeMap<SourcePath, Change>) -> Result<(), Failure> {
    let root = opened.project.root();
    let changed = changes.iter().filter(|(_, change)| change.given > 0);
    let changes: Vec<_> = changed
        .map(|(path, change)| source::Change {
            path: path.clone(),
            before: change.text.clone(),
            after: ids::inserted(&change.text, &change.insertions),
        })
        .collect();
    amend(root, &changes, &[])?;
    let loaded = Workspace::default().load(&opened.project, Inputs::read(&opened.project));
    let reports = about_ladders(loaded.diagnostics);
    if Tally::of(&reports).errors <= opened.errors() {
        return Ok(());
    }
    let back = changes.into_iter().map(|source::Change { path, before, after }| source::Change {
        path,
        before: after,
        after: before,
    });
    amend(root, &back.collect::<Vec<_>>(), &[])?;
    let first = reports.iter().find(|report| report.severity == Severity::Error);
    let message = first.map_or("", |report| report.message.as_str());
    Err(Failure::new(format!("the files would not be right with the ids: {message}"))
        .help("nothing was changed; please report this with the files that led to it"))
}

fn summary(args: &IdsArgs, (given, files, by_hand): (usize, usize, usize)) -> String {
    if given + by_hand == 0 {
        return "every expectation has an id".to_owned();
    }
    let (expectations, files) = (count(given, "expectation"), count(files, "file"));
    let rest = if by_hand > 0 { format!("; {by_hand} to be written by hand") } else { String::new() };
    match args.write {
        true => format!("gave ids to {expectations} in {files}{rest}"),
        false => format!("{expectations} without id in {files}{rest}; `--write` writes them"),
    }
}
