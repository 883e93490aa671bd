//! Pages that came, went and moved.

use std::collections::BTreeMap;

use crate::document::html;

/// What is known of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageFacts {
    /// It is a page with this title.
    Page(String),
    /// It is a former address, and this is where it leads: the address of a page, from the root.
    Redirect(String),
}

/// What is different about pages. Addresses are from the root.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PageChanges {
    /// New pages: address and title.
    pub added: Vec<(String, String)>,
    /// Pages that are gone, without an address that answers for them.
    pub removed: Vec<(String, String)>,
    /// Pages whose address now leads to another.
    pub moved: Vec<Moved>,
    /// Pages that are called otherwise.
    pub renamed: Vec<Renamed>,
}

/// A page that moved.
#[derive(Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it was.
    pub from: String,
    /// Where it is.
    pub to: String,
    /// What it is called now.
    pub title: String,
}

/// A page with another title.
#[derive(Debug, PartialEq, Eq)]
pub struct Renamed {
    /// Where it is.
    pub route: String,
    /// What it was called.
    pub from: String,
    /// What it is called now.
    pub to: String,
}

impl PageChanges {
    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.moved.is_empty() && self.renamed.is_empty()
    }
}

pub(super) fn between(old: &BTreeMap<String, PageFacts>, new: &BTreeMap<String, PageFacts>) -> PageChanges {
    let mut changes = PageChanges::default();
    for (route, facts) in old {
        let PageFacts::Page(before) = facts else { continue };
        match new.get(route) {
            Some(PageFacts::Page(title)) if title == before => {}
            Some(PageFacts::Page(title)) => {
                let (route, from, to) = (route.clone(), before.clone(), title.clone());
                changes.renamed.push(Renamed { route, from, to });
            }
            Some(PageFacts::Redirect(to)) => {
                let title = match new.get(to) {
                    Some(PageFacts::Page(title)) => title.clone(),
                    _ => before.clone(),
                };
                changes.moved.push(Moved { from: route.clone(), to: to.clone(), title });
            }
            None => changes.removed.push((route.clone(), before.clone())),
        }
    }
    let is_target = |route: &String| changes.moved.iter().any(|moved| moved.to == *route);
    for (route, facts) in new {
        let PageFacts::Page(title) = facts else { continue };
        let was_page = matches!(old.get(route), Some(PageFacts::Page(_)));
        if !was_page && !is_target(route) {
            changes.added.push((route.clone(), title.clone()));
        }
    }
    changes
}

/// Reads what a page that is published at this address says of itself; `None` for the page for unknown
/// addresses.
pub fn facts(route: &str, page: &str) -> Option<PageFacts> {
    if route == "404.html" {
        return None;
    }
    for tag in html::tags(page).take_while(|tag| !tag.is("body")) {
        let is_refresh = tag.is("meta")
            && tag.attribute("http-equiv").is_some_and(|kind| kind.value.eq_ignore_ascii_case("refresh"));
        if is_refresh {
            let content = tag.attribute("content").map(|content| html::decode(content.value).into_owned());
            let href =
                content.as_deref().and_then(|content| content.split_once("url=")).map(|(_, href)| href)?;
            return Some(PageFacts::Redirect(resolved(route, href)));
        }
    }
    let heading = element(page, "<h1").or_else(|| element(page, "<title"));
    Some(PageFacts::Page(heading.unwrap_or_else(|| route.to_owned())))
}

/// The words of the first element that begins so.
fn element(page: &str, start: &str) -> Option<String> {
    let from = page.find(start)?;
    let from = from + page[from..].find('>')? + 1;
    let length = page[from..].find(&format!("</{}", &start[1..]))?;
    let mut words = String::new();
    for token in html::tokens(&page[from..from + length]) {
        if let html::Token::Text(text) = token {
            words.push_str(&html::decode(text));
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Where an href of a page leads, as an address from the root.
fn resolved(route: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or("");
    let mut segments: Vec<&str> = route.split('/').collect();
    segments.pop();
    for segment in href.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    if href.ends_with("..") || href.ends_with("/.") || href == "." {
        segments.push("");
    }
    crate::handbook::percent_decode(&segments.join("/")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(list: &[(&str, &str)]) -> BTreeMap<String, PageFacts> {
        let fact = |(route, text): &(&str, &str)| {
            let facts = match text.strip_prefix("-> ") {
                Some(to) => PageFacts::Redirect(to.to_owned()),
                None => PageFacts::Page((*text).to_owned()),
            };
            ((*route).to_owned(), facts)
        };
        list.iter().map(fact).collect()
    }

    #[test]
    fn a_page_that_moved_neither_came_nor_went() {
        let old = pages(&[("", "Home"), ("a/", "A"), ("b/", "B"), ("c/", "C"), ("x/", "-> a/")]);
        let new = pages(&[
            ("", "Home"),
            ("a/", "-> d/"),
            ("d/", "A new"),
            ("c/", "See"),
            ("e/", "E"),
            ("x/", "-> d/"),
        ]);
        let text = |route: &str, title: &str| (route.to_owned(), title.to_owned());
        let wanted = PageChanges {
            added: vec![text("e/", "E")],
            removed: vec![text("b/", "B")],
            moved: vec![Moved { from: "a/".into(), to: "d/".into(), title: "A new".into() }],
            renamed: vec![Renamed { route: "c/".into(), from: "C".into(), to: "See".into() }],
        };
        assert_eq!(between(&old, &new), wanted);
    }

    #[test]
    fn pages_say_what_they_are() {
        let page = "<!doctype html><title>T · S</title><body><h1 id=a>A <em>b</em> &amp; c</h1>";
        assert_eq!(facts("a/", page), Some(PageFacts::Page("A b & c".to_owned())));
        assert_eq!(facts("a/", "<title>T</title>"), Some(PageFacts::Page("T".to_owned())));
        let page = "<meta http-equiv=\"refresh\" content=\"0; url=../../b%20c/\">";
        assert_eq!(facts("old/place/", page), Some(PageFacts::Redirect("b c/".to_owned())));
        assert_eq!(facts("404.html", page), None);
    }
}
