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

/// A handbook with these files of a ladder below `content/l`; an area and two levels are declared.
fn project_of(files: &str) -> TestProject {
    let head = "-- handbook.toml --\ntitle = \"T\"\n-- content/index.md --\n# T\n-- content/l/ladder.toml --\n# Ours.\nlevels = [\"Senior\", \"Staff\"]\n\n[[area]]\nid = \"craft\"\nname = \"Craft\"\n";
    TestProject::new(Fixture::parse(&format!("{head}{files}")))
}

const QUALITY: &str = "-- content/l/quality.md --\n---\narea: craft\n---\n# Quality\n";

/// Imports a table; returns the exit code and what is said.
fn import(project: &TestProject, table: &str) -> (Option<i32>, String) {
    fs::write(project.root().join("t.csv"), table).unwrap();
    project.command(&["ladder", "import", "t.csv", "--into", "content/l", "--update"])
}

/// The matrix, as it is exported.
fn matrix(project: &TestProject) -> String {
    let (code, printed) = project.command(&["ladder", "export", "--format", "wide", "--out", "m.csv"]);
    assert_eq!(code, Some(0), "{printed}");
    fs::read_to_string(project.root().join("m.csv")).unwrap()
}

#[test]
fn a_file_about_something_else_is_not_written_over() {
    let prose = "-- content/l/testing.md --\n# How we test\n\nProse.\n";
    let project = project_of(&format!("{QUALITY}\n## Senior\n\n- Asks.\n{prose}"));
    let before = text(&project, "content/l/testing.md");
    let (code, said) = import(&project, &(matrix(&project) + "Craft,Testing,,Tests,Leads\n"));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("content/l/testing.md, which is there already"), "{said}");
    assert_eq!(text(&project, "content/l/testing.md"), before);
}

#[test]
fn what_cannot_be_changed_in_its_file_is_refused() {
    for items in ["- A one\n  <!-- inner -->\n- A two\n", "- A one\n\n  ```sh\n  ls\n  ```\n- A two\n"] {
        let project = project_of(&format!("{QUALITY}\n## Senior\n\n{items}"));
        let files = ["content/l/ladder.toml", "content/l/quality.md"].map(|file| text(&project, file));
        let (code, said) = import(&project, &matrix(&project).replace("A two", "A zwei"));
        let now = ["content/l/ladder.toml", "content/l/quality.md"].map(|file| text(&project, file));
        if code == Some(0) {
            // Then it is that change alone.
            assert_eq!((&now[0], &now[1]), (&files[0], &files[1].replace("A two", "A zwei")), "{said}");
        } else {
            assert!(said.contains("nothing was written"), "{said}");
            assert_eq!(now, files);
        }
        assert_eq!(project.command(&["check"]).0, Some(0));
    }
}

#[test]
fn a_table_of_rows_takes_away_only_what_its_places_do_not_say() {
    let staff = "\n## Senior\n\n- One.\n  - Example: so.\n- Two.\n\n## Staff\n\n- Three.\n";
    let risk = "-- content/l/risk.md --\n# Risk\n\n## Staff\n\n- Four.\n";
    let project = project_of(&format!("{QUALITY}{staff}{risk}"));
    let files = ["ladder.toml", "risk.md"].map(|file| text(&project, &format!("content/l/{file}")));
    let before = text(&project, "content/l/quality.md");
    let (code, said) =
        import(&project, "Competency,Level,Expectation\nquality,senior,One.\nquality,senior,New.\n");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(text(&project, "content/l/quality.md"), before.replace("- Two.", "- New."));
    assert_eq!(["ladder.toml", "risk.md"].map(|file| text(&project, &format!("content/l/{file}"))), files);
}

#[test]
fn of_two_that_say_the_same_the_one_that_is_shown_stays() {
    let items = "- Reviews\n  - Audience: internal\n- Reviews\n  - Example: public\n";
    let project = project_of(&format!("{QUALITY}\n## Senior\n\n{items}"));
    let (code, said) = import(&project, &matrix(&project));
    assert_eq!((code, said.contains("wrote 0 files")), (Some(0), true), "{said}");
}

#[test]
fn lists_in_lists_stay_as_deep_as_they_are() {
    let items = "- Nested:\n  - point a\n    - deeper\n  - point b\n- Reviews\n";
    let project = project_of(&format!("{QUALITY}\n## Senior\n\n{items}"));
    let before = text(&project, "content/l/quality.md");
    let table = matrix(&project);
    let (code, said) = import(&project, &table.replace("Reviews", "Reviews code"));
    assert_eq!(code, Some(0), "{said}");
    let wanted = before.replace("Reviews", "Reviews code");
    assert_eq!(text(&project, "content/l/quality.md"), wanted);
    let (code, said) = import(&project, &matrix(&project).replace("point b", "point c"));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(text(&project, "content/l/quality.md"), wanted.replace("point b", "point c"));
}

#[test]
fn a_row_with_an_id_and_no_name_is_the_row_of_that_id() {
    let risk = "-- content/l/risk.md --\n# Risk\n\n## Senior\n\n- Sees.\n";
    let project = project_of(&format!("{QUALITY}\n## Senior\n\n- Asks.\n{risk}"));
    let table = matrix(&project);
    assert!(table.contains("Risk,risk,"), "{table}");
    let (code, said) = import(&project, &table.replace("Risk,risk,", ",risk,"));
    assert_eq!((code, said.contains("wrote 0 files")), (Some(0), true), "{said}");
    let (code, said) = import(&project, &table.replace("Risk,risk,", ",rsk,"));
    assert_eq!((code, said.contains("no competency has the id `rsk`")), (Some(1), true), "{said}");
}

#[test]
fn a_mapping_of_before_a_level_got_another_id_brings_no_level_back() {
    let project = project_of(&format!("{QUALITY}\n## Senior\n\n- Asks.\n"));
    let table = matrix(&project);
    assert_eq!(import(&project, &table).0, Some(0));
    let file = project.root().join("content/l/ladder.toml");
    let levels =
        "[[level]]\nid = \"sr\"\ntitle = \"Senior\"\n\n[[level]]\nid = \"staff\"\ntitle = \"Staff\"\n";
    let declared = fs::read_to_string(&file).unwrap().replace("levels = [\"Senior\", \"Staff\"]\n", levels);
    fs::write(&file, declared).unwrap();
    let (code, said) = import(&project, &table);
    assert_eq!((code, said.contains("wrote 0 files")), (Some(0), true), "{said}");
}

#[test]
fn a_heading_may_have_a_remark() {
    let items = "\n## Senior <!-- renamed -->\n\n1. Asks.\n2. Hears.\n";
    let project = project_of(&format!("{QUALITY}{items}"));
    let before = text(&project, "content/l/quality.md");
    let (code, said) = import(&project, &matrix(&project).replace("Hears.", "Listens."));
    assert_eq!(code, Some(0), "{said}");
    let now = text(&project, "content/l/quality.md");
    assert_eq!(now.matches("## Senior").count(), 1, "{now}");
    assert!(now.contains("Listens.") && !now.contains("Hears."), "{now}");
    assert_eq!(before.matches("Asks.").count(), now.matches("Asks.").count());
}
