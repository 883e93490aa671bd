//! Documents to print: the handbook as a whole, and each of its folders.
//!
//! Which there are follows from the chapters. What stands in them is the business of rendering.

use rustc_hash::FxHashMap;

use super::Handbook;
use super::chapter::{Chapter, ChapterId, Key};
use super::ladders::ViewKind;
use super::special::{Special, SpecialId, SpecialKind};

/// How many chapters a document may have. Beyond, no reader prints it and browsers take long to show it;
/// its folders still have documents of their own.
const MOST_CHAPTERS: usize = 2_000;

/// The folder of the addresses of documents to print.
const FOLDER: &str = "print";

/// Returns the documents to print. None where a page of the project has an address of theirs: they are
/// offered, and nobody asked for them by name.
pub(super) fn gather(chapters: &[Chapter]) -> Vec<Special> {
    let is_taken = |chapter: &Chapter| {
        chapter.key.as_str().split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(FOLDER))
    };
    if chapters.iter().any(is_taken) {
        return Vec::new();
    }
    let sizes = sizes(chapters);
    let documents = chapters.iter().enumerate().filter(|(index, chapter)| {
        let is_folder = chapter.is_part || *index == ChapterId::HOME.index();
        is_folder && (2..=MOST_CHAPTERS).contains(&sizes[*index])
    });
    let special = |(index, chapter): (usize, &Chapter)| {
        let key = Key::of(FOLDER);
        Special {
            kind: SpecialKind::Print(ChapterId::new(index)),
            key: if chapter.key.as_str().is_empty() {
                key
            } else {
                Key::chosen(&format!("{FOLDER}/{}", chapter.key.as_str()))
            },
            // The title of the chapter may change while all else stays: the page asks for it.
            title: format!("{FOLDER}/{}", chapter.key.as_str()).into(),
            description: "".into(),
            anchors: Vec::new(),
        }
    };
    documents.map(special).collect()
}

/// How many chapters each has in it, itself included.
fn sizes(chapters: &[Chapter]) -> Vec<usize> {
    let mut sizes = vec![1; chapters.len()];
    // In reading order what holds a chapter comes before it.
    for (index, chapter) in chapters.iter().enumerate().rev() {
        if let Some(parent) = chapter.parent {
            sizes[parent.index()] += sizes[index];
        }
    }
    sizes
}

/// Returns the document of each folder that has one.
pub(super) fn by_chapter(specials: &[Special]) -> FxHashMap<ChapterId, SpecialId> {
    let of_print = specials.iter().enumerate().filter_map(|(index, special)| match special.kind {
        SpecialKind::Print(id) => Some((id, SpecialId::new(index))),
        _ => None,
    });
    of_print.collect()
}

impl Handbook {
    /// Returns the smallest document to print that holds a chapter, and the folder that it is of.
    pub fn printed_in(&self, id: ChapterId) -> Option<(SpecialId, ChapterId)> {
        let above = std::iter::successors(Some(id), |id| self.chapter(*id).parent);
        above.into_iter().find_map(|id| Some((*self.shelf.prints.get(&id)?, id)))
    }

    /// Returns the chapters of the document to print of a folder, in reading order, with how far below
    /// the folder each is. What only works on a screen is not among them.
    pub fn printed(&self, folder: ChapterId) -> Vec<(ChapterId, usize)> {
        let mut chapters = Vec::new();
        let mut open = vec![(folder, 0)];
        while let Some((id, depth)) = open.pop() {
            let chapter = self.chapter(id);
            let is_interactive = chapter.view.as_ref().is_some_and(|view| view.kind == ViewKind::Compare);
            if !is_interactive {
                chapters.push((id, depth));
            }
            open.extend(chapter.children.iter().rev().map(|child| (*child, depth + 1)));
        }
        chapters
    }
}
