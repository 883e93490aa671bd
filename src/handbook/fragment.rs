//! The part of a link behind `#`.

use rustc_hash::FxHashMap;

use super::chapter::{ChapterId, DocumentId};
use super::library::Library;
use super::resolve::Written;
use crate::config::SlugRule;
use crate::diagnostic::{Certainty, Code, Diagnostic};
use crate::document::outline::{Outline, RawLink};
use crate::document::slug::{Slugger, slug};
use crate::source::Span;

/// How many anchors of a page are compared to find the nearest: the cost is per broken link.
const MAX_COMPARED: usize = 500;

/// Returns whether a fragment means the top of a page: nothing, `#top` (HTML, section 7.4.6.4) and
/// GitHub's `#readme`.
pub(super) fn is_page_top(fragment: &str) -> bool {
    fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || fragment.eq_ignore_ascii_case("readme")
}

/// Checks the fragment of a link from one document to another, and returns the suffix to publish.
pub(super) fn check(
    library: &Library<'_>,
    from: DocumentId,
    to: DocumentId,
    link: &RawLink,
    written: &Written<'_>,
) -> Result<Box<str>, Diagnostic> {
    let Some(fragment) = written.fragment.as_deref() else { return Ok(written.suffix.into()) };
    // A text fragment (`#:~:text=…`) is between the reader's browser and the text.
    let name = fragment.split(":~:").next().unwrap_or("");
    if library.has_anchor(to, name) {
        return Ok(written.suffix.into());
    }
    if is_page_top(name) {
        let is_readme = name.eq_ignore_ascii_case("readme");
        let query = written.suffix.split('#').next().unwrap_or("");
        return Ok(if is_readme { query.into() } else { written.suffix.into() });
    }
    Err(unknown(library, from, to, link, name))
}

/// Checks the fragment of a link to a page whose anchors a view makes, and returns the suffix to
/// publish.
pub(super) fn check_among(
    library: &Library<'_>,
    from: DocumentId,
    anchors: &[Box<str>],
    link: &RawLink,
    written: &Written<'_>,
) -> Result<Box<str>, Diagnostic> {
    let Some(fragment) = written.fragment.as_deref() else { return Ok(written.suffix.into()) };
    let name = fragment.split(":~:").next().unwrap_or("");
    if is_page_top(name) || anchors.iter().any(|anchor| **anchor == *name) {
        return Ok(written.suffix.into());
    }
    let span = fragment_span(link);
    let report = Diagnostic::new(Code::LinkUnknownAnchor, format!("the page has no anchor `#{name}`"));
    let report = report.at(span, "");
    let known = anchors.iter().take(MAX_COMPARED).map(|anchor| &**anchor);
    Err(match library.nearest(from, name, known.clone()) {
        Some(anchor) => {
            let certainty = library.certainty(from, (name, anchor), known);
            with_fix(report.help(format!("did you mean `#{anchor}`?")), certainty, link, anchor)
        }
        None => report.help("link to a level, to the id of an expectation, or to the page itself"),
    })
}

/// Reports a fragment of a generated page.
pub(super) fn unknown_in_generated(
    library: &Library<'_>,
    chapter: ChapterId,
    link: &RawLink,
    written: &Written<'_>,
) -> Diagnostic {
    let fragment = written.fragment.as_deref().unwrap_or("");
    let title = &library.chapters[chapter.index()].title;
    Diagnostic::new(
        Code::LinkUnknownAnchor,
        format!("`{title}` is a folder without a page of its own, so it has no `#{fragment}`"),
    )
    .at(fragment_span(link), "")
    .help("add an `index.md` to the folder, or link to a page in it")
}

fn unknown(
    library: &Library<'_>,
    from: DocumentId,
    to: DocumentId,
    link: &RawLink,
    name: &str,
) -> Diagnostic {
    let target = &library.documents[to.index()];
    let outline = &target.file.outline;
    let span = fragment_span(link);
    let place = if from == to { "this page".to_owned() } else { format!("`{}`", target.path) };
    let report = |code, message: String| Diagnostic::new(code, message).at(span, "");
    let others = library.other_anchors(to);
    if let Some(anchor) = others.in_other_case(name) {
        let report =
            report(Code::LinkLetterCase, format!("the anchor is `#{anchor}`: upper and lower case differ"))
                .help(format!("write `#{anchor}`"));
        return with_fix(report, Certainty::Sure, link, anchor);
    }
    if let Some((anchor, tool)) = others.in_other_dialect(outline, name, library.slugs) {
        let report = report(
            Code::LinkSlugDialect,
            format!("{tool} would call this anchor `#{name}`; here it is `#{anchor}`"),
        )
        .help(format!("write `#{anchor}`, or set `slugs` under `[markdown]` in handbook.toml"));
        return with_fix(report, Certainty::Sure, link, anchor);
    }
    let own = slug(name.trim_start_matches('#'), library.slugs);
    if own != name
        && let Some(anchor) = outline.anchor_names().find(|anchor| **anchor == *own)
    {
        let report = report(
            Code::LinkSlugDialect,
            format!("the anchor is `#{anchor}`: it keeps only letters, digits, `-` and `_`"),
        )
        .help(format!("write `#{anchor}`"));
        return with_fix(report, Certainty::Sure, link, anchor);
    }
    let report = report(Code::LinkUnknownAnchor, format!("{place} has no heading or anchor `#{name}`"));
    let known = || outline.anchor_names().take(MAX_COMPARED);
    let near = library.nearest(from, name, known());
    let near = near.map(|anchor| (anchor, library.certainty(from, (name, anchor), known())));
    let compared = outline.headings.len().min(MAX_COMPARED) * 64;
    let alike = || library.spend(from, compared).then(|| sharing_words(outline, name)).flatten();
    match near.or_else(|| alike().map(|anchor| (anchor, Certainty::Likely))) {
        Some((anchor, certainty)) => {
            with_fix(report.help(format!("did you mean `#{anchor}`?")), certainty, link, anchor)
        }
        None if outline.headings.is_empty() => {
            report.help("the page has no headings: link to the page itself")
        }
        None => {
            report.help("link to one of its headings, or declare the anchor with `{#name}` behind a heading")
        }
    }
}

/// Adds the right fragment to a report, where it is known which bytes it takes the place of.
fn with_fix(report: Diagnostic, certainty: Certainty, link: &RawLink, anchor: &str) -> Diagnostic {
    let span = fragment_span(link);
    if span == link.span { report } else { report.fix_with(certainty, span, anchor) }
}

/// The anchor, if there is just one, whose words include those of `name` or the other way round:
/// headings are lengthened and shortened more often than misspelt.
fn sharing_words<'a>(outline: &'a Outline, name: &str) -> Option<&'a str> {
    let words = |text: &str| {
        text.split(['-', '_']).filter(|word| word.len() > 2).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let wanted = words(name);
    if wanted.len() < 2 {
        return None;
    }
    let mut matching = outline.anchor_names().take(MAX_COMPARED).filter(|anchor| {
        let have = words(anchor);
        have.len() > 1
            && (wanted.iter().all(|word| have.contains(word))
                || have.iter().all(|word| wanted.contains(word)))
    });
    matching.next().filter(|_| matching.next().is_none())
}

/// The other names by which authors know the anchors of a document: in small letters, and as other
/// tools would have made them. Built once, for the first mistake: there may be as many as anchors.
pub(super) struct OtherAnchors {
    /// Anchors by their name in small letters, where there is one.
    folded: FxHashMap<String, Option<Box<str>>>,
    /// Anchors of headings by the heading's text in small letters.
    texts: FxHashMap<String, Box<str>>,
    /// Index into the headings, by the anchor under each rule of [`DIALECTS`], where it is another.
    foreign: [FxHashMap<String, usize>; DIALECTS.len()],
    /// Index into the headings, by anchor.
    own: FxHashMap<Box<str>, usize>,
}

const DIALECTS: [(SlugRule, &str); 3] = [
    (SlugRule::Github, "GitHub"),
    (SlugRule::Kramdown, "kramdown"),
    (SlugRule::Unicode, "a Unicode-aware tool"),
];

impl OtherAnchors {
    pub(super) fn new(outline: &Outline) -> Self {
        let mut folded = FxHashMap::default();
        for name in outline.anchor_names() {
            let entry = folded.entry(name.to_lowercase());
            // A heading whose anchor is declared by hand is in both lists.
            let keep_if_same = |only: &mut Option<Box<str>>| only.take_if(|only| **only != *name);
            entry.and_modify(|only| drop(keep_if_same(only))).or_insert_with(|| Some(name.into()));
        }
        let mut texts = FxHashMap::default();
        for heading in &outline.headings {
            texts.entry(heading.text.to_ascii_lowercase()).or_insert_with(|| heading.anchor.clone());
        }
        let foreign = DIALECTS.map(|(rule, _)| {
            let mut slugger = Slugger::default();
            let mut foreign = FxHashMap::default();
            for (index, heading) in outline.headings.iter().enumerate() {
                let anchor = slugger.unique(slug(&heading.text, rule));
                if anchor != *heading.anchor {
                    foreign.entry(anchor).or_insert(index);
                }
            }
            foreign
        });
        let headings = outline.headings.iter().enumerate().rev();
        let own = headings.map(|(index, heading)| (heading.anchor.clone(), index)).collect();
        Self { folded, texts, foreign, own }
    }

    /// Returns the anchor that is `name` but for upper and lower case.
    fn in_other_case(&self, name: &str) -> Option<&str> {
        self.folded.get(&name.to_lowercase())?.as_deref()
    }

    /// Returns the anchor of the first heading with this text, whatever its ASCII letter case.
    pub(super) fn of_text(&self, text: &str) -> Option<&str> {
        self.texts.get(&text.to_ascii_lowercase()).map(|anchor| &**anchor)
    }

    /// Returns the anchor of the heading that another tool would call `name`, and that tool.
    fn in_other_dialect<'a>(
        &self,
        outline: &'a Outline,
        name: &str,
        own: SlugRule,
    ) -> Option<(&'a str, &'static str)> {
        let name = name.strip_prefix("user-content-").unwrap_or(name);
        DIALECTS.iter().zip(&self.foreign).find_map(|((rule, tool), foreign)| {
            let index = if *rule == own { self.own.get(name) } else { foreign.get(name) };
            index.map(|index| (&*outline.headings[*index].anchor, *tool))
        })
    }
}

/// The bytes of the fragment in a link, without `#`; the whole link when it cannot be told.
pub(super) fn fragment_span(link: &RawLink) -> Span {
    let length = (link.span.end - link.span.start) as usize;
    match link.destination.find('#') {
        // Entities and escapes make the written text longer than the destination: only when both
        // have one length is the position of `#` the same in both.
        Some(at) if link.destination.len() == length => {
            Span::new(link.span.start as usize + at + 1, link.span.end as usize)
        }
        _ => link.span,
    }
}
