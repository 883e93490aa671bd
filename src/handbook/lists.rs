//! Generated pages that list chapters: reading paths, tags, maps.

use rustc_hash::FxHashSet;

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

/// Returns the pages that list chapters. A page that an author wrote under the name of a list of tags or of
/// a map takes its place: it was there first.
pub(super) fn specials(ingredients: &Ingredients<'_>) -> Vec<Special> {
    let Ingredients { chapters, paths, tags, maps } = ingredients;
    let mut lists = Vec::new();
    let taken: FxHashSet<&str> = chapters.iter().map(|chapter| chapter.key.as_str()).collect();
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
    lists.retain(|list| !taken.contains(list.key.as_str()));
    if !paths.all.is_empty() {
        lists.push(special(SpecialKind::Paths, "paths", "Reading paths"));
        lists.extend(paths.all.iter().enumerate().map(|(at, path)| Special {
            description: path.description.as_str().into(),
            ..special(SpecialKind::Path(at), &format!("paths/{}", path.id), &path.title)
        }));
    }
    lists
}

fn special(kind: SpecialKind, key: &str, title: &str) -> Special {
    Special { kind, key: Key::of(key), title: title.into(), description: Box::default(), anchors: Vec::new() }
}
