//! `tests/golden/<case>/`: a project in `input.txt`, and all that is published in `expected.txt`.
//!
//! `BLESS=1 cargo test` writes the expected files; read the difference before it is committed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fixture::Fixture;
use crate::harness::{TestProject, compare, shown, tests};

/// The folders of the cases, sorted.
pub fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(tests().join("golden")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// Reads the project of a case.
pub fn input(case: &Path) -> Fixture {
    Fixture::parse(&fs::read_to_string(case.join("input.txt")).unwrap())
}

#[test]
fn every_case_is_published_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 30, "the cases are in {}", tests().join("golden").display());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Path) -> Option<String> {
    let project = TestProject::new(input(case));
    let built = project.build();
    let have = shown(&built, &project.fixture);
    if built.published.is_none() {
        return Some(format!("{}: nothing was published:\n{}", case.display(), built.report));
    }
    let path = case.join("expected.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    compare(&path, &expected, &have, || have.clone())
}
