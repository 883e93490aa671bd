//! A file being read, and what was found to be wrong in it.

use super::CODES;
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::text::Name;
use crate::settings::{Field, Node, Spanned, Table, Value};
use crate::source::Span;

/// A file being read.
pub(super) struct Reader<'a> {
    /// The whole file.
    pub text: &'a str,
    /// What was found to be wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Starts reading a table.
    pub fn table(&self, fields: &'a [Field]) -> Table<'a> {
        Table::new(fields, self.text, CODES)
    }

    /// Returns a text, number or date as it was written.
    pub fn scalar(&self, node: &Node) -> Option<Spanned<String>> {
        let text = match &node.value {
            Value::String(text) | Value::Date(text) => text.trim(),
            Value::Integer(_) | Value::Float(_) => self.text.get(node.span.range())?,
            _ => return None,
        };
        Some(Spanned { value: unix(text), span: node.span })
    }

    /// Returns a key of the author's as it was written: `4.10` is no number here.
    pub fn key(&self, field: &'a Field) -> Name {
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        let written = self.text.get(field.key_span.range()).filter(|written| is_number(written));
        let key = if is_number(&field.key) { written.unwrap_or(&field.key) } else { field.key.trim() };
        Name::new(key, field.key_span)
    }

    /// As [`scalar`](Self::scalar), with a report for anything else.
    pub fn scalar_or_report(&mut self, key: &str, expected: &str, node: &Node) -> Option<Spanned<String>> {
        let text = self.scalar(node);
        if text.is_none() {
            self.wrong_type(key, expected, node);
        }
        text
    }

    /// Reports a wrong type under `key`.
    pub fn wrong_type(&mut self, key: &str, expected: &str, found: &Node) {
        let mut table = self.table(&[]);
        table.wrong_type(key, expected, found);
        self.diagnostics.extend(table.finish(&[]));
    }

    /// Reports a value that cannot be used.
    pub fn wrong_value(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let span = self.first_line(span);
        self.diagnostics.push(Diagnostic::new(Code::LadderValue, message).at(span, "").help(help));
    }

    /// A table that lacks something is pointed at where it begins.
    fn first_line(&self, span: Span) -> Span {
        let written = self.text.get(span.range()).unwrap_or("");
        let end = written.find('\n').map_or(span.end as usize, |length| span.start as usize + length);
        Span::new(span.start as usize, end)
    }
}

/// Lines of a text end in `\n`, however those of the file end.
pub(super) fn unix(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}
