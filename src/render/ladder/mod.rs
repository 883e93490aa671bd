//! Views of ladders as HTML: what is shown is decided here, how it looks in the templates.
//!
//! [`render`] makes one view, for the page of a chapter whose substance it is or for a place inside a
//! text. Ids come from [`crate::handbook::anchors`]: each is printed once, where it is first due.

mod areas;
mod cell;
mod changes;
mod compare;
mod competency;
mod diagram;
mod facts;
mod home;
mod level;
mod matrix;
mod rules;
mod shown;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;

use super::chapter::From;
use super::terms::Explainer;
use crate::diagnostic::Diagnostic;
use crate::document::html;
use crate::handbook::ladders::{LadderView, ViewKind};
use crate::page::view::TocView;
use crate::page::view::ladder::{AreaView, ChangesView};
use crate::site::Site;
use crate::theme::Variables;
use shown::Shown;
pub(super) use shown::Standing;

/// A view of a ladder, ready to be put on a page.
pub(super) struct Rendered {
    /// It.
    pub(super) html: String,
    /// Its headings, for the contents of its page.
    pub(super) toc: Vec<TocView<'static>>,
    /// What it is about, in plain words; or empty.
    pub(super) description: String,
    /// What is wrong with its template.
    pub(super) report: Option<Diagnostic>,
}

/// Renders a view of a ladder as seen from a page.
///
/// # Panics
/// If the view is not of this site's handbook.
pub(super) fn render(
    site: &Site,
    from: &From<'_>,
    view: &LadderView,
    standing: Standing,
    explainer: &Explainer<'_, '_>,
) -> Rendered {
    let shown = Shown::new((site, from), view, standing, explainer);
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("ladder", &shown.info());
    let (template, toc, description) = shown.fill(&mut variables);
    let mut out = Vec::with_capacity(16 << 10);
    let report = site.theme.render(template, &variables, &mut out).err().map(|report| *report);
    let html = if report.is_some() { Vec::new() } else { out };
    let html = String::from_utf8(html).expect("the engine writes text");
    Rendered { html, toc, description, report }
}

/// The word that templates of pages have for the page of a view.
pub(super) fn page_kind(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::Home | ViewKind::Matrix | ViewKind::Diagram => "ladder",
        ViewKind::Level(_) => "level",
        ViewKind::Competency(_) => "competency",
        ViewKind::Changes(..) => "changes",
        ViewKind::Compare => "compare",
    }
}

impl Shown<'_> {
    /// Adds what the template of this view is given. Returns its name, and contents and description
    /// for the page.
    fn fill(&self, variables: &mut Variables) -> (&'static str, Vec<TocView<'static>>, String) {
        match self.view.kind {
            ViewKind::Home => {
                let home = self.home();
                variables.insert("home", &home);
                variables.insert("diagram", &self.diagram());
                variables.insert("matrix", &self.matrix());
                let description = self.or(html::words(&home.intro), "What is expected at each level of {}.");
                ("ladder-home.html", Vec::new(), description)
            }
            ViewKind::Matrix => {
                variables.insert("matrix", &self.matrix());
                ("ladder-matrix.html", Vec::new(), String::new())
            }
            ViewKind::Diagram => {
                variables.insert("diagram", &self.diagram());
                ("ladder-diagram.html", Vec::new(), String::new())
            }
            ViewKind::Level(index) => {
                let level = self.level(index);
                variables.insert("level", &level);
                let toc = toc(&level.areas, |one| (one.id.as_deref(), &one.competency.title));
                let otherwise = format!("What is expected of {}, by competency, in {{}}.", level.level.title);
                ("ladder-level.html", toc, self.or(html::words(&level.tagline), &otherwise))
            }
            ViewKind::Competency(index) => {
                let competency = self.competency(index);
                variables.insert("competency", &competency);
                let levels = competency.levels.iter().filter_map(|section| {
                    Some(entry(section.id.as_deref()?, &section.level.as_ref()?.title, 2))
                });
                let notes = competency.notes.iter();
                let notes = notes.filter_map(|note| Some(entry(note.id.as_deref()?, &note.title, 2)));
                let toc = levels.chain(notes).collect();
                let otherwise = format!("{} at every level of {{}}.", competency.competency.title);
                (
                    "ladder-competency.html",
                    toc,
                    self.or(html::words(&competency.competency.summary), &otherwise),
                )
            }
            ViewKind::Changes(from, to) => {
                let changes = self.changes(from, to);
                variables.insert("changes", &changes);
                let toc = toc(&changes.areas, |one| (one.id.as_deref(), &one.competency.title));
                ("ladder-changes.html", toc, sums(&changes))
            }
            ViewKind::Compare => {
                variables.insert("compare", &self.compare());
                let description = self.or(String::new(), "Any two levels of {} side by side.");
                ("ladder-compare.html", Vec::new(), description)
            }
        }
    }

    /// What the authors say, or else a sentence about the ladder, with `{}` for its title.
    fn or(&self, said: String, otherwise: &str) -> String {
        if said.is_empty() { otherwise.replace("{}", &self.info().title) } else { said }
    }
}

/// How much changes, in a sentence.
fn sums(changes: &ChangesView) -> String {
    let ChangesView { from, to, raised, lowered, restated, added, carried, left, .. } = changes;
    let sums = [
        (raised, "raised"),
        (added, "new"),
        (restated, "said in another way"),
        (lowered, "lowered"),
        (carried, "unchanged"),
        (left, "no longer stated"),
    ];
    let sums = sums.into_iter().filter(|(number, _)| **number > 0);
    let sums: Vec<String> = sums.map(|(number, word)| format!("{number} {word}")).collect();
    let others = changes.areas.iter().flat_map(|area| &area.competencies);
    let others: Vec<&str> = others.map(|change| change.competency.title.as_str()).collect();
    let sums = match (sums.is_empty(), others.is_empty(), changes.unchanged.is_empty()) {
        (false, ..) => sums.join(", "),
        (_, false, _) => others.join(", "),
        (.., false) => "nothing".to_owned(),
        _ => "nothing is stated".to_owned(),
    };
    format!("What changes from {} to {}: {sums}.", from.title, to.title)
}

/// The contents of a page that is grouped by area: areas, and in them competencies.
fn toc<T>(areas: &[AreaView<T>], of: impl Fn(&T) -> (Option<&str>, &String)) -> Vec<TocView<'static>> {
    let mut toc: Vec<TocView<'static>> = Vec::new();
    for area in areas {
        let inner = area.competencies.iter().filter_map(|one| {
            let (id, title) = of(one);
            Some(entry(id?, title, if area.title.is_empty() { 2 } else { 3 }))
        });
        let inner: Vec<TocView<'static>> = inner.collect();
        match (&area.id, area.depth, toc.last_mut()) {
            (None, ..) => toc.extend(inner),
            (Some(id), 0, _) | (Some(id), _, None) => {
                toc.push(TocView { children: inner, ..entry(id, &area.title, 2) });
            }
            (Some(id), _, Some(outer)) => {
                outer.children.push(entry(id, &area.title, 3));
                outer.children.extend(inner);
            }
        }
    }
    toc
}

fn entry(id: &str, title: &str, level: u8) -> TocView<'static> {
    TocView { title: Cow::Owned(title.to_owned()), href: html::fragment(id), level, children: Vec::new() }
}
