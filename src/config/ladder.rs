//! `[ladder]`: what views of ladders offer.

use super::{CODES, parse_base_url};
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Spanned, Table};

/// How many characters of an expectation a feedback link carries: mail programs and forms cut long
/// addresses.
const TEXT_CHARS: usize = 300;

/// `[ladder]`: what views of ladders offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LadderConfig {
    /// `feedback_url`: where readers can say what they think of an expectation: an address with `{id}`
    /// where its id goes, and `{text}` and `{page}` where the beginning of its text and its address go
    /// if they are wanted. `mailto:` addresses will do. Without it there are no such links.
    pub feedback_url: Option<String>,
}

impl LadderConfig {
    /// Reads the table; returns what is wrong with it.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        if let Some(template) = table.string("feedback_url") {
            self.feedback_url = checked(&mut table, template);
        }
        table.finish(&[])
    }

    /// Returns where to say what one thinks of an expectation; `None` when nobody asks, or when it has
    /// no id to speak of it by.
    pub fn feedback_address(&self, id: &str, text: &str, page: &str) -> Option<String> {
        let template = self.feedback_url.as_deref().filter(|_| !id.is_empty())?;
        let text: String = text.chars().take(TEXT_CHARS).collect();
        let mut address = String::new();
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            address.push_str(&rest[..start]);
            rest = &rest[start..];
            let filled = [("{id}", id), ("{text}", text.as_str()), ("{page}", page)];
            match filled.iter().find(|(place, _)| rest.starts_with(place)) {
                Some((place, value)) => {
                    encode(value, &mut address);
                    rest = &rest[place.len()..];
                }
                None => {
                    address.push('{');
                    rest = &rest[1..];
                }
            }
        }
        address.push_str(rest);
        Some(address)
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3).
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn checked(table: &mut Table<'_>, template: Spanned<String>) -> Option<String> {
    let url = template.value.as_str();
    let is_mail = url.strip_prefix("mailto:").is_some_and(|rest| rest.contains('@') && !rest.contains(' '));
    let is_web = parse_base_url(url.split(['?', '#', '{']).next().unwrap_or("")).is_ok();
    if url.contains("{id}") && (is_web || is_mail) {
        return Some(template.value);
    }
    let message = "`feedback_url` must be an address with `{id}` in it";
    let report = Diagnostic::new(Code::ConfigValue, message).at(template.span, "");
    table.report(report.help(
        "for example `https://github.com/OWNER/REPOSITORY/issues/new?title={id}&body={text}%0A{page}`",
    ));
    None
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, parse};

    fn feedback(url: &str) -> (Option<String>, Vec<String>) {
        let read = parse(&format!("[ladder]\nfeedback_url = '{url}'\n"), Config::new("x"));
        let messages = read.diagnostics.into_iter().map(|report| report.message).collect();
        (
            read.value.ladder.feedback_address(
                "lm-adopt",
                "Plans & asks {id}?",
                "https://a.example/#lm-adopt",
            ),
            messages,
        )
    }

    #[test]
    fn a_feedback_link_names_the_expectation() {
        assert_eq!(
            feedback("https://example.org/new?title={id}&body={text}%0A{page}").0.as_deref(),
            Some(
                "https://example.org/new?title=lm-adopt&body=Plans%20%26%20asks%20%7Bid%7D%3F%0Ahttps%3A%2F%2Fa.example%2F%23lm-adopt"
            )
        );
        assert_eq!(
            feedback("mailto:hr@example.org?subject={id}").0.as_deref(),
            Some("mailto:hr@example.org?subject=lm-adopt")
        );
    }

    #[test]
    fn an_address_without_the_id_is_reported() {
        for url in ["https://example.org/", "javascript:alert({id})", "example.org/{id}", "mailto:{id}"] {
            let (address, messages) = feedback(url);
            assert_eq!(address, None, "{url}");
            assert_eq!(messages, ["`feedback_url` must be an address with `{id}` in it"]);
        }
    }
}
