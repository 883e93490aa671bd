//! All or nothing, whatever happens and whatever the output is.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::project::{Project, Tree, names, ran, tree};

/// Fifty pages that all hold `word`.
fn site(word: &str) -> Project {
    let project = Project::new("");
    pages(&project, word);
    project
}

fn pages(project: &Project, word: &str) {
    project.write("content/index.md", format!("# {word}\n"));
    for number in 0..50 {
        project.write(&format!("content/{number}/{word}-{number}.md"), format!("# {word} {number}\n"));
    }
}

fn published_by(project: &Project) -> Tree {
    project.build().clean();
    project.published()
}

#[test]
fn a_kill_leaves_the_old_or_the_new_site_and_the_next_build_is_clean() {
    let project = site("old");
    let old = published_by(&project);
    let new = published_by(&site("new"));
    // Looks at a child until it is gone measure how long a build takes, without a clock.
    let mut length = 0_u64;
    let mut child = project.spawn(&["build", "--out", "elsewhere"]);
    while child.try_wait().unwrap().is_none() {
        length += 1;
    }
    for round in 0..60 {
        let before = if round % 2 == 0 { ("old", &old) } else { ("new", &new) };
        let after = if round % 2 == 0 { ("new", &new) } else { ("old", &old) };
        fs::remove_dir_all(project.path("content")).unwrap();
        pages(&project, after.0);
        let mut child = project.spawn(&["build"]);
        for _ in 0..length * (round + 1) / 60 {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let found = project.published();
        assert!(found == *before.1 || found == *after.1, "round {round} left a mixture: {:?}", found.keys());
        assert_eq!(published_by(&project), *after.1, "round {round}");
        let left = names(&project.root());
        assert!(!left.iter().any(|name| name.starts_with(".public")), "round {round} left {left:?}");
    }
}

/// Undone edits after a kill: the output is what a build would make, and still there is work to do.
#[test]
fn a_build_with_nothing_to_change_clears_what_a_killed_one_left() {
    let project = site("same");
    let published = published_by(&project);
    fs::create_dir_all(project.path(".public.daring-new/half")).unwrap();
    fs::write(project.path(".public.daring-new/.daring-manifest"), "daring manifest 1\n").unwrap();
    fs::write(project.path(".public.daring-new/half/index.html"), "<p>").unwrap();
    assert!(published_by(&project) == published);
    assert!(!names(&project.root()).iter().any(|name| name.starts_with(".public")));
    fs::remove_file(project.path("public/0/same-0/index.html")).unwrap();
    assert!(published_by(&project) == published, "a page that somebody removed is written again");
}

#[test]
fn a_reader_never_meets_a_missing_or_a_half_page() {
    let (one, two) = (site("one"), site("two"));
    let out = one.path("shared");
    let out = out.to_str().unwrap();
    one.run(&["build", "--out", out]).clean();
    let is_over = AtomicBool::new(false);
    let homes = [one.path("shared/index.html")].map(|path| fs::read(path).unwrap());
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0_u64;
            while !is_over.load(Ordering::Relaxed) {
                let page = fs::read(Path::new(out).join("index.html")).expect("there always is a page");
                assert!(page == homes[0] || page.ends_with(b"</html>\n") || page.ends_with(b"</html>"));
                reads += 1;
            }
            reads
        });
        for _ in 0..5 {
            two.run(&["build", "--out", out]).clean();
            one.run(&["build", "--out", out]).clean();
        }
        is_over.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
}

#[test]
fn concurrent_builds_leave_one_whole_site() {
    let projects = [site("one"), site("two"), site("three")];
    let expected: Vec<Tree> = projects.iter().map(published_by).collect();
    let folder = projects[0].path("out/shared");
    let out = folder.to_str().unwrap();
    for _ in 0..4 {
        let running: Vec<_> =
            projects.iter().map(|project| project.spawn(&["build", "--out", out])).collect();
        for mut child in running {
            let code = child.wait().unwrap().code();
            assert!(code == Some(0) || code == Some(2), "{code:?}");
        }
        assert!(expected.contains(&tree(&folder)), "{:?}", tree(&folder).keys());
        assert_eq!(names(&projects[0].path("out")), ["shared"]);
    }
}

#[test]
fn a_build_with_an_error_leaves_every_byte() {
    let project = site("word");
    let before = published_by(&project);
    for (path, text) in [
        ("content/a.md", "[x](nowhere.md)\n"),
        ("content/a.md", "---\ntitle: [\n---\n"),
        ("handbook.toml", "titel = 1\n"),
        ("templates/page.html", "{{ nope }}"),
    ] {
        let kept = fs::read(project.path(path)).ok();
        project.write(path, text);
        project.build().faulty(&["nothing was published", "error["]);
        assert_eq!(project.published(), before, "{path}");
        match kept {
            Some(bytes) => project.write(path, bytes),
            None => fs::remove_file(project.path(path)).unwrap(),
        }
    }
}

#[test]
fn an_output_that_holds_the_project_or_its_sources_is_refused() {
    let project = Project::of_page("# A\n");
    project.write("static/a.txt", "a");
    fs::create_dir_all(project.path("themes/x")).unwrap();
    symlink(project.root(), project.path("link")).unwrap();
    symlink("content", project.path("link-to-content")).unwrap();
    for out in [
        ".",
        "..",
        "../..",
        "/",
        "content",
        "content/x",
        "static",
        "templates",
        "assets/x",
        "themes",
        "themes/x",
        "public/..",
        "public/../content",
        "./content/./",
        "link",
        "link/content",
        "link-to-content",
    ] {
        let before = tree(&project.root());
        project.run(&["build", "--out", out]).refused(&["cannot be the output", "--out"]);
        assert_eq!(tree(&project.root()), before, "{out}");
        project.write("handbook.toml", format!("title = \"T\"\noutput = \"{out}\"\n"));
        project.build().refused(&["cannot be the output"]);
        project.write("handbook.toml", "title = \"T\"\n");
    }
}

#[test]
fn a_folder_that_is_not_ours_is_never_touched() {
    let project = Project::of_page("# A\n");
    project.write("public/notes.txt", "precious");
    project.build().refused(&["was not written by Daring", "public/notes.txt"]);
    assert_eq!(names(&project.path("public")), ["notes.txt"]);
    project.write("file", "x");
    project.run(&["build", "--out", "file"]).refused(&["file", "not a folder"]);
    project.run(&["build", "--out", "file/x"]).refused(&["file/x", "not a folder"]);
    project.run(&["build", "--out", "/dev/null"]).refused(&["/dev/null", "not a folder"]);
    symlink("nowhere", project.path("broken")).unwrap();
    project.run(&["build", "--out", "broken"]).refused(&["broken"]);
    for temporary in [".public.daring-new", ".public.daring-lock"] {
        fs::remove_dir_all(project.path("public")).ok();
        symlink(project.path("file"), project.path(temporary)).unwrap();
        project.build().refused(&[temporary, "not made by it"]);
        assert_eq!(fs::read(project.path("file")).unwrap(), b"x");
        fs::remove_file(project.path(temporary)).unwrap();
    }
}

#[test]
fn what_is_no_longer_written_leaves_and_what_others_put_there_stays() {
    let project = site("one");
    project.build().clean();
    project.write("public/CNAME", "example.org\n");
    fs::remove_file(project.path("content/7/one-7.md")).unwrap();
    project.build().clean();
    assert!(!project.path("public/7").exists());
    assert_eq!(fs::read(project.path("public/CNAME")).unwrap(), b"example.org\n");
}

#[test]
fn the_output_is_plain_files_and_folders_under_any_umask() {
    for umask in ["077", "000", "777"] {
        let project = site("word");
        project.write("static/script.sh", "#!/bin/sh\n");
        fs::set_permissions(project.path("static/script.sh"), fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = project.command(&[]);
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(format!("umask {umask}; exec \"$0\" build --out site"));
        shell.arg(command.get_program()).current_dir(project.root()).stdin(Stdio::null());
        ran(&mut shell).clean();
        ran(command.args(["build", "--out", "site"])).clean();
        for name in tree(&project.path("site")).keys().map(|name| project.path("site").join(name)) {
            let found = fs::symlink_metadata(&name).unwrap();
            let wanted = if found.is_dir() { 0o755 } else { 0o644 };
            assert!(found.is_dir() || found.is_file(), "{name:?}");
            assert_eq!(found.permissions().mode() & 0o7777, wanted, "{name:?} under {umask}");
        }
    }
}

#[test]
fn closed_and_full_outputs_are_no_reason_to_panic() {
    let project = Project::of_page(format!("# A\n{}", "[x](nowhere.md) ".repeat(2000)));
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for format in ["human", "json", "github", "sarif"] {
        for command in ["check", "build"] {
            let args = [command, "--format", format, "-v"];
            let mut child =
                project.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop(child.stdout.take());
            drop(child.stderr.take());
            assert_eq!(child.wait().unwrap().code(), Some(1), "{args:?} into a closed pipe");
            let code = project.command(&args).stdout(full()).stderr(full()).status().unwrap().code();
            assert_eq!(code, Some(2), "{args:?} into a full disk: nobody could read what was found");
        }
    }
    for args in [&["explain"][..], &["explain", "link/unknown-page"], &["completions", "bash"], &["--help"]] {
        let mut child = project.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        child.wait().unwrap();
        assert!(!said.contains("panicked"), "{args:?}: {said}");
        let done = project.command(args).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        assert!(done.status.code().is_some_and(|code| code != 101), "{args:?}");
    }
}
