//! Small blocks: quotes and alerts, task marks, the ends of code and raw HTML.

use pulldown_cmark::BlockQuoteKind;

use super::raw_html::RawChunk;
use super::writer::Writer;
use crate::config::RawHtml;

impl Writer<'_> {
    pub(super) fn open_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.block("<blockquote>\n") };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.block(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
        ));
    }

    pub(super) fn task_marker(&mut self, done: bool) {
        for opening in ["<li>\n<p>", "<li>"] {
            if self.out.html.ends_with(opening) {
                let at = self.out.html.len() - opening.len() + "<li".len();
                self.out.html.insert_str(at, " class=\"task\"");
                break;
            }
        }
        self.push(if done {
            "<input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"done\" />\n"
        } else {
            "<input type=\"checkbox\" disabled=\"\" aria-label=\"to do\" />\n"
        });
    }

    pub(super) fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if let Some(report) = code.write(self) {
            self.diagnostics.push(report);
        }
    }

    /// Returns whether `more` bytes of code may be coloured when a file has at most `limit`.
    pub(super) fn colour_budget(&mut self, more: usize, limit: usize) -> bool {
        self.coloured = self.coloured.saturating_add(more);
        self.coloured <= limit
    }

    pub(super) fn close_raw(&mut self) {
        let Some(chunk) = self.raw.take() else { return };
        let escape = self.dialect.is_some_and(|config| config.raw_html == RawHtml::Escape);
        if escape {
            self.push("<p>");
        }
        self.write_raw(&chunk);
        if escape {
            self.push("</p>\n");
        }
        self.note_aside(chunk.words(escape));
    }

    pub(super) fn inline_html(&mut self, tag: &str, at: usize) {
        if self.image.is_none() {
            let mut chunk = RawChunk::default();
            chunk.push(tag, self.start + at);
            self.write_raw(&chunk);
        }
    }
}
