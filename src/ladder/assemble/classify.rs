//! What each file of headings and lists is about: a competency, a level, or neither.

use super::super::model::{Declarations, Step};
use super::super::sheet::{Prose, Section, Sheet};
use super::super::text::{FileId, Name, Place};
use super::super::words::state_of;
use super::SheetFile;
use super::head::Head;
use super::look::{Kind, Look};
use super::names::{self, Index};
use super::sections;
use crate::source::{SourcePath, Span};

/// Keys of front matter that only a competency has. Pages have a `weight` and a `mode` too.
const OF_COMPETENCIES: [&str; 7] = ["area", "assess", "competency", "families", "step", "steps", "tracks"];

/// File names that stand for their folder.
const FOLDER_PAGES: [&str; 3] = ["index", "readme", "_index"];

/// A file of headings and lists, and what it is about.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    /// The file.
    pub file: FileId,
    /// Its path below the ladder's folder.
    pub below: &'a SourcePath,
    /// What it says.
    pub prose: &'a Prose,
    /// Its front matter.
    pub head: Head<'a>,
    /// Its name without extension; that of its folder when it stands for one.
    pub stem: Name,
    /// The family whose overlay it is, by its place in the list.
    pub family: Option<usize>,
    /// What it is about.
    pub topic: Topic,
}

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Nothing of the ladder: an ordinary chapter.
    Page,
    /// A competency, by its place among all that are declared; `None` until it is looked up.
    Competency(Option<usize>),
    /// A level, by its place in the list.
    Level(usize),
}

/// Says what each file of `files` that is no table is about, in the order in which they count: by the
/// `order` of their front matter, then by path.
pub(super) fn plan<'a>(
    files: &'a [SheetFile<'a>],
    declared: &Declarations,
    look: &mut Look<'_, '_>,
) -> Vec<Planned<'a>> {
    let all: Vec<Step> = declared.competencies.iter().flat_map(|one| one.steps.iter().cloned()).collect();
    let steps = names::steps(&all);
    let mut planned: Vec<Planned<'a>> = Vec::new();
    for file in files {
        if let Sheet::Prose(prose) = file.sheet {
            planned.push(plan_one((file, prose), &steps, look));
        }
    }
    planned.sort_by(|a, b| {
        let order = |one: &Planned<'_>| one.head.number(&["order", "sidebar_position", "nav_order"]);
        let (first, second) = (order(a).unwrap_or(f64::INFINITY), order(b).unwrap_or(f64::INFINITY));
        first.total_cmp(&second).then_with(|| a.below.cmp(b.below))
    });
    planned
}

fn plan_one<'a>(
    (file, prose): (&'a SheetFile<'a>, &'a Prose),
    steps: &Index,
    look: &mut Look<'_, '_>,
) -> Planned<'a> {
    let place = Place { file: file.file, span: Span::new(0, 0) };
    let is_folder_page = FOLDER_PAGES.contains(&file.below.stem().to_lowercase().as_str());
    let folder = file.below.parent();
    let stem = if is_folder_page { folder.file_name() } else { file.below.stem() };
    let mut planned = Planned {
        file: file.file,
        below: &file.below,
        prose,
        head: Head::new(&prose.head, file.file),
        stem: Name { value: stem.into(), place },
        family: None,
        topic: Topic::Page,
    };
    let is_first_page = is_folder_page && stem.is_empty();
    if !is_first_page && let Ok(family) = family_of(&planned, look) {
        planned.family = family;
        planned.topic = topic(&planned, steps, look);
    }
    planned
}

/// The family that the front matter names, or the innermost folder that is called like one.
fn family_of(planned: &Planned<'_>, look: &mut Look<'_, '_>) -> Result<Option<usize>, UnknownFamily> {
    if let Some(mut name) = planned.head.name(&["family"]) {
        return look.up(Kind::Family, &mut name).map(Some).ok_or(UnknownFamily);
    }
    let folder = planned.below.parent();
    let folders: Vec<&str> = folder.segments().collect();
    Ok(folders.iter().rev().find_map(|folder| look.names.families.find(folder).one()))
}

/// The front matter names a family that there is not: what else the file says cannot be placed.
struct UnknownFamily;

fn topic(planned: &Planned<'_>, steps: &Index, look: &mut Look<'_, '_>) -> Topic {
    let (head, prose) = (planned.head, planned.prose);
    let wanted = head.string(&["ladder"]).map(|word| word.to_lowercase());
    match wanted.as_deref() {
        Some("page") => return Topic::Page,
        Some("competency") => return Topic::Competency(None),
        Some("level") => return level_by_name(planned, look),
        _ => {}
    }
    if prose.has_views {
        return Topic::Page;
    }
    if let Some(mut level) = head.name(&["level"]) {
        return look.up(Kind::Level, &mut level).map_or(Topic::Page, Topic::Level);
    }
    let is_competency = head.has(&OF_COMPETENCIES) || is_declared(planned, look);
    if is_competency {
        return Topic::Competency(None);
    }
    if let Some(level) = level_called(planned, look) {
        return Topic::Level(level);
    }
    let is_step_or_level = |heading: &str| {
        // "Everyone" alone could stand in any chapter.
        let is_all = names::is_all_levels(heading) && heading.to_lowercase().contains("level");
        is_all
            || steps.find(heading) != names::Match::Nothing
            || look.names.levels.find(heading).one().is_some()
    };
    // Text about several of a kind, below `Leads`, is no slip.
    let is_slip = |heading: &str| {
        let mut names = look.names.levels.shown();
        let is_plural = |name: &str| heading.to_lowercase().strip_suffix('s') == Some(&name.to_lowercase());
        names.any(|name| sections::is_slip(heading, name) && !is_plural(name))
    };
    let has_level = head.has(&["family"])
        || holds_level(&prose.sections, is_step_or_level)
        || holds_level(&prose.sections, is_slip);
    if has_level { Topic::Competency(None) } else { Topic::Page }
}

/// A file that says it is about a level: the one in its front matter, or the one it is named after.
fn level_by_name(planned: &Planned<'_>, look: &mut Look<'_, '_>) -> Topic {
    let named = planned.head.name(&["level", "id"]);
    if named.is_none()
        && let Some(level) = level_called(planned, look)
    {
        return Topic::Level(level);
    }
    let mut name = named.unwrap_or_else(|| planned.stem.clone());
    look.up(Kind::Level, &mut name).map_or(Topic::Page, Topic::Level)
}

/// The level that the file, or its first heading, is called like.
fn level_called(planned: &Planned<'_>, look: &Look<'_, '_>) -> Option<usize> {
    let title = planned.head.string(&["title"]).or_else(|| planned.prose.title.as_deref().map(str::to_owned));
    let names = [Some(planned.stem.value.to_string()), title];
    names.into_iter().flatten().find_map(|name| look.names.levels.find(&name).one())
}

/// Whether the id or the name of the file is that of a declared competency; of an overlay also the
/// title.
fn is_declared(planned: &Planned<'_>, look: &Look<'_, '_>) -> bool {
    let id = planned.head.string(&["id"]);
    let title = planned.prose.title.as_deref().filter(|_| planned.family.is_some()).map(str::to_owned);
    let names = [id, Some(planned.stem.value.to_string()), title];
    names.into_iter().flatten().any(|name| look.names.competencies.find(&name).one().is_some())
}

/// Whether a main heading is a level or step, and says something.
fn holds_level(sections: &[Section], is_level: impl Fn(&str) -> bool) -> bool {
    sections::groups(sections).any(|group| {
        let says_something = group.iter().any(|section| !section.items.is_empty())
            || group[0].text.as_ref().is_some_and(|text| state_of(&text.written).is_some());
        says_something && !group[0].is_prose && is_level(&group[0].heading)
    })
}
