//! Files about addresses, for other programs: lists of routes, rules of web hosts.

use serde_json::{Map, Value};

use super::Content;
use crate::moves::routes;
use crate::page::{MovesFile, PageKind, Route, base_path};
use crate::site::Site;

/// Writes one of them.
pub(super) fn render(site: &Site, file: MovesFile) -> Content {
    match file {
        MovesFile::Routes => Content::Bytes(routes::of(site).to_json().into_bytes()),
        MovesFile::Map => Content::Bytes(map(site).into_bytes()),
        MovesFile::Rules(None) => Content::Bytes(rules(site).into_bytes()),
        MovesFile::Rules(Some(own)) => {
            let path = site.handbook.assets[own].path.clone();
            Content::Continued(path, rules(site))
        }
    }
}

/// The former addresses and where they lead, by rising route.
fn redirects(site: &Site) -> impl Iterator<Item = (&Route, &Route)> {
    site.pages.pages.iter().filter_map(|page| match page.kind {
        PageKind::Redirect(id) => Some((&page.route, site.pages.chapter(id))),
        _ => None,
    })
}

/// A rule on each line, as Netlify, Cloudflare Pages and GitLab Pages read them.
///
/// The status is said because they differ in what they take it to be without. It is not forced
/// (`301!`), which only one of them understands: where files win, the redirect page is found.
fn rules(site: &Site) -> String {
    let mut text = "# Former addresses of pages, written by Daring.\n".to_owned();
    for (from, to) in redirects(site) {
        text.push_str(&format!("{} {} 301\n", literal(&address(site, from)), address(site, to)));
    }
    text
}

/// Encodes what a rule would take for a wildcard or the name of a part.
fn literal(address: &str) -> String {
    address.replace('*', "%2A").replace(':', "%3A")
}

/// A JSON object from former addresses to present ones.
fn map(site: &Site) -> String {
    let pairs = redirects(site).map(|(from, to)| (address(site, from), Value::String(address(site, to))));
    let object: Map<String, Value> = pairs.collect();
    let json = serde_json::to_string_pretty(&object).expect("texts are JSON");
    format!("{json}\n")
}

/// The path that a reader's browser asks for.
fn address(site: &Site, route: &Route) -> String {
    let base = site.config.base_url.as_deref().map_or("/", base_path);
    let address = route.absolute(base);
    match address.strip_suffix("/index.html") {
        Some(folder) => format!("{folder}/"),
        None => address,
    }
}
