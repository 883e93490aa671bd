//! The settings at the head of a Markdown file.

mod alias;
mod foreign;
mod terms;
mod unquoted;

use crate::config::is_language;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::settings::{Codes, Field, Spanned, SyntaxError, Table, Value, fields_to_json, toml, yaml};
use crate::source::{Moment, Span, day_number};

pub use alias::{Insertion, with_aliases};

use foreign::FOREIGN;
pub use terms::DeclaredTerm;

/// The largest front matter that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

const CODES: Codes = Codes {
    wrong_type: Code::FrontMatterType,
    unknown_key: Code::FrontMatterUnknownKey,
    noun: "front matter key",
};

/// Keys of a file of a ladder. What they mean is told from the ladder, so only the settings tree of
/// them is kept.
const SHEET_KEYS: &[&str] = &[
    "also_known_as",
    "area",
    "assess",
    "competency",
    "families",
    "family",
    "id",
    "keywords",
    "ladder",
    "level",
    "merge",
    "mode",
    "name",
    "resources",
    "steps",
    "summary",
    "tracks",
    "weight",
];

/// Those of them by which `weight` is that of a competency, not a place among neighbours.
const COMPETENCY_KEYS: &[&str] =
    &["area", "assess", "competency", "families", "family", "id", "mode", "name", "steps", "tracks"];

/// The head of a file of a ladder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// What it says as the head of a page.
    pub front_matter: FrontMatter,
    /// All of its keys.
    pub fields: Vec<Field>,
}

/// What the head of a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// `title`: the name of the page. Default: its first heading.
    pub title: Option<String>,
    /// `description`: one sentence about the page, for lists and search engines.
    pub description: Option<String>,
    /// `slug`: the last part of the page's address. Default: the file name.
    pub slug: Option<Spanned<String>>,
    /// `permalink`: the whole address of the page, from the root.
    pub permalink: Option<Spanned<String>>,
    /// `aliases` (or `redirect_from`): former addresses, which lead to this page.
    pub aliases: Vec<Spanned<String>>,
    /// `order` (or `weight`, `sidebar_position`, `nav_order`): the place among its neighbours;
    /// lower comes first, a page without one comes last.
    pub order: Option<f64>,
    /// `tags`: words to find the page by.
    pub tags: Vec<Spanned<String>>,
    /// `draft` (or `published: false`, as Jekyll has it): left out unless drafts are asked for.
    pub draft: bool,
    /// `owner`: who looks after the page.
    pub owner: Option<String>,
    /// `review_by`: the day by which to look at it again.
    pub review_by: Option<Spanned<String>>,
    /// `language` (or `lang`): BCP 47 tag of the language of the page. Default: that of the handbook.
    pub language: Option<String>,
    /// `search`: `false` leaves the page out of the search. Default: `true`.
    pub is_searched: bool,
    /// `updated` (or `last_modified`, `last_modified_at`, `lastmod`, `lastUpdated`): when what it says
    /// changed last. Default: what git knows, with `dates = "git"`.
    pub updated: Option<Moment>,
    /// `date`: when it was first published.
    pub date: Option<Moment>,
    /// `template`: the template to render the page with.
    pub template: Option<Spanned<String>>,
    /// `terms`: words that the page explains.
    pub terms: Vec<DeclaredTerm>,
    /// `glossary`: whether the definition lists of the page are the handbook's glossary, or, when it is
    /// `false`, that no term is linked on it.
    pub glossary: Option<bool>,
    /// Everything under `extra`, and the keys of other generators, as written.
    pub extra: serde_json::Value,
}

impl Default for FrontMatter {
    /// What a file without front matter says: nothing, with an empty map of extra values.
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            slug: None,
            permalink: None,
            aliases: Vec::new(),
            order: None,
            tags: Vec::new(),
            draft: false,
            owner: None,
            review_by: None,
            language: None,
            is_searched: true,
            updated: None,
            date: None,
            template: None,
            terms: Vec::new(),
            glossary: None,
            // Templates may loop over it, so it is never null.
            extra: serde_json::Value::Object(serde_json::Map::new()),
        }
    }
}

/// Reads the front matter of `text`, and returns with it the byte at which the body starts.
///
/// YAML stands between two lines of `---`, TOML between two lines of `+++`, from the first byte of
/// the file (after a byte order mark). A file without either has none.
pub fn read(text: &str) -> (Checked<FrontMatter>, usize) {
    let (fields, body) = read_fields(text);
    let mut read = keys(&fields.value, text);
    read.diagnostics.extend(fields.diagnostics);
    (read, body)
}

/// As [`read`], for a file of a ladder.
pub fn read_sheet(text: &str) -> (Checked<Head>, usize) {
    let (fields, body) = read_fields(text);
    let mut read = sheet_keys(&fields.value, text);
    read.diagnostics.extend(fields.diagnostics);
    let head = Head { front_matter: read.value, fields: fields.value };
    (Checked { value: head, diagnostics: read.diagnostics }, body)
}

/// Finds the front matter, and reads it as a settings tree.
fn read_fields(text: &str) -> (Checked<Vec<Field>>, usize) {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| is_fence(first_line(&text[start..]), fence))
    else {
        return (Checked::clean(Vec::new()), start);
    };
    let inner = start + first_line(&text[start..]).len();
    let Some((length, body)) = closing(&text[inner..], fence) else {
        // A thematic break on the first line is no front matter: a key must follow.
        if !looks_like_settings(first_line(&text[inner..]), fence) {
            return (Checked::clean(Vec::new()), start);
        }
        let report = Diagnostic::new(Code::FrontMatterUnclosed, "the front matter never ends")
            .at(Span::new(start, start + 3), "it starts here")
            .help(format!("close it with a line that is only `{fence}`"));
        return (Checked { value: Vec::new(), diagnostics: vec![report] }, start);
    };
    let body = inner + body;
    if length > MAX_BYTES {
        let report = Diagnostic::new(Code::FrontMatterTooLarge, "the front matter is larger than 64 KiB")
            .at(Span::new(start, start + 3), "it starts here")
            .help("move the content below the front matter");
        return (Checked { value: Vec::new(), diagnostics: vec![report] }, body);
    }
    (interpret(text, Span::new(inner, inner + length), fence), body)
}

fn interpret(text: &str, span: Span, fence: &str) -> Checked<Vec<Field>> {
    let inner = &text[span.range()];
    let (fields, errors) = match fence {
        "---" => match yaml::parse(inner, span.start as usize) {
            Ok(fields) => (fields, Vec::new()),
            Err(error) => (Vec::new(), vec![error]),
        },
        _ => toml::parse(inner, span.start as usize),
    };
    let mut diagnostics: Vec<Diagnostic> =
        errors.into_iter().map(|error| syntax_report(error, span, fence)).collect();
    if fence == "---" {
        diagnostics.extend(unquoted::reports(&fields, &text[..span.end as usize]));
    }
    Checked { value: fields, diagnostics }
}

fn keys(fields: &[Field], text: &str) -> Checked<FrontMatter> {
    let mut table = Table::new(fields, text, CODES);
    let value =
        front_matter(&mut table, (fields, text), &["order", "weight", "sidebar_position", "nav_order"]);
    Checked { value, diagnostics: table.finish(FOREIGN) }
}

fn sheet_keys(fields: &[Field], text: &str) -> Checked<FrontMatter> {
    let mut table = Table::new(fields, text, CODES);
    let is_competency = fields.iter().any(|field| COMPETENCY_KEYS.contains(&field.key.as_str()));
    let orders: &[&'static str] = if is_competency {
        &["order", "sidebar_position", "nav_order"]
    } else {
        &["order", "weight", "sidebar_position", "nav_order"]
    };
    let mut value = front_matter(&mut table, (fields, text), orders);
    for key in SHEET_KEYS {
        let node = table.node(key);
        if let ("name", None, Some(Value::String(name))) = (*key, &value.title, node.map(|node| &node.value))
        {
            value.title = Some(name.clone()).filter(|name| !name.trim().is_empty());
        }
    }
    Checked { value, diagnostics: table.finish(FOREIGN) }
}

/// Reads the keys of a page. `orders` are those that may give its place among its neighbours.
fn front_matter(
    table: &mut Table<'_>,
    (fields, text): (&[Field], &str),
    orders: &[&'static str],
) -> FrontMatter {
    FrontMatter {
        title: table.string("title").map(|title| title.value).filter(|title| !title.trim().is_empty()),
        description: table.string("description").map(|description| description.value),
        slug: address(table, "slug"),
        permalink: address(table, "permalink"),
        aliases: [table.strings("aliases"), table.strings("redirect_from")].concat(),
        order: orders.iter().fold(None, |order, key| order.or_else(|| table.number(key))),
        tags: table.strings("tags"),
        draft: table.boolean("draft").unwrap_or(false) || is_unpublished(fields),
        owner: table.string("owner").map(|owner| owner.value),
        review_by: review_by(table),
        language: language(table),
        is_searched: is_searched(table),
        updated: updated(table).or_else(|| foreign_moment(fields, &UPDATED)),
        date: foreign_moment(fields, &["date"]),
        template: table.string("template"),
        terms: terms::terms(table, text),
        glossary: table.boolean("glossary"),
        extra: extra(table, fields),
    }
}

/// `published: false`. Other tools have a date there, which says nothing of the kind.
fn is_unpublished(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.key == "published" && field.node.value == Value::Boolean(false))
}

/// `search: false`, or as Material for MkDocs has it `search: {exclude: true}`.
fn is_searched(table: &mut Table<'_>) -> bool {
    match table.node("search").map(|node| &node.value) {
        Some(Value::Map(fields)) => {
            !fields.iter().any(|field| field.key == "exclude" && field.node.value == Value::Boolean(true))
        }
        Some(_) => table.boolean("search").unwrap_or(true),
        None => true,
    }
}

/// A path of segments that an address can have.
fn address(table: &mut Table<'_>, key: &'static str) -> Option<Spanned<String>> {
    let written = table.string(key).filter(|written| !written.value.is_empty())?;
    let reason = match written.value.find(['?', '#', ':', '\\']) {
        Some(at) => format!("it holds `{}`", &written.value[at..at + 1]),
        None if written.value.split('/').any(|segment| segment == "..") => "it holds `..`".to_owned(),
        None => return Some(written),
    };
    let message = format!("`{key}` cannot be `{}`: {reason}", written.value);
    let report = Diagnostic::new(Code::FrontMatterValue, message).at(written.span, "");
    table.report(report.help(match key {
        "slug" => "write the last part of the address, such as `start`",
        _ => "write the path of the address from the root, such as `/guides/start/`",
    }));
    None
}

fn review_by(table: &mut Table<'_>) -> Option<Spanned<String>> {
    let day = table.string("review_by")?;
    if day_number(&day.value).is_some() {
        return Some(day);
    }
    let message = format!("`review_by` cannot be `{}`", day.value);
    let report = Diagnostic::new(Code::FrontMatterValue, message).at(day.span, "");
    table.report(report.help("write a day as year-month-day, such as `2027-04-01`"));
    None
}

fn language(table: &mut Table<'_>) -> Option<String> {
    let given = ["language", "lang"].map(|key| (key, table.string(key)));
    let (key, tag) = given.into_iter().find_map(|(key, tag)| Some((key, tag?)))?;
    if is_language(&tag.value) {
        return Some(tag.value);
    }
    let report = Diagnostic::new(Code::FrontMatterValue, format!("`{key}` cannot be `{}`", tag.value));
    table.report(report.at(tag.span, "").help("write a language tag, such as `en`, `en-GB` or `ja`"));
    None
}

/// Other generators' words for `updated`.
const UPDATED: [&str; 4] = ["last_modified", "last_modified_at", "lastmod", "lastUpdated"];

fn updated(table: &mut Table<'_>) -> Option<Moment> {
    let written = table.string("updated")?;
    let moment = Moment::parse(&written.value);
    if moment.is_none() {
        let message = format!("`updated` cannot be `{}`", written.value);
        let report = Diagnostic::new(Code::FrontMatterValue, message).at(written.span, "");
        table.report(
            report.help(
                "write a day, such as `2026-04-01`, or one with a time, such as `2026-04-01T09:30:00Z`",
            ),
        );
    }
    moment
}

/// A date under the first of these keys that has one. Other tools' keys hold whatever those take, such
/// as `lastUpdated: false`: what is no date is nobody's mistake.
fn foreign_moment(fields: &[Field], keys: &[&str]) -> Option<Moment> {
    keys.iter().find_map(|key| {
        let field = fields.iter().find(|field| field.key == *key)?;
        match &field.node.value {
            Value::String(text) | Value::Date(text) => Moment::parse(text),
            _ => None,
        }
    })
}

/// `extra` as it is, and beside it what other generators' keys say.
fn extra(table: &mut Table<'_>, fields: &[Field]) -> serde_json::Value {
    let own = table.table("extra").map(fields_to_json);
    let mut all = match own {
        Some(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    for field in
        fields.iter().filter(|field| FOREIGN.contains(&field.key.as_str()) && field.node.value != Value::Null)
    {
        all.entry(field.key.clone()).or_insert_with(|| field.node.value.to_json());
    }
    serde_json::Value::Object(all)
}

fn syntax_report(error: SyntaxError, span: Span, fence: &str) -> Diagnostic {
    let language = if fence == "---" { "YAML" } else { "TOML" };
    let at = error.span.unwrap_or(span);
    Diagnostic::new(
        Code::FrontMatterSyntax,
        format!("the front matter is not valid {language}: {}", error.message),
    )
    .at(Span::new((at.start.min(span.end)) as usize, at.end.min(span.end) as usize), "")
    .help("put texts with `:` or `#` in quotes, and check the indentation")
}

/// Returns the first line with its line ending.
fn first_line(text: &str) -> &str {
    memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..=end])
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_end_matches([' ', '\t', '\r', '\n']).is_empty())
}

/// Finds the closing fence; returns the length of what is before it and where the body starts.
fn closing(text: &str, fence: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while at < text.len() {
        let line = first_line(&text[at..]);
        if is_fence(line, fence) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn looks_like_settings(line: &str, fence: &str) -> bool {
    let separator = if fence == "---" { ':' } else { '=' };
    let key = line.split(separator).next().unwrap_or("").trim();
    line.contains(separator)
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        read(text).0.diagnostics.into_iter().map(|report| report.message).collect()
    }

    #[test]
    fn both_languages_say_the_same() {
        let yaml = "---\r\ntitle: \"A: b\"\r\norder: 2\r\ntags: x\r\naliases:\r\n  - /old/\r\n---\r\nBody";
        let toml = "+++\ntitle = \"A: b\"\norder = 2\ntags = [\"x\"]\naliases = [\"/old/\"]\n+++\nBody";
        let (read_yaml, body) = read(yaml);
        assert_eq!(&yaml[body..], "Body");
        let (read_toml, body) = read(toml);
        assert_eq!(&toml[body..], "Body");
        for checked in [&read_yaml, &read_toml] {
            assert_eq!(checked.diagnostics, []);
            assert_eq!(checked.value.title.as_deref(), Some("A: b"));
            assert_eq!((checked.value.order, checked.value.tags.len()), (Some(2.0), 1));
            assert_eq!(checked.value.tags[0].value, "x");
            assert_eq!(checked.value.aliases[0].value, "/old/");
        }
    }

    #[test]
    fn a_rule_on_the_first_line_is_no_front_matter() {
        assert_eq!(read("---\n\nA rule above.\n").1, 0);
        assert_eq!(messages("---\n\nA rule above.\n"), [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_said_all_at_once() {
        assert_eq!(messages("---\ntitle: a\n"), ["the front matter never ends"]);
        assert_eq!(
            messages("---\ntitle: [a]\ndraft: 'yes'\nreview_by: soon\ndescripton: x\nlayout: page\n---\n"),
            [
                "`title` must be a string, found a list",
                "`draft` must be `true` or `false`, found a string",
                "`review_by` cannot be `soon`",
                "unknown front matter key `descripton`",
            ]
        );
    }

    #[test]
    fn a_byte_order_mark_is_not_content() {
        let (read, body) = read("\u{feff}---\ntitle: 1.10\n---\nx");
        assert_eq!((read.value.title.as_deref(), body), (Some("1.10"), 23));
    }

    #[test]
    fn extra_is_a_map_whatever_the_front_matter() {
        for text in ["Body", "---\n---\n", "---\ntitle: x\n---\n", "---\ntitle: x\n"] {
            assert_eq!(read(text).0.value.extra, serde_json::json!({}), "{text:?}");
        }
    }

    #[test]
    fn keys_of_a_ladder_are_known_in_its_files() {
        let text = "---\nname: The last mile\narea: delivery\nweight: 2\naera: x\n---\n";
        let (read, body) = read_sheet(text);
        assert_eq!(body, text.len());
        let head = read.value;
        assert_eq!(
            (head.front_matter.title.as_deref(), head.front_matter.order),
            (Some("The last mile"), None)
        );
        assert_eq!(head.fields.len(), 4);
        let help: Vec<&str> = read.diagnostics.iter().map(|report| report.help[0].as_str()).collect();
        assert_eq!(help, ["did you mean `area`?"]);
        assert_eq!(read_sheet("---\nweight: 2\n---\n").0.value.front_matter.order, Some(2.0));
        assert_eq!(messages("---\narea: delivery\n---\n"), ["unknown front matter key `area`"]);
    }

    #[test]
    fn the_language_of_a_page_is_a_tag() {
        for key in ["language", "lang"] {
            let (read, _) = read(&format!("---\n{key}: pt-BR\n---\n"));
            assert_eq!((read.value.language.as_deref(), read.diagnostics), (Some("pt-BR"), vec![]));
            assert_eq!(
                messages(&format!("---\n{key}: Deutsch!\n---\n")),
                [format!("`{key}` cannot be `Deutsch!`")]
            );
        }
    }

    #[test]
    fn what_jekyll_does_not_publish_is_a_draft() {
        for (value, is_draft) in [("false", true), ("true", false), ("2026-01-02", false)] {
            let (read, _) = read(&format!("---\npublished: {value}\n---\n"));
            assert_eq!((read.value.draft, read.diagnostics), (is_draft, vec![]), "{value}");
        }
    }

    #[test]
    fn foreign_keys_are_kept_beside_extra() {
        let (read, _) = read("---\nlayout: page\nextra:\n  a: 1\n---\n");
        assert_eq!(read.value.extra, serde_json::json!({"a": 1, "layout": "page"}));
    }
}
