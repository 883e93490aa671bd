use super::*;

// E26
#[test]
fn a_level_asks_for_no_less_than_the_one_below() {
    let code = Code::LadderRuleOrder;
    let ladder = || {
        Sample::of("engineer senior staff").steps("depth", "one two three").steps("width", "one two three")
    };
    let sample = ladder()
        .requires("engineer", vector("depth=two width=one"))
        .requires("staff", vector("depth=one width=two"));
    let wanted = "`staff` asks for `one` in `depth`, less than `engineer`: `two` @ ";
    assert_eq!(reported(sample.clone(), code), [wanted]);
    let sample = sample.at("staff", |level| level.extra = lint("rule-order"));
    assert_eq!(reported(sample, code), [""; 0]);
    let counts = |low: Rule, high: Rule| {
        reported(ladder().requires("engineer", low).requires("senior", high), code).len()
    };
    assert_eq!(counts(at_least(2, "two"), at_least(1, "two")), 1);
    assert_eq!(counts(at_least(2, "two"), at_least(2, "three")), 0);
    assert_eq!(counts(at_least(1, "two"), Rule::NoneBelow(Name::generated("two"))), 0);
    let none_below = |step: &str| Rule::NoneBelow(Name::generated(step));
    assert_eq!(counts(none_below("two"), none_below("one")), 1);
    let share = |share| Rule::Share(share, Name::generated("all"));
    assert_eq!(counts(share(0.8), share(0.7)), 1);
    assert_eq!(counts(share(0.8), share(0.8)), 0);
}

#[test]
fn tracks_are_not_compared() {
    let sample = Sample::of("")
        .track("ic", "staff=1", "")
        .track("mgmt", "em=2", "staff")
        .steps("depth", "one two")
        .requires("staff", vector("depth=two"))
        .requires("em", vector("depth=one"));
    assert_eq!(reported(sample, Code::LadderRuleOrder), [""; 0]);
}

#[test]
fn nobody_can_have_more_than_there_is() {
    let code = Code::LadderRuleUnreachable;
    let sample = |rule: Rule| {
        let sample = Sample::of("").track("ic", "a=1", "").track("mgmt", "b=1", "");
        let sample = sample.steps("depth", "basic advanced").steps("width", "basic");
        let tracks = vec![Name::generated("mgmt")];
        sample.steps("people", "basic").about("people", |people| people.tracks = tracks).requires("a", rule)
    };
    let said =
        |rule| reported(sample(rule), code).iter().map(|text| text.replace(" @ ", "")).collect::<Vec<_>>();
    assert_eq!(said(vector("people=basic")), ["`a` asks for `people`, which is not for its track"]);
    assert_eq!(said(vector("main=advanced other=basic depth=basic gone=basic")), [""; 0]);
    let only_one = "`a` asks for 2 competencies at `advanced` or above, and only one has that step";
    assert!(said(at_least(2, "advanced"))[0].starts_with(only_one));
    let none = "`a` asks for one competency at `expert` or above, and none has that step";
    assert!(said(at_least(1, "expert"))[0].starts_with(none));
    assert_eq!(said(at_least(2, "basic")), [""; 0]);
}
