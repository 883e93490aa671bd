//! Looking names up: the name becomes the id of what was meant, or its absence is reported.

use rustc_hash::FxHashMap;

use super::super::model::{Removed, Step};
use super::super::text::Name;
use super::names::{self, Index, Match, Names, fold};
use super::reports::Reports;
use crate::diagnostic::Code;

/// How many valid names a report lists.
const MAX_LISTED: usize = 12;

/// What a name is to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A level.
    Level,
    /// A competency.
    Competency,
    /// An area.
    Area,
    /// A track.
    Track,
    /// A family.
    Family,
    /// A scale.
    Scale,
    /// A pay band.
    PayBand,
    /// A step of a competency.
    Step,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Competency => "competency",
            Self::Area => "area",
            Self::Track => "track",
            Self::Family => "family",
            Self::Scale => "scale",
            Self::PayBand => "pay band",
            Self::Step => "step",
        }
    }

    fn code(self) -> Code {
        match self {
            Self::Level => Code::LadderUnknownLevel,
            Self::Competency => Code::LadderUnknownCompetency,
            Self::Area | Self::Track | Self::Family | Self::Scale | Self::PayBand | Self::Step => {
                Code::LadderUnknownName
            }
        }
    }
}

/// The ids that are gone, and what answers for each.
#[derive(Debug, Default)]
pub(super) struct Gone(FxHashMap<Box<str>, Answers>);

/// An id that is gone, and what answers for it.
type Answers = (Box<str>, Vec<Box<str>>);

impl Gone {
    /// Collects what is gone.
    pub fn of(removed: &[Removed]) -> Self {
        let answers = |one: &Removed| one.replaced_by.iter().map(|name| name.value.clone()).collect();
        Self(removed.iter().map(|one| (fold(&one.id.value), (one.id.value.clone(), answers(one)))).collect())
    }

    /// Returns the id that is meant, when it is gone.
    pub fn id(&self, name: &str) -> Option<&str> {
        self.0.get(&fold(name)).map(|(id, _)| &**id)
    }
}

/// What is needed to look a name up.
#[derive(Debug)]
pub(super) struct Look<'a, 'b> {
    /// All names there are.
    pub names: &'a Names,
    /// All names that are gone.
    pub gone: &'a Gone,
    /// Where misses go.
    pub reports: &'a mut Reports<'b>,
}

impl Look<'_, '_> {
    /// Makes `name` the id of what it means and returns the place of that in its list, or reports it.
    pub fn up(&mut self, kind: Kind, name: &mut Name) -> Option<usize> {
        let names = self.names;
        let index = match kind {
            Kind::Level | Kind::Step => &names.levels,
            Kind::Competency => &names.competencies,
            Kind::Area => &names.areas,
            Kind::Track => &names.tracks,
            Kind::Family => &names.families,
            Kind::Scale => &names.scales,
            Kind::PayBand => &names.pay_bands,
        };
        self.up_in(index, kind, name)
    }

    /// As [`Look::up`], for a step of a competency. A competency without steps has the levels for steps.
    pub fn up_step(&mut self, steps: &[Step], name: &mut Name) -> Option<usize> {
        if steps.is_empty() {
            return self.up(Kind::Level, name);
        }
        self.up_in(&names::steps(steps), Kind::Step, name)
    }

    /// Looks up a name that may be absent; one that means nothing is taken out.
    pub fn up_option(&mut self, kind: Kind, name: &mut Option<Name>) {
        if let Some(found) = name
            && self.up(kind, found).is_none()
        {
            *name = None;
        }
    }

    /// Looks up names; those that mean nothing are taken out.
    pub fn up_all(&mut self, kind: Kind, names: &mut Vec<Name>) {
        names.retain_mut(|name| self.up(kind, name).is_some());
    }

    /// Reports `name`, which means nothing: with what answers for it if it is gone, else with the
    /// nearest of `names`.
    pub fn miss<'n>(
        &mut self,
        code: Code,
        (name, message): (&Name, String),
        names: impl Iterator<Item = &'n str>,
    ) {
        if self.is_gone(name) {
            return;
        }
        let report = self.reports.at(code, message, (name.place, ""));
        let report = match self.reports.nearest(&name.value, names) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report,
        };
        self.reports.add(report);
    }

    /// Reports a name whose id is gone, and returns whether it is.
    pub fn is_gone(&mut self, name: &Name) -> bool {
        let Some((_, answers)) = self.gone.0.get(&fold(&name.value)) else { return false };
        let message = format!("`{}` was removed from this ladder", name.value);
        let report =
            self.reports.at(Code::LadderRemovedReference, message, (name.place, "refers to what is gone"));
        let help = match answers.as_slice() {
            [] => "take the reference out".to_owned(),
            answers => format!("use {}, which took its place", listed(answers.iter().map(|id| &**id), "or")),
        };
        self.reports.add(report.help(help));
        true
    }

    fn up_in(&mut self, index: &Index, kind: Kind, name: &mut Name) -> Option<usize> {
        match index.find(&name.value) {
            Match::One(at) => {
                name.value = index.id(at).into();
                Some(at)
            }
            Match::Several(one, other) => {
                self.several(kind, name, [index.id(one), index.id(other)]);
                None
            }
            Match::Nothing => {
                self.nothing(index, kind, name);
                None
            }
        }
    }

    fn several(&mut self, kind: Kind, name: &Name, ids: [&str; 2]) {
        let message = format!("`{}` can mean more than one {}", name.value, kind.noun());
        let report = self.reports.at(kind.code(), message, (name.place, ""));
        self.reports.add(report.help(format!("write the id: {}", listed(ids.into_iter(), "or"))));
    }

    fn nothing(&mut self, index: &Index, kind: Kind, name: &Name) {
        // Where there are no levels at all, one report stands for all headings.
        let is_said = kind == Kind::Level && index.is_empty() && self.reports.says(Code::LadderUnknownLevel);
        if is_said || self.is_gone(name) {
            return;
        }
        let noun = kind.noun();
        let message = format!("this ladder has no {noun} `{}`", name.value);
        let report = self.reports.at(kind.code(), message, (name.place, ""));
        // `Senior (L4)`, where Senior has no such code.
        let parts = name.value.split(['(', ')', '—', '–', ',', ':']).map(str::trim);
        let part = parts.filter(|part| !part.is_empty()).find_map(|part| index.find(part).one());
        let near = self.reports.nearest(&name.value, index.shown());
        let help = match near.or(part.map(|at| index.id(at))) {
            Some(near) => format!("did you mean `{near}`?"),
            None if index.is_empty() => format!("declare the {noun} in `ladder.toml`"),
            None => format!("write {}, or declare the {noun}", listed(index.ids(), "or")),
        };
        self.reports.add(report.help(help));
    }
}

/// `a`, `b` or `c`; a long list is cut.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>, and: &str) -> String {
    let all: Vec<String> = names.take(MAX_LISTED + 1).map(|name| format!("`{name}`")).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if all.len() <= MAX_LISTED => format!("{} {and} {last}", most.join(", ")),
        _ => format!("{} …", all[..MAX_LISTED].join(", ")),
    }
}
