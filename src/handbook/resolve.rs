//! Where a link leads.

use std::borrow::Cow;

use super::chapter::{ChapterId, DocumentId};
use super::library::{Found, Library};
use super::special::SpecialId;
use super::{fragment, suggest, wiki};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::outline::{LinkKind, RawLink};
use crate::source::SourcePath;

/// Where a link leads. A suffix is what stands behind the path: query and fragment, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nowhere; it has been reported, and is published as it was written.
    Broken,
    /// A place of the same page.
    Here {
        /// Query and fragment.
        suffix: Box<str>,
    },
    /// A chapter.
    Chapter {
        /// Which.
        id: ChapterId,
        /// Query and fragment.
        suffix: Box<str>,
    },
    /// A generated page that is no chapter.
    Special {
        /// Which.
        id: SpecialId,
        /// Query and fragment.
        suffix: Box<str>,
    },
    /// An asset.
    Asset {
        /// Index into [`Handbook::assets`](super::Handbook::assets).
        index: u32,
        /// Query and fragment.
        suffix: Box<str>,
    },
}

/// A link taken apart.
pub(super) struct Written<'a> {
    /// The path as written.
    pub(super) raw: &'a str,
    /// The path with percent-encoding undone.
    pub(super) path: Cow<'a, str>,
    /// The fragment with percent-encoding undone; `None` without `#`.
    pub(super) fragment: Option<Cow<'a, str>>,
    /// Everything behind the path.
    pub(super) suffix: &'a str,
}

impl<'a> Written<'a> {
    pub(super) fn new(destination: &'a str) -> Self {
        let end = destination.find(['?', '#']).unwrap_or(destination.len());
        let (raw, suffix) = destination.split_at(end);
        let fragment = suffix.split_once('#').map(|(_, fragment)| percent_decode(fragment));
        Self { raw, path: percent_decode(raw), fragment, suffix }
    }
}

/// Resolves every link of a document.
pub(super) fn resolve(library: &Library<'_>, id: DocumentId) -> (Vec<Target>, Vec<Diagnostic>) {
    let document = &library.documents[id.index()];
    let mut reports = Vec::new();
    let targets = document
        .file
        .outline
        .links
        .iter()
        .map(|link| {
            let resolved = match link.kind {
                LinkKind::Wiki => wiki::resolve(library, id, link),
                LinkKind::Image => resolve_path(library, id, link).and_then(|target| image(link, target)),
                LinkKind::Link | LinkKind::Resource | LinkKind::Include => resolve_path(library, id, link),
            };
            resolved.unwrap_or_else(|report| {
                reports.push(report.within(&document.path));
                Target::Broken
            })
        })
        .collect();
    (targets, reports)
}

/// Reports an image that is a page: a browser shows a broken picture in its place.
fn image(link: &RawLink, target: Target) -> Result<Target, Diagnostic> {
    if matches!(target, Target::Asset { .. } | Target::Broken) {
        return Ok(target);
    }
    let message = format!("`{}` is a page, and no image", link.destination);
    let report = Diagnostic::new(Code::LinkUnknownAsset, message).at(link.span, "");
    Err(report.help("link to it without the `!`, or show a part of it with an `{include}` block"))
}

/// Returns the documents whose anchors decide where the links of a document lead.
pub(super) fn anchored(library: &Library<'_>, id: DocumentId) -> Vec<DocumentId> {
    let links = &library.documents[id.index()].file.outline.links;
    let chapters = links.iter().filter(|link| link.destination.contains('#')).filter_map(|link| {
        if link.kind == LinkKind::Wiki {
            return wiki::chapter_of(library, id, link);
        }
        match locate(library, id, link, &Written::new(&link.destination)) {
            Ok(Some(Found::Chapter(chapter))) => Some(chapter),
            _ => None,
        }
    });
    chapters.filter_map(|chapter| library.chapters[chapter.index()].document).collect()
}

/// Resolves a link that is no wikilink.
pub(super) fn resolve_path(
    library: &Library<'_>,
    id: DocumentId,
    link: &RawLink,
) -> Result<Target, Diagnostic> {
    let written = Written::new(&link.destination);
    if written.raw.is_empty() {
        // What a file of a ladder says is shown on several pages: "here" is the one about it.
        let own = library.chapter_of(id);
        if let Some(chapter) = own.filter(|id| library.chapters[id.index()].anchors.is_some()) {
            return chapter_target(library, id, chapter, link, &written);
        }
        let suffix = fragment::check(library, id, id, link, &written)?;
        return Ok(Target::Here { suffix });
    }
    match locate(library, id, link, &written)? {
        Some(Found::Asset(index)) => Ok(Target::Asset {
            index: u32::try_from(index).expect("fewer than 2^32 assets"),
            suffix: written.suffix.into(),
        }),
        Some(Found::Chapter(chapter)) => chapter_target(library, id, chapter, link, &written),
        Some(Found::Special(special)) => special_target(library, id, special, link, &written),
        None => Err(suggest::unknown(library, id, link, &written)),
    }
}

/// Checks the fragment of a link to a chapter.
pub(super) fn chapter_target(
    library: &Library<'_>,
    from: DocumentId,
    chapter: ChapterId,
    link: &RawLink,
    written: &Written<'_>,
) -> Result<Target, Diagnostic> {
    if let Some(anchors) = &library.chapters[chapter.index()].anchors {
        let suffix = fragment::check_among(library, from, anchors, link, written)?;
        return Ok(Target::Chapter { id: chapter, suffix });
    }
    let suffix = match library.chapters[chapter.index()].document {
        Some(document) => fragment::check(library, from, document, link, written)?,
        // The page of a folder without a document is generated: it has no headings to lead to.
        None if written.fragment.as_deref().is_none_or(fragment::is_page_top) => written.suffix.into(),
        None => return Err(fragment::unknown_in_generated(library, chapter, link, written)),
    };
    Ok(Target::Chapter { id: chapter, suffix })
}

/// Checks the fragment of a link to a generated page that is no chapter.
pub(super) fn special_target(
    library: &Library<'_>,
    from: DocumentId,
    id: SpecialId,
    link: &RawLink,
    written: &Written<'_>,
) -> Result<Target, Diagnostic> {
    let special = &library.specials[id.index()];
    let suffix = fragment::check_among(library, from, &special.anchors, link, written)?;
    Ok(Target::Special { id, suffix })
}

/// Finds what a path names from a document: from its folder, from the root with a `/` in front, or
/// as readers see it, from the address of its page.
fn locate(
    library: &Library<'_>,
    id: DocumentId,
    link: &RawLink,
    written: &Written<'_>,
) -> Result<Option<Found>, Diagnostic> {
    let document = &library.documents[id.index()];
    let below = SourcePath::new(document.path.below(library.content).unwrap_or(document.path.as_str()))
        .unwrap_or_else(|_| SourcePath::root());
    let from_root = written.path.starts_with('/');
    let base = if from_root { SourcePath::root() } else { below.parent() };
    let mut outside = true;
    for path in [written.path.as_ref(), written.raw] {
        let Ok(path) = base.join(path) else { continue };
        outside = false;
        if let Some(found) = library.find(path.as_str(), from_root) {
            return Ok(Some(found));
        }
        if library.is_hidden(path.as_str()) {
            return Ok(None);
        }
    }
    // Hugo's, Jekyll's and Docusaurus' authors write links as seen from the page's address.
    let is_file =
        written.path.rsplit('/').next().is_some_and(|name| name.contains('.') && name != "." && name != "..");
    if !from_root && !is_file {
        let address = below.parent().join(below.stem()).and_then(|page| page.join(&written.path));
        if let Ok(path) = address
            && let Some(found) = library.find(path.as_str(), true)
        {
            return Ok(Some(found));
        }
    }
    if outside && suggest::missing_scheme(&written.path).is_none() {
        return Err(suggest::outside(library, link, written));
    }
    Ok(None)
}

/// Undoes percent-encoding. What is not valid, or would not be UTF-8, stays as it is.
///
/// ```
/// use daring::handbook::percent_decode;
///
/// assert_eq!(percent_decode("a%20b%2"), "a b%2");
/// ```
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let value = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(byte) => decoded.push(byte),
            None => decoded.push(bytes[at]),
        }
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}
