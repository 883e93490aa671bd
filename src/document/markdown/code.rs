//! Code blocks.

use std::mem;

use pulldown_cmark::CodeBlockKind;

use super::directive::OpenDirective;
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
    language: String,
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
        Self { language: info, text: String::new(), start, directive }
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
        let info = mem::take(&mut self.language);
        let Some(config) = writer.dialect else {
            self.write_plain(info.split_ascii_whitespace().next().unwrap_or(""), writer);
            return None;
        };
        // ```` ```rust,ignore ```` and ```` ```js {1,3} ```` name their language first.
        let language = info.split([' ', '\t', ',', '{']).next().unwrap_or("");
        let language =
            if language.is_empty() { info.split_ascii_whitespace().next().unwrap_or("") } else { language };
        writer.push("<pre class=\"code\"");
        if !language.is_empty() {
            writer.push(" data-language=\"");
            escape_attribute(language, &mut writer.out.html);
            writer.push("\"");
        }
        writer.push(" tabindex=\"0\"><code");
        if !language.is_empty() {
            writer.push(" class=\"language-");
            escape_attribute(language, &mut writer.out.html);
            writer.push("\"");
        }
        writer.push(">");
        if memchr::memchr(0, self.text.as_bytes()).is_some() {
            self.text = self.text.replace('\0', "\u{fffd}");
        }
        let mut outcome = Outcome::Plain;
        if config.highlight == Highlight::On
            && !language.is_empty()
            && writer.colour_budget(self.text.len(), MAX_COLOURED_BYTES)
        {
            outcome = writer.highlighter.highlight(&self.text, language, &mut writer.out.html);
        } else {
            escape_text(&self.text, &mut writer.out.html);
        }
        writer.push("</code></pre>\n");
        (outcome == Outcome::TooLarge).then(|| {
            let at = writer.start + self.start;
            Diagnostic::new(Code::MarkdownTooComplex, "this code block is too large to be coloured")
                .at(Span::new(at, at + 3), "it is published without colours")
                .help("shorten it, or remove its language")
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
