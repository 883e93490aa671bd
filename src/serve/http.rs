//! Connections, requests and answers.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::early::{self, Early};
use super::guard::{self, Purpose};
use super::media::{HTML, media_type};
use super::renderer::Renderer;
use super::shown::{Current, Found, Shown};
use super::{Follow, events, file, problems};
use crate::handbook::percent_decode;
use crate::page::{MovesFile, PageKind};
use crate::render::{Content, continued, render};
use crate::source::ContentHash;
use crate::theme::AssetContent;

/// How many connections are held at once; more wait until one is closed.
const MAX_CONNECTIONS: usize = 768;

/// How long a request may take to arrive, and a connection may stay without one.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// The longest head of a request that is read.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// How long to wait when the system has no more handles, before trying again.
const BREATH: Duration = Duration::from_millis(50);

/// The largest HTML file of the static folder that the script is added to.
const MAX_HTML_BYTES: u64 = 16 << 20;

/// Addresses of the server's own.
const OWN: &str = "/.daring/";

const SCRIPT: &str = include_str!("client.js");
const STYLE: &str = include_str!("client.css");

/// What all requests need.
pub(super) struct Shared {
    pub(super) current: watch::Receiver<Arc<Current>>,
    pub(super) early: Arc<Early>,
    pub(super) renderer: Arc<Renderer>,
    pub(super) hosts: Vec<String>,
    pub(super) follow: Follow,
    pub(super) editor: String,
}

/// Takes connections until the runtime ends.
pub(super) async fn accept(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let shared = Arc::clone(&shared);
                tokio::spawn(async move {
                    connection(stream, shared).await;
                    drop(permit);
                });
            }
            // The client is gone already, or there are no more handles: neither is for ever.
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let Ok(local) = stream.local_addr() else { return };
    // Answers are written whole; waiting for more would only delay events.
    stream.set_nodelay(true).unwrap_or_default();
    let service = service_fn(move |request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(respond(request.into_parts().0, local, &shared).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(REQUEST_TIME).max_buf_size(MAX_HEAD_BYTES);
    // A client that speaks no HTTP, or goes away, is no event.
    http.serve_connection(TokioIo::new(stream), service).await.unwrap_or_default();
}

/// Answers a request. Its body is never read.
async fn respond(request: Parts, local: SocketAddr, shared: &Arc<Shared>) -> Response<Body> {
    let path = request.uri.path();
    let purpose = if path.starts_with(OWN) { Purpose::Own } else { Purpose::Site };
    let local: IpAddr = local.ip().to_canonical();
    let mut response = match guard::check(&request.uri, &request.headers, purpose, local, &shared.hosts) {
        Err(why) => plain(StatusCode::FORBIDDEN, why),
        Ok(()) if !matches!(request.method, Method::GET | Method::HEAD) => not_allowed(),
        Ok(()) if purpose == Purpose::Own => own(&request, shared).await,
        Ok(()) => site(&request, shared).await,
    };
    protect(response.headers_mut());
    response
}

/// Headers of every answer: no guessing of types, no use by other sites.
fn protect(headers: &mut HeaderMap) {
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
        ("content-security-policy", "frame-ancestors 'self'"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn not_allowed() -> Response<Body> {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "this server answers GET and HEAD");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    // What the client goes on to send is not read.
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The server's own addresses.
async fn own(request: &Parts, shared: &Arc<Shared>) -> Response<Body> {
    match request.uri.path() {
        "/.daring/client.js" => {
            answer(StatusCode::OK, media_type("client.js"), Bytes::from_static(SCRIPT.as_bytes()))
        }
        "/.daring/client.css" => {
            answer(StatusCode::OK, media_type("client.css"), Bytes::from_static(STYLE.as_bytes()))
        }
        "/.daring/events" => {
            let query = Query::of(request.uri.query().unwrap_or(""));
            let body = match request.method {
                Method::HEAD => Body::empty(),
                _ => events::stream(Arc::clone(shared), query.path, query.version),
            };
            let mut response = Response::new(body);
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
            response
        }
        _ => plain(StatusCode::NOT_FOUND, "nothing is here"),
    }
}

/// What a tab says of itself.
struct Query {
    path: String,
    version: Option<u64>,
}

impl Query {
    fn of(query: &str) -> Self {
        let value = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.replace('+', " ")).next()
        };
        // The path was encoded as a path, and once more as a value.
        let path = value("path").map(|path| percent_decode(&path).into_owned()).unwrap_or_default();
        Self { path, version: value("version").and_then(|version| version.parse().ok()) }
    }
}

/// The addresses of the site.
async fn site(request: &Parts, shared: &Arc<Shared>) -> Response<Body> {
    if let Some(answer) = early::answer(request, shared).await {
        return answer;
    }
    let current = ready(shared).await;
    let Some(shown) = &current.shown else {
        return page_answer(StatusCode::SERVICE_UNAVAILABLE, problems::page(&current, &[]).into(), 0);
    };
    match shown.find(request.uri.path()) {
        Found::Page(index) => output(request, shared, &current, shown, index, StatusCode::OK).await,
        Found::Elsewhere(address) => elsewhere(&address, request.uri.query()),
        Found::Nothing => match shown.not_found() {
            Some(index) => output(request, shared, &current, shown, index, StatusCode::NOT_FOUND).await,
            None => plain(StatusCode::NOT_FOUND, "there is no such page"),
        },
    }
}

/// Waits until the project was read.
pub(super) async fn ready(shared: &Shared) -> Arc<Current> {
    let mut current = shared.current.clone();
    match current.wait_for(|current| current.is_ready).await {
        Ok(current) => Arc::clone(&current),
        // Whoever reads is gone, because the program ends.
        Err(_) => Arc::clone(&shared.current.borrow()),
    }
}

pub(super) async fn output(
    request: &Parts,
    shared: &Arc<Shared>,
    current: &Current,
    shown: &Arc<Shown>,
    index: usize,
    status: StatusCode,
) -> Response<Body> {
    let page = &shown.site.pages.pages[index];
    let name = page.route.output();
    let source = match page.kind {
        PageKind::Asset(asset) => Content::CopyOf(shown.site.handbook.assets[asset].path.clone()),
        PageKind::ThemeAsset(asset) => match &shown.site.theme.assets()[asset].content {
            AssetContent::Embedded(bytes) => Content::Embedded(bytes),
            AssetContent::File(path) => Content::CopyOf(path.clone()),
        },
        PageKind::Moves(MovesFile::Rules(Some(_))) => render(&shown.site, page).value.content,
        _ => {
            let rendered = shown.page(index, &shared.renderer).await;
            return match rendered.html {
                Some(html) if page.kind.is_templated() => page_answer(status, html, shown.version),
                Some(bytes) => answer(status, media_type(&name), bytes),
                None => {
                    let page = problems::page(current, &rendered.diagnostics);
                    page_answer(StatusCode::INTERNAL_SERVER_ERROR, page.into(), shown.version)
                }
            };
        }
    };
    let media = media_type(&name);
    match source {
        Content::CopyOf(path) => {
            if media == HTML
                && let Some(html) = file::small(&current.root, &path, MAX_HTML_BYTES).await
            {
                return page_answer(status, html, shown.version);
            }
            file::answer(&request.headers, &current.root, &path, media).await
        }
        Content::Continued(path, text) => match file::small(&current.root, &path, MAX_HTML_BYTES).await {
            Some(own) => answer(status, media, continued(&own, &text).into()),
            None => file::answer(&request.headers, &current.root, &path, media).await,
        },
        Content::Embedded(bytes) => embedded(&request.headers, bytes, media),
        Content::Bytes(bytes) => answer(status, media, bytes.into()),
        // Only what is rendered is drawn, and that was answered above.
        Content::Drawn(picture) => answer(status, media, picture.draw().into()),
    }
}

fn embedded(headers: &HeaderMap, bytes: &'static [u8], media: &'static str) -> Response<Body> {
    let tag = format!("\"{:016x}\"", ContentHash::of(bytes).0);
    file::of_bytes(headers, Bytes::from_static(bytes), media, &tag)
}

/// A page with the script that listens for changes. It is the one thing that is not published.
pub(super) fn page_answer(status: StatusCode, html: Bytes, version: u64) -> Response<Body> {
    let script = format!("<script src=\"{OWN}client.js\" defer data-version=\"{version}\"></script>");
    let at = end_of_body(&html);
    let mut page = Vec::with_capacity(html.len() + script.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(&html[at..]);
    answer(status, HTML, page.into())
}

fn end_of_body(html: &[u8]) -> usize {
    const END: &[u8] = b"</body>";
    let last = html.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END));
    last.unwrap_or(html.len())
}

pub(super) fn elsewhere(address: &str, query: Option<&str>) -> Response<Body> {
    let address = match query {
        Some(query) => format!("{address}?{query}"),
        None => address.to_owned(),
    };
    let mut response = plain(StatusCode::FOUND, "the page is elsewhere");
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    answer(status, "text/plain; charset=utf-8", Bytes::from_static(text.as_bytes()))
}

pub(super) fn answer(status: StatusCode, media: &'static str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_before_the_last_end_of_the_body() {
        assert_eq!(end_of_body(b"<p>&lt;/body></p></BODY></html>"), 17);
        assert_eq!(end_of_body(b"<p>x"), 4);
    }

    #[test]
    fn a_tab_names_its_path_encoded_twice() {
        let query = Query::of("path=%2Fa%2520b%2F&version=7");
        assert_eq!((query.path.as_str(), query.version), ("/a%20b/", Some(7)));
        assert_eq!(Query::of("").version, None);
    }
}
