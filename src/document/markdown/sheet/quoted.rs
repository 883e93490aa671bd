//! Items of lists that are text: above the first section, in quotes, below `{.prose}`. Labels mean nothing
//! there, but what an `Audience:` was to keep for few must not be published for that reason.

use std::ops::Range;

use super::{Recorder, label, written};
use crate::document::markdown::writer::Writer;
use crate::ladder::sheet::{Label, is_for_few};
use crate::source::Span;

/// An item whose end was not reached.
pub(super) struct TextItem {
    /// Where it starts in the HTML.
    html: usize,
    /// Its bytes of the body.
    source: Range<usize>,
    is_few: bool,
}

impl Writer<'_> {
    /// Takes an item whose tag was just written, and looks whether it says whom the one around it is for.
    pub(super) fn open_text_item(&mut self, recorder: &mut Recorder, range: &Range<usize>) {
        let html = self.out.html.len() - "<li>".len();
        let (start, _) = written::content_of_item(self.body, range);
        if let Some(words) = self.body.get(start..range.end).and_then(audience_of_few) {
            let words = words.start + start..words.end + start;
            let span = Span::from(words.clone()).shifted(self.start);
            // A note is written apart, at the end of the page.
            let around = recorder.text_items.last_mut().filter(|_| self.footnotes.is_outside());
            let report = match around {
                Some(_) => label::of_text_kept_back(&self.body[words], span),
                None => label::of_text(&self.body[words], span),
            };
            self.diagnostics.push(report);
            if let Some(around) = around {
                around.is_few = true;
            }
        }
        recorder.text_items.push(TextItem { html, source: range.clone(), is_few: false });
    }
}

impl Recorder {
    /// Leaves an item out of its text when it is for few. Its closing tag was written, and ends the HTML.
    pub(super) fn close_text_item(&mut self, html: usize) {
        let Some(item) = self.text_items.pop().filter(|item| item.is_few) else { return };
        let own = self.own();
        own.html_cuts.push(item.html..html);
        own.source_cuts.push(item.source);
        let piece = self.whole(item.html, html - "</li>\n".len());
        self.prose.few.push(piece);
    }
}

/// Returns the words of the label when an item says that something is for few.
fn audience_of_few(item: &str) -> Option<Range<usize>> {
    let found = label::find(item).filter(|found| found.label == Some(Label::Audience))?;
    let audience = item[found.whole.end..].lines().next().unwrap_or_default();
    is_for_few(audience).then_some(found.words)
}
