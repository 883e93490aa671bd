//! What levels are called, by everybody and by a family.

use super::model::{Family, Ladder, Level};

/// What stands for the name of a discipline in titles.
const DISCIPLINE: &str = "{discipline}";

/// Returns the title of a level as a family calls it, or as everybody does: then `{discipline}` is left
/// out.
///
/// # Panics
/// If the ladder has no such level or family.
pub fn title(ladder: &Ladder, family: Option<usize>, level: usize) -> String {
    let level = &ladder.declared.levels[level];
    let usual = level.titles.first().map_or(level.id.as_str(), String::as_str);
    let Some(family) = family.map(|family| &ladder.declared.families[family]) else {
        return without_discipline(usual);
    };
    let filled = match template(ladder, family) {
        Some(template) => {
            template.replace("{level}", &rung(level)).replace("{title}", &without_discipline(usual))
        }
        None => usual.to_owned(),
    };
    squeezed(&filled.replace(DISCIPLINE, family.discipline.as_deref().unwrap_or(&family.name)))
}

/// Returns a title without the place for a discipline.
pub fn without_discipline(title: &str) -> String {
    squeezed(&title.replace(DISCIPLINE, ""))
}

/// What tells a level from others in a few words: its short title.
fn rung(level: &Level) -> String {
    let title = level.titles.first().map_or(level.id.as_str(), String::as_str);
    level.short.clone().unwrap_or_else(|| without_discipline(title))
}

/// The template of a family, or of the nearest that it extends and that has one.
fn template<'a>(ladder: &'a Ladder, family: &'a Family) -> Option<&'a str> {
    let families = &ladder.declared.families;
    let mut next = Some(family);
    for _ in 0..=families.len() {
        let family = next?;
        if let Some(template) = &family.title_template {
            return Some(template);
        }
        next = family.extends.as_ref().and_then(|name| families.iter().find(|other| other.id == *name));
    }
    None
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
