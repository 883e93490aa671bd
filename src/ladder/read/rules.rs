//! `[level.requires]`: which steps of competencies make a level.

use super::entry::{Entry, name_of};
use super::reader::Reader;
use crate::ladder::model::{Bounds, Rule};
use crate::ladder::text::Name;
use crate::settings::{Field, Node, Value};
use crate::source::Span;

type Read<'a> = fn(&mut Reader<'a>, &'a Node) -> Option<Rule>;

/// The kinds of rules, in the order in which one table of them is read.
fn kinds<'a>() -> [(&'static str, Read<'a>); 7] {
    [
        ("vector", vector),
        ("at_least", at_least),
        ("none_below", none_below),
        ("points", |reader, node| bounds(reader, "points", node).map(Rule::Points)),
        ("weighted", |reader, node| bounds(reader, "weighted", node).map(Rule::Weighted)),
        ("share", share),
        ("prose", prose),
    ]
}

/// Reads a table of rules, or a list of such tables where order or repetition matters.
pub(super) fn rules<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Vec<Rule> {
    match &node.value {
        Value::Map(fields) => table(reader, fields, node.span),
        Value::List(nodes) => nodes.iter().flat_map(|node| rules(reader, node)).collect(),
        Value::String(_) => prose(reader, node).into_iter().collect(),
        _ => {
            reader.wrong_type("requires", "a table of rules", node);
            Vec::new()
        }
    }
}

fn table<'a>(reader: &mut Reader<'a>, fields: &'a [Field], span: Span) -> Vec<Rule> {
    let mut entry = Entry::of(reader, fields, span);
    let mut rules = Vec::new();
    for (key, read) in kinds() {
        let Some(node) = entry.table.node(key) else { continue };
        let is_range = matches!(key, "points" | "weighted");
        match &node.value {
            Value::List(nodes) if !is_range => {
                rules.extend(nodes.iter().filter_map(|node| read(reader, node)))
            }
            _ => rules.extend(read(reader, node)),
        }
    }
    entry.close(reader);
    rules
}

fn vector<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Rule> {
    let Value::Map(fields) = &node.value else {
        reader.wrong_type("vector", "a table of steps by competency", node);
        return None;
    };
    let mut steps = Vec::with_capacity(fields.len());
    for field in fields {
        let expected = "the name or number of a step";
        if let Some(step) = reader.scalar_or_report(&field.key, expected, &field.node) {
            steps.push((reader.key(field), name_of(step)));
        }
    }
    Some(Rule::Vector(steps))
}

fn at_least<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Rule> {
    let Value::Map(fields) = &node.value else {
        reader.wrong_type("at_least", "a table with `count` and `step`", node);
        return None;
    };
    let mut entry = Entry::of(reader, fields, node.span);
    let (count, step) = (entry.table.node("count"), entry.name("step"));
    entry.close(reader);
    let (Some(count), Some(step)) = (count, step) else {
        let help = "write `{count = 3, step = \"advanced\"}`";
        reader.wrong_value(node.span, "`at_least` lacks `count` or `step`", help);
        return None;
    };
    let number = match count.value {
        Value::Integer(number) => u32::try_from(number).ok().filter(|number| *number > 0),
        _ => None,
    };
    if number.is_none() {
        reader.wrong_value(
            count.span,
            "`count` must be a whole number above 0",
            "write how many competencies",
        );
    }
    Some(Rule::AtLeast { count: number?, step })
}

fn none_below<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Rule> {
    let step = reader.scalar_or_report("none_below", "the name or number of a step", node)?;
    Some(Rule::NoneBelow(name_of(step)))
}

fn bounds<'a>(reader: &mut Reader<'a>, key: &'static str, node: &'a Node) -> Option<Bounds> {
    let (min, max) = range(reader, key, node)?;
    Some(Bounds { min, max, name: Name::new(key, node.span) })
}

/// Reads `20`, `[10, 20]` or `{min = 10, max = 20}`. One that ends before it begins is reported.
pub(super) fn range<'a>(reader: &mut Reader<'a>, key: &str, node: &'a Node) -> Option<(f64, Option<f64>)> {
    const EXPECTED: &str = "a range such as `[10, 20]`";
    let (min, max) = match &node.value {
        Value::Map(fields) => {
            let mut entry = Entry::of(reader, fields, node.span);
            let range = (entry.table.number("min"), entry.table.number("max"));
            entry.close(reader);
            range
        }
        Value::List(nodes) if nodes.len() <= 2 => {
            let mut numbers = nodes.iter().filter_map(|node| number(reader, key, node));
            (numbers.next(), numbers.next())
        }
        Value::Integer(_) | Value::Float(_) => (number(reader, key, node), None),
        _ => {
            reader.wrong_type(key, EXPECTED, node);
            return None;
        }
    };
    let (Some(min), max) = (min.or(max.map(|_| 0.0)), max) else {
        reader.wrong_value(node.span, format!("`{key}` has no numbers"), "write a range such as `[10, 20]`");
        return None;
    };
    if max.is_some_and(|max| max < min) {
        reader.wrong_value(
            node.span,
            format!("`{key}` ends before it begins"),
            "write the smaller number first",
        );
        return None;
    }
    Some((min, max))
}

fn number(reader: &mut Reader<'_>, key: &str, node: &Node) -> Option<f64> {
    match node.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) if number.is_finite() => Some(number),
        _ => {
            reader.wrong_type(key, "a number", node);
            None
        }
    }
}

/// Reads `0.8` or `{of = "…", share = 0.8}`.
fn share<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Rule> {
    let (of, share) = match &node.value {
        Value::Map(fields) => {
            let mut entry = Entry::of(reader, fields, node.span);
            let read = (entry.name("of"), entry.table.number("share"));
            entry.close(reader);
            read
        }
        _ => (None, Some(number(reader, "share", node)?)),
    };
    let help = "write a number from 0 to 1: 80 per cent is 0.8";
    match share {
        Some(share) if (0.0..=1.0).contains(&share) => {
            Some(Rule::Share(share, of.unwrap_or_else(|| Name::new("", node.span))))
        }
        Some(share) => {
            reader.wrong_value(node.span, format!("`share` cannot be {share}"), help);
            None
        }
        None => {
            reader.wrong_value(node.span, "a share has no number", help);
            None
        }
    }
}

fn prose<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<Rule> {
    let text = reader.scalar_or_report("prose", "a text", node)?;
    (!text.value.is_empty()).then(|| Rule::Prose(super::entry::text_of(text)))
}
