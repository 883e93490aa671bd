//! The files around the pages: for search engines, feed readers, language models and hosts.
//!
//! Each is made of what is published, so that it cannot tell of anything else.

mod atom;
mod feed;
mod llms;
mod robots;
mod sitemap;
mod twin;
mod xml;

use crate::page::{AroundFile, Route};
use crate::site::Site;

/// Renders one of the files.
pub(super) fn render(site: &Site, route: &Route, file: AroundFile) -> String {
    match file {
        AroundFile::Sitemap => sitemap::whole(site),
        AroundFile::SitemapPart(part) => sitemap::part(site, part),
        AroundFile::Robots => robots::robots(site),
        AroundFile::Feed => feed::changed_pages(site, route),
        AroundFile::TagFeed(tag) => feed::tagged_pages(site, route, tag),
        AroundFile::Llms => llms::llms(site, route),
        AroundFile::NoJekyll => String::new(),
        AroundFile::Cname => site.config.outputs.cname.iter().map(|domain| format!("{domain}\n")).collect(),
        AroundFile::Twin(id) => twin::twin(site, route, id),
    }
}
