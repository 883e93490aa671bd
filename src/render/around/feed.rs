//! The feeds of changed pages: of the handbook, and of each tag.

use super::atom::{Entry, Feed};
use crate::handbook::special::SpecialKind;
use crate::handbook::{ChapterId, TagId};
use crate::page::Route;
use crate::site::Site;
use crate::source::Moment;

/// The pages that changed last, as a feed that is published at `route`.
pub(super) fn changed_pages(site: &Site, route: &Route) -> String {
    let all = (0..site.handbook.chapters.len()).map(|index| ChapterId::from_index(index, &site.handbook));
    let title = (site.config.title.as_str(), site.config.description.as_str());
    feed(site, (route, site.pages.chapter(ChapterId::HOME)), title, all)
}

/// The pages with a tag that changed last, as a feed that is published at `route`.
pub(super) fn tagged_pages(site: &Site, route: &Route, id: TagId) -> String {
    let tag = site.handbook.tags.tag(id);
    let page = site.handbook.special_of(SpecialKind::Tag(id)).expect("a tag with a feed has a page");
    let title = format!("{} · {}", tag.name, site.config.title);
    feed(site, (route, site.pages.special(page)), (&title, ""), tag.chapters.iter().copied())
}

/// A feed at a route, about a page, with a title and a subtitle.
fn feed(
    site: &Site,
    (own, page): (&Route, &Route),
    (title, subtitle): (&str, &str),
    chapters: impl Iterator<Item = ChapterId>,
) -> String {
    let config = &site.config;
    let base = config.base_url.as_deref().expect("a feed is planned where there is a base address");
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for id in chapters {
        let chapter = site.handbook.chapter(id);
        let Some(updated) = site.handbook.changed(chapter) else { continue };
        let place = site.pages.chapter(id);
        let (title, summary) = (&*chapter.title, site.handbook.summary_of(chapter));
        entries.push(Entry { title, summary, page: place.absolute(base), updated });
    }
    let order = |entry: &Entry<'_>| (std::cmp::Reverse(Moment::seconds(entry.updated)), entry.page.clone());
    entries.sort_by_cached_key(order);
    entries.truncate(config.outputs.feed as usize);
    let feed = Feed {
        title,
        subtitle,
        language: &config.language,
        generator: concat!("Daring ", env!("CARGO_PKG_VERSION")),
        page: page.absolute(base),
        own: own.absolute(base),
        entries,
    };
    feed.write()
}
