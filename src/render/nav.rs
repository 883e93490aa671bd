//! Where a page is in the handbook, as views.
//!
//! Linear by construction: a page's navigation holds the top level, the way down to the page and a
//! window of its section, never the whole site.

use super::chapter::From;
use crate::document::outline::Heading;
use crate::handbook::{Chapter, ChapterId};
use crate::page::view::{LinkView, NAV_WINDOW, NavLinkView, NavView, TocView};
use crate::site::Site;

/// The navigation as seen from a chapter, or from the page for unknown addresses.
pub(super) fn nav<'a>(site: &'a Site, from: &From<'_>, current: Option<ChapterId>) -> NavView<'a> {
    let way = current.map_or(Vec::new(), |id| way_down(site, id));
    let link = |id: ChapterId| {
        let chapter = site.handbook.chapter(id);
        let active = way.contains(&id) || (id == ChapterId::HOME && current == Some(id));
        NavLinkView {
            title: &chapter.title,
            href: from.href(site.pages.chapter(id)),
            current: current == Some(id),
            active,
            section: chapter.is_part,
        }
    };
    let home = site.handbook.chapter(ChapterId::HOME);
    // The innermost folder on the way down: the page itself, or what holds it.
    let section = way.iter().rev().copied().find(|id| site.handbook.chapter(*id).is_part);
    let (pages, more) = match section {
        Some(id) => window(&site.handbook.chapter(id).children, current),
        None => (&[][..], 0),
    };
    let (top, _) = window(&home.children, way.first().copied());
    let between = way.iter().skip(1).take_while(|id| Some(**id) != section);
    NavView {
        home: link(ChapterId::HOME),
        top: top.iter().map(|id| link(*id)).collect(),
        section: section.map(link),
        ancestors: between.filter(|id| site.handbook.chapter(**id).is_part).map(|id| link(*id)).collect(),
        pages: pages.iter().map(|id| link(*id)).collect(),
        more,
    }
}

/// The chapters from the top level down to this one, without the home page.
fn way_down(site: &Site, id: ChapterId) -> Vec<ChapterId> {
    let mut way: Vec<ChapterId> = std::iter::successors(Some(id), |id| site.handbook.chapter(*id).parent)
        .filter(|id| *id != ChapterId::HOME)
        .collect();
    way.reverse();
    way
}

/// At most [`NAV_WINDOW`] of the chapters, around the current one; and how many are left out.
fn window(chapters: &[ChapterId], current: Option<ChapterId>) -> (&[ChapterId], usize) {
    if chapters.len() <= NAV_WINDOW {
        return (chapters, 0);
    }
    // Chapters are numbered in reading order, so the position can be found by halving.
    let at = current.map_or(0, |current| chapters.partition_point(|id| *id < current));
    let start = at.saturating_sub(NAV_WINDOW / 2).min(chapters.len() - NAV_WINDOW);
    (&chapters[start..start + NAV_WINDOW], chapters.len() - NAV_WINDOW)
}

/// From the home page down to the parent of a chapter.
pub(super) fn breadcrumbs<'a>(site: &'a Site, from: &From<'_>, chapter: &Chapter) -> Vec<LinkView<'a>> {
    let mut crumbs: Vec<LinkView<'a>> =
        std::iter::successors(chapter.parent, |id| site.handbook.chapter(*id).parent)
            .map(|id| link(site, from, id))
            .collect();
    crumbs.reverse();
    crumbs
}

/// A plain link to a chapter.
pub(super) fn link<'a>(site: &'a Site, from: &From<'_>, id: ChapterId) -> LinkView<'a> {
    LinkView { title: &site.handbook.chapter(id).title, href: from.href(site.pages.chapter(id)) }
}

/// Headings of levels 2 and 3, nested.
pub(super) fn toc(headings: &[Heading]) -> Vec<TocView<'_>> {
    let mut toc: Vec<TocView<'_>> = Vec::new();
    for heading in
        headings.iter().filter(|heading| (2..=3).contains(&heading.level) && !heading.text.is_empty())
    {
        let mut href = String::from("#");
        crate::document::html::escape_href(&heading.anchor, &mut href);
        let view = TocView {
            title: &heading.text,
            href: href.replace("&amp;", "&").replace("&#x27;", "'"),
            level: heading.level,
            children: Vec::new(),
        };
        match toc.last_mut() {
            Some(last) if heading.level > last.level => last.children.push(view),
            _ => toc.push(view),
        }
    }
    toc
}
