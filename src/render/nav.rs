//! Where a page is in the handbook, as views.
//!
//! Linear by construction: a page's navigation holds the top level, the way down to the page and a
//! window of its section, never the whole site.

use super::chapter::From;
use crate::document::html::fragment;
use crate::document::outline::Heading;
use crate::handbook::{Chapter, ChapterId};
use crate::identity::Place;
use crate::page::Route;
use crate::page::view::identity::TabView;
use crate::page::view::{LinkView, NAV_WINDOW, NavLinkView, NavView, TocView};
use crate::site::{KnownTags, SectionNav, Site};
use crate::theme::SharedValue;

/// The navigation as seen from a chapter, or from the page for unknown addresses.
pub(super) fn nav(site: &Site, from: &From<'_>, current: Option<ChapterId>) -> SharedValue {
    current
        .and_then(|id| nav_of_leaf(site, from, id))
        .unwrap_or_else(|| SharedValue::new(&nav_view(site, from, current)))
}

/// The navigation of a page in a folder: that of the folder, with this page marked. Nine pages of
/// ten are such, and all but one link is the same for all pages of a folder.
fn nav_of_leaf(site: &Site, from: &From<'_>, id: ChapterId) -> Option<SharedValue> {
    let shared = shared_nav(site, id)?;
    let section = site.handbook.chapter(site.handbook.chapter(id).parent?);
    let at = section.children.binary_search(&id).ok()?;
    let current = SharedValue::new(&nav_link(site, from, id, &[id], Some(id)));
    let pages =
        shared.pages.iter().enumerate().map(|(index, page)| if index == at { &current } else { page });
    Some(SharedValue::table([
        ("home", shared.home.clone()),
        ("top", shared.top.clone()),
        ("section", shared.section.clone()),
        ("ancestors", shared.ancestors.clone()),
        ("pages", SharedValue::list(pages.cloned())),
        ("more", SharedValue::new(&0)),
        ("tabs", shared.tabs.clone()),
    ]))
}

/// The navigation that a page shares with the others of its folder, if it does.
pub(super) fn shared_nav(site: &Site, id: ChapterId) -> Option<&SectionNav> {
    let chapter = site.handbook.chapter(id);
    let section = chapter.parent.filter(|parent| *parent != ChapterId::HOME)?;
    if site.identity.tabs.iter().any(|tab| tab.place == Place::Chapter(id)) {
        return None; // Its tab is marked on this page alone.
    }
    if chapter.is_part || site.handbook.chapter(section).children.len() > NAV_WINDOW {
        return None;
    }
    let viewpoint = site.pages.chapter(id).viewpoint();
    let shared = site.section_nav(section, || section_nav(site, section, viewpoint.clone()));
    // Front matter may give a page an address elsewhere.
    (shared.viewpoint == viewpoint).then_some(shared)
}

/// The navigation of a folder as pages at `viewpoint` see it.
fn section_nav(site: &Site, id: ChapterId, viewpoint: Route) -> SectionNav {
    let from = From::Page(&viewpoint);
    let way = way_down(site, id);
    let view = nav_along(site, &from, &way, None);
    let tabs = view.tabs.iter().map(|tab| tab.href.clone());
    let links = [&view.home].into_iter().chain(&view.top).chain(&view.section).chain(&view.ancestors);
    SectionNav {
        hrefs: links.chain(&view.pages).map(|link| link.href.clone()).chain(tabs).collect(),
        home: SharedValue::new(&view.home),
        top: SharedValue::new(&view.top),
        section: SharedValue::new(&view.section),
        ancestors: SharedValue::new(&view.ancestors),
        tabs: SharedValue::new(&view.tabs),
        pages: view.pages.iter().map(SharedValue::new).collect(),
        viewpoint,
        tags: KnownTags::default(),
    }
}

fn nav_view<'a>(site: &'a Site, from: &From<'_>, current: Option<ChapterId>) -> NavView<'a> {
    let way = current.map_or(Vec::new(), |id| way_down(site, id));
    nav_along(site, from, &way, current)
}

/// The navigation with the chapters of `way` open.
fn nav_along<'a>(
    site: &'a Site,
    from: &From<'_>,
    way: &[ChapterId],
    current: Option<ChapterId>,
) -> NavView<'a> {
    let link = |id: ChapterId| nav_link(site, from, id, way, current);
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
        tabs: tabs(site, from, way, current),
    }
}

/// The tabs. Of those that lead to a chapter on the way down, the innermost is the active one.
fn tabs<'a>(
    site: &'a Site,
    from: &From<'_>,
    way: &[ChapterId],
    current: Option<ChapterId>,
) -> Vec<TabView<'a>> {
    let depth = |place: &Place| match place {
        Place::Chapter(ChapterId::HOME) => (current == Some(ChapterId::HOME)).then_some(0),
        Place::Chapter(id) => way.iter().position(|above| above == id).map(|depth| depth + 1),
        Place::Special(_) | Place::Address(_) => None,
    };
    let innermost = site.identity.tabs.iter().filter_map(|tab| depth(&tab.place)).max();
    let view = site.identity.tabs.iter().map(|tab| TabView {
        title: tab.title(&site.handbook),
        href: match &tab.place {
            Place::Chapter(id) => from.href(site.pages.chapter(*id)),
            Place::Special(id) => from.href(site.pages.special(*id)),
            Place::Address(url) => url.to_string(),
        },
        current: matches!(tab.place, Place::Chapter(id) if current == Some(id)),
        active: innermost.is_some() && depth(&tab.place) == innermost,
    });
    view.collect()
}

fn nav_link<'a>(
    site: &'a Site,
    from: &From<'_>,
    id: ChapterId,
    way: &[ChapterId],
    current: Option<ChapterId>,
) -> NavLinkView<'a> {
    let chapter = site.handbook.chapter(id);
    NavLinkView {
        title: &chapter.title,
        href: from.href(site.pages.chapter(id)),
        current: current == Some(id),
        active: way.contains(&id) || (id == ChapterId::HOME && current == Some(id)),
        section: chapter.is_part,
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
        let href = fragment(&heading.anchor);
        let view =
            TocView { title: (&*heading.text).into(), href, level: heading.level, children: Vec::new() };
        match toc.last_mut() {
            Some(last) if heading.level > last.level => last.children.push(view),
            _ => toc.push(view),
        }
    }
    toc
}
