//! What is gone, and what leads back to itself.

use super::*;

#[test]
fn what_is_removed_is_not_referred_to() {
    let toml = "
        levels = ['Senior']
        [[competency]]
        id = 'lm'
        at = {senior = [{id = 'lm-b', text = 'b', raises = 'lm-a'}]}
        [[archetype]]
        id = 'solver'
        emphasises = ['lm-c']
        [[removed]]
        id = 'lm-a'
        replaced_by = 'lm-b'
        [[removed]]
        id = 'lm-c'
    ";
    assert_eq!(
        build(&[("ladder.toml", toml)]).reports,
        [
            "ladder/removed-reference ladder.toml ['lm-a'] `lm-a` was removed from this ladder \
             (use `lm-b`, which took its place)",
            "ladder/removed-reference ladder.toml ['lm-c'] `lm-c` was removed from this ladder \
             (take the reference out)",
        ]
    );
}

#[test]
fn levels_and_competencies_can_be_gone_too() {
    let toml = "levels = ['Senior']\n[[removed]]\nid='expert'\nreplaced_by='senior'\n";
    let built = with(toml, &[("lm.md", "## Senior\n- a\n## Expert\n- b\n")]);
    assert_eq!(
        built.reports,
        ["ladder/removed-reference lm.md [Expert] `Expert` was removed from this ladder \
          (use `senior`, which took its place)"]
    );
}

// E20 and E21.
#[test]
fn tombstones_and_changes_may_be_about_what_is_gone() {
    let toml = "
        levels = ['Senior']
        [[competency]]
        id = 'lm'
        [[removed]]
        id = 'a'
        replaced_by = ['b', 'lm', 'c']
        [[removed]]
        id = 'b'
        replaced_by = 'LM'
        [[change]]
        id = 'a'
        kind = 'removed'
        [[change]]
        id = 'Senior'
        kind = 'retitled'
    ";
    let built = build(&[("ladder.toml", toml)]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-name ladder.toml ['c'] nothing in this ladder is, or was, called `c` ()"]
    );
    let declared = &built.ladder.declared;
    let answers: Vec<&str> = declared.removed[0].replaced_by.iter().map(|name| name.as_str()).collect();
    assert_eq!((answers, declared.removed[1].replaced_by[0].as_str()), (vec!["b", "lm"], "lm"));
    assert_eq!((declared.changes.len(), declared.changes[1].id.as_str()), (2, "senior"));
}

#[test]
fn what_is_in_use_is_not_removed() {
    let built =
        with("levels = ['Senior']\n[[removed]]\nid='lm-a'\n", &[("lm.md", "## Senior\n- a {#lm-a}\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/duplicate-id ladder.toml ['lm-a'] + lm.md [lm-a] `lm-a` is the id of an expectation and of a \
          removed id (take it off the list of what is removed)"
        ]
    );
}

#[test]
fn families_and_areas_cannot_go_round() {
    let toml = "
        levels = ['A']
        [[family]]
        id = 'a'
        extends = 'b'
        [[family]]
        id = 'b'
        extends = 'c'
        [[family]]
        id = 'c'
        extends = 'b'
        [[area]]
        id = 'x'
        parent = 'x'
        [[competency]]
        id = 'depth'
    ";
    let built = build(&[("ladder.toml", toml)]);
    assert_eq!(
        built.reports,
        [
            "ladder/circle ladder.toml ['c'] family `b` extends `c`, which extends `b` (take one of these references out)",
            "ladder/circle ladder.toml ['x'] area `x` lies in `x` (take one of these references out)",
        ]
    );
    let extends: Vec<bool> =
        built.ladder.declared.families.iter().map(|family| family.extends.is_some()).collect();
    assert_eq!(extends, [true, false, true]);
}

#[test]
fn families_are_sixteen_deep_at_most() {
    let chain = |count: usize| {
        let family = |at: usize| match at {
            0 => "[[family]]\nid='f0'\n".to_owned(),
            _ => format!("[[family]]\nid='f{at}'\nextends='f{}'\n", at - 1),
        };
        let families: String = (0..count).map(family).collect();
        build(&[("ladder.toml", &format!("levels=['A']\n{families}[[competency]]\nid='depth'\n"))]).reports
    };
    assert_eq!(chain(16), [""; 0]);
    assert_eq!(
        chain(17),
        [
            "ladder/circle ladder.toml ['f15'] family `f16` is more than 16 deep (leave out some of those in between)"
        ]
    );
}

#[test]
fn cells_and_expectations_cannot_be_each_other() {
    let text = "## A\nSame as B\n## B\nSame as A\n## C\n- c {#x-c}\n  - Same as: x-d\n- d {#x-d}\n  - Same as: x-c\n";
    let built = with("levels = ['A', 'B', 'C']", &[("x.md", text)]);
    assert_eq!(
        built.reports,
        [
            "ladder/circle x.md [x-d] expectation `x-c` is the same as `x-d`, which is the same as `x-c` \
             (take one of these references out)",
            "ladder/circle x.md [B] `x` at `a` is the same as `b`, which is the same as `a` \
              (take one of these references out)",
        ]
    );
    assert_eq!(built.cells(), ["x@a: ", "x@b: as a", "x@c: c; d"]);
}

#[test]
fn a_circle_can_go_through_an_overlay() {
    let toml =
        "levels = ['A', 'B']\n[[family]]\nid='be'\n[[competency]]\nid='x'\nat={a={same_as='b'}, b=['b']}\n";
    let built = with(toml, &[("be/x.md", "## B\nSame as A\n")]);
    assert_eq!(built.reports.len(), 1);
    assert!(built.reports[0].starts_with("ladder/circle"), "{:?}", built.reports);
}
