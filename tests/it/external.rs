//! Links to other sites, against a server of our own on the loopback interface.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::fixture::Fixture;
use crate::harness::TestProject;

/// What was asked for, in order, as `HEAD /path`.
type Log = Arc<Mutex<Vec<String>>>;

/// Serves until the test ends.
fn server() -> (u16, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let log = Log::default();
    let seen = Arc::clone(&log);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = Arc::clone(&seen);
            thread::spawn(move || answer(stream.unwrap(), &seen));
        }
    });
    (port, log)
}

fn answer(mut stream: TcpStream, log: &Log) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let earlier = {
        let mut log = log.lock().unwrap();
        log.push(format!("{method} {path}"));
        log.iter().filter(|line| line.ends_with(&format!(" {path}"))).count() - 1
    };
    let page = "<h1 id=\"here\">Here</h1>";
    let (status, more) = match (path, method) {
        ("/ok" | "/page", _) | ("/get-only", "GET") => ("200 OK", ""),
        ("/get-only", _) => ("405 Method Not Allowed", ""),
        ("/moved", _) => ("301 Moved Permanently", "Location: /ok\r\n"),
        ("/elsewhere", _) => ("302 Found", "Location: ok\r\n"),
        ("/circle", _) => ("301 Moved Permanently", "Location: /circle\r\n"),
        ("/file", _) => ("302 Found", "Location: file:///etc/passwd\r\n"),
        ("/login", _) => ("403 Forbidden", ""),
        ("/busy", _) if earlier == 0 => ("429 Too Many Requests", "Retry-After: 0\r\n"),
        ("/busy", _) => ("200 OK", ""),
        ("/down", _) => ("503 Service Unavailable", "Retry-After: 0\r\n"),
        _ => ("404 Not Found", ""),
    };
    let length = page.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n");
    let body = if method == "HEAD" { "" } else { page };
    // Who asked may be gone.
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap_or_default();
}

fn project(port: u16, settings: &str, text: &str) -> TestProject {
    let text = text.replace("SERVER", &format!("http://127.0.0.1:{port}"));
    let fixture = format!(
        "-- handbook.toml --\ntitle = \"H\"\n[external]\nretries = 1\n{settings}\n-- content/index.md --\n# Home\n\n{text}\n"
    );
    TestProject::new(Fixture::parse(&fixture))
}

/// Runs `daring check --external`. Returns the exit code, and the first lines of what it found.
fn check(project: &TestProject, port: u16) -> (Option<i32>, Vec<String>) {
    let run = Command::new(env!("CARGO_BIN_EXE_daring"))
        .args(["check", "--external", "--quiet", "--root", "."])
        .current_dir(project.root())
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .env_remove("ALL_PROXY")
        .env_remove("all_proxy")
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap().replace(&format!("http://127.0.0.1:{port}"), "SERVER");
    let lines = text.lines().filter(|line| line.starts_with("error") || line.starts_with("warning"));
    (run.status.code(), lines.map(str::to_owned).collect())
}

#[test]
fn every_answer_is_told_apart() {
    let (port, _) = server();
    let links = ["ok", "get-only", "moved", "elsewhere", "circle", "file", "login", "busy", "down", "gone"];
    let text: String = links.iter().map(|name| format!("[x](SERVER/{name})\n")).collect();
    let (code, lines) = check(&project(port, "", &text), port);
    assert_eq!(
        lines,
        [
            "warning[external/moved]: `SERVER/moved` has moved for good",
            "error[external/broken]: `SERVER/circle` is not there: it leads from one address to the next without end",
            "error[external/broken]: `SERVER/file` is not there: it leads to something that is no address of the web",
            "warning[external/unsure]: it is not known whether `SERVER/login` is there: it answers 403, so it may want a login or refuse programs",
            "warning[external/unsure]: it is not known whether `SERVER/down` is there: it answers 503",
            "error[external/broken]: `SERVER/gone` is not there: it answers 404",
        ]
    );
    assert_eq!(code, Some(3));
}

#[test]
fn mistakes_of_the_content_count_more_and_warnings_count_for_nothing() {
    let (port, _) = server();
    assert_eq!(check(&project(port, "", "[a](SERVER/gone) [b](no.md)"), port).0, Some(1));
    assert_eq!(check(&project(port, "", "[a](SERVER/login)"), port).0, Some(0));
    assert_eq!(
        check(&project(port, "ignore = ['127.0.0.1']", "[a](SERVER/gone)"), port),
        (Some(0), Vec::new())
    );
}

#[test]
fn a_good_answer_is_kept_and_a_bad_one_is_not() {
    let (port, log) = server();
    let project = project(port, "", "[a](SERVER/ok) [b](SERVER/gone) [c](SERVER/ok#x)");
    check(&project, port);
    check(&project, port);
    let log = log.lock().unwrap();
    let count = |line: &str| log.iter().filter(|one| *one == line).count();
    assert_eq!((count("HEAD /ok"), count("GET /ok")), (1, 0));
    assert_eq!((count("HEAD /gone"), count("GET /gone")), (2, 2));
}

#[test]
fn anchors_are_looked_for_when_they_are_asked_for() {
    let (port, _) = server();
    let project = project(port, "fragments = true", "[a](SERVER/page#here) [b](SERVER/page#gone)");
    let (code, lines) = check(&project, port);
    assert_eq!(lines, ["error[external/broken]: `SERVER/page#gone` is not there: the page has no `#gone`"]);
    assert_eq!(code, Some(3));
}

#[test]
fn absolute_addresses_of_the_handbook_itself_are_its_pages_or_are_asked_for() {
    let (port, log) = server();
    let own = format!("http://127.0.0.1:{port}");
    let links =
        ["", "/", "/guide", "/guide/", "/guide/?a#b", "/guide/index.html", "/a%20b.txt", "/ok", "/gone"];
    let links: String = links.iter().map(|path| format!("[x](<{own}{path}>)\n")).collect();
    let project = TestProject::new(Fixture::parse(&format!(
        "-- handbook.toml --\ntitle = \"H\"\nbase_url = \"{own}\"\n-- content/index.md --\n# Home\n\n{links}\n[a](a%20b.txt)\n\
         -- content/guide.md --\n# Guide\n-- content/a b.txt --\ntext\n"
    )));
    let (code, lines) = check(&project, port);
    assert_eq!(lines, ["error[external/broken]: `SERVER/gone` is not there: it answers 404"]);
    assert_eq!(code, Some(3));
    let mut asked = log.lock().unwrap().clone();
    asked.sort();
    assert_eq!(asked, ["GET /gone", "HEAD /gone", "HEAD /ok"]);
}

#[test]
fn an_address_without_a_scheme_is_asked_for_where_it_is_published() {
    let (port, _) = server();
    // Nothing speaks TLS there.
    let (code, lines) = check(&project(port, "", &format!("[x](//127.0.0.1:{port}/ok)")), port);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains(&format!("`https://127.0.0.1:{port}/ok`")), "{lines:?}");
    assert_ne!(code, None);
}

#[test]
fn a_build_asks_for_nothing() {
    let (port, log) = server();
    let project = project(port, "", "[a](SERVER/gone)");
    assert_eq!(project.run(2, &project.beside("out")).0, Some(0));
    assert_eq!(*log.lock().unwrap(), [""; 0]);
}
