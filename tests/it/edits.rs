//! Any sequence of edits leads to the bytes of a fresh build.

use std::fs;

use daring::workspace::Workspace;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::fixture::{Content, Fixture};
use crate::golden;
use crate::harness::{TestProject, tests};
use crate::layouts;

/// Projects that are edited: links of every kind, sections, settings and templates.
const EDITED: [&str; 4] = ["links", "sections-and-order", "theme-blocks", "aliases"];

/// Texts that an edit puts in a file or behind its end.
const TEXTS: [&str; 6] = [
    "",
    "\n## A heading\n\nSee [home](/index.md#a-heading) and [[Home]].\n",
    "---\ntitle: Home\norder: 3\naliases: [/moved/]\n---\nText\n",
    "---\ndraft: true\n---\n# Hidden\n",
    "title = \"Other\"\n[lints]\n\"link/unknown-page\" = \"warn\"\n",
    "{% extends \"default/base.html\" %}{% block footer %}x{% endblock footer %}",
];

/// The same for ladders.
const LADDER_TEXTS: [&str; 6] = [
    "",
    "\n## Staff\n\n- Does one thing more. {#more}\n  - Raises: lm-list\n",
    "levels = [\"Senior\", \"Staff\", \"Principal\"]\nfamilies = [\"development\"]\n",
    "- {id: risk, at: {senior: [{id: r-more, text: Counts.}], staff: {tbd: true}}}\n",
    "---\nfamily: development\nmerge: override\n---\n## Senior\n\n- Hide: base\n- Other.\n",
    "# Text\n\n[[ladder:lm-plan]] and `x`\n\n```{ladder-matrix}\n```\n",
];

/// One change of a project. Numbers choose a file or text, counted around.
#[derive(Debug, Clone)]
enum Edit {
    Replace(usize, usize),
    Append(usize, usize),
    CopyOver(usize, usize),
    Rename(usize, usize),
    Remove(usize),
    Restore(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let (file, other) = (0..32_usize, 0..32_usize);
    prop_oneof![
        (file.clone(), other.clone()).prop_map(|(file, text)| Edit::Replace(file, text)),
        (file.clone(), other.clone()).prop_map(|(file, text)| Edit::Append(file, text)),
        (file.clone(), other.clone()).prop_map(|(from, to)| Edit::CopyOver(from, to)),
        (file.clone(), other).prop_map(|(from, to)| Edit::Rename(from, to)),
        file.clone().prop_map(Edit::Remove),
        file.prop_map(Edit::Restore),
    ]
}

#[test]
fn any_edits_give_the_bytes_of_a_fresh_build() {
    for case in EDITED {
        let fixture = golden::input(&tests().join("golden").join(case));
        edit_at_will(&fixture, &TEXTS);
    }
}

#[test]
fn any_edits_of_ladders_give_the_bytes_of_a_fresh_build() {
    for (name, fixture) in layouts::cases() {
        if ["mixed.txt", "three-families-deep.txt"].iter().any(|edited| name.ends_with(edited)) {
            edit_at_will(&fixture, &LADDER_TEXTS);
        }
    }
}

fn edit_at_will(fixture: &Fixture, texts: &'static [&'static str]) {
    // The same edits on every run: a failure can be repeated, and the time is known.
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 12, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let edits = prop::collection::vec(edit(), 1..6);
    runner.run(&edits, |edits| follow(fixture, texts, &edits)).unwrap();
}

fn follow(fixture: &Fixture, texts: &[&str], edits: &[Edit]) -> Result<(), TestCaseError> {
    let project = TestProject::new(fixture.clone());
    let mut workspace = Workspace::default();
    let mut last = project.build_with(&mut workspace, None);
    for (number, edit) in edits.iter().enumerate() {
        apply(edit, texts, &project);
        if !project.root().join("handbook.toml").is_file() || !project.root().join("content").is_dir() {
            return Ok(()); // Another kind of project, or none.
        }
        let incremental = project.build_with(&mut workspace, None);
        let fresh =
            project.build_with(&mut Workspace::default(), Some(project.beside(&format!("fresh-{number}"))));
        prop_assert_eq!(&incremental.report, &fresh.report);
        prop_assert!(incremental.parsed <= fresh.parsed);
        if fresh.published.is_some() {
            prop_assert_eq!(&incremental.tree, &fresh.tree);
        } else {
            prop_assert_eq!(&incremental.tree, &last.tree);
        }
        last = incremental;
    }
    Ok(())
}

fn apply(edit: &Edit, texts: &[&str], project: &TestProject) {
    let root = project.root();
    let files = &project.fixture.files;
    let path = |index: &usize| root.join(&files[index % files.len()].path);
    let text = |index: &usize| texts[index % texts.len()].to_owned();
    let write = |index: &usize, bytes: &[u8]| {
        fs::create_dir_all(path(index).parent().unwrap()).unwrap();
        fs::write(path(index), bytes).unwrap();
    };
    let old = |index: &usize| fs::read(path(index)).unwrap_or_default();
    match edit {
        Edit::Replace(file, other) => write(file, text(other).as_bytes()),
        Edit::Append(file, other) => write(file, &[&old(file)[..], text(other).as_bytes()].concat()),
        Edit::CopyOver(from, to) => write(to, &old(from)),
        Edit::Rename(from, to) => {
            let bytes = old(from);
            fs::remove_file(path(from)).unwrap_or_default();
            write(to, &bytes);
        }
        Edit::Remove(file) => fs::remove_file(path(file)).unwrap_or_default(),
        Edit::Restore(file) => {
            if let Content::Bytes(bytes) = &files[file % files.len()].content {
                write(file, bytes);
            }
        }
    }
}

#[test]
fn one_edit_parses_one_file() {
    let project = TestProject::new(golden::input(&tests().join("golden/links")));
    let mut workspace = Workspace::default();
    let first = project.build_with(&mut workspace, None);
    assert!(first.parsed > 2);
    let path = project.root().join("content/index.md");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\nMore.\n").unwrap();
    let second = project.build_with(&mut workspace, None);
    let outcome = second.published.unwrap();
    assert_eq!((second.parsed, outcome.removed), (1, 0));
    let is_new = |(name, bytes): &(&String, &Vec<u8>)| first.tree.get(*name) != Some(*bytes);
    let changed: Vec<&str> = second.tree.iter().filter(is_new).map(|(name, _)| name.as_str()).collect();
    assert_eq!(changed.len(), outcome.written);
    // Its page, the page as Markdown, the list and the preview of its title that have its first paragraph now,
    // and of the index the first file, the places of words, the texts.
    let (searched, own): (Vec<&str>, Vec<&str>) =
        changed.iter().copied().partition(|name| name.starts_with("search/"));
    assert_eq!(own, ["index.html", "index.md", "llms.txt", "previews/0.json"]);
    assert_eq!(searched.len(), 3, "{searched:?}");
}
