//! Any text keeps its tags and its words together.

use std::ops::Range;
use std::sync::Arc;

use super::{html, parse, prose};
use crate::config::Config;
use crate::diagnostic::Code;
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, Drafts, ParsedFile, redact};
use crate::ladder::sheet::{Item, Prose};
use crate::ladder::text::Text;
use crate::source::SourcePath;

/// What Markdown is made of, here without raw HTML: that is as balanced as its author made it.
const TOKENS: &[&str] = &[
    "- ",
    "* ",
    "1. ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    "## S\n",
    "# T\n",
    "### M {.prose}\n",
    "{#a}",
    " {#b}",
    "Example: ",
    "**Not this:** ",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "[x](y.md)",
    "![i](i.png)",
    "[^1]",
    "[^1]: ",
    "| a |\n|---|\n",
    "| b |",
    "例：",
    "文",
    "a",
    "b c",
    "[ ] ",
    "[x] ",
    ".",
    ": ",
    "---\n",
    "\\",
    "-",
    "Audience: x\n",
    "[[ladder:x]]",
    "[t][r]",
    "[r]",
    "\n\n[r]: z.md\n",
];

/// Panics unless every tag of a piece is closed in it.
fn assert_balanced(html: &str, text: &str) {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{html:?} of {text:?}"),
            None if matches!(name, "hr" | "br" | "img" | "input") => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{html:?} of {text:?}");
}

/// Panics unless every run is at its place.
fn assert_words(file: &ParsedFile, text: &str) {
    let outline = &file.outline;
    for run in &outline.runs {
        let words = &outline.text[run.text.start as usize..run.text.end as usize];
        let html = &file.body.html[run.html.start as usize..run.html.end as usize];
        let mut escaped = String::new();
        crate::document::html::escape_text(words, &mut escaped);
        assert_eq!(html.replace('\n', " "), escaped, "{text:?}");
    }
    assert!(outline.runs.is_sorted_by(|a, b| a.text.end <= b.text.start && a.html.end <= b.html.start));
    let words = outline.links.iter().map(|link| &link.words);
    for range in words.chain(outline.sections.iter().map(|section| &section.text)) {
        assert!(outline.text.get(range.start as usize..range.end as usize).is_some(), "{text:?}");
    }
    let is_in_order = |a: &Range<u32>, b: &Range<u32>| a.end <= b.start;
    assert!(
        outline.sections.is_sorted_by(|a, b| is_in_order(&a.html, &b.html) && is_in_order(&a.text, &b.text))
    );
}

fn all_texts(prose: &Prose) -> Vec<&Text> {
    fn add<'a>(items: &'a [Item], texts: &mut Vec<&'a Text>) {
        for item in items {
            texts.push(&item.text);
            add(&item.items, texts);
        }
    }
    let mut texts: Vec<&Text> = prose.intro.iter().collect();
    for section in &prose.sections {
        texts.extend(&section.text);
        add(&section.items, &mut texts);
    }
    texts
}

#[test]
fn an_id_behind_a_hard_break_is_no_word() {
    for text in [
        "## S\n\n- a.  \n{#x}\n",
        "## S\n\n- a\\\n{#x}\n",
        "## S\n\n- a <br />\n{#x}\n",
        "## S\n\n- a\n{#x}\n",
    ] {
        let file = parse(text).value;
        assert_words(&file, text);
        assert!(!file.outline.text.contains("{#"), "{:?}", file.outline.text);
    }
}

/// Panics unless what is said of any text holds for this one.
fn check(text: &str) {
    let checked = parse(text);
    assert!(checked.diagnostics.iter().all(|report| report.code != Code::MarkdownUnparsable), "{text:?}");
    let file = checked.value;
    for of in all_texts(prose(&file)) {
        assert_balanced(&html(&file, of), text);
        assert!(text.get(of.place.span.range()).is_some(), "{of:?} in {text:?}");
    }
    let page = document::parse(text, Dialect::Handbook(Config::new("x").markdown), &Highlighter::default());
    if !text.contains("{#") {
        // Notes of a ladder's file say their numbers.
        let unnumbered = file.body.html.replace(" value=\"1\"", "");
        assert_eq!(unnumbered, page.value.body.html, "{text:?}");
        if unnumbered == file.body.html {
            assert_eq!(file.body.slots, page.value.body.slots, "{text:?}");
        }
        assert_eq!(file.outline.links, page.value.outline.links, "{text:?}");
        assert_eq!(file.outline.text, page.value.outline.text, "{text:?}");
    }
    assert_words(&file, text);
    let seen = redact(&SourcePath::root(), &Arc::new(file), Drafts::Exclude).unwrap().file;
    for of in all_texts(prose(&seen)) {
        assert_balanced(&html(&seen, of), text);
    }
    assert_words(&seen, text);
    let links = seen.body.slots.iter().filter_map(|slot| slot.kind.link());
    assert!(links.max().is_none_or(|link| (link as usize) < seen.outline.links.len()), "{text:?}");
}

#[test]
fn words_behind_an_id_are_where_they_are() {
    check("## S\n\n- **1. {#a}**.\n- b *c {#c}*, \n");
}

#[test]
fn blanks_beside_what_is_gone_are_no_words() {
    check("## S\n\n- a\n- b\n  - Audience: x\n- c[^1]\n\n[^1]: n\n[^1]\n");
    check("## S\n\n- a\n  Audience: x\n\n  [^1]: * [[ladder:x]]\n    [r].");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_has_balanced_pieces(tokens in proptest::collection::vec(proptest::sample::select(TOKENS), 0..40)) {
        let opening = if tokens.len() % 3 == 0 { "" } else { "## S\n\n- a\n" };
        check(&format!("{opening}{}", tokens.concat()));
    }
}
