//! When to look at the project again.
//!
//! Events of the file system only say that something happened, and where to look first. They are
//! gathered for a few milliseconds from the first one on, a little longer while a file is empty or
//! away in the middle of being saved. A slow poll backs them up, and takes over where there are no
//! events: on network file systems, or when the system's watches are used up.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use super::folders::Folders;
use super::shown::{Current, Shown};
use super::{Command, Counts, Event, Place, Showing, Tell};
use crate::diagnostic::{self, Diagnostic, Severity, Tally};
use crate::workspace::build;
use crate::workspace::live::{Live, Look, Seen};

/// How long events are gathered from the first one on.
const GATHER: Duration = Duration::from_millis(5);

/// How much longer, while a file is empty or away: editors empty or remove it before they write.
const PATIENCE: Duration = Duration::from_millis(60);

/// How often everything is looked at although nothing happened.
const BACKUP: Duration = Duration::from_secs(10);

/// How often everything is looked at where there are no events, at most.
const POLL: Duration = Duration::from_millis(500);

/// The share of the time that looking may take where there are no events: one in this many.
const POLL_SHARE: u32 = 30;

/// When nothing happens for so long, the edits have come to rest.
const REST: Duration = Duration::from_millis(300);

/// How many times in a row the backup may find what no event announced.
const MAX_UNANNOUNCED: u32 = 2;

/// What the watcher waits for.
pub(super) enum Signal {
    /// Something happened to these files.
    Disk(Happened),
    /// Somebody wants something.
    Told(Command),
    /// The server ends.
    End,
}

/// What an event says.
#[derive(Default)]
pub(super) struct Happened {
    pub(super) paths: Vec<PathBuf>,
    /// Whether names came or went, rather than content.
    pub(super) is_structural: bool,
    /// Whether events were lost.
    pub(super) is_incomplete: bool,
}

/// The thread that looks.
pub(super) struct Watcher {
    pub(super) live: Live,
    pub(super) publish: watch::Sender<Arc<Current>>,
    pub(super) counts: Arc<Counts>,
    pub(super) tell: Tell,
    pub(super) place: Place,
    pub(super) signals: Receiver<Signal>,
    pub(super) early_above: usize,
    pub(super) folders: Folders,
}

/// What the terminal was told last.
#[derive(Default)]
struct Told {
    diagnostics: Arc<Vec<Diagnostic>>,
    trouble: Option<String>,
    is_blocked: bool,
    /// The address of the site.
    url: String,
}

impl Watcher {
    pub(super) fn run(mut self) {
        let url = self.place.url(&self.publish.borrow());
        let mut told = Told { url, ..Told::default() };
        self.show_early();
        self.read_all();
        let mut is_restless = true;
        let mut last_look = Instant::now();
        let mut cost = GATHER;
        let mut unannounced = 0;
        loop {
            let wait = if is_restless { REST } else { self.pause(cost).saturating_sub(last_look.elapsed()) };
            let look = match self.signals.recv_timeout(wait) {
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Signal::Told(Command::Rebuild)) => {
                    self.live.forget();
                    self.read_all();
                    is_restless = true;
                    continue;
                }
                Ok(Signal::Told(Command::CheckAll)) => {
                    self.check_all();
                    continue;
                }
                Ok(Signal::Disk(happened)) => {
                    unannounced = 0;
                    match self.gather(happened, cost) {
                        Some(look) => look,
                        None => return,
                    }
                }
                Err(RecvTimeoutError::Timeout) if is_restless => {
                    is_restless = false;
                    self.settle(&mut told);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let before = self.version();
                    last_look = Instant::now();
                    is_restless = self.look(&Look::Everywhere);
                    cost = last_look.elapsed();
                    if before != self.version() && !self.folders.is_polling() {
                        unannounced += 1;
                        if unannounced >= MAX_UNANNOUNCED {
                            let why = "the file system does not report changes".to_owned();
                            self.folders.give_up(why, &self.tell);
                        }
                    }
                    continue;
                }
            };
            let start = Instant::now();
            self.look(&look);
            if look == Look::Everywhere {
                last_look = Instant::now();
                cost = start.elapsed();
            }
            is_restless = true;
        }
    }

    fn pause(&self, cost: Duration) -> Duration {
        if self.folders.is_polling() {
            POLL.max(cost * POLL_SHARE)
        } else {
            BACKUP.max(cost * POLL_SHARE * 4)
        }
    }

    fn version(&self) -> Option<u64> {
        self.publish.borrow().shown.as_ref().map(|shown| shown.version)
    }

    /// Shows what can be shown before everything is read, and begins to watch: what changes from now
    /// on is not missed, however long reading takes.
    fn show_early(&mut self) {
        if let Some(glance) = self.live.glance(self.early_above) {
            let early = Some(Arc::new(Shown::early(glance, first_version())));
            self.publish.send_modify(|current| {
                *current = Arc::new(Current { early, ..Current::before(&current.root) });
            });
            (self.tell)(Event::Early);
        }
        self.folders.watch(self.live.folders(), &self.tell);
    }

    /// Reads everything for the first time, or for the first time again.
    fn read_all(&mut self) {
        let start = Instant::now();
        self.look(&Look::Everywhere);
        let pages = self.publish.borrow().shown.as_ref().map_or(0, |shown| shown.site.pages.page_count());
        (self.tell)(Event::Ready { pages, time: start.elapsed() });
    }

    /// Gathers what else happens right now, and decides where to look; `None` when the server ends.
    fn gather(&mut self, first: Happened, cost: Duration) -> Option<Look> {
        let start = Instant::now();
        let mut all = first;
        // A flood of events would be looked at again and again: give it as long as a look takes.
        let floor = |all: &Happened| if all.is_structural { GATHER.max(cost / 4) } else { GATHER };
        loop {
            let since = start.elapsed();
            let limit = if self.is_unfinished(&all) { PATIENCE } else { floor(&all) };
            if since >= limit {
                break;
            }
            let step = (limit - since).min(GATHER);
            match self.signals.recv_timeout(step) {
                Ok(Signal::Disk(more)) => {
                    all.paths.extend(more.paths);
                    all.is_structural |= more.is_structural;
                    all.is_incomplete |= more.is_incomplete;
                }
                Ok(Signal::Told(Command::Rebuild)) => all.is_incomplete = true,
                Ok(Signal::Told(Command::CheckAll)) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        if all.is_structural {
            self.folders.forget(&all.paths);
        }
        if all.is_incomplete {
            Some(Look::Everywhere)
        } else {
            Some(Look::At(all.paths.into_iter().collect()))
        }
    }

    /// Returns whether a file of a page or of the settings is empty or away, as between two steps of saving.
    fn is_unfinished(&self, happened: &Happened) -> bool {
        let unfinished = |path: &&PathBuf| {
            self.live.knows(path) && fs::metadata(path).map_or(true, |data| data.len() == 0)
        };
        happened.paths.len() <= 16 && happened.paths.iter().any(|path| unfinished(&path))
    }

    /// Looks, shows what is new, and returns whether anything was.
    fn look(&mut self, at: &Look) -> bool {
        let mut seen = self.live.look(at);
        let mut is_new = self.show(&seen);
        // A folder that is watched only from now on may have changed since it was listed.
        while self.folders.watch(self.live.folders(), &self.tell) {
            seen = self.live.look(&Look::Everywhere);
            is_new |= self.show(&seen);
        }
        is_new
    }

    fn show(&self, seen: &Seen) -> bool {
        self.counts.looks.fetch_add(1, Ordering::SeqCst);
        self.counts.parsed.fetch_add(seen.parsed, Ordering::SeqCst);
        self.counts.assembled.fetch_add(usize::from(seen.is_assembled), Ordering::SeqCst);
        if !seen.is_new && seen.touched.is_empty() {
            let is_ready = self.publish.borrow().is_ready;
            if is_ready {
                return false;
            }
        }
        self.publish.send_modify(|current| *current = Arc::new(next(current, seen, &self.live)));
        true
    }

    /// Tells what is new since the last time that edits came to rest.
    fn settle(&self, told: &mut Told) {
        let current = Arc::clone(&self.publish.borrow());
        let url = self.place.url(&current);
        if url != told.url {
            told.url.clone_from(&url);
            (self.tell)(Event::Moved(url));
        }
        if current.trouble != told.trouble {
            told.trouble.clone_from(&current.trouble);
            if let Some(trouble) = &current.trouble {
                (self.tell)(Event::Trouble(trouble.clone()));
            }
        }
        if Arc::ptr_eq(&current.diagnostics, &told.diagnostics) && current.is_blocked == told.is_blocked {
            return;
        }
        let new = difference(&current.diagnostics, &told.diagnostics);
        let resolved = difference(&told.diagnostics, &current.diagnostics);
        let tally = Tally::of(&current.diagnostics);
        let is_silent = new.is_empty() && resolved.is_empty() && current.is_blocked == told.is_blocked;
        told.diagnostics = Arc::clone(&current.diagnostics);
        told.is_blocked = current.is_blocked;
        if !is_silent {
            let showing = match (&current.shown, current.is_blocked) {
                (_, false) => Showing::Newest,
                (Some(_), true) => Showing::LastGood,
                (None, true) => Showing::Nothing,
            };
            (self.tell)(Event::Settled { new, resolved, tally, showing });
        }
    }

    fn check_all(&self) {
        let current = Arc::clone(&self.publish.borrow());
        let mut diagnostics = current.diagnostics.to_vec();
        let mut pages = 0;
        if let Some(shown) = &current.shown {
            diagnostics.extend(build::check(&shown.site).diagnostics);
            pages = shown.site.pages.page_count();
        }
        diagnostic::sort(&mut diagnostics);
        (self.tell)(Event::Checked { diagnostics, pages });
    }
}

/// The state after a look.
fn next(current: &Current, seen: &Seen, live: &Live) -> Current {
    let view = &seen.view;
    let shown = match (&view.site, &current.shown) {
        (Some(site), Some(shown)) if Arc::ptr_eq(site, &shown.site) => Some(Arc::clone(shown)),
        (Some(site), shown) => {
            let last = shown.as_ref().or(current.early.as_ref());
            let version = last.map_or_else(first_version, |shown| shown.version + 1);
            Some(Arc::new(Shown::new(Arc::clone(site), version)))
        }
        (None, shown) => shown.clone(),
    };
    let edited = match seen.edited.first() {
        Some(path) => (current.edited.0 + 1, Some(path.clone())),
        None => current.edited.clone(),
    };
    let touched = match seen.touched.is_empty() {
        true => current.touched.clone(),
        false => (current.touched.0 + 1, seen.touched.clone()),
    };
    Current {
        root: live.root().to_owned(),
        shown,
        early: None,
        is_ready: true,
        diagnostics: Arc::clone(&view.diagnostics),
        is_blocked: view.is_blocked,
        trouble: view.trouble.clone(),
        renamed: if seen.renamed.is_empty() { current.renamed.clone() } else { seen.renamed.clone() },
        edited,
        touched,
    }
}

/// A number that no earlier server began with, so that a tab from before knows that it is old.
fn first_version() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(1)
}

/// The reports of `all` that `others` does not have. Where lines moved a report is the same.
fn difference(all: &[Diagnostic], others: &[Diagnostic]) -> Vec<Diagnostic> {
    let key = |report: &Diagnostic| (report.code, report.path().cloned(), report.message.clone());
    let mut known: rustc_hash::FxHashMap<_, usize> = rustc_hash::FxHashMap::default();
    for report in others.iter().filter(|report| report.severity != Severity::Allowed) {
        *known.entry(key(report)).or_default() += 1;
    }
    let shown = all.iter().filter(|report| report.severity != Severity::Allowed);
    let new = shown.filter(|report| match known.get_mut(&key(report)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    new.cloned().collect()
}
