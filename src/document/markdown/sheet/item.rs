//! One list item: its label, its id, and where its own text is.

use std::mem;
use std::ops::Range;

use super::{Block, Gathered, Recorder, label, written};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::markdown::writer::Writer;
use crate::ladder::sheet::{Item, Label, is_for_few};
use crate::ladder::text::Text;
use crate::source::Span;

/// A list item whose end was not reached.
pub(super) struct OpenItem {
    /// The column its content starts at.
    column: usize,
    /// Where its `<li` ends in the HTML.
    tag: usize,
    pub(super) own: Gathered,
    /// Where the part of its own text that is being read starts, in HTML and source; `None` inside an
    /// inner list.
    part: Option<(usize, usize)>,
    first: First,
    /// Where the text of a task starts behind its box, in HTML and source.
    behind_box: Option<(usize, usize)>,
    label: Option<Label>,
    id: Option<(Box<str>, Span)>,
    id_at: Option<u32>,
    items: Vec<Item>,
}

/// The first paragraph of an item, which holds label and id.
enum First {
    /// Nothing was read yet.
    Ahead,
    /// It is being read; its bytes in the body.
    Open(Range<usize>),
    /// It is over, or the item begins with something else.
    Over,
}

/// What the writer puts behind `<li` of a task.
const TASK_CLASS: &str = " class=\"task\"";

impl OpenItem {
    /// Starts an item. `html` is where the HTML behind its tag starts.
    pub(super) fn new(body: &str, range: &Range<usize>, html: usize) -> Self {
        let (start, column) = written::content_of_item(body, range);
        Self {
            column,
            tag: html - ">".len(),
            own: Gathered::default(),
            part: Some((html, start)),
            first: First::Ahead,
            behind_box: None,
            label: None,
            id: None,
            id_at: None,
            items: Vec::new(),
        }
    }

    /// Takes something that stands in a paragraph.
    pub(super) fn inline(&mut self, range: &Range<usize>) {
        match &mut self.first {
            First::Ahead => self.first = First::Open(range.clone()),
            First::Open(first) => *first = first.start.min(range.start)..first.end.max(range.end),
            First::Over => {}
        }
    }

    pub(super) fn open_paragraph(&mut self, range: &Range<usize>) {
        if let First::Ahead = self.first {
            self.first = First::Open(range.start..range.start);
        }
    }

    /// Something other than a paragraph starts.
    pub(super) fn begins_otherwise(&mut self) {
        if let First::Ahead = self.first {
            self.first = First::Over;
        }
    }

    /// An inner list starts.
    pub(super) fn interrupt(&mut self, html: usize, source: usize) {
        self.begins_otherwise();
        if let Some((html_start, source_start)) = self.part.take() {
            self.own.html.push(html_start..html);
            self.own.source.push(source_start..source.max(source_start));
        }
    }

    /// An inner list ended.
    pub(super) fn resume(&mut self, html: usize, source: usize) {
        self.part = Some((html, source));
    }

    /// The box of a task was written, at the end of the HTML.
    pub(super) fn task(&mut self, html: &str, body: &str, range: &Range<usize>) {
        let Some((html_start, _)) = &mut self.part else { return };
        if html[self.tag..].starts_with(TASK_CLASS) {
            *html_start += TASK_CLASS.len();
        }
        if let Some(at) = html[*html_start..].find("<input ") {
            self.own.html_cuts.push(*html_start + at..html.len());
            let blanks = body[range.end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.own.source_cuts.push(range.start..range.end + blanks);
            self.behind_box = Some((html.len(), range.end + blanks));
        }
    }

    /// Bytes were put in behind its tag.
    fn shift(&mut self, by: usize) {
        let shifted = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        self.own.html_cuts.iter_mut().for_each(shifted);
        if let Some((html, _)) = &mut self.part {
            *html += by;
        }
        if let Some((html, _)) = &mut self.behind_box {
            *html += by;
        }
    }
}

impl Writer<'_> {
    /// Looks for label and id, if the first paragraph of the innermost item was being read.
    pub(super) fn end_first_paragraph(&mut self, recorder: &mut Recorder) {
        let Some(item) = recorder.items.last_mut() else { return };
        let First::Open(paragraph) = mem::replace(&mut item.first, First::Over) else { return };
        let Some((html_start, _)) = item.part else { return };
        let source = self.body[paragraph.clone()].trim_end();
        let end = paragraph.start + source.len();
        item.id_at = u32::try_from(self.start + end).ok();
        let behind_html = item.behind_box.map_or(html_start, |(html, _)| html);
        let behind_source = item.behind_box.map_or(paragraph.start, |(_, source)| source).min(end);
        let in_source = written::id_at_end(&self.body[behind_source..end]);
        let in_html = written::id_at_end_of_html(&self.out.html[behind_html..]);
        if let (Some(source), Some(html)) = (in_source, in_html)
            && self.body[behind_source..][source.name.clone()] == self.out.html[behind_html..][html.name]
        {
            let name = source.name.start + behind_source..source.name.end + behind_source;
            item.own.source_cuts.push(source.whole.start + behind_source..source.whole.end + behind_source);
            let mut whole = html.whole.start + behind_html..html.whole.end + behind_html;
            // The line feed of a hard break is no word.
            if self.out.html[..whole.start].ends_with("<br />")
                && self.out.html[whole.start..].starts_with('\n')
            {
                whole.start += 1;
            }
            self.out.html.replace_range(whole.clone(), "");
            self.plain.cut(&whole);
            self.summary.cut_id(&self.body[name.clone()], self.plain.end());
            self.name_item(item, name);
        } else if let Some(slip) = written::slip_at_end(&self.body[behind_source..end]) {
            let span = Span::new(slip.start + behind_source, slip.end + behind_source).shifted(self.start);
            let message = format!("`{}` is no id", &self.body[behind_source..][slip]);
            let report = Diagnostic::new(Code::LadderValue, message).at(span, "readers see it as text");
            self.diagnostics.push(
                report.help(
                    "write letters, digits, `-`, `_` and `.` between `{#` and `}`, such as `{#lm-adopt}`",
                ),
            );
        }
        self.read_label(item, end);
    }

    /// Gives an item the id that the author wrote.
    fn name_item(&mut self, item: &mut OpenItem, name: Range<usize>) {
        let id = &self.body[name.clone()];
        let added = self.insert_id(item.tag, id);
        item.shift(added);
        let span = Span::from(name).shifted(self.start);
        item.id = Some((id.into(), span));
        self.declare(id, span);
    }

    /// Reads the label of an item whose first paragraph, id removed, ends the HTML. `end` is where it
    /// ends in the source.
    fn read_label(&mut self, item: &mut OpenItem, end: usize) {
        let Some((html_start, source_start)) = item.behind_box.or(item.part) else { return };
        let Some(source) = self.body.get(source_start..end) else { return };
        let Some(found) = label::find(source) else { return };
        let Some(html) = label::find_in_html(&self.out.html[html_start..], &found) else { return };
        let words = found.words.start + source_start..found.words.end + source_start;
        if let Some(name) = found.meant {
            self.diagnostics.push(label::near_miss(
                &self.body[words.clone()],
                &found,
                name,
                Span::from(words).shifted(self.start),
            ));
        }
        let Some(label) = found.label else { return };
        item.label = Some(label);
        item.own.source_cuts.push(found.whole.start + source_start..found.whole.end + source_start);
        item.own.html_cuts.push(html.start + html_start..html.end + html_start);
    }

    /// Reports labels that begin a line of an item's text, where they mean nothing. Returns as items what says
    /// there that all of it is for few: nobody else is told.
    fn labels_within(&mut self, source: &[Range<usize>]) -> Vec<Item> {
        let mut few = Vec::new();
        for part in source {
            let mut at = part.start;
            for (number, line) in self.body[part.clone()].split_inclusive('\n').enumerate() {
                // The first line of the first part is the item's own beginning.
                let is_first = number == 0 && source.first() == Some(part);
                let found = if is_first { None } else { label::find(line) };
                if let Some(found) = found.filter(|found| found.label.is_some()) {
                    let words = found.words.start + at..found.words.end + at;
                    let written = &self.body[words.clone()];
                    let span = Span::from(words).shifted(self.start);
                    let said = line[found.whole.end..].trim();
                    let keeps_back = found.label == Some(Label::Audience) && is_for_few(said);
                    self.diagnostics.push(label::within_text(written, span, keeps_back));
                    if keeps_back {
                        let text = Text::new(said, span);
                        let (label, items) = (Some(Label::Audience), Vec::new());
                        few.push(Item { label, text, id: None, id_at: None, items, whole: None });
                    }
                }
                at += line.len();
            }
        }
        few
    }

    /// Ends the innermost item, before its closing tag is written.
    pub(super) fn close_item(&mut self, recorder: &mut Recorder, range: &Range<usize>) {
        self.end_first_paragraph(recorder);
        let Some(mut open) = recorder.items.pop() else { return };
        open.interrupt(self.out.html.len(), range.end);
        let gathered = mem::take(&mut open.own);
        let mut few = self.labels_within(&gathered.source);
        let parts = self.parts();
        for item in &mut few {
            item.text.piece = Some(recorder.piece(parts.out, &Gathered::default()));
        }
        let at = gathered.source.first().map_or(range.start, |part| part.start);
        let text = recorder.text_of(&parts, gathered, open.column).unwrap_or_else(|| {
            let mut text = Text::new("", Span::new(at, at).shifted(parts.start));
            text.piece = Some(recorder.piece(parts.out, &Gathered::default()));
            text
        });
        let whole = Some(recorder.whole(open.tag - "<li".len(), self.out.html.len()));
        let OpenItem { label, id, id_at, mut items, .. } = open;
        items.extend(few);
        let mut item = Item { label, text, id, id_at, items, whole };
        settle_inner(&mut item);
        let siblings = match (recorder.items.last_mut(), &mut recorder.section) {
            (Some(parent), _) => &mut parent.items,
            (None, Some(section)) => &mut section.items,
            (None, None) => return,
        };
        if is_heading_of_examples(&item) {
            siblings.extend(item.items.into_iter().map(|inner| Item { label, ..inner }));
        } else {
            siblings.push(item);
        }
    }
}

/// `- -` is a list in an item, and meant as a dash.
fn settle_inner(item: &mut Item) {
    let is_blank = |item: &Item| {
        item.text.written.is_empty() && item.items.is_empty() && item.id.is_none() && item.label.is_none()
    };
    let has_blank = item.items.iter().any(is_blank);
    item.items.retain(|item| !is_blank(item));
    if has_blank && is_blank(item) {
        item.text.written = "-".into();
    }
}

/// `Examples:` with nothing but a list of them says what each of the list is.
fn is_heading_of_examples(item: &Item) -> bool {
    matches!(item.label, Some(Label::Kind(_)))
        && item.text.written.is_empty()
        && item.id.is_none()
        && !item.items.is_empty()
        && item.items.iter().all(|inner| inner.label.is_none())
}

impl Block {
    /// Whether lists in it are text.
    pub(super) fn may_hold_lists(self) -> bool {
        matches!(self, Self::List | Self::Container | Self::Note)
    }
}
