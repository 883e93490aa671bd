//! What holds for every project that any other test knows.

use std::fs;

use daring::diagnostic::Code;
use daring::workspace::Workspace;

use crate::crawl;
use crate::fixture::Fixture;
use crate::harness::{TestProject, traces, tree};
use crate::{diagnostics, edges, golden, layouts};

/// Codes that say that a reader may meet a broken address, so that a crawler does too.
const BROKEN: [Code; 12] = [
    Code::LinkAmbiguous,
    Code::LinkDraft,
    Code::LinkLetterCase,
    Code::LinkMissingScheme,
    Code::LinkOutside,
    Code::LinkSlugDialect,
    Code::LinkUndefinedReference,
    Code::LinkUnknownAnchor,
    Code::LinkUnknownAsset,
    Code::LinkUnknownPage,
    Code::TemplateBrokenLink,
    Code::TemplateDuplicateId,
];

/// Every project, with a name for messages.
fn projects() -> Vec<(String, Fixture)> {
    let golden = golden::cases().into_iter().map(|case| (case.display().to_string(), golden::input(&case)));
    // One takes as long as a page may: it has a test of its own.
    let quick = diagnostics::cases().into_iter().filter(|case| case.code != Code::TemplateTooSlow);
    let quick = quick.map(|case| (case.path.display().to_string(), case.fixture()));
    let edges = edges::cases().into_iter().map(|case| (case.path.display().to_string(), case.fixture()));
    let all = golden.chain(quick).chain(edges).chain(layouts::cases());
    // What `check` alone is asked for is no business of a build.
    all.filter(|(_, fixture)| !is_only_checked(fixture)).collect()
}

/// Whether a fixture is about what only `daring check` looks at.
fn is_only_checked(fixture: &Fixture) -> bool {
    let is_of_check = |option: &String| ["--today", "--external"].iter().any(|name| option.starts_with(name));
    fixture.options.iter().any(is_of_check)
}

/// A site that has nothing in common with any other.
fn another_site() -> Fixture {
    Fixture::parse(
        "-- handbook.toml --\ntitle = \"Before\"\n-- content/index.md --\n# Before\n-- static/before.txt --\n1\n",
    )
}

#[test]
fn one_thread_and_many_give_the_same_bytes_and_reports() {
    for (name, fixture) in projects() {
        let project = TestProject::new(fixture);
        let is_configured = project.root().join("handbook.toml").is_file();
        let (one, many) = (project.beside("one"), project.beside("many"));
        let of_one = project.run(1, &one);
        assert_eq!(of_one, project.run(4, &many), "{name}");
        assert_eq!(tree(&one), tree(&many), "{name}");
        let built = project.build();
        assert_eq!(of_one.0, Some(i32::from(built.has_errors())), "{name}");
        assert_eq!((tree(&one), of_one.1), (built.tree, built.report), "{name} ({is_configured})");
    }
}

#[test]
fn a_rebuild_writes_nothing() {
    for (name, fixture) in projects() {
        let project = TestProject::new(fixture);
        let mut workspace = Workspace::default();
        let first = project.build_with(&mut workspace, None);
        let before = traces(&project.root().join("public"));
        let second = project.build_with(&mut workspace, None);
        assert_eq!(first.report, second.report, "{name}");
        assert_eq!(second.parsed, 0, "{name}");
        assert_eq!(traces(&project.root().join("public")), before, "{name}");
        assert!(second.published.is_none_or(|outcome| outcome.is_unchanged()), "{name}");
    }
}

#[test]
fn a_failed_build_changes_no_file() {
    let mut failed = 0;
    for (name, fixture) in projects() {
        let project = TestProject::new(fixture);
        let output = project.beside("out");
        let before =
            TestProject::new(another_site()).build_with(&mut Workspace::default(), Some(output.clone()));
        assert_eq!(before.report, "");
        let old = traces(&output);
        let built = project.build_with(&mut Workspace::default(), Some(output.clone()));
        if built.published.is_none() {
            failed += 1;
            assert_eq!(traces(&output), old, "{name}");
            let beside: Vec<_> =
                fs::read_dir(project.beside("")).unwrap().map(|e| e.unwrap().file_name()).collect();
            assert!(
                !beside.iter().any(|n| n.to_string_lossy().contains(".daring-new")),
                "{name}: {beside:?}"
            );
        } else {
            assert_eq!(built.tree, project.build().tree, "{name}: nothing of the old site stays");
        }
    }
    assert!(failed >= 30, "only {failed} fixtures fail");
}

#[test]
fn every_address_leads_somewhere_and_ids_are_unique() {
    let mut followed = 0;
    for (name, fixture) in projects() {
        let base = base_path(&fixture);
        let built = TestProject::new(fixture).build();
        if !BROKEN.iter().any(|code| built.has(*code)) {
            assert_eq!(crawl::faults(&built.tree, base.as_deref()), [""; 0], "{name}");
            followed += crawl::followed(&built.tree);
        }
    }
    assert!(followed >= 400, "only {followed} addresses were followed");
}

/// The path of the base address of a project.
fn base_path(fixture: &Fixture) -> Option<String> {
    let settings = fixture.files.iter().find(|file| file.path == "handbook.toml")?;
    let crate::fixture::Content::Bytes(bytes) = &settings.content else { return None };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let option = fixture.options.iter().find_map(|option| option.strip_prefix("--base-url="));
    let url = option.or_else(|| text.split_once("base_url = \"")?.1.split('"').next())?;
    let path = url.split_once("://")?.1.split_once('/').map_or("", |(_, path)| path.trim_end_matches('/'));
    Some(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
}
