//! Which files belong to a ladder, and what an edit in one does.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use daring::document::Drafts;
use daring::ladder::sheet::Sheet;
use daring::workspace::Overrides;
use daring::workspace::live::{Live, Look, Seen};

use crate::fixture::Fixture;
use crate::harness::{TestProject, build};

const LADDER: &str = "-- handbook.toml --
title = \"T\"
-- content/index.md --
# Home
-- content/grow/ladder.toml --
[framework]
id = \"grow\"
intro = \"See [home](../index.md).\"
-- content/grow/deep/risk.md --
## Senior

- Sees it coming.
-- content/grow/more.yml --
levels: [Senior]
-- content/grow/shape.json --
{}
-- content/other/list.yaml --
a: 1
";

fn live(project: &TestProject) -> Live {
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    Live::new(&project.root(), overrides)
}

/// The documents, and what each was read as.
fn readings(seen: &Seen) -> Vec<String> {
    let site = seen.view.site.as_ref().unwrap();
    let documents = site.handbook.documents.iter().map(|document| {
        let reading = match document.file.sheet.as_deref() {
            None => "page",
            Some(Sheet::Prose(_)) => "prose",
            Some(Sheet::Data(_)) => "data",
        };
        format!("{} {reading}", document.path)
    });
    documents.collect()
}

fn at(path: PathBuf) -> Look {
    Look::At(BTreeSet::from([path]))
}

#[test]
fn a_ladder_is_a_folder_and_all_below_it() {
    let project = TestProject::new(Fixture::parse(LADDER));
    let seen = live(&project).look(&Look::Everywhere);
    assert!(seen.view.diagnostics.iter().all(|report| report.code.name().starts_with("ladder/")));
    assert_eq!(
        readings(&seen),
        [
            "content/grow/deep/risk.md prose",
            "content/grow/ladder.toml data",
            "content/grow/more.yml data",
            "content/index.md page",
        ]
    );
    let site = seen.view.site.unwrap();
    let assets: Vec<&str> = site.handbook.assets.iter().map(|asset| asset.path.as_str()).collect();
    assert_eq!(assets, ["content/grow/shape.json", "content/other/list.yaml"]);
    let mut pages = site.handbook.chapters.iter().filter_map(|chapter| site.handbook.document(chapter));
    assert!(pages.all(|document| document.path.is_markdown()));
}

#[test]
fn tables_of_a_ladder_are_not_published_and_their_links_are_checked() {
    let built = build(&LADDER.replace("../index.md", "../gone.md"));
    assert!(built.report.contains("content/grow/ladder.toml:3:21"), "{}", built.report);
    let built = build(LADDER);
    let names: Vec<&str> = built.tree.keys().map(String::as_str).filter(|name| name.contains('.')).collect();
    assert!(names.contains(&"grow/shape.json") && names.contains(&"other/list.yaml"), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("ladder.toml") || name.contains("more.yml")), "{names:?}");
}

#[test]
fn a_project_without_settings_can_be_a_ladder() {
    let risk = "-- risk.md --\n# Risk\n\n## Senior\n\n- Sees it coming.\n";
    let built = build(&format!("-- index.md --\n# Home\n-- ladder.toml --\nlevels = ['Senior']\n{risk}"));
    assert!(built.tree.contains_key("risk/index.html"), "{}", built.report);
    assert!(!built.tree.contains_key("ladder.toml"));
}

#[test]
fn a_ladder_that_comes_or_goes_changes_what_its_neighbours_are() {
    let project = TestProject::new(Fixture::parse(LADDER));
    let mut live = live(&project);
    live.look(&Look::Everywhere);
    // The same text beside it, so that only where it lies tells how it is read.
    fs::copy(project.root().join("content/grow/deep/risk.md"), project.root().join("content/risk.md"))
        .unwrap();
    assert!(readings(&live.look(&Look::Everywhere)).contains(&"content/risk.md page".to_owned()));
    let ladder = project.root().join("content/grow/ladder.toml");
    let text = fs::read(&ladder).unwrap();
    fs::remove_file(&ladder).unwrap();
    let seen = live.look(&at(ladder.clone()));
    assert_eq!(
        readings(&seen),
        ["content/grow/deep/risk.md page", "content/index.md page", "content/risk.md page"]
    );
    fs::write(&ladder, text).unwrap();
    let seen = live.look(&at(ladder));
    assert_eq!(readings(&seen)[..2], ["content/grow/deep/risk.md prose", "content/grow/ladder.toml data"]);
    assert!(readings(&seen).contains(&"content/risk.md page".to_owned()));
}

#[test]
fn an_edit_in_a_ladder_is_assembled_anew() {
    let project = TestProject::new(Fixture::parse(LADDER));
    let mut live = live(&project);
    live.look(&Look::Everywhere);
    for (file, is_assembled) in
        [("content/grow/deep/risk.md", true), ("content/grow/more.yml", true), ("content/index.md", false)]
    {
        let path = project.root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("Senior", "Staff").replace("Home", "Home\n\nText.")).unwrap();
        let seen = live.look(&at(path));
        assert_eq!((seen.is_assembled, seen.parsed, seen.is_new), (is_assembled, 1, true), "{file}");
        assert_eq!(seen.edited.len(), 1);
    }
}
