//! One page: from the text of a book to the text of a handbook.

use super::block::{self, Line};
use super::front::{self, Front};
use super::links::Links;
use super::log::Log;
use super::nav::Place;
use super::{Book, Kind, include};

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
    /// How many lines may still be included.
    pub(super) budget: usize,
}

/// Converts a page. `change` is given its front matter before it is written.
pub(super) fn convert(
    cx: &mut Cx<'_>,
    text: &str,
    place: &Place,
    change: impl FnOnce(&mut Front, &mut Cx<'_>),
) -> String {
    let text = text.replace("\r\n", "\n");
    let (mut front, body, first, problem) = front::split(&text);
    if let Some(problem) = problem {
        cx.log.lost(
            "front matter",
            cx.path,
            1,
            format!("the front matter cannot be read, so it was left out: {problem}"),
        );
    }
    let lines =
        body.lines().enumerate().map(|(index, line)| Line::new(line.to_owned(), first + index + 1)).collect();
    let lines = include::expand(cx, lines);
    let body = block::convert(cx, &lines);
    change(&mut front, cx);
    let has_heading = body.iter().any(|line| line.text.starts_with("# ") || line.text.starts_with("<h1"));
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
    let text = text.join("\n");
    let text = text.trim_matches('\n');
    let head = front.write();
    if text.is_empty() { head } else { format!("{head}{text}\n") }
}

/// The page of a section that no file is about.
pub(super) fn section(place: &Place) -> String {
    let mut front = Front::default();
    front.set("title", place.title.as_deref().unwrap_or("Section"));
    if let Some(order) = place.order {
        front.set("order", order);
    }
    front.write().trim_end().to_owned() + "\n"
}
