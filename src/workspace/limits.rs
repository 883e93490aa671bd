//! What a template may cost. Templates run on threads of their own, and the caller watches the clock
//! and the memory.

use std::fmt;
use std::fs;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::diagnostic::{Code, Diagnostic};

/// How long one page may take.
pub const LIMIT: Duration = Duration::from_secs(8);

/// How often the clock is looked at. A text that doubles grows by some hundred megabytes in it.
const LOOK: Duration = Duration::from_millis(25);

/// The memory, in bytes, that is too much when more than [`MAX_GROWTH`], and [`A_PAGE`] for each page of the
/// handbook, came while templates ran: a large handbook alone is no reason to stop.
const MAX_MEMORY: u64 = 1200 << 20;
const MAX_GROWTH: u64 = 512 << 20;
const A_PAGE: u64 = 16 << 10;

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exceeded {
    Time,
    Memory,
}

impl Exceeded {
    /// Reports it; the caller adds the place.
    pub(super) fn report(self) -> Diagnostic {
        match self {
            Self::Time => Diagnostic::new(Code::TemplateTooSlow, format!("a page took longer than {self}"))
                .help("look for loops in the template that multiply, or that never end"),
            Self::Memory => Diagnostic::new(Code::TemplateTooLarge, format!("a page took more than {self}"))
                .help("look for loops in the template that make a text or a list longer and longer"),
        }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time => write!(f, "{} seconds", LIMIT.as_secs()),
            Self::Memory => write!(f, "{} MiB of memory", MAX_GROWTH >> 20),
        }
    }
}

/// Waits for what a thread sends that works on some number of pages; `is_over` says whether one page has taken
/// too long.
///
/// # Errors
/// A limit that was passed: the caller asks the thread to stop. `None` when the
/// thread is gone without a word.
pub(super) fn wait<T>(
    receiver: &Receiver<T>,
    pages: usize,
    mut is_over: impl FnMut(Instant) -> bool,
) -> Result<T, Option<Exceeded>> {
    let enough = memory() + MAX_GROWTH + A_PAGE * u64::try_from(pages).expect("pages are counted in 64 bits");
    loop {
        match receiver.recv_timeout(LOOK) {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Disconnected) => return Err(None),
            Err(RecvTimeoutError::Timeout) if is_over(Instant::now()) => return Err(Some(Exceeded::Time)),
            Err(RecvTimeoutError::Timeout) => {
                let now = memory();
                if now > MAX_MEMORY && now > enough {
                    return Err(Some(Exceeded::Memory));
                }
            }
        }
    }
}

/// Returns the memory of this process in bytes; 0 where the system does not say it in a file, and
/// only time is watched.
fn memory() -> u64 {
    const PAGE: u64 = 4096;
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|resident| resident.parse::<u64>().ok()).unwrap_or(0) * PAGE
}
