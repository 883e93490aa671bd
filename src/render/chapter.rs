//! A chapter as a page.

use std::borrow::Cow;

use super::{Content, chrome, nav, template};
use crate::diagnostic::Checked;
use crate::document::body::SlotKind;
use crate::document::html;
use crate::document::outline::RawLink;
use crate::handbook::ladders::ReferenceText;
use crate::handbook::{Chapter, ChapterId, DocumentId, Target};
use crate::page::view::{ChildView, PageView, SectionView};
use crate::page::{Route, base_path};
use crate::site::Site;
use crate::theme::Variables;

/// Words that a reader takes in a minute.
const WORDS_A_MINUTE: usize = 200;

/// Where hrefs start from.
pub(super) enum From<'a> {
    /// A page that is only ever read at its own address.
    Page(&'a Route),
    /// The page for unknown addresses, which is read at any of them: its hrefs start at the path of
    /// the base address, when there is one.
    Anywhere { base_path: Option<&'a str>, route: &'a Route },
}

impl From<'_> {
    pub(super) fn href(&self, target: &Route) -> String {
        match self {
            Self::Page(route) => route.href_to(target),
            Self::Anywhere { base_path: Some(base), .. } => target.absolute(base),
            Self::Anywhere { route, .. } => route.href_to(target),
        }
    }

    fn root(&self) -> Cow<'_, str> {
        match self {
            Self::Page(route) => Cow::Owned(route.href_to_root()),
            Self::Anywhere { base_path, .. } => Cow::Borrowed(base_path.unwrap_or("")),
        }
    }
}

/// Renders the page of a chapter.
pub(super) fn render(site: &Site, route: &Route, id: ChapterId) -> Checked<Content> {
    let chapter = site.handbook.chapter(id);
    let from = From::Page(route);
    let content = content(site, &from, chapter);
    let view = page_view(site, &from, route, id, chapter, &content);
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert_shared("nav", &nav::nav(site, &from, Some(id)));
    if chapter.is_part {
        variables.insert("section", &SectionView { children: children(site, &from, chapter) });
    }
    let body =
        chrome::Body { chapter: id, html: &content, known: nav::shared_nav(site, id).map(|nav| &nav.hrefs) };
    template(site, site.template_of(id), &variables, route, Some(body))
}

/// Renders the page for unknown addresses.
pub(super) fn render_not_found(site: &Site, route: &Route) -> Checked<Content> {
    let base_path = site.config.base_url.as_deref().map(base_path);
    let from = From::Anywhere { base_path, route };
    let extra = serde_json::Value::Object(serde_json::Map::new());
    let view = PageView {
        title: "Page not found",
        description: "",
        lead: "",
        kind: "not-found",
        path: route.as_str(),
        url: None,
        content: "",
        has_heading: false,
        toc: Vec::new(),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        edit_url: None,
        source: "",
        tags: &[],
        owner: "",
        review_by: "",
        draft: false,
        words: 0,
        minutes: 0,
        extra: &extra,
    };
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert_shared("nav", &nav::nav(site, &from, None));
    template(site, "404.html", &variables, route, None)
}

/// The body of a chapter with every slot filled.
fn content(site: &Site, from: &From<'_>, chapter: &Chapter) -> String {
    let (Some(id), Some(document)) = (chapter.document, site.handbook.document(chapter)) else {
        return String::new();
    };
    let targets = site.handbook.targets(id);
    let links = &document.file.outline.links;
    let mut out = String::new();
    document.file.body.fill(&mut out, |slot, out| match slot {
        SlotKind::Href(link) => write_href(site, from, &links[link as usize], &targets[link as usize], out),
        SlotKind::ImageSize(link) => write_size(site, &targets[link as usize], out),
        SlotKind::ReferenceText(link) => {
            write_reference(site, id, &links[link as usize].destination, out);
        }
        SlotKind::Directive(_) => {}
    });
    out
}

fn write_href(site: &Site, from: &From<'_>, link: &RawLink, target: &Target, out: &mut String) {
    let (route, suffix) = match target {
        Target::Chapter { id, suffix } => (Some(site.pages.chapter(*id)), suffix),
        Target::Asset { index, suffix } => (site.pages.asset(*index as usize), suffix),
        Target::Here { suffix } if suffix.is_empty() => return out.push('#'),
        Target::Here { suffix } => return html::escape_href(suffix, out),
        Target::Broken => return write_broken(&link.destination, out),
    };
    match route {
        Some(route) => {
            out.push_str(&from.href(route));
            html::escape_href(suffix, out);
        }
        None => write_broken(&link.destination, out),
    }
}

/// Writes a destination that leads nowhere as it was written, but never as one with a scheme: a
/// wikilink may be called `javascript:…`.
fn write_broken(destination: &str, out: &mut String) {
    if destination.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
        out.push_str("./");
    }
    html::escape_href(destination, out);
}

/// Writes what a short reference is called.
fn write_reference(site: &Site, id: DocumentId, destination: &str, out: &mut String) {
    match site.handbook.reference_text(id, destination) {
        Some(ReferenceText::Title(title)) => html::escape_text(&title, out),
        Some(ReferenceText::Expectation(text)) => html::escape_text(&text.written, out),
        None => html::escape_text(destination, out),
    }
}

fn write_size(site: &Site, target: &Target, out: &mut String) {
    let Target::Asset { index, .. } = target else { return };
    if let Some(size) = site.handbook.assets[*index as usize].size {
        out.push_str(&format!(" width=\"{}\" height=\"{}\"", size.width, size.height));
    }
}

fn page_view<'a>(
    site: &'a Site,
    from: &From<'_>,
    route: &'a Route,
    id: ChapterId,
    chapter: &'a Chapter,
    content: &'a str,
) -> PageView<'a> {
    let document = site.handbook.document(chapter);
    let settings = document.map_or(&site.no_front_matter, |document| &document.file.front_matter);
    let outline = document.map(|document| &document.file.outline);
    let neighbour = |index: usize| {
        site.handbook
            .chapters
            .get(index)
            .map(|_| nav::link(site, from, ChapterId::from_index(index, &site.handbook)))
    };
    let lead = match (settings.description.as_deref().unwrap_or(""), id) {
        ("", ChapterId::HOME) => site.config.description.as_str(),
        (lead, _) => lead,
    };
    let description = match lead {
        "" => outline.map_or("", |outline| outline.summary.as_str()),
        lead => lead,
    };
    let words = outline.map_or(0, |outline| outline.words);
    PageView {
        title: &chapter.title,
        description,
        lead,
        kind: match (id, chapter.is_part) {
            (ChapterId::HOME, _) => "home",
            (_, true) => "section",
            (_, false) => "page",
        },
        path: route.as_str(),
        url: site.config.base_url.as_deref().map(|base| route.absolute(base)),
        content,
        has_heading: outline.is_some_and(|outline| outline.starts_with_title),
        toc: outline.map_or(Vec::new(), |outline| nav::toc(&outline.headings)),
        breadcrumbs: nav::breadcrumbs(site, from, chapter),
        previous: id.index().checked_sub(1).and_then(neighbour),
        next: neighbour(id.index() + 1),
        edit_url: document.and_then(|document| edit_url(site, document.path.as_str())),
        source: document.map_or("", |document| document.path.as_str()),
        tags: &settings.tags,
        owner: settings.owner.as_deref().unwrap_or(""),
        review_by: settings.review_by.as_deref().unwrap_or(""),
        draft: settings.draft,
        words,
        minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        extra: &settings.extra,
    }
}

fn edit_url(site: &Site, path: &str) -> Option<String> {
    let mut encoded = String::new();
    html::escape_href(path, &mut encoded);
    let template = site.config.edit_url.as_deref()?;
    Some(template.replace(
        "{path}",
        &encoded.replace("&amp;", "%26").replace("&#x27;", "%27").replace('#', "%23").replace('?', "%3F"),
    ))
}

fn children<'a>(site: &'a Site, from: &From<'_>, chapter: &Chapter) -> Vec<ChildView<'a>> {
    let views = chapter.children.iter().map(|id| {
        let child = site.handbook.chapter(*id);
        let document = site.handbook.document(child);
        let own = document.and_then(|document| document.file.front_matter.description.as_deref());
        let summary = document.map_or("", |document| document.file.outline.summary.as_str());
        ChildView {
            title: &child.title,
            description: own.unwrap_or(summary),
            href: from.href(site.pages.chapter(*id)),
            section: child.is_part,
            draft: document.is_some_and(|document| document.file.front_matter.draft),
        }
    });
    views.collect()
}
