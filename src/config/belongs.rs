//! Where a setting belongs that stands in a table which has none of its name.

use crate::diagnostic::{Code, Diagnostic};

/// The settings of each table.
const TABLES: &[(&str, &[&str])] = &[
    (
        "identity",
        &[
            "accent",
            "spark",
            "background",
            "text",
            "logo",
            "logo_only",
            "favicon",
            "font",
            "heading_font",
            "code_font",
            "fonts",
            "radius",
            "text_width",
        ],
    ),
    ("navigation", &["tabs", "social"]),
    ("announcement", &["dismissible", "link_text"]),
    ("markdown", &["slugs", "raw_html", "highlight"]),
    ("outputs", &["sitemap", "robots", "feed", "llms", "cname"]),
    ("connections", &["mentions", "related", "tags", "map", "previews"]),
    ("external", &["timeout", "retries", "per_host"]),
];

/// What other tools call what has another name here.
const FOREIGN: [(&str, &str); 7] = [
    ("lang", "language"),
    ("locale", "language"),
    ("url", "base_url"),
    ("site_url", "base_url"),
    ("name", "title"),
    ("site_name", "title"),
    ("nav", "navigation"),
];

/// Says of unknown keys that are known elsewhere where they belong. `top` are the keys that stand in no table,
/// and the names of tables.
pub(super) fn advise(reports: &mut [Diagnostic], text: &str, top: &[&str]) {
    for report in reports.iter_mut().filter(|report| report.code == Code::ConfigUnknownKey) {
        let span = report.primary.as_ref().and_then(|label| label.span);
        let written = span.and_then(|span| text.get(span.range())).unwrap_or("");
        let key = written.trim_matches(['"', '\'']);
        let is_table = |name: &str| {
            matches!(name, "paths" | "lints" | "extra" | "ladder" | "search" | "print" | "cards")
                || TABLES.iter().any(|(table, _)| *table == name)
        };
        let table = TABLES.iter().find(|(_, keys)| keys.contains(&key));
        let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == key);
        let help = if is_table(key) {
            format!("it is a table of its own: `[{key}]`")
        } else if top.contains(&key) {
            "it belongs above the first line with a name in brackets".to_owned()
        } else if let Some((table, _)) = table {
            format!("it belongs in `[{table}]`")
        } else if let Some((_, name)) = foreign.filter(|(_, name)| top.contains(name)) {
            format!("it is called `{name}` here")
        } else {
            continue;
        };
        report.fix = None;
        report.help = vec![help];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    fn helps(text: &str) -> Vec<String> {
        let reports = parse(text, Config::new("x")).diagnostics.into_iter();
        let unknown = reports.filter(|report| report.code == Code::ConfigUnknownKey);
        unknown.map(|report| report.help.join(" ")).collect()
    }

    #[test]
    fn a_key_in_the_wrong_table_is_told_the_right_one() {
        let above = "it belongs above the first line with a name in brackets";
        for (text, help) in [
            ("[identity]\nbase_url = 'https://example.org'", above),
            ("[markdown]\ntitle = 'x'", above),
            ("accent = 'red'", "it belongs in `[identity]`"),
            ("[search]\nslugs = 'github'", "it belongs in `[markdown]`"),
            ("[identity.search]\nenabled = false", "it is a table of its own: `[search]`"),
            ("lang = 'en'", "it is called `language` here"),
            ("url = 'https://example.org'", "it is called `base_url` here"),
            ("author = 'me'", "remove it, or put values of your own under `extra`"),
        ] {
            assert_eq!(helps(text), [help], "{text}");
        }
    }

    #[test]
    fn every_table_knows_its_keys() {
        for (table, keys) in TABLES {
            for key in *keys {
                assert_eq!(helps(&format!("[{table}]\n{key} = 1")), [""; 0], "{table}, {key}");
            }
        }
    }
}
