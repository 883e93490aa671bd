//! `[[wikilinks]]`: by path, title, file name or alias.

use rustc_hash::FxHashMap;

use super::chapter::{Chapter, ChapterId, DocumentId};
use super::ladders;
use super::library::{Found, Library, trimmed};
use super::resolve::{Target, Written, chapter_target};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::outline::RawLink;
use crate::ladder::sheet::Sheet;

/// Titles, file names and aliases in lower case, with every chapter that has them.
pub(super) struct WikiNames {
    names: FxHashMap<String, Vec<ChapterId>>,
    /// The names in order, a few thousand at most: they are compared one by one.
    sorted: Vec<String>,
}

impl WikiNames {
    pub(super) fn new(documents: &[Document], all: &[Chapter], chapter_of: &[Option<ChapterId>]) -> Self {
        let mut names: FxHashMap<String, Vec<ChapterId>> = FxHashMap::default();
        for (index, document) in documents.iter().enumerate() {
            let Some(chapter) = chapter_of[index] else { continue };
            if matches!(document.file.sheet.as_deref(), Some(Sheet::Data(_))) {
                continue;
            }
            let settings = &document.file.front_matter;
            let title = settings.title.as_ref().or(document.file.outline.title.as_ref());
            let aliases = settings.aliases.iter().map(|alias| trimmed(&alias.value));
            for name in title.map(String::as_str).into_iter().chain([document.path.stem()]).chain(aliases) {
                let chapters = names.entry(name.trim().to_lowercase()).or_default();
                // The names of one document come one after the other.
                if chapters.last() != Some(&chapter) {
                    chapters.push(chapter);
                }
            }
        }
        // Chapters that no file is about are known by their title alone.
        for (index, chapter) in all.iter().enumerate().filter(|(_, chapter)| chapter.view.is_some()) {
            if chapter.document.is_none() {
                let chapters = names.entry(chapter.title.trim().to_lowercase()).or_default();
                chapters.push(ChapterId::new(index));
            }
        }
        let mut sorted: Vec<String> = names.keys().cloned().collect();
        sorted.sort_unstable();
        sorted.truncate(5000);
        Self { names, sorted }
    }
}

pub(super) fn resolve(library: &Library<'_>, id: DocumentId, link: &RawLink) -> Result<Target, Diagnostic> {
    if let Some(reference) = ladders::reference(link.destination.trim()) {
        return ladders::refer(library, id, link, reference);
    }
    let (name, heading) = parts(link);
    let chapter = match name {
        "" => library.chapter_of(id),
        name => Some(find(library, id, link, name)?),
    };
    let Some(chapter) = chapter else { return Ok(Target::Broken) };
    let suffix =
        heading.map_or(String::new(), |heading| format!("#{}", anchor_of(library, chapter, heading.trim())));
    let written = Written::new(&suffix);
    chapter_target(library, id, chapter, link, &written)
}

/// Returns the chapter by whose headings it is decided where a link leads.
pub(super) fn chapter_of(library: &Library<'_>, id: DocumentId, link: &RawLink) -> Option<ChapterId> {
    if ladders::reference(link.destination.trim()).is_some() {
        return None; // What is said of ladders has no headings to look for.
    }
    match parts(link).0 {
        "" => library.chapter_of(id),
        name => find(library, id, link, name).ok(),
    }
}

/// The page and the heading that a link names.
fn parts(link: &RawLink) -> (&str, Option<&str>) {
    let destination = link.destination.trim();
    let (name, heading) =
        destination.split_once('#').map_or((destination, None), |(name, heading)| (name, Some(heading)));
    (name.trim(), heading)
}

/// The anchor meant by `[[page#heading]]`: the text of the heading, or its anchor.
fn anchor_of<'a>(library: &'a Library<'_>, chapter: ChapterId, heading: &'a str) -> &'a str {
    let document = library.chapters[chapter.index()].document;
    document.and_then(|document| library.other_anchors(document).of_text(heading)).unwrap_or(heading)
}

fn find(library: &Library<'_>, id: DocumentId, link: &RawLink, name: &str) -> Result<ChapterId, Diagnostic> {
    let document = &library.documents[id.index()];
    let below = document.path.parent();
    let beside = below.join(name).ok().and_then(|path| path.below(library.content).map(str::to_owned));
    for path in [beside.as_deref(), Some(name.trim_start_matches('/'))].into_iter().flatten() {
        if let Some(Found::Chapter(chapter)) = library.find(path, true) {
            return Ok(chapter);
        }
    }
    let names = &library.wiki().names;
    match names.get(&name.to_lowercase()).map(Vec::as_slice) {
        Some([chapter]) => Ok(*chapter),
        Some(chapters) => {
            let mut report =
                Diagnostic::new(Code::LinkAmbiguous, format!("`{name}` could mean {} pages", chapters.len()))
                    .at(link.span, "");
            for chapter in chapters.iter().take(5) {
                if let Some(document) = library.chapters[chapter.index()].document {
                    report = report.also(&library.documents[document.index()].path, None, "this one");
                }
            }
            Err(report.help("write the path of the one you mean, from the content folder"))
        }
        None => {
            let report = Diagnostic::new(Code::LinkUnknownPage, format!("no page is called `{name}`"))
                .at(link.span, "");
            let known = library.wiki().sorted.iter().map(String::as_str);
            Err(match library.nearest(id, name, known) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help("write the title, path or alias of a page"),
            })
        }
    }
}
