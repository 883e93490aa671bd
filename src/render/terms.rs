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

/// How many letters an ending adds at most, and how many two forms of a word begin with alike.
const MAX_ENDING: usize = 3;
const MIN_STEM: usize = 3;

/// Whether terms are links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// At their first mention in a section.
    Linked,
    /// Never: the text leaves its page.
    Plain,
}

/// The terms on a page.
#[derive(Default)]
pub(super) struct Explained<'a> {
    /// Those that are linked where they stand, by rising place.
    pub(super) links: Vec<TermLink>,
    /// What readers are told of each.
    pub(super) terms: Vec<PageTermView<'a>>,
    /// For each link that refers to a term, which of `terms` it is, counted from one.
    notes: FxHashMap<u32, usize>,
}

/// A term that is linked where it stands.
pub(super) struct TermLink {
    /// Its bytes of the body's HTML.
    pub(super) html: Range<u32>,
    /// What is written before it.
    pub(super) opening: String,
}

impl Explained<'_> {
    /// Writes the attributes of a link that refers to a term.
    pub(super) fn write_note(&self, link: u32, out: &mut String) {
        if let Some(number) = self.notes.get(&link) {
            out.push_str(&attributes(*number));
        }
    }
}

/// Returns what is to be said of the terms in a chapter's text.
pub(super) fn explained<'a>(
    site: &'a Site,
    from: &From<'_>,
    (chapter, id): (ChapterId, DocumentId),
) -> Explained<'a> {
    let mut explained = Explained::default();
    let glossary = site.handbook.glossary();
    if !site.handbook.is_whole() || glossary.uses_of(id).is_empty() {
        return explained;
    }
    let document = &site.handbook.documents[id.index()];
    let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
    let mut number = |terms: &mut Vec<PageTermView<'a>>, term: u32| {
        *numbers.entry(term).or_insert_with(|| {
            terms.push(view(site, from, &glossary.terms[term as usize], terms.len() + 1));
            terms.len()
        })
    };
    let is_linked_on = document.file.front_matter.glossary.is_none();
    let by_hand = ByHand::of(site, id, document);
    for found in is_linked_on.then(|| glossary.found_in(document)).into_iter().flatten() {
        let term = &glossary.terms[found.term as usize];
        let is_here = term.chapter == Some(chapter);
        if !term.link || is_here || by_hand.leads_to(found.section, (found.term, term)) {
            continue;
        }
        let Some(href) = href_of(site, from, term) else { continue };
        let number = number(&mut explained.terms, found.term);
        let mut opening = format!("<a{} href=\"", attributes(number));
        escape_attribute(&href, &mut opening);
        opening.push_str("\">");
        explained.links.push(TermLink { html: found.html, opening });
    }
    for (link, term) in by_hand.referred {
        explained.notes.insert(link, number(&mut explained.terms, term));
    }
    explained
}

fn attributes(number: usize) -> String {
    format!(" class=\"term\" aria-describedby=\"d:term-{number}\"")
}

/// What the text of a document links by hand: nothing leads there twice.
#[derive(Default)]
struct ByHand {
    /// The chapters that each section links to.
    chapters: FxHashSet<(usize, ChapterId)>,
    /// The terms that each section refers to.
    terms: FxHashSet<(usize, u32)>,
    /// Every link that refers to a term, with the term.
    referred: Vec<(u32, u32)>,
}

impl ByHand {
    fn of(site: &Site, id: DocumentId, document: &Document) -> Self {
        let outline = &document.file.outline;
        let section_of =
            |at: u32| outline.sections.partition_point(|section| section.text.start <= at).saturating_sub(1);
        let mut all = Self::default();
        for ((link, target), number) in outline.links.iter().zip(site.handbook.targets(id)).zip(0..) {
            let section = section_of(link.words.start);
            if let Target::Chapter { id, .. } = target {
                all.chapters.insert((section, *id));
            }
            if let Some(term) = site.handbook.referred_term(link) {
                all.terms.insert((section, term));
                all.referred.push((number, term));
            }
        }
        all
    }

    fn leads_to(&self, section: usize, (number, term): (u32, &Term)) -> bool {
        self.terms.contains(&(section, number))
            || term.chapter.is_some_and(|chapter| self.chapters.contains(&(section, chapter)))
    }
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
    let chapter = term.chapter.map(|chapter| href_in(site, from, chapter, &term.suffix));
    chapter.or_else(|| entry_of(site, from, term))
}

fn href_in(site: &Site, from: &From<'_>, chapter: ChapterId, suffix: &str) -> String {
    format!("{}{}", from.href(site.pages.chapter(chapter)), encoded(suffix))
}

/// A fragment as it stands behind an address, not yet escaped for HTML.
fn encoded(suffix: &str) -> String {
    let mut encoded = String::new();
    escape_href(suffix, &mut encoded);
    encoded.replace("&amp;", "&").replace("&#x27;", "'")
}

/// Where the entry of a term is.
fn entry_of(site: &Site, from: &From<'_>, term: &Term) -> Option<String> {
    Some(format!("{}#{}", from.href(route_of(site)?), encoded(&term.anchor)))
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
        let users = handbook.glossary().used_in(number);
        let mut used: Vec<ChapterId> =
            users.iter().filter_map(|document| chapter_of[document.index()]).collect();
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
            chapter: chapter.map(|id| LinkView {
                href: href_in(site, from, id, &term.suffix),
                ..nav::link(site, from, id)
            }),
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
    let aliases = term.aliases.iter().map(|alias| &**alias);
    aliases.filter(|alias| !is_inflection(&term.name, alias)).collect()
}

/// Whether two names are the same words with other endings: each begins alike and is not much longer.
fn is_inflection(name: &str, alias: &str) -> bool {
    let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let is_alike = |(a, b): (&String, &String)| {
        let (long, short) =
            (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
        let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        long - short <= MAX_ENDING && common >= short.min(MIN_STEM)
    };
    let (name, alias) = (words(name), words(alias));
    name.len() == alias.len() && name.iter().zip(&alias).all(is_alike)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_are_told_from_other_words() {
        for (name, alias) in
            [("Way back", "ways back"), ("Reversible", "reversibility"), ("CI", "CIs"), ("成長", "成長")]
        {
            assert!(is_inflection(name, alias), "{alias}");
        }
        for (name, alias) in [
            ("Proof of concept", "POC"),
            ("Stop sign", "stop rule"),
            ("Retrospective", "retro"),
            ("Way back", "rollback"),
        ] {
            assert!(!is_inflection(name, alias), "{alias}");
        }
    }
}
