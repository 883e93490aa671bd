//! What open tabs show of a ladder while its files are edited.

use std::fs;

use super::{Folder, Running};

const LADDER: &str = "\
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home

See [[ladder:senior]].
-- content/grow/ladder.toml --
levels = [\"Senior\", \"Staff\"]
-- content/grow/depth.yaml --
- {id: depth, at: {senior: [Owns a subsystem.]}}
-- content/grow/risk.md --
# Risk

## Senior

- Prepares the way back. {#r-back}
";

#[test]
fn an_edit_of_a_competency_is_shown_wherever_it_stands() {
    let folder = Folder::new(LADDER);
    let running = Running::new(&folder);
    let (mut competency, mut level) = (running.tab("/grow/risk/"), running.tab("/grow/senior/"));
    let (mut matrix, mut changes) = (running.tab("/grow/"), running.tab("/grow/changes/senior-to-staff/"));
    let text = "# Risk\n\n## Senior\n\n- Tries the way back. {#r-back}\n\n## Staff\n\n- Counts. {#r-count}\n";
    folder.write("content/grow/risk.md", text);
    for tab in [&mut competency, &mut level, &mut matrix] {
        let html = tab.wait_for_text("Tries the way back.");
        assert!(!html.contains("Prepares the way back."));
    }
    changes.wait_for_text("Counts.");
    assert_eq!(running.get("/grow/risk/").published(), {
        let fresh = Running::new(&folder);
        fresh.get("/grow/risk/").published()
    });
}

#[test]
fn an_edit_of_the_ladder_itself_is_shown() {
    let folder = Folder::new(LADDER);
    let running = Running::new(&folder);
    let (mut matrix, mut level) = (running.tab("/grow/"), running.tab("/grow/senior/"));
    let declared = "[[level]]\nid = \"senior\"\ntagline = \"Is trusted.\"\n[[level]]\nid = \"fellow\"\n";
    folder.write("content/grow/ladder.toml", declared);
    assert!(!matrix.wait_for_text("Fellow").contains("Staff"));
    level.wait_for_text("Is trusted.");
    assert_eq!(running.get("/grow/staff/").status, 404);
    assert_eq!(running.get("/grow/fellow/").status, 200);
}

#[test]
fn an_edit_of_a_yaml_sheet_is_shown() {
    let folder = Folder::new(LADDER);
    let running = Running::new(&folder);
    let (mut level, mut competency) = (running.tab("/grow/senior/"), running.tab("/grow/depth/"));
    folder.write("content/grow/depth.yaml", "- {id: depth, at: {senior: [Runs a subsystem.]}}\n");
    level.wait_for_text("Runs a subsystem.");
    competency.wait_for_text("Runs a subsystem.");
    fs::remove_file(folder.path("content/grow/depth.yaml")).unwrap();
    assert_eq!(competency.wait("gone")["path"], "/grow/depth/");
}

#[test]
fn a_mistake_in_a_ladder_is_told_and_its_mending_too() {
    let folder = Folder::new(LADDER);
    let running = Running::new(&folder);
    let mut tab = running.tab("/grow/risk/");
    folder.write("content/grow/risk.md", "# Risk\n\n## Senoir\n\n- Prepares the way back. {#r-back}\n");
    tab.wait_for_problems(|problems| problems.to_string().contains("Senoir"));
    folder.write("content/grow/risk.md", "# Risk\n\n## Senior\n\n- Mended. {#r-back}\n");
    tab.wait_for_problems(|problems| !problems.to_string().contains("Senoir"));
}
