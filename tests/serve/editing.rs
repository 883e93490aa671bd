//! What an edit costs, and who is told.

use std::fs;

use super::{Folder, Running, THREE};
use daring::serve::Follow;

#[test]
fn an_edit_parses_one_file_and_renders_the_open_tabs() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let (mut a, mut b) = (running.tab("/a/"), running.tab("/b/"));
    let counts = running.server.counts();
    let before = (counts.parsed(), counts.assembled());
    assert_eq!(before, (3, 1));
    let rendered = counts.rendered();
    folder.write("content/a.md", "# A\n\nSee [b](b.md). One.\n");
    assert!(a.wait("page")["html"].as_str().unwrap().contains("One."));
    // The other tab heard nothing of it: the first it hears of is its own edit.
    folder.write("content/b.md", "# B\n\nTwo.\n");
    assert!(b.wait("page")["html"].as_str().unwrap().contains("Two."));
    folder.write("content/a.md", "# A\n\nSee [b](b.md). Three.\n");
    assert!(a.wait("page")["html"].as_str().unwrap().contains("Three."));
    assert_eq!((counts.parsed(), counts.assembled()), (6, 1));
    let of_both_tabs = counts.rendered() - rendered;
    assert!(
        (5..=6).contains(&of_both_tabs),
        "{of_both_tabs} pages were rendered for three edits of two tabs"
    );
}

#[test]
fn being_read_is_no_reason_to_look_again() {
    let folder = Folder::new(THREE);
    folder.write("static/logo.svg", "<svg/>");
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    let counts = running.server.counts();
    assert_eq!(counts.looks(), 1);
    let before = (counts.looks(), counts.parsed(), counts.assembled());
    for _ in 0..20 {
        for path in ["/", "/a/", "/b/", "/logo.svg", "/nowhere/"] {
            running.get(path);
        }
        fs::read(folder.path("content/a.md")).unwrap();
    }
    // What was rendered is kept: each page once, and the page for unknown addresses.
    assert_eq!(counts.rendered(), 4);
    assert_eq!((counts.looks(), counts.parsed(), counts.assembled()), before);
    folder.write("content/a.md", "# A\n\nEdited.\n");
    tab.wait_for_text("Edited.");
    assert_eq!((counts.parsed(), counts.assembled()), (before.1 + 1, before.2));
}

#[test]
fn a_page_can_be_read_before_its_tab_is_told() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    for edit in 0..20 {
        folder.write("content/a.md", &format!("# A\n\nEdit {edit}.\n"));
        let html = tab.wait_for_text(&format!("Edit {edit}."));
        assert_eq!(running.get("/a/").published(), html);
    }
}

#[test]
fn a_title_reaches_the_pages_that_show_it_and_no_file_is_parsed_twice() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut home = running.tab("/");
    let parsed = running.server.counts().parsed();
    folder.write("content/a.md", "# A renamed\n");
    home.wait_for_text("A renamed");
    assert_eq!(running.server.counts().parsed(), parsed + 1);
    assert_eq!(running.server.counts().assembled(), 1);
    // Now it stands behind `b`: the reading order is another.
    folder.write("content/a.md", "# Zebra\n");
    home.wait_for_text("Zebra");
    assert_eq!(running.server.counts().assembled(), 2);
}

#[test]
fn a_part_of_a_page_is_new_wherever_it_is_shown() {
    let folder = Folder::new(concat!(
        "-- handbook.toml --\ntitle = \"H\"\n",
        "-- content/a.md --\n# A\n\n```{include} b.md#part\n```\n",
        "-- content/b.md --\n# B\n\n## Part\n\nOld words.\n",
    ));
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    assert!(running.get("/a/").text().contains("<p>Old words.</p>"));
    folder.write("content/b.md", "# B\n\n## Part\n\nNew words.\n");
    let html = tab.wait_for_text("<p>New words.</p>");
    assert_eq!(running.get("/a/").published(), html);
    assert_eq!(running.server.counts().assembled(), 1);
}

#[test]
fn what_a_term_means_reaches_the_pages_that_use_it() {
    let folder = Folder::new(concat!(
        "-- handbook.toml --\ntitle = \"H\"\n",
        "-- content/a.md --\n# A\n\nA way back.\n",
        "-- content/b.md --\n---\nterms: {Way back: An old meaning.}\n---\n# B\n",
    ));
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    assert!(running.get("/a/").text().contains("An old meaning."));
    folder.write("content/b.md", "---\nterms: {Way back: A new meaning.}\n---\n# B\n");
    tab.wait_for_text("A new meaning.");
    let assembled = running.server.counts().assembled();
    folder.write("content/a.md", "# A\n\nStill a way back.\n");
    tab.wait_for_text("Still a <a class=\"term\"");
    assert_eq!(running.server.counts().assembled(), assembled, "it uses the same terms");
    folder.write("content/a.md", "# A\n\nNone.\n");
    tab.wait_for_text("None.");
    assert!(!running.get("/glossary/").text().contains("Used in"));
}

#[test]
fn a_tab_follows_its_renamed_page_and_hears_of_its_deletion() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/b/");
    fs::rename(folder.path("content/b.md"), folder.path("content/c.md")).unwrap();
    assert_eq!(tab.wait("moved")["to"], "/c/");
    let mut tab = running.tab("/c/");
    fs::create_dir(folder.path("content/d")).unwrap();
    fs::rename(folder.path("content/c.md"), folder.path("content/d/e.md")).unwrap();
    assert_eq!(tab.wait("moved")["to"], "/d/e/");
    let mut tab = running.tab("/d/e/");
    fs::rename(folder.path("content/d"), folder.path("content/f")).unwrap();
    assert_eq!(tab.wait("moved")["to"], "/f/e/");
    let mut tab = running.tab("/f/e/");
    folder.write("content/f/e.md", "---\nslug: g\n---\n# B\n");
    assert_eq!(tab.wait("moved")["to"], "/f/g/");
    let mut tab = running.tab("/f/g/");
    fs::remove_dir_all(folder.path("content/f")).unwrap();
    assert_eq!(tab.wait("gone")["path"], "/f/g/");
    folder.write("content/f/g.md", "# Back\n");
    tab.wait_for_text("Back");
}

#[test]
fn new_nested_folders_are_noticed() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut home = running.tab("/");
    folder.write("content/x/y/z/deep.md", "# Deep\n");
    home.wait_for_text("x/");
    // The folders were made faster than they could be watched; what comes later is noticed as well.
    let mut tab = running.tab("/x/y/z/deep/");
    folder.write("content/x/y/z/deep.md", "# Deep\n\nMore.\n");
    tab.wait_for_text("More.");
}

#[test]
fn a_tab_from_before_gets_the_page_at_once() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.stream("/a/", "12");
    assert_eq!(tab.next().0, "hello");
    assert!(tab.wait("page")["html"].as_str().unwrap().contains("<h1"));
}

#[test]
fn a_tab_goes_to_the_edited_page_when_asked_to() {
    let folder = Folder::new(THREE);
    let running = Running::with(&folder, |options| options.follow = Follow::Edits);
    let mut tab = running.tab("/a/");
    folder.write("content/b.md", "# B\n\nEdited.\n");
    assert_eq!(tab.wait("go")["to"], "/b/");
}

#[test]
fn settings_templates_and_files_are_followed_too() {
    let folder = Folder::new(THREE);
    folder.write("static/logo.svg", "<svg/>");
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    folder.write("handbook.toml", "title = \"Renamed\"\n");
    tab.wait_for_text("Renamed");
    folder
        .write("templates/page.html", "<!doctype html><title>T</title><p>mine</p>{{ page.content | safe }}");
    tab.wait_for_text("<p>mine</p>");
    folder.write(
        "templates/page.html",
        "<!doctype html><title>T</title><p>mended</p>{{ page.content | safe }}",
    );
    tab.wait_for_text("<p>mended</p>");
    fs::remove_file(folder.path("templates/page.html")).unwrap();
    tab.wait_for_text("Renamed");
    folder.write("static/logo.svg", "<svg width=\"1\"/>");
    assert_eq!(tab.wait("asset")["paths"][0], "/logo.svg");
    assert_eq!(running.get("/logo.svg").text(), "<svg width=\"1\"/>");
}
