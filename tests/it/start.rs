//! `daring new`, `init` and `doctor`, as a person runs them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const DARING: &str = env!("CARGO_BIN_EXE_daring");

/// Runs the program in a folder; nothing of the machine's settings of git counts.
fn daring(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(DARING)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(folder).stdout(Stdio::null()).status();
    assert!(status.unwrap().success(), "git {arguments:?}");
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = daring(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "daring {arguments:?}: {}", said(&output));
    said(&output)
}

/// Every file below a folder, with its text.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_new_handbook_is_sound_whatever_was_chosen() {
    let folder = TempDir::new().unwrap();
    for (ladder, ci) in [("none", "github"), ("simple", "gitlab"), ("full", "none")] {
        let name = format!("{ladder}-{ci}");
        let printed = succeeds(folder.path(), &["new", &name, "--ladder", ladder, "--ci", ci]);
        let next = format!("Next:\n  cd {name}\n  daring serve --open\n");
        assert!(printed.ends_with(&next), "{printed}");
        let root = folder.path().join(&name);
        succeeds(&root, &["check", "--deny", "warnings"]);
        succeeds(&root, &["build", "--deny", "warnings"]);
        assert!(root.join("public/index.html").exists());
        let ids = succeeds(&root, &["ladder", "list"]);
        assert_eq!(ids.contains("engineering"), ladder != "none", "{ids}");
        git(&root, &["init", "-q", "-b", "main"]);
        let found = succeeds(&root, &["doctor"]);
        // Until crates.io has the program, its author has to say where it is.
        let warnings = if ci == "none" { "0 warnings" } else { "1 warning," };
        assert!(found.contains(&format!("0 errors, {warnings}")), "{found}");
        assert_eq!(found.contains("warning[program]"), ci != "none", "{found}");
        assert_eq!(root.join(".github/workflows/handbook.yml").exists(), ci == "github");
        assert_eq!(root.join(".gitlab-ci.yml").exists(), ci == "gitlab");
    }
}

#[test]
fn a_new_handbook_is_served_without_a_further_step() {
    let folder = TempDir::new().unwrap();
    succeeds(folder.path(), &["new", "book", "--yes", "--title", "Our \"own\" <book>"]);
    let mut server = Command::new(DARING)
        .args(["serve", "--root", "book", "--port", "0"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find_map(|line| {
        let rest = line.split("http://").nth(1)?;
        Some(rest.split(['/', ' ']).next()?.to_owned())
    });
    let address = address.expect("it says where it listens");
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("Our &quot;own&quot; &lt;book&gt;"), "{answer}");
}

#[test]
fn no_file_is_overwritten() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("old");
    fs::create_dir_all(root.join("docs")).unwrap();
    fs::write(root.join("docs/index.md"), "# Mine\n").unwrap();
    fs::write(root.join(".gitignore"), "mine\n").unwrap();

    let refused = daring(folder.path(), &["new", "old"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        said(&refused),
        "error: old is there already, and not empty\n  help: `daring init old` makes a handbook of a folder that has files\n"
    );

    let printed = succeeds(folder.path(), &["init", "old"]);
    assert!(printed.contains("kept    .gitignore: it was there already\n"), "{printed}");
    assert_eq!(fs::read_to_string(root.join(".gitignore")).unwrap(), "mine\n");
    assert!(fs::read_to_string(root.join("handbook.toml")).unwrap().contains("\ncontent = \"docs\"\n"));
    // Pages that are there get no company, and are the handbook as they are.
    assert_eq!(fs::read_dir(root.join("docs")).unwrap().count(), 1);
    succeeds(&root, &["check", "--deny", "warnings"]);

    // Once more: nothing is left to do, and nothing changes.
    let before = texts(&root);
    let printed = succeeds(&root, &["init", "--yes", "--ci", "github"]);
    assert!(printed.contains("kept    handbook.toml") && printed.contains("is ready: 0 files"), "{printed}");
    assert_eq!(texts(&root), before);

    let missing = daring(folder.path(), &["init", "nowhere"]);
    assert_eq!(said(&missing), "error: there is no folder nowhere\n  help: `daring new nowhere` makes one\n");
}

#[test]
fn a_repository_says_where_it_is_published() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("book");
    fs::create_dir(&root).unwrap();
    git(&root, &["init", "-q", "-b", "trunk"]);
    git(&root, &["remote", "add", "origin", "git@gitlab.com:acme/team/book.git"]);
    succeeds(&root, &["init"]);
    let settings = fs::read_to_string(root.join("handbook.toml")).unwrap();
    assert!(settings.contains("\nrepository = \"https://gitlab.com/acme/team/book\"\n"), "{settings}");
    assert!(settings.contains("\nedit_url = \"https://gitlab.com/acme/team/book/-/edit/trunk/{path}\"\n"));
    assert!(root.join(".gitlab-ci.yml").exists());
    assert!(!root.join(".github").exists());
}

#[test]
fn an_output_that_no_build_takes_is_told_at_its_place() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::create_dir_all(folder.path().join("themes")).unwrap();
    fs::write(folder.path().join("content/index.md"), "# Mine\n").unwrap();
    for output in [".", "", "content", "content/site", "themes", "handbook.toml"] {
        fs::write(folder.path().join("handbook.toml"), format!("title = \"H\"\noutput = \"{output}\"\n"))
            .unwrap();
        for command in ["check", "doctor"] {
            let output = daring(folder.path(), &[command]);
            let printed = said(&output);
            assert_eq!(output.status.code(), Some(1), "{printed}");
            assert!(printed.contains("handbook.toml:2"), "{command}: {printed}");
        }
        assert_eq!(daring(folder.path(), &["build"]).status.code(), Some(2));
        assert_eq!(daring(folder.path(), &["build", "--out", "site"]).status.code(), Some(0));
        fs::remove_dir_all(folder.path().join("site")).unwrap();
    }
}

#[test]
fn a_folder_of_code_does_not_become_a_handbook_unseen() {
    let folder = TempDir::new().unwrap();
    let put = |path: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "# A\n").unwrap();
    };
    let init = |name: &str| succeeds(folder.path(), &["init", name, "--yes", "--ci", "none"]);
    let has = |path: &str| folder.path().join(path).exists();
    for path in
        ["code/src/api/README.md", "code/src/settings.py", "next/pages/a/b.md", "next/pages/index.tsx"]
    {
        put(path);
    }
    for name in ["code", "next"] {
        init(name);
        assert!(has(&format!("{name}/content/index.md")), "{name}");
    }
    succeeds(&folder.path().join("code"), &["build", "--deny", "warnings"]);
    assert!(!has("code/public/settings.py"));

    for path in ["docs/docs/index.md", "docs/docs/conf.py", "docs/docs/a.png"] {
        put(path);
    }
    let printed = init("docs");
    assert!(
        printed.contains("note    files such as docs/conf.py are published where a page refers"),
        "{printed}"
    );
    succeeds(&folder.path().join("docs"), &["build", "--deny", "warnings"]);
    assert!(has("docs/public/index.html") && !has("docs/public/conf.py"));
}

#[test]
fn what_is_chosen_is_done_or_said() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("old");
    fs::create_dir_all(root.join("docs")).unwrap();
    fs::write(root.join("docs/index.md"), "# Mine\n").unwrap();
    succeeds(folder.path(), &["init", "old", "--ladder", "full", "--ci", "none", "--title", "First"]);
    assert!(root.join("docs/ladder/ladder.toml").exists());
    succeeds(&root, &["check", "--deny", "warnings"]);
    let printed =
        succeeds(folder.path(), &["init", "old", "--ladder", "full", "--ci", "none", "--title", "Other"]);
    assert!(printed.contains("docs/ladder/ is there already, so no ladder was added"), "{printed}");
    assert!(
        printed.contains("for the name \"Other\", set `title`") && printed.contains("\"First\" is ready")
    );

    // Settings that name a folder which is not there.
    fs::create_dir(folder.path().join("half")).unwrap();
    fs::write(folder.path().join("half/handbook.toml"), "content = \"text\"\n").unwrap();
    succeeds(folder.path(), &["init", "half", "--ci", "none"]);
    succeeds(&folder.path().join("half"), &["check", "--deny", "warnings"]);
    // Pages at the top of the folder.
    fs::create_dir(folder.path().join("flat")).unwrap();
    fs::write(folder.path().join("flat/handbook.toml"), "content = \".\"\n").unwrap();
    succeeds(folder.path(), &["init", "flat", "--ci", "none"]);
    succeeds(&folder.path().join("flat"), &["check", "--deny", "warnings"]);
    let printed = succeeds(folder.path(), &["init", "flat", "--ci", "none"]);
    assert!(printed.contains("note    the Markdown in this folder is the handbook as it is\n"), "{printed}");
}

#[test]
fn a_handbook_below_the_top_of_a_repository_knows_its_folder() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("code");
    fs::create_dir(&root).unwrap();
    git(&root, &["init", "-q", "-b", "trunk"]);
    git(&root, &["remote", "add", "origin", "git@github.com-work:acme/code.git"]);
    fs::write(root.join(".gitlab-ci.yml"), "test:\n  script: [make]\n").unwrap();
    let printed = succeeds(&root, &["new", "docs/handbook", "--yes"]);
    assert!(
        printed.contains(
            "move docs/handbook/.github/workflows/handbook.yml to .github/workflows/handbook.yml there"
        ),
        "{printed}"
    );
    let settings = fs::read_to_string(root.join("docs/handbook/handbook.toml")).unwrap();
    assert!(
        settings.contains("\nedit_url = \"https://github.com/acme/code/edit/trunk/docs/handbook/{path}\"\n")
    );
    // The branch of the site is known where git has packed it.
    git(&root, &["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "a"]);
    git(&root, &["branch", "main"]);
    git(&root, &["checkout", "-q", "-b", "work"]);
    git(&root, &["branch", "-q", "-D", "trunk"]);
    git(&root, &["pack-refs", "--all"]);
    succeeds(&root, &["new", "other", "--yes"]);
    let settings = fs::read_to_string(root.join("other/handbook.toml")).unwrap();
    assert!(settings.contains("/edit/main/other/{path}"), "{settings}");
}

/// What a setting is read with, in the sources of `config`.
const READERS: [&str; 9] =
    ["string", "strings", "boolean", "number", "choice", "table", "switch", "node", "date"];

#[test]
fn the_settings_that_are_written_explain_every_key() {
    let sources = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config"));
    let mut keys = BTreeSet::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "rs")) {
        let code = text.split("\n#[cfg(test)]").next().unwrap();
        let code: String = code.split_whitespace().collect::<Vec<&str>>().join(" ");
        let calls = READERS
            .iter()
            .map(|reader| format!(".{reader}( \""))
            .chain(READERS.iter().map(|reader| format!(".{reader}(\"")));
        for call in calls.chain(["folder(&mut table, \"".to_owned(), "folder(table, \"".to_owned()]) {
            keys.extend(code.match_indices(&call).map(|(at, _)| {
                let rest = &code[at + call.len()..];
                (rest.split('"').next().unwrap().to_owned(), path.file_name().unwrap().to_owned())
            }));
        }
    }
    assert!(keys.len() > 15, "{keys:?}");
    let written = include_str!("../../src/scaffold/files/handbook.toml");
    let missing: Vec<_> = keys
        .iter()
        .filter(|(key, _)| {
            let is_setting = written.lines().any(|line| {
                let line = line.strip_prefix("# ").unwrap_or(line);
                line.starts_with(&format!("{key} = "))
                    || line.contains(&format!("{{ {key} = "))
                    || line.contains(&format!(", {key} = "))
            });
            let is_table = written.contains(&format!("[{key}]")) || written.contains(&format!(".{key}]"));
            let is_filled_in = written.contains(&format!("@{}@", key.to_uppercase()));
            !is_setting && !is_table && !is_filled_in
        })
        .collect();
    assert!(
        missing.is_empty(),
        "src/scaffold/files/handbook.toml explains every setting, and lacks {missing:?}"
    );
}

#[test]
fn the_doctor_finds_what_is_in_the_way() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("book");
    succeeds(folder.path(), &["new", "book", "--yes"]);
    git(&root, &["init", "-q", "-b", "main"]);
    git(&root, &["remote", "add", "origin", "https://github.com/acme/book.git"]);
    succeeds(&root, &["build"]);
    fs::write(root.join(".gitignore"), "/content/reviews.md\n").unwrap();
    fs::write(root.join("handbook.toml"), "title = 'x'\nbase_url = 'https://acme.github.io/'\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(root.join("public/index.html"), fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", root.join("public/host")).unwrap();
    }
    let output = daring(&root, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    for part in [
        "error[base-url]: `base_url` is `https://acme.github.io/`, but GitHub publishes this repository at `https://acme.github.io/book/`\n  --> handbook.toml\n   = help: set `base_url",
        "error[ignored-sources]: git ignores `content/reviews.md`, which the site is made from",
        "error[links]: the site holds what is no plain file: `host`\n  --> public/host\n",
        "error[modes]: not everybody may read `index.html`",
        "warning[output-in-git]: git does not ignore the output `public`",
        "4 errors, 2 warnings, 0 notes: a deployment would fail\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&daring(&root, &["doctor", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["summary"]["errors"], 4);
    let github = said(&daring(&root, &["doctor", "--format", "github"]));
    assert!(github.contains("::error title=daring doctor%3A base-url,file=handbook.toml::"), "{github}");
    // Every name in the list is a check, and the other way round.
    assert_eq!(succeeds(&root, &["doctor", "--list"]).lines().count(), daring::doctor::CHECKS.len());
}

#[test]
fn the_doctor_looks_at_what_a_build_reads() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("node_modules/a")).unwrap();
    fs::write(root.join("handbook.toml"), "title = \"H\"\ncontent = \".\"\n").unwrap();
    fs::write(root.join("index.md"), "# Mine\n").unwrap();
    fs::write(root.join(".gitignore"), "/public/\n/.daring/\n/dump.bin\n").unwrap();
    for path in ["node_modules/a/large.bin", "dump.bin"] {
        fs::File::create(root.join(path)).unwrap().set_len(200 << 20).unwrap();
    }
    git(root, &["init", "-q", "-b", "main"]);
    let printed = succeeds(root, &["doctor"]);
    assert!(!printed.contains(".bin"), "{printed}");
}

#[test]
fn a_job_gets_a_summary() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("book");
    succeeds(folder.path(), &["new", "book", "--yes", "--ladder", "none"]);
    fs::write(root.join("content/new.md"), "# New\n\n[x](gone.md)\n").unwrap();
    fs::write(root.join("summary.md"), "before\n").unwrap();
    let output = daring(&root, &["build", "--summary", "summary.md", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let text = fs::read_to_string(root.join("summary.md")).unwrap();
    assert!(text.starts_with("before\n### Handbook: "), "{text}");
    assert!(text.contains(" pages, 1 error, 0 warnings\n\nChecked in "), "{text}");
    assert!(text.contains("| error | content/new.md:3 | no page `gone.md` (link/unknown-page)"), "{text}");
}

#[test]
fn a_book_of_another_tool_is_brought_over_and_stays_as_it_is() {
    let folder = TempDir::new().unwrap();
    let book = folder.path().join("book");
    for (path, text) in [
        ("book.toml", "[book]\ntitle = \"Our-book: v1\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n[Start](README.md)\n- [One](one.md)\n  - [Two](two.md)\n"),
        ("src/README.md", "# Start\n\nSee [two](two.md).\n"),
        ("src/one.md", "# One\n\n```admonish tip\nDo.\n```\n\n![](pic.svg)\n"),
        ("src/two.md", "# Two\n\n[Gone](gone.md)\n"),
        ("src/pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n"),
    ] {
        let path = book.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let before = texts(&book);
    let printed = succeeds(folder.path(), &["new", "--from", "mdbook", "book", "ours"]);
    assert!(printed.contains("3 pages from mdBook, 1 place to look at: ours/IMPORT.md\n"), "{printed}");
    assert_eq!(texts(&book), before);
    let root = folder.path().join("ours");
    let settings = fs::read_to_string(root.join("handbook.toml")).unwrap();
    assert!(
        settings.contains("title = \"Our-book: v1\"\n") && settings.contains("\nurl_style = \"file\""),
        "{settings}"
    );
    let report = fs::read_to_string(root.join("IMPORT.md")).unwrap();
    assert!(
        report.contains("### `src/two.md`\n\n- line 3: the link `gone.md` leads to no file of the book"),
        "{report}"
    );
    // What the book had wrong is a warning, and everything else is right: addresses are what they were.
    succeeds(&root, &["build"]);
    for page in ["index.html", "one.html", "two.html"] {
        assert!(root.join("public").join(page).exists(), "{page}");
    }
    let one = fs::read_to_string(root.join("public/one/index.html")).unwrap();
    assert!(one.contains("href=\"../two.html\"") && one.contains("src=\"../pic.svg\""), "{one}");

    let inside = daring(folder.path(), &["new", "--from", "mdbook", "book", "book/ours"]);
    assert!(said(&inside).starts_with("error: book/ours is inside the book, which is to stay as it is\n"));
    let wrong = daring(folder.path(), &["new", "--from", "mkdocs", "book", "other"]);
    assert!(
        said(&wrong).starts_with("error: book is no book of MkDocs: there is no `mkdocs.yml`"),
        "{}",
        said(&wrong)
    );
    assert!(!folder.path().join("other").exists());
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let folder = TempDir::new().unwrap();
    assert!(succeeds(folder.path(), &["man"]).contains(".TH daring 1"));
    succeeds(folder.path(), &["man", "--out", "man"]);
    for name in ["daring.1", "daring-new.1", "daring-doctor.1", "daring-ladder-export.1"] {
        assert!(folder.path().join("man").join(name).exists(), "{name}");
    }
}

#[test]
fn what_lies_beside_the_pages_is_told() {
    let folder = TempDir::new().unwrap();
    let put = |path: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "# A\n").unwrap();
    };
    for path in [
        "wiki/Home.md",
        "wiki/Setup.md",
        "wiki/README.md",
        "book/mkdocs.yml",
        "book/docs/index.md",
        "book/handbook/a.md",
    ] {
        put(path);
    }
    for path in
        ["jekyll/docs/_config.yml", "jekyll/docs/_includes/a.html", "jekyll/docs/index.md", "plain/README.md"]
    {
        put(path);
    }
    let notes = |name: &str| {
        let printed = succeeds(folder.path(), &["init", name, "--yes", "--ci", "none", "--ladder", "none"]);
        let all = printed.lines().filter_map(|line| line.strip_prefix("note    ")).map(str::to_owned);
        all.collect::<Vec<_>>()
    };
    assert_eq!(
        notes("wiki"),
        [
            "2 files, such as Home.md, lie beside content/, and so in no handbook: move into content/ what belongs there",
            "for a handbook of all notes in this folder, as they are:",
            "  daring new --from obsidian wiki wiki/../wiki-handbook"
        ]
    );
    assert_eq!(
        notes("book"),
        [
            "the Markdown in docs/ becomes the handbook as it is",
            "this is a book of MkDocs: its order, addresses and boxes come along with",
            "  daring new --from mkdocs book book/../book-handbook",
            "Markdown in handbook/ is no part of it: move it into docs/, or set `content` in handbook.toml"
        ]
    );
    assert_eq!(notes("jekyll"), ["the Markdown in docs/ becomes the handbook as it is"]);
    succeeds(&folder.path().join("jekyll"), &["build", "--deny", "warnings"]);
    assert!(!folder.path().join("jekyll/public/_config.yml").exists());
    assert!(!folder.path().join("jekyll/public/_includes").exists());
    assert!(notes("plain").is_empty());
}
