//! The references in tables: tracks of levels, levels of families, steps in rules, and so on.

use super::super::model::{Archetype, Competency, Declarations, Level, PayBand, Profile, Rule, Step};
use super::super::text::Name;
use super::look::{Kind, Look};
use super::names::{self, Index, Match};

/// Looks up every reference of `declared` but those in cells and those to expectations. A reference
/// that means nothing is reported and taken out.
pub(super) fn look_up(declared: &mut Declarations, look: &mut Look<'_, '_>) {
    let withheld = names::alone(&std::mem::take(&mut declared.withheld_bands));
    let Declarations { levels, tracks, families, competencies, archetypes, profiles, pay_bands, .. } =
        declared;
    for level in &mut *levels {
        look_up_level(level, (competencies, pay_bands, &withheld), look);
    }
    for track in tracks {
        look.up_all(Kind::Level, &mut track.from_levels);
    }
    let notes_of_levels = levels.iter_mut().flat_map(|level| &mut level.notes);
    let notes_of_competencies = competencies.iter_mut().flat_map(|competency| &mut competency.notes);
    for note in notes_of_levels.chain(notes_of_competencies) {
        look.up_option(Kind::Family, &mut note.family);
    }
    for family in families {
        look.up_option(Kind::Family, &mut family.extends);
        look.up_all(Kind::Level, &mut family.levels);
    }
    for competency in competencies {
        look.up_all(Kind::Track, &mut competency.tracks);
        look.up_all(Kind::Family, &mut competency.families);
    }
    for Archetype { levels, .. } in archetypes {
        look.up_all(Kind::Level, levels);
    }
    for Profile { family, level, .. } in profiles {
        look.up_option(Kind::Family, family);
        look.up_option(Kind::Level, level);
    }
}

fn look_up_level(
    level: &mut Level,
    (competencies, pay_bands, withheld): (&[Competency], &[PayBand], &Index),
    look: &mut Look<'_, '_>,
) {
    look.up_all(Kind::Level, &mut level.equivalent_to);
    level.pay_band.take_if(|band| withheld.find(&band.value) != Match::Nothing);
    // Pay may live elsewhere altogether; then the key is all there is.
    if !pay_bands.is_empty() {
        look.up_option(Kind::PayBand, &mut level.pay_band);
    }
    for dimension in &mut level.dimensions {
        if let Some(at) = look.names.scales.find(&dimension.name.value).one() {
            dimension.name.value = look.names.scales.id(at).into();
        }
    }
    level.requires.retain_mut(|rule| is_known(rule, competencies, look));
}

/// Looks up what a rule asks for, and returns whether anything of it is left.
fn is_known(rule: &mut Rule, competencies: &[Competency], look: &mut Look<'_, '_>) -> bool {
    match rule {
        Rule::Vector(pairs) => {
            pairs.retain_mut(|(competency, step)| {
                let steps = steps_asked(competency, competencies, look);
                steps.is_some_and(|steps| look_up_step(&steps, step, look))
            });
            !pairs.is_empty()
        }
        Rule::AtLeast { step, .. } | Rule::NoneBelow(step) => {
            look_up_step(&all_steps(competencies), step, look)
        }
        Rule::Points(_) | Rule::Weighted(_) | Rule::Share(..) | Rule::Prose(_) => true,
    }
}

/// Looks up the competency of a vector and returns its steps; those of all for a stand-in.
fn steps_asked<'a>(
    competency: &mut Name,
    competencies: &'a [Competency],
    look: &mut Look<'_, '_>,
) -> Option<Vec<&'a Step>> {
    let is_stand_in = matches!(&*competency.value, "main" | "other");
    if is_stand_in && look.names.competencies.find(&competency.value).one().is_none() {
        return Some(all_steps(competencies));
    }
    let at = look.up(Kind::Competency, competency)?;
    Some(competencies[at].steps.iter().collect())
}

/// Steps of the same id in several competencies are one rung.
fn all_steps(competencies: &[Competency]) -> Vec<&Step> {
    let mut steps: Vec<&Step> = Vec::new();
    for step in competencies.iter().flat_map(|competency| &competency.steps) {
        if !steps.iter().any(|other| other.id == step.id) {
            steps.push(step);
        }
    }
    steps
}

/// `3+` asks for step 3.
fn look_up_step(steps: &[&Step], name: &mut Name, look: &mut Look<'_, '_>) -> bool {
    let bare = name.value.trim().trim_end_matches('+').trim_end();
    if bare.len() < name.value.len() && !bare.is_empty() {
        name.value = bare.into();
    }
    let steps: Vec<Step> = steps.iter().map(|step| (*step).clone()).collect();
    look.up_step(&steps, name).is_some()
}
