//! `daring ladder import --update`: what a table changes of the files of a ladder, and what it leaves.

use std::fs;

use crate::fixture::Fixture;
use crate::harness::TestProject;

const LADDER: &str = r#"-- handbook.toml --
title = "T"

-- content/index.md --
# T

-- content/l/ladder.toml --
levels = ["Engineer", "Senior", "Staff"]

-- content/l/delivery.md --
---
title: "Delivery"   # as on the poster
area: craft
---

# Delivery

<!-- Ask before you change this. -->

## Senior

* Plans the work. {#de-plan}
  * Counter-example: a list that nobody reads.
* Writes down why. {#de-why}

### Exceeds

* Asks what not to do. {#de-not}

## Staff

* Knows what it costs. {#de-cost}
  * Audience: internal
* Joins plans. {#de-join}
  * Evidence: names of those who complained
    * Audience: internal

-- content/l/secret.md --
---
draft: true
area: craft
---

## Senior

- Not yet said.
"#;

const FILE: &str = "content/l/delivery.md";

fn project() -> TestProject {
    TestProject::new(Fixture::parse(LADDER))
}

fn text(project: &TestProject, file: &str) -> String {
    fs::read_to_string(project.root().join(file)).unwrap()
}

/// Exports the matrix, edits it, and imports it again; returns what that says.
fn renew(project: &TestProject, edit: impl FnOnce(String) -> String) -> String {
    let run = |args: &[&str]| {
        let (code, printed) = project.command(args);
        assert_eq!(code, Some(0), "{printed}");
        printed
    };
    run(&["ladder", "export", "--format", "wide", "--out", "t.csv"]);
    let sheet = project.root().join("t.csv");
    fs::write(&sheet, edit(fs::read_to_string(&sheet).unwrap())).unwrap();
    run(&["ladder", "import", "t.csv", "--into", "content/l", "--update"])
}

#[test]
fn the_order_of_columns_says_nothing() {
    let project = project();
    let swapped = |sheet: String| {
        let mut reader = csv(&sheet);
        reader.iter_mut().for_each(|row| row.swap(4, 5));
        reader.iter().map(|row| row.join(";") + "\n").collect()
    };
    let printed = renew(&project, swapped);
    assert!(printed.contains("wrote 0 files"), "{printed}");
}

/// Cells of a sheet, quoted as they were.
fn csv(sheet: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    for c in sheet.trim_end().chars() {
        is_quoted ^= c == '"';
        let row = rows.last_mut().unwrap();
        match c {
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            c => row.last_mut().unwrap().push(c),
        }
    }
    rows
}

#[test]
fn what_readers_are_not_shown_stays_in_the_files() {
    let project = project();
    let before = text(&project, FILE);
    let printed = renew(&project, |sheet| {
        assert!(!sheet.contains("costs") && !sheet.contains("complained"));
        sheet.replace("• Joins plans.", "\"• Joins all plans.\n• Adds one.\"")
    });
    assert!(!printed.contains("removed") && !printed.contains("anew"), "{printed}");
    let wanted = before
        .replace("Joins plans.", "Joins all plans.")
        .replace("    * Audience: internal\n", "    * Audience: internal\n* Adds one.\n");
    assert_eq!(text(&project, FILE), wanted);
    assert!(project.root().join("content/l/secret.md").exists());
}

#[test]
fn what_is_like_a_text_that_was_not_shown_is_another() {
    let project = project();
    let before = text(&project, FILE);
    let printed = renew(&project, |sheet| {
        sheet.replace("• Joins plans.", "\"• Joins plans.\n• Knows what it costs us.\"")
    });
    assert!(printed.contains("added: 1\n"), "{printed}");
    let wanted = format!("{}\n* Knows what it costs us.\n\n", before.trim_end());
    assert_eq!(text(&project, FILE), wanted);
}

#[test]
fn what_stands_below_something_that_goes_is_told() {
    let project = project();
    let printed = renew(&project, |sheet| sheet.replace("• Joins plans.", ""));
    assert!(printed.contains("removed: 2\n"), "{printed}");
    assert!(printed.contains("names of those who complained"), "{printed}");
    assert!(text(&project, FILE).contains("* Knows what it costs. {#de-cost}\n  * Audience: internal\n"));
}

#[test]
fn only_what_changes_is_another() {
    let project = project();
    let before = text(&project, FILE);
    let printed = renew(&project, |sheet| {
        sheet
            .replace("a list that nobody reads", "a list that is long")
            .replace("• Asks what not to do.", "• Asks us what not to do.")
            .replace("• Writes down why.", "• Writes down why.\n• Says so.")
    });
    assert!(!printed.contains("anew"), "{printed}");
    let wanted = before
        .replace("Counter-example: a list that nobody reads", "Not this: a list that is long")
        .replace("Asks what not", "Asks us what not")
        .replace("{#de-why}\n", "{#de-why}\n* Says so.\n");
    assert_eq!(text(&project, FILE), wanted);
}
