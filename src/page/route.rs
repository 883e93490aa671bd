//! Where an output is, and how to get from one to another.

use std::fmt;
use std::sync::Arc;

use crate::config::UrlStyle;
use crate::document::html::{alphanumeric_or, percent_encode};
use crate::handbook::{Chapter, Key, percent_decode};
use crate::source::composed;

/// What the names of Daring's own files in an output begin with.
const RESERVED: &str = ".daring-";

/// The path of an output's address from the root of the site: without a leading `/`, not
/// percent-encoded, empty for the home page. It ends in `/` when it is a folder's address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    pub(super) fn of_chapter(chapter: &Chapter, style: UrlStyle) -> Self {
        let key = chapter.key.as_str();
        let route = match (style, chapter.is_part) {
            (UrlStyle::Directory, _) if key.is_empty() => String::new(),
            (UrlStyle::Directory, _) => format!("{key}/"),
            (UrlStyle::File, _) if key.is_empty() => "index.html".to_owned(),
            (UrlStyle::File, true) => format!("{key}/index.html"),
            (UrlStyle::File, false) => format!("{key}.html"),
        };
        Self(route.into())
    }

    pub(super) fn of_special(key: &Key, style: UrlStyle) -> Self {
        Self(match style {
            UrlStyle::Directory => format!("{}/", key.as_str()).into(),
            UrlStyle::File => format!("{}.html", key.as_str()).into(),
        })
    }

    pub(super) fn of_file(path: &str) -> Self {
        Self(path.into())
    }

    pub(super) fn of_sitemap(part: usize) -> Self {
        Self(format!("sitemap-{}.xml", part + 1).into())
    }

    /// Returns where the page of this route is as Markdown; `None` for an address that is no page's.
    pub(super) fn twin(&self) -> Option<Self> {
        match self.0.strip_suffix(".html") {
            Some(page) => Some(Self(format!("{page}.md").into())),
            None if self.0.is_empty() || self.0.ends_with('/') => {
                Some(Self(format!("{}index.md", self.0).into()))
            }
            None => None,
        }
    }

    pub(super) fn not_found() -> Self {
        Self("404.html".into())
    }

    /// Reads a former address as authors write it: with or without slashes around it, or `.html`.
    pub(super) fn of_alias(alias: &str, style: UrlStyle) -> Result<Self, &'static str> {
        // An address is often copied from where it is encoded.
        let written = percent_decode(alias);
        let alias = composed(&written);
        let path = alias.trim_start_matches('/');
        let is_bad = |segment: &str| {
            segment == "."
                || segment == ".."
                || (segment.is_empty() && !path.trim_end_matches('/').is_empty())
        };
        if alias.contains("://") || alias.starts_with("//") || path.trim_end_matches('/').is_empty() {
            return Err("it is not a path inside the site");
        }
        if path.trim_end_matches('/').split('/').any(is_bad) {
            return Err("it holds empty or dotted segments");
        }
        if path.chars().any(|c| c.is_control() || matches!(c, '\\' | '?' | '#')) {
            return Err("it holds characters that an address cannot have");
        }
        if path.starts_with(RESERVED) {
            return Err("addresses that begin with `.daring-` are for Daring itself");
        }
        if matches!(path, "_redirects" | "_headers") {
            return Err("it is the name of a file that web hosts read");
        }
        let is_file = path.ends_with(".html") || path.ends_with(".htm");
        let bare = path.trim_end_matches('/');
        Ok(Self(match (is_file, style) {
            (true, _) => bare.into(),
            (false, UrlStyle::Directory) => format!("{bare}/").into(),
            (false, UrlStyle::File) => format!("{bare}/index.html").into(),
        }))
    }

    /// Returns the route as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the file that the output is written to, from the output folder.
    pub fn output(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.to_string()
        }
    }

    /// Returns whether the output would take the place of a file that publishing needs for itself.
    pub(super) fn is_reserved(&self) -> bool {
        self.0.starts_with(RESERVED)
    }

    /// Returns the href of `target` as seen from this route: relative, percent-encoded, never
    /// empty. It is right under any base path.
    ///
    /// The result holds no character that needs escaping in an attribute.
    pub fn href_to(&self, target: &Route) -> String {
        let folder = &self.0.as_bytes()[..self.0.rfind('/').map_or(0, |slash| slash + 1)];
        let target_bytes = target.0.as_bytes();
        let equal = folder.iter().zip(target_bytes).take_while(|(a, b)| a == b).count();
        let common = memchr::memrchr(b'/', &folder[..equal]).map_or(0, |slash| slash + 1);
        let up = memchr::memchr_iter(b'/', &folder[common..]).count();
        let down = &target.0[common..];
        let mut href = String::with_capacity(up * 3 + down.len() + 2);
        for _ in 0..up {
            href.push_str("../");
        }
        // A first segment with a colon would be read as a scheme.
        if up == 0 && (down.is_empty() || down.split('/').next().is_some_and(|segment| segment.contains(':')))
        {
            href.push_str("./");
        }
        encode(down, &mut href);
        href
    }

    /// Returns the href of the site's root as seen from this route; empty at the root.
    pub fn href_to_root(&self) -> String {
        "../".repeat(self.0.bytes().filter(|byte| *byte == b'/').count())
    }

    /// Returns the way from the site's root, to be put behind [`Route::href_to_root`].
    pub fn below_root(&self) -> String {
        Self("".into()).href_to(self)
    }

    /// Returns a route beside this one that nothing is published at. Every page beside this one sees
    /// all others at the same hrefs as it does.
    ///
    /// No key holds a control character, so nothing can be in its place.
    #[must_use]
    pub fn viewpoint(&self) -> Self {
        let folder_end = self.0.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1);
        let ending = if self.0.ends_with('/') { "\0/" } else { "\0" };
        Self(format!("{}{ending}", &self.0[..folder_end]).into())
    }

    /// Returns the absolute address under a base address that ends in `/`.
    pub fn absolute(&self, base_url: &str) -> String {
        let mut url = base_url.to_owned();
        encode(&self.0, &mut url);
        url
    }
}

/// Returns an href as a stop of a reading path, by which the page knows along which path a reader came.
pub fn along(href: String, path: &str) -> String {
    href + "?path=" + path
}

/// Percent-encodes a path: everything but unreserved characters, sub-delimiters without `'` and
/// `&` (which would need escaping in HTML), `:`, `@` and `/` (RFC 3986, section 3.3).
fn encode(path: &str, out: &mut String) {
    static PLAIN: [bool; 256] = alphanumeric_or(b"-._~!$()*+,;=:@/");
    percent_encode(path, &PLAIN, out);
}

/// Returns the path of a base address, with a `/` at both ends.
pub fn base_path(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    base_url[host..].find('/').map_or("/", |slash| &base_url[host + slash..])
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(from: &str, to: &str) -> String {
        Route(from.into()).href_to(&Route(to.into()))
    }

    #[test]
    fn hrefs_are_relative_to_the_folder_of_the_page() {
        assert_eq!(href("", "vision/"), "vision/");
        assert_eq!(href("vision/triggers/", ""), "../../");
        assert_eq!(href("vision/triggers/", "vision/"), "../");
        assert_eq!(href("vision/triggers/", "vision/triggers/"), "./");
        assert_eq!(href("vision/a/", "visions/b/"), "../../visions/b/");
        assert_eq!(href("vision/a.html", "vision/b.html"), "b.html");
        assert_eq!(href("a/b/c.html", "index.html"), "../../index.html");
    }

    #[test]
    fn hrefs_are_encoded_and_never_a_scheme() {
        assert_eq!(href("", "a b/é&'.png"), "a%20b/%C3%A9%26%27.png");
        assert_eq!(href("", "x:y/"), "./x:y/");
        assert_eq!(Route("a/b".into()).absolute("https://example.org/h/"), "https://example.org/h/a/b");
    }

    #[test]
    fn the_path_of_a_base_address() {
        assert_eq!(base_path("https://example.org/"), "/");
        assert_eq!(base_path("https://example.org/a/b/"), "/a/b/");
    }

    #[test]
    fn former_addresses_are_taken_as_they_are_written() {
        let route = |alias: &str| Route::of_alias(alias, UrlStyle::Directory).map(|route| route.output());
        assert_eq!(route("/old/place"), Ok("old/place/index.html".to_owned()));
        assert_eq!(route("old.html"), Ok("old.html".to_owned()));
        assert_eq!(route("/caf%C3%A9/"), Ok("café/index.html".to_owned()));
        assert_eq!(route("/cafe\u{301}/"), Ok("café/index.html".to_owned()));
        assert!(route("/%2e%2e/x").is_err());
        assert!(route("/a%3Fb").is_err());
        assert!(route("/").is_err());
        assert!(route("../x").is_err());
        assert!(route("https://example.org/").is_err());
        assert!(route("//example.org/x").is_err());
        assert!(route("/.daring-manifest").is_err());
        assert!(route("/_redirects").is_err());
    }
}
