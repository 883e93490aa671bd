//! What can be found of a handbook, and in which order.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use daring::document::Drafts;
use daring::render;
use daring::search::{Engine, Query, Shelf};
use daring::site::Site;
use daring::workspace::{Inputs, Overrides, Project, Workspace};

use crate::fixture::Fixture;
use crate::harness::TestProject;

const HANDBOOK: &str = "\
theme tiny
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home

Welcome to the handbook.
-- content/vision/index.md --
# Vision
-- content/vision/triggers.md --
---
tags: [Strategy, On-call]
---
# Triggers

What sets things in motion.

## Ownership

Who owns the last mile, and who approves.

## Archive {.no-search}

Secret plans of old.

### Below the archive

More of them.

## Reviews

Réviser: a naïve approach to the last of the mile.
-- content/vision/hidden.md --
---
search: false
---
# Hidden ownership
-- content/vision/material.md --
---
search:
  exclude: true
---
# Material ownership
-- content/japanese.md --
# 日本語

東京都の技術者は猫が好きです。
-- content/ladder/ladder.toml --
[framework]
name = \"Growth\"

[[track]]
id = \"ic\"
name = \"Engineers\"

[[level]]
id = \"senior\"
code = \"L4\"
track = \"ic\"
title = \"Senior\"

[[level]]
id = \"staff\"
code = \"L5\"
track = \"ic\"
title = \"Staff\"
-- content/ladder/influence.md --
---
id: influence
name: Bringing along
---
# Bringing along

How far a word carries.

## Senior

- Convinces the own team of a better way. {#inf-team}

## Staff

- Moves departments without having to ask. {#inf-org}
";

fn site(project: &TestProject) -> Arc<Site> {
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    let project = Project::open(&project.root(), overrides).unwrap();
    Workspace::default().load(&project, Inputs::read(&project)).site.unwrap()
}

/// The places that a query finds: page and anchor, best first.
fn found(site: &Site, query: &str) -> Vec<String> {
    let index = render::search::index(site);
    let shelf = Shelf::open(|file| index.file(file).map(<[u8]>::to_vec)).unwrap();
    let answer = Engine::new(shelf).ask(&Query::parse(query), 10);
    let places = answer.groups.into_iter().flat_map(|group| {
        let place = move |row: daring::search::Row| match row.anchor.as_str() {
            "" => group.href.clone(),
            anchor => format!("{}#{anchor}", group.href),
        };
        group.rows.into_iter().map(place)
    });
    places.collect()
}

#[test]
fn sections_are_found_by_their_words() {
    let site = site(&TestProject::new(Fixture::parse(HANDBOOK)));
    let first = |query: &str| found(&site, query).first().cloned().unwrap_or_default();
    assert_eq!(first("ownership"), "vision/triggers/#ownership");
    assert_eq!(first("triggers owner"), "vision/triggers/#ownership");
    assert_eq!(first("last mile"), "vision/triggers/#ownership");
    assert_eq!(first("ownreship "), "vision/triggers/#ownership", "a slip");
    assert_eq!(first("wnership "), "vision/triggers/#ownership", "a slip at the beginning");
    assert_eq!(first("approved"), "vision/triggers/#ownership", "another form");
    assert_eq!(first("naive reviser"), "vision/triggers/#reviews", "accents");
    assert_eq!(first("oncall"), "vision/triggers/", "a tag");
    assert_eq!(first("京都"), "japanese/");
    assert_eq!(first("猫"), "japanese/");
    assert_eq!(first("技術者 東京"), "japanese/");
    assert_eq!(found(&site, "zebra"), [""; 0]);
}

#[test]
fn phrases_hold_together() {
    let site = site(&TestProject::new(Fixture::parse(HANDBOOK)));
    assert_eq!(found(&site, "\"last mile\""), ["vision/triggers/#ownership"]);
    assert_eq!(found(&site, "\"last of the mile\""), ["vision/triggers/#reviews"]);
    assert_eq!(found(&site, "\"mile last\""), [""; 0]);
    assert_eq!(found(&site, "\"ownership who\""), [""; 0], "a heading and its text are apart");
}

#[test]
fn what_opts_out_is_not_found() {
    let site = site(&TestProject::new(Fixture::parse(HANDBOOK)));
    for query in ["secret", "below the archive", "hidden", "material"] {
        assert_eq!(found(&site, &format!("\"{query}\"")), [""; 0], "{query}");
    }
}

#[test]
fn expectations_are_found_by_level_and_competency() {
    let site = site(&TestProject::new(Fixture::parse(HANDBOOK)));
    let first = |query: &str| found(&site, query).first().cloned().unwrap_or_default();
    assert_eq!(first("moves departments"), "ladder/influence/#inf-org");
    assert_eq!(first("inf-org"), "ladder/influence/#inf-org");
    let of_staff = found(&site, "level:staff influence");
    assert!(of_staff.contains(&"ladder/influence/#inf-org".to_owned()), "{of_staff:?}");
    assert!(!of_staff.contains(&"ladder/influence/#inf-team".to_owned()), "{of_staff:?}");
    assert_eq!(found(&site, "level:L5 influence"), of_staff, "by its code");
    assert_eq!(found(&site, "level:sta influence"), of_staff, "by its beginning");
    assert_eq!(found(&site, "competency:influence level:senior convinces"), ["ladder/influence/#inf-team"]);
    assert_eq!(found(&site, "tag:strategy last"), ["vision/triggers/#ownership", "vision/triggers/#reviews"]);
    assert_eq!(found(&site, "section:ladder ownership"), [""; 0]);
    assert!(found(&site, "l5 influence")[..2].contains(&"ladder/influence/#staff".to_owned()));
}

#[test]
fn all_that_the_page_of_a_competency_says_is_found() {
    let ladder = "\
theme tiny
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home
-- content/ladder/ladder.toml --
[[track]]
id = \"ic\"
name = \"Engineers\"
summary = \"Who builds aardvarks.\"
[[level]]
id = \"senior\"
track = \"ic\"
[[level]]
id = \"staff\"
track = \"ic\"
[[family]]
id = \"backend\"
name = \"Backend\"
-- content/ladder/craft.md --
---
steps: [adopts]
resources: [A book about pangolins]
---
# Craft

## Adopts

- Knows meerkats. {#meer}

## All levels

- Feeds giraffes. {#gir}
- Feeds gazelles.

## Senior

Paragraph about zebras.

- Walks lions.
- Not this: shouts at hyenas.
-- content/ladder/backend/craft.md --
## Staff

Paragraph about stoats.

- Tames leopards. {#leo}
-- content/ladder/backend/staff.md --
## Pay of otters

Words about weasels.
";
    let site = site(&TestProject::new(Fixture::parse(ladder)));
    let first = |query: &str| found(&site, query).first().cloned().unwrap_or_default();
    assert_eq!(first("giraffes"), "ladder/craft/#gir");
    assert_eq!(first("gazelles"), "ladder/craft/#all-levels");
    assert_eq!(first("meerkats"), "ladder/craft/#meer");
    assert_eq!(first("zebras"), "ladder/craft/#senior");
    assert_eq!(first("pangolins"), "ladder/craft/");
    assert_eq!(first("leopards"), "ladder/craft/#leo");
    assert_eq!(first("stoats"), "ladder/craft/#staff");
    assert_eq!(first("aardvarks"), "ladder/#ic");
    assert_eq!(first("\"not this shouts at hyenas\""), "ladder/craft/#senior");
    assert_eq!(found(&site, "weasels"), ["ladder/backend/staff/#pay-of-otters"], "a note of a family");
}

#[test]
fn names_and_tables_in_expectations_are_found_as_they_are_shown() {
    let project = TestProject::new(Fixture::parse(
        "theme tiny\n-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n\n\
         -- content/incident.md --\n# Incident\n\n## Declare early\n\n-- content/ladder/ladder.toml --\n\
         [[level]]\nid = \"senior\"\n-- content/ladder/craft.md --\n# Craft\n\n## Senior\n\n\
         - Follows [](../incident.md#declare-early) first. {#fol}\n\n  | x |\n  |---|\n  | cell |\n",
    ));
    let site = site(&project);
    assert_eq!(found(&site, "\"follows declare early first\""), ["ladder/craft/#fol"]);
    assert_eq!(found(&site, "\"x cell\""), ["ladder/craft/#fol"]);
}

#[test]
fn levels_of_one_title_are_narrowed_to_by_all_their_names() {
    let ladder = |id: &str| {
        format!(
            "-- content/{id}/ladder.toml --\n[framework]\nid = \"{id}\"\n[[level]]\nid = \"{id}5\"\ntitle = \"Senior\"\n-- content/{id}/craft.md --\n# Craft of {id}\n\n## Senior\n\n- Builds.\n"
        )
    };
    let start = "theme tiny\n-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n";
    let text = format!("{start}{}{}", ladder("p"), ladder("q"));
    let site = site(&TestProject::new(Fixture::parse(&text)));
    for query in ["level:p5 builds", "level:q5 builds"] {
        assert!(!found(&site, query).is_empty(), "{query}");
    }
}

#[test]
fn terms_are_found_at_their_entry_and_where_they_are_explained() {
    let generated = "\
theme tiny
-- handbook.toml --
title = \"H\"
-- content/index.md --
# Home
-- content/mile.md --
---
terms:
  - term: Way back
    definition: What restores data and promises.
    aliases: [rollback]
---
# The last mile

Words.
";
    let site_of = |text: &str| site(&TestProject::new(Fixture::parse(text)));
    let site = site_of(generated);
    assert_eq!(found(&site, "rollback"), ["mile/", "glossary/#way-back"]);
    assert_eq!(found(&site, "way back"), ["glossary/#way-back", "mile/"]);
    assert_eq!(found(&site, "restores promises"), ["mile/", "glossary/#way-back"]);
    assert_eq!(found(&site, "glossary"), ["glossary/"]);
    let written = format!("{generated}-- content/words.md --\n---\nglossary: true\n---\n# Words\n");
    assert_eq!(found(&site_of(&written), "rollback"), ["mile/", "words/#way-back"]);
    let apart = written.replace("glossary: true", "glossary: true\nsearch: false");
    assert_eq!(found(&site_of(&apart), "rollback"), ["mile/"]);
}

#[test]
fn a_draft_is_in_no_file_of_the_index() {
    let public = TestProject::new(Fixture::parse(HANDBOOK));
    let drafted = TestProject::new(Fixture::parse(HANDBOOK));
    fs::write(drafted.root().join("content/vision/zeta.md"), "---\ndraft: true\n---\n# Zeta secret\n")
        .unwrap();
    let index = |built: crate::harness::Built| -> Vec<(String, Vec<u8>)> {
        built.tree.into_iter().filter(|(path, _)| path.starts_with("search/")).collect()
    };
    let (public, drafted) = (index(public.build()), index(drafted.build()));
    assert!(public.len() > 2);
    assert_eq!(public, drafted);
}

#[test]
fn a_handbook_without_search_has_no_trace_of_it() {
    let fixture = HANDBOOK.replace("title = \"H\"\n", "title = \"H\"\n[search]\nenabled = false\n");
    let project = TestProject::new(Fixture::parse(&fixture));
    let built = project.build();
    assert!(built.tree.keys().all(|path| !path.starts_with("search")), "{:?}", built.tree.keys());
}

#[test]
fn the_terminal_answers_as_readers_are_answered() {
    let project = TestProject::new(Fixture::parse(HANDBOOK));
    let run = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_daring"))
            .arg("search")
            .args(arguments)
            .args(["--root", "."])
            .current_dir(project.root())
            .output()
            .unwrap();
        (run.status.code(), String::from_utf8(run.stdout).unwrap())
    };
    let (code, said) = run(&["last", "mile"]);
    assert_eq!(code, Some(0));
    assert!(
        said.starts_with(
            "Vision / Triggers\n  Ownership \u{2014} vision/triggers/#ownership\n    Who owns the last mile, and who approves.\n"
        ),
        "{said}"
    );
    let (_, said) = run(&["level:principal", "x", "--format", "json"]);
    assert!(
        said.contains(
            r#""unknown":[{"kind":"level","known":["Senior (L4)","Staff (L5)"],"value":"principal"}]"#
        ),
        "{said}"
    );
    assert_eq!(run(&["zebra"]).1, "nothing found for `zebra`\n");
}

/// More chapters than fit into one file: every query has the same answer from many.
#[test]
fn a_large_index_answers_like_a_small_one() {
    use daring::search::index::{Settings, build};
    use daring::search::{Page, Plan, Section};
    let site = site(&TestProject::new(Fixture::parse(HANDBOOK)));
    let mut pages = render::search::pages(&site);
    let filler: Vec<String> = (0..200).map(|number| format!("Filler {number} of nothing{number}")).collect();
    pages.extend(filler.iter().map(|title| Page {
        title,
        sections: vec![Section { text: "Some more words.".into(), ..Section::default() }],
        ..Page::default()
    }));
    let ask = |chapters: usize, query: &str| {
        let plan = Plan::of(chapters);
        let index = build(&pages, plan, Settings { is_english: true });
        let shelf = Shelf::open(|file| index.file(file).map(<[u8]>::to_vec)).unwrap();
        Engine::new(shelf).ask(&Query::parse(query), 10)
    };
    assert!(Plan::of(256).is_whole && !Plan::of(1000).is_whole);
    for query in [
        "last mile",
        "\"last mile\"",
        "ownreship ",
        "wnership ",
        "approved",
        "level:staff influence",
        "京都",
        "fill",
        "mor word",
    ] {
        let small = ask(256, query);
        assert_eq!(small, ask(1000, query), "{query}");
        assert!(!small.groups.is_empty(), "{query}");
    }
}
