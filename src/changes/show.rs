//! Changes as text: for people, for the summary of a job, for programs.

use serde_json::{Value, json};

use super::{Changes, Expectation, LadderChanges, Towards};

/// How many lines of one kind are listed before the rest is only counted.
const MAX_LINES: usize = 100;

/// Returns the changes as Markdown.
pub fn markdown(changes: &Changes) -> String {
    text(
        changes,
        &Marks { heading: "### ", below: "#### ", item: "- ", code: "`", strong: "**", escape: escaped },
    )
}

/// Returns the changes as plain text.
pub fn human(changes: &Changes) -> String {
    text(changes, &Marks { heading: "", below: "", item: "  ", code: "", strong: "", escape: str::to_owned })
}

/// What makes text Markdown.
struct Marks {
    heading: &'static str,
    below: &'static str,
    item: &'static str,
    code: &'static str,
    strong: &'static str,
    escape: fn(&str) -> String,
}

fn text(changes: &Changes, marks: &Marks) -> String {
    if changes.is_empty() {
        return "No page and no expectation came, went or moved.\n".to_owned();
    }
    let mut out = String::new();
    let say = |text: &str| (marks.escape)(text);
    let code = |route: &str| format!("{0}/{route}{0}", marks.code);
    let pages = &changes.pages;
    let page = |(route, title): &(String, String)| format!("{} ({})", say(title), code(route));
    section(&mut out, marks, "Pages added", pages.added.iter().map(page));
    section(&mut out, marks, "Pages removed, with nothing at their address", pages.removed.iter().map(page));
    let moved = pages.moved.iter();
    let moved = moved.map(|one| format!("{}: {} → {}", say(&one.title), code(&one.from), code(&one.to)));
    section(&mut out, marks, "Pages moved", moved);
    let renamed = pages.renamed.iter();
    let renamed = renamed.map(|one| format!("{} → {} ({})", say(&one.from), say(&one.to), code(&one.route)));
    section(&mut out, marks, "Pages renamed", renamed);
    for (id, ladder) in &changes.ladders {
        let what = match ladder.presence {
            (false, _) => ", which is new",
            (_, false) => ", which is gone",
            _ => "",
        };
        out.push_str(&format!("{}Ladder {}{what}\n\n", marks.heading, say(id)));
        write_ladder(&mut out, marks, ladder);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn write_ladder(out: &mut String, marks: &Marks, ladder: &LadderChanges) {
    let marks = &Marks { heading: marks.below, ..*marks };
    let say = |text: &str| (marks.escape)(text);
    let place = |one: &Expectation| {
        let parts = [&one.competency, &one.level, &one.family].map(|part| say(part));
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{0}{1}{0}", marks.strong, parts.join(", "))
    };
    let line = |one: &Expectation| format!("{}: {}", place(one), say(&one.text));
    let renamed = ladder.renamed.iter().map(|(was, is)| format!("{} → {}", say(was), say(is)));
    section(out, marks, "Levels renamed", renamed);
    section(out, marks, "Expectations added", ladder.added.iter().map(line));
    let shift = |towards: Towards| {
        let shifted = ladder.shifted.iter().filter(move |one| one.towards == towards);
        shifted.map(move |one| {
            let from = if one.from.is_empty() { "every level" } else { &one.from };
            format!("{} (was: {}): {}", place(&one.now), say(from), say(&one.now.text))
        })
    };
    section(out, marks, "Expectations raised: asked of a lower level now", shift(Towards::Lower));
    section(out, marks, "Expectations asked of a higher level now", shift(Towards::Higher));
    section(out, marks, "Expectations asked of another level now", shift(Towards::Aside));
    let moved = ladder.moved.iter();
    let moved =
        moved.map(|one| format!("{} (was: {}): {}", place(&one.now), say(&one.from), say(&one.now.text)));
    section(out, marks, "Expectations moved to another competency", moved);
    let families = ladder.of_another_family.iter().map(|one| {
        let from = if one.from.is_empty() { "everybody" } else { &one.from };
        let now = if one.now.family.is_empty() { ", for everybody now" } else { "" };
        format!("{}{now} (was: {}): {}", place(&one.now), say(from), say(&one.now.text))
    });
    section(out, marks, "Expectations moved to another family", families);
    let reworded = ladder.reworded.iter();
    let reworded = reworded
        .map(|one| format!("{}: {} (was: {})", place(&one.now), say(&one.now.text), say(&one.before)));
    section(out, marks, "Expectations reworded", reworded);
    section(out, marks, "Expectations removed", ladder.removed.iter().map(line));
}

fn section(out: &mut String, marks: &Marks, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("{}{heading} ({})\n", marks.heading, lines.len()));
    if !marks.heading.is_empty() {
        out.push('\n');
    }
    for line in lines.iter().take(MAX_LINES) {
        out.push_str(&format!("{}{line}\n", marks.item));
    }
    if lines.len() > MAX_LINES {
        out.push_str(&format!("{}and {} more\n", marks.item, lines.len() - MAX_LINES));
    }
    out.push('\n');
}

/// Titles and texts are authors', and a summary is Markdown: nothing in them may be markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if c.is_ascii_punctuation() && "\\`*_[]<>&~|#!@".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns the changes as JSON.
pub fn json(changes: &Changes) -> String {
    let pages = &changes.pages;
    let page = |(route, title): &(String, String)| json!({ "route": route, "title": title });
    let ladders: Vec<Value> = changes.ladders.iter().map(|(id, ladder)| ladder_json(id, ladder)).collect();
    let value = json!({
        "version": 1,
        "pages": {
            "added": pages.added.iter().map(page).collect::<Vec<_>>(),
            "removed": pages.removed.iter().map(page).collect::<Vec<_>>(),
            "moved": pages.moved.iter()
                .map(|one| json!({ "from": one.from, "to": one.to, "title": one.title })).collect::<Vec<_>>(),
            "renamed": pages.renamed.iter()
                .map(|one| json!({ "route": one.route, "from": one.from, "to": one.to })).collect::<Vec<_>>(),
        },
        "ladders": ladders,
    });
    serde_json::to_string_pretty(&value).expect("texts and numbers can be written") + "\n"
}

fn ladder_json(id: &str, ladder: &LadderChanges) -> Value {
    let shift = |towards: Towards| {
        let shifted = ladder.shifted.iter().filter(|one| one.towards == towards);
        shifted.map(|one| with(&one.now, "from", &one.from)).collect::<Vec<_>>()
    };
    json!({
        "id": id,
        "is_new": !ladder.presence.0,
        "is_gone": !ladder.presence.1,
        "added": ladder.added.iter().map(expectation).collect::<Vec<_>>(),
        "levels_renamed": ladder.renamed.iter()
            .map(|(was, is)| json!({ "from": was, "to": is })).collect::<Vec<_>>(),
        "raised": shift(Towards::Lower),
        "lowered": shift(Towards::Higher),
        "of_another_level": shift(Towards::Aside),
        "moved": ladder.moved.iter().map(|one| with(&one.now, "from", &one.from)).collect::<Vec<_>>(),
        "of_another_family": ladder.of_another_family.iter()
            .map(|one| with(&one.now, "from", &one.from)).collect::<Vec<_>>(),
        "reworded": ladder.reworded.iter().map(|one| with(&one.now, "before", &one.before)).collect::<Vec<_>>(),
        "removed": ladder.removed.iter().map(expectation).collect::<Vec<_>>(),
    })
}

fn expectation(one: &Expectation) -> Value {
    json!({
        "id": one.id, "competency": one.competency, "level": one.level, "family": one.family, "text": one.text,
    })
}

fn with(one: &Expectation, key: &str, value: &str) -> Value {
    let mut all = expectation(one);
    all[key] = value.into();
    all
}
