//! Input that is broken, huge or built to cost: an answer with a place, in linear time.

use proptest::prelude::*;

use crate::project::Project;

#[test]
fn odd_encodings_are_told_or_read() {
    let project = Project::of_page(b"# A\n\ncaf\xe9\n");
    project.write("content/bom.md", "\u{feff}---\ntitle: Bom\n---\ntext\n");
    project.write("content/crlf.md", "---\r\ntitle: Crlf\r\n---\r\n# A\r\n\r\ntext\r\n");
    project.write("content/nul.md", "# N\0ul\n");
    project.write("content/utf16.md", b"\xff\xfe#\0 \0A\0");
    project.write("static/binary", b"\xff\0\xfe");
    let ran = project.build().faulty(&[
        "content/index.md",
        "not UTF-8 at line 3, column 4",
        "content/utf16.md",
        "save the file as UTF-8",
    ]);
    assert!(!ran.out.contains("bom.md") && !ran.out.contains("crlf.md"), "{}", ran.out);
    project.write("content/index.md", "# A\n");
    std::fs::remove_file(project.path("content/utf16.md")).unwrap();
    let ran = project.build().clean();
    assert!(ran.out.contains("source/nul"), "{}", ran.out);
    assert!(project.page("bom/index.html").contains("<title>Bom"));
    assert!(project.page("nul/index.html").contains("N\u{fffd}ul"));
    project.write("handbook.toml", b"title = \"\xff\"\n");
    project.build().faulty(&["handbook.toml", "UTF-8", "save the file as UTF-8"]);
}

#[test]
fn front_matter_that_is_wrong_has_a_place_and_a_next_step() {
    let bomb = format!(
        "a: &a [x,x,x,x,x,x,x,x,x]\n{}",
        (b'b'..=b'k')
            .map(|c| {
                let (c, d) = (char::from(c), char::from(c - 1));
                format!("{c}: &{c} [*{d},*{d},*{d},*{d},*{d},*{d},*{d},*{d},*{d}]\n")
            })
            .collect::<String>()
    );
    for (front_matter, code) in [
        ("---\ntitle: a\n".to_owned(), "front-matter/unclosed"),
        ("---\ntitle: [a\n---\n".to_owned(), "front-matter/syntax"),
        ("---\ntitle: a\ntitle: b\n---\n".to_owned(), "front-matter/syntax"),
        ("---\n- a\n---\n".to_owned(), "front-matter/syntax"),
        ("---\na: !!python/object x\nb: *nope\n---\n".to_owned(), "front-matter/syntax"),
        (format!("---\n{bomb}---\n"), "front-matter/syntax"),
        (format!("---\nextra: {}\n---\n", "[".repeat(20_000)), "front-matter/syntax"),
        (format!("---\nextra: {}{}\n---\n", "{a: ".repeat(5000), "}".repeat(5000)), "front-matter/syntax"),
        (format!("---\nextra: {}\n---\n", "- ".repeat(20_000)), "front-matter/syntax"),
        (format!("+++\nextra = {}\n+++\n", "[".repeat(20_000)), "front-matter/syntax"),
        (format!("+++\nextra = {}1{}\n+++\n", "{a = ".repeat(5000), "}".repeat(5000)), "front-matter/syntax"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n".to_owned(), "front-matter/syntax"),
        (format!("---\ntitle: {}\n---\n", "a".repeat(70_000)), "front-matter/too-large"),
    ] {
        let ran = Project::of_page(&front_matter).build().faulty(&[code, "content/index.md:", "help: "]);
        assert!(ran.out.len() < 20_000, "{} bytes of report", ran.out.len());
    }
}

#[test]
fn each_key_of_a_wrong_type_is_told_at_its_place() {
    let keys = [
        "title",
        "description",
        "slug",
        "permalink",
        "order",
        "weight",
        "draft",
        "owner",
        "review_by",
        "template",
    ];
    let page: String = keys.iter().map(|key| format!("{key}: {{a: [1]}}\n")).collect();
    let project = Project::of_page(format!("---\n{page}aliases: [[1]]\ntags: {{a: 1}}\nextra: 1\n---\n"));
    let ran = project.build();
    assert_eq!(ran.code, Some(1));
    for (line, key) in keys.iter().chain(&["aliases", "tags", "extra"]).enumerate() {
        assert!(ran.out.contains(&format!("`{key}` must be")), "{key} in {}", ran.out);
        assert!(ran.out.contains(&format!("content/index.md:{}:", line + 2)), "{key} in {}", ran.out);
    }
    let settings = [
        "title",
        "description",
        "language",
        "base_url",
        "content",
        "static",
        "output",
        "theme",
        "url_style",
        "assets",
        "exclude",
        "repository",
        "edit_url",
        "footer",
        "markdown",
        "lints",
        "extra",
    ];
    let project = Project::of_page("# A\n");
    for wrong in ["true", "[[1]]", "{ a = 1 }"] {
        for key in settings {
            // What may be a table is not wrong as one.
            if wrong.starts_with('{') && ["markdown", "lints", "extra"].contains(&key) {
                continue;
            }
            project.write("handbook.toml", format!("{key} = {wrong}\n"));
            project.build().faulty(&["config/type", "handbook.toml:1:", key]);
        }
    }
    for (setting, words) in [
        ("base_url = \"ftp://x\"", "https://"),
        ("base_url = \"https://\"", "no host"),
        ("base_url = \"https://a b\"", "characters"),
        ("base_url = \"javascript:alert(1)\"", "https://"),
        ("content = \"..\"", "content"),
        ("content = \"/etc\"", "content"),
        ("static = \"../x\"", "static"),
        ("theme = \"../x\"", "theme"),
        ("theme = \"nope\"", "no theme"),
        ("language = \"<script>\"", "language"),
        ("edit_url = \"javascript:{path}\"", "edit_url"),
        ("url_style = \"dir\"", "`directory`"),
        ("[lints]\n\"link/unknown\" = \"warn\"", "link/unknown"),
        ("[lints]\n\"link/draft\" = \"deny\"", "`\"warn\"`"),
        ("[markdown]\nraw_htm = \"keep\"", "raw_html"),
        ("title = ", "handbook.toml:1:"),
    ] {
        project.write("handbook.toml", setting);
        project.build().faulty(&["handbook.toml", words]);
    }
}

#[test]
fn a_root_that_is_no_handbook_is_told() {
    let project = Project::of_page("# A\n");
    project.write("file", "x");
    std::fs::create_dir(project.path("empty")).unwrap();
    project.run(&["build", "--root", "file"]).refused(&["file", "not a directory"]);
    project.run(&["build", "--root", "nowhere"]).refused(&["nowhere", "no such file"]);
    project.run(&["build", "--root", "empty"]).refused(&["there is no handbook", "empty", "help: "]);
    project.run(&["build", "--nope"]).refused(&["--nope"]);
    project.run(&["build", "--base-url", "x"]).refused(&["--base-url"]);
}

/// Units that were, or could be, expensive; each is repeated to some hundred kilobytes. That time
/// is linear is measured by hand; that there is an answer is asserted here.
#[test]
fn nothing_repeated_is_too_much() {
    let n = 20_000;
    let numbered = |unit: &dyn Fn(usize) -> String| (0..n).map(unit).collect::<String>();
    let cases = [
        "> ".repeat(n),
        "- ".repeat(n),
        "1. ".repeat(n),
        "> - ".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        format!("{}a{}", "[".repeat(n), "](b)".repeat(n)),
        "*a ".repeat(n),
        "*a **a ".repeat(n),
        "a**b".repeat(n),
        "_a *b ~~c ".repeat(n),
        "<".repeat(n),
        "<a ".repeat(n),
        "<a b=\"".repeat(n),
        "a <!--".repeat(n),
        "a <?".repeat(n),
        "a <![CDATA[".repeat(n),
        "<div>".repeat(n),
        "<div>\n\n".repeat(n),
        "&".repeat(n),
        (0..600).map(|length| "`".repeat(length) + " ").collect(),
        format!("{}|\n{}|\n{}|\n", "|a".repeat(10_000), "|-".repeat(10_000), "|b".repeat(10_000)),
        format!("{}|\n{}|\n{}", "|a".repeat(10_000), "|-".repeat(10_000), "|\n".repeat(10_000)),
        "|a|b|\n|-|-|\n".to_owned() + &"|c|d|\n".repeat(n),
        numbered(&|i| format!("[a{i}]: #a\n")),
        numbered(&|i| format!("[a{i}]: [a{}]\n", i + 1)),
        "[a]: #a\n\n# a\n\n".to_owned() + &"[a] ".repeat(n),
        numbered(&|i| format!("a[^{i}]\n")) + "\n" + &numbered(&|i| format!("[^{i}]: t\n\n")),
        numbered(&|i| format!("[^{i}]: see [^{}]\n\n", i + 1)) + "x[^0]",
        "[^1]: ".repeat(n) + "x[^1]",
        "a\n: b\n\n".repeat(n),
        "a\n: ".repeat(n),
        "# same\n\n".repeat(n) + &(1..n).map(|i| format!("[x](#same-{i})\n")).collect::<String>(),
        "a\n---\n".repeat(n),
        numbered(&|i| format!("<a id=\"s{i}\"></a>\n\n# t{i}\n\n")),
        "```rust\nfn main() {}\n```\n\n".repeat(500),
        format!("```js\n{}\n```\n", "a(\"b\",[1]);".repeat(n)),
        "http://a.b/(".repeat(n),
        "a@".repeat(n),
        "a.".repeat(n) + "@b.c",
        "\\".repeat(n),
        "\t".repeat(n) + "a",
        "- [ ] a\n".repeat(n),
        "> [!NOTE]\n> a\n\n".repeat(n),
        format!("# a {{{}}}", ".x ".repeat(n)),
    ];
    let project = Project::of_page("# A\n");
    project.write(
        "handbook.toml",
        "title = \"T\"\n[lints]\n\"link/unknown-page\" = \"warn\"\n\"page/duplicate-route\" = \"warn\"\n",
    );
    for (number, case) in cases.iter().enumerate() {
        project.write(&format!("content/{number}.md"), case);
    }
    project.build().clean();
    let last = project.page(&format!("{}/index.html", cases.len() - 1));
    assert!(last.contains("class=\"x x x"));
}

#[test]
fn pages_of_nothing_but_mistakes_are_answered() {
    let n = 5000;
    let headings: String = (0..n).map(|i| format!("# heading number {i}\n\n")).collect();
    let anchors: String = (0..n).map(|i| format!("[x](#heding-numbr-{i})\n")).collect();
    let pages: String =
        (0..n).map(|i| format!("[x](nope-{i}.md) [[nope {i}]] ![](nope-{i}.png)\n")).collect();
    let project = Project::of_page(headings + &anchors);
    project.write("content/pages.md", pages);
    for number in 0..200 {
        project.write(&format!("content/nop-{number}-e.md"), "text\n");
    }
    let ran = project.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out.matches("\"link/unknown-anchor\"").count(), n);
    assert_eq!(ran.out.matches("\"link/unknown-page\"").count(), 2 * n);
    assert!(ran.out.contains("did you mean"));
    let again = project.run(&["check", "--format", "json"]);
    let without_time = |text: &str| {
        text.lines().filter(|line| !line.contains("seconds")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(without_time(&ran.out).len(), without_time(&again.out).len());
}

#[test]
fn what_is_too_large_is_told() {
    let project = Project::of_page("# A\n");
    let file = std::fs::File::create(project.path("content/large.md")).unwrap();
    file.set_len(70 << 20).unwrap();
    project.build().faulty(&["content/large.md", "larger than 64 MiB", "split it"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_markdown_panics(text in "(\\PC|[\\[\\]()<>*_`~#|:>!^{}\"'&;\\\\ \t\n\r\0-]|\\[\\^a\\]|```|~~~|<!--|---\n|- |1\\. |> ){0,80}") {
        let dialect = daring::document::Dialect::Handbook(daring::config::Config::new("T").markdown);
        let checked = daring::document::parse(&text, dialect, &Default::default());
        for report in &checked.diagnostics {
            let Some(primary) = &report.primary else { continue };
            prop_assert!(primary.span.is_none_or(|span| text.get(span.range()).is_some()), "{:?} of {:?}", report, text);
        }
        for link in &checked.value.outline.links {
            prop_assert!(text.get(link.span.range()).is_some(), "{:?} of {:?}", link, text);
        }
    }

    #[test]
    fn no_front_matter_panics(text in "(---|\\+\\+\\+)\n((title|order|tags|aliases|extra|draft|[a-z]|\"|'|\\[|\\]|\\{|\\}|&a|\\*a|: |= |- |,|#|\\||>|!!|%|\n|\n  |\t|1|1e9|0x1|\\.nan|true|null|~|\\PC)){0,60}\n(---|\\+\\+\\+)?\n") {
        let (checked, body) = daring::document::front_matter::read(&text);
        prop_assert!(text.get(body..).is_some());
        for report in &checked.diagnostics {
            let Some(primary) = &report.primary else { continue };
            prop_assert!(primary.span.is_none_or(|span| text.get(span.range()).is_some()), "{:?} of {:?}", report, text);
        }
    }

    #[test]
    fn no_configuration_panics(text in "((title|base_url|content|\\[lints\\]|\\[markdown\\]|\\[extra\\]|\\[\\[a\\]\\]|[a-z.]|\"|'|\"\"\"|\\[|\\]|\\{|\\}| = |,|#|\n|1|1979-05-27|inf|true|\\\\u|\\PC)){0,60}") {
        let checked = daring::config::parse(&text, daring::config::Config::new("T"));
        for report in &checked.diagnostics {
            let Some(primary) = &report.primary else { continue };
            prop_assert!(primary.span.is_none_or(|span| text.get(span.range()).is_some()), "{:?} of {:?}", report, text);
        }
    }

    #[test]
    fn no_template_panics(text in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}| if | for a in | endfor | endif | set a = | block b | endblock | include | extends |\"page.html\"|component c\\(\\) | endcomponent c | <c/> |raw |endraw |-|\\(|\\)|\\[|\\]|\\||upper|range\\(end=3\\)|page\\.title|1|\\PC){0,30}") {
        use daring::source::SourcePath;
        use daring::theme::{Layer, LayerTemplate, built_in, load};
        let template = LayerTemplate {
            name: "page.html".to_owned(),
            path: SourcePath::new("templates/page.html").unwrap(),
            text: text.as_str().into(),
        };
        let own = Layer { prefix: String::new(), templates: vec![template], assets: Vec::new(), manifest: None };
        for report in load(vec![own, built_in()]).diagnostics {
            let Some(primary) = &report.primary else { continue };
            let is_own = primary.path.as_ref().is_some_and(|path| path.as_str() == "templates/page.html");
            prop_assert!(is_own, "{:?} of {:?}", report, text);
            prop_assert!(primary.span.is_none_or(|span| text.get(span.range()).is_some()), "{:?} of {:?}", report, text);
        }
    }
}
