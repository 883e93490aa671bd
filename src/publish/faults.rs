//! Faults on demand, for tests: the disk fails at one step, or the process dies before it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Which step of a publication goes wrong, and how.
#[derive(Debug, Default)]
pub(super) struct Faults {
    steps: AtomicUsize,
    struck: Arc<AtomicBool>,
    kind: Kind,
    exchange: Option<io::ErrorKind>,
}

#[derive(Debug, Default, Clone, Copy)]
enum Kind {
    #[default]
    None,
    /// That step fails because the disk is full, and no other.
    Fail(usize),
    /// That step and all after it do not happen, as after a kill: even tidying up changes nothing.
    Die(usize),
}

impl Faults {
    pub(super) fn fail(step: usize) -> Self {
        Self { kind: Kind::Fail(step), ..Self::default() }
    }

    pub(super) fn die(step: usize) -> Self {
        Self { kind: Kind::Die(step), ..Self::default() }
    }

    /// Makes exchanging two folders fail in this way.
    pub(super) fn without_exchange(mut self, kind: io::ErrorKind) -> Self {
        self.exchange = Some(kind);
        self
    }

    pub(super) fn step(&self) -> io::Result<()> {
        let step = self.steps.fetch_add(1, Ordering::SeqCst);
        let error = match self.kind {
            Kind::Fail(at) if step == at => io::Error::from_raw_os_error(28),
            Kind::Die(at) if step >= at => io::Error::other("the process is dead"),
            _ => return Ok(()),
        };
        self.struck.store(true, Ordering::SeqCst);
        Err(error)
    }

    /// Returns a flag that is set when the step is reached. It outlives the disk.
    pub(super) fn struck(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.struck)
    }

    pub(super) fn refuse_exchange(&self) -> io::Result<()> {
        self.exchange.map_or(Ok(()), |kind| Err(kind.into()))
    }
}
