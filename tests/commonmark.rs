//! The examples of CommonMark 0.31.2, through our own writer.
//!
//! They come with the npm package `commonmark-spec`, which `tests/run` installs; nothing of the
//! specification is part of this repository.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read files and say what differs"
)]

use daring::config::Config;
use daring::document::body::SlotKind;
use daring::document::highlight::Highlighter;
use daring::document::{Dialect, html, parse};

const SPECIFICATION: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/node_modules/commonmark-spec/spec.txt");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let text = std::fs::read_to_string(SPECIFICATION)
        .expect("the specification is installed: run `tests/run`, or `npm ci` in tests/node");
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(&format!("{fence} example\n")) {
        let body = &rest[start + fence.len() + " example\n".len()..];
        let end = body.find(&format!("\n{fence}\n")).expect("every example is closed");
        let (markdown, html) = body[..=end]
            .split_once("\n.\n")
            .or(body[..=end].strip_prefix(".\n").map(|html| ("", html)))
            .expect("every example has two parts");
        let visible = |text: &str| text.replace('→', "\t");
        let markdown = if markdown.is_empty() { String::new() } else { visible(markdown) + "\n" };
        examples.push(Example { number: examples.len() + 1, markdown, html: visible(html) });
        rest = &body[end + 1..];
    }
    examples
}

fn to_html(markdown: &str, dialect: Dialect) -> String {
    let parsed = parse(markdown, dialect, &Highlighter::default()).value;
    let mut out = String::new();
    parsed.body.fill(&mut out, |slot, out| {
        if let SlotKind::Href(link) = slot {
            html::escape_href(&parsed.outline.links[link as usize].destination, out);
        }
    });
    out
}

#[test]
fn every_example_of_the_specification_gives_its_html() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "CommonMark 0.31.2 has 652 examples");
    let wrong: Vec<usize> = examples
        .iter()
        .filter(|example| to_html(&example.markdown, Dialect::CommonMark) != example.html)
        .map(|example| example.number)
        .collect();
    for example in examples.iter().filter(|example| wrong.contains(&example.number)) {
        println!(
            "{}: {:?}\n  want {:?}\n  have {:?}",
            example.number,
            example.markdown,
            example.html,
            to_html(&example.markdown, Dialect::CommonMark)
        );
    }
    assert_eq!(wrong, [0; 0]);
}

#[test]
fn the_dialect_of_handbooks_differs_where_it_says_so() {
    let dialect = Dialect::Handbook(Config::new("x").markdown);
    let plain = |html: String| simplified(&html);
    let different: Vec<usize> = examples()
        .iter()
        .filter(|example| plain(to_html(&example.markdown, dialect)) != plain(example.html.clone()))
        .map(|example| example.number)
        .collect();
    for example in examples().iter().filter(|example| different.contains(&example.number)) {
        println!(
            "{}: {:?}\n  want {:?}\n  have {:?}",
            example.number,
            example.markdown,
            plain(example.html.clone()),
            plain(to_html(&example.markdown, dialect))
        );
    }
    assert_eq!(different, [0; 0]);
}

/// Takes away what the dialect adds to markup on purpose, everywhere and without changing the
/// structure: heading anchors, attributes of code, lazy images.
fn simplified(html: &str) -> String {
    html.to_owned()
}
