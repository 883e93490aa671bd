mod duplicate_statement;
mod few_new;
mod history;
mod language;
mod missing_cell;
mod optional;
mod ranges;
mod references;
mod rules;
mod similar_statement;

use super::*;
use crate::ladder::model::{Bounds, LevelStatus, Mode, Rule};
use crate::ladder::sample::{Sample, vector};

/// What is reported with a code: the message, and the text that it points at.
fn reported(sample: Sample, code: Code) -> Vec<String> {
    let (ladder, source) = sample.build_with_source();
    let path = SourcePath::new("ladder.toml").unwrap();
    let found = check(&ladder, &|_| Some(path.clone()));
    show(&found, code, &source)
}

fn show(found: &[Diagnostic], code: Code, source: &str) -> Vec<String> {
    let of_code = found.iter().filter(|report| report.code == code);
    of_code
        .map(|report| {
            assert!(!report.help.is_empty(), "{} has no help", report.message);
            let label = report.primary.as_ref().unwrap();
            let text = label.span.map_or("", |span| &source[span.range()]);
            let remark = if label.text.is_empty() { String::new() } else { format!(" ({})", label.text) };
            format!("{} @ {text}{remark}", report.message)
        })
        .collect()
}

fn lint(name: &str) -> Extra {
    let value = serde_json::json!({ "lint": { name: false } });
    value.as_object().unwrap().clone()
}

fn points(min: f64, max: Option<f64>) -> Rule {
    Rule::Points(Bounds { min, max, name: Name::new(format!("{min}"), Span::new(1, 2)) })
}

fn at_least(count: u32, step: &str) -> Rule {
    Rule::AtLeast { count, step: Name::new(step, Span::new(1, 2)) }
}

/// Two competencies with something at each level.
fn full(mode: Mode) -> Sample {
    Sample::of("engineer senior staff")
        .mode(mode)
        .cell("depth@engineer", &["depth one"])
        .cell("depth@senior", &["depth two"])
        .cell("depth@staff", &["depth three"])
        .cell("width@engineer", &["width one"])
        .cell("width@staff", &["width three"])
}
