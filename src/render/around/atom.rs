//! Atom feeds (RFC 4287).

use std::borrow::Cow;

use super::xml::escaped;
use crate::source::Moment;

/// A feed. All addresses are absolute.
pub(crate) struct Feed<'a> {
    pub(crate) title: &'a str,
    pub(crate) subtitle: &'a str,
    pub(crate) language: &'a str,
    pub(crate) generator: &'a str,
    /// The page that it is about.
    pub(crate) page: String,
    /// Where it is itself, which is what it is known by.
    pub(crate) own: String,
    /// At least one: without any nobody could say when the feed changed.
    pub(crate) entries: Vec<Entry<'a>>,
}

/// One entry of a feed.
pub(crate) struct Entry<'a> {
    pub(crate) title: &'a str,
    pub(crate) summary: Cow<'a, str>,
    /// Its page, which is what it is known by.
    pub(crate) page: String,
    pub(crate) updated: &'a Moment,
}

impl Feed<'_> {
    /// Writes the feed.
    pub(crate) fn write(&self) -> String {
        let newest = self.entries.iter().map(|entry| entry.updated).max_by_key(|moment| moment.seconds());
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        out.push_str(&format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
            escaped(self.language)
        ));
        element(&mut out, "title", self.title);
        if !self.subtitle.is_empty() {
            element(&mut out, "subtitle", self.subtitle);
        }
        element(&mut out, "id", &self.own);
        link(&mut out, "self", "application/atom+xml", &self.own);
        link(&mut out, "alternate", "text/html", &self.page);
        element(&mut out, "updated", &newest.map(Moment::rfc3339).unwrap_or_default());
        out.push_str("<author>");
        element(&mut out, "name", self.title);
        out.push_str("</author>\n");
        element(&mut out, "generator", self.generator);
        for entry in &self.entries {
            out.push_str("<entry>\n");
            element(&mut out, "title", entry.title);
            element(&mut out, "id", &entry.page);
            link(&mut out, "alternate", "text/html", &entry.page);
            element(&mut out, "updated", &entry.updated.rfc3339());
            if !entry.summary.is_empty() {
                element(&mut out, "summary", &entry.summary);
            }
            out.push_str("</entry>\n");
        }
        out.push_str("</feed>\n");
        out
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

fn link(out: &mut String, relation: &str, media_type: &str, address: &str) {
    out.push_str(&format!(
        "<link rel=\"{relation}\" type=\"{media_type}\" href=\"{}\"/>\n",
        escaped(address)
    ));
}
