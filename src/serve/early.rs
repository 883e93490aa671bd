//! Answers while the project is read for the first time.
//!
//! What is answered then is what will be answered when all is read. A page that cannot be told yet, an
//! address that nothing may be published at, a mistake: whoever asks waits. Tabs are compared with
//! what they were given, and so hear nothing unless it differs.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use rustc_hash::FxHashMap;

use super::http::{Shared, elsewhere, output, page_answer};
use super::shown::Found;
use crate::source::ContentHash;

/// The pages that were answered early: the version they were given, and the fingerprints of their
/// bytes by path.
#[derive(Default)]
pub(super) struct Early(Mutex<(u64, FxHashMap<String, ContentHash>)>);

impl Early {
    /// Returns the fingerprint of a page that was answered early as part of this version.
    pub(super) fn page(&self, version: u64, path: &str) -> Option<ContentHash> {
        let early = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (early.0 == version).then(|| early.1.get(path).copied()).flatten()
    }

    fn note(&self, version: u64, path: &str, page: ContentHash) {
        let mut early = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        early.0 = version;
        early.1.insert(path.to_owned(), page);
    }
}

/// Answers a request, if that can be done before everything is read, and is not yet.
pub(super) async fn answer(request: &Parts, shared: &Arc<Shared>) -> Option<Response<Body>> {
    let current = {
        let mut current = shared.current.clone();
        let current = current.wait_for(|current| current.is_ready || current.early.is_some()).await.ok()?;
        Arc::clone(&current)
    };
    let shown = current.early.as_ref()?;
    let path = request.uri.path();
    let index = match shown.find(path) {
        Found::Page(index) => index,
        Found::Elsewhere(address) => return Some(elsewhere(&address, request.uri.query())),
        Found::Nothing => return None,
    };
    if !shown.site.pages.pages[index].kind.is_templated() {
        let is_known = shown.is_known(index);
        let answer = output(request, shared, &current, shown, index, StatusCode::OK);
        return if is_known { Some(answer.await) } else { None };
    }
    let html = shown.page(index, &shared.renderer).await.html?;
    shared.early.note(shown.version, path, ContentHash::of(&html));
    Some(page_answer(StatusCode::OK, html, shown.version))
}
