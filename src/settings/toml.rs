//! TOML as a settings tree. The only home of the `toml` crate.

use toml::de::{DeTable, DeValue};

use super::{Field, Node, SyntaxError, Value};
use crate::source::Span;

/// Parses TOML. `base` is the offset of `text` in its file, in bytes.
///
/// Everything that could be read is returned beside the errors: a broken line does not hide the
/// mistakes of the others.
pub fn parse(text: &str, base: usize) -> (Vec<Field>, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors = errors
        .into_iter()
        .map(|error| SyntaxError {
            message: error.message().lines().collect::<Vec<_>>().join(", "),
            span: error.span().map(|span| Span::from(span).shifted(base)),
        })
        .collect();
    (fields(table.get_ref(), base), errors)
}

fn fields(table: &DeTable<'_>, base: usize) -> Vec<Field> {
    let mut fields: Vec<Field> = table
        .iter()
        .map(|(key, value)| Field {
            key: key.get_ref().to_string(),
            key_span: Span::from(key.span()).shifted(base),
            node: Node {
                value: self::value(value.get_ref(), base),
                span: Span::from(value.span()).shifted(base),
            },
        })
        .collect();
    fields.sort_by_key(|field| field.key_span);
    fields
}

fn value(value: &DeValue<'_>, base: usize) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Array(values) => Value::List(
            values
                .iter()
                .map(|item| Node {
                    value: self::value(item.get_ref(), base),
                    span: Span::from(item.span()).shifted(base),
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Map(fields(table, base)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let text = "title = \"A\"\n[x]\nday = 2026-01-02\n";
        let (fields, errors) = parse(text, 10);
        assert_eq!(errors, []);
        assert_eq!(fields[0].node.span, Span::new(18, 21));
        let Value::Map(inner) = &fields[1].node.value else { panic!("a table") };
        assert_eq!(inner[0].node.value, Value::Date("2026-01-02".to_owned()));
    }

    #[test]
    fn a_broken_line_does_not_hide_the_rest() {
        let (fields, errors) = parse("a = \nb = 2\n", 0);
        assert!(!errors.is_empty());
        assert!(fields.iter().any(|field| field.key == "b"));
    }
}
