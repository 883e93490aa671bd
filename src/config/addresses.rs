//! Addresses with places in them for what is different from page to page.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::settings::{Spanned, Table};

use super::navigation::checked_url;

/// Normalises an absolute address to end in `/`.
///
/// # Errors
/// Why the text is not an absolute `http` or `https` address without query and fragment.
pub fn parse_base_url(url: &str) -> Result<String, &'static str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let rest = rest.ok_or("it must start with `https://` or `http://`")?;
    let host = rest.split('/').next().unwrap_or("");
    let unusable =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '?' | '#' | '\\');
    if host.is_empty() {
        return Err("it names no host");
    }
    if host.contains('@') {
        return Err("it holds a user name or password, which every page would show");
    }
    if rest.contains(unusable) {
        return Err("it holds characters that a base address cannot have");
    }
    // Sitemaps, feeds and the header of a redirect hold addresses as they travel (RFC 3986). The host
    // has an encoding of its own, which browsers know.
    let host_end = url.len() - rest.len() + host.len();
    let mut whole = url[..host_end].to_owned();
    for byte in url[host_end..].trim_end_matches('/').bytes() {
        match byte {
            byte if byte.is_ascii() => whole.push(char::from(byte)),
            byte => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(whole + "/")
}

/// Reads an address to say something about a page at.
pub(super) fn checked_feedback_url(table: &mut Table<'_>, template: Spanned<String>) -> Option<String> {
    let names = ["{title}", "{path}", "{url}"];
    let url = checked_url(table, "feedback_url", &template)?;
    if report_unknown(table, ("feedback_url", &names), &template) {
        return None;
    }
    if names.iter().any(|name| template.value.contains(name)) {
        return Some(url.into());
    }
    let message = "`feedback_url` does not say which page it is about";
    let report = Diagnostic::new(Code::ConfigValue, message).at(template.span, "");
    table.report(report.help("put `{title}`, `{path}` or `{url}` where those of the page go"));
    None
}

/// Reads an address to edit a page at.
pub(super) fn checked_edit_url(table: &mut Table<'_>, template: Spanned<String>) -> Option<String> {
    if report_unknown(table, ("edit_url", &["{path}"]), &template) {
        return None;
    }
    let start = template.value.split(['?', '#']).next().unwrap_or("");
    if template.value.contains("{path}") && parse_base_url(start).is_ok() {
        return Some(template.value);
    }
    let message = "`edit_url` must be an address with `{path}` in it";
    let report = Diagnostic::new(Code::ConfigValue, message).at(template.span, "");
    table.report(report.help("for example `https://github.com/OWNER/REPOSITORY/edit/main/{path}`"));
    None
}

/// Reports a word in braces that nothing is put in place of, and returns whether there is one.
fn report_unknown(table: &mut Table<'_>, (key, names): (&str, &[&str]), template: &Spanned<String>) -> bool {
    let words = template.value.match_indices('{').filter_map(|(at, _)| {
        let rest = &template.value[at..];
        rest.find('}').map(|end| &rest[..=end])
    });
    let Some(unknown) = words.into_iter().find(|word| !names.contains(word)) else { return false };
    let message = format!("`{key}` has no place for `{unknown}`");
    let report = Diagnostic::new(Code::ConfigValue, message).at(template.span, "");
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    table.report(match nearest(unknown, names.iter().copied()) {
        Some(name) => report.help(format!("did you mean `{name}`?")),
        None => report.help(format!("what is known here: {}", listed.join(", "))),
    });
    true
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, parse};

    #[test]
    fn what_stands_in_braces_is_known() {
        let read = |line: &str| {
            let read = parse(line, Config::new("x"));
            let said = read.diagnostics.into_iter().map(|report| (report.message, report.help.join(" ")));
            (read.value.edit_url.is_some() || read.value.feedback_url.is_some(), said.collect::<Vec<_>>())
        };
        for sound in [
            "edit_url = 'https://example.org/#/edit/{path}'",
            "edit_url = 'https://example.org/?file={path}#top'",
            "feedback_url = 'mailto:a@example.org?subject={title}'",
        ] {
            assert_eq!(read(sound), (true, vec![]), "{sound}");
        }
        let (is_read, said) = read("feedback_url = 'https://example.org/?a={titel}&b={url}'");
        assert!(!is_read);
        assert_eq!(
            said,
            [("`feedback_url` has no place for `{titel}`".to_owned(), "did you mean `{title}`?".to_owned())]
        );
        let (_, said) = read("edit_url = 'https://example.org/{branch}/{path}'");
        assert_eq!(said[0].0, "`edit_url` has no place for `{branch}`");
    }
}
