//! Typed reading of a settings tree.

use super::{Field, Node, Value};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{Span, without_controls};

/// A value with the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Span,
}

/// The codes under which a table reports.
#[derive(Debug, Clone, Copy)]
pub struct Codes {
    /// A value of the wrong type.
    pub wrong_type: Code,
    /// A key that nobody asked for.
    pub unknown_key: Code,
    /// What the file calls its keys, such as "setting".
    pub noun: &'static str,
}

/// A table being read. Every getter marks its key as known; [`Table::finish`] reports the others.
#[derive(Debug)]
pub struct Table<'a> {
    fields: &'a [Field],
    /// The original text, to give numbers back as they were written where a string is wanted.
    text: &'a str,
    codes: Codes,
    known: Vec<&'static str>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    /// Starts reading `fields`, which were parsed from `text` (the whole file).
    pub fn new(fields: &'a [Field], text: &'a str, codes: Codes) -> Self {
        Self { fields, text, codes, known: Vec::new(), diagnostics: Vec::new() }
    }

    /// Returns the value under `key`; `None` when it is absent or null.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let field = self.fields.iter().find(|field| field.key == key)?;
        (field.node.value != Value::Null).then_some(&field.node)
    }

    /// Returns where the value under `key` stands, null included.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        Some(self.fields.iter().find(|field| field.key == key)?.node.span)
    }

    /// Returns the text under `key`. A number or a date is taken as it was written.
    pub fn string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let text = self.scalar(node);
        if text.is_none() {
            self.wrong_type(key, "a string", node);
        }
        text
    }

    /// Returns the boolean under `key`.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        if let Value::Boolean(value) = node.value {
            return Some(value);
        }
        self.wrong_type(key, "`true` or `false`", node);
        None
    }

    /// Returns the number under `key`.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        let node = self.node(key)?;
        match node.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) if value.is_finite() => Some(value),
            Value::Float(_) => {
                self.wrong_type(key, "a number with an end", node);
                None
            }
            _ => {
                self.wrong_type(key, "a number", node);
                None
            }
        }
    }

    /// Returns the texts under `key`: a list, or one text alone.
    pub fn strings(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let nodes = match &node.value {
            Value::List(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::with_capacity(nodes.len());
        for node in nodes {
            match self.scalar(node) {
                Some(text) => texts.push(text),
                None => self.wrong_type(key, "a list of strings", node),
            }
        }
        texts
    }

    /// Returns one of `choices`, by name.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
        wrong_value: Code,
    ) -> Option<T> {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`\"{name}\"`")).collect();
        let node = self.node(key)?;
        let Some(text) = self.scalar(node) else {
            let help = match names.as_slice() {
                [only] => format!("write {only}, or leave it out"),
                _ => format!("use one of {}", names.join(", ")),
            };
            self.wrong_type_with(key, "a string", (node, help));
            return None;
        };
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(*value);
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        let mut report =
            Diagnostic::new(wrong_value, format!("`{key}` cannot be `{}`", text.value)).at(text.span, "");
        if let Some(name) = nearest(&text.value, choices.iter().map(|(name, _)| *name)) {
            report = report.help(format!("did you mean `{name}`?")).fix(text.span, format!("\"{name}\""));
        }
        self.diagnostics.push(report.help(format!("use one of {}", names.join(", "))));
        None
    }

    /// Returns the fields of the table under `key`.
    pub fn table(&mut self, key: &'static str) -> Option<&'a [Field]> {
        let node = self.node(key)?;
        if let Value::Map(fields) = &node.value {
            return Some(fields);
        }
        let help = match node.value {
            Value::Boolean(_) => format!("write `[{key}]` on a line of its own, and what it says below that"),
            _ => format!("write `{key}` as a table"),
        };
        self.wrong_type_with(key, "a table", (node, help));
        None
    }

    /// As [`table`](Self::table), for one that is switched on and off by `enabled`.
    pub fn switch(&mut self, key: &'static str) -> Option<&'a [Field]> {
        let node = self.node(key)?;
        let Value::Boolean(value) = node.value else { return self.table(key) };
        let help = format!("write `[{key}]` on a line of its own, and `enabled = {value}` below that");
        self.wrong_type_with(key, "a table", (node, help));
        None
    }

    /// Returns the fields that no getter asked for so far.
    pub fn rest(&self) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| !self.known.contains(&field.key.as_str()))
    }

    /// Returns the keys that were asked for.
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }

    /// Adds a report of the caller's.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a wrong type under `key`.
    pub fn wrong_type(&mut self, key: &str, expected: &str, found: &Node) {
        self.wrong_type_with(key, expected, (found, format!("write `{key}` as {expected}")));
    }

    /// As [`wrong_type`](Self::wrong_type), with what to do.
    pub fn wrong_type_with(&mut self, key: &str, expected: &str, (found, help): (&Node, String)) {
        let message = format!("`{key}` must be {expected}, found {}", found.value.describe());
        let report = Diagnostic::new(self.codes.wrong_type, message).at(found.span, "");
        self.diagnostics.push(report.help(help));
    }

    /// Reports every key that no getter asked for, and returns all reports. `quiet` names further
    /// keys that are nobody's business: other tools' keys that are kept without a word.
    pub fn finish(mut self, quiet: &[&str]) -> Vec<Diagnostic> {
        #[cfg(test)]
        super::seen::note(&self.known);
        for field in self.fields {
            let key = field.key.as_str();
            if self.known.contains(&key) || quiet.contains(&key) {
                continue;
            }
            let message = format!("unknown {} `{key}`", self.codes.noun);
            let mut report = Diagnostic::new(self.codes.unknown_key, message).at(field.key_span, "");
            report = match nearest(key, self.known.iter().copied()) {
                Some(name) => report.help(format!("did you mean `{name}`?")).fix(field.key_span, name),
                None => report.help("remove it, or put values of your own under `extra`"),
            };
            self.diagnostics.push(report);
        }
        self.diagnostics
    }

    fn scalar(&self, node: &Node) -> Option<Spanned<String>> {
        let text = match &node.value {
            // Escapes such as `\b` can write what HTML forbids.
            Value::String(text) | Value::Date(text) => without_controls(text).0.replace('\0', "\u{fffd}"),
            Value::Integer(_) | Value::Float(_) => self.text.get(node.span.range())?.to_owned(),
            _ => return None,
        };
        Some(Spanned { value: text, span: node.span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: Codes =
        Codes { wrong_type: Code::ConfigType, unknown_key: Code::ConfigUnknownKey, noun: "setting" };

    #[test]
    fn texts_hold_no_control_characters() {
        let text = r#"a = "x\b\u0000\ty""#;
        let (fields, _) = crate::settings::toml::parse(text, 0);
        let mut table = Table::new(&fields, text, CODES);
        assert_eq!(table.string("a").unwrap().value, "x \u{fffd}\ty");
    }

    #[test]
    fn all_mistakes_are_found_in_one_go() {
        let text = "titel = \"A\"\ndraft = \"yes\"\nversion = 1.10\n";
        let (fields, _) = crate::settings::toml::parse(text, 0);
        let mut table = Table::new(&fields, text, CODES);
        assert_eq!(table.string("title"), None);
        assert_eq!(table.boolean("draft"), None);
        assert_eq!(table.string("version").unwrap().value, "1.10");
        let reports = table.finish(&[]);
        let messages: Vec<&str> = reports.iter().map(|report| report.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`draft` must be `true` or `false`, found a string", "unknown setting `titel`"]
        );
        assert_eq!(reports[1].help, ["did you mean `title`?"]);
    }
}
