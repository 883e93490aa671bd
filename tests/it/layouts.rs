//! `tests/ladders/layouts/`: small ladders in each form that authors may write, and what is the same
//! whichever they choose.

use std::fs;
use std::path::PathBuf;

use daring::document::Drafts;
use daring::ladder::compare::compare;
use daring::ladder::model::Ladder;
use daring::ladder::resolved::{Stated, identity, resolve};
use daring::workspace::{Inputs, Overrides, Project, Workspace};
use proptest::prelude::*;

use crate::fixture::{Content, Fixture};
use crate::harness::{TestProject, build, compare as compare_text, tests};

/// Returns the projects, with their names, sorted.
pub fn cases() -> Vec<(String, Fixture)> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let read =
        |path: PathBuf| (path.display().to_string(), Fixture::parse(&fs::read_to_string(path).unwrap()));
    paths.into_iter().map(read).collect()
}

fn folder() -> PathBuf {
    tests().join("ladders/layouts")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap()
}

/// What is exported of the ladder of a project.
fn exported(name: &str) -> String {
    let built = build(&fixture(name));
    assert_eq!(built.report, "", "{name}");
    String::from_utf8(built.tree["ladders/grow/ladder.json"].clone()).unwrap()
}

#[test]
fn every_layout_gives_the_same_ladder() {
    let one = exported("a-by-competency");
    let path = folder().join("one.json");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(compare_text(&path, &expected, &one, || one.clone()), None);
    for other in ["b-by-level", "c-one-table", "mixed"] {
        assert_eq!(exported(other), one, "{other}");
    }
}

#[test]
fn families_three_deep_are_exported_as_they_are_declared() {
    let have = exported("three-families-deep");
    let path = folder().join("three-families-deep.json");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(compare_text(&path, &expected, &have, || have.clone()), None);
}

#[test]
fn pages_in_the_folder_of_a_family_are_the_familys() {
    let built = build(&fixture("three-families-deep"));
    let text = |page: &str| String::from_utf8(built.tree[page].clone()).unwrap();
    assert!(text("grow/payments/index.html").contains("is that of the family"));
    assert!(text("grow/payments/index.html").contains("Never books twice."));
    assert!(text("grow/payments/index.html").contains("href=\"desk/\""));
    assert!(text("grow/payments/desk/index.html").contains("lies below it"));
}

/// What a page about a change says, as lists of identities.
type Said = Vec<[Vec<String>; 4]>;

fn said(ladder: &Ladder) -> Said {
    let resolved = resolve(ladder, None);
    let name = |stated: &Stated<'_>| format!("{:?}", identity(stated));
    let names = |all: &[Stated<'_>]| all.iter().map(name).collect::<Vec<_>>();
    let pair = |(low, high): &(Stated<'_>, Stated<'_>)| format!("{} {}", name(low), name(high));
    let pairs = resolved.neighbours().into_iter().map(|(from, to)| compare(&resolved, from, to));
    let changes = pairs.flat_map(|comparison| comparison.competencies);
    changes
        .map(|change| {
            let raised = change.raised.iter().map(pair).collect();
            [names(&change.added), raised, names(&change.carried), names(&change.left)]
        })
        .collect()
}

fn ladder_of(fixture: Fixture) -> std::sync::Arc<Ladder> {
    let project = TestProject::new(fixture);
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    let project = Project::open(&project.root(), overrides).unwrap();
    let site = Workspace::default().load(&project, Inputs::read(&project)).site.unwrap();
    std::sync::Arc::clone(&site.handbook.ladders()[0].ladder)
}

/// Puts signs behind words of the texts of expectations, counted over all of them.
fn punctuated(fixture: &Fixture, edits: &[(usize, &str)]) -> Fixture {
    let mut fixture = fixture.clone();
    for file in fixture.files.iter_mut().filter(|file| file.path.ends_with(".md")) {
        let Content::Bytes(bytes) = &mut file.content else { continue };
        let mut word = 0;
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lines = text.split_inclusive('\n').map(|line| {
            if !line.starts_with("- ") {
                return line.to_owned();
            }
            let (text, id) = line.split_at(line.find(" {#").unwrap_or(line.trim_end().len()));
            let words = text[2..].split(' ').map(|part| {
                word += 1;
                let signs = edits.iter().filter(|(at, _)| *at == word).map(|(_, sign)| *sign);
                format!("{part}{}", signs.collect::<String>())
            });
            format!("- {}{id}", words.collect::<Vec<_>>().join(" "))
        });
        *bytes = lines.collect::<String>().into_bytes();
    }
    fixture
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    // Comparing texts, a comma is a change. https://github.com/Codecademy/engineering-competencies/issues/37
    #[test]
    fn punctuation_changes_no_page_about_a_change(
        edits in prop::collection::vec((1..18_usize, prop::sample::select(vec![",", ".", ";", "!", "…", "’", " –"])), 1..6)
    ) {
        let fixture = Fixture::parse(&fixture("a-by-competency"));
        let before = ladder_of(fixture.clone());
        let after = ladder_of(punctuated(&fixture, &edits));
        prop_assert_eq!(said(&before), said(&after));
        prop_assert_ne!(before, after, "the texts differ");
    }
}
