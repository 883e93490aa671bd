//! The words of a body, noted while it is written.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::writer::Writer;
use crate::document::html::escape_attribute;
use crate::document::outline::{Aside, Outline, Run, Section};

/// What was noted so far.
#[derive(Default)]
pub(super) struct Plain {
    part: Part,
    /// What has to stand before the next words.
    gap: Option<char>,
    /// Whether a name belongs here that only the handbook knows.
    is_named: bool,
    /// The links whose names do.
    nameless: Vec<u32>,
    /// How many quotes, lists and notes are open: headings in them begin no section.
    depth: usize,
    /// How many elements of raw HTML are open that must not hold a link.
    closed_elements: usize,
    /// Whether words that are no prose are noted by their place as well.
    pub(super) notes_closed: bool,
    sections: Vec<Section>,
    asides: Vec<Aside>,
    /// The link of raw HTML whose end was not reached.
    raw_link: Option<u32>,
}

/// Words that are written together: the text, or one of its notes.
#[derive(Default)]
pub(super) struct Part {
    text: String,
    runs: Vec<Run>,
    closed: Vec<Run>,
    /// The links in a note.
    links: Vec<u32>,
}

/// What words are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Prose,
    /// They are a link, code or an image.
    Closed,
}

/// Elements that hold no links, or whose text is none of the author's.
const CLOSED_ELEMENTS: [&str; 24] = [
    "a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "kbd", "label", "math", "object",
    "option", "pre", "samp", "script", "select", "style", "summary", "svg", "textarea", "title",
];

impl Plain {
    /// Takes the start of a block.
    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList | Tag::FootnoteDefinition(_) => {
                self.depth += 1;
                self.gap = Some('\n');
            }
            Tag::TableCell => {
                self.gap.get_or_insert('\t');
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { .. } | Tag::Image { .. } => {}
            _ => self.gap = Some('\n'),
        }
    }

    /// Takes the end of a block.
    pub(super) fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::FootnoteDefinition => {
                self.depth = self.depth.saturating_sub(1);
                self.gap = Some('\n');
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell => {}
            _ => self.gap = Some('\n'),
        }
    }

    /// Returns where the next words begin.
    pub(super) fn here(&mut self) -> u32 {
        if let Some(gap) = self.gap.take()
            && (self.is_named || !self.part.text.is_empty() && !self.part.text.ends_with('\n'))
        {
            self.part.text.push(gap);
            self.is_named = false;
        }
        offset(self.part.text.len())
    }

    /// Notes that the name of a link stands here.
    pub(super) fn name_here(&mut self, link: u32) {
        self.is_named = true;
        self.nameless.push(link);
    }

    /// Returns where the words end that were read.
    pub(super) fn end(&self) -> u32 {
        offset(self.part.text.len())
    }

    /// Returns the words that were read from a place on.
    pub(super) fn words_since(&self, start: u32) -> &str {
        &self.part.text[start as usize..]
    }

    fn add(&mut self, words: &str, html: Range<u32>, kind: Words) {
        let start = self.here();
        self.is_named = false;
        self.part.text.push_str(words);
        let run = Run { text: start..self.end(), html };
        match kind {
            Words::Prose if self.closed_elements == 0 => match self.part.runs.last_mut() {
                Some(last) if last.html.end == run.html.start && last.text.end == run.text.start => {
                    (last.text.end, last.html.end) = (run.text.end, run.html.end);
                }
                _ => self.part.runs.push(run),
            },
            _ if self.notes_closed => self.part.closed.push(run),
            _ => {}
        }
    }

    /// Begins a section whose heading starts here in the HTML, and which itself starts there.
    fn begin_section(&mut self, heading: Option<u32>, before: usize, behind: usize) {
        let end = self.end();
        self.end_section(before);
        self.sections.push(Section { heading, text: end..end, html: offset(behind)..offset(behind) });
    }

    /// Ends the section that is open.
    fn end_section(&mut self, html: usize) {
        let end = self.end();
        if self.sections.is_empty() {
            self.sections.push(Section::default());
        }
        if let Some(last) = self.sections.last_mut() {
            (last.text.end, last.html.end) = (end, offset(html).max(last.html.start));
        }
    }

    /// Takes words out again whose HTML, the end of a run, was taken out. No more than runs of prose may follow.
    pub(super) fn cut(&mut self, html: &Range<usize>) {
        let (start, end) = (offset(html.start), offset(html.end));
        let Part { text, runs, .. } = &mut self.part;
        let Some(at) = runs.iter().rposition(|run| run.html.start <= start && end <= run.html.end) else {
            return;
        };
        let run = &mut runs[at];
        let text_end = run.text.end - (run.html.end - end);
        text.replace_range((text_end - (end - start)) as usize..text_end as usize, "");
        (run.text.end, run.html.end) = (run.text.end - (end - start), run.html.end - (end - start));
        for later in &mut runs[at + 1..] {
            later.text = later.text.start - (end - start)..later.text.end - (end - start);
            later.html = later.html.start - (end - start)..later.html.end - (end - start);
        }
        if runs[at].text.is_empty() {
            runs.remove(at);
        }
    }

    /// Bytes were put into the HTML here.
    pub(super) fn shift(&mut self, from: usize, by: usize) {
        let (from, by) = (offset(from), offset(by));
        for runs in [&mut self.part.runs, &mut self.part.closed] {
            for run in runs.iter_mut().rev().take_while(|run| run.html.start >= from) {
                run.html = run.html.start + by..run.html.end + by;
            }
        }
    }

    /// Begins a note, and returns what was read before it.
    pub(super) fn open_note(&mut self) -> Part {
        self.gap = None;
        mem::take(&mut self.part)
    }

    /// Ends a note, and goes on with what was read before it.
    pub(super) fn close_note(&mut self, outer: Part) -> Part {
        self.gap = Some('\n');
        mem::replace(&mut self.part, outer)
    }

    /// Notes that a link stands in a note, if it does.
    pub(super) fn link_in_note(&mut self, link: u32) {
        self.part.links.push(link);
    }

    /// Goes on behind earlier texts.
    pub(super) fn continue_with(&mut self, outline: &mut Outline) {
        self.part.text = mem::take(&mut outline.text);
        self.part.runs = mem::take(&mut outline.runs);
        self.part.closed = mem::take(&mut outline.closed);
        self.gap = Some('\n');
        self.notes_closed = true;
    }

    /// Gives what was noted to the outline. The HTML ends here.
    pub(super) fn finish(mut self, html: usize, outline: &mut Outline) {
        self.end_section(html);
        outline.nameless.append(&mut self.nameless);
        outline.asides.append(&mut self.asides);
        let Self { part: Part { text, runs, closed, .. }, mut sections, .. } = self;
        sections.iter_mut().for_each(|section| section.trim(&text));
        (outline.text, outline.runs, outline.closed, outline.sections) =
            (text.as_str().to_owned(), exact(runs), closed, exact(sections));
    }
}

/// Returns a list in a block of its own length, because it stays as long as the program. Shrinking it would leave
/// it in the block that it grew in: the allocator gives up what is less than half full only.
pub(super) fn exact<T>(values: Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(values.len());
    exact.extend(values);
    exact
}

pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("a source of 64 MiB has less than 4 GiB of text")
}

impl Writer<'_> {
    /// Notes words whose HTML was just written, from here on.
    pub(super) fn note_words(&mut self, words: &str, html_start: usize, kind: Words) {
        if self.dialect.is_some() && self.heading.is_none() && !words.is_empty() {
            self.plain.add(words, offset(html_start)..offset(self.out.html.len()), kind);
        }
    }

    /// Notes what a code block or a block of raw HTML says.
    pub(super) fn note_aside(&mut self, text: String) {
        if self.dialect.is_some() && !self.is_snippet && !text.trim().is_empty() {
            let section = offset(self.plain.sections.len().saturating_sub(1));
            self.plain.asides.push(Aside { section, text: text.into() });
        }
    }

    /// Gives an element that was written an id: `at` is where its opening tag ends, before the `>`. Returns
    /// by how much what is behind has moved.
    pub(super) fn insert_id(&mut self, at: usize, id: &str) -> usize {
        let mut attribute = " id=\"".to_owned();
        escape_attribute(id, &mut attribute);
        attribute.push('"');
        self.out.html.insert_str(at, &attribute);
        for slot in self.out.slots.iter_mut().rev().take_while(|slot| slot.offset as usize >= at) {
            slot.offset += offset(attribute.len());
        }
        self.plain.shift(at, attribute.len());
        attribute.len()
    }

    /// Begins the section of the heading that was just written, from `before` on.
    pub(super) fn note_section(&mut self, before: usize) {
        let (heading, behind) = (self.outline.headings.len() - 1, self.out.html.len());
        if self.plain.depth > 0 {
            return;
        }
        if heading == 0 && self.outline.starts_with_title {
            let behind = offset(behind);
            self.plain.sections = vec![Section { heading: None, text: 0..0, html: behind..behind }];
        } else {
            self.plain.begin_section(Some(offset(heading)), before, behind);
        }
    }

    /// Begins the notes.
    pub(super) fn note_notes(&mut self) {
        let html = self.out.html.len();
        self.plain.gap = Some('\n');
        self.plain.begin_section(None, html, html);
    }

    /// Puts the words of a note behind the others; its HTML will be put in here.
    pub(super) fn append_words(&mut self, part: Part) {
        self.plain.gap = Some('\n');
        let (text, html) = (self.plain.here(), offset(self.out.html.len()));
        let moved = |run: Run| Run {
            text: run.text.start + text..run.text.end + text,
            html: run.html.start + html..run.html.end + html,
        };
        let Part { text: words, runs, closed, links } = part;
        self.plain.part.text.push_str(&words);
        self.plain.part.runs.extend(runs.into_iter().map(moved));
        self.plain.part.closed.extend(closed.into_iter().map(moved));
        for link in &links {
            let words = &mut self.outline.links[*link as usize].words;
            *words = words.start + text..words.end + text;
        }
        if !self.footnotes.is_outside() {
            self.plain.part.links.extend(links);
        }
    }

    /// The words of a link were read.
    pub(super) fn end_words(&mut self, link: u32) {
        self.outline.links[link as usize].words.end = self.plain.end();
    }

    /// Notes which elements of raw HTML are open, and the words of its links.
    pub(super) fn note_raw(&mut self, html: &str, link: Option<u32>) {
        self.plain.raw_link = link.or(self.plain.raw_link);
        let mut rest = html;
        while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
            rest = &rest[at + 1..];
            if let Some(remark) = rest.strip_prefix("!--") {
                rest = remark.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let (ends, name) = rest.strip_prefix('/').map_or((false, rest), |name| (true, name));
            let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
            let name = name.to_ascii_lowercase();
            if CLOSED_ELEMENTS.binary_search(&name.as_str()).is_err() {
                continue;
            }
            let open = &mut self.plain.closed_elements;
            *open = if ends { open.saturating_sub(1) } else { *open + 1 };
            if ends
                && name == "a"
                && let Some(link) = self.plain.raw_link.take()
            {
                self.end_words(link);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use crate::config::Config;
    use crate::document::highlight::Highlighter;
    use crate::document::html::escape_text;
    use crate::document::outline::Outline;
    use crate::document::{self, Dialect, ParsedFile};

    fn parse(text: &str) -> ParsedFile {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let file = document::parse(text, dialect, &Highlighter::default()).value;
        for run in &file.outline.runs {
            let html = &file.body.html[run.html.start as usize..run.html.end as usize];
            let mut escaped = String::new();
            escape_text(part(&file.outline, &run.text), &mut escaped);
            assert_eq!(html.replace('\n', " "), escaped, "the HTML of a run is its text");
        }
        file
    }

    fn part<'a>(outline: &'a Outline, range: &Range<u32>) -> &'a str {
        &outline.text[range.start as usize..range.end as usize]
    }

    fn runs(file: &ParsedFile) -> Vec<&str> {
        file.outline.runs.iter().map(|run| part(&file.outline, &run.text)).collect()
    }

    fn words_of_links(file: &ParsedFile) -> Vec<&str> {
        file.outline.links.iter().map(|link| part(&file.outline, &link.words)).collect()
    }

    #[test]
    fn code_and_raw_html_are_asides_of_their_section() {
        let text = "# T\n\n<p align=center>Lo<b>go</b></p>\n\nWords.\n\n## A\n\n```sh\nmake all\n```\n\n## B\n\n- x\n\n  <table><tr><td>1</td><td>2 &amp; 3</td></tr></table>\n\n<script>no</script>\n\n<!-- no -->\n";
        let outline = parse(text).outline;
        let asides: Vec<(u32, &str)> =
            outline.asides.iter().map(|aside| (aside.section, &*aside.text)).collect();
        assert_eq!(asides, [(0, "Logo"), (1, "make all\n"), (2, "1 2 & 3")]);
        let heading =
            |at: u32| outline.sections[at as usize].heading.map(|at| &*outline.headings[at as usize].text);
        assert_eq!([heading(0), heading(1), heading(2)], [None, Some("A"), Some("B")]);
        assert_eq!(outline.text, "Words.\nx", "the text is prose");
    }

    #[test]
    fn blocks_are_lines_and_cells_have_tabs() {
        let text = "# Title\n\nOne\ntwo  \nthree & *four*.\n\n- a\n- b\n\n  c\n\n> > d\n\n| e | f |\n|--|--|\n| g | [h](h.md) |\n\nTerm\n: means\n\n```\ncode\n```\n\n<p>raw</p>\n\n```{ladder-matrix}\n```\n\n- [x] done\n\nend <b>x</b> `in` ![alt](i.png)\n";
        let file = parse(text);
        assert_eq!(
            file.outline.text,
            "One two three & four.\na\nb\nc\nd\ne\tf\ng\th\nTerm\nmeans\ndone\nend x in alt"
        );
        assert_eq!(words_of_links(&file), ["h", "alt"]);
        let prose = [
            "One two", "three & ", "four", ".", "a", "b", "c", "d", "e", "f", "g", "Term", "means", "done",
            "end ", "x", " ", " ",
        ];
        assert_eq!(runs(&file), prose);
    }

    #[test]
    fn sections_are_what_stands_between_headings() {
        let text = "# Title\n\nIntro.[^n]\n\n## A *b* `c` [l](l.md) {#own}\n\nUnder a.\n\n### C\n\n## D\n\n> ## quoted\n>\n> in d\n\n[^n]: A [note](n.md).\n";
        let file = parse(text);
        let sections: Vec<(Option<u32>, &str, &str)> = file
            .outline
            .sections
            .iter()
            .map(|section| {
                let html = &file.body.html[section.html.start as usize..section.html.end as usize];
                (section.heading, part(&file.outline, &section.text), html)
            })
            .collect();
        let [intro, a, c, d, notes] = sections.as_slice() else { panic!("{sections:?}") };
        assert_eq!((intro.0, intro.1), (None, "Intro."));
        assert!(intro.2.starts_with("<p>Intro.") && intro.2.ends_with("</p>\n"), "{}", intro.2);
        assert_eq!(*a, (Some(1), "Under a.", "<p>Under a.</p>\n"));
        assert_eq!(*c, (Some(2), "", ""));
        assert_eq!((d.0, d.1), (Some(3), "in d"));
        assert!(d.2.starts_with("<blockquote>") && d.2.ends_with("</blockquote>\n"), "{}", d.2);
        assert_eq!((notes.0, notes.1), (None, "A note."));
        assert!(notes.2.starts_with("<section class=\"footnotes\""));
        assert_eq!(words_of_links(&file), ["", "note"]);
        let plain = parse("No heading.\n");
        assert_eq!(plain.outline.sections.len(), 1);
        assert_eq!(plain.outline.sections[0].html.end as usize, plain.body.html.len());
        assert_eq!(parse("## A\n\nx\n\n# B\n\ny\n").outline.sections.len(), 3);
    }

    #[test]
    fn notes_keep_the_words_of_their_links() {
        let text = "a[^1] [b](b.md) c[^2]\n\n[^2]: second [d](d.md)\n\n[^1]: first [e](e.md) f\n";
        let file = parse(text);
        assert_eq!(file.outline.text, "a b c\nfirst e f\nsecond d");
        let mut words = words_of_links(&file);
        words.sort_unstable();
        assert_eq!(words, ["b", "d", "e"]);
        assert_eq!(runs(&file), ["a", " ", " c", "first ", " f", "second "]);
    }

    #[test]
    fn runs_leave_out_what_is_a_link_already() {
        let text = "see https://example.org/x now <a href=\"y.md\">why *so*</a> or <kbd>k</kbd>\nnext\n\n<h2>\n\nraw heading\n\n</h2>\n\n[a *b*\nc](z.md)\n";
        let file = parse(text);
        assert_eq!(runs(&file), ["see ", " now ", " or ", " next"]);
        assert_eq!(words_of_links(&file), ["why so", "a b c"]);
    }
}
