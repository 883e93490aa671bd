//! Mistakes while writing: shown where they are, gone when they are mended, never the end.

use std::fs;
use std::os::unix::fs::symlink;
use std::thread;
use std::time::{Duration, Instant};

use daring::serve::{Command, Event, Showing};

use super::{Folder, NEVER, Running, THREE};

#[test]
fn a_mistake_is_shown_on_its_page_counted_elsewhere_and_resolved() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let (mut a, mut b) = (running.tab("/a/"), running.tab("/b/"));
    assert_eq!(a.first_problems["here"].as_array().unwrap().len(), 0);
    folder.write("content/a.md", "# A\n\nSee [b](bb.md).\n");
    let problems = a.wait("problems");
    let problem = &problems["here"][0];
    assert_eq!(
        (&problem["code"], &problem["line"], &problem["column"]),
        (&"link/unknown-page".into(), &3.into(), &9.into())
    );
    assert!(problem["report"].as_str().unwrap().contains("3 | See [b](bb.md)."), "{problem}");
    assert_eq!(problem["editor"], format!("edit://{}:3:9", folder.path("content/a.md").display()));
    let problems = b.wait("problems");
    assert_eq!((&problems["here"], &problems["elsewhere"]["errors"]), (&serde_json::json!([]), &1.into()));
    // Typing on above the mistake moves it.
    folder.write("content/a.md", "# A\n\nMore.\n\nSee [b](bb.md).\n");
    assert_eq!(a.wait("problems")["here"][0]["line"], 5);
    folder.write("content/a.md", "# A\n\nSee [b](b.md).\n");
    assert_eq!(a.wait("problems")["here"], serde_json::json!([]));
}

#[test]
fn the_terminal_hears_what_is_new_and_what_was_resolved() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    assert!(matches!(running.event(), Event::Ready { pages: 5, .. }));
    folder.write("content/a.md", "# A\n\nSee [b](bb.md).\n");
    let Event::Settled { new, resolved, tally, .. } = running.event() else { panic!("edits come to rest") };
    assert_eq!((new.len(), resolved.len(), tally.errors), (1, 0, 1));
    folder.write("content/a.md", "# A\n");
    let Event::Settled { new, resolved, tally, .. } = running.event() else { panic!("edits come to rest") };
    assert_eq!((new.len(), resolved.len(), tally.errors), (0, 1, 0));
    running.server.tell(Command::CheckAll);
    assert!(matches!(running.event(), Event::Checked { pages: 5, diagnostics } if diagnostics.is_empty()));
    running.server.tell(Command::Rebuild);
    assert!(matches!(running.event(), Event::Ready { pages: 5, .. }));
}

/// A theme of its own, without templates.
const SETTINGS: &str = "title = \"H\"\ntheme = \"mine\"\n";

#[test]
fn broken_settings_and_templates_keep_the_last_good_site() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", SETTINGS);
    folder.write("themes/mine/theme.toml", "contract = 1\n");
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    let good = running.get("/a/").published();
    let broken = [
        ("handbook.toml", "title = \n", SETTINGS),
        ("handbook.toml", "titel = \"H\"\ntheme = \"mine\"\n", SETTINGS),
        ("templates/page.html", "{% if %}", ""),
        ("templates/page.html", "{{ page.titel }}", ""),
        ("themes/mine/theme.toml", "contract = 1\nlicence = \"MIT\"\n", "contract = 1\n"),
        ("themes/mine/theme.toml", "contract = 99\n", "contract = 1\n"),
        // As a file is for a moment where an editor empties it first.
        ("templates/page.html", "", ""),
    ];
    for (path, wrong, right) in broken {
        folder.write(path, wrong);
        let problems = tab.wait_for_problems(|problems| problems["blocked"] == true);
        assert_eq!(problems["here"][0]["path"], path);
        assert_eq!(running.get("/a/").published(), good, "{path} {wrong}");
        match right {
            "" => fs::remove_file(folder.path(path)).unwrap(),
            right => folder.write(path, right),
        }
        tab.wait_for_problems(|problems| problems["blocked"] == false);
        // A slow machine may look between the emptying and the writing of a file, and then once more.
        let start = Instant::now();
        while running.get("/a/").published() != good {
            assert!(start.elapsed() < NEVER, "{path} {right}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_server_that_starts_with_a_mistake_shows_it_and_recovers() {
    let folder = Folder::new(THREE);
    folder.write("templates/page.html", "{% if <script>alert(1)</script> %}");
    let running = Running::new(&folder);
    let page = running.get("/a/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("&lt;script&gt;alert(1)"), "{}", page.text());
    assert!(!page.text().contains("<script>alert"));
    let mut tab = running.tab("/a/");
    assert_eq!(tab.first_problems["blocked"], true);
    assert!(matches!(running.event(), Event::Ready { .. }));
    assert!(matches!(running.event(), Event::Settled { showing: Showing::Nothing, .. }));
    fs::remove_file(folder.path("templates/page.html")).unwrap();
    tab.wait_for_text("See <a");
    assert_eq!(running.get("/a/").status, 200);
    assert!(matches!(running.event(), Event::Settled { showing: Showing::Newest, .. }));
    folder.write("templates/page.html", "{% if %}");
    assert!(matches!(running.event(), Event::Settled { showing: Showing::LastGood, .. }));
}

#[test]
fn a_theme_that_was_wrong_from_the_start_is_mended() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", SETTINGS);
    folder.write("themes/mine/theme.toml", "contract = 1\nlicence = \"MIT\"\n");
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    assert_eq!((running.get("/a/").status, &tab.first_problems["blocked"]), (503, &true.into()));
    folder.write("themes/mine/theme.toml", "contract = 1\nlicense = \"MIT\"\n");
    tab.wait_for_text("See <a");
    assert_eq!(running.get("/a/").status, 200);
}

#[test]
fn a_link_that_leads_out_is_reported_until_it_is_gone() {
    let folder = Folder::new(THREE);
    let outside = Folder::new("-- x.md --\n# X\n");
    symlink(outside.path("x.md"), folder.path("content/x.md")).unwrap();
    let running = Running::new(&folder);
    assert!(matches!(running.event(), Event::Ready { .. }));
    assert!(matches!(running.event(), Event::Settled { tally, .. } if tally.errors == 1));
    let start = Instant::now();
    fs::remove_file(folder.path("content/x.md")).unwrap();
    assert!(matches!(running.event(), Event::Settled { tally, .. } if tally.errors == 0));
    // Not only by the poll that backs up the events.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn the_address_follows_the_settings() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let before = running.server.url();
    assert!(matches!(running.event(), Event::Ready { .. }));
    folder.write("handbook.toml", "title = \"H\"\nbase_url = \"https://h.example/hb/\"\n");
    let Event::Moved(url) = running.event() else { panic!("the new address is told") };
    assert_eq!((url.as_str(), running.server.url()), (&*format!("{before}hb/"), url.clone()));
    assert_eq!(running.get("/hb/a/").status, 200);
}

#[test]
fn a_page_that_cannot_be_rendered_is_said_to_be_so() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    // Right on the samples that templates are tried on, wrong on this page.
    folder.write(
        "templates/page.html",
        "<!doctype html><title>t</title>{% if page.source == \"content/a.md\" %}{{ page.extra.x.y.z }}{% endif %}{{ page.content | safe }}",
    );
    let problems = tab.wait("problems");
    assert!(problems["here"][0]["code"].as_str().unwrap().starts_with("template/"), "{problems}");
    assert_eq!(running.get("/a/").status, 500);
    assert_eq!(running.get("/b/").status, 200);
    fs::remove_file(folder.path("templates/page.html")).unwrap();
    tab.wait_for_problems(|problems| problems["here"] == serde_json::json!([]));
    assert_eq!(running.get("/a/").status, 200);
}

#[test]
fn a_project_that_goes_away_comes_back() {
    let folder = Folder::new("-- index.md --\n# Home\n");
    let running = Running::new(&folder);
    let mut tab = running.tab("/");
    let good = running.get("/").published();
    fs::remove_file(folder.path("index.md")).unwrap();
    let problems = tab.wait("problems");
    assert_eq!(problems["blocked"], true);
    assert_eq!(running.get("/").published(), good);
    folder.write("index.md", "# Home\n\nBack.\n");
    tab.wait_for_text("Back.");
}

#[test]
fn a_page_that_never_ends_is_stopped_and_the_repair_needs_no_restart() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    let years = "{% for x in range(end=100000) %}{% for y in range(end=100000) %}{% endfor %}{% endfor %}";
    let template = format!(
        "<!doctype html><title>t</title>{{% if page.title == \"A\" %}}{years}{{% endif %}}{{{{ page.content | safe }}}}"
    );
    folder.write("templates/page.html", &template);
    let problems = tab.wait_for_problems(|problems| problems["here"] != serde_json::json!([]));
    assert_eq!(problems["here"][0]["code"], "template/too-slow", "{problems}");
    let start = Instant::now();
    while running.server.counts().rendering() > 0 {
        assert!(start.elapsed() < NEVER, "it goes on");
        assert_eq!(running.get("/b/").status, 200);
    }
    fs::remove_file(folder.path("templates/page.html")).unwrap();
    tab.wait_for_problems(|problems| problems["here"] == serde_json::json!([]));
    assert_eq!(running.get("/a/").status, 200);
}
