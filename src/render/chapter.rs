//! A chapter as a page.

use std::borrow::Cow;
use std::ops::Range;

use super::include::Includer;
use super::slots::Slots;
use super::terms::{self, Explainer, Terms};
use super::{Content, beside, chrome, ladder, lists, mentions, nav, search, structured, template};
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::ParsedFile;
use crate::document::body::{Body, SlotKind};
use crate::document::html;
use crate::handbook::glossary::Home;
use crate::handbook::ladders::ViewKind;
use crate::handbook::{Chapter, ChapterId, DocumentId};
use crate::page::view::{ChildView, LinkView, PageTermView, PageView, SectionView, TocView};
use crate::page::{Pages, Route, base_path};
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
    /// A page as Markdown, which leads to others as Markdown.
    Twin { route: &'a Route, pages: &'a Pages },
}

impl From<'_> {
    pub(super) fn href(&self, target: &Route) -> String {
        match self {
            Self::Page(route) => route.href_to(target),
            Self::Anywhere { base_path: Some(base), .. } => target.absolute(base),
            Self::Anywhere { route, .. } => route.href_to(target),
            Self::Twin { route, pages } => route.href_to(pages.twin_of(target)),
        }
    }

    pub(super) fn root(&self) -> Cow<'_, str> {
        match self {
            Self::Page(route) | Self::Twin { route, .. } => Cow::Owned(route.href_to_root()),
            Self::Anywhere { base_path, .. } => Cow::Borrowed(base_path.unwrap_or("")),
        }
    }
}

/// Renders the page of a chapter.
pub(super) fn render(site: &Site, route: &Route, id: ChapterId) -> Checked<Content> {
    let chapter = site.handbook.chapter(id);
    let from = From::Page(route);
    let mut substance = substance(site, &from, id, Terms::Linked);
    let reports = std::mem::take(&mut substance.reports);
    let linked_terms = std::mem::take(&mut substance.terms);
    let view = PageView { terms: linked_terms, ..page_view(site, &from, route, id, &substance) };
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert("search", &search::view(site, &from));
    variables.insert_shared("nav", &nav::nav(site, &from, Some(id)));
    if chapter.is_part {
        variables.insert("section", &SectionView { children: children(site, &from, chapter) });
    }
    let body = chrome::Body { chapter: id, html: &substance.html, folder: nav::shared_nav(site, id) };
    let mut rendered = template(site, site.template_of(id), &variables, route, Some(body));
    rendered.diagnostics.extend(reports);
    rendered
}

/// Renders the page for unknown addresses.
pub(super) fn render_not_found(site: &Site, route: &Route) -> Checked<Content> {
    let base_path = site.config.base_url.as_deref().map(base_path);
    let from = From::Anywhere { base_path, route };
    let extra = serde_json::Value::Object(serde_json::Map::new());
    let view = PageView {
        language: &site.config.language,
        ..PageView::generated("not-found", "Page not found", route.as_str(), &extra)
    };
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert("search", &search::view(site, &from));
    variables.insert_shared("nav", &nav::nav(site, &from, None));
    template(site, "404.html", &variables, route, None)
}

/// What stands on the page of a chapter.
#[derive(Default)]
pub(super) struct Substance<'a> {
    pub(super) html: String,
    /// Its contents, where a view of a ladder makes them.
    toc: Option<Vec<TocView<'static>>>,
    /// What it is about, where a view says so.
    description: String,
    pub(super) has_ladder: bool,
    has_paths: bool,
    has_glossary: bool,
    /// The terms that are linked in it.
    terms: Vec<PageTermView<'a>>,
    pub(super) reports: Vec<Diagnostic>,
}

/// The substance of a chapter: the text of its document, the view that it stands for, or both.
pub(super) fn substance<'a>(site: &'a Site, from: &From<'_>, id: ChapterId, terms: Terms) -> Substance<'a> {
    let chapter = site.handbook.chapter(id);
    let mut substance = Substance::default();
    let explainer = Explainer::new(site, from, id, terms);
    if let (Some(document), false) = (chapter.document, is_shown_by_view(site, chapter)) {
        write_text(site, from, (id, document), &explainer, &mut substance);
    }
    if let Some(view) = &chapter.view {
        let rendered = ladder::render(site, from, view, ladder::Standing::Chapter(id), &explainer);
        substance.html.push_str(&rendered.html);
        substance.toc = Some(rendered.toc);
        substance.description = rendered.description;
        substance.has_ladder = true;
        substance.reports.extend(rendered.report);
    }
    substance.terms = explainer.told();
    substance
}

/// Whether the text of a chapter is part of the view that it stands for: the file of a competency or
/// level.
pub(super) fn is_shown_by_view(site: &Site, chapter: &Chapter) -> bool {
    let kind = chapter.view.as_ref().map(|view| view.kind);
    let is_sheet = site.handbook.document(chapter).is_some_and(|document| document.file.sheet.is_some());
    is_sheet && kind.is_some_and(|kind| kind != ViewKind::Home)
}

/// Whether the text on the page of a chapter begins with a heading of its own.
pub(super) fn has_own_heading(site: &Site, chapter: &Chapter) -> bool {
    let document = site.handbook.document(chapter).filter(|_| !is_shown_by_view(site, chapter));
    document.is_some_and(|document| document.file.outline.starts_with_title)
}

/// What the author says of a page in a sentence or two, or nothing. It stands below the title, where the text
/// has no heading of its own.
pub(super) fn lead(site: &Site, id: ChapterId) -> &str {
    let chapter = site.handbook.chapter(id);
    let document = site.handbook.document(chapter);
    let own = document.and_then(|document| document.file.front_matter.description.as_deref());
    match (own.unwrap_or(""), id) {
        ("", ChapterId::HOME) => site.config.description.as_str(),
        ("", _) if chapter.view.is_none() => chapter.summary.as_deref().unwrap_or(""),
        (lead, _) => lead,
    }
}

/// Where the heading ends that a text begins with; 0 where something else is first.
pub(super) fn heading_end(html: &str) -> usize {
    let end = "</h1>";
    if html.starts_with("<h1") { html.find(end).map_or(0, |at| at + end.len()) } else { 0 }
}

/// Writes the body of a document with every slot filled.
fn write_text(
    site: &Site,
    from: &From<'_>,
    (chapter, id): (ChapterId, DocumentId),
    explainer: &Explainer<'_, '_>,
    substance: &mut Substance<'_>,
) {
    let ParsedFile { body, outline, .. } = &*site.handbook.documents[id.index()].file;
    let slots = Slots { site, from, document: id, home: None };
    let views = site.handbook.views(id);
    let mut number = 0;
    let is_glossary = site.handbook.glossary().home == Some(Home::Chapter(chapter));
    let fill = |slot: SlotKind, out: &mut String| {
        if let SlotKind::Include(link) = slot {
            let includer = Includer::new(site, from, chapter, explainer);
            return includer.write(id, link, heading_before(body, slot), out);
        }
        let SlotKind::Directive(directive) = slot else { return slots.fill(slot, out) };
        if let Some(paths) = site.handbook.paths_shown(id, directive as usize) {
            substance.has_paths = true;
            substance.reports.extend(lists::write_paths(site, from, paths, out));
            return;
        }
        let Some(Some(view)) = views.get(directive as usize) else { return };
        number += 1;
        let heading = heading_before(body, slot) + 1;
        let standing = ladder::Standing::Embedded { chapter, number, heading };
        let rendered = ladder::render(site, from, view, standing, explainer);
        out.push_str(&rendered.html);
        substance.has_ladder = true;
        substance.reports.extend(rendered.report);
    };
    let lists = if is_glossary { &outline.definition_lists[..] } else { &[] };
    let (glossary, report) = match is_glossary {
        true => terms::glossary_html(site, from, id),
        false => (String::new(), None),
    };
    weave((body, id), explainer, (lists, &glossary), &mut substance.html, fill);
    substance.has_glossary = is_glossary;
    substance.reports.extend(report);
}

/// Writes a body with terms as links, and with the glossary in the place of definition lists. A text has
/// one of the two at most: no term is linked in a glossary.
fn weave(
    (body, id): (&Body, DocumentId),
    explainer: &Explainer<'_, '_>,
    (lists, glossary): (&[Range<u32>], &str),
    out: &mut String,
    mut fill: impl FnMut(SlotKind, &mut String),
) {
    if lists.is_empty() {
        explainer.fill_whole(id, out, fill);
        out.push_str(glossary);
        return;
    }
    let mut copied = 0;
    for (number, list) in lists.iter().enumerate() {
        explainer.fill(id, copied..list.start, out, &mut fill);
        if number == 0 {
            out.push_str(glossary);
        }
        copied = list.end;
    }
    let end = u32::try_from(body.html.len()).expect("the HTML of one source is smaller than 4 GiB");
    explainer.fill(id, copied..end, out, &mut fill);
}

/// The level of the last heading before a slot; 1, that of the page, without one.
fn heading_before(body: &Body, slot: SlotKind) -> u8 {
    let at = body.slots.iter().find(|other| other.kind == slot).map_or(0, |slot| slot.offset as usize);
    let headings = html::tags(&body.html[..at]).filter_map(|tag| {
        (2..=6).find(|level| tag.is(["h2", "h3", "h4", "h5", "h6"][usize::from(*level) - 2]))
    });
    headings.last().unwrap_or(1)
}

fn page_view<'a>(
    site: &'a Site,
    from: &From<'_>,
    route: &'a Route,
    id: ChapterId,
    substance: &'a Substance<'a>,
) -> PageView<'a> {
    let chapter = site.handbook.chapter(id);
    let document = site.handbook.document(chapter);
    let settings = document.map_or(&site.no_front_matter, |document| &document.file.front_matter);
    let outline = document.map(|document| &document.file.outline);
    let neighbour = |index: usize| {
        site.handbook
            .chapters
            .get(index)
            .map(|_| nav::link(site, from, ChapterId::from_index(index, &site.handbook)))
    };
    let lead = lead(site, id);
    let description = match (lead, substance.description.as_str()) {
        ("", "") => site.handbook.beginning_of(chapter),
        ("", description) => Cow::Borrowed(description),
        (lead, _) => Cow::Borrowed(lead),
    };
    let words = outline.map_or(0, |outline| outline.words);
    let has_heading = has_own_heading(site, chapter);
    let (heading, text) = match has_heading {
        true => substance.html.split_at(heading_end(&substance.html)),
        false => ("", ""),
    };
    PageView {
        title: &chapter.title,
        description,
        lead,
        kind: match (&chapter.view, id, chapter.is_part) {
            (Some(view), ..) => ladder::page_kind(view.kind),
            (None, ChapterId::HOME, _) => "home",
            (None, _, true) => "section",
            (None, _, false) => "page",
        },
        path: route.as_str(),
        url: site.config.base_url.as_deref().map(|base| route.absolute(base)),
        content: &substance.html,
        has_heading,
        heading,
        text,
        has_ladder: substance.has_ladder,
        has_paths: substance.has_paths,
        toc: match &substance.toc {
            Some(toc) => toc.clone(),
            None => outline.map_or(Vec::new(), |outline| nav::toc(&outline.headings)),
        },
        breadcrumbs: nav::breadcrumbs(site, from, chapter),
        previous: id.index().checked_sub(1).and_then(neighbour),
        next: neighbour(id.index() + 1),
        language: settings.language.as_deref().unwrap_or(&site.config.language),
        feedback_url: feedback_url(site, route, &chapter.title),
        card_url: site.config.base_url.as_deref().and_then(|base| Some(site.pages.card(id)?.absolute(base))),
        structured_data: structured::breadcrumbs(site, chapter, route),
        print: site.handbook.printed_in(id).map(|(special, folder)| LinkView {
            title: &site.handbook.chapter(folder).title,
            href: from.href(site.pages.special(special)),
        }),
        edit_url: document.and_then(|document| edit_url(site, document.path.as_str())),
        source: document.map_or("", |document| document.path.as_str()),
        tags: settings.tags.iter().map(|tag| &*tag.value).collect(),
        owner: settings.owner.as_deref().unwrap_or(""),
        review_by: settings.review_by.as_ref().map_or("", |day| &day.value),
        updated: site.handbook.changed(chapter).map_or("", |moment| moment.day()),
        markdown: site.pages.twin(id).map(|twin| from.href(twin)),
        feed: site.pages.feed().map(|feed| from.href(feed)),
        draft: settings.draft,
        words,
        minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        terms: Vec::new(),
        has_glossary: substance.has_glossary,
        mentions: mentions::view(site, from, id),
        tag_links: beside::tag_links(site, from, id),
        related: beside::related(site, from, id),
        paths: beside::paths(site, from, id),
        extra: &settings.extra,
    }
}

/// Where to say something about a page.
fn feedback_url(site: &Site, route: &Route, title: &str) -> Option<String> {
    let template = site.config.feedback_url.as_deref()?;
    let base = site.config.base_url.as_deref().unwrap_or("");
    let mut url = template.to_owned();
    for (name, value) in [("{title}", title), ("{path}", route.as_str()), ("{url}", &route.absolute(base))] {
        url = url.replace(name, &percent_encoded(value));
    }
    Some(url)
}

/// A text as a value of a query: everything but unreserved characters encoded (RFC 3986, section 2.3).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
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
        ChildView {
            title: &child.title,
            description: site.handbook.summary_of(child),
            href: from.href(site.pages.chapter(*id)),
            section: child.is_part,
            draft: document.is_some_and(|document| document.file.front_matter.draft),
        }
    });
    views.collect()
}
