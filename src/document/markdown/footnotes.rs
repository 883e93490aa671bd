//! Footnotes: numbered by first reference, written at the end of the page.

use std::mem;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::plain::{Part, offset};
use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::body::{Body, NOTE_MARK};
use crate::document::outline::Note;
use crate::source::Span;

/// The footnotes of one file.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels by number; the first is number 1.
    labels: Vec<String>,
    /// Number and count of references, by label.
    references: FxHashMap<String, (usize, usize)>,
    /// What was being written when a definition began.
    outer: Vec<(String, Body, Part)>,
    definitions: Vec<Definition>,
}

/// The text of a note.
struct Definition {
    label: String,
    body: Body,
    words: Part,
    /// Where it is written in the file.
    span: Span,
}

impl Footnotes {
    /// Returns whether no footnote is being written.
    pub(super) fn is_outside(&self) -> bool {
        self.outer.is_empty()
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
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
        self.declare(&id, Span::from(range).shifted(self.start));
        self.push(&format!("{NOTE_MARK}<a href=\"#fn:{number}\" id=\"{id}\">{number}</a></sup>"));
    }

    /// Reports marks in a text that would be references if a note of their name were defined.
    pub(super) fn note_undefined_footnotes(&mut self, range: &Range<usize>) {
        if self.dialect.is_none() || self.is_snippet {
            return;
        }
        for at in memchr::memchr_iter(b'[', &self.body.as_bytes()[range.clone()]) {
            let start = range.start + at;
            let Some(label) = footnote_mark(&self.body[start..]) else { continue };
            let is_escaped = self.body[..start].ends_with('\\');
            if !is_escaped {
                let span = Span::new(start, start + label.len() + 3).shifted(self.start);
                let message = format!("no footnote is called `{label}`");
                let help = format!("add a line `[^{label}]: …`, or escape the bracket as `\\[`");
                self.diagnostics
                    .push(Diagnostic::new(Code::FootnoteUndefined, message).at(span, "").help(help));
            }
        }
    }

    pub(super) fn open_footnote(&mut self, label: &str) {
        let (outer, words) = (mem::take(&mut self.out), self.plain.open_note());
        self.footnotes.outer.push((label.to_owned(), outer, words));
    }

    pub(super) fn close_footnote(&mut self, range: Range<usize>) {
        if let Some((label, outer, outer_words)) = self.footnotes.outer.pop() {
            let body = mem::replace(&mut self.out, outer);
            let words = self.plain.close_note(outer_words);
            let span = Span::from(range).shifted(self.start);
            self.footnotes.definitions.push(Definition { label, body, words, span });
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
        definitions.sort_by_key(|definition| number(&definition.label));
        self.fresh_line();
        self.note_notes();
        self.push("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        let mut first: FxHashMap<String, Span> = FxHashMap::default();
        for Definition { label, body, words, span } in definitions {
            // Of two notes with one name the first is the one that marks lead to.
            let earlier = first.get(&label).copied();
            let reference = references.get(&label).filter(|_| earlier.is_none());
            let start = self.out.html.len();
            match reference {
                Some((number, _)) => {
                    self.declare(&format!("fn:{number}"), span);
                    self.open_note(*number);
                }
                None => self.push("<li>\n"),
            }
            self.append_words(words);
            self.append(body);
            match earlier {
                Some(earlier) => self.diagnostics.push(defined_twice(&label, span, earlier)),
                None => {
                    first.insert(label, span);
                }
            }
            if let Some((number, count)) = reference {
                self.write_ways_back(*number, *count);
            }
            self.push("</li>\n");
            if let Some((number, _)) = reference.filter(|_| self.plain.notes_closed) {
                let html = offset(start)..offset(self.out.html.len());
                self.outline.notes.push(Note { number: offset(*number), html });
            }
        }
        self.push("</ol>\n</section>\n");
    }

    /// Opens a note that marks lead to. Of a ladder's file an edition may not see all, so each note says its
    /// number: those that are left keep theirs.
    fn open_note(&mut self, number: usize) {
        let value = if self.plain.notes_closed { format!(" value=\"{number}\"") } else { String::new() };
        self.push(&format!("<li id=\"fn:{number}\"{value}>\n"));
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

/// Returns the label of the mark `[^label]` that text begins with.
fn footnote_mark(text: &str) -> Option<&str> {
    const MAX_LABEL: usize = 100;
    let rest = text.strip_prefix("[^")?;
    let end =
        rest.bytes().take(MAX_LABEL).position(|byte| matches!(byte, b']' | b'[' | b' ' | b'\n' | b'\r'))?;
    (end > 0 && rest.as_bytes()[end] == b']').then(|| &rest[..end])
}

fn defined_twice(label: &str, span: Span, earlier: Span) -> Diagnostic {
    let mark = |span: Span| Span::new(span.start as usize, span.start as usize + label.len() + 3);
    Diagnostic::new(Code::FootnoteDuplicate, format!("the footnote `{label}` is defined twice"))
        .at(mark(span), "defined again here")
        .also_at(mark(earlier), "first defined here")
        .help("rename one of the two, and its mark: marks lead to the first")
}

/// Ids with a colon, which no heading's anchor has.
fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{nth}") }
}
