use super::*;

const CODE: Code = Code::LadderRuleRange;

fn messages(sample: Sample) -> Vec<String> {
    let messages = reported(sample, CODE).into_iter();
    messages.map(|text| text.split(" @ ").next().unwrap().to_owned()).collect()
}

fn pair(low: Rule, high: Rule) -> Vec<String> {
    let sample = Sample::of("a b").steps("depth", "one=1 ten=10 all=19");
    messages(sample.requires("a", low).requires("b", high))
}

// E27
#[test]
fn each_range_begins_where_the_one_below_ends() {
    assert_eq!(pair(points(0.0, Some(10.0)), points(10.0, None)), [""; 0]);
    assert_eq!(
        pair(points(0.0, Some(9.0)), points(10.0, None)),
        ["from 9 up to 10 belongs to neither `a` nor `b`"]
    );
    assert_eq!(
        pair(points(0.0, Some(11.0)), points(10.0, None)),
        ["from 10 up to 11 belongs to both `a` and `b`"]
    );
    assert_eq!(pair(points(0.0, None), points(10.0, None)), ["`a` has no `max` and goes over into `b`"]);
}

#[test]
fn points_are_counted_where_steps_have_some() {
    let sample = Sample::of("a").with(|ladder| {
        let text = "[[competency]]\nid = \"depth\"\nsteps = [\"one\", \"two\"]\n";
        ladder.declared.competencies =
            crate::ladder::read::read(text, crate::ladder::read::Format::Toml).value.competencies;
    });
    let found = messages(sample.requires("a", points(1.0, Some(2.0))));
    assert_eq!(found, ["no step has points, so that every sum is 0"]);
}

#[test]
fn two_titles_may_share_a_range_and_tracks_have_their_own() {
    assert_eq!(pair(points(0.0, Some(5.0)), points(0.0, Some(5.0))), [""; 0]);
    let sample = Sample::of("")
        .track("ic", "a=1", "")
        .track("mgmt", "b=2", "")
        .steps("depth", "one=1")
        .requires("a", points(0.0, Some(2.0)))
        .requires("b", points(1.0, Some(2.0)));
    assert_eq!(messages(sample), [""; 0]);
}

#[test]
fn a_range_below_the_lower_one_is_a_matter_of_order() {
    assert_eq!(pair(points(10.0, Some(20.0)), points(0.0, Some(5.0))), [""; 0]);
    let sample = Sample::of("a b").requires("a", points(10.0, Some(20.0)));
    let sample = sample.requires("b", points(0.0, Some(5.0)));
    assert_eq!(reported(sample, Code::LadderRuleOrder).len(), 1);
}

#[test]
fn a_range_holds_something_that_can_be_reached() {
    let alone = |rule| messages(Sample::of("a").steps("depth", "one=1 ten=10").requires("a", rule));
    assert_eq!(alone(points(5.0, Some(5.0))), ["the range ends before it begins"]);
    assert_eq!(alone(points(11.0, None)), ["no sum of points is in this range: they go from 0 to 10"]);
    assert_eq!(alone(points(2.0, Some(10.0))), ["no combination of steps makes a sum in this range"]);
    assert_eq!(alone(points(2.0, Some(10.5))), [""; 0]);
    let weighted = Bounds { min: 2.5, max: None, name: Name::new("w", Span::new(1, 2)) };
    assert_eq!(alone(Rule::Weighted(weighted)), ["no mean is in this range: they go from 1 to 2"]);
}

#[test]
fn without_points_there_is_nothing_to_reach() {
    assert_eq!(messages(Sample::of("a").requires("a", points(5.0, None))), [""; 0]);
}
