//! Colours for code blocks, made while the site is built, so that pages need no script for them.
//!
//! The entry point is [`Highlighter::highlight`]. It writes HTML with a dozen CSS classes of our
//! own instead of the hundreds of scope names of the grammars, so that a theme can style all of
//! them and pages stay small. Whatever goes wrong ends in plain text, never in an error: colours
//! are a courtesy.

mod language;
mod memo;
mod scope;
mod write;

use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;

use syntect::parsing::SyntaxSet;

use super::html;
use language::token_of;
use memo::{Grammar, Lines, Memory, State};

/// The largest block that is coloured, in bytes.
pub const MAX_CODE_BYTES: usize = 64 << 10;

/// The longest line of a block that is coloured, in bytes.
pub const MAX_LINE_BYTES: usize = 1_000;

/// The largest sum of the squares of the lengths of a block's lines, in bytes.
///
/// A grammar tries its patterns again at every place of a line, so the cost of hostile code grows
/// with the square of the line: 64 KiB in lines of 2,000 bytes took up to 8 seconds, and within this bound
/// what was worst of 220 grammars and 31 lines took 4 seconds on a busy machine (SystemVerilog), of common
/// languages 1 (Markdown). Code that somebody wrote to be read stays far below.
const MAX_EFFORT: usize = 8 << 20;

/// What became of a code block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was coloured.
    Highlighted,
    /// It was escaped only: its language is none we know, or the grammar gave up on it.
    Plain,
    /// It was escaped only, because it or one of its lines is too long.
    TooLarge,
}

/// The grammars, loaded when the first block needs them.
///
/// It can be shared between threads, each of which remembers the lines that it coloured. What it writes
/// depends on the arguments alone.
#[derive(Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

impl Highlighter {
    /// Appends `code` to `out` as HTML for the inside of `<pre><code>`.
    ///
    /// `language` is the info string of a fence, as it is written; its first word counts. Spans have
    /// one of the classes `hl-k` (keyword), `hl-s` (string), `hl-c` (comment), `hl-n` (number,
    /// constant), `hl-f` (function), `hl-t` (type), `hl-v` (variable, parameter), `hl-a` (attribute,
    /// tag, key), `hl-h` (heading), `hl-i` (inserted), `hl-d` (deleted). No span goes on over the
    /// end of a line.
    ///
    /// ```
    /// use daring::document::highlight::{Highlighter, Outcome};
    ///
    /// let mut out = String::new();
    /// let outcome = Highlighter::default().highlight("let x = \"<\";\n", "rust", &mut out);
    /// assert_eq!(outcome, Outcome::Highlighted);
    /// assert_eq!(out, "<span class=\"hl-k\">let</span> x = <span class=\"hl-s\">&quot;&lt;&quot;</span>;\n");
    /// ```
    pub fn highlight(&self, code: &str, language: &str, out: &mut String) -> Outcome {
        let Some(token) = token_of(language) else {
            html::escape_text(code, out);
            return Outcome::Plain;
        };
        if is_too_large(code) {
            html::escape_text(code, out);
            return Outcome::TooLarge;
        }
        let syntaxes = self.syntaxes.get_or_init(two_face::syntax::extra_newlines);
        let start = out.len();
        // A grammar with a faulty pattern panics when it first meets it. Nothing kept is left half-written by
        // that: the memory is filled in one step each.
        let attempt = AssertUnwindSafe(|| {
            Memory::with(|memory| {
                let (grammar, lines) = memory.grammar(&token, syntaxes)?;
                colour(code, grammar, lines, syntaxes, out)
            })
        });
        let is_coloured = panic::catch_unwind(attempt).unwrap_or_default().is_some();
        if is_coloured {
            return Outcome::Highlighted;
        }
        out.truncate(start);
        html::escape_text(code, out);
        Outcome::Plain
    }
}

/// Colours line by line. Code repeats itself: a line that was seen in the same state of its grammar is
/// not parsed again, which is hundreds of times faster.
fn colour(
    code: &str,
    grammar: &mut Grammar,
    lines: &mut Lines,
    syntaxes: &SyntaxSet,
    out: &mut String,
) -> Option<()> {
    let mut id = Some(Grammar::START);
    let mut state: Option<State> = None;
    for line in code.split_inclusive('\n') {
        let key = id.map(|id| grammar.key(id, line));
        if let Some(next) = key.and_then(|key| lines.append(key, out)) {
            (id, state) = (Some(next), None);
            continue;
        }
        let mut current = state.take().or_else(|| grammar.state(id?))?;
        let start = out.len();
        write::line(line, &mut current, (&mut grammar.classifier, syntaxes), out)?;
        id = grammar.id_of(&current);
        if let (Some(key), Some(next)) = (key, id) {
            lines.insert(key, &out[start..], next);
        }
        state = Some(current);
    }
    Some(())
}

fn is_too_large(code: &str) -> bool {
    let lengths = || code.lines().map(str::len);
    code.len() > MAX_CODE_BYTES
        || lengths().any(|length| length > MAX_LINE_BYTES)
        || lengths().map(|length| length * length).sum::<usize>() > MAX_EFFORT
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn coloured(code: &str, language: &str) -> String {
        Memory::with(|memory| *memory = Memory::default());
        let mut out = String::new();
        assert_eq!(
            Highlighter::default().highlight(code, language, &mut out),
            Outcome::Highlighted,
            "{language}"
        );
        out
    }

    /// Takes the spans out again.
    fn text_of(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some(start) = rest.find("<span class=\"hl-") {
            out.push_str(&rest[..start]);
            rest = &rest[start + "<span class=\"hl-x\">".len()..];
        }
        out.push_str(rest);
        html::decode(&out.replace("</span>", "")).into_owned()
    }

    #[test]
    fn common_languages_get_the_common_classes() {
        for (language, code, expected) in [
            ("rust", "fn f", "<span class=\"hl-k\">fn</span> <span class=\"hl-f\">f</span>"),
            ("yaml", "a: 1", "<span class=\"hl-a\">a</span>: <span class=\"hl-n\">1</span>"),
            ("json", "[true]", "[<span class=\"hl-n\">true</span>]"),
            ("diff", "-a\n+b\n", "<span class=\"hl-d\">-a</span>\n<span class=\"hl-i\">+b</span>\n"),
            ("html", "<p id=a>", "&lt;<span class=\"hl-a\">p id</span>=<span class=\"hl-s\">a</span>&gt;"),
        ] {
            assert_eq!(coloured(code, language), expected);
        }
    }

    #[test]
    fn languages_are_found_by_what_people_call_them() {
        let highlighter = Highlighter::default();
        for language in [
            "js",
            "javascript",
            "ts",
            "typescript",
            "tsx",
            "jsx",
            "sh",
            "bash",
            "shell",
            "console",
            "zsh",
            "yml",
            "YAML",
            "rs",
            "rust,ignore",
            "py",
            "python",
            "go",
            "golang",
            "c",
            "c++",
            "cpp",
            "c#",
            "csharp",
            "java",
            "kotlin",
            "swift",
            "ruby",
            "php",
            "sql",
            "toml",
            "ini",
            "json",
            "jsonc",
            "html",
            "css",
            "scss",
            "xml",
            "docker",
            "dockerfile",
            "makefile",
            "make",
            "hcl",
            "terraform",
            "graphql",
            "proto",
            "protobuf",
            "diff",
            "patch",
            "markdown",
            "md",
            "nginx",
            "lua",
            "perl",
            "r",
            "scala",
            "elixir",
            "haskell",
            "vim",
            "latex",
            "{.python}",
            "js {1,3}",
            "groovy",
            "http",
            "vue",
            "svelte",
            "zig",
            "nix",
            "jinja2",
            "fsharp",
            "objective-c",
        ] {
            let mut out = String::new();
            assert_eq!(highlighter.highlight("x", language, &mut out), Outcome::Highlighted, "{language}");
        }
    }

    #[test]
    fn what_has_no_colours_is_escaped() {
        let highlighter = Highlighter::default();
        for language in ["", "text", "plain", "txt", "mermaid", "no-such-language", "Plain Text", "日本"] {
            let mut out = String::new();
            assert_eq!(highlighter.highlight("<a>\n", language, &mut out), Outcome::Plain);
            assert_eq!(out, "&lt;a&gt;\n");
        }
    }

    #[test]
    fn the_grammars_are_not_loaded_for_plain_text() {
        let highlighter = Highlighter::default();
        highlighter.highlight("a", "text", &mut String::new());
        assert!(highlighter.syntaxes.get().is_none());
    }

    #[test]
    fn large_blocks_and_long_lines_stay_plain() {
        let too_many_long_lines = ("a".repeat(900) + "\n").repeat(20);
        for code in ["a\n".repeat(MAX_CODE_BYTES), "a".repeat(MAX_LINE_BYTES + 1), too_many_long_lines] {
            let mut out = String::new();
            assert_eq!(Highlighter::default().highlight(&code, "rust", &mut out), Outcome::TooLarge);
            assert_eq!(out, code);
        }
    }

    #[test]
    fn no_span_crosses_a_line_end() {
        for line in coloured("/* a\n\n b */ let x = \"\n y\";\n", "rust").lines() {
            assert_eq!(line.matches("<span").count(), line.matches("</span").count());
        }
    }

    #[test]
    fn neighbours_of_one_class_share_a_span() {
        assert_eq!(coloured("pub  fn", "rust"), "<span class=\"hl-k\">pub  fn</span>");
    }

    #[test]
    fn a_line_is_coloured_by_what_came_before_it() {
        let highlighter = Highlighter::default();
        let mut out = String::new();
        highlighter.highlight("let a;\n/*\nlet a;\n*/\nlet a;\n", "rust", &mut out);
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(lines[0], lines[4]);
        assert_eq!(lines[2], "<span class=\"hl-c\">let a;</span>");
    }

    #[test]
    fn what_was_seen_before_does_not_show() {
        let highlighter = Highlighter::default();
        let blocks = ["a: |\n  b\nc: d\n", "x: y\n", "c: d\n", "  b\nc: d\n", "a: |\n  b\nc: d"];
        let twice = || blocks.iter().chain(&blocks);
        let seen = twice().map(|block| {
            let mut out = String::new();
            highlighter.highlight(block, "yaml", &mut out);
            out
        });
        let seen: Vec<String> = seen.collect();
        let fresh: Vec<String> = twice().map(|block| coloured(block, "yaml")).collect();
        assert_eq!(seen, fresh);
    }

    #[test]
    fn states_without_bound_do_no_harm() {
        let highlighter = Highlighter::default();
        for index in 0..300 {
            let code = format!("cat <<E{index}\nhello $x\nE{index}\necho\n");
            let mut out = String::new();
            assert_eq!(highlighter.highlight(&code, "sh", &mut out), Outcome::Highlighted);
            assert_eq!(text_of(&out), code);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_text_stays_what_it_was(
            code in "([a-z(){};:=\"'`$<>&\\\\/*#@!%|é\t -]|\n|\r\n|fn |let |<<E|```){0,80}",
            language in prop::sample::select(vec!["rust", "yaml", "sh", "json", "html", "toml"]),
        ) {
            let mut out = String::from("x");
            Highlighter::default().highlight(&code, language, &mut out);
            prop_assert_eq!(text_of(&out), format!("x{code}"));
        }
    }
}
