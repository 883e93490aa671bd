//! The place and the title of a file, without the rest of it.

use super::front_matter::{self, FrontMatter};
use super::highlight::Highlighter;
use super::outline::Outline;
use super::{Dialect, ParsedFile, parse};
use crate::config::{Highlight, MarkdownConfig};
use crate::source::without_controls;

/// Reads what decides where the page of a Markdown file is, and what it is called. Nothing else of it
/// is there, and nothing is reported: that is for whoever parses the file.
///
/// The title is that of [`parse`], which is asked for it: for one line when the body begins with a
/// heading of level 1 that means the same wherever it stands, otherwise for all of it.
pub fn parse_head(text: &str, markdown: MarkdownConfig) -> ParsedFile {
    let (text, _) = &without_controls(text);
    let (read, start) = front_matter::read(text);
    let mut outline = Outline::default();
    if read.value.title.is_none() {
        outline.title = title(&text[start..], text, markdown);
    }
    // There may be many thousand heads, and only a page itself shows the rest.
    let front_matter = FrontMatter {
        description: None,
        owner: None,
        review_by: None,
        language: None,
        extra: FrontMatter::default().extra,
        ..read.value
    };
    ParsedFile { front_matter, outline, ..ParsedFile::default() }
}

fn title(body: &str, text: &str, markdown: MarkdownConfig) -> Option<String> {
    let dialect = Dialect::Handbook(MarkdownConfig { highlight: Highlight::Off, ..markdown });
    let title_of = |text: &str| parse(text, dialect, &Highlighter::default()).value.outline.title;
    first_heading(body).and_then(title_of).or_else(|| title_of(text))
}

/// The first line with text, when it is a heading of level 1 on its own. Brackets may be a link or a
/// footnote, which are defined elsewhere; a carriage return inside may end the line.
fn first_heading(body: &str) -> Option<&str> {
    let line = body.lines().find(|line| !line.trim_matches([' ', '\t']).is_empty())?;
    let heading = line.trim_start_matches(' ');
    let is_heading = line.len() - heading.len() <= 3 && heading.starts_with("# ");
    (is_heading && !heading.contains(['[', '\r'])).then_some(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;

    fn is_alike(text: &str) -> Result<(), TestCaseError> {
        let markdown = Config::new("x").markdown;
        let whole = parse(text, Dialect::Handbook(markdown), &Highlighter::default()).value;
        let head = parse_head(text, markdown);
        prop_assert_eq!(&head.front_matter.slug, &whole.front_matter.slug);
        prop_assert_eq!(head.front_matter.order, whole.front_matter.order);
        let title = |file: &ParsedFile| file.front_matter.title.clone().or(file.outline.title.clone());
        prop_assert_eq!(title(&head), title(&whole), "{:?}", text);
        Ok(())
    }

    #[test]
    fn the_title_is_that_of_the_whole_file() {
        for text in [
            "# A\n",
            "\n \n   # A `b` *c* &amp; <b>d</b> {#x .y} ##\n\n## B\n",
            "    # code\n\n# A\n",
            "```\n# code\n```\n\nText\n\n## B\n\n# A\n",
            "## B\n\n# [A]\n\n[A]: x.md\n",
            "# [A] b\n\n[A]: x.md\n",
            "# A[^1]\n\n[^1]: note\n",
            "#\n\n# A\n",
            "# \n# A\n",
            "A\n=\n",
            "<!-- # no -->\n# A\n",
            "# A\rB\n# C\n",
            "\u{feff}# A\n",
            "---\ntitle: T\n---\n# A\n",
            "---\norder: 2\n---\n\n# A\r\n\r\nText\r\n",
            "# A \\\nB\n",
            "# [[A]]\n",
            "# <!-- a\n-->\n# B\n",
            "# :tada: \0\n",
            "# A\n: b\n",
            "",
        ] {
            is_alike(text).unwrap();
        }
    }

    proptest! {
        #[test]
        fn the_title_is_that_of_any_whole_file(
            text in "(# |## |a|\\[a\\]|\\[\\^1\\]|\n|\n\n|\r|```|=|---\n|title: t\n|<!--|-->|`|\\*|: | |\t|>|- ){0,12}",
        ) {
            is_alike(&text)?;
        }
    }
}
