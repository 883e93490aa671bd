//! The feed of changed pages.

use super::atom::{Entry, Feed};
use super::summary;
use crate::handbook::ChapterId;
use crate::page::Route;
use crate::site::Site;
use crate::source::Moment;

/// The pages that changed last, as a feed that is published at `route`.
pub(super) fn changed_pages(site: &Site, route: &Route) -> String {
    let config = &site.config;
    let base = config.base_url.as_deref().expect("a feed is planned where there is a base address");
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (index, chapter) in site.handbook.chapters.iter().enumerate() {
        let Some(updated) = site.handbook.changed(chapter) else { continue };
        let place = site.pages.chapter(ChapterId::from_index(index, &site.handbook));
        let (title, summary) = (&*chapter.title, summary(site, chapter));
        entries.push(Entry { title, summary, page: place.absolute(base), updated });
    }
    let order = |entry: &Entry<'_>| (std::cmp::Reverse(Moment::seconds(entry.updated)), entry.page.clone());
    entries.sort_by_cached_key(order);
    entries.truncate(config.outputs.feed as usize);
    let home = site.pages.chapter(ChapterId::HOME).absolute(base);
    let feed = Feed {
        title: &config.title,
        subtitle: &config.description,
        language: &config.language,
        generator: concat!("Daring ", env!("CARGO_PKG_VERSION")),
        page: home,
        own: route.absolute(base),
        entries,
    };
    feed.write()
}
