use super::*;

fn one(text: &str, code: Code) -> Vec<String> {
    reported(Sample::of("engineer").cell("depth@engineer", &[text]), code)
}

#[test]
fn a_length_of_time_is_no_skill() {
    let code = Code::LadderTenure;
    for (text, part) in [
        ("5 years", "5 years"),
        ("Has at least 2 years of experience", "2 years"),
        ("Stayed 18 months in the role", "18 months"),
        ("Five or more years as a lead", "Five or more years"),
        ("5+ years of experience in Java", "5+ years"),
        ("Has in 3 years of service seen it all", "3 years"),
    ] {
        let message = format!("an expectation asks for a length of time: `{}`", part.to_lowercase());
        assert_eq!(one(text, code), [format!("{message} @ {part}")]);
    }
    for text in [
        "Plans for the next 18 months",
        "Ships within two years",
        "Keeps a 3 year roadmap",
        "Reviews the plan every 6 months",
        "Knows the year of 5 releases",
        "Makes 2 things better this year",
    ] {
        assert_eq!(one(text, code), [""; 0], "{text}");
    }
}

#[test]
fn rules_in_words_ask_for_time_too() {
    let rule = Rule::Prose(Text::new("3 years", Span::new(0, 7)));
    let sample = Sample::of("engineer").requires("engineer", rule);
    assert_eq!(reported(sample, Code::LadderTenure).len(), 1);
}

// E37
#[test]
fn vague_adverbs_are_named_once_and_may_be_meant() {
    let code = Code::LadderVague;
    assert_eq!(
        one("Consistently delivers, often early", code),
        ["`consistently` leaves open how often is enough @ Consistently"]
    );
    let sample = Sample::of("engineer").cell("depth@engineer", &["Often early"]);
    let competency = sample.clone().about("depth", |competency| competency.extra = lint("vague"));
    assert_eq!(reported(competency, code), [""; 0]);
    let ladder = sample.with(|ladder| ladder.framework.extra = lint("vague"));
    assert_eq!(reported(ladder, code), [""; 0]);
}

#[test]
fn examples_may_be_vague() {
    let sample = Sample::of("engineer").cell("depth@engineer", &["Early", "example: often early"]);
    assert_eq!(reported(sample, Code::LadderVague), [""; 0]);
}

#[test]
fn only_english_is_read() {
    let sample = Sample::of("engineer").cell("depth@engineer", &["Often 5 years"]);
    let in_language = |language: &str| {
        let sample = sample.clone().with(|ladder| ladder.framework.language = Some(language.to_owned()));
        reported(sample, Code::LadderVague).len()
    };
    assert_eq!([in_language("en-GB"), in_language("de"), in_language("enm")], [1, 0, 0]);
}

#[test]
fn a_text_that_is_not_as_in_its_file_is_pointed_at_as_a_whole() {
    let text = Text { written: "Often early".into(), ..Text::new("", Span::new(0, 40)) };
    assert_eq!(part_of(&text, 0..5).span, Span::new(0, 40));
}

#[test]
fn promotion_is_the_word_and_not_the_verb() {
    let code = Code::LadderPromotion;
    assert_eq!(one("Promotes good practice", code), [""; 0]);
    assert_eq!(one("Is ready for promotion", code), ["an expectation speaks of `promotion` @ promotion"]);
}

// E33
#[test]
fn people_are_mixed_once_for_each_ladder() {
    let sample = Sample::of("engineer senior")
        .cell("depth@engineer", &["Names them", "Helps all", "You name it", "Own it", "You see"])
        .cell("depth@senior", &["I do it"]);
    assert_eq!(
        reported(sample, Code::LadderPerson),
        [
            "the second person is mixed with the third person @ You name it (the first of 2)",
            "the first person is mixed with the third person @ I do it (here)",
        ]
    );
    let sample = Sample::of("a").cell("depth@a", &["Names them", "Always asks", "Own it"]);
    assert_eq!(reported(sample, Code::LadderPerson), [""; 0]);
}
