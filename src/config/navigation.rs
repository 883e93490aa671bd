//! `[navigation]`: tabs above the pages, links at their foot, and where else the authors are.

use super::CODES;
use crate::diagnostic::{Checked, Code, Diagnostic, nearest};
use crate::settings::{Field, Spanned, Table, Value};
use crate::source::{SourcePath, Span};

/// `[navigation]`: links that stand on every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavigationConfig {
    /// `tabs`: links across the head of each page, `{ title = "…", page = "…" }` each, or
    /// `"sections"` for the sections of the top level. Default: none.
    pub tabs: Tabs,
    /// `footer`: links at the foot of each page, written as tabs are.
    pub footer: Vec<NamedLink>,
    /// `social`: profiles and channels, `{ kind = "github", url = "…" }` each. Kinds that have an
    /// icon are in [`SocialKind::ALL`]; others need an `icon`, an image that is published.
    pub social: Vec<SocialLink>,
}

/// Which tabs there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Tabs {
    /// None.
    #[default]
    Off,
    /// The sections of the top level.
    Sections,
    /// Those that are written down.
    Links(Vec<NamedLink>),
}

/// A link with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLink {
    /// `title`: what it is called. Of a link to a page it may be left out: then it is the page's.
    pub title: Option<Box<str>>,
    /// Where it leads.
    pub destination: Destination,
}

/// Where a link of the settings leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// `page`: a page of the handbook, as a path below the content folder or as its address.
    Page(Spanned<String>),
    /// `url`: an address elsewhere.
    Address(Box<str>),
}

/// A profile or channel of the people behind the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialLink {
    /// `kind`: what it is.
    pub kind: SocialKind,
    /// `url`: its address.
    pub url: Box<str>,
    /// `title`: what it is called. Default: the name of the kind.
    pub title: Option<Box<str>>,
    /// `icon`: an image in place of the icon that the kind has, from the project's root.
    pub icon: Option<Spanned<SourcePath>>,
}

/// What a profile or channel is, by a name that style sheets may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialKind(Box<str>);

impl SocialKind {
    /// Kinds with an icon, and what they are called.
    pub const ALL: [(&str, &str); 16] = [
        ("bluesky", "Bluesky"),
        ("chat", "Chat"),
        ("codeberg", "Codeberg"),
        ("discord", "Discord"),
        ("email", "Email"),
        ("feed", "Feed"),
        ("github", "GitHub"),
        ("gitlab", "GitLab"),
        ("linkedin", "LinkedIn"),
        ("mastodon", "Mastodon"),
        ("matrix", "Matrix"),
        ("slack", "Slack"),
        ("teams", "Teams"),
        ("website", "Website"),
        ("x", "X"),
        ("youtube", "YouTube"),
    ];

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what the kind is called, when it is one that has an icon.
    pub fn title(&self) -> Option<&'static str> {
        Self::ALL.iter().find(|(kind, _)| *kind == &*self.0).map(|(_, title)| *title)
    }
}

impl NavigationConfig {
    /// Reads the table.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        let mut reports = Vec::new();
        let tabs = table.node("tabs");
        let is_word = tabs.is_some_and(|node| !matches!(node.value, Value::List(_)));
        if is_word {
            let choices = [("sections", Sections)];
            let chosen = table.choice("tabs", &choices, Code::ConfigValue);
            self.tabs = chosen.map_or(Tabs::Off, |Sections| Tabs::Sections);
        } else if tabs.is_some() {
            self.tabs = Tabs::Links(each(&mut table, "tabs", &mut reports, |link| named_link(link, text)));
        }
        self.footer = each(&mut table, "footer", &mut reports, |link| named_link(link, text));
        self.social = each(&mut table, "social", &mut reports, |link| social_link(link, text));
        reports.extend(table.finish(&[]));
        reports
    }
}

/// The one word that `tabs` may be.
#[derive(Clone, Copy)]
struct Sections;

/// Reads a list of tables.
fn each<T>(
    table: &mut Table<'_>,
    key: &'static str,
    reports: &mut Vec<Diagnostic>,
    read: impl Fn((&[Field], Span)) -> Checked<Option<T>>,
) -> Vec<T> {
    let Some(node) = table.node(key) else { return Vec::new() };
    let Value::List(nodes) = &node.value else {
        table.wrong_type(key, "a list of tables", node);
        return Vec::new();
    };
    let mut values = Vec::new();
    for node in nodes {
        let Value::Map(fields) = &node.value else {
            table.wrong_type(key, "a list of tables", node);
            continue;
        };
        let Checked { value, diagnostics } = read((fields, node.span));
        values.extend(value);
        reports.extend(diagnostics);
    }
    values
}

fn named_link((fields, span): (&[Field], Span), text: &str) -> Checked<Option<NamedLink>> {
    let mut table = Table::new(fields, text, CODES);
    let title = title(&mut table, "title");
    let destination = destination(&mut table, span, Need::One);
    if title.is_none() && matches!(destination, Some(Destination::Address(_))) {
        let report = Diagnostic::new(Code::ConfigValue, "a link to an address needs a `title`").at(span, "");
        table.report(report.help("add `title = \"…\"`"));
    }
    let is_named = title.is_some() || matches!(destination, Some(Destination::Page(_)));
    let value = destination.filter(|_| is_named).map(|destination| NamedLink { title, destination });
    Checked { value, diagnostics: table.finish(&[]) }
}

/// Whether a link has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Either `page` or `url`.
    One,
    /// At most one of them.
    AtMostOne,
}

/// Reads `page` or `url` of the table that `span` covers.
pub(super) fn destination(table: &mut Table<'_>, span: Span, need: Need) -> Option<Destination> {
    let page = table.string("page").filter(|page| !page.value.trim().is_empty());
    let is_there = table.node("url").is_some();
    let url = table.string("url").and_then(|url| checked_url(table, "url", &url));
    let message = match (&page, is_there) {
        (Some(_), true) => "a link leads to a `page` or to a `url`, not to both",
        (None, false) if need == Need::One => "a link needs a `page` or a `url`",
        _ => return page.map(Destination::Page).or(url.map(Destination::Address)),
    };
    let report = Diagnostic::new(Code::ConfigValue, message).at(span, "");
    table.report(report.help("write `page = \"vision/index.md\"` or `url = \"https://example.org/\"`"));
    None
}

fn social_link((fields, span): (&[Field], Span), text: &str) -> Checked<Option<SocialLink>> {
    let mut table = Table::new(fields, text, CODES);
    let written = table.string("kind");
    let url = table.string("url");
    let missing = match (&written, &url) {
        (None, _) => Some("`kind`"),
        (_, None) => Some("`url`"),
        _ => None,
    };
    if let Some(missing) = missing {
        let report =
            Diagnostic::new(Code::ConfigValue, format!("a social link needs a {missing}")).at(span, "");
        table.report(report.help("write `{ kind = \"github\", url = \"https://github.com/example\" }`"));
    }
    let title = title(&mut table, "title");
    let icon = table.string("icon").and_then(|path| {
        let value = super::checked_path(&mut table, "icon", &path)?;
        Some(Spanned { value, span: path.span })
    });
    let kind = written.and_then(|written| kind(&mut table, &written, icon.is_some()));
    let url = url.and_then(|url| checked_url(&mut table, "url", &url));
    let value = kind.zip(url).map(|(kind, url)| SocialLink { kind, url, title, icon });
    Checked { value, diagnostics: table.finish(&[]) }
}

fn kind(table: &mut Table<'_>, written: &Spanned<String>, has_icon: bool) -> Option<SocialKind> {
    let kind = SocialKind(written.value.as_str().into());
    let is_name = !kind.0.is_empty()
        && kind.0.len() <= 40
        && kind.0.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_name && (kind.title().is_some() || has_icon) {
        return Some(kind);
    }
    let report = super::value_report("kind", &written.value, written.span);
    let names: Vec<&str> = SocialKind::ALL.iter().map(|(name, _)| *name).collect();
    let report = match nearest(&written.value, names.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")).fix(written.span, format!("\"{near}\"")),
        None => report,
    };
    let help = format!("there are icons for {}; another kind needs an `icon`, an image", names.join(", "));
    table.report(report.help(help));
    None
}

/// Reads a text that readers see; one without a letter is none.
pub(super) fn title(table: &mut Table<'_>, key: &'static str) -> Option<Box<str>> {
    let written = table.string(key)?;
    let title = written.value.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        let report = Diagnostic::new(Code::ConfigValue, format!("`{key}` is empty")).at(written.span, "");
        table.report(report.help("write what readers should see, or remove the key"));
        return None;
    }
    Some(title.into())
}

/// Schemes that an address of the settings may have.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Reads an address elsewhere.
pub(super) fn checked_url(table: &mut Table<'_>, key: &str, url: &Spanned<String>) -> Option<Box<str>> {
    let written = url.value.trim();
    let is_plain = |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    let has_rest = SCHEMES
        .iter()
        .any(|scheme| written.strip_prefix(scheme).is_some_and(|rest| !rest.trim_matches('/').is_empty()));
    if has_rest && written.chars().all(is_plain) {
        return Some(written.into());
    }
    let report = super::value_report(key, &url.value, url.span);
    table.report(
        report.help("write a full address that begins with `https://`, `http://`, `mailto:` or `tel:`"),
    );
    None
}
