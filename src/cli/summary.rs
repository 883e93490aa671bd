//! A summary in Markdown, for the page of a CI job.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use daring::diagnostic::{Diagnostic, Severity, Tally};

use super::report::{Failure, count};

/// How many findings are listed; the others are counted.
const MOST: usize = 50;

/// What a job did.
pub struct Job<'a> {
    /// What was done: "published", "checked".
    pub done: &'a str,
    /// Pages of the site.
    pub pages: usize,
    /// How long it took, such as `0.52 s`.
    pub time: &'a str,
    /// What became of it: "public, 3 files written".
    pub result: &'a str,
    /// Everything found.
    pub diagnostics: &'a [Diagnostic],
    /// Returns the line at which a finding stands.
    pub line: &'a dyn Fn(&Diagnostic) -> Option<usize>,
}

/// Opens the file that the summary is added to, and makes it where there is none.
pub fn open(path: &Path) -> Result<File, Failure> {
    OpenOptions::new().create(true).append(true).open(path).map_err(|error| unwritable(path, &error))
}

/// Adds the summary to the end of a file.
pub fn append(path: &Path, job: &Job<'_>) -> Result<(), Failure> {
    open(path)?.write_all(markdown(job).as_bytes()).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("could not write {}: {error}", path.display()))
}

fn markdown(job: &Job<'_>) -> String {
    let tally = Tally::of(job.diagnostics);
    let mut text = format!(
        "### Handbook: {}, {}, {}\n\n{} in {}",
        count(job.pages, "page"),
        count(tally.errors, "error"),
        count(tally.warnings, "warning"),
        capital(job.done),
        job.time
    );
    text.push_str(&if job.result.is_empty() {
        ".\n\n".to_owned()
    } else {
        format!(": {}.\n\n", cell(job.result))
    });
    if job.diagnostics.is_empty() {
        return text;
    }
    text.push_str("| | where | what |\n|---|---|---|\n");
    // Errors first; within them the order of the report.
    let of = |severity: Severity| job.diagnostics.iter().filter(move |report| report.severity == severity);
    for report in of(Severity::Error).chain(of(Severity::Warning)).take(MOST) {
        let place = match (report.path(), (job.line)(report)) {
            (Some(path), Some(line)) => format!("{path}:{line}"),
            (Some(path), None) => path.to_string(),
            (None, _) => String::new(),
        };
        let help = report.help.first().map_or_else(String::new, |help| format!("<br>{}", cell(help)));
        let line = format!(
            "| {} | {} | {} ({}){help} |\n",
            report.severity.name(),
            cell(&place),
            cell(&report.message),
            report.code
        );
        text.push_str(&line);
    }
    let more = job.diagnostics.len().saturating_sub(MOST);
    if more > 0 {
        text.push_str(&format!("\nand {more} more, in the log of the job.\n"));
    }
    text.push('\n');
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text of authors in a cell of a table: it starts no row, no column and no HTML.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '|' => out.push_str("\\|"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use daring::diagnostic::Code;

    #[test]
    fn errors_come_first_and_texts_stay_in_their_cells() {
        let reports = vec![
            Diagnostic::new(Code::FrontMatterUnknownKey, "a | b\n<c>"),
            Diagnostic::new(Code::LinkUnknownPage, "no page `x`").help("did you mean `y`?"),
        ];
        let job = Job {
            done: "published",
            pages: 1,
            time: "0.10 s",
            result: "public/ is up to date",
            diagnostics: &reports,
            line: &|_| None,
        };
        assert_eq!(
            markdown(&job),
            "### Handbook: 1 page, 1 error, 1 warning\n\nPublished in 0.10 s: public/ is up to date.\n\n\
             | | where | what |\n|---|---|---|\n\
             | error |  | no page `x` (link/unknown-page)<br>did you mean `y`? |\n\
             | warning |  | a \\| b &lt;c> (front-matter/unknown-key) |\n\n"
        );
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let reports = vec![Diagnostic::new(Code::LinkUnknownPage, "x"); MOST + 2];
        let job = Job {
            done: "checked",
            pages: 2,
            time: "1 s",
            result: "",
            diagnostics: &reports,
            line: &|_| Some(1),
        };
        let text = markdown(&job);
        assert!(
            text.contains("\nChecked in 1 s.\n")
                && text.ends_with("\nand 2 more, in the log of the job.\n\n")
        );
        assert_eq!(text.matches("| error |").count(), MOST);
    }
}
