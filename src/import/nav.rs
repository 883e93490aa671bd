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
    /// What the book says of it besides, when no page is about it.
    pub(super) about: About,
}

/// What a book says of a section that no page is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct About {
    /// The heading of its page, which may be longer than what the order calls it.
    pub(super) heading: Option<String>,
    /// One sentence.
    pub(super) description: Option<String>,
    /// The address of the page that the tool made for it.
    pub(super) address: Option<String>,
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
    /// What it says of itself, when no page is about it.
    pub(super) about: About,
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
/// when their folder says it already. `pages` are all that the book has: no folder gets the address of
/// one that is not its own.
pub(super) fn plan(navs: &[Nav], pages: &[&str], addresses: Addresses) -> Plan {
    let keyed = pages.iter().filter_map(|page| {
        let is_folder = paths::is_index(page) || addresses == Addresses::Folders;
        is_folder.then(|| (folder_like(page).to_lowercase(), (*page).to_owned()))
    });
    let mut planner = Planner {
        plan: Plan::default(),
        taken: BTreeSet::new(),
        keyed: keyed.collect(),
        folders: BTreeSet::new(),
    };
    // The page of the root keeps its name, wherever it stands in the order.
    planner.children(navs, "");
    planner.plan
}

/// How addresses are made from files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addresses {
    /// `guide/install/`.
    Folders,
    /// `guide/install.html`.
    Files,
}

/// The folder that a page has the address of, or would have: `guide/index.md` and `guide.md` are `guide`.
fn folder_like(page: &str) -> String {
    let folder = paths::folder(page);
    if paths::is_index(page) { folder.to_owned() } else { paths::below(folder, paths::stem(page)) }
}

struct Planner {
    plan: Plan,
    taken: BTreeSet<String>,
    /// Folders whose address is that of a page, in lower case, with the page.
    keyed: BTreeSet<(String, String)>,
    /// Folders that sections have, in lower case.
    folders: BTreeSet<String>,
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
        let place = Place {
            path,
            order: (!is_home).then_some(order),
            title: nav.title.clone(),
            about: About::default(),
        };
        self.plan.places.insert(page.clone(), place);
    }

    fn section(&mut self, nav: &Nav, folder: &str, order: usize) {
        // `- Guide: [guide/index.md, …]` means that the first page is the section's own.
        let (mut page, mut children) = (nav.page.clone(), &nav.children[..]);
        if page.is_none()
            && let Some(first) = children.first()
            && first.children.is_empty()
            && first.page.as_deref().is_some_and(|page| is_own(nav, page, &children[1..], folder))
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
            let place =
                Place { path: home.clone(), order: None, title: nav.title.clone(), about: About::default() };
            self.taken.insert(home.clone());
            self.plan.places.insert(home.clone(), place);
            self.children(children, "");
            return;
        }
        let own = self.folder_of(nav, page.as_deref(), children, folder);
        self.folders.insert(own.to_lowercase());
        let index = match &page {
            Some(page) if paths::is_index(page) && paths::folder(page) == own => page.clone(),
            _ => format!("{own}/index.md"),
        };
        let about = if page.is_none() { nav.about.clone() } else { About::default() };
        let place = Place { path: self.free(index), order: Some(order), title: nav.title.clone(), about };
        match page {
            Some(page) => {
                self.plan.places.insert(page, place);
            }
            None => self.plan.sections.push(place),
        }
        self.children(children, &own);
    }

    /// The folder of a section: the one that its pages lie in already, when that is directly below, and
    /// no other page or section has its address.
    fn folder_of(&self, nav: &Nav, page: Option<&str>, children: &[Nav], folder: &str) -> String {
        let is_direct = |path: &str| !path.is_empty() && paths::folder(path) == folder;
        let beside = page.map(folder_like).filter(|beside| is_direct(beside));
        let shared = shared_folder(children, folder);
        let name = match page {
            Some(page) if paths::is_index(page) => paths::slug(paths::name(paths::folder(page))),
            Some(page) => paths::stem(page).to_owned(),
            None => paths::slug(nav.title.as_deref().unwrap_or("section")),
        };
        let named = paths::below(folder, if name.is_empty() { "section" } else { &name });
        let numbered = (2..).map(|number| format!("{named}-{number}"));
        let wanted = beside.into_iter().chain(shared).chain([named.clone()]);
        let mut tries = wanted.chain(numbered);
        tries.find(|own| self.is_free(own, page)).expect("there is always another number")
    }

    /// Whether a section with this page, or none, can have a folder.
    fn is_free(&self, own: &str, page: Option<&str>) -> bool {
        let own = own.to_lowercase();
        let is_other = |(key, of): &&(String, String)| *key == own && Some(of.as_str()) != page;
        !self.folders.contains(&own)
            && !self
                .keyed
                .range((own.clone(), String::new())..)
                .take_while(|(key, _)| *key == own)
                .any(|one| is_other(&one))
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

/// Whether the first page of a section without a page is the section's own: `- Guide: [guide/index.md, …]`,
/// or a page that is called like the section, or like the folder which the section would have.
fn is_own(nav: &Nav, page: &str, others: &[Nav], folder: &str) -> bool {
    if paths::is_index(page) {
        return !paths::folder(page).is_empty();
    }
    let own = folder_like(page);
    let is_titled =
        nav.title.as_deref().is_some_and(|title| paths::slug(title) == paths::stem(page).to_lowercase());
    is_titled || (paths::folder(page) == folder && shared_folder(others, folder).as_ref() == Some(&own))
}

/// The folder directly below `folder` that all pages of a section lie in.
fn shared_folder(children: &[Nav], folder: &str) -> Option<String> {
    let mut below = children.iter().flat_map(Nav::pages).map(|page| {
        let rest = page.strip_prefix(folder).unwrap_or(page).trim_start_matches('/');
        rest.split_once('/').map(|(first, _)| first.to_owned())
    });
    let first = below.next()??;
    below.all(|other| other.as_deref() == Some(first.as_str())).then(|| paths::below(folder, &first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, children: Vec<Nav>) -> Nav {
        Nav { page: Some(path.to_owned()), children, ..Nav::default() }
    }

    fn part(title: &str, children: Vec<Nav>) -> Nav {
        Nav { title: Some(title.to_owned()), children, ..Nav::default() }
    }

    fn moved(navs: &[Nav]) -> Vec<String> {
        moved_by(navs, Addresses::Folders)
    }

    fn moved_by(navs: &[Nav], addresses: Addresses) -> Vec<String> {
        let pages: Vec<&str> = navs.iter().flat_map(Nav::pages).collect();
        let plan = plan(navs, &pages, addresses);
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
                "c/x.md -> a-2/x.md #1",
                "d/x.md -> a-2/x-2.md #2",
                " -> a-2/index.md #4"
            ]
        );
    }

    #[test]
    fn no_section_gets_the_address_of_a_page() {
        // The page that has it becomes the page of the section, when it comes first.
        let navs = [part("Contributing", vec![page("contributing.md", vec![]), page("style.md", vec![])])];
        assert_eq!(
            moved(&navs),
            ["contributing.md -> contributing/index.md #1", "style.md -> contributing/style.md #1"]
        );
        let navs = [part("Contributing", vec![page("style.md", vec![]), page("contributing.md", vec![])])];
        assert_eq!(
            moved(&navs),
            [
                "contributing.md -> contributing-2/contributing.md #2",
                "style.md -> contributing-2/style.md #1",
                " -> contributing-2/index.md #1"
            ]
        );
        // `contributing.html` and `contributing/index.html` are two.
        assert_eq!(moved_by(&navs, Addresses::Files)[2], " -> contributing/index.md #1");
        let below = page("guides/README.md", vec![page("guides/a.md", vec![])]);
        for addresses in [Addresses::Folders, Addresses::Files] {
            assert_eq!(
                moved_by(&[part("Handbook", vec![below.clone()])], addresses),
                [
                    "guides/README.md -> handbook/guides/index.md #1",
                    "guides/a.md -> handbook/guides/a.md #1",
                    " -> handbook/index.md #1"
                ]
            );
        }
        let navs = [part("A", vec![page("x.md", vec![])]), part("A", vec![page("y.md", vec![])])];
        assert_eq!(
            moved(&navs),
            ["x.md -> a/x.md #1", "y.md -> a-2/y.md #1", " -> a/index.md #1", " -> a-2/index.md #2"]
        );
    }
}
