//! Small books of every kind.

mod books;
mod lines;
mod withheld;

use std::collections::BTreeMap;

use super::*;

/// A book in one string, in the syntax of our fixtures.
fn bring_from(kind: Kind, fixture: &str) -> Imported {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    for line in fixture.lines() {
        match line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            Some(path) => {
                current = path.to_owned();
                files.insert(current.clone(), String::new());
            }
            None => files.get_mut(&current).unwrap().push_str(&format!("{line}\n")),
        }
    }
    let read = |path: &str| files.get(path).cloned();
    let book = Book { paths: files.keys().cloned().collect(), read: &read, today: "2026-11-27".to_owned() };
    bring(kind, &book).unwrap()
}

fn text<'a>(imported: &'a Imported, path: &str) -> &'a str {
    let found = imported.files.iter().find(|(name, _)| name == path);
    match found {
        Some((_, Content::Text(text))) => text,
        _ => panic!("{path} is not among {:?}", names(imported)),
    }
}

fn names(imported: &Imported) -> Vec<&str> {
    imported.files.iter().map(|(name, _)| name.as_str()).collect()
}

fn remarks(imported: &Imported) -> Vec<String> {
    let show = |remark: &Remark| format!("{}:{} {}", remark.path, remark.line, remark.message);
    imported.log.remarks.iter().map(show).collect()
}

/// The body of the one page of a book.
fn page(kind: Kind, body: &str) -> (String, Vec<String>) {
    let (head, path) = match kind {
        Kind::Mdbook => (
            "-- src/SUMMARY.md --\n[A](a.md)\n[B](b.md)\n-- src/b.md --\n# B\n-- src/x.rs --\nfn a() {}\n// ANCHOR: m\nfn b() {}\n// ANCHOR_END: m\n",
            "src/a.md",
        ),
        Kind::Mkdocs => (
            "-- mkdocs.yml --\nsite_name: T\nmarkdown_extensions: [attr_list, pymdownx.keys, pymdownx.mark, {pymdownx.caret: {}}]\n-- docs/b.md --\n# B\n-- docs/i.txt --\nIncluded\n",
            "docs/a.md",
        ),
        Kind::Hugo => (
            "-- hugo.toml --\ntitle = 'T'\n-- content/docs/b.md --\n# B\n-- static/p.png --\n\n",
            "content/a.md",
        ),
        Kind::Docusaurus => (
            "-- docusaurus.config.js --\nmodule.exports = {presets: ['classic']};\n-- docs/b.md --\n# B\n",
            "docs/a.md",
        ),
        Kind::Gitbook => ("-- SUMMARY.md --\n* [A](a.md)\n* [B](b.md)\n-- b.md --\n# B\n", "a.md"),
        Kind::Obsidian => {
            ("-- sub/My note.md --\n---\naliases: [Other]\n---\n# B\n-- files/p.png --\n\n", "a.md")
        }
    };
    let imported = bring_from(kind, &format!("{head}-- {path} --\n{body}"));
    let text = text(&imported, "content/a.md");
    let body = match text.strip_prefix("---\n") {
        Some(rest) => rest.split_once("---\n\n").unwrap().1,
        None => text,
    };
    (body.trim_end().to_owned(), remarks(&imported))
}

#[track_caller]
fn becomes(kind: Kind, from: &str, to: &str) {
    assert_eq!(page(kind, from), (to.to_owned(), Vec::new()));
}

#[test]
fn boxes_of_python_markdown() {
    becomes(Kind::Mkdocs, "!!! note\n    One\n\n    Two\n\nAfter\n", "> [!NOTE]\n> One\n>\n> Two\n\nAfter");
    becomes(
        Kind::Mkdocs,
        "Before\n!!! danger \"Mind *this*\"\n    One\n",
        "Before\n\n> [!CAUTION]\n> **Mind *this***\n>\n> One",
    );
    becomes(
        Kind::Mkdocs,
        "??? tip \"Open\"\n    In\n",
        "<details>\n<summary>Open</summary>\n\nIn\n\n</details>",
    );
    becomes(Kind::Mkdocs, "???+ tip\n    In\n", "<details open>\n<summary>Tip</summary>\n\nIn\n\n</details>");
    becomes(
        Kind::Mkdocs,
        "- item\n\n    !!! warning\n        Deep\n\n- next\n",
        "- item\n\n    > [!WARNING]\n    > Deep\n\n- next",
    );
    becomes(Kind::Mkdocs, "!!! note\n    !!! tip\n        Deep\n", "> [!NOTE]\n> > [!TIP]\n> > Deep");
}

#[test]
fn boxes_in_code_are_code() {
    for kind in [Kind::Mkdocs, Kind::Docusaurus, Kind::Gitbook, Kind::Hugo, Kind::Obsidian] {
        let code = "```md\n!!! note\n    x\n:::note\n{% hint %}\n{{< alert >}}\n> [!info]- t\n[[x]] [y](z.md)\n:::\n```";
        becomes(kind, code, code);
        becomes(kind, "`[[x]] {{< ref >}} ++a++`", "`[[x]] {{< ref >}} ++a++`");
    }
}

#[test]
fn boxes_between_colons() {
    becomes(Kind::Docusaurus, ":::tip[My *tip*]\n\nIn\n\n:::\n", "> [!TIP]\n> **My *tip***\n>\n> In");
    becomes(
        Kind::Docusaurus,
        "::::info\nA\n:::danger Old title\nB\n:::\n::::\nAfter\n",
        "> [!NOTE]\n> A\n>\n> > [!CAUTION]\n> > **Old title**\n> >\n> > B\n\nAfter",
    );
    becomes(Kind::Docusaurus, ":::note\nnever closed\n", ":::note\nnever closed");
}

#[test]
fn boxes_between_tags() {
    becomes(
        Kind::Gitbook,
        "{% hint style=\"success\" %}\nWell **done**\n{% endhint %}\n",
        "> [!TIP]\n> Well **done**",
    );
    becomes(Kind::Gitbook, "{% hint style=\"warning\" %} Careful {% endhint %}\n", "> [!WARNING]\n> Careful");
    becomes(
        Kind::Hugo,
        "{{% alert title=\"Mind\" color=\"warning\" %}}\nText\n{{% /alert %}}\n",
        "> [!WARNING]\n> **Mind**\n>\n> Text",
    );
    becomes(Kind::Hugo, "{{< hint danger >}}\nText\n{{< /hint >}}\n", "> [!CAUTION]\n> Text");
    becomes(
        Kind::Hugo,
        "{{< details \"More\" >}}\nText\n{{< /details >}}\n",
        "<details>\n<summary>More</summary>\n\nText\n\n</details>",
    );
    becomes(Kind::Mdbook, "```admonish warning title=\"T\"\nText\n```\n", "> [!WARNING]\n> **T**\n>\n> Text");
}

#[test]
fn callouts_of_obsidian() {
    becomes(
        Kind::Obsidian,
        "> [!info] Title\n> Text\n> - a\n\nAfter\n",
        "> [!NOTE]\n> **Title**\n>\n> Text\n> - a\n\nAfter",
    );
    becomes(
        Kind::Obsidian,
        "> [!bug]- Closed\n> Text\n",
        "<details>\n<summary>Closed</summary>\n\nText\n\n</details>",
    );
    becomes(Kind::Obsidian, "> Just a quote\n", "> Just a quote");
}

#[test]
fn tabs_are_shown_one_below_the_other() {
    let shown = "**A**\n\nOne\n\n**B**\n\nTwo";
    becomes(Kind::Mkdocs, "=== \"A\"\n\n    One\n\n=== \"B\"\n\n    Two\n", shown);
    becomes(
        Kind::Gitbook,
        "{% tabs %}\n{% tab title=\"A\" %}\nOne\n{% endtab %}\n\n{% tab title=\"B\" %}\nTwo\n{% endtab %}\n{% endtabs %}\n",
        shown,
    );
    becomes(
        Kind::Hugo,
        "{{< tabpane >}}\n{{% tab header=\"A\" %}}\nOne\n{{% /tab %}}\n{{% tab header=\"B\" %}}\nTwo\n{{% /tab %}}\n{{< /tabpane >}}\n",
        shown,
    );
    becomes(
        Kind::Docusaurus,
        "import Tabs from '@theme/Tabs';\n\n<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    One\n  </TabItem>\n  <TabItem value=\"B\">Two</TabItem>\n</Tabs>\n",
        shown,
    );
}

#[test]
fn code_keeps_its_language() {
    becomes(Kind::Mkdocs, "``` { .py title=\"a.py\" linenums=\"1\" }\nx\n```\n", "`a.py`:\n\n```py\nx\n```");
    becomes(Kind::Docusaurus, "```jsx title=\"/src/a.js\" {1,3}\nx\n```\n", "`/src/a.js`:\n\n```jsx\nx\n```");
    becomes(Kind::Hugo, "{{< highlight go \"linenos=true\" >}}\nx\n{{< /highlight >}}\n", "```go\nx\n```");
    becomes(
        Kind::Hugo,
        "{{< highlight md >}}\n```\nx\n```\n{{< /highlight >}}\n",
        "````md\n```\nx\n```\n````",
    );
    becomes(
        Kind::Mdbook,
        "```rust,ignore\n# fn main() {\n## attr\n#[x]\n  # hidden\nx\n# }\n```\n",
        "```rust\n# attr\n#[x]\nx\n```",
    );
    becomes(Kind::Mdbook, "```sh\n# shown\n```\n", "```sh\n# shown\n```");
    let (_, remarks) = page(Kind::Mdbook, "```mermaid\na\n```\n");
    assert_eq!(remarks, ["src/a.md:1 `mermaid` is shown as text"]);
}

#[test]
fn includes_are_put_in_their_places() {
    let in_mdbook = |body: &str| page(Kind::Mdbook, body).0;
    assert_eq!(in_mdbook("```rust\n{{#include x.rs}}\n```\n"), "```rust\nfn a() {}\nfn b() {}\n```");
    assert_eq!(in_mdbook("{{#include x.rs:m}}\n"), "fn b() {}");
    assert_eq!(in_mdbook("{{#include x.rs:1:1}} end\n"), "fn a() {} end");
    assert_eq!(in_mdbook("\\{{#include x.rs}}\n"), "{{#include x.rs}}");
    let (body, remarks) = page(Kind::Mdbook, "\n{{#include ../../etc/passwd}}\n{{#unknown x}}\n");
    assert_eq!(body, "{{#include ../../etc/passwd}}\n{{#unknown x}}");
    assert_eq!(remarks[0], "src/a.md:2 `../../etc/passwd` could not be included: it is not in the book");
    assert_eq!(remarks[1], "src/a.md:3 `{{#unknown}}` is not known, and was left as text");
    becomes(Kind::Mkdocs, "--8<-- \"i.txt\"\n\n--8<--\ni.txt\n--8<--\n", "Included\n\nIncluded");
}

#[test]
fn what_includes_itself_ends() {
    let imported = bring_from(
        Kind::Mdbook,
        "-- src/SUMMARY.md --\n[A](a.md)\n-- src/a.md --\nx\n{{#include a.md}}\n{{#include a.md}}\n",
    );
    assert!(text(&imported, "content/a.md").len() < 10_000);
    assert!(imported.log.counts["includes"].lost > 0);
}

#[test]
fn shortcodes_become_what_they_show() {
    becomes(
        Kind::Hugo,
        "See [b]({{< ref \"b.md#x\" >}}) and [b]({{% relref \"/docs/b\" %}}).\n",
        "See [b](docs/b.md#x) and [b](docs/b.md).",
    );
    becomes(Kind::Hugo, "{{< figure src=\"/p.png\" alt=\"A\" caption=\"C\" >}}\n", "![A](/p.png \"C\")");
    let linked = "{{< figure src=\"/p.png\" alt=\"A\" caption=\"C\" link=\"https://x.example/q\" >}}\n";
    becomes(Kind::Hugo, linked, "[![A](/p.png)](https://x.example/q) *C*");
    becomes(Kind::Hugo, "{{< youtube abc >}}\n", "[Video](https://www.youtube.com/watch?v=abc)");
    becomes(Kind::Hugo, "{{</* ref */>}}\n", "{{< ref >}}");
    let (body, remarks) = page(Kind::Hugo, "{{< own a=1 >}}\n{{< ref \"gone\" >}}\n");
    assert_eq!(body, "{{< own a=1 >}}\ngone");
    assert_eq!(
        remarks,
        [
            "content/a.md:1 the shortcode `own` is not known, and was left as text",
            "content/a.md:2 `ref gone` leads to no page of the book"
        ]
    );
    becomes(
        Kind::Gitbook,
        "{% content-ref url=\"b.md\" %}\n[b.md](b.md)\n{% endcontent-ref %}\n",
        "[B](b.md)",
    );
    becomes(Kind::Gitbook, "{% embed url=\"https://x.org/v\" %}\n", "[v](https://x.org/v)");
    becomes(
        Kind::Gitbook,
        "{% code title=\"a.js\" %}\n```js\nx\n```\n{% endcode %}\n",
        "`a.js`:\n\n```js\nx\n```",
    );
}

#[test]
fn wikilinks_become_links() {
    becomes(
        Kind::Obsidian,
        "[[My note]], [[my note|it]], [[Other#Some Heading!]], [[#Here]]\n",
        "[My note](sub/My%20note.md), [it](sub/My%20note.md), [Other > Some Heading!](sub/My%20note.md#some-heading), [Here](#here)",
    );
    becomes(
        Kind::Obsidian,
        "![[p.png]] ![[p.png|300]] ![[p.png|Alt]]\n",
        "![p](files/p.png) <img src=\"files/p.png\" alt=\"p\" width=\"300\"> ![Alt](files/p.png)",
    );
    becomes(
        Kind::Obsidian,
        "Said so. ^b1\n\n[[#^b1]] ==marked== %%not%%\n",
        "Said so. <a id=\"block-b1\"></a>\n\n[b1](#block-b1) <mark>marked</mark>",
    );
    becomes(
        Kind::Obsidian,
        "[a](sub/My%20note.md#Some%20Heading!) [b](#Big%20Head!) [c](My%20note.md#^b1) [d](#A#B%20c)\n",
        "[a](sub/My%20note.md#some-heading) [b](#big-head) [c](sub/My%20note.md#block-b1) [d](#b-c)",
    );
    let (body, remarks) = page(Kind::Obsidian, "[[Gone]] ![[My note]]\n");
    assert_eq!(body, "Gone [My note](sub/My%20note.md)");
    assert_eq!(remarks.len(), 2);
}

#[test]
fn nothing_between_comment_marks_is_shown() {
    let hidden = |from: &str, to: &str| becomes(Kind::Obsidian, from, to);
    hidden("%% private %% visible", "visible");
    hidden("Start %%a: 1%% end, %% b %%.", "Start  end, .");
    hidden("One\n\n%% alone %%\n\nTwo", "One\n\n\nTwo");
    hidden("%% a %%    B\n-  %% c %%     D", "B\n-  D");
    hidden("- a %%b%%\n- %% in list %%\n- [ ] %% task %%\n1. %% number %%\n- c", "- a \n- c");
    hidden("> %% q %% x\n> %% all %%\n> y", "> x\n> y");
    hidden("A\n\n%% begin\nsecret\n\n```\nmore\n\nend %% B", "A\n\nB");
    hidden("Begins %% here\nand ends\n\nthere %% and goes on", "Begins \nand goes on");
    hidden("`%% a %%` and %% `b %% c", "`%% a %%` and  c");
    hidden("```\n%% keep %%\n```\n\n~~~\n%%\n~~~", "```\n%% keep %%\n```\n\n~~~\n%%\n~~~");
}

#[test]
fn comments_that_never_end_are_told() {
    let (body, said) = page(Kind::Obsidian, "A\n\n- %% begin\n- secret\n\nB");
    assert_eq!(body, "A");
    assert_eq!(said, ["a.md:3 a comment begins with `%%` and never ends: what follows was left out"]);
    let (body, said) = page(Kind::Obsidian, "%%x%%50%% of them\n\n```\nB\n```");
    assert_eq!(body, "50%% of them\n\n```\nB\n```");
    assert_eq!(said, ["a.md:1 `%%` has no second one, so it begins no comment, and is shown"]);
}

#[test]
fn marks_of_material() {
    becomes(
        Kind::Mkdocs,
        "Press ++ctrl+c++, ==now==, C++ and a++b :material-star: x\n",
        "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, <mark>now</mark>, C++ and a++b x",
    );
    becomes(
        Kind::Mkdocs,
        "## Head { #own .cls }\n[x](b.md){ .md-button }\n![](b.md){ width=\"3\" }\n",
        "## Head {#own}\n[x](b.md)\n![](b.md)",
    );
    becomes(Kind::Mkdocs, "{{ x }} {a} ${y} {% z %}\n", "{{ x }} {a} ${y} {% z %}");
    let (body, remarks) = page(Kind::Mkdocs, "[TOC]\n\n*[HTML]: Hyper\n\n::: my.module\n    options: x\n");
    assert_eq!(body, "");
    assert_eq!(remarks.len(), 2, "{remarks:?}");
}

#[test]
fn markdown_in_html_is_markdown() {
    becomes(
        Kind::Mkdocs,
        "<figure markdown=\"span\">\n  ![t](b.md){ width=\"300\" }\n  <figcaption>C</figcaption>\n</figure>\nAfter\n",
        "<figure>\n\n![t](b.md)\n<figcaption>C</figcaption>\n\n</figure>\n\nAfter",
    );
    becomes(
        Kind::Mkdocs,
        "<div class=\"a\" markdown>\n**b**\n<div markdown=\"1\">c</div>\n</div> d\n",
        "<div class=\"a\">\n\n**b**\n\n<div>\n\nc\n\n</div>\n\n</div>\n\nd",
    );
    becomes(
        Kind::Mkdocs,
        "<details markdown><summary>S</summary>\n- a\n</details>\n",
        "<details>\n\n<summary>S</summary>\n\n- a\n\n</details>",
    );
    becomes(Kind::Mkdocs, "<div class=\"markdown\">\n*a*\n</div>\n", "<div class=\"markdown\">\n*a*\n</div>");
    let (body, said) = page(Kind::Mkdocs, "<div markdown>\n*a*\n");
    assert_eq!((body.as_str(), said.len()), ("<div markdown>\n*a*", 1));
}

#[test]
fn blocks_between_slashes() {
    becomes(Kind::Mkdocs, "/// note | Title\nText\n///\n", "> [!NOTE]\n> **Title**\n>\n> Text");
    becomes(Kind::Mkdocs, "![a](b.md)\n/// caption\nThe caption\n///\n", "![a](b.md)\n\n*The caption*");
    becomes(
        Kind::Mkdocs,
        "//// details | More\n    open: true\n\n/// admonition | T\n    type: warning\n\nA\n///\n////\n",
        "<details open>\n<summary>More</summary>\n\n> [!WARNING]\n> **T**\n>\n> A\n\n</details>",
    );
    becomes(
        Kind::Mkdocs,
        "/// not closed\n\n```\n/// note\n///\n```\n",
        "/// not closed\n\n```\n/// note\n///\n```",
    );
}

#[test]
fn links_to_anchors_of_python_lead_there() {
    becomes(
        Kind::Mkdocs,
        "[x](#terms-conditions)\n\n## Terms & Conditions\n\n## Plain words\n",
        "[x](#terms-conditions)\n\n## Terms & Conditions {#terms-conditions}\n\n## Plain words",
    );
    let own = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nmarkdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify\n        kwds: {case: lower}\n-- docs/index.md --\n# A & b\n",
    );
    assert_eq!(text(&own, "content/index.md"), "# A & b\n");
}

#[test]
fn mdx_loses_its_scripts() {
    becomes(
        Kind::Docusaurus,
        "a {/* note */} <b className=\"x\">y</b> `<T>` Vec<T>\n",
        "a  <b class=\"x\">y</b> `<T>` Vec<T>",
    );
    let (body, remarks) = page(
        Kind::Docusaurus,
        "import X from './x';\nexport const a = () => (\n  b\n);\n\n<Card to=\"x\" />\n",
    );
    assert_eq!(body, "<Card to=\"x\" />");
    assert_eq!(remarks.len(), 3, "{remarks:?}");
}
