//! Rendering a page for whoever asks, without waiting for one that never ends.
//!
//! A page that takes too long is asked to stop, which nearly all of them hear. One that does not
//! takes a thread and a processor until the program ends, so another with the same template is only
//! tried when the template changed, and none at all when there are many.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::task::{self, JoinHandle};
use tokio::time::timeout;

use super::Counts;
use super::shown::{Rendered, Shown};
use crate::diagnostic::{Checked, Diagnostic};
use crate::page::PageKind;
use crate::render::{Artifact, Content};
use crate::site::Site;
use crate::source::ContentHash;
use crate::theme::Stop;
use crate::workspace::build::{LIMIT, render_page, too_slow};

/// How many pages may go on without end before no other is tried.
const MAX_ENDLESS: usize = 8;

/// How long a page may take to hear that it should stop.
const GRACE: Duration = Duration::from_millis(500);

/// A template in one state of the theme.
type Template = (ContentHash, String);

/// Renders pages.
pub(super) struct Renderer {
    counts: Arc<Counts>,
    /// The templates of pages that took too long and have not ended.
    endless: Mutex<Vec<Template>>,
}

impl Renderer {
    pub(super) fn new(counts: Arc<Counts>) -> Self {
        Self { counts, endless: Mutex::default() }
    }

    /// Returns what there is to say of a page that is not tried now.
    pub(super) fn refusal(&self, shown: &Shown, index: usize) -> Option<Rendered> {
        self.is_hopeless(&template(&shown.site, index)).then(|| {
            let why = "it still runs, so no page of its template is tried until the templates change";
            failed(vec![too_slow(&shown.site, index).help(why)], &shown.site)
        })
    }

    /// Renders a page; nothing but reports when that fails, and not even those when what is shown is
    /// early and cannot tell.
    pub(super) async fn render(self: &Arc<Self>, shown: &Arc<Shown>, index: usize) -> Rendered {
        let stop = Stop::default();
        let mut rendering = self.start(Arc::clone(shown), index, stop.clone());
        let Ok(rendered) = timeout(LIMIT, &mut rendering).await else {
            stop.ask();
            if timeout(GRACE, &mut rendering).await.is_err() {
                self.watch(template(&shown.site, index), rendering);
            }
            return failed(vec![too_slow(&shown.site, index)], &shown.site);
        };
        let Ok(Some(Checked { value: artifact, mut diagnostics })) = rendered else {
            return failed(Vec::new(), &shown.site);
        };
        let is_broken = diagnostics.iter().any(|report| report.code.is_firm());
        shown.site.config.lints.apply(&mut diagnostics);
        match artifact.content {
            Content::Bytes(html) if !is_broken => {
                Rendered { html: Some(Bytes::from(html)), diagnostics: Arc::new(diagnostics) }
            }
            Content::Drawn(picture) => {
                let drawn = task::spawn_blocking(move || picture.draw()).await.ok();
                Rendered { html: drawn.map(Bytes::from), diagnostics: Arc::new(diagnostics) }
            }
            _ => failed(diagnostics, &shown.site),
        }
    }

    fn start(&self, shown: Arc<Shown>, index: usize, stop: Stop) -> JoinHandle<Option<Checked<Artifact>>> {
        let counts = Arc::clone(&self.counts);
        task::spawn_blocking(move || {
            let site = shown.site_of(index)?;
            counts.rendered.fetch_add(1, Ordering::SeqCst);
            let rendered = stop.guard(|| render_page(&site, index));
            counts.ended.fetch_add(1, Ordering::SeqCst);
            Some(rendered)
        })
    }

    fn is_hopeless(&self, template: &Template) -> bool {
        let endless = self.endless.lock().unwrap_or_else(PoisonError::into_inner);
        endless.len() >= MAX_ENDLESS || endless.contains(template)
    }

    /// Remembers a template for as long as its page goes on.
    fn watch<T: Send + 'static>(self: &Arc<Self>, template: Template, rendering: JoinHandle<T>) {
        let endless = |renderer: &Self, change: &dyn Fn(&mut Vec<Template>)| {
            change(&mut renderer.endless.lock().unwrap_or_else(PoisonError::into_inner));
        };
        endless(self, &|all| all.push(template.clone()));
        let renderer = Arc::clone(self);
        tokio::spawn(async move {
            drop(rendering.await);
            endless(&renderer, &|all| {
                if let Some(at) = all.iter().position(|known| *known == template) {
                    all.swap_remove(at);
                }
            });
        });
    }
}

/// The template that a page is rendered with.
fn template(site: &Site, index: usize) -> Template {
    let name = match site.pages.pages[index].kind {
        PageKind::Chapter(id) => site.template_of(id),
        PageKind::Special(id) => site.handbook.special(id).kind.template(),
        PageKind::Redirect(_) => "redirect.html",
        PageKind::NotFound => "404.html",
        PageKind::Asset(_)
        | PageKind::ThemeAsset(_)
        | PageKind::LadderExport(..)
        | PageKind::Identity(_)
        | PageKind::Search(_)
        | PageKind::LadderSchema
        | PageKind::Moves(_)
        | PageKind::Previews(_)
        | PageKind::Around(_) => "",
    };
    (site.theme.hash(), name.to_owned())
}

fn failed(mut diagnostics: Vec<Diagnostic>, site: &Site) -> Rendered {
    site.config.lints.apply(&mut diagnostics);
    Rendered { html: None, diagnostics: Arc::new(diagnostics) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn a_template_is_not_tried_again_while_a_page_of_it_goes_on() {
        runtime().block_on(async {
            let renderer = Arc::new(Renderer::new(Arc::default()));
            let template = |state: u64| (ContentHash(state), "page.html".to_owned());
            let (end, ended) = std::sync::mpsc::channel::<()>();
            renderer.watch(template(1), task::spawn_blocking(move || ended.recv()));
            assert!(renderer.is_hopeless(&template(1)));
            assert!(!renderer.is_hopeless(&template(2)));
            drop(end);
            while renderer.is_hopeless(&template(1)) {
                task::yield_now().await;
            }
        });
    }

    #[test]
    fn pages_that_go_on_are_few() {
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let ended = Arc::new(Mutex::new(ended));
        runtime().block_on(async {
            let renderer = Arc::new(Renderer::new(Arc::default()));
            for state in 0..MAX_ENDLESS as u64 {
                let template = (ContentHash(state), String::new());
                assert!(!renderer.is_hopeless(&template));
                let ended = Arc::clone(&ended);
                renderer.watch(template, task::spawn_blocking(move || ended.lock().unwrap().recv()));
            }
            let other = (ContentHash(99), String::new());
            assert!(renderer.is_hopeless(&other));
            drop(end);
            while renderer.is_hopeless(&other) {
                task::yield_now().await;
            }
        });
    }
}
