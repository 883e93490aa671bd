//! A sample of every page kind with every field filled, to try templates on.

mod identity;
mod ladder;
mod lists;

use super::{Theme, Variables};
use crate::page::view::{
    ChildView, GlossaryTermView, GlossaryView, LinkView, ListView, MentionedPlaceView, MentioningPageView,
    MentioningSectionView, MentionsView, NavLinkView, NavView, PageTermView, PageView, PathPlaceView,
    RedirectView, RelatedView, SearchView, SectionView, SentenceView, SiteView, TocView,
};

/// What makes the variables of one sample page.
pub(super) type Sample = fn(&Theme) -> Variables;

/// Each entry template with its sample.
pub(super) const SAMPLES: [(&str, Sample); 23] = [
    ("page.html", |_| page("page")),
    ("section.html", |_| page("section")),
    ("home.html", |_| page("home")),
    ("404.html", |_| page("not-found")),
    ("print.html", |_| page("print")),
    ("redirect.html", |_| redirect()),
    ("search.html", |_| page("search")),
    ("paths.html", |_| lists::paths()),
    ("path.html", |_| lists::path()),
    ("paths-list.html", |_| lists::paths()),
    ("path-stops.html", |_| lists::path()),
    ("tags.html", |_| lists::tags()),
    ("tag.html", |_| lists::tag()),
    ("map.html", |_| lists::map()),
    ("glossary.html", |_| glossary(page("glossary"))),
    ("glossary-list.html", |_| glossary(shared())),
    ("ladder-home.html", |_| ladder::home()),
    ("ladder-matrix.html", |_| ladder::matrix()),
    ("ladder-level.html", |_| ladder::level()),
    ("ladder-competency.html", |_| ladder::competency()),
    ("ladder-changes.html", |_| ladder::changes()),
    ("ladder-compare.html", |_| ladder::compare()),
    ("ladder-diagram.html", |_| ladder::diagram()),
];

fn page(kind: &'static str) -> Variables {
    let extra = serde_json::json!({});
    let view = PageView {
        title: "Sample",
        description: "A sample.".into(),
        kind,
        path: "sample/",
        url: Some("https://example.org/sample/".to_owned()),
        content: "<p>Sample</p>",
        lead: "A sample.",
        has_heading: false,
        heading: "<h1>Sample</h1>",
        text: "<p>Sample</p>",
        has_ladder: true,
        has_paths: true,
        toc: vec![TocView {
            title: "A".into(),
            href: "#a".to_owned(),
            level: 2,
            children: vec![TocView {
                title: "B".into(),
                href: "#b".to_owned(),
                level: 3,
                children: Vec::new(),
            }],
        }],
        breadcrumbs: vec![link()],
        previous: Some(link()),
        next: Some(link()),
        language: "de",
        feedback_url: Some("https://example.org/feedback".to_owned()),
        card_url: Some("https://example.org/card.png".to_owned()),
        structured_data: Some("{}".to_owned()),
        print: Some(link()),
        edit_url: Some("https://example.org/edit".to_owned()),
        source: "content/sample.md",
        tags: vec!["sample"],
        owner: "sample",
        review_by: "2026-01-01",
        updated: "2026-01-01",
        markdown: Some("index.md".to_owned()),
        feed: Some("../feed.xml".to_owned()),
        draft: true,
        words: 1,
        minutes: 1,
        tag_links: vec![link()],
        related: vec![RelatedView { title: "Sample", href: "../".to_owned(), shares: vec!["sample"] }],
        paths: vec![PathPlaceView {
            id: "sample",
            title: "Sample",
            href: "../".to_owned(),
            position: 1,
            stops: 2,
            previous: Some(link()),
            next: Some(link()),
        }],
        terms: vec![PageTermView {
            id: "d:term-1".to_owned(),
            name: "Sample",
            definition: "A sample.",
            href: "../#a".to_owned(),
        }],
        has_glossary: true,
        mentions: Some(mentions()),
        extra: &extra,
    };
    let mut variables = shared();
    variables.insert("page", &view);
    variables.insert("nav", &nav());
    if matches!(kind, "section" | "home") {
        let child = ChildView {
            title: "Sample",
            description: "A sample.".into(),
            href: "a/".to_owned(),
            section: true,
            draft: true,
        };
        variables.insert("section", &SectionView { children: vec![child] });
    }
    variables
}

fn glossary(mut variables: Variables) -> Variables {
    let term = GlossaryTermView {
        id: "a",
        name: "Sample",
        aliases: vec!["Example"],
        html: "A sample.".to_owned(),
        chapter: Some(link()),
        used_in: vec![link()],
        more: 1,
    };
    variables.insert("glossary", &GlossaryView { terms: vec![term] });
    variables
}

fn mentions() -> MentionsView {
    let sentence =
        SentenceView { before: "A ".to_owned(), words: "sample".to_owned(), after: ".".to_owned() };
    let page =
        MentioningPageView { title: "Sample".to_owned(), href: "../".to_owned(), sentences: vec![sentence] };
    let section = MentioningSectionView { title: "Sample".to_owned(), pages: vec![page] };
    let place = MentionedPlaceView { title: "A".to_owned(), href: "#a".to_owned(), sections: vec![section] };
    MentionsView { pages: 2, more: 1, places: vec![place] }
}

fn redirect() -> Variables {
    let mut variables = shared();
    variables.insert(
        "redirect",
        &RedirectView {
            title: "Sample",
            href: "../".to_owned(),
            url: Some("https://example.org/".to_owned()),
        },
    );
    variables
}

fn shared() -> Variables {
    let mut variables = Variables::default();
    variables.insert("root", &"../");
    let site = SiteView {
        title: "Sample".to_owned(),
        description: "A sample.".to_owned(),
        language: "en".to_owned(),
        base_url: Some("https://example.org/".to_owned()),
        repository: Some("https://example.org/".to_owned()),
        footer: "Sample".to_owned(),
        links: vec![identity::link()],
        social: vec![identity::social()],
        announcement: Some(identity::announcement()),
        identity: identity::identity(),
        generator: "Daring".to_owned(),
        lists: vec![ListView { title: "Sample".to_owned(), path: "sample/".to_owned() }],
        previews: 1,
        extra: serde_json::json!({}),
    };
    variables.insert("site", &site);
    let search = SearchView { href: "../search/".to_owned(), index: "../search/index.bin".to_owned() };
    variables.insert("search", &search);
    variables
}

fn link() -> LinkView<'static> {
    LinkView { title: "Sample", href: "../".to_owned() }
}

fn nav() -> NavView<'static> {
    let link = || NavLinkView {
        title: "Sample",
        href: "../".to_owned(),
        current: true,
        active: true,
        section: true,
    };
    NavView {
        home: link(),
        top: vec![link()],
        section: Some(link()),
        ancestors: vec![link()],
        pages: vec![link()],
        more: 1,
        tabs: vec![identity::tab()],
    }
}
