//! Real handbooks, built as their authors left them.
//!
//! They are other people's, so they are not part of this repository: `DARING_CORPORA` names the
//! folder that holds them. Without it this test promises nothing, and says so.
//!
//! What is found in each is counted below. A count that changes is a change in what authors are
//! told: look at the reports before changing the number.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files, and are told where by the environment"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

/// A handbook and what has to come of it.
struct Corpus {
    name: &'static str,
    /// `handbook.toml`; without one the folder is built as it is.
    settings: Option<&'static str>,
    /// Pages that a reader can open.
    pages: u64,
    /// How often each code is reported, by rising name. All of it is warnings.
    findings: &'static [(&'static str, u64)],
}

/// The handbook was never checked by a tool that told its authors, so what a reader meets broken is
/// lowered to warnings.
const SOURCEGRAPH: &str = r#"
title = "Sourcegraph"
content = "content"
static = "public"
output = "site"

[lints]
"link/letter-case" = "warn"
"link/outside" = "warn"
"link/slug-dialect" = "warn"
"link/unknown-anchor" = "warn"
"link/unknown-asset" = "warn"
"#;

const CORPORA: &[Corpus] = &[
    Corpus {
        name: "artsy",
        settings: None,
        pages: 83,
        findings: &[
            // A domain typed without `https://`.
            ("link/missing-scheme", 1),
            // An anchor with the `/` of its heading still in it.
            ("link/slug-dialect", 1),
            // Two addresses in brackets where parentheses were meant, and a target never given.
            ("link/undefined-reference", 3),
            // Headings that are gone or reworded. The many `#readme` are fine: they mean the page.
            ("link/unknown-anchor", 7),
            // Scripts of the repository, which are not published.
            ("link/unknown-asset", 3),
            // Two issue templates in a hidden folder, a GitHub address without its host, a page moved.
            ("link/unknown-page", 4),
        ],
    },
    Corpus { name: "codecademy", settings: None, pages: 10, findings: &[] },
    Corpus {
        name: "ft-progression",
        settings: None,
        pages: 21,
        findings: &[
            // `sitemap`, for the generator it was written for.
            ("front-matter/unknown-key", 1),
            // A schema and a picture that were left out of the copy, and one address in Liquid.
            ("link/unknown-asset", 3),
            // Folders without pages, and an address of the site as its own generator built it.
            ("link/unknown-page", 5),
        ],
    },
    Corpus { name: "guardian", settings: None, pages: 8, findings: &[] },
    // `linktitle` is Hugo's.
    Corpus { name: "infracloud", settings: None, pages: 11, findings: &[("front-matter/unknown-key", 6)] },
    Corpus { name: "jorgef", settings: None, pages: 8, findings: &[] },
    // The frameworks themselves are front matter, in keys of their own.
    Corpus { name: "monzo", settings: None, pages: 24, findings: &[("front-matter/unknown-key", 51)] },
    Corpus {
        name: "sourcegraph",
        settings: Some(SOURCEGRAPH),
        pages: 910,
        findings: &[
            // `data_source` and the like, for the generator it was written for.
            ("front-matter/unknown-key", 10),
            // Anchors typed as the heading is: browsers tell upper from lower case.
            ("link/letter-case", 41),
            // The repository's own README, which is not published.
            ("link/outside", 1),
            // Anchors with the `&`, `:` or `?` of the heading still in them.
            ("link/slug-dialect", 35),
            // Brackets in prose that are no link.
            ("link/undefined-reference", 5),
            // 325 headings that are gone or reworded; 53 in parts that its own generator would
            // have inserted.
            ("link/unknown-anchor", 378),
            ("link/unknown-asset", 3),
            // Two code blocks that are too large to be coloured.
            ("markdown/too-complex", 2),
        ],
    },
];

#[test]
fn real_handbooks_build_and_what_is_found_in_them_is_known() {
    let Some(corpora) = std::env::var_os("DARING_CORPORA") else {
        // Not captured by the test harness, as `println!` is.
        writeln!(io::stderr(), "DARING_CORPORA is not set: no real handbook was built, nothing is promised")
            .unwrap();
        return;
    };
    let differences: Vec<String> =
        CORPORA.iter().filter_map(|corpus| difference(corpus, Path::new(&corpora))).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Builds a copy, and says what is not as it should be.
fn difference(corpus: &Corpus, corpora: &Path) -> Option<String> {
    let folder = tempfile::TempDir::new().unwrap();
    // The name of the folder is the title of a handbook without settings.
    let root = folder.path().join(corpus.name);
    copy(&corpora.join(corpus.name), &root);
    if let Some(settings) = corpus.settings {
        fs::write(root.join("handbook.toml"), settings).unwrap();
    }
    let built = Command::new(env!("CARGO_BIN_EXE_daring"))
        .args(["build", "--format", "json", "--root"])
        .arg(&root)
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap();
    let messages = String::from_utf8(built.stderr).unwrap();
    assert_eq!(built.status.code(), Some(0), "{}: {messages}", corpus.name);
    assert!(!messages.contains("panicked"), "{}: {messages}", corpus.name);
    let report: serde_json::Value = serde_json::from_slice(&built.stdout).unwrap();
    let mut findings: BTreeMap<&str, u64> = BTreeMap::new();
    for diagnostic in report["diagnostics"].as_array().unwrap() {
        *findings.entry(diagnostic["code"].as_str().unwrap()).or_default() += 1;
    }
    let found = (report["summary"]["pages"].as_u64().unwrap(), findings.into_iter().collect::<Vec<_>>());
    let wanted = (corpus.pages, corpus.findings.to_vec());
    (found != wanted).then(|| format!("{}\n  want {wanted:?}\n  have {found:?}", corpus.name))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for child in fs::read_dir(from).unwrap() {
        let child = child.unwrap();
        let target = to.join(child.file_name());
        if child.file_type().unwrap().is_dir() {
            copy(&child.path(), &target);
        } else {
            fs::copy(child.path(), target).unwrap();
        }
    }
}
