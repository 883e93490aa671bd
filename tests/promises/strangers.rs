//! Markdown from strangers: with `raw_html = "escape"` nothing of it becomes active, nothing of it is
//! a template, and no link of it leads out of the project.

use std::fs;
use std::os::unix::fs::symlink;

use daring::document::html;
use proptest::prelude::*;

use crate::project::{Project, names};

const ESCAPING: &str = "title = \"T\"\n[markdown]\nraw_html = \"escape\"\n[lints]\n\
    \"link/unsafe-scheme\" = \"warn\"\n\"link/unknown-page\" = \"warn\"\n\"link/unknown-asset\" = \"warn\"\n\
    \"link/outside\" = \"warn\"\n\"link/missing-scheme\" = \"warn\"\n\"link/unknown-anchor\" = \"warn\"\n\
    \"anchor/duplicate\" = \"warn\"\n";

/// Asserts that a browser would find nothing to run in a page. A marker that strangers write in
/// every name that would be one finds attributes and elements that were let through.
#[track_caller]
fn assert_inert(page: &str, source: &str) {
    for tag in html::tags(page) {
        let name = tag.name.to_ascii_lowercase();
        let active =
            ["script", "iframe", "object", "embed", "svg", "math", "base", "form", "style", "template"];
        let is_active = active.contains(&name.as_str()) && !is_of_theme(&tag);
        assert!(!is_active && !name.contains("evil"), "<{name}> from {source:?}");
        for attribute in tag.attributes() {
            let attribute_name = attribute.name.to_ascii_lowercase();
            assert!(
                !attribute_name.starts_with("on")
                    && !["style", "srcdoc", "evil"].contains(&attribute_name.as_str()),
                "<{name} {attribute_name}> from {source:?}"
            );
            let is_address =
                ["href", "src", "action", "formaction", "xlink:href"].contains(&attribute_name.as_str());
            // As browsers read it: entities undone, control characters and blanks dropped.
            let value: String = html::decode(attribute.value)
                .chars()
                .filter(|c| !c.is_control() && !c.is_whitespace())
                .collect();
            let head = value.split(['/', '?', '#']).next().unwrap_or("");
            if let Some((scheme, _)) = head.split_once(':').filter(|_| is_address) {
                let scheme = scheme.to_ascii_lowercase();
                assert!(
                    ["http", "https", "mailto", "tel"].contains(&scheme.as_str()),
                    "the scheme {scheme:?} from {source:?} in {value:?}"
                );
            }
        }
    }
}

/// Whether it is an element that the theme puts on every page: a script of its own, or a drawing.
fn is_of_theme(tag: &html::Tag<'_>) -> bool {
    let value = |name| tag.attribute(name).map_or("", |attribute| attribute.value);
    (tag.is("script") && value("src").trim_start_matches("../").starts_with("assets/"))
        || (tag.is("svg") && ["icon", "map"].iter().any(|class| value("class").starts_with(class)))
}

/// What strangers try. `evil` marks what would be a name of theirs in markup.
const TRICKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick=\"evil\">x</b> <evil>",
    "<svg/onload=alert(1)>",
    "<!-- --><script>1</script>",
    "<![CDATA[<script>1</script>]]>",
    "<?x <script>1</script> ?>",
    "</code></pre><script>1</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](&#0000106avascript:alert(1))",
    "[x](<\u{1}javascript:alert(1)>)",
    "[x](<&#1;javascript:alert(1)>)",
    "[x](<&#32;javascript:alert(1)>)",
    "[x](<&NonBreakingSpace;javascript:alert(1)>)",
    "[x](\\javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4x)",
    "[x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x](blob:https://example.org/1)",
    "[x](file:///etc/passwd)",
    "[x](view-source:https://example.org)",
    "[x](intent://x#Intent;end)",
    "![x](javascript:alert(1))",
    "![x](data:text/html,1)",
    "<javascript:alert(1)>",
    "<JAVASCRIPT:alert(1)>",
    "<data:text/html,1>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x]\n\n[x]: java&NewLine;script:alert(1) \"t\"",
    "[[javascript:alert(1)]]",
    "[[javascript:alert(1)|x]]",
    "[[java\u{9}script:alert(1)]]",
    "[x](a \"t\\\" onclick=evil x=\\\"\")",
    "[x](a '\" onclick=evil')",
    "[x](a (\" onclick=\"evil))",
    "[x](a&quot; onclick=evil)",
    "[x](<a\" onclick=\"evil>)",
    "![\" onerror=\"evil](a)",
    "![a](x \"&quot; onerror=evil\")",
    "![a](<x\" onerror=\"evil>)",
    "# a {#\" onclick=\"evil}",
    "# a {#x .\"onclick=evil}",
    "# a {#x onclick=evil}",
    "# a {onclick=evil style=evil}",
    "# a {.x\" onmouseover=evil}",
    "# <script>1</script>",
    "# a \" onclick=evil",
    "## [\"](javascript:1) \" onclick=evil ' `<evil>`",
    "```\" onclick=\"evil\nx\n```",
    "```js\" onclick=\"evil\nx\n```",
    "~~~ js&quot; onclick=evil\n<evil>\n~~~",
    "```{\"><evil>}\nx\n```",
    "```html\n</code></pre><script>1</script>\n```",
    "`</code><evil>`",
    "a[^\"><evil>]\n\n[^\"><evil>]: <evil>",
    "a[^x\" onclick=evil]\n\n[^x\" onclick=evil]: b",
    "| a |\n|---|\n| <evil> \\| |",
    "- [ ] <evil onclick=1>",
    "> [!NOTE]<evil>\n> a",
    "a\n: <evil>",
    "http://a.b/\"onclick=\"evil",
    "http://a.b/<evil>",
    "www.a.b\"><evil>",
    "a@b.c\"><evil>",
    "\"onclick=evil@b.c",
    "\\<evil\\>",
    "&lt;evil&gt; &#60;script&#62;1&#60;/script&#62;",
    "{{ 7 * 7 }} {% include \"page.html\" %} {{ site.title }} {# x #} <% x %>",
];

fn project() -> Project {
    let project = Project::of_page("# Home\n");
    project.write("handbook.toml", ESCAPING);
    project
}

#[test]
fn nothing_in_markdown_becomes_active() {
    let project = project();
    for (number, trick) in TRICKS.iter().enumerate() {
        project.write(&format!("content/{number}.md"), trick);
        project.write(&format!("content/more-{number}.md"), format!("> - **{trick}\n>\n> x {trick}"));
    }
    project.build().clean();
    assert_inert(&project.page("index.html"), "the home page");
    assert_inert(&project.page("404.html"), "the page for unknown addresses");
    for (number, trick) in TRICKS.iter().enumerate() {
        assert_inert(&project.page(&format!("{number}/index.html")), trick);
        assert_inert(&project.page(&format!("more-{number}/index.html")), trick);
    }
}

#[test]
fn nothing_in_front_matter_becomes_active() {
    let project = project();
    let nasty = r#"\"><evil onclick='x'><script>1</script>&quot;\u2028{{ 7 * 7 }}"#;
    let page = format!(
        "---\ntitle: \"{nasty}\"\ndescription: \"{nasty}\"\nowner: \"{nasty}\"\ntags: [\"{nasty}\"]\n\
         slug: \"x{nasty}\"\naliases: [\"/old{}\"]\nextra: {{a: \"{nasty}\"}}\ndate: \"{nasty}\"\n---\nText.\n",
        "<evil onclick=x>"
    );
    project.write("content/folder/a.md", &page);
    project.write("content/folder/b\"><evil>.md", "text");
    project.write("content/fol'der<evil>/index.md", "# \"><evil>\n");
    let ran = project.build();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut pages = 0;
    for (name, bytes) in project.published() {
        if name.extension().is_some_and(|extension| extension == "html") {
            let page = String::from_utf8(bytes).unwrap();
            assert_inert(&page, &name.to_string_lossy());
            assert!(!page.contains("49"), "a template was run in {name:?}");
            pages += 1;
        }
    }
    assert!(pages >= 7, "{pages} pages");
}

#[test]
fn markdown_is_never_a_template() {
    for raw_html in ["keep", "escape"] {
        let project =
            Project::of_page("# {{ 7 * 7 }}\n\n{{ 7 * 7 }} {% if true %}yes{% endif %} {# kept #}\n");
        project.write("handbook.toml", format!("title = \"T\"\n[markdown]\nraw_html = \"{raw_html}\"\n"));
        project.build().clean();
        let page = project.page("index.html");
        assert!(page.contains("{{ 7 * 7 }} {% if true %}yes{% endif %} {# kept #}"), "{page}");
        assert!(!page.contains("49"));
    }
}

#[test]
fn what_could_run_is_an_error_that_is_not_published() {
    for link in ["[x](javascript:alert(1))", "[x](java&NewLine;script:alert(1))", "<javascript:alert(1)>"] {
        let project = Project::of_page(link);
        project.build().faulty(&["link/unsafe-scheme", "content/index.md:1:", "https:"]);
        project.write(
            "handbook.toml",
            "title = \"T\"\n[lints]\n\"link/unsafe-scheme\" = \"allow\"\n\"link/unknown-page\" = \"allow\"\n",
        );
        project.build();
        let page = fs::read_to_string(project.path("public/index.html")).unwrap_or_default();
        assert!(!page.replace(['\n', '\t'], "").contains("href=\"javascript"), "{page}");
    }
}

#[test]
fn no_link_leads_out_of_the_project() {
    let outside = Project::new("-- secret/secret.md --\nsesame\n-- secret/secret.txt --\nsesame\n");
    let secret = outside.path("secret");
    for (from, to) in [
        ("content/a", ""),
        ("content/a.md", "secret.md"),
        ("content/a.txt", "secret.txt"),
        ("static", ""),
        ("static/a", ""),
        ("static/a.txt", "secret.txt"),
        ("assets", ""),
        ("assets/a.txt", "secret.txt"),
        ("templates", ""),
        ("templates/page.html", "secret.txt"),
    ] {
        let project = Project::of_page("# A\n[a](a.txt)\n");
        fs::create_dir_all(project.path(from).parent().unwrap()).unwrap();
        symlink(secret.join(to), project.path(from)).unwrap();
        let ran = project.build().faulty(&["source/outside", from, "this link leads out of the project"]);
        assert!(!ran.out.contains("sesame"), "{}", ran.out);
        assert!(!ran.out.contains("secret"), "{}", ran.out);
        assert_eq!(project.published().len(), 0);
    }
    let project = Project::new("");
    symlink(&secret, project.path("content")).unwrap();
    let ran = project.build().faulty(&["source/outside", "content"]);
    assert!(!ran.out.contains("secret"), "{}", ran.out);
}

#[test]
fn the_cache_folder_is_not_written_through_a_link() {
    let outside = Project::new("-- folder/kept --\nkept\n");
    let project = Project::of_page("# A\n");
    symlink(outside.path("folder"), project.path(".daring")).unwrap();
    project.build().clean();
    project.build().clean();
    assert_eq!(names(&outside.path("folder")), ["kept"]);
    fs::remove_file(project.path(".daring")).unwrap();
    fs::create_dir(project.path(".daring")).unwrap();
    symlink(outside.path("folder/kept"), project.path(".daring/.gitignore")).unwrap();
    project.write("content/b.md", "# B\n");
    project.build().clean();
    assert_eq!(fs::read(outside.path("folder/kept")).unwrap(), b"kept\n");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The page is made by the library here: a process for each case would be slow.
    #[test]
    fn no_mixture_of_tricks_becomes_active(
        source in "(javascript:|java&NewLine;script:|\\]\\(|\\[|!|<|>|\"|'|`|```|\n|\n\n|# |> |- |\\{#|\\}| onclick=evil|&quot;|&lt;|&colon;|\\[\\[|\\]\\]|\\[\\^a\\]|\\||-|a|:| |\\\\|script|svg|www\\.a\\.b|http://|@b\\.c){0,40}"
    ) {
        let config = daring::config::parse("[markdown]\nraw_html = \"escape\"\n", daring::config::Config::new("T"));
        let dialect = daring::document::Dialect::Handbook(config.value.markdown);
        let parsed = daring::document::parse(&source, dialect, &Default::default()).value;
        let mut page = String::new();
        parsed.body.fill(&mut page, |_, _| {});
        assert_inert(&page, &source);
    }
}
