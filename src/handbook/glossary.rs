//! The words that a handbook explains.
//!
//! Terms are declared in the front matter of pages, and in the definition lists of a page that says
//! `glossary: true`. `gather` collects them while the handbook is assembled; `complete` adds what
//! follows from resolved links: which chapter explains a term, and which documents use it.

mod check;
mod matching;
mod names;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::alphabet::alphabetical;
use super::chapter::{Chapter, ChapterId, DocumentId, Key};
use super::library::Library;
use super::special::{Special, SpecialId, SpecialKind};
use super::{Handbook, Target, TermNames};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::front_matter::DeclaredTerm;
use crate::document::outline::{Definition, LinkKind, RawLink};
use crate::document::slug::slug;
use crate::document::{Document, plain_text};
use crate::source::Span;

pub use matching::Found;
use matching::Matcher;
pub(super) use names::{names, refer, reference};

/// Every term of a handbook.
#[derive(Debug, Default)]
pub struct Glossary {
    /// By name, as people look it up.
    pub terms: Vec<Term>,
    /// The page on which they stand.
    pub home: Option<Home>,
    matcher: Matcher,
    /// For each document, the terms that it uses, by rising number.
    uses: Vec<Arc<[u32]>>,
    /// For each term, the documents that use it, in their order.
    users: Vec<Vec<DocumentId>>,
}

/// The page of a glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// A chapter whose definition lists it takes the place of.
    Chapter(ChapterId),
    /// A page of its own.
    Special(SpecialId),
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is called.
    pub name: Box<str>,
    /// Other words and inflections for it.
    pub aliases: Vec<Box<str>>,
    /// Its anchor on the page of the glossary.
    pub anchor: Box<str>,
    /// What it means, as plain text.
    pub definition: Box<str>,
    /// The bytes of each of its definitions in the HTML of the document that declares it; `None` when it is
    /// plain text only.
    pub html: Option<Vec<Range<u32>>>,
    /// The document that declares it, and where.
    pub document: DocumentId,
    /// The bytes of its name there.
    pub span: Span,
    /// The chapter that explains it.
    pub chapter: Option<ChapterId>,
    /// What stands behind the address of that chapter: a fragment, or nothing.
    pub suffix: Box<str>,
    /// Whether its mentions are linked.
    pub link: bool,
    /// The link that leads to its chapter.
    chapter_link: ChapterLink,
    /// Where each alias is declared.
    alias_spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ChapterLink {
    /// The page that declares it.
    Own,
    /// As it is written in its declaration.
    Written(String, Span),
    /// The first link in its definition, if any leads to a chapter: its words are in these bytes.
    InDefinition(Range<u32>),
}

/// Collects the terms of a handbook, and the document that says it is the glossary.
pub(super) fn gather(documents: &[Document]) -> (Vec<Term>, Option<DocumentId>, Vec<Diagnostic>) {
    let mut terms: Vec<Term> = Vec::new();
    let mut reports = Vec::new();
    let mut home = None;
    for (index, document) in documents.iter().enumerate() {
        let id = DocumentId::new(index);
        let settings = &document.file.front_matter;
        let mut listed: FxHashMap<String, usize> = FxHashMap::default();
        if settings.is_glossary() {
            home = home.or(Some(id));
            for definition in &document.file.outline.definitions {
                listed.entry(definition.name.to_lowercase()).or_insert(terms.len());
                terms.push(of_list(document, id, definition));
            }
        }
        for declared in &settings.terms {
            match listed.get(&declared.name.value.to_lowercase()) {
                Some(at) => amend(&mut terms[*at], declared),
                None => match of_front_matter(document, id, declared) {
                    Ok(term) => terms.push(term),
                    Err(report) => reports.push(report.within(&document.path)),
                },
            }
        }
    }
    reports.extend(check::duplicates(&mut terms, documents));
    terms.sort_by_cached_key(|term| (alphabetical(&term.name), term.document));
    give_anchors(&mut terms, home, documents);
    (terms, home, reports)
}

fn of_list(document: &Document, id: DocumentId, definition: &Definition) -> Term {
    let text = &document.file.outline.text;
    let words = &text[definition.text.start as usize..definition.text.end as usize];
    Term {
        name: definition.name.clone(),
        aliases: definition.aliases.clone(),
        alias_spans: vec![definition.span; definition.aliases.len()],
        anchor: definition.anchor.clone(),
        definition: words.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        html: Some(definition.html.clone()),
        document: id,
        span: definition.span,
        chapter: None,
        suffix: "".into(),
        link: true,
        chapter_link: ChapterLink::InDefinition(definition.text.clone()),
    }
}

/// Front matter of a glossary says more of a term that a list defines; a definition there is the short
/// one, shown beside mentions.
fn amend(term: &mut Term, declared: &DeclaredTerm) {
    term.aliases.extend(declared.aliases.iter().map(|alias| alias.value.trim().into()));
    term.alias_spans.extend(declared.aliases.iter().map(|alias| alias.span));
    term.link = declared.link;
    if let Some(definition) = &declared.definition {
        term.definition = plain_text(&definition.value).trim().into();
    }
    if let Some(chapter) = &declared.chapter {
        term.chapter_link = ChapterLink::Written(chapter.value.clone(), chapter.span);
    }
}

fn of_front_matter(document: &Document, id: DocumentId, declared: &DeclaredTerm) -> Result<Term, Diagnostic> {
    let file = &document.file;
    let definition = match (&declared.definition, &file.front_matter.description) {
        (Some(definition), _) => plain_text(&definition.value),
        // A glossary explains no single term.
        (None, _) if file.front_matter.is_glossary() => String::new(),
        (None, Some(description)) => description.clone(),
        (None, None) => file.outline.summary.clone(),
    };
    if definition.trim().is_empty() {
        let message = format!("nothing says what `{}` means", declared.name.value);
        let report = Diagnostic::new(Code::FrontMatterValue, message).at(declared.name.span, "");
        let help = match file.front_matter.is_glossary() {
            true => "write it as an entry of the page's lists does, or add a `definition`",
            false => "add a `definition`, or a `description` of the page",
        };
        return Err(report.help(help));
    }
    Ok(Term {
        name: declared.name.value.as_str().into(),
        aliases: declared.aliases.iter().map(|alias| alias.value.trim().into()).collect(),
        alias_spans: declared.aliases.iter().map(|alias| alias.span).collect(),
        anchor: "".into(),
        definition: definition.trim().into(),
        html: None,
        document: id,
        span: declared.name.span,
        chapter: None,
        suffix: "".into(),
        link: declared.link,
        chapter_link: match &declared.chapter {
            Some(chapter) => ChapterLink::Written(chapter.value.clone(), chapter.span),
            None => ChapterLink::Own,
        },
    })
}

/// Gives every term an anchor that the page of the glossary does not have yet.
fn give_anchors(terms: &mut [Term], home: Option<DocumentId>, documents: &[Document]) {
    let outline = home.map(|home| &documents[home.index()].file.outline);
    let mut taken: FxHashSet<String> =
        outline.into_iter().flat_map(|outline| outline.anchor_names()).map(str::to_owned).collect();
    for term in terms.iter_mut().filter(|term| term.html.is_none() || Some(term.document) != home) {
        let slugged = slug(&term.name, crate::config::SlugRule::Github);
        let base = if slugged.is_empty() { "term".to_owned() } else { slugged };
        let mut anchor = base.clone();
        let mut number = 1;
        while !taken.insert(anchor.clone()) {
            number += 1;
            anchor = format!("{base}-{number}");
        }
        term.anchor = anchor.into();
    }
}

/// Adds the chapters that explain the terms, and which documents use them.
pub(super) fn complete(
    mut terms: Vec<Term>,
    home: Option<Home>,
    library: &Library<'_>,
    targets: &[Arc<[Target]>],
) -> (Glossary, Vec<Diagnostic>) {
    let mut reports = Vec::new();
    for term in &mut terms {
        match explained_in(term, library, &targets[term.document.index()]) {
            Ok(Some(Target::Chapter { id, suffix })) => (term.chapter, term.suffix) = (Some(id), suffix),
            Ok(Some(Target::Here { suffix })) => {
                (term.chapter, term.suffix) = (library.chapter_of(term.document), suffix);
            }
            Ok(_) => {}
            Err(report) => reports.push(report.within(&library.documents[term.document.index()].path)),
        }
    }
    let matcher = Matcher::new(&terms);
    let documents = library.documents.par_iter();
    let uses: Vec<Arc<[u32]>> =
        documents.map(|document| uses(&matcher, library.terms, document).into()).collect();
    let mut users = vec![Vec::new(); terms.len()];
    for (document, used) in uses.iter().enumerate() {
        used.iter().for_each(|term| users[*term as usize].push(DocumentId::new(document)));
    }
    let glossary = Glossary { terms, home, matcher, uses, users };
    reports.extend(check::unused(&glossary, library.documents));
    (glossary, reports)
}

/// Returns the place that explains a term.
fn explained_in(
    term: &Term,
    library: &Library<'_>,
    targets: &[Target],
) -> Result<Option<Target>, Diagnostic> {
    Ok(match &term.chapter_link {
        ChapterLink::Own => {
            library.chapter_of(term.document).map(|id| Target::Chapter { id, suffix: "".into() })
        }
        ChapterLink::Written(written, span) => {
            let destination = written.as_str().into();
            let link = RawLink { destination, span: *span, kind: LinkKind::Link, words: 0..0 };
            Some(super::resolve::resolve_path(library, term.document, &link)?)
        }
        ChapterLink::InDefinition(text) => {
            let links = library.documents[term.document.index()].file.outline.links.iter().zip(targets);
            let mut inside = links.filter(|(link, _)| text.contains(&link.words.start));
            inside.find_map(|(_, target)| matches!(target, Target::Chapter { .. }).then_some(target)).cloned()
        }
    })
}

/// Returns the terms that a document uses in its text or refers to, by rising number; nothing for a
/// glossary, which explains them.
fn uses(matcher: &Matcher, names: &TermNames, document: &Document) -> Vec<u32> {
    if names.numbers.is_empty() || document.file.front_matter.is_glossary() {
        return Vec::new();
    }
    let outline = &document.file.outline;
    let mut used = matcher.used_in(&outline.text);
    let wiki = outline.links.iter().filter(|link| link.kind == LinkKind::Wiki);
    used.extend(wiki.filter_map(|link| names.number(reference(&link.destination)?)));
    used.sort_unstable();
    used.dedup();
    used
}

impl Glossary {
    /// Returns the first mention of each term in each section of a document's prose, by rising place.
    pub fn found_in(&self, document: &Document) -> Vec<Found> {
        self.matcher.first_in_sections(&document.file.outline)
    }

    /// Returns the terms that a document uses, by rising number.
    pub fn uses_of(&self, id: DocumentId) -> &[u32] {
        self.uses.get(id.index()).map_or(&[], |uses| uses)
    }

    /// Returns the documents that use a term, in their order.
    pub fn used_in(&self, term: usize) -> &[DocumentId] {
        self.users.get(term).map_or(&[], Vec::as_slice)
    }
}

/// Returns the page of the glossary.
pub(super) fn home(document: Option<DocumentId>, chapters: &[Chapter], specials: &[Special]) -> Option<Home> {
    let of_document = |document| {
        let at = chapters.iter().position(|chapter| chapter.document == Some(document))?;
        Some(Home::Chapter(ChapterId::new(at)))
    };
    let special = || {
        let at = specials.iter().position(|special| special.kind == SpecialKind::Glossary)?;
        Some(Home::Special(SpecialId::new(at)))
    };
    document.map_or_else(special, of_document)
}

/// Returns the generated page of the terms, unless there are none or a document takes its place.
pub(super) fn special(
    documents: &[Document],
    terms: &[Term],
    document: Option<DocumentId>,
) -> Option<Special> {
    let has_terms = documents.iter().any(|document| !document.file.front_matter.terms.is_empty());
    (has_terms && document.is_none()).then(|| Special {
        kind: SpecialKind::Glossary,
        key: Key::of("glossary"),
        title: "Glossary".into(),
        description: "".into(),
        anchors: terms.iter().map(|term| term.anchor.clone()).collect(),
    })
}

impl Handbook {
    /// Returns the terms that the handbook explains.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// Returns how many pages can be found at most: every chapter, and a generated glossary.
    pub fn searched_pages(&self) -> usize {
        self.chapters.len() + usize::from(self.special_of(SpecialKind::Glossary).is_some())
    }

    /// Returns the term that a link refers to with `[[term:…]]`.
    pub fn referred_term(&self, link: &RawLink) -> Option<u32> {
        let name = reference(&link.destination).filter(|_| link.kind == LinkKind::Wiki)?;
        self.shelf.terms.number(name)
    }

    /// Returns whether another text of a document uses the same terms.
    pub(super) fn uses_terms_alike(&self, id: DocumentId, document: &Document) -> bool {
        let names = &self.shelf.terms;
        names.numbers.is_empty()
            || *self.glossary.uses_of(id) == *uses(&self.glossary.matcher, names, document)
    }
}
