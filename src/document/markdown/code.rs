//! Code blocks.

use std::mem;
use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::directive::OpenDirective;
use super::fence::Info;
use super::writer::Writer;
use crate::config::Highlight;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::highlight::Outcome;
use crate::document::html::{escape_attribute, escape_text};
use crate::source::Span;

/// The most code of one file that is coloured, in bytes. Grammars are the slowest part of a page by
/// far, and a file with more code than this is data.
const MAX_COLOURED_BYTES: usize = 512 << 10;

/// A code block that is being read.
pub(super) struct CodeBlock {
    info: String,
    text: String,
    /// Where it starts in the body.
    start: usize,
    /// What it is replaced by, instead of being code.
    directive: Option<OpenDirective>,
}

impl CodeBlock {
    pub(super) fn new(kind: CodeBlockKind<'_>, start: usize, writer: &mut Writer<'_>) -> Self {
        let info = match kind {
            CodeBlockKind::Indented => String::new(),
            CodeBlockKind::Fenced(info) => info.into_string(),
        };
        let directive = writer.open_directive(&info, start);
        Self { info, text: String::new(), start, directive }
    }

    /// Takes a part of the text, which stands at this place of the body.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        if let Some(directive) = &mut self.directive {
            directive.push(text, at);
        } else {
            self.text.push_str(text);
        }
    }

    /// Writes the block. Returns a report when it is too large to be coloured.
    pub(super) fn write(mut self, writer: &mut Writer<'_>) -> Option<Diagnostic> {
        if let Some(directive) = self.directive {
            writer.close_directive(directive);
            return None;
        }
        let written = mem::take(&mut self.info);
        let Some(config) = writer.dialect else {
            self.write_plain(written.split_ascii_whitespace().next().unwrap_or(""), writer);
            return None;
        };
        let info = Info::new(&written);
        writer.push("<pre class=\"code\"");
        for (name, value) in [("language", info.language), ("title", info.title.unwrap_or(""))] {
            if !value.is_empty() {
                writer.push(&format!(" data-{name}=\""));
                escape_attribute(value, &mut writer.out.html);
                writer.push("\"");
            }
        }
        writer.push(" tabindex=\"0\"><code");
        if !info.language.is_empty() {
            writer.push(" class=\"language-");
            escape_attribute(info.language, &mut writer.out.html);
            writer.push("\"");
        }
        writer.push(">");
        if memchr::memchr(0, self.text.as_bytes()).is_some() {
            self.text = self.text.replace('\0', "\u{fffd}");
        }
        let start = writer.out.html.len();
        let mut outcome = Outcome::Plain;
        if config.highlight == Highlight::On
            && !info.language.is_empty()
            && writer.colour_budget(self.text.len(), MAX_COLOURED_BYTES)
        {
            outcome = writer.highlighter.highlight(&self.text, info.language, &mut writer.out.html);
        } else {
            escape_text(&self.text, &mut writer.out.html);
        }
        self.mark_lines(&info, &written, start, writer);
        writer.push("</code></pre>\n");
        writer.note_aside(self.text);
        (outcome == Outcome::TooLarge).then(|| {
            let at = writer.start + self.start;
            Diagnostic::new(Code::MarkdownTooComplex, "this code block is too large to be coloured")
                .at(Span::new(at, at + 3), "it is published without colours")
                .help("shorten it, or remove its language")
        })
    }

    /// Marks the lines that the author asked for in the HTML from `start` on, and reports those that
    /// are not there. No span of colours goes on over the end of a line, so whole lines can be put
    /// into an element.
    fn mark_lines(&self, info: &Info<'_>, written: &str, start: usize, writer: &mut Writer<'_>) {
        if info.marks.is_empty() && info.unreadable.is_empty() {
            return;
        }
        let code = writer.out.html.split_off(start);
        let count = code.split_inclusive('\n').count();
        let marked = info.marked(count);
        let mut is_open = false;
        for (line, is_marked) in code.split_inclusive('\n').zip(marked) {
            if is_marked != is_open {
                writer.push(if is_open { "</mark>" } else { "<mark>" });
                is_open = !is_open;
            }
            writer.push(line);
        }
        if is_open {
            writer.push("</mark>");
        }
        let beyond = info.marks.iter().filter(|(range, _)| *range.end() > count).map(|(_, at)| at);
        let unreadable = info.unreadable.iter().map(|at| (at, "is no line number"));
        let lines = match count {
            0 => "no lines",
            1 => "one line",
            count => &format!("{count} lines"),
        };
        for (at, what) in unreadable.chain(beyond.map(|at| (at, "is not within this code block"))) {
            let report =
                Diagnostic::new(Code::MarkdownLineMark, format!("`{}` {what}", &written[at.clone()]))
                    .at(self.place(written, at, writer), format!("the block has {lines}"))
                    .help("write numbers from 1, and ranges such as `2-4`");
            writer.diagnostics.push(report);
        }
    }

    /// The place in the file of a part of the info string: the opening fence, where that is written
    /// in another way than it reads.
    fn place(&self, written: &str, part: &Range<usize>, writer: &Writer<'_>) -> Span {
        let line = writer.body[self.start..].lines().next().unwrap_or("");
        let fence = writer.start + self.start;
        line.find(written).map_or(Span::new(fence, fence + line.len().min(3)), |at| {
            Span::new(fence + at + part.start, fence + at + part.end)
        })
    }

    fn write_plain(&self, language: &str, writer: &mut Writer<'_>) {
        writer.push("<pre><code");
        if !language.is_empty() {
            writer.push(" class=\"language-");
            escape_attribute(language, &mut writer.out.html);
            writer.push("\"");
        }
        writer.push(">");
        escape_text(&self.text, &mut writer.out.html);
        writer.push("</code></pre>\n");
    }
}
