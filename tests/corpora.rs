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

use daring::document::Drafts;
use daring::handbook::{DocumentId, Target};
use daring::moves::rename::plan;
use daring::site::Site;
use daring::source::{Change, LineIndex, Rename, SourcePath};
use daring::workspace::amend::amend;
use daring::workspace::{Inputs, Overrides, Project, Workspace, read_text};

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
        pages: 85,
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
    Corpus { name: "codecademy", settings: None, pages: 12, findings: &[] },
    Corpus {
        name: "ft-progression",
        settings: None,
        pages: 23,
        findings: &[
            // `sitemap`, for the generator it was written for.
            ("front-matter/unknown-key", 1),
            // A schema and a picture that were left out of the copy, and one address in Liquid.
            ("link/unknown-asset", 3),
            // Folders without pages, and an address of the site as its own generator built it.
            ("link/unknown-page", 5),
        ],
    },
    Corpus { name: "guardian", settings: None, pages: 9, findings: &[] },
    // `linktitle` is Hugo's.
    Corpus { name: "infracloud", settings: None, pages: 13, findings: &[("front-matter/unknown-key", 6)] },
    Corpus { name: "jorgef", settings: None, pages: 9, findings: &[] },
    // The frameworks themselves are front matter, in keys of their own.
    Corpus { name: "monzo", settings: None, pages: 26, findings: &[("front-matter/unknown-key", 51)] },
    Corpus {
        name: "sourcegraph",
        settings: Some(SOURCEGRAPH),
        pages: 932,
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
            ("source/control-character", 1),
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

/// How many pages are moved, one after the other.
const MOVED: usize = 50;

#[test]
fn pages_of_a_real_handbook_move_without_breaking_a_link() {
    let Some(corpora) = std::env::var_os("DARING_CORPORA") else { return };
    let folder = tempfile::TempDir::new().unwrap();
    let root = folder.path().join("sourcegraph");
    copy(&Path::new(&corpora).join("sourcegraph"), &root);
    fs::write(root.join("handbook.toml"), SOURCEGRAPH).unwrap();
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Include };
    let project = Project::open(&root, overrides).unwrap();
    let mut workspace = Workspace::default();
    let broken = |workspace: &mut Workspace| {
        let loaded = workspace.load_sources(&project, Inputs::list(&project));
        loaded.diagnostics.iter().filter(|report| report.code.name().starts_with("link/")).count()
    };
    let before = broken(&mut workspace);
    // Knuth's linear congruential generator: the same pages on every machine.
    let mut seed = 20_261_127_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let (mut links, mut files, mut aliases) = (0, 0, 0);
    for number in 0..MOVED {
        let site = workspace.load_sources(&project, Inputs::list(&project)).site.unwrap();
        let documents = &site.handbook.documents;
        // Any page but the first, into the folder of any other.
        let index = 1 + random(documents.len() - 1);
        let from = documents[index].path.clone();
        let to =
            documents[random(documents.len())].path.parent().join(&format!("moved-{number}.md")).unwrap();
        let renames = [Rename { from: from.clone(), to }];
        let text = |path: &SourcePath| read_text(project.root(), path);
        let plan = plan(&site, &renames, &text).unwrap_or_else(|refusal| panic!("{from}: {refusal:?}"));
        for change in plan.changes.iter().filter(|change| change.path != from) {
            let allowed = lines_with_links_to(&site, change, index);
            let (old, new): (Vec<&str>, Vec<&str>) =
                (change.before.split('\n').collect(), change.after.split('\n').collect());
            assert_eq!(old.len(), new.len(), "{}", change.path);
            for (at, (old, new)) in old.iter().zip(&new).enumerate() {
                assert!(old == new || allowed.contains(&(at + 1)), "{}: {old:?} became {new:?}", change.path);
            }
        }
        links += plan.links;
        files += plan.changes.len();
        aliases += plan.aliases.len();
        amend(project.root(), &plan.changes, &renames).unwrap();
    }
    assert_eq!(broken(&mut workspace), before, "links that lead nowhere");
    writeln!(
        io::stderr(),
        "{MOVED} pages moved: {links} links rewritten in {files} files, {aliases} former addresses kept, {before} links \
         broken before and after"
    )
    .unwrap();
}

/// The lines of a file with links to a document, or to a folder that is gone with it.
fn lines_with_links_to(site: &Site, change: &Change, index: usize) -> Vec<usize> {
    let handbook = &site.handbook;
    let at = handbook.documents.iter().position(|document| document.path == change.path).unwrap();
    let lines = LineIndex::new(&change.before);
    let links = handbook.documents[at].file.outline.links.iter();
    let targets = handbook.targets(DocumentId::from_index(at, handbook));
    let leads_there = |target: &Target| match target {
        Target::Chapter { id, .. } => {
            let chapter = handbook.chapter(*id);
            chapter.document.is_none_or(|document| document.index() == index)
        }
        _ => false,
    };
    // A link to a heading that is gone leads nowhere, and still names the page.
    let moved = &handbook.documents[index].path;
    let names_it = |destination: &str| {
        let name = destination.split_once('#').map(|(path, _)| path.rsplit('/').next().unwrap_or(path));
        name.is_some_and(|name| name == moved.file_name() || name == moved.stem() || name.is_empty())
    };
    let there = links.zip(targets).filter(|(link, target)| {
        leads_there(target) || **target == Target::Broken && names_it(&link.destination)
    });
    there.map(|(link, _)| lines.position(link.span.start as usize).line).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for child in fs::read_dir(from).unwrap() {
        let child = child.unwrap();
        let target = to.join(child.file_name());
        if child.file_type().unwrap().is_dir() {
            copy(&child.path(), &target);
        } else {
            // Not `fs::copy`: the original may be read-only, and the copy is to be changed.
            fs::write(target, fs::read(child.path()).unwrap()).unwrap();
        }
    }
}
