//! Competencies by the areas that they lie in.

use rustc_hash::FxHashSet;

use super::shown::Shown;
use crate::ladder::model::Area;
use crate::page::view::ladder::AreaView;

/// An area and the areas around it are walked at most so many deep.
const MAX_DEPTH: usize = 16;

impl Shown<'_> {
    /// Groups competencies by area, areas in each other as they lie, those without an area first.
    /// `build` makes what is shown of a competency, given the level of its heading; where it makes
    /// nothing for all of an area, the area is left out.
    pub(super) fn areas<T>(
        &self,
        competencies: &[usize],
        mut build: impl FnMut(usize, u8) -> Option<T>,
    ) -> Vec<AreaView<T>> {
        let mut views = Vec::new();
        let of_area = |area: Option<&Area>| -> Vec<usize> {
            let declared = &self.ladder.declared.competencies;
            let is_in = |index: &usize| declared[*index].area.as_ref() == area.map(|area| &area.id);
            competencies.iter().copied().filter(is_in).collect()
        };
        let loose = of_area(None);
        if !loose.is_empty() {
            let mut view = self.area_view(None, &[]);
            view.competencies = loose.into_iter().filter_map(|index| build(index, view.below)).collect();
            views.push(view);
        }
        let shown = self.areas_around(competencies);
        for (area, around) in self.walk() {
            if !shown.contains(area.id.as_str()) {
                continue;
            }
            let mut view = self.area_view(Some(area), &around);
            let inside = of_area(Some(area));
            view.competencies = inside.into_iter().filter_map(|index| build(index, view.below)).collect();
            views.push(view);
        }
        without_empty(views)
    }

    /// The areas that some competencies lie in, and those around them.
    fn areas_around(&self, competencies: &[usize]) -> FxHashSet<&str> {
        let areas = &self.ladder.declared.areas;
        let mut shown = FxHashSet::default();
        for index in competencies {
            let mut next = self.ladder.declared.competencies[*index].area.as_ref();
            while let Some(name) = next.filter(|name| shown.insert(name.as_str())) {
                next = areas.iter().find(|area| area.id == *name).and_then(|area| area.parent.as_ref());
            }
        }
        shown
    }

    /// Every area after the one it lies in, with those around it, outermost first.
    fn walk(&self) -> Vec<(&Area, Vec<&Area>)> {
        let areas = &self.ladder.declared.areas;
        let mut found = Vec::new();
        let roots = areas.iter().filter(|area| area.parent.is_none()).rev();
        let mut open: Vec<(&Area, Vec<&Area>)> = roots.map(|area| (area, Vec::new())).collect();
        while let Some((area, around)) = open.pop() {
            if around.len() < MAX_DEPTH {
                let mut path = around.clone();
                path.push(area);
                let inside = areas.iter().filter(|other| other.parent.as_ref() == Some(&area.id)).rev();
                open.extend(inside.map(|other| (other, path.clone())));
            }
            found.push((area, around));
        }
        found
    }

    fn area_view<T>(&self, area: Option<&Area>, around: &[&Area]) -> AreaView<T> {
        let depth = around.len();
        let names: Vec<&str> = around.iter().copied().chain(area).map(|area| area.id.as_str()).collect();
        let heading = deeper(self.heading(), depth + usize::from(self.has_title()));
        AreaView {
            id: area.and_then(|area| self.anchor(area.id.as_str())),
            names: names.join(" "),
            title: area.map_or_else(String::new, |area| area.name.clone()),
            icon: area.and_then(|area| area.icon.clone()).unwrap_or_default(),
            summary: self.html_or_empty(area.and_then(|area| area.summary.as_ref())),
            depth,
            heading,
            below: if area.is_some() { deeper(heading, 1) } else { heading },
            competencies: Vec::new(),
        }
    }
}

/// A heading some levels below another; there are six.
pub(super) fn deeper(heading: u8, by: usize) -> u8 {
    u8::try_from(by).map_or(6, |by| heading.saturating_add(by)).min(6)
}

/// Drops areas in which, and in whose areas, nothing is shown.
fn without_empty<T>(views: Vec<AreaView<T>>) -> Vec<AreaView<T>> {
    let mut kept: Vec<AreaView<T>> = Vec::new();
    // From the end, so that what lies in an area was decided before it.
    for view in views.into_iter().rev() {
        let has_inner = kept.last().is_some_and(|next| {
            next.names.strip_prefix(view.names.as_str()).is_some_and(|rest| rest.starts_with(' '))
        });
        if !view.competencies.is_empty() || (has_inner && !view.names.is_empty()) {
            kept.push(view);
        }
    }
    kept.reverse();
    kept
}
