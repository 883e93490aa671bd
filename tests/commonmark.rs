//! The examples of CommonMark 0.31.2, through our own writer.
//!
//! They come with the npm package `commonmark-spec`, which `tests/run` installs; nothing of the
//! specification is part of this repository.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read files and say what differs"
)]

use daring::config::Config;
use daring::document::body::SlotKind;
use daring::document::highlight::Highlighter;
use daring::document::{Dialect, html, parse};

const SPECIFICATION: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/node_modules/commonmark-spec/spec.txt");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let text = std::fs::read_to_string(SPECIFICATION)
        .expect("the specification is installed: run `tests/run`, or `npm ci` in tests/node");
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(&format!("{fence} example\n")) {
        let body = &rest[start + fence.len() + " example\n".len()..];
        let end = body.find(&format!("\n{fence}\n")).expect("every example is closed");
        let (markdown, html) = body[..=end]
            .split_once("\n.\n")
            .or(body[..=end].strip_prefix(".\n").map(|html| ("", html)))
            .expect("every example has two parts");
        let visible = |text: &str| text.replace('→', "\t");
        let markdown = if markdown.is_empty() { String::new() } else { visible(markdown) + "\n" };
        examples.push(Example { number: examples.len() + 1, markdown, html: visible(html) });
        rest = &body[end + 1..];
    }
    examples
}

fn to_html(markdown: &str, dialect: Dialect) -> String {
    let parsed = parse(markdown, dialect, &Highlighter::default()).value;
    let mut out = String::new();
    parsed.body.fill(&mut out, |slot, out| {
        if let SlotKind::Href(link) = slot {
            html::escape_href(&parsed.outline.links[link as usize].destination, out);
        }
    });
    out
}

#[test]
fn every_example_of_the_specification_gives_its_html() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "CommonMark 0.31.2 has 652 examples");
    let wrong: Vec<usize> = examples
        .iter()
        .filter(|example| to_html(&example.markdown, Dialect::CommonMark) != example.html)
        .map(|example| example.number)
        .collect();
    for example in examples.iter().filter(|example| wrong.contains(&example.number)) {
        println!(
            "{}: {:?}\n  want {:?}\n  have {:?}",
            example.number,
            example.markdown,
            example.html,
            to_html(&example.markdown, Dialect::CommonMark)
        );
    }
    assert_eq!(wrong, [0; 0]);
}

/// Examples that mean something else in a handbook, by number, and why.
const DIFFERENCES: [(&[usize], &str); 5] = [
    (
        &[21, 31, 344, 630, 631, 642, 643],
        "addresses in raw HTML are links like others, and written like others",
    ),
    (&[96, 98], "a file that begins with `---`, and has another such line, begins with front matter"),
    (&[548, 559, 590], "`[[name]]` is a wikilink, `![[name]]` an embedded file"),
    (
        &[572, 573, 577, 588, 589, 591],
        "the title of an image that is a paragraph of its own is a caption: a tooltip is for pointers only",
    ),
    (&[602, 606, 608, 611, 612], "addresses in text are links (GitHub Flavored Markdown, section 6.9)"),
];

#[test]
fn the_dialect_of_handbooks_differs_where_it_says_so() {
    let differs = |example: &&Example| in_a_handbook(&example.markdown) != simplified(&example.html);
    let examples = examples();
    let different: Vec<&Example> = examples.iter().filter(differs).collect();
    let mut said: Vec<usize> = DIFFERENCES.iter().flat_map(|(numbers, _)| *numbers).copied().collect();
    said.sort_unstable();
    for example in different.iter().filter(|example| !said.contains(&example.number)) {
        println!(
            "{}: {:?}\n  want {:?}\n  have {:?}",
            example.number,
            example.markdown,
            simplified(&example.html),
            in_a_handbook(&example.markdown)
        );
    }
    let numbers: Vec<usize> = different.iter().map(|example| example.number).collect();
    assert_eq!(numbers, said);
}

/// What GitHub adds to CommonMark, in examples of our own: Markdown and HTML.
const EXTENSIONS: [(&str, &str); 30] = [
    // Tables, section 4.10.
    (
        "| a | b |\n|---|---|\n| c | d |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody>\n<tr><td>c</td><td>d</td></tr>\n</tbody></table>\n",
    ),
    (
        "a | b\n:-: | -:\nc | d\n",
        "<table><thead><tr><th class=\"center\">a</th><th class=\"right\">b</th></tr></thead>\n<tbody>\n<tr><td class=\"center\">c</td><td class=\"right\">d</td></tr>\n</tbody></table>\n",
    ),
    (
        "| a |\n|---|\n| `b\\|c` **d\\|e** |\n",
        "<table><thead><tr><th>a</th></tr></thead>\n<tbody>\n<tr><td><code>b|c</code> <strong>d|e</strong></td></tr>\n</tbody></table>\n",
    ),
    (
        "| a | b |\n|---|---|\n| c |\n| d | e | f |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody>\n<tr><td>c</td><td></td></tr>\n<tr><td>d</td><td>e</td></tr>\n</tbody></table>\n",
    ),
    (
        "| a |\n|---|\n> b\n",
        "<table><thead><tr><th>a</th></tr></thead>\n</table>\n<blockquote>\n<p>b</p>\n</blockquote>\n",
    ),
    (
        "| a |\n|---|\nb\n\nc\n",
        "<table><thead><tr><th>a</th></tr></thead>\n<tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n<p>c</p>\n",
    ),
    ("| a | b |\n|---|\n", "<p>| a | b |\n|---|</p>\n"),
    (
        "> | a |\n> |---|\n",
        "<blockquote>\n<table><thead><tr><th>a</th></tr></thead>\n</table>\n</blockquote>\n",
    ),
    // Task lists, section 5.3.
    (
        "- [ ] a\n- [x] b\n",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled=\"\" aria-label=\"to do\" />\na</li>\n<li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"done\" />\nb</li>\n</ul>\n",
    ),
    ("- [ ]a\n- \\[ ] b\n- c [ ]\n", "<ul>\n<li>[ ]a</li>\n<li>[ ] b</li>\n<li>c [ ]</li>\n</ul>\n"),
    ("[ ] a\n", "<p>[ ] a</p>\n"),
    // Strikethrough, section 6.5.
    ("~~a~~ ~b~\n", "<p><del>a</del> <del>b</del></p>\n"),
    ("~~a\n\nb~~\n", "<p>~~a</p>\n<p>b~~</p>\n"),
    ("~~~ a\n~~~\n", "<pre><code class=\"language-a\"></code></pre>\n"),
    ("a ~~~b~~~\n", "<p>a ~~~b~~~</p>\n"),
    ("~~*a*~~ *~~b~~*\n", "<p><del><em>a</em></del> <em><del>b</del></em></p>\n"),
    // Autolinks, section 6.9.
    ("www.example.org\n", "<p><a href=\"http://www.example.org\">www.example.org</a></p>\n"),
    (
        "https://example.org/a?b=c&d.\n",
        "<p><a href=\"https://example.org/a?b=c&amp;d\">https://example.org/a?b=c&amp;d</a>.</p>\n",
    ),
    (
        "(https://example.org/a(b)c)\n",
        "<p>(<a href=\"https://example.org/a(b)c\">https://example.org/a(b)c</a>)</p>\n",
    ),
    (
        "https://example.org/a&copy;\n",
        "<p><a href=\"https://example.org/a%C2%A9\">https://example.org/a©</a></p>\n",
    ),
    ("https://example.org<a\n", "<p><a href=\"https://example.org\">https://example.org</a>&lt;a</p>\n"),
    (
        "a@example.org, a@b.c-d_ a.b@c.d.\n",
        "<p><a href=\"mailto:a@example.org\">a@example.org</a>, a@b.c-d_ <a href=\"mailto:a.b@c.d\">a.b@c.d</a>.</p>\n",
    ),
    ("mailto:a@example.org\n", "<p><a href=\"mailto:a@example.org\">mailto:a@example.org</a></p>\n"),
    (
        "**https://example.org**\n",
        "<p><strong><a href=\"https://example.org\">https://example.org</a></strong></p>\n",
    ),
    (
        "[https://example.org](https://example.com)\n",
        "<p><a href=\"https://example.com\">https://example.org</a></p>\n",
    ),
    ("`https://example.org`\n", "<p><code>https://example.org</code></p>\n"),
    (
        "![https://example.org](https://example.com/a.png)\n",
        "<p><img src=\"https://example.com/a.png\" alt=\"https://example.org\" /></p>\n",
    ),
    ("xhttps://example.org http:/example.org www.\n", "<p>xhttps://example.org http:/example.org www.</p>\n"),
    ("https://exa_mple.org\n", "<p>https://exa_mple.org</p>\n"),
    (
        "http://localhost:8080/a_b_c\n",
        "<p><a href=\"http://localhost:8080/a_b_c\">http://localhost:8080/a_b_c</a></p>\n",
    ),
];

#[test]
fn the_extensions_of_github_give_their_html() {
    let wrong: Vec<(&str, String, &str)> = EXTENSIONS
        .into_iter()
        .map(|(markdown, html)| (markdown, in_a_handbook(markdown), html))
        .filter(|(_, have, want)| have != want)
        .collect();
    assert_eq!(wrong, []);
}

fn in_a_handbook(markdown: &str) -> String {
    simplified(&to_html(markdown, Dialect::Handbook(Config::new("x").markdown)))
}

/// Takes away what the dialect adds to markup on purpose: the attributes of its own, the link of a
/// heading to itself, the colours of code, the box around a table. Nothing else of the output is touched, and no text.
fn simplified(html: &str) -> String {
    let mut out = String::new();
    let (mut open_spans, mut open_tables) = (0, 0);
    let mut written = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        let tag = &html[start..end];
        let (kept, next) = if tag.starts_with("<a class=\"anchor\" ") {
            (String::new(), end + "</a>".len())
        } else if tag.starts_with("<span class=\"hl-") {
            open_spans += 1;
            (String::new(), end)
        } else if tag == "</span>" && open_spans > 0 {
            open_spans -= 1;
            (String::new(), end)
        } else if tag.starts_with("<div class=\"table\" tabindex=") {
            open_tables += 1;
            (String::new(), end)
        } else if tag == "</div>" && open_tables > 0 && html[..start].ends_with("</table>") {
            open_tables -= 1;
            (String::new(), end)
        } else {
            (without_own_attributes(tag), end)
        };
        out.push_str(&html[written..start]);
        out.push_str(&kept);
        (written, at) = (next, next.min(html.len()));
    }
    out + &html[written..]
}

/// Removes the attributes that the dialect writes and CommonMark does not.
fn without_own_attributes(tag: &str) -> String {
    let is_heading = tag.len() > 3 && tag.starts_with("<h") && tag.as_bytes()[2].is_ascii_digit();
    if is_heading && tag[3..].starts_with(" id=\"") {
        return format!("{}>", &tag[..3]);
    }
    if tag.starts_with("<pre class=\"code\"") {
        return "<pre>".to_owned();
    }
    tag.replace(" loading=\"lazy\" decoding=\"async\"", "")
}
