use super::*;
use crate::ladder::compare::compare;
use crate::ladder::sample::{Sample, vector};

fn level(resolved: &Resolved<'_>, id: &str) -> usize {
    resolved.level_of[id]
}

fn texts(statements: &[Stated<'_>]) -> String {
    let texts: Vec<&str> = statements.iter().map(|stated| &*stated.statement.text.written).collect();
    texts.join(" | ")
}

/// What is stated and what is inherited for the first competency at a level.
fn at(resolved: &Resolved<'_>, id: &str) -> (String, String) {
    let cell = resolved.cell(level(resolved, id), 0);
    (texts(&cell.own), texts(&cell.inherited))
}

fn pair(own: &str, inherited: &str) -> (String, String) {
    (own.to_owned(), inherited.to_owned())
}

fn three_levels() -> Sample {
    Sample::of("engineer senior staff")
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["b"])
        .cell("depth@staff", &["c"])
}

#[test]
fn a_level_inherits_those_below_lowest_first() {
    let ladder = three_levels().build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "engineer"), pair("a", ""));
    assert_eq!(at(&resolved, "staff"), pair("c", "a | b"));
}

#[test]
fn only_cumulative_levels_inherit() {
    for mode in [Mode::Replacing, Mode::Standalone] {
        let ladder = three_levels().mode(mode).build();
        assert_eq!(at(&resolve(&ladder, None), "staff"), pair("c", ""));
    }
}

#[test]
fn what_is_raised_is_not_inherited_beside_it() {
    let ladder = Sample::of("engineer senior staff")
        .cell("depth@engineer", &["a {#a}"])
        .cell("depth@senior", &["b {#b raises=a}"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "senior"), pair("b", ""));
    assert_eq!(at(&resolved, "staff"), pair("", "b"));
}

#[test]
fn a_track_inherits_from_where_it_is_entered() {
    let ladder = Sample::of("")
        .track("ic", "engineer=3 senior=4 staff=5", "")
        .track("mgmt", "em=4 director=6", "senior staff")
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["b"])
        .cell("depth@staff", &["c"])
        .cell("depth@em", &["d"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "em"), pair("d", "a | b"));
    assert_eq!(at(&resolved, "director"), pair("", "a | b | d"));
    let id = |level: usize| ladder.declared.levels[level].id.as_str();
    let pairs: Vec<_> = resolved.neighbours().into_iter().map(|(a, b)| (id(a), id(b))).collect();
    let wanted =
        [("engineer", "senior"), ("senior", "em"), ("staff", "em"), ("senior", "staff"), ("em", "director")];
    assert_eq!(pairs, wanted);
}

#[test]
fn tracks_that_are_entered_from_each_other_end() {
    let ladder = Sample::of("")
        .track("ic", "staff=4 principal=5", "em")
        .track("mgmt", "em=4", "staff")
        .cell("depth@staff", &["a"])
        .cell("depth@em", &["b"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "em"), pair("b", "a"));
    assert_eq!(at(&resolved, "principal").1, "a | b");
}

#[test]
fn levels_of_no_track_are_the_trunk_of_all() {
    let ladder = Sample::of("junior")
        .track("ic", "senior=2", "")
        .track("mgmt", "em=2", "")
        .cell("depth@junior", &["a"])
        .cell("depth@senior", &["b"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "em"), pair("", "a"));
    assert_eq!(at(&resolved, "senior"), pair("b", "a"));
}

// E18
#[test]
fn a_statement_for_all_levels_is_new_once() {
    let sample = Sample::of("engineer senior staff")
        .cell("depth@engineer", &["n/a"])
        .cell("depth@all", &["a"])
        .cell("depth@senior", &["b"]);
    let ladder = sample.clone().build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "engineer"), pair("", ""));
    assert_eq!(at(&resolved, "senior"), pair("a | b", ""));
    assert_eq!(at(&resolved, "staff"), pair("", "a | b"));
    let ladder = sample.mode(Mode::Standalone).build();
    assert_eq!(at(&resolve(&ladder, None), "staff"), pair("a", ""));
}

// E14
#[test]
fn same_as_leads_to_the_end_of_the_chain_and_never_in_a_circle() {
    let ladder = three_levels()
        .mode(Mode::Standalone)
        .with(|ladder| ladder.declared.cells.clear())
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["same as engineer"])
        .cell("depth@staff", &["same as senior"])
        .cell("circle@engineer", &["same as senior"])
        .cell("circle@senior", &["same as engineer"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(resolved.cell(2, 0).state, CellState::SameAs(0));
    assert_eq!(at(&resolved, "staff"), pair("", "a"));
    assert_eq!(resolved.cell(0, 1).state, CellState::Empty);
    assert!(resolved.cell(0, 1).inherited.is_empty());
}

// E13
#[test]
fn nothing_is_handed_on_through_a_level_that_it_does_not_apply_to() {
    let ladder = Sample::of("")
        .track("ic", "junior=1 senior=2", "")
        .track("mgmt", "em=3 head=4", "senior")
        .cell("depth@junior", &["a"])
        .cell("depth@em", &["n/a"])
        .cell("width@senior", &["b"])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "senior"), pair("", "a"));
    assert_eq!(at(&resolved, "em"), pair("", ""));
    assert_eq!(at(&resolved, "head"), pair("", ""));
    assert_eq!(resolved.cell(3, 1).inherited.len(), 1, "other competencies are handed on");
}

// E12, E13, E15, E4
#[test]
fn cells_without_statements_say_why() {
    let ladder = Sample::of("a b c d")
        .cell("depth@a", &["n/a"])
        .cell("depth@b", &["tbd"])
        .at("d", |level| level.status = LevelStatus::ToBeDefined)
        .build();
    let resolved = resolve(&ladder, None);
    let states: Vec<CellState> = (0..4).map(|level| resolved.cell(level, 0).state).collect();
    let wanted = [CellState::NotApplicable, CellState::ToBeDefined, CellState::Empty, CellState::ToBeDefined];
    assert_eq!(states, wanted);
}

#[test]
fn a_competency_of_one_track_is_not_asked_for_on_another() {
    let ladder = Sample::of("")
        .track("ic", "senior=1", "")
        .track("mgmt", "em=2", "senior")
        .cell("depth@senior", &["a"])
        .about("depth", |competency| competency.tracks = vec![Name::generated("ic")])
        .build();
    let resolved = resolve(&ladder, None);
    assert_eq!(resolved.cell(1, 0).state, CellState::NotApplicable);
    assert_eq!(at(&resolved, "em"), pair("", ""));
    assert!(resolved.does_apply(0, 0) && !resolved.does_apply(1, 0));
}

// E28, E29
#[test]
fn families_append_override_hide_and_replace_three_deep() {
    let ladder = Sample::of("engineer senior")
        .family("engineering", "", "")
        .family("backend", "engineering", "")
        .family("storage", "backend", "")
        .cell("depth@engineer", &["a {#a}", "b {#b}", "c {#c}"])
        .cell("engineering/depth@engineer", &["hide a", "B {#eb replaces=b}"])
        .cell("backend/depth@engineer", &["d {#d}"])
        .cell("storage/depth@engineer", &["hide c", "D {#sd replaces=d}"])
        .cell("depth@senior", &["e"])
        .cell("storage/depth@senior", &["override", "f"])
        .build();
    let engineer = |family| at(&resolve(&ladder, family), "engineer").0;
    assert_eq!(engineer(None), "a | b | c");
    assert_eq!(engineer(Some(0)), "B | c");
    assert_eq!(engineer(Some(1)), "B | c | d");
    assert_eq!(engineer(Some(2)), "B | D");
    let storage = resolve(&ladder, Some(2));
    assert_eq!(at(&storage, "senior"), pair("f", "B | D"));
    assert_eq!(storage.cell(0, 0).own[0].origin, Origin::Family(0));
    assert_eq!(storage.cell(0, 0).own[1].origin, Origin::Family(2));
}

#[test]
fn a_family_may_move_what_it_replaces() {
    let ladder = Sample::of("engineer senior")
        .family("data", "", "")
        .cell("depth@engineer", &["a {#a}"])
        .cell("data/depth@senior", &["A {#da replaces=a}"])
        .build();
    let data = resolve(&ladder, Some(0));
    assert_eq!(at(&data, "engineer"), pair("", ""));
    assert_eq!(data.cell(0, 0).state, CellState::Empty);
    assert_eq!(at(&data, "senior"), pair("A", ""));
}

#[test]
fn a_family_may_do_without_a_competency_or_bring_one() {
    let ladder = Sample::of("engineer")
        .family("data", "", "")
        .family("web", "", "")
        .cell("depth@engineer", &["a"])
        .cell("web/depth@engineer", &["n/a"])
        .cell("data/models@engineer", &["b"])
        .build();
    assert_eq!(resolve(&ladder, Some(1)).cell(0, 0).state, CellState::NotApplicable);
    assert_eq!(resolve(&ladder, Some(1)).competencies, [0]);
    assert_eq!(resolve(&ladder, Some(0)).competencies, [0, 1]);
    assert_eq!(resolve(&ladder, None).competencies, [0]);
}

#[test]
fn a_family_says_more_than_the_level_it_is_the_same_as() {
    let ladder = Sample::of("engineer senior")
        .mode(Mode::Standalone)
        .family("data", "", "")
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["same as engineer"])
        .cell("data/depth@senior", &["b"])
        .build();
    let data = resolve(&ladder, Some(0));
    assert_eq!(data.cell(1, 0).state, CellState::SameAs(0));
    assert_eq!(at(&data, "senior"), pair("b", "a"));
}

// E5
#[test]
fn a_level_that_a_family_lacks_is_still_below_the_next() {
    let ladder = three_levels().family("qa", "", "engineer staff").family("sub", "qa", "").build();
    let qa = resolve(&ladder, Some(1));
    assert_eq!(qa.levels, [0, 2]);
    assert_eq!(at(&qa, "staff"), pair("c", "a | b"));
    assert_eq!(qa.neighbours(), [(0, 2)]);
}

#[test]
fn families_that_extend_each_other_end() {
    let ladder = three_levels().family("a", "b", "").family("b", "a", "").build();
    assert_eq!(at(&resolve(&ladder, Some(0)), "staff").0, "c");
}

#[test]
fn a_level_states_the_steps_that_those_below_did_not_ask_for() {
    let sample = Sample::of("engineer senior staff")
        .steps("depth", "adopts knows leads")
        .cell("depth@step:adopts", &["a"])
        .cell("depth@step:knows", &["b"])
        .cell("depth@step:leads", &["c"])
        .requires("engineer", vector("depth=adopts"))
        .requires("senior", vector("depth=leads"))
        .requires("staff", vector("depth=leads"));
    let ladder = sample.clone().build();
    let resolved = resolve(&ladder, None);
    assert_eq!(at(&resolved, "engineer"), pair("a", ""));
    assert_eq!(at(&resolved, "senior"), pair("b | c", "a"));
    assert_eq!(at(&resolved, "staff"), pair("", "a | b | c"));
    assert_eq!(resolved.cell(2, 0).step.map(|step| &*step.name), Some("leads"));
    let ladder = sample.mode(Mode::Standalone).build();
    assert_eq!(at(&resolve(&ladder, None), "senior"), pair("c", ""));
}

// E25
#[test]
fn other_means_all_unless_somebody_may_choose_a_main_one() {
    let sample = Sample::of("a b").steps("depth", "one two").steps("width", "one two");
    let ladder = sample.clone().requires("a", vector("depth=two other=one")).build();
    let step = |resolved: &Resolved<'_>, competency| {
        resolved.cell(0, competency).step.map(|step| step.id.value.to_string())
    };
    let resolved = resolve(&ladder, None);
    assert_eq!(step(&resolved, 0).as_deref(), Some("two"));
    assert_eq!(step(&resolved, 1).as_deref(), Some("one"));
    let ladder = sample.requires("a", vector("main=two other=one")).build();
    assert_eq!(step(&resolve(&ladder, None), 1), None);
}

#[test]
fn an_edit_of_punctuation_leaves_a_statement_the_same() {
    let ladder = Sample::of("a")
        .cell("depth@a", &["Says it, plainly.", "says it plainly", "Other words {#id}", "x {#- same_as=id}"])
        .build();
    let own = resolve(&ladder, None).cell(0, 0).own;
    assert_eq!(identity(&own[0]), identity(&own[1]));
    assert_ne!(identity(&own[1]), identity(&own[2]));
    assert_eq!(identity(&own[2]), identity(&own[3]));
}

#[test]
fn what_is_the_same_as_the_same_is_the_same() {
    let ladder = Sample::of("one two three")
        .mode(Mode::Standalone)
        .cell("depth@one", &["a {#a}"])
        .cell("depth@two", &["b {#b same_as=a}"])
        .cell("depth@three", &["c {#c same_as=b}"])
        .build();
    let resolved = resolve(&ladder, None);
    let id = |level| identity(&resolved.cell(level, 0).own[0]);
    assert_eq!((id(0), id(1)), (id(1), id(2)));
    let ladder = Sample::of("one two three")
        .cell("depth@one", &["a {#a}"])
        .cell("depth@two", &["b {#b same_as=a}"])
        .cell("depth@three", &["c {#c raises=a}"])
        .build();
    assert_eq!(at(&resolve(&ladder, None), "three"), pair("c", ""), "and is raised with it");
}

#[test]
fn two_levels_of_one_rank_lead_both_up() {
    let ladder = Sample::of("").track("ic", "senior=1 staff=2 security=2 principal=3", "").build();
    let resolved = resolve(&ladder, None);
    let id = |level: usize| ladder.declared.levels[level].id.as_str();
    let mut pairs: Vec<_> = resolved.neighbours().into_iter().map(|(a, b)| (id(a), id(b))).collect();
    pairs.retain(|(_, to)| *to == "principal");
    assert_eq!(pairs, [("staff", "principal"), ("security", "principal")]);
}

#[test]
fn a_step_that_is_the_same_as_another_asks_for_what_that_one_says() {
    let sample = Sample::of("a b")
        .steps("depth", "able expert")
        .cell("depth@step:able", &["x"])
        .cell("depth@step:expert", &["same as able"])
        .requires("a", vector("depth=able"))
        .requires("b", vector("depth=expert"));
    let ladder = sample.clone().mode(Mode::Replacing).build();
    assert_eq!(at(&resolve(&ladder, None), "b"), pair("x", ""));
    let ladder = sample.build();
    assert_eq!(at(&resolve(&ladder, None), "b"), pair("", "x"), "once where steps add up");
}

#[test]
fn texts_stand_where_the_statements_beside_them_do() {
    let ladder = Sample::of("a b c")
        .steps("depth", "able expert")
        .cell("depth@all", &["w"])
        .cell("depth@step:able", &["x"])
        .cell("depth@step:expert", &[])
        .cell("depth@b", &["y"])
        .requires("a", vector("depth=able"))
        .requires("b", vector("depth=expert"))
        .requires("c", vector("depth=expert"))
        .with(|ladder| {
            for (cell, text) in ladder.declared.cells.iter_mut().zip(["all", "able", "expert", "own"]) {
                cell.summary = Some(Text::generated(text));
            }
        })
        .build();
    let resolved = resolve(&ladder, None);
    let texts = |level: usize| {
        let cell = resolved.cell(level, 0);
        let written = |text: &Text| text.written.to_string();
        let texts: Vec<String> = cell.texts.iter().map(|text| written(text)).collect();
        (cell.for_all.map(written), texts.join(" "), cell.summary.map(written))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(texts(0), (some("all"), "able".to_owned(), None));
    assert_eq!(texts(1), (None, "expert own".to_owned(), some("own")), "nothing is said twice");
    assert_eq!(texts(2), (None, String::new(), None));
    let change = &compare(&resolved, 0, 1).competencies[0];
    assert_eq!(change.texts.as_ref().map(|(from, to)| (from.len(), to.len())), Some((1, 2)));
}
