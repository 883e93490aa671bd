use super::*;

// E31, E5, E3
#[test]
fn a_level_between_those_of_a_family_may_be_new() {
    let code = Code::LadderOverlayLevel;
    let sample = |levels: &str| Sample::of("one two three four").family("web", "", levels);
    assert_eq!(reported(sample("one four"), code), ["`levels` of `web` leaves out `two` and `three` @ web"]);
    assert_eq!(reported(sample("two three"), code), [""; 0]);
    assert_eq!(reported(sample(""), code), [""; 0]);
    let told = sample("one four").with(|ladder| ladder.declared.families[0].extra = lint("overlay-level"));
    assert_eq!(reported(told, code), [""; 0]);
    let described = sample("one two").cell("web/depth@four", &["depth"]);
    assert_eq!(reported(described, code), ["`levels` of `web` leaves out `four` @ web"]);
}

#[test]
fn only_what_is_lower_is_raised() {
    let code = Code::LadderRaisesOrder;
    let sample = |raising: &str, raised: &str| {
        Sample::of("")
            .track("ic", "engineer=3 senior=4", "")
            .track("mgmt", "em=4", "senior")
            .cell(&format!("depth@{raised}"), &["a {#a}"])
            .cell(&format!("width@{raising}"), &["b {#b raises=a}"])
    };
    assert_eq!(reported(sample("senior", "engineer"), code), [""; 0]);
    assert_eq!(reported(sample("em", "senior"), code), [""; 0]);
    assert_eq!(
        reported(sample("engineer", "senior"), code),
        ["what `engineer` raises, `a`, is expected at `senior` @ a"]
    );
    assert_eq!(reported(sample("senior", "senior"), code).len(), 1);
}

#[test]
fn steps_raise_lower_steps() {
    let sample = |raising: &str, raised: &str| {
        Sample::of("a")
            .steps("depth", "one two")
            .cell(&format!("depth@step:{raised}"), &["a {#a}"])
            .cell(&format!("depth@step:{raising}"), &["b {#b raises=a}"])
    };
    let count = |sample| reported(sample, Code::LadderRaisesOrder).len();
    assert_eq!([count(sample("two", "one")), count(sample("one", "two"))], [0, 1]);
}
