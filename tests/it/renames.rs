//! `tests/moves/<case>.md`: a project, commands, what they print and what is left of the project.
//!
//! `BLESS=1 cargo test` writes the results; read the difference before it is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use daring::document::Drafts;
use daring::handbook::{DocumentId, Target};
use daring::moves::rename::{Refusal, plan, renamed};
use daring::site::Site;
use daring::source::{LineIndex, Rename, SourcePath};
use daring::workspace::amend::amend;
use daring::workspace::{Inputs, Overrides, Project, Workspace, read_text};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::fixture::Fixture;
use crate::harness::{TestProject, compare, tests};

const FENCE: &str = "~~~~~~";

/// Returns the place of the fenced block with this name.
fn block(text: &str, name: &str) -> std::ops::Range<usize> {
    let opening = format!("{FENCE} {name}\n");
    let start = text.find(&opening).unwrap_or_else(|| panic!("no block `{name}`")) + opening.len();
    let end = text[start..].find(&format!("{FENCE}\n")).expect("a block is closed");
    start..start + end
}

/// Runs the commands, and returns what they print and leave.
fn result(text: &str) -> String {
    let project = TestProject::new(Fixture::parse(&text[block(text, "project")]));
    let before = project.command(&["check", "--format", "json", "--quiet"]).1;
    let mut out = String::new();
    for line in text[block(text, "commands")].lines() {
        let args: Vec<&str> = line.split(' ').collect();
        let tree = project.text();
        let (code, printed) = project.command(&args);
        out.push_str(&format!("$ daring {line}\n{printed}"));
        if code != Some(0) {
            out.push_str(&format!("(exit code {})\n", code.unwrap_or(-1)));
            assert_eq!(project.text(), tree, "{line} was refused, and changed something");
        }
    }
    let count = |report: &str| report.matches("\"code\"").count();
    let after = project.command(&["check", "--format", "json", "--quiet"]).1;
    assert_eq!(count(&after), count(&before), "more is wrong than before:\n{after}");
    out + &project.text()
}

#[test]
fn every_rename_leaves_what_is_expected() {
    let entries = fs::read_dir(tests().join("moves")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 7);
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let range = block(&text, "result");
            let have = result(&text);
            compare(path, &text[range.clone()], &have, || {
                let mut text = text.clone();
                text.replace_range(range, &have);
                text
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files that random projects are made of: indices of every kind, prefixes, spaces, letters that are
/// encoded, a folder beside its page, an asset.
const FILES: [&str; 12] = [
    "index.md",
    "a.md",
    "01-first.md",
    "part/index.md",
    "part/two words.md",
    "part/deep/README.md",
    "part/deep/é.md",
    "beside.md",
    "beside/in.md",
    "other/x.md",
    "other/y.md",
    "part/p.svg",
];

/// Ways to write a link from one file to another.
fn link(from: &str, to: &str, style: usize) -> String {
    let encoded = to.replace(' ', "%20");
    let bare = encoded.trim_end_matches(".md");
    let up = "../".repeat(from.matches('/').count());
    match style % 8 {
        0 => format!("[x]({up}{encoded})"),
        1 => format!("[x](/{encoded}#t)"),
        2 => format!("[x]({up}{bare} \"T\")"),
        3 => format!("[x](</{to}>)"),
        4 => format!("<a href=\"{up}{encoded}\">x</a>"),
        5 => format!("[x][r{style}]\n\n[r{style}]: {up}{encoded}"),
        6 => format!("[[{}|x]]", to.trim_end_matches(".md")),
        _ => format!("![x]({up}{encoded})"),
    }
}

fn project_of(links: &[(usize, usize, usize)]) -> TestProject {
    let mut text = "-- handbook.toml --\ntitle = \"H\"\n".to_owned();
    for (index, file) in FILES.iter().enumerate() {
        if file.ends_with(".svg") {
            text.push_str(&format!("-- content/{file} --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"));
            continue;
        }
        text.push_str(&format!("-- content/{file} --\n# T\n\nPlain text with part/two words.md in it.\n\n"));
        for (_, to, style) in links.iter().filter(|(from, _, _)| *from == index) {
            text.push_str(&format!("{}\n\n", link(file, FILES[*to], *style)));
        }
    }
    TestProject::new(Fixture::parse(&text))
}

/// A file as it is now: its path, its text, the line and the target of each link.
type State = BTreeMap<SourcePath, (String, Vec<(usize, Option<SourcePath>)>)>;

fn state(project: &Project) -> (Arc<Site>, State) {
    let loaded = Workspace::default().load_sources(project, Inputs::list(project));
    let site = loaded.site.unwrap();
    let handbook = &site.handbook;
    let mut state = State::new();
    for (index, document) in handbook.documents.iter().enumerate() {
        let text = read_text(project.root(), &document.path).unwrap();
        let lines = LineIndex::new(&text);
        let targets =
            handbook.targets(DocumentId::from_index(index, handbook)).iter().map(|target| match target {
                Target::Chapter { id, .. } => {
                    handbook.document(handbook.chapter(*id)).map(|document| document.path.clone())
                }
                Target::Asset { index, .. } => Some(handbook.assets[*index as usize].path.clone()),
                _ => None,
            });
        let places =
            document.file.outline.links.iter().map(|link| lines.position(link.span.start as usize).line);
        let links = places.zip(targets).collect();
        state.insert(document.path.clone(), (text, links));
    }
    (site, state)
}

/// Renames, and checks that every link leads where it led and no other line changed.
fn check(project: &TestProject, from: &str, to: &str) -> Result<(), TestCaseError> {
    let path = |below: &str| SourcePath::new(&format!("content/{below}")).unwrap();
    let renames = [Rename { from: path(from), to: path(to) }];
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Include };
    let project = Project::open(&project.root(), overrides).unwrap();
    let (site, before) = state(&project);
    let text = |path: &SourcePath| read_text(project.root(), path);
    let plan = match plan(&site, &renames, &text) {
        Ok(plan) => plan,
        // Two pages may not share an address.
        Err(Refusal::Worse(_)) => return Ok(()),
        Err(refusal) => return Err(TestCaseError::fail(format!("{from} to {to}: {refusal:?}"))),
    };
    amend(project.root(), &plan.changes, &renames).unwrap();
    let (_, after) = state(&project);
    for (path, (text, links)) in &before {
        let now = renamed(&renames, path);
        let (new_text, new_links) = &after[&now];
        let is_inside = now != *path;
        prop_assert_eq!(links.len(), new_links.len());
        let mut touched = BTreeSet::new();
        for ((line, target), (_, new_target)) in links.iter().zip(new_links) {
            prop_assert_eq!(
                target.as_ref().map(|target| renamed(&renames, target)),
                new_target.clone(),
                "{}",
                path
            );
            if is_inside || target.as_ref().is_some_and(|target| renamed(&renames, target) != *target) {
                touched.insert(*line);
            }
        }
        let has_alias = plan.aliases.iter().any(|(file, _)| file == path);
        let added = new_text.lines().count() - text.lines().count();
        prop_assert_eq!(added > 0, has_alias);
        for (number, (old, new)) in text.lines().zip(new_text.lines().skip(added)).enumerate() {
            prop_assert!(old == new || touched.contains(&(number + 1)), "{path}: {old:?} became {new:?}");
        }
    }
    Ok(())
}

#[test]
fn whatever_is_renamed_every_link_leads_where_it_led() {
    let links = prop::collection::vec((0..FILES.len() - 1, 0..FILES.len(), 0..16_usize), 0..40);
    let what = prop::sample::select(vec![
        "a.md",
        "01-first.md",
        "part",
        "part/deep",
        "part/two words.md",
        "part/deep/README.md",
        "part/deep/é.md",
        "part/index.md",
        "beside.md",
        "beside",
        "other/x.md",
        "other",
        "part/p.svg",
    ]);
    let to = prop::sample::select(vec!["z", "new/place", "other/02-b c", "part/ü", "beside/z", "a-b/(c)"]);
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        .run(&(links, what, to), |(links, from, to)| {
            let extension =
                from.rsplit_once('.').map_or(String::new(), |(_, extension)| format!(".{extension}"));
            let to = format!("{to}{extension}");
            if to.starts_with(&format!("{from}/")) {
                return Ok(());
            }
            check(&project_of(&links), from, &to)
        })
        .unwrap();
}
