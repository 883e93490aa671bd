//! Headings and lists of a ladder's file, noted while it is written.
//!
//! A [`Recorder`] looks at the same events as the writer. It notes the sections and their list items, and
//! which bytes of the HTML and of the source are the text of each. What is quoted, tabulated or a
//! footnote is text: only lists that stand in a section themselves, and lists in those, have items.

mod item;
mod label;
mod quoted;
#[cfg(test)]
mod tests;
mod written;

use std::iter;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::plain::offset;
use super::writer::Writer;
use crate::document::Piece;
use crate::document::body::Body;
use crate::ladder::sheet::{Item, Prose, Section};
use crate::ladder::text::Text;
use crate::source::Span;

use item::OpenItem;
use quoted::TextItem;
pub(super) use written::piece;
use written::{Inlined, Source};

/// What was noted so far.
#[derive(Default)]
pub(super) struct Recorder {
    prose: Prose,
    pieces: Vec<Piece>,
    /// How many blocks are open whose lists are text.
    quoted: usize,
    /// Where the block of the section's own that is open starts, in HTML and source.
    block: Option<(usize, usize)>,
    /// Parts of the section's own text, or of the intro.
    text: Gathered,
    /// The section being read; `None` above the first.
    section: Option<Section>,
    /// The heading being read: its classes, and the bytes of its text.
    heading: Option<(bool, Option<Range<usize>>)>,
    /// The items that are open, outermost first.
    items: Vec<OpenItem>,
    /// The items of lists that are text, outermost first.
    text_items: Vec<TextItem>,
    /// How many lists with items are open.
    lists: usize,
    /// The ends of links that refer to a definition elsewhere.
    inlined: Vec<Inlined>,
}

/// Where a text is in the HTML and in the source, before it is done.
#[derive(Default)]
struct Gathered {
    html: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
    /// Parts of the HTML that do not belong to it after all.
    html_cuts: Vec<Range<usize>>,
    /// Parts of the source that do not belong to it after all.
    source_cuts: Vec<Range<usize>>,
}

/// What an event is to the recorder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Open(Block),
    Close(Block),
    /// A line between two paragraphs.
    Rule,
    Task,
    Footnote,
    Inline,
}

/// A block, by what may be in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// Of this level.
    Heading(u8),
    List,
    Item,
    Paragraph,
    /// Lists in it are text.
    Container,
    /// Written apart from where it stands.
    Note,
    /// It holds no lists.
    Leaf,
    Html,
}

impl Mark {
    pub(super) fn of(event: &Event<'_>) -> Option<Self> {
        Some(match event {
            Event::Start(tag) => match open(tag) {
                Some(block) => Self::Open(block),
                None => Self::Inline,
            },
            Event::End(tag) => Self::Close(close(*tag)?),
            Event::Rule => Self::Rule,
            Event::TaskListMarker(_) => Self::Task,
            Event::FootnoteReference(_) => Self::Footnote,
            Event::Html(_) => return None,
            _ => Self::Inline,
        })
    }
}

fn open(tag: &Tag<'_>) -> Option<Block> {
    Some(match tag {
        Tag::Heading { level, .. } => Block::Heading(*level as u8),
        Tag::List(_) => Block::List,
        Tag::Item => Block::Item,
        Tag::Paragraph => Block::Paragraph,
        Tag::BlockQuote(_) | Tag::DefinitionList => Block::Container,
        Tag::FootnoteDefinition(_) => Block::Note,
        Tag::CodeBlock(_) | Tag::Table(_) => Block::Leaf,
        Tag::HtmlBlock => Block::Html,
        _ => return None,
    })
}

fn close(tag: TagEnd) -> Option<Block> {
    Some(match tag {
        TagEnd::Heading(level) => Block::Heading(level as u8),
        TagEnd::List(_) => Block::List,
        TagEnd::Item => Block::Item,
        TagEnd::Paragraph => Block::Paragraph,
        TagEnd::BlockQuote(_) | TagEnd::DefinitionList => Block::Container,
        TagEnd::FootnoteDefinition => Block::Note,
        TagEnd::CodeBlock | TagEnd::Table => Block::Leaf,
        TagEnd::HtmlBlock => Block::Html,
        _ => return None,
    })
}

impl Recorder {
    /// Takes a text event, before it is written.
    pub(super) fn inline(&mut self, range: &Range<usize>) {
        if self.quoted > 0 {
            return;
        }
        if let Some((_, text)) = &mut self.heading {
            let text = text.get_or_insert_with(|| range.clone());
            *text = text.start.min(range.start)..text.end.max(range.end);
        } else if let Some(item) = self.items.last_mut() {
            item.inline(range);
        }
    }

    /// Takes a link that refers to a definition: what ends it, and the source of the definition. A text
    /// that is taken elsewhere takes the definition along.
    pub(super) fn inline_definition(&mut self, end: Range<usize>, body: &str, definition: &str) {
        let Some((_, destination)) = definition.split_once("]:") else { return };
        // The library does not count the brackets of `[text][]` to the link.
        let end = end.start..end.end + if body[end.end..].starts_with("[]") { "[]".len() } else { 0 };
        if body[end.clone()].starts_with(']') && !body[end.clone()].contains('\n') {
            let destination = destination.split_whitespace().collect::<Vec<_>>().join(" ");
            self.inlined.push((end, format!("]({destination})")));
        }
    }

    /// Whether lists have items here: in a section, unless it is prose.
    fn lists_have_items(&self) -> bool {
        !self.items.is_empty() || self.section.as_ref().is_some_and(|section| !section.is_prose)
    }

    /// Adds the piece of a text; the text is that of these parts.
    fn text_of(&mut self, writer: &Parts<'_>, gathered: Gathered, column: usize) -> Option<Text> {
        let source = Source { body: writer.body, inlined: &self.inlined };
        let written = written::written(source, &gathered.source, &gathered.source_cuts, column);
        if written.is_empty() {
            return None;
        }
        let span = written::place(writer.body, &gathered.source, &gathered.source_cuts);
        let mut text = Text::new(written, Span::from(span).shifted(writer.start));
        text.piece = Some(self.piece(writer.out, &gathered));
        Some(text)
    }

    fn piece(&mut self, out: &Body, gathered: &Gathered) -> u32 {
        let piece = written::piece(out, &gathered.html, &gathered.html_cuts);
        self.pieces.push(piece);
        offset(self.pieces.len() - 1)
    }

    /// Adds the piece of an item whose tag starts here, and whose closing tag is written next.
    fn whole(&mut self, start: usize, end: usize) -> u32 {
        let end = end + "</li>\n".len();
        self.pieces.push(iter::once(offset(start)..offset(end)).collect());
        offset(self.pieces.len() - 1)
    }

    /// Ends the section, or the intro.
    fn close_section(&mut self, writer: &Parts<'_>) {
        let gathered = std::mem::take(&mut self.text);
        let text = self.text_of(writer, gathered, 0);
        match self.section.take() {
            Some(mut section) => {
                section.text = text;
                settle_blanks(&mut section.items);
                self.prose.sections.push(section);
            }
            None => self.prose.intro = text,
        }
    }

    /// Adds a block of the section's own.
    fn close_block(&mut self, html_end: usize, source_end: usize) {
        let Some((html, source)) = self.block.take() else { return };
        match self.text.html.last_mut() {
            Some(last) if last.end == html => last.end = html_end,
            _ => self.text.html.push(html..html_end),
        }
        self.text.source.push(source..source_end);
    }
}

/// What the recorder reads of the writer.
struct Parts<'a> {
    body: &'a str,
    start: usize,
    out: &'a Body,
}

impl Writer<'_> {
    /// Looks at an event before it is written.
    pub(super) fn record_before(&mut self, recorder: &mut Recorder, mark: Mark, range: &Range<usize>) {
        if let Mark::Inline | Mark::Footnote | Mark::Task = mark {
            recorder.inline(range);
        }
        match mark {
            Mark::Open(block) => self.record_open(recorder, block, range),
            Mark::Close(Block::Item) if recorder.quoted == 0 && !recorder.items.is_empty() => {
                self.close_item(recorder, range);
            }
            Mark::Close(Block::Heading(_)) => {
                let classes = self.heading.as_ref().map(|heading| heading.classes.as_str());
                let is_prose =
                    classes.is_some_and(|classes| classes.split(' ').any(|class| class == "prose"));
                if let Some((prose, _)) = &mut recorder.heading {
                    *prose = is_prose;
                }
            }
            Mark::Rule if recorder.quoted == 0 => {
                self.end_first_paragraph(recorder);
                if recorder.items.is_empty() {
                    recorder.block = Some((self.out.html.len(), range.start));
                }
            }
            _ => {}
        }
    }

    fn record_open(&mut self, recorder: &mut Recorder, block: Block, range: &Range<usize>) {
        if recorder.quoted > 0 {
            recorder.quoted += usize::from(block.may_hold_lists());
            return;
        }
        match block {
            Block::Heading(level) if recorder.items.is_empty() => {
                recorder.heading = Some((false, None));
                // The title belongs to what is above the first section.
                if level > 1 || recorder.prose.title.is_some() || recorder.section.is_some() {
                    recorder.close_section(&self.parts());
                }
            }
            Block::List if recorder.lists_have_items() => {
                self.end_first_paragraph(recorder);
                if let Some(item) = recorder.items.last_mut() {
                    item.interrupt(self.out.html.len(), range.start);
                }
                recorder.lists += 1;
            }
            Block::Item => {}
            Block::Paragraph if !recorder.items.is_empty() => {
                if let Some(item) = recorder.items.last_mut() {
                    item.open_paragraph(range);
                }
            }
            _ => {
                self.end_first_paragraph(recorder);
                recorder.quoted += usize::from(block.may_hold_lists());
                if let Some(item) = recorder.items.last_mut() {
                    item.begins_otherwise();
                } else if block != Block::Note {
                    recorder.block = Some((self.out.html.len(), range.start));
                }
            }
        }
    }

    /// Looks at an event after it was written. `before` is how long the HTML was.
    pub(super) fn record_after(
        &mut self,
        recorder: &mut Recorder,
        mark: Mark,
        range: &Range<usize>,
        before: usize,
    ) {
        let html = self.out.html.len();
        match mark {
            Mark::Open(Block::Item) if recorder.quoted == 0 => {
                recorder.items.push(OpenItem::new(self.body, range, html));
            }
            Mark::Open(Block::Item) => self.open_text_item(recorder, range),
            Mark::Close(Block::Item) if recorder.quoted > 0 => recorder.close_text_item(html),
            Mark::Close(block) if recorder.quoted > 0 => {
                recorder.quoted -= usize::from(block.may_hold_lists());
                if recorder.quoted == 0 {
                    recorder.close_block(html, range.end);
                }
            }
            Mark::Close(Block::Heading(_)) if recorder.heading.is_some() => {
                self.close_section_heading(recorder, range)
            }
            Mark::Close(Block::List) if recorder.lists > 0 => {
                recorder.lists -= 1;
                if let Some(item) = recorder.items.last_mut() {
                    item.resume(html, range.end);
                }
            }
            Mark::Close(Block::Paragraph) if !recorder.items.is_empty() => self.end_first_paragraph(recorder),
            Mark::Close(Block::Html) if recorder.items.is_empty() && is_remark(&self.body[range.clone()]) => {
                recorder.block = None;
            }
            Mark::Close(Block::Item) => {}
            Mark::Close(_) | Mark::Rule if recorder.quoted == 0 => recorder.close_block(html, range.end),
            Mark::Task if recorder.quoted == 0 && self.heading.is_none() => {
                if let Some(item) = recorder.items.last_mut() {
                    item.task(&self.out.html, self.body, range);
                }
            }
            Mark::Footnote if self.footnotes.is_outside() && self.heading.is_none() => {
                let own = recorder.own();
                own.html_cuts.push(before..html);
                own.source_cuts.push(range.clone());
                recorder.prose.marks.push(Span::from(range.clone()).shifted(self.start));
            }
            _ => {}
        }
    }

    fn close_section_heading(&mut self, recorder: &mut Recorder, range: &Range<usize>) {
        let Some((is_prose, text)) = recorder.heading.take() else { return };
        let Some(heading) = self.outline.headings.last() else { return };
        if heading.level == 1 && recorder.prose.title.is_none() && recorder.prose.sections.is_empty() {
            recorder.prose.title = Some(heading.text.clone());
            return;
        }
        let depth = heading.level.max(2);
        // What is below a section of prose is prose.
        let above = recorder.prose.sections.iter().rev().find(|section| section.depth < depth);
        let is_in_prose = above.is_some_and(|section| section.is_prose);
        let span = Span::from(text.unwrap_or(range.start..range.start)).shifted(self.start);
        recorder.section = Some(Section {
            depth,
            heading: heading.text.clone(),
            span,
            anchor: heading.anchor.clone(),
            is_prose: is_prose || is_in_prose,
            text: None,
            items: Vec::new(),
            withheld: Vec::new(),
        });
    }

    /// Closes the record, before the footnotes are written.
    pub(super) fn finish_record(&mut self, mut recorder: Recorder) -> (Prose, Vec<Piece>) {
        recorder.close_section(&self.parts());
        recorder.prose.has_views = !self.outline.directives.is_empty();
        (recorder.prose, recorder.pieces)
    }

    fn parts(&self) -> Parts<'_> {
        Parts { body: self.body, start: self.start, out: &self.out }
    }
}

impl Recorder {
    /// The text that is being read: of the innermost item, or else of the section.
    fn own(&mut self) -> &mut Gathered {
        match self.items.last_mut() {
            Some(item) => &mut item.own,
            None => &mut self.text,
        }
    }
}

/// Returns whether a block of HTML is a comment, and nothing for readers.
fn is_remark(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| end + "-->".len() == html.len())
}

/// A line that is only `-` is a list with one blank item, and means a cell that says nothing. Other
/// blank items are slips.
fn settle_blanks(items: &mut Vec<Item>) {
    let is_blank = |item: &Item| {
        item.text.written.is_empty() && item.items.is_empty() && item.id.is_none() && item.label.is_none()
    };
    if let [only] = items.as_mut_slice()
        && is_blank(only)
    {
        only.text.written = "-".into();
        return;
    }
    items.retain(|item| !is_blank(item));
}
