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
    /// The definition that is being read.
    open: Option<Definition>,
}

impl Writer<'_> {
    pub(super) fn open_definitions(&mut self) {
        self.fresh_line();
        let here = self.out.html.len();
        if let Some(definitions) = &mut self.definitions {
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
        if let Some(definitions) = &mut self.definitions {
            definitions.depth -= 1;
            if definitions.depth == 0 {
                let range = offset(definitions.list)..offset(here);
                self.outline.definition_lists.push(range);
            }
        }
    }

    pub(super) fn open_term(&mut self) {
        self.block("<dt>");
        let title = (self.out.html.len(), self.plain.here());
        if let Some(definitions) = self.definitions.as_mut().filter(|definitions| definitions.depth == 1) {
            definitions.title = title;
            definitions.open = None;
        }
    }

    pub(super) fn close_term(&mut self, span: Span) {
        let config = self.dialect;
        let words =
            self.definitions.as_ref().filter(|definitions| definitions.depth == 1).map(|definitions| {
                (definitions.title.0, self.plain.words_since(definitions.title.1).trim().to_owned())
            });
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
                html: 0..0,
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
        if let Some(definitions) = self.definitions.as_mut().filter(|definitions| definitions.depth == 1)
            && let Some(open) = definitions.open.as_mut().filter(|open| open.html.start == 0)
        {
            (open.html, open.text) = (html..html, text..text);
        }
    }

    pub(super) fn close_definition(&mut self) {
        let (html, text) = (offset(self.out.html.len()), self.plain.end());
        if let Some(definitions) = self.definitions.as_mut().filter(|definitions| definitions.depth == 1)
            && let Some(mut open) = definitions.open.take()
        {
            (open.html.end, open.text.end) = (html, text);
            self.outline.definitions.push(open);
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
