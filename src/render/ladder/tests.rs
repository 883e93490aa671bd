//! Views of small ladders on pages of a small site.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Rendered, Standing, render};
use crate::config::Config;
use crate::document::html;
use crate::handbook::anchors::anchors;
use crate::handbook::ladders::{Filter, LadderView, PlacedLadder, ViewKind};
use crate::handbook::{ChapterId, Parts};
use crate::ladder::model::{Archetype, Kind, Ladder, LevelStatus, Mode, Rule, Statement};
use crate::ladder::model::{Emphasis, Note, Removed};
use crate::ladder::sample::{Sample, vector};
use crate::ladder::text::{Name, Text};
use crate::page::plan;
use crate::render::chapter::From;
use crate::render::terms::{Explainer, Terms};
use crate::site::{Site, site};
use crate::source::SourcePath;
use crate::theme;

fn view(kind: ViewKind) -> LadderView {
    LadderView { ladder: 0, family: None, kind, filter: Filter::default() }
}

/// A site with a page for each view of a ladder, after its home page.
fn with_pages(ladder: Ladder, views: &[LadderView]) -> Site {
    let theme = theme::load(vec![theme::built_in()]);
    assert_eq!(theme.diagnostics, []);
    let dialect = crate::document::Dialect::Handbook(Config::new("x").markdown);
    let documents = (0..=views.len()).map(|number| crate::document::Document {
        path: SourcePath::new(&if number == 0 {
            "content/index.md".into()
        } else {
            format!("content/v{number:02}.md")
        })
        .unwrap(),
        file: crate::document::parse("# Page\n", dialect, &Default::default()).value.into(),
    });
    let config = Arc::new(Config::new("x"));
    let parts = Parts {
        dates: std::sync::Arc::default(),
        config: &config,
        documents: documents.collect(),
        hidden: FxHashSet::default(),
        assets: Vec::new(),
    };
    let mut site = site(&config, &Arc::new(theme.value), parts).value;
    let mut chapters = FxHashMap::default();
    for (index, view) in views.iter().enumerate() {
        let id = ChapterId::from_index(index + 1, &site.handbook);
        chapters.insert(view.clone(), id);
        let chapter = &mut Arc::make_mut(&mut site.handbook.chapters)[index + 1];
        chapter.view = Some(view.clone());
        chapter.anchors = Some(anchors(&ladder, view));
    }
    let mentions = vec![Vec::new(); ladder.declared.competencies.len()];
    let folder = SourcePath::new("content").unwrap();
    site.handbook.place(vec![PlacedLadder { ladder: Arc::new(ladder), folder, chapters, mentions }]);
    site.pages =
        Arc::new(plan(&site.handbook, &site.config, &site.identity, &site.theme.asset_paths()).value);
    site
}

fn shown(site: &Site, view: &LadderView) -> Rendered {
    let page = site.handbook.chapter_of_view(view).unwrap();
    let from = From::Page(site.pages.chapter(page));
    let explainer = Explainer::new(site, &from, page, Terms::Plain);
    let rendered = render(site, &from, view, Standing::Chapter(page), &explainer);
    assert_eq!(rendered.report, None);
    rendered
}

fn embedded(site: &Site, view: &LadderView) -> String {
    let standing = Standing::Embedded { chapter: ChapterId::HOME, number: 1, heading: 3 };
    let from = From::Page(site.pages.chapter(ChapterId::HOME));
    let explainer = Explainer::new(site, &from, ChapterId::HOME, Terms::Plain);
    let rendered = render(site, &from, view, standing, &explainer);
    assert_eq!(rendered.report, None);
    rendered.html
}

/// The ids of a text, in order, without those of the template's own.
fn ids(html: &str) -> Vec<String> {
    let tags = html::tags(html);
    let ids = tags.filter_map(|tag| tag.attribute("id").map(|id| html::decode(id.value).into_owned()));
    ids.filter(|id| !id.starts_with("d:")).collect()
}

fn hrefs(html: &str) -> Vec<String> {
    let tags = html::tags(html);
    tags.filter_map(|tag| tag.attribute("href").map(|href| html::decode(href.value).into_owned())).collect()
}

fn generated(text: &str) -> Option<Text> {
    Some(Text::generated(text))
}

/// A ladder with one of everything that has an anchor.
fn everything() -> Ladder {
    let note = |title: &str, anchor: &str| Note {
        title: title.to_owned(),
        anchor: Some(anchor.into()),
        family: None,
        text: Text::generated("Words."),
    };
    Sample::of("engineer senior staff")
        .track("mgmt", "em=2 director=4", "senior")
        .family("backend", "", "")
        .family("data", "backend", "senior staff")
        .steps("depth", "basic advanced=6")
        .cell("depth@engineer", &["Builds {#d-build}", "example: A part {#d-build-x}"])
        .cell("depth@senior", &["Owns {#d-own raises=d-build}", "Leads {#d-lead}"])
        .cell("depth@staff", &["same as senior"])
        .cell("depth@all", &["Asks {#d-ask}"])
        .cell("depth@step:basic", &["Knows {#d-know}"])
        .cell("depth@em", &["n/a"])
        .cell("backend/depth@senior", &["Owns a store {#d-store replaces=d-own}"])
        .cell("data/depth@staff", &["override", "Owns a lake {#d-lake}"])
        .cell("candour@engineer", &["Says so {#c-say}"])
        .cell("candour@director", &["tbd"])
        .area("craft", "depth")
        .area("inner", "candour")
        .requires("senior", Rule::Vector(vec![(Name::generated("depth"), Name::generated("basic"))]))
        .at("staff", |level| {
            level.status = LevelStatus::Retired;
            level.notes.push(note("More", "more"));
            level.notes.push(Note { family: Some(Name::generated("backend")), ..note("Pay", "pay") });
            level.equivalent_to.push(Name::generated("director"));
        })
        .about("depth", |depth| {
            depth.notes.push(note("Reading", "reading"));
            depth.notes.push(Note { family: Some(Name::generated("backend")), ..note("Tools", "tools") });
            depth.intro = generated("Above & beyond");
        })
        .with(|ladder| {
            ladder.declared.areas[1].parent = Some(Name::generated("craft"));
            let removed = |id: &str, by: &[&str]| Removed {
                id: Name::generated(id),
                replaced_by: by.iter().map(|name| Name::generated(*name)).collect(),
                since: Some("2".to_owned()),
                note: None,
            };
            ladder.declared.removed = vec![removed("d-old", &["d-own"]), removed("x-old", &[])];
            let on = Emphasis { on: Name::generated("d-own"), note: None };
            ladder.declared.archetypes.push(Archetype {
                id: Name::generated("solver"),
                name: "Solver".to_owned(),
                summary: None,
                levels: Vec::new(),
                emphasises: vec![on],
                cautions: None,
                extra: serde_json::Map::new(),
            });
        })
        .build()
}

fn every_view(ladder: &Ladder) -> Vec<LadderView> {
    let declared = &ladder.declared;
    let mut kinds = vec![ViewKind::Home, ViewKind::Matrix, ViewKind::Diagram, ViewKind::Compare];
    kinds.extend((0..declared.levels.len()).map(ViewKind::Level));
    kinds.extend((0..declared.competencies.len()).map(ViewKind::Competency));
    let pairs = (0..declared.levels.len()).flat_map(|a| (0..declared.levels.len()).map(move |b| (a, b)));
    kinds.extend(pairs.filter(|(a, b)| a != b).map(|(a, b)| ViewKind::Changes(a, b)));
    let families = std::iter::once(None).chain((0..declared.families.len()).map(Some));
    let views =
        families.flat_map(|family| kinds.iter().map(move |kind| LadderView { family, ..view(*kind) }));
    views.collect()
}

#[test]
fn a_page_prints_exactly_its_anchors_and_an_embedded_view_none() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder.clone(), &views);
    for view in &views {
        let html = shown(&site, view).html;
        let printed = ids(&html);
        let wanted: BTreeSet<String> = anchors(&ladder, view).into_iter().map(String::from).collect();
        assert_eq!(printed.iter().cloned().collect::<BTreeSet<_>>(), wanted, "{view:?}");
        assert_eq!(printed.len(), wanted.len(), "{view:?} prints an id twice");
        assert_eq!(ids(&embedded(&site, view)), [""; 0], "{view:?}");
    }
}

#[test]
fn an_expectation_has_one_address_wherever_it_is_shown() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let own = shown(&site, &view(ViewKind::Competency(0))).html;
    assert!(ids(&own).contains(&"d-own".to_owned()) && hrefs(&own).contains(&"#d-own".to_owned()));
    for elsewhere in [ViewKind::Level(1), ViewKind::Level(0), ViewKind::Changes(0, 1)] {
        let page = site.handbook.chapter_of_view(&view(ViewKind::Competency(0))).unwrap();
        let address = format!("../{}#d-build", site.pages.chapter(page).as_str());
        let found = hrefs(&shown(&site, &view(elsewhere)).html);
        assert!(found.contains(&address) || elsewhere == ViewKind::Level(1), "{elsewhere:?}: {found:?}");
    }
}

#[test]
fn every_link_of_a_view_leads_to_a_page_and_an_anchor_that_exist() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder.clone(), &views);
    for view in &views {
        for href in hrefs(&shown(&site, view).html) {
            let (path, anchor) = href.split_once('#').unwrap_or((&href, ""));
            if site.pages.by_output(path.trim_start_matches("../")).is_some() {
                continue; // A ladder as data.
            }
            let path = path.split('?').next().unwrap();
            let target = match path {
                "" | "./" => site.handbook.chapter_of_view(view).unwrap(),
                path => {
                    let name = path.trim_start_matches("../");
                    let all =
                        (0..site.handbook.chapters.len()).map(|at| ChapterId::from_index(at, &site.handbook));
                    all.into_iter().find(|id| site.pages.chapter(*id).as_str() == name).expect(path)
                }
            };
            let known = site.handbook.chapter(target).anchors.as_ref().unwrap();
            assert!(anchor.is_empty() || known.iter().any(|known| **known == *anchor), "{view:?}: {href}");
        }
    }
}

#[test]
fn text_of_authors_is_escaped_where_it_is_no_html() {
    let ladder = Sample::of("a b").cell("depth@a", &["Uses <b> & \"x\" {#t}"]).build();
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    for view in &views {
        let html = shown(&site, view).html;
        assert!(!html.contains("<b> &"), "{view:?}");
    }
    let html = shown(&site, &view(ViewKind::Level(0))).html;
    assert!(html.contains("Uses &lt;b&gt; &amp; &quot;x&quot;"), "{html}");
}

#[test]
fn points_are_shown_wherever_an_expectation_is() {
    let mut ladder = everything();
    let points = Statement::new(Kind::Point, Text::generated("The alarms are set"));
    ladder.declared.cells[0].statements[0].children.push(points);
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let kinds = [
        ViewKind::Home,
        ViewKind::Matrix,
        ViewKind::Level(0),
        ViewKind::Competency(0),
        ViewKind::Changes(0, 1),
        ViewKind::Compare,
    ];
    for kind in kinds {
        assert!(shown(&site, &view(kind)).html.contains("The alarms are set"), "{kind:?}");
    }
}

#[test]
fn a_cell_of_what_is_not_for_everybody_does_not_claim_that_nothing_is_asked() {
    let mut ladder = Sample::of("a b").cell("depth@a", &["x"]).cell("depth@b", &["y"]).build();
    ladder.declared.cells[0].statements.clear();
    ladder.declared.cells[0].withheld.push(None);
    let page = view(ViewKind::Level(0));
    let html = shown(&with_pages(ladder, std::slice::from_ref(&page)), &page).html;
    assert!(html.contains("Nothing is published here") && !html.contains("Not asked for yet"), "{html}");
}

#[test]
fn an_expectation_says_from_when_and_until_when() {
    let mut ladder = Sample::of("a").cell("depth@a", &["x"]).build();
    let one = &mut ladder.declared.cells[0].statements[0];
    (one.since, one.until) = (Some("2025-1".to_owned()), Some("2027-1".to_owned()));
    let page = view(ViewKind::Level(0));
    let html = shown(&with_pages(ladder, std::slice::from_ref(&page)), &page).html;
    assert!(html.contains("since 2025-1") && html.contains("until 2027-1"), "{html}");
}

#[test]
fn states_are_said_in_words() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let matrix = shown(&site, &view(ViewKind::Matrix)).html;
    for words in ["As at <a", "Does not apply", "To be written"] {
        assert!(matrix.contains(words), "{words}");
    }
    for view in &views {
        let html = shown(&site, view).html.to_lowercase();
        assert!(!html.contains("complete,") && !html.contains("% complete"), "{view:?}");
    }
}

#[test]
fn a_change_is_summed_up_by_all_that_it_shows() {
    let told = |ladder: Ladder, (from, to)| {
        let page = view(ViewKind::Changes(from, to));
        let shown = shown(&with_pages(ladder, std::slice::from_ref(&page)), &page);
        let sums: Vec<&str> = shown.html.matches("ask for less").collect();
        (shown.description, sums.len())
    };
    let down = Sample::of("a b")
        .cell("depth@a", &["x {#x}", "y {#y}"])
        .cell("depth@b", &["X {#xx raises=x}", "Y {#yy raises=y}"]);
    assert_eq!(told(down.build(), (1, 0)), ("What changes from b to a: 2 lowered.".to_owned(), 1));
    let anew = Sample::of("").track("ic", "senior=2", "").track("mgmt", "em=2", "").mode(Mode::Replacing);
    let anew = anew.cell("depth@senior", &["a"]).cell("depth@em", &["b"]).build();
    assert_eq!(told(anew, (0, 1)).0, "What changes from senior to em: 1 said in another way.");
    let better = Sample::of("a b").scale("proficiency", "novice expert");
    let better = better.cell("depth@a", &["proficiency: novice"]).cell("depth@b", &["proficiency: expert"]);
    assert_eq!(told(better.build(), (0, 1)).0, "What changes from a to b: depth.");
    assert_eq!(told(Sample::of("a b").build(), (0, 1)).0, "What changes from a to b: nothing is stated.");
}

#[test]
fn what_a_step_says_is_new_at_the_first_level_that_asks_for_it() {
    let ladder = Sample::of("engineer senior staff")
        .steps("depth", "basic advanced")
        .cell("depth@step:basic", &["Knows"])
        .cell("depth@step:advanced", &["Teaches"])
        .requires("engineer", vector("depth=basic"))
        .requires("senior", vector("depth=basic"))
        .requires("staff", vector("depth=advanced"))
        .build();
    let page = view(ViewKind::Competency(0));
    let html = shown(&with_pages(ladder, std::slice::from_ref(&page)), &page).html;
    let said: Vec<&str> =
        ["As said above", "Nothing new"].into_iter().flat_map(|words| html.matches(words)).collect();
    assert_eq!(said, ["As said above", "As said above", "Nothing new"], "{html}");
}

#[test]
fn an_empty_ladder_has_views_too() {
    for ladder in
        [Sample::of("").build(), Sample::of("a").build(), Sample::of("").cell("x@all", &["y"]).build()]
    {
        let views = every_view(&ladder);
        let site = with_pages(ladder, &views);
        for view in &views {
            shown(&site, view);
        }
    }
}

#[test]
fn a_note_of_a_family_is_on_the_pages_of_that_family() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder.clone(), &views);
    let staff = ladder.declared.levels.iter().position(|level| level.id.as_str() == "staff").unwrap();
    let has = |family| {
        let html = shown(&site, &LadderView { family, ..view(ViewKind::Level(staff)) }).html;
        ids(&html).contains(&"pay".to_owned())
    };
    assert_eq!([None, Some(0), Some(1)].map(has), [false, true, true], "and of one that extends it");
    let html = shown(&site, &view(ViewKind::Competency(0))).html;
    assert!(html.contains("ackend: Tools"), "{html}");
}

#[test]
fn what_a_family_does_not_ask_for_is_said() {
    let ladder = Sample::of("one two three")
        .family("backend", "", "")
        .family("data", "", "")
        .cell("depth@one", &["Builds"])
        .cell("depth@two", &["n/a"])
        .cell("depth@three", &["Leads"])
        .cell("backend/depth@one", &["n/a"])
        .cell("data/depth@one", &["tbd"])
        .build();
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let html = shown(&site, &view(ViewKind::Competency(0))).html;
    assert_eq!(html.matches("Does not apply").count(), 2, "{html}");
    assert_eq!(html.matches("To be written").count(), 1, "{html}");
    let html = shown(&site, &view(ViewKind::Changes(1, 2))).html;
    assert!(html.contains("This is asked for at three again."), "{html}");
    let html = shown(&site, &view(ViewKind::Changes(0, 1))).html;
    assert!(html.contains("This is not asked for at two."), "{html}");
}

#[test]
fn ways_on_the_own_track_come_first() {
    let sample = Sample::of("engineer senior").track("mgmt", "em=2", "senior").track("ic", "staff=3", "");
    let mut ladder = sample.build();
    // Staff goes on from senior as the manager does, and comes after it.
    ladder.declared.levels[3].track = None;
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let html = shown(&site, &view(ViewKind::Level(1))).html;
    let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
    assert!(at("on the way to staff") < at("on the way to em"), "{html}");
}

#[test]
fn changes_fold_what_belongs_to_an_expectation() {
    let ladder = everything();
    let views = every_view(&ladder);
    let site = with_pages(ladder, &views);
    let changes = shown(&site, &view(ViewKind::Changes(0, 1))).html;
    let fold = "<details class=\"l-fold\"><summary>Example</summary>\n<dl class=\"l-part l-example\">";
    assert!(changes.contains(fold), "{changes}");
    // The page of the level has room for all of it.
    let level = shown(&site, &view(ViewKind::Level(0))).html;
    assert!(level.contains("l-part l-example") && !level.contains(fold), "{level}");
}

#[test]
fn a_ladder_that_families_say_has_no_matrix_of_everybody_to_lead_to() {
    for (common, expected) in [(false, false), (true, true)] {
        let sample = Sample::of("engineer senior").family("backend", "", "").family("data", "", "");
        let sample = sample.cell("backend/depth@senior", &["Owns"]).cell("data/depth@senior", &["Runs"]);
        let sample = if common { sample.cell("depth@senior", &["Is there"]) } else { sample };
        let ladder = sample.build();
        let views = every_view(&ladder);
        let site = with_pages(ladder, &views);
        let home = LadderView { family: Some(0), ..view(ViewKind::Home) };
        assert_eq!(shown(&site, &home).html.contains("Everybody"), expected, "common: {common}");
    }
}
