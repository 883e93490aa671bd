use std::fmt::Write as _;

use crate::config::Config;
use crate::diagnostic::{Checked, Code};
use crate::document::body::SlotKind;
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, ParsedFile, SheetFormat};
use crate::ladder::sheet::{Item, Prose, Sheet};
use crate::ladder::text::Text;

mod any_text;

fn parse(text: &str) -> Checked<ParsedFile> {
    let dialect = Dialect::Handbook(Config::new("x").markdown);
    document::parse_sheet(text, SheetFormat::Markdown, dialect, &Highlighter::default())
}

fn prose(file: &ParsedFile) -> &Prose {
    match file.sheet.as_deref() {
        Some(Sheet::Prose(prose)) => prose,
        _ => panic!("a sheet of prose"),
    }
}

/// The HTML of a text, with `N` for the address of link N.
fn html(file: &ParsedFile, text: &Text) -> String {
    let mut out = String::new();
    let piece = &file.pieces[text.piece.unwrap() as usize];
    file.body.fill_ranges(piece, &mut out, |kind, out| match kind {
        SlotKind::Href(link) => write!(out, "{link}").unwrap(),
        SlotKind::ImageSize(_) | SlotKind::ReferenceText(_) => out.push_str("reference"),
        SlotKind::Directive(_) | SlotKind::Include(_) => out.push_str("shown"),
        SlotKind::TermNote(_) => {}
    });
    out
}

/// One line for each section and item: depth, label, id, source, HTML, and what its place holds.
fn shown(text: &str) -> Vec<String> {
    let checked = parse(text);
    assert_eq!(checked.diagnostics, [], "{text:?}");
    let file = checked.value;
    let mut lines = Vec::new();
    let prose = prose(&file);
    let part = |of: &Text| {
        assert!(text.is_char_boundary(of.place.span.end as usize), "{of:?}");
        format!("{:?} {:?} @{:?}", of.written, html(&file, of), &text[of.place.span.range()])
    };
    lines.extend(prose.title.as_ref().map(|title| format!("# {title}")));
    lines.extend(prose.intro.as_ref().map(part));
    for section in &prose.sections {
        assert_eq!(&text[section.span.range()], &*section.heading);
        let prose = if section.is_prose { " prose" } else { "" };
        lines.push(format!("{} {} #{}{prose}", section.depth, section.heading, section.anchor));
        lines.extend(section.text.as_ref().map(part));
        for item in &section.items {
            show_item(item, 1, &part, &mut lines);
        }
    }
    lines
}

fn show_item(item: &Item, depth: usize, part: &impl Fn(&Text) -> String, lines: &mut Vec<String>) {
    let mut line = "-".repeat(depth);
    if let Some(label) = &item.label {
        write!(line, " <{label:?}>").unwrap();
    }
    if let Some((id, _)) = &item.id {
        write!(line, " #{id}").unwrap();
    }
    lines.push(format!("{line} {}", part(&item.text)));
    for inner in &item.items {
        show_item(inner, depth + 1, part, lines);
    }
}

#[test]
fn a_tight_list_with_labels_and_ids() {
    let text = "---\nid: x\n---\n# The *last* mile\n\nIntro with [a link](a.md).\n\n## Senior\n\n\
                - Names [everyone](b.md) {#lm-list}\n  - Example: kept a *list*\n  - **Not this:** told [one](c.md)\n\
                - Follows up.\n";
    assert_eq!(
        shown(text),
        [
            "# The last mile",
            r#""Intro with [a link](a.md)." "<p>Intro with <a href=\"0\">a link</a>.</p>" @"Intro with [a link](a.md).""#,
            "2 Senior #senior",
            r#"- #lm-list "Names [everyone](b.md)" "Names <a href=\"1\">everyone</a>" @"Names [everyone](b.md)""#,
            r#"-- <Kind(Example)> "kept a *list*" "kept a <em>list</em>" @"kept a *list*""#,
            r#"-- <Kind(CounterExample)> "told [one](c.md)" "told <a href=\"2\">one</a>" @"told [one](c.md)""#,
            r#"- "Follows up." "Follows up." @"Follows up.""#,
        ]
    );
    let file = parse(text).value;
    assert!(
        file.body.html.contains("<li id=\"lm-list\">Names <a href=\"\">everyone</a>\n<ul>"),
        "{}",
        file.body.html
    );
    assert!(file.body.html.contains("<li>Example: kept"), "a page shows its labels");
    let anchor = &file.outline.anchors[0];
    assert_eq!((&*anchor.name, &text[anchor.span.range()]), ("lm-list", "lm-list"));
    let item = &prose(&file).sections[0].items[0];
    assert!(text[..item.id_at.unwrap() as usize].ends_with("{#lm-list}"));
    let item = &prose(&file).sections[0].items[1];
    assert!(text[..item.id_at.unwrap() as usize].ends_with("Follows up."));
}

#[test]
fn a_loose_list_keeps_its_paragraphs() {
    assert_eq!(
        shown("## S\n\n- One {#a}\n\n  more\n\n  - *Evidence*: in\n\n  after\n\n- Two\n"),
        [
            "2 S #s",
            r#"- #a "One\n\nmore\n\nafter" "<p>One</p>\n<p>more</p>\n<p>after</p>" @"One {#a}\n\n  more""#,
            r#"-- <Kind(Evidence)> "in" "in" @"in""#,
            r#"- "Two" "<p>Two</p>" @"Two""#,
        ]
    );
}

#[test]
fn blocks_in_an_item_are_its_text() {
    assert_eq!(
        shown(
            "## S\n\n1. Runs {#r}\n\n   ```\n   a\n     b\n   ```\n\n   | x |\n   |---|\n   | y |\n2. > quoted\n   > - no item {#no}\n"
        ),
        [
            "2 S #s",
            "- #r \"Runs\\n\\n```\\na\\n  b\\n```\\n\\n| x |\\n|---|\\n| y |\" \"<p>Runs</p>\\n<pre class=\\\"code\\\" tabindex=\\\"0\\\"><code>a\\n  b\\n</code></pre>\\n<div class=\\\"table\\\" tabindex=\\\"0\\\" role=\\\"group\\\" aria-label=\\\"Table\\\"><table><thead><tr><th>x</th></tr></thead>\\n<tbody>\\n<tr><td>y</td></tr>\\n</tbody></table></div>\" @\"Runs {#r}\\n\\n   ```\\n   a\\n     b\\n   ```\\n\\n   | x |\\n   |---|\\n   | y |\"",
            "- \"> quoted\\n> - no item {#no}\" \"<blockquote>\\n<p>quoted</p>\\n<ul>\\n<li>no item {#no}</li>\\n</ul>\\n</blockquote>\" @\"> quoted\\n   > - no item {#no}\"",
        ]
    );
}

#[test]
fn what_is_shown_at_either_end_of_a_text_belongs_to_it() {
    let include = "```{include} a.md\n```\n";
    let html = |text: String| {
        let file = parse(&text).value;
        let prose = prose(&file).clone();
        let [section] = prose.sections.as_slice() else { panic!("one section") };
        let texts = prose.intro.iter().chain(&section.text);
        let items = section.items.iter().map(|item| &item.text);
        texts.chain(items).map(|text| html(&file, text)).collect::<Vec<_>>()
    };
    assert_eq!(html(format!("{include}\n## S\n\n{include}")), ["shown\n", "shown\n"]);
    assert_eq!(html(format!("{include}\na\n\n## S\n")), ["shown\n<p>a</p>"]);
    assert_eq!(html(format!("## S\n\na\n\n{include}")), ["<p>a</p>\nshown\n"]);
    let item = include.replace('\n', "\n  ");
    assert_eq!(html(format!("## S\n\n- {item}\n- b\n\n  {item}")), ["shown\n", "<p>b</p>\nshown\n"]);
}

#[test]
fn tabs_and_both_line_ends() {
    assert_eq!(
        shown("## S\r\n\r\n-\tOne\r\n\tmore {#a}\r\n\t-\tExample:\tin\r\n\t\tgoes on\r\n"),
        [
            "2 S #s",
            r#"- #a "One\nmore" "One\nmore" @"One\r\n\tmore""#,
            r#"-- <Kind(Example)> "in\ngoes on" "in\ngoes on" @"in\r\n\t\tgoes on""#,
        ]
    );
}

#[test]
fn ids_stand_at_the_end_of_the_first_paragraph() {
    for (text, id, html_of) in [
        ("- a {#x}.\n", Some("x"), "a."),
        ("- a. {#x-y_z.1}\n", Some("x-y_z.1"), "a."),
        ("- **a {#x}**\n", Some("x"), "<strong>a</strong>"),
        ("- a\n  {#x}\n", Some("x"), "a"),
        ("- 例文。{#例}\n", Some("例"), "例文。"),
        ("- a {#x y}\n", None, "a {#x y}"),
        ("- a \\{#x}\n", None, "a {#x}"),
        ("- a `{#x}`\n", None, "a <code>{#x}</code>"),
        ("- {#x} a\n", None, "{#x} a"),
        ("- a\n\n  b {#x}\n", None, "<p>a</p>\n<p>b {#x}</p>"),
    ] {
        let text = format!("## S\n\n{text}");
        let file = parse(&text).value;
        let item = &prose(&file).sections[0].items[0];
        assert_eq!(item.id.as_ref().map(|(id, _)| &**id), id, "{text}");
        assert_eq!(html(&file, &item.text), html_of, "{text}");
    }
}

#[test]
fn tasks_are_statements_without_their_box() {
    assert_eq!(
        shown("## S\n\n- [x] Example: done [here](a.md) {#d}\n- [ ] open\n\n## L\n\n- [ ] a\n\n- b\n"),
        [
            "2 S #s",
            r#"- <Kind(Example)> #d "done [here](a.md)" "done <a href=\"0\">here</a>" @"done [here](a.md)""#,
            r#"- "open" "open" @"open""#,
            "2 L #l",
            r#"- "a" "<p>a</p>" @"a""#,
            r#"- "b" "<p>b</p>" @"b""#,
        ]
    );
}

#[test]
fn labels_in_other_scripts_and_emphasis() {
    let lines = shown(
        "## シニア\n\n- 例：合意する\n- **悪い例**：黙る\n- _Preuve :_ oui\n- 예시: 네\n- Same as: senior\n- Hide: x\n",
    );
    assert_eq!(lines[0], "2 シニア #シニア");
    let rest: Vec<&str> = lines[1..].iter().map(|line| line.split(" @").next().unwrap()).collect();
    assert_eq!(
        rest,
        [
            r#"- <Kind(Example)> "合意する" "合意する""#,
            r#"- <Kind(CounterExample)> "黙る" "黙る""#,
            r#"- <Kind(Evidence)> "oui" "oui""#,
            r#"- <Kind(Example)> "네" "네""#,
            r#"- <SameAs> "senior" "senior""#,
            r#"- <Hide> "x" "x""#,
        ]
    );
}

#[test]
fn a_label_alone_is_that_of_the_list_below_it() {
    let lines = shown("## S\n\n- A\n  - Examples:\n    - one\n    - two\n  - Evidence:\n    - Signal: x\n");
    let rest: Vec<&str> = lines[1..].iter().map(|line| line.split(" @").next().unwrap()).collect();
    assert_eq!(
        rest,
        [
            r#"- "A" "A""#,
            r#"-- <Kind(Example)> "one" "one""#,
            r#"-- <Kind(Example)> "two" "two""#,
            r#"-- <Kind(Evidence)> "" """#,
            r#"--- <Kind(Signal)> "x" "x""#,
        ]
    );
}

#[test]
fn a_line_that_is_a_dash_is_kept_as_one() {
    for text in ["## S\n\n-\n", "## S\n\n- -\n", "## S\n\n- \\-\n"] {
        let file = parse(text).value;
        let [item] = prose(&file).sections[0].items.as_slice() else { panic!("one item: {text:?}") };
        assert_eq!((item.text.written.trim_start_matches('\\'), item.items.len()), ("-", 0), "{text:?}");
    }
    assert_eq!(shown("## S\n\n- a\n-\n- b\n").len(), 3);
}

#[test]
fn sections_hold_what_is_no_list() {
    assert_eq!(
        shown(
            "Above.\n\n# T\n\n* intro\n  * list\n\n## S {#s1}\n\nText.\n\n<!-- a remark -->\n\n- item\n\n> - q\n\n---\n\n### Meets\n\nm\n\n## FAQ {.prose}\n\n- as it is\n\n### More\n\n1. too\n\n# Second\n\n- i\n"
        ),
        [
            "# T",
            r#""Above.\n\n* intro\n  * list" "<p>Above.</p>\n<ul>\n<li>intro\n<ul>\n<li>list</li>\n</ul>\n</li>\n</ul>" @"Above.""#,
            "2 S #s1",
            r#""Text.\n\n> - q\n\n---" "<p>Text.</p>\n<blockquote>\n<ul>\n<li>q</li>\n</ul>\n</blockquote>\n<hr />" @"Text.""#,
            r#"- "item" "item" @"item""#,
            "3 Meets #meets",
            r#""m" "<p>m</p>" @"m""#,
            "2 FAQ #faq prose",
            r#""- as it is" "<ul>\n<li>as it is</li>\n</ul>" @"- as it is""#,
            "3 More #more prose",
            r#""1. too" "<ol>\n<li>too</li>\n</ol>" @"1. too""#,
            "2 Second #second",
            r#"- "i" "i" @"i""#,
        ]
    );
}

#[test]
fn links_take_their_definitions_along() {
    let lines = shown(
        "## S\n\n- *a* [**b** c][d] and [d][], [D] ![i][D]\n\n  [e][d]\n\n[d]: <x y.md>\n  \"T\"\n\n## T\n\n[d]\n",
    );
    let link = "(<x y.md> \\\"T\\\")";
    let source = format!("- \"*a* [**b** c]{link} and [d]{link}, [D]{link} ![i]{link}\\n\\n[e]{link}\"");
    assert!(lines[1].starts_with(&source), "{}\n{source}", lines[1]);
    assert!(lines[3].starts_with(&format!("\"[d]{link}\"")), "{}", lines[3]);
}

#[test]
fn footnotes_stay_on_the_page() {
    assert_eq!(
        shown("## S\n\n- a[^1] b {#x}\n\n[^1]: - note\n"),
        ["2 S #s", r#"- #x "a b" "a b" @"a[^1] b""#]
    );
}

#[test]
fn a_heading_makes_way_for_an_id_and_two_ids_are_reported() {
    let text = "## Meets\n\n- a {#meets}\n- b {#b}\n- c {#b}\n";
    let checked = parse(text);
    assert_eq!(&*prose(&checked.value).sections[0].anchor, "meets-1");
    let codes: Vec<Code> = checked.diagnostics.iter().map(|report| report.code).collect();
    assert_eq!(codes, [Code::AnchorDuplicate]);
}

#[test]
fn a_slip_in_a_label_is_reported_where_it_is() {
    let text = "---\nid: x\n---\n## S\n\n- a\n  - *Exmaple:* b\n  - Audiance: few\n";
    let checked = parse(text);
    let slips: Vec<&str> = checked
        .diagnostics
        .iter()
        .map(|report| &text[report.primary.as_ref().unwrap().span.unwrap().range()])
        .collect();
    assert_eq!(slips, ["Exmaple", "Audiance"]);
    let inner = &prose(&checked.value).sections[0].items[0].items;
    assert_eq!(inner[0].label, None);
    assert!(inner[1].label.is_some());
}

#[test]
fn a_view_makes_a_page() {
    assert!(prose(&parse("```{ladder-matrix}\n```\n").value).has_views);
    assert!(!prose(&parse("```\nladder-matrix\n```\n").value).has_views);
}

#[test]
fn a_page_is_read_as_before() {
    let text = "## S\n\n- a {#x}\n  - Example: b\n";
    let dialect = Dialect::Handbook(Config::new("x").markdown);
    let file = document::parse(text, dialect, &Highlighter::default()).value;
    assert!(file.sheet.is_none() && file.pieces.is_empty() && file.outline.anchors.is_empty());
    assert!(file.body.html.contains("<li>a {#x}\n<ul>"), "{}", file.body.html);
}

#[test]
fn what_nearly_is_an_id_is_reported() {
    let text = "## S\n\n- a {#Bad Id}\n- b {#open\n- c {#fine}\n- d in `{#code}`\n- e \\{#shown}\n";
    let reported: Vec<String> = parse(text).diagnostics.into_iter().map(|report| report.message).collect();
    assert_eq!(reported, ["`{#Bad Id}` is no id", "`{#open` is no id"]);
}
