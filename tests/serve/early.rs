//! Pages before everything is read: the same bytes, or none yet.

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc;

use daring::page::PageKind;
use daring::render::Content;
use daring::serve::Event;
use daring::workspace::build::render_page;
use daring::workspace::live::{Live, Look};

use super::{Answer, Folder, NEVER, OVERRIDES, Running};

/// Pages that refer to one another in every way, and titles from everywhere.
const LINKED: &str = "\
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home

To [a](a.md#far-down), [[b#Last words]], [b](b.md#readme), [the section](s/index.md#none-here) and [nowhere](x.md).
-- content/a.md --
---
title: Ay
order: 3
---
## First

```rust
fn main() {}
```

## Far down

Back [here](#first) and to [an image](s/i.png).
-- content/b.md --
Text before.

## Second

# B of the `text`

## Last words
-- content/s/index.md --
# [Section]

[Section]: ../a.md
-- content/s/one.md --
---
description: About one
aliases: [/old/]
---
# One

[Up](index.md)
-- content/s/two.md --
# Two

The summary of two, which the section shows.
-- content/s/three.md --
---
draft: true
---
# Three
-- content/t/deep/four.md --
# Four

A [link](../../s/two.md?x#two) and [[Ay#first]].
-- content/s/i.png --
no image
-- static/robots.txt --
all
";

/// Compares every page as it is shown early with what it will be. Returns how many there were, and
/// the addresses of those that cannot be told early.
fn compare(root: &Path) -> (usize, Vec<String>) {
    let mut live = Live::new(root, OVERRIDES);
    let glance = live.glance(0).expect("the heads say enough");
    let site = live.look(&Look::Everywhere).view.site.expect("the project can be shown");
    let (mut compared, mut late) = (0, Vec::new());
    for (index, page) in site.pages.pages.iter().enumerate() {
        assert_eq!(glance.site().pages.pages[index], *page);
        if matches!(page.kind, PageKind::Asset(_) | PageKind::ThemeAsset(_)) {
            continue;
        }
        let Some(early) = glance.with_page(index) else {
            // Lists, feeds, previews and the search index hold something of all pages.
            if matches!(page.kind, PageKind::Chapter(_)) {
                late.push(page.route.as_str().to_owned());
            }
            continue;
        };
        let text = |content: Content| match content {
            Content::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        };
        let (early, whole) = (render_page(&early, index).value, render_page(&site, index).value);
        let whole = without_related(&without_mentions(&text(whole.content)));
        let early = text(early.content);
        for (early, whole) in early.lines().zip(whole.lines()) {
            assert_eq!(early, whole, "{}", page.route.as_str());
        }
        assert_eq!(early.len(), whole.len(), "{}", page.route.as_str());
        compared += usize::from(page.kind.is_templated());
    }
    (compared, late)
}

/// A page without what it shares with others, which nobody knows before all files are parsed.
fn without_related(page: &str) -> String {
    let mut page = page.to_owned();
    if let Some(start) = page.find("\n<section class=\"related\"") {
        let end = page[start..].find("</section>").expect("what begins also ends") + "</section>".len();
        page.replace_range(start..start + end, "");
        let needs_style = ["class=\"paths\"", "class=\"tag\"", "class=\"stops\"", "class=\"path-list\""];
        if let (Some(style), false) =
            (page.find("/discover.css\">"), needs_style.iter().any(|class| page.contains(class)))
        {
            let start = page[..style].rfind('\n').expect("a line of its own");
            page.replace_range(start..style + "/discover.css\">".len(), "");
        }
    }
    page
}

/// A page without what others say of it, and of its terms, which nobody knows before all files are parsed.
fn without_mentions(page: &str) -> String {
    let without = |page: &str, from: &str, to: &str| {
        let Some((before, rest)) = page.split_once(from) else { return page.to_owned() };
        format!("{before}{}", rest.split_once(to).expect("what begins also ends").1)
    };
    let page = without_terms(page);
    let page = without(&page, "\n<div class=\"term-notes\" hidden>", "</div>\n");
    let page = without(&page, "\n<details class=\"mentions\">", "</details>\n");
    let line = |page: String, end: &str| {
        let Some(at) = page.find(end) else { return page };
        let start = page[..at].rfind('\n').expect("a line of its own");
        format!("{}{}", &page[..start], &page[at + end.len()..])
    };
    line(line(page, "/prose.css\">"), "/terms.js\" defer></script>")
}

/// A page whose terms are words and no links.
fn without_terms(page: &str) -> String {
    let mut parts = page.split("<a class=\"term\" ");
    let first = parts.next().expect("there is always a first part").to_owned();
    parts.fold(first, |before, part| {
        let (words, after) =
            part.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).expect("a link");
        format!("{before}{words}{after}")
    })
}

#[test]
fn our_own_pages_are_early_what_they_are_late() {
    let (compared, late) = compare(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(compared > 50, "{compared}");
    // The pages of competencies and levels list every page that mentions them, which heads do not say.
    // The glossary lists those that use a term.
    let needs_all = |path: &String| path.starts_with("ladder") || path == "start/glossary/";
    assert!(late.iter().all(needs_all), "{late:?}");
    assert!(late.len() < compared, "{late:?}");
}

#[test]
fn pages_that_need_others_are_early_what_they_are_late() {
    assert_eq!(compare(&Folder::new(LINKED).root()), (11, Vec::new()));
}

/// A server that does not read on before it is let.
fn held(folder: &Folder) -> (Running, mpsc::Sender<()>) {
    let (shown, early) = mpsc::channel();
    let (go_on, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let told = move |event: &Event| {
        if matches!(event, Event::Early) {
            shown.send(()).unwrap();
            held.lock().unwrap().recv().unwrap_or_default();
        }
    };
    let running = Running::telling(folder, |options| options.early_above = 0, told);
    early.recv_timeout(NEVER).expect("something is shown early");
    (running, go_on)
}

#[test]
fn a_page_is_served_before_all_are_parsed_and_its_tab_hears_what_it_shares_with_the_rest() {
    let folder = Folder::new(LINKED);
    let (running, go_on) = held(&folder);
    let home = running.get("/");
    assert_eq!((home.status, running.get("/old/").status), (200, 200));
    assert_eq!(running.get("/s").status, 302);
    assert_eq!(running.get("/robots.txt").text(), "all\n\n");
    assert_eq!(running.server.counts().parsed(), 0);
    let version = home.text().split_once("data-version=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    drop(go_on);
    let mut tab = running.stream("/", &version);
    assert_eq!(tab.next().0, "hello");
    // The pages that have to do with it, and what is wrong.
    assert_eq!(tab.next().0, "page");
    let (name, problems) = tab.next();
    assert_eq!(name, "problems");
    assert_eq!(problems["here"].as_array().unwrap().len(), 2, "{problems}");
    let whole = running.get("/").published();
    assert_eq!(without_related(&without_mentions(&whole)), home.published());
    folder.write("content/index.md", "# Home\n\nEdited.\n");
    tab.wait_for_text("Edited.");
}

#[test]
fn what_others_say_of_a_page_arrives_when_all_is_read() {
    let folder = Folder::new(LINKED);
    let (running, go_on) = held(&folder);
    let page = running.get("/a/").text();
    assert!(!page.contains("class=\"mentions\""));
    let version = page.split_once("data-version=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    drop(go_on);
    let mut tab = running.stream("/a/", &version);
    tab.wait_for_text("Mentioned in");
}

#[test]
fn a_page_that_was_changed_meanwhile_is_sent() {
    let folder = Folder::new(LINKED);
    let (running, go_on) = held(&folder);
    let version = "data-version=\"";
    let page = running.get("/b/").text();
    let version = page.split_once(version).unwrap().1.split_once('"').unwrap().0.to_owned();
    folder.write("content/b.md", "# B\n\nMeanwhile.\n");
    drop(go_on);
    let mut tab = running.stream("/b/", &version);
    tab.wait_for_text("Meanwhile.");
}

#[test]
fn what_cannot_be_told_early_is_waited_for() {
    let folder = Folder::new(LINKED);
    folder.write("content/d.md", "# D\n\n```{ladder-matrix}\n```\n");
    let (running, go_on) = held(&folder);
    let asked = ["/nothing/", "/d/"].map(|path| running.send(path));
    // A page that can be told is, while they wait.
    assert_eq!(running.get("/a/").status, 200);
    assert_eq!(running.server.counts().parsed(), 0);
    drop(go_on);
    assert_eq!(asked.map(|asked| Answer::read(asked).status), [404, 200]);
}

#[test]
fn files_that_only_a_link_publishes_are_not_served_early() {
    let folder = Folder::new(
        "-- index.md --\n# Home\n\n[l](linked.txt)\n-- linked.txt --\nyes\n-- secret.txt --\nno\n",
    );
    let (running, go_on) = held(&folder);
    let home = running.get("/").published();
    let asked = ["/linked.txt", "/secret.txt"].map(|path| running.send(path));
    assert_eq!(running.get("/").published(), home);
    drop(go_on);
    assert_eq!(asked.map(|asked| Answer::read(asked).status), [200, 404]);
    assert_eq!(running.get("/").published(), home);
}

#[test]
fn mistakes_in_settings_and_templates_are_never_shown_as_a_site() {
    for (path, text) in [("handbook.toml", "title = \n"), ("templates/page.html", "{% if %}")] {
        let folder = Folder::new(LINKED);
        folder.write(path, text);
        assert!(Live::new(&folder.root(), OVERRIDES).glance(0).is_none(), "{path}");
    }
    let folder = Folder::new(LINKED);
    assert!(Live::new(&folder.root(), OVERRIDES).glance(8).is_none());
}
