//! What a name in a heading, a column or a table means: the one place where names are matched.
//!
//! An [`Index`] knows all the names of one kind of thing, in tiers: an id is never taken for
//! another's title. What two things are called alike means neither.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::super::model::{Area, Competency, Declarations, Family, Level, ScaleValue, Step};
use super::super::text::{Name, id_of};

/// Headings that mean every level.
const ALL_LEVELS: [&str; 9] = [
    "all",
    "all-levels",
    "all-roles",
    "any-level",
    "at-all-levels",
    "at-every-level",
    "every-level",
    "everybody",
    "everyone",
];

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// This one, by its place in its list.
    One(usize),
    /// Two, and maybe more, are called so.
    Several(usize, usize),
    /// Nothing.
    Nothing,
}

impl Match {
    /// Returns what is meant, when it is one.
    pub fn one(self) -> Option<usize> {
        match self {
            Self::One(at) => Some(at),
            Self::Several(..) | Self::Nothing => None,
        }
    }
}

/// The names of one kind of thing.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: Vec<Box<str>>,
    /// As people write them, for suggestions.
    shown: Vec<Box<str>>,
    /// In lower case.
    exact: FxHashMap<Box<str>, Match>,
    /// Without what stands between words.
    folded: FxHashMap<Box<str>, Match>,
}

impl Index {
    /// Collects names. A name of an earlier tier is never given to a thing of a later one.
    fn new<'a>(ids: impl Iterator<Item = &'a Name>, tiers: &[Vec<(usize, Cow<'_, str>)>]) -> Self {
        let mut index = Self { ids: ids.map(|id| id.value.clone()).collect(), ..Self::default() };
        let ids: Vec<_> = index.ids.iter().map(|id| Cow::Owned(id.to_string())).enumerate().collect();
        for tier in std::iter::once(&ids).chain(tiers) {
            index.add(tier);
        }
        index
    }

    fn add(&mut self, tier: &[(usize, Cow<'_, str>)]) {
        let (mut exact, mut folded) = (FxHashMap::default(), FxHashMap::default());
        for (at, name) in tier.iter().filter(|(_, name)| !name.trim().is_empty()) {
            self.shown.push(name.trim().into());
            note(&mut exact, lower(name), *at);
            note(&mut folded, fold(name), *at);
        }
        for (all, new) in [(&mut self.exact, exact), (&mut self.folded, folded)] {
            for (name, found) in new {
                all.entry(name).or_insert(found);
            }
        }
    }

    /// Returns what `name` means, in any case.
    pub fn find(&self, name: &str) -> Match {
        if let Some(Match::One(at)) = self.exact.get(&*lower(name)) {
            return Match::One(*at);
        }
        let folded = fold(name);
        let found = self.folded.get(&*folded);
        // `Level 4` is 4, or L4.
        let number = || folded.strip_prefix("level-");
        let found = found.or_else(|| self.folded.get(number()?));
        let found = found.or_else(|| self.folded.get(&*format!("l{}", number()?)));
        found.copied().unwrap_or(Match::Nothing)
    }

    /// Returns the id of what stands at a place of the list.
    pub fn id(&self, at: usize) -> &str {
        &self.ids[at]
    }

    /// Returns all ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| &**id)
    }

    /// Returns all names as people write them.
    pub fn shown(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().map(|name| &**name)
    }

    /// Returns whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// All names of a ladder.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of levels: id, code, title, short title, alias, and code with title.
    pub levels: Index,
    /// Of competencies: id, name, alias.
    pub competencies: Index,
    /// Of areas: id, name, alias.
    pub areas: Index,
    /// Of tracks: id, name.
    pub tracks: Index,
    /// Of families: id, name, discipline.
    pub families: Index,
    /// Of scales: id, name.
    pub scales: Index,
    /// Of pay bands: id, label.
    pub pay_bands: Index,
}

impl Names {
    /// Collects the names of what is declared.
    pub fn of(declared: &Declarations) -> Self {
        let second = |name: &String| Cow::Owned(name.clone());
        let tier = |names: &mut dyn Iterator<Item = Cow<'static, str>>| names.enumerate().collect::<Vec<_>>();
        let tracks = tier(&mut declared.tracks.iter().map(|track| second(&track.name)));
        let scales = tier(&mut declared.scales.iter().map(|scale| second(&scale.name)));
        let bands: Vec<_> = declared.pay_bands.iter().enumerate().collect();
        let labels: Vec<_> =
            bands.iter().filter_map(|(at, band)| Some((*at, second(band.label.as_ref()?)))).collect();
        Self {
            levels: levels(&declared.levels, &declared.families),
            competencies: competencies(&declared.competencies),
            areas: areas(&declared.areas),
            tracks: Index::new(declared.tracks.iter().map(|track| &track.id), &[tracks]),
            families: families(&declared.families),
            scales: Index::new(declared.scales.iter().map(|scale| &scale.id), &[scales]),
            pay_bands: Index::new(declared.pay_bands.iter().map(|band| &band.id), &[labels]),
        }
    }
}

/// Returns the names of levels.
pub(super) fn levels(levels: &[Level], families: &[Family]) -> Index {
    let codes = of_each(levels, |level| level.code.iter().map(|code| code.as_str().into()).collect());
    let titles =
        of_each(levels, |level| level.titles.iter().map(|title| plain_title(title).into()).collect());
    let shorts = of_each(levels, |level| level.short.iter().map(|short| short.as_str().into()).collect());
    let aliases = of_each(levels, |level| level.aliases.iter().map(|alias| alias.as_str().into()).collect());
    let mut index = Index::new(levels.iter().map(|level| &level.id), &[codes, titles, shorts, aliases]);
    // What nobody needs to have suggested: it is the other names, put together.
    let shown = index.shown.len();
    index.add(&of_each(levels, |level| with_code(level).into_iter().map(Cow::Owned).collect()));
    index.add(&of_each(levels, |level| in_families(level, families).into_iter().map(Cow::Owned).collect()));
    index.shown.truncate(shown);
    index
}

/// Returns names that mean nothing but themselves.
pub(super) fn alone(names: &[Name]) -> Index {
    Index::new(names.iter(), &[])
}

/// Returns the names of competencies.
pub(super) fn competencies(all: &[Competency]) -> Index {
    let names = of_each(all, |one| vec![one.name.as_str().into()]);
    let aliases = of_each(all, |one| one.aliases.iter().map(|alias| alias.as_str().into()).collect());
    Index::new(all.iter().map(|one| &one.id), &[names, aliases])
}

/// Returns the names of areas.
pub(super) fn areas(all: &[Area]) -> Index {
    let names = of_each(all, |one| vec![one.name.as_str().into()]);
    let aliases = of_each(all, |one| one.aliases.iter().map(|alias| alias.as_str().into()).collect());
    Index::new(all.iter().map(|one| &one.id), &[names, aliases])
}

/// Returns the names of families.
pub(super) fn families(all: &[Family]) -> Index {
    let names = of_each(all, |one| vec![one.name.as_str().into()]);
    let disciplines = of_each(all, |one| one.discipline.iter().map(|word| word.as_str().into()).collect());
    Index::new(all.iter().map(|one| &one.id), &[names, disciplines])
}

/// Returns the names of the steps of one competency: id, name, number.
pub(super) fn steps(all: &[Step]) -> Index {
    let names = of_each(all, |step| vec![step.name.as_str().into()]);
    let numbers = of_each(all, |step| vec![Cow::Owned(step.number.to_string())]);
    Index::new(all.iter().map(|step| &step.id), &[names, numbers])
}

/// Returns the names of values of scales: id, name.
pub(super) fn values(all: &[&ScaleValue]) -> Index {
    let names = of_each(all, |value| vec![value.name.as_str().into()]);
    Index::new(all.iter().map(|value| &value.id), &[names])
}

/// Returns whether a heading or key means every level.
pub(super) fn is_all_levels(name: &str) -> bool {
    ALL_LEVELS.contains(&&*fold(name))
}

/// Returns what two names that mean the same have in common: lower case, `-` between words.
pub(in crate::ladder) fn fold(name: &str) -> Box<str> {
    let id = id_of(name);
    // Nothing but signs, such as an emoji: the signs are the name.
    let has_words = id != "x" || name.contains(['x', 'X']);
    if has_words { id.into() } else { lower(name) }
}

fn lower(name: &str) -> Box<str> {
    name.trim().to_lowercase().into()
}

fn note(names: &mut FxHashMap<Box<str>, Match>, name: Box<str>, at: usize) {
    let found = names.entry(name).or_insert(Match::One(at));
    if let Match::One(other) = *found
        && other != at
    {
        *found = Match::Several(other, at);
    }
}

fn of_each<'a, T>(all: &'a [T], names: impl Fn(&'a T) -> Vec<Cow<'a, str>>) -> Vec<(usize, Cow<'a, str>)> {
    all.iter().enumerate().flat_map(|(at, one)| names(one).into_iter().map(move |name| (at, name))).collect()
}

/// Takes what stands for a discipline (`{discipline}`) out of a title.
pub(in crate::ladder) fn plain_title(title: &str) -> String {
    filled_title(title, "")
}

fn filled_title(title: &str, discipline: &str) -> String {
    let mut filled = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((_, after)) = after.split_once('}')
    {
        filled.push_str(before);
        filled.push_str(discipline);
        rest = after;
    }
    filled.push_str(rest);
    filled.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `L4 Senior` and `Senior (L4)`, for every name of the level.
fn with_code(level: &Level) -> Vec<String> {
    let Some(code) = &level.code else { return Vec::new() };
    let titles = level.titles.iter().map(|title| plain_title(title));
    let others = level.short.iter().chain(&level.aliases).cloned();
    let names = std::iter::once(level.id.value.to_string()).chain(titles).chain(others);
    names.flat_map(|name| [format!("{code} {name}"), format!("{name} {code}")]).collect()
}

/// The title of the level in each family.
fn in_families(level: &Level, families: &[Family]) -> Vec<String> {
    let open = level.titles.iter().filter(|title| title.contains('{'));
    let disciplines = families.iter().map(|family| family.discipline.as_ref().unwrap_or(&family.name));
    open.flat_map(|title| disciplines.clone().map(move |word| filled_title(title, word))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::level;
    use super::*;

    #[test]
    fn a_level_has_many_names() {
        let mut senior = level("senior");
        senior.code = Some("L4.1".to_owned());
        senior.titles = vec!["Senior {discipline} Engineer".to_owned(), "Group Lead".to_owned()];
        senior.short = Some("Sr".to_owned());
        senior.aliases = vec!["シニア".to_owned()];
        let index = levels(&[level("engineer"), senior], &[]);
        for name in [
            "senior",
            "SENIOR",
            "l4.1",
            "Level 4.1",
            "Senior Engineer",
            "group lead",
            "sr",
            "シニア",
            "L4.1 Senior Engineer",
            "Senior (L4.1)",
            "Senior — L4.1",
            "L4.1: Group Lead",
            "🚀 Senior",
        ] {
            assert_eq!(index.find(name), Match::One(1), "{name}");
        }
        assert_eq!(index.find("L4"), Match::Nothing);
    }

    #[test]
    fn an_id_is_never_anothers_title() {
        let mut principal = level("principal");
        principal.aliases = vec!["Staff".to_owned()];
        assert_eq!(levels(&[principal, level("staff")], &[]).find("Staff"), Match::One(1));
    }

    #[test]
    fn what_two_are_called_means_neither() {
        let (mut one, mut two) = (level("ic2"), level("ic3"));
        (one.titles, two.titles) = (vec!["Engineer".to_owned()], vec!["engineer".to_owned()]);
        assert_eq!(levels(&[one, two], &[]).find("Engineer"), Match::Several(0, 1));
    }

    #[test]
    fn signs_alone_are_names() {
        assert_ne!(fold("🚀"), fold("🛰️"));
        assert_eq!(&*fold("X"), "x");
    }
}
