//! Which places the page of a generated view has.

use super::ladders::{LadderView, ViewKind};
use crate::ladder::anchors;
use crate::ladder::model::Ladder;

/// Returns every id that a chapter whose substance is this view prints, in the order in which they are
/// looked for. Views inside a text print none.
pub fn anchors(ladder: &Ladder, view: &LadderView) -> Vec<Box<str>> {
    match view.kind {
        ViewKind::Home => anchors::of_home(ladder, view.family),
        ViewKind::Level(level) => anchors::of_level(ladder, view.family, level),
        ViewKind::Competency(competency) => anchors::of_competency(ladder, view.family, competency),
        ViewKind::Changes(from, to) => anchors::of_changes(ladder, view.family, (from, to)),
        ViewKind::Matrix | ViewKind::Diagram | ViewKind::Compare => Vec::new(),
    }
}
