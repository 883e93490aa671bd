//! Every single step of a build fails once, and the process dies before it once.

use std::io::ErrorKind;

use super::super::commit::InPlace;
use super::super::faults::Faults;
use super::*;

const OLD: Site<'_> =
    &[("index.html", "old"), ("same/index.html", "same"), ("gone/x/index.html", "gone"), ("turns", "file")];
const NEW: Site<'_> =
    &[("index.html", "new"), ("same/index.html", "same"), ("turns/index.html", "page"), ("gone/x", "file")];

/// The ways in which a file system takes a finished site.
const WAYS: [Option<ErrorKind>; 3] = [None, Some(ErrorKind::Unsupported), Some(ErrorKind::CrossesDevices)];

fn with_old() -> Project {
    let project = Project::new();
    project.build(OLD).unwrap();
    project.put("public/CNAME", "mine");
    project
}

fn in_way(faults: Faults, way: Option<ErrorKind>) -> Disk {
    Disk::with(match way {
        Some(kind) => faults.without_exchange(kind),
        None => faults,
    })
}

/// Builds `NEW` over `start` with a fault at each step in turn, until a build meets none.
fn at_each_step(
    start: fn() -> Project,
    way: Option<ErrorKind>,
    faults: fn(usize) -> Faults,
    check: impl Fn(Project, Result<Outcome, PublishError>),
) {
    for step in 0.. {
        let project = start();
        let disk = in_way(faults(step), way);
        let struck = disk.faults.struck();
        let built = project.build_on(disk, NEW);
        if !struck.load(std::sync::atomic::Ordering::SeqCst) {
            assert!(built.is_ok() && step > 10);
            return;
        }
        check(project, built);
    }
}

#[test]
fn a_failure_at_any_step_leaves_the_old_site_and_nothing_else() {
    for way in WAYS {
        for start in [with_old, Project::new] {
            let (before, after) = (start().tree(), {
                let project = start();
                project.build(NEW).unwrap();
                project.tree()
            });
            at_each_step(start, way, Faults::fail, |project, built| match built {
                Err(error) => {
                    assert!(!matches!(error, PublishError::Torn { .. }), "{error}");
                    assert!(error.to_string().starts_with("could not "), "{error}");
                    assert_eq!(project.tree(), before, "{error}");
                }
                // The site was in its place, and what failed was tidying up.
                Ok(outcome) => {
                    if outcome.leftover.is_none() {
                        assert_eq!(project.tree(), after);
                    }
                    project.build(NEW).unwrap();
                    assert_eq!(project.tree(), after);
                }
            });
        }
    }
}

#[test]
fn death_at_any_step_leaves_one_whole_site_and_the_next_build_tidies_up() {
    for way in WAYS {
        for start in [with_old, Project::new] {
            let old = start().tree();
            let new = {
                let project = start();
                project.build(NEW).unwrap();
                project.tree()
            };
            let outputs = [old, new.clone()].map(|tree| output_of(&tree));
            let seen = std::cell::RefCell::new([0, 0]);
            at_each_step(start, way, Faults::die, |project, _| {
                let output = output_of(&project.tree());
                if let Some(which) = outputs.iter().position(|expected| *expected == output) {
                    seen.borrow_mut()[which] += 1;
                } else {
                    // Promised only where folders can be exchanged, or there is nothing to exchange.
                    assert!(way.is_some() && outputs[0].len() > 1, "{output:?}");
                }
                project.build_on(in_way(Faults::default(), way), NEW).unwrap();
                assert_eq!(project.tree(), new);
            });
            let [old, new] = seen.into_inner();
            assert!(old > 5 && new > 0, "{old} {new}");
        }
    }
}

#[test]
fn an_output_that_cannot_be_renamed_is_changed_in_place() {
    let project = with_old();
    let outcome = project.build_on(in_way(Faults::default(), WAYS[2]), NEW).unwrap();
    assert_eq!(outcome.in_place, Some(InPlace::Unmovable));
    assert_eq!((outcome.written, outcome.reused, outcome.removed), (3, 1, 2));
    let mut expected = fresh(NEW);
    expected.insert("CNAME".to_owned(), "mine".to_owned());
    assert_eq!(project.output(), expected);
    assert!(outcome.leftover.is_none());
}

#[test]
fn an_old_site_between_two_renames_is_put_back() {
    let project = with_old();
    fs::rename(project.at("public"), project.at(".public.daring-old")).unwrap();
    project.stage().unwrap().abandon();
    assert_eq!(project.output()["index.html"], "old");
    assert_eq!(project.output()["CNAME"], "mine");
}

fn output_of(tree: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    tree.iter()
        .filter(|(path, _)| path.starts_with("public"))
        .map(|(path, what)| (path.clone(), what.clone()))
        .collect()
}
