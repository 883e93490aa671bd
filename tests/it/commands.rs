//! Commands from outside: known findings, reviews that are due, what changed, schemas.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fixture::Fixture;
use crate::harness::TestProject;

/// Runs the program in a folder. Returns its exit code, standard output and standard error.
fn daring(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_daring"))
        .args(arguments)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

fn project(text: &str) -> TestProject {
    TestProject::new(Fixture::parse(text))
}

#[test]
fn what_cannot_be_written_is_a_failure() {
    let project = project("-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_daring"))
        .arg("check")
        .current_dir(project.root())
        .stdout(full)
        .output()
        .unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("could not write to standard output"), "{said}");
    let (code, _, said) = daring(&project.root(), &["check", "--summary", "no/such/folder.md"]);
    assert_eq!(code, 2, "{said}");
    let (code, _, said) = daring(&project.root(), &["build", "--summary", "no/such/folder.md"]);
    assert_eq!(code, 2, "{said}");
    assert!(!project.root().join("public").exists(), "nothing is published without its summary");
}

#[test]
fn a_build_that_waited_for_another_reads_again() {
    let project = project("-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Old\n");
    let lock = fs::File::create(project.root().join(".public.daring-lock")).unwrap();
    lock.lock().unwrap();
    let mut build = Command::new(env!("CARGO_BIN_EXE_daring"))
        .args(["build", "--quiet"])
        .current_dir(project.root())
        .spawn()
        .unwrap();
    // By now it has read the page, and waits.
    std::thread::sleep(std::time::Duration::from_secs(2));
    fs::write(project.root().join("content/index.md"), "# New\n").unwrap();
    drop(lock);
    assert!(build.wait().unwrap().success());
    let page = fs::read_to_string(project.root().join("public/index.html")).unwrap();
    assert!(page.contains("New") && !page.contains("Old"));
}

#[test]
fn an_address_that_was_chosen_is_the_one_that_is_published() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n\
         -- content/talks.md --\n---\npermalink: /guides/1-on-1s/\n---\n# Talks\n\
         -- content/box.md --\n---\npermalink: /guides/9-box.html\n---\n# Box\n\n[a](/guides/1-on-1s/) [b](/guides/9-box.html)\n\
         -- content/whys.md --\n---\nslug: 5-whys\naliases: [/caf%C3%A9/]\n---\n# Whys\n\n[a](/5-whys/) [b](/caf%C3%A9/)\n\
         -- content/re.md --\n---\npermalink: /re/my-index.html\naliases: [/re/my-index.html]\n---\n# Re\n\
         -- content/lost.md --\n---\npermalink: /404.html\n---\n# Lost\n",
    );
    let root = project.root();
    assert_eq!(daring(&root, &["build", "--quiet"]), (0, String::new(), String::new()));
    let published = crate::harness::tree(&root.join("public"));
    for path in [
        "guides/1-on-1s/index.html",
        "guides/9-box/index.html",
        "guides/9-box.html",
        "5-whys/index.html",
        "café/index.html",
        "re/my-index/index.html",
        "re/my-index.html",
        "404/index.html",
    ] {
        assert!(published.contains_key(path), "{path}: {:?}", published.keys());
    }
    fs::create_dir_all(root.join("static/guides")).unwrap();
    fs::write(root.join("static/guides/9-box.html"), "x").unwrap();
    let (code, said, _) = daring(&root, &["build", "--quiet"]);
    assert!(code == 1 && said.contains("the address `/guides/9-box.html` is in use"), "{said}");
}

#[test]
fn what_was_published_before_is_no_content() {
    let project = project("-- index.md --\n# Home\n");
    let root = project.root();
    assert_eq!(daring(&root, &["build", "--quiet", "--out", "site"]).0, 0);
    for output in ["public", "x/../pub", "link"] {
        if output == "link" {
            fs::create_dir(root.join("real")).unwrap();
            std::os::unix::fs::symlink("real", root.join("link")).unwrap();
        }
        for _ in 0..2 {
            let (code, said, failure) = daring(&root, &["build", "--quiet", "--out", output]);
            assert_eq!((code, &*said, &*failure), (0, "", ""), "{output}");
        }
    }
    let published = crate::harness::tree(&root.join("public"));
    assert!(published.keys().all(|path| !path.contains("site/") && !path.contains("pub/")), "{published:?}");
}

#[test]
fn static_files_in_the_content_folder_are_no_pages() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\nstatic = \"content/static\"\n-- content/index.md --\n# Home\n\
         -- content/static/y.txt --\ny\n-- content/static/s.md --\n# S\n",
    );
    assert_eq!(daring(&project.root(), &["build", "--quiet"]), (0, String::new(), String::new()));
    let published = crate::harness::tree(&project.root().join("public"));
    assert!(published.contains_key("y.txt") && published.contains_key("s.md"));
    assert!(published.keys().all(|path| !path.starts_with("static/")), "{:?}", published.keys());
}

#[test]
fn a_file_that_is_for_something_else_now_is_another() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\ncontent = \".\"\n-- index.md --\n# Home\n-- assets/x.txt --\nx\n",
    );
    let root = project.root();
    assert_eq!(daring(&root, &["build", "--quiet"]), (0, String::new(), String::new()));
    assert!(root.join("public/assets/x.txt").exists());
    fs::create_dir(root.join("templates")).unwrap();
    assert_eq!(daring(&root, &["build", "--quiet"]), (0, String::new(), String::new()));
    assert!(!root.join("public/assets/x.txt").exists(), "it is a file of the theme");
}

#[test]
fn what_is_known_passes_and_what_is_new_does_not() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n\n[a](gone.md) [b](gone.md)\n",
    );
    let root = project.root();
    assert_eq!(daring(&root, &["check"]).0, 1);
    let (code, _, notes) = daring(&root, &["check", "--baseline", "known.json", "--write-baseline"]);
    assert_eq!((code, notes.as_str()), (0, "note: 2 findings are noted in known.json\n"));
    let known = fs::read_to_string(root.join("known.json")).unwrap();
    assert!(known.contains("\"code\": \"link/unknown-page\"") && known.contains("\"count\": 2"), "{known}");
    let write = |text: &str| fs::write(root.join("content/index.md"), text).unwrap();
    write("# Home\n\nMore above.\n\n[c](gone.md) [d](gone.md)\n");
    assert_eq!(
        daring(&root, &["check", "--baseline", "known.json", "--quiet"]),
        (0, String::new(), String::new())
    );
    // What is known is published, and the next build without the file is refused.
    assert_eq!(daring(&root, &["build", "--baseline", "known.json", "--quiet"]).0, 0);
    assert!(root.join("public/index.html").is_file());
    assert_eq!(daring(&root, &["build", "--quiet"]).0, 1);
    write("# Home\n\n[c](gone.md) [e](other.md)\n");
    let (code, found, notes) = daring(&root, &["check", "--baseline", "known.json"]);
    assert_eq!(code, 1);
    assert!(found.contains("no page `other.md`") && !found.contains("no page `gone.md`"), "{found}");
    let mended = "note: 1 finding is in known.json and passed over\n\
                  note: 1 finding was in known.json and found no more: write it again with --write-baseline\n";
    assert_eq!(notes, mended);
    fs::write(root.join("known.json"), "{}").unwrap();
    let (code, _, error) = daring(&root, &["check", "--baseline", "known.json"]);
    assert!(code == 2 && error.starts_with("error: known.json is no baseline: "), "{error}");
    assert_eq!(daring(&root, &["check", "--baseline", "nowhere.json"]).0, 2);
}

#[test]
fn reviews_are_listed_by_owner_and_fail_when_they_are_to() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n---\nowner: Platform\nreview_by: 2026-01-01\n---\n# Home\n-- content/a.md --\n---\nreview_by: 2026-03-01\n---\n# A\n",
    );
    let root = project.root();
    assert_eq!(daring(&root, &["check", "--deny", "warnings", "--quiet"]).0, 0);
    let all = ["check", "--freshness", "--today", "2026-02-20", "--due-within", "10"];
    let (code, found, _) = daring(&root, &all);
    assert_eq!(code, 0);
    assert!(
        found.ends_with("to be reviewed:\n  (no owner): 1 page due soon\n  Platform: 1 page overdue\n"),
        "{found}"
    );
    let denied = ["check", "--freshness", "--today", "2026-02-20", "--deny", "warnings", "--quiet"];
    assert_eq!(daring(&root, &denied).0, 1);
    assert_eq!(daring(&root, &["check", "--freshness", "--today", "2026-02-30"]).0, 2);
    assert_eq!(daring(&root, &["check", "--today", "2026-02-20"]).0, 2);
}

#[test]
fn what_changed_is_told_for_people_jobs_and_programs() {
    let project = project(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n-- content/a.md --\n# Old *name*\n-- content/b.md --\n# B\n-- content/ladder/ladder.toml --\nlevels = [\"Senior\", \"Staff\"]\n-- content/ladder/delivery.md --\n# Delivery\n\n## Senior\n\n- Ships. {#ships}\n\n## Staff\n\n- Plans. {#plans}\n- Leads.\n",
    );
    let root = project.root();
    assert_eq!(daring(&root, &["build", "--quiet", "--out", "old"]).0, 0);
    fs::rename(root.join("content/a.md"), root.join("content/new.md")).unwrap();
    let write = |path: &str, text: &str| fs::write(root.join(path), text).unwrap();
    write("content/new.md", "---\naliases: [/a/]\n---\n# New _name_\n");
    fs::remove_file(root.join("content/b.md")).unwrap();
    write("content/c.md", "# C\n");
    write(
        "content/ladder/delivery.md",
        "# Delivery\n\n## Senior\n\n- Ships alone. {#ships}\n- Plans. {#plans}\n\n## Staff\n\n- Leads!\n- Asks.\n",
    );
    assert_eq!(daring(&root, &["build", "--quiet", "--out", "new"]).0, 0);
    let (code, told, _) = daring(&root, &["changes", "old", "new"]);
    let wanted = "\
Pages added (1)
  C (/c/)

Pages removed, with nothing at their address (1)
  B (/b/)

Pages moved (1)
  New name: /a/ → /new/

Ladder ladder

Expectations added (1)
  Delivery, Staff: Asks.

Expectations raised: asked of a lower level now (1)
  Delivery, Senior (was: Staff): Plans.

Expectations reworded (1)
  Delivery, Senior: Ships alone. (was: Ships.)
";
    assert_eq!((code, told.as_str()), (0, wanted));
    let markdown = daring(&root, &["changes", "old", "new", "--format", "markdown"]).1;
    assert!(markdown.contains("### Pages moved (1)\n\n- New name: `/a/` → `/new/`\n"), "{markdown}");
    assert!(markdown.contains("#### Expectations added (1)\n\n- **Delivery, Staff**: Asks.\n"), "{markdown}");
    let json = daring(&root, &["changes", "old", "new", "--format", "json"]).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["pages"]["moved"][0]["to"], "new/");
    assert_eq!(json["ladders"][0]["reworded"][0]["before"], "Ships.");
    let nothing = daring(&root, &["changes", "new", "new"]).1;
    assert_eq!(nothing, "No page and no expectation came, went or moved.\n");
    assert_eq!(daring(&root, &["changes", "nowhere", "new"]).0, 2);
    let (code, _, said) = daring(&root, &["changes", "content", "new"]);
    assert_eq!(code, 2);
    assert!(said.contains("there is no published handbook in content: no routes.json"), "{said}");
}

#[test]
fn schemas_are_json_and_have_what_they_describe() {
    for (name, key) in [
        ("config", "base_url"),
        ("front-matter", "review_by"),
        ("ladder", "framework"),
        ("diagnostics", "summary"),
        ("baseline", "findings"),
    ] {
        let (code, text, _) = daring(Path::new("."), &["schema", name]);
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(code, 0);
        assert!(schema["properties"][key].is_object(), "{name}");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
    assert_eq!(daring(Path::new("."), &["schema", "nothing"]).0, 2);
}
