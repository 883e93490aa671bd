//! Reports as a SARIF 2.1.0 log, which code scanners read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::library::Library;
use super::{Lookup, Style, clean, shown};
use crate::diagnostic::{Code, Diagnostic, Fix, Label, Severity};
use crate::source::{ContentHash, SourcePath, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The name of the root in the log. Where it is on the machine is left out on purpose.
const ROOT: &str = "%SRCROOT%";

/// Writes reports as one SARIF 2.1.0 log that ends with a newline. `tool_version` is the version of
/// Daring, such as `1.2.0`.
pub fn sarif(diagnostics: &[Diagnostic], lookup: Lookup, style: &Style, tool_version: &str) -> String {
    let mut library = Library::new(lookup, style);
    let mut rules: Vec<Code> = shown(diagnostics).map(|diagnostic| diagnostic.code).collect();
    rules.sort_by_key(|code| code.name());
    rules.dedup();
    let mut seen = FxHashMap::default();
    let results: Vec<Value> = shown(diagnostics)
        .map(|diagnostic| {
            let index = rules.iter().position(|code| *code == diagnostic.code);
            let print = fingerprint(diagnostic, &mut seen);
            result(diagnostic, &mut library, index, &print)
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Daring",
                "semanticVersion": tool_version,
                "rules": rules.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder the command was run in." } } },
            "results": results,
        }],
    });
    clean::escape_json(&log.to_string()) + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "name": pascal_case(code.name()),
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": code.explanation(), "markdown": code.explanation() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// `LinkUnknownPage` for `link/unknown-page`, as scanners show it (SARIF 2.1.0, 3.49.7).
fn pascal_case(name: &str) -> String {
    let words = name.split(['/', '-']).map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    words.collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Allowed => "none",
    }
}

fn result(
    diagnostic: &Diagnostic,
    library: &mut Library,
    rule_index: Option<usize>,
    fingerprint: &str,
) -> Value {
    let mut text = message(&diagnostic.message);
    for help in &diagnostic.help {
        text.push('\n');
        text.push_str(&message(help));
    }
    let primary = diagnostic.primary.iter().filter_map(|label| location(label, None, library));
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": rule_index,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": primary.collect::<Vec<_>>(),
        "partialFingerprints": { "daringReport/v1": fingerprint },
    });
    let related = diagnostic.secondary.iter().enumerate();
    let related: Vec<Value> = related.filter_map(|(id, label)| location(label, Some(id), library)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = diagnostic.fix.as_ref().and_then(|fix| fix_value(fix, library)) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn location(label: &Label, id: Option<usize>, library: &mut Library) -> Option<Value> {
    let path = label.path.as_ref()?;
    let mut physical = json!({ "artifactLocation": artifact(path, library) });
    if let Some(region) = label.span.and_then(|span| region(path, span, library)) {
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(id) = id {
        location["id"] = id.into();
    }
    if !label.text.is_empty() {
        location["message"] = json!({ "text": message(&label.text) });
    }
    Some(location)
}

fn fix_value(fix: &Fix, library: &mut Library) -> Option<Value> {
    let path = fix.path.as_ref()?;
    Some(json!({
        "description": { "text": message(&format!("replace with `{}`", fix.replacement)) },
        "artifactChanges": [{
            "artifactLocation": artifact(path, library),
            "replacements": [{
                "deletedRegion": region(path, fix.span, library)?,
                "insertedContent": { "text": fix.replacement },
            }],
        }],
        "properties": { "certainty": fix.certainty.name() },
    }))
}

/// Lines, columns and bytes count as in [`Span`] and `Position`; ends are exclusive in both formats.
fn region(path: &SourcePath, span: Span, library: &mut Library) -> Option<Value> {
    let quoted = library.get(path)?;
    let range = quoted.range(span);
    let (start, end) = (quoted.position(range.start), quoted.position(range.end));
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": range.start,
        "byteLength": range.len(),
    }))
}

fn artifact(path: &SourcePath, library: &Library) -> Value {
    json!({ "uri": encoded(&library.shown_path(path)), "uriBaseId": ROOT })
}

/// Percent-encodes a relative path for a URI (RFC 3986, section 3.3). A colon is encoded too, so that
/// the first segment is never taken for a scheme.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Escapes what has a meaning in a message: placeholders (section 3.11.5) and links (3.11.6).
fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean::one_line(text).chars() {
        match c {
            '{' | '}' => out.extend([c, c]),
            '[' | ']' | '\\' => out.extend(['\\', c]),
            other => out.push(other),
        }
    }
    out
}

/// Names a report so that it is recognised after lines above it came or went: by file, code and
/// message, and a number when these are not unique.
fn fingerprint(diagnostic: &Diagnostic, seen: &mut FxHashMap<u64, usize>) -> String {
    let path = diagnostic.path().map_or("", SourcePath::as_str);
    let hash = ContentHash::of(format!("{path}\n{}\n{}", diagnostic.code, diagnostic.message).as_bytes()).0;
    let count = seen.entry(hash).or_default();
    *count += 1;
    format!("{hash:016x}:{count}")
}
