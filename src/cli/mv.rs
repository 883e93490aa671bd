//! `daring mv`.

use std::env;
use std::fs;

use daring::diagnostic;
use daring::document::Drafts;
use daring::moves::rename::{Plan, Refusal, plan};
use daring::moves::request::{Ground, Kind, Unclear, understand};
use daring::source::{ContentHash, LineIndex, Rename, SourcePath};
use daring::workspace::amend::amend;
use daring::workspace::{Inputs, Loaded, Overrides, Project, Workspace, is_passed_over, read_text};

use super::Outcome;
use super::args::{Format, MvArgs, OutputArgs};
use super::report::{self, Failure, count};

/// How many places of one kind are named; the rest is counted.
const MAX_NAMED: usize = 8;

/// Renames a page or a folder, and every link to it.
pub fn run(args: &MvArgs) -> Result<Outcome, Failure> {
    let output =
        OutputArgs { format: Format::Human, quiet: args.quiet, verbose: 0, color: args.color, summary: None };
    let project = open(args)?;
    let Loaded { site, texts, .. } = Workspace::default().load_sources(&project, Inputs::list(&project));
    let Some(site) = site else {
        return Err(Failure::new("the theme has mistakes, so nobody can tell what would become of links")
            .help("`daring check` shows them"));
    };
    let here = here(&project);
    let kind = |path: &SourcePath| kind(&project, path);
    let config = project.config();
    let passes_over = |path: &SourcePath, kind| is_passed_over(&project, path, kind == Kind::Folder);
    let ground = Ground {
        here: here.as_ref(),
        content: &config.content,
        static_files: &config.static_files,
        is_passed_over: &passes_over,
        kind: &kind,
    };
    let renames = understand(&site.handbook, &ground, (&args.old, &args.new)).map_err(unclear)?;
    let text = |path: &SourcePath| {
        let text = read_text(project.root(), path)?;
        let known = texts.binary_search_by(|(known, _)| known.cmp(path)).ok();
        let is_it = known.is_none_or(|at| texts[at].1 == ContentHash::of(text.as_bytes()));
        is_it.then_some(text)
    };
    let plan = plan(&site, &renames, &text).map_err(|refusal| refused(&project, &output, refusal))?;
    if args.dry_run {
        report::moves(&output, project.root(), &renames);
        report::diffs(&output, project.root(), &plan.changes);
    } else {
        amend(project.root(), &plan.changes, &renames)?;
    }
    if !args.quiet {
        tell(args, &renames, &plan);
    }
    Ok(Outcome::Clean)
}

/// Opens the project with everything in it.
fn open(args: &MvArgs) -> Result<Project, Failure> {
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Include };
    Ok(match &args.root {
        Some(root) => Project::open(root, overrides)?,
        None => Project::find(std::path::Path::new("."), overrides)?,
    })
}

/// The folder in which the command was typed, from the root of the project.
fn here(project: &Project) -> Option<SourcePath> {
    let here = env::current_dir().and_then(|here| here.canonicalize()).ok()?;
    let below = here.strip_prefix(project.root()).ok()?;
    SourcePath::new(below.to_str()?).ok()
}

fn kind(project: &Project, path: &SourcePath) -> Kind {
    // Not what a link leads to: it is the link that would be renamed.
    match fs::symlink_metadata(project.root().join(path.as_str())) {
        Ok(data) if data.is_dir() => Kind::Folder,
        Ok(_) => Kind::File,
        Err(_) => Kind::Nothing,
    }
}

/// Says what was done, or would be.
fn tell(args: &MvArgs, renames: &[Rename], plan: &Plan) {
    let verb = if args.dry_run { "would move" } else { "moved" };
    for Rename { from, to } in renames {
        report::line(&format!("{verb} {from} to {to}"));
    }
    let files = count(plan.changes.len(), "file");
    let mut parts = Vec::new();
    if plan.links > 0 {
        parts.push(format!("{} rewritten", count(plan.links, "link")));
    }
    match plan.aliases.len() {
        0 => {}
        1 => parts.push("1 former address kept".to_owned()),
        many => parts.push(format!("{many} former addresses kept")),
    }
    if parts.is_empty() {
        report::line("no link leads there, and no address changes");
    } else {
        report::line(&format!("{} in {files}", parts.join(", ")));
    }
    if !plan.lost.is_empty() {
        let named = named(&plan.lost);
        report::line(&format!(
            "no file of its own can lead on from {named}: these pages are made from a ladder"
        ));
    }
    if !plan.recased.is_empty() {
        let named = named(&plan.recased);
        report::line(&format!(
            "no former address is kept for {named}: only upper and lower case differ, and many hosts see no difference"
        ));
    }
}

fn named(addresses: &[String]) -> String {
    let named: Vec<&str> = addresses.iter().take(MAX_NAMED).map(String::as_str).collect();
    match addresses.len().saturating_sub(MAX_NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn unclear(unclear: Unclear) -> Failure {
    match unclear {
        Unclear::NoSuch { name, near } => {
            let failure = Failure::new(format!("there is no page, file or folder `{name}`"));
            match near {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("write its path, or the address of its page"),
            }
        }
        Unclear::Generated { name } => {
            Failure::new(format!("the page `{name}` is made by Daring, from no file of its own"))
                .help("rename the file or the id that it is made from")
        }
        Unclear::Outside { path } => Failure::new(format!("`{path}` is no place in the handbook"))
            .help("old and new name both lie in the content folder, or both in the static folder"),
        Unclear::BadName { name, reason } => {
            Failure::new(format!("nothing can be called `{name}`: {reason}")).help("choose another name")
        }
        Unclear::Taken(path) => Failure::new(format!("`{path}` is there already"))
            .help("choose another name, or move it away first; nothing is ever overwritten"),
        Unclear::IntoItself(path) => Failure::new(format!("`{path}` cannot be moved into itself")),
        Unclear::Same(path) => Failure::new(format!("`{path}` has that name already")),
    }
}

/// Says why nothing was done.
fn refused(project: &Project, output: &OutputArgs, refusal: Refusal) -> Failure {
    let place = |path: &SourcePath, at: usize| {
        let text = read_text(project.root(), path).unwrap_or_default();
        let position = LineIndex::new(&text).position(at);
        format!("{path}:{}:{}", position.line, position.column)
    };
    match refusal {
        Refusal::Unreadable(path) => {
            Failure::new(format!("`{path}` cannot be read, or was changed meanwhile"))
                .help("nothing was changed; run it again")
        }
        Refusal::Link { path, span } => {
            let place = place(&path, span.start as usize);
            Failure::new(format!("the link at {place} cannot be written so that it leads to the same place"))
                .help("nothing was changed; write the link as a path to the file, and run it again")
        }
        Refusal::Alias { path, address } => Failure::new(format!(
            "the former address `{address}` cannot be added to the front matter of `{path}`"
        ))
        .help("nothing was changed; add it to its `aliases`, and run it again"),
        Refusal::Ladder(path) => {
            Failure::new(format!("`{path}` would become part of a ladder, or leave one"))
                .help("nothing was changed; move the whole folder of the ladder, or this file by hand")
        }
        Refusal::Worse(mut reports) => {
            diagnostic::sort(&mut reports);
            report::changes(output, project.root(), &reports, &[]);
            let verb = if reports.len() == 1 { "is" } else { "are" };
            let places = count(reports.len(), "place");
            Failure::new(format!("{places} would be wrong that {verb} not wrong now"))
                .help("nothing was changed")
        }
    }
}
