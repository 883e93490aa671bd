//! `daring serve` as a browser and an editor meet it: the real server, over loopback.
//!
//! Nothing here waits for time to pass. A test waits for an event of a tab, or for an answer, and a
//! wait that takes very long is a failure.

#![expect(clippy::disallowed_methods, reason = "tests write files")]

mod early;
mod editing;
mod kept;
mod ladders;
mod requests;
mod saving;
mod sequences;
mod terminal;
mod trouble;

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use daring::document::Drafts;
use daring::serve::{self, Event, Follow, Options, Port, Server, Watching};
use daring::workspace::{Overrides, Project};
use serde_json::Value;

/// How long anything may take before it counts as never.
const NEVER: Duration = Duration::from_secs(30);

pub(crate) const OVERRIDES: Overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };

/// A project in a folder of its own.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// Writes the files of a fixture: `-- path --` lines, each followed by the text of the file.
    pub(crate) fn new(fixture: &str) -> Self {
        let folder = Self { folder: tempfile::tempdir().unwrap() };
        for part in fixture.split("\n-- ").map(|part| part.trim_start_matches("-- ")) {
            let Some((path, text)) = part.split_once(" --\n") else { continue };
            folder.write(path, &format!("{text}\n"));
        }
        folder
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A running server.
pub(crate) struct Running {
    pub(crate) server: Server,
    pub(crate) events: mpsc::Receiver<Event>,
    port: u16,
}

impl Running {
    pub(crate) fn new(folder: &Folder) -> Self {
        Self::with(folder, |_| {})
    }

    pub(crate) fn with(folder: &Folder, set: impl FnOnce(&mut Options)) -> Self {
        Self::telling(folder, set, |_| {})
    }

    /// Starts a server, and calls `told` with what happens before it goes on.
    pub(crate) fn telling(
        folder: &Folder,
        set: impl FnOnce(&mut Options),
        told: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Self {
        let project = Project::open(&folder.root(), OVERRIDES).unwrap();
        let mut options = Options {
            overrides: OVERRIDES,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: Port::Asked(0),
            hosts: Vec::new(),
            follow: Follow::Nothing,
            editor: "edit://{path}:{line}:{column}".to_owned(),
            watching: Watching::Events,
            early_above: usize::MAX,
        };
        set(&mut options);
        let (sender, events) = mpsc::channel();
        let server = serve::start(&project, options, move |event| {
            told(&event);
            sender.send(event).unwrap_or_default();
        })
        .unwrap();
        let port = server.address().port();
        Self { server, events, port }
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(NEVER)).unwrap();
        stream
    }

    /// Sends a request as it is, and reads the answer to its end.
    pub(crate) fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        Answer::read(stream)
    }

    /// Sends a request, and does not wait for the answer.
    pub(crate) fn send(&self, path: &str) -> TcpStream {
        let mut stream = self.connect();
        let host = self.host();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = self.host();
        self.raw(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Opens a tab: reads the page, and the stream of its events up to its first problems.
    pub(crate) fn tab(&self, path: &str) -> Tab {
        let page = self.get(path);
        let version =
            page.text().split_once("data-version=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        let mut tab = self.stream(path, &version);
        assert_eq!(tab.next().0, "hello");
        let (name, first) = tab.next();
        assert_eq!(name, "problems");
        tab.first_problems = first;
        tab
    }

    pub(crate) fn stream(&self, path: &str, version: &str) -> Tab {
        let mut stream = self.connect();
        let host = self.host();
        let request = format!(
            "GET /.daring/events?path={path}&version={version} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(lines.read_line(&mut head).unwrap(), 0, "{head}");
        }
        assert!(head.contains("text/event-stream"), "{head}");
        Tab { lines, waiting: VecDeque::new(), first_problems: Value::Null }
    }

    /// Waits for what the terminal is told.
    pub(crate) fn event(&self) -> Event {
        self.events.recv_timeout(NEVER).expect("the server tells what happens")
    }
}

/// The answer to a request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Waits for an answer to its end.
    pub(crate) fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_lowercase(), body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The page as it is published: without the script.
    pub(crate) fn published(&self) -> String {
        let text = self.text();
        let (before, rest) =
            text.split_once("<script src=\"/.daring/client.js\"").expect("the script is there");
        format!("{before}{}", rest.split_once("</script>").unwrap().1)
    }
}

/// An open tab.
pub(crate) struct Tab {
    lines: BufReader<TcpStream>,
    waiting: VecDeque<u8>,
    pub(crate) first_problems: Value,
}

impl Tab {
    /// Waits for the next event, and returns its name and data.
    pub(crate) fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        let start = Instant::now();
        loop {
            let line = self.line();
            // A stream that is idle still beats.
            assert!(start.elapsed() < NEVER, "nothing happens");
            if let Some(found) = line.strip_prefix("event: ") {
                name = found.to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
    }

    /// Waits for an event of this name, past others.
    pub(crate) fn wait(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next();
            if found == name {
                return data;
            }
        }
    }

    /// Waits until the page holds a text.
    pub(crate) fn wait_for_text(&mut self, text: &str) -> String {
        loop {
            let html = self.wait("page")["html"].as_str().unwrap().to_owned();
            if html.contains(text) {
                return html;
            }
        }
    }

    /// Waits until the problems are such.
    pub(crate) fn wait_for_problems(&mut self, are_such: impl Fn(&Value) -> bool) -> Value {
        loop {
            let problems = self.wait("problems");
            if are_such(&problems) {
                return problems;
            }
        }
    }

    /// The next line of the stream, out of the chunks that it comes in.
    fn line(&mut self) -> String {
        let mut line = Vec::new();
        loop {
            while let Some(byte) = self.waiting.pop_front() {
                if byte == b'\n' {
                    return String::from_utf8(line).unwrap();
                }
                line.push(byte);
            }
            let mut size = String::new();
            assert_ne!(self.lines.read_line(&mut size).unwrap(), 0, "the stream ended");
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            self.lines.read_exact(&mut chunk).unwrap();
            self.waiting.extend(&chunk[..size]);
        }
    }
}

/// Three pages: a home page, `a` with a link to `b`, and `b`.
pub(crate) const THREE: &str = "\
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home
-- content/a.md --
# A

See [b](b.md).
-- content/b.md --
# B
";

pub(crate) fn exists(path: &Path) -> bool {
    path.exists()
}
