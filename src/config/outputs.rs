//! `[outputs]`: the files around the pages.

use super::CODES;
use super::external::count;
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Spanned, Table, Value};

/// Which files are published beside the pages. A file of the same name in the static folder takes
/// their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputsConfig {
    /// `sitemap`: whether `sitemap.xml` lists the pages. It needs `base_url`. Default: `true`.
    pub sitemap: bool,
    /// `robots`: `"allow"` or `"disallow"` to write a `robots.txt` that lets search engines in or
    /// keeps them out, `"none"` to write none. Default: `allow`.
    pub robots: Robots,
    /// `feed`: how many of the pages changed last `feed.xml` holds, 0 for no feed. It needs `base_url`
    /// and pages whose dates are known. Default: 20.
    pub feed: u32,
    /// `llms`: whether `llms.txt` lists the pages for language models. Default: `true`.
    pub llms: bool,
    /// `markdown`: whether each page is also there as Markdown, `index.md` beside its `index.html`.
    /// Default: `true`.
    pub markdown: bool,
    /// `cname`: the domain of a site on GitHub Pages, for the file `CNAME`.
    pub cname: Option<String>,
}

/// What `robots.txt` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Robots {
    /// Everybody may read everything.
    Allow,
    /// Search engines are asked to stay away.
    Disallow,
    /// There is no such file.
    None,
}

/// The most entries that a feed may hold: readers load all of it, again and again.
const MAX_FEED: u32 = 1000;

impl Default for OutputsConfig {
    fn default() -> Self {
        Self { sitemap: true, robots: Robots::Allow, feed: 20, llms: true, markdown: true, cname: None }
    }
}

impl OutputsConfig {
    /// Reads the table; returns what is wrong with it.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.sitemap = table.boolean("sitemap").unwrap_or(self.sitemap);
        let choices = [("allow", Robots::Allow), ("disallow", Robots::Disallow), ("none", Robots::None)];
        self.robots = table.choice("robots", &choices, Code::ConfigValue).unwrap_or(self.robots);
        match table.node("feed").map(|node| (node, &node.value)) {
            Some((node, Value::Boolean(_))) => {
                let help =
                    format!("write how many pages it lists, such as `feed = {}`; `0` for none", self.feed);
                table.wrong_type_with("feed", "a number", (node, help));
            }
            _ => self.feed = count(&mut table, "feed", 0..=MAX_FEED).unwrap_or(self.feed),
        }
        self.llms = table.boolean("llms").unwrap_or(self.llms);
        self.markdown = table.boolean("markdown").unwrap_or(self.markdown);
        if let Some(domain) = table.string("cname") {
            self.cname = checked_domain(&mut table, domain);
        }
        table.finish(&[])
    }
}

fn checked_domain(table: &mut Table<'_>, domain: Spanned<String>) -> Option<String> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if domain.value.len() <= 253 && domain.value.contains('.') && domain.value.split('.').all(is_label) {
        return Some(domain.value.to_ascii_lowercase());
    }
    let message = format!("`cname` cannot be `{}`", domain.value);
    let report = Diagnostic::new(Code::ConfigValue, message).at(domain.span, "");
    table.report(report.help("write the domain alone, such as `handbook.example.org`"));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    fn read(text: &str) -> (OutputsConfig, Vec<String>) {
        let read = parse(&format!("[outputs]\n{text}"), Config::new("x"));
        (read.value.outputs, read.diagnostics.into_iter().map(|report| report.message).collect())
    }

    #[test]
    fn every_key_is_read() {
        let text = "sitemap = false\nrobots = 'disallow'\nfeed = 0\nllms = false\nmarkdown = false\ncname = 'A.example.org'\n";
        let cname = Some("a.example.org".to_owned());
        let wanted = OutputsConfig {
            sitemap: false,
            robots: Robots::Disallow,
            feed: 0,
            llms: false,
            markdown: false,
            cname,
        };
        assert_eq!(read(text), (wanted, Vec::new()));
    }

    #[test]
    fn what_cannot_be_is_reported() {
        for (text, message) in [
            ("feed = 1.5", "`feed` cannot be `1.5`"),
            ("feed = -1", "`feed` cannot be `-1`"),
            ("robots = 'no'", "`robots` cannot be `no`"),
            ("cname = 'https://example.org'", "`cname` cannot be `https://example.org`"),
            ("cname = 'localhost'", "`cname` cannot be `localhost`"),
            ("sitemaps = true", "unknown setting `sitemaps`"),
        ] {
            assert_eq!(read(text), (OutputsConfig::default(), vec![message.to_owned()]));
        }
    }
}
