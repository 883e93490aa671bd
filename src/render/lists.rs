//! What stands on generated pages that list others.

use super::beside::list_href;
use super::chapter::From;
use super::nav;
use crate::diagnostic::Diagnostic;
use crate::handbook::alphabet::alphabetical;
use crate::handbook::paths::PlacedPath;
use crate::handbook::special::SpecialKind;
use crate::handbook::{ChapterId, TagId};
use crate::page::along;
use crate::page::view::{LinkView, PathView, StopView, TagView, TaggedPageView, TaggedView};
use crate::site::Site;
use crate::theme::Variables;

/// Adds the variable of a list.
pub(super) fn insert(site: &Site, from: &From<'_>, kind: SpecialKind, variables: &mut Variables) {
    match kind {
        SpecialKind::Glossary | SpecialKind::Print(_) | SpecialKind::Search => {}
        SpecialKind::Paths => variables.insert("paths", &paths(site, from)),
        SpecialKind::Path(index) => variables.insert("path", &path(site, from, index)),
        SpecialKind::Tags => variables.insert("tags", &tags(site, from)),
        SpecialKind::Tag(tag) => variables.insert("tag", &tagged(site, from, tag)),
        SpecialKind::Map(part) => variables.insert("map", &super::map::view(site, from, part)),
    }
}

/// What a list is about, in a sentence, for those that find it elsewhere.
pub(super) fn description(site: &Site, kind: SpecialKind) -> String {
    let handbook = &site.config.title;
    match kind {
        SpecialKind::Glossary => format!("The terms of {handbook}, each with a short definition."),
        SpecialKind::Print(folder) => {
            let title = &site.handbook.chapter(folder).title;
            format!("All of {title} as one document, to print or to keep.")
        }
        SpecialKind::Search => format!("Find a section, a page or an expectation of {handbook}."),
        SpecialKind::Paths => format!("Ways to read {handbook}, each for one kind of reader."),
        SpecialKind::Path(index) => {
            let stops = site.handbook.paths.all[index].stops.len();
            format!("A way to read {handbook}, in {}.", super::count(stops, "page"))
        }
        SpecialKind::Tags => format!("Every tag of {handbook}, with the number of its pages."),
        SpecialKind::Tag(tag) => {
            let tag = site.handbook.tags.tag(tag);
            format!("{} of {handbook} about {}.", super::count(tag.chapters.len(), "page"), tag.name)
        }
        SpecialKind::Map(part) => {
            let title = &site.handbook.chapter(part).title;
            format!("How the pages of {title} link to each other, as a drawing and as a table.")
        }
    }
}

/// From the home page down to the list that a list belongs to.
pub(super) fn breadcrumbs<'a>(site: &'a Site, from: &From<'_>, kind: SpecialKind) -> Vec<LinkView<'a>> {
    let above = match kind {
        SpecialKind::Path(_) => Some(SpecialKind::Paths),
        SpecialKind::Tag(_) => Some(SpecialKind::Tags),
        SpecialKind::Map(part) if part != ChapterId::HOME => Some(SpecialKind::Map(ChapterId::HOME)),
        _ => None,
    };
    let above = above.and_then(|kind| site.handbook.special_of(kind)).map(|id| LinkView {
        title: &site.handbook.special(id).title,
        href: from.href(site.pages.special(id)),
    });
    std::iter::once(nav::link(site, from, ChapterId::HOME)).chain(above).collect()
}

/// Every reading path.
pub(super) fn paths<'a>(site: &'a Site, from: &From<'_>) -> Vec<PathView<'a>> {
    (0..site.handbook.paths.all.len()).map(|index| path(site, from, index)).collect()
}

/// One reading path.
pub(super) fn path<'a>(site: &'a Site, from: &From<'_>, index: usize) -> PathView<'a> {
    let PlacedPath { id, title, description, stops } = &site.handbook.paths.all[index];
    let stops = stops.iter().map(|stop| StopView {
        title: &site.handbook.chapter(stop.chapter).title,
        href: along(from.href(site.pages.chapter(stop.chapter)), id),
        why: &stop.why,
    });
    let href = list_href(site, from, SpecialKind::Path(index)).unwrap_or_default();
    PathView { id, title, description, href, stops: stops.collect() }
}

/// Writes what a directive shows: one reading path, or a list of all. Returns what its template did wrong.
pub(super) fn write_paths(
    site: &Site,
    from: &From<'_>,
    shown: Option<usize>,
    out: &mut String,
) -> Option<Diagnostic> {
    let mut variables = Variables::default();
    let template = match shown {
        Some(index) => {
            variables.insert("path", &path(site, from, index));
            "path-stops.html"
        }
        None => {
            variables.insert("paths", &paths(site, from));
            "paths-list.html"
        }
    };
    let mut html = Vec::new();
    let report = site.theme.render(template, &variables, &mut html).err();
    out.push_str(&String::from_utf8(html).expect("the engine writes text"));
    report.map(|report| *report)
}

fn tags<'a>(site: &'a Site, from: &From<'_>) -> Vec<TagView<'a>> {
    let tags = &site.handbook.tags;
    let mut ids: Vec<TagId> = tags.ids().collect();
    ids.sort_by_cached_key(|id| alphabetical(&tags.tag(*id).name));
    let views = ids.into_iter().filter_map(|id| {
        let tag = tags.tag(id);
        let href = list_href(site, from, SpecialKind::Tag(id))?;
        Some(TagView { title: &tag.name, href, count: tag.chapters.len() })
    });
    views.collect()
}

fn tagged<'a>(site: &'a Site, from: &From<'_>, id: TagId) -> TaggedView<'a> {
    let tag = site.handbook.tags.tag(id);
    let pages = tag.chapters.iter().map(|id| {
        let chapter = site.handbook.chapter(*id);
        let document = site.handbook.document(chapter);
        let section = site.handbook.section_of(*id);
        TaggedPageView {
            title: &chapter.title,
            href: from.href(site.pages.chapter(*id)),
            description: site.handbook.summary_of(chapter),
            // The first page is no section to speak of, and the page of a section says its name itself.
            section: if [ChapterId::HOME, *id].contains(&section) {
                ""
            } else {
                &site.handbook.chapter(section).title
            },
            draft: document.is_some_and(|document| document.file.front_matter.draft),
        }
    });
    let feed = site.pages.tag_feed(&site.handbook, id).map(|route| from.href(route));
    TaggedView { title: &tag.name, feed, pages: pages.collect() }
}
