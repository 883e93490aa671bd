//! `daring check --fix`.

use crate::fixture::Fixture;
use crate::harness::TestProject;

/// A letter case, a dialect, a file that moved and has an anchor with a slip, a scheme; one
/// definition that two links use; and two mistakes that nobody can mend without thought.
const PROJECT: &str = "-- handbook.toml --
title = \"H\"
-- content/index.md (escaped) --
\\u{feff}# Home\\r\\n\\r\\n[a](Part/page.md#Titel) [b](page.md#the-rollout-paln) [c](example.com/x)\\r\\n
[d][r] [e][r] [f](nowhere.md) [g](part/page.md#step-4)\\r\\n\\r\\n[r]: PART/page.md
-- content/part/page.md --
# Title

## The rollout plan

## Step 3
";

const MENDED: &str = "\u{feff}# Home\r\n\r\n[a](part/page.md#title) [b](part/page.md#the-rollout-plan) \
                      [c](https://example.com/x)\r\n[d][r] [e][r] [f](nowhere.md) \
                      [g](part/page.md#step-4)\r\n\r\n[r]: part/page.md\n";

fn index(project: &TestProject) -> String {
    std::fs::read_to_string(project.root().join("content/index.md")).unwrap()
}

#[test]
fn what_needs_no_thought_is_mended_and_the_rest_is_reported() {
    let project = TestProject::new(Fixture::parse(PROJECT));
    let (code, report) = project.command(&["check", "--fix"]);
    assert_eq!(index(&project).trim_end(), MENDED.trim_end(), "{report}");
    assert_eq!(code, Some(1), "{report}");
    assert!(report.contains("fixed[link/missing-scheme]: added `https://` (content/index.md:3:"), "{report}");
    assert!(report.contains("fixed[link/letter-case]: `PART/page.md` is now `part/page.md`"), "{report}");
    assert!(report.contains("1 file mended"), "{report}");
    assert!(report.contains("no page `nowhere.md`") && report.contains("`#step-4`"), "{report}");
    let mended = project.text();
    let (code, report) = project.command(&["check", "--fix"]);
    assert_eq!((code, project.text()), (Some(1), mended), "{report}");
    assert!(report.contains("there is nothing that --fix can mend"), "{report}");
}

#[test]
fn a_dry_run_shows_a_diff_that_can_be_applied_and_writes_nothing() {
    let project = TestProject::new(Fixture::parse(PROJECT));
    let before = project.text();
    let (code, report) = project.command(&["check", "--fix", "--dry-run"]);
    assert_eq!((code, project.text()), (Some(1), before));
    assert!(report.starts_with("--- content/index.md\n+++ content/index.md\n@@ -1,6 +1,6 @@\n"), "{report}");
    assert!(report.contains("\n+[a](part/page.md#title) [b](part/page.md#the-rollout-plan)"), "{report}");
    assert!(report.contains("in 1 file would be mended"), "{report}");
}

#[test]
fn aliases_for_what_was_published_are_added() {
    let project = TestProject::new(Fixture::parse(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n-- content/new/a.md --\n# The page\n\
         -- routes.json --\n{\"version\": 1, \"pages\": [{\"path\": \"old/\", \"id\": \"old.md\", \"title\": \"The page\"},\n\
         {\"path\": \"older/\", \"id\": \"a.md\", \"title\": \"Other\"}]}\n",
    ));
    assert_eq!(project.command(&["check", "--against", "routes.json"]).0, Some(1));
    assert_eq!(project.command(&["build", "--against", "."]).0, Some(1));
    assert!(!project.root().join("public").exists());
    let (code, report) = project.command(&["check", "--against", "routes.json", "--fix"]);
    assert_eq!(code, Some(0), "{report}");
    let page = std::fs::read_to_string(project.root().join("content/new/a.md")).unwrap();
    assert_eq!(page, "---\naliases:\n  - /old/\n  - /older/\n---\n\n# The page\n", "{report}");
    assert_eq!(project.command(&["build", "--against", "routes.json"]).0, Some(0));
    assert_eq!(project.command(&["check", "--against", "public"]).0, Some(0));
    assert_eq!(project.command(&["check", "--against", "handbook.toml"]).0, Some(2));
}

#[test]
fn machines_are_told_what_can_be_mended() {
    let project = TestProject::new(Fixture::parse(PROJECT));
    let (_, json) = project.command(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let fixes: Vec<&str> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|report| report["fix"]["certainty"].as_str())
        .collect();
    assert!(fixes.contains(&"sure") && fixes.contains(&"likely"), "{fixes:?}");
    let (_, sarif) = project.command(&["check", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let fix = results.iter().find_map(|result| result["fixes"].get(0)).unwrap();
    assert!(fix["artifactChanges"][0]["replacements"][0]["deletedRegion"]["byteLength"].is_u64(), "{fix}");
}
