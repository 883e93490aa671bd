//! One declaration of a file: a table, or a short way to write one.

use super::reader::{Reader, unix};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ladder::model::Extra;
use crate::ladder::sheet::is_for_few;
use crate::ladder::text::{Name, Text, humanise, id_of, is_id};
use crate::settings::{Field, Node, Spanned, Table, Value};
use crate::source::Span;

/// A declaration being read.
pub(super) struct Entry<'a> {
    /// Its keys; none when it is not written as a table.
    pub table: Table<'a>,
    /// All of it.
    pub span: Span,
    /// Its key, in a map by id.
    key: Option<Name>,
    /// All there is, when it is a text.
    words: Option<Spanned<String>>,
    /// All there is besides the key, when it is a list.
    list: Option<&'a Node>,
}

/// What a thing is called.
pub(super) struct Identity {
    /// Empty when nothing was said; that is reported.
    pub id: Name,
    /// At least one.
    pub names: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Returns the declarations under `key`: tables and texts in a list, tables and texts by id, or
    /// a single one.
    pub fn entries(&mut self, key: &str, node: &'a Node) -> Vec<Entry<'a>> {
        match &node.value {
            Value::List(nodes) => nodes.iter().filter_map(|node| self.entry(key, node)).collect(),
            Value::Map(fields) if !is_one(fields) => {
                fields.iter().filter_map(|field| self.keyed(field)).collect()
            }
            _ => self.entry(key, node).into_iter().collect(),
        }
    }

    /// Starts reading a declaration; `None`, with a report, if it is neither table nor text.
    fn entry(&mut self, key: &str, node: &'a Node) -> Option<Entry<'a>> {
        let mut entry = self.blank(node.span);
        match &node.value {
            Value::Null => return None,
            Value::Map(fields) => entry.table = self.table(fields),
            _ => entry.words = Some(self.scalar_or_report(key, "a list of tables or texts", node)?),
        }
        Some(entry)
    }

    fn keyed(&mut self, field: &'a Field) -> Option<Entry<'a>> {
        let mut entry = self.blank(field.key_span);
        entry.key = Some(self.key(field));
        match &field.node.value {
            Value::Null => {}
            Value::Map(fields) => entry.table = self.table(fields),
            Value::List(_) => entry.list = Some(&field.node),
            _ => entry.words = Some(self.scalar_or_report(&field.key, "a table or a text", &field.node)?),
        }
        Some(entry)
    }

    fn blank(&self, span: Span) -> Entry<'a> {
        Entry { table: self.table(&[]), span, key: None, words: None, list: None }
    }
}

/// Whether a map is a declaration of its own, and not declarations by id.
fn is_one(fields: &[Field]) -> bool {
    fields.iter().any(|field| {
        let is_scalar = !matches!(field.node.value, Value::Map(_) | Value::List(_) | Value::Null);
        match field.key.as_str() {
            "id" | "name" | "title" | "text" => is_scalar,
            "titles" => matches!(field.node.value, Value::List(_)),
            _ => false,
        }
    })
}

impl<'a> Entry<'a> {
    /// Makes a declaration of a table that is in no list.
    pub fn of(reader: &Reader<'a>, fields: &'a [Field], span: Span) -> Self {
        Self { table: reader.table(fields), ..reader.blank(span) }
    }

    /// Returns its id and names. `noun` is what it is, with an article; `key` the key of its name.
    pub fn identity(&mut self, reader: &mut Reader<'a>, noun: &str, key: &'static str) -> Identity {
        let names = self.table.strings(key);
        self.identity_of(reader, (noun, key), names)
    }

    /// As [`identity`](Self::identity), with the names that were read.
    pub fn identity_of(
        &mut self,
        reader: &mut Reader<'a>,
        (noun, key): (&str, &str),
        names: Vec<Spanned<String>>,
    ) -> Identity {
        let given = self.id("id");
        let mut names: Vec<Spanned<String>> =
            self.words.take().into_iter().chain(names).filter_map(clean).collect();
        // A key that cannot be an id is a name.
        if let Some(key) = self.key.as_ref().filter(|key| !is_id(key.as_str()))
            && names.is_empty()
        {
            names.push(Spanned { value: key.value.to_string(), span: key.place.span });
        }
        let from_key = self.key.take().map(|key| {
            if is_id(key.as_str()) { key } else { Name::new(id_of(key.as_str()), key.place.span) }
        });
        if let (Some(given), Some(from_key)) = (&given, &from_key)
            && given != from_key
        {
            let message = format!("`{}` is declared under the key `{}`", given.as_str(), from_key.as_str());
            reader.wrong_value(given.place.span, message, "leave one of the two out");
        }
        let from_name = || names.first().map(|name| Name::new(id_of(&name.value), name.span));
        let id = given.or(from_key).or_else(from_name).unwrap_or_else(|| {
            let help = format!("give it an `id` or a `{key}`");
            reader.wrong_value(self.span, format!("{noun} has neither `id` nor `{key}`"), &help);
            Name::new("", self.span)
        });
        let mut names: Vec<String> = names.into_iter().map(|name| name.value).collect();
        if names.is_empty() {
            names.push(humanise(id.as_str()));
        }
        Identity { id, names }
    }

    /// Returns what it is called where a text alone, or the key of a map, is its id.
    pub fn reference(&mut self, reader: &mut Reader<'a>, noun: &str) -> Name {
        let words = self.key.take().or_else(|| self.words.take().and_then(clean).map(name_of));
        self.name("id").or(words).unwrap_or_else(|| {
            reader.wrong_value(self.span, format!("{noun} has no `id`"), "give it an `id`");
            Name::new("", self.span)
        })
    }

    /// Returns whether it has neither an id nor a name under `key`.
    pub fn is_nameless(&mut self, key: &'static str) -> bool {
        let is_short = self.key.is_some() || self.words.is_some();
        !is_short && self.table.node("id").is_none() && self.table.node(key).is_none()
    }

    /// Takes the text that is all there is.
    pub fn take_words(&mut self) -> Option<Spanned<String>> {
        self.words.take().and_then(clean)
    }

    /// Takes the key of a map by id.
    pub fn take_key(&mut self) -> Option<Name> {
        self.key.take()
    }

    /// Takes the list that is all there is.
    pub fn take_list(&mut self) -> Option<&'a Node> {
        self.list.take()
    }

    /// Returns the id under `key`. One that cannot be an id is reported and made into one.
    pub fn id(&mut self, key: &'static str) -> Option<Name> {
        let written = self.table.string(key)?;
        let value = written.value.trim();
        if is_id(value) {
            return Some(Name::new(value, written.span));
        }
        let id = id_of(value);
        let report = Diagnostic::new(Code::LadderValue, format!("`{key}` cannot be `{value}`"))
            .at(written.span, "")
            .help("use letters, digits, `-`, `_` and `.`");
        self.table.report(report.fix(written.span, format!("\"{id}\"")));
        Some(Name::new(id, written.span))
    }

    /// Returns the reference under `key`.
    pub fn name(&mut self, key: &'static str) -> Option<Name> {
        self.table.string(key).and_then(clean).map(name_of)
    }

    /// Returns for whom it is. A key that is there and names nobody keeps it back, as a blank label does.
    pub fn audience(&mut self) -> Option<Name> {
        let place = self.table.place_of("audience");
        self.name("audience").or_else(|| Some(Name::new("restricted", place?)))
    }

    /// Returns who may see it, under `visibility` or `audience`: the fewest that either names. A key that
    /// names nobody, or that is one of the two misspelt, keeps it back as well.
    pub fn visibility(&mut self) -> Option<String> {
        const KEYS: [&str; 2] = ["visibility", "audience"];
        let is_misspelt = |field: &Field| nearest(&field.key, KEYS).is_some();
        let mut said = Vec::new();
        for key in KEYS {
            let text = self.string(key);
            let place = self.table.place_of(key);
            said.extend(place.map(|_| text.unwrap_or_else(|| "restricted".to_owned())));
        }
        said.extend(self.table.rest().any(is_misspelt).then(|| "restricted".to_owned()));
        let few = said.iter().position(|audience| is_for_few(audience)).unwrap_or(0);
        (!said.is_empty()).then(|| said.swap_remove(few))
    }

    /// Returns the references under any of `keys`.
    pub fn names(&mut self, keys: &[&'static str]) -> Vec<Name> {
        self.all(keys).map(name_of).collect()
    }

    /// Returns the prose under `key`.
    pub fn text(&mut self, key: &'static str) -> Option<Text> {
        self.table.string(key).and_then(clean).map(text_of)
    }

    /// Returns the pieces of prose under any of `keys`.
    pub fn texts(&mut self, keys: &[&'static str]) -> Vec<Text> {
        self.all(keys).map(text_of).collect()
    }

    /// Returns the words under `key`.
    pub fn string(&mut self, key: &'static str) -> Option<String> {
        self.table.string(key).and_then(clean).map(|text| text.value)
    }

    /// Returns the words under any of `keys`.
    pub fn strings(&mut self, keys: &[&'static str]) -> Vec<String> {
        self.all(keys).map(|text| text.value).collect()
    }

    fn all(&mut self, keys: &[&'static str]) -> impl Iterator<Item = Spanned<String>> + use<'a> {
        let mut texts = Vec::new();
        for key in keys {
            texts.extend(self.table.strings(key));
        }
        texts.into_iter().filter_map(clean)
    }

    /// Returns the date under `key`: a year, a quarter, a month or a day.
    pub fn date(&mut self, key: &'static str) -> Option<String> {
        let written = self.table.string(key).and_then(clean)?;
        if !is_date(&written.value) {
            let message = format!("`{key}` cannot be `{}`", written.value);
            let report = Diagnostic::new(Code::LadderValue, message).at(written.span, "");
            self.table.report(report.help("write it as year, month and day: `2026-10-01`"));
        }
        Some(written.value)
    }

    /// Returns one of `choices` under `key`.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        self.table.choice(key, choices, Code::LadderValue)
    }

    /// Reports what nobody asked for, and returns it together with what is under `extra`.
    pub fn finish(self, reader: &mut Reader<'a>) -> Extra {
        self.finish_but(reader, &[])
    }

    /// As [`finish`](Self::finish), but keys among `known` are the caller's.
    pub fn finish_but(mut self, reader: &mut Reader<'a>, known: &[&str]) -> Extra {
        let own = self.table.table("extra").unwrap_or_default();
        let rest = self.table.rest().filter(|field| !known.contains(&field.key.as_str()));
        let extra = own.iter().chain(rest);
        let extra = extra.map(|field| (field.key.clone(), field.node.value.to_json())).collect();
        self.report_list(reader);
        reader.diagnostics.extend(self.table.finish(known));
        extra
    }

    /// As [`finish`](Self::finish), but what nobody asked for is not kept.
    pub fn finish_strictly(mut self, reader: &mut Reader<'a>) -> Extra {
        let own = self.table.table("extra").unwrap_or_default();
        self.close(reader);
        own.iter().map(|field| (field.key.clone(), field.node.value.to_json())).collect()
    }

    /// Reports what nobody asked for, in a table that has no `extra`.
    pub fn close(self, reader: &mut Reader<'a>) {
        self.report_list(reader);
        let mut reports = self.table.finish(&[]);
        for report in &mut reports {
            if report.code == Code::LadderUnknownKey && report.fix.is_none() {
                report.help = vec!["remove it".to_owned()];
            }
        }
        reader.diagnostics.append(&mut reports);
    }

    fn report_list(&self, reader: &mut Reader<'a>) {
        if let Some(node) = self.list {
            let key = &reader.text[self.span.range()];
            reader.wrong_type(key, "a table", node);
        }
    }
}

/// Texts lose the blanks around them; a text of blanks alone is none.
pub(super) fn clean(text: Spanned<String>) -> Option<Spanned<String>> {
    let value = text.value.trim();
    (!value.is_empty()).then(|| Spanned { value: unix(value), span: text.span })
}

pub(super) fn name_of(text: Spanned<String>) -> Name {
    Name::new(text.value, text.span)
}

pub(super) fn text_of(text: Spanned<String>) -> Text {
    Text::new(text.value, text.span)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let is_year = |part| number(part, 4).is_some();
    let is_month = |part| number(part, 2).is_some_and(|month| (1..=12).contains(&month));
    match parts[..] {
        [year] => is_year(year),
        [year, "Q1" | "Q2" | "Q3" | "Q4"] => is_year(year),
        [year, month] => is_year(year) && is_month(month),
        [year, month, day] => {
            is_year(year) && is_month(month) && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
        }
        _ => false,
    }
}
