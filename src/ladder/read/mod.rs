//! Files of declarations: TOML or YAML in, [`Declarations`] out.
//!
//! Every list may be written as a list of tables, as a table by id, as texts, or as a single one;
//! ids are made from names and names from ids. References stay as they were written: what they mean
//! is decided when all files of the ladder are known, here every file stands alone. Entry point:
//! [`read`].

mod cells;
mod competencies;
mod entry;
mod framework;
mod groups;
mod levels;
mod others;
mod reader;
mod rules;
mod statements;

#[cfg(test)]
mod tests;

use self::entry::Entry;
use self::reader::Reader;
use super::model::Declarations;
use super::text::Name;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::settings::{Codes, Field, Node, SyntaxError, Table, Value, toml, yaml};
use crate::source::Span;

const CODES: Codes = Codes { wrong_type: Code::LadderType, unknown_key: Code::LadderUnknownKey, noun: "key" };

/// How a file of declarations is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// YAML, and so JSON too.
    Yaml,
}

/// Reads a file of declarations.
///
/// Where a file leaves open what it need not know, the value is empty: `id` and `name` of the
/// framework; and `steps` that are the values of a scale which the file does not declare are one
/// step with the id of the scale and an empty name.
///
/// ```
/// use daring::ladder::read::{Format, read};
///
/// let read = read("levels = ['Engineer', 'Senior']\nranks = 2\n", Format::Toml);
/// assert_eq!(read.value.levels[1].id.as_str(), "senior");
/// assert_eq!(read.diagnostics[0].message, "unknown key `ranks`");
/// ```
pub fn read(text: &str, format: Format) -> Checked<Declarations> {
    // A byte order mark is no part of the first key.
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (root, errors) = match format {
        Format::Toml => {
            let (fields, errors) = toml::parse(&text[start..], start);
            (Node { value: Value::Map(fields), span: Span::new(start, text.len()) }, errors)
        }
        Format::Yaml => match yaml::parse_file(&text[start..], start) {
            Ok(root) => (root, Vec::new()),
            Err(error) => (Node { value: Value::Null, span: Span::new(start, start) }, vec![error]),
        },
    };
    let mut reader = Reader { text, diagnostics: Vec::new() };
    let value = declarations(&mut reader, &root);
    let mut diagnostics = reader.diagnostics;
    diagnostics.extend(first_of_each(errors, text).map(|error| syntax_report(error, format)));
    Checked { value, diagnostics }
}

/// Leaves out errors that only follow from the one before: those of the same line, and all behind a list
/// that does not end.
fn first_of_each(errors: Vec<SyntaxError>, text: &str) -> impl Iterator<Item = SyntaxError> {
    let line = |error: &SyntaxError| {
        let end = error.span.map_or(0, |span| (span.start as usize).min(text.len()));
        text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    };
    let mut last = None;
    let mut is_over = false;
    errors.into_iter().filter(move |error| {
        let line = line(error);
        let is_first = !is_over && last.replace(line) != Some(line);
        is_over |= is_of_list(error);
        is_first
    })
}

fn is_of_list(error: &SyntaxError) -> bool {
    error.message.contains("array")
}

fn syntax_report(error: SyntaxError, format: Format) -> Diagnostic {
    let (name, help) = match format {
        Format::Toml if is_of_list(&error) => {
            ("TOML", "close the list with `]`, and put commas between its values")
        }
        Format::Toml => ("TOML", "texts stand in quotes: `id = \"last-mile\"`"),
        Format::Yaml => ("YAML", "put texts with a colon, `#` or quotation mark in quotes"),
    };
    let mut report = Diagnostic::new(Code::LadderSyntax, format!("not valid {name}: {}", error.message));
    if let Some(span) = error.span {
        report = report.at(span, "");
    }
    report.help(help)
}

fn declarations<'a>(reader: &mut Reader<'a>, root: &'a Node) -> Declarations {
    let mut read = Declarations::default();
    match &root.value {
        Value::Map(fields) if !is_competency(fields) => file(reader, fields, &mut read),
        Value::Map(_) | Value::List(_) => {
            let entries = reader.entries("competencies", root);
            competencies::competencies(reader, entries, &mut read);
        }
        Value::Null => {}
        other => {
            let found = other.describe();
            let message = format!("a file of a ladder must be a table or a list, found {found}");
            let report = Diagnostic::new(Code::LadderType, message).at(root.span, "");
            reader.diagnostics.push(report.help("write declarations, such as `levels: [Engineer, Senior]`"));
        }
    }
    cells::settle_steps(&mut read);
    read
}

/// Returns whether a file is about one competency: it says what is expected at levels.
fn is_competency(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.key == "at")
}

fn file<'a>(reader: &mut Reader<'a>, fields: &'a [Field], read: &mut Declarations) {
    let mut table = reader.table(fields);
    // The names of the format and its schema, in what was exported.
    let _ = (table.node("$schema"), table.node("format"));
    read.framework = table.node("framework").and_then(|node| framework::framework(reader, node));
    // What comes later leans on scales.
    let scales = Section { keys: ["scale", "scales"], read: groups::scale };
    read.scales = scales.all(reader, &mut table, |scale| &scale.id);
    read.tracks =
        Section { keys: ["track", "tracks"], read: groups::track }.all(reader, &mut table, |track| &track.id);
    let entries = entries(reader, &mut table, ["level", "levels"]);
    read.levels = levels::levels(reader, entries, &read.scales);
    read.families =
        Section { keys: ["family", "families"], read: groups::family }
            .all(reader, &mut table, |family| &family.id);
    read.areas =
        Section { keys: ["area", "areas"], read: groups::area }.all(reader, &mut table, |area| &area.id);
    let entries = self::entries(reader, &mut table, ["competency", "competencies"]);
    competencies::competencies(reader, entries, read);
    let entries = self::entries(reader, &mut table, ["cell", "cells"]);
    cells::listed(reader, entries, read);
    others(reader, &mut table, read);
    let rest: Vec<&Field> = table.rest().collect();
    if let Some(framework) = &mut read.framework {
        let extra = rest.iter().map(|field| (field.key.clone(), field.node.value.to_json()));
        framework.extra.extend(extra);
    }
    let mut reports = table.finish(&[]);
    for (report, field) in reports.iter_mut().filter(|report| report.code == Code::LadderUnknownKey).zip(rest)
    {
        if framework::KEYS.contains(&field.key.as_str()) {
            report.help = vec![format!("put `{}` below `[framework]`", field.key)];
            report.fix = None;
        } else if report.fix.is_none() {
            report.help = vec!["remove it, or put values of your own under `extra` of `[framework]`".into()];
        }
    }
    reader.diagnostics.append(&mut reports);
}

fn others<'a>(reader: &mut Reader<'a>, table: &mut Table<'a>, read: &mut Declarations) {
    read.archetypes = Section { keys: ["archetype", "archetypes"], read: others::archetype }.all(
        reader,
        table,
        |archetype| &archetype.id,
    );
    read.profiles =
        Section { keys: ["profile", "profiles"], read: others::profile }
            .all(reader, table, |profile| &profile.id);
    read.pay_bands =
        Section { keys: ["pay_band", "pay_bands"], read: others::pay_band }
            .all(reader, table, |band| &band.id);
    read.processes =
        Section { keys: ["process", "processes"], read: others::process }
            .all(reader, table, |process| &process.id);
    read.cycles =
        Section { keys: ["cycle", "cycles"], read: others::cycle }.all(reader, table, |cycle| &cycle.id);
    read.removed =
        Section { keys: ["removed", "removals"], read: others::removed }.all(reader, table, |gone| &gone.id);
    read.changes =
        Section { keys: ["change", "changes"], read: others::change }.all(reader, table, |change| &change.id);
}

/// A list of declarations of one type.
struct Section<'a, T> {
    /// Its key in the singular and the plural.
    keys: [&'static str; 2],
    /// What reads one.
    read: fn(&mut Reader<'a>, Entry<'a>) -> T,
}

impl<'a, T> Section<'a, T> {
    /// Reads all of them; without those that have no name, which are reported.
    fn all(&self, reader: &mut Reader<'a>, table: &mut Table<'a>, id: fn(&T) -> &Name) -> Vec<T> {
        let entries = entries(reader, table, self.keys);
        let read = entries.into_iter().map(|entry| (self.read)(reader, entry));
        read.filter(|thing| !id(thing).as_str().is_empty()).collect()
    }
}

fn entries<'a>(reader: &mut Reader<'a>, table: &mut Table<'a>, keys: [&'static str; 2]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for key in keys {
        if let Some(node) = table.node(key) {
            entries.extend(reader.entries(key, node));
        }
    }
    entries
}
