//! Addresses, as far as following them needs.

use std::borrow::Cow;

/// The scheme of an address that begins with `//`, which is that of the page: handbooks are published so.
pub(super) const SCHEME: &str = "https:";

/// Returns an address with its scheme: `//host/path` has none.
pub(super) fn with_scheme(url: Cow<'_, str>) -> Cow<'_, str> {
    if url.starts_with("//") { Cow::Owned(format!("{SCHEME}{url}")) } else { url }
}

/// Returns whether this is an address of the web.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Returns host and port.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or("")
}

/// Returns where a redirection leads (RFC 3986, section 5.2, as far as servers use it); `None` when
/// that is not on the web.
pub(super) fn follow(from: &str, location: &str) -> Option<String> {
    let location = location.trim();
    let from = from.split('#').next().unwrap_or(from);
    if location.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
        return is_web(location).then(|| location.to_owned());
    }
    let (scheme, rest) = from.split_once("://")?;
    if let Some(elsewhere) = location.strip_prefix("//") {
        return Some(format!("{scheme}://{elsewhere}"));
    }
    let host = host(from);
    if location.starts_with('/') {
        return Some(format!("{scheme}://{host}{location}"));
    }
    let path = rest[host.len()..].split('?').next().unwrap_or("");
    if location.starts_with('?') {
        return Some(format!("{scheme}://{host}{path}{location}"));
    }
    let mut segments: Vec<&str> = path.split('/').skip(1).collect();
    segments.pop();
    let (way, query) = location.split_once('?').map_or((location, None), |(way, query)| (way, Some(query)));
    let mut ways = way.split('/').peekable();
    while let Some(segment) = ways.next() {
        match segment {
            "." | ".." if ways.peek().is_none() => {
                if segment == ".." {
                    segments.pop();
                }
                segments.push("");
            }
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Some(format!("{scheme}://{host}/{}{query}", segments.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirections_are_followed_as_browsers_do() {
        let from = "https://a.example/b/c?d=e#f";
        for (location, wanted) in [
            ("https://x.example/y", Some("https://x.example/y")),
            ("//x.example/y", Some("https://x.example/y")),
            ("/y?z", Some("https://a.example/y?z")),
            ("y", Some("https://a.example/b/y")),
            ("../y/", Some("https://a.example/y/")),
            ("./", Some("https://a.example/b/")),
            ("?q", Some("https://a.example/b/c?q")),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(follow(from, location).as_deref(), wanted, "{location}");
        }
        assert_eq!(follow("http://a.example", "b").as_deref(), Some("http://a.example/b"));
        assert_eq!(host("http://a.example:81/x"), "a.example:81");
    }
}
