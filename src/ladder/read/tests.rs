//! What files say, in both formats.

use super::{Format, read};
use crate::diagnostic::Code;
use crate::ladder::model::*;
use crate::ladder::text::{Name, Text};

/// Reads YAML in which nothing may be wrong.
pub(super) fn yaml(text: &str) -> Declarations {
    let read = read(text, Format::Yaml);
    assert_eq!(read.diagnostics, []);
    read.value
}

/// Reads TOML in which nothing may be wrong.
pub(super) fn toml(text: &str) -> Declarations {
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

pub(super) fn written(texts: &[Statement]) -> Vec<&str> {
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

#[test]
fn mistakes_in_yaml_are_pointed_at() {
    let text = "levels:
  - {id: a, status: later, career_level: 'yes'}
competencies:
  - id: c
    asess: rated
    at:
      a:
        - Owns delivery: from start to end
        - {txt: x}
        - [x]
    families: {backend: [x]}
    steps:
      - {n: 1}
      - {n: 1}
removed: [{note: x}]
scales: {reach: {values: [{summary: x}]}}
";
    assert_eq!(
        reports(text, Format::Yaml),
        [
            "ladder/value | `status` cannot be `later` | later",
            "ladder/type | `career_level` must be `true` or `false`, found a string | 'yes'",
            "ladder/unknown-key | unknown key `asess` | asess",
            "ladder/type | a text with a colon is read as a table | Owns delivery: from start to end",
            "ladder/value | an expectation has no `text` | {",
            "ladder/unknown-key | unknown key `txt` | txt",
            "ladder/type | `expectation` must be a text, or a table with `text`, found a list | [",
            "ladder/type | `backend` must be a table with `at`, found a list | [",
            "ladder/value | two steps have the number 1 | 1",
            "ladder/value | what was removed has no `id` | {",
            "ladder/value | a value of a scale has neither `id` nor `name` | {",
        ]
    );
    let colon = read(text, Format::Yaml).diagnostics.into_iter().find_map(|report| {
        report.fix.filter(|_| report.message.contains("colon")).map(|fix| fix.replacement)
    });
    assert_eq!(colon.as_deref(), Some("\"Owns delivery: from start to end\""));
}

#[test]
fn text_that_is_neither_is_reported_once() {
    assert_eq!(reports("levels = [", Format::Toml).len(), 1);
    let broken = reports("levels: [a\ncompetencies: [\n", Format::Yaml);
    assert_eq!(broken.len(), 1);
    assert!(broken[0].starts_with("ladder/syntax | not valid YAML: "), "{broken:?}");
    assert_eq!(
        reports("just words", Format::Yaml),
        ["ladder/type | a file of a ladder must be a table or a list, found a string | just words"]
    );
    assert_eq!(read("", Format::Yaml).value, Declarations::default());
    assert_eq!(read("\u{feff}levels = ['a']", Format::Toml).value.levels.len(), 1);
}

#[test]
fn the_rest_is_read_too() {
    let read = yaml(
        "tracks: [{id: mgmt, name: Management, entry: lateral, from_levels: senior}]
families: {backend: {extends: eng, levels: [a, b], discipline: Backend}}
areas: [{name: Getting things done, parent: x, icon: y, aliases: GTD}]
archetypes: [{id: solver, emphasises: [framing, {id: risk, note: N}], cautions: C}]
profiles: [{id: p, family: backend, level: senior, audience: hiring, sections: {Must: Know, May: Ask}}]
pay_bands: [{id: B5, label: Band 5}, B6]
processes: {promotion: {steps: [Write, Read]}}
cycles: [{id: h1, opens: 2026-01-01, closes: 2026-Q2, version: 2026.1, affects: wording}]
changes: [{from: 2026.1, to: 2026.2, id: lm, kind: raised, note: N}]
cells: [{competency: c, step: s, tbd: true}, {competency: c, all: true, family: f, expectations: X}]
levels: [{id: a, notes: {Track record: Much}, bands: [I, II], experience: 3 years}]
",
    );
    assert_eq!(read.areas[0].id.as_str(), "getting-things-done");
    assert_eq!(read.archetypes[0].emphasises[1].note.as_ref().unwrap().written.as_ref(), "N");
    assert_eq!(read.profiles[0].sections[1].title, "May");
    let labels: Vec<_> =
        read.pay_bands.iter().map(|band| (band.id.as_str(), band.label.as_deref())).collect();
    assert_eq!(labels, [("B5", Some("Band 5")), ("b6", Some("B6"))]);
    assert_eq!(read.processes[0].steps.len(), 2);
    assert_eq!(read.cycles[0].version.as_deref(), Some("2026.1"));
    assert_eq!(read.changes[0].kind.as_deref(), Some("raised"));
    assert_eq!(read.cells[0].at, At::Step(Name::generated("s")));
    assert_eq!((&read.cells[1].at, read.cells[1].statements.len()), (&At::All, 1));
    assert_eq!(read.levels[0].notes[0].title, "Track record");
    assert_eq!(read.levels[0].bands[1].id.as_str(), "ii");
}

#[test]
fn numbers_are_kept_as_written_where_words_are_wanted() {
    let read =
        yaml("levels: {4.10: {code: &code 1.0}, L1.0: {code: *code}}\nframework: {version: 2026.10}\n");
    assert_eq!((read.levels[0].id.as_str(), read.levels[0].code.as_deref()), ("4.10", Some("1.0")));
    assert_eq!(read.levels[1].code.as_deref(), Some("1.0"));
    assert_eq!(read.framework.unwrap().version.as_deref(), Some("2026.10"));
    let read = toml("levels = [4.10]\n[framework]\nintro = \"\"\"a\r\nb\r\n\"\"\"\n");
    assert_eq!(&*read.levels[0].titles[0], "4.10");
    assert_eq!(read.framework.unwrap().intro, Some(Text::generated("a\nb")));
}

#[test]
fn json_is_read_as_yaml() {
    let long = "多言語 \u{1f680} \"quoted\": # no remark, - no list\n\tnext ".repeat(500);
    let json = serde_json::json!({
        "$schema": "../schema.json",
        "format": 1,
        "framework": { "id": "f", "extra": { "deep": [1, null, 2.5, { "ключ": true }] } },
        "levels": [{ "id": "팀장", "rank": 4.5, "titles": ["팀장"], "dimensions": { "reach": ["팀"] } }],
        "competencies": [{ "id": "c", "at": { "팀장": { "expectations": [{ "text": long }] } } }],
    });
    for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
        let read = yaml(&text);
        assert_eq!(&*read.cells[0].statements[0].text.written, long.trim());
        assert_eq!(read.levels[0].id.as_str(), "팀장");
        assert_eq!(read.levels[0].rank, 4.5);
        assert_eq!(read.framework.unwrap().extra["deep"], json["framework"]["extra"]["deep"]);
    }
}

#[test]
fn ten_thousand_expectations_are_no_trouble() {
    let statement = "    - {id: e, text: \"Names everyone.\", examples: [a, b], tags: [x]}\n";
    let text = format!("- id: c\n  at:\n    senior:\n{}", statement.repeat(10_000));
    assert_eq!(yaml(&text).cells[0].statements.len(), 10_000);
    let table = "[[competency]]\nid = 'c'\nat.senior = [{ text = 'Names everyone.', examples = ['a'] }]\n";
    assert_eq!(toml(&table.repeat(10_000)).cells.len(), 10_000);
}

#[test]
fn any_value_may_stand_under_any_key() {
    let sections = "scale track level family area competency cell archetype profile pay_band process cycle \
                    removed change framework";
    let keys = "id name title titles kind values from_levels rank track aliases dimensions bands time_split \
                requires notes steps at families family tracks cells emphasises sections replaced_by extra \
                expectations status mode level resources assess career_level";
    let values = [
        "",
        "''",
        "x",
        "[]",
        "{}",
        "[x]",
        "[[x]]",
        "{a: x}",
        "{a: [x]}",
        "{a: {b: [x]}}",
        "1",
        "-1.5",
        "[1, [2]]",
        "true",
        "2026-01-01",
        "[{id: a, text: b}, 1, ]",
        "{what: x, min: 5, max: 1}",
        "{points: [3]}",
        "{é: {vector: é}}",
        "[{summary: x}]",
        "{count: -1, step: x}",
        "\"a\\nb\"",
    ];
    let mut count = 0;
    for section in sections.split_whitespace() {
        for key in keys.split_whitespace() {
            for value in values {
                for text in [
                    format!("{section}: {{é: {{{key}: {value}}}}}"),
                    format!("{section}: [{{{key}: {value}}}]"),
                    format!("{section}: {{{key}: {{a: {value}}}}}"),
                ] {
                    let read = read(&text, Format::Yaml);
                    for report in read.diagnostics {
                        assert_ne!(report.code, Code::LadderSyntax, "{text}");
                        let span = report.primary.and_then(|label| label.span).unwrap();
                        assert!(text.get(span.range()).is_some(), "{text}: {span:?}");
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 10_000, "{count}");
}

#[test]
fn a_misspelt_audience_publishes_nothing() {
    for key in ["audiance", "Audience", "audience"] {
        let text = format!("competencies: [{{id: c, at: {{a: [{{text: x, {key}: managers}}]}}}}]");
        let read = read(&text, Format::Yaml);
        let statement = &read.value.cells[0].statements[0];
        assert!(statement.audience.is_some(), "{key}");
        assert_eq!(read.diagnostics.is_empty(), key == "audience", "{key}");
    }
}
