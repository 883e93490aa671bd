//! Parts of pages that others show: the `{include}` block.
//!
//! Where a part is follows from a link, which is resolved and checked like any other. Nothing of it is
//! copied: words, links and anchors stay those of the page that it is from.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chapter::{Chapter, ChapterId, DocumentId};
use super::name::fragment;
use super::{Handbook, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::body::SlotKind;
use crate::document::outline::LinkKind;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The chapter that it is of.
    pub chapter: ChapterId,
    /// Its document.
    pub document: DocumentId,
    /// The heading that it stands below; `None` for what stands before any.
    pub anchor: Option<Box<str>>,
    /// The level of that heading, 1 without one.
    pub level: u8,
    /// Indices of its sections.
    pub sections: Range<usize>,
}

impl Handbook {
    /// Returns the part that a link of an `{include}` block asks for; `None` when there is none, which has
    /// been reported.
    pub fn included(&self, id: DocumentId, link: u32) -> Option<Part> {
        part((self.documents.as_slice(), self.chapters.as_slice()), id, &self.targets(id)[link as usize])
    }
}

fn part((documents, chapters): (&[Document], &[Chapter]), id: DocumentId, target: &Target) -> Option<Part> {
    let (chapter, suffix) = match target {
        Target::Chapter { id, suffix } => (*id, suffix),
        Target::Here { suffix } => {
            let own = chapters.iter().position(|chapter| chapter.document == Some(id))?;
            (ChapterId::new(own), suffix)
        }
        _ => return None,
    };
    let document = chapters[chapter.index()].document?;
    let outline = &documents[document.index()].file.outline;
    let anchor = fragment(suffix);
    if anchor.is_empty() || outline.starts_with_title && *outline.headings[0].anchor == *anchor {
        let has_text = outline.sections.first().is_some_and(|section| !section.html.is_empty());
        return has_text.then_some(Part { chapter, document, anchor: None, level: 1, sections: 0..1 });
    }
    let level_of = |heading: u32| outline.headings[heading as usize].level;
    let first = outline.sections.iter().position(|section| {
        section.heading.is_some_and(|heading| *outline.headings[heading as usize].anchor == *anchor)
    })?;
    let level = level_of(outline.sections[first].heading?);
    let is_inside = |section: &&crate::document::outline::Section| {
        section.heading.is_some_and(|heading| level_of(heading) > level)
    };
    let more = outline.sections[first + 1..].iter().take_while(is_inside).count();
    let sections = first..first + 1 + more;
    Some(Part { chapter, document, anchor: Some(anchor.into()), level, sections })
}

/// The most blocks inside one another that are shown.
pub const MAX_DEPTH: usize = 8;

/// A block that asks for a part: its document and the number of its link.
type Asking = (DocumentId, u32);

/// Reports blocks that ask for nothing that can be shown, and blocks that would show themselves.
pub(super) fn check(
    documents: &[Document],
    chapters: &[Chapter],
    targets: &[Arc<[Target]>],
) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    let mut parts: FxHashMap<Asking, Part> = FxHashMap::default();
    let mut asking: Vec<Asking> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let id = DocumentId::new(index);
        for (link, raw) in document.file.outline.links.iter().enumerate() {
            let target = &targets[index][link];
            if raw.kind != LinkKind::Include || *target == Target::Broken {
                continue;
            }
            let number = u32::try_from(link).expect("a source has fewer than 2^32 links");
            match part((documents, chapters), id, target) {
                Some(part) => {
                    parts.insert((id, number), part);
                    asking.push((id, number));
                }
                None => {
                    let message = format!("`{}` has no text to include", raw.destination);
                    let report = Diagnostic::new(Code::IncludeNothing, message).in_file(
                        &document.path,
                        Some(raw.span),
                        "",
                    );
                    reports.push(report.help(
                        "name a page with text before its first heading, or one of its headings with `#`",
                    ));
                }
            }
        }
    }
    let mut done: FxHashMap<Asking, bool> = FxHashMap::default();
    for start in asking {
        let mut chain = Vec::new();
        walk(documents, &parts, start, (&mut chain, &mut done), &mut reports);
    }
    reports
}

/// Follows the blocks inside of a part, each once. `done` says whether one is still open.
fn walk(
    documents: &[Document],
    parts: &FxHashMap<Asking, Part>,
    at: Asking,
    (chain, done): (&mut Vec<Asking>, &mut FxHashMap<Asking, bool>),
    reports: &mut Vec<Diagnostic>,
) {
    match done.get(&at) {
        Some(true) => return,
        Some(false) => {
            let from = chain.iter().position(|open| *open == at).unwrap_or(0);
            reports.push(circle(documents, &chain[from..]));
            return;
        }
        None => {}
    }
    done.insert(at, false);
    chain.push(at);
    if chain.len() > MAX_DEPTH {
        reports.push(too_deep(documents, at));
    } else if let Some(part) = parts.get(&at) {
        let file = &documents[part.document.index()].file;
        let sections = &file.outline.sections[part.sections.clone()];
        for slot in &file.body.slots {
            if !sections.iter().any(|section| section.html.contains(&slot.offset)) {
                continue;
            }
            match slot.kind {
                SlotKind::Include(link) => {
                    walk(documents, parts, (part.document, link), (&mut *chain, &mut *done), reports);
                }
                SlotKind::Directive(view) => {
                    reports.push(left_out(documents, at, (part.document, view)));
                }
                _ => {}
            }
        }
    }
    chain.pop();
    done.insert(at, true);
}

fn too_deep(documents: &[Document], (id, link): Asking) -> Diagnostic {
    let document = &documents[id.index()];
    let span = document.file.outline.links[link as usize].span;
    let message = format!("parts of pages are included more than {MAX_DEPTH} deep");
    Diagnostic::new(Code::IncludeNothing, message)
        .in_file(&document.path, Some(span), "not shown from here on")
        .help("include the part itself, and not a part that includes it")
}

/// Reports a view in a part: it would be that of another page.
fn left_out(documents: &[Document], (id, link): Asking, (of, view): (DocumentId, u32)) -> Diagnostic {
    let document = &documents[id.index()];
    let span = document.file.outline.links[link as usize].span;
    let view = &documents[of.index()].file.outline.directives[view as usize];
    let message = format!("a `{}` block in this part is not shown here", view.name);
    Diagnostic::new(Code::IncludeNothing, message)
        .in_file(&document.path, Some(span), "")
        .also(&documents[of.index()].path, Some(view.span), "only shown on its own page")
        .help("include a part without that block, and write the block itself here as well")
}

fn circle(documents: &[Document], chain: &[Asking]) -> Diagnostic {
    let raw = |(id, link): &Asking| &documents[id.index()].file.outline.links[*link as usize];
    let path = |(id, _): &Asking| &documents[id.index()].path;
    let report = Diagnostic::new(Code::IncludeCircle, "this part would include itself").in_file(
        path(&chain[0]),
        Some(raw(&chain[0]).span),
        "",
    );
    let report = chain[1..]
        .iter()
        .fold(report, |report, at| report.also(path(at), Some(raw(at).span), "which includes this"));
    report.help("include a smaller part, or write a link in one of the places")
}
