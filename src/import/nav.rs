//! The order of a book, and what it means for files: where each lies, and which comes first.

use std::collections::{BTreeMap, BTreeSet};

use super::paths;

/// A place in the order of a book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Nav {
    /// What it is called there.
    pub(super) title: Option<String>,
    /// The file of its page, from the folder of the pages.
    pub(super) page: Option<String>,
    /// What is below it.
    pub(super) children: Vec<Nav>,
}

impl Nav {
    /// Every page, in order.
    pub(super) fn pages(&self) -> Vec<&str> {
        let own = self.page.as_deref().into_iter();
        own.chain(self.children.iter().flat_map(Nav::pages)).collect()
    }
}

/// Where a page comes to lie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Its path, from the folder of the pages.
    pub(super) path: String,
    /// Its place among its neighbours, from one.
    pub(super) order: Option<usize>,
    /// What the order of the book calls it.
    pub(super) title: Option<String>,
}

/// What an order means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plan {
    /// Pages by where they were.
    pub(super) places: BTreeMap<String, Place>,
    /// Sections that no page is about: the path of the page to make.
    pub(super) sections: Vec<Place>,
}

/// Gives every page a place, so that folders say what the order says. Files stay where they are
/// when their folder says it already.
pub(super) fn plan(navs: &[Nav]) -> Plan {
    let mut planner = Planner { plan: Plan::default(), taken: BTreeSet::new() };
    // The page of the root keeps its name, wherever it stands in the order.
    planner.children(navs, "");
    planner.plan
}

struct Planner {
    plan: Plan,
    taken: BTreeSet<String>,
}

impl Planner {
    fn children(&mut self, navs: &[Nav], folder: &str) {
        for (index, nav) in navs.iter().enumerate() {
            if nav.children.is_empty() {
                self.leaf(nav, folder, index + 1);
            } else {
                self.section(nav, folder, index + 1);
            }
        }
    }

    fn leaf(&mut self, nav: &Nav, folder: &str, order: usize) {
        let Some(page) = &nav.page else { return };
        if self.plan.places.contains_key(page) {
            return;
        }
        let is_home = paths::is_index(page) && paths::folder(page).is_empty() && folder.is_empty();
        let wanted = if paths::folder(page) == folder || is_home {
            page.clone()
        } else if paths::is_index(page) && paths::folder(paths::folder(page)) == folder {
            // A folder of its own, with its pictures.
            page.clone()
        } else {
            let name = if paths::is_index(page) {
                format!("{}.md", paths::name(paths::folder(page)))
            } else {
                paths::name(page).to_owned()
            };
            paths::below(folder, name.trim_start_matches('.'))
        };
        let path = self.free(wanted);
        let place = Place { path, order: (!is_home).then_some(order), title: nav.title.clone() };
        self.plan.places.insert(page.clone(), place);
    }

    fn section(&mut self, nav: &Nav, folder: &str, order: usize) {
        // `- Guide: [guide/index.md, …]` means that the first page is the section's own.
        let (mut page, mut children) = (nav.page.clone(), &nav.children[..]);
        if page.is_none()
            && let Some(first) = children.first()
            && first.children.is_empty()
            && first
                .page
                .as_deref()
                .is_some_and(|page| paths::is_index(page) && !paths::folder(page).is_empty())
        {
            page.clone_from(&first.page);
            children = &children[1..];
        }
        let page = page.filter(|page| !self.plan.places.contains_key(page));
        if let Some(home) = &page
            && paths::is_index(home)
            && paths::folder(home).is_empty()
            && folder.is_empty()
        {
            // All below the home page: there is nothing above to be below.
            let place = Place { path: home.clone(), order: None, title: nav.title.clone() };
            self.taken.insert(home.clone());
            self.plan.places.insert(home.clone(), place);
            self.children(children, "");
            return;
        }
        let own = self.folder_of(nav, page.as_deref(), children, folder);
        let index = match &page {
            Some(page) if paths::is_index(page) && paths::folder(page) == own => page.clone(),
            _ => format!("{own}/index.md"),
        };
        let path = self.free(index);
        let place = Place { path, order: Some(order), title: nav.title.clone() };
        match page {
            Some(page) => {
                self.plan.places.insert(page, place);
            }
            None => self.plan.sections.push(place),
        }
        self.children(children, &own);
    }

    /// The folder of a section: the one that its pages lie in already, when that is directly below.
    fn folder_of(&self, nav: &Nav, page: Option<&str>, children: &[Nav], folder: &str) -> String {
        let is_direct = |path: &str| !path.is_empty() && paths::folder(path) == folder;
        if let Some(page) = page {
            if paths::is_index(page) && is_direct(paths::folder(page)) {
                return paths::folder(page).to_owned();
            }
            let beside = paths::below(paths::folder(page), paths::stem(page));
            if is_direct(&beside) {
                return beside;
            }
        }
        let mut below = children.iter().flat_map(Nav::pages).map(|page| {
            let rest = page.strip_prefix(folder).unwrap_or(page).trim_start_matches('/');
            rest.split_once('/').map(|(first, _)| first.to_owned())
        });
        if let Some(Some(first)) = below.next()
            && below.all(|other| other.as_deref() == Some(first.as_str()))
        {
            let own = paths::below(folder, &first);
            if !self.taken.contains(&format!("{own}/index.md")) {
                return own;
            }
        }
        let name = match page {
            Some(page) if paths::is_index(page) => paths::slug(paths::name(paths::folder(page))),
            Some(page) => paths::stem(page).to_owned(),
            None => paths::slug(nav.title.as_deref().unwrap_or("section")),
        };
        paths::below(folder, if name.is_empty() { "section" } else { &name })
    }

    /// The path, or one like it that nobody has.
    fn free(&mut self, wanted: String) -> String {
        let mut path = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(path.to_lowercase()) {
            path = paths::below(paths::folder(&wanted), &format!("{}-{number}.md", paths::stem(&wanted)));
            number += 1;
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, children: Vec<Nav>) -> Nav {
        Nav { title: None, page: Some(path.to_owned()), children }
    }

    fn part(title: &str, children: Vec<Nav>) -> Nav {
        Nav { title: Some(title.to_owned()), page: None, children }
    }

    fn moved(navs: &[Nav]) -> Vec<String> {
        let plan = plan(navs);
        let show = |from: &str, place: &Place| {
            let order = place.order.map_or_else(String::new, |order| format!(" #{order}"));
            if from == place.path {
                format!("{from}{order}")
            } else {
                format!("{from} -> {}{order}", place.path)
            }
        };
        let pages = plan.places.iter().map(|(from, place)| show(from, place));
        pages.chain(plan.sections.iter().map(|place| show("", place))).collect()
    }

    #[test]
    fn folders_that_say_the_same_stay() {
        let navs = [
            page("index.md", vec![]),
            part("Guide", vec![page("guide/index.md", vec![]), page("guide/a.md", vec![])]),
            page("start/README.md", vec![page("start/x.md", vec![])]),
            page("cli.md", vec![page("cli/new.md", vec![])]),
        ];
        assert_eq!(
            moved(&navs),
            [
                "cli.md -> cli/index.md #4",
                "cli/new.md #1",
                "guide/a.md #1",
                "guide/index.md #2",
                "index.md",
                "start/README.md #3",
                "start/x.md #1"
            ]
        );
    }

    #[test]
    fn a_flat_book_gets_the_folders_that_its_order_has() {
        let navs = [
            page("ch01.md", vec![page("ch01-01.md", vec![]), page("ch01-02.md", vec![])]),
            part("Part II", vec![page("ch02.md", vec![])]),
        ];
        assert_eq!(
            moved(&navs),
            [
                "ch01-01.md -> ch01/ch01-01.md #1",
                "ch01-02.md -> ch01/ch01-02.md #2",
                "ch01.md -> ch01/index.md #1",
                "ch02.md -> part-ii/ch02.md #1",
                " -> part-ii/index.md #2"
            ]
        );
    }

    #[test]
    fn nothing_lies_in_two_places() {
        let navs = [
            page("a.md", vec![]),
            page("b/a.md", vec![]),
            page("a.md", vec![]),
            part("A", vec![page("c/x.md", vec![]), page("d/x.md", vec![])]),
        ];
        assert_eq!(
            moved(&navs),
            [
                "a.md #1",
                "b/a.md -> a-2.md #2",
                "c/x.md -> a/x.md #1",
                "d/x.md -> a/x-2.md #2",
                " -> a/index.md #4"
            ]
        );
    }
}
