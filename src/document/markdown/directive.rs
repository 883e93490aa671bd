//! Directives: fenced blocks with a braced name, in whose place a generated view is shown.

use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::body::SlotKind;
use crate::document::outline::{DIRECTIVES, Directive, DirectiveOption, LinkKind, RawLink};
use crate::source::Span;

/// The name of the directive that shows a part of another page.
const INCLUDE: &str = "include";

/// What names that are meant for Daring begin with. Other braced names are languages to other tools.
const PREFIX: &str = "ladder-";

/// A directive whose end was not reached.
pub(super) struct OpenDirective {
    name: Box<str>,
    span: Span,
    argument: Box<str>,
    argument_span: Span,
    text: String,
    /// Offset in `text`, offset in the body; rising. In a list item lines are no neighbours there.
    places: Vec<(usize, usize)>,
}

impl OpenDirective {
    pub(super) fn push(&mut self, text: &str, at: usize) {
        self.places.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Returns the place in the body of an offset into the text.
    fn place(&self, at: usize) -> usize {
        let part = self.places.partition_point(|(offset, _)| *offset <= at).saturating_sub(1);
        self.places.get(part).map_or(0, |(offset, place)| place + (at - offset))
    }

    fn span(&self, part: std::ops::Range<usize>) -> Span {
        let start = self.place(part.start);
        Span::new(start, start + part.len())
    }

    /// Reads the lines `key: value`, or `:key: value` as MyST has them.
    fn options(&self, start: usize) -> Vec<DirectiveOption> {
        let mut options = Vec::new();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let line_at = at;
            at += line.len();
            let text = line.trim();
            if text.is_empty() {
                continue;
            }
            let text_at = line_at + (line.len() - line.trim_start().len());
            let marked = text.strip_prefix(':').filter(|rest| rest.contains(':')).unwrap_or(text);
            let key_at = text_at + (text.len() - marked.len());
            let (key, value) = marked.split_once(':').unwrap_or((marked, ""));
            let value_at = key_at + (marked.len() - value.len()) + (value.len() - value.trim_start().len());
            let (key, value) = (key.trim_end(), value.trim());
            options.push(DirectiveOption {
                key: key.into(),
                key_span: self.span(key_at..key_at + key.len()).shifted(start),
                value: value.into(),
                value_span: self.span(value_at..value_at + value.len()).shifted(start),
            });
        }
        options
    }
}

impl Writer<'_> {
    /// Looks for a name in braces at the start of what a fence says.
    pub(super) fn open_directive(&mut self, info: &str, fence: usize) -> Option<OpenDirective> {
        if self.dialect.is_none() || self.is_snippet {
            return None;
        }
        let (name, argument) = info.trim_start().strip_prefix('{')?.split_once('}')?;
        let name = name.trim();
        let is_known = DIRECTIVES.contains(&name);
        if !is_known && !name.starts_with(PREFIX) {
            return None;
        }
        let line = self.body[fence..].lines().next().unwrap_or("");
        let at = line.find(name).map_or(fence, |at| fence + at);
        let span = Span::new(at, at + name.len()).shifted(self.start);
        if !is_known {
            self.diagnostics.push(unknown(name, span));
            return None;
        }
        let argument = argument.trim();
        let behind = at + name.len();
        let argument_at = self.body[behind..].find(argument).map_or(behind, |at| behind + at);
        let argument_span = Span::new(argument_at, argument_at + argument.len()).shifted(self.start);
        let (name, argument) = (name.into(), argument.into());
        Some(OpenDirective { name, span, argument, argument_span, text: String::new(), places: Vec::new() })
    }

    pub(super) fn close_directive(&mut self, open: OpenDirective) {
        if &*open.name == INCLUDE {
            return self.close_include(open);
        }
        let number =
            u32::try_from(self.outline.directives.len()).expect("a source has fewer than 2^32 blocks");
        self.slot(SlotKind::Directive(number));
        self.push("\n");
        let options = open.options(self.start);
        let OpenDirective { name, span, argument, argument_span, .. } = open;
        self.outline.directives.push(Directive { name, span, argument, argument_span, options });
    }
}

impl Writer<'_> {
    /// Leaves a place for a part of another page, which is found as links are.
    fn close_include(&mut self, open: OpenDirective) {
        if let Some(line) = open.options(self.start).into_iter().next() {
            let report = Diagnostic::new(Code::IncludeNothing, "text inside an `include` block is not shown");
            let span =
                Span::new(line.key_span.start as usize, line.value_span.end.max(line.key_span.end) as usize);
            self.diagnostics
                .push(report.at(span, "").help("write the page behind the braces, and remove this line"));
        }
        if open.argument.is_empty() {
            let report = Diagnostic::new(Code::IncludeNothing, "an `include` block names no page");
            let help = "write a page behind the braces, such as `{include} page.md#heading`";
            self.diagnostics.push(report.at(open.span, "").help(help));
            return;
        }
        let here = self.plain.here();
        let OpenDirective { argument, argument_span: span, .. } = open;
        let link = self.note_link(RawLink {
            destination: argument,
            span,
            kind: LinkKind::Include,
            words: here..here,
        });
        self.slot(SlotKind::Include(link));
        self.push("\n");
    }
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let report = Diagnostic::new(Code::DirectiveUnknown, format!("no view is called `{name}`")).at(span, "");
    match nearest(name, DIRECTIVES.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")).fix(span, near),
        None => {
            let names: Vec<String> = DIRECTIVES.iter().map(|name| format!("`{name}`")).collect();
            report.help(format!("use one of {}", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::{Checked, Code};
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect, ParsedFile};

    fn parse(text: &str) -> Checked<ParsedFile> {
        document::parse(text, Dialect::Handbook(Config::new("x").markdown), &Highlighter::default())
    }

    #[test]
    fn a_known_name_leaves_a_place_and_its_options() {
        let text = "---\ntitle: x\n---\n- item\n\n  ``` {ladder-matrix} ic\n  track: ic, mgmt\n\n  :area: the: rest\r\n  odd\n  ```\n";
        let parsed = parse(text);
        assert_eq!(parsed.diagnostics, []);
        let file = parsed.value;
        assert_eq!(file.body.html, "<ul>\n<li>\n<p>item</p>\n\n</li>\n</ul>\n");
        let [directive] = file.outline.directives.as_slice() else { panic!("one directive") };
        assert_eq!(&text[directive.span.range()], "ladder-matrix");
        assert_eq!(&*directive.argument, "ic");
        assert_eq!(&text[directive.argument_span.range()], "ic");
        let options = directive.options.iter().map(|option| {
            assert_eq!(&text[option.key_span.range()], &*option.key);
            assert_eq!(&text[option.value_span.range()], &*option.value);
            (&*option.key, &*option.value)
        });
        assert_eq!(options.collect::<Vec<_>>(), [("track", "ic, mgmt"), ("area", "the: rest"), ("odd", "")]);
    }

    #[test]
    fn other_braced_names_are_languages() {
        for text in ["```{r}\nx\n```\n", "```{.rust}\nx\n```\n", "    {ladder-matrix}\n"] {
            let file = parse(text).value;
            assert!(file.outline.directives.is_empty() && file.body.html.contains("<code"), "{text}");
        }
    }

    #[test]
    fn a_slip_is_reported_with_the_nearest_name() {
        let text = "~~~{ladder-matrx}\n~~~\n";
        let parsed = parse(text);
        let report = &parsed.diagnostics[0];
        assert_eq!(
            (report.code, report.help[0].as_str()),
            (Code::DirectiveUnknown, "did you mean `ladder-matrix`?")
        );
        let span = report.primary.as_ref().unwrap().span.unwrap();
        assert_eq!(&text[span.range()], "ladder-matrx");
    }
}
