//! Terms in the text of a chapter: their first mention in a section is a link.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::chapter::From;
use super::slots::Slots;
use super::{nav, template_part};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::html::{escape_attribute, escape_href};
use crate::handbook::glossary::{Home, Term};
use crate::handbook::{ChapterId, DocumentId, Target};
use crate::page::Route;
use crate::page::view::{GlossaryTermView, GlossaryView, LinkView, PageTermView};
use crate::site::Site;

/// The most pages that are listed as using a term.
const MAX_USES: usize = 8;

/// Whether terms are links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// At their first mention in a section.
    Linked,
    /// Never: the text leaves its page.
    Plain,
}

/// A term that is linked where it stands.
pub(super) struct TermLink {
    /// Its bytes of the body's HTML.
    pub(super) html: Range<u32>,
    /// What is written before it.
    pub(super) opening: String,
}

/// Returns the terms of a chapter's text to link, by rising place, and what readers are told of them.
pub(super) fn links<'a>(
    site: &'a Site,
    from: &From<'_>,
    (chapter, id): (ChapterId, DocumentId),
) -> (Vec<TermLink>, Vec<PageTermView<'a>>) {
    let document = &site.handbook.documents[id.index()];
    let settings = &document.file.front_matter;
    let (mut links, mut views) = (Vec::new(), Vec::new());
    let glossary = site.handbook.glossary();
    if glossary.terms.is_empty() || settings.glossary.is_some() || !site.handbook.is_whole() {
        return (links, views);
    }
    let linked = linked_by_hand(site, id, document);
    let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
    for found in glossary.found_in(document) {
        let term = &glossary.terms[found.term as usize];
        let is_here = term.chapter == Some(chapter);
        let is_linked = term.chapter.is_some_and(|chapter| linked.contains(&(found.section, chapter)));
        if !term.link || is_here || is_linked {
            continue;
        }
        let Some(href) = href_of(site, from, term) else { continue };
        let number = *numbers.entry(found.term).or_insert_with(|| {
            views.push(view(site, from, term, views.len() + 1));
            views.len()
        });
        let mut opening = String::from("<a class=\"term\" href=\"");
        escape_attribute(&href, &mut opening);
        opening.push_str(&format!("\" aria-describedby=\"d:term-{number}\">"));
        links.push(TermLink { html: found.html, opening });
    }
    (links, views)
}

/// The chapters that each section links to by hand: nothing leads there twice.
fn linked_by_hand(site: &Site, id: DocumentId, document: &Document) -> FxHashSet<(usize, ChapterId)> {
    let outline = &document.file.outline;
    let section_of =
        |at: u32| outline.sections.iter().rposition(|section| section.text.start <= at).unwrap_or(0);
    let links = outline.links.iter().zip(site.handbook.targets(id));
    links
        .filter_map(|(link, target)| match target {
            Target::Chapter { id, .. } => Some((section_of(link.words.start), *id)),
            _ => None,
        })
        .collect()
}

fn view<'a>(site: &'a Site, from: &From<'_>, term: &'a Term, number: usize) -> PageTermView<'a> {
    PageTermView {
        id: format!("d:term-{number}"),
        name: &term.name,
        definition: &term.definition,
        href: entry_of(site, from, term).unwrap_or_default(),
    }
}

/// Where a term leads: to the chapter that explains it, or to its entry in the glossary.
fn href_of(site: &Site, from: &From<'_>, term: &Term) -> Option<String> {
    let chapter = term.chapter.map(|chapter| from.href(site.pages.chapter(chapter)));
    chapter.or_else(|| entry_of(site, from, term))
}

/// Where the entry of a term is.
fn entry_of(site: &Site, from: &From<'_>, term: &Term) -> Option<String> {
    let mut fragment = String::from("#");
    escape_href(&term.anchor, &mut fragment);
    let fragment = fragment.replace("&amp;", "&").replace("&#x27;", "'");
    Some(format!("{}{fragment}", from.href(route_of(site)?)))
}

fn route_of(site: &Site) -> Option<&Route> {
    Some(match site.handbook.glossary().home? {
        Home::Chapter(id) => site.pages.chapter(id),
        Home::Special(id) => site.pages.special(id),
    })
}

/// Returns every term of the handbook, as the page of the glossary shows them.
pub(super) fn glossary<'a>(site: &'a Site, from: &From<'_>, page: Option<DocumentId>) -> GlossaryView<'a> {
    let handbook = &site.handbook;
    let mut chapter_of = vec![None; handbook.documents.len()];
    for (index, chapter) in handbook.chapters.iter().enumerate() {
        if let Some(document) = chapter.document {
            chapter_of[document.index()] = Some(ChapterId::from_index(index, handbook));
        }
    }
    let terms = handbook.glossary().terms.iter().enumerate().map(|(number, term)| {
        let mut used: Vec<ChapterId> =
            handbook.glossary().used_in(number).filter_map(|document| chapter_of[document.index()]).collect();
        used.retain(|chapter| Some(*chapter) != term.chapter);
        used.sort_unstable();
        let more = used.len().saturating_sub(MAX_USES);
        let is_own = matches!((term.html.is_none(), term.chapter), (true, Some(_)));
        let chapter = term.chapter.filter(|_| is_own);
        GlossaryTermView {
            id: &term.anchor,
            name: &term.name,
            aliases: shown_aliases(term),
            html: definition(site, from, term, (page, &chapter_of)),
            chapter: chapter.map(|chapter| nav::link(site, from, chapter)),
            used_in: used
                .iter()
                .take(MAX_USES)
                .map(|id| nav::link(site, from, *id))
                .collect::<Vec<LinkView<'a>>>(),
            more,
        }
    });
    GlossaryView { terms: terms.collect() }
}

/// Other names of a term that readers should know: no mere inflections.
fn shown_aliases(term: &Term) -> Vec<&str> {
    let name = term.name.to_lowercase();
    let stem: String = name.chars().take(4).collect();
    term.aliases
        .iter()
        .map(|alias| &**alias)
        .filter(|alias| !alias.to_lowercase().starts_with(&stem))
        .collect()
}

fn definition(
    site: &Site,
    from: &From<'_>,
    term: &Term,
    (page, chapter_of): (Option<DocumentId>, &[Option<ChapterId>]),
) -> String {
    let mut html = String::new();
    match &term.html {
        Some(range) => {
            let home = chapter_of[term.document.index()].filter(|_| page != Some(term.document));
            let slots = Slots { site, from, document: term.document, home };
            let body = &site.handbook.documents[term.document.index()].file.body;
            body.fill_ranges(std::slice::from_ref(range), &mut html, |slot, out| slots.fill(slot, out));
        }
        None => crate::document::html::escape_text(&term.definition, &mut html),
    }
    html.trim().to_owned()
}

/// Renders every term of the handbook as a part of a page.
pub(super) fn glossary_html(site: &Site, from: &From<'_>, page: DocumentId) -> (String, Option<Diagnostic>) {
    template_part(site, "glossary-list.html", |variables| {
        variables.insert("root", &from.root());
        variables.insert("glossary", &glossary(site, from, Some(page)));
    })
}
