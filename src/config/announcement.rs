//! `[announcement]`: one line above every page.

use super::CODES;
use super::navigation::{Destination, Need, destination, title};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::settings::{Field, Table};
use crate::source::{ContentHash, Span};

/// `[announcement]`: a line above every page, which a reader can put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// `text`: what is announced, as plain text.
    pub text: Box<str>,
    /// `page` or `url`: where more is said.
    pub destination: Option<Destination>,
    /// `link_text`: what that link is called. Default: `Read more`.
    pub link_text: Box<str>,
    /// `id`: what the browser remembers when a reader puts the line away. Default: a fingerprint of
    /// the text and link, so that another text is seen again.
    pub id: Box<str>,
    /// `dismissible`: whether a reader can put it away. Default: `true`.
    pub dismissible: bool,
}

impl Announcement {
    /// Reads the table that stands at `span`.
    pub(super) fn read(fields: &[Field], text: &str, span: Span) -> Checked<Option<Self>> {
        let mut table = Table::new(fields, text, CODES);
        let is_there = table.node("text").is_some();
        let said = title(&mut table, "text");
        if !is_there {
            let report = Diagnostic::new(Code::ConfigValue, "an announcement needs a `text`").at(span, "");
            table.report(report.help("add `text = \"…\"`, or remove the table"));
        }
        let destination = destination(&mut table, span, Need::AtMostOne);
        let link_text = title(&mut table, "link_text").unwrap_or_else(|| "Read more".into());
        let dismissible = table.boolean("dismissible").unwrap_or(true);
        let id = table.string("id").and_then(|id| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            if !id.value.is_empty() && id.value.len() <= 64 && id.value.bytes().all(is_plain) {
                return Some(id.value.into_boxed_str());
            }
            let report = super::value_report("id", &id.value, id.span);
            table.report(report.help("use letters of a to z, digits, `-`, `_` and `.`"));
            None
        });
        let value = said.map(|text| {
            let id = id.unwrap_or_else(|| fingerprint(&text, destination.as_ref()));
            Self { text, destination, link_text, id, dismissible }
        });
        Checked { value, diagnostics: table.finish(&[]) }
    }
}

fn fingerprint(text: &str, destination: Option<&Destination>) -> Box<str> {
    let leads_to = match destination {
        Some(Destination::Page(page)) => &page.value,
        Some(Destination::Address(url)) => &**url,
        None => "",
    };
    format!("{:08x}", ContentHash::of(format!("{text}\0{leads_to}").as_bytes()).0 >> 32).into()
}
