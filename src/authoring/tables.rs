//! Forms as TOML, in the order of their fields.

use serde::{Deserialize, Serialize};

use crate::ladder::portable::Pairs;
use crate::settings::quoted::quoted;

/// How long a line may be before a list has a line for each of its values.
const COLUMNS: usize = 100;

/// A value whose keys keep their order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Tree {
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as JSON has it.
    Number(serde_json::Number),
    /// Text.
    String(String),
    /// Values in order.
    List(Vec<Tree>),
    /// Keys and values.
    Table(Pairs<Tree>),
    /// Nothing, which TOML does not have.
    Null(()),
}

impl Tree {
    /// Returns a form as a tree.
    pub fn of(form: &impl Serialize) -> Self {
        let json = serde_json::to_string(form).expect("the portable form has texts for keys");
        serde_json::from_str(&json).expect("what was just written can be read")
    }
}

/// Adds tables of a list, with what they are above the first.
pub fn add_list(text: &mut String, (name, comment): (&str, &str), tables: &[Tree]) {
    if !tables.is_empty() {
        text.push_str(&format!("\n# {comment}\n"));
    }
    for (index, table) in tables.iter().enumerate() {
        let header = format!("[[{name}]]");
        if index == 0 {
            add_fields(text, &header, table);
        } else {
            add_table(text, &header, table);
        }
    }
}

/// Adds a table.
pub fn add_table(text: &mut String, header: &str, table: &Tree) {
    text.push('\n');
    add_fields(text, header, table);
}

fn add_fields(text: &mut String, header: &str, table: &Tree) {
    text.push_str(header);
    text.push('\n');
    let Tree::Table(Pairs(fields)) = table else { return };
    for (key, value) in fields.iter().filter(|(_, value)| *value != Tree::Null(())) {
        text.push_str(&self::key(key));
        text.push_str(" = ");
        match value {
            Tree::String(value) if value.contains('\n') => text.push_str(&lines(value)),
            Tree::List(values) if inline(value).len() > COLUMNS => {
                text.push_str("[\n");
                for value in values {
                    text.push_str(&format!("  {},\n", inline(value)));
                }
                text.push(']');
            }
            value => text.push_str(&inline(value)),
        }
        text.push('\n');
    }
}

/// A value on one line.
fn inline(value: &Tree) -> String {
    match value {
        // A string says as much as nothing, and is the same on the way back.
        Tree::Null(()) => "\"\"".to_owned(),
        Tree::Boolean(value) => value.to_string(),
        Tree::Number(number) if number.as_i64().is_some() || number.is_f64() => number.to_string(),
        Tree::Number(number) => format!("{:?}", number.as_f64().unwrap_or(f64::NAN)),
        Tree::String(text) => quoted(text),
        Tree::List(values) => format!("[{}]", values.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Tree::Table(Pairs(fields)) => {
            let fields = fields.iter().filter(|(_, value)| *value != Tree::Null(()));
            let fields: Vec<String> =
                fields.map(|(key, value)| format!("{} = {}", self::key(key), inline(value))).collect();
            if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
        }
    }
}

fn key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A string over several lines.
fn lines(text: &str) -> String {
    let escaped: Vec<String> = text
        .split('\n')
        .map(|line| {
            let line = quoted(line);
            line[1..line.len() - 1].to_owned()
        })
        .collect();
    format!("\"\"\"\n{}\"\"\"", escaped.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings;

    #[test]
    fn what_is_written_is_read_back() {
        let value = serde_json::json!({
            "a b": "one\n\"\"\"two\"\"\" \\ \n", "list": [1, -2.5, "x", [true], { "k": {} }], "long": ["y".repeat(60), "z".repeat(60)],
            "é": { "a.b": "c" }, "big": 18446744073709551615u64, "last": "\"\n\"",
        });
        let mut text = String::new();
        add_list(&mut text, ("x", "why"), &[Tree::of(&value), Tree::of(&value)]);
        let (fields, errors) = crate::settings::toml::parse(&text, 0);
        assert_eq!(errors, [], "{text}");
        let mut expected = value;
        expected["big"] = 18446744073709551615.0.into();
        assert_eq!(settings::fields_to_json(&fields)["x"], serde_json::json!([expected, expected]), "{text}");
    }
}
