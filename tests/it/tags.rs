//! Feeds of tags.

use crate::harness::build;

const TAGGED: &str = "\
-- handbook.toml --
title = \"H & co\"
base_url = \"https://example.org/h\"
-- content/index.md --
# Home
-- content/a.md --
---
tags: [news, old]
date: 2026-01-02
---
# A & more

Said of A.
-- content/b.md --
---
tags: [news]
updated: 2026-03-01
date: 2020-01-01
---
# B
-- content/c.md --
---
tags: [news, quiet]
---
# C
";

#[test]
fn a_tag_has_a_feed_of_its_dated_pages() {
    let built = build(TAGGED);
    let text = |name: &str| String::from_utf8(built.tree[name].clone()).unwrap();
    let feed = text("tags/news/feed.xml");
    let titles: Vec<&str> = feed.lines().filter(|line| line.starts_with("<title>")).collect();
    assert_eq!(
        titles,
        ["<title>news · H &amp; co</title>", "<title>B</title>", "<title>A &amp; more</title>"],
        "the newest comes first, and what has no date is left out"
    );
    assert!(feed.contains("<id>https://example.org/h/tags/news/feed.xml</id>"), "{feed}");
    assert!(text("tags/news/index.html").contains("href=\"feed.xml\""));
    assert!(built.tree.contains_key("tags/old/feed.xml"));
    assert!(!built.tree.contains_key("tags/quiet/feed.xml"), "nobody could say when it changed");
}

#[test]
fn without_a_base_address_there_is_none() {
    let built = build(&TAGGED.replace("base_url = \"https://example.org/h\"\n", ""));
    assert!(built.tree.contains_key("tags/news/index.html"));
    assert!(!built.tree.keys().any(|name| name.ends_with("feed.xml")));
}
