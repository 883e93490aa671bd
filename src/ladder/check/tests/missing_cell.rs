use super::*;

const CODE: Code = Code::LadderMissingCell;

#[test]
fn a_gap_is_one_report_for_each_competency() {
    let sample = full(Mode::Replacing).cell("path@engineer", &["path one"]);
    let wanted =
        ["`width` says nothing for `senior` @ width", "`path` says nothing for `senior` and `staff` @ path"];
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
    let sample = full(Mode::Replacing).about("width", |competency| competency.extra = lint("missing-cell"));
    assert_eq!(reported(sample, CODE), [""; 0]);
}
