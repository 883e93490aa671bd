//! Blocks and lines of Markdown, in the lists and quotes that they stand in.

use std::borrow::Cow;

use super::inline::{code, destination, escape, escape_line_start, with_single_gaps, wrap};
use crate::document::html::{Tag, decode};

/// How deep lists and quotes are followed; what is deeper stands on this level.
const MAX_DEPTH: usize = 24;

/// Whether an element begins and ends a block, and means nothing else here.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "aside"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "figure"
            | "figcaption"
            | "details"
            | "form"
            | "address"
            | "hgroup"
            | "dl"
            | "center"
            | "legend"
            | "body"
            | "html"
            | "menu"
            | "search"
    )
}

/// The name of an element inside a line that Markdown has marks for, and those.
fn marks_of(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "em" => ("em", "*"),
        "i" => ("i", "*"),
        "strong" => ("strong", "**"),
        "b" => ("b", "**"),
        "del" => ("del", "~~"),
        "s" => ("s", "~~"),
        "dt" => ("dt", "**"),
        "summary" => ("summary", "**"),
        _ => return None,
    })
}

/// Returns a text without what would break the line at its end: backslashes that do not mean themselves.
fn without_breaks(mut text: &str) -> &str {
    loop {
        text = text.trim_end();
        let marks = text.len() - text.trim_end_matches('\\').len();
        if marks.is_multiple_of(2) {
            return text;
        }
        text = &text[..text.len() - 1];
    }
}

/// What stands between two blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Blank,
    Line,
}

/// What a block stands in, and so what stands before each of its lines.
enum Frame {
    Quote,
    /// An item of a list: its indentation, and what takes its place in the first line.
    Item(usize, Option<String>),
}

/// An element inside a line that is open.
struct Open {
    name: &'static str,
    /// Where its content starts in the line.
    start: usize,
    marks: (&'static str, Cow<'static, str>),
}

struct List {
    /// The number of the next item; `None` where they have none.
    next: Option<u64>,
    items: usize,
    /// Whether its items are paragraphs.
    is_loose: bool,
    has_open_item: bool,
    /// How many frames it stands in.
    frames: usize,
}

/// A text that is being written: that of a page, or of one cell of a table.
#[derive(Default)]
pub(super) struct Page {
    out: String,
    line: String,
    heading: Option<usize>,
    open: Vec<Open>,
    frames: Vec<Frame>,
    lists: Vec<List>,
    /// For each quote that is open how many frames it stands in, and for each other `div` nothing.
    divs: Vec<Option<usize>>,
    gap: Option<Gap>,
    /// What stood before the last line.
    last_prefix: String,
    /// How much was written when the last list ended.
    list_end: usize,
    /// Whether it is a cell, which has one line.
    is_cell: bool,
}

impl Page {
    /// A text of about so many bytes.
    pub(super) fn of_length(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), ..Self::default() }
    }

    pub(super) fn cell() -> Self {
        Self { is_cell: true, ..Self::default() }
    }

    /// Adds text to the line.
    pub(super) fn text(&mut self, text: &str) {
        if self.is_open("code") {
            return self.line.push_str(text);
        }
        let mut plain = with_single_gaps(text);
        if (self.is_cell || self.heading.is_some()) && plain.contains('\n') {
            plain = Cow::Owned(plain.replace('\n', " "));
        }
        let is_after_gap = self.line.is_empty() || self.line.ends_with([' ', '\n']);
        escape(if is_after_gap { plain.trim_start_matches([' ', '\n']) } else { &plain }, &mut self.line);
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.name == name)
    }

    /// Opens an element inside the line; what it holds will stand between two marks.
    pub(super) fn open(
        &mut self,
        name: &'static str,
        before: &'static str,
        after: impl Into<Cow<'static, str>>,
    ) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open { name, start: self.line.len(), marks: (before, after.into()) });
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        let Open { start, marks, .. } = self.open.remove(at);
        if name == "code" {
            let text = self.line.split_off(start.min(self.line.len()));
            if !text.is_empty() {
                self.line.push_str(&code(&text));
            }
            return;
        }
        wrap(&mut self.line, start, marks.0, &marks.1);
    }

    /// Ends the line: it becomes a paragraph or a heading.
    pub(super) fn flush(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        for open in &mut self.open {
            open.start = 0;
        }
        let text = without_breaks(line.trim_start());
        match self.heading {
            _ if text.is_empty() => {}
            Some(_) if self.is_cell => self.put([format!("**{text}**")]),
            Some(level) => self.put([format!("{} {}", "#".repeat(level), text.replace('\n', " "))]),
            None => self.put(text.lines().map(|line| escape_line_start(line.trim()))),
        }
        line.clear();
        self.line = line;
    }

    /// Writes lines as a block of their own.
    pub(super) fn block(&mut self, lines: &[String]) {
        self.flush();
        if !lines.is_empty() {
            self.put(lines);
        }
    }

    fn put(&mut self, lines: impl IntoIterator<Item: AsRef<str>>) {
        let prefix = self.prefix();
        let gap = self.gap.take().unwrap_or(Gap::Blank);
        if gap == Gap::Blank && !self.out.is_empty() {
            let same = prefix.bytes().zip(self.last_prefix.bytes()).take_while(|(a, b)| a == b).count();
            self.out.push_str(prefix[..same].trim_end());
            self.out.push('\n');
        }
        let mut first = String::new();
        for frame in &mut self.frames {
            match frame {
                Frame::Quote => first.push_str("> "),
                Frame::Item(indent, marker) => match marker.take() {
                    Some(marker) => first.push_str(&marker),
                    None => first.extend(std::iter::repeat_n(' ', *indent)),
                },
            }
        }
        for (index, line) in lines.into_iter().enumerate() {
            let before = if index == 0 { &first } else { &prefix };
            let end = self.out.len();
            self.out.push_str(before);
            self.out.push_str(line.as_ref());
            let length = self.out[end..].trim_end().len();
            self.out.truncate(end + length);
            self.out.push('\n');
        }
        self.last_prefix = prefix;
    }

    fn prefix(&self) -> String {
        let mut prefix = String::new();
        for frame in &self.frames {
            match frame {
                Frame::Quote => prefix.push_str("> "),
                Frame::Item(indent, _) => prefix.extend(std::iter::repeat_n(' ', *indent)),
            }
        }
        prefix
    }

    fn enter(&mut self, frame: Frame) {
        if self.frames.len() < MAX_DEPTH {
            self.frames.push(frame);
        }
    }

    fn leave(&mut self, frames: usize) {
        self.flush();
        if let Some(Frame::Item(_, Some(_))) = self.frames.last() {
            self.put([""]); // An item without anything in it.
        }
        self.frames.truncate(frames);
        self.last_prefix = self.prefix();
    }

    /// Begins a quote that a `div` or `blockquote` is, with a first line if it has one.
    pub(super) fn start_quote(&mut self, first: Option<String>) {
        self.flush();
        self.divs.push(Some(self.frames.len()));
        self.enter(Frame::Quote);
        if let Some(first) = first {
            self.put([first]);
            self.gap = Some(Gap::Line);
        }
    }

    pub(super) fn start_list(&mut self, next: Option<u64>) {
        self.flush();
        if let Some(list) = self.lists.last()
            && list.has_open_item
            && !list.is_loose
        {
            self.gap = Some(Gap::Line);
        } else if self.list_end == self.out.len() && !self.out.is_empty() {
            self.put(["<!-- -->"]); // Else the two would be one list.
        }
        let frames = self.frames.len();
        self.lists.push(List { next, items: 0, is_loose: false, has_open_item: false, frames });
    }

    fn end_list(&mut self) {
        self.end_item();
        if self.lists.pop().is_some() {
            self.list_end = self.out.len();
        }
    }

    /// Begins an item of the list, or a note.
    pub(super) fn start_item(&mut self, note: Option<&str>) {
        self.end_item();
        let Some(list) = self.lists.last_mut() else { return };
        let marker = match (note, &mut list.next) {
            (Some(note), _) => format!("[^{note}]: "),
            (None, Some(next)) => {
                *next = next.saturating_add(1);
                format!("{}. ", next.saturating_sub(1))
            }
            (None, None) => "- ".to_owned(),
        };
        if list.items > 0 && !list.is_loose && note.is_none() {
            self.gap = Some(Gap::Line);
        }
        list.items += 1;
        list.has_open_item = true;
        let indent = if note.is_some() { 4 } else { marker.len() };
        self.enter(Frame::Item(indent, Some(marker)));
    }

    fn end_item(&mut self) {
        if let Some(list) = self.lists.last_mut()
            && list.has_open_item
        {
            list.has_open_item = false;
            let frames = list.frames;
            self.leave(frames);
        } else {
            self.flush();
        }
    }

    fn start_paragraph(&mut self) {
        // The first of a definition stands beside its term.
        if !self.line.trim_end().ends_with("**:") {
            self.flush();
        }
        let frames = self.frames.len();
        if let Some(list) = self.lists.last_mut()
            && list.has_open_item
            && list.frames + 1 == frames
        {
            list.is_loose = true;
            if list.items > 1 && matches!(self.frames.last(), Some(Frame::Item(_, Some(_)))) {
                self.gap = None;
            }
        }
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>, name: &str) {
        let value = |name: &str| tag.attribute(name).map(|found| decode(found.value).into_owned());
        match name {
            "p" => self.start_paragraph(),
            "div" => {
                self.flush();
                self.divs.push(None);
            }
            "blockquote" => self.start_quote(None),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name[1..].parse().ok();
            }
            "hr" => self.block(&["---".to_owned()]),
            "br" if self.is_cell => self.line.push_str("<br>"),
            "br" if self.heading.is_some() => self.line.push(' '),
            "br" => self.line.push_str("\\\n"),
            "a" => {
                let Some(href) = value("href") else { return };
                // A link behind an exclamation mark is no image.
                if self.line.ends_with('!') {
                    self.line.insert(self.line.len() - 1, '\\');
                }
                let note = self.open.iter_mut().rfind(|open| open.name == "sup");
                match note {
                    None => self.open("a", "[", format!("]({})", destination(&href))),
                    // A note of this page is called by its name; one of another page is led to.
                    Some(_) if href.starts_with('#') => {}
                    Some(note) => note.marks = ("[", format!("]({})", destination(&href)).into()),
                }
            }
            "img" => {
                let alt = value("alt").unwrap_or_default();
                let start = self.line.len();
                escape(&alt, &mut self.line);
                let alt = self.line.split_off(start).replace('\n', " ");
                let source = value("src").unwrap_or_default();
                self.line.push_str(&format!("![{alt}]({})", destination(&source)));
            }
            "input" if value("type").is_some_and(|kind| kind == "checkbox") => {
                self.line.push_str(if value("checked").is_some() { "[x] " } else { "[ ] " });
            }
            "code" => self.open("code", "", ""),
            "dd" => {
                let length = self.line.trim_end().len();
                self.line.truncate(length);
                if length > 0 {
                    self.line.push_str(": ");
                }
            }
            _ if is_block(name) => self.flush(),
            _ => {
                if matches!(name, "dt" | "summary") {
                    self.flush();
                }
                if let Some((name, mark)) = marks_of(name) {
                    self.open(name, mark, mark);
                }
            }
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "div" | "blockquote" => {
                self.flush();
                if let Some(Some(frames)) = self.divs.pop() {
                    self.leave(frames);
                }
            }
            "ul" | "ol" => self.end_list(),
            "li" => self.end_item(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            "dt" => self.close("dt"),
            "summary" => {
                self.close("summary");
                self.flush();
            }
            "dd" => self.flush(),
            _ if is_block(name) => self.flush(),
            _ => self.close(name),
        }
    }

    /// Returns what was written.
    pub(super) fn finish(mut self) -> String {
        while !self.lists.is_empty() {
            self.end_list();
        }
        self.leave(0);
        self.out
    }
}
