//! The only place that prints.
//!
//! Findings go to standard output, because they are what the commands are for; failures and notes
//! go to standard error. A reader that has gone away (`daring check | head`) is no mistake.

use std::any::Any;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use daring::diagnostic::show::{self, Color, Style, Summary};
use daring::diagnostic::{Diagnostic, Severity, Tally};
use daring::source::{Change, LineIndex, Position, Rename, SourcePath, turns_text, unified_diff};
use daring::workspace::mend::Made;
use daring::workspace::{Project, read_text};

use super::Outcome;
use super::args::{Deny, Format, OutputArgs, ProjectArgs, When};
use super::summary::{self, Job};

/// Why a command could not do its work, for the person at the machine.
#[derive(Debug)]
pub struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    /// Makes a failure with nothing to advise.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Makes a failure of a mistake in Daring itself.
    pub fn internal(panic: &(dyn Any + Send)) -> Self {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        Self::new(format!("Daring made a mistake: {}", text.unwrap_or_else(|| "unknown cause".to_owned())))
            .help("nothing was published; please report this with the files that led to it")
    }
}

impl From<daring::workspace::Error> for Failure {
    fn from(error: daring::workspace::Error) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

impl From<daring::publish::PublishError> for Failure {
    fn from(error: daring::publish::PublishError) -> Self {
        Self { message: error.to_string(), help: error.help().map(str::to_owned) }
    }
}

impl From<daring::workspace::amend::AmendError> for Failure {
    fn from(error: daring::workspace::amend::AmendError) -> Self {
        Self { message: error.to_string(), help: Some(error.help().to_owned()) }
    }
}

/// Prints a failure.
pub fn failure(failure: &Failure) {
    let mut text = format!("error: {}\n", visible(&failure.message));
    if let Some(help) = &failure.help {
        text.push_str(&format!("  help: {}\n", visible(help)));
    }
    // Nobody is left to tell.
    io::stderr().lock().write_all(text.as_bytes()).unwrap_or_default();
}

/// Prints plain text to standard output.
pub fn text(text: &str) {
    print(&mut io::stdout().lock(), text);
}

/// Prints a line to standard output that may hold names of files and texts of authors.
pub fn line(line: &str) {
    print(&mut io::stdout().lock(), &format!("{}\n", visible(line)));
}

/// Prints a note, unless nothing but mistakes is wanted.
pub fn note(args: &OutputArgs, note: impl Display) {
    if !args.quiet {
        let note = format!("note: {}\n", visible(&note.to_string()));
        io::stderr().lock().write_all(note.as_bytes()).unwrap_or_default();
    }
}

/// What a run of `build` or `check` has to say.
pub struct Findings<'a> {
    /// The project.
    pub project: &'a Project,
    /// Everything found, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that it was found in with other texts than they have.
    pub drafts: &'a [Change],
    /// Pages of the site.
    pub pages: usize,
    /// What was done, as it reads at the start of the summary: "published", "checked".
    pub done: &'a str,
    /// What became of it, as it reads at the end: "public, 3 files written".
    pub result: String,
    /// How long everything took.
    pub time: Duration,
    /// How long each part took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Makes the failure of a project that gives no site, and no reason why: silence must not look like success.
pub fn no_site() -> Failure {
    Failure::internal(&"no pages could be made, and nothing says why")
}

/// Finds out whether the summary of a job can be written, before anything is published.
///
/// # Errors
/// It cannot.
pub fn may_write_summary(args: &OutputArgs) -> Result<(), Failure> {
    args.summary.as_deref().map_or(Ok(()), |path| summary::open(path).map(drop))
}

/// Raises warnings to errors when they are denied.
pub fn deny(diagnostics: &mut [Diagnostic], args: &ProjectArgs) {
    if args.deny == Some(Deny::Warnings) {
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.severity == Severity::Warning)
        {
            diagnostic.severity = Severity::Error;
        }
    }
}

/// Counts warnings as the errors that they are where they are denied.
pub fn denied(tally: Tally, deny: Option<Deny>) -> Tally {
    match deny {
        Some(Deny::Warnings) => Tally { errors: tally.errors + tally.warnings, warnings: 0 },
        None => tally,
    }
}

/// Prints findings and summary; returns how the command ended.
///
/// # Errors
/// The summary of a job cannot be written.
pub fn findings(args: &OutputArgs, findings: &Findings<'_>) -> Result<Outcome, Failure> {
    let tally = Tally::of(&findings.diagnostics);
    let root = findings.project.root();
    let lookup = |path: &SourcePath| {
        let draft = findings.drafts.iter().find(|draft| draft.path == *path);
        draft.map(|draft| draft.after.clone()).or_else(|| read_text(root, path)).map(Arc::from)
    };
    let style = style(args, root);
    let mut out = stdout(args);
    let diagnostics = &findings.diagnostics[..];
    let summary = Summary { pages: findings.pages, tally };
    let report = match args.format {
        Format::Human => show::human(diagnostics, &lookup, &style),
        Format::Github => show::github(diagnostics, &lookup, &style),
        Format::Json => show::json(diagnostics, &lookup, &style, &summary),
        Format::Sarif => show::sarif(diagnostics, &lookup, &style, env!("CARGO_PKG_VERSION")),
    };
    print(&mut out, &report);
    let is_text = matches!(args.format, Format::Human | Format::Github);
    if is_text && !args.quiet {
        if !report.is_empty() && args.format == Format::Human {
            print(&mut out, "\n");
        }
        print(&mut out, &summary_line(findings, tally));
        if args.verbose > 0 {
            print(&mut out, &table(&findings.timings));
        }
    }
    if let Some(path) = &args.summary {
        summarise(path, findings, &lookup)?;
    }
    Ok(if tally.errors > 0 { Outcome::Faulty } else { Outcome::Clean })
}

/// Adds a summary for the page of a CI job to a file.
fn summarise(
    path: &Path,
    findings: &Findings<'_>,
    lookup: &dyn Fn(&SourcePath) -> Option<Arc<str>>,
) -> Result<(), Failure> {
    let line = |report: &Diagnostic| {
        let span = report.primary.as_ref()?.span?;
        let text = lookup(report.path()?)?;
        Some(LineIndex::new(&text).position(span.start as usize).line)
    };
    let job = Job {
        done: findings.done,
        pages: findings.pages,
        time: &format!("{:.2} s", findings.time.as_secs_f64()),
        result: &findings.result,
        diagnostics: &findings.diagnostics,
        line: &line,
    };
    summary::append(path, &job)
}

/// Prints what is new and what was resolved.
pub fn changes(args: &OutputArgs, root: &Path, new: &[Diagnostic], resolved: &[Diagnostic]) {
    let lookup = |path: &SourcePath| read_text(root, path).map(Arc::from);
    let mut text = show::human(new, &lookup, &style(args, root));
    for report in resolved {
        let place = report.path().map_or_else(String::new, |path| format!(" ({})", path.as_str()));
        text.push_str(&format!(
            "resolved[{}]: {}{}\n",
            report.code,
            visible(&report.message),
            visible(&place)
        ));
    }
    print(&mut stdout(args), &text);
}

/// Prints what was mended, a line for each change.
pub fn mended(args: &OutputArgs, root: &Path, made: &[Made]) {
    let style = style(args, root);
    let mut text = String::new();
    for made in made {
        let Position { line, column } = made.position;
        let what = match (made.before.as_str(), made.after.as_str()) {
            ("", after) => format!("added {}", short(after)),
            (before, after) => format!("{} is now {}", short(before), short(after)),
        };
        let place = format!("{}{}:{line}:{column}", style.path_prefix, made.path);
        text.push_str(&format!("fixed[{}]: {} ({})\n", made.code, visible(&what), visible(&place)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    print(&mut stdout(args), &text);
}

/// A text of an author's between backticks, on one line, cut when it is long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(80).collect();
    if cut.len() < line.len() { format!("`{cut}...`") } else { format!("`{cut}`") }
}

/// Prints what changes in files, as a unified diff.
pub fn diffs(args: &OutputArgs, root: &Path, changes: &[Change]) {
    let style = style(args, root);
    let mut out = stdout(args);
    let is_terminal = io::stdout().is_terminal();
    let mut text = String::new();
    for Change { path, before, after } in changes {
        let name = format!("{}{path}", style.path_prefix);
        let diff = unified_diff((&name, before), (&name, after));
        // Whoever applies it needs every byte; a terminal must not be steered by any.
        let lines = diff.split_inclusive('\n').map(|line| match is_terminal {
            true => coloured(line.trim_end_matches(['\n', '\r'])),
            false => line.to_owned(),
        });
        text.extend(lines);
        text.push_str(if is_terminal { "\n" } else { "" });
    }
    print(&mut out, &text);
}

/// Prints renames, as `git` shows them in a diff.
pub fn moves(args: &OutputArgs, root: &Path, renames: &[Rename]) {
    let style = style(args, root);
    let mut text = String::new();
    for Rename { from, to } in renames {
        let prefix = &style.path_prefix;
        text.push_str(&visible(&format!("rename from {prefix}{from}")));
        text.push_str(&format!("\n{}\n", visible(&format!("rename to {prefix}{to}"))));
    }
    print(&mut stdout(args), &format!("{text}\n"));
}

/// A line of a diff as a terminal shows it.
fn coloured(line: &str) -> String {
    let color = match line.as_bytes().first() {
        _ if line.starts_with("--- ") || line.starts_with("+++ ") => "\u{1b}[1m",
        Some(b'-') => "\u{1b}[31m",
        Some(b'+') => "\u{1b}[32m",
        Some(b'@') => "\u{1b}[36m",
        _ => "",
    };
    let tabs: Vec<String> = line.split('\t').map(visible).collect();
    let end = if color.is_empty() { "" } else { "\u{1b}[0m" };
    format!("{color}{}{end}\n", tabs.join("\t"))
}

fn summary_line(findings: &Findings<'_>, tally: Tally) -> String {
    let mut parts = vec![count(findings.pages, "page")];
    parts.extend([count(tally.errors, "error"), count(tally.warnings, "warning")]);
    let result = if findings.result.is_empty() { String::new() } else { format!(": {}", findings.result) };
    format!(
        "{} {} in {:.2} s{}\n",
        findings.done,
        parts.join(", "),
        findings.time.as_secs_f64(),
        visible(&result)
    )
}

fn table(timings: &[(&'static str, Duration)]) -> String {
    let rows =
        timings.iter().map(|(name, time)| format!("  {name:<10} {:>9.1} ms\n", time.as_secs_f64() * 1000.0));
    rows.collect()
}

/// `1 page`, `2 pages`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn style(args: &OutputArgs, root: &Path) -> Style {
    let is_coloured = args.format == Format::Human && choice(args) != ColorChoice::Never;
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    Style {
        color: if is_coloured { Color::Ansi } else { Color::Plain },
        width: width(),
        path_prefix: prefix(&here, root),
    }
}

/// The columns of the terminal. Without one, lines are as long as a report needs.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.filter(|columns| *columns >= 40).unwrap_or(if io::stdout().is_terminal() { 120 } else { 160 })
}

fn choice(args: &OutputArgs) -> ColorChoice {
    match args.color {
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
        When::Auto => AutoStream::choice(&io::stdout()),
    }
}

fn stdout(args: &OutputArgs) -> AutoStream<io::StdoutLock<'static>> {
    AutoStream::new(
        io::stdout().lock(),
        if args.color == When::Always { ColorChoice::AlwaysAnsi } else { choice(args) },
    )
}

/// The way from one folder to another, with a `/` at the end; empty when they are one.
pub fn prefix(from: &Path, to: &Path) -> String {
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut path = PathBuf::new();
    for _ in common..from.len() {
        path.push("..");
    }
    path.extend(&to[common..]);
    let text = path.to_string_lossy().replace('\\', "/");
    if text.is_empty() { text } else { format!("{text}/") }
}

/// Replaces what could command a terminal, start a line of its own, or change the direction of text
/// (UAX 9): names may hold all of them.
pub fn visible(text: &str) -> String {
    let is_harmful = |c: char| c.is_control() || turns_text(c);
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// Why standard output could not be written. Commands print in the middle of their work and go on with
/// it; how they end is decided in one place, which asks here.
static UNWRITTEN: OnceLock<io::Error> = OnceLock::new();

/// Returns what kept standard output from being written, as a full disk does.
pub fn unwritten() -> Option<Failure> {
    let error = UNWRITTEN.get()?;
    let failure = Failure::new(format!("could not write to standard output: {error}"));
    Some(failure.help("what was printed is not complete: make room, or send it elsewhere"))
}

/// Prints to standard output.
fn print(out: &mut impl Write, text: &str) {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => drop(UNWRITTEN.set(error)),
        Ok(()) | Err(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_that_is_denied_is_counted_as_an_error() {
        let tally = Tally { errors: 1, warnings: 2 };
        assert_eq!(denied(tally, Some(Deny::Warnings)), Tally { errors: 3, warnings: 0 });
        assert_eq!(denied(tally, None), tally);
    }

    #[test]
    fn paths_are_shown_from_where_the_command_was_run() {
        assert_eq!(prefix(Path::new("/a/b"), Path::new("/a/b")), "");
        assert_eq!(prefix(Path::new("/a/b"), Path::new("/a/c/d")), "../c/d/");
        assert_eq!(prefix(Path::new("/a"), Path::new("/a/b")), "b/");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!((count(1, "page"), count(0, "page")), ("1 page".to_owned(), "0 pages".to_owned()));
    }
}
