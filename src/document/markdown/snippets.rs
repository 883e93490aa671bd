//! Texts of a table of declarations: each a small Markdown document, all in one body.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::writer::Writer;
use super::{bracketed, options, sheet, undefined};
use crate::diagnostic::Diagnostic;
use crate::document::body::Body;
use crate::document::highlight::Highlighter;
use crate::document::outline::Outline;
use crate::document::{Dialect, Piece};
use crate::ladder::text::Text;
use crate::source::Span;

/// The texts written so far.
pub(in crate::document) struct Snippets<'a> {
    /// The file that they stand in.
    text: &'a str,
    dialect: Dialect,
    highlighter: &'a Highlighter,
    pub(in crate::document) body: Body,
    pub(in crate::document) outline: Outline,
    pub(in crate::document) pieces: Vec<Piece>,
    pub(in crate::document) diagnostics: Vec<Diagnostic>,
}

impl<'a> Snippets<'a> {
    pub(in crate::document) fn new(text: &'a str, dialect: Dialect, highlighter: &'a Highlighter) -> Self {
        Self {
            text,
            dialect,
            highlighter,
            body: Body::default(),
            outline: Outline::default(),
            pieces: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Writes a text, and numbers it.
    pub(in crate::document) fn add(&mut self, text: &mut Text) {
        let piece = self.write(&text.written, text.place.span);
        text.piece = u32::try_from(self.pieces.len()).ok();
        self.pieces.push(piece);
    }

    fn write(&mut self, written: &str, span: Span) -> Piece {
        let (links, start) = (self.outline.links.len(), self.body.html.len());
        // Where a scalar holds the text as it is, places in it are those of the file.
        let scalar = self.text.get(span.range()).unwrap_or("");
        let exact = scalar.find(written).map(|at| span.start as usize + at);
        let mut diagnostics = Vec::new();
        let paragraph = self.pass(written, exact.unwrap_or(0), &mut diagnostics);
        if exact.is_none() {
            self.outline.links[links..].iter_mut().for_each(|link| link.span = span);
            for report in &mut diagnostics {
                let labels = report.primary.iter_mut().chain(&mut report.secondary);
                labels.for_each(|label| label.span = Some(span));
                report.fix = None;
            }
        }
        self.diagnostics.append(&mut diagnostics);
        sheet::piece(&self.body, &[paragraph.unwrap_or(start..self.body.html.len())], &[])
    }

    /// Goes over the events of one text. Returns where the inside of its only paragraph is in the
    /// HTML, if that is all there is.
    fn pass(&mut self, written: &str, at: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<Range<usize>> {
        let mut broken = Vec::new();
        let on_broken = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            broken.push((link.link_type, link.span, link.reference.into_string()));
            None
        };
        let bracketed = bracketed(self.dialect, written);
        let mut options = options(self.dialect, &bracketed);
        // A text on its own has no notes below it.
        options.remove(Options::ENABLE_FOOTNOTES);
        let parser = Parser::new_with_broken_link_callback(&bracketed.text, options, Some(on_broken));
        let mut events = parser.into_offset_iter();
        let mut writer = Writer::new(written, at, self.dialect, self.highlighter, &[]);
        writer.continue_with(mem::take(&mut self.body), mem::take(&mut self.outline));
        let mut blocks = Blocks::default();
        while let Some((event, range)) = events.next() {
            let step = Step::of(&event);
            writer.event(bracketed.shown(event), range, events.reference_definitions());
            blocks.take(step, writer.out.html.len());
        }
        (self.body, self.outline) = writer.finish_snippet(diagnostics);
        drop(events);
        broken.dedup_by(|a, b| a.1 == b.1);
        let undefined = |(kind, span, label): (_, _, String)| undefined(written, at, kind, span, &label);
        diagnostics.extend(broken.into_iter().filter_map(undefined));
        blocks.paragraph.filter(|_| blocks.count == 1)
    }
}

/// The outermost blocks of a text.
#[derive(Default)]
struct Blocks {
    depth: usize,
    count: usize,
    /// Where the inside of the last paragraph is in the HTML.
    paragraph: Option<Range<usize>>,
}

enum Step {
    Open { is_paragraph: bool },
    Close { is_paragraph: bool },
    Rule,
    Other,
}

impl Step {
    fn of(event: &Event<'_>) -> Self {
        match event {
            Event::Start(tag) => Self::Open { is_paragraph: *tag == Tag::Paragraph },
            Event::End(tag) => Self::Close { is_paragraph: *tag == TagEnd::Paragraph },
            Event::Rule => Self::Rule,
            _ => Self::Other,
        }
    }
}

impl Blocks {
    /// Takes an event that was written; the HTML ends at `html` now.
    fn take(&mut self, step: Step, html: usize) {
        match step {
            Step::Open { is_paragraph } => {
                if self.depth == 0 {
                    self.count += 1;
                    self.paragraph = is_paragraph.then_some(html..html);
                }
                self.depth += 1;
            }
            Step::Close { is_paragraph } => {
                self.depth -= 1;
                if self.depth == 0
                    && is_paragraph
                    && let Some(paragraph) = &mut self.paragraph
                {
                    paragraph.end = html - "</p>\n".len();
                }
            }
            Step::Rule => self.count += usize::from(self.depth == 0),
            Step::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::body::SlotKind;

    /// The HTML of each text, with the number of a link for its address, and what was reported.
    fn shown(file: &str, texts: &[&str]) -> (Vec<String>, Vec<String>, Outline) {
        let highlighter = Highlighter::default();
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let mut snippets = Snippets::new(file, dialect, &highlighter);
        for written in texts {
            let at = file.find(written).unwrap_or(0);
            snippets.add(&mut Text::new(*written, Span::new(at, at + written.len())));
        }
        let html = snippets.pieces.iter().map(|piece| {
            let mut out = String::new();
            snippets.body.fill_ranges(piece, &mut out, |kind, out| {
                if let SlotKind::Href(link) = kind {
                    out.push_str(&link.to_string());
                }
            });
            out
        });
        let html = html.collect();
        (html, snippets.diagnostics.iter().map(|report| report.message.clone()).collect(), snippets.outline)
    }

    #[test]
    fn each_text_is_a_document_of_its_own() {
        let texts =
            ["See [a](a.md).", "", "One\n\ntwo ![](i.png)", "- [b](b.md)", "# T\n", "a[^1] {#x}", "***"];
        let (html, reports, outline) = shown("", &texts);
        assert_eq!(
            html,
            [
                "See <a href=\"0\">a</a>.",
                "",
                "<p>One</p>\n<p>two <img src=\"1\" alt=\"\" loading=\"lazy\" decoding=\"async\" /></p>",
                "<ul>\n<li><a href=\"2\">b</a></li>\n</ul>",
                "<h1>T</h1>",
                "a[^1] {#x}",
                "<hr />",
            ]
        );
        assert_eq!(reports, [""; 0]);
        assert!(outline.headings.is_empty() && outline.anchors.is_empty());
    }

    #[test]
    fn links_stand_where_the_text_does() {
        let file = "text = \"See [a](a.md)\"\n";
        let (_, _, outline) = shown(file, &["See [a](a.md)"]);
        assert_eq!(&file[outline.links[0].span.range()], "a.md");
        let file = "text = 12";
        let (_, _, outline) = shown(file, &["[a](a.md)"]);
        assert_eq!(outline.links[0].span, Span::new(0, 9), "a scalar that says it another way");
    }
}
