//! What of the glossary can be found: each term at its entry, and on the page that explains it.

use rustc_hash::FxHashMap;

use crate::handbook::ChapterId;
use crate::handbook::glossary::{Home, Term};
use crate::search::{Page, Section};
use crate::site::Site;

/// The terms of a handbook, to add to its pages.
pub(super) struct Terms<'a> {
    site: &'a Site,
    by_chapter: FxHashMap<ChapterId, Vec<&'a Term>>,
}

impl<'a> Terms<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        let mut by_chapter: FxHashMap<ChapterId, Vec<&Term>> = FxHashMap::default();
        for term in &site.handbook.glossary().terms {
            if let Some(chapter) = term.chapter {
                by_chapter.entry(chapter).or_default().push(term);
            }
        }
        Self { site, by_chapter }
    }

    /// Adds what a page explains to the words that it is found by, and the entries to the glossary.
    pub(super) fn add(&self, id: ChapterId, page: &mut Page<'a>) {
        for term in self.by_chapter.get(&id).into_iter().flatten() {
            page.keywords.extend(names(term));
            page.keywords.push(&term.definition);
        }
        if self.site.handbook.glossary().home == Some(Home::Chapter(id)) {
            page.sections.extend(self.entries());
        }
    }

    /// Returns the glossary as a page, where it is generated.
    pub(super) fn page(&self) -> Option<Page<'a>> {
        let glossary = self.site.handbook.glossary();
        let Some(Home::Special(id)) = glossary.home else { return None };
        let mut sections = vec![Section::default()];
        sections.extend(self.entries());
        Some(Page {
            title: &self.site.handbook.specials()[id.index()].title,
            href: self.site.pages.home().href_to(self.site.pages.special(id)),
            sections,
            ..Page::default()
        })
    }

    fn entries(&self) -> impl Iterator<Item = Section<'a>> {
        self.site.handbook.glossary().terms.iter().map(|term| Section {
            heading: (&*term.name).into(),
            anchor: &term.anchor,
            text: (&*term.definition).into(),
            keywords: term.aliases.iter().map(|alias| &**alias).collect(),
            ..Section::default()
        })
    }
}

fn names(term: &Term) -> impl Iterator<Item = &str> {
    std::iter::once(&*term.name).chain(term.aliases.iter().map(|alias| &**alias))
}
