//! The part of a link behind `#`.

use super::chapter::{ChapterId, DocumentId};
use super::library::Library;
use super::resolve::Written;
use crate::config::SlugRule;
use crate::diagnostic::{Code, Diagnostic, nearest};
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
    if let Some(anchor) = outline.anchor_names().find(|anchor| anchor.to_lowercase() == name.to_lowercase()) {
        return report(
            Code::LinkLetterCase,
            format!("the anchor is `#{anchor}`: upper and lower case differ"),
        )
        .help(format!("write `#{anchor}`"))
        .fix(span, anchor);
    }
    if let Some((anchor, tool)) = in_other_dialect(outline, name, library.slugs) {
        return report(
            Code::LinkSlugDialect,
            format!("{tool} would call this anchor `#{name}`; here it is `#{anchor}`"),
        )
        .help(format!("write `#{anchor}`, or set `slugs` under `[markdown]` in handbook.toml"))
        .fix(span, anchor);
    }
    let own = slug(name.trim_start_matches('#'), library.slugs);
    if own != name
        && let Some(anchor) = outline.anchor_names().find(|anchor| **anchor == *own)
    {
        return report(
            Code::LinkSlugDialect,
            format!("the anchor is `#{anchor}`: it keeps only letters, digits, `-` and `_`"),
        )
        .help(format!("write `#{anchor}`"))
        .fix(span, anchor);
    }
    let report = report(Code::LinkUnknownAnchor, format!("{place} has no heading or anchor `#{name}`"));
    match nearest(name, outline.anchor_names().take(MAX_COMPARED)).or_else(|| sharing_words(outline, name)) {
        Some(anchor) => report.help(format!("did you mean `#{anchor}`?")).fix(span, anchor),
        None if outline.headings.is_empty() => {
            report.help("the page has no headings: link to the page itself")
        }
        None => {
            report.help("link to one of its headings, or declare the anchor with `{#name}` behind a heading")
        }
    }
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

/// Finds the heading whose anchor under another tool's rule is `name`.
fn in_other_dialect<'a>(outline: &'a Outline, name: &str, own: SlugRule) -> Option<(&'a str, &'static str)> {
    let name = name.strip_prefix("user-content-").unwrap_or(name);
    let dialects = [
        (SlugRule::Github, "GitHub"),
        (SlugRule::Kramdown, "kramdown"),
        (SlugRule::Unicode, "a Unicode-aware tool"),
    ];
    for (rule, tool) in dialects {
        if rule == own && !outline.has_anchor(name) {
            continue;
        }
        let mut slugger = Slugger::default();
        for heading in &outline.headings {
            let foreign = slugger.unique(slug(&heading.text, rule));
            if foreign == name && *heading.anchor != *name {
                return Some((&heading.anchor, tool));
            }
            if rule == own && *heading.anchor == *name {
                return Some((&heading.anchor, tool));
            }
        }
    }
    None
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
