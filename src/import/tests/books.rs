//! Whole books: their order, addresses and reports.

use super::*;

#[test]
fn a_flat_mdbook_gets_folders_and_keeps_its_addresses() {
    let imported = bring_from(
        Kind::Mdbook,
        "-- book.toml --\n[book]\ntitle = 'B'\n[output.html.redirect]\n'/old.html' = 'two.html'\n'/away.html' = 'https://x.org'\n\
         -- src/SUMMARY.md --\n# Summary\n[Start](README.md)\n- [One](one.md)\n  - [Two](two.md)\n\
         -- src/README.md --\n# B\n[two](two.md#x) [gone](gone.md)\n-- src/one.md --\n# One\n![](img/p.png) [two](./two.html)\n-- src/two.md --\nNo heading [one](one.md)\n-- src/img/p.png --\n\n",
    );
    assert_eq!(
        names(&imported),
        ["content/README.md", "content/img/p.png", "content/one/index.md", "content/one/two.md"]
    );
    assert_eq!(text(&imported, "content/README.md"), "# B\n[two](one/two.md#x) [gone](gone.md)\n");
    assert_eq!(
        text(&imported, "content/one/index.md"),
        "---\norder: 2\naliases: [\"/one.html\"]\n---\n\n# One\n![](../img/p.png) [two](two.md)\n"
    );
    assert_eq!(
        text(&imported, "content/one/two.md"),
        "---\ntitle: Two\norder: 1\npermalink: \"/two.html\"\naliases: [\"/old.html\"]\n---\n\nNo heading [one](index.md)\n"
    );
    assert_eq!(imported.title.as_deref(), Some("B"));
    assert!(imported.top[0].starts_with("url_style = \"file\""));
    assert_eq!(
        remarks(&imported),
        [
            "book.toml:0 `/away.html` leads to `https://x.org`, which is no page of the book",
            "src/README.md:2 the link `gone.md` leads to no file of the book"
        ]
    );
}

#[test]
fn a_mkdocs_navigation_is_followed() {
    let imported = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nsite_name: M\nplugins:\n  - search\n  - macros\n  - redirects:\n      redirect_maps:\n        old.md: guide/a.md\n        gone.md: https://x.org\nnav:\n  - Home: index.md\n  - Guide:\n    - guide/index.md\n    - Deep A: guide/a.md\n    - Site: https://x.org\n  - missing.md\n\
         -- docs/index.md --\n# Home\n[a](guide/a.md)\n-- docs/guide/index.md --\n# G\n-- docs/guide/a.md --\n---\ntags: [x]\nicon: y\n---\nText [home](../index.md)\n-- docs/extra.md --\n# E\n",
    );
    assert_eq!(
        names(&imported),
        ["content/extra.md", "content/guide/a.md", "content/guide/index.md", "content/index.md"]
    );
    assert_eq!(
        text(&imported, "content/guide/a.md"),
        "---\ntitle: Deep A\norder: 1\naliases: [\"/old/\"]\ntags: [\"x\"]\nextra:\n  icon: \"y\"\n---\n\nText [home](../index.md)\n"
    );
    assert_eq!(text(&imported, "content/guide/index.md"), "---\norder: 2\n---\n\n# G\n");
    assert_eq!(imported.log.remarks.len(), 5, "{:?}", remarks(&imported));
}

#[test]
fn a_redirect_from_the_address_of_a_page_is_lost_and_told() {
    let imported = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nsite_name: M\nplugins:\n  redirects:\n    redirect_maps:\n      plugins.md: plugins/a.md\n      old.md: plugins/a.md\nnav:\n  - index.md\n  - Plugins:\n    - plugins/a.md\n\
         -- docs/index.md --\n# Home\n-- docs/plugins/a.md --\n# A\n",
    );
    assert_eq!(text(&imported, "content/plugins/a.md"), "---\norder: 1\naliases: [\"/old/\"]\n---\n\n# A\n");
    let lost = "`/plugins/` does not lead here any more: it is the address of another page";
    assert!(remarks(&imported).iter().any(|remark| remark.contains(lost)), "{:?}", remarks(&imported));
}

#[test]
fn docusaurus_orders_by_sidebars_or_positions() {
    let docs = "-- docs/intro.md --\n---\nslug: /\nsidebar_position: 1\n---\n# Intro\n[b](/docs/basics/b) [c](./basics/02-c.mdx)\n-- docs/basics/_category_.json --\n{\"label\": \"The basics\", \"position\": 2}\n-- docs/basics/b.md --\n---\nid: bee\nsidebar_position: 2\n---\n# B\n-- docs/basics/02-c.mdx --\n---\nsidebar_position: 1\n---\n# C\n-- static/img/x.png --\n\n";
    let imported = bring_from(Kind::Docusaurus, docs);
    assert_eq!(
        names(&imported),
        [
            "content/basics/02-c.md",
            "content/basics/b.md",
            "content/basics/index.md",
            "content/index.md",
            "static/img/x.png"
        ]
    );
    assert_eq!(text(&imported, "content/basics/index.md"), "---\ntitle: The basics\norder: 2\n---\n");
    assert_eq!(
        text(&imported, "content/basics/b.md"),
        "---\norder: 2\npermalink: \"/basics/bee/\"\naliases: [\"/docs/basics/bee/\"]\n---\n\n# B\n"
    );
    assert_eq!(
        text(&imported, "content/basics/02-c.md"),
        "---\norder: 1\naliases: [\"/docs/basics/c/\"]\n---\n\n# C\n"
    );
    assert_eq!(
        text(&imported, "content/index.md"),
        "---\norder: 1\naliases: [\"/docs/\"]\n---\n\n# Intro\n[b](basics/b.md) [c](basics/02-c.md)\n"
    );

    let sidebars = "-- sidebars.js --\nmodule.exports = {side: [{type: 'category', label: 'All', link: {type: 'doc', id: 'intro'}, items: ['basics/bee', {type: 'link', href: 'https://x.org', label: 'X'}, 'nope']}]};\n-- docusaurus.config.js --\nconst c = {title: 'D', plugins: [['@docusaurus/plugin-client-redirects', {redirects: [{from: ['/a', '/b'], to: '/docs/intro'}]}]]};\nexport default c;\n";
    let imported = bring_from(Kind::Docusaurus, &format!("{docs}{sidebars}"));
    assert_eq!(text(&imported, "content/intro/b.md").lines().nth(1), Some("order: 1"));
}

#[test]
fn hugo_front_matter_is_mapped() {
    let imported = bring_from(
        Kind::Hugo,
        "-- hugo.yaml --\ntitle: H\n-- content/_index.md --\n+++\ntitle = 'Home'\n+++\n-- content/docs/a.md --\n---\ntitle: A\nweight: 3\nurl: /own/\naliases: [/was/]\nparams: {x: 1}\ncascade: {type: docs}\n---\nText\n-- content/docs/a.fr.md --\nAutre\n-- layouts/x.html --\n\n-- static/favicon.ico --\n\n",
    );
    assert_eq!(names(&imported), ["content/_index.md", "content/docs/a.md", "static/favicon.ico"]);
    assert_eq!(
        text(&imported, "content/docs/a.md"),
        "---\ntitle: A\norder: 3\npermalink: \"/own/\"\naliases: [\"/was/\"]\nextra:\n  cascade: {\"type\":\"docs\"}\n  x: 1\n---\n\nText\n"
    );
    assert_eq!(imported.log.remarks.len(), 3, "{:?}", remarks(&imported));
}

#[test]
fn gitbook_assets_leave_their_hidden_folder() {
    let imported = bring_from(
        Kind::Gitbook,
        "-- .gitbook.yaml --\nroot: ./book/\nredirects:\n  old/a: a.md\n-- book/SUMMARY.md --\n# Table of contents\n\n* [Home](README.md)\n\n## Part\n\n* [A](a.md)\n-- book/README.md --\n# H\n-- book/a.md --\n---\ndescription: D\n---\n# A\n![](<.gitbook/assets/a b.png>) ![](.gitbook/assets/a%20b.png)\n-- book/.gitbook/assets/a b.png --\n\n",
    );
    assert_eq!(
        names(&imported),
        ["content/README.md", "content/gitbook/assets/a b.png", "content/part/a.md", "content/part/index.md"]
    );
    assert_eq!(
        text(&imported, "content/part/a.md"),
        "---\ndescription: D\norder: 1\npermalink: \"/a/\"\naliases: [\"/old/a\"]\n---\n\n# A\n![](../gitbook/assets/a%20b.png) ![](../gitbook/assets/a%20b.png)\n"
    );
}

#[test]
fn what_is_no_book_says_so() {
    let book = Book { paths: BTreeSet::new(), read: &|_| None, today: String::new() };
    for kind in [Kind::Mdbook, Kind::Mkdocs, Kind::Hugo, Kind::Docusaurus, Kind::Gitbook, Kind::Obsidian] {
        assert!(bring(kind, &book).is_err_and(|reason| reason.starts_with("there is no")));
    }
}

#[test]
fn the_report_names_every_place() {
    let imported = bring_from(
        Kind::Mdbook,
        "-- src/SUMMARY.md --\n[A](a.md)\n-- src/a.md --\n[x](<gone>.md)\n```mermaid\n```\n",
    );
    let text = markdown(Kind::Mdbook, &imported);
    assert!(
        text.contains("1 pages and 0 other files.")
            && text.contains("\n### `src/a.md`\n\n- line 1: the link "),
        "{text}"
    );
    let document: serde_json::Value = serde_json::from_str(&json(Kind::Mdbook, &imported)).unwrap();
    assert_eq!(
        (&document["pages"], &document["remarks"][0]["line"]),
        (&serde_json::json!(1), &serde_json::json!(1))
    );
}

#[test]
fn what_was_not_published_is_a_draft_or_left_out_and_told() {
    let told = |imported: &Imported| {
        let all = remarks(imported).into_iter();
        all.filter(|remark| remark.contains("it was not published")).collect::<Vec<_>>()
    };
    let imported = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nsite_name: M\nexclude_docs: |\n  private/\n  x.md\ndraft_docs: wip/\nnot_in_nav: b.md\n\
         -- docs/index.md --\n# H\n-- docs/x.md --\n# X\n-- docs/private/a.md --\n# P\n-- docs/private/a.csv --\n\n-- docs/wip/w.md --\n# W\n-- docs/b.md --\n# B\n",
    );
    assert_eq!(names(&imported), ["content/b.md", "content/index.md", "content/wip/w.md"]);
    assert_eq!(text(&imported, "content/wip/w.md"), "---\ndraft: true\n---\n\n# W\n");
    assert_eq!(
        remarks(&imported),
        [
            "docs/b.md:0 `not_in_nav` has no effect here: the page is in the navigation",
            "docs/private/a.csv:0 it was not published (`exclude_docs`, with 0 other files), so it was left out",
            "docs/private/a.md:0 it was not published (`exclude_docs`), so it was left out",
            "docs/wip/w.md:0 it was not published (`draft_docs`), so it is a draft here",
            "docs/x.md:0 it was not published (`exclude_docs`), so it was left out"
        ]
    );

    let imported = bring_from(
        Kind::Hugo,
        "-- hugo.toml --\ntitle = 'H'\n-- content/_index.md --\n# H\n\
         -- content/soon.md --\n+++\npublishDate = 2099-01-01T00:00:00Z\n+++\nA\n-- content/day.md --\n---\ndate: 2026-11-28\n---\nA\n\
         -- content/past.md --\n---\nexpiryDate: 2026-11-27\n---\nA\n-- content/kept.md --\n---\ndate: 2026-11-27\nexpiryDate: 2030-01-01\n---\nA\n\
         -- content/s/_index.md --\n---\ncascade: {draft: true}\n---\nA\n-- content/s/t/a.md --\nA\n-- content/s/t/b.md --\n---\ndraft: false\n---\nA\n\
         -- content/never.md --\n---\nbuild: {render: never}\n---\nA\n-- content/b/index.md --\nA\n-- content/b/part.md --\nA\n-- content/c/index.md --\n---\nheadless: true\n---\nA\n",
    );
    let drafts: Vec<&str> =
        names(&imported).into_iter().filter(|name| text(&imported, name).contains("draft: true")).collect();
    assert_eq!(
        drafts,
        [
            "content/b/part.md",
            "content/c/index.md",
            "content/day.md",
            "content/never.md",
            "content/past.md",
            "content/s/_index.md",
            "content/s/t/a.md",
            "content/soon.md"
        ]
    );
    let told_of = told(&imported);
    assert_eq!(told_of.len(), 8, "{told_of:?}");
    assert_eq!(
        told_of[0],
        "content/b/part.md:0 it was not published (it is a part of the page `b/index.md`), so it is a draft here"
    );

    let imported = bring_from(
        Kind::Docusaurus,
        "-- docusaurus.config.js --\nmodule.exports = {presets: [['classic', {docs: {routeBasePath: '/', exclude: ['**/private/**']}}]]};\n\
         -- docs/index.md --\n# H\n-- docs/a/private/p.md --\n# P\n-- docs/u.md --\n---\nunlisted: true\n---\n# U\n",
    );
    assert_eq!(names(&imported), ["content/index.md", "content/u.md"]);
    assert_eq!(text(&imported, "content/u.md"), "---\norder: 2\ndraft: true\n---\n\n# U\n");
    assert_eq!(told(&imported).len(), 2);

    let imported = bring_from(
        Kind::Gitbook,
        "-- SUMMARY.md --\n* [A](a.md)\n* [H](h.md)\n-- README.md --\n# R\n-- a.md --\n# A\n-- b.md --\n# B\n-- h.md --\n---\nhidden: true\n---\n# H\n",
    );
    assert_eq!(names(&imported), ["content/README.md", "content/a.md", "content/h.md"]);
    assert_eq!(
        told(&imported),
        [
            "b.md:0 it was not published (it is not in SUMMARY.md), so it was left out",
            "h.md:0 it was not published (`hidden`: only who knew its address came to it), so it is a draft here"
        ]
    );
}

#[test]
fn addresses_of_the_tool_are_kept_or_lead_here() {
    let imported = bring_from(
        Kind::Hugo,
        "-- hugo.yaml --\ntitle: H\npermalinks: {news: '/:year/:slug/'}\n-- content/_index.md --\n# H\n\
         -- content/Guides/My Page.md --\n---\naliases: [was, /from/]\n---\nA\n-- content/guides2/a.md --\n---\nslug: b\n---\nA\n\
         -- content/u.md --\n---\nurl: /custom/place.html\n---\nA\n-- content/news/n.md --\n---\ntitle: Big News\ndate: 2024-02-03\nlastmod: 2024-03-01\n---\nA\n",
    );
    assert_eq!(
        text(&imported, "content/Guides/My Page.md"),
        "---\npermalink: \"/guides/my-page/\"\naliases: [\"/guides/was\", \"/from/\"]\n---\n\nA\n"
    );
    assert_eq!(text(&imported, "content/guides2/a.md"), "---\nslug: b\n---\n\nA\n");
    assert_eq!(text(&imported, "content/u.md"), "---\naliases: [\"/custom/place.html\"]\n---\n\nA\n");
    assert_eq!(
        text(&imported, "content/news/n.md"),
        "---\ntitle: Big News\npermalink: \"/2024/big-news/\"\ndate: \"2024-02-03\"\nupdated: \"2024-03-01\"\n---\n\nA\n"
    );

    let imported = bring_from(
        Kind::Docusaurus,
        "-- sidebars.js --\nmodule.exports = {s: ['intro', {type: 'category', label: 'Career', link: {type: 'generated-index', title: 'All of it', description: 'Levels', slug: '/ladder'}, items: ['career/a']}]};\n\
         -- docs/intro.md --\n# I\n-- docs/career/01-a.md --\n# A\n",
    );
    assert_eq!(
        text(&imported, "content/career/index.md"),
        "---\ntitle: Career\ndescription: Levels\norder: 2\naliases: [\"/docs/ladder/\", \"/ladder/\"]\n---\n\n# All of it\n"
    );

    // Numbers in front of names are no part of addresses here, unless a page says so.
    let imported = bring_from(
        Kind::Mdbook,
        "-- src/SUMMARY.md --\n[A](01-a.md)\n[B](b.md)\n-- src/01-a.md --\n# A\n-- src/b.md --\n# B\n",
    );
    assert_eq!(text(&imported, "content/01-a.md"), "---\norder: 1\npermalink: \"/01-a.html\"\n---\n\n# A\n");
    assert_eq!(text(&imported, "content/b.md"), "---\norder: 2\n---\n\n# B\n");
}

#[test]
fn the_page_for_unknown_addresses_is_made_here() {
    for page in ["-- 404.md --\n# Gone\n", "-- pages/404.md --\n---\npermalink: /404.html\n---\n# Gone\n"] {
        let imported = bring_from(Kind::Obsidian, &format!("-- index.md --\n# A\n{page}"));
        assert_eq!((names(&imported), imported.log.remarks.len()), (vec!["content/index.md"], 1));
    }
}

#[test]
fn a_wiki_of_github_is_brought_over() {
    let imported = bring_from(
        Kind::Obsidian,
        "-- Home.md --\n[[How To Deploy]] [[the text|How-To-Deploy]] [[How-To-Deploy#Next|own]] [[x|y]]\n-- How-To-Deploy.md --\n# D\n\
         -- _Sidebar.md --\nS\n-- _Footer.md --\nF\n",
    );
    assert_eq!(names(&imported), ["content/How-To-Deploy.md", "content/index.md"]);
    assert!(text(&imported, "content/How-To-Deploy.md").starts_with("---\ntitle: How To Deploy\n"));
    let to = "(How-To-Deploy.md)";
    assert!(
        text(&imported, "content/index.md")
            .ends_with(&format!("[How To Deploy]{to} [the text]{to} [own](How-To-Deploy.md#next) y\n"))
    );
    assert_eq!(imported.log.remarks.len(), 3);
}

#[test]
fn names_of_notes_may_hold_any_sign() {
    let imported = bring_from(
        Kind::Obsidian,
        "-- README.md --\n# Staff\n[[What is staff?]] [[1:1s]]\n-- What is staff?.md --\n---\naliases: ['1:1s']\n---\nA\n",
    );
    let to = "(What%20is%20staff%3F.md)";
    assert_eq!(text(&imported, "content/README.md"), format!("# Staff\n[What is staff?]{to} [1:1s]{to}\n"));
}

#[test]
fn only_languages_are_languages() {
    let imported = bring_from(
        Kind::Hugo,
        "-- hugo.toml --\n[languages.en]\n[languages.fr]\n-- content/node.js.md --\nA\n-- content/a.fr.md --\nB\n-- content/b.de.md --\nC\n",
    );
    assert_eq!(names(&imported), ["content/b.de.md", "content/index.md", "content/node.js.md"]);
}

#[test]
fn a_book_at_the_root_leaves_out_what_was_built() {
    let imported = bring_from(
        Kind::Mdbook,
        "-- book.toml --\n[book]\nsrc = '.'\n-- SUMMARY.md --\n[A](README.md)\n-- README.md --\n# A\n-- x.png --\n\n-- book/index.html --\nA\n-- c.md --\nC\n",
    );
    assert_eq!(names(&imported), ["content/README.md", "content/x.png"]);
    assert!(remarks(&imported)[0].starts_with("c.md:0 it is not in SUMMARY.md"), "{:?}", remarks(&imported));
}

#[test]
fn a_redirect_to_the_slug_of_a_document_leads_there() {
    let imported = bring_from(
        Kind::Docusaurus,
        "-- docusaurus.config.js --\nmodule.exports = {presets: ['classic'], plugins: [['@docusaurus/plugin-client-redirects', {redirects: [{from: '/old', to: '/docs/own'}]}]]};\n\
         -- docs/a.md --\n---\nslug: /own\n---\n# A\n",
    );
    assert!(text(&imported, "content/a.md").contains("\"/old\""), "{}", text(&imported, "content/a.md"));
}
