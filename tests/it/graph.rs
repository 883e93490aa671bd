//! `daring graph`: the links between pages, as people and as programs read them.

use std::process::Command;

use crate::fixture::Fixture;
use crate::harness::TestProject;

const LINKED: &str = "\
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home

[a](a.md) [part](part/index.md)
-- content/a.md --
# A \"quoted\"

[again](index.md)
-- content/part/index.md --
# Part
-- content/part/lost.md --
# Lost
";

/// Runs `daring graph`; returns its exit code and what it prints.
fn graph(fixture: &str, options: &[&str]) -> (Option<i32>, String) {
    let project = TestProject::new(Fixture::parse(fixture));
    let run = Command::new(env!("CARGO_BIN_EXE_daring"))
        .arg("graph")
        .args(options)
        .current_dir(project.root())
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

#[test]
fn people_read_what_is_remarkable() {
    let expected = "\
4 pages, 3 links between them

Orphans: no text leads to them (1)
  Lost (content/part/lost.md)

Dead ends: they lead nowhere (1)
  Lost (content/part/lost.md)

Most linked (3)
  Home (content/index.md), from 1 page
  A \"quoted\" (content/a.md), from 1 page
  Part (content/part/index.md), from 1 page
";
    assert_eq!(graph(LINKED, &[]), (Some(0), expected.to_owned()));
}

#[test]
fn programs_read_json() {
    let (code, text) = graph(LINKED, &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &value["version"]), (Some(0), &1.into()));
    assert_eq!(value["orphans"], serde_json::json!(["part/lost/"]));
    assert_eq!(value["links"][1], serde_json::json!({"from": "", "to": "part/"}));
    let lost = serde_json::json!({
        "path": "part/lost/", "title": "Lost", "source": "content/part/lost.md", "section": "part/",
        "links_in": 0, "links_out": 0,
    });
    assert_eq!(value["pages"][3], lost);
}

#[test]
fn graphviz_reads_clusters() {
    let (code, text) = graph(LINKED, &["--format", "dot"]);
    assert_eq!(code, Some(0));
    assert!(text.starts_with("digraph \"H\" {\n") && text.ends_with("}\n"), "{text}");
    for line in
        ["    label=\"Part\"\n", "    \"/a/\" [label=\"A \\\"quoted\\\"\"]\n", "  \"/\" -> \"/part/\"\n"]
    {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

#[test]
fn a_broken_link_comes_before_the_graph() {
    let (code, text) = graph("-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n[x](y.md)\n", &[]);
    assert_eq!(code, Some(1));
    assert!(text.contains("link/unknown-page") && !text.contains("pages,"), "{text}");
}
