//! Rendering every page of a site, with an eye on templates that never end.
//!
//! Pages are rendered on threads of their own and the caller watches: a page that takes too long or too
//! much memory is reported, and its thread asked to stop. The few that cannot hear it are left to the
//! end of the process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::limits::{self, Exceeded};
use super::pictures::Pictures;
use super::stamp::FOLDER;
use crate::diagnostic::{self, Checked, Code, Diagnostic, Tally};
use crate::page::{Page, PageKind};
use crate::publish::{Outcome, PublishError, Staging};
use crate::render::{Artifact, Content, continued, render, search};
use crate::search::File;
use crate::site::Site;
use crate::theme::Stop;

pub use super::limits::LIMIT;

/// What came of rendering every page.
pub struct Rendered {
    /// What templates did wrong, each mistake once, with the severities of the project.
    pub diagnostics: Vec<Diagnostic>,
    /// Why an artifact could not be written.
    pub failure: Option<PublishError>,
}

impl Rendered {
    /// Notes that some pages did not arrive: a part of them must never be taken for all, whatever the reason.
    fn miss(&mut self, pages: usize) {
        let is_told = self.failure.is_some() || Tally::of(&self.diagnostics).errors > 0;
        if pages > 0 && !is_told {
            self.diagnostics.push(broken_thread());
        }
    }
}

/// The pages being rendered, by thread.
type Watched = Arc<Mutex<FxHashMap<thread::ThreadId, (Instant, usize)>>>;

/// Renders every page for what it reports, and writes nothing.
pub fn check(site: &Arc<Site>) -> Rendered {
    render_all(site, None)
}

/// A publication that threads write to. It can be taken away from them.
#[derive(Clone)]
pub struct SharedStaging(Arc<RwLock<Option<Staging>>>);

impl SharedStaging {
    /// Shares a publication.
    pub fn new(staging: Staging) -> Self {
        Self(Arc::new(RwLock::new(Some(staging))))
    }

    /// Makes what was staged the output.
    ///
    /// # Errors
    /// As [`Staging::commit`].
    pub fn commit(self) -> Result<Outcome, PublishError> {
        self.take().expect("a publication ends once").commit()
    }

    /// Gives up. The output is as it was.
    pub fn abandon(self) {
        if let Some(staging) = self.take() {
            staging.abandon();
        }
    }

    fn take(&self) -> Option<Staging> {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

/// Renders every page into a publication. Copies are made from files below `root`.
pub fn write(site: &Arc<Site>, root: &std::path::Path, staging: &SharedStaging) -> Rendered {
    let staging = staging.clone();
    let root = root.to_owned();
    let pictures = Arc::new(Pictures::new(&root.join(FOLDER)));
    let drawn = Arc::clone(&pictures);
    let arrived = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&arrived);
    let mut rendered = render_all(
        site,
        Some(Arc::new(move |artifact: &Artifact| {
            counted.fetch_add(1, Ordering::Relaxed);
            let staging = staging.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            let Some(staging) = staging.as_ref() else { return Ok(()) };
            let output = artifact.route.output();
            match &artifact.content {
                Content::Bytes(bytes) => staging.write(&output, bytes),
                Content::Embedded(bytes) => staging.write(&output, bytes),
                Content::CopyOf(path) => staging.copy(&output, &root.join(path.as_str())),
                Content::Drawn(picture) => staging.write(&output, &pictures.get(picture)),
                Content::Continued(path, text) => {
                    staging.write(&output, &read_continued(&root.join(path.as_str()), text)?)
                }
            }
        })),
    );
    drawn.forget_others();
    let missing = site.pages.pages.len() - arrived.load(Ordering::Relaxed);
    rendered.miss(missing);
    rendered
}

/// The bytes of a source with a text behind them.
fn read_continued(path: &std::path::Path, text: &str) -> Result<Vec<u8>, PublishError> {
    let error = |source| PublishError::Io { operation: "read", path: path.to_owned(), source };
    let (mut file, _) = super::read::open_plain(path).map_err(error)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).map_err(error)?;
    Ok(continued(&bytes, text))
}

type Sink = Arc<dyn Fn(&Artifact) -> Result<(), PublishError> + Send + Sync>;

/// Renders every page; without a sink, those that may have something to report.
fn render_all(site: &Arc<Site>, sink: Option<Sink>) -> Rendered {
    // Before the pages, because it works on all threads itself, and because its memory is not theirs.
    if sink.is_some() && site.pages.search(File::Root).is_some() {
        let made = catch_unwind(AssertUnwindSafe(|| search::index(site).file(File::Root).is_some()));
        if made.is_err() {
            let report = Diagnostic::new(Code::TemplateRender, "the search index could not be made").help(
                "report this with the texts that led to it; `enabled = false` below `[search]` does without",
            );
            return Rendered { diagnostics: vec![report], failure: None };
        }
    }
    let watched: Watched = Arc::default();
    let (sender, receiver) = mpsc::channel();
    let stop = Stop::default();
    let worker = (Arc::clone(site), Arc::clone(&watched), stop.clone());
    let spawned = thread::Builder::new().name("render".to_owned()).spawn(move || {
        let (site, watched, stop) = worker;
        let results: Vec<_> = (0..site.pages.pages.len())
            .into_par_iter()
            .filter(|index| sink.is_some() || !matches!(site.pages.pages[*index].kind, PageKind::Search(_)))
            .filter_map(|index| stop.guard(|| render_one(&site, index, sink.as_ref(), &watched)))
            .collect();
        // The watcher may have given up meanwhile, and then nobody listens.
        sender.send(results).unwrap_or_default();
    });
    let failure = spawned.err().map(|error| PublishError::Io {
        operation: "start a thread to render",
        path: std::path::PathBuf::new(),
        source: error,
    });
    if failure.is_some() {
        return Rendered { diagnostics: Vec::new(), failure };
    }
    let results =
        match limits::wait(&receiver, site.pages.pages.len(), |now| !over_time(&watched, now).is_empty()) {
            Ok(results) => results,
            Err(None) => vec![Found { diagnostics: vec![broken_thread()], failure: None }],
            Err(Some(exceeded)) => {
                let pages = match exceeded {
                    Exceeded::Time => over_time(&watched, Instant::now()),
                    // Most likely it was the one that runs longest.
                    Exceeded::Memory => in_work(&watched),
                };
                stop.ask();
                vec![Found { diagnostics: stopped(site, exceeded, &pages), failure: None }]
            }
        };
    let mut diagnostics = Vec::new();
    let mut failure = None;
    for found in results {
        diagnostics.extend(found.diagnostics);
        failure = failure.or(found.failure);
    }
    let mut diagnostics = each_once(diagnostics);
    site.config.lints.apply(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Rendered { diagnostics, failure }
}

/// Reports why rendering was stopped: something always is, because a part of the pages must never be taken for
/// all of them. No page may be in work any more when somebody looks which it was.
fn stopped(site: &Site, exceeded: Exceeded, pages: &[usize]) -> Vec<Diagnostic> {
    match pages {
        [] => vec![exceeded.report()],
        pages => pages.iter().map(|index| on(&site.pages.pages[*index], exceeded.report(), site)).collect(),
    }
}

/// Renders one page. A page on which the engine gives up is reported, and has no bytes.
pub fn render_page(site: &Site, index: usize) -> Checked<Artifact> {
    let page = &site.pages.pages[index];
    guarded(site, page).unwrap_or_else(|report| Checked {
        value: Artifact { route: page.route.clone(), content: Content::Bytes(Vec::new()) },
        diagnostics: vec![*report],
    })
}

/// Renders one page. One must not take the others with it when the engine gives up.
fn guarded(site: &Site, page: &Page) -> Result<Checked<Artifact>, Box<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(|| render(site, page))).map_err(|_| Box::new(gave_up(site, page)))
}

/// Reports a page that was not rendered within [`LIMIT`].
pub fn too_slow(site: &Site, index: usize) -> Diagnostic {
    on(&site.pages.pages[index], Exceeded::Time.report(), site)
}

fn gave_up(site: &Site, page: &Page) -> Diagnostic {
    on(page, Diagnostic::new(Code::TemplateRender, "the template engine gave up on this page"), site)
}

struct Found {
    diagnostics: Vec<Diagnostic>,
    failure: Option<PublishError>,
}

/// Renders and writes one page; `None` when there is nothing to say of it.
fn render_one(site: &Site, index: usize, sink: Option<&Sink>, watched: &Watched) -> Option<Found> {
    let page = &site.pages.pages[index];
    let is_rendered = !matches!(page.kind, PageKind::Asset(_) | PageKind::ThemeAsset(_));
    let watch = |entry: Option<(Instant, usize)>| {
        let mut watched = watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match entry {
            Some(entry) => watched.insert(thread::current().id(), entry),
            None => watched.remove(&thread::current().id()),
        };
    };
    if is_rendered {
        watch(Some((Instant::now(), index)));
    }
    let rendered = guarded(site, page);
    if is_rendered {
        watch(None);
    }
    let rendered = match rendered {
        Ok(rendered) => rendered,
        Err(report) => return Some(Found { diagnostics: vec![*report], failure: None }),
    };
    let failure = sink.and_then(|sink| sink(&rendered.value).err());
    (failure.is_some() || !rendered.diagnostics.is_empty())
        .then_some(Found { diagnostics: rendered.diagnostics, failure })
}

/// The pages that have taken too long.
fn over_time(watched: &Watched, now: Instant) -> Vec<usize> {
    let watched = watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let over = watched.values().filter(|(since, _)| now.saturating_duration_since(*since) > limits::LIMIT);
    over.map(|(_, index)| *index).collect()
}

/// The page that has taken longest of those that are being rendered.
fn in_work(watched: &Watched) -> Vec<usize> {
    let watched = watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    watched.values().min().map(|(_, index)| *index).into_iter().collect()
}

fn on(page: &Page, report: Diagnostic, site: &Site) -> Diagnostic {
    let PageKind::Chapter(id) = page.kind else {
        return report.help(format!("this was `/{}`", page.route.as_str()));
    };
    let template = site.template_of(id);
    let report = site.theme.place(report, template, "\0");
    match site.handbook.document(site.handbook.chapter(id)) {
        Some(document) => report.also(&document.path, None, "while this page was rendered"),
        None => report.help(format!("this was `/{}`", page.route.as_str())),
    }
}

pub(super) fn broken_thread() -> Diagnostic {
    Diagnostic::new(Code::TemplateRender, "the template engine gave up")
        .help("report this with the templates that led to it")
}

/// Keeps the first report of each mistake: a template's mistake is on every page that uses it.
fn each_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for report in diagnostics {
        let key = format!("{} {} {:?}", report.code, report.message, report.primary);
        match seen.get(&key) {
            Some(index) => kept[*index].1 += 1,
            None => {
                seen.insert(key, kept.len());
                kept.push((report, 0));
            }
        }
    }
    let counted = kept.into_iter().map(|(report, more)| match more {
        0 => report,
        1 => report.help("it is on one other page as well"),
        more => report.help(format!("it is on {more} other pages as well")),
    });
    counted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_pages_is_an_error() {
        let warning = Diagnostic::new(Code::TagSpelling, "x");
        for (pages, known, wanted) in
            [(0, vec![warning.clone()], 0), (1, vec![warning], 1), (3, vec![broken_thread()], 1)]
        {
            let mut rendered = Rendered { diagnostics: known, failure: None };
            rendered.miss(pages);
            assert_eq!(Tally::of(&rendered.diagnostics).errors, wanted);
        }
    }
}
