//! Front matter: what another tool's says, as ours says it.

use serde_json::Value as Json;

use crate::settings::quoted::quoted;
use crate::settings::{fields_to_json, toml, yaml};
use crate::source::Moment;

/// The head of a page, key by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Front {
    keys: Vec<(String, Json)>,
}

/// Keys that mean the same to us. All others go below `extra`, where templates find them.
const OURS: [&str; 13] = [
    "title",
    "description",
    "order",
    "slug",
    "permalink",
    "aliases",
    "tags",
    "draft",
    "owner",
    "review_by",
    "date",
    "updated",
    "search",
];

/// Whether a key is ours, with a value that we read.
fn is_ours(key: &str, value: &Json) -> bool {
    OURS.contains(&key)
        && match key {
            "date" | "updated" => value.as_str().is_some_and(|text| Moment::parse(text).is_some()),
            "search" => value.is_boolean() || value["exclude"].is_boolean(),
            _ => true,
        }
}

impl Front {
    /// Returns the value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Json> {
        self.keys.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns the value of a key as text.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Json::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Returns the value of a key as a list of texts.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Json::String(text)) => vec![text.clone()],
            Some(Json::Array(values)) => values
                .iter()
                .filter_map(|value| match value {
                    Json::String(text) => Some(text.clone()),
                    // A tag that is a year is a number to YAML.
                    Json::Number(number) => Some(number.to_string()),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Sets a key, in its place or at the end.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Json>) {
        let value = value.into();
        match self.keys.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => self.keys.push((key.to_owned(), value)),
        }
    }

    /// Removes a key and returns its value.
    pub(super) fn take(&mut self, key: &str) -> Option<Json> {
        let at = self.keys.iter().position(|(name, _)| name == key)?;
        Some(self.keys.remove(at).1)
    }

    /// Gives a key another name, unless there is one of that name.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if let Some(value) = self.take(from)
            && self.get(to).is_none()
            && !value.is_null()
        {
            self.keys.push((to.to_owned(), value));
        }
    }

    /// Adds former addresses.
    pub(super) fn add_aliases(&mut self, more: impl IntoIterator<Item = String>) {
        let mut aliases = self.texts("aliases");
        for alias in more {
            if !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
        if !aliases.is_empty() {
            self.set("aliases", aliases);
        }
    }

    /// Writes it; empty when it says nothing.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for key in OURS {
            match self.get(key) {
                None | Some(Json::Null) => {}
                Some(Json::Array(values)) if values.is_empty() => {}
                Some(value) if !is_ours(key, value) => {}
                Some(value) => out.push_str(&format!("{key}: {}\n", flow(value))),
            }
        }
        let extra: Vec<String> = self
            .keys
            .iter()
            .filter(|(key, value)| !is_ours(key, value) && !value.is_null())
            .flat_map(|(key, value)| match value {
                Json::Object(map) if key == "extra" => {
                    map.iter().map(|(key, value)| format!("  {}: {}\n", key_of(key), flow(value))).collect()
                }
                value => vec![format!("  {}: {}\n", key_of(key), flow(value))],
            })
            .collect();
        if !extra.is_empty() {
            out.push_str("extra:\n");
            out.push_str(&extra.concat());
        }
        if out.is_empty() { out } else { format!("---\n{out}---\n\n") }
    }
}

fn key_of(key: &str) -> String {
    let is_plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && key.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_plain { key.to_owned() } else { quoted(key) }
}

/// A value on one line: JSON, which is YAML.
fn flow(value: &Json) -> String {
    match value {
        Json::String(text) if is_plain(text) => text.clone(),
        Json::String(text) => quoted(text),
        Json::Array(values) => {
            let parts: Vec<String> = values
                .iter()
                .map(|value| match value {
                    Json::String(text) => quoted(text),
                    value => flow(value),
                })
                .collect();
            format!("[{}]", parts.join(", "))
        }
        value => value.to_string(),
    }
}

/// Whether a text can stand in YAML as it is.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || " ,.;!?'()/-–_".contains(c))
        && !text.ends_with(' ')
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"]
            .contains(&text.to_lowercase().as_str())
}

/// Parts a page into its head and its body, with the line on which the body begins, from zero.
/// `Err` holds what is wrong with the head, which then is part of the body.
pub(super) fn split(text: &str) -> (Front, &str, usize, Option<String>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole = |problem| (Front::default(), text, 0, problem);
    if text.starts_with("{\n") || text.starts_with("{\r\n") {
        return json_front(text).unwrap_or_else(|| whole(None));
    }
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| {
        text.strip_prefix(fence)
            .is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
    }) else {
        return whole(None);
    };
    let mut at = text.find('\n').map_or(text.len(), |end| end + 1);
    let start = at;
    let mut line = 1;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        line += 1;
        if text[at..end].trim_end() == fence {
            let inner = &text[start..at];
            let fields = match fence {
                "---" => yaml::parse(inner, 0).map_err(|error| error.message),
                _ => match toml::parse(inner, 0) {
                    (fields, errors) if errors.is_empty() => Ok(fields),
                    (_, errors) => Err(errors[0].message.clone()),
                },
            };
            return match fields {
                Ok(fields) => {
                    let Json::Object(map) = fields_to_json(&fields) else { return whole(None) };
                    (Front { keys: map.into_iter().collect() }, &text[end..], line, None)
                }
                Err(problem) => (Front::default(), &text[end..], line, Some(problem)),
            };
        }
        at = end;
    }
    whole(None)
}

/// Hugo's third form: a JSON object at the very beginning.
fn json_front(text: &str) -> Option<(Front, &str, usize, Option<String>)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    let Some(Ok(Json::Object(map))) = values.next() else { return None };
    let end = values.byte_offset();
    let line = text[..end].matches('\n').count();
    Some((Front { keys: map.into_iter().collect() }, &text[end..], line, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        split(text).0.write()
    }

    #[test]
    fn all_forms_are_read_and_one_is_written() {
        let expected =
            "---\ntitle: \"A: b\"\norder: 3\ntags: [\"x\", \"2024\"]\nextra:\n  icon: rocket\n---\n\n";
        for text in [
            "---\ntitle: 'A: b'\nicon: rocket\norder: 3\ntags: [x, '2024']\n---\nBody",
            "+++\ntitle = 'A: b'\nicon = 'rocket'\norder = 3\ntags = ['x', '2024']\n+++\nBody",
            "{\n\"title\": \"A: b\", \"icon\": \"rocket\", \"order\": 3, \"tags\": [\"x\", \"2024\"]}\nBody",
        ] {
            let (front, body, _, problem) = split(text);
            assert_eq!(
                (front.write().as_str(), body.trim_start(), problem),
                (expected, "Body", None),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_head_stays_in_the_body() {
        for text in ["", "Body", "---\n\nA rule\n", "--- x\n", "{x}\n"] {
            let (front, body, line, problem) = split(text);
            assert_eq!((front.write().as_str(), body, line, problem), ("", text, 0, None));
        }
        let (front, body, line, problem) = split("---\na: [\n---\nBody");
        assert_eq!((front, body, line, problem.is_some()), (Front::default(), "Body", 3, true));
    }

    #[test]
    fn values_come_back_as_they_were() {
        let text = "---\ntitle: \"yes\"\nextra:\n  a: {\"b\":[1,true]}\n  \"c d\": \"#x\"\n---\n\n";
        assert_eq!(again(text), text);
    }

    #[test]
    fn former_addresses_are_added_once() {
        let mut front = split("---\naliases: /a\n---\n").0;
        front.add_aliases(["/a".to_owned(), "/b".to_owned()]);
        assert_eq!(front.write(), "---\naliases: [\"/a\", \"/b\"]\n---\n\n");
    }
}
