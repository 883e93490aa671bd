//! Whatever the files say, the ladder that comes out of them holds together.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::super::model::Declarations;
use super::*;

const TABLES: [&str; 14] = [
    "[[level]]\nid='senior'\ncode='L4'\ntrack='ic'\nequivalent_to=['em', 'x']\n",
    "[[level]]\nid='staff'\ntrack='IC'\nrequires={vector={lm='two', main='3'}, none_below='one'}\n",
    "[[level]]\nid='em'\ntrack='mgmt'\naliases=['Senior']\n",
    "[[track]]\nid='mgmt'\nfrom_levels=['L4', 'gone']\n",
    "[[family]]\nid='be'\nextends='fe'\nlevels=['staff']\n",
    "[[family]]\nid='fe'\nextends='be'\n",
    "[[area]]\nid='a'\nparent='b'\n[[area]]\nid='b'\nparent='a'\n",
    "[[competency]]\nid='lm'\narea='a'\nat={senior=[{id='lm-a', text='a'}], staff={same_as='senior'}}\n",
    "[[competency]]\nid='risk'\narea='c'\nsteps=['one', 'two']\nat={one=['r'], two={same_as='one'}}\n",
    "[[competency]]\nid='lm'\nfamily='be'\nat={senior={hides=['lm-a'], expectations=[{text='x', replaces='lm-b'}]}}\n",
    "[[competency]]\nid='lm'\nfamily='fe'\nat={senior=[{id='lm-b', text='b', replaces='lm-a', same_as='lm-b'}]}\n",
    "[[removed]]\nid='gone'\nreplaced_by=['senior', 'nothing']\n[[removed]]\nid='lm'\n",
    "[[archetype]]\nid='solver'\nlevels=['staff', 'gone']\nemphasises=['lm', 'lm-a', 'gone']\n",
    "[[change]]\nid='gone'\n[[change]]\nid='never'\n[[profile]]\nid='p'\nlevel='em'\nfamily='xe'\n",
];

const LINES: [&str; 20] = [
    "# lm",
    "## Senior",
    "## Staff",
    "## Everyone",
    "## Stafff",
    "## lm",
    "## risk",
    "## a",
    "### lm",
    "### Core",
    "## Why {.prose}",
    "Words.",
    "Same as Staff",
    "same as senior",
    "## one",
    "## two\n- a {#lm-a}\n  - Raises: lm-b\n    - Same as: lm-a",
    "## Senior\n- b {#lm-b}\n  - Example: c {#lm-a}\n- Replaces: lm-a",
    "## Staff\n- Hide: lm-a, lm-q\n- ditto",
    "## Staff\n- TBD",
    "## Staff\n- Same as: Senior",
];

const HEADS: [&str; 7] = [
    "",
    "---\nid: lm\n---\n",
    "---\nlevel: staff\n---\n",
    "---\nfamily: be\n---\n",
    "---\narea: b\nsteps: [one, two]\n---\n",
    "---\nladder: competency\nmerge: override\n---\n",
    "---\nsteps: reach\n---\n",
];

const PATHS: [&str; 6] = ["lm.md", "staff.md", "be/lm.md", "fe/risk.md", "x.md", "be/fe/lm.md"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_reference_leads_somewhere(
        tables in prop::collection::vec(prop::sample::select(&TABLES[..]), 0..10),
        files in prop::collection::btree_map(
            prop::sample::select(&PATHS[..]),
            (prop::sample::select(&HEADS[..]), prop::collection::vec(prop::sample::select(&LINES[..]), 0..6)),
            0..6,
        ),
    ) {
        // Lines that say the same table twice are one table: TOML has no duplicates of other keys here.
        let toml: String = tables.concat();
        let texts: Vec<(&str, String)> =
            files.iter().map(|(path, (head, lines))| (*path, format!("{head}{}\n", lines.join("\n")))).collect();
        let mut all = vec![("ladder.toml", toml.as_str())];
        all.extend(texts.iter().map(|(path, text)| (*path, text.as_str())));
        let built = build(&all);
        hold_together(&built);
        let again = build(&all);
        prop_assert_eq!(&built.reports, &again.reports);
        prop_assert_eq!(&built.ladder, &again.ladder);
    }
}

fn hold_together(built: &Built) {
    let declared = &built.ladder.declared;
    let ids = ids(declared);
    let has = |kind: &str, id: &str| assert!(ids.contains(&(kind.to_owned(), id.to_owned())), "{kind} {id}");
    for level in &declared.levels {
        level.equivalent_to.iter().for_each(|name| has("level", name.as_str()));
        level.track.iter().for_each(|name| has("track", name.as_str()));
    }
    for family in &declared.families {
        family.extends.iter().for_each(|name| has("family", name.as_str()));
    }
    for competency in &declared.competencies {
        competency.area.iter().for_each(|name| has("area", name.as_str()));
    }
    let mut cells = BTreeSet::new();
    for cell in &declared.cells {
        cell.family.iter().for_each(|name| has("family", name.as_str()));
        has("competency", cell.competency.as_str());
        let competency = &declared.competencies[built.ladder.competency(cell.competency.as_str()).unwrap()];
        let is_step = |name: &str| competency.steps.iter().any(|step| step.id.as_str() == name);
        let lies = |at: &At| match at {
            At::All => {}
            At::Level(name) => has("level", name.as_str()),
            At::Step(name) => assert!(is_step(name.as_str()), "{name:?}"),
        };
        lies(&cell.at);
        if let State::SameAs(name) = &cell.state {
            assert!(is_step(name.as_str()) || ids.contains(&("level".to_owned(), name.value.to_string())));
        }
        let family = cell.family.as_ref().map(|name| name.value.clone());
        assert!(cells.insert((
            family,
            cell.competency.value.clone(),
            at_of(cell).to_owned(),
            matches!(cell.at, At::Step(_))
        )));
        cell.hides.iter().for_each(|name| has("statement", name.as_str()));
        for one in &cell.statements {
            for name in [&one.replaces, &one.raises, &one.same_as].into_iter().flatten() {
                has("statement", name.as_str());
            }
        }
    }
    for (_, role) in &built.roles {
        let (levels, competencies) = (declared.levels.len(), declared.competencies.len());
        assert!(match role {
            FileRole::Data | FileRole::Page => true,
            FileRole::Competency(at) => *at < competencies,
            FileRole::Level(at) => *at < levels,
            FileRole::Overlay { family, competency, level } =>
                *family < declared.families.len()
                    && competency.is_none_or(|at| at < competencies)
                    && level.is_none_or(|at| at < levels),
        });
    }
}

fn ids(declared: &Declarations) -> BTreeSet<(String, String)> {
    let mut ids = BTreeSet::new();
    let mut add = |kind: &str, id: &str| {
        let is_new = ids.insert((kind.to_owned(), id.to_owned()));
        assert!(is_new, "{kind} {id} twice");
    };
    declared.levels.iter().for_each(|one| add("level", one.id.as_str()));
    declared.competencies.iter().for_each(|one| add("competency", one.id.as_str()));
    declared.areas.iter().for_each(|one| add("area", one.id.as_str()));
    declared.tracks.iter().for_each(|one| add("track", one.id.as_str()));
    declared.families.iter().for_each(|one| add("family", one.id.as_str()));
    let mut open: Vec<_> = declared.cells.iter().flat_map(|cell| &cell.statements).collect();
    while let Some(one) = open.pop() {
        one.id.iter().for_each(|id| add("statement", id.as_str()));
        open.extend(&one.children);
    }
    ids
}
