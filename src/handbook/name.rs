//! What a link is called that has no words of its own.

use std::borrow::Cow;
use std::ops::Range;

use super::chapter::{Chapter, ChapterId, DocumentId};
use super::glossary::Home;
use super::ladders::ReferenceText;
use super::{Handbook, Target, percent_decode};
use crate::document::body::SlotKind;
use crate::document::html;
use crate::document::outline::{LinkKind, Nameless};
use crate::document::plain_text;
use crate::ladder::text::Text;

impl Handbook {
    /// Returns what a link of a document leads to, in words: the title of a page or heading, the text of
    /// an expectation. A link that leads nowhere is called as it is written.
    ///
    /// # Panics
    /// If the document has no such link.
    pub fn name_of(&self, id: DocumentId, link: usize) -> String {
        let raw = &self.documents[id.index()].file.outline.links[link];
        if raw.kind == LinkKind::Wiki
            && let Some(text) = self.reference_text(id, &raw.destination)
        {
            return match text {
                ReferenceText::Title(title) => title,
                ReferenceText::Expectation(text) => plain_text(&text.written),
            };
        }
        match &self.targets(id)[link] {
            Target::Chapter { id, suffix } => self.name_of_place(*id, &fragment(suffix)),
            Target::Here { suffix } => {
                let name = fragment(suffix);
                let headings = &self.documents[id.index()].file.outline.headings;
                let heading = headings.iter().find(|heading| *heading.anchor == *name);
                heading.map_or(name, |heading| heading.text.to_string())
            }
            Target::Special { id, suffix } => {
                let term = self.term_at(Home::Special(*id), &fragment(suffix));
                term.unwrap_or_else(|| self.title_of(self.special(*id)).to_owned())
            }
            Target::Asset { index, .. } => self.assets[*index as usize].name.file_name().to_owned(),
            Target::Broken => raw.destination.to_string(),
        }
    }

    /// Returns what a chapter is about, in a sentence: what its author says, or else the beginning of its
    /// text; or nothing.
    pub fn summary_of<'a>(&'a self, chapter: &'a Chapter) -> Cow<'a, str> {
        let document = self.document(chapter);
        let own = document.and_then(|document| document.file.front_matter.description.as_deref());
        own.or(chapter.summary.as_deref()).map_or_else(|| self.beginning_of(chapter), Cow::Borrowed)
    }

    /// Returns the beginning of the text of a chapter; or nothing.
    pub fn beginning_of(&self, chapter: &Chapter) -> Cow<'_, str> {
        let Some(id) = chapter.document else { return Cow::Borrowed("") };
        let outline = &self.documents[id.index()].file.outline;
        self.with_names(id, &outline.summary, &outline.summary_names)
    }

    /// Returns the texts of the sections of a document, with the names of links that have no words.
    pub fn section_texts(&self, id: DocumentId) -> Vec<Cow<'_, str>> {
        let file = &self.documents[id.index()].file;
        let outline = &file.outline;
        let text = |range: &Range<u32>| &outline.text[range.start as usize..range.end as usize];
        if outline.nameless.is_empty() {
            return outline.sections.iter().map(|section| Cow::Borrowed(text(&section.text))).collect();
        }
        let sections = file.sections_of_links();
        let mut names: Vec<Vec<Nameless>> = vec![Vec::new(); outline.sections.len()];
        for link in &outline.nameless {
            let at = outline.links[*link as usize].words.start;
            names[sections[*link as usize]].push(Nameless { link: *link, at });
        }
        let texts = outline.sections.iter().zip(names).map(|(section, mut names)| {
            names.sort_by_key(|name| name.at);
            // The blank between the text of a section and a name at its end is none of the text.
            let first = names.first().map_or(section.text.start, |name| name.at.min(section.text.start));
            let last = names.last().map_or(section.text.end, |name| name.at.max(section.text.end));
            names.iter_mut().for_each(|name| name.at -= first);
            self.with_names(id, text(&(first..last)), &names)
        });
        texts.collect()
    }

    /// Returns what a text of a ladder says, without marks and with the names of links that have no words.
    pub fn words_of(&self, text: &Text) -> String {
        let index = text.place.file.0 as usize;
        let file = self.documents.get(index).map(|document| &document.file);
        let piece = text.piece.and_then(|piece| Some((file?, file?.pieces.get(piece as usize)?)));
        let Some((file, piece)) = piece else { return plain_text(&text.written) };
        let id = DocumentId::from_index(index, self);
        let mut html = String::new();
        file.body.fill_ranges(piece, &mut html, |slot, out| {
            if let SlotKind::ReferenceText(link) = slot {
                html::escape_text(&self.name_of(id, link as usize), out);
            }
        });
        html::words(&html)
    }

    /// Returns all that can be looked for in each section of a document: its text, and then what its code blocks
    /// and its raw HTML say.
    pub fn searched_texts(&self, id: DocumentId) -> Vec<Cow<'_, str>> {
        let mut texts = self.section_texts(id);
        for aside in &self.documents[id.index()].file.outline.asides {
            let Some(text) = texts.get_mut(aside.section as usize) else { continue };
            if !text.is_empty() {
                text.to_mut().push('\n');
            }
            text.to_mut().push_str(&aside.text);
        }
        texts
    }

    /// Returns a text with names where they belong.
    fn with_names<'a>(&self, id: DocumentId, text: &'a str, names: &[Nameless]) -> Cow<'a, str> {
        if names.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut named = String::with_capacity(text.len() + 32 * names.len());
        let mut done = 0;
        for name in names {
            named.push_str(&text[done..name.at as usize]);
            named.push_str(&self.name_of(id, name.link as usize));
            done = name.at as usize;
        }
        named.push_str(&text[done..]);
        Cow::Owned(named)
    }

    /// Returns what a place of a chapter is called: the heading or expectation of this anchor, or the
    /// chapter itself where there is none.
    pub fn name_of_place(&self, id: ChapterId, anchor: &str) -> String {
        let chapter = self.chapter(id);
        let of_heading = || {
            let headings = &self.document(chapter)?.file.outline.headings;
            let heading = headings.iter().find(|heading| *heading.anchor == *anchor)?;
            Some(heading.text.to_string())
        };
        let of_expectation = || {
            let ladder = &self.ladders().get(chapter.view.as_ref()?.ladder)?.ladder;
            Some(plain_text(&ladder.statement(anchor)?.1.text.written))
        };
        let of_term = || self.term_at(Home::Chapter(id), anchor);
        let named =
            if anchor.is_empty() { None } else { of_expectation().or_else(of_heading).or_else(of_term) };
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| chapter.title.to_string())
    }

    /// Returns the term whose entry is at an anchor of a page.
    fn term_at(&self, page: Home, anchor: &str) -> Option<String> {
        let glossary = self.glossary();
        let mut terms = glossary.terms.iter().filter(|_| glossary.home == Some(page));
        terms.find(|term| *term.anchor == *anchor).map(|term| term.name.to_string())
    }
}

/// Returns the fragment of a suffix as it names an anchor: decoded, without a text to look for.
pub(super) fn fragment(suffix: &str) -> String {
    let fragment = suffix.split_once('#').map_or("", |(_, fragment)| fragment);
    percent_decode(fragment.split(":~:").next().unwrap_or("")).into_owned()
}
