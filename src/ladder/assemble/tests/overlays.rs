//! Families: what they add, replace and hide.

use super::super::super::model::Merge;
use super::super::FileRole;
use super::*;

const LADDER: &str = "
    levels = ['Senior', 'Staff']
    [[family]]
    id = 'backend'
    [[family]]
    id = 'storage'
    extends = 'backend'
    [[competency]]
    id = 'last-mile'
    at = {senior = [{id = 'lm-a', text = 'a'}, {id = 'lm-b', text = 'b'}]}
";

// E28 and E29.
#[test]
fn a_folder_is_an_overlay_of_its_family() {
    let built = with(
        LADDER,
        &[
            (
                "backend/last-mile.md",
                "---\nmerge: override\n---\nIntro.\n## Senior\n- c {#be-c}\n  - Replaces: lm-a\n- Hide: lm-b\n",
            ),
            ("backend/storage/Last mile.md", "## Staff\n- d\n  - Replaces: be-c\n"),
            ("backend/senior.md", "Words.\n## Last mile\n- e\n"),
            ("mine.md", "---\nfamily: Storage\ncompetency: last-mile\n---\n## Senior\n- f\n"),
        ],
    );
    assert_eq!(
        built.reports,
        [
            "ladder/duplicate-cell backend/senior.md [Last mile] + backend/last-mile.md [Senior] `last-mile` at \
          `senior` of family `backend` is written twice (keep one of them, and move what is missing there)"
        ]
    );
    assert_eq!(
        built.cells(),
        [
            "last-mile@senior: a; b",
            "backend/last-mile@all: ",
            "backend/last-mile@senior: c",
            "storage/last-mile@senior: f",
            "storage/last-mile@staff: d",
        ]
    );
    let overlay = &built.ladder.declared.cells[2];
    assert_eq!((overlay.merge, overlay.hides[0].as_str()), (Merge::Override, "lm-b"));
    assert_eq!(&*built.ladder.declared.cells[1].summary.as_ref().unwrap().written, "Intro.");
    assert_eq!(built.role(1), FileRole::Overlay { family: 0, competency: Some(0), level: None });
    assert_eq!(built.role(2), FileRole::Overlay { family: 1, competency: Some(0), level: None });
    assert_eq!(built.role(3), FileRole::Overlay { family: 0, competency: None, level: Some(0) });
    let note = &built.ladder.declared.levels[0].notes[0];
    assert_eq!((&*note.title, note.family.as_ref().map(|name| name.as_str())), ("Backend", Some("backend")));
}

#[test]
fn a_competency_that_only_a_family_knows_is_its_own() {
    let built = with(LADDER, &[("backend/apis.md", "# Interfaces\n## Senior\n- a\n")]).clean();
    assert_eq!(built.competencies(), ["last-mile", "apis"]);
    assert_eq!(built.ladder.declared.competencies[1].families[0].as_str(), "backend");
    assert_eq!(built.cells()[1], "backend/apis@senior: a");
    assert_eq!(
        with(LADDER, &[("backend/last-mil.md", "## Senior\n- a\n")]).reports,
        ["ladder/unknown-competency backend/last-mil.md [] this ladder has no competency `last-mil` \
          (did you mean `last-mile`?)"]
    );
}

#[test]
fn a_family_that_there_is_not_has_no_overlay() {
    let built = with(LADDER, &[("x.md", "---\nfamily: bakend\n---\n## Senior\n- a\n")]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-name x.md [bakend] this ladder has no family `bakend` (did you mean `backend`?)"]
    );
    assert_eq!(built.role(1), FileRole::Page);
}

// E30.
#[test]
fn an_overlay_changes_only_what_it_inherits() {
    let storage = |text: &str, backend: &str| {
        let backend = format!("## Senior\n{backend}");
        with(
            LADDER,
            &[("backend/last-mile.md", &backend), ("storage/last-mile.md", &format!("## Senior\n{text}"))],
        )
    };
    storage("- Hide: lm-a\n", "- c {#be-c}\n").clean();
    assert_eq!(
        storage("- Hide: lm-q\n", "- c {#be-c}\n").reports,
        [
            "ladder/unknown-expectation storage/last-mile.md [lm-q] family `storage` inherits no expectation `lm-q` \
          (did you mean `lm-a`?)"
        ]
    );
    assert_eq!(
        storage("- d\n  - Replaces: lm-a\n", "- c {#be-c}\n  - Replaces: lm-a\n").reports,
        [
            "ladder/unknown-expectation storage/last-mile.md [lm-a] + ladder.toml ['lm-a'] family `backend`, which \
          `storage` extends, does without `lm-a` (did you mean `be-c`, which took its place?)"
        ]
    );
    assert_eq!(
        storage("- Hide: lm-a\n", "- Hide: lm-a\n").reports,
        [
            "ladder/unknown-expectation storage/last-mile.md [lm-a] + ladder.toml ['lm-a'] family `backend`, which \
          `storage` extends, does without `lm-a` (take the reference out: there is nothing left to change)"
        ]
    );
    let sideways = with(
        LADDER,
        &[
            ("storage/last-mile.md", "## Senior\n- a {#st-a}\n"),
            ("backend/last-mile.md", "## Senior\n- Hide: st-a\n"),
        ],
    );
    assert!(sideways.reports[0].contains("family `backend` inherits no expectation `st-a`"));
    assert!(sideways.ladder.declared.cells.iter().all(|cell| cell.hides.is_empty()));
}

#[test]
fn what_is_written_anew_leaves_nothing_to_change() {
    let built = with(
        LADDER,
        &[
            ("backend/last-mile.md", "---\nmerge: override\n---\n## Senior\n- c\n"),
            ("storage/last-mile.md", "## Senior\n- Hide: lm-a\n"),
        ],
    );
    assert!(built.reports[0].contains("family `backend`, which `storage` extends, does without `lm-a`"));
}

#[test]
fn the_common_ladder_inherits_nothing() {
    let built = with(LADDER, &[("last-mile.md", "## Staff\n- c\n  - Replaces: lm-a\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-expectation last-mile.md [lm-a] nothing is inherited here, so nothing replaces `lm-a` \
          (say `raises` to ask more than a lower level does)"
        ]
    );
}

// E19.
#[test]
fn references_between_expectations_are_looked_up() {
    let built = with(LADDER, &[("last-mile.md", "## Staff\n- c\n  - Raises: lm-x\n  - Same as: lm-b\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-expectation last-mile.md [lm-x] this ladder has no expectation `lm-x` (did you mean `lm-a`?)"
        ]
    );
    let one = &built.cell("last-mile", "staff").statements[0];
    assert_eq!((one.raises.is_none(), one.same_as.as_ref().unwrap().as_str()), (true, "lm-b"));
}

// E5.
#[test]
fn a_family_may_lack_a_level_in_the_middle() {
    let built = build(&[(
        "ladder.toml",
        "levels=['A', 'B', 'C']\n[[family]]\nid='be'\nlevels=['a', 'C']\n[[competency]]\nid='x'\n",
    )])
    .clean();
    let levels: Vec<&str> =
        built.ladder.declared.families[0].levels.iter().map(|name| name.as_str()).collect();
    assert_eq!(levels, ["a", "c"]);
}
