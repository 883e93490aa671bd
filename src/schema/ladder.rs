//! `ladder.toml`, and what may be written beside it as TOML or YAML.

use serde_json::Value;

use super::{Key, Kind, Others, root};

macro_rules! both {
    ($one:literal, $many:literal, $keys:ident, $about:literal) => {
        [Key($one, Kind::Entries($keys), $about), Key($many, Kind::Entries($keys), $about)]
    };
}

const SECTIONS: [[Key; 2]; 14] = [
    both!("scale", "scales", SCALE, "Ordered values, such as reach, proficiency or ratings."),
    both!("track", "tracks", TRACK, "Lines of progression, such as engineers and managers."),
    both!("level", "levels", LEVEL, "Steps of a track, lowest first."),
    both!(
        "family",
        "families",
        FAMILY,
        "Groups of people with expectations of their own, such as data engineers."
    ),
    both!("area", "areas", AREA, "Groups of competencies."),
    both!("competency", "competencies", COMPETENCY, "What is looked at, and what it means at each level."),
    both!("cell", "cells", CELL, "What one competency means at one level."),
    both!("archetype", "archetypes", ARCHETYPE, "Shapes that a level can have."),
    both!("profile", "profiles", PROFILE, "Texts about a level, for one family."),
    both!("pay_band", "pay_bands", PAY_BAND, "Names of bands of pay."),
    both!("process", "processes", PROCESS, "How things are done with this ladder."),
    both!("cycle", "cycles", CYCLE, "When they are done."),
    both!("removed", "removals", REMOVED, "Ids that are gone, and what took their place."),
    both!("change", "changes", CHANGE, "What changed from one version to the next."),
];

const EXTRA: &str = "Values of your own; they are exported.";
const ID: &str = "A short, stable name. Default: from the name.";

const FRAMEWORK: &[Key] = &[
    Key("id", Kind::Text, "A short, stable name. Default: from the folder."),
    Key("name", Kind::Text, "The name of the ladder. Default: from the folder."),
    Key("version", Kind::Text, "The version, as people speak of it."),
    Key(
        "status",
        Kind::Choice(&["draft", "proposed", "active", "retired"]),
        "How far it counts. Default: active.",
    ),
    Key("effective_from", Kind::Day, "From when on it counts."),
    Key("effective_to", Kind::Day, "Until when it counts."),
    Key("supersedes", Kind::Text, "The ladder before this one."),
    Key("owner", Kind::Text, "Who looks after it."),
    Key("maintainers", Kind::Texts, "Who may change it."),
    Key("audience", Kind::Text, "Who it is for."),
    Key("licence", Kind::Text, "Under which licence others may use it."),
    Key("license", Kind::Text, "As licence."),
    Key("language", Kind::Text, "The language that it is written in."),
    Key("review_by", Kind::Day, "The day by which to look at it again."),
    Key("intro", Kind::Text, "What stands above it, as Markdown."),
    Key("note", Kind::Text, "What stands on each of its pages, as Markdown."),
    Key("mode", Kind::Choice(MODES), "How levels lean on those below. Default: cumulative."),
    Key("published", Kind::Texts, "Former exports: their ids must not vanish."),
    Key("extra", Kind::Anything, EXTRA),
];

const MODES: &[&str] = &["cumulative", "replacing", "standalone"];

const SCALE: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key(
        "kind",
        Kind::Choice(&["reach", "autonomy", "horizon", "proficiency", "rating", "custom"]),
        "What it measures.",
    ),
    Key("values", Kind::Anything, "Its values, lowest first: texts, or tables with id, name and summary."),
    Key("extra", Kind::Anything, EXTRA),
];

const TRACK: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("entry", Kind::Text, "How one gets onto it: promotion, lateral, opening, or words of your own."),
    Key("from_levels", Kind::Texts, "The levels from which one gets onto it."),
    Key("extra", Kind::Anything, EXTRA),
];

const LEVEL: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("code", Kind::Text, "Its code, such as L5."),
    Key("rank", Kind::Number, "Its place, also across tracks. Default: one more than the level before."),
    Key("track", Kind::Text, "Its track."),
    Key("title", Kind::Texts, "What it is called."),
    Key("titles", Kind::Texts, "What it is called, the first before all."),
    Key("name", Kind::Texts, "As title."),
    Key("short", Kind::Text, "What it is called where there is little room."),
    Key("aliases", Kind::Texts, "Other names by which it may be referred to."),
    Key("tagline", Kind::Text, "One line about it, as Markdown."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("bands", Kind::Anything, "Levels within it: tables with id, name and summary, or texts."),
    Key("equivalent_to", Kind::Texts, "Levels of other tracks that are as high."),
    Key("career_level", Kind::Boolean, "Whether one may stay at it for good."),
    Key("availability", Kind::Text, "How often there is room for somebody at it."),
    Key("typical_time", Kind::Text, "How long people usually are at it."),
    Key(
        "time_split",
        Kind::Anything,
        "How time is spent: a number or range of per cent by what it is spent on.",
    ),
    Key("experience", Kind::Text, "What people bring along, as Markdown."),
    Key("pay_band", Kind::Text, "Its band of pay."),
    Key("status", Kind::Choice(&["ok", "tbd", "retired"]), "Whether it can be used. Default: ok."),
    Key("requires", Kind::Anything, "What makes somebody be at it."),
    Key(
        "notes",
        Kind::Anything,
        "Further texts: tables with title, text and perhaps family, or texts by title.",
    ),
    Key("dimensions", Kind::Anything, "Its properties, by scale or by a name of your own."),
    Key("extra", Kind::Anything, EXTRA),
];

const FAMILY: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("extends", Kind::Text, "The family that it has all expectations of."),
    Key("levels", Kind::Texts, "Its levels. Default: all."),
    Key("discipline", Kind::Text, "What stands for {discipline} in titles."),
    Key("title_template", Kind::Text, "How its titles are made."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("appendix", Kind::Text, "What stands below its ladder, as Markdown."),
    Key("extra", Kind::Anything, EXTRA),
];

const AREA: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("aliases", Kind::Texts, "Other names by which it may be referred to."),
    Key("icon", Kind::Text, "A sign before its name."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("parent", Kind::Text, "The area that it is a part of."),
    Key("extra", Kind::Anything, EXTRA),
];

const COMPETENCY: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("title", Kind::Text, "As name."),
    Key("family", Kind::Text, "The family that this declares expectations of, and nothing else."),
    Key("area", Kind::Text, "Its area."),
    Key("aliases", Kind::Texts, "Other names by which it may be referred to."),
    Key("also_known_as", Kind::Texts, "As aliases."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("intro", Kind::Text, "What stands above its levels, as Markdown."),
    Key("mode", Kind::Choice(MODES), "How its levels lean on those below."),
    Key("steps", Kind::Anything, "Rungs of its own, or the scale whose values they are."),
    Key("step", Kind::Anything, "As steps."),
    Key("weight", Kind::Number, "How much it counts."),
    Key("tracks", Kind::Texts, "The tracks that it is for. Default: all."),
    Key("track", Kind::Texts, "As tracks."),
    Key("families", Kind::Anything, "The families that it is for; or expectations by family."),
    Key(
        "assess",
        Kind::BooleanOr(&["rated", "reflective", "no"]),
        "Whether people are assessed in it. Default: rated.",
    ),
    Key("keywords", Kind::Texts, "Words to find it by."),
    Key("resources", Kind::Texts, "Where to learn more, as Markdown."),
    Key("owner", Kind::Text, "Who looks after it."),
    Key("review_by", Kind::Day, "The day by which to look at it again."),
    Key(
        "notes",
        Kind::Anything,
        "Further texts: tables with title, text and perhaps family, or texts by title.",
    ),
    Key("at", Kind::Anything, "What is expected, by level or step: texts, lists, or tables as in cells."),
    Key("extra", Kind::Anything, EXTRA),
];

const CELL: &[Key] = &[
    Key("family", Kind::Text, "The family whose cell it is; without one, that of the common ladder."),
    Key("competency", Kind::Text, "Its competency."),
    Key("level", Kind::Text, "Its level."),
    Key("at", Kind::Text, "As level."),
    Key("step", Kind::Text, "The step of its competency, in place of a level."),
    Key("all", Kind::Boolean, "Whether it holds at every level."),
    Key("same_as", Kind::Text, "The level at which nothing else is expected."),
    Key("not_applicable", Kind::Boolean, "Whether the competency is not asked for here."),
    Key("tbd", Kind::Boolean, "Whether it is still to be written."),
    Key(
        "merge",
        Kind::Choice(&["append", "override"]),
        "How it meets what the family inherits. Default: append.",
    ),
    Key("hides", Kind::Texts, "Inherited expectations that the family does without."),
    Key("hide", Kind::Texts, "As hides."),
    Key("summary", Kind::Text, "What stands beside the expectations, as Markdown."),
    Key("proficiency", Kind::Text, "A value of a scale of proficiency."),
    Key("anchor", Kind::Text, "The anchor of its heading."),
    Key("expectations", Kind::Anything, "What is expected: texts, or tables with id and text."),
    Key("statements", Kind::Anything, "As expectations."),
    Key("points", Kind::Anything, "Parts of an expectation."),
    Key("signals", Kind::Anything, "How it shows."),
    Key("signal", Kind::Anything, "As signals."),
    Key("examples", Kind::Anything, "Examples."),
    Key("example", Kind::Anything, "As examples."),
    Key("counter_examples", Kind::Anything, "What is not meant."),
    Key("counter_example", Kind::Anything, "As counter_examples."),
    Key("not_this", Kind::Anything, "As counter_examples."),
    Key("evidence", Kind::Anything, "What can be looked at."),
    Key("stretch", Kind::Anything, "What is beyond that."),
    Key("extra", Kind::Anything, EXTRA),
];

const ARCHETYPE: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("summary", Kind::Text, "What it is, as Markdown."),
    Key("levels", Kind::Texts, "The levels that have it."),
    Key("emphasises", Kind::Anything, "The competencies or areas that it leans on."),
    Key("cautions", Kind::Text, "What to mind, as Markdown."),
    Key("extra", Kind::Anything, EXTRA),
];

const PROFILE: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("family", Kind::Text, "Its family."),
    Key("level", Kind::Text, "Its level."),
    Key("audience", Kind::Text, "Who may read it."),
    Key("sections", Kind::Anything, "Its texts: tables with title and text, or texts by title."),
    Key("extra", Kind::Anything, EXTRA),
];

const PAY_BAND: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("label", Kind::Texts, "Its name."),
    Key("visibility", Kind::Text, "Who may see it. Unless it is `public` it is not published."),
    Key("audience", Kind::Text, "As `visibility`."),
    Key("extra", Kind::Anything, EXTRA),
];

const PROCESS: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("steps", Kind::Texts, "What is done, in order, as Markdown."),
    Key("extra", Kind::Anything, EXTRA),
];

const CYCLE: &[Key] = &[
    Key("id", Kind::Text, ID),
    Key("name", Kind::Text, "Its name."),
    Key("opens", Kind::Day, "The first day."),
    Key("closes", Kind::Day, "The last day."),
    Key("version", Kind::Text, "The version of the ladder that counts."),
    Key("affects", Kind::Text, "Whom it concerns."),
    Key("extra", Kind::Anything, EXTRA),
];

const REMOVED: &[Key] = &[
    Key("id", Kind::Text, "The id that is gone."),
    Key("replaced_by", Kind::Texts, "What took its place."),
    Key("since", Kind::Text, "The version from which on it is gone."),
    Key("note", Kind::Text, "Why, as Markdown."),
];

const CHANGE: &[Key] = &[
    Key("id", Kind::Text, "What changed."),
    Key("from", Kind::Text, "The version before."),
    Key("to", Kind::Text, "The version after."),
    Key(
        "kind",
        Kind::Choice(&[
            "added", "removed", "reworded", "raised", "lowered", "moved", "split", "merged", "retitled",
        ]),
        "How it changed.",
    ),
    Key("note", Kind::Text, "Why, as Markdown."),
    Key("affects", Kind::Text, "Whom it concerns."),
];

pub(super) fn schema() -> Value {
    let about = "Declarations of a career ladder. Every list may be written as a list of tables, as a table by id, as texts, or as a single one.";
    let mut keys = vec![
        Key("$schema", Kind::Text, "Where this schema is."),
        Key("format", Kind::Number, "The format of an export."),
        Key("framework", Kind::Table(FRAMEWORK), "What the ladder is as a whole."),
    ];
    keys.extend(SECTIONS.into_iter().flatten());
    root("ladder.toml", about, &keys, Others::Kept)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::ladder::read::{Format, read};
    use crate::schema::names;
    use crate::settings::seen;

    #[test]
    fn the_schema_knows_the_keys_that_the_reader_knows() {
        let mut text = "framework:\n  id: x\n".to_owned();
        for [Key(one, ..), _] in SECTIONS {
            text.push_str(&match one {
                "cell" => "cell:\n  - {competency: x, at: y}\n".to_owned(),
                one => format!("{one}:\n  - {{id: x}}\n"),
            });
        }
        // A competency of one family has keys of its own, which are a part of the others.
        let (_, tables) = seen::during(|| read(&text, Format::Yaml));
        let mut declared = BTreeSet::new();
        names(FRAMEWORK, &mut declared);
        for section in SECTIONS.iter().flatten() {
            names(std::slice::from_ref(section), &mut declared);
            declared.remove(&vec![section.0.to_owned()]);
        }
        let mut top = vec!["$schema".to_owned(), "format".to_owned(), "framework".to_owned()];
        top.extend(SECTIONS.iter().flatten().map(|Key(name, ..)| (*name).to_owned()));
        top.sort();
        declared.insert(top);
        assert_eq!(declared, tables);
    }
}
