//! What a page shows of others around it: related pages, and its place on reading paths.

use super::chapter::From;
use crate::handbook::ChapterId;
use crate::handbook::special::SpecialKind;
use crate::page::along;
use crate::page::view::{LinkView, PathPlaceView, RelatedView};
use crate::site::Site;

/// Where a generated list is, if there is one.
pub(super) fn list_href(site: &Site, from: &From<'_>, kind: SpecialKind) -> Option<String> {
    site.pages.list(&site.handbook, kind).map(|route| from.href(route))
}

/// The pages of the tags of a chapter.
pub(super) fn tag_links<'a>(site: &'a Site, from: &From<'_>, id: ChapterId) -> Vec<LinkView<'a>> {
    let links = site.handbook.tags.of(id).iter().filter_map(|tag| {
        let href = list_href(site, from, SpecialKind::Tag(*tag))?;
        Some(LinkView { title: &site.handbook.tags.tag(*tag).name, href })
    });
    links.collect()
}

/// The pages that have to do with a chapter.
pub(super) fn related<'a>(site: &'a Site, from: &From<'_>, id: ChapterId) -> Vec<RelatedView<'a>> {
    if !site.config.connections.related {
        return Vec::new();
    }
    let related = site.features().related(id, site.graph());
    let views = related.into_iter().map(|one| RelatedView {
        title: &site.handbook.chapter(one.id).title,
        href: from.href(site.pages.chapter(one.id)),
        shares: one.shares.into_iter().map(|feature| site.handbook.name_of_feature(feature)).collect(),
    });
    views.collect()
}

/// The reading paths that lead over a chapter.
pub(super) fn paths<'a>(site: &'a Site, from: &From<'_>, id: ChapterId) -> Vec<PathPlaceView<'a>> {
    let places = site.handbook.paths.through(id).map(|(number, stop)| {
        let path = &site.handbook.paths.all[number];
        let link = |stop: usize| {
            let chapter = path.stops.get(stop)?.chapter;
            Some(LinkView {
                title: &site.handbook.chapter(chapter).title,
                href: along(from.href(site.pages.chapter(chapter)), &path.id),
            })
        };
        PathPlaceView {
            id: &path.id,
            title: &path.title,
            href: list_href(site, from, SpecialKind::Path(number)).unwrap_or_default(),
            position: stop + 1,
            stops: path.stops.len(),
            previous: stop.checked_sub(1).and_then(link),
            next: link(stop + 1),
        }
    });
    places.collect()
}
