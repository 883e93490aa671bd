//! Every [`Text`] and every [`Name`] of declarations, in the order of their declaration.
//!
//! What reads a ladder must render each text, and stamp each name with its file. Structs are taken
//! apart field by field here, without `..`: a new field cannot be forgotten.

use super::model::{
    Archetype, Area, At, Band, Bounds, Cell, Change, Competency, Cycle, Declarations, Dimension, Emphasis,
    Family, Framework, Level, Note, PayBand, Process, Profile, Removed, Rule, Scale, ScaleValue, State,
    Statement, Step, Track,
};
use super::text::{Name, Text};

impl Declarations {
    /// Calls `each` with every text.
    pub fn texts_mut(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.visit(&mut texts(each));
    }

    /// Calls `each` with every name.
    pub fn names_mut(&mut self, each: &mut dyn FnMut(&mut Name)) {
        self.visit(&mut names(each));
    }
}

impl Framework {
    /// Calls `each` with every text.
    pub fn texts_mut(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.visit(&mut texts(each));
    }

    /// Calls `each` with every name.
    pub fn names_mut(&mut self, each: &mut dyn FnMut(&mut Name)) {
        self.visit(&mut names(each));
    }
}

/// What is met on the way.
enum Met<'a> {
    Text(&'a mut Text),
    Name(&'a mut Name),
}

type Each<'a> = dyn FnMut(Met<'_>) + 'a;

fn texts(each: &mut dyn FnMut(&mut Text)) -> impl FnMut(Met<'_>) {
    move |met| {
        if let Met::Text(text) = met {
            each(text);
        }
    }
}

fn names(each: &mut dyn FnMut(&mut Name)) -> impl FnMut(Met<'_>) {
    move |met| {
        if let Met::Name(name) = met {
            each(name);
        }
    }
}

trait Visit {
    fn visit(&mut self, each: &mut Each<'_>);
}

impl Visit for Text {
    fn visit(&mut self, each: &mut Each<'_>) {
        each(Met::Text(self));
    }
}

impl Visit for Name {
    fn visit(&mut self, each: &mut Each<'_>) {
        each(Met::Name(self));
    }
}

impl<T: Visit> Visit for Option<T> {
    fn visit(&mut self, each: &mut Each<'_>) {
        if let Some(inner) = self {
            inner.visit(each);
        }
    }
}

impl<T: Visit> Visit for Vec<T> {
    fn visit(&mut self, each: &mut Each<'_>) {
        for inner in self {
            inner.visit(each);
        }
    }
}

impl Visit for (Name, Name) {
    fn visit(&mut self, each: &mut Each<'_>) {
        self.0.visit(each);
        self.1.visit(each);
    }
}

/// What is visited of a struct, in order, and what is not.
macro_rules! visit {
    ($($type:ident { $($met:ident),+; $($passed:ident),* })*) => {
        $(impl Visit for $type {
            fn visit(&mut self, each: &mut Each<'_>) {
                let Self { $($met,)+ $($passed: _,)* } = self;
                $($met.visit(each);)+
            }
        })*
    };
}

visit! {
    Declarations {
        framework, scales, tracks, levels, families, areas, competencies, cells, archetypes, profiles,
        pay_bands, processes, cycles, removed, changes;
        withheld_bands
    }
    Framework {
        id, supersedes, intro, note, published;
        name, version, status, effective_from, effective_to, owner, maintainers, audience, licence,
        language, review_by, mode, extra
    }
    Scale { id, values; name, kind, extra }
    ScaleValue { id, summary; name }
    Track { id, summary, from_levels; name, entry, extra }
    Level {
        id, track, tagline, summary, dimensions, bands, equivalent_to, experience, pay_band, requires,
        notes;
        code, rank, titles, short, aliases, career_level, availability, typical_time, time_split, status,
        extra
    }
    Dimension { name, values; }
    Band { id, summary; name }
    Note { text, family; title, anchor }
    Bounds { name; min, max }
    Family { id, extends, levels, summary, appendix; name, discipline, title_template, extra }
    Area { id, summary, parent; name, aliases, icon, extra }
    Competency {
        id, area, summary, intro, steps, tracks, families, resources, notes;
        name, aliases, mode, weight, assess, keywords, owner, review_by, extra
    }
    Step { id, summary; number, name, points }
    Cell {
        family, competency, at, state, hides, summary, proficiency, statements;
        withheld, merge, anchor, extra
    }
    Statement {
        id, text, strength, proficiency, same_as, replaces, raises, audience, children;
        kind, since, until, tags, id_at, extra
    }
    Archetype { id, summary, levels, emphasises, cautions; name, extra }
    Emphasis { on, note; }
    Profile { id, family, level, audience, sections; name, extra }
    PayBand { id; label, visibility, extra }
    Process { id, steps; name, extra }
    Cycle { id; name, opens, closes, version, affects, extra }
    Removed { id, replaced_by, note; since }
    Change { id, note; from, to, kind, affects }
}

impl Visit for Rule {
    fn visit(&mut self, each: &mut Each<'_>) {
        match self {
            Self::Vector(steps) => steps.visit(each),
            Self::AtLeast { count: _, step } => step.visit(each),
            Self::NoneBelow(step) => step.visit(each),
            Self::Points(bounds) | Self::Weighted(bounds) => bounds.visit(each),
            Self::Share(_, of) => of.visit(each),
            Self::Prose(text) => text.visit(each),
        }
    }
}

impl Visit for At {
    fn visit(&mut self, each: &mut Each<'_>) {
        match self {
            Self::Level(name) | Self::Step(name) => name.visit(each),
            Self::All => {}
        }
    }
}

impl Visit for State {
    fn visit(&mut self, each: &mut Each<'_>) {
        match self {
            Self::SameAs(name) => name.visit(each),
            Self::Stated | Self::NotApplicable | Self::ToBeDefined => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ladder::read::{Format, read};

    #[test]
    fn everything_is_met_in_the_order_of_declaration() {
        let text = "framework: {id: f, intro: T1}
levels:
  - {id: l, summary: T2, reach: T3, requires: {vector: {main: s1}, prose: T4}}
scales: {reach: [T0]}
competencies:
  - id: c
    summary: T5
    at: {l: [{id: e, text: T6, examples: [T7]}], m: {same_as: l}}
changes: [{id: e, note: T8}]
";
        let mut read = read(text, Format::Yaml).value;
        let mut texts = Vec::new();
        read.texts_mut(&mut |text| texts.push(text.written.to_string()));
        assert_eq!(texts, ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"]);
        let mut names = Vec::new();
        read.names_mut(&mut |name| names.push(name.value.to_string()));
        assert_eq!(names.join(" "), "f reach t0 l reach main s1 c c l e c m l e");
    }
}
