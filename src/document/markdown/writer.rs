//! The state of one pass, and what each event does to it.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, RefDefs, Tag, TagEnd};

use super::code::CodeBlock;
use super::definitions::Definitions;
use super::footnotes::Footnotes;
use super::headings::{OpenHeading, duplicate_anchors, title_of};
use super::links::{OpenImage, OpenLink};
use super::plain::{Plain, Words, exact};
use super::raw_html::RawChunk;
use super::sheet::{Mark, Recorder};
use super::tables::OpenTable;
use super::text::{Summary, count_words};
use crate::config::MarkdownConfig;
use crate::diagnostic::Diagnostic;
use crate::document::body::{Body, Slot, SlotKind};
use crate::document::highlight::Highlighter;
use crate::document::html::escape_text;
use crate::document::outline::{Anchor, Outline};
use crate::document::slug::Slugger;
use crate::document::{Dialect, autolink, html};

use super::Written;
use crate::source::Span;

/// What a pass needs to remember between two events.
pub(super) struct Writer<'a> {
    /// The body as it is written, without front matter.
    pub(super) body: &'a str,
    /// Where the body starts in the file, in bytes.
    pub(super) start: usize,
    /// The dialect of handbooks; `None` writes CommonMark's reference output.
    pub(super) dialect: Option<MarkdownConfig>,
    pub(super) highlighter: &'a Highlighter,
    pub(super) out: Body,
    pub(super) outline: Outline,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Anchors declared by hand in this pass, also those of other declarations of the same name.
    pub(super) anchors: Vec<Anchor>,
    pub(super) slugger: Slugger,
    pub(super) summary: Summary,
    /// Text that was read and not written: neighbouring text events are one text.
    pending: String,
    /// Where the last event ended, in the body.
    pub(super) last_end: usize,
    pub(super) heading: Option<OpenHeading>,
    pub(super) links: Vec<OpenLink>,
    pub(super) image: Option<OpenImage>,
    /// Where the words of the paragraph end that was opened last, in the body.
    pub(super) paragraph_end: usize,
    /// Whether that paragraph became a figure.
    pub(super) is_figure: bool,
    tables: Vec<OpenTable>,
    pub(super) code: Option<CodeBlock>,
    /// Raw HTML lines of one block.
    pub(super) raw: Option<RawChunk>,
    /// Bytes of code coloured so far.
    pub(super) coloured: usize,
    pub(super) footnotes: Footnotes,
    /// The words, noted apart.
    pub(super) plain: Plain,
    /// What a file of a ladder says; `None` for any other.
    pub(super) recorder: Option<Box<Recorder>>,
    /// What a glossary defines; `None` for any other page.
    pub(super) definitions: Option<Box<Definitions>>,
    /// Whether this is one text of many: it has no headings to link to, and no views.
    pub(super) is_snippet: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        body: &'a str,
        start: usize,
        dialect: Dialect,
        highlighter: &'a Highlighter,
        reserved: &[Box<str>],
    ) -> Self {
        let mut slugger = Slugger::default();
        for name in reserved {
            slugger.reserve(name);
        }
        Self {
            body,
            start,
            dialect: match dialect {
                Dialect::CommonMark => None,
                Dialect::Handbook(config) => Some(config),
            },
            highlighter,
            out: Body { html: String::with_capacity(body.len() + body.len() / 2), slots: Vec::new() },
            outline: Outline::default(),
            diagnostics: Vec::new(),
            anchors: Vec::new(),
            slugger,
            summary: Summary::default(),
            pending: String::new(),
            last_end: 0,
            heading: None,
            links: Vec::new(),
            image: None,
            paragraph_end: 0,
            is_figure: false,
            tables: Vec::new(),
            code: None,
            raw: None,
            coloured: 0,
            footnotes: Footnotes::default(),
            plain: Plain::default(),
            recorder: None,
            definitions: None,
            is_snippet: false,
        }
    }

    /// Notes sections and list items as well.
    pub(super) fn recording(mut self) -> Self {
        self.recorder = Some(Box::default());
        self.plain.notes_closed = true;
        self
    }

    /// Writes one text of many, behind those before it.
    pub(super) fn continue_with(&mut self, body: Body, mut outline: Outline) {
        self.plain.continue_with(&mut outline);
        self.out = body;
        self.outline = outline;
        self.is_snippet = true;
    }

    /// Takes the next event. `range` is its bytes in the body.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>, definitions: &RefDefs<'_>) {
        if let Event::Text(text) = &event {
            if let Some(recorder) = &mut self.recorder {
                recorder.inline(&range);
            }
            match &mut self.code {
                Some(code) => code.push(text, range.start),
                None => {
                    self.pending.push_str(text);
                    self.note_undefined_footnotes(&range);
                }
            }
            self.last_end = range.end;
            return;
        }
        self.flush_text();
        let mark = self.recorder.as_ref().and_then(|_| Mark::of(&event));
        let before = self.out.html.len();
        if let Some(mark) = mark {
            self.record(|writer, recorder| writer.record_before(recorder, mark, &range));
        }
        match event {
            Event::Start(tag) => {
                self.plain.open(&tag);
                self.start(tag, range.clone());
            }
            Event::End(tag) => {
                self.plain.close(tag);
                self.end(tag, range.clone(), definitions);
            }
            Event::Code(code) => self.inline_code(&code),
            Event::Html(line) => self.raw.get_or_insert_default().push(&line, self.start + range.start),
            Event::InlineHtml(tag) => self.inline_html(&tag, range.start),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak if self.image.is_none() => {
                let start = self.out.html.len();
                self.push("<br />\n");
                self.note_words(" ", start, Words::Closed);
            }
            Event::HardBreak => self.soft_break(),
            Event::Rule => {
                self.fresh_line();
                self.push("<hr />\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, range.clone()),
            Event::TaskListMarker(done) => self.task_marker(done),
            // Not enabled: dollar signs stay text.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.pending.push_str(&text),
            Event::Text(_) => unreachable!("text is taken above"),
        }
        if let Some(mark) = mark {
            self.record(|writer, recorder| writer.record_after(recorder, mark, &range, before));
        }
        self.last_end = range.end;
    }

    /// Lets the recorder look at the writer, and write ids.
    fn record(&mut self, look: impl FnOnce(&mut Self, &mut Recorder)) {
        if let Some(mut recorder) = self.recorder.take() {
            look(self, &mut recorder);
            self.recorder = Some(recorder);
        }
    }

    /// Closes the pass over one text of many. What it declares cannot be linked to.
    pub(super) fn finish_snippet(mut self, diagnostics: &mut Vec<Diagnostic>) -> (Body, Outline) {
        self.flush_text();
        self.fresh_line();
        diagnostics.append(&mut self.diagnostics);
        self.outline.starts_with_title = false;
        self.plain.finish(self.out.html.len(), &mut self.outline);
        (self.out, self.outline)
    }

    /// Closes the pass.
    pub(super) fn finish(mut self, diagnostics: &mut Vec<Diagnostic>) -> Written {
        self.flush_text();
        let sheet = self.recorder.take().map(|recorder| self.finish_record(*recorder));
        self.write_footnotes();
        mem::take(&mut self.plain).finish(self.out.html.len(), &mut self.outline);
        mem::take(&mut self.summary).give_to(&mut self.outline);
        self.outline.title = title_of(&self.outline);
        diagnostics.append(&mut self.diagnostics);
        diagnostics.extend(duplicate_anchors(&self.anchors));
        self.outline.anchors = self.anchors;
        self.outline.headings = exact(self.outline.headings);
        self.outline.links = exact(self.outline.links);
        self.outline.nameless = exact(self.outline.nameless);
        let body = Body { html: self.out.html.as_str().to_owned(), slots: exact(self.out.slots) };
        Written { body, outline: self.outline, sheet }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.image.is_some() {
            // Alternative text is plain: what is inside an image leaves only its words.
            if let Tag::Image { .. } = tag {
                self.image_depth(1);
            }
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.paragraph_end = range.start + self.body[range].trim_end().len();
                self.summary.open(self.footnotes.is_outside().then(|| self.plain.end()));
                self.fresh_line();
                self.push("<p>");
            }
            Tag::Heading { level, id, classes, .. } => {
                self.open_heading(level, id.map(String::from), &classes, range)
            }
            Tag::BlockQuote(kind) => self.open_quote(kind),
            Tag::CodeBlock(kind) => {
                self.fresh_line();
                self.code = Some(CodeBlock::new(kind, range.start, self));
            }
            Tag::HtmlBlock => self.fresh_line(),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::FootnoteDefinition(label) => self.open_footnote(&label),
            Tag::DefinitionList => self.open_definitions(),
            Tag::DefinitionListTitle => self.open_term(),
            Tag::DefinitionListDefinition => self.open_definition(),
            Tag::Table(alignments) => {
                self.tables.push(OpenTable::new(alignments));
                self.block(if self.dialect.is_some() { OpenTable::OPEN } else { "<table>" });
            }
            Tag::TableHead => self.push("<thead><tr>"),
            Tag::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.open_row(&mut self.out.html);
                }
            }
            Tag::TableCell => {
                if let Some(table) = self.tables.last_mut() {
                    table.open_cell(&mut self.out.html);
                }
            }
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link { link_type, dest_url, title, id } => self.open_link(link_type, &dest_url, &title, &id),
            Tag::Image { link_type, dest_url, title, id } => {
                self.open_image(link_type, &dest_url, &title, &id);
                self.open_figure(range);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>, definitions: &RefDefs<'_>) {
        if self.image.is_some() {
            if tag == TagEnd::Image && self.image_depth(-1) == 0 {
                self.close_image(range, definitions);
            }
            return;
        }
        match tag {
            TagEnd::Paragraph => {
                self.summary.close(self.plain.end());
                let is_figure = mem::take(&mut self.is_figure);
                self.push(if is_figure { "</figure>\n" } else { "</p>\n" });
            }
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(kind) => {
                self.fresh_line();
                self.push(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::HtmlBlock => self.close_raw(),
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.close_footnote(range),
            TagEnd::DefinitionList => self.close_definitions(),
            TagEnd::DefinitionListTitle => self.close_term(Span::from(range).shifted(self.start)),
            TagEnd::DefinitionListDefinition => self.close_definition(),
            TagEnd::Table => {
                let table = self.tables.pop();
                self.push(table.map_or("", |table| table.close()));
                self.push(if self.dialect.is_some() { "</div>\n" } else { "" });
            }
            TagEnd::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_head(&mut self.out.html);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_row(&mut self.out.html);
                }
            }
            TagEnd::TableCell => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_cell(&mut self.out.html);
                }
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => self.close_link(range, definitions),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    // Text

    /// Writes the text that was read since the last other event.
    fn flush_text(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = mem::take(&mut self.pending);
        let mut text = self.words_in_link(pending);
        if memchr::memchr(0, text.as_bytes()).is_some() {
            text = text.replace('\0', "\u{fffd}");
        }
        self.remember(&text);
        if self.image.is_none() {
            self.outline.words += count_words(&text);
            if self.dialect.is_some() && self.links.is_empty() {
                self.linked_text(&text);
            } else if self.links.last().is_none_or(|link| !link.is_named_by_target) {
                self.write_words(&text, Words::Closed);
            }
        }
        text.clear();
        self.pending = text;
    }

    /// Adds plain text to the heading, image or summary that is open.
    fn remember(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        self.summary.push(text);
    }

    /// Writes text with the addresses in it as links.
    fn linked_text(&mut self, text: &str) {
        let mut written = 0;
        let before = self.out.html.chars().next_back().filter(|c| *c != '>' && *c != '\n');
        for link in autolink::find(text, before) {
            self.write_words(&text[written..link.range.start], Words::Prose);
            let address = &text[link.range.clone()];
            self.push("<a href=\"");
            self.push(link.prefix);
            html::escape_href(address, &mut self.out.html);
            self.push("\">");
            self.write_words(address, Words::Closed);
            self.push("</a>");
            written = link.range.end;
        }
        self.write_words(&text[written..], Words::Prose);
    }

    /// Writes words, and notes them.
    fn write_words(&mut self, words: &str, kind: Words) {
        let start = self.out.html.len();
        escape_text(words, &mut self.out.html);
        self.note_words(words, start, kind);
    }

    fn inline_code(&mut self, code: &str) {
        self.remember(code);
        if self.image.is_none() {
            self.push("<code>");
            self.write_words(code, Words::Closed);
            self.push("</code>");
        }
    }

    fn soft_break(&mut self) {
        self.remember(" ");
        if self.image.is_none() {
            let start = self.out.html.len();
            self.push("\n");
            let kind = if self.links.is_empty() { Words::Prose } else { Words::Closed };
            self.note_words(" ", start, kind);
        }
    }

    // Output

    pub(super) fn push(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    /// Starts a block: on a new line.
    pub(super) fn block(&mut self, html: &str) {
        self.fresh_line();
        self.push(html);
    }

    pub(super) fn fresh_line(&mut self) {
        if !self.out.html.is_empty() && !self.out.html.ends_with('\n') {
            self.push("\n");
        }
    }

    /// Opens a slot where the HTML ends now.
    pub(super) fn slot(&mut self, kind: SlotKind) {
        let offset =
            u32::try_from(self.out.html.len()).expect("the HTML of a source of 64 MiB is smaller than 4 GiB");
        self.out.slots.push(Slot { offset, kind });
    }
}
