//! Generated pages that list chapters: reading paths, tags, maps.

use rustc_hash::FxHashMap;

use super::chapter::{Chapter, ChapterId, Key};
use super::paths::PlacedPaths;
use super::special::{Special, SpecialKind};
use super::tags::Tags;

/// What these pages are made of.
pub(super) struct Ingredients<'a> {
    pub(super) chapters: &'a [Chapter],
    pub(super) paths: &'a PlacedPaths,
    pub(super) tags: &'a Tags,
    /// The parts that have a map.
    pub(super) maps: &'a [ChapterId],
}

/// The pages that list chapters.
pub(super) struct Lists {
    pub(super) generated: Vec<Special>,
    /// What authors wrote in the place of others.
    pub(super) own: FxHashMap<SpecialKind, ChapterId>,
}

/// Returns the pages that list chapters. A page that an author wrote under the name of a list of tags or of
/// a map takes its place: it was there first.
pub(super) fn gather(ingredients: &Ingredients<'_>) -> Lists {
    let Ingredients { chapters, paths, tags, maps } = ingredients;
    let mut lists = Vec::new();
    if !tags.all().is_empty() {
        lists.push(special(SpecialKind::Tags, "tags", "Tags"));
        lists.extend(tags.ids().map(|id| {
            let tag = tags.tag(id);
            special(SpecialKind::Tag(id), &format!("tags/{}", tag.slug), &tag.name)
        }));
    }
    for part in maps.iter() {
        let chapter = &chapters[part.index()];
        let title = match *part {
            ChapterId::HOME => "Map".to_owned(),
            _ => format!("Map of {}", chapter.title),
        };
        lists.push(special(SpecialKind::Map(*part), &format!("map/{}", chapter.key.as_str()), &title));
    }
    let own = own_pages(&lists, chapters);
    lists.retain(|list| !own.contains_key(&list.kind));
    if !paths.all.is_empty() {
        lists.push(special(SpecialKind::Paths, "paths", "Reading paths"));
        lists.extend(paths.all.iter().enumerate().map(|(at, path)| Special {
            description: path.description.as_str().into(),
            ..special(SpecialKind::Path(at), &format!("paths/{}", path.id), &path.title)
        }));
    }
    Lists { generated: lists, own }
}

fn own_pages(lists: &[Special], chapters: &[Chapter]) -> FxHashMap<SpecialKind, ChapterId> {
    let wanted: FxHashMap<&str, SpecialKind> =
        lists.iter().map(|list| (list.key.as_str(), list.kind)).collect();
    let found = chapters.iter().enumerate().filter_map(|(index, chapter)| {
        wanted.get(chapter.key.as_str()).map(|kind| (*kind, ChapterId::new(index)))
    });
    found.collect()
}

fn special(kind: SpecialKind, key: &str, title: &str) -> Special {
    Special { kind, key: Key::of(key), title: title.into(), description: Box::default(), anchors: Vec::new() }
}
