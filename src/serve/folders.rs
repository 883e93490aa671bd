//! Which folders the system tells about, as far as it can. The only home of `notify`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::watch::{Happened, Signal};
use super::{Event, FolderSet, Tell, Watching};

/// What tells about folders.
trait Watch: Send {
    /// Begins to tell about what lies directly in a folder.
    fn watch(&mut self, folder: &Path) -> notify::Result<()>;

    /// Tells nothing more about a folder, which may be gone.
    fn unwatch(&mut self, folder: &Path);
}

impl Watch for RecommendedWatcher {
    fn watch(&mut self, folder: &Path) -> notify::Result<()> {
        Watcher::watch(self, folder, RecursiveMode::NonRecursive)
    }

    fn unwatch(&mut self, folder: &Path) {
        Watcher::unwatch(self, folder).unwrap_or_default();
    }
}

/// The folders that are watched. Folders and not files: a file that is replaced is another one.
pub(super) struct Folders {
    watcher: Option<Box<dyn Watch>>,
    watched: BTreeSet<PathBuf>,
    failure: Option<String>,
}

impl Folders {
    pub(super) fn new(watching: Watching, signals: Sender<Signal>) -> Self {
        let mut folders = Self { watcher: None, watched: BTreeSet::new(), failure: None };
        if watching == Watching::Events {
            match notify::recommended_watcher(move |event| forward(event, &signals)) {
                Ok(watcher) => folders.watcher = Some(Box::new(watcher)),
                Err(error) => folders.failure = Some(reason(&error)),
            }
        }
        folders
    }

    pub(super) fn is_polling(&self) -> bool {
        self.watcher.is_none()
    }

    /// Watches these folders and no others; returns whether any of them is new.
    pub(super) fn watch(&mut self, wanted: &FolderSet, tell: &Tell) -> bool {
        if let Some(failure) = self.failure.take() {
            self.give_up(failure, tell);
        }
        let Some(watcher) = &mut self.watcher else { return false };
        for gone in self.watched.difference(wanted) {
            // It may be gone from the disk, and then nobody watches it any more.
            watcher.unwatch(gone);
        }
        self.watched.retain(|folder| wanted.contains(folder));
        let missing: Vec<PathBuf> = wanted.difference(&self.watched).cloned().collect();
        let mut is_any_new = false;
        for folder in missing {
            match watcher.watch(&folder) {
                Ok(()) => {
                    self.watched.insert(folder);
                    is_any_new = true;
                }
                // It went away meanwhile, which the next look finds out.
                Err(_) if !folder.is_dir() => {}
                Err(error) => {
                    self.give_up(reason(&error), tell);
                    return false;
                }
            }
        }
        is_any_new
    }

    /// Forgets folders that were renamed, removed or made again: what is watched under their name
    /// is not what is there now.
    pub(super) fn forget(&mut self, paths: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        for path in paths {
            let is_below = |folder: &&PathBuf| folder.starts_with(path);
            let gone: Vec<PathBuf> =
                self.watched.range(path.clone()..).take_while(is_below).cloned().collect();
            for folder in gone {
                watcher.unwatch(&folder);
                self.watched.remove(&folder);
            }
        }
    }

    pub(super) fn give_up(&mut self, why: String, tell: &Tell) {
        self.watcher = None;
        self.watched.clear();
        tell(Event::Note(format!("{why}, so changes are looked for instead, which shows them later")));
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's file watches are used up (fs.inotify.max_user_watches)".to_owned()
        }
        notify::ErrorKind::Io(error) => format!("the system refuses to watch files: {error}"),
        _ => "the system refuses to watch files".to_owned(),
    }
}

/// Passes on what may mean that content changed. Reading is an event too, and ours.
fn forward(event: notify::Result<notify::Event>, signals: &Sender<Signal>) {
    let happened = match event {
        Ok(event) if event.need_rescan() => Happened { is_incomplete: true, ..Happened::default() },
        Ok(event) => {
            let is_structural = match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
                EventKind::Access(_) => return,
                EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
                _ => true,
            };
            Happened { paths: event.paths, is_structural, is_incomplete: false }
        }
        Err(_) => Happened { is_incomplete: true, ..Happened::default() },
    };
    signals.send(Signal::Disk(happened)).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::{Arc, mpsc};
    use std::time::Duration;

    use super::*;
    use crate::document::Drafts;
    use crate::serve::shown::Current;
    use crate::serve::watch;
    use crate::serve::{Counts, Place};
    use crate::workspace::Overrides;
    use crate::workspace::live::Live;

    const NEVER: Duration = Duration::from_secs(30);

    /// A system with watches for so many folders, which tells nothing.
    struct Exhausted {
        left: usize,
    }

    impl Watch for Exhausted {
        fn watch(&mut self, _: &Path) -> notify::Result<()> {
            let Some(left) = self.left.checked_sub(1) else {
                return Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch));
            };
            self.left = left;
            Ok(())
        }

        fn unwatch(&mut self, _: &Path) {}
    }

    #[test]
    fn when_watches_are_used_up_changes_are_looked_for_and_it_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("index.md"), "# Home\n").unwrap();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/b.md"), "# B\n").unwrap();
        let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
        let (publish, mut current) = tokio::sync::watch::channel(Arc::new(Current::before(&root)));
        let (signals, received) = mpsc::channel();
        let (say, said) = mpsc::channel();
        let watcher = watch::Watcher {
            live: Live::new(&root, overrides),
            publish,
            counts: Arc::new(Counts::default()),
            tell: Arc::new(move |event| say.send(event).unwrap_or_default()),
            place: Place { origin: String::new(), base: "/".to_owned() },
            signals: received,
            early_above: usize::MAX,
            folders: Folders {
                watcher: Some(Box::new(Exhausted { left: 1 })),
                watched: BTreeSet::new(),
                failure: None,
            },
        };
        let running = std::thread::spawn(move || watcher.run());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        // Waits for a site that is not the one of this version.
        let mut version_after = |last: u64| {
            let version = |current: &Current| current.shown.as_ref().map_or(0, |shown| shown.version);
            let next = current.wait_for(|current| version(current) != last);
            let found = runtime.block_on(async { tokio::time::timeout(NEVER, next).await });
            version(&found.expect("the edit is seen").unwrap())
        };
        let mut version = version_after(0);
        for text in ["# B\n\nEdited.\n", "# B\n\nAgain.\n"] {
            fs::write(root.join("a/b.md"), text).unwrap();
            version = version_after(version);
        }
        signals.send(Signal::End).unwrap();
        running.join().unwrap();
        let notes: Vec<String> = said
            .iter()
            .filter_map(|event| match event {
                Event::Note(note) => Some(note),
                _ => None,
            })
            .collect();
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains("fs.inotify.max_user_watches"), "{notes:?}");
    }
}
