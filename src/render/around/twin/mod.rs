//! A page as Markdown, beside its HTML.
//!
//! It is made from what stands on the page, not from the file: so it holds the views of ladders as
//! tables and lists, its links lead to other such files, and what an edition may not see is in
//! neither.

mod inline;
mod page;
mod table;
mod writer;

use crate::handbook::ChapterId;
use crate::page::Route;
use crate::render::chapter::{From, has_own_heading, lead, substance};
use crate::render::terms::Terms;
use crate::site::Site;

pub(super) use inline::{destination, escaped};

/// The page of a chapter as Markdown that is published at `route`.
pub(super) fn twin(site: &Site, route: &Route, id: ChapterId) -> String {
    let chapter = site.handbook.chapter(id);
    let from = From::Twin { route, pages: &site.pages };
    // What is wrong on the page is reported where it is rendered.
    let html = substance(site, &from, id, Terms::Plain).html;
    let mut out = String::new();
    if !has_own_heading(site, chapter) {
        out.push_str(&format!("# {}\n", escaped(&chapter.title)));
        let lead = lead(site, id);
        if !lead.is_empty() {
            out.push_str(&format!("\n{}\n", escaped(lead)));
        }
    }
    let text = writer::markdown(&html);
    if !out.is_empty() && !text.is_empty() {
        out.push('\n');
    }
    out.push_str(&text);
    // The view of a ladder has its own list of what is below it.
    if chapter.view.is_none() && !chapter.children.is_empty() {
        out.push_str("\n## Pages\n\n");
        for child in &chapter.children {
            let page = site.handbook.chapter(*child);
            let href = from.href(site.pages.chapter(*child));
            out.push_str(&format!("- [{}]({})", escaped(&page.title), destination(&href)));
            let summary = site.handbook.summary_of(page);
            if !summary.is_empty() {
                out.push_str(&format!(": {}", escaped(&summary)));
            }
            out.push('\n');
        }
    }
    out
}
