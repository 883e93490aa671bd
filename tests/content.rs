//! The handbook in `content/` holds what its table of contents promises, and reads as it should.
//!
//! Read through the library, as the program reads it. Its spelling is checked by `tests/spelling.mjs`.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use daring::document::{Document, Drafts, plain_text};
use daring::handbook::ladders::ViewKind;
use daring::handbook::{ChapterId, DocumentId, Target};
use daring::ladder::model::{Assess, Kind, Ladder};
use daring::ladder::resolved::{CellState, Stated, resolve};
use daring::site::Site;
use daring::workspace::{Inputs, Overrides, Project, Workspace};

/// The chapters that are written by hand, in the order of the table of contents.
const CHAPTERS: [&str; 37] = [
    "index",
    "start/how-to-read",
    "start/sources",
    "role/what-it-is",
    "role/is-it-for-you",
    "role/dare",
    "role/archetypes",
    "role/ways-in",
    "vision/what-a-vision-does",
    "vision/triggers",
    "vision/where-judgement-comes-from",
    "vision/quality-and-speed",
    "vision/first-principles",
    "vision/bias-and-dogma",
    "evidence/proof-of-concept",
    "evidence/poc-in-a-large-company",
    "evidence/data-first",
    "evidence/choose-the-instrument",
    "delivery/start-early",
    "delivery/beyond-your-scope",
    "delivery/from-built-to-used",
    "delivery/last-mile",
    "delivery/one-person-says-no",
    "delivery/risk",
    "delivery/bending-process",
    "delivery/what-keeps-you-going",
    "empathy/why-it-drives-impact",
    "empathy/users-and-colleagues",
    "empathy/communicating",
    "empathy/relationships",
    "daring/what-daring-is",
    "daring/asking-why",
    "daring/impostor-syndrome",
    "daring/self-work",
    "ladder/how-to-use",
    "ladder/promotion",
    "ladder/changing-track",
];

/// Chapters that may be shorter or longer than 500 to 1,200 words, and why.
const OTHER_LENGTHS: [(&str, &str); 1] = [("index", "orients in one screen")];

const TEMPLATES: [&str; 13] = [
    "poc-charter",
    "vision-one-pager",
    "decision-record",
    "evidence-brief",
    "risk-matrix",
    "process-exception-note",
    "last-mile-checklist",
    "stakeholder-empathy-map",
    "self-work-plan",
    "brag-document",
    "growth-plan",
    "promotion-packet",
    "one-to-one-agenda",
];

/// The reading paths: the heading of each and its stops.
const PATHS: [(&str, &[&str]); 5] = [
    (
        "Thinking about Staff",
        &[
            "role/what-it-is",
            "role/is-it-for-you",
            "role/ways-in",
            "ladder/how-to-use",
            "daring/what-daring-is",
        ],
    ),
    (
        "New in the role",
        &[
            "vision/triggers",
            "vision/first-principles",
            "evidence/proof-of-concept",
            "delivery/last-mile",
            "empathy/communicating",
        ],
    ),
    (
        "Manager of a Staff Engineer",
        &[
            "role/what-it-is",
            "role/archetypes",
            "empathy/why-it-drives-impact",
            "ladder/promotion",
            "daring/impostor-syndrome",
        ],
    ),
    (
        "Stuck on a project",
        &["delivery/last-mile", "delivery/one-person-says-no", "delivery/risk", "delivery/bending-process"],
    ),
    (
        "Owner of a ladder",
        &[
            "ladder/index",
            "ladder/how-to-use",
            "ladder/promotion",
            "ladder/changing-track",
            "templates/index",
        ],
    ),
];

static SITE: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let output = Some(std::env::temp_dir().join("daring-content-is-never-written"));
    let overrides = Overrides { base_url: None, output, drafts: Drafts::Exclude };
    let project = Project::open(&root(), overrides).unwrap();
    let loaded = Workspace::default().load(&project, Inputs::read(&project));
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded.site.unwrap()
});

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a document is called here: its path without `content/` and `.md`.
fn name(document: &Document) -> &str {
    let path = document.path.as_str();
    path.strip_prefix("content/").unwrap().strip_suffix(".md").unwrap_or(path)
}

/// The documents that are pages, by name.
fn pages() -> BTreeMap<&'static str, (DocumentId, ChapterId, &'static Document)> {
    let handbook = &SITE.handbook;
    let chapters = handbook.chapters.iter().enumerate();
    let pages = chapters.filter_map(|(at, chapter)| {
        let id = chapter.document?;
        let document = handbook.document(chapter)?;
        Some((name(document), (id, ChapterId::from_index(at, handbook), document)))
    });
    pages.collect()
}

fn source(name: &str) -> String {
    let path = root().join("content").join(name).with_extension("md");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn body(text: &str) -> &str {
    text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body)
}

/// The paragraphs and items of a page as text: no headings, tables, code, raw HTML or front matter.
fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut is_code = false;
    let mut is_open = false;
    for line in body(text).lines() {
        let bare = line.trim_start_matches(['>', ' ']);
        if bare.starts_with("```") {
            is_code = !is_code;
        }
        let is_other = bare.starts_with(['#', '|', '<']) || bare.starts_with("```") || bare.starts_with("[!");
        let is_text = !is_code && !bare.is_empty() && !is_other;
        let item = ["- ", "* ", ": "].iter().find_map(|mark| bare.strip_prefix(mark)).or_else(|| {
            let (number, rest) = bare.split_once(". ")?;
            (number.len() < 3 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
        });
        match (is_text, item) {
            (false, _) => is_open = false,
            (true, Some(item)) => {
                out.push(item.trim_start().to_owned());
                is_open = true;
            }
            (true, None) if is_open => {
                let last = out.last_mut().unwrap();
                last.push(' ');
                last.push_str(bare);
            }
            (true, None) => {
                out.push(bare.to_owned());
                is_open = true;
            }
        }
    }
    out.iter().map(|paragraph| plain_text(paragraph)).collect()
}

/// Words and sentences. What a paragraph ends with is a sentence, whatever its last mark.
fn counts(text: &str) -> (usize, usize) {
    let mut sentences = 0;
    let mut words = 0;
    let mut is_inside = false;
    for word in text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)) {
        words += 1;
        let end = word.trim_end_matches(['”', '’', '"', ')', '*']);
        is_inside = !end.ends_with(['.', '?', '!', '…']);
        sentences += usize::from(!is_inside);
    }
    (words, sentences + usize::from(is_inside))
}

/// Other chapters that a page links to, each once.
fn linked(id: DocumentId, own: ChapterId) -> BTreeSet<usize> {
    let targets = SITE.handbook.targets(id).iter().filter_map(|target| match target {
        Target::Chapter { id, .. } if *id != own => Some(id.index()),
        _ => None,
    });
    targets.collect()
}

#[test]
fn the_table_of_contents_is_kept() {
    let pages = pages();
    let templates = TEMPLATES.map(|template| format!("templates/{template}"));
    let promised = CHAPTERS.into_iter().chain(templates.iter().map(String::as_str));
    let missing: Vec<&str> = promised.filter(|name| !pages.contains_key(name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn chapters_have_the_length_of_something_one_forwards() {
    let pages = pages();
    let is_excepted = |name: &str| OTHER_LENGTHS.iter().any(|(other, _)| *other == name);
    let words = CHAPTERS.iter().map(|name| (*name, pages[name].2.file.outline.words));
    let wrong: Vec<(&str, usize)> =
        words.filter(|(name, words)| (500..=1200).contains(words) == is_excepted(name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sentences_are_short() {
    let mut long = Vec::new();
    for (name, (.., document)) in pages().into_iter().filter(|(_, (.., page))| page.path.is_markdown()) {
        let counted = paragraphs(&source(name)).iter().map(|text| counts(text)).collect::<Vec<_>>();
        let words: usize = counted.iter().map(|(words, _)| words).sum();
        let sentences: usize = counted.iter().map(|(_, sentences)| sentences).sum();
        assert!(words > 0, "{}", document.path);
        if words >= 22 * sentences {
            long.push((name, words / sentences));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn chapters_lead_on() {
    let pages = pages();
    let links = CHAPTERS.iter().map(|name| (*name, linked(pages[name].0, pages[name].1).len()));
    let few: Vec<(&str, usize)> = links.filter(|(_, links)| *links < 4).collect();
    assert!(few.is_empty(), "{few:#?}");
}

#[test]
fn chapters_name_an_expectation_that_they_grow() {
    let pages = pages();
    let is_of_a_craft = |name: &&&str| {
        let part = name.split('/').next().unwrap_or_default();
        ["role", "vision", "evidence", "delivery", "empathy", "daring"].contains(&part)
    };
    let names_one = |name: &&str| {
        let targets = SITE.handbook.targets(pages[name].0);
        targets.iter().any(|target| match target {
            Target::Chapter { id, suffix } => {
                let view = SITE.handbook.chapter(*id).view.as_ref();
                suffix.len() > 1 && view.is_some_and(|view| matches!(view.kind, ViewKind::Competency(_)))
            }
            _ => false,
        })
    };
    let silent: Vec<&&str> = CHAPTERS.iter().filter(is_of_a_craft).filter(|name| !names_one(name)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_page_is_led_to() {
    let pages = pages();
    let graph = SITE.graph();
    let is_orphan = |id: &ChapterId| *id != ChapterId::HOME && graph.sources(*id).is_empty();
    let orphans: Vec<&str> =
        pages.iter().filter(|(_, (_, id, _))| is_orphan(id)).map(|(name, _)| *name).collect();
    assert!(orphans.is_empty(), "{orphans:#?}");
}

#[test]
fn every_page_says_what_it_is_about() {
    let mut seen = BTreeMap::new();
    for (name, (_, id, document)) in pages() {
        let chapter = SITE.handbook.chapter(id);
        let said = document.file.front_matter.description.as_deref().or(chapter.summary.as_deref());
        let said = said.unwrap_or_default();
        let shortest = if document.file.sheet.is_some() { 20 } else { 80 };
        assert!((shortest..=160).contains(&said.chars().count()), "{name}: {said}");
        if let Some(other) = seen.insert(said, name) {
            panic!("{other} and {name} say the same of themselves");
        }
    }
}

#[test]
fn tags_are_few() {
    let pages = pages();
    let mut all = BTreeSet::new();
    for (name, (.., document)) in &pages {
        let tags = &document.file.front_matter.tags;
        assert!(tags.len() <= 3, "{name}: {tags:?}");
        all.extend(tags.iter().map(|tag| &tag.value));
    }
    assert!(all.len() <= 10, "{all:?}");
}

#[test]
fn every_template_is_a_form_with_an_example() {
    for name in TEMPLATES {
        let text = source(&format!("templates/{name}"));
        let (before, form) = text.split_once("\n```markdown\n").unwrap();
        let (form, after) = form.split_once("\n```\n").unwrap();
        let file = fs::read_to_string(root().join(format!("static/forms/{name}.md"))).unwrap();
        assert_eq!(file, format!("{form}\n"), "{name}: the form to download differs from the page");
        let download = format!("<a href=\"/forms/{name}.md\" download>Download this form as Markdown</a>");
        assert!(after.contains(&download), "{name}: no download");
        assert!(before.contains("Do not use"), "{name}: nothing says when not to use it");
        let example = after.split_once("\n## Example: ").expect("a filled-in example").1;
        let example = example.split("\n## ").next().unwrap();
        assert!(counts(example).0 >= 150, "{name}: the example is hardly filled in");
    }
    let forms = fs::read_dir(root().join("static/forms")).unwrap().count();
    assert_eq!(forms, TEMPLATES.len(), "a form without a page");
}

#[test]
fn the_reading_paths_are_lists_that_the_home_page_leads_to() {
    let pages = pages();
    let text = source("start/paths");
    let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
    let paths = &SITE.handbook.paths.all;
    assert_eq!((sections.len(), paths.len()), (PATHS.len(), PATHS.len()));
    for ((section, path), (title, stops)) in sections.iter().zip(paths).zip(PATHS) {
        assert_eq!((section.lines().next(), path.title.as_str()), (Some(title), title));
        assert!(section.contains(&format!("\n```{{paths}} {}\n```\n", path.id)), "{title}");
        let placed: Vec<ChapterId> = path.stops.iter().map(|stop| stop.chapter).collect();
        assert_eq!(placed, stops.iter().map(|stop| pages[stop].1).collect::<Vec<_>>(), "{title}");
        for stop in &path.stops {
            assert!(counts(&stop.why).0 >= 6, "{title}: nothing says why `{}`", stop.why);
        }
    }
    let (home, home_chapter, _) = pages["index"];
    assert!(linked(home, home_chapter).contains(&pages["start/paths"].1.index()));
}

/// Whoever reads texts and the lists of parts is three steps from everything.
#[test]
fn every_page_is_three_steps_from_the_first_and_none_is_an_orphan() {
    let (handbook, graph) = (&SITE.handbook, SITE.graph());
    let name = |id: &ChapterId| handbook.chapter(*id).key.as_str();
    assert_eq!(handbook.orphans(graph).iter().map(name).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(handbook.dead_ends(graph).iter().map(name).collect::<Vec<_>>(), [""; 0]);
    let mut reached = BTreeSet::from([ChapterId::HOME]);
    for _ in 0..3 {
        let step =
            reached.iter().flat_map(|id| graph.targets(*id).iter().chain(&handbook.chapter(*id).children));
        reached = step.copied().chain(reached.iter().copied()).collect();
    }
    // What is generated for the families of a ladder is one step behind their own pages.
    let far: Vec<String> =
        handbook.written().filter(|id| !reached.contains(id)).map(|id| name(&id).to_owned()).collect();
    assert!(far.is_empty(), "{far:#?}");
}

fn ladder(version: &str) -> &'static Ladder {
    let mut ladders = SITE.handbook.ladders().iter().map(|placed| &*placed.ladder);
    ladders.find(|ladder| ladder.framework.version.as_deref() == Some(version)).unwrap()
}

/// The levels of a track, lowest first.
fn levels_of(ladder: &Ladder, track: &str) -> Vec<usize> {
    let levels = ladder.declared.levels.iter().enumerate();
    levels
        .filter(|(_, level)| level.track.as_ref().is_some_and(|of| of.as_str() == track))
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn the_sample_ladder_is_complete() {
    let ladder = ladder("2026.2");
    let declared = &ladder.declared;
    let tracks: Vec<&str> = declared.tracks.iter().map(|track| track.id.as_str()).collect();
    assert_eq!(tracks, ["ic", "mgmt"]);
    assert_eq!(declared.areas.len(), 5);
    assert_eq!(declared.archetypes.len(), 4);
    assert_eq!(declared.families.len(), 2);
    assert_eq!((declared.cycles.len(), declared.pay_bands.len()), (1, 4));
    let equivalent = declared.levels.iter().filter(|level| !level.equivalent_to.is_empty()).count();
    assert_eq!(equivalent, 6, "three levels of each track have an equal in the other");

    let resolved = resolve(ladder, None);
    let engineers = levels_of(ladder, "ic");
    let is_for_engineers = |at: &usize| resolved.does_apply(engineers[0], *at);
    let competencies: Vec<usize> = (0..declared.competencies.len()).filter(is_for_engineers).collect();
    assert_eq!((engineers.len(), competencies.len()), (4, 13));
    let cells = competencies.iter().flat_map(|at| engineers.iter().map(move |level| (*level, *at)));
    let mut filled = 0;
    for (level, competency) in cells {
        let own = resolved.own(level, competency);
        let has =
            |kind| own.iter().any(|stated| stated.statement.children.iter().any(|child| child.kind == kind));
        let place = (&declared.levels[level].id, &declared.competencies[competency].id);
        assert!(!own.is_empty() && has(Kind::Example), "no expectation with an example: {place:?}");
        filled += 1;
    }
    assert_eq!(filled, 52);
    let reflective =
        declared.competencies.iter().filter(|competency| competency.assess == Assess::Reflective);
    assert_eq!(reflective.map(|competency| competency.id.as_str()).collect::<Vec<_>>(), ["self-knowledge"]);
}

/// Every expectation of a ladder by id: its sentence, its level and its competency.
fn expectations(ladder: &Ladder) -> BTreeMap<&str, (&str, &str, &str)> {
    let resolved = resolve(ladder, None);
    let declared = &ladder.declared;
    let mut all = BTreeMap::new();
    for (level, of) in declared.levels.iter().enumerate() {
        for competency in 0..declared.competencies.len() {
            if resolved.cell(level, competency).state != CellState::Stated {
                continue;
            }
            let place = (of.id.as_str(), declared.competencies[competency].id.as_str());
            for Stated { statement, .. } in resolved.own(level, competency) {
                let id = statement.id.as_ref().map_or("", |id| id.as_str());
                all.entry(id).or_insert((&*statement.text.written, place.0, place.1));
            }
        }
    }
    all
}

#[test]
fn the_former_ladder_differs_in_three_expectations() {
    let (old, new) = (expectations(ladder("2026.1")), expectations(ladder("2026.2")));
    assert!(!new.contains_key(""), "an expectation without an id");
    assert!(new.len() > 52);
    let ids: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let changed: Vec<&str> = ids.into_iter().filter(|id| old.get(id) != new.get(id)).collect();
    assert_eq!(changed, ["fr-basics", "qs-path", "rk-stop"]);
    assert!(!old.contains_key("rk-stop"), "it was added");
    let told: Vec<(&str, Option<&str>)> = ladder("2026.2")
        .declared
        .changes
        .iter()
        .map(|change| (change.id.as_str(), change.kind.as_deref()))
        .collect();
    assert_eq!(
        told,
        [("fr-basics", Some("reworded")), ("qs-path", Some("raised")), ("rk-stop", Some("added"))]
    );
}
