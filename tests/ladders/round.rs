//! A ladder built, exported, and built again from each of its exports.

use std::collections::BTreeMap;
use std::sync::Arc;

use daring::authoring::layout_a;
use daring::document::Drafts;
use daring::ladder::export;
use daring::ladder::import::{Mapping, import};
use daring::ladder::model::{Framework, Ladder};
use daring::workspace::{Inputs, Overrides, Project, Workspace};

use crate::fixture::{File, Fixture};
use crate::harness::{Built, TestProject};

/// Where the schema is, as seen from what is compared here: it is not part of the comparison.
const SCHEMA: &str = "../schema-1.json";

/// What came of a project with one ladder.
pub struct Brought {
    pub ladder: Arc<Ladder>,
    pub built: Built,
}

/// Makes a project of the files of one ladder.
pub fn project_of(files: impl IntoIterator<Item = (String, String)>) -> Fixture {
    let mut fixture =
        Fixture::parse("-- handbook.toml --\ntitle = \"Handbook\"\n-- content/index.md --\n# Handbook\n");
    for (path, text) in files {
        fixture.files.push(File::text(&format!("content/ladder/{path}"), &text));
    }
    fixture
}

/// Builds a project whose only ladder has nothing wrong that a reader would meet.
pub fn bring(name: &str, fixture: Fixture) -> Brought {
    let project = TestProject::new(fixture);
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    let opened = Project::open(&project.root(), overrides).unwrap();
    let loaded = Workspace::default().load(&opened, Inputs::read(&opened));
    let site = loaded.site.unwrap_or_else(|| panic!("{name}: {:?}", loaded.diagnostics));
    let [placed] = site.handbook.ladders() else {
        panic!("{name}: {} ladders", site.handbook.ladders().len());
    };
    let ladder = Arc::clone(&placed.ladder);
    let built = project.build();
    assert!(!built.has_errors(), "{name}: {}", built.report);
    Brought { ladder, built }
}

/// How often each code is reported, by rising name.
pub fn findings(built: &Built) -> Vec<(&'static str, usize)> {
    let mut findings = BTreeMap::new();
    for report in &built.diagnostics {
        *findings.entry(report.code.name()).or_default() += 1;
    }
    findings.into_iter().collect()
}

/// Asserts that every export of a ladder says all of it.
pub fn assert_rounds(name: &str, brought: &Brought) {
    let ladder = &brought.ladder;
    let json = export::json(ladder, SCHEMA);
    let published = &brought.built.tree[&format!("ladders/{}/ladder.json", ladder.framework.id.value)];
    assert_same(&format!("{name}, published"), &json, std::str::from_utf8(published).unwrap());
    for (way, again) in
        [("JSON", of_json(&json)), ("long CSV", of_long(ladder)), ("Markdown", of_files(ladder))]
    {
        assert_same(&format!("{name}, by {way}"), &json, &again);
    }
}

/// The JSON, written beside an empty `ladder.toml` and built.
fn of_json(json: &str) -> String {
    let files = [("ladder.toml", ""), ("ladder.yaml", json)];
    let fixture = project_of(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    export::json(&bring("its JSON", fixture).ladder, SCHEMA)
}

/// The long CSV, imported.
fn of_long(ladder: &Ladder) -> String {
    let text = export::long(ladder);
    let imported = import(text.as_bytes(), "ladder.csv", &Mapping::default(), None).unwrap();
    assert_eq!(imported.report.problems, []);
    let mut declared = imported.declarations;
    let framework: Framework = declared.framework.take().expect("the long form has a row for it");
    export::json(&Ladder { framework, declared }, SCHEMA)
}

/// Layout A, written and built.
fn of_files(ladder: &Ladder) -> String {
    let files = layout_a(ladder).into_iter().map(|(path, text)| (path.to_string(), text));
    export::json(&bring("its Markdown", project_of(files)).ladder, SCHEMA)
}

/// Compares line by line, so that a failure shows where they part and not both of them.
fn assert_same(what: &str, want: &str, have: &str) {
    let mut pairs = want.lines().zip(have.lines()).enumerate();
    if let Some((line, (want, have))) = pairs.find(|(_, (want, have))| want != have) {
        panic!("{what}: line {} was\n  {want}\nand is\n  {have}", line + 1);
    }
    assert_eq!(want.lines().count(), have.lines().count(), "{what}: lines");
}
