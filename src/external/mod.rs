//! Links to other sites: the only part of Daring that asks the network for anything.
//!
//! [`links`] finds them, [`check`] asks for each, [`reports`] says what is wrong. Only `daring check
//! --external` does this: a build never depends on what others publish. Addresses are asked for as they
//! are, those of one's own network too, because whoever runs this may ask for them anyway.

mod address;
mod ask;
mod cache;
mod crowd;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::ExternalConfig;
use crate::diagnostic::show::Lookup;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html;
use crate::handbook::percent_decode;
use crate::site::Site;
use crate::source::{SourcePath, Span};

pub use cache::Cache;

/// Addresses, with the files that link to them.
pub type Links = BTreeMap<String, BTreeSet<SourcePath>>;

/// What came of asking for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is there.
    Fine,
    /// It has moved for good, to this address.
    Moved(String),
    /// It is not there, for this reason.
    Broken(String),
    /// Nobody can tell, for this reason.
    Unsure(String),
}

/// Returns the addresses on other sites that the texts of a site link to. Absolute addresses below its
/// own `base_url` are among them unless this site publishes something there.
pub fn links(site: &Site) -> Links {
    let config = &site.config;
    let mut links = Links::new();
    for document in &site.handbook.documents {
        for tag in html::tags(&document.file.body.html) {
            for found in html::url_attributes(&tag) {
                let url = address::with_scheme(html::decode(found.url));
                if !address::is_web(&url) || config.external.ignores(&url) || is_published(site, &url) {
                    continue;
                }
                let asked = match config.external.fragments {
                    true => &*url,
                    false => url.split('#').next().unwrap_or(&url),
                };
                links.entry(asked.to_owned()).or_default().insert(document.path.clone());
            }
        }
    }
    links
}

/// Returns whether an absolute address is one of this site, published or about to be.
fn is_published(site: &Site, url: &str) -> bool {
    let Some(base) = site.config.base_url.as_deref() else { return false };
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let Some(path) = path.strip_prefix(base.trim_end_matches('/')) else { return false };
    let path = percent_decode(path);
    let Some(path) = (if path.is_empty() { Some("") } else { path.strip_prefix('/') }) else { return false };
    // What servers of static files look for.
    let folder = path.trim_end_matches('/');
    let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
    let outputs = [path.to_owned(), index, format!("{path}.html")];
    outputs.iter().any(|output| site.pages.by_output(output).is_some())
}

/// Asks for every address that was not found to be there lately, many at a time, and few of one host.
/// `day` is the day that it is, in days since 1970.
pub fn check(
    links: &Links,
    config: &ExternalConfig,
    cache: &mut Cache,
    day: i64,
) -> BTreeMap<String, Verdict> {
    cache.forget_before(day - i64::from(config.cache_days));
    let (known, open): (Vec<&String>, Vec<&String>) =
        links.keys().partition(|url| config.cache_days > 0 && cache.get(url).is_some());
    let mut verdicts: BTreeMap<String, Verdict> =
        known.into_iter().filter_map(|url| Some((url.clone(), cache.get(url)?))).collect();
    let client = ask::Client::new(config);
    let asked = crowd::ask_all(&open, config.per_host as usize, |url| client.ask(url));
    for (url, verdict) in asked {
        cache.keep(&url, &verdict, day);
        verdicts.insert(url, verdict);
    }
    verdicts
}

/// Says what is wrong, at the first place in each file.
pub fn reports(links: &Links, verdicts: &BTreeMap<String, Verdict>, lookup: Lookup<'_>) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    for (url, verdict) in verdicts {
        let Some((code, message, help)) = wording(url, verdict) else { continue };
        for path in links.get(url).into_iter().flatten() {
            let span = lookup(path).and_then(|text| place(&text, url));
            reports.push(Diagnostic::new(code, message.clone()).in_file(path, span, "").help(help.clone()));
        }
    }
    reports
}

fn wording(url: &str, verdict: &Verdict) -> Option<(Code, String, String)> {
    let ignore = "or list it under `ignore` of `[external]` in handbook.toml";
    Some(match verdict {
        Verdict::Fine => return None,
        Verdict::Moved(to) => {
            (Code::ExternalMoved, format!("`{url}` has moved for good"), format!("link to `{to}`"))
        }
        Verdict::Broken(reason) => (
            Code::ExternalBroken,
            format!("`{url}` is not there: {reason}"),
            format!("correct or remove the link, {ignore}"),
        ),
        Verdict::Unsure(reason) => (
            Code::ExternalUnsure,
            format!("it is not known whether `{url}` is there: {reason}"),
            format!("open it in a browser, {ignore}"),
        ),
    })
}

/// Where an address stands in a text, and not as the beginning of a longer one.
fn place(text: &str, url: &str) -> Option<Span> {
    let is_end = |rest: &str| {
        rest.chars().next().is_none_or(|c| c.is_whitespace() || "#)>\"'],;".contains(c) || c == '\\')
    };
    let find = |written: &str| {
        let found = text.match_indices(written).find(|(at, _)| is_end(&text[at + written.len()..]));
        found.map(|(at, _)| Span::new(at, at + written.len()))
    };
    let bare = url.strip_prefix(address::SCHEME).unwrap_or(url);
    let spellings = [url, &url.replace('&', "&amp;"), bare];
    spellings.into_iter().find_map(find).or_else(|| place_decoded(text, url))
}

/// Where an address stands whose characters are written otherwise than they are sent: `/404%20é`.
fn place_decoded(text: &str, url: &str) -> Option<Span> {
    let origin = &url[..url.find("://")? + 3 + address::host(url).len()];
    let wanted = percent_decode(url);
    text.match_indices(origin).find_map(|(at, _)| {
        let rest = text[at..].lines().next()?;
        // In angle brackets an address may hold spaces.
        let ends = [
            rest.find(|c: char| c.is_whitespace() || ")>\"'],;\\".contains(c)),
            rest.find('>'),
            rest.find(['"', ')']),
            Some(rest.len()),
        ];
        let is_it = |end: &usize| percent_decode(&rest[..*end].replace("&amp;", "&")) == wanted;
        let end = ends.into_iter().flatten().find(is_it)?;
        Some(Span::new(at, at + end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_where_it_is_not_the_beginning_of_another() {
        let text = "[a](https://x.org/ab) <https://x.org/a> [b](https://x.org/?a&amp;b)";
        assert_eq!(place(text, "https://x.org/a"), Some(Span::new(23, 38)));
        assert_eq!(place(text, "https://x.org/?a&b").map(Span::range), Some(44..66));
        assert_eq!(place(text, "https://y.org/"), None);
        assert_eq!(place("[a](//x.org/a)", "https://x.org/a").map(Span::range), Some(4..13));
        let text = "[a](https://x.org/404%20é) <https://x.org/a b>";
        assert_eq!(place(text, "https://x.org/404%20%C3%A9").map(Span::range), Some(4..26));
        assert_eq!(place(text, "https://x.org/a%20b").map(Span::range), Some(29..46));
    }
}
