//! Pages that came, went and moved.

use std::collections::BTreeMap;

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
}
