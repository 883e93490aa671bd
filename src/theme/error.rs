//! What the template engine says, as reports.

use std::io;

use rustc_hash::FxHashMap;
use tera::{Error, ErrorKind};

use super::LayerTemplate;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{LineIndex, Position, SourcePath, Span};

type Templates = FxHashMap<String, LayerTemplate>;

/// Turns an error while `template` was rendered into a report.
pub(super) fn report(error: &Error, template: &str, templates: &Templates) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) => placed(
            Code::TemplateSyntax,
            report.message(),
            report.filename(),
            Some(report.span().range.clone().into()),
            templates,
        ),
        ErrorKind::RenderingError(report) => {
            let span = Span::from(report.span().range.clone());
            let undefined =
                report.message().contains("is not defined") || report.message().contains("undefined");
            let code = if undefined { Code::TemplateUnknownVariable } else { Code::TemplateRender };
            let message = with_causes(report.message(), error);
            placed(code, &message, report.filename(), Some(span), templates)
        }
        ErrorKind::Io(io::ErrorKind::FileTooLarge) => placed(
            Code::TemplateTooLarge,
            "the output of this template is larger than 256 MiB",
            template,
            None,
            templates,
        )
        .help("look for a loop that runs too often"),
        _ => placed(Code::TemplateRender, &with_causes(&error.to_string(), error), template, None, templates),
    }
}

/// Turns an error while templates were added into reports. Unknown names come as one text with a
/// place in each paragraph.
pub(super) fn load_reports(error: &Error, templates: &Templates) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(text) if text.starts_with("error: ") => {
            text.split("\n\nerror: ").map(|part| unknown_name(part, templates)).collect()
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            vec![circle(tpl, inheritance_chain, "extend", templates)]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            vec![circle(tpl, include_chain, "include", templates)]
        }
        ErrorKind::MissingParent { current, parent } => {
            let report = placed(
                Code::TemplateUnknownName,
                &format!("no template `{parent}` to extend"),
                current,
                span_of(parent, current, templates),
                templates,
            );
            vec![with_nearest(report, parent, templates)]
        }
        _ => vec![report(error, "", templates)],
    }
}

fn circle(name: &str, chain: &[String], verb: &str, templates: &Templates) -> Diagnostic {
    placed(
        Code::TemplateRecursive,
        &format!("templates {verb} each other in a circle: {}", chain.join(" → ")),
        name,
        None,
        templates,
    )
    .help(format!("remove one `{verb}` of the circle"))
}

/// Reads one paragraph: `Unknown filter `x`` and a line ` --> name:line:column`.
fn unknown_name(part: &str, templates: &Templates) -> Diagnostic {
    let part = part.trim_start_matches("error: ");
    let message = part.lines().next().unwrap_or("unknown name").to_owned();
    let place = part.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut fields = place.unwrap_or("").rsplitn(3, ':');
    let column = fields.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let line = fields.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let name = fields.next().unwrap_or("");
    let quoted = message.split('`').nth(1).unwrap_or("").to_owned();
    let span = templates.get(name).map(|template| {
        let start = LineIndex::new(&template.text).offset(Position { line, column });
        let found =
            template.text[start..].find(&quoted).filter(|at| *at < 200).map_or(start, |at| start + at);
        Span::new(found, (found + quoted.len()).min(template.text.len()))
    });
    let report = placed(Code::TemplateUnknownName, &lower_first(&message), name, span, templates);
    if message.starts_with("Block ") || message.starts_with("block ") {
        report.help("use a block of the template that this one extends, or add the block there")
    } else if message.contains("template") {
        with_nearest(report, &quoted, templates)
    } else {
        report.help("the names that Tera and Daring know are in Tera's manual and in ARCHITECTURE.md")
    }
}

fn with_nearest(report: Diagnostic, name: &str, templates: &Templates) -> Diagnostic {
    let mut names: Vec<&str> = templates.keys().map(String::as_str).collect();
    names.sort_unstable();
    match nearest(name, names) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help(
            "write the name of a template, with the name of its theme in front if it is not the nearest",
        ),
    }
}

fn span_of(needle: &str, name: &str, templates: &Templates) -> Option<Span> {
    let start = templates.get(name)?.text.find(needle)?;
    Some(Span::new(start, start + needle.len()))
}

/// Starts a report in a template.
pub(super) fn placed(
    code: Code,
    message: &str,
    name: &str,
    span: Option<Span>,
    templates: &Templates,
) -> Diagnostic {
    let (message, help) = split_help(message);
    let report = Diagnostic::new(code, lower_first(&message));
    let report = match templates.get(name) {
        Some(template) => report.in_file(&template.path, span, ""),
        None => match SourcePath::new(name) {
            Ok(path) if !name.is_empty() => report.in_file(&path, None, ""),
            _ => report,
        },
    };
    help.into_iter().fold(report, Diagnostic::help)
}

/// Takes the list of names off "… is not defined. Available fields: …", and picks the nearest.
fn split_help(message: &str) -> (String, Option<String>) {
    let (first, list) = match message.split_once(". Available ") {
        Some((first, list)) => (first, list),
        None => return (message.trim_end_matches('.').to_owned(), None),
    };
    let names = list.split_once(": ").map_or(list, |(_, names)| names);
    let wrong = first.split('`').nth(1).unwrap_or("");
    let near = nearest(wrong, names.split(", "));
    (
        first.to_owned(),
        Some(near.map_or_else(|| format!("there are {names}"), |near| format!("did you mean `{near}`?"))),
    )
}

fn with_causes(message: &str, error: &Error) -> String {
    let mut text = message.to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text.lines().next().unwrap_or("").to_owned()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
