use super::*;

const CODE: Code = Code::LadderSimilarStatement;
const LOW: &str = "Usually breaks large tasks down into parts that can be reviewed";

fn sample(mode: Mode, high: &str) -> Sample {
    Sample::of("engineer senior").mode(mode).cell("depth@engineer", &[LOW]).cell("depth@senior", &[high])
}

// E36
#[test]
fn a_word_of_difference_is_named() {
    let high = "Always breaks large tasks down into parts that can be reviewed.";
    let wanted = format!(
        "`senior` states almost the same as `engineer` in `depth` @ {high} (only `always` instead of `usually`)"
    );
    for mode in [Mode::Replacing, Mode::Standalone] {
        assert_eq!(reported(sample(mode, high), CODE), std::slice::from_ref(&wanted));
    }
    assert_eq!(reported(sample(Mode::Cumulative, high), CODE), [""; 0]);
}

#[test]
fn a_word_more_or_less_is_named() {
    let remark =
        |high| reported(sample(Mode::Replacing, high), CODE)[0].split_once(" (").unwrap().1.to_owned();
    let more = "Usually breaks very large tasks down into parts that can be reviewed";
    assert_eq!(remark(more), "only `very` is new)");
    let less = "Breaks large tasks down into parts that can be reviewed";
    assert_eq!(remark(less), "only `usually` is missing)");
}

#[test]
fn other_words_and_the_same_words_are_not_similar() {
    for high in [LOW, "Usually breaks huge problems down into steps that can be shipped"] {
        assert_eq!(reported(sample(Mode::Replacing, high), CODE), [""; 0]);
    }
}

#[test]
fn a_step_on_a_scale_says_what_changes() {
    let low = "Takes part in decisions about what is built in the team";
    let high = "Takes part in decisions about what is built in the department";
    let sample = Sample::of("engineer senior")
        .mode(Mode::Replacing)
        .cell("depth@engineer", &[low])
        .cell("depth@senior", &[high]);
    assert_eq!(reported(sample.clone(), CODE).len(), 1);
    assert_eq!(reported(sample.scale("reach", "team department"), CODE), [""; 0]);
}

#[test]
fn what_says_that_it_raises_is_meant() {
    let high = "Always breaks large tasks down into parts that can be reviewed {#b raises=a}";
    let sample = Sample::of("engineer senior")
        .mode(Mode::Replacing)
        .cell("depth@engineer", &[&format!("{LOW} {{#a}}")])
        .cell("depth@senior", &[high]);
    assert_eq!(reported(sample, CODE), [""; 0]);
}

#[test]
fn large_cells_are_given_up_on() {
    let text = |level: usize, n: usize| {
        let words: Vec<String> = (0..100).map(|word| format!("w{level}x{n}x{word}")).collect();
        words.join(" ")
    };
    let cell = |level| (0..300).map(|n| text(level, n)).collect::<Vec<_>>();
    let (low, high) = (cell(0), cell(1));
    let lines = |texts: &'static [String]| texts.iter().map(String::as_str).collect::<Vec<_>>();
    let sample = Sample::of("engineer senior")
        .mode(Mode::Replacing)
        .cell("depth@engineer", &lines(low.leak()))
        .cell("depth@senior", &lines(high.leak()));
    assert_eq!(reported(sample, CODE), [""; 0]);
}
