//! What stands in lines and what goes over several.

use super::*;

#[test]
fn expressions_of_mdx_are_what_they_say_or_told() {
    becomes(
        Kind::Docusaurus,
        "---\ntitle: T\n---\n<img src={require(\"./b.md\").default} alt=\"x\" /> <img src={useBaseUrl('/docs/b')} /> {frontMatter.title}{' '}a {\"b\"}\n",
        "<img src=\"./b.md\" alt=\"x\" /> <img src=\"b.md\" /> T a b",
    );
    becomes(
        Kind::Docusaurus,
        "```js\n// highlight-next-line\na\n// highlight-start\nhighlight-end\n```\n\n## A {#own}\n",
        "```js\na\nhighlight-end\n```\n\n## A {#own}",
    );
    let (body, said) = page(Kind::Docusaurus, "<b style={{color: 'red'}}>a</b> {props.name}\n");
    assert_eq!(body, "<b>a</b> {props.name}");
    assert_eq!(
        said,
        [
            "docs/a.md:1 an attribute with the value `{{color: 'red'}}` was left out",
            "docs/a.md:1 the expression `{props.name}` was left as text"
        ]
    );
}

#[test]
fn shortcodes_over_lines_and_in_code() {
    becomes(Kind::Hugo, "{{< figure\n  src=\"/p.png\"\n  alt=\"A\" >}}\n", "![A](/p.png)");
    becomes(
        Kind::Hugo,
        "{{< button href=\"/docs/b\" >}}Open it{{< /button >}} x\n",
        "[Open it](docs/b.md) x",
    );
    becomes(
        Kind::Hugo,
        "`{{</* ref \"x\" */>}}`\n\n```\n{{%/* a */%}}\n```\n",
        "`{{< ref \"x\" >}}`\n\n```\n{{% a %}}\n```",
    );
    becomes(
        Kind::Hugo,
        "{{< tabpane >}}\n{{< tab header=\"B\" lang=\"bash\" >}}\nfor *x*\n{{< /tab >}}\n{{< /tabpane >}}\n",
        "**B**\n\n```bash\nfor *x*\n```",
    );
}

#[test]
fn what_is_included_as_code_is_code() {
    assert_eq!(page(Kind::Mdbook, "{{#playground x.rs:m}}\n").0, "```rust\nfn b() {}\n```");
    assert_eq!(page(Kind::Mdbook, "```rust\n{{#playground x.rs:m}}\n```\n").0, "```rust\nfn b() {}\n```");
}

#[test]
fn reusable_content_of_gitbook_is_put_in_its_place() {
    let imported = bring_from(
        Kind::Gitbook,
        "-- SUMMARY.md --\n* [A](g/a.md)\n-- README.md --\n# R\n-- g/a.md --\n{% include \".gitbook/includes/n.md\" %}\n\n{% include \"../.gitbook/includes/n.md\" %}\n-- .gitbook/includes/n.md --\n---\ntitle: N\n---\nShared *text*\n",
    );
    assert!(text(&imported, "content/a.md").ends_with("---\n\nShared *text*\n\nShared *text*\n"));
}

#[test]
fn sizes_and_footnotes_of_obsidian() {
    becomes(
        Kind::Obsidian,
        "![a|200](files/p.png) ![100x50](p.png) ![[p.png|Alt|100x50]] ![alt](p.png)\n",
        "<img src=\"files/p.png\" alt=\"a\" width=\"200\"> <img src=\"files/p.png\" alt=\"\" width=\"100\" height=\"50\"> \
         <img src=\"files/p.png\" alt=\"Alt\" width=\"100\" height=\"50\"> ![alt](files/p.png)",
    );
    becomes(
        Kind::Obsidian,
        "A^[one [[My note]]] and B^[two] [^own]\n",
        "A[^inline-1] and B[^inline-2] [^own]\n\n[^inline-1]: one [My note](sub/My%20note.md)\n\n[^inline-2]: two",
    );
}

#[test]
fn code_in_lists_and_quotations_is_all_that_is_code() {
    for code in [
        "- ```\n  x\n  ```",
        "1. ```bash\n   x\n   ```",
        "    ```",
        "- a\n\n  ```\n  x",
        "> ```\n> x %%shown%% [[y]]\n> ```",
        "1.  a\n\n    ```\n    %%shown%%\n    ```",
    ] {
        becomes(
            Kind::Obsidian,
            &format!("{code}\n\n%%SECRET%%\n\n[[My note]] ==m==\n"),
            &format!("{}\n\n\n[My note](sub/My%20note.md) <mark>m</mark>", code.trim_end()),
        );
    }
    for (kind, from, to) in [
        (Kind::Mkdocs, "++a++ [b](/b/)", "<kbd>A</kbd> [b](b.md)"),
        (Kind::Mdbook, "{{#include x.rs:m}}", "fn b() {}"),
        (Kind::Hugo, "{{< ref \"docs/b\" >}}", "docs/b.md"),
        (Kind::Docusaurus, "a {\"b\"}", "a b"),
        (Kind::Gitbook, "{% hint %}\nx\n{% endhint %}", "> [!NOTE]\n> x"),
    ] {
        let code = "- ```\n  y\n  ```\n\n> ```\n> y\n> ```\n\n    ```\n\n";
        becomes(kind, &format!("{code}{from}\n"), &format!("{code}{to}"));
    }
}

#[test]
fn titles_and_boxes_of_code_stand_in_the_item() {
    becomes(
        Kind::Docusaurus,
        "- a\n- ```js title=\"x.js\"\n  y\n  ```\n",
        "- a\n- `x.js`:\n\n  ```js\n  y\n  ```",
    );
    becomes(
        Kind::Mdbook,
        "1.  ```admonish tip title=\"A\"\n    b\n    ```\n    c\n",
        "1.  > [!TIP]\n    > **A**\n    >\n    > b\n    c",
    );
    becomes(Kind::Mdbook, "> ```rust\n> # hidden\n> x\n> ```\n", "> ```rust\n> x\n> ```");
}

#[test]
fn comments_of_every_tool_are_taken_out() {
    let mdx = |from: &str, to: &str| becomes(Kind::Docusaurus, from, to);
    mdx("a\n\n{/*\nSECRET\n\n# S\n*/}\n\nb", "a\n\n\nb");
    mdx("a {/* S */}b <!-- S -->c `{/* d */}`", "a b c `{/* d */}`");
    mdx("```jsx\n{/* d */}\n```\n<!--\nS\n-->\ne", "```jsx\n{/* d */}\n```\ne");
    let hugo = |from: &str, to: &str| becomes(Kind::Hugo, from, to);
    hugo("{{% comment %}} SECRET {{% /comment %}}\na", "a");
    hugo(
        "a {{< comment >}}S{{< ref \"docs/b\" >}}{{< /comment >}}b\n\n{{<comment>}}\n```\nS\n{{</comment>}}c",
        "a b\n\nc",
    );
    hugo("a <!-- S --> b", "a  b");
    for kind in [Kind::Gitbook, Kind::Mkdocs] {
        becomes(kind, "a {# S #} b\n\n{#\nS\n#}\n\n`{# c #}`", "a  b\n\n\n`{# c #}`");
    }
    let (body, said) = page(Kind::Docusaurus, "a <!-- b {/* S */}\nc {/* S */} <!-- d\n");
    assert_eq!(body, "a <!-- b \nc  <!-- d");
    assert_eq!(said, ["docs/a.md:1 `<!--` has no end, so it begins no comment, and is shown"]);
    becomes(Kind::Gitbook, "## A {#a}\n\n## B {#b}", "## A {#a}\n\n## B {#b}");
    let (body, said) = page(Kind::Hugo, "a\n\n{{% comment %}}\nSECRET\n");
    assert_eq!(body, "a");
    let told =
        "content/a.md:3 a comment begins with `{{% comment %}}` and never ends: what follows was left out";
    assert_eq!(said, [told]);
}

#[test]
fn a_heading_in_code_is_none() {
    let imported = bring_from(
        Kind::Mdbook,
        "-- src/SUMMARY.md --\n[Install](a.md)\n-- src/a.md --\n```sh\n# install\n```\n",
    );
    assert_eq!(
        text(&imported, "content/a.md"),
        "---\ntitle: Install\norder: 1\n---\n\n```sh\n# install\n```\n"
    );
}

#[test]
fn every_include_of_a_line_is_expanded() {
    becomes(
        Kind::Mdbook,
        "a {{#include x.rs:m}} b {{#include x.rs:1}} \\{{#include x.rs}} c\n{{#title T}}\n",
        "a fn b() {} b fn a() {} {{#include x.rs}} c",
    );
}

#[test]
fn targets_in_angle_brackets_keep_their_blanks() {
    let imported = bring_from(
        Kind::Gitbook,
        "-- SUMMARY.md --\n* [A](<g/my file.md>)\n* [B](b.md)\n-- README.md --\n# R\n-- g/my file.md --\n# A\n\
         -- b.md --\n[a](<g/my file.md> \"t\") [c](<b.md>)\n\n[d]: <g/my file.md>\n",
    );
    assert_eq!(names(&imported), ["content/README.md", "content/b.md", "content/my file.md"]);
    assert!(
        text(&imported, "content/b.md")
            .ends_with("[a](my%20file.md \"t\") [c](<b.md>)\n\n[d]: my%20file.md\n")
    );
}

#[test]
fn boxes_in_lists_stay_boxes_in_lists() {
    becomes(
        Kind::Hugo,
        "1.  x\n\n    {{< note >}}\n    Inner\n    {{< /note >}}\n",
        "1.  x\n\n    > [!NOTE]\n    > Inner",
    );
    becomes(
        Kind::Gitbook,
        "1.  x\n\n    {% hint %}\n    Inner\n    {% endhint %}\n",
        "1.  x\n\n    > [!NOTE]\n    > Inner",
    );
    becomes(Kind::Obsidian, "- x\n\n  > [!tip] A\n  > b\n", "- x\n\n  > [!TIP]\n  > **A**\n  >\n  > b");
}

#[test]
fn tags_in_code_and_tables_stay_where_they_are() {
    becomes(Kind::Gitbook, "Use `{% hint %}` to write\n", "Use `{% hint %}` to write");
    let (body, _) = page(Kind::Gitbook, "| a | {% tab %} b |\n");
    assert_eq!(body, "| a | {% tab %} b |");
}

#[test]
fn what_docusaurus_has_inside_itself_is_found() {
    becomes(
        Kind::Docusaurus,
        "[b](@site/docs/b.md) a sentence about how to\nexport data (CSV) to finance,\nimport data from the bank;\nnow\n",
        "[b](b.md) a sentence about how to\nexport data (CSV) to finance,\nimport data from the bank;\nnow",
    );
    becomes(
        Kind::Docusaurus,
        "<Tabs>\n<TabItem value=\"a\">\n\n<Tabs>\n<TabItem value=\"b\">\n\nB\n\n</TabItem>\n</Tabs>\n\nA\n\n</TabItem>\n<TabItem value=\"c\">C</TabItem>\n</Tabs>\n\nEnd\n",
        "**a**\n\n**b**\n\nB\n\nA\n\n**c**\n\nC\n\nEnd",
    );
}

#[test]
fn marks_in_addresses_are_none() {
    let same = |kind: Kind, text: &str| becomes(kind, text, text);
    same(Kind::Obsidian, "[a](https://x.org/?v=QQ==) | [b](https://x.org/?v=Qg==) https://x.org/==a==");
    same(Kind::Mkdocs, "The file {.env}, `/users/{id}` and /users/{id=5}");
    becomes(Kind::Mkdocs, "[a](/b/){.x} ==b==\n", "[a](b.md) <mark>b</mark>");
    let imported = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nsite_name: T\nmarkdown_extensions: [toc]\n-- docs/index.md --\n# A {.b}\n\na==b==c ++d++ ^^e^^\n",
    );
    assert_eq!(text(&imported, "content/index.md"), "# A {.b}\n\na==b==c ++d++ ^^e^^\n");
}

#[test]
fn long_lines_take_no_time() {
    for (kind, text) in [
        (Kind::Mkdocs, "{".repeat(20_000) + "}"),
        (Kind::Obsidian, "^[".repeat(20_000)),
        (Kind::Obsidian, "![".repeat(30_000) + "](x)"),
        (Kind::Obsidian, "==".repeat(20_000)),
        (Kind::Docusaurus, format!("x{}", "<!--".repeat(20_000))),
    ] {
        let (body, _) = page(kind, &format!("{text}\n"));
        assert_eq!(body, text);
    }
    assert_eq!(page(Kind::Obsidian, &format!("a{}\n", "%%b%%".repeat(20_000))).0, "a");
}
