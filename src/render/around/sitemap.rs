//! `sitemap.xml` (sitemaps.org): every page, for search engines.

use super::xml::escaped;
use crate::page::around::SITEMAP_PAGES;
use crate::page::{AroundFile, Page, PageKind};
use crate::site::Site;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// `sitemap.xml`: the pages, or where their parts are.
pub(super) fn whole(site: &Site) -> String {
    let is_part = |page: &&Page| matches!(page.kind, PageKind::Around(AroundFile::SitemapPart(_)));
    let mut parts: Vec<&Page> = site.pages.pages.iter().filter(is_part).collect();
    if parts.is_empty() {
        return listed(site, pages(site));
    }
    parts.sort_by_key(|page| match page.kind {
        PageKind::Around(AroundFile::SitemapPart(part)) => part,
        _ => 0,
    });
    let mut out = head("sitemapindex");
    for part in parts {
        out.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", address(site, part)));
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// One part of a list that is too long for one file.
pub(super) fn part(site: &Site, part: usize) -> String {
    listed(site, pages(site).skip(part * SITEMAP_PAGES).take(SITEMAP_PAGES))
}

fn pages(site: &Site) -> impl Iterator<Item = &Page> {
    site.pages.pages.iter().filter(|page| page.kind.is_listed(&site.handbook))
}

fn listed<'a>(site: &Site, pages: impl Iterator<Item = &'a Page>) -> String {
    let mut out = head("urlset");
    for page in pages {
        out.push_str(&format!("<url><loc>{}</loc>", address(site, page)));
        let changed = match page.kind {
            PageKind::Chapter(id) => site.handbook.changed(site.handbook.chapter(id)),
            _ => None,
        };
        if let Some(moment) = changed {
            out.push_str(&format!("<lastmod>{moment:?}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn head(element: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{element} xmlns=\"{NAMESPACE}\">\n")
}

fn address(site: &Site, page: &Page) -> String {
    let base = site.config.base_url.as_deref().expect("a sitemap is planned where there is a base address");
    escaped(&page.route.absolute(base)).into_owned()
}
