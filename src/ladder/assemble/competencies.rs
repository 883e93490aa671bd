//! Competencies that files declare, or complete.

use rustc_hash::FxHashMap;

use super::super::model::{Assess, Competency, Declarations, Scale};
use super::super::text::{Name, humanise, id_of, is_id};
use super::classify::{Planned, Topic};
use super::head::step_of;
use super::look::{Kind, Look};
use super::names::fold;
use crate::diagnostic::Code;

/// Declares or completes the competency of each file that is about one, and notes in `planned` which
/// it is. Files of families come last: they mostly mean competencies of the common ladder.
pub(super) fn declare(declared: &mut Declarations, planned: &mut [Planned<'_>], look: &mut Look<'_, '_>) {
    let mut known = Known::of(&declared.competencies);
    for is_overlay in [false, true] {
        for one in planned.iter_mut() {
            let is_about_one = matches!(one.topic, Topic::Competency(_));
            if is_about_one && one.family.is_some() == is_overlay {
                one.topic = declare_one(declared, (one, &mut known), look);
            }
        }
    }
}

/// What is known of the competencies while files are looked at.
struct Known {
    /// By any of their names.
    by_name: FxHashMap<Box<str>, usize>,
    /// The file that each was declared in or completed by.
    files: FxHashMap<usize, Name>,
}

impl Known {
    fn of(competencies: &[Competency]) -> Self {
        let mut by_name = FxHashMap::default();
        let ids = competencies.iter().map(|one| &*one.id.value).enumerate();
        let names = competencies.iter().map(|one| one.name.as_str()).enumerate();
        let all = competencies.iter().enumerate();
        let aliases = all.flat_map(|(at, one)| one.aliases.iter().map(move |alias| (at, alias.as_str())));
        for (at, name) in ids.chain(names).chain(aliases) {
            by_name.entry(fold(name)).or_insert(at);
        }
        Self { by_name, files: FxHashMap::default() }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&fold(name)).copied()
    }

    /// The competency that a file means. One that says its id means no other.
    fn meant(&self, one: &Planned<'_>) -> Option<usize> {
        if let Some(id) = one.head.string(&["id", "competency"]) {
            return self.find(&id);
        }
        let title =
            one.head.string(&["name", "title"]).or_else(|| one.prose.title.as_deref().map(str::to_owned));
        self.find(&one.stem.value).or_else(|| self.find(&title?))
    }
}

fn declare_one(
    declared: &mut Declarations,
    (one, known): (&Planned<'_>, &mut Known),
    look: &mut Look<'_, '_>,
) -> Topic {
    let found = known.meant(one);
    if one.family.is_some() {
        if found.is_some() {
            return Topic::Competency(found);
        }
        if is_slip(one, &declared.competencies, look) {
            return Topic::Page;
        }
    }
    let mut draft = draft(one, &declared.scales, look);
    if let (Some(at), None) = (found, one.family) {
        match known.files.get(&at) {
            Some(first) => join(&mut declared.competencies[at], (draft, first), look),
            None => complete(&mut declared.competencies[at], draft),
        }
        known.files.entry(at).or_insert_with(|| one.stem.clone());
        return Topic::Competency(Some(at));
    }
    // A competency that only a family knows is that family's.
    draft.competency.families.extend(one.family.map(|at| declared.families[at].id.clone()));
    let at = declared.competencies.len();
    known.by_name.insert(fold(&draft.competency.id.value), at);
    known.files.insert(at, one.stem.clone());
    declared.competencies.push(draft.finish());
    Topic::Competency(Some(at))
}

/// Reports an overlay whose name is nearly that of a competency.
fn is_slip(one: &Planned<'_>, competencies: &[Competency], look: &mut Look<'_, '_>) -> bool {
    let name = one.head.name(&["id", "competency"]).unwrap_or_else(|| one.stem.clone());
    let names = competencies.iter().flat_map(|one| [&*one.id.value, one.name.as_str()]);
    let Some(near) = look.reports.nearest(&name.value, names) else { return false };
    let message = format!("this ladder has no competency `{}`", name.value);
    let report = look.reports.at(Code::LadderUnknownCompetency, message, (name.place, ""));
    look.reports.add(report.help(format!("did you mean `{near}`?")));
    true
}

/// What a file says about its competency; the name is empty unless the file gives one.
struct Draft {
    competency: Competency,
    title: Option<String>,
}

impl Draft {
    fn finish(self) -> Competency {
        let mut competency = self.competency;
        if competency.name.is_empty() {
            competency.name = self.title.unwrap_or_else(|| humanise(&competency.id.value));
        }
        competency
    }
}

fn draft(one: &Planned<'_>, scales: &[Scale], look: &mut Look<'_, '_>) -> Draft {
    let head = one.head;
    let named = head.name(&["id", "competency"]).unwrap_or_else(|| one.stem.clone());
    let id = if is_id(&named.value) { named.value } else { id_of(&named.value).into() };
    let steps = match head.scale() {
        Some(mut name) => look.up(Kind::Scale, &mut name).map(|at| steps_of(&scales[at])).unwrap_or_default(),
        None => head.steps(),
    };
    let competency = Competency {
        id: Name { value: id, place: named.place },
        area: head.name(&["area"]),
        name: head.string(&["name", "title"]).unwrap_or_default(),
        aliases: head.strings(&["also_known_as"]),
        summary: head.text(&["summary"]),
        intro: one.prose.intro.clone().map(|text| super::statements::stamped(text, one.file)),
        mode: head.mode(),
        steps,
        weight: head.number(&["weight"]),
        tracks: head.names(&["tracks", "track"]),
        families: head.names(&["families"]),
        assess: head.assess().unwrap_or_default(),
        keywords: head.strings(&["keywords"]),
        resources: head.texts(&["resources"]),
        owner: head.string(&["owner"]),
        review_by: head.string(&["review_by"]),
        notes: Vec::new(),
        extra: head.extra(),
    };
    Draft { competency, title: one.prose.title.as_deref().map(str::to_owned) }
}

/// Gives competencies the values of the scale that stands for their steps: a table read alone has one
/// step without a name in their place.
pub(super) fn expand_steps(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    for competency in &mut declared.competencies {
        if let [step] = competency.steps.as_slice()
            && step.name.is_empty()
        {
            let found = look.up(Kind::Scale, &mut step.id.clone());
            competency.steps = found.map(|at| steps_of(&declared.scales[at])).unwrap_or_default();
        }
    }
}

fn steps_of(scale: &Scale) -> Vec<super::super::model::Step> {
    scale.values.iter().zip(1_u32..).map(|(value, number)| step_of(value, f64::from(number))).collect()
}

/// Joins a second file to the competency that `first` declared or completed.
fn join(competency: &mut Competency, (draft, first): (Draft, &Name), look: &mut Look<'_, '_>) {
    let Draft { competency: second, title } = draft;
    let name = if second.name.is_empty() { title.as_ref() } else { Some(&second.name) };
    let is_other = name.is_some_and(|name| fold(name) != fold(&competency.name))
        || matches!((&second.area, &competency.area), (Some(a), Some(b)) if fold(&a.value) != fold(&b.value));
    if is_other {
        look.reports.duplicate_id(&second.id.value, "competency", [second.id.place, first.place]);
    } else {
        fill(competency, second);
    }
}

/// Completes a competency of a table with what its file says; where both say something, the file wins.
fn complete(competency: &mut Competency, draft: Draft) {
    let is_named = competency.name != humanise(&competency.id.value);
    let mut file = draft.competency;
    if file.name.is_empty() && !is_named {
        file.name = draft.title.unwrap_or_default();
    }
    let table = competency.clone();
    *competency = Competency { id: table.id.clone(), ..file };
    fill(competency, table);
}

/// Takes from `other` what `competency` leaves open.
pub(super) fn fill(competency: &mut Competency, other: Competency) {
    let Competency {
        id: _,
        area,
        name,
        aliases,
        summary,
        intro,
        mode,
        steps,
        weight,
        tracks,
        families,
        assess,
        keywords,
        resources,
        owner,
        review_by,
        notes,
        extra,
    } = other;
    let target = competency;
    target.area = target.area.take().or(area);
    if target.name.is_empty() {
        target.name = name;
    }
    for alias in aliases {
        if !target.aliases.contains(&alias) {
            target.aliases.push(alias);
        }
    }
    target.summary = target.summary.take().or(summary);
    target.intro = target.intro.take().or(intro);
    target.mode = target.mode.or(mode);
    fill_list(&mut target.steps, steps);
    target.weight = target.weight.or(weight);
    fill_list(&mut target.tracks, tracks);
    fill_list(&mut target.families, families);
    if target.assess == Assess::default() {
        target.assess = assess;
    }
    fill_list(&mut target.keywords, keywords);
    fill_list(&mut target.resources, resources);
    target.owner = target.owner.take().or(owner);
    target.review_by = target.review_by.take().or(review_by);
    target.notes.extend(notes);
    for (key, value) in extra {
        target.extra.entry(key).or_insert(value);
    }
}

fn fill_list<T>(list: &mut Vec<T>, other: Vec<T>) {
    if list.is_empty() {
        *list = other;
    }
}
