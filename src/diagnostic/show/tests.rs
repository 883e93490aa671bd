use serde_json::Value;

use super::*;
use crate::diagnostic::Code;
use crate::source::Span;

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).unwrap()
}

/// Reports `span` of a file `a.md`.
fn at(span: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::new(Code::LinkUnknownPage, "no page `x.md`").in_file(&path("a.md"), Some(span.into()), "here")
}

fn human_text(text: &str, diagnostic: Diagnostic) -> String {
    human(&[diagnostic], &|_| Some(text.into()), &Style::default())
}

/// Returns the quoted line and the line below it, without the gutter.
fn quote(report: &str, line: usize) -> (String, String) {
    let gutter = format!("{line} |");
    let lines: Vec<&str> = report.lines().collect();
    let index = lines.iter().position(|line| line.starts_with(&gutter)).expect(report);
    let rest = |line: &str| line.split_once('|').map_or("", |(_, rest)| rest).to_owned();
    (rest(lines[index]), rest(lines[index + 1]))
}

fn is_clean(output: &str) -> bool {
    output.chars().all(|c| c == '\n' || clean::replacement(c).is_none())
}

#[test]
fn reports_are_separated_by_an_empty_line() {
    let style = Style { path_prefix: "../h/".into(), ..Style::default() };
    let text = human(&[at(4..5).help("do that"), at(0..3)], &|_| Some("One two\n".into()), &style);
    assert_eq!(
        text,
        "\
error[link/unknown-page]: no page `x.md`
 --> ../h/a.md:1:5
  |
1 | One two
  |     ^ here
  |
  = help: do that

error[link/unknown-page]: no page `x.md`
 --> ../h/a.md:1:1
  |
1 | One two
  | ^^^ here
"
    );
}

#[test]
fn related_places_are_quoted_with_their_own_position() {
    let report = at(10..13).also(&path("a.md"), Some(Span::new(0, 3)), "first");
    let report = report.also(&path("b.md"), Some(Span::new(4, 5)), "and");
    assert_eq!(
        human_text("One\nTwo\n\n\nThree\n", report),
        "\
error[link/unknown-page]: no page `x.md`
 --> a.md:5:1
  |
1 | One
  | --- first
...
5 | Three
  | ^^^ here
  |
 ::: b.md:2:1
  |
2 | Two
  | - and
"
    );
}

#[test]
fn labels_far_apart_are_quoted_apart() {
    let text = format!("first\n{}last\n", "x\n".repeat(40));
    let start = text.len() - 5;
    let report =
        human_text(&text, at(start..start + 4).also(&path("a.md"), Some(Span::new(0, 5)), "declared"));
    assert!(report.contains(" --> a.md:42:1\n") && report.contains(" ::: a.md:1:1\n"), "{report}");
    assert!(report.lines().count() < 12, "{report}");
}

#[test]
fn without_a_text_the_message_stands_alone() {
    let report =
        human(&[at(0..3).also(&path("b.md"), None, "the other").help("mend")], &|_| None, &Style::default());
    let expected = "\
error[link/unknown-page]: no page `x.md`
--> a.md
 = note: here
 = note: b.md: the other
 = help: mend
";
    assert_eq!(report, expected);
    let nowhere = Diagnostic::new(Code::ThemeUnknown, "no theme");
    assert_eq!(human(&[nowhere], &|_| None, &Style::default()), "error[theme/unknown]: no theme\n");
}

#[test]
fn tabs_wide_characters_and_marks_do_not_shift_the_underline() {
    for text in ["\tabXYZ\n", "中文XYZ\r\n", "\u{feff}XYZ\n", "a\u{1b}XYZ\n", "é\u{85}XYZ", "e\u{301}XYZ\r\n"]
    {
        let start = text.find("XYZ").unwrap();
        let report = human_text(text, at(start..start + 3));
        let (line, below) = quote(&report, 1);
        let column = |c: char| match c {
            '\u{301}' => 0,
            '中' | '文' => 2,
            _ => 1,
        };
        let width = |text: &str| text.chars().map(column).sum::<usize>();
        assert_eq!(width(&line[..line.find("XYZ").unwrap()]), below.find("^^^ here").unwrap(), "{report}");
        assert!(is_clean(&report) && line.ends_with("XYZ"), "{report:?}");
    }
    assert!(human_text("\u{feff}XYZ\n", at(3..6)).contains("a.md:1:1\n"));
}

#[test]
fn a_span_past_the_end_is_clamped() {
    for (text, span) in
        [("", 0..9), ("ab\n", 7..9), ("ab", 1..900), ("é", 1..1), ("\n\n", 5..5), ("\r\n", 0..2)]
    {
        let report = human_text(text, at(span));
        assert!(report.contains(" --> a.md:1:"), "{text:?} {report}");
    }
}

#[test]
fn a_span_over_lines_is_shown_with_both_ends() {
    let report = human_text("a\nb\nc\nd\n", at(2..6));
    assert!(report.contains("2 | / b\n3 | | c\n  | |_^ here"), "{report}");
    let long = human_text(&"line\n".repeat(500), at(0..2500));
    assert!(long.contains("1 | line\n  | ^^^^ here (until line 500)\n"), "{long}");
    assert!(long.lines().count() < 8);
}

#[test]
fn a_huge_line_is_trimmed_around_the_label() {
    let before = "x y ".repeat(1 << 20);
    let text = format!("{before}WRONG{before}");
    let report = human_text(&text, at(before.len()..before.len() + 5));
    assert!(report.contains(&format!("a.md:1:{}\n", before.len() + 1)), "{report}");
    let (line, below) = quote(&report, 1);
    assert!(line.len() <= 120, "{line}");
    assert_eq!(line.find("WRONG"), below.find("^^^^^ here"), "{report}");
}

#[test]
fn nothing_an_author_wrote_steers_the_terminal() {
    let evil = "a\u{1b}]0;x\u{7}\u{202e}\u{85}\r\u{2028}\u{fdd0}b";
    let mut report = Diagnostic::new(Code::LinkUnknownPage, evil)
        .in_file(&path("a\u{202e}.md"), Some(Span::new(0, 4)), evil)
        .also(&path("b\u{200f}.md"), None, evil)
        .help(evil);
    report = report.fix(Span::new(0, 1), evil).within(&path("c.md"));
    let lookup = |_: &SourcePath| Some(evil.into());
    let style = Style::default();
    let reports = [report];
    let all = [
        human(&reports, &lookup, &style),
        json(&reports, &lookup, &style, &Summary::default()),
        github(&reports, &lookup, &style),
        sarif(&reports, &lookup, &style, "1.0.0"),
    ];
    for output in all {
        assert!(is_clean(&output), "{output:?}");
    }
}

#[test]
fn colours_are_the_only_escapes() {
    let style = Style { color: Color::Ansi, ..Style::default() };
    let report = human(&[at(0..3)], &|_| Some("One\n".into()), &style);
    assert!(report.contains("\u{1b}[") && report.contains("a.md:1:1"));
    assert!(!report.contains("\u{1b}]"), "no hyperlinks: {report:?}");
}

#[test]
fn what_is_allowed_is_left_out_everywhere() {
    let mut allowed = at(0..1);
    allowed.severity = Severity::Allowed;
    let (reports, style) = ([allowed], Style::default());
    assert_eq!(human(&reports, &|_| None, &style), "");
    assert_eq!(github(&reports, &|_| None, &style), "");
    let value: Value = serde_json::from_str(&json(&reports, &|_| None, &style, &Summary::default())).unwrap();
    assert_eq!(value["diagnostics"], Value::Array(Vec::new()));
    let value: Value = serde_json::from_str(&sarif(&reports, &|_| None, &style, "1.0.0")).unwrap();
    assert_eq!(value["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn json_has_places_in_lines_and_in_bytes() {
    let summary = Summary { pages: 7, tally: Tally { errors: 1, warnings: 0 } };
    let report = at(5..7)
        .also(&path("b.md"), None, "other")
        .help("do")
        .fix(Span::new(5, 7), "y")
        .within(&path("a.md"));
    let text = json(&[report], &|_| Some("é\n中x\n".into()), &Style::default(), &summary);
    let value: Value = serde_json::from_str(&text).unwrap();
    let first = &value["diagnostics"][0];
    assert_eq!(first["code"], "link/unknown-page");
    assert_eq!(first["severity"], "error");
    assert_eq!((&first["start"]["line"], &first["start"]["column"]), (&2.into(), &1.into()));
    assert_eq!((&first["byte_start"], &first["byte_end"]), (&5.into(), &7.into()));
    assert_eq!(first["labels"][0]["path"], "b.md");
    assert_eq!(first["fix"]["replacement"], "y");
    assert_eq!((&value["version"], &value["summary"]["pages"]), (&1.into(), &7.into()));
}

#[test]
fn github_commands_are_escaped() {
    let report = Diagnostic::new(Code::LinkUnknownPage, "no 100%\npage, none: `x`")
        .in_file(&path("a,b:c.md"), Some(Span::new(2, 4)), "")
        .help("look");
    let text = github(&[report], &|_| Some("a bc d".into()), &Style::default());
    assert_eq!(
        text,
        "::error file=a%2Cb%3Ac.md,line=1,endLine=1,col=3,endColumn=5,title=link/unknown-page::\
         no 100%25 page, none: `x`%0Alook\n"
    );
}

#[test]
fn sarif_points_with_relative_uris_and_stable_fingerprints() {
    let report = |start| {
        Diagnostic::new(Code::LinkUnknownPage, "no page `{[a]}`")
            .in_file(&path("content/ä b.md"), Some(Span::new(start, start + 1)), "here")
            .also(&path("b.md"), None, "there")
            .help("mend")
    };
    let text = sarif(&[report(1), report(0)], &|_| Some("ab".into()), &Style::default(), "1.0.0");
    let value: Value = serde_json::from_str(&text).unwrap();
    let run = &value["runs"][0];
    let [first, second] = run["results"].as_array().unwrap().as_slice() else { panic!("{text}") };
    assert_eq!(first["message"]["text"], "no page `{{\\[a\\]}}`\nmend");
    let physical = &first["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "content/%C3%A4%20b.md");
    assert_eq!(physical["region"]["startColumn"], 2);
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "link/unknown-page");
    assert_eq!(first["ruleIndex"], 0);
    let print =
        |result: &Value| result["partialFingerprints"]["daringReport/v1"].as_str().unwrap().to_owned();
    assert_eq!(print(first).strip_suffix('1'), print(second).strip_suffix('2'));
}

/// Were the lines counted anew for each report, this would take minutes.
#[test]
fn many_reports_in_one_line_are_all_shown() {
    let text: Arc<str> = "[x](y.md) ".repeat(100_000).into();
    let reports: Vec<Diagnostic> = (0..2000)
        .map(|i| at(i * 500..i * 500 + 3).also(&path("a.md"), Some(Span::new(0, 3)), "first"))
        .collect();
    let style = Style::default();
    let lookup = |_: &SourcePath| Some(text.clone());
    assert_eq!(human(&reports, &lookup, &style).matches("error[").count(), 2000);
    assert_eq!(github(&reports, &lookup, &style).lines().count(), 2000);
}

proptest::proptest! {
    #[test]
    fn any_text_and_any_spans_are_shown(
        text in "(\\PC|[\\t\\r\\n\u{1b}\u{feff}中e\u{301} ]){0,60}",
        spans in proptest::collection::vec((0usize..200, 0usize..200), 1..5),
        width in 0usize..200,
    ) {
        let mut report = at(spans[0].0..spans[0].1);
        for (start, end) in &spans[1..] {
            report = report.also(&path("a.md"), Some(Span::new(*start, *end)), "there");
        }
        let style = Style { width, ..Style::default() };
        let lookup = |_: &SourcePath| Some(text.as_str().into());
        let shown = human(std::slice::from_ref(&report), &lookup, &style);
        proptest::prop_assert!(is_clean(&shown) && shown.contains("--> a.md:"), "{}", shown);
        let value: Value = serde_json::from_str(&sarif(&[report], &lookup, &style, "1.0.0")).unwrap();
        proptest::prop_assert!(value["runs"][0]["results"][0].is_object());
    }
}
