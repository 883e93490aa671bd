//! Writing one line of code.

use syntect::parsing::SyntaxSet;

use super::super::html;
use super::memo::State;
use super::scope::{Class, Classifier};

/// Appends one line, with its line feed if it has one, and takes `state` to the end of it. Returns
/// `None` if the grammar gives up.
pub(super) fn line(
    line: &str,
    state: &mut State,
    (classifier, syntaxes): (&mut Classifier, &SyntaxSet),
    out: &mut String,
) -> Option<()> {
    let ops = state.parser.parse_line(line, syntaxes).ok()?;
    let text = line.strip_suffix('\n').unwrap_or(line);
    let mut writer = LineWriter { text, out, open: None, done: 0 };
    for (at, op) in ops {
        writer.write_to(at.min(text.len()), state.stack.class());
        state.stack.apply(&op, classifier);
    }
    writer.write_to(text.len(), state.stack.class());
    writer.finish();
    out.push_str(&line[text.len()..]);
    Some(())
}

/// Writes with as few spans as possible.
struct LineWriter<'a> {
    text: &'a str,
    out: &'a mut String,
    open: Option<Class>,
    /// How much of the text is written. White space is held back until it is known whether it can
    /// go into the open span.
    done: usize,
}

impl LineWriter<'_> {
    /// Writes up to the byte `end` of the line.
    fn write_to(&mut self, end: usize, class: Option<Class>) {
        let held = &self.text[self.done..end.max(self.done)];
        let blank = held.len() - held.trim_start().len();
        if blank == held.len() {
            return;
        }
        if self.open != class {
            self.close();
            self.out.push_str(&held[..blank]);
            self.open(class);
            html::escape_text(&held[blank..], self.out);
        } else {
            html::escape_text(held, self.out);
        }
        self.done = end;
    }

    fn finish(mut self) {
        self.close();
        self.out.push_str(&self.text[self.done..]);
    }

    fn open(&mut self, class: Option<Class>) {
        if let Some(class) = class {
            self.out.push_str("<span class=\"");
            self.out.push_str(class.name());
            self.out.push_str("\">");
        }
        self.open = class;
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}
