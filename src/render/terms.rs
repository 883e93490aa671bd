//! Terms in the text of a chapter: their first mention in a section is a link.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;
use std::slice::from_ref;

use rustc_hash::{FxHashMap, FxHashSet};

use super::chapter::From;
use super::slots::Slots;
use super::{nav, template_part};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::body::SlotKind;
use crate::document::html::{encode_href, escape_attribute, fragment};
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

/// Links the terms in everything that is written onto a page, and remembers what there is to say of them.
pub(super) struct Explainer<'a, 'f> {
    site: &'a Site,
    from: &'f From<'f>,
    /// The chapter whose page it is.
    page: ChapterId,
    terms: Terms,
    /// The terms that were written, in the order of their first mentions.
    told: RefCell<Vec<u32>>,
    mentions: RefCell<FxHashMap<DocumentId, Rc<Mentions>>>,
}

/// The terms in the text of a document.
#[derive(Default)]
struct Mentions {
    /// Those that are linked where they stand, by rising place: bytes of the body's HTML, and the term.
    linked: Vec<(Range<u32>, u32)>,
    /// The links that refer to a term.
    referred: FxHashMap<u32, u32>,
}

impl<'a, 'f> Explainer<'a, 'f> {
    /// For the page of a chapter.
    pub(super) fn new(site: &'a Site, from: &'f From<'f>, page: ChapterId, terms: Terms) -> Self {
        Self { site, from, page, terms, told: RefCell::default(), mentions: RefCell::default() }
    }

    /// As [`Explainer::fill`], for all of a document's body.
    pub(super) fn fill_whole(
        &self,
        id: DocumentId,
        out: &mut String,
        mut fill: impl FnMut(SlotKind, &mut String),
    ) {
        let body = &self.site.handbook.documents[id.index()].file.body;
        if self.mentions(id).linked.is_empty() {
            return body.fill(out, |slot, out| self.fill_slot(id, slot, out, &mut fill));
        }
        let end = u32::try_from(body.html.len()).expect("the HTML of one source is smaller than 4 GiB");
        self.fill(id, 0..end, out, fill);
    }

    /// Writes a part of a document's body, with the first mention of each term in each of its sections as a
    /// link.
    pub(super) fn fill(
        &self,
        id: DocumentId,
        range: Range<u32>,
        out: &mut String,
        mut fill: impl FnMut(SlotKind, &mut String),
    ) {
        let body = &self.site.handbook.documents[id.index()].file.body;
        let mut fill = |slot: SlotKind, out: &mut String| self.fill_slot(id, slot, out, &mut fill);
        let mentions = self.mentions(id);
        let first = mentions.linked.partition_point(|(html, _)| html.start < range.start);
        let mut copied = range.start;
        for (html, term) in mentions.linked[first..].iter().take_while(|(html, _)| html.end <= range.end) {
            let term = *term;
            let Some(href) = href_of(self.site, self.from, self.term(term)) else { continue };
            body.fill_ranges(from_ref(&(copied..html.start)), out, &mut fill);
            out.push_str("<a");
            self.write_attributes(term, out);
            out.push_str(" href=\"");
            escape_attribute(&href, out);
            out.push_str("\">");
            body.fill_ranges(from_ref(html), out, &mut fill);
            out.push_str("</a>");
            copied = html.end;
        }
        body.fill_ranges(from_ref(&(copied..range.end)), out, &mut fill);
    }

    /// Writes what goes into a slot: the attributes of a link that refers to a term, or else what the caller
    /// puts there.
    fn fill_slot(
        &self,
        id: DocumentId,
        slot: SlotKind,
        out: &mut String,
        fill: &mut impl FnMut(SlotKind, &mut String),
    ) {
        let SlotKind::TermNote(link) = slot else { return fill(slot, out) };
        if let Some(term) = self.mentions(id).referred.get(&link) {
            self.write_attributes(*term, out);
        }
    }

    /// Returns what is to be said of the terms that were written.
    pub(super) fn told(&self) -> Vec<PageTermView<'a>> {
        let told = self.told.borrow();
        let views = told.iter().zip(1..).map(|(term, number)| PageTermView {
            id: format!("d:term-{number}"),
            name: &self.term(*term).name,
            definition: &self.term(*term).definition,
            href: entry_of(self.site, self.from, self.term(*term)).unwrap_or_default(),
        });
        views.collect()
    }

    fn write_attributes(&self, term: u32, out: &mut String) {
        let mut told = self.told.borrow_mut();
        let known = told.iter().position(|other| *other == term);
        let at = known.unwrap_or_else(|| {
            told.push(term);
            told.len() - 1
        });
        let written = write!(out, " class=\"term\" aria-describedby=\"d:term-{}\"", at + 1);
        written.expect("a string takes everything");
    }

    fn term(&self, number: u32) -> &'a Term {
        &self.site.handbook.glossary().terms[number as usize]
    }

    fn mentions(&self, id: DocumentId) -> Rc<Mentions> {
        let mut known = self.mentions.borrow_mut();
        Rc::clone(known.entry(id).or_insert_with(|| Rc::new(self.find(id))))
    }

    fn find(&self, id: DocumentId) -> Mentions {
        let handbook = &self.site.handbook;
        let glossary = handbook.glossary();
        if self.terms == Terms::Plain || !handbook.is_whole() || glossary.uses_of(id).is_empty() {
            return Mentions::default();
        }
        let document = &handbook.documents[id.index()];
        let page = handbook.document(handbook.chapter(self.page));
        let is_linked = |document: &Document| document.file.front_matter.glossary.is_none();
        let by_hand = ByHand::of(self.site, id, document);
        let mut linked = Vec::new();
        if is_linked(document) && page.is_none_or(is_linked) {
            for found in glossary.found_in(document) {
                let term = self.term(found.term);
                let is_here = term.chapter == Some(self.page);
                if term.link && !is_here && !by_hand.leads_to(found.section, (found.term, term)) {
                    linked.push((found.html, found.term));
                }
            }
        }
        Mentions { linked, referred: by_hand.referred.into_iter().collect() }
    }
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
        let mut all = Self::default();
        let links = document.file.outline.links.iter().zip(site.handbook.targets(id));
        for (((link, target), section), number) in links.zip(document.file.sections_of_links()).zip(0..) {
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

/// Where a term leads: to the chapter that explains it, or to its entry in the glossary.
fn href_of(site: &Site, from: &From<'_>, term: &Term) -> Option<String> {
    let chapter = term.chapter.map(|chapter| href_in(site, from, chapter, &term.suffix));
    chapter.or_else(|| entry_of(site, from, term))
}

fn href_in(site: &Site, from: &From<'_>, chapter: ChapterId, suffix: &str) -> String {
    let mut href = from.href(site.pages.chapter(chapter));
    encode_href(suffix, &mut href);
    href
}

/// Where the entry of a term is.
fn entry_of(site: &Site, from: &From<'_>, term: &Term) -> Option<String> {
    let mut href = from.href(route_of(site)?);
    href.push_str(&fragment(&term.anchor));
    Some(href)
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
        Some(ranges) => {
            let home = chapter_of[term.document.index()].filter(|_| page != Some(term.document));
            let slots = Slots { site, from, document: term.document, home };
            let body = &site.handbook.documents[term.document.index()].file.body;
            let fill = |range: &Range<u32>, html: &mut String| {
                body.fill_ranges(from_ref(range), html, |slot, out| slots.fill(slot, out));
            };
            match ranges.as_slice() {
                [only] => fill(only, &mut html),
                several => {
                    html.push_str("<ol>\n");
                    for range in several {
                        html.push_str("<li>");
                        fill(range, &mut html);
                        html.push_str("</li>\n");
                    }
                    html.push_str("</ol>");
                }
            }
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
