//! Words that make an expectation hard to act on. English only.

use std::ops::Range;

use super::{Reports, Subject, part_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::{Kind, Rule, Statement};
use crate::ladder::text::Text;
use crate::ladder::wording::words;

const VAGUE: [&str; 10] = [
    "consistently",
    "frequently",
    "generally",
    "normally",
    "occasionally",
    "often",
    "regularly",
    "sometimes",
    "typically",
    "usually",
];

const PROMOTION: [&str; 3] = ["promotion", "promotions", "promoted"];

const UNITS: [&str; 6] = ["year", "years", "yrs", "year's", "month", "months"];

const NUMBERS: [&str; 13] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "eighteen",
    "several",
];

/// Words about a length of time that is not somebody's past: a plan, a review, a horizon.
const HORIZON_BEFORE: [&str; 14] = [
    "ahead",
    "coming",
    "each",
    "every",
    "following",
    "horizon",
    "in",
    "into",
    "last",
    "next",
    "past",
    "per",
    "upcoming",
    "within",
];

const HORIZON_AFTER: [&str; 9] =
    ["ahead", "away", "from", "horizon", "later", "old", "out", "plan", "roadmap"];

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let language = subject.ladder.framework.language.as_deref().unwrap_or("en");
    let is_english = language.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    if !is_english {
        return;
    }
    for (code, word_of) in [
        (Code::LadderTenure, tenure as fn(&str) -> Option<Range<usize>>),
        (Code::LadderVague, |text| one_of(text, &VAGUE)),
        (Code::LadderPromotion, |text| one_of(text, &PROMOTION)),
    ] {
        each_statement(subject, code, word_of, reports);
    }
    rule_tenure(subject, reports);
    person(subject, reports);
}

fn each_statement(
    subject: &Subject<'_>,
    code: Code,
    word_of: fn(&str) -> Option<Range<usize>>,
    reports: &mut Reports<'_>,
) {
    for (cell, statement) in subject.statements() {
        let parts = statement.children.iter().filter(|child| child.kind == Kind::Point);
        let asks = |kind| matches!(kind, Kind::Expectation | Kind::Signal | Kind::Stretch | Kind::Point);
        for text in [statement].into_iter().chain(parts).filter(|part| asks(part.kind)).map(|part| &part.text)
        {
            if let Some(range) = word_of(&text.written)
                && !subject.is_off_for(cell, code)
            {
                report_words(code, text, range, reports);
            }
        }
    }
}

fn report_words(code: Code, text: &Text, range: Range<usize>, reports: &mut Reports<'_>) {
    let word = text.written[range.clone()].to_lowercase();
    let (message, help) = match code {
        Code::LadderTenure => (
            format!("an expectation asks for a length of time: `{word}`"),
            "say what somebody does who has learnt it; time alone teaches nobody",
        ),
        Code::LadderPromotion => (
            format!("an expectation speaks of `{word}`"),
            "say what is expected at the level; how one gets there belongs on a page about the process",
        ),
        _ => (
            format!("`{word}` leaves open how often is enough"),
            "leave the adverb out, or say when it is done and when it is not",
        ),
    };
    let report = Diagnostic::new(code, message).help(help);
    let report = reports.at(report, part_of(text, range), "");
    reports.add(report);
}

fn rule_tenure(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let rules = subject.ladder.declared.levels.iter().flat_map(|level| &level.requires);
    for rule in rules {
        if let Rule::Prose(text) = rule
            && let Some(range) = tenure(&text.written)
        {
            report_words(Code::LadderTenure, text, range, reports);
        }
    }
}

fn one_of(text: &str, list: &[&str]) -> Option<Range<usize>> {
    words(text)
        .find(|(_, word)| list.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
        .map(|found| found.0)
}

/// Finds a number of years or months that somebody should have behind them.
fn tenure(text: &str) -> Option<Range<usize>> {
    // Most texts speak of no time at all.
    let lower = text.to_lowercase();
    if !["year", "yrs", "month"].iter().any(|unit| lower.contains(unit)) {
        return None;
    }
    let all: Vec<(Range<usize>, String)> =
        words(text).map(|(range, word)| (range, word.to_lowercase())).collect();
    (1..all.len()).find_map(|at| tenure_at(&all, at))
}

fn tenure_at(all: &[(Range<usize>, String)], at: usize) -> Option<Range<usize>> {
    let word = |at: usize| all.get(at).map_or("", |(_, word)| word.as_str());
    if !UNITS.contains(&word(at)) {
        return None;
    }
    let is_number =
        |at: usize| word(at).starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&word(at));
    // "5 years", "5 or more years", "5 full years".
    let number = (at.saturating_sub(3)..at).rev().find(|at| is_number(*at))?;
    let is_about_experience =
        (at + 1..at + 5).any(|at| matches!(word(at), "experience" | "tenure" | "seniority" | "service"));
    let before = [number.checked_sub(1), number.checked_sub(2)];
    let is_horizon = before.iter().flatten().any(|at| HORIZON_BEFORE.contains(&word(*at)))
        || HORIZON_AFTER.contains(&word(at + 1));
    (is_about_experience || !is_horizon).then(|| all[number].0.start..all[at].0.end)
}

/// Who a statement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    First,
    Second,
    Third,
}

impl Person {
    /// Tells by the first word, which nearly always is the subject or the verb.
    fn of(statement: &Statement) -> Option<Self> {
        let (_, first) = words(&statement.text.written).next()?;
        let first = first.to_lowercase().replace('’', "'");
        match first.as_str() {
            "i" | "i'm" | "i've" | "i'll" | "i'd" | "my" | "we" | "we're" | "we've" | "our" => {
                Some(Self::First)
            }
            "you" | "you're" | "you've" | "you'll" | "your" => Some(Self::Second),
            "he" | "she" | "they" | "their" | "they're" | "is" | "has" | "does" => Some(Self::Third),
            _ if is_verb_of_third_person(&first) => Some(Self::Third),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::First => "the first person",
            Self::Second => "the second person",
            Self::Third => "the third person",
        }
    }
}

fn is_verb_of_third_person(word: &str) -> bool {
    let ends_like_one =
        word.ends_with('s') && !["ss", "us", "is", "as"].iter().any(|end| word.ends_with(end));
    ends_like_one && word.len() > 3 && !matches!(word, "always" | "others" | "sometimes" | "this" | "towards")
}

fn person(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let mut found: [Vec<&Statement>; 3] = Default::default();
    for (_, statement) in subject.statements().filter(|(_, found)| found.kind == Kind::Expectation) {
        if let Some(person) = Person::of(statement) {
            found[person as usize].push(statement);
        }
    }
    let mut people = [Person::Third, Person::Second, Person::First];
    people.sort_by_key(|person| std::cmp::Reverse(found[*person as usize].len()));
    let usual = people[0];
    for other in people.into_iter().skip(1) {
        let (Some(odd), Some(model)) = (found[other as usize].first(), found[usual as usize].first()) else {
            continue;
        };
        let message = format!("{} is mixed with {}", other.name(), usual.name());
        let count = found[other as usize].len();
        let remark = if count == 1 { "here".to_owned() } else { format!("the first of {count}") };
        let report = Diagnostic::new(Code::LadderPerson, message)
            .help(format!("write all expectations in one person; most of them are in {}", usual.name()));
        let report = reports.at(report, odd.text.place, &remark);
        let report = reports.also(report, model.text.place, "as most are");
        reports.add(report);
    }
}
