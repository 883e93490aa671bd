//! HTML as Markdown.
//!
//! Made for the HTML that Daring and its templates write, and for whatever authors put between it: what
//! has no Markdown is left out, and its text stays. One pass, and no tree.

use std::borrow::Cow;

use super::page::Page;
use super::table::{Cell, Table};
use crate::document::html::{Tag, Token, decode, tokens};

/// Whether nothing is said of an element in Markdown: style, scripts, pictures that are drawn, and what
/// somebody would have to operate.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "svg"
            | "select"
            | "button"
            | "fieldset"
            | "textarea"
            | "iframe"
            | "object"
            | "head"
            | "title"
            | "math"
    )
}

/// Whether an element has no end tag.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The name of an element in small letters.
fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// How deep tables are followed into the cells of others, whose text is copied with each.
const MAX_TABLES: usize = 3;

/// Returns what HTML says, as Markdown that ends in a line feed, or is empty.
pub(super) fn markdown(html: &str) -> String {
    let mut writer = Writer { page: Page::of_length(html.len()), ..Writer::default() };
    for token in tokens(html) {
        writer.token(token);
    }
    writer.finish()
}

/// What was being written before the cell of a table, or its caption.
struct Outer {
    page: Page,
    columns: usize,
    rows: usize,
    is_head: bool,
    is_caption: bool,
}

#[derive(Default)]
struct Writer {
    page: Page,
    tables: Vec<Table>,
    cells: Vec<Outer>,
    /// Tables that are open inside of those, and no tables here.
    flat_tables: usize,
    /// The element that is passed over, and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// For the words of a drawing that is passed over.
    is_in_description: bool,
    /// The text of a block of code, and its language.
    code: Option<(String, String)>,
    /// For the notes at the end of a text.
    is_in_notes: bool,
}

impl Writer {
    fn token(&mut self, token: Token<'_>) {
        if let Some((name, depth)) = &mut self.skipped {
            let is_drawing = name == "svg";
            match token {
                Token::Start(tag) if tag.is(name) => *depth += 1,
                Token::End(end) if end.eq_ignore_ascii_case(name) => *depth -= 1,
                // What a drawing shows, in words.
                Token::Start(tag) if is_drawing && tag.is("desc") => self.is_in_description = true,
                Token::End(end) if end.eq_ignore_ascii_case("desc") => self.is_in_description = false,
                Token::Text(text) if self.is_in_description => self.page.text(&decode(text)),
                _ => {}
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match (token, &mut self.code) {
            (Token::Text(text), Some((code, _))) => code.push_str(&decode(text)),
            (Token::End(name), Some(_)) if name.eq_ignore_ascii_case("pre") => self.close_code(),
            (Token::Start(tag), Some((code, _))) if tag.is("br") => code.push('\n'),
            (Token::Start(tag), Some((_, language))) => {
                let class = tag.attribute("class").map_or("", |class| class.value);
                if let Some(name) = class.split_whitespace().find_map(|word| word.strip_prefix("language-")) {
                    *language = decode(name).into_owned();
                }
            }
            (_, Some(_)) => {}
            (Token::Text(text), None) => self.page.text(&decode(text)),
            (Token::Start(tag), None) => self.start(&tag),
            (Token::End(name), None) => self.end(&lower_case(name)),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = &*lower_case(tag.name);
        let classes = tag.attribute("class").map_or("", |class| class.value);
        let class = |word: &str| classes.split_whitespace().any(|one| one == word);
        let is_out = is_left_out(name)
            || (!classes.is_empty() && (class("anchor") || class("footnote-back") || class("alert-title")));
        if (is_out || tag.attribute("hidden").is_some()) && !is_void(name) {
            self.skipped = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "pre" => {
                self.page.flush();
                let language = tag.attribute("data-language").map_or("", |language| language.value);
                self.code = Some((String::new(), decode(language).into_owned()));
            }
            "table" if self.tables.len() < MAX_TABLES => {
                self.page.flush();
                self.tables.push(Table::default());
            }
            "table" => self.flat_tables += 1,
            "caption" | "thead" | "tr" | "td" | "th" if !self.tables.is_empty() => {
                self.start_in_table(tag, name)
            }
            "section" if class("footnotes") => {
                self.page.flush();
                self.is_in_notes = true;
            }
            "div" if class("alert") => self.start_alert(tag),
            "ul" | "ol" => {
                let start = tag.attribute("start").and_then(|start| start.value.parse().ok()).unwrap_or(1);
                self.page.start_list((name == "ol" && !self.is_in_notes).then_some(start));
            }
            "li" => {
                let id = tag.attribute("id").filter(|_| self.is_in_notes);
                self.page.start_item(id.and_then(|id| id.value.strip_prefix("fn:")));
            }
            "sup" if class("footnote-ref") => self.page.open("sup", "[^", "]"),
            _ => self.page.start(tag, name),
        }
    }

    fn start_in_table(&mut self, tag: &Tag<'_>, name: &str) {
        self.end_cell();
        let table = self.tables.last_mut().expect("the caller has looked");
        match name {
            "thead" => table.enter_head(),
            "tr" => table.end_row(),
            _ => {
                let number = |name| tag.attribute(name).and_then(|number| number.value.trim().parse().ok());
                self.cells.push(Outer {
                    page: std::mem::replace(&mut self.page, Page::cell()),
                    columns: number("colspan").unwrap_or(1),
                    rows: number("rowspan").unwrap_or(1),
                    is_head: name == "th",
                    is_caption: name == "caption",
                });
            }
        }
    }

    /// Ends the cell that is open in the innermost table, if one is.
    fn end_cell(&mut self) {
        if self.cells.len() < self.tables.len() {
            return;
        }
        let Some(outer) = self.cells.pop() else { return };
        let cell = std::mem::replace(&mut self.page, outer.page).finish();
        let Some(table) = self.tables.last_mut() else { return };
        if outer.is_caption {
            let caption = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            if !caption.is_empty() {
                self.page.block(&[format!("**{caption}**")]);
            }
        } else {
            let Outer { columns, rows, is_head, .. } = outer;
            table.cell(Cell { text: cell, columns, rows, is_head });
        }
    }

    fn start_alert(&mut self, tag: &Tag<'_>) {
        let class = tag.attribute("class").map_or("", |class| class.value);
        let kind = class.split_whitespace().find_map(|word| word.strip_prefix("alert-")).unwrap_or("note");
        self.page.start_quote(Some(format!("[!{}]", kind.to_ascii_uppercase())));
    }

    fn end(&mut self, name: &str) {
        match name {
            "table" if self.flat_tables > 0 => self.flat_tables -= 1,
            "table" => {
                if self.tables.is_empty() {
                    return;
                }
                self.end_cell();
                let lines = self.tables.pop().map(Table::write).unwrap_or_default();
                self.page.block(&lines);
            }
            "td" | "th" | "caption" => self.end_cell(),
            "tr" | "thead" if !self.tables.is_empty() => {
                self.end_cell();
                let table = self.tables.last_mut().expect("there is one");
                if name == "tr" { table.end_row() } else { table.leave_head() }
            }
            "section" if self.is_in_notes => {
                self.page.flush();
                self.is_in_notes = false;
            }
            _ => self.page.end(name),
        }
    }

    fn close_code(&mut self) {
        let Some((code, language)) = self.code.take() else { return };
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let language = language.replace(['`', '\n'], "");
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(code.trim_end_matches('\n').lines().map(str::to_owned));
        lines.push(fence);
        self.page.block(&lines);
    }

    fn finish(mut self) -> String {
        self.flat_tables = 0;
        while !self.tables.is_empty() {
            self.end("table");
        }
        if self.code.is_some() {
            self.close_code();
        }
        self.page.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::config::Config;
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect, html};

    /// The HTML of a Markdown text, without addresses.
    fn written(text: &str) -> String {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let file = document::parse(text, dialect, &Highlighter::default()).value;
        let mut out = String::new();
        file.body.fill(&mut out, |slot, out| out.extend(slot.link().map(|link| format!("l{link}"))));
        out
    }

    fn there_and_back(text: &str) -> String {
        markdown(&written(text))
    }

    #[test]
    fn markdown_comes_back_as_it_went() {
        for text in [
            "# Title\n\nA *few* **words**, `code` and ~~gone~~.\n\n## Next\n\nTwo\nlines\\\nand a break.\n",
            "- a\n- b\n  - c\n  - d\n\n    more\n- e\n",
            "1. a\n\n   b\n\n2. c\n",
            "> quote\n>\n> - in a list\n>\n> end\n\ntext\n",
            "> [!NOTE]\n> Mind *this*.\n>\n> And that.\n\nafter\n",
            "```rust\nfn main() {}\n\n# not a heading\n```\n\n    \n",
            "````\n```\n````\n",
            "| a | b |\n| --- | --- |\n| c | `d\\|e` |\n| | f |\n",
            "- [ ] to do\n- [x] done\n",
            "text[^1] and[^2]\n\n[^1]: One.\n\n    Two.\n\n[^2]: Three.\n",
            "\\*not\\* \\_a\\_ \\[b\\] \\<c> 1 < 2\n\n\\- d\n\n3\\. e\n\n\\# f\n",
            "- a\n\n<!-- -->\n\n- b\n",
            "In C:\\\\temp\\\\\n\nand C:\\\\\nbroken, C:\\\\*x* too.\n\n| a |\n| --- |\n| C:\\\\ |\n",
        ] {
            let text = text.trim_end_matches("\n    \n");
            assert_eq!(written(&there_and_back(text)), written(text), "{text}\n{}", there_and_back(text));
        }
    }

    #[test]
    fn views_and_raw_html_are_read() {
        for (html, wanted) in [
            (
                "<table><caption>C</caption><thead><tr><td></td><th colspan=2>T</th></tr><tr><th>H</th><th>A</th><th>B</th></tr></thead><tbody><tr><th colspan=3>Area</th></tr><tr><th>x</th><td><ul><li>1</li><li>2|3</li></ul></td><td><p>p</p></td></tr></table>",
                "**C**\n\n| H | T: A | T: B |\n| --- | --- | --- |\n| **Area** |  |  |\n| **x** | - 1<br>- 2\\|3 | p |\n",
            ),
            (
                "<table><tr><th>L<th colspan=2 rowspan=1>T<tr><td rowspan=2>S<td>a<td rowspan=0>z<tr><td>b<tr><td>M<td>c</table>",
                "| L | T | T |\n| --- | --- | --- |\n| S | a | z |\n| S | b | z |\n| M | c | z |\n",
            ),
            (
                "<table><thead><tr><th rowspan=2>L<th colspan=2 rowspan=x>T<tr><th>1<th>2</thead><tbody><tr><th rowspan=9 colspan=2>S<td>a<tr><td>b</table>",
                "| L | T: 1 | T: 2 |\n| --- | --- | --- |\n| **S** |  | a |\n| **S** |  | b |\n",
            ),
            (
                "<dl><div><dt>Scope</dt><dd>Team</dd></div><div><dt>A</dt>\n<dd><p>b</p><p>c</p></dd></div></dl>",
                "**Scope**: Team\n\n**A**: b\n\nc\n",
            ),
            (
                "<div class=\"l\">a<div hidden>no</div><svg><desc>c</desc><text>no</text></svg><div>b</div></div><script>no</script>",
                "ac\n\nb\n",
            ),
            (
                "<h2 id=x>A <a href='y/'>b</a><a class=\"anchor\" href=\"#x\">#</a></h2><hr><img src='i.png' alt='a [b]'>",
                "## A [b](y/)\n\n---\n\n![a \\[b\\]](i.png)\n",
            ),
            (
                "<p>a<sup class=\"footnote-ref\"><a href=\"../b/#fn:1\">1</a></sup>, b<sup class=\"footnote-ref\"><a href=\"#fn:2\">2</a></sup><br></p>",
                "a[1](../b/#fn:1), b[^2]\n",
            ),
            ("<details><summary>Why</summary><p>So.</p></details>", "**Why**\n\nSo.\n"),
            ("<p>Wow!<a href=x>y</a>!</p><pre>one<br>two</pre>", "Wow\\![y](x)!\n\n```\none\ntwo\n```\n"),
            ("<ul><li></li><li><blockquote>q</blockquote></li></ul>", "-\n- > q\n"),
            ("", ""),
        ] {
            assert_eq!(markdown(html), wanted, "{html}");
        }
    }

    #[test]
    fn nothing_is_too_strange_or_too_deep() {
        for part in [
            "<ul><li>",
            "<blockquote>a",
            "<table><tr><td>a",
            "</td></table>",
            "<em>a",
            "</li></ul>",
            "<a href=x>",
            "<h2>",
            "<pre>",
            "<td>",
            "<div>",
        ] {
            let html = part.repeat(4_000);
            assert!(markdown(&html).len() < html.len() * 100 + 1000, "{part}");
        }
        assert!(html::tokens("<a").count() < 2);
    }
}
