use super::*;
use crate::ladder::model::{Bounds, LevelStatus, Mode, Rule};
use crate::ladder::sample::{Sample, vector};

/// What is reported with a code: the message, and the text that it points at.
fn reported(sample: Sample, code: Code) -> Vec<String> {
    let (ladder, source) = sample.build_with_source();
    let path = SourcePath::new("ladder.toml").unwrap();
    let found = check(&ladder, &|_| Some(path.clone()));
    show(&found, code, &source)
}

fn show(found: &[Diagnostic], code: Code, source: &str) -> Vec<String> {
    let of_code = found.iter().filter(|report| report.code == code);
    of_code
        .map(|report| {
            assert!(!report.help.is_empty(), "{} has no help", report.message);
            let label = report.primary.as_ref().unwrap();
            let text = label.span.map_or("", |span| &source[span.range()]);
            let remark = if label.text.is_empty() { String::new() } else { format!(" ({})", label.text) };
            format!("{} @ {text}{remark}", report.message)
        })
        .collect()
}

fn lint(name: &str) -> Extra {
    let value = serde_json::json!({ "lint": { name: false } });
    value.as_object().unwrap().clone()
}

fn points(min: f64, max: Option<f64>) -> Rule {
    Rule::Points(Bounds { min, max, name: Name::new(format!("{min}"), Span::new(1, 2)) })
}

fn at_least(count: u32, step: &str) -> Rule {
    Rule::AtLeast { count, step: Name::new(step, Span::new(1, 2)) }
}

/// Two competencies with something at each level.
fn full(mode: Mode) -> Sample {
    Sample::of("engineer senior staff")
        .mode(mode)
        .cell("depth@engineer", &["depth one"])
        .cell("depth@senior", &["depth two"])
        .cell("depth@staff", &["depth three"])
        .cell("width@engineer", &["width one"])
        .cell("width@staff", &["width three"])
}

mod missing_cell {
    use super::*;

    const CODE: Code = Code::LadderMissingCell;

    #[test]
    fn a_gap_is_one_report_for_each_competency() {
        let sample = full(Mode::Replacing).cell("path@engineer", &["path one"]);
        let wanted = [
            "`width` says nothing for `senior` @ width",
            "`path` says nothing for `senior` and `staff` @ path",
        ];
        assert_eq!(reported(sample, CODE), wanted);
    }

    // E24, E13, E15
    #[test]
    fn what_starts_high_or_says_why_is_no_gap() {
        let sample = full(Mode::Replacing)
            .cell("width@senior", &["n/a"])
            .cell("late@staff", &["late"])
            .cell("open@engineer", &["open"])
            .cell("open@senior", &["tbd"])
            .cell("open@staff", &["same as engineer"]);
        assert_eq!(reported(sample, CODE), [""; 0]);
    }

    #[test]
    fn levels_that_are_not_in_use_or_say_nothing_at_all_are_no_gaps() {
        let sample = full(Mode::Replacing).cell("width@senior", &["width two"]);
        let sample = sample.with(|ladder| {
            let staff = |cell: &Cell| cell.at == At::Level(Name::generated("staff"));
            ladder.declared.cells.retain(|cell| !staff(cell));
        });
        assert_eq!(reported(sample.clone(), CODE), [""; 0]);
        let sample = sample
            .cell("depth@staff", &["depth three"])
            .at("staff", |level| level.status = LevelStatus::ToBeDefined);
        assert_eq!(reported(sample, CODE), [""; 0]);
    }

    #[test]
    fn silence_means_nothing_new_in_a_cumulative_ladder_with_many_gaps() {
        let sample = Sample::of("engineer senior staff principal")
            .cell("depth@engineer", &["depth one"])
            .cell("depth@senior", &["depth two"])
            .cell("width@engineer", &["width one"])
            .cell("width@staff", &["width three"])
            .cell("path@principal", &["path four"]);
        assert_eq!(reported(sample.clone(), CODE), [""; 0]);
        let explicit = sample.cell("depth@staff", &["same as senior"]);
        let wanted = [
            "`depth` says nothing for `principal` @ depth",
            "`width` says nothing for `senior` and `principal` @ width",
        ];
        assert_eq!(reported(explicit, CODE), wanted);
    }

    #[test]
    fn one_gap_sticks_out_of_a_cumulative_ladder_that_is_full() {
        let sample = full(Mode::Cumulative)
            .cell("path@engineer", &["path one"])
            .cell("path@senior", &["path two"])
            .cell("path@staff", &["path three"]);
        assert_eq!(reported(sample, CODE), ["`width` says nothing for `senior` @ width"]);
    }

    #[test]
    fn a_track_that_a_competency_never_speaks_to_is_no_gap() {
        let sample = Sample::of("")
            .track("ic", "senior=1", "")
            .track("mgmt", "em=2", "senior")
            .mode(Mode::Standalone)
            .cell("depth@senior", &["depth"])
            .cell("people@em", &["people"]);
        assert_eq!(reported(sample, CODE), [""; 0]);
    }

    #[test]
    fn a_competency_that_says_nothing_anywhere_is_reported_unless_it_has_steps() {
        let sample = full(Mode::Cumulative).about("path", |_| ()).steps("steps", "one");
        assert_eq!(reported(sample, CODE), ["`path` says nothing at any level @ path"]);
    }

    #[test]
    fn a_competency_of_a_family_is_looked_at_as_that_family_sees_it() {
        let sample = Sample::of("engineer senior staff")
            .mode(Mode::Replacing)
            .family("web", "", "engineer senior")
            .cell("depth@engineer", &["depth one"])
            .cell("depth@senior", &["depth two"])
            .cell("depth@staff", &["depth three"])
            .cell("web/pages@engineer", &["pages"]);
        assert_eq!(reported(sample, CODE), ["`pages` says nothing for `senior` @ pages"]);
    }

    #[test]
    fn it_is_off_where_the_author_says_so() {
        let sample =
            full(Mode::Replacing).about("width", |competency| competency.extra = lint("missing-cell"));
        assert_eq!(reported(sample, CODE), [""; 0]);
    }
}

mod few_new {
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
}

mod duplicate_statement {
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
}

mod similar_statement {
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
            assert_eq!(reported(sample(mode, high), CODE), [wanted.clone()]);
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
}

mod language {
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
}

mod rules {
    use super::*;

    // E26
    #[test]
    fn a_level_asks_for_no_less_than_the_one_below() {
        let code = Code::LadderRuleOrder;
        let ladder = || {
            Sample::of("engineer senior staff")
                .steps("depth", "one two three")
                .steps("width", "one two three")
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
    fn nobody_can_have_a_step_that_there_is_not() {
        let code = Code::LadderRuleUnreachable;
        let sample = |rule: Rule| {
            let sample = Sample::of("").track("ic", "a=1", "").track("mgmt", "b=1", "");
            let sample = sample.steps("depth", "basic advanced").steps("width", "basic");
            let tracks = vec![Name::generated("mgmt")];
            sample
                .steps("people", "basic")
                .about("people", |people| people.tracks = tracks)
                .requires("a", rule)
        };
        let said = |rule| {
            reported(sample(rule), code).iter().map(|text| text.replace(" @ ", "")).collect::<Vec<_>>()
        };
        assert_eq!(said(vector("width=advanced")), ["`width` has no step `advanced`"]);
        assert_eq!(said(vector("people=basic")), ["`a` asks for `people`, which is not for its track"]);
        assert_eq!(said(vector("main=expert")), ["no competency has a step `expert`"]);
        assert_eq!(said(vector("main=advanced other=basic gone=basic")), [""; 0]);
        let wanted = "2 competencies at `advanced` are asked for, and 1 have that step";
        assert!(said(at_least(2, "advanced"))[0].starts_with(wanted));
        assert_eq!(said(at_least(2, "basic")), [""; 0]);
        assert_eq!(said(Rule::NoneBelow(Name::generated("expert"))).len(), 1);
    }
}

mod ranges {
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
}

mod references {
    use super::*;

    // E31, E5, E3
    #[test]
    fn a_level_between_those_of_a_family_may_be_new() {
        let code = Code::LadderOverlayLevel;
        let sample = |levels: &str| Sample::of("one two three four").family("web", "", levels);
        assert_eq!(
            reported(sample("one four"), code),
            ["`levels` of `web` leaves out `two` and `three` @ web"]
        );
        assert_eq!(reported(sample("two three"), code), [""; 0]);
        assert_eq!(reported(sample(""), code), [""; 0]);
        let told =
            sample("one four").with(|ladder| ladder.declared.families[0].extra = lint("overlay-level"));
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
}

mod history {
    use super::*;
    use crate::ladder::model::Removed;

    fn lost(sample: Sample, had: &[&str]) -> Vec<Diagnostic> {
        let name = Name::new("old.json", Span::new(0, 3));
        let earlier = [(name, had.iter().map(|id| (*id).to_owned()).collect())];
        let path = SourcePath::new("ladder.toml").unwrap();
        lost_ids(&sample.build(), &earlier, &|_| Some(path.clone()))
    }

    #[test]
    fn an_id_is_there_or_has_a_tombstone() {
        let removed =
            Removed { id: Name::generated("gone"), replaced_by: Vec::new(), since: None, note: None };
        let sample = Sample::of("engineer")
            .cell("depth@engineer", &["a {#kept}", "example: b {#child}", "c {#lm-lists}"])
            .with(|ladder| ladder.declared.removed.push(removed));
        let found = lost(sample, &["engineer", "depth", "kept", "child", "gone", "lm-list", "lost"]);
        let messages: Vec<&str> = found.iter().map(|report| report.message.as_str()).collect();
        assert_eq!(
            messages,
            ["`lm-list` was in `old.json` and is gone", "`lost` was in `old.json` and is gone"]
        );
        assert_eq!(found[0].help[0], "if `lm-lists` is the same, give it its former id back");
    }

    #[test]
    fn a_ladder_of_other_ids_is_summed_up() {
        let had: Vec<String> = (0..60).map(|n| format!("id-{n}")).collect();
        let had: Vec<&str> = had.iter().map(String::as_str).collect();
        let found = lost(Sample::of("engineer"), &had);
        assert_eq!(found.len(), 51);
        assert_eq!(found[50].message, "10 more ids were in `old.json` and are gone");
    }
}

mod optional {
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
}
