//! What can be known about templates before a page is rendered.

use rustc_hash::FxHashMap;
use tera::{ErrorKind, Tera};

use super::error::{placed, report};
use super::sample::SAMPLES;
use super::{LayerTemplate, Theme};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;

/// Variables that templates are given.
const VARIABLES: [&str; 20] = [
    "site",
    "page",
    "section",
    "nav",
    "redirect",
    "search",
    "root",
    "ladder",
    "home",
    "matrix",
    "diagram",
    "level",
    "competency",
    "changes",
    "compare",
    "paths",
    "path",
    "tags",
    "tag",
    "map",
];

/// Reports every template that cannot be read: one report each, not only the first of all.
pub(super) fn syntax(templates: &FxHashMap<String, LayerTemplate>) -> Vec<Diagnostic> {
    let mut names: Vec<&String> = templates.keys().collect();
    names.sort();
    let broken = names.into_iter().filter_map(|name| {
        let error = Tera::default().add_raw_template(name, &templates[name].text).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| report(&error, name, templates))
    });
    broken.collect()
}

/// Reports variables that the view contract does not have: top-level ones by name, fields by
/// rendering a sample of each page kind.
pub(super) fn variables(theme: &Theme, watch: impl Fn(&'static str)) -> Vec<Diagnostic> {
    let mut reports = unknown_variables(theme);
    if !reports.is_empty() {
        return reports;
    }
    for (template, sample) in SAMPLES {
        if !theme.has_template(template) {
            let message = format!("the theme has no template `{template}`");
            reports.push(
                placed(Code::TemplateUnknownName, &message, template, None, &theme.templates)
                    .help("let the theme extend the built-in one"),
            );
            continue;
        }
        watch(template);
        let mut out = Vec::new();
        let sample = sample(theme);
        let rendered = match is_page(template) {
            true => theme.render_page(template, &sample, &mut out),
            false => theme.render(template, &sample, &mut out),
        };
        if let Err(report) = rendered
            && !reports.contains(&report)
            && !depends_on_extra(theme, &report)
        {
            reports.push(*report);
        }
    }
    reports
}

/// Whether a template is a page. The others are parts of pages, and a theme may leave those out.
fn is_page(template: &str) -> bool {
    !(template.starts_with("ladder-")
        || template.ends_with("-list.html")
        || template.ends_with("-stops.html"))
}

/// Whether a report is about a template that uses values of the project's own, which no sample has:
/// only its real pages can tell.
fn depends_on_extra(theme: &Theme, report: &Diagnostic) -> bool {
    let text = theme.templates.values().find(|template| Some(&template.path) == report.path());
    text.is_some_and(|template| template.text.contains(".extra"))
}

fn unknown_variables(theme: &Theme) -> Vec<Diagnostic> {
    let names = theme.nearest_first();
    let own: Vec<&str> = names.iter().flat_map(|name| set_names(&theme.templates[*name].text)).collect();
    let mut reports = Vec::new();
    for name in super::ENTRY_TEMPLATES {
        let Ok(used) = theme.tera.get_template_variables(name) else { continue };
        let mut used: Vec<&str> =
            used.into_iter().filter(|used| !VARIABLES.contains(used) && !own.contains(used)).collect();
        used.sort_unstable();
        for variable in used {
            // Of its own templates first: the author wrote those.
            let own_first = [false, true].into_iter().flat_map(|is_built_in| {
                names.iter().filter(move |name| name.starts_with("default/") == is_built_in)
            });
            let mut holders =
                own_first.filter(|name| word(&theme.templates[**name].text, variable).is_some());
            let template = holders.next();
            let Some(template) = template else { continue };
            let span = word(&theme.templates[*template].text, variable);
            let message = format!("templates are not given a variable `{variable}`");
            let report = placed(Code::TemplateUnknownVariable, &message, template, span, &theme.templates);
            let report = match nearest(variable, VARIABLES) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help(format!(
                    "there are {}; values of your own go under `[extra]` of handbook.toml, as `site.extra`",
                    VARIABLES.join(", ")
                )),
            };
            if !reports.contains(&report) {
                reports.push(report);
            }
        }
    }
    reports
}

/// The names that `{% set … %}` makes.
fn set_names(text: &str) -> impl Iterator<Item = &str> {
    let word = |rest: &str| rest.trim_start().find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(0);
    ["set ", "set_global "].into_iter().flat_map(move |keyword| {
        text.match_indices(keyword).map(move |(at, _)| {
            let rest = text[at + keyword.len()..].trim_start();
            &rest[..word(rest)]
        })
    })
}

/// Finds a whole word inside a tag.
fn word(text: &str, needle: &str) -> Option<Span> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let found = text.match_indices(needle).find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + needle.len()..].chars().next();
        let inside = text[..*at].rfind("{{").max(text[..*at].rfind("{%"))
            > text[..*at].rfind("}}").max(text[..*at].rfind("%}"));
        inside && !before.is_some_and(|c| is_word(c) || matches!(c, '.' | '"')) && !after.is_some_and(is_word)
    });
    found.map(|(at, _)| Span::new(at, at + needle.len()))
}
