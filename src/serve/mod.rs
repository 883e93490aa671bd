//! The site while it is being written: served from memory, and sent again when it changes.
//!
//! [`start`] answers requests with what [`build`](crate::workspace::build) would publish, rendered
//! when it is asked for, and adds one script to each page, which listens for changes. Nothing is
//! written. This is an edge, and the only home of the asynchronous runtime, of HTTP and of file
//! system events. It prints nothing: what happens is told through [`Event`]s.

mod early;
mod events;
mod file;
mod folders;
mod guard;
mod http;
mod media;
mod problems;
mod renderer;
mod shown;
mod signals;
mod watch;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::workspace::live::Live;
use crate::workspace::{Overrides, Project};

use renderer::Renderer;
use shown::Current;
use signals::Signals;

/// The port that is used when none is asked for.
pub const DEFAULT_PORT: u16 = 1111;

/// How many ports after the default one are tried.
const MORE_PORTS: u16 = 100;

/// Stack of the threads that render: deeply nested input recurses in the libraries that read it.
const STACK_BYTES: usize = 256 << 20;

/// How to serve.
pub struct Options {
    /// What the command line sets over the configuration.
    pub overrides: Overrides,
    /// The address to listen at.
    pub address: IpAddr,
    /// The port to listen at.
    pub port: Port,
    /// Host names to answer for, besides those of this machine.
    pub hosts: Vec<String>,
    /// Whether tabs go to the page that was edited.
    pub follow: Follow,
    /// An address that opens an editor, with `{path}`, `{line}` and `{column}`; empty for none.
    pub editor: String,
    /// How changes are noticed.
    pub watching: Watching,
    /// More pages than this are not waited for: some are shown before all of them are read.
    pub early_above: usize,
}

/// What [`Options::early_above`] should be: below it all is read about as fast.
pub const EARLY_ABOVE: usize = 500;

/// Which port to listen at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one, or failure.
    Asked(u16),
    /// [`DEFAULT_PORT`], or the next that is free.
    Default,
}

/// Whether tabs go to the page that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// They do.
    Edits,
    /// They stay.
    Nothing,
}

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The system tells, as far as it can.
    Events,
    /// By looking, again and again.
    Polling,
}

/// What a browser is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// The files as they are.
    Newest,
    /// The files as they were before somebody made a mistake in settings or templates.
    LastGood,
    /// The mistakes only: there was no site since the start.
    Nothing,
}

/// What happened, for whoever shows it.
#[derive(Debug)]
pub enum Event {
    /// Pages can be looked at, although the site is still being read.
    Early,
    /// The site was read for the first time, or again after all was forgotten.
    Ready {
        /// Pages of the site.
        pages: usize,
        /// How long it took.
        time: Duration,
    },
    /// Edits came to rest, and the reports are not the same as before.
    Settled {
        /// Reports that were not there before.
        new: Vec<Diagnostic>,
        /// Reports that are not there any more.
        resolved: Vec<Diagnostic>,
        /// How many there are now.
        tally: crate::diagnostic::Tally,
        /// What is shown meanwhile.
        showing: Showing,
    },
    /// The settings place the site elsewhere: this is the address to open now.
    Moved(String),
    /// Every page was rendered, as asked for.
    Checked {
        /// Everything that was found.
        diagnostics: Vec<Diagnostic>,
        /// Pages of the site.
        pages: usize,
    },
    /// Something to know.
    Note(String),
    /// The project cannot be read at all. The last site stays.
    Trouble(String),
}

/// What the server can be told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Forget everything, and read it again.
    Rebuild,
    /// Render every page, and report.
    CheckAll,
}

/// How much was done, to know that it was not more.
#[derive(Debug, Default)]
pub struct Counts {
    parsed: AtomicUsize,
    rendered: AtomicUsize,
    ended: AtomicUsize,
    looks: AtomicUsize,
    assembled: AtomicUsize,
}

impl Counts {
    /// Returns how many files were parsed.
    pub fn parsed(&self) -> usize {
        self.parsed.load(Ordering::SeqCst)
    }

    /// Returns how many pages were rendered.
    pub fn rendered(&self) -> usize {
        self.rendered.load(Ordering::SeqCst)
    }

    /// Returns how many pages are being rendered.
    pub fn rendering(&self) -> usize {
        // In this order: one that begins in between is counted, not one that ends.
        let ended = self.ended.load(Ordering::SeqCst);
        self.rendered() - ended
    }

    /// Returns how many times the project was looked at.
    pub fn looks(&self) -> usize {
        self.looks.load(Ordering::SeqCst)
    }

    /// Returns how many times all files were put together.
    pub fn assembled(&self) -> usize {
        self.assembled.load(Ordering::SeqCst)
    }
}

/// Why the server cannot start.
#[derive(Debug)]
pub enum ServeError {
    /// The address cannot be listened at.
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        source: io::Error,
    },
    /// The system refused a thread.
    Thread {
        /// The cause.
        source: io::Error,
    },
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "port {} of {} is in use", address.port(), address.ip())
            }
            Self::Listen { address, source } => write!(f, "could not listen at {address}: {source}"),
            Self::Thread { source } => write!(f, "could not start a thread: {source}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    counts: Arc<Counts>,
    signals: mpsc::Sender<watch::Signal>,
    watching: Option<JoinHandle<()>>,
    runtime: Option<tokio::runtime::Runtime>,
    interrupt: Arc<tokio::sync::Notify>,
    /// What is shown, and with it under which path.
    current: tokio::sync::watch::Receiver<Arc<Current>>,
    /// Where the site is.
    place: Place,
}

/// Where a site is served.
#[derive(Clone)]
struct Place {
    /// Such as `http://localhost:1111`.
    origin: String,
    /// The path before anything was read, with a `/` at both ends.
    base: String,
}

impl Server {
    /// Returns the address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address to open in a browser.
    pub fn url(&self) -> String {
        self.place.url(&self.current.borrow())
    }

    /// Returns how much was done so far.
    pub fn counts(&self) -> &Arc<Counts> {
        &self.counts
    }

    /// Tells the server to do something.
    pub fn tell(&self, command: Command) {
        // Whoever listens lives as long as this value.
        self.signals.send(watch::Signal::Told(command)).unwrap_or_default();
    }

    /// Lets SIGINT and SIGTERM end [`Server::wait_for_interrupt`] instead of the program.
    pub fn heed_signals(&self) {
        if let Some(runtime) = &self.runtime {
            signals::heed(Signals::Ending, runtime, &self.interrupt);
        }
    }

    /// As [`Server::heed_signals`], for those that only a terminal sends. Without one they may be
    /// ignored on purpose, as by `nohup`.
    pub fn heed_terminal(&self) {
        if let Some(runtime) = &self.runtime {
            signals::heed(Signals::Terminal, runtime, &self.interrupt);
        }
    }

    /// Waits for [`Server::interrupt`], or a signal.
    pub fn wait_for_interrupt(&self) {
        if let Some(runtime) = &self.runtime {
            runtime.block_on(self.interrupt.notified());
        }
    }

    /// Lets [`Server::wait_for_interrupt`] return.
    pub fn interrupt(&self) {
        self.interrupt.notify_one();
    }
}

impl Place {
    fn new(address: SocketAddr, base: String) -> Self {
        let ip = address.ip();
        let host = match ip {
            _ if ip.is_loopback() || ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V6(ip) => format!("[{ip}]"),
            IpAddr::V4(ip) => ip.to_string(),
        };
        Self { origin: format!("http://{host}:{}", address.port()), base }
    }

    /// Returns the address to open: the settings may have changed since the start.
    fn url(&self, current: &Current) -> String {
        let base = current.shown.as_ref().map_or(&self.base, |shown| &shown.base);
        format!("{}{base}", self.origin)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signals.send(watch::Signal::End).unwrap_or_default();
        if let Some(runtime) = self.runtime.take() {
            // A page that never ends must not keep the program from ending.
            runtime.shutdown_background();
        }
        // It may be in the middle of a look, or of checking all pages: it ends with the program.
        drop(self.watching.take());
    }
}

/// Starts to listen, to read the project and to watch it. `tell` is called from several threads.
///
/// # Errors
/// The port is taken, or the system refuses a socket or a thread.
pub fn start(
    project: &Project,
    options: Options,
    tell: impl Fn(Event) + Send + Sync + 'static,
) -> Result<Server, ServeError> {
    let tell: Tell = Arc::new(tell);
    let listener = listen(options.address, options.port)?;
    let address =
        listener.local_addr().map_err(|source| ServeError::Listen { address: any(&options), source })?;
    if options.port == Port::Default && address.port() != DEFAULT_PORT {
        tell(Event::Note(format!("port {DEFAULT_PORT} is in use, so this is port {}", address.port())));
    }
    let place = Place::new(address, shown::base_of(project.config()));
    let counts = Arc::new(Counts::default());
    let (publish, current) = tokio::sync::watch::channel(Arc::new(Current::before(project.root())));
    let runtime = runtime().map_err(|source| ServeError::Thread { source })?;
    let shared = Arc::new(http::Shared {
        current: current.clone(),
        early: Arc::default(),
        renderer: Arc::new(Renderer::new(Arc::clone(&counts))),
        hosts: options.hosts,
        follow: options.follow,
        editor: if options.address.is_loopback() { options.editor } else { String::new() },
    });
    runtime.spawn(http::accept(listener, shared));
    let (signals, received) = mpsc::channel();
    let live = Live::new(project.root(), options.overrides);
    let watcher = watch::Watcher {
        live,
        publish,
        counts: Arc::clone(&counts),
        tell,
        place: place.clone(),
        signals: received,
        early_above: options.early_above,
        folders: folders::Folders::new(options.watching, signals.clone()),
    };
    let watching = thread::Builder::new()
        .name("watch".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || watcher.run())
        .map_err(|source| ServeError::Thread { source })?;
    Ok(Server {
        address,
        counts,
        signals,
        watching: Some(watching),
        runtime: Some(runtime),
        interrupt: Arc::default(),
        current,
        place,
    })
}

type Tell = Arc<dyn Fn(Event) + Send + Sync>;

fn any(options: &Options) -> SocketAddr {
    SocketAddr::new(options.address, DEFAULT_PORT)
}

fn listen(address: IpAddr, port: Port) -> Result<TcpListener, ServeError> {
    let ports = match port {
        Port::Asked(port) => port..=port,
        Port::Default => DEFAULT_PORT..=DEFAULT_PORT + MORE_PORTS,
    };
    let mut refused = None;
    for port in ports {
        let address = SocketAddr::new(address, port);
        match TcpListener::bind(address) {
            Ok(listener) => {
                let ready = listener.set_nonblocking(true);
                return ready.map(|()| listener).map_err(|source| ServeError::Listen { address, source });
            }
            Err(source) if source.kind() == io::ErrorKind::AddrInUse => {
                refused = refused.or(Some(ServeError::Listen { address, source }));
            }
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    }
    Err(refused.expect("at least one port was tried"))
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(32)
        .thread_stack_size(STACK_BYTES)
        .thread_name("serve")
        .enable_all()
        .build()
}

/// Folders, as the watcher knows them.
type FolderSet = BTreeSet<PathBuf>;
