//! Front matter: what another tool's says, as ours says it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::document::front_matter;
use crate::settings::quoted::quoted;
use crate::settings::{fields_to_json, toml, yaml};
use crate::source::Moment;

/// The head of a page, key by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Front {
    keys: Vec<(String, Json)>,
}

/// Keys of ours, in the order in which they are written. All others go below `extra`, where templates find
/// them; so does `template`, because no template comes along.
const OURS: [&str; 16] = [
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
    "language",
    "date",
    "updated",
    "search",
    "terms",
    "glossary",
];

/// Other words for keys of ours, which we read, too.
const SYNONYMS: [(&str, &str); 8] = [
    ("weight", "order"),
    ("sidebar_position", "order"),
    ("nav_order", "order"),
    ("lang", "language"),
    ("last_modified", "updated"),
    ("last_modified_at", "updated"),
    ("lastmod", "updated"),
    ("lastUpdated", "updated"),
];

/// Whether a key is ours, with a value that we read.
fn is_ours(key: &str, value: &Json) -> bool {
    if !OURS.contains(&key) {
        return false;
    }
    match key {
        "date" => value.as_str().is_some_and(|text| Moment::parse(text).is_some()),
        _ => front_matter::read(&format!("---\n{key}: {}\n---\n", flow(value))).0.diagnostics.is_empty(),
    }
}

/// A value as that of a key of ours, when it can be one.
fn as_ours(key: &str, value: &Json) -> Option<Json> {
    let made = match key {
        "order" => {
            let text = value.as_str()?.trim();
            text.parse::<i64>()
                .map_or_else(|_| text.parse().map(|order: f64| Json::from(order)), |order| Ok(order.into()))
                .ok()?
        }
        "draft" => Json::from(!(is_false(value) || value.as_str() == Some(""))),
        "search" | "glossary" if is_true(value) => Json::from(true),
        "search" | "glossary" if is_false(value) => Json::from(false),
        "aliases" | "tags" => Json::from(words(value)),
        "title" | "description" | "slug" | "permalink" | "owner" | "language" => {
            let words = words(value);
            let is_whole = value.as_array().is_none_or(|all| all.len() == words.len());
            (is_whole && !words.is_empty()).then(|| Json::from(words.join(", ")))?
        }
        _ => return None,
    };
    is_ours(key, &made).then_some(made)
}

/// A value as a list of words: what is neither text nor number nor a list of these is left out.
fn words(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => vec![text.clone()],
        // A tag that is a year is a number to YAML.
        Json::Number(_) | Json::Bool(_) => vec![value.to_string()],
        Json::Array(all) => all.iter().filter(|one| !one.is_array()).flat_map(words).collect(),
        _ => Vec::new(),
    }
}

/// Whether a value says no.
pub(super) fn is_false(value: &Json) -> bool {
    match value {
        Json::String(text) => matches!(text.trim().to_lowercase().as_str(), "false" | "no" | "off" | "0"),
        value => *value == Json::Bool(false) || value.as_f64() == Some(0.0),
    }
}

/// Whether a value says yes.
pub(super) fn is_true(value: &Json) -> bool {
    match value {
        Json::String(text) => matches!(text.trim().to_lowercase().as_str(), "true" | "yes" | "on" | "1"),
        value => *value == Json::Bool(true) || value.as_f64() == Some(1.0),
    }
}

/// A value with all keys in lower case.
pub(super) fn lowered(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            Json::Object(map.into_iter().map(|(key, value)| (key.to_lowercase(), lowered(value))).collect())
        }
        Json::Array(all) => all.into_iter().map(lowered).collect(),
        value => value,
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
        self.get(key).map(words).unwrap_or_default()
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

    /// The same with all keys in lower case.
    pub(super) fn lowered(self) -> Self {
        let mut front = Self::default();
        for (key, value) in self.keys {
            front.set(&key.to_lowercase(), lowered(value));
        }
        front
    }

    /// Gives our keys the values that we read, as far as they can have one. Returns a remark about each that
    /// cannot, and so goes below `extra`.
    pub(super) fn settled(&mut self) -> Vec<String> {
        for (from, to) in SYNONYMS {
            let is_read = |value: &Json| is_ours(to, value) || as_ours(to, value).is_some();
            if self.get(from).is_some_and(is_read) {
                self.rename(from, to);
            }
        }
        let former = self.take("redirect_from").map(|value| words(&value));
        self.add_aliases(former.into_iter().flatten());
        let mut unread = Vec::new();
        for (key, value) in &mut self.keys {
            if value.is_null() || !OURS.contains(&key.as_str()) || is_ours(key, value) {
                continue;
            }
            let read = as_ours(key, value);
            let is_whole = match (&read, &*value) {
                (Some(Json::Array(read)), Json::Array(all)) => read.len() == all.len(),
                (read, _) => read.is_some(),
            };
            // Other tools have dates of many forms, and none is a mistake.
            if !is_whole && key != "date" {
                let told = value.to_string().replace('`', "'");
                unread.push(format!("`{key}` cannot be `{told}` here: look what is left of it"));
            }
            *value = read.unwrap_or_else(|| value.take());
        }
        unread
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
        let mut extra: Vec<(&str, &Json)> = Vec::new();
        for (key, value) in self.keys.iter().filter(|(key, value)| !is_ours(key, value) && !value.is_null()) {
            match value {
                Json::Object(map) if key == "extra" => {
                    extra.extend(map.iter().map(|(key, value)| (key.as_str(), value)));
                }
                value => extra.push((key, value)),
            }
        }
        let mut seen = BTreeSet::new();
        extra.retain(|(key, _)| seen.insert(*key));
        let lines = extra.iter().map(|(key, value)| format!("  {}: {}\n", key_of(key), flow(value)));
        let extra: Vec<String> = lines.collect();
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
    fn our_keys_have_values_that_we_read() {
        let mut front = split(
            "---\nweight: '3'\ndraft: 'true'\ndescription: [x]\nowner: [a, b]\ntags: [{a: b}, c]\nlang: de\n\
             review_by: soon\nredirect_from: /old\nsearch: 'no'\ntemplate: t.html\nlastmod: false\n---\n",
        )
        .0;
        let told = front.settled();
        assert_eq!(
            front.write(),
            "---\ndescription: x\norder: 3\naliases: [\"/old\"]\ntags: [\"c\"]\ndraft: true\nowner: a, b\n\
             language: de\nsearch: false\nextra:\n  lastmod: false\n  review_by: soon\n  template: t.html\n---\n\n"
        );
        assert_eq!(
            told,
            [
                "`review_by` cannot be `\"soon\"` here: look what is left of it",
                "`tags` cannot be `[{\"a\":\"b\"},\"c\"]` here: look what is left of it"
            ]
        );
    }

    #[test]
    fn former_addresses_are_added_once() {
        let mut front = split("---\naliases: /a\n---\n").0;
        front.add_aliases(["/a".to_owned(), "/b".to_owned()]);
        assert_eq!(front.write(), "---\naliases: [\"/a\", \"/b\"]\n---\n\n");
    }
}
