//! An author's text as HTML, and as plain words.

use super::shown::Shown;
use crate::document::body::SlotKind;
use crate::document::html;
use crate::handbook::{ChapterId, DocumentId};
use crate::ladder::text::Text;
use crate::render::include::Includer;
use crate::render::slots::Slots;

/// The level of headings in a part of another page that a text shows.
const BELOW_HEADINGS: u8 = 4;

/// How many characters of a text stand for it in names.
const LABEL_CHARS: usize = 90;

impl Shown<'_> {
    /// Returns a text as HTML, its links as seen from the page being rendered.
    pub(super) fn html(&self, text: &Text) -> String {
        self.piece(text).unwrap_or_else(|| escaped(text))
    }

    /// Returns a text as HTML, or nothing where there is none.
    pub(super) fn html_or_empty(&self, text: Option<&Text>) -> String {
        text.map_or_else(String::new, |text| self.html(text))
    }

    /// Returns texts as HTML, one below the other.
    pub(super) fn htmls(&self, texts: &[&Text]) -> String {
        texts.iter().map(|text| self.html(text)).collect::<Vec<_>>().join("\n")
    }

    fn piece(&self, text: &Text) -> Option<String> {
        let index = text.place.file.0 as usize;
        let file = &self.site.handbook.documents.get(index)?.file;
        let ranges = file.pieces.get(text.piece? as usize)?;
        let document = DocumentId::from_index(index, &self.site.handbook);
        let home = self.home_of(document).filter(|home| Some(*home) != self.page);
        let slots = Slots { site: self.site, from: self.from, document, home };
        let mut out = String::new();
        match self.explainer {
            Some(explainer) => ranges.iter().for_each(|range| {
                explainer.fill(document, range.clone(), &mut out, |slot, out| match (slot, self.page) {
                    (SlotKind::Include(link), Some(page)) => {
                        let includer = Includer::new(self.site, self.from, page, explainer);
                        includer.write(document, link, BELOW_HEADINGS, out);
                    }
                    _ => slots.fill(slot, out),
                });
            }),
            None => file.body.fill_ranges(ranges, &mut out, |slot, out| slots.fill(slot, out)),
        }
        Some(out.trim().to_owned())
    }

    /// The chapter that a document is the text of.
    fn home_of(&self, document: DocumentId) -> Option<ChapterId> {
        let chapters = &self.site.handbook.chapters;
        let own = self.page.filter(|page| chapters[page.index()].document == Some(document));
        own.or_else(|| {
            let index = chapters.iter().position(|chapter| chapter.document == Some(document))?;
            Some(ChapterId::from_index(index, &self.site.handbook))
        })
    }

    /// Returns the beginning of a text in plain words.
    pub(super) fn label(&self, text: &Text) -> String {
        shortened(&self.site.handbook.words_of(text))
    }
}

fn escaped(text: &Text) -> String {
    let mut out = String::new();
    html::escape_text(text.written.trim(), &mut out);
    out
}

fn shortened(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(LABEL_CHARS) else { return text.to_owned() };
    let end = text[..cut].rfind(' ').filter(|end| *end > cut / 2).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_ends_between_words() {
        assert_eq!(shortened("short"), "short");
        let long = shortened(&"word, ".repeat(40));
        assert!(long.ends_with("word…") && long.chars().count() <= LABEL_CHARS + 1, "{long}");
    }
}
