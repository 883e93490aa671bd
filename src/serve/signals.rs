//! What ends the server from outside: signals, where there are some, and Ctrl-C everywhere.

use std::sync::Arc;

use tokio::runtime::Runtime;
use tokio::sync::Notify;

/// Which signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signals {
    /// Those that anybody sends.
    Ending,
    /// Those that only a terminal sends.
    Terminal,
}

/// Passes on these signals from now on.
#[cfg(unix)]
pub(super) fn heed(which: Signals, runtime: &Runtime, ended: &Arc<Notify>) {
    use tokio::signal::unix::{SignalKind, signal};

    let kinds = match which {
        Signals::Ending => [SignalKind::interrupt(), SignalKind::terminate()],
        Signals::Terminal => [SignalKind::hangup(), SignalKind::quit()],
    };
    let _context = runtime.enter();
    for kind in kinds {
        // Otherwise the system's own way of ending a program stays in place.
        if let Ok(mut signal) = signal(kind) {
            let ended = Arc::clone(ended);
            runtime.spawn(async move {
                while signal.recv().await.is_some() {
                    ended.notify_one();
                }
            });
        }
    }
}

/// Passes on Ctrl-C from now on.
#[cfg(not(unix))]
pub(super) fn heed(which: Signals, runtime: &Runtime, ended: &Arc<Notify>) {
    if which == Signals::Ending {
        let ended = Arc::clone(ended);
        runtime.spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                ended.notify_one();
            }
        });
    }
}
