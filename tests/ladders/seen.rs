//! Whether readers find what a ladder says.

use std::collections::BTreeMap;

use daring::ladder::model::Statement;

use crate::round::Brought;

/// The texts of cells that are not on the page of their competency, compared word by word.
pub fn unseen(brought: &Brought) -> Vec<String> {
    let mut pages: BTreeMap<&str, String> = BTreeMap::new();
    let mut unseen = Vec::new();
    for cell in &brought.ladder.declared.cells {
        let competency = &*cell.competency.value;
        let page = pages.entry(competency).or_insert_with(|| {
            let page = &brought.built.tree[&format!("ladder/{competency}/index.html")];
            words_of_html(std::str::from_utf8(page).unwrap())
        });
        let mut texts: Vec<&str> = cell.summary.iter().map(|text| &*text.written).collect();
        add(&mut texts, &cell.statements);
        let lost = texts.into_iter().filter(|text| !page.contains(&words_of_markdown(text)));
        unseen.extend(lost.map(|text| format!("{competency}: {text}")));
    }
    unseen
}

fn add<'a>(texts: &mut Vec<&'a str>, statements: &'a [Statement]) {
    for statement in statements {
        texts.push(&statement.text.written);
        add(texts, &statement.children);
    }
}

fn words_of_html(page: &str) -> String {
    let main = page.split_once("<main").expect("a page has a main part").1;
    let mut text = String::new();
    for part in main.split('<') {
        text.push(' ');
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    let mut plain = String::new();
    for (at, part) in text.split('&').enumerate() {
        let is_entity = at > 0 && part.find(';').is_some_and(|end| end < 9);
        plain.push(' ');
        plain.push_str(if is_entity { part.split_once(';').unwrap().1 } else { part });
    }
    words(&plain)
}

/// Words without the targets of links and the numbers of lists.
fn words_of_markdown(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        let number = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        plain.push_str(number.strip_prefix(". ").unwrap_or(line));
        plain.push('\n');
    }
    let mut parts = plain.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    words(&parts.fold(first, |text, part| text + " " + part.split_once(')').map_or("", |(_, rest)| rest)))
}

fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn markup_is_no_word() {
    assert_eq!(words_of_markdown("1. [A _b_](c.md) & d\n2. e"), "A b d e");
    assert_eq!(words_of_html("<main><p>A <em>b</em> &amp; d<p>e</main>"), "A b d e");
}
