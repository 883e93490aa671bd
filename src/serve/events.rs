//! What one tab is told, and when: nothing, unless its own page or its problems changed.
//!
//! One task a tab waits for the next state and compares what the tab shows with what it should. A
//! tab that reads slowly misses states in between, never the last one.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::Follow;
use super::http::{Shared, ready};
use super::problems::{Problems, page, problems};
use super::shown::{Current, Found, Rendered, Shown};
use crate::diagnostic::Diagnostic;
use crate::source::{ContentHash, SourcePath};

/// How often an idle stream is written to, which is how a client that went away is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Starts the stream of a tab.
pub(super) fn stream(shared: Arc<Shared>, path: String, version: Option<u64>) -> Body {
    let (sender, receiver) = mpsc::channel(4);
    let tab = Tab {
        shared,
        sender,
        path,
        page: None,
        source: None,
        was_found: false,
        problems: None,
        edited: 0,
        touched: 0,
        has_left: false,
    };
    tokio::spawn(tab.run(version));
    Body::from_stream(ReceiverStream::new(receiver))
}

/// A tab, and what it shows.
struct Tab {
    shared: Arc<Shared>,
    sender: mpsc::Sender<Result<Bytes, Infallible>>,
    path: String,
    /// The fingerprint of the page as it was sent, or as it was when the stream began.
    page: Option<ContentHash>,
    /// The source of the page.
    source: Option<SourcePath>,
    /// Whether there was a page at the path: that of a source, or of a folder.
    was_found: bool,
    problems: Option<Problems>,
    edited: u64,
    touched: u64,
    /// Whether the tab was told that its page is gone or elsewhere.
    has_left: bool,
}

/// The client is gone.
struct Gone;

#[derive(Serialize)]
struct Hello {
    version: u64,
}

#[derive(Serialize)]
struct PageEvent<'a> {
    version: u64,
    html: &'a str,
}

#[derive(Serialize)]
struct Moved<'a> {
    to: &'a str,
}

#[derive(Serialize)]
struct GoneEvent<'a> {
    path: &'a str,
}

#[derive(Serialize)]
struct Go<'a> {
    to: &'a str,
    anchor: &'a str,
}

#[derive(Serialize)]
struct AssetEvent {
    paths: Vec<String>,
}

impl Tab {
    async fn run(mut self, version: Option<u64>) {
        ready(&self.shared).await;
        let mut states = self.shared.current.clone();
        let first = Arc::clone(&states.borrow_and_update());
        if self.begin(&first, version).await.is_err() {
            return;
        }
        loop {
            tokio::select! {
                changed = states.changed() => {
                    let now = Arc::clone(&states.borrow_and_update());
                    if changed.is_err() || self.update(&now).await.is_err() {
                        return;
                    }
                }
                () = tokio::time::sleep(HEARTBEAT) => {
                    if self.sender.send(Ok(Bytes::from_static(b":\n\n"))).await.is_err() {
                        return;
                    }
                }
                () = self.sender.closed() => return,
            }
        }
    }

    /// Greets the tab. One that shows another version than the current gets the page at once.
    async fn begin(&mut self, now: &Arc<Current>, version: Option<u64>) -> Result<(), Gone> {
        let current = now.shown.as_ref().map_or(0, |shown| shown.version);
        self.edited = now.edited.0;
        self.touched = now.touched.0;
        self.send("hello", &Hello { version: current }).await?;
        let Some(shown) = &now.shown else {
            return self.send_problems(now, None, &[]).await;
        };
        let (index, rendered) = self.render(shown).await;
        self.source = index.and_then(|index| shown.source_of(index)).cloned();
        self.was_found = index.is_some();
        let reports = rendered.map_or_else(Arc::default, |rendered| {
            if version == Some(current) {
                self.page = rendered.html.as_ref().map(|html| ContentHash::of(html));
            }
            Arc::clone(&rendered.diagnostics)
        });
        if version != Some(current) {
            self.page = version.and_then(|version| self.shared.early.page(version, &self.path));
            return self.update(now).await;
        }
        self.send_problems(now, Some(shown), &reports).await
    }

    /// Tells the tab what is new to it.
    async fn update(&mut self, now: &Arc<Current>) -> Result<(), Gone> {
        let Some(shown) = &now.shown else {
            return self.send_problems(now, None, &[]).await;
        };
        let (index, rendered) = self.render(shown).await;
        let source = index.and_then(|index| shown.source_of(index)).cloned();
        if self.source.is_some() && source != self.source {
            self.leave(now, shown, source.as_ref()).await?;
        } else if self.was_found && index.is_none() {
            self.say_gone().await?;
        } else {
            self.source = source.or(self.source.take());
        }
        self.was_found = index.is_some();
        self.has_left &= index.is_none();
        let reports = match rendered {
            Some(rendered) if !self.has_left => {
                self.send_page(now, shown, &rendered).await?;
                rendered.diagnostics
            }
            _ => Arc::default(),
        };
        self.send_problems(now, Some(shown), &reports).await?;
        if now.touched.0 != self.touched {
            self.touched = now.touched.0;
            let paths: Vec<String> =
                now.touched.1.iter().filter_map(|path| shown.address_of_file(path)).collect();
            if !paths.is_empty() {
                self.send("asset", &AssetEvent { paths }).await?;
            }
        }
        self.follow(now, shown).await
    }

    /// Sends the page, if its bytes are not those that the tab has.
    async fn send_page(&mut self, now: &Current, shown: &Shown, rendered: &Rendered) -> Result<(), Gone> {
        let html = match (&rendered.html, self.page) {
            (Some(html), _) => html.clone(),
            // The last good page stays, and the panel says why.
            (None, Some(_)) => return Ok(()),
            (None, None) => page(now, &rendered.diagnostics).into(),
        };
        let hash = ContentHash::of(&html);
        if self.page == Some(hash) {
            return Ok(());
        }
        self.page = Some(hash);
        let html = String::from_utf8_lossy(&html);
        self.send("page", &PageEvent { version: shown.version, html: &html }).await
    }

    /// The page of this tab is not the one of its source any more.
    async fn leave(&mut self, now: &Current, shown: &Shown, source: Option<&SourcePath>) -> Result<(), Gone> {
        let former = self.source.clone().expect("a tab leaves the page of a source");
        let elsewhere = shown.address_of(&former).or_else(|| {
            let renamed = now.renamed.iter().find(|(from, _)| *from == former);
            renamed.and_then(|(_, to)| shown.address_of(to))
        });
        match (elsewhere, source) {
            (Some(to), _) if to != self.path => {
                self.has_left = true;
                self.source = None;
                self.send("moved", &Moved { to: &to }).await
            }
            // Another source has its address now, which is as good.
            (_, Some(source)) => {
                self.source = Some(source.clone());
                self.has_left = false;
                Ok(())
            }
            (_, None) if self.has_left => Ok(()),
            (_, None) => self.say_gone().await,
        }
    }

    async fn say_gone(&mut self) -> Result<(), Gone> {
        self.has_left = true;
        self.page = None;
        self.send("gone", &GoneEvent { path: &self.path }).await
    }

    async fn follow(&mut self, now: &Current, shown: &Shown) -> Result<(), Gone> {
        if now.edited.0 == self.edited {
            return Ok(());
        }
        self.edited = now.edited.0;
        let Some(to) = now.edited.1.as_ref().and_then(|source| shown.address_of(source)) else {
            return Ok(());
        };
        if self.shared.follow == Follow::Nothing || now.edited.1 == self.source {
            return Ok(());
        }
        self.send("go", &Go { to: &to, anchor: "" }).await
    }

    /// Renders what the tab should show: the output at its path, else the page for unknown addresses.
    async fn render(&self, shown: &Arc<Shown>) -> (Option<usize>, Option<Rendered>) {
        let (found, fallback) = match shown.find(&self.path) {
            Found::Page(index) => (Some(index), None),
            Found::Elsewhere(_) | Found::Nothing => (None, shown.not_found()),
        };
        let Some(index) = found.or(fallback) else { return (None, None) };
        let kind = shown.site.pages.pages[index].kind;
        if !kind.is_templated() {
            return (found, None);
        }
        (found, Some(shown.page(index, &self.shared.renderer).await))
    }

    async fn send_problems(
        &mut self,
        now: &Arc<Current>,
        shown: Option<&Shown>,
        rendered: &[Diagnostic],
    ) -> Result<(), Gone> {
        let source = shown.and(self.source.as_ref());
        let found = problems(now, source, rendered, &self.shared.editor);
        if self.problems.as_ref() == Some(&found) {
            return Ok(());
        }
        self.send("problems", &found).await?;
        self.problems = Some(found);
        Ok(())
    }

    async fn send(&self, name: &str, data: &impl Serialize) -> Result<(), Gone> {
        let data = serde_json::to_string(data).expect("strings and numbers can always be written");
        // JSON on one line holds no line break, so it is one field of the event.
        let event = format!("event: {name}\ndata: {data}\n\n");
        self.sender.send(Ok(Bytes::from(event))).await.map_err(|_| Gone)
    }
}
