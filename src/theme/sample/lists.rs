//! Samples of generated pages that list others.

use super::{Variables, link, page};
use crate::page::view::{MapRowView, MapView, PathView, StopView, TagView, TaggedPageView, TaggedView};

pub(super) fn paths() -> Variables {
    let mut variables = page("paths");
    variables.insert("paths", &vec![sample_path()]);
    variables
}

pub(super) fn path() -> Variables {
    let mut variables = page("path");
    variables.insert("path", &sample_path());
    variables
}

pub(super) fn tags() -> Variables {
    let mut variables = page("tags");
    variables.insert("tags", &vec![TagView { title: "Sample", href: "a/".to_owned(), count: 2 }]);
    variables
}

pub(super) fn tag() -> Variables {
    let mut variables = page("tag");
    let one = TaggedPageView {
        title: "Sample",
        href: "../".to_owned(),
        description: "A sample.".into(),
        section: "Sample",
        draft: true,
    };
    let tag = TaggedView { title: "Sample", feed: Some("feed.xml".to_owned()), pages: vec![one] };
    variables.insert("tag", &tag);
    variables
}

pub(super) fn map() -> Variables {
    let mut variables = page("map");
    let row = MapRowView {
        title: "Sample",
        href: "../".to_owned(),
        section: "Sample",
        pages: 2,
        links_in: 1,
        links_out: 1,
    };
    let map = MapView {
        svg: "<svg></svg>".to_owned(),
        part: Some(link()),
        by_group: true,
        rows: vec![row],
        more: 1,
        orphans: vec![link()],
        dead_ends: vec![link()],
        most_linked: vec![link()],
    };
    variables.insert("map", &map);
    variables
}

fn sample_path() -> PathView<'static> {
    PathView {
        id: "sample",
        title: "Sample",
        description: "A sample.",
        href: "../".to_owned(),
        stops: vec![StopView { title: "Sample", href: "../?path=sample".to_owned(), why: "A sample." }],
    }
}
