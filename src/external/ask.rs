//! Asking for one address. The only home of `ureq`.

use std::io::Read;
use std::thread;
use std::time::Duration;

use ureq::http::Response;
use ureq::{Agent, Body};

use super::Verdict;
use super::address::follow;
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
        Self { agent: agent.into(), retries: config.retries }
    }

    /// Asks until there is an answer that will stay, or often enough.
    pub(super) fn ask(&self, url: &str) -> Verdict {
        let mut backoff = FIRST_WAIT;
        for _ in 0..self.retries {
            match self.attempt(url) {
                Attempt::Settled(verdict) => return verdict,
                Attempt::Passing(_, wait) => thread::sleep(wait.unwrap_or(backoff).min(MAX_WAIT)),
            }
            backoff *= 2;
        }
        match self.attempt(url) {
            Attempt::Settled(verdict) | Attempt::Passing(verdict, _) => verdict,
        }
    }

    fn attempt(&self, url: &str) -> Attempt {
        let (mut at, fragment) = match url.split_once('#') {
            Some((page, fragment)) => (page.to_owned(), Some(fragment).filter(|name| !name.is_empty())),
            None => (url.to_owned(), None),
        };
        let mut is_permanent = true;
        for hop in 0..=MAX_HOPS {
            let response = match self.request(&at, fragment.is_some()) {
                Ok(response) => response,
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
            let location = response.headers().get("location").and_then(|value| value.to_str().ok());
            match location.and_then(|location| follow(&at, location)) {
                Some(next) => at = next,
                None => return broken("it leads to something that is no address of the web"),
            }
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

fn has_anchor(response: Response<Body>, fragment: &str) -> bool {
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
        ureq::Error::Timeout(_) => {
            Attempt::Passing(Verdict::Unsure("it does not answer in time".to_owned()), None)
        }
        ureq::Error::HostNotFound => {
            Attempt::Passing(Verdict::Broken("there is no host of that name".to_owned()), None)
        }
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => {
            Attempt::Passing(Verdict::Broken("nothing answers there".to_owned()), None)
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => broken("it cannot be read as an address"),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => broken("its certificate cannot be trusted"),
        _ => Attempt::Passing(Verdict::Unsure("its answer cannot be read".to_owned()), None),
    }
}

fn broken(reason: &str) -> Attempt {
    Attempt::Settled(Verdict::Broken(reason.to_owned()))
}
