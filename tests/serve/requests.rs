//! Requests: who is answered, and with what.

use std::fs;
use std::io::Write;

use super::{Folder, Running, THREE, exists};
use daring::serve::Port;

#[test]
fn only_this_machines_own_pages_are_answered_on_every_path() {
    let folder = Folder::new(THREE);
    folder.write("static/x.js", "1");
    let running = Running::new(&folder);
    let host = running.host();
    let other_port =
        format!("Origin: http://127.0.0.1:{}\r\n", running.server.address().port().wrapping_add(1));
    for path in [
        "/",
        "/a/",
        "/x.js",
        "/nothing",
        "/.daring/client.js",
        "/.daring/client.css",
        "/.daring/events?path=/",
    ] {
        for wrong in ["evil.example", "evil.example:1111", "10.1.2.3", "127.0.0.1.evil.example", ""] {
            let answer =
                running.raw(&format!("GET {path} HTTP/1.1\r\nHost: {wrong}\r\nConnection: close\r\n\r\n"));
            assert!(matches!(answer.status, 400 | 403), "{path} for {wrong}: {}", answer.status);
        }
        for headers in [
            "Origin: http://evil.example\r\n",
            "Origin: null\r\n",
            "Origin: https://127.0.0.1\r\n",
            &other_port,
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        ] {
            assert_eq!(running.ask("GET", path, headers).status, 403, "{path} with {headers}");
        }
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            let answer = running.ask(method, path, "Content-Length: 0\r\n");
            assert_eq!((answer.status, answer.header("allow")), (405, Some("get, head")), "{method} {path}");
        }
    }
    let same = format!("Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(running.ask("GET", "/x.js", &same).status, 200);
}

#[test]
fn answers_are_guarded_against_guessing_framing_and_other_sites() {
    let folder = Folder::new(THREE);
    folder.write("static/x.js", "1");
    let running = Running::new(&folder);
    for path in ["/", "/x.js", "/nothing", "/.daring/client.js"] {
        let answer = running.get(path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("sameorigin"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
    assert_eq!(running.get("/").header("cache-control"), Some("no-store"));
    assert_eq!(running.get("/x.js").header("content-type"), Some("text/javascript; charset=utf-8"));
}

#[test]
fn nothing_but_outputs_is_found() {
    let folder = Folder::new(THREE);
    folder.write("secret.txt", "secret");
    folder.write("content/.hidden/x.md", "secret");
    folder.write("content/draft.md", "---\ndraft: true\n---\n# secret\n");
    let running = Running::new(&folder);
    for path in [
        "/secret.txt",
        "/handbook.toml",
        "/content/a.md",
        "/a.md",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/a/..%5c..%5csecret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/a/%00",
        "/%ff",
        "/.hidden/x/",
        "/draft/",
        "/.daring/",
        "/.daring/../secret.txt",
    ] {
        let answer = running.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret"), "{path}");
    }
    let missing = running.get("/<script>alert(1)</script>/");
    assert!(!missing.text().contains("<script>alert"));
}

#[test]
fn addresses_work_as_on_a_static_server() {
    let folder = Folder::new(THREE);
    folder.write("content/ä b.md", "---\naliases: [/old/]\n---\n# Umlaut\n");
    let running = Running::new(&folder);
    assert_eq!(running.get("/a/").status, 200);
    assert_eq!(running.get("/a/index.html").published(), running.get("/a/").published());
    let bare = running.get("/a?q=1");
    assert_eq!((bare.status, bare.header("location")), (302, Some("/a/?q=1")));
    assert_eq!(running.get("/%C3%A4-b/").status, 200);
    assert!(running.get("/old/").text().contains("http-equiv=\"refresh\""));
    let missing = running.get("/nothing/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Page not found"));
    let head = running.ask("HEAD", "/a/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(running.get("/a/").body.len().to_string().as_str()));
}

#[test]
fn a_site_with_a_base_path_is_served_under_it() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", "title = \"H\"\nbase_url = \"https://example.org/hand/book/\"\n");
    let running = Running::new(&folder);
    assert!(running.server.url().ends_with("/hand/book/"));
    for path in ["/", "/hand/book"] {
        let answer = running.get(path);
        assert_eq!((answer.status, answer.header("location")), (302, Some("/hand/book/")), "{path}");
    }
    assert_eq!(running.get("/a/").status, 404);
    let mut tab = running.tab("/hand/book/a/");
    folder.write("content/a.md", "# A\n\nEdited.\n");
    tab.wait_for_text("Edited.");
    fs::rename(folder.path("content/a.md"), folder.path("content/c.md")).unwrap();
    assert_eq!(tab.wait("moved")["to"], "/hand/book/c/");
}

#[test]
fn files_are_sent_whole_in_part_or_not_again() {
    let folder = Folder::new(THREE);
    folder.write("static/x.bin", &"0123456789".repeat(20_000));
    let running = Running::new(&folder);
    let whole = running.get("/x.bin");
    assert_eq!((whole.status, whole.body.len()), (200, 200_000));
    let tag = whole.header("etag").unwrap().to_owned();
    let known = running.ask("GET", "/x.bin", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((known.status, known.body.len()), (304, 0));
    let part = running.ask("GET", "/x.bin", "Range: bytes=99998-100001\r\n");
    assert_eq!((part.status, part.text().as_str()), (206, "8901"));
    assert_eq!(part.header("content-range"), Some("bytes 99998-100001/200000"));
    let outside = running.ask("GET", "/x.bin", "Range: bytes=200000-\r\n");
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */200000")));
    let head = running.ask("HEAD", "/x.bin", "");
    assert_eq!((head.header("content-length"), head.body.len()), (Some("200000"), 0));
}

#[test]
fn slow_and_odd_clients_do_not_hold_up_others() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let slow: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = running.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
            stream
        })
        .collect();
    assert_eq!(running.get("/a/").status, 200);
    for odd in ["\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"] {
        let mut stream = running.connect();
        stream.write_all(odd.as_bytes()).unwrap();
    }
    let long = format!(
        "GET /{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        "x".repeat(60_000),
        running.host()
    );
    assert!(matches!(running.raw(&long).status, 404 | 414 | 431));
    assert_eq!(running.get("/a/").status, 200);
    drop(slow);
}

#[test]
fn nothing_is_written() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    folder.write("content/a.md", "# A\n\nEdited.\n");
    tab.wait_for_text("Edited.");
    assert!(!exists(&folder.path("public")));
    assert!(!exists(&folder.path(".daring")));
}

#[test]
fn a_port_that_was_asked_for_is_taken_or_refused() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let project = daring::workspace::Project::open(&folder.root(), super::OVERRIDES).unwrap();
    let taken = daring::serve::start(
        &project,
        daring::serve::Options {
            overrides: super::OVERRIDES,
            address: running.server.address().ip(),
            port: Port::Asked(running.server.address().port()),
            hosts: Vec::new(),
            follow: daring::serve::Follow::Nothing,
            editor: String::new(),
            early_above: usize::MAX,
            watching: daring::serve::Watching::Polling,
        },
        |_| {},
    );
    assert!(taken.err().unwrap().to_string().contains("is in use"));
}
