//! What files say, in both formats.

use super::{Format, read};
use crate::ladder::model::*;
use crate::ladder::text::Name;

/// Reads YAML in which nothing may be wrong.
fn yaml(text: &str) -> Declarations {
    let read = read(text, Format::Yaml);
    assert_eq!(read.diagnostics, []);
    read.value
}

/// Reads TOML in which nothing may be wrong.
fn toml(text: &str) -> Declarations {
    let read = read(text, Format::Toml);
    assert_eq!(read.diagnostics, []);
    read.value
}

/// What is reported: the code, the message, and the text that is pointed at.
fn reports(text: &str, format: Format) -> Vec<String> {
    let mut reports = read(text, format).diagnostics;
    crate::diagnostic::sort(&mut reports);
    let shown = |report: &crate::diagnostic::Diagnostic| {
        let span = report.primary.as_ref().and_then(|label| label.span);
        format!("{} | {} | {}", report.code, report.message, span.map_or("", |span| &text[span.range()]))
    };
    reports.iter().map(shown).collect()
}

fn written(texts: &[Statement]) -> Vec<&str> {
    texts.iter().map(|statement| &*statement.text.written).collect()
}

#[test]
fn a_tiny_ladder_is_one_line() {
    let read = toml("levels = ['Engineer', 'Senior Engineer', '4.1']\n");
    let shown: Vec<_> =
        read.levels.iter().map(|level| (level.id.as_str(), &*level.titles[0], level.rank)).collect();
    assert_eq!(
        shown,
        [("engineer", "Engineer", 1.0), ("senior-engineer", "Senior Engineer", 2.0), ("4-1", "4.1", 3.0)]
    );
}

#[test]
fn lists_may_be_tables_by_id() {
    let by_id = yaml("levels: {senior: {code: L4}, staff: , principal: Principal Engineer}\n");
    let listed = yaml(
        "level:\n- {id: senior, code: L4}\n- {id: staff}\n- {id: principal, title: Principal Engineer}\n",
    );
    assert_eq!(by_id, listed);
    assert_eq!(by_id.levels[1].titles, ["Staff"]);
    let single = toml("[level]\nid = 'senior'\n");
    assert_eq!(single.levels.len(), 1);
    let titled = yaml("levels: {Senior Engineer: {code: L4}}");
    assert_eq!(
        (titled.levels[0].id.as_str(), &*titled.levels[0].titles[0]),
        ("senior-engineer", "Senior Engineer")
    );
}

#[test]
fn ranks_go_on_within_a_track() {
    let read = yaml(
        "levels:\n- {id: a, track: ic, rank: 3}\n- {id: m, track: mgmt, rank: 4.5}\n- {id: b, track: ic}\n- {id: n, track: mgmt}\n",
    );
    let ranks: Vec<f64> = read.levels.iter().map(|level| level.rank).collect();
    assert_eq!(ranks, [3.0, 4.5, 4.0, 5.5]);
}

#[test]
fn both_formats_say_the_same() {
    let in_toml = r#"
[framework]
id = "engineering"
version = 2026.2
status = "active"
effective_from = 2026-10-01
mode = "cumulative"
published = ["old.json"]
extra = { colour = "teal" }

[[scale]]
id = "reach"
values = ["self", "several teams"]

[[level]]
id = "staff"
code = "L5"
rank = 5
track = "ic"
title = "Staff {discipline} Engineer"
reach = ["several teams", "department"]
equivalent_to = ["senior-em"]
time_split = { coding = [30, 50], meetings = 20 }

[level.dimensions]
focus = "a system"

[level.requires]
vector = { technology = "specialist", main = 3 }
at_least = [{ count = 3, step = "advanced" }]
points = [10, 20]
share = 0.8
prose = "No gaps."

[[competency]]
id = "last-mile"
area = "delivery"
mode = "standalone"

[competency.at]
all = "Cares."
staff = [{ id = "lm-list", text = "Names everyone.", examples = ["A list."] }, "Follows up."]
senior = [{ same_as = "staff" }]

[[removed]]
id = "lm-old"
replaced_by = ["lm-list"]
"#;
    let in_yaml = r#"
framework: {id: engineering, version: 2026.2, status: active, effective_from: 2026-10-01, mode: cumulative,
  published: old.json, extra: {colour: teal}}
scales: {reach: [self, several teams]}
levels:
  staff:
    code: L5
    rank: 5.0
    track: ic
    titles: ["Staff {discipline} Engineer"]
    reach: [several teams, department]
    dimensions: {focus: a system}
    equivalent_to: senior-em
    time_split: [{what: coding, min: 30, max: 50}, {what: meetings, min: 20}]
    requires:
      - vector: {technology: specialist, main: 3}
      - at_least: {count: 3, step: advanced}
      - points: {min: 10, max: 20}
      - share: {share: 0.8}
      - No gaps.
competencies:
  - id: last-mile
    area: delivery
    mode: standalone
    at:
      all: [Cares.]
      staff:
        - {id: lm-list, text: Names everyone., example: A list.}
        - Follows up.
      senior: {same_as: staff}
removed: {lm-old: lm-list}
"#;
    let read = toml(in_toml);
    assert_eq!(read, yaml(in_yaml));
    let level = &read.levels[0];
    assert_eq!(level.requires.len(), 5);
    assert_eq!(level.dimensions.len(), 2);
    assert_eq!(level.requires[3], Rule::Share(0.8, Name::generated("")));
    assert_eq!(read.framework.unwrap().version.as_deref(), Some("2026.2"));
    assert_eq!(read.cells[0].at, At::All);
    assert_eq!(read.cells[2].state, State::SameAs(Name::generated("staff")));
}

#[test]
fn a_list_alone_is_competencies() {
    let read = yaml("- id: last-mile\n  area: delivery\n  at:\n    senior:\n    - Follows up.\n");
    assert_eq!(read.competencies[0].area, Some(Name::generated("delivery")));
    assert_eq!(written(&read.cells[0].statements), ["Follows up."]);
    assert_eq!(&*read.competencies[0].name, "Last mile");
}

#[test]
fn every_mistake_is_found_in_one_go() {
    let text = "mode = 'cumulative'
[framework]
mode = 'cumulativ'
review_by = 'soon'
[[level]]
id = 'senior engineer'
rank = 'four'
tagine = 'x'
[[level]]
code = 'L5'
[level.requires]
points = [20, 10]
share = 80
[[competency]]
id = 'c'
at = { senior = [{ id = 'x' }] }
broken = 
";
    assert_eq!(
        reports(text, Format::Toml),
        [
            "ladder/unknown-key | unknown key `mode` | mode",
            "ladder/value | `mode` cannot be `cumulativ` | 'cumulativ'",
            "ladder/value | `review_by` cannot be `soon` | 'soon'",
            "ladder/value | `id` cannot be `senior engineer` | 'senior engineer'",
            "ladder/type | `rank` must be a number, found a string | 'four'",
            "ladder/unknown-key | unknown key `tagine` | tagine",
            "ladder/value | a level has neither `id` nor `title` | [[level]]",
            "ladder/value | `points` ends before it begins | [20, 10]",
            "ladder/value | `share` cannot be 80 | 80",
            "ladder/value | an expectation has no `text` | { id = 'x' }",
            "ladder/unknown-key | unknown key `broken` | broken",
            "ladder/syntax | not valid TOML: string values must be quoted, expected literal string | ",
        ]
    );
    let read = read(text, Format::Toml);
    assert_eq!(read.value.levels[0].id.as_str(), "senior-engineer");
    assert_eq!(read.value.levels[0].extra["tagine"], "x");
    let mode = read.diagnostics.iter().find(|report| report.message == "unknown key `mode`").unwrap();
    assert_eq!(mode.help, ["put `mode` below `[framework]`"]);
}
