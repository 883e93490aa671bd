//! Asking for one address. The only home of `ureq`.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::Response;
use ureq::{Agent, Body};

use super::Verdict;
use super::address::{follow, host};
use crate::config::ExternalConfig;
use crate::document::html;

/// How many redirections are followed, as browsers do.
const MAX_HOPS: usize = 20;

/// The longest that a server may make us wait before the next attempt.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// How long to wait before the second attempt; twice as long before the third, and so on.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// How much of a page is searched for an anchor.
const MAX_PAGE_BYTES: u64 = 8 << 20;

/// Who asks.
const AGENT: &str = concat!("daring/", env!("CARGO_PKG_VERSION"), " (link check)");

pub(super) struct Client {
    agent: Agent,
    retries: u32,
    /// Until when each host wants to be left alone.
    closed: Mutex<HashMap<String, Instant>>,
}

/// What one attempt came to.
enum Attempt {
    Settled(Verdict),
    /// It may be otherwise in a moment: after this long, if the server says so.
    Passing(Verdict, Option<Duration>),
}

impl Client {
    pub(super) fn new(config: &ExternalConfig) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(u64::from(config.timeout))))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(AGENT)
            .build();
        Self { agent: agent.into(), retries: config.retries, closed: Mutex::default() }
    }

    /// Asks until there is an answer that will stay, or often enough.
    pub(super) fn ask(&self, url: &str) -> Verdict {
        let mut backoff = FIRST_WAIT;
        for left in (0..=self.retries).rev() {
            if let Err(verdict) = self.wait_for_host(url) {
                return verdict;
            }
            match self.attempt(url) {
                Attempt::Settled(verdict) => return verdict,
                Attempt::Passing(verdict, Some(wait)) => {
                    self.leave_alone(url, wait);
                    if left == 0 || wait > MAX_WAIT {
                        return verdict;
                    }
                }
                Attempt::Passing(verdict, None) if left == 0 => return verdict,
                Attempt::Passing(_, None) => thread::sleep(backoff),
            }
            backoff *= 2;
        }
        unreachable!("the last attempt returns")
    }

    /// Remembers for all addresses of a host that it wants to be left alone.
    fn leave_alone(&self, url: &str, wait: Duration) {
        // Longer than anybody waits is as good as for ever.
        let until = Instant::now() + wait.min(MAX_WAIT * 60);
        let mut closed = self.closed.lock().expect("no holder of this lock panics");
        let known = closed.entry(host(url).to_owned()).or_insert(until);
        *known = until.max(*known);
    }

    /// Waits until a host may be asked again, unless that takes too long.
    fn wait_for_host(&self, url: &str) -> Result<(), Verdict> {
        let until = self.closed.lock().expect("no holder of this lock panics").get(host(url)).copied();
        let wait = until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
        if wait > MAX_WAIT {
            let reason = format!("its host wants to be left alone for {} seconds", wait.as_secs());
            return Err(Verdict::Unsure(reason));
        }
        thread::sleep(wait);
        Ok(())
    }

    fn attempt(&self, url: &str) -> Attempt {
        let (mut at, fragment) = match url.split_once('#') {
            Some((page, fragment)) => (page.to_owned(), anchor(fragment)),
            None => (url.to_owned(), None),
        };
        let mut is_permanent = true;
        let mut sets_cookies = false;
        for hop in 0..=MAX_HOPS {
            let response = match self.request(&at, fragment.is_some()) {
                Ok(response) => response,
                Err(error) if is_refused(&error) && is_this_machine(&at) => {
                    return broken("nothing answers there");
                }
                Err(error) => return failed(&error),
            };
            let status = response.status().as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                let moved = (hop > 0 && is_permanent).then(|| match fragment {
                    Some(fragment) => format!("{at}#{fragment}"),
                    None => at.clone(),
                });
                return answered(response, moved, fragment);
            }
            is_permanent &= matches!(status, 301 | 308);
            sets_cookies |= response.headers().contains_key("set-cookie");
            let location = response.headers().get("location").and_then(|value| value.to_str().ok());
            match location.and_then(|location| follow(&at, location)) {
                Some(next) => at = next,
                None => return broken("it leads to something that is no address of the web"),
            }
        }
        if sets_cookies {
            return unsure("it leads from one address to the next, as it may do to those without cookies");
        }
        broken("it leads from one address to the next without end")
    }

    /// Asks for the head alone, which costs the server least, and for the whole where it refuses that.
    fn request(&self, url: &str, is_whole: bool) -> Result<Response<Body>, ureq::Error> {
        if !is_whole {
            let response = self.agent.head(url).call()?;
            let status = response.status().as_u16();
            if status < 400 || status == 429 {
                return Ok(response);
            }
        }
        self.agent.get(url).header("accept", "text/html, */*").call()
    }
}

fn answered(response: Response<Body>, moved: Option<String>, fragment: Option<&str>) -> Attempt {
    let status = response.status().as_u16();
    match status {
        200..=299 => {
            if let Some(fragment) = fragment
                && !has_anchor(response, fragment)
            {
                return broken(&format!("the page has no `#{fragment}`"));
            }
            Attempt::Settled(moved.map_or(Verdict::Fine, Verdict::Moved))
        }
        401 | 403 | 407 | 451 | 999 => {
            let reason = format!("it answers {status}, so it may want a login or refuse programs");
            Attempt::Settled(Verdict::Unsure(reason))
        }
        408 | 425 | 429 | 500..=599 => {
            let wait = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
            let wait = wait.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
            Attempt::Passing(Verdict::Unsure(format!("it answers {status}")), wait)
        }
        _ => broken(&format!("it answers {status}")),
    }
}

/// The anchor that a fragment names, without what is for browsers: a text to show (WICG, "URL fragment
/// text directives") and the top of the page (HTML, section 7.4.6.4).
fn anchor(fragment: &str) -> Option<&str> {
    let name = fragment.split(":~:").next().unwrap_or_default();
    (!name.is_empty() && !name.eq_ignore_ascii_case("top")).then_some(name)
}

fn has_anchor(response: Response<Body>, fragment: &str) -> bool {
    let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| !kind.to_ascii_lowercase().contains("html")) {
        return true; // What it means is up to who shows it: a page of a PDF, a time of a film.
    }
    let mut page = Vec::new();
    let read = response.into_body().into_reader().take(MAX_PAGE_BYTES).read_to_end(&mut page);
    let page = String::from_utf8_lossy(&page);
    let wanted = crate::handbook::percent_decode(fragment);
    let is_it = |tag: html::Tag<'_>| html::anchors(&tag).any(|anchor| html::decode(anchor.value) == *wanted);
    // What cannot be read to its end may have the anchor there.
    html::tags(&page).any(is_it) || read.is_err() || page.len() as u64 >= MAX_PAGE_BYTES
}

fn failed(error: &ureq::Error) -> Attempt {
    match error {
        ureq::Error::Timeout(_) => passing("it does not answer in time"),
        ureq::Error::HostNotFound => unknown_host(),
        ureq::Error::Io(error) => unconnected(error),
        ureq::Error::ConnectionFailed => passing("nothing answers there at the moment"),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => broken("it cannot be read as an address"),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => untrusted(&error.to_string()),
        _ => passing("its answer cannot be read"),
    }
}

fn is_refused(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused)
}

/// Whether an address is of the machine that asks: no network is to blame there.
fn is_this_machine(url: &str) -> bool {
    let host = host(url);
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Why there was no connection, or no answer over it. What one's own network may be to blame for tells
/// nothing about the address.
fn unconnected(error: &io::Error) -> Attempt {
    let text = error.to_string();
    let is_of_names = text.contains("failed to lookup address information");
    // As the C library says it where no server of names can be reached (EAI_AGAIN).
    let is_passing = text.contains("Temporary failure") || text.contains("Try again");
    match error.kind() {
        _ if is_of_names && is_passing => passing("its host cannot be looked up at the moment"),
        _ if is_of_names => unknown_host(),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => passing("it does not answer in time"),
        ErrorKind::ConnectionRefused => passing("its host refuses the connection"),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => passing("its host ends the connection without an answer"),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            passing("its host cannot be reached from here")
        }
        // How rustls passes on what it refuses.
        ErrorKind::InvalidData => untrusted(&text),
        _ => passing("nothing answers there at the moment"),
    }
}

fn untrusted(text: &str) -> Attempt {
    if text.contains("certificate") {
        return broken("its certificate cannot be trusted");
    }
    unsure("no secure connection can be agreed on")
}

fn unknown_host() -> Attempt {
    Attempt::Passing(Verdict::Broken("there is no host of that name".to_owned()), None)
}

fn passing(reason: &str) -> Attempt {
    Attempt::Passing(Verdict::Unsure(reason.to_owned()), None)
}

fn unsure(reason: &str) -> Attempt {
    Attempt::Settled(Verdict::Unsure(reason.to_owned()))
}

fn broken(reason: &str) -> Attempt {
    Attempt::Settled(Verdict::Broken(reason.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(kind: ErrorKind, text: &str) -> Verdict {
        match unconnected(&io::Error::new(kind, text.to_owned())) {
            Attempt::Settled(verdict) | Attempt::Passing(verdict, _) => verdict,
        }
    }

    #[test]
    fn what_the_network_may_be_to_blame_for_is_not_broken() {
        let lookup = |why| verdict(ErrorKind::Other, &format!("failed to lookup address information: {why}"));
        let broken = [
            lookup("Name or service not known"),
            verdict(ErrorKind::InvalidData, "invalid peer certificate: UnknownIssuer"),
        ];
        assert!(broken.iter().all(|verdict| matches!(verdict, Verdict::Broken(_))), "{broken:?}");
        let unsure = [
            lookup("Temporary failure in name resolution"),
            verdict(ErrorKind::ConnectionRefused, ""),
            verdict(ErrorKind::UnexpectedEof, ""),
            verdict(ErrorKind::NetworkUnreachable, ""),
            verdict(ErrorKind::InvalidData, "received fatal alert: HandshakeFailure"),
        ];
        assert!(unsure.iter().all(|verdict| matches!(verdict, Verdict::Unsure(_))), "{unsure:?}");
    }

    #[test]
    fn a_fragment_for_browsers_names_no_anchor() {
        assert_eq!((anchor("here"), anchor("here:~:text=x")), (Some("here"), Some("here")));
        assert_eq!((anchor(""), anchor("Top"), anchor(":~:text=x")), (None, None, None));
    }

    #[test]
    fn a_host_that_wants_to_be_left_alone_for_long_is_not_waited_for() {
        let client = Client::new(&ExternalConfig::default());
        client.leave_alone("https://x.example/a", Duration::from_secs(3_000));
        assert!(matches!(client.wait_for_host("https://x.example/b"), Err(Verdict::Unsure(_))));
        assert_eq!(client.wait_for_host("https://y.example/b"), Ok(()));
    }
}
