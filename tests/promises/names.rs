//! Files of odd names and kinds, and addresses that are claimed twice.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use crate::project::Project;

#[test]
fn what_is_neither_file_nor_folder_is_told_and_never_waited_for() {
    for folder in ["content", "static", "templates"] {
        let project = Project::of_page("# A\n");
        fs::create_dir_all(project.path(folder)).unwrap();
        assert!(Command::new("mkfifo").arg(project.path(folder).join("pipe.md")).status().unwrap().success());
        let _socket = UnixListener::bind(project.path(folder).join("socket.md")).unwrap();
        symlink("/dev/zero", project.path(folder).join("zero.md")).unwrap();
        for format in ["human", "json", "github", "sarif"] {
            project.run(&["build", "--format", format]).faulty(&[
                "source/special",
                &format!("{folder}/pipe.md"),
                &format!("{folder}/socket.md"),
                &format!("{folder}/zero.md"),
            ]);
        }
    }
    let project = Project::of_page("# A\n");
    fs::create_dir(project.path(".daring")).unwrap();
    assert!(Command::new("mkfifo").arg(project.path(".daring/.gitignore")).status().unwrap().success());
    project.build().clean();
}

#[test]
fn loops_and_broken_links_are_told() {
    let project = Project::of_page("# A\n");
    symlink("..", project.path("content/up")).unwrap();
    symlink(".", project.path("content/here")).unwrap();
    symlink("self", project.path("content/self")).unwrap();
    symlink("nothing", project.path("content/nothing")).unwrap();
    project.build().faulty(&[
        "source/link-loop",
        "content/here",
        "content/self",
        "content/nothing",
        "remove the link",
    ]);
}

#[test]
fn names_cannot_command_a_terminal() {
    let project = Project::of_page("# A\n");
    for name in
        [&b"line\nbreak.md"[..], b"esc\x1b[31m.md", b"back\\slash.md", b"not-utf8-\xff.md", b"bell\x07.txt"]
    {
        fs::write(project.path("content").join(OsStr::from_bytes(name)), "text").unwrap();
    }
    project.write("content/rtl\u{202e}gnp.md", "[x](nowhere\u{202e}\u{1b}[31m.md) [y](\u{9b}31m.md)\n");
    project.write(
        "content/title.md",
        "---\ntitle: \"a\\e[31m\\u202e\"\nslug: \"\\e\"\nreview_by: \"\\e[31m\\x9b\"\n---\n",
    );
    for format in ["human", "json", "github", "sarif"] {
        let ran = project.run(&["build", "--format", format]);
        assert_eq!(ran.code, Some(1));
        let said = ran.out + &ran.err;
        let raw =
            said.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{200f}'));
        assert_eq!(raw, None, "in {format}: {said:?}");
        assert!(said.contains("source/name") && said.contains("rename it"), "{said}");
    }
    let project = Project::of_page("# A\n");
    let ran = project.run(&["build", "--out", "a\u{1b}[31m\n\u{202e}b"]).clean();
    let said = ran.out + &ran.err;
    assert!(!said.contains(['\u{1b}', '\u{202e}']) && said.lines().count() == 1, "{said:?}");
    let ran = project.run(&["build", "--root", "no\u{1b}[31m\u{202e}\nwhere"]).refused(&["no such file"]);
    assert!(!ran.err.contains(['\u{1b}', '\u{202e}']) && ran.err.lines().count() == 1, "{:?}", ran.err);
}

#[test]
fn colour_is_for_terminals() {
    let project = Project::of_page("[x](nowhere.md)\n");
    assert!(!project.run(&["check"]).out.contains('\u{1b}'));
    assert!(project.run(&["check", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!project.run(&["check", "--color", "always", "--format", "json"]).out.contains('\u{1b}'));
}

#[test]
fn two_claims_to_one_address_name_both() {
    for (first, second, code) in [
        (("content/a.md", "a"), ("content/a/index.md", "b"), "page/duplicate-route"),
        (("content/a/_index.md", "a"), ("content/a/index.md", "b"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/01-a.md", "b"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/A.md", "b"), "page/route-case"),
        (("content/a/x.md", "a"), ("content/A/y.md", "b"), "page/route-case"),
        (("content/a.md", "a"), ("static/a/index.html", "b"), "page/duplicate-route"),
        (("content/a/b.md", "a"), ("static/a", "b"), "page/duplicate-route"),
        (("content/x.png", "a"), ("static/x.png", "b"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/b.md", "---\nslug: a\n---\n"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/b.md", "---\npermalink: /a/\n---\n"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/b.md", "---\naliases: [/a/]\n---\n"), "page/duplicate-route"),
        (("content/a.md", "a"), ("content/b.md", "---\naliases: [/A/]\n---\n"), "page/route-case"),
        (
            ("content/a.md", "---\naliases: [/x]\n---\n"),
            ("content/b.md", "---\naliases: [x/]\n---\n"),
            "page/duplicate-alias",
        ),
    ] {
        let project = Project::of_page("# Home\n");
        project.write(first.0, first.1);
        project.write(second.0, second.1);
        project.build().faulty(&[code, first.0, second.0, "help: "]);
    }
    for (path, code) in
        [("static/index.html", "page/duplicate-route"), ("static/404.html", "page/duplicate-route")]
    {
        let project = Project::of_page("# Home\n");
        project.write(path, "x");
        project.build().faulty(&[code, path]);
    }
    Project::of_page("<a id=\"x\"></a>\n\n# A {#x}\n").build().faulty(&["anchor/duplicate", "index.md:3:"]);
}

#[test]
fn no_address_leads_out_of_the_output() {
    for (key, value) in [
        ("aliases", "[../../x]"),
        ("aliases", "[\"https://example.org/x\"]"),
        ("aliases", "[\"//example.org/x\"]"),
        ("aliases", "[a/../../x]"),
        ("aliases", "[/]"),
        ("aliases", "[\"\"]"),
        ("aliases", "[\"a\\\\b\"]"),
        ("aliases", "[\"a\\nb\"]"),
        ("aliases", "[\"x?y\"]"),
        ("aliases", "[.daring-manifest]"),
        ("aliases", "[\"/./x\"]"),
        ("permalink", "../../x"),
        ("permalink", "\"https://example.org/x\""),
        ("slug", "../../x"),
        ("slug", "\"..\""),
        ("slug", "\".\""),
        ("slug", "a/b"),
        ("slug", "\"a\\\\b\""),
        ("slug", "\"\\0\""),
        ("permalink", "/.daring-manifest"),
    ] {
        let project = Project::of_page("# Home\n");
        project.write("content/a.md", format!("---\n{key}: {value}\n---\ntext\n"));
        let ran = project.build();
        let beside = crate::project::names(project.root().parent().unwrap());
        assert_eq!(beside, ["project"], "{key}: {value}");
        assert!(ran.code == Some(0) || ran.code == Some(1), "{key}: {value}: {ran:?}");
        if ran.code == Some(1) {
            assert!(ran.out.contains("content/a.md"), "{key}: {value}: {}", ran.out);
        }
        if key == "aliases" {
            assert_eq!(ran.code, Some(1), "{key}: {value}: {ran:?}");
        }
    }
    // A page may list its own address.
    let project = Project::of_page("---\naliases: [/index.html]\n---\n# Home\n");
    project.build().clean();
}

#[test]
fn names_may_be_as_long_and_as_odd_as_a_file_system_allows() {
    let project = Project::of_page("# Home\n");
    let long = "x".repeat(252);
    for name in
        ["con", "NUL.x", "a b", "a%2fb", "<b>", "\"q\"", "it's", "é", "日本語", "~", "-", "...", "a:b", &long]
    {
        project.write(&format!("content/{name}.md"), "text\n");
    }
    project.build().clean();
    let home = project.page("index.html");
    assert!(
        home.contains("it%27s/") && home.contains("%E6%97%A5%E6%9C%AC%E8%AA%9E/") && home.contains(&long)
    );
}
