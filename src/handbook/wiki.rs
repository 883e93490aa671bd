//! `[[wikilinks]]`: by path, title, file name or alias.

use rustc_hash::FxHashMap;

use super::chapter::{ChapterId, DocumentId};
use super::glossary;
use super::ladders;
use super::library::{Found, Library, trimmed};
use super::resolve::{Target, Written, chapter_target, special_target};
use super::special::SpecialId;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html;
use crate::document::outline::RawLink;
use crate::document::slug::slug;
use crate::ladder::sheet::Sheet;
use crate::source::composed;

/// Titles, file names and aliases in lower case, with everything that has them.
pub(super) struct WikiNames {
    names: FxHashMap<String, Vec<Found>>,
    /// The names in order, a few thousand at most: they are compared one by one.
    sorted: Vec<String>,
}

impl WikiNames {
    pub(super) fn new(library: &Library<'_>, chapter_of: &[Option<ChapterId>]) -> Self {
        let mut names: FxHashMap<String, Vec<Found>> = FxHashMap::default();
        for (index, document) in library.documents.iter().enumerate() {
            let Some(chapter) = chapter_of[index] else { continue };
            if matches!(document.file.sheet.as_deref(), Some(Sheet::Data(_))) {
                continue;
            }
            let settings = &document.file.front_matter;
            let title = settings.title.as_ref().or(document.file.outline.title.as_ref());
            let aliases = settings.aliases.iter().map(|alias| trimmed(&alias.value));
            for name in title.map(String::as_str).into_iter().chain([document.path.stem()]).chain(aliases) {
                let chapters = names.entry(folded(name)).or_default();
                // The names of one document come one after the other.
                if chapters.last() != Some(&Found::Chapter(chapter)) {
                    chapters.push(Found::Chapter(chapter));
                }
            }
        }
        // Chapters that no file is about are known by their title alone.
        for (index, chapter) in
            library.chapters.iter().enumerate().filter(|(_, chapter)| chapter.view.is_some())
        {
            if chapter.document.is_none() {
                let chapters = names.entry(folded(&chapter.title)).or_default();
                chapters.push(Found::Chapter(ChapterId::new(index)));
            }
        }
        for (index, special) in library.specials.iter().enumerate() {
            let name = folded(&special.title);
            names.entry(name).or_insert_with(|| vec![Found::Special(SpecialId::new(index))]);
        }
        let mut sorted: Vec<String> = names.keys().cloned().collect();
        sorted.sort_unstable();
        sorted.truncate(5000);
        Self { names, sorted }
    }
}

/// A name as it is looked up.
fn folded(name: &str) -> String {
    composed(name.trim()).to_lowercase()
}

pub(super) fn resolve(library: &Library<'_>, id: DocumentId, link: &RawLink) -> Result<Target, Diagnostic> {
    if let Some(reference) = ladders::reference(link.destination.trim()) {
        return ladders::refer(library, id, link, reference);
    }
    if let Some(name) = glossary::reference(&link.destination) {
        return glossary::refer(library, id, link, name);
    }
    let (name, heading) = parts(link);
    let found = match name {
        "" => library.chapter_of(id).map(Found::Chapter),
        name => Some(find(library, id, link, name)?),
    };
    let suffix = |anchor: Option<&str>| anchor.map_or(String::new(), html::fragment);
    let heading = heading.map(str::trim);
    match found {
        Some(Found::Chapter(chapter)) => {
            let suffix = suffix(heading.map(|heading| anchor_of(library, chapter, heading)));
            chapter_target(library, id, chapter, link, &Written::new(&suffix))
        }
        Some(Found::Special(special)) => {
            let anchors = &library.specials[special.index()].anchors;
            let is_anchor = |heading: &&str| anchors.iter().any(|anchor| **anchor == **heading);
            let slugged =
                heading.filter(|heading| !is_anchor(heading)).map(|heading| slug(heading, library.slugs));
            let suffix = suffix(slugged.as_deref().or(heading));
            special_target(library, id, special, link, &Written::new(&suffix))
        }
        Some(Found::Asset(_)) | None => Ok(Target::Broken),
    }
}

/// Returns the chapter by whose headings it is decided where a link leads.
pub(super) fn chapter_of(library: &Library<'_>, id: DocumentId, link: &RawLink) -> Option<ChapterId> {
    if ladders::reference(link.destination.trim()).is_some()
        || glossary::reference(&link.destination).is_some()
    {
        return None; // What is said of ladders has no headings to look for.
    }
    match parts(link).0 {
        "" => library.chapter_of(id),
        name => match find(library, id, link, name) {
            Ok(Found::Chapter(chapter)) => Some(chapter),
            _ => None,
        },
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

fn find(library: &Library<'_>, id: DocumentId, link: &RawLink, name: &str) -> Result<Found, Diagnostic> {
    let document = &library.documents[id.index()];
    let below = document.path.parent();
    let beside = below.join(name).ok().and_then(|path| path.below(library.content).map(str::to_owned));
    for path in [beside.as_deref(), Some(name.trim_start_matches('/'))].into_iter().flatten() {
        if let Some(found @ (Found::Chapter(_) | Found::Special(_))) = library.find(path, true) {
            return Ok(found);
        }
    }
    let names = &library.wiki().names;
    match names.get(&folded(name)).map(Vec::as_slice) {
        Some([found]) => Ok(*found),
        Some(chapters) => {
            let mut report =
                Diagnostic::new(Code::LinkAmbiguous, format!("`{name}` could mean {} pages", chapters.len()))
                    .at(link.span, "");
            for found in chapters.iter().take(5) {
                if let Found::Chapter(chapter) = found
                    && let Some(document) = library.chapters[chapter.index()].document
                {
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
