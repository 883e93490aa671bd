//! Tags: which there are, and which chapters have them.

use rustc_hash::FxHashMap;

use super::chapter::{Chapter, ChapterId};
use crate::config::SlugRule;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::document::Document;
use crate::document::slug::slug;
use crate::settings::Spanned;

/// The index of a tag among those of its handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(u32);

impl TagId {
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 tags"))
    }

    /// Returns the index into [`Tags::all`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// As most chapters spell it; among equals, as the first does.
    pub name: String,
    /// What it is told from others by: its letters and digits in lower case, with `-` for the rest.
    pub slug: Box<str>,
    /// The chapters that have it, in reading order.
    pub chapters: Vec<ChapterId>,
}

/// The tags of a handbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// By rising slug.
    all: Vec<Tag>,
    /// For each chapter, its tags in its own order.
    of: Vec<Vec<TagId>>,
}

/// A tag as one chapter spells it.
struct Spelling<'a> {
    chapter: ChapterId,
    document: &'a Document,
    tag: &'a Spanned<String>,
}

impl Tags {
    /// Collects the tags of chapters. Spellings that differ from each other are reported.
    pub(super) fn collect(chapters: &[Chapter], documents: &[Document]) -> Checked<Self> {
        let mut spellings: FxHashMap<String, Vec<Spelling<'_>>> = FxHashMap::default();
        let mut diagnostics = Vec::new();
        for (index, chapter) in chapters.iter().enumerate() {
            let Some(document) = chapter.document.map(|id| &documents[id.index()]) else { continue };
            for tag in &document.file.front_matter.tags {
                let slug = slug_of(&tag.value);
                if slug.is_empty() {
                    diagnostics.push(without_letters(document, tag));
                    continue;
                }
                let spelling = Spelling { chapter: ChapterId::new(index), document, tag };
                spellings.entry(slug).or_default().push(spelling);
            }
        }
        let mut sorted: Vec<(String, Vec<Spelling<'_>>)> = spellings.into_iter().collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut tags = Self { all: Vec::with_capacity(sorted.len()), of: vec![Vec::new(); chapters.len()] };
        for (slug, spellings) in sorted {
            let name = most_usual(&spellings);
            diagnostics.extend(differing(name, &spellings));
            let mut chapters: Vec<ChapterId> = spellings.iter().map(|spelling| spelling.chapter).collect();
            chapters.dedup();
            tags.all.push(Tag { name: name.to_owned(), slug: slug.into(), chapters });
        }
        tags.note_chapters(chapters, documents);
        Checked { value: tags, diagnostics }
    }

    fn note_chapters(&mut self, chapters: &[Chapter], documents: &[Document]) {
        for (index, chapter) in chapters.iter().enumerate() {
            let Some(document) = chapter.document.map(|id| &documents[id.index()]) else { continue };
            let own = document.file.front_matter.tags.iter();
            let mut ids: Vec<TagId> = Vec::new();
            for id in own.filter_map(|tag| self.find(&tag.value)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            self.of[index] = ids;
        }
    }

    /// Returns every tag, by rising slug.
    pub fn all(&self) -> &[Tag] {
        &self.all
    }

    /// Returns the tag with this id.
    ///
    /// # Panics
    /// If the id comes from another handbook.
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.all[id.index()]
    }

    /// Returns the id of every tag, by rising slug.
    pub fn ids(&self) -> impl Iterator<Item = TagId> + use<> {
        (0..self.all.len()).map(TagId::new)
    }

    /// Returns the tags of a chapter, in its own order, each once.
    pub fn of(&self, id: ChapterId) -> &[TagId] {
        &self.of[id.index()]
    }

    /// Returns the tag that is spelled so, or nearly so.
    pub fn find(&self, name: &str) -> Option<TagId> {
        let slug = slug_of(name);
        self.all.binary_search_by(|tag| (*tag.slug).cmp(&slug)).ok().map(TagId::new)
    }
}

fn slug_of(name: &str) -> String {
    slug(name, SlugRule::Unicode)
}

/// The spelling that most chapters use; among equals the first.
fn most_usual<'a>(spellings: &[Spelling<'a>]) -> &'a str {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for spelling in spellings {
        let name = spelling.tag.value.trim();
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max();
    counted.iter().find(|(_, count)| Some(*count) == most).map_or("", |(name, _)| name)
}

/// Reports the first use of every other spelling.
fn differing(name: &str, spellings: &[Spelling<'_>]) -> Vec<Diagnostic> {
    let is_usual = |spelling: &&Spelling<'_>| spelling.tag.value.trim() == name;
    let usual = spellings.iter().find(is_usual);
    let mut reported: Vec<&str> = Vec::new();
    let mut reports = Vec::new();
    for spelling in spellings.iter().filter(|spelling| !is_usual(spelling)) {
        let other = spelling.tag.value.trim();
        if reported.contains(&other) {
            continue;
        }
        reported.push(other);
        let message = format!("the tags `{other}` and `{name}` would have one page");
        let report = Diagnostic::new(Code::TagSpelling, message).in_file(
            &spelling.document.path,
            Some(spelling.tag.span),
            "spelled in another way",
        );
        let report = match usual {
            Some(usual) => report.also(&usual.document.path, Some(usual.tag.span), "as most pages spell it"),
            None => report,
        };
        let help = format!("write `{name}`, or choose a tag with other letters or digits");
        reports.push(report.help(help).fix(spelling.tag.span, name));
    }
    reports
}

fn without_letters(document: &Document, tag: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::FrontMatterValue, format!("`{}` cannot be a tag", tag.value))
        .in_file(&document.path, Some(tag.span), "no letter and no digit")
        .help("write a word: the address of the tag's page is made from its letters and digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::tests::handbook;

    #[test]
    fn one_tag_in_two_spellings_is_one_page_and_a_report() {
        let checked = handbook(&[
            ("content/a.md", "---\ntags: [last mile, Évidence]\n---\n"),
            ("content/b.md", "---\ntags: [Last-mile, Évidence, last mile]\n---\n"),
        ]);
        let tags = &checked.value.tags;
        let shown: Vec<String> = tags
            .all()
            .iter()
            .map(|tag| format!("{} {} {}", tag.name, tag.slug, tag.chapters.len()))
            .collect();
        assert_eq!(shown, ["last mile last-mile 2", "Évidence évidence 2"]);
        let messages: Vec<&str> = checked.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["the tags `Last-mile` and `last mile` would have one page"]);
        assert_eq!(tags.of(ChapterId::new(2)).len(), 2);
        assert_eq!(tags.find("LAST MILE"), tags.find("last-mile"));
        assert_eq!(tags.find("mile"), None);
    }

    #[test]
    fn a_tag_without_letters_is_reported() {
        let report = &handbook(&[("content/a.md", "---\ntags: ['!?']\n---\n")]).diagnostics[0];
        assert_eq!(report.message, "`!?` cannot be a tag");
    }
}
