use super::*;

const CODE: Code = Code::LadderFewNew;

#[test]
fn a_level_that_adds_little_is_told_from_the_others() {
    let six = ["a", "b", "c", "d", "e", "f"];
    let sample = Sample::of("engineer senior staff principal")
        .cell("depth@engineer", &six)
        .cell("depth@senior", &["g", "h", "i", "j", "k", "l"])
        .cell("depth@staff", &["m"])
        .cell("depth@principal", &["n", "o", "p", "q", "r"]);
    let wanted = ["`staff` adds one expectation, where other levels add about 6 @ staff"];
    assert_eq!(reported(sample.clone(), CODE), wanted);
    assert_eq!(reported(sample.at("staff", |level| level.extra = lint("few-new")), CODE), [""; 0]);
}

#[test]
fn what_a_level_repeats_is_not_new() {
    let sample = Sample::of("engineer senior staff")
        .mode(Mode::Standalone)
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["A.", "b"])
        .cell("depth@staff", &["a", "b"]);
    assert_eq!(reported(sample, CODE), ["`staff` adds nothing, where other levels add about 1 @ staff"]);
}

#[test]
fn the_lowest_level_and_those_to_be_defined_are_left_alone() {
    let sample = Sample::of("intern engineer senior staff")
        .cell("depth@engineer", &["a"])
        .cell("depth@senior", &["b"])
        .at("staff", |level| level.status = LevelStatus::ToBeDefined);
    assert_eq!(reported(sample, CODE), [""; 0]);
}

#[test]
fn a_level_made_of_any_steps_states_nothing_of_its_own() {
    let sample = Sample::of("engineer senior staff principal")
        .cell("depth@engineer", &["a"])
        .cell("depth@staff", &["b"])
        .cell("depth@principal", &["c"]);
    let with = |rule: Rule| sample.clone().at("senior", |level| level.requires = vec![rule]);
    let prose = Rule::Prose(Text::generated("Most of them."));
    assert_eq!(reported(with(prose), CODE).len(), 1);
    assert_eq!(reported(with(Rule::AtLeast { count: 2, step: Name::generated("2") }), CODE), [""; 0]);
}
