//! `handbook.toml`: every setting, its meaning and its default.
//!
//! [`parse`] is pure. Reading the file, and what the command line overrides, is the caller's.

mod addresses;
mod announcement;
mod belongs;
mod connections;
mod external;
mod identity;
mod ladder;
mod lints;
mod markdown;
mod navigation;
mod outputs;
mod pages;
mod paths;
mod print;
mod search;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::settings::{Codes, Field, Spanned, Table, Value, fields_to_json, toml};
use crate::source::{SourcePath, Span};

pub use addresses::parse_base_url;
pub use announcement::Announcement;
pub use connections::ConnectionsConfig;
pub use external::ExternalConfig;
pub use identity::{
    Chosen, Colour, ColourError, FontFile, FontNames, FontStyle, IdentityConfig, Length, Palette, Scheme,
    Schemes, colour_token, text_token,
};
pub use ladder::LadderConfig;
pub use lints::Lints;
pub use markdown::{Highlight, MarkdownConfig, RawHtml, SlugRule};
pub use navigation::{Destination, NamedLink, NavigationConfig, SocialKind, SocialLink, Tabs};
pub use outputs::{OutputsConfig, Robots};
pub use paths::{ReadingPath, Stop};
pub use print::{CardsConfig, PrintConfig};
pub use search::SearchConfig;

/// The name of the configuration file, in the project's root.
pub const FILE_NAME: &str = "handbook.toml";

const CODES: Codes =
    Codes { wrong_type: Code::ConfigType, unknown_key: Code::ConfigUnknownKey, noun: "setting" };

/// All settings of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `title`: the name of the handbook. Default: the name of the project's folder.
    pub title: String,
    /// `description`: one sentence about the handbook, for search engines and the home page.
    pub description: String,
    /// `language`: BCP 47 tag of the language that the handbook is written in. Default: `en`.
    pub language: String,
    /// `base_url`: the absolute address of the published root, ending in `/`. Only needed for
    /// addresses that must be absolute (canonical links); everything else is relative.
    pub base_url: Option<String>,
    /// `content`: the folder of the Markdown files. Default: `content`.
    pub content: SourcePath,
    /// `static`: the folder whose files are copied as they are. Default: `static`.
    pub static_files: SourcePath,
    /// `output`: the folder to publish to, from the root. Default: `public`.
    pub output: String,
    /// `theme`: a folder in `themes/`, or `default` for the built-in one.
    pub theme: String,
    /// `url_style`: `"directory"` for `vision/triggers/`, `"file"` for `vision/triggers.html`,
    /// which also works when opened from a folder. Default: `directory`.
    pub url_style: UrlStyle,
    /// `assets`: `"all"` publishes every file of the content folder that is not Markdown,
    /// `"linked"` only those that a page refers to. Default: `all`.
    pub assets: AssetPolicy,
    /// `exclude`: files and folders of the content folder that are left out, from that folder.
    pub exclude: Vec<Spanned<SourcePath>>,
    /// `repository`: the address of the repository, shown to readers.
    pub repository: Option<String>,
    /// `edit_url`: an address with `{path}` where the path of a source from the project's root
    /// goes; makes an "edit this page" link.
    pub edit_url: Option<String>,
    /// `footer`: one line for the foot of each page.
    pub footer: String,
    /// `feedback_url`: an address with `{title}`, `{path}` or `{url}` in it, where those of the page
    /// go; makes a "give feedback" link.
    pub feedback_url: Option<String>,
    /// `[identity]`: colours, logo and fonts.
    pub identity: IdentityConfig,
    /// `[navigation]`: tabs, links of the footer, profiles.
    pub navigation: NavigationConfig,
    /// `[announcement]`: a line above every page.
    pub announcement: Option<Announcement>,
    /// `[print]`: the handbook as one document.
    pub print: PrintConfig,
    /// `[cards]`: images for links in chats and social networks.
    pub cards: CardsConfig,
    /// `[markdown]`: the dialect.
    pub markdown: MarkdownConfig,
    /// `[ladder]`: what views of ladders offer.
    pub ladder: LadderConfig,
    /// `[search]`: whether readers can search.
    pub search: SearchConfig,
    /// `[[paths]]`: reading paths.
    pub paths: Vec<ReadingPath>,
    /// `[connections]`: what leads from page to page besides links.
    pub connections: ConnectionsConfig,
    /// `dates`: `"git"` asks git when each page was changed last, `"front-matter"` only knows what
    /// pages say. Default: `front-matter`, because asking git runs a program.
    pub dates: Dates,
    /// `[outputs]`: the files around the pages.
    pub outputs: OutputsConfig,
    /// `[external]`: how links to other sites are checked.
    pub external: ExternalConfig,
    /// `[lints]`: severities of diagnostic codes.
    pub lints: Lints,
    /// `[extra]`: values of the project's own, given to templates as `site.extra`.
    pub extra: serde_json::Value,
    /// Where settings stand whose values can only be judged with the project at hand.
    pub places: Places,
}

/// Where settings stand in the configuration file; `None` for those that are not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Places {
    /// The value of `content`.
    pub content: Option<Span>,
    /// The value of `static`.
    pub static_files: Option<Span>,
    /// The value of `output`.
    pub output: Option<Span>,
    /// The value of `theme`.
    pub theme: Option<Span>,
    /// The value of `dates`.
    pub dates: Option<Span>,
}

/// How addresses of pages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UrlStyle {
    /// `vision/triggers/`, a folder with an `index.html`.
    Directory,
    /// `vision/triggers.html`.
    File,
}

/// Where it is known from when a page was changed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dates {
    /// From the repository, where the page itself does not say.
    Git,
    /// From the page alone.
    FrontMatter,
}

/// Which files beside the Markdown are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetPolicy {
    /// All of them.
    All,
    /// Those that a published page refers to.
    Linked,
}

impl Config {
    /// Returns the settings of a project without a configuration file, titled `title`.
    pub fn new(title: &str) -> Self {
        let path = |name| SourcePath::new(name).expect("the default folders are inside the project");
        Self {
            title: title.to_owned(),
            description: String::new(),
            language: "en".to_owned(),
            base_url: None,
            content: path("content"),
            static_files: path("static"),
            output: "public".to_owned(),
            theme: "default".to_owned(),
            url_style: UrlStyle::Directory,
            assets: AssetPolicy::All,
            exclude: Vec::new(),
            repository: None,
            edit_url: None,
            footer: String::new(),
            feedback_url: None,
            identity: IdentityConfig::default(),
            navigation: NavigationConfig::default(),
            announcement: None,
            print: PrintConfig::default(),
            cards: CardsConfig::default(),
            markdown: MarkdownConfig::default(),
            ladder: LadderConfig::default(),
            search: SearchConfig::default(),
            paths: Vec::new(),
            connections: ConnectionsConfig::default(),
            dates: Dates::FrontMatter,
            outputs: OutputsConfig::default(),
            external: ExternalConfig::default(),
            lints: Lints::default(),
            extra: serde_json::Value::Object(serde_json::Map::new()),
            places: Places::default(),
        }
    }
}

/// Reads the text of a `handbook.toml`. What it does not set comes from `defaults`.
///
/// Reports have no file: the caller adds it with [`Diagnostic::within`].
pub fn parse(text: &str, defaults: Config) -> Checked<Config> {
    let mut config = defaults;
    let (fields, errors) = toml::parse(text, 0);
    let mut diagnostics: Vec<Diagnostic> = errors.into_iter().map(syntax_report).collect();
    let mut table = Table::new(&fields, text, CODES);

    match table.string("title") {
        Some(title) if title.value.trim().is_empty() => {
            let report = value_report("title", &title.value, title.span);
            table.report(report.help("write a title, or leave it out to have the name of the folder"));
        }
        title => config.title = title.map_or(config.title, |title| title.value),
    }
    config.description = table.string("description").map_or(config.description, |text| text.value);
    config.footer = table.string("footer").map_or(config.footer, |text| text.value);
    if let Some(theme) = table.string("theme") {
        config.places.theme = Some(theme.span);
        config.theme = theme.value;
    }
    if let Some(language) = table.string("language") {
        config.language = checked_language(&mut table, language).unwrap_or(config.language);
    }
    if let Some(url) = table.string("base_url") {
        config.base_url = match parse_base_url(&url.value) {
            Ok(url) => Some(url),
            Err(reason) => {
                let message = format!("`base_url` cannot be `{}`: {reason}", url.value);
                let report = Diagnostic::new(Code::ConfigValue, message).at(url.span, "");
                table.report(report.help("write a full address, such as `https://example.org/handbook/`"));
                None
            }
        };
    }
    config.places.content = table.node("content").map(|node| node.span);
    config.content = folder(&mut table, "content", config.content);
    config.places.static_files = table.node("static").map(|node| node.span);
    config.static_files = folder(&mut table, "static", config.static_files);
    config.places.output = table.node("output").map(|node| node.span);
    if let Some(path) = table.string("output") {
        if path.value.starts_with('~') {
            let report = value_report("output", &path.value, path.span);
            table.report(report.help("write a path from this folder, or a whole one: only shells know `~`"));
        } else {
            config.output = path.value;
        }
    }
    if let Some((key, message)) = published_too_much(&config) {
        let place = ["static", key].into_iter().find_map(|key| table.node(key)).map(|node| node.span);
        let report = Diagnostic::new(Code::ConfigValue, message);
        let report = place.into_iter().fold(report, |report, span| report.at(span, ""));
        let help = "give files that are copied as they are a folder of their own; files beside pages are copied from `content`, too";
        table.report(report.help(help));
        config.static_files = Config::new("").static_files;
    }
    let styles = [("directory", UrlStyle::Directory), ("file", UrlStyle::File)];
    config.url_style = table.choice("url_style", &styles, Code::ConfigValue).unwrap_or(config.url_style);
    let policies = [("all", AssetPolicy::All), ("linked", AssetPolicy::Linked)];
    config.assets = table.choice("assets", &policies, Code::ConfigValue).unwrap_or(config.assets);
    for path in table.strings("exclude") {
        let span = path.span;
        if let Some(path) = checked_path(&mut table, "exclude", &path) {
            config.exclude.push(Spanned { value: path, span });
        }
    }
    if let Some(url) = table.string("repository") {
        config.repository = navigation::checked_url(&mut table, "repository", &url).map(String::from);
    }
    if let Some(template) = table.string("edit_url") {
        config.edit_url = addresses::checked_edit_url(&mut table, template);
    }
    if let Some(template) = table.string("feedback_url") {
        config.feedback_url = addresses::checked_feedback_url(&mut table, template);
    }
    diagnostics.extend(read_looks(&mut table, text, &mut config));
    if let Some(fields) = table.table("markdown") {
        diagnostics.extend(config.markdown.read(fields, text));
    }
    if let Some(fields) = table.table("ladder") {
        diagnostics.extend(config.ladder.read(fields, text));
    }
    if let Some(fields) = table.switch("search") {
        diagnostics.extend(config.search.read(fields, text));
    }
    config.paths = paths::read(&mut table, text);
    if let Some(fields) = table.table("connections") {
        diagnostics.extend(config.connections.read(fields, text));
    }
    config.places.dates = table.node("dates").map(|node| node.span);
    let sources = [("git", Dates::Git), ("front-matter", Dates::FrontMatter)];
    config.dates = table.choice("dates", &sources, Code::ConfigValue).unwrap_or(config.dates);
    if let Some(fields) = table.table("outputs") {
        diagnostics.extend(config.outputs.read(fields, text));
    }
    if let Some(fields) = table.table("external") {
        diagnostics.extend(config.external.read(fields, text));
    }
    if let Some(fields) = table.table("lints") {
        diagnostics.extend(config.lints.read(fields));
    }
    if let Some(own) = table.table("extra") {
        config.extra = fields_to_json(own);
        diagnostics.extend(swallowed(own, &fields, table.known()));
    }
    let known = table.known().to_vec();
    diagnostics.extend(table.finish(&[]));
    belongs::advise(&mut diagnostics, text, &known);
    Checked { value: config, diagnostics }
}

fn syntax_report(error: crate::settings::SyntaxError) -> Diagnostic {
    let is_twice = error.message.contains("duplicate");
    let report = Diagnostic::new(Code::ConfigSyntax, error.message).help(if is_twice {
        "write it once"
    } else {
        "write settings as TOML, such as `title = \"Handbook\"`"
    });
    match error.span {
        Some(span) => report.at(span, ""),
        None => report,
    }
}

/// Reports values of the project's own that are called as settings which are not set: what stands below
/// the line `[extra]` is of that table.
fn swallowed(own: &[Field], set: &[Field], known: &[&str]) -> Vec<Diagnostic> {
    let is_set = |key: &str| set.iter().any(|field| field.key == key);
    let is_swallowed = |field: &&Field| known.contains(&&*field.key) && !is_set(&field.key);
    let reports = own.iter().filter(is_swallowed).map(|field| {
        let message = format!("`{}` is no setting here, but a value of your own in `[extra]`", field.key);
        let report = Diagnostic::new(Code::ConfigNoEffect, message).at(field.key_span, "");
        report.help(match field.node.value {
            Value::Map(_) => format!("write it as `[{}]`", field.key),
            _ => "move it above the first line with a name in brackets, `[markdown]` for instance".to_owned(),
        })
    });
    reports.collect()
}

/// Reads the tables about how pages look and what stands around their text.
fn read_looks(table: &mut Table<'_>, text: &str, config: &mut Config) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if let Some(fields) = table.table("identity") {
        diagnostics.extend(config.identity.read(fields, text));
    }
    if let Some(fields) = table.table("navigation") {
        diagnostics.extend(config.navigation.read(fields, text));
    }
    let span = table.node("announcement").map(|node| node.span);
    if let (Some(span), Some(fields)) = (span, table.table("announcement")) {
        let read = Announcement::read(fields, text, span);
        config.announcement = read.value;
        diagnostics.extend(read.diagnostics);
    }
    if let Some(fields) = table.switch("print") {
        diagnostics.extend(config.print.read(fields, text));
    }
    if let Some(fields) = table.switch("cards") {
        diagnostics.extend(config.cards.read(fields, text));
    }
    diagnostics
}

/// Returns what the folder of static files holds that must not be copied as it is, such as drafts, and the
/// setting that names it.
fn published_too_much(config: &Config) -> Option<(&'static str, String)> {
    let (files, content) = (&config.static_files, &config.content);
    if files.as_str().is_empty() {
        return Some(("static", "`static` cannot be the whole project".to_owned()));
    }
    if files == content {
        return Some(("content", format!("`content` and `static` are both `{content}`")));
    }
    if content.below(files).is_some() {
        let message = format!("`content` is `{content}`, which lies in `static`, `{files}`");
        return Some(("content", message));
    }
    let output = SourcePath::new(&config.output).ok()?;
    let is_held = output == *files || output.below(files).is_some();
    is_held.then(|| ("output", format!("`output` is `{output}`, which lies in `static`, `{files}`")))
}

fn folder(table: &mut Table<'_>, key: &'static str, default: SourcePath) -> SourcePath {
    match table.string(key) {
        Some(path) => checked_path(table, key, &path).unwrap_or(default),
        None => default,
    }
}

fn checked_path(table: &mut Table<'_>, key: &str, path: &Spanned<String>) -> Option<SourcePath> {
    match SourcePath::new(&path.value) {
        Ok(path) => Some(path),
        Err(error) => {
            let message = format!("`{key}` cannot be `{}`: {error}", path.value);
            let report = Diagnostic::new(Code::ConfigValue, message).at(path.span, "");
            table.report(report.help("write a path inside the project, with `/` between folders"));
            None
        }
    }
}

/// Returns whether a text has the form of a language tag (BCP 47).
pub fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(at, part)| {
        let length = if at == 0 { 2..=8 } else { 1..=8 };
        length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn checked_language(table: &mut Table<'_>, language: Spanned<String>) -> Option<String> {
    if is_language(&language.value) {
        return Some(language.value);
    }
    let message = format!("`language` cannot be `{}`", language.value);
    let report = Diagnostic::new(Code::ConfigValue, message).at(language.span, "");
    table.report(report.help("write a language tag, such as `en`, `en-GB` or `ja`"));
    None
}

/// Starts a report about a text that a key cannot have.
fn value_report(key: &str, value: &str, span: Span) -> Diagnostic {
    let shown: String = value.chars().take(60).collect();
    Diagnostic::new(Code::ConfigValue, format!("`{key}` cannot be `{shown}`")).at(span, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        parse(text, Config::new("x")).diagnostics.into_iter().map(|report| report.message).collect()
    }

    #[test]
    fn a_full_configuration_is_read_without_a_word() {
        let text = "title = 'H'\nbase_url = 'https://example.org/h'\nurl_style = 'file'\nexclude = ['a/b']\n\
                    edit_url = 'https://example.org/edit/{path}'\n[markdown]\nslugs = 'kramdown'\nhighlight = false\n\
                    [lints]\n'link/unknown-page' = 'warn'\n[extra]\nteam = 'x'\n";
        let read = parse(text, Config::new("x"));
        assert_eq!(read.diagnostics, []);
        assert_eq!(read.value.base_url.as_deref(), Some("https://example.org/h/"));
        assert_eq!(read.value.markdown.slugs, SlugRule::Kramdown);
        assert_eq!(read.value.extra["team"], "x");
    }

    #[test]
    fn a_base_address_holds_no_password() {
        assert!(parse_base_url("https://me:secret@example.org/").is_err());
        assert_eq!(parse_base_url("https://example.org/@me").as_deref(), Ok("https://example.org/@me/"));
    }

    #[test]
    fn a_base_address_is_written_as_it_travels() {
        assert_eq!(parse_base_url("https://example.org/hé").as_deref(), Ok("https://example.org/h%C3%A9/"));
        assert_eq!(parse_base_url("https://example.org//").as_deref(), Ok("https://example.org/"));
    }

    #[test]
    fn static_files_hold_neither_content_nor_output() {
        let refused = [
            ("static = '.'", "`static` cannot be the whole project"),
            ("content = 'static'", "`content` and `static` are both `static`"),
            ("static = 'a'\ncontent = 'a/b'", "`content` is `a/b`, which lies in `static`, `a`"),
            ("static = 'a'\noutput = 'a/b'", "`output` is `a/b`, which lies in `static`, `a`"),
            ("output = '~/site'", "`output` cannot be `~/site`"),
            ("output = 'static'", "`output` is `static`, which lies in `static`, `static`"),
        ];
        for (text, message) in refused {
            let read = parse(text, Config::new("x"));
            let messages: Vec<&str> = read.diagnostics.iter().map(|report| &*report.message).collect();
            assert_eq!(messages, [message], "{text}");
            assert!(read.diagnostics[0].primary.is_some(), "{text}");
            assert_eq!(read.value.static_files.as_str(), "static");
        }
        for text in ["static = 'content/static'", "content = '.'", "static = 'a'\ncontent = 'ab'"] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_setting_below_extra_is_not_swallowed_without_a_word() {
        let text = "title = 'H'\n[extra]\nteam = 'x'\ntitle = 'mine'\nexclude = ['notes']\nsearch = { enabled = false }\n";
        assert_eq!(
            messages(text),
            [
                "`exclude` is no setting here, but a value of your own in `[extra]`",
                "`search` is no setting here, but a value of your own in `[extra]`",
            ]
        );
    }

    #[test]
    fn every_mistake_is_reported_in_one_run() {
        let text = "titel = 'H'\nbase_url = 'example.org'\ncontent = '../x'\nurl_style = 'files'\nlanguage = 'english language'\n";
        assert_eq!(
            messages(text),
            [
                "`language` cannot be `english language`",
                "`base_url` cannot be `example.org`: it must start with `https://` or `http://`",
                "`content` cannot be `../x`: the path leaves the project",
                "`url_style` cannot be `files`",
                "unknown setting `titel`",
            ]
        );
    }
}
