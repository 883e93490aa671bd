//! Components that call each other in a circle.
//!
//! The engine has no bound on the depth of calls, so a circle would overflow the stack and take the
//! whole process with it. It refuses circles of `include` and `extends` itself; calls of components
//! are found here, in the text, before anything is compiled.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::LayerTemplate;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Span};

/// What calls and is called: a component, or a template through `include`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Callee {
    Component(String),
    Template(String),
}

struct Caller<'a> {
    path: &'a SourcePath,
    span: Span,
    calls: BTreeSet<Callee>,
}

/// Reports each component that can reach itself.
pub(super) fn find(templates: &FxHashMap<String, LayerTemplate>, prefixes: &[String]) -> Vec<Diagnostic> {
    let mut names: Vec<&String> = templates.keys().collect();
    names.sort();
    let mut callers: BTreeMap<Callee, Caller<'_>> = BTreeMap::new();
    for name in names {
        read(name, &templates[name], prefixes, &mut callers);
    }
    let mut reports = Vec::new();
    let mut reported: BTreeSet<&Callee> = BTreeSet::new();
    for (start, caller) in &callers {
        let Callee::Component(name) = start else { continue };
        if reported.contains(start) {
            continue;
        }
        if let Some(circle) = way_back(start, &callers) {
            reported.extend(circle.iter().copied());
            let shown: Vec<&str> = circle
                .iter()
                .map(|callee| match callee {
                    Callee::Component(name) | Callee::Template(name) => name.as_str(),
                })
                .collect();
            reports.push(
                Diagnostic::new(Code::TemplateRecursive, format!("the component `{name}` calls itself"))
                    .in_file(caller.path, Some(caller.span), format!("{} → {name}", shown.join(" → ")))
                    .help("write it as a loop: calls cannot be bounded, and a circle that does not end would end the build"),
            );
        }
    }
    reports
}

/// Reads the definitions and calls of one template.
fn read<'a>(
    name: &str,
    template: &'a LayerTemplate,
    prefixes: &[String],
    callers: &mut BTreeMap<Callee, Caller<'a>>,
) {
    let text = &*template.text;
    let bare = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name);
    let whole = Callee::Template(bare.to_owned());
    let mut current = whole.clone();
    for (at, tag) in tags(text) {
        let span = Span::new(at, at + tag.len());
        let inner = tag.trim_matches(['{', '%', '}', '-', ' ', '\t', '\r', '\n']);
        if let Some(rest) = inner.strip_prefix("component ") {
            current = Callee::Component(identifier(rest).to_owned());
            callers.entry(current.clone()).or_insert_with(|| Caller {
                path: &template.path,
                span,
                calls: BTreeSet::new(),
            });
            continue;
        }
        if inner.starts_with("endcomponent") {
            current = whole.clone();
            continue;
        }
        let caller = callers.entry(current.clone()).or_insert_with(|| Caller {
            path: &template.path,
            span,
            calls: BTreeSet::new(),
        });
        caller.calls.extend(components_called(inner).map(|name| Callee::Component(name.to_owned())));
        if let Some(rest) = inner.strip_prefix("include ") {
            let included = rest
                .trim_start_matches(['[', ' ', '"', '\'', '`'])
                .split(['"', '\'', '`'])
                .next()
                .unwrap_or("");
            let bare =
                prefixes.iter().find_map(|prefix| included.strip_prefix(prefix.as_str())).unwrap_or(included);
            caller.calls.insert(Callee::Template(bare.to_owned()));
        }
    }
}

/// Returns the tags `{% … %}` and `{{ … }}` with their offsets; comments and raw blocks are passed
/// over, strings inside tags are not looked into.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut raw = false;
    std::iter::from_fn(move || {
        while let Some(found) = text[at..].find('{') {
            let start = at + found;
            let (open, close) = match text.as_bytes().get(start + 1) {
                Some(b'%') => ("{%", "%}"),
                Some(b'{') => ("{{", "}}"),
                Some(b'#') => ("{#", "#}"),
                _ => {
                    at = start + 1;
                    continue;
                }
            };
            let end = text[start + 2..].find(close).map_or(text.len(), |end| start + 2 + end + close.len());
            at = end;
            let tag = &text[start..end];
            let inner = tag.trim_matches(['{', '%', '}', '-', ' ']);
            match inner {
                "raw" if open == "{%" => raw = true,
                "endraw" if open == "{%" => raw = false,
                _ if raw || open == "{#" => {}
                _ => return Some((start, tag)),
            }
        }
        None
    })
}

/// The names behind `<` in a tag: `<nav_link link={x} />`.
fn components_called(inner: &str) -> impl Iterator<Item = &str> {
    inner
        .match_indices('<')
        .map(|(at, _)| identifier(inner[at + 1..].trim_start()))
        .filter(|name| !name.is_empty())
}

fn identifier(text: &str) -> &str {
    let text = text.trim_start();
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
    &text[..end]
}

/// Returns the callees from `start` around to itself, `start` first.
fn way_back<'a>(start: &'a Callee, callers: &'a BTreeMap<Callee, Caller<'_>>) -> Option<Vec<&'a Callee>> {
    let mut came_from: BTreeMap<&Callee, &Callee> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(callee) = open.pop() {
        let Some(caller) = callers.get(callee) else { continue };
        for next in &caller.calls {
            if next == start {
                let mut circle = vec![callee];
                let mut at = callee;
                while at != start {
                    at = came_from[at];
                    circle.push(at);
                }
                circle.reverse();
                return Some(circle);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, callee);
                open.push(next);
            }
        }
    }
    None
}
