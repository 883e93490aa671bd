//! What to tell the person who brought a book over.

use serde_json::json;

use super::log::UNPUBLISHED;
use super::{Imported, Kind};

/// Writes the report for people, as Markdown.
pub fn markdown(kind: Kind, imported: &Imported) -> String {
    let mut text = format!(
        "# What was brought over from {}\n\n{} pages and {} other files.\nThe original is as it was.\n",
        kind.name(),
        imported.pages,
        imported.log.counts.get("files").map_or(0, |count| count.carried)
    );
    text.push_str("\n| what | carried over | lost or left as text |\n|---|---:|---:|\n");
    for (what, count) in &imported.log.counts {
        text.push_str(&format!("| {what}{} | {} | {} |\n", became(what), count.carried, count.lost));
    }
    if imported.log.remarks.is_empty() {
        text.push_str("\nNothing was lost.\n");
        return text;
    }
    text.push_str("\n## To look at\n\nPlaces are those of the original.\n");
    let mut last = None;
    for remark in &imported.log.remarks {
        if last != Some(&remark.path) {
            text.push_str(&format!("\n### `{}`\n\n", remark.path));
            last = Some(&remark.path);
        }
        let line = if remark.line > 0 { format!("line {}: ", remark.line) } else { String::new() };
        text.push_str(&format!("- {line}{}\n", escaped(&remark.message)));
    }
    text
}

/// Writes the report for programs.
pub fn json(kind: Kind, imported: &Imported) -> String {
    let counts: serde_json::Map<String, serde_json::Value> = imported
        .log
        .counts
        .iter()
        .map(|(what, count)| ((*what).to_owned(), json!({ "carried": count.carried, "lost": count.lost })))
        .collect();
    let remarks: Vec<serde_json::Value> = imported
        .log
        .remarks
        .iter()
        .map(|remark| json!({ "path": remark.path, "line": (remark.line > 0).then_some(remark.line), "message": remark.message }))
        .collect();
    let document = json!({ "version": 1, "from": kind.name(), "pages": imported.pages, "counts": counts, "remarks": remarks });
    format!(
        "{}\n",
        serde_json::to_string_pretty(&document).expect("a document of strings and numbers is JSON")
    )
}

/// What a construct became, where that is not itself.
fn became(what: &str) -> &'static str {
    match what {
        "tabs" => " (all are shown, each below its name)",
        "boxes" => " (alerts)",
        "parts that open" => " (`<details>`)",
        "titles of code" => " (a line above the code)",
        "names of blocks" => " (anchors)",
        UNPUBLISHED => " (drafts, or left out)",
        "cards" | "embedded things" => " (links)",
        _ => "",
    }
}

/// Text of authors in a list: it starts no HTML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' => {
                in_code = !in_code;
                out.push(c);
            }
            '<' if !in_code => out.push_str("&lt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
