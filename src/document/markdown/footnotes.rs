//! Footnotes: numbered by first reference, written at the end of the page.

use std::mem;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::body::Body;
use crate::source::Span;

/// The footnotes of one file.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels by number; the first is number 1.
    labels: Vec<String>,
    /// Number and count of references, by label.
    references: FxHashMap<String, (usize, usize)>,
    /// What was being written when a definition began.
    outer: Vec<(String, Body)>,
    definitions: Vec<(String, Body)>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        if self.image.is_some() {
            return;
        }
        let notes = &mut self.footnotes;
        let next = notes.labels.len() + 1;
        let (number, count) = notes.references.entry(label.to_owned()).or_insert((next, 0));
        *count += 1;
        let (number, count) = (*number, *count);
        if number == next {
            notes.labels.push(label.to_owned());
        }
        let id = reference_id(number, count);
        self.push(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn:{number}\" id=\"{id}\">{number}</a></sup>"
        ));
    }

    /// Reports marks of notes that nobody wrote: the parser leaves them as text.
    pub(super) fn report_undefined_notes(&mut self, range: Range<usize>) {
        let Some(text) = self.body.get(range.clone()) else { return };
        for at in memmem::find_iter(text.as_bytes(), b"[^") {
            let label = text[at + 2..].split(']').next().filter(|label| at + 2 + label.len() < text.len());
            let is_name = |label: &&str| {
                let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
                !label.is_empty() && label.chars().all(fits)
            };
            let Some(label) = label.filter(is_name) else { continue };
            if text[..at].ends_with('\\') {
                continue;
            }
            let start = self.start + range.start + at;
            let report = Diagnostic::new(Code::FootnoteUndefined, format!("no footnote is called `{label}`"))
                .at(Span::new(start, start + label.len() + 3), "")
                .help(format!("add a line `[^{label}]: …`, or escape the bracket as `\\[`"));
            self.diagnostics.push(report);
        }
    }

    pub(super) fn open_footnote(&mut self, label: &str) {
        let outer = mem::take(&mut self.out);
        self.footnotes.outer.push((label.to_owned(), outer));
    }

    pub(super) fn close_footnote(&mut self) {
        if let Some((label, outer)) = self.footnotes.outer.pop() {
            let definition = mem::replace(&mut self.out, outer);
            self.footnotes.definitions.push((label, definition));
        }
    }

    /// Writes the list of notes: those referred to by number, then the others, which nobody should
    /// lose because of a missing mark.
    pub(super) fn write_footnotes(&mut self) {
        let mut definitions = mem::take(&mut self.footnotes.definitions);
        if definitions.is_empty() {
            return;
        }
        let references = mem::take(&mut self.footnotes.references);
        let number = |label: &str| references.get(label).map_or(usize::MAX, |(number, _)| *number);
        definitions.sort_by_key(|(label, _)| number(label));
        self.fresh_line();
        self.push("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (label, definition) in definitions {
            match references.get(&label) {
                Some((number, _)) => self.push(&format!("<li id=\"fn:{number}\">\n")),
                None => self.push("<li>\n"),
            }
            self.append(definition);
            if let Some((number, count)) = references.get(&label) {
                self.write_ways_back(*number, *count);
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    fn write_ways_back(&mut self, number: usize, count: usize) {
        let ends_with_paragraph = self.out.html.ends_with("</p>\n");
        if ends_with_paragraph {
            self.out.html.truncate(self.out.html.len() - "</p>\n".len());
        }
        for nth in 1..=count {
            let id = reference_id(number, nth);
            self.push(&format!(
                " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"Back to the text\">↩</a>"
            ));
        }
        self.push(if ends_with_paragraph { "</p>\n" } else { "\n" });
    }

    fn append(&mut self, part: Body) {
        let shift = u32::try_from(self.out.html.len()).expect("the HTML of one source is smaller than 4 GiB");
        self.out.html.push_str(&part.html);
        self.out.slots.extend(part.slots.into_iter().map(|mut slot| {
            slot.offset += shift;
            slot
        }));
    }
}

/// Ids with a colon, which no heading's anchor has.
fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{nth}") }
}
