//! What is wrong with the front matter of a ladder's file.

use super::classify::{Planned, Topic};
use super::reports::Reports;
use crate::diagnostic::Code;
use crate::settings::{Field, Value};

/// Keys with a fixed set of words.
const CHOICES: [(&str, &[&str]); 4] = [
    ("assess", &["rated", "reflective", "no"]),
    ("ladder", &["competency", "level", "page"]),
    ("merge", &["append", "override"]),
    ("mode", &["cumulative", "replacing", "standalone"]),
];

/// Keys with one text or number.
const SCALARS: [&str; 7] = ["area", "competency", "family", "id", "level", "name", "summary"];

/// Keys with texts, one or several.
const LISTS: [&str; 5] = ["also_known_as", "families", "keywords", "resources", "tracks"];

/// Reports values that cannot be used. The keys of an ordinary chapter are nobody's business here, but
/// for the one that says that it is one.
pub(super) fn check(planned: &[Planned<'_>], reports: &mut Reports<'_>) {
    for one in planned {
        let is_page = one.topic == Topic::Page;
        let fields = one.prose.head.iter().filter(|field| !is_page || field.key == "ladder");
        fields.for_each(|field| check_field(one, field, reports));
    }
}

fn check_field(one: &Planned<'_>, field: &Field, reports: &mut Reports<'_>) {
    let (key, value) = (field.key.as_str(), &field.node.value);
    let is_text = |value: &Value| {
        matches!(value, Value::String(_) | Value::Date(_) | Value::Integer(_) | Value::Float(_) | Value::Null)
    };
    let choices = CHOICES.iter().find(|(name, _)| *name == key).map(|(_, choices)| *choices);
    let expected = match value {
        Value::Null => return,
        Value::Boolean(false) if key == "assess" => return,
        Value::String(word) if choices.is_some_and(|choices| !has(choices, word)) => {
            wrong_word(one, (field, word, choices.unwrap_or_default()), reports);
            return;
        }
        Value::List(all) if LISTS.contains(&key) && all.iter().all(|node| is_text(&node.value)) => return,
        _ if choices.is_some() => (!matches!(value, Value::String(_))).then_some("a word"),
        _ if SCALARS.contains(&key) => (!is_text(value)).then_some("a text"),
        _ if LISTS.contains(&key) => (!is_text(value)).then_some("a list of texts"),
        _ if key == "weight" => one.head.number(&["weight"]).is_none().then_some("a number"),
        _ => None,
    };
    if let Some(expected) = expected {
        let message = format!("`{key}` must be {expected}, found {}", value.describe());
        let report = reports.at(Code::LadderType, message, (one.head.place(field.node.span), ""));
        reports.add(report.help(format!("write `{key}` as {expected}")));
    }
}

fn has(choices: &[&str], word: &str) -> bool {
    choices.iter().any(|choice| choice.eq_ignore_ascii_case(word.trim()))
}

fn wrong_word(one: &Planned<'_>, (field, word, choices): (&Field, &str, &[&str]), reports: &mut Reports<'_>) {
    let message = format!("`{}` cannot be `{word}`", field.key);
    let report = reports.at(Code::LadderValue, message, (one.head.place(field.node.span), ""));
    let near = reports.nearest(word, choices.iter().copied());
    let report = match near {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report,
    };
    let choices = super::look::listed(choices.iter().copied(), "or");
    reports.add(report.help(format!("use {choices}")));
}
