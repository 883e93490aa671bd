use super::*;

#[test]
fn an_expectation_wants_an_example() {
    let code = Code::LadderNoExample;
    let sample = Sample::of("engineer senior")
        .cell("depth@engineer", &["a", "b", "example: x"])
        .cell("width@engineer", &["c"])
        .about("width", |competency| competency.extra = lint("no-example"));
    let wanted = ["an expectation of `depth` for `engineer` has no example @ a"];
    assert_eq!(reported(sample, code), wanted);
    assert_eq!(code.severity(), crate::diagnostic::Severity::Allowed);
}

#[test]
fn a_level_wants_a_sentence() {
    let sample = Sample::of("engineer senior staff")
        .at("engineer", |level| level.tagline = Some(Text::generated("Begins")))
        .at("staff", |level| level.status = LevelStatus::Retired);
    assert_eq!(
        reported(sample, Code::LadderNoSummary),
        ["`senior` has neither a tagline nor a summary @ senior"]
    );
}

#[test]
fn a_good_ladder_is_left_alone() {
    let sample = Sample::of("engineer senior staff")
        .cell("depth@engineer", &["Solves defined problems and asks early"])
        .cell("depth@senior", &["Owns a part of the system from end to end"])
        .cell("depth@staff", &["Is trusted in several systems"]);
    let found = check(&sample.build(), &|_| None);
    let shown: Vec<_> =
        found.iter().filter(|report| report.severity != crate::diagnostic::Severity::Allowed).collect();
    assert!(shown.is_empty(), "{shown:?}");
}

#[test]
fn long_lists_are_cut() {
    let names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(list(&names[..3]), "`0`, `1` and `2`");
    assert!(list(&names).ends_with("`7` and 2 more"));
}
