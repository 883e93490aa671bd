use super::*;

const CODE: Code = Code::LadderDuplicateStatement;

#[test]
fn the_same_words_are_found_across_levels_and_competencies() {
    let sample = Sample::of("engineer senior")
        .cell("depth@engineer", &["Says why it is done"])
        .cell("depth@senior", &["says why: it is done!"])
        .cell("width@senior", &["Says why it is done."]);
    let wanted = [
        "`senior` of `depth` states the same as `engineer` @ says why: it is done!",
        "`width` states the same as `depth` @ Says why it is done.",
    ];
    assert_eq!(reported(sample, CODE), wanted);
}

#[test]
fn one_cell_may_not_say_it_twice() {
    let sample = Sample::of("engineer").cell("depth@engineer", &["Says why it is", "Says why it is"]);
    assert_eq!(reported(sample, CODE), ["`engineer` of `depth` states the same twice @ Says why it is"]);
}

// E19
#[test]
fn families_may_say_the_same_and_what_says_so_may_too() {
    let sample = Sample::of("engineer senior")
        .family("web", "", "")
        .family("data", "", "")
        .cell("depth@engineer", &["Says why it is done {#why}"])
        .cell("depth@senior", &["Says why it is done {#- same_as=why}"])
        .cell("web/width@engineer", &["Knows the browser well"])
        .cell("data/width@engineer", &["Knows the browser well"])
        .cell("web/depth@engineer", &["Says why it is done {#w replaces=why}"]);
    assert_eq!(reported(sample, CODE), [""; 0]);
}

#[test]
fn a_family_need_not_repeat_what_it_inherits() {
    let sample = Sample::of("engineer")
        .family("web", "", "")
        .cell("depth@engineer", &["Says why it is done"])
        .cell("web/depth@engineer", &["Says why it is done"]);
    assert_eq!(reported(sample, CODE).len(), 1);
}

#[test]
fn a_complete_cell_may_repeat_unless_it_claims_to_differ() {
    let sample = |first, second| {
        Sample::of("engineer senior")
            .mode(Mode::Standalone)
            .cell("depth@engineer", &[first])
            .cell("depth@senior", &[second])
    };
    assert_eq!(reported(sample("Says why it is", "Says why it is"), CODE), [""; 0]);
    assert_eq!(reported(sample("Says why it is {#a}", "Says why it is {#b}"), CODE).len(), 1);
}

#[test]
fn it_is_off_for_a_competency_or_a_ladder() {
    let sample = Sample::of("engineer").cell("depth@engineer", &["Says why it is", "Says why it is"]);
    let off = lint("duplicate-statement");
    let competency = sample.clone().about("depth", |competency| competency.extra = off.clone());
    assert_eq!(reported(competency, CODE), [""; 0]);
    assert_eq!(reported(sample.with(|ladder| ladder.framework.extra = off), CODE), [""; 0]);
}
