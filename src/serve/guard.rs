//! Who may ask: the checks that keep other web sites out of a server on this machine.
//!
//! Any page in the browser can send requests to `localhost`. Three headers tell them apart: `Host`
//! (a name that an attacker's DNS points at this machine), `Origin` and `Sec-Fetch-Site` (a page of
//! another origin). The rules hold for every path, the stream of events included.

use std::net::IpAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Uri, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// What a request may be for, which decides whether another site may link to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A page or file of the site.
    Site,
    /// Something of the server's own, which nobody follows a link to.
    Own,
}

/// Checks a request that came in at the address `local`. `names` are hosts that were allowed by
/// name.
///
/// # Errors
/// Why the request is refused, for the person who sent it.
pub(super) fn check(
    uri: &Uri,
    headers: &HeaderMap,
    purpose: Purpose,
    local: IpAddr,
    names: &[String],
) -> Result<(), &'static str> {
    let host = single(headers, &header::HOST).ok_or("the request names no host, or several")?;
    let is_known = |authority: &Authority| is_known_host(authority, local, names);
    if !host.parse::<Authority>().is_ok_and(|authority| is_known(&authority)) {
        return Err("this server does not answer for that host; allow it with --allow-host");
    }
    if uri.authority().is_some_and(|authority| !is_known(authority)) {
        return Err("this server does not answer for that host");
    }
    if headers.contains_key(header::ORIGIN) {
        let is_own = single(headers, &header::ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|origin| origin.eq_ignore_ascii_case(host));
        if !is_own {
            return Err("the request comes from a page of another site");
        }
    }
    if headers.contains_key(SEC_FETCH_SITE) {
        let is = |name: &HeaderName, value: &str| single(headers, name) == Some(value);
        let is_own = is(&SEC_FETCH_SITE, "same-origin") || is(&SEC_FETCH_SITE, "none");
        let is_followed_link =
            purpose == Purpose::Site && is(&SEC_FETCH_MODE, "navigate") && is(&SEC_FETCH_DEST, "document");
        if !is_own && !is_followed_link {
            return Err("the request comes from a page of another site");
        }
    }
    Ok(())
}

/// Returns the value of a header that is there once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn is_known_host(authority: &Authority, local: IpAddr, names: &[String]) -> bool {
    let host = authority.host();
    // Neither a name of a user before the host, nor anything but a port behind it.
    let port = authority.as_str().strip_prefix(host).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    if !port.is_some_and(|port| port.is_empty() || port.parse::<u16>().is_ok()) {
        return false;
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match bare.parse::<IpAddr>() {
        // An address cannot be made to point elsewhere, so the one that was connected to is safe.
        Ok(address) => address.is_loopback() || address == local.to_canonical(),
        Err(_) => {
            host.eq_ignore_ascii_case("localhost") || names.iter().any(|name| name.eq_ignore_ascii_case(host))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn verdict(purpose: Purpose, fields: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let local = IpAddr::from([192, 168, 7, 7]);
        check(&Uri::from_static("/"), &headers, purpose, local, &["laptop.example".to_owned()]).is_ok()
    }

    #[test]
    fn only_hosts_that_cannot_be_forged_are_answered() {
        let site = |host| verdict(Purpose::Site, &[("host", host)]);
        for host in
            ["localhost:1111", "LOCALHOST", "127.0.0.1:1", "127.9.9.9", "[::1]:1111", "192.168.7.7:1111"]
        {
            assert!(site(host), "{host}");
        }
        assert!(site("laptop.example:1111"));
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "0.0.0.0:1111",
            "a@localhost",
            "localhost:x",
            "",
            "[::2]",
            "2130706433",
        ] {
            assert!(!site(host), "{host}");
        }
        assert!(!verdict(Purpose::Site, &[]));
        assert!(!verdict(Purpose::Site, &[("host", "localhost"), ("host", "localhost")]));
    }

    #[test]
    fn an_origin_must_be_ours_to_the_port() {
        let with = |origin| verdict(Purpose::Own, &[("host", "localhost:1111"), ("origin", origin)]);
        assert!(with("http://localhost:1111"));
        for origin in [
            "http://localhost:1112",
            "https://localhost:1111",
            "http://127.0.0.1:1111",
            "http://localhost",
            "http://evil.example",
            "null",
            "",
        ] {
            assert!(!with(origin), "{origin}");
        }
    }

    #[test]
    fn other_sites_may_link_to_a_page_and_nothing_else() {
        let from = |purpose, site, mode, dest| {
            let fields = [
                ("host", "localhost:1111"),
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ];
            verdict(purpose, &fields)
        };
        assert!(from(Purpose::Own, "same-origin", "cors", "empty"));
        assert!(from(Purpose::Site, "none", "navigate", "document"));
        assert!(from(Purpose::Site, "cross-site", "navigate", "document"));
        for site in ["cross-site", "same-site", "odd"] {
            assert!(!from(Purpose::Own, site, "navigate", "document"), "{site}");
            assert!(!from(Purpose::Site, site, "no-cors", "script"), "{site}");
            assert!(!from(Purpose::Site, site, "navigate", "iframe"), "{site}");
            assert!(!from(Purpose::Site, site, "cors", "empty"), "{site}");
        }
    }
}
