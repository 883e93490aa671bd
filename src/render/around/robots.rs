//! `robots.txt` (RFC 9309).

use crate::config::Robots;
use crate::site::Site;

/// What search engines are asked. It counts at the root of a host only.
pub(super) fn robots(site: &Site) -> String {
    let rule = if site.config.outputs.robots == Robots::Disallow { " /" } else { "" };
    let mut text = format!("User-agent: *\nDisallow:{rule}\n");
    let sitemap = site.pages.by_output("sitemap.xml");
    if let (Some(base), Some(sitemap), "") = (&site.config.base_url, sitemap, rule) {
        text.push_str(&format!("\nSitemap: {}\n", sitemap.route.absolute(base)));
    }
    text
}
