//! What each stage costs, on a page as handbooks have them: about 700 words with front matter,
//! seven headings, eight links, a table and a code block.
//!
//! `cargo bench` runs them all; `cargo bench -- parse` those with that name. `benches/site.py`
//! measures whole builds.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use daring::config::{Config, Highlight};
use daring::document::highlight::Highlighter;
use daring::document::{self, Dialect, Document, Drafts, front_matter, redact};
use daring::handbook::{Handbook, Parts, assemble};
use daring::identity::Identity;
use daring::page::{Page, PageKind, plan};
use daring::publish;
use daring::render::{Content, render};
use daring::site::{Site, site};
use daring::source::SourcePath;
use daring::theme;
use divan::Bencher;
use divan::counter::BytesCount;
use tempfile::TempDir;

/// Documents of the handbook that is assembled and planned.
const DOCUMENTS: usize = 1_000;

/// Documents of each of its parts.
const PER_PART: usize = 25;

/// Artifacts of the site that is published again.
const ARTIFACTS: usize = 1_000;

fn main() {
    divan::main();
}

mod parse {
    use super::{
        Bencher, BytesCount, Config, Dialect, Highlight, Highlighter, black_box, document, front_matter, page,
    };

    /// Code whose lines have been seen before, as most lines of a build have.
    #[divan::bench]
    fn with_highlighting(bencher: Bencher<'_, '_>) {
        parse_with(Highlight::On, bencher);
    }

    #[divan::bench]
    fn without_highlighting(bencher: Bencher<'_, '_>) {
        parse_with(Highlight::Off, bencher);
    }

    /// Every page has lines of code that no other has.
    #[divan::bench]
    fn with_code_never_seen(bencher: Bencher<'_, '_>) {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let highlighter = Highlighter::default();
        let mut index = 0;
        let next = || {
            index += 1;
            page(index)
        };
        bencher.with_inputs(next).bench_local_refs(|text| document::parse(text, dialect, &highlighter));
    }

    #[divan::bench]
    fn front_matter_alone(bencher: Bencher<'_, '_>) {
        let text = page(0);
        bencher.bench(|| front_matter::read(black_box(&text)));
    }

    fn parse_with(highlight: Highlight, bencher: Bencher<'_, '_>) {
        let mut markdown = Config::new("x").markdown;
        markdown.highlight = highlight;
        let highlighter = Highlighter::default();
        let text = page(0);
        let parse = || document::parse(black_box(&text), Dialect::Handbook(markdown), &highlighter);
        bencher.counter(BytesCount::of_str(&text)).bench(parse);
    }
}

#[divan::bench]
fn assemble_1_000_documents(bencher: Bencher<'_, '_>) {
    let (config, documents) = (config(), documents());
    bencher.with_inputs(|| parts(&config, documents.clone())).bench_values(assemble);
}

#[divan::bench]
fn plan_1_000_documents(bencher: Bencher<'_, '_>) {
    let config = config();
    let handbook: Handbook = assemble(parts(&config, documents())).value;
    let identity = Identity::default();
    bencher.bench(|| plan(black_box(&handbook), &config, &identity, &[]));
}

#[divan::bench]
fn render_one_page(bencher: Bencher<'_, '_>) {
    let site = example();
    let is_chapter = |page: &&Page| matches!(page.kind, PageKind::Chapter(_));
    let page = site.pages.pages.iter().filter(is_chapter).nth(DOCUMENTS / 2).expect("it has that many");
    let rendered = render(&site, page);
    assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
    let Content::Bytes(bytes) = rendered.value.content else { panic!("a chapter is rendered") };
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| render(&site, black_box(page)));
}

/// A thousand artifacts of 8 KiB that are what the output holds already.
#[divan::bench]
fn publish_1_000_unchanged(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().expect("there is room for temporary files");
    let root = folder.path().canonicalize().expect("it was just made");
    let target = publish::target(&root.join("public"), &root, &[]).expect("it may be an output");
    let artifacts: Vec<(String, Vec<u8>)> = (0..ARTIFACTS)
        .map(|index| (format!("part-{}/page-{index}/index.html", index / PER_PART), vec![b'x'; 8 << 10]))
        .collect();
    let publish = || {
        let staging = publish::stage(&target, Duration::ZERO).expect("nobody else builds here");
        for (path, bytes) in &artifacts {
            staging.write(path, bytes).expect("there is room");
        }
        staging.commit().expect("the output is ours")
    };
    assert_eq!(publish().written, ARTIFACTS);
    assert!(publish().is_unchanged());
    bencher.bench(publish);
}

fn config() -> Arc<Config> {
    Arc::new(Config::new("Handbook"))
}

fn example() -> Site {
    let config = config();
    let theme = Arc::new(theme::load(vec![theme::built_in()]).value);
    let built = site(&config, &theme, parts(&config, documents()));
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics.first());
    built.value
}

fn parts(config: &Config, documents: Vec<Document>) -> Parts<'_> {
    Parts {
        dates: std::sync::Arc::default(),
        config,
        documents,
        hidden: Default::default(),
        assets: Vec::new(),
    }
}

/// By rising path, as a scan lists them.
fn documents() -> Vec<Document> {
    let dialect = Dialect::Handbook(config().markdown);
    let highlighter = Highlighter::default();
    let documents = (0..DOCUMENTS).map(|index| {
        let path = SourcePath::new(&format!("content/{}", name(index))).expect("it is a path");
        let parsed = document::parse(&page(index), dialect, &highlighter);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        redact(&path, &Arc::new(parsed.value), Drafts::Exclude).expect("it is no draft")
    });
    documents.collect()
}

/// The path of a page below the content folder. Every part begins with its own page.
fn name(index: usize) -> String {
    match (index / PER_PART, index % PER_PART) {
        (part, 0) => format!("part-{part:02}/index.md"),
        (part, chapter) => format!("part-{part:02}/page-{chapter:02}.md"),
    }
}

/// The text of a page. Pages differ in their words, their links and their code.
fn page(index: usize) -> String {
    let mut words = Words(index);
    let mut text = format!(
        "---\ntitle: \"Page {index}: {}\"\ndescription: \"{}\"\norder: {}\ntags: [review, planning]\nowner: team-{}\n---\n\n",
        words.sentence(4),
        words.sentence(12),
        index % PER_PART + 1,
        index % 9
    );
    for heading in 0..7 {
        let level = if heading % 3 == 2 { "###" } else { "##" };
        write!(text, "{level} Section {heading} {}\n\n", words.sentence(3)).expect("a string takes it");
        for _ in 0..2 {
            write!(text, "{} **{}** ", words.sentence(22), words.sentence(2)).expect("a string takes it");
            write!(text, "{} `{}` {}.\n\n", words.sentence(12), words.sentence(1), words.sentence(10))
                .expect("a string takes it");
        }
        // From any part one level up leads to all the others.
        let target = name((index * 7 + heading * 131) % DOCUMENTS);
        write!(text, "- see [{}](../{target})\n- {}\n\n", words.sentence(3), words.sentence(5))
            .expect("a string takes it");
    }
    text.push_str("One more: [the section above](#own).\n\n## Own {#own}\n\n");
    text.push_str("| Level | Scope | Evidence |\n|---|---|---|\n");
    for row in 0..5 {
        writeln!(text, "| {row} | {} | {} |", words.sentence(3), words.sentence(4))
            .expect("a string takes it");
    }
    write!(
        text,
        "\n```rust\n/// Returns how far `page` {index} has come.\nfn progress_{index}(done: usize, all: usize) -> f64 {{\n    \
         // Nothing to do is everything done.\n    if all == 0 {{ 1.0 }} else {{ done as f64 / all as f64 }}\n}}\n```\n"
    )
    .expect("a string takes it");
    text
}

/// Words without end, the same ones for the same start.
struct Words(usize);

impl Words {
    fn sentence(&mut self, length: usize) -> String {
        const WORDS: [&str; 24] = [
            "review", "plan", "the", "of", "a", "scope", "evidence", "to", "delivery", "and", "risk", "we",
            "decision", "is", "owner", "trust", "in", "level", "growth", "with", "feedback", "on", "team",
            "impact",
        ];
        let words: Vec<&str> = (0..length)
            .map(|_| {
                // The constants are those of a linear congruential generator by Knuth.
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                WORDS[(self.0 >> 33) % WORDS.len()]
            })
            .collect();
        words.join(" ")
    }
}
