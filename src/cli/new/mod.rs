//! `daring new` and `daring init`.

mod ask;
mod beside;
mod bring;
mod found;
mod write;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use daring::scaffold::{self, Choices, Ci, Ladder, Pages, Settings};

use super::Outcome;
use super::report::{self, Failure, count};
use bring::FromKind;
use found::Found;

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Folder to make; with --from, the folder of the book
    dir: PathBuf,
    /// With --from: the folder to make [default: that of the book, with -handbook behind it, in this folder]
    #[arg(requires = "from")]
    target: Option<PathBuf>,
    /// Bring a book of another tool over; it is only read
    #[arg(long, value_name = "TOOL")]
    from: Option<FromKind>,
    #[command(flatten)]
    choices: ChoiceArgs,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder that becomes a handbook
    #[arg(default_value = ".")]
    dir: PathBuf,
    #[command(flatten)]
    choices: ChoiceArgs,
}

/// What can be chosen.
#[derive(Debug, Args)]
struct ChoiceArgs {
    /// Name of the handbook [default: made from the name of the folder]
    #[arg(short, long)]
    title: Option<String>,
    /// Ladder to begin with: none, three levels, or two tracks with an example of everything [default: simple]
    #[arg(long, value_name = "KIND")]
    ladder: Option<LadderKind>,
    /// Who builds and publishes it [default: what the remote of the repository says, else github]
    #[arg(long, value_name = "WHERE")]
    ci: Option<CiKind>,
    /// Ask nothing
    #[arg(short, long)]
    yes: bool,
}

/// Ladders to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LadderKind {
    /// None
    None,
    /// Three levels, four competencies
    Simple,
    /// Two tracks, with an example of everything
    Full,
}

/// Who builds and publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CiKind {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI and Pages
    Gitlab,
    /// Nobody yet
    None,
}

/// Makes a handbook in a new folder.
pub fn run(args: &NewArgs) -> Result<Outcome, Failure> {
    if let Some(from) = args.from {
        return bring::run(from, &args.dir, args.target.as_deref(), &args.choices);
    }
    refuse_if_there(&args.dir)?;
    make(&args.dir, &args.choices)
}

/// A new handbook goes into a folder that is new, or empty.
fn refuse_if_there(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git")) {
                let failure = Failure::new(format!("{shown} is there already, and not empty"));
                let help = format!("`daring init {shown}` makes a handbook of a folder that has files");
                return Err(failure.help(help));
            }
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::new(format!("could not read {shown}: {error}"))),
    }
}

/// Makes a handbook of a folder that is there.
pub fn init(args: &InitArgs) -> Result<Outcome, Failure> {
    let shown = args.dir.display();
    if !args.dir.is_dir() {
        let failure = Failure::new(format!("there is no folder {shown}"));
        return Err(failure.help(format!("`daring new {shown}` makes one")));
    }
    make(&args.dir, &args.choices)
}

fn make(root: &Path, args: &ChoiceArgs) -> Result<Outcome, Failure> {
    let found = Found::in_folder(root);
    let mut choices = chosen(args, &found)?;
    let mut notes = Vec::new();
    if choices.pages == Pages::Present {
        notes.push(match choices.content.as_str() {
            "" => "the Markdown in this folder is the handbook as it is".to_owned(),
            content => format!("the Markdown in {content}/ becomes the handbook as it is"),
        });
        if !found.is_configured {
            choices.settings.top.extend(beside::settings(root, &choices.content));
            notes.extend(beside::note_on_files(root, &choices.content));
        }
    }
    notes.extend(chosen_in_vain(root, args, (&found, &mut choices)));
    if !choices.content.is_empty() {
        notes.extend(beside::notes(root, &choices.content, choices.pages == Pages::Begin));
    }
    let files = write::texts(scaffold::plan(&choices));
    let written = write::all(root, &files)?;
    for path in &written.kept {
        report::line(&format!("kept    {path}: it was there already"));
    }
    for path in &written.made {
        report::line(&format!("wrote   {path}"));
    }
    notes.extend(beside::note_on_ignored(root));
    for note in notes {
        report::line(&format!("note    {note}"));
    }
    next(root, &choices, written.made.len());
    Ok(Outcome::Clean)
}

/// Says what was chosen and is not done, or not where it would work, and takes it out of the choices.
fn chosen_in_vain(root: &Path, args: &ChoiceArgs, (found, choices): (&Found, &mut Choices)) -> Vec<String> {
    let mut notes = Vec::new();
    let kept = found.title.as_ref().filter(|title| found.is_configured && **title != choices.title);
    if let Some(kept) = kept {
        let title = std::mem::replace(&mut choices.title, kept.clone());
        notes
            .push(format!("for the name \"{title}\", set `title` in handbook.toml, which was there already"));
    }
    let ladder = scaffold::ladder_folder(&choices.content);
    let is_asked_for = args.ladder.is_some_and(|kind| kind != LadderKind::None);
    if is_asked_for && choices.pages == Pages::Present && root.join(&ladder).exists() {
        choices.ladder = Ladder::None;
        notes.push(format!("{ladder}/ is there already, so no ladder was added"));
    }
    if !choices.below.is_empty() && choices.ci != Ci::None {
        let (below, file) = match choices.ci {
            Ci::Gitlab => (&choices.below, ".gitlab-ci.yml"),
            _ => (&choices.below, ".github/workflows/handbook.yml"),
        };
        let further = match choices.ci {
            Ci::Gitlab => format!(
                ", and let its jobs begin with `cd {below}`, with `publish: {below}/public` in `pages`"
            ),
            _ => String::new(),
        };
        notes.push(format!(
            "workflows run from the top of the repository only: move {below}/{file} to {file} there{further}"
        ));
    }
    notes
}

/// Says what was made and the two commands that come next.
fn next(root: &Path, choices: &Choices, made: usize) {
    report::line(&format!("\"{}\" is ready: {}.", choices.title, count(made, "file")));
    report::text("\nNext:\n");
    if root == Path::new(".") {
        report::line("  daring serve --open     show it while you write");
        report::line("  daring check            find everything that is wrong");
    } else {
        report::line(&format!("  cd {}", typed(root)));
        report::line("  daring serve --open");
    }
}

/// A path as it is typed at a shell.
fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/\\.:_-+,@~".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) && !path.starts_with(['~', '-']) {
        return path;
    }
    let path = if path.starts_with('-') { format!("./{path}") } else { path };
    if cfg!(windows) { format!("\"{path}\"") } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

fn chosen(args: &ChoiceArgs, found: &Found) -> Result<Choices, Failure> {
    let origin = found.origin.clone();
    let usual_ci = match &origin {
        Some(origin) if origin.is_github() => CiKind::Github,
        Some(origin) if origin.is_gitlab() => CiKind::Gitlab,
        Some(_) => CiKind::None,
        None if found.has_gitlab_ci => CiKind::Gitlab,
        None => CiKind::Github,
    };
    let usual_title = found.title.clone().unwrap_or_else(|| scaffold::title_of(&found.name));
    // Pages that are there get no company unless it is asked for.
    let usual_ladder = if found.pages == Pages::Begin { LadderKind::Simple } else { LadderKind::None };
    let (mut title, mut ladder, mut ci) = (args.title.clone(), args.ladder, args.ci);
    if !args.yes && ask::is_possible() {
        if !found.is_configured {
            title = Some(title.map_or_else(|| ask::text("Name of the handbook", &usual_title), Ok)?);
        }
        if found.pages == Pages::Begin {
            ladder = Some(ladder.map_or_else(|| ask::one_of("Career ladder", LadderKind::Simple), Ok)?);
        }
        ci = Some(ci.map_or_else(|| ask::one_of("Published by", usual_ci), Ok)?);
    }
    let title = title.filter(|title| !title.trim().is_empty()).unwrap_or(usual_title);
    Ok(Choices {
        title: title.trim().to_owned(),
        content: found.content.clone(),
        pages: found.pages,
        ladder: match ladder.unwrap_or(usual_ladder) {
            LadderKind::None => Ladder::None,
            LadderKind::Simple => Ladder::Simple,
            LadderKind::Full => Ladder::Full,
        },
        ci: match ci.unwrap_or(usual_ci) {
            CiKind::Github => Ci::Github,
            CiKind::Gitlab => Ci::Gitlab,
            CiKind::None => Ci::None,
        },
        origin,
        branch: found.branch.clone(),
        below: found.below.clone(),
        settings: Settings::default(),
    })
}
