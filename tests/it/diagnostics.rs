//! `tests/diagnostics/<group>-<code>.md`: a project, and exactly what is reported about it.
//!
//! `BLESS=1 cargo test` writes the reports; read the difference before it is committed.

use std::fs;
use std::path::PathBuf;

use daring::diagnostic::Code;

use crate::fixture::Fixture;
use crate::harness::{TestProject, build, compare, tests};

const FENCE: &str = "~~~~~~";

/// Codes without a fixture, and why.
const WITHOUT: [(Code, &str); 3] = [
    (
        Code::MarkdownUnparsable,
        "no input is known that the parser gives up on; the report is for the one that somebody will find",
    ),
    (Code::ExternalMoved, "it takes a server: tests/it/external.rs"),
    (Code::ExternalUnsure, "it takes a server: tests/it/external.rs"),
];

/// One file of `tests/diagnostics`.
pub struct Case {
    /// The code that it is about.
    pub code: Code,
    /// Where it is.
    pub path: PathBuf,
    text: String,
}

impl Case {
    /// Returns the case of a code.
    fn of(code: Code) -> Self {
        let path = tests().join(format!("diagnostics/{}.md", code.name().replace('/', "-")));
        let text = fs::read_to_string(&path).unwrap_or_default();
        Self { code, path, text }
    }

    /// Returns the project.
    pub fn fixture(&self) -> Fixture {
        Fixture::parse(self.block("project"))
    }

    /// Returns the text of the fenced block with this name.
    fn block(&self, name: &str) -> &str {
        let range = self.block_range(name);
        &self.text[range]
    }

    fn block_range(&self, name: &str) -> std::ops::Range<usize> {
        let opening = format!("{FENCE} {name}\n");
        let start = self.text.find(&opening).map(|at| at + opening.len());
        let start = start.unwrap_or_else(|| panic!("{}: no block `{name}`", self.path.display()));
        let end = self.text[start..].find(&format!("{FENCE}\n")).map(|end| start + end);
        start..end.unwrap_or_else(|| panic!("{}: `{name}` is not closed", self.path.display()))
    }

    fn with_report(&self, report: &str) -> String {
        let mut text = self.text.clone();
        text.replace_range(self.block_range("report"), report);
        text
    }
}

/// Returns the cases of all codes, in the order of the codes.
pub fn cases() -> Vec<Case> {
    let has_fixture = |code: &&Code| !WITHOUT.iter().any(|(without, _)| without == *code);
    Code::ALL.iter().filter(has_fixture).map(|code| Case::of(*code)).collect()
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let mut wanted: Vec<PathBuf> = cases().into_iter().map(|case| case.path).collect();
    let entries = fs::read_dir(tests().join("diagnostics")).unwrap();
    let mut have: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    wanted.sort();
    have.sort();
    assert_eq!(have, wanted);
}

#[test]
fn every_report_is_as_expected() {
    // The one page that takes too long would keep a thread of this process busy: see below.
    let cases = cases().into_iter().filter(|case| case.code != Code::TemplateTooSlow);
    let wrong: Vec<String> = cases.filter_map(|case| check(&case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Case) -> Option<String> {
    let built = build(case.block("project"));
    if !built.has(case.code) {
        return Some(format!("{}: not reported, but:\n{}", case.path.display(), built.report));
    }
    compare(&case.path, case.block("report"), &built.report, || case.with_report(&built.report))
}

#[test]
fn a_template_that_never_ends_is_reported_and_ends() {
    let case = Case::of(Code::TemplateTooSlow);
    let project = TestProject::new(case.fixture());
    let (code, report) = project.run(2, &project.beside("out"));
    assert_eq!(code, Some(1));
    let wrong = compare(&case.path, case.block("report"), &report, || case.with_report(&report));
    assert_eq!(wrong, None);
}
