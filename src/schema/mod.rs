//! JSON Schemas of the files that people write, for their editors, and of what Daring prints, for programs.
//!
//! The keys are declared once, in tables of this module, with a sentence for each. The readers of these
//! files know them by name, field by field; a test reads a file that has them all and compares, so that
//! neither knows a key that the other does not.

mod config;
mod diagnostics;
mod front_matter;
mod ladder;

use serde_json::{Map, Value, json};

/// The dialect that editors understand best.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// A file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// `handbook.toml`.
    Config,
    /// The head of a page.
    FrontMatter,
    /// `ladder.toml` and what may be written beside it.
    Ladder,
    /// What `--format json` prints.
    Diagnostics,
    /// The file of `--baseline`.
    Baseline,
}

/// Returns the schema of a file.
pub fn schema(subject: Subject) -> String {
    let schema = match subject {
        Subject::Config => config::schema(),
        Subject::FrontMatter => front_matter::schema(),
        Subject::Ladder => ladder::schema(),
        Subject::Diagnostics => diagnostics::schema(),
        Subject::Baseline => diagnostics::baseline(),
    };
    serde_json::to_string_pretty(&schema).expect("texts and numbers can be written") + "\n"
}

/// A key: its name, what it takes, and what it means.
struct Key(&'static str, Kind, &'static str);

/// What a key takes.
enum Kind {
    Text,
    Boolean,
    Number,
    /// A whole number from one to another.
    Count(u32, u32),
    /// A list of texts, or one alone.
    Texts,
    Choice(&'static [&'static str]),
    /// `2027-04-01`.
    Day,
    /// A day, or one with a time.
    Moment,
    /// `true`, `false` or one of these.
    BooleanOr(&'static [&'static str]),
    /// A table with these keys and no others.
    Table(&'static [Key]),
    /// Declarations with these keys: a list, a table by id, texts, or one alone.
    Entries(&'static [Key]),
    /// A list of tables with these keys, or of texts.
    Tables(&'static [Key]),
    /// A text, or a table of one for light and one for dark.
    Schemes,
    /// A table whose keys are the author's, with one of these values each.
    Values(&'static [&'static str]),
    /// Anything, in a form that its reader knows.
    Anything,
}

/// Whether keys that nobody knows are mistakes.
#[derive(Clone, Copy)]
enum Others {
    Refused,
    Kept,
}

fn root(title: &str, about: &str, keys: &[Key], others: Others) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), about.into());
    schema.extend(table(keys, others));
    Value::Object(schema)
}

fn table(keys: &[Key], others: Others) -> Map<String, Value> {
    let properties = keys.iter().map(|Key(name, kind, about)| {
        let mut property = of(kind);
        property.insert("description".to_owned(), (*about).into());
        ((*name).to_owned(), Value::Object(property))
    });
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Value::Object(properties.collect()));
    if matches!(others, Others::Refused) {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    schema
}

fn of(kind: &Kind) -> Map<String, Value> {
    let value = match kind {
        // Numbers and dates are taken as they are written.
        Kind::Text => json!({ "type": ["string", "number"] }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Texts => {
            let text = json!({ "type": ["string", "number"] });
            json!({ "anyOf": [text, { "type": "array", "items": text }] })
        }
        Kind::Choice(names) => json!({ "enum": names }),
        Kind::BooleanOr(names) => json!({ "anyOf": [{ "type": "boolean" }, { "enum": names }] }),
        // TOML has days of its own, which tools hand over as strings.
        Kind::Day => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Kind::Moment => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}" }),
        Kind::Table(keys) => Value::Object(table(keys, Others::Refused)),
        Kind::Entries(keys) => {
            let entry = Value::Object(table(keys, Others::Kept));
            let one = json!({ "anyOf": [{ "type": ["string", "number"] }, entry] });
            json!({ "anyOf": [
                { "type": ["string", "number"] },
                { "type": "array", "items": one },
                { "type": "object" },
            ] })
        }
        Kind::Tables(keys) => {
            let one = Value::Object(table(keys, Others::Refused));
            json!({ "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "anyOf": [{ "type": "string" }, one] } },
            ] })
        }
        Kind::Schemes => {
            let text = json!({ "type": "string" });
            json!({ "anyOf": [text, {
                "type": "object",
                "properties": { "light": text, "dark": text },
                "additionalProperties": false,
            }] })
        }
        Kind::Values(values) => {
            json!({ "type": "object", "additionalProperties": { "enum": values } })
        }
        Kind::Anything => json!({}),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The names of the keys of a table and of every table in it, sorted, for the test that compares them
/// with those of the readers.
#[cfg(test)]
fn names(keys: &[Key], found: &mut std::collections::BTreeSet<Vec<String>>) {
    let mut own: Vec<String> = keys.iter().map(|Key(name, ..)| (*name).to_owned()).collect();
    own.sort();
    found.insert(own);
    for Key(_, kind, _) in keys {
        if let Kind::Table(keys) | Kind::Entries(keys) | Kind::Tables(keys) = kind {
            names(keys, found);
        }
    }
}
