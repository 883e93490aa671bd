//! One competency through all levels.

use super::cell::{Detail, NOT_APPLICABLE, TO_BE_DEFINED, Whence, same_as};
use super::facts::escaped;
use super::shown::Shown;
use crate::ladder::anchors::{cells_off_levels, competency_anchor, levels_of, overlays, shown_statements};
use crate::ladder::model::{At, Cell, Competency, Merge, Mode, Note, State, Step};
use crate::ladder::text::Name;
use crate::page::view::ladder::{
    CellView, CompetencyStepView, CompetencyView, FactView, FamilyCellView, LevelSectionView, NoteView,
    RefView,
};

impl Shown<'_> {
    pub(super) fn competency(&self, index: usize) -> CompetencyView {
        let competency = &self.ladder.declared.competencies[index];
        let mode = self.resolved.mode(index);
        let steps = competency.steps.iter().map(|step| self.step(index, competency, step)).collect();
        let everywhere = self.everywhere(index, competency);
        let mut levels = levels_of(&self.resolved, index);
        let filter = &self.view.filter.levels;
        levels.retain(|level| filter.is_empty() || filter.contains(level));
        CompetencyView {
            competency: self.competency_ref(index),
            areas: self.areas_of(competency),
            intro: self.html_or_empty(competency.intro.as_ref()),
            mode: match mode {
                Mode::Cumulative => "cumulative",
                Mode::Replacing => "replacing",
                Mode::Standalone => "standalone",
            },
            mode_text: match mode {
                Mode::Cumulative => "Each level adds to those before it.",
                Mode::Replacing => "Each level says anew what is asked; only that of one’s own level counts.",
                Mode::Standalone => "Each level is complete in itself.",
            },
            facts: self.competency_facts(competency),
            steps,
            everywhere,
            levels: levels
                .into_iter()
                .enumerate()
                .map(|(at, level)| self.section(level, index, at + 1))
                .collect(),
            notes: self.competency_notes(competency),
            resources: competency.resources.iter().map(|text| self.html(text)).collect(),
            mentions: self.mentions(index),
            removed: match self.view.family {
                None => self.removed(Some(index)),
                Some(_) => Vec::new(),
            },
        }
    }

    /// The notes of everybody, and those of families with the name of theirs.
    fn competency_notes(&self, competency: &Competency) -> Vec<NoteView> {
        let families = &self.ladder.declared.families;
        let name = |note: &Note| {
            let id = note.family.as_ref()?;
            families.iter().find(|family| family.id == *id).map(|family| family.name.clone())
        };
        let views = self.notes(competency.notes.iter()).into_iter().zip(&competency.notes);
        let titled = views.map(|(view, note)| match name(note) {
            Some(name) if view.title.is_empty() => NoteView { title: name, ..view },
            Some(name) => NoteView { title: format!("{name}: {}", view.title), ..view },
            None => view,
        });
        titled.collect()
    }

    /// The areas that a competency lies in, outermost first.
    fn areas_of(&self, competency: &Competency) -> Vec<RefView> {
        let areas = &self.ladder.declared.areas;
        let mut found = Vec::new();
        let mut next = competency.area.as_ref();
        while let Some(area) = next.and_then(|name| areas.iter().find(|area| area.id == *name)) {
            if found.len() > areas.len() {
                break;
            }
            let home = self.chapter_of(crate::handbook::ladders::ViewKind::Home);
            let href = home.map(|home| self.href_to_place(home, area.id.as_str()));
            found.push(RefView { title: area.name.clone(), href });
            next = area.parent.as_ref();
        }
        found.reverse();
        found
    }

    fn competency_facts(&self, competency: &Competency) -> Vec<FactView> {
        let declared = &self.ladder.declared;
        let mut facts = Vec::new();
        let mut add = |label: &str, values: Vec<String>| {
            if !values.is_empty() {
                facts.push(FactView { label: label.to_owned(), values });
            }
        };
        let tracks = declared.tracks.iter().filter(|track| competency.tracks.contains(&track.id));
        add("Tracks", tracks.map(|track| escaped(&track.name)).collect());
        let families = declared.families.iter().filter(|family| competency.families.contains(&family.id));
        add("Families", families.map(|family| escaped(&family.name)).collect());
        add("Weight", competency.weight.iter().map(ToString::to_string).collect());
        add("Owner", competency.owner.iter().map(|owner| escaped(owner)).collect());
        add("Review by", competency.review_by.iter().map(|date| escaped(date)).collect());
        facts
    }

    fn step(&self, index: usize, competency: &Competency, step: &Step) -> CompetencyStepView {
        let is_here = |cell: &&Cell| matches!(&cell.at, At::Step(name) if *name == step.id);
        let cells: Vec<&Cell> = cells_off_levels(&self.resolved, competency).filter(is_here).collect();
        let common = cells.iter().find(|cell| cell.family.is_none());
        let asked =
            self.resolved.levels.iter().copied().filter(|level| {
                self.resolved.cell(*level, index).step.is_some_and(|asked| asked.id == step.id)
            });
        CompetencyStepView {
            id: common.and_then(|cell| self.anchor(cell.anchor.as_deref()?)),
            number: step.number.to_string(),
            title: step.name.clone(),
            points: step.points.map_or_else(String::new, |points| points.to_string()),
            summary: self.html_or_empty(step.summary.as_ref()),
            levels: asked.map(|level| self.level_link(level)).collect(),
            cell: common.map(|cell| self.declared_cell(index, cell)),
            families: self.family_cells(index, cells.iter().copied()),
        }
    }

    fn everywhere(&self, index: usize, competency: &Competency) -> Option<LevelSectionView> {
        let cells: Vec<&Cell> =
            cells_off_levels(&self.resolved, competency).filter(|cell| cell.at == At::All).collect();
        let common = cells.iter().find(|cell| cell.family.is_none());
        if cells.is_empty() {
            return None;
        }
        Some(LevelSectionView {
            id: common.and_then(|cell| self.anchor(cell.anchor.as_deref()?)),
            anchor: None,
            level: None,
            cell: match common {
                Some(cell) => self.declared_cell(index, cell),
                None => self.cell_of(index, &[]),
            },
            families: self.family_cells(index, cells.iter().copied()),
        })
    }

    fn section(&self, level: usize, index: usize, number: usize) -> LevelSectionView {
        let competency = &self.ladder.declared.competencies[index];
        let declared = &self.ladder.declared.levels[level];
        let id = self.anchor(declared.id.as_str());
        let anchor = competency_anchor(self.ladder, level, competency);
        let resolved = self.resolved.cell(level, index);
        let own: Vec<_> =
            resolved.own.iter().filter(|stated| !stated.for_all && stated.step.is_none()).collect();
        let here = self.cell_of(index, &own);
        let summary = self.html_or_empty(resolved.summary);
        let mut cell =
            CellView { own: here.own, parts: here.parts, summary, ..self.cell(level, index, Detail::Brief) };
        if cell.own.is_empty()
            && cell.parts.is_empty()
            && cell.state == "stated"
            && cell.summary.is_empty()
            && cell.proficiency.is_empty()
        {
            // What is new may stand above, at the step that the level asks for or among what holds for all.
            let is_silent =
                resolved.own.is_empty() && resolved.texts.is_empty() && resolved.for_all.is_none();
            let words = if is_silent { "Nothing new" } else { "As said above" };
            (cell.state, cell.state_text) = ("empty", words.to_owned());
        }
        LevelSectionView {
            id,
            anchor: anchor.and_then(|anchor| self.anchor(anchor)),
            level: Some(self.level_ref(level, number)),
            cell,
            families: self.family_cells(index, overlays(&self.resolved, competency, level)),
        }
    }

    /// A cell as it is declared, without what is laid over it.
    fn declared_cell(&self, index: usize, cell: &Cell) -> CellView {
        let whence = Whence { competency: index, from: None, family: None };
        let statements = shown_statements(&self.resolved, cell);
        let view = self.cell_of_statements(whence, statements);
        let said = |(state, text): (&'static str, &str)| (state, text.to_owned());
        let ((state, state_text), same_as) = match &cell.state {
            State::Stated => ((view.state, view.state_text), view.same_as),
            State::NotApplicable => (said(NOT_APPLICABLE), None),
            State::ToBeDefined => (said(TO_BE_DEFINED), None),
            State::SameAs(name) => {
                let steps = &self.ladder.declared.competencies[index].steps;
                let other = match (steps.iter().find(|step| step.id == *name), self.level_index(name)) {
                    (Some(step), _) => RefView { title: step.name.clone(), href: None },
                    (None, Some(level)) => self.short_link(level),
                    (None, None) => RefView { title: name.as_str().to_owned(), href: None },
                };
                (same_as(&other.title), Some(other))
            }
        };
        CellView {
            state,
            state_text,
            same_as,
            summary: self.html_or_empty(cell.summary.as_ref()),
            proficiency: cell.proficiency.as_ref().map_or_else(String::new, |name| self.proficiency(name)),
            ..view
        }
    }

    fn family_cells<'c>(&self, index: usize, cells: impl Iterator<Item = &'c Cell>) -> Vec<FamilyCellView> {
        let views = cells.filter_map(|cell| {
            let name = cell.family.as_ref()?;
            let families = &self.ladder.declared.families;
            let family = families.iter().position(|family| family.id == *name)?;
            let replaces = cell.statements.iter().filter_map(|statement| statement.replaces.as_ref());
            Some(FamilyCellView {
                family: RefView { title: families[family].name.clone(), href: self.family_href(family) },
                overrides: cell.merge == Merge::Override,
                cell: self.declared_cell(index, cell),
                hides: self.things(cell.hides.iter()),
                replaces: self.things(replaces),
            })
        });
        views.collect()
    }

    fn things<'n>(&self, names: impl Iterator<Item = &'n Name>) -> Vec<RefView> {
        names.map(|name| self.thing(name)).collect()
    }

    /// The first page of a family.
    pub(super) fn family_href(&self, family: usize) -> Option<String> {
        let view = crate::handbook::ladders::LadderView {
            ladder: self.view.ladder,
            family: Some(family),
            kind: crate::handbook::ladders::ViewKind::Home,
            filter: crate::handbook::ladders::Filter::default(),
        };
        self.placed.chapters.get(&view).map(|chapter| self.href(*chapter))
    }
}
