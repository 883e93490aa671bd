//! Addresses: those that pages had are kept where that is possible, lead to them otherwise, and are said
//! where neither is.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::front::Front;
use super::log::Log;
use super::nav::Addresses;
use super::paths;
use crate::handbook::Key;

/// A page whose text is done.
pub(super) struct Made {
    /// The file of the book, from its root; empty for a page that no file is about.
    pub(super) source: String,
    /// Where it comes to lie, from the content folder.
    pub(super) path: String,
    /// Its front matter. `permalink` is the address that it says of itself.
    pub(super) front: Front,
    /// Its body.
    pub(super) body: String,
    /// The address that it had, from the root, when that is known.
    pub(super) was: Option<String>,
    /// Former addresses that the book gives it elsewhere.
    pub(super) redirects: Vec<String>,
}

/// Gives every page the address that it had, or a redirect from there. `base` is the first part of the
/// addresses that they had, which they lose.
pub(super) fn settle(made: &mut [Made], base: &str, addresses: Addresses, log: &mut Log) {
    let mut former: Vec<Vec<String>> = made.iter_mut().map(|page| address(page, base, addresses)).collect();
    let mut used = folders(made, addresses);
    let mut claimed = BTreeSet::new();
    // Who is where its file says is there; who asks for an address of its own gets it when it is free.
    for own in [false, true] {
        for page in made.iter_mut().filter(|page| page.front.get("permalink").is_some() == own) {
            if !claimed.insert(compared(&now(page, addresses)))
                && let Some(Json::String(lost)) = page.front.take("permalink")
            {
                let message = format!("it cannot keep `{lost}`: it is the address of another page");
                log.lost("addresses of their own", &page.source, 0, message);
                claimed.insert(compared(&now(page, addresses)));
            }
        }
    }
    used.extend(claimed);
    for (page, mut all) in made.iter_mut().zip(former.drain(..)) {
        let own = compared(&now(page, addresses));
        let told = page.front.texts("aliases");
        page.front.take("aliases");
        all.extend(told);
        let redirects = std::mem::take(&mut page.redirects);
        let first = all.len();
        all.extend(redirects);
        for (index, from) in all.into_iter().enumerate() {
            let compared = compared(&from);
            if compared == own {
                continue;
            }
            if !used.insert(compared) {
                let message =
                    format!("`{from}` does not lead here any more: it is the address of another page");
                log.lost("redirects", &page.source, 0, message);
                continue;
            }
            if index >= first {
                log.carried("redirects");
            }
            page.front.add_aliases([from]);
        }
    }
}

/// Sets the permalink of a page where its file gives another address than it had; returns former ones.
fn address(page: &mut Made, base: &str, addresses: Addresses) -> Vec<String> {
    let told = page.front.take("permalink").and_then(|told| told.as_str().map(str::to_owned));
    let is_told = told.is_some();
    let Some(was) = told.or_else(|| page.was.clone()) else { return Vec::new() };
    let was = was.trim_start_matches('/').to_owned();
    let mut former = Vec::new();
    let bare = match was.strip_prefix(base) {
        Some(bare) if !base.is_empty() => {
            former.push(format!("/{was}"));
            bare.to_owned()
        }
        _ => was,
    };
    if compared(&bare) == compared(&now(page, addresses)) {
        return former;
    }
    let is_index = paths::is_index(&page.path);
    let is_home = is_index && paths::folder(&page.path).is_empty();
    let can_be = compared(&chosen(&bare, is_index, addresses)) == compared(&bare);
    // The page of a folder has the address of the folder, unless it says itself what it wants.
    if bare.is_empty() || is_home || (is_index && !is_told) || !can_be {
        former.push(format!("/{bare}"));
    } else {
        page.front.set("permalink", format!("/{bare}"));
    }
    former.retain(|address| address != "/");
    former
}

/// The address that a page has now, as the handbook will make it.
fn now(page: &Made, addresses: Addresses) -> String {
    let is_index = paths::is_index(&page.path);
    if let Some(permalink) = page.front.text("permalink") {
        return chosen(permalink, is_index, addresses);
    }
    let folder = paths::folder(&page.path);
    let own = if is_index { folder.to_owned() } else { paths::below(folder, paths::stem(&page.path)) };
    let key = match page.front.text("slug") {
        Some(slug) if !own.is_empty() => {
            slug.split('/').fold(Key::of(paths::folder(&own)), |key, part| key.join_chosen(part))
        }
        _ => Key::of(&own),
    };
    route(&key, is_index, addresses)
}

/// The address that a permalink gives.
fn chosen(permalink: &str, is_index: bool, addresses: Addresses) -> String {
    route(&Key::of_address(permalink), is_index, addresses)
}

fn route(key: &Key, is_index: bool, addresses: Addresses) -> String {
    let key = key.as_str();
    match addresses {
        Addresses::Folders if key.is_empty() => String::new(),
        Addresses::Folders => format!("{key}/"),
        Addresses::Files if is_index => paths::below(key, "index.html"),
        Addresses::Files => format!("{key}.html"),
    }
}

/// The addresses of folders, whether a page is about them or not.
fn folders(made: &[Made], addresses: Addresses) -> BTreeSet<String> {
    let folders = made.iter().flat_map(|page| page.path.match_indices('/').map(|(at, _)| &page.path[..at]));
    folders.map(|folder| compared(&route(&Key::of(folder), true, addresses))).collect()
}

/// An address without what does not tell it apart.
fn compared(address: &str) -> String {
    let address = address.trim_start_matches('/');
    let address = address.strip_suffix("index.html").unwrap_or(address);
    address.trim_end_matches('/').to_owned()
}
