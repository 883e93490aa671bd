//! Files of headings and lists, as cells.

use super::super::model::{At, Cell, Competency, Declarations, Extra, Merge, Note, State};
use super::super::sheet::Section;
use super::super::text::{Name, Place, Text};
use super::super::words::{StateWord, state_of};
use super::cells::Draft;
use super::classify::{Planned, Topic};
use super::look::{Kind, Look};
use super::names::{self, Match};
use super::statements::{Content, content, same_as, stamped};
use crate::diagnostic::Code;
use crate::source::Span;

/// Reads the cells of all files of headings and lists. What is about no cell becomes a note of the
/// competency or level that the file is about.
pub(super) fn read(
    declared: &mut Declarations,
    planned: &[Planned<'_>],
    look: &mut Look<'_, '_>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for one in planned {
        let family = one.family.map(|at| declared.families[at].id.clone());
        let mut reader = Reader { declared, one, family, look, drafts: Vec::new(), notes: Vec::new() };
        match one.topic {
            Topic::Competency(Some(at)) => reader.competency_file(at),
            Topic::Level(at) => reader.level_file(at),
            Topic::Competency(None) | Topic::Page => {}
        }
        let Reader { family, drafts: read, mut notes, .. } = reader;
        drafts.extend(read);
        notes.iter_mut().for_each(|note| note.family.clone_from(&family));
        if let Topic::Competency(Some(_)) | Topic::Level(_) = one.topic {
            report_footnotes(one, look);
        }
        match one.topic {
            Topic::Competency(Some(at)) => declared.competencies[at].notes.extend(notes),
            Topic::Level(at) => describe_level(declared, at, (one, notes)),
            Topic::Competency(None) | Topic::Page => {}
        }
    }
    drafts
}

/// Reports marks of footnotes. The texts of the file stand on pages that show parts of many files, and none of
/// them has the notes.
fn report_footnotes(one: &Planned<'_>, look: &mut Look<'_, '_>) {
    for mark in &one.prose.marks {
        let place = Place { file: one.file, span: *mark };
        let message = "footnotes of a competency or level are not shown".to_owned();
        let report = look.reports.at(Code::LadderFootnote, message, (place, "left out, with its note"));
        let help = "write what the note says in the text, or below a heading with `{.prose}`";
        look.reports.add(report.help(help));
    }
}

/// Gives a level what its file says above and between the competencies.
fn describe_level(declared: &mut Declarations, at: usize, (one, notes): (&Planned<'_>, Vec<Note>)) {
    let family = one.family.map(|at| (declared.families[at].id.clone(), declared.families[at].name.clone()));
    let level = &mut declared.levels[at];
    let intro = one.prose.intro.clone().map(|text| stamped(text, one.file));
    if family.is_none() {
        level.summary = level.summary.take().or_else(|| one.head.text(&["summary"]));
    }
    match intro {
        Some(intro) if level.summary.is_none() && family.is_none() => level.summary = Some(intro),
        Some(text) => {
            let (family, title) = family.unzip();
            level.notes.push(Note { title: title.unwrap_or_default(), anchor: None, family, text });
        }
        None => {}
    }
    level.notes.extend(notes);
}

/// The parts below main headings: each starts with one, and goes on to the next. Main headings are
/// those of the least depth.
pub(super) fn groups(sections: &[Section]) -> impl Iterator<Item = &[Section]> {
    let main = sections.iter().map(|section| section.depth).min().unwrap_or(2);
    sections.chunk_by(move |_, next| next.depth > main)
}

struct Reader<'r, 'a, 'b, 'p> {
    declared: &'r Declarations,
    one: &'r Planned<'p>,
    family: Option<Name>,
    look: &'r mut Look<'a, 'b>,
    drafts: Vec<Draft>,
    notes: Vec<Note>,
}

impl<'r> Reader<'r, '_, '_, '_> {
    fn competency_file(&mut self, at: usize) {
        let (declared, one) = (self.declared, self.one);
        let competency = &declared.competencies[at];
        // The introduction of an overlay stands beside what its family expects at every level.
        if let (Some(_), Some(intro)) = (&self.family, &one.prose.intro) {
            let summary = Some(stamped(intro.clone(), one.file));
            let place = self.place(intro.place);
            self.push(competency, (At::All, place), Content { summary, ..Content::default() });
        }
        for group in groups(&one.prose.sections) {
            let heading = &group[0];
            let at = self.at(competency, &self.name_of(heading));
            match at {
                _ if heading.is_prose => self.note(group),
                Some(at) => self.cell(competency, at, group),
                None if self.is_level_meant(competency, group) => self.unknown_level(competency, heading),
                None => self.note(group),
            }
        }
    }

    fn level_file(&mut self, at: usize) {
        let (declared, one) = (self.declared, self.one);
        let id = &declared.levels[at].id.value;
        for group in groups(&one.prose.sections) {
            self.competency_group(id, group);
        }
    }

    /// A part of a level's file: a competency, an area of competencies, or neither.
    fn competency_group(&mut self, level: &str, group: &'r [Section]) {
        let (declared, names) = (self.declared, self.look.names);
        let heading = &group[0];
        let found = names.competencies.find(&heading.heading);
        let is_area = names.areas.find(&heading.heading).one().is_some();
        let is_near = names.competencies.shown().any(|name| is_slip(&heading.heading, name));
        let is_competency = |part: &[Section]| names.competencies.find(&part[0].heading).one().is_some();
        if heading.is_prose {
            self.note(group);
        } else if is_area && groups(&group[1..]).any(is_competency) {
            if !heading.items.is_empty() {
                self.unknown_competency(heading);
            }
            self.note(&group[..1]);
            groups(&group[1..]).for_each(|part| self.competency_group(level, part));
        } else if let Match::One(competency) = found {
            let name = Name { value: level.into(), ..self.name_of(heading) };
            self.cell(&declared.competencies[competency], At::Level(name), group);
        } else if found != Match::Nothing || has_items(group) || says_state(group) || is_near {
            self.unknown_competency(heading);
        } else {
            self.note(group);
        }
    }

    fn cell(&mut self, competency: &Competency, at: At, group: &[Section]) {
        let content = content(group, self.one.file);
        let place = self.place(Place::here(group[0].span));
        self.push(competency, (at, place), content);
        if let Some(draft) = self.drafts.last_mut() {
            draft.cell.anchor = Some(group[0].anchor.clone());
        }
    }

    fn push(&mut self, competency: &Competency, (at, place): (At, Place), mut content: Content) {
        let state = self.state((competency, &at), &mut content);
        self.notes.append(&mut content.notes);
        let is_override =
            self.one.head.string(&["merge"]).is_some_and(|word| word.eq_ignore_ascii_case("override"));
        let cell = Cell {
            family: self.family.clone(),
            competency: Name { value: competency.id.value.clone(), place },
            at,
            state,
            merge: if is_override { Merge::Override } else { Merge::Append },
            hides: content.hides,
            summary: content.summary,
            proficiency: content.proficiency,
            statements: content.statements,
            withheld: content.withheld,
            anchor: None,
            extra: Extra::new(),
        };
        self.drafts.push(Draft { cell, place });
    }

    fn state(&mut self, (competency, at): (&Competency, &At), content: &mut Content) -> State {
        if let Some(name) = content.same_as.take() {
            match self.at(competency, &name) {
                Some(At::Level(name) | At::Step(name)) => return State::SameAs(name),
                _ => content.statements.push(same_as(name)),
            }
        }
        let Some((word, text)) = content.word.take() else { return State::Stated };
        let state = match word {
            StateWord::NotApplicable => Some(State::NotApplicable),
            StateWord::ToBeDefined => Some(State::ToBeDefined),
            StateWord::Ditto => self.before(competency, at).map(State::SameAs),
            StateWord::SameAs(written) => self.same_as(competency, (&written, &text)),
        };
        let Some(state) = state else { return State::Stated };
        content.statements.clear();
        content.summary = None;
        state
    }

    /// What is named like no level was an ordinary sentence; what nearly is was a slip.
    fn same_as(&mut self, competency: &Competency, (written, text): (&str, &Text)) -> Option<State> {
        let name = Name { value: written.into(), place: end_of(text, written) };
        match self.at(competency, &name) {
            Some(At::Level(name) | At::Step(name)) => return Some(State::SameAs(name)),
            Some(At::All) => return None,
            None => {}
        }
        let names = self.look.names.levels.shown();
        let near = self.look.reports.nearest(written, names)?;
        let message = format!("this ladder has no level `{written}`");
        let report = self.look.reports.at(Code::LadderUnknownLevel, message, (name.place, ""));
        self.look.reports.add(report.help(format!("did you mean `{near}`?")));
        None
    }

    /// The step or level before `at`; a level has only those of its own track below it.
    fn before(&self, competency: &Competency, at: &At) -> Option<Name> {
        match at {
            At::All => None,
            At::Step(name) => {
                let at = competency.steps.iter().position(|step| step.id == *name)?;
                Some(competency.steps[at.checked_sub(1)?].id.clone())
            }
            At::Level(name) => {
                let levels = &self.declared.levels;
                let at = levels.iter().position(|level| level.id == *name)?;
                let below = levels[..at].iter().rev().find(|level| level.track == levels[at].track)?;
                Some(below.id.clone())
            }
        }
    }

    /// Where on the ladder a name is. The steps of a competency come before levels.
    fn at(&self, competency: &Competency, name: &Name) -> Option<At> {
        let id = |value: &str| Name { value: value.into(), place: name.place };
        if let Some(step) = names::steps(&competency.steps).find(&name.value).one() {
            return Some(At::Step(id(&competency.steps[step].id.value)));
        }
        let levels = &self.look.names.levels;
        if let Some(level) = levels.find(&name.value).one() {
            return Some(At::Level(id(levels.id(level))));
        }
        names::is_all_levels(&name.value).then_some(At::All)
    }

    /// Whether a name of a level or step, or of a competency, was meant by a heading that is none.
    fn is_level_meant(&self, competency: &Competency, group: &[Section]) -> bool {
        let heading = &group[0];
        let steps = names::steps(&competency.steps);
        has_items(group)
            || says_state(group)
            || self.look.names.levels.find(&heading.heading) != Match::Nothing
            || self.look.names.levels.shown().chain(steps.shown()).any(|name| is_slip(&heading.heading, name))
    }

    fn unknown_level(&mut self, competency: &Competency, heading: &Section) {
        let mut name = self.name_of(heading);
        if competency.steps.is_empty() {
            self.look.up(Kind::Level, &mut name);
        } else {
            let steps = names::steps(&competency.steps);
            let valid = steps.shown().chain(self.look.names.levels.shown());
            let message = format!("`{}` has no level and no step `{}`", competency.id.value, name.value);
            self.look.miss(Code::LadderUnknownLevel, (&name, message), valid);
        }
        self.offer_prose(heading, "level");
    }

    fn offer_prose(&mut self, heading: &Section, noun: &str) {
        let is_about_headings = !self.look.names.levels.is_empty();
        if is_about_headings && self.look.gone.id(&heading.heading).is_none() {
            let help = format!("write `{{.prose}}` behind the heading if it names no {noun}");
            self.look.reports.help_more(help);
        }
    }

    fn unknown_competency(&mut self, heading: &Section) {
        let mut name = self.name_of(heading);
        if self.look.names.areas.find(&name.value).one().is_none() {
            self.look.up(Kind::Competency, &mut name);
            self.offer_prose(heading, "competency");
            return;
        }
        let message = format!("`{}` is an area, and no competency", name.value);
        let report = self.look.reports.at(Code::LadderUnknownCompetency, message, (name.place, ""));
        self.look.reports.add(report.help("write the expectations below the name of a competency"));
    }

    fn note(&mut self, group: &[Section]) {
        for section in group {
            if let Some(text) = &section.text {
                let text = stamped(text.clone(), self.one.file);
                let anchor = Some(section.anchor.clone());
                self.notes.push(Note { title: section.heading.to_string(), anchor, family: None, text });
            }
        }
    }

    fn name_of(&self, heading: &Section) -> Name {
        Name { value: heading.heading.clone(), place: self.place(Place::here(heading.span)) }
    }

    fn place(&self, place: Place) -> Place {
        Place { file: self.one.file, ..place }
    }
}

fn has_items(group: &[Section]) -> bool {
    group.iter().any(|section| !section.items.is_empty())
}

/// Returns the place of words at the end of a text; that of the text when it is written in another way.
fn end_of(text: &Text, words: &str) -> Place {
    let span = text.place.span;
    if span.range().len() != text.written.len() || !text.written.ends_with(words) {
        return text.place;
    }
    let end = span.end as usize;
    Place { span: Span::new(end - words.len(), end), ..text.place }
}

fn says_state(group: &[Section]) -> bool {
    group[0].text.as_ref().is_some_and(|text| state_of(&text.written).is_some())
}

/// Whether a heading is a name with one slip in it: all but two letters in a row are the same. Headings
/// of ordinary paragraphs are told from names with care, and what is as short as a code is near to
/// everything.
pub(super) fn is_slip(heading: &str, name: &str) -> bool {
    let [heading, name] = [heading, name].map(|text| text.to_lowercase().chars().collect::<Vec<char>>());
    let shorter = heading.len().min(name.len());
    let same = |(a, b): &(&char, &char)| a == b;
    let start = heading.iter().zip(&name).take_while(same).count();
    let end = heading.iter().rev().zip(name.iter().rev()).take_while(same).count().min(shorter - start);
    shorter > 3 && start + end + 2 >= heading.len().max(name.len())
}
