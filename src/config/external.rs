//! `[external]`: how links to other sites are checked, when they are.

use super::CODES;
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Table};

/// How `daring check --external` goes about it. Nothing else uses the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalConfig {
    /// `ignore`: addresses that are not asked for. `*` stands for anything; what has no `://` is a host,
    /// or a host and the beginning of a path.
    pub ignore: Vec<String>,
    /// `timeout`: how many seconds an answer may take. Default: 20.
    pub timeout: u32,
    /// `retries`: how often to ask again when an answer may be a matter of the moment. Default: 2.
    pub retries: u32,
    /// `per_host`: how many requests one host gets at a time. Default: 2.
    pub per_host: u32,
    /// `cache_days`: for how many days a good answer is taken for granted, 0 for never. Default: 7.
    pub cache_days: u32,
    /// `fragments`: whether the page must have the anchor that a link names. Default: `false`, because
    /// many sites make theirs by script.
    pub fragments: bool,
}

impl Default for ExternalConfig {
    fn default() -> Self {
        Self { ignore: Vec::new(), timeout: 20, retries: 2, per_host: 2, cache_days: 7, fragments: false }
    }
}

impl ExternalConfig {
    /// Reads the table; returns what is wrong with it.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.ignore = table.strings("ignore").into_iter().map(|pattern| pattern.value).collect();
        self.timeout = count(&mut table, "timeout", 1..=600).unwrap_or(self.timeout);
        self.retries = count(&mut table, "retries", 0..=10).unwrap_or(self.retries);
        self.per_host = count(&mut table, "per_host", 1..=16).unwrap_or(self.per_host);
        self.cache_days = count(&mut table, "cache_days", 0..=365).unwrap_or(self.cache_days);
        self.fragments = table.boolean("fragments").unwrap_or(self.fragments);
        table.finish(&[])
    }

    /// Returns whether an address is not to be asked for.
    pub fn ignores(&self, url: &str) -> bool {
        let below_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        self.ignore.iter().any(|pattern| match pattern.contains("://") {
            true => matches(pattern, url),
            false => {
                let is_host = !pattern.contains('/');
                let host = below_scheme.split(['/', '?', '#', ':']).next().unwrap_or("");
                if is_host { matches(pattern, host) } else { matches(&format!("{pattern}*"), below_scheme) }
            }
        })
    }
}

/// Reads a whole number in a range.
pub(super) fn count(
    table: &mut Table<'_>,
    key: &'static str,
    range: std::ops::RangeInclusive<u32>,
) -> Option<u32> {
    let number = table.number(key)?;
    if number.fract() == 0.0 && (f64::from(*range.start())..=f64::from(*range.end())).contains(&number) {
        return Some(number as u32);
    }
    let span = table.node(key).map(|node| node.span);
    let report = Diagnostic::new(Code::ConfigValue, format!("`{key}` cannot be `{number}`"));
    let report = span.into_iter().fold(report, |report, span| report.at(span, ""));
    table.report(report.help(format!("write a number from {} to {}", range.start(), range.end())));
    None
}

/// Returns whether a text is what a pattern says, in which `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    #[test]
    fn patterns_cover_hosts_paths_and_addresses() {
        let is_ignored = |pattern: &str, url: &str| {
            ExternalConfig { ignore: vec![pattern.to_owned()], ..ExternalConfig::default() }.ignores(url)
        };
        for (pattern, url, wanted) in [
            ("example.org", "https://example.org/a?b", true),
            ("example.org", "https://www.example.org/", false),
            ("*.example.org", "https://www.example.org:8080/", true),
            ("example.org/private/", "https://example.org/private/x", true),
            ("example.org/private/", "https://example.org/public/", false),
            ("https://*/login*", "https://example.org/login?next=x", true),
            ("https://example.org/a", "https://example.org/ab", false),
            ("*", "http://x/", true),
        ] {
            assert_eq!(is_ignored(pattern, url), wanted, "{pattern} {url}");
        }
    }

    #[test]
    fn what_cannot_be_is_reported() {
        let text = "[external]\ntimeout = 0\nretries = 1.5\nper_host = 3\nfragments = true\nignore = 'a'\n";
        let read = parse(text, Config::new("x"));
        let messages: Vec<&str> = read.diagnostics.iter().map(|report| report.message.as_str()).collect();
        assert_eq!(messages, ["`timeout` cannot be `0`", "`retries` cannot be `1.5`"]);
        let external = read.value.external;
        assert_eq!((external.per_host, external.fragments, external.timeout), (3, true, 20));
    }
}
