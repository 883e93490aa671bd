//! When pages changed last, as git knows it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fixture::Fixture;
use crate::harness::{Built, TestProject};

const PROJECT: &str = "theme tiny
around
-- handbook.toml --
title = \"H\"
base_url = \"https://example.org/\"
dates = \"git\"
-- templates/page.html --
{{ page.updated }}
-- content/index.md --
# Home
-- content/a.md --
# A
-- content/b.md --
---
updated: 2020-01-01
---
# B
";

/// Runs git as somebody who has no settings.
fn git(folder: &Path, time: &str, arguments: &[&str]) {
    let run = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_AUTHOR_DATE", time)
        .env("GIT_COMMITTER_DATE", time)
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

fn commit(folder: &Path, time: &str) {
    git(folder, time, &["add", "--all"]);
    git(folder, time, &["commit", "--quiet", "--allow-empty", "-m", "x"]);
}

/// A project with two commits: one of everything, and one of page A.
fn project() -> TestProject {
    let project = TestProject::new(Fixture::parse(PROJECT));
    let root = project.root();
    git(&root, "", &["init", "--quiet", "-b", "main", "."]);
    fs::write(root.join(".gitignore"), "public\n.daring\n").unwrap();
    commit(&root, "2026-01-02T03:04:05+0000");
    fs::write(root.join("content/a.md"), "# A\n\nMore.\n").unwrap();
    commit(&root, "2026-02-03T00:30:00+0100");
    project
}

fn text<'a>(built: &'a Built, path: &str) -> &'a str {
    std::str::from_utf8(&built.tree[path]).unwrap().trim()
}

#[test]
fn a_page_has_the_date_of_the_commit_that_changed_it() {
    let project = project();
    for _ in 0..2 {
        // The second time the answer was kept.
        let built = project.build();
        assert_eq!(built.report, "");
        assert_eq!(text(&built, "a/index.html"), "2026-02-03");
        assert_eq!(text(&built, "b/index.html"), "2020-01-01");
        let sitemap = text(&built, "sitemap.xml");
        assert!(
            sitemap.contains("<loc>https://example.org/</loc><lastmod>2026-01-02T03:04:05Z</lastmod>"),
            "{sitemap}"
        );
        let feed = text(&built, "feed.xml");
        assert!(feed.contains("<updated>2026-02-03T00:30:00+01:00</updated>"), "{feed}");
    }
    assert!(project.root().join(".daring/dates").is_file());
    fs::write(project.root().join("content/index.md"), "# Home\n\nMore.\n").unwrap();
    assert!(text(&project.build(), "sitemap.xml").contains("2026-01-02T03:04:05Z"), "it is not committed");
    commit(&project.root(), "2026-03-04T00:00:00+0000");
    assert!(text(&project.build(), "sitemap.xml").contains("2026-03-04T00:00:00Z"));
}

#[test]
fn what_is_kept_of_a_commit_is_of_its_files() {
    let project = project();
    let root = project.root();
    git(&root, "", &["mv", "content/a.md", "content/c.md"]);
    assert!(!project.build().has_errors());
    git(&root, "", &["mv", "content/c.md", "content/a.md"]);
    assert_eq!(text(&project.build(), "a/index.html"), "2026-02-03");
}

#[test]
fn a_build_with_nothing_changed_hears_of_another_commit() {
    let project = project();
    let output = project.beside("out");
    assert_eq!(project.run(2, &output), (Some(0), String::new()));
    fs::write(project.root().join("content/a.md"), "# A\n\nMore.\n").unwrap();
    git(
        &project.root(),
        "2026-05-06T00:00:00+0000",
        &["commit", "--quiet", "--amend", "--no-edit", "--date=2026-05-06T00:00:00+0000"],
    );
    assert_eq!(project.run(2, &output), (Some(0), String::new()));
    assert_eq!(fs::read_to_string(output.join("a/index.html")).unwrap().trim(), "2026-05-06");
}

#[test]
fn nothing_in_a_repository_makes_git_run_anything() {
    let project = project();
    let root = project.root();
    let trap = project.beside("trap");
    let touch = format!("touch {}", trap.display());
    for (key, value) in [
        ("core.fsmonitor", touch.as_str()),
        ("core.pager", &touch),
        ("core.sshCommand", &touch),
        ("core.alternateRefsCommand", &touch),
        ("core.askPass", &touch),
        ("core.editor", &touch),
        ("diff.external", &touch),
        ("diff.x.textconv", &touch),
        ("diff.x.command", &touch),
        ("filter.x.clean", &touch),
        ("filter.x.smudge", &touch),
        ("gpg.program", &touch),
        ("log.showSignature", "true"),
        ("pager.log", &touch),
        ("alias.log", &format!("!{touch}")),
        ("alias.rev-parse", &format!("!{touch}")),
        ("credential.helper", &format!("!{touch}")),
        ("core.hooksPath", "hooks"),
    ] {
        git(&root, "", &["config", key, value]);
    }
    fs::write(root.join(".gitattributes"), "* filter=x diff=x\n").unwrap();
    let built = project.build();
    assert_eq!(text(&built, "a/index.html"), "2026-02-03");
    assert!(!trap.exists());
}

#[test]
fn without_the_setting_git_is_not_asked() {
    let text = PROJECT.replace("dates = \"git\"\n", "");
    let project = TestProject::new(Fixture::parse(&text));
    let root = project.root();
    git(&root, "", &["init", "--quiet", "-b", "main", "."]);
    commit(&root, "2026-01-02T03:04:05+0000");
    let built = project.build();
    assert_eq!(built.report, "");
    assert!(!String::from_utf8_lossy(&built.tree["sitemap.xml"]).contains("2026"));
}
