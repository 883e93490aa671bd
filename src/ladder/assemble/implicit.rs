//! Areas and tracks that are named and never declared.

use super::super::model::{Area, Declarations, Extra, Track};
use super::super::text::{Name, humanise, id_of};
use super::look::{Kind, Look};
use super::names::{Match, fold};

/// Declares the areas that are only named, in the order of their first use, and makes every name of
/// an area its id. A name that is nearly that of a declared one is a slip, and reported.
pub(super) fn declare_areas(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    let mut implicit = Implicit { look, kind: Kind::Area, made: Vec::new() };
    for area in &mut declared.areas {
        implicit.settle(&mut area.parent);
    }
    for competency in &mut declared.competencies {
        implicit.settle(&mut competency.area);
    }
    declared.areas.extend(implicit.made.into_iter().map(|(id, name)| Area {
        id,
        name,
        aliases: Vec::new(),
        icon: None,
        summary: None,
        parent: None,
        extra: Extra::new(),
    }));
}

/// Does for the tracks of levels what [`declare_areas`] does for areas.
pub(super) fn declare_tracks(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    let mut implicit = Implicit { look, kind: Kind::Track, made: Vec::new() };
    for level in &mut declared.levels {
        implicit.settle(&mut level.track);
    }
    declared.tracks.extend(implicit.made.into_iter().map(|(id, name)| Track {
        id,
        name,
        summary: None,
        entry: None,
        from_levels: Vec::new(),
        extra: Extra::new(),
    }));
}

struct Implicit<'l, 'a, 'b> {
    look: &'l mut Look<'a, 'b>,
    kind: Kind,
    /// Ids and names of what was only named so far.
    made: Vec<(Name, String)>,
}

impl Implicit<'_, '_, '_> {
    fn settle(&mut self, named: &mut Option<Name>) {
        let Some(name) = named else { return };
        let folded = fold(&name.value);
        if let Some((id, _)) = self.made.iter().find(|(id, _)| fold(&id.value) == folded) {
            name.value = id.value.clone();
            return;
        }
        if !self.is_new(name) {
            self.look.up_option(self.kind, named);
            return;
        }
        let id = id_of(&name.value);
        let shown = if *name.value == *id { humanise(&id) } else { name.value.to_string() };
        name.value = id.into();
        self.made.push((name.clone(), shown));
    }

    fn is_new(&mut self, name: &Name) -> bool {
        let names = self.look.names;
        let index = if self.kind == Kind::Area { &names.areas } else { &names.tracks };
        index.find(&name.value) == Match::Nothing
            && self.look.gone.id(&name.value).is_none()
            && self.look.reports.nearest(&name.value, index.shown()).is_none()
    }
}
