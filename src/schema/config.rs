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
    Key(
        "feedback_url",
        Kind::Text,
        "Where to say what one thinks of a page: an address, with places for its path and title.",
    ),
    Key("paths", Kind::Tables(PATHS), "Reading paths: pages in an order of their own."),
    Key("markdown", Kind::Table(MARKDOWN), "How Markdown becomes HTML."),
    Key("ladder", Kind::Table(LADDER), "What views of ladders offer."),
    Key("identity", Kind::Table(IDENTITY), "How the handbook looks."),
    Key("navigation", Kind::Table(NAVIGATION), "Links beside those of the handbook's own tree."),
    Key("announcement", Kind::Table(ANNOUNCEMENT), "A line above every page."),
    Key(
        "connections",
        Kind::Table(CONNECTIONS),
        "What leads from page to page besides links. Default: all of it.",
    ),
    Key("search", Kind::Table(SWITCH), "Whether readers can search. Default: enabled."),
    Key(
        "print",
        Kind::Table(SWITCH),
        "The handbook and its sections as one document each, to print. Default: not enabled.",
    ),
    Key(
        "cards",
        Kind::Table(SWITCH),
        "An image of each page, for links to it in chats; needs base_url. Default: not enabled.",
    ),
    Key("outputs", Kind::Table(OUTPUTS), "The files around the pages."),
    Key("external", Kind::Table(EXTERNAL), "How `daring check --external` asks for links to other sites."),
    Key(
        "lints",
        Kind::Values(&["allow", "warn", "error"]),
        "The severity of diagnostics, by code: see `daring explain`.",
    ),
    Key("extra", Kind::Anything, "Values of your own, given to templates as site.extra."),
];

const SWITCH: &[Key] = &[Key("enabled", Kind::Boolean, "Whether there is one.")];

const CONNECTIONS: &[Key] = &[
    Key("mentions", Kind::Boolean, "Whether a page says which others speak of it. Default: true."),
    Key("related", Kind::Boolean, "Whether a page names others that have to do with it. Default: true."),
    Key("tags", Kind::Boolean, "Whether each tag has a page that lists its pages. Default: true."),
    Key("map", Kind::Boolean, "Whether there is a page that draws the handbook. Default: true."),
    Key(
        "previews",
        Kind::Boolean,
        "Whether a link shows the beginning of its page before it is followed. Default: true.",
    ),
];

const PATHS: &[Key] = &[
    Key("id", Kind::Text, "The name that it has in addresses."),
    Key("title", Kind::Text, "Its name."),
    Key("description", Kind::Text, "What it is for."),
    Key("pages", Kind::Anything, "Its pages in order: files, or tables with page and why."),
];

const IDENTITY: &[Key] = &[
    Key("accent", Kind::Schemes, "The colour of links and marks."),
    Key("spark", Kind::Schemes, "The colour of small marks. Default: the accent."),
    Key("background", Kind::Schemes, "The ground of the page."),
    Key("text", Kind::Schemes, "The colour of text."),
    Key("logo", Kind::Schemes, "An image for the head of each page."),
    Key("logo_only", Kind::Boolean, "Whether the logo holds the name of the handbook. Default: false."),
    Key("favicon", Kind::Text, "An SVG or PNG for tabs and home screens."),
    Key("font", Kind::Texts, "Names of font families for text."),
    Key("heading_font", Kind::Texts, "Names of font families for headings."),
    Key("code_font", Kind::Texts, "Names of font families for code."),
    Key("fonts", Kind::Tables(FONTS), "Files of fonts that are published with the handbook."),
    Key("radius", Kind::Text, "How round corners are, such as \"0.5rem\"."),
    Key("text_width", Kind::Text, "How wide lines of text may be, such as \"70ch\"."),
];

const FONTS: &[Key] = &[
    Key("family", Kind::Text, "The name of its family."),
    Key("file", Kind::Text, "The file, from the project's root."),
    Key("weight", Kind::Text, "Its weight, or two for a variable font, such as \"100 900\"."),
    Key("style", Kind::Choice(&["normal", "italic"]), "Its style. Default: normal."),
];

const NAVIGATION: &[Key] = &[
    Key("tabs", Kind::Tables(LINK), "Links above every page, or \"sections\" for those of the top level."),
    Key("footer", Kind::Tables(LINK), "Links at the foot of every page."),
    Key("social", Kind::Tables(SOCIAL), "Where else people of the handbook are."),
];

const LINK: &[Key] = &[
    Key("title", Kind::Text, "What it is called. Default: the title of its page."),
    Key("page", Kind::Text, "The page that it leads to, as a file below the content folder."),
    Key("url", Kind::Text, "The address that it leads to, in place of a page."),
];

const SOCIAL: &[Key] = &[
    Key("kind", Kind::Text, "What it is, such as \"github\"."),
    Key("url", Kind::Text, "Its address."),
    Key("title", Kind::Text, "What it is called."),
    Key("icon", Kind::Text, "An image for it, from the project's root."),
];

const ANNOUNCEMENT: &[Key] = &[
    Key("text", Kind::Text, "What it says."),
    Key("page", Kind::Text, "The page that it leads to."),
    Key("url", Kind::Text, "The address that it leads to, in place of a page."),
    Key("link_text", Kind::Text, "What the link says. Default: \"Read more\"."),
    Key("dismissible", Kind::Boolean, "Whether a reader can put it away. Default: true."),
    Key("id", Kind::Text, "What it is remembered by when it was put away. Default: from its text."),
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
        let mut text = String::new();
        write_tables(KEYS, "", &mut text);
        let (read, tables) = seen::during(|| parse(&text, Config::new("x")));
        let unknown = read.diagnostics.iter().find(|report| report.code == Code::ConfigUnknownKey);
        assert_eq!(unknown, None);
        let mut declared = BTreeSet::new();
        names(KEYS, &mut declared);
        assert_eq!(declared, tables);
    }

    /// Every table that there can be, with nothing in it.
    fn write_tables(keys: &[Key], above: &str, text: &mut String) {
        for Key(name, kind, _) in keys {
            match kind {
                Kind::Table(keys) => {
                    text.push_str(&format!("[{above}{name}]\n"));
                    write_tables(keys, &format!("{above}{name}."), text);
                }
                Kind::Tables(_) => text.push_str(&format!("[[{above}{name}]]\n")),
                _ => {}
            }
        }
    }
}
