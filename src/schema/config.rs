//! `handbook.toml`.

use serde_json::{Value, json};

use super::{Key, Kind, Others, root};
use crate::diagnostic::Code;

const KEYS: &[Key] = &[
    Key("title", Kind::Text, "The name of the handbook. Default: the name of the project's folder."),
    Key("description", Kind::Text, "One sentence about the handbook, for search engines and the first page."),
    Key(
        "language",
        Kind::Text,
        "The tag of the language that the handbook is written in, such as \"en-GB\". Default: \"en\".",
    ),
    Key(
        "base_url",
        Kind::Text,
        "The absolute address of the published root. Only needed for addresses that must be absolute, and for the page for unknown addresses.",
    ),
    Key("content", Kind::Text, "The folder of the Markdown files. Default: \"content\"."),
    Key("static", Kind::Text, "The folder whose files are published as they are. Default: \"static\"."),
    Key("output", Kind::Text, "The folder to publish to. Default: \"public\"."),
    Key("theme", Kind::Text, "A folder in themes/, or \"default\" for the built-in one."),
    Key(
        "url_style",
        Kind::Choice(&["directory", "file"]),
        "\"directory\" for vision/triggers/, \"file\" for vision/triggers.html, which also opens from a folder.",
    ),
    Key(
        "assets",
        Kind::Choice(&["all", "linked"]),
        "Which files beside the Markdown are published: all of them, or those that a page refers to.",
    ),
    Key("exclude", Kind::Texts, "Files and folders of the content folder that are left out."),
    Key("repository", Kind::Text, "The address of the repository, shown to readers."),
    Key(
        "edit_url",
        Kind::Text,
        "An address with {path} where the path of a source goes: makes an \"edit this page\" link.",
    ),
    Key("footer", Kind::Text, "One line for the foot of each page."),
    Key(
        "dates",
        Kind::Choice(&["git", "front-matter"]),
        "Where it is known from when a page was changed last. \"git\" runs git.",
    ),
    Key("markdown", Kind::Table(MARKDOWN), "How Markdown becomes HTML."),
    Key("ladder", Kind::Table(LADDER), "What views of ladders offer."),
    Key("outputs", Kind::Table(OUTPUTS), "The files around the pages."),
    Key("external", Kind::Table(EXTERNAL), "How `daring check --external` asks for links to other sites."),
    Key(
        "lints",
        Kind::Values(&["allow", "warn", "error"]),
        "The severity of diagnostics, by code: see `daring explain`.",
    ),
    Key("extra", Kind::Anything, "Values of your own, given to templates as site.extra."),
];

const MARKDOWN: &[Key] = &[
    Key("slugs", Kind::Choice(&["github", "kramdown", "unicode"]), "Whose rule makes anchors from headings."),
    Key(
        "raw_html",
        Kind::Choice(&["keep", "escape"]),
        "\"escape\" shows HTML in Markdown as text, for authors who are not trusted.",
    ),
    Key("highlight", Kind::Boolean, "Whether code is coloured. Default: true."),
];

const LADDER: &[Key] = &[Key(
    "feedback_url",
    Kind::Text,
    "Where to say what one thinks of an expectation: an address with {id}, and {text} and {page} if wanted.",
)];

const OUTPUTS: &[Key] = &[
    Key("sitemap", Kind::Boolean, "Whether sitemap.xml lists the pages; needs base_url. Default: true."),
    Key(
        "robots",
        Kind::Choice(&["allow", "disallow", "none"]),
        "What robots.txt says to search engines, or \"none\" for no such file.",
    ),
    Key(
        "feed",
        Kind::Count(0, 1000),
        "How many of the pages changed last feed.xml holds, 0 for no feed; needs base_url. Default: 20.",
    ),
    Key("llms", Kind::Boolean, "Whether llms.txt lists the pages for language models. Default: true."),
    Key("markdown", Kind::Boolean, "Whether each page is also there as Markdown. Default: true."),
    Key("cname", Kind::Text, "The domain of a site on GitHub Pages, for the file CNAME."),
];

const EXTERNAL: &[Key] = &[
    Key(
        "ignore",
        Kind::Texts,
        "Addresses that are not asked for; * stands for anything, what has no :// is a host and the beginning of a path.",
    ),
    Key("timeout", Kind::Count(1, 600), "How many seconds an answer may take. Default: 20."),
    Key("retries", Kind::Count(0, 10), "How often to ask again. Default: 2."),
    Key("per_host", Kind::Count(1, 16), "How many requests one host gets at a time. Default: 2."),
    Key(
        "cache_days",
        Kind::Count(0, 365),
        "For how many days a good answer is taken for granted. Default: 7.",
    ),
    Key(
        "fragments",
        Kind::Boolean,
        "Whether the page must have the anchor that a link names. Default: false.",
    ),
];

pub(super) fn schema() -> Value {
    let about = "Settings of a handbook made with Daring.";
    let mut schema = root("handbook.toml", about, KEYS, Others::Refused);
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    schema["properties"]["lints"]["propertyNames"] = json!({ "enum": codes });
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::{Config, parse};
    use crate::schema::names;
    use crate::settings::seen;

    #[test]
    fn the_schema_knows_the_keys_that_the_reader_knows() {
        let tables: Vec<&str> = KEYS
            .iter()
            .filter(|Key(_, kind, _)| matches!(kind, Kind::Table(_)))
            .map(|Key(name, ..)| *name)
            .collect();
        let text: String = tables.iter().map(|name| format!("[{name}]\n")).collect();
        let (read, tables) = seen::during(|| parse(&text, Config::new("x")));
        assert_eq!(read.diagnostics, []);
        let mut declared = BTreeSet::new();
        names(KEYS, &mut declared);
        assert_eq!(declared, tables);
    }
}
