//! Bytes that somebody sends to `daring serve`.

use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use daring::document::Drafts;
use daring::serve::{self, Follow, Options, Port, Server, Watching};
use daring::workspace::{Overrides, Project};

/// What lies in the project and is no part of its site.
const SECRET: &str = "this is nobody's business";

/// Longer than any answer takes, shorter than the server waits for the rest of a request.
const PATIENCE: Duration = Duration::from_secs(30);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let root = std::env::temp_dir().join(format!("daring-fuzz-{}", std::process::id()));
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it lies in the root")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    write("handbook.toml", &format!("title = \"H\"\n# {SECRET}\n"));
    write("notes.txt", SECRET);
    write("content/index.md", "# Home\n\n[a](a%20b.md)\n");
    write("content/a b.md", "# A\n\n## B\n");
    write("content/part/deep.md", "# Deep\n");
    write("content/part/draft.md", &format!("---\ndraft: true\n---\n{SECRET}\n"));
    write("content/data.csv", "a,b\n1,2\n");
    write("static/robots.txt", "User-agent: *\n");
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    let project = Project::open(&root, overrides.clone()).expect("it is a project");
    let options = Options {
        overrides,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: Port::Asked(0),
        hosts: Vec::new(),
        follow: Follow::Nothing,
        editor: String::new(),
        watching: Watching::Events,
        early_above: usize::MAX,
    };
    serve::start(&project, options, |_| {}).expect("it can listen")
});

/// The first byte says whether the rest is a path, a header or everything.
pub fn run(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    let address = SERVER.address();
    let host = format!("127.0.0.1:{}", address.port());
    let path = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte > b' ').collect::<Vec<u8>>();
    let line =
        |bytes: &[u8]| bytes.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect::<Vec<u8>>();
    let request = match how % 3 {
        0 => [b"GET /", &*path(rest), b" HTTP/1.1\r\nHost: ", host.as_bytes(), b"\r\n\r\n"].concat(),
        1 => [b"GET / HTTP/1.1\r\nHost: ", host.as_bytes(), b"\r\n", &*line(rest), b"\r\n\r\n"].concat(),
        _ => rest.to_vec(),
    };
    let mut stream = TcpStream::connect(address).expect("the server is there");
    stream.set_read_timeout(Some(PATIENCE)).expect("it can be set");
    // It may hang up on what it cannot read.
    let _sent = stream.write_all(&request);
    let _closed = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    // An open stream of events has no end; what matters is what came.
    let mut part = [0; 8192];
    while answer.len() < 1 << 20 {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&part[..read]),
        }
        if answer.windows(17).any(|window| window == b"text/event-stream") {
            break;
        }
    }
    let told = String::from_utf8_lossy(&answer);
    assert!(!told.contains(SECRET), "{request:?} was answered with what is not published");
    if !answer.is_empty() {
        assert!(told.starts_with("HTTP/1."), "{request:?} was answered with {told:?}");
        assert!(!told.starts_with("HTTP/1.1 5"), "{request:?} was answered with {told:?}");
    }
}
