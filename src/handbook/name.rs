//! What a link is called that has no words of its own.

use super::chapter::{ChapterId, DocumentId};
use super::glossary::Home;
use super::ladders::ReferenceText;
use super::{Handbook, Target, percent_decode};
use crate::document::outline::LinkKind;
use crate::document::plain_text;

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
                term.unwrap_or_else(|| self.special(*id).title.to_string())
            }
            Target::Asset { index, .. } => self.assets[*index as usize].name.file_name().to_owned(),
            Target::Broken => raw.destination.to_string(),
        }
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
