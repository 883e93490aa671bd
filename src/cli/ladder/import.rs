//! `daring ladder import`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use daring::authoring::{Headings, Renewed, framework, layout_a, renewed, renewed_tables};
use daring::ladder::import::{Imported, Mapping, Report, import, keep_hidden, made_id};
use daring::ladder::model::Ladder;
use daring::source::SourcePath;

use super::existing::Existing;
use super::files;
use crate::cli::Outcome;
use crate::cli::args::{Format, OutputArgs, ProjectArgs, When};
use crate::cli::project::open;
use crate::cli::report::{self, Failure, count};

/// How many lines of each part of the report are shown.
const SHOWN: usize = 20;

/// Options of `ladder import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The spreadsheet: CSV or XLSX
    file: PathBuf,
    #[command(flatten)]
    project: ProjectArgs,
    /// Folder of the ladder [default: one in the content with the name of the file]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// What the columns mean [default: FILE.mapping.toml, which is written when it is not there]
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Only this sheet
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Renew the ladder that is in the folder
    #[arg(short, long)]
    update: bool,
    /// Say what would be done, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    quiet: bool,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// Imports a spreadsheet.
pub fn run(args: &ImportArgs) -> Result<Outcome, Failure> {
    let output =
        OutputArgs { format: Format::Human, quiet: args.quiet, verbose: 0, summary: None, color: args.color };
    let folder = folder(args, &output)?;
    let existing = if args.update {
        match Existing::open(&args.project, args.into.as_deref(), &output, &folder)? {
            Ok(existing) => Some(existing),
            Err(outcome) => return Ok(outcome),
        }
    } else {
        None
    };
    let mapping_file = args.mapping.clone().unwrap_or_else(|| beside(&args.file));
    let mapping = mapping(args, &mapping_file)?;
    let bytes = files::read(&args.file)?;
    let name = args.file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let shown = existing.as_ref().map(|existing| &*existing.shown);
    let mut imported = import(&bytes, &name, &mapping, shown).map_err(|error| {
        let failure = Failure::new(format!("{}: {}", args.file.display(), error.message));
        match error.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    })?;
    if let Some(Existing { shown, whole, .. }) = &existing {
        keep_hidden(&mut imported, shown, whole);
    }
    let Imported { mut declarations, mapping, report } = imported;
    show(args, &report);
    if !report.problems.is_empty() {
        return Ok(Outcome::Faulty);
    }
    let id = folder.file_name().map(|name| made_id(&name.to_string_lossy())).unwrap_or_default();
    let framework = declarations.framework.take().unwrap_or_else(|| framework(&id));
    let ladder = Ladder { framework, declared: declarations };
    let Changed { files: changed, rewritten, left } =
        changed(&ladder, existing.as_ref().map(|existing| &*existing.whole), &folder)?;
    if !args.quiet {
        let lines =
            |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
        list("written anew, since its lines are not as they are written here", &lines(&rewritten));
        list("no longer in the table, and left as they are: delete what nobody needs", &lines(&left));
    }
    if let Some(existing) = &existing {
        existing.prove(&ladder, &changed)?;
    }
    if args.dry_run {
        report::line(&format!("would write {} in {}", count(changed.len(), "file"), folder.display()));
        return Ok(Outcome::Clean);
    }
    match &existing {
        Some(existing) => existing.write(&changed)?,
        None => changed.iter().try_for_each(|(path, text)| files::write(path, text))?,
    }
    if !mapping.sheets.is_empty() && !mapping_file.exists() {
        files::write(&mapping_file, &mapping.to_toml())?;
        report::note(&output, format_args!("how the columns were read is in {}", mapping_file.display()));
    }
    if !args.quiet {
        report::line(&format!("wrote {} in {}", count(changed.len(), "file"), folder.display()));
    }
    Ok(Outcome::Clean)
}

/// `ladder.xlsx.mapping.toml` for `ladder.xlsx`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".mapping.toml");
    PathBuf::from(name)
}

fn mapping(args: &ImportArgs, path: &Path) -> Result<Mapping, Failure> {
    let is_there = args.mapping.is_some() || path.exists();
    let mut mapping = match is_there {
        true => {
            let text = String::from_utf8(files::read(path)?)
                .map_err(|_| Failure::new(format!("{} is not UTF-8", path.display())))?;
            Mapping::parse(&text).map_err(|error| {
                let failure = Failure::new(format!("{}: {}", path.display(), error.message));
                failure.help(error.help.unwrap_or_default())
            })?
        }
        false => Mapping::default(),
    };
    mapping.only.clone_from(&args.sheet);
    Ok(mapping)
}

/// Returns the folder of the ladder.
fn folder(args: &ImportArgs, output: &OutputArgs) -> Result<PathBuf, Failure> {
    let folder = match &args.into {
        Some(folder) => folder.clone(),
        None => {
            let project = open(&args.project, output, None)?;
            let stem = args.file.file_stem().map(|stem| made_id(&stem.to_string_lossy())).unwrap_or_default();
            project.root().join(project.config().content.as_str()).join(stem)
        }
    };
    let is_empty = fs::read_dir(&folder).map_or(true, |mut files| files.next().is_none());
    let has_ladder = folder.join("ladder.toml").exists();
    let shown = folder.display();
    match (has_ladder, is_empty, args.update) {
        (true, _, false) => Err(Failure::new(format!("there is a ladder in {shown}"))
            .help("`--update` renews it; `--into` names another folder")),
        (false, false, _) => {
            Err(Failure::new(format!("{shown} is not empty, and is not the folder of a ladder"))
                .help("name an empty folder, or one that is not there yet, with `--into`"))
        }
        (false, true, true) => {
            Err(Failure::new(format!("there is no ladder in {shown}"))
                .help("leave out `--update` to make one"))
        }
        _ => Ok(folder),
    }
}

/// What is to be done to the files of a ladder.
#[derive(Default)]
struct Changed {
    /// The files that say something new, with their texts.
    files: BTreeMap<PathBuf, String>,
    /// Those in which more changes than what is new.
    rewritten: Vec<PathBuf>,
    /// Files about what the table does not name any more.
    left: Vec<PathBuf>,
}

/// Returns the files that say something new. What they said before keeps the words, the order and the
/// comments of its authors.
fn changed(ladder: &Ladder, existing: Option<&Ladder>, folder: &Path) -> Result<Changed, Failure> {
    let before: BTreeMap<_, _> = existing.map(layout_a).unwrap_or_default().into_iter().collect();
    let headings = Headings::of(ladder);
    let mut changed = Changed::default();
    let after = layout_a(ladder);
    let is_named = |path: &SourcePath| after.iter().any(|(named, _)| named == path);
    let gone = before.keys().filter(|path| !is_named(path)).map(|path| folder.join(path.as_str()));
    changed.left = gone.filter(|file| file.exists()).collect();
    for (path, text) in after {
        let file = folder.join(path.as_str());
        let Some(before) = before.get(&path) else {
            if existing.is_some() && file.symlink_metadata().is_ok() {
                return Err(Failure::new(format!(
                    "what is new would be written into {}, which is there already and is about something else",
                    file.display()
                ))
                .help("nothing was written: give what is new another name, or that file"));
            }
            changed.files.insert(file, text);
            continue;
        };
        if *before == text {
            continue;
        }
        if !file.exists() {
            return Err(Failure::new(format!(
                "what changes is not in {}, but in another file of the ladder",
                file.display()
            ))
            .help("import into an empty folder, and take over what is new from there"));
        }
        let own = String::from_utf8(files::read(&file)?)
            .map_err(|_| Failure::new(format!("{} is not UTF-8", file.display())))?;
        let renewed = match path.as_str().ends_with(".toml") {
            true => renewed_tables(&own, before, &text),
            false => renewed(&own, (before, &text), &|heading| headings.key(heading)),
        };
        let text = match renewed {
            Renewed::Unable => {
                return Err(Failure::new(format!(
                    "what changes stands in the front matter of {}, which is TOML",
                    file.display()
                ))
                .help("write the front matter as YAML, between lines of `---`, and import again"));
            }
            Renewed::Changed(text) => text,
            Renewed::Rewritten(text) => {
                changed.rewritten.push(file.clone());
                text
            }
        };
        if text != own {
            changed.files.insert(file, text);
        }
    }
    Ok(changed)
}

fn show(args: &ImportArgs, report: &Report) {
    let Report { added, changed, removed, guessed, ignored, problems } = report;
    for problem in problems {
        report::line(&format!("error: {}, row {}: {}", args.file.display(), problem.row, problem.message));
    }
    if args.quiet {
        return;
    }
    let parts = [
        ("guessed", guessed),
        ("ignored", ignored),
        ("removed", removed),
        ("changed", changed),
        ("added", added),
    ];
    parts.into_iter().for_each(|(name, lines)| list(name, lines));
}

/// Shows a part of the report, if there is something in it.
fn list(name: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    report::line(&format!("{name}: {}", lines.len()));
    for line in lines.iter().take(SHOWN) {
        report::line(&format!("  {line}"));
    }
    if lines.len() > SHOWN {
        report::line(&format!("  and {} more", lines.len() - SHOWN));
    }
}
