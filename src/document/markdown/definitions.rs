//! Definition lists of a glossary: which terms they define, and where.

use super::plain::offset;
use super::writer::Writer;
use crate::document::outline::Definition;
use crate::document::slug::slug;
use crate::source::Span;

/// What was noted of a glossary's definition lists.
#[derive(Default)]
pub(super) struct Definitions {
    /// How many lists are open.
    depth: usize,
    /// Where the list began, in the HTML.
    list: usize,
    /// Where the inside of the last `<dt>` starts, in the HTML and in the words.
    title: (usize, u32),
    /// The term whose definitions are being read.
    open: Option<Definition>,
}

impl Definitions {
    /// Ends the entry of the term that is open, if anything was said of it.
    fn close_entry(&mut self, all: &mut Vec<Definition>) {
        all.extend(self.open.take().filter(|open| !open.html.is_empty()));
    }
}

impl Writer<'_> {
    /// What was noted, where definitions are those of the glossary: not in a note, which is written apart.
    fn noted(&mut self) -> Option<&mut Definitions> {
        self.definitions.as_deref_mut().filter(|_| self.footnotes.is_outside())
    }

    /// The same within a list that stands in no other.
    fn noted_here(&mut self) -> Option<&mut Definitions> {
        self.noted().filter(|definitions| definitions.depth == 1)
    }

    pub(super) fn open_definitions(&mut self) {
        self.fresh_line();
        let here = self.out.html.len();
        if let Some(definitions) = self.noted() {
            if definitions.depth == 0 {
                definitions.list = here;
            }
            definitions.depth += 1;
        }
        self.push("<dl>\n");
    }

    pub(super) fn close_definitions(&mut self) {
        self.block("</dl>\n");
        let here = self.out.html.len();
        if !self.footnotes.is_outside() {
            return;
        }
        if let Some(definitions) = &mut self.definitions {
            definitions.depth -= 1;
            if definitions.depth == 0 {
                let range = offset(definitions.list)..offset(here);
                self.outline.definition_lists.push(range);
                definitions.close_entry(&mut self.outline.definitions);
            }
        }
    }

    pub(super) fn open_term(&mut self) {
        self.block("<dt>");
        let title = (self.out.html.len(), self.plain.here());
        let mut done = Vec::new();
        if let Some(definitions) = self.noted_here() {
            definitions.title = title;
            definitions.close_entry(&mut done);
            definitions.open = None;
        }
        self.outline.definitions.append(&mut done);
    }

    pub(super) fn close_term(&mut self, span: Span) {
        let config = self.dialect;
        let title = self.noted_here().map(|definitions| definitions.title);
        let words = title.map(|(html, words)| (html, self.plain.words_since(words).trim().to_owned()));
        if let (Some((start, name)), Some(config)) = (words.filter(|(_, name)| !name.is_empty()), config) {
            let (bare, aliases) = without_brackets(&name);
            let slugged = slug(bare, config.slugs);
            let slugged = if slugged.is_empty() { "term".to_owned() } else { slugged };
            let anchor = self.slugger.unique(slugged);
            self.insert_id(start - ">".len(), &anchor);
            self.declare(&anchor, span);
            let definition = Definition {
                name: bare.into(),
                aliases: aliases.map(Into::into).collect(),
                anchor: anchor.into(),
                span,
                text: 0..0,
                html: Vec::new(),
            };
            if let Some(definitions) = &mut self.definitions {
                definitions.open = Some(definition);
            }
        }
        self.push("</dt>\n");
    }

    pub(super) fn open_definition(&mut self) {
        self.block("<dd>");
        let (html, text) = (offset(self.out.html.len()), self.plain.here());
        if let Some(open) = self.noted_here().and_then(|definitions| definitions.open.as_mut()) {
            if open.html.is_empty() {
                open.text = text..text;
            }
            open.html.push(html..html);
        }
    }

    pub(super) fn close_definition(&mut self) {
        let (html, text) = (offset(self.out.html.len()), self.plain.end());
        if let Some(open) = self.noted_here().and_then(|definitions| definitions.open.as_mut())
            && let Some(last) = open.html.last_mut()
        {
            (last.end, open.text.end) = (html, text);
        }
        self.push("</dd>\n");
    }
}

/// A term as it is written with other words for it in brackets at its end: `Proof of concept (POC)`.
fn without_brackets(name: &str) -> (&str, impl Iterator<Item = &str>) {
    let bracket = name.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    let (bare, inside) = match bracket {
        Some((bare, inside)) if !bare.trim().is_empty() => (bare.trim(), inside),
        _ => (name, ""),
    };
    (bare, inside.split([',', ';']).map(str::trim).filter(|alias| !alias.is_empty()))
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect, ParsedFile};

    fn parse(body: &str) -> ParsedFile {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let text = format!("---\nglossary: true\n---\n{body}");
        document::parse(&text, dialect, &Highlighter::default()).value
    }

    #[test]
    fn a_term_has_all_its_definitions() {
        let file = parse("A\n: one\n: two\n\nB\n: three\n");
        let definitions: Vec<(&str, &str, Vec<&str>)> = file
            .outline
            .definitions
            .iter()
            .map(|of| {
                let text = &file.outline.text[of.text.start as usize..of.text.end as usize];
                let html = of.html.iter().map(|html| &file.body.html[html.start as usize..html.end as usize]);
                (&*of.name, text, html.collect())
            })
            .collect();
        assert_eq!(definitions, [("A", "one\ntwo", vec!["one", "two"]), ("B", "three", vec!["three"])]);
    }

    #[test]
    fn a_list_in_a_note_is_none_of_the_glossary() {
        let file = parse("Intro.[^1]\n\nReal\n: meant\n\n[^1]: Note\n\n    Other\n    : noted\n");
        let outline = &file.outline;
        assert_eq!((outline.definitions.len(), outline.definition_lists.len()), (1, 1));
        assert!(file.body.html.contains("<dt>Other</dt>"), "{}", file.body.html);
    }
}
