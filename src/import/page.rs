//! One page: from the text of a book to the text of a handbook.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::block::{self, Line};
use super::fence::fence_end;
use super::front::{self, Front};
use super::links::{Anchors, Links};
use super::log::{Log, UNPUBLISHED};
use super::nav::Place;
use super::{Book, Kind, anchor, include, obsidian};

/// What is known while a page is converted.
pub(super) struct Cx<'a> {
    /// The tool that the book was written for.
    pub(super) kind: Kind,
    /// The book.
    pub(super) book: &'a Book<'a>,
    /// The page, from the root of the book.
    pub(super) path: &'a str,
    /// The page, from the folder of the pages.
    pub(super) page: &'a str,
    /// Where it comes to lie, from the content folder.
    pub(super) new: String,
    /// What links can lead to.
    pub(super) links: &'a Links,
    /// What is said.
    pub(super) log: &'a mut Log,
    /// A title that a text of the page sets.
    pub(super) title: Option<String>,
    /// The front matter of the page, as it was.
    pub(super) head: Front,
    /// Texts of footnotes that stood in a line.
    pub(super) notes: Vec<String>,
    /// How many lines may still be included.
    pub(super) budget: usize,
    /// Files that links of the page lead to, from the folder of the pages; `/` stands before those that are
    /// published at the root.
    pub(super) files: BTreeSet<String>,
}

impl Cx<'_> {
    /// Makes a page that the tool did not publish a draft, and says why.
    pub(super) fn unpublish(&mut self, front: &mut Front, reason: impl std::fmt::Display) {
        if front.get("draft") == Some(&Json::Bool(true)) {
            return;
        }
        front.set("draft", true);
        self.log.carried(UNPUBLISHED);
        self.log.remark(self.path, 0, format!("it was not published ({reason}), so it is a draft here"));
    }
}

/// Converts a page into its front matter and its body. `change` is given the former before it is done.
pub(super) fn convert(
    cx: &mut Cx<'_>,
    text: &str,
    place: &Place,
    change: impl FnOnce(&mut Front, &mut Cx<'_>),
) -> (Front, String) {
    let text = text.replace("\r\n", "\n");
    let (mut front, body, first, problem) = front::split(&text);
    if cx.kind == Kind::Hugo {
        front = front.lowered();
    }
    if let Some(problem) = problem {
        // It may have said that nobody was to read the page.
        front.set("draft", true);
        let message = format!(
            "the front matter cannot be read, so it was left out, and the page is a draft here: {problem}"
        );
        cx.log.lost("front matter", cx.path, 1, message);
    }
    let lines =
        body.lines().enumerate().map(|(index, line)| Line::new(line.to_owned(), first + index + 1)).collect();
    cx.head = front.clone();
    let lines = include::expand(cx, lines);
    let mut body = block::convert(cx, &lines);
    if cx.links.anchors == Anchors::Python {
        for _ in 0..anchor::of_python(&mut body) {
            cx.log.carried("anchors");
        }
    }
    for (index, note) in std::mem::take(&mut cx.notes).into_iter().enumerate() {
        let text = format!("[^{}{}]: {note}", obsidian::NOTE, index + 1);
        body.extend([Line::new(String::new(), 0), Line::new(text, 0)]);
    }
    change(&mut front, cx);
    if front.get("published").is_some_and(front::is_false) {
        cx.unpublish(&mut front, "`published: false`");
    }
    for message in front.settled() {
        cx.log.lost("front matter", cx.path, 1, message);
    }
    let has_heading = has_heading(&body);
    if let Some(order) = place.order {
        for key in ["weight", "sidebar_position", "nav_order", "order"] {
            front.take(key);
        }
        front.set("order", order);
    }
    if let Some(title) = cx.title.take() {
        front.set("title", title);
    }
    if let Some(title) = &place.title
        && front.text("title").is_none()
        && !has_heading
    {
        front.set("title", title.as_str());
    }
    let text: Vec<String> = body.into_iter().map(|line| line.text).collect();
    (front, text.join("\n").trim_matches('\n').to_owned())
}

/// Whether a page has a heading of the first level.
fn has_heading(lines: &[Line]) -> bool {
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(lines, at) {
            at = end;
            continue;
        }
        if lines[at].text.starts_with("# ") || lines[at].text.starts_with("<h1") {
            return true;
        }
        at += 1;
    }
    false
}

/// Writes a page.
pub(super) fn write(front: &Front, body: &str) -> String {
    let head = front.write();
    if body.is_empty() { format!("{}\n", head.trim_end()) } else { format!("{head}{body}\n") }
}

/// The front matter of a section that no file is about.
pub(super) fn section(place: &Place) -> Front {
    let mut front = Front::default();
    front.set("title", place.title.as_deref().unwrap_or("Section"));
    if let Some(order) = place.order {
        front.set("order", order);
    }
    if let Some(description) = &place.about.description {
        front.set("description", description.as_str());
    }
    front
}
