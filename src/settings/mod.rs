//! Settings as authors write them, in TOML or YAML, as one tree with places.
//!
//! Configuration, front matter and ladder declarations are read through a [`Table`], which gives
//! typed values and notes what is wrong: every wrong type, every unknown key with the nearest known
//! one, all in one go. `serde` derives stop at the first mistake, which is why they are not used.
//!
//! This module knows no key by name and no diagnostic code: the caller brings both.

pub mod quoted;
mod reader;
#[cfg(test)]
pub(crate) mod seen;
pub mod toml;
pub mod yaml;

use crate::source::Span;

pub use reader::{Codes, Spanned, Table};

/// One value, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes in the file.
    pub span: Span,
}

/// A value of a settings file.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `key:` in YAML.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// A TOML date or time, as written.
    Date(String),
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values in the order of the file.
    Map(Vec<Field>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// A text that is not valid TOML or YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What the parser says.
    pub message: String,
    /// Where, when it says so.
    pub span: Option<Span>,
}

impl Value {
    /// Returns what this is, for "expected …, found …".
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Map(_) => "a table",
        }
    }

    /// Returns the value as JSON; dates become strings, numbers that JSON lacks become `null`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Boolean(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::String(value) | Self::Date(value) => value.as_str().into(),
            Self::List(nodes) => nodes.iter().map(|node| node.value.to_json()).collect(),
            Self::Map(fields) => fields_to_json(fields),
        }
    }
}

/// Returns fields as a JSON object, in the order of the file.
pub fn fields_to_json(fields: &[Field]) -> serde_json::Value {
    let pairs = fields.iter().map(|field| (field.key.clone(), field.node.value.to_json()));
    serde_json::Value::Object(pairs.collect())
}
