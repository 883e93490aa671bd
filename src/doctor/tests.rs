//! Each check, failing and passing.

use super::*;
use crate::config;
use crate::diagnostic::Code;
use crate::scaffold::{self, Choices, Ci, Ladder, Origin, Pages, Settings};
use crate::source::SourcePath;

/// A project of `acme/handbook` with our own workflow, built, as it should be.
fn sound() -> Facts {
    let choices = Choices {
        title: "T".to_owned(),
        content: "content".to_owned(),
        pages: Pages::Present,
        ladder: Ladder::None,
        ci: Ci::Github,
        origin: None,
        branch: "main".to_owned(),
        below: String::new(),
        settings: Settings::default(),
    };
    let mut workflow = scaffold::plan(&choices).pop().unwrap();
    workflow.text = with_releases(&workflow.text);
    Facts {
        config: Config::new("T"),
        settings: Vec::new(),
        output: "public".to_owned(),
        sources: vec![file("content/index.md")],
        published: Some(vec![file("index.html"), file(".daring-manifest")]),
        cname: None,
        has_stray_cname: false,
        git: Some(GitFacts {
            origin: Origin::parse("https://github.com/Acme/handbook"),
            default_branch: Some("main".to_owned()),
            ignores_output: true,
            ..GitFacts::default()
        }),
        workflows: vec![TextFile { path: workflow.path, text: workflow.text }],
        stray_workflows: Vec::new(),
        gitlab: None,
    }
}

/// A workflow of ours that says where programs are, as it has to until crates.io has one.
fn with_releases(text: &str) -> String {
    text.replace("DARING_RELEASES: \"\"", "DARING_RELEASES: https://example.org/releases/download")
}

fn file(path: &str) -> FileFact {
    FileFact { path: path.to_owned(), kind: FileKind::File, size: 10, mode: Some(0o644) }
}

#[test]
fn what_is_wrong_with_the_settings_is_in_the_way() {
    let report = Diagnostic::new(Code::ConfigUnknownKey, "`titel` is no setting");
    let path = SourcePath::new("handbook.toml").unwrap();
    let report = report.in_file(&path, None, "").help("did you mean `title`?");
    let remarks = after(|facts| facts.settings.extend(Remark::of_settings(&report, Some(1))));
    assert_eq!(remarks, ["error settings handbook.toml:1"]);
}

/// The remarks after a change of a sound project, as `weight check path:line`.
fn after(change: impl FnOnce(&mut Facts)) -> Vec<String> {
    let mut facts = sound();
    change(&mut facts);
    let remarks = examine(&facts);
    for remark in &remarks {
        assert!(!remark.message.ends_with('.') && !remark.fix.is_empty(), "{remark:?}");
    }
    let show = |remark: &Remark| {
        let line = remark.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{} {} {}{line}", remark.weight.name(), remark.check, remark.path).trim_end().to_owned()
    };
    remarks.iter().map(show).collect()
}

/// The same for a workflow of its own.
fn with_workflow(text: &str) -> Vec<String> {
    after(|facts| facts.workflows = vec![TextFile { path: "w.yml".to_owned(), text: text.to_owned() }])
}

#[test]
fn a_sound_project_has_nothing() {
    assert_eq!(after(|_| {}), [""; 0]);
}

#[test]
fn gitlab_as_we_write_it_has_nothing_but_a_note() {
    let found = after(|facts| {
        let choices = Choices {
            title: String::new(),
            content: "content".to_owned(),
            pages: Pages::Present,
            ladder: Ladder::None,
            ci: Ci::Gitlab,
            origin: None,
            branch: "main".to_owned(),
            below: String::new(),
            settings: Settings::default(),
        };
        let pipeline = scaffold::plan(&choices).pop().unwrap();
        facts.workflows.clear();
        facts.gitlab = Some(TextFile { path: pipeline.path, text: with_releases(&pipeline.text) });
    });
    assert_eq!(found, ["note review .gitlab-ci.yml"]);
}

#[test]
fn a_program_that_crates_io_does_not_have_is_not_compiled_from_there() {
    let found = |text: &str| with_workflow(text).into_iter().find(|line| line.contains(" program "));
    let script = "jobs: {a: {steps: [{run: cargo install daring}]}}\n";
    for (variables, expected) in [
        ("env:\n  DARING_RELEASES: \"\"\n", Some("warning program w.yml:2")),
        ("env:\n  DARING_RELEASES:\n", Some("warning program w.yml:2")),
        ("env:\n  DARING_RELEASES: https://example.org\n", None),
        ("env:\n  DARING_RELEASES: ${{ vars.RELEASES }}\n", None),
        ("variables:\n  DARING_IMAGE: rust:1\n  DARING_RELEASES: \"\"\n", Some("warning program w.yml:3")),
        ("variables:\n  DARING_IMAGE: acme/daring:1-ci\n  DARING_RELEASES: \"\"\n", None),
        ("env:\n  OTHER: \"\"\n", None),
    ] {
        assert_eq!(found(&format!("{variables}{script}")).as_deref(), expected, "{variables}");
    }
    assert_eq!(found("env:\n  DARING_RELEASES: \"\"\n"), None);
}

#[test]
fn the_address_is_the_one_that_pages_gives() {
    let set = |url: &str| {
        let url = config::parse_base_url(url).unwrap();
        after(|facts| facts.config.base_url = Some(url))
    };
    assert_eq!(set("https://acme.github.io/handbook/"), [""; 0]);
    assert_eq!(set("https://docs.acme.org/"), [""; 0]);
    assert_eq!(set("https://acme.github.io/"), ["error base-url handbook.toml"]);
    let root = after(|facts| {
        facts.config.base_url = Some("https://acme.github.io/".to_owned());
        facts.git.as_mut().unwrap().origin = Origin::parse("git@github.com:Acme/acme.github.io.git");
    });
    assert_eq!(root, [""; 0]);
    let unknown = after(|facts| {
        facts.workflows[0].text = facts.workflows[0].text.replace("--base-url", "--quiet");
    });
    assert_eq!(unknown, ["warning base-url handbook.toml"]);
}

#[test]
fn a_domain_is_one_host_where_it_counts() {
    let set = |text: &str| {
        after(|facts| {
            facts.workflows.clear();
            facts.config.base_url = Some("https://docs.acme.org/".to_owned());
            facts.git = None;
            facts.cname = Some(TextFile { path: "static/CNAME".to_owned(), text: text.to_owned() });
        })
    };
    assert_eq!(set("docs.acme.org\n"), [""; 0]);
    for wrong in
        ["https://docs.acme.org\n", "docs.acme.org\nacme.org\n", "Docs.acme.org", "", "elsewhere.org\n"]
    {
        assert_eq!(set(wrong), ["error custom-domain static/CNAME:1"], "{wrong}");
    }
    assert_eq!(after(|facts| facts.has_stray_cname = true), ["warning custom-domain CNAME"]);
    let with_workflow = after(|facts| {
        facts.cname = Some(TextFile { path: "static/CNAME".to_owned(), text: "a.org".to_owned() });
    });
    assert_eq!(with_workflow, ["note custom-domain static/CNAME:1"]);
}

#[test]
fn files_are_plain_readable_and_not_too_large() {
    let published = |change: fn(&mut FileFact)| {
        after(|facts| {
            let mut other = file("a.png");
            change(&mut other);
            facts.published.as_mut().unwrap().push(other);
        })
    };
    assert_eq!(published(|_| {}), [""; 0]);
    assert_eq!(published(|file| file.mode = Some(0o600)), ["error modes public/a.png"]);
    assert_eq!(published(|file| file.kind = FileKind::Link), ["error links public/a.png"]);
    assert_eq!(published(|file| file.kind = FileKind::Shared), ["error links public/a.png"]);
    assert_eq!(published(|file| file.size = 2 << 30), ["error size public/"]);
    assert_eq!(
        published(|file| file.path = "Index.html".to_owned()),
        ["error letter-case public/Index.html"]
    );
    let folder = published(|file| {
        file.kind = FileKind::Folder;
        file.mode = Some(0o700);
    });
    assert_eq!(folder, ["error modes public/a.png"]);
    let source = |change: fn(&mut FileFact)| {
        after(|facts| {
            let mut other = file("static/x");
            change(&mut other);
            facts.sources.push(other);
        })
    };
    assert_eq!(source(|file| file.kind = FileKind::Link), ["warning links static/x"]);
    assert_eq!(source(|file| file.kind = FileKind::Shared), [""; 0]);
    assert_eq!(source(|file| file.size = 200 << 20), ["error size static/x"]);
    assert_eq!(
        source(|file| file.path = "content/INDEX.md".to_owned()),
        ["error letter-case content/INDEX.md"]
    );
}

#[test]
fn hidden_files_are_uploaded() {
    let hidden = |facts: &mut Facts| facts.published.as_mut().unwrap().push(file(".well-known/security.txt"));
    assert_eq!(after(hidden), [""; 0]);
    let found = after(|facts| {
        hidden(facts);
        let text = &mut facts.workflows[0].text;
        *text = text.replace("include-hidden-files: true", "retention-days: 1");
    });
    assert_eq!(found, ["warning hidden-files public/.well-known/security.txt"]);
}

#[test]
fn jekyll_is_kept_away_from_a_branch() {
    let text = "name: x\non: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: daring build --base-url x && git push origin HEAD:gh-pages\n";
    assert_eq!(with_workflow(text), ["error jekyll w.yml"]);
    let found = after(|facts| {
        facts.workflows = vec![TextFile { path: "w.yml".to_owned(), text: text.to_owned() }];
        facts.published.as_mut().unwrap().push(file(".nojekyll"));
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn git_has_the_sources_and_not_the_output() {
    let git = |change: fn(&mut GitFacts)| after(|facts| change(facts.git.as_mut().unwrap()));
    assert_eq!(git(|git| git.ignores_output = false), ["warning output-in-git .gitignore"]);
    assert_eq!(git(|git| git.tracked_output = 3), ["warning output-in-git public"]);
    assert_eq!(git(|git| git.is_shallow = true), ["note shallow-clone"]);
    let ignored = git(|git| git.ignored_sources = vec!["static/logo.svg".to_owned()]);
    assert_eq!(ignored, ["error ignored-sources static/logo.svg"]);
    let moved = after(|facts| facts.stray_workflows = vec![".github/workflows/x.yml".to_owned()]);
    assert_eq!(moved, ["error workflow .github/workflows/x.yml"]);
    assert_eq!(
        after(|facts| facts.workflows.clear()),
        ["warning workflow", "warning base-url handbook.toml"]
    );
}

/// A workflow with one mistake, made in a sound one.
const SMALL: &str = "on:
  push: {branches: [main]}
  pull_request:
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with: {fetch-depth: 0}
      - run: daring build --base-url x --out site
      - uses: actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9
        with: {path: site}
  deploy:
    if: github.event_name == 'push'
    permissions: {pages: write, id-token: write}
    environment: github-pages
    runs-on: ubuntu-latest
    steps:
      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128
";

#[test]
fn a_workflow_publishes_the_site_and_nothing_else() {
    assert_eq!(with_workflow(SMALL), [""; 0]);
    for (from, to, found) in [
        ("{path: site}", "{path: ./site/}", ""),
        ("{path: site}", "{path: public}", "error artifact w.yml:11"),
        ("{path: site}", "{retention-days: 1}", "error artifact w.yml:11"),
        ("{path: site}", "{path: site, name: page}", "error artifact w.yml:11"),
        ("{branches: [main]}", "{branches: [master]}", "error branch w.yml:2"),
        ("{branches: [main]}", "{branches: 'm*'}", ""),
        ("{fetch-depth: 0}", "{fetch-depth: 1}", "warning shallow-clone w.yml:8"),
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "warning pinned-actions w.yml:8"),
        ("pages: write, ", "", "error permissions w.yml:19"),
        ("{pages: write, id-token: write}", "write-all", "warning permissions w.yml:19"),
        ("    environment: github-pages\n", "", "error permissions w.yml:18"),
        ("    if: github.event_name == 'push'\n", "", "error pull-requests w.yml:13"),
        ("  pull_request:", "  pull_request_target:", "error pull-requests w.yml:3"),
        ("daring build", "daring build ${{ github.event.pull_request.title }}", "error expressions w.yml:10"),
        ("daring build", "daring build ${{ github.sha }}", ""),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let expected: Vec<&str> = Some(found).filter(|found| !found.is_empty()).into_iter().collect();
        assert_eq!(with_workflow(&SMALL.replacen(from, to, 1)), expected, "{from} -> {to}");
    }
    assert_eq!(
        with_workflow("a: [\n"),
        ["error workflow w.yml", "warning workflow", "warning base-url handbook.toml"]
    );
}

#[test]
fn a_zip_file_is_no_site() {
    let text = SMALL
        .replace("upload-pages-artifact@", "upload-artifact@")
        .replace("{path: site}", "{name: github-pages, path: site}");
    assert_eq!(with_workflow(&text), ["error artifact w.yml:11"]);
}

#[test]
fn a_pipeline_of_gitlab_publishes_what_was_built() {
    let pipeline = "variables: {GIT_DEPTH: \"0\"}\npages:\n  rules: [{if: x}]\n  script: [daring build --base-url x]\n  artifacts: {paths: [public]}\n";
    let with = |text: &str| {
        after(|facts| {
            facts.workflows.clear();
            facts.gitlab = Some(TextFile { path: "g.yml".to_owned(), text: text.to_owned() });
        })
    };
    assert_eq!(with(pipeline), [""; 0]);
    for (from, to, found) in [
        ("pages:", "site:", "error workflow g.yml"),
        ("[public]", "[site]", "error artifact g.yml:2"),
        ("  rules: [{if: x}]\n", "", "error pull-requests g.yml:2"),
        ("\"0\"", "\"20\"", "warning shallow-clone g.yml"),
        ("pages:", "site:\n  pages: {publish: public}", ""),
    ] {
        let expected: Vec<&str> = Some(found).filter(|found| !found.is_empty()).into_iter().collect();
        assert_eq!(with(&pipeline.replacen(from, to, 1)), expected, "{from} -> {to}");
    }
}

/// A workflow that deploys, with steps in the place of `STEPS`.
fn deploying(steps: &str, path: &str) -> String {
    format!(
        "on: {{push: {{branches: [main]}}}}\npermissions: {{pages: write, id-token: write}}\njobs:\n  a:\n    environment: github-pages\n    steps:\n{steps}\n      - uses: actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9\n        with: {{path: {path}}}\n      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128\n"
    )
}

#[test]
fn the_folder_of_the_site_is_that_of_daring_build() {
    let artifacts = |text: String, folder: Option<&str>| {
        let remarks = after(|facts| {
            facts.workflows[0].text = text;
            facts.git.as_mut().unwrap().folder = folder.map(str::to_owned);
        });
        remarks.iter().filter(|remark| remark.contains("artifact")).count()
    };
    for (run, path, wrong) in [
        ("set -e -o pipefail; daring build", "public", 0),
        ("curl -o daring.tgz https://example.org && ./daring build --out=site", "site", 0),
        ("curl -o daring.tgz https://example.org && ./daring build --out=site", "public", 1),
        ("daring build -o $OUT", "anywhere", 0),
        ("daring build --out site; echo -o public", "public", 1),
    ] {
        assert_eq!(artifacts(deploying(&format!("      - run: {run}"), path), None), wrong, "{run}");
    }
    let goes_on = "      - run: |\n          daring \\\n            build \\\n            --out site";
    assert_eq!(artifacts(deploying(goes_on, "site"), None), 0);
    // In a folder of the repository.
    let text = |path| {
        let text = deploying("      - run: daring build --out public", path);
        text.replacen("jobs:\n", "defaults: {run: {working-directory: hb}}\njobs:\n", 1)
    };
    assert_eq!(artifacts(text("hb/public"), Some("hb")), 0);
    assert_eq!(artifacts(text("public"), Some("hb")), 1);
}

#[test]
fn a_workflow_for_a_branch_that_nobody_has_is_told() {
    let branches = |current: &str, all: &[&str]| {
        after(|facts| {
            let git = facts.git.as_mut().unwrap();
            git.default_branch = None;
            git.branch = Some(current.to_owned());
            git.branches = all.iter().map(|branch| (*branch).to_owned()).collect();
        })
    };
    assert_eq!(branches("master", &[]), ["warning branch .github/workflows/handbook.yml:9"]);
    assert_eq!(branches("topic", &["main", "topic"]), [""; 0]);
    assert_eq!(branches("main", &[]), [""; 0]);
}

#[test]
fn a_pipeline_is_judged_with_what_it_extends() {
    let judged = |text: &str, is_on_github: bool| {
        after(|facts| {
            if !is_on_github {
                facts.workflows.clear();
                facts.git.as_mut().unwrap().origin = Origin::parse("https://gitlab.com/acme/handbook");
            }
            let text = format!("variables: {{GIT_DEPTH: '0'}}\n{text}");
            facts.gitlab = Some(TextFile { path: ".gitlab-ci.yml".to_owned(), text });
        })
        .into_iter()
        .filter(|remark| remark.contains(".gitlab-ci.yml"))
        .collect::<Vec<_>>()
    };
    assert_eq!(judged("test: {script: [make]}", true), [""; 0]);
    assert_eq!(judged("test: {script: [make]}", false), ["error workflow .gitlab-ci.yml"]);
    assert_eq!(judged("include: {local: a.yml}", false), ["note workflow .gitlab-ci.yml"]);
    let base = ".base: {artifacts: {paths: [public]}, rules: [{if: x}]}\n";
    let pages = "pages: {extends: .base, script: [daring build --out public]}";
    assert_eq!(judged(&format!("{base}{pages}"), false), [""; 0]);
    assert_eq!(judged(pages, false), ["note workflow .gitlab-ci.yml:2"]);
    let bare = "pages: {script: [daring build --out public], rules: [{if: x}]}";
    assert_eq!(judged(bare, false), ["error artifact .gitlab-ci.yml:2"]);
}
