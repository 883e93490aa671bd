//! The same handbook with another text of one document.
//!
//! Most edits change what is said on one page, and nothing that another page or the reading order
//! can see. [`Handbook::with_text`] recognises them, and shares everything else with the handbook
//! before. What it does not recognise is assembled anew: it decides nothing by itself, it only knows
//! which inputs of [`assemble`](super::assemble) are equal.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::chapter::{Chapter, ChapterId, DocumentId, split_order};
use super::ladders::ViewKind;
use super::library::Library;
use super::names::by_title;
use super::{Handbook, Target, percent_decode, resolve};
use crate::diagnostic::Checked;
use crate::document::body::SlotKind;
use crate::document::front_matter::FrontMatter;
use crate::document::outline::{LinkKind, Outline};
use crate::document::{Document, ParsedFile};

impl Handbook {
    /// Returns the handbook with another text of one document, and what its links report; `None`
    /// when the difference can be seen from other documents, or in where anything is.
    pub fn with_text(&self, id: DocumentId, file: &Arc<ParsedFile>) -> Option<Checked<Self>> {
        let before = &self.documents[id.index()];
        let (old, new) = (&before.file, file);
        if !is_placed_alike(&old.front_matter, &new.front_matter) {
            return None;
        }
        if old.outline.directives != new.outline.directives {
            return None; // What they show is resolved with the ladders.
        }
        if new.front_matter.is_glossary() || !new.front_matter.terms.is_empty() {
            return None; // Other pages show what its terms mean.
        }
        if includes(&old.outline) || includes(&new.outline) {
            return None; // What is shown in them may come to be shown in itself.
        }
        let title = titles(old) != titles(new);
        let anchors = !old.outline.anchor_names().eq(new.outline.anchor_names());
        if (title || anchors) && self.has_broken_links_outside(id) {
            return None; // What they are told may change.
        }
        let headings = old.outline.headings != new.outline.headings;
        if (title || headings) && (self.has_wiki_links() || self.has_nameless_links()) {
            return None; // They name pages by title, and places by the text of a heading.
        }
        let chapter = self.chapters.iter().position(|chapter| chapter.document == Some(id))?;
        let lead = has_lead(&old.outline) != has_lead(&new.outline);
        if lead && self.is_included(ChapterId::new(chapter)) {
            return None; // Who shows it may have nothing to show, or something again.
        }
        if anchors && self.is_linked_into(ChapterId::new(chapter), id, &lost_anchors(old, new)) {
            return None;
        }
        let chapters = if title { self.with_title(chapter, new)? } else { Arc::clone(&self.chapters) };
        let mut documents = self.documents.clone();
        documents[id.index()] = Document { path: before.path.clone(), file: Arc::clone(file) };
        if !self.uses_terms_alike(id, &documents[id.index()]) {
            return None; // The glossary lists who uses a term.
        }
        let mut edited = Self { documents, chapters, ..self.clone() };
        let is_linked_alike = links(&old.outline).eq(links(&new.outline));
        let has_reports = self.targets[id.index()].contains(&Target::Broken);
        if is_linked_alike && !has_reports && !anchors {
            return Some(Checked::clean(edited));
        }
        let library = Library::new(&edited.shelf, &edited.documents, &edited.assets, &edited.chapters);
        let (targets, diagnostics) = resolve::resolve(&library, id);
        drop(library);
        if self.mentioned(self.targets(id)) != self.mentioned(&targets) {
            return None; // The pages of competencies list who mentions them.
        }
        if !is_linked_alike || *self.targets(id) != *targets {
            edited.backlinks = Arc::default();
        }
        edited.targets[id.index()] = targets.into();
        Some(Checked { value: edited, diagnostics })
    }

    /// Returns the competencies that links lead to.
    fn mentioned(&self, targets: &[Target]) -> FxHashSet<ChapterId> {
        let is_competency = |id: &ChapterId| {
            let view = self.chapter(*id).view.as_ref();
            view.is_some_and(|view| matches!(view.kind, ViewKind::Competency(_)))
        };
        let chapters = targets.iter().filter_map(|target| match target {
            Target::Chapter { id, .. } => Some(*id),
            _ => None,
        });
        chapters.filter(is_competency).collect()
    }

    fn has_broken_links_outside(&self, id: DocumentId) -> bool {
        let others = self.targets.iter().enumerate().filter(|(index, _)| *index != id.index());
        others.flat_map(|(_, targets)| targets.iter()).any(|target| *target == Target::Broken)
    }

    fn has_wiki_links(&self) -> bool {
        let links = self.documents.iter().flat_map(|document| &document.file.outline.links);
        links.into_iter().any(|link| link.kind == LinkKind::Wiki)
    }

    fn has_nameless_links(&self) -> bool {
        let slots = self.documents.iter().flat_map(|document| &document.file.body.slots);
        slots.into_iter().any(|slot| matches!(slot.kind, SlotKind::ReferenceText(_)))
    }

    /// Returns whether a part of a chapter is shown on another page.
    fn is_included(&self, chapter: ChapterId) -> bool {
        let all = self.documents.iter().zip(&self.targets);
        let mut links =
            all.flat_map(|(document, targets)| document.file.outline.links.iter().zip(&**targets));
        links.any(|(link, target)| {
            let is_to = matches!(target, Target::Chapter { id, .. } if *id == chapter);
            link.kind == LinkKind::Include && is_to
        })
    }

    /// Returns whether another document links to one of these places of this one.
    fn is_linked_into(&self, chapter: ChapterId, id: DocumentId, anchors: &[&str]) -> bool {
        let is_to = |target: &Target| match target {
            Target::Chapter { id, suffix } if *id == chapter => {
                let fragment = suffix.split_once('#').map(|(_, fragment)| percent_decode(fragment));
                fragment.is_some_and(|fragment| anchors.iter().any(|anchor| fragment.starts_with(anchor)))
            }
            _ => false,
        };
        let others = self.targets.iter().enumerate().filter(|(index, _)| *index != id.index());
        !anchors.is_empty() && others.flat_map(|(_, targets)| targets.iter()).any(is_to)
    }

    /// The chapters with another title of one of them, unless it would stand elsewhere or is known
    /// to others by its title.
    fn with_title(&self, index: usize, file: &ParsedFile) -> Option<Arc<Vec<Chapter>>> {
        let chapter = &self.chapters[index];
        let (title, parent) = (titles(file)?, chapter.parent?);
        if chapter.is_part {
            return None;
        }
        let siblings = &self.chapters[parent.index()].children;
        let at = siblings.binary_search(&ChapterId::new(index)).ok()?;
        let own = (self.order_of(chapter)?, title);
        let stands = |other: usize, wanted: Ordering| {
            let sibling = &self.chapters[siblings.get(other)?.index()];
            let place = (self.order_of(sibling)?, &*sibling.title);
            Some(in_order(&place, &own) == wanted)
        };
        let is_behind = at == 0 || stands(at - 1, Ordering::Less)?;
        let is_before = at + 1 == siblings.len() || stands(at + 1, Ordering::Greater)?;
        if !is_behind || !is_before {
            return None;
        }
        let mut chapters = Vec::clone(&self.chapters);
        chapters[index].title = title.into();
        Some(Arc::new(chapters))
    }

    /// The number that a chapter is put in order by; the outer `None` when it cannot be told here.
    fn order_of(&self, chapter: &Chapter) -> Option<Option<f64>> {
        let document = self.document(chapter)?;
        let folder = document.path.parent();
        let name = if chapter.is_part { folder.file_name() } else { document.path.stem() };
        Some(document.file.front_matter.order.or(split_order(name).0))
    }
}

/// Numbers first, then titles, as chapters are put in order; equal when only names decide.
fn in_order(a: &(Option<f64>, &str), b: &(Option<f64>, &str)) -> Ordering {
    let by_order = match (a.0, b.0) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_order.then_with(|| by_title(a.1, b.1))
}

fn lost_anchors<'a>(old: &'a ParsedFile, new: &ParsedFile) -> Vec<&'a str> {
    let kept: FxHashSet<&str> = new.outline.anchor_names().collect();
    old.outline.anchor_names().filter(|anchor| !kept.contains(anchor)).collect()
}

fn titles(file: &ParsedFile) -> Option<&str> {
    file.front_matter.title.as_deref().or(file.outline.title.as_deref())
}

fn includes(outline: &Outline) -> bool {
    outline.links.iter().any(|link| link.kind == LinkKind::Include)
}

/// Whether anything stands before the first heading.
fn has_lead(outline: &Outline) -> bool {
    outline.sections.first().is_some_and(|section| !section.html.is_empty())
}

fn links(outline: &Outline) -> impl Iterator<Item = (&str, LinkKind)> {
    outline.links.iter().map(|link| (&*link.destination, link.kind))
}

/// Returns whether two heads of a file put it in the same place. The fields are named one by one, so
/// that a new one has to be thought about here.
fn is_placed_alike(a: &FrontMatter, b: &FrontMatter) -> bool {
    let FrontMatter {
        // Compared apart.
        title: _,
        // Only rendering reads them.
        description: _,
        owner: _,
        review_by: _,
        language: _,
        is_searched: _,
        extra: _,
        slug,
        permalink,
        aliases,
        order,
        tags,
        draft,
        template,
        updated,
        date,
        terms,
        glossary,
    } = a;
    // Whether there is a feed follows from dates.
    let dates = (updated, date) == (&b.updated, &b.date);
    let words = (terms, glossary) == (&b.terms, &b.glossary);
    dates
        && words
        && (slug, permalink, aliases, order, tags, draft, template)
            == (&b.slug, &b.permalink, &b.aliases, &b.order, &b.tags, &b.draft, &b.template)
}
