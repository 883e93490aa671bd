//! What links within the handbook lead to, in a few words: for scripts that show it before a reader
//! follows one.
//!
//! Every page is in here, every expectation, and every heading that a text links to. They are spread over
//! files by their addresses, so that a reader who looks at one link fetches a few of them only. It is all
//! text: whoever shows it builds the elements.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::document::cut::{head, in_one_line};
use crate::document::outline::Outline;
use crate::handbook::Chapter;
use crate::handbook::ladders::PlacedLadder;
use crate::ladder::model::{At, Cell, Ladder, Statement};
use crate::ladder::titles;
use crate::page::preview::Place;
use crate::site::Site;

/// How much of a text is shown, in characters.
const TEXT_CHARS: usize = 280;

/// Returns one of the files: for each key its title, its text, and what it is part of.
pub(super) fn render(site: &Site, shard: u32) -> Vec<u8> {
    let mut writer = Writer { site, statements: FxHashMap::default() };
    let places = site.previews().shard(shard).iter();
    let previews: BTreeMap<String, [String; 3]> =
        places.filter_map(|place| Some((place.key(&site.pages), writer.preview(place)?))).collect();
    serde_json::to_vec(&previews).expect("texts can be written as JSON")
}

type Statements<'a> = FxHashMap<&'a str, (&'a Cell, &'a Statement)>;

struct Writer<'a> {
    site: &'a Site,
    /// For each ladder that was asked for, its expectations by id.
    statements: FxHashMap<usize, Statements<'a>>,
}

impl<'a> Writer<'a> {
    fn preview(&mut self, place: &Place) -> Option<[String; 3]> {
        let chapter = self.site.handbook.chapter(place.chapter);
        if place.anchor.is_empty() {
            return Some([chapter.title.to_string(), self.text_of(chapter), String::new()]);
        }
        self.expectation(chapter, &place.anchor).or_else(|| self.section(chapter, &place.anchor))
    }

    /// The first paragraph of a page, or what it says of itself where it begins with none.
    fn text_of(&self, chapter: &Chapter) -> String {
        let document = self.site.handbook.document(chapter);
        let said = document.and_then(|document| document.file.front_matter.description.as_deref());
        let said = said.or(chapter.summary.as_deref()).unwrap_or_default();
        if chapter.view.is_some() && !said.is_empty() {
            return shortened(said);
        }
        let texts = chapter.document.map(|id| self.site.handbook.section_texts(id)).unwrap_or_default();
        let mut lines = texts.iter().flat_map(|text| text.lines());
        shortened(lines.find(|line| !line.trim().is_empty()).unwrap_or(said))
    }

    fn section(&self, chapter: &Chapter, anchor: &str) -> Option<[String; 3]> {
        let outline = &self.site.handbook.document(chapter)?.file.outline;
        let at = outline.headings.iter().position(|heading| *heading.anchor == *anchor)?;
        let title = outline.headings[at].text.to_string();
        let texts = self.site.handbook.section_texts(chapter.document?);
        Some([title, shortened(section_text(outline, &texts, at)), chapter.title.to_string()])
    }

    fn expectation(&mut self, chapter: &Chapter, anchor: &str) -> Option<[String; 3]> {
        let at = chapter.view.as_ref()?.ladder;
        let placed: &'a PlacedLadder = &self.site.handbook.ladders()[at];
        let statements = self.statements.entry(at).or_insert_with(|| statements_of(&placed.ladder));
        let (cell, statement) = statements.get(anchor)?;
        let text = shortened(&self.site.handbook.words_of(&statement.text));
        Some([heading_of(&placed.ladder, cell), text, chapter.title.to_string()])
    }
}

/// Whose expectation it is: that of a level, or of the competency itself.
fn heading_of(ladder: &Ladder, cell: &Cell) -> String {
    match &cell.at {
        At::Level(name) => match ladder.declared.levels.iter().position(|level| level.id == *name) {
            Some(level) => titles::title(ladder, None, level),
            None => name.as_str().to_owned(),
        },
        At::Step(name) => name.as_str().to_owned(),
        At::All => String::new(),
    }
}

fn statements_of(ladder: &Ladder) -> Statements<'_> {
    fn add<'a>(cell: &'a Cell, statements: &'a [Statement], all: &mut Statements<'a>) {
        for statement in statements {
            if let Some(id) = &statement.id {
                all.entry(id.as_str()).or_insert((cell, statement));
            }
            add(cell, &statement.children, all);
        }
    }
    let mut all = Statements::default();
    ladder.declared.cells.iter().for_each(|cell| add(cell, &cell.statements, &mut all));
    all
}

/// What stands below a heading; that of the first one below it when there is nothing in between.
fn section_text<'a>(outline: &Outline, texts: &'a [Cow<'_, str>], heading: usize) -> &'a str {
    let level = outline.headings[heading].level;
    // What stands below the title is the first section, which has no heading.
    let first = outline.starts_with_title.then_some(0);
    let headings = outline.sections.iter().enumerate().map(|(number, section)| match number {
        0 => section.heading.or(first),
        _ => section.heading,
    });
    let own = headings.zip(texts).skip_while(|(at, _)| at.is_none_or(|at| (at as usize) < heading));
    let below = own.take_while(|(at, _)| {
        let at = at.map(|at| at as usize);
        at == Some(heading) || at.is_some_and(|at| outline.headings[at].level > level)
    });
    let mut texts = below.map(|(_, text)| &**text);
    texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// The beginning of a text in one line.
fn shortened(text: &str) -> String {
    head(&in_one_line(text), TEXT_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_title_is_what_stands_below_it() {
        let text = |body: &str, heading: usize| {
            let dialect = crate::document::Dialect::Handbook(crate::config::Config::new("x").markdown);
            let outline = crate::document::parse(body, dialect, &Default::default()).value.outline;
            let of = |section: &crate::document::outline::Section| {
                Cow::Borrowed(&outline.text[section.text.start as usize..section.text.end as usize])
            };
            let texts: Vec<Cow<'_, str>> = outline.sections.iter().map(of).collect();
            section_text(&outline, &texts, heading).to_owned()
        };
        assert_eq!(text("# A\n\nIntro.\n\n## B\n\nBelow.\n", 0), "Intro.");
        assert_eq!(text("# A\n\n## B\n\nBelow.\n", 0), "Below.");
        assert_eq!(text("Above.\n\n## B\n\n### C\n\nBelow.\n", 0), "Below.");
        assert_eq!(text("# A\n\nIntro.\n\n## B\n\n## C\n\nLast.[^1]\n\n[^1]: Note.\n", 1), "");
    }

    #[test]
    fn a_text_is_cut_at_a_word() {
        assert_eq!(shortened(" one\n two "), "one two");
        let long = shortened(&"word ".repeat(100));
        assert!(long.ends_with("word…") && long.chars().count() <= TEXT_CHARS + 1, "{long}");
        assert_eq!(shortened(&"字".repeat(400)).chars().count(), TEXT_CHARS + 1);
    }
}
