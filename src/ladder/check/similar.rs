//! Statements of neighbouring levels that differ in a word.

use rustc_hash::FxHashSet;

use super::{Reports, Subject, is_off};
use crate::diagnostic::{Code, Diagnostic};
use crate::ladder::model::Mode;
use crate::ladder::resolved::Stated;
use crate::ladder::wording::words;

/// Shorter statements differ in a word and mean something else.
const MIN_WORDS: usize = 8;

/// One word in so many may differ.
const WORDS_PER_CHANGE: usize = 8;

/// Longer statements are not compared.
const MAX_WORDS: usize = 200;

/// How many pairs of words are compared in all of a ladder.
const MAX_EFFORT: usize = 20_000_000;

pub(super) fn check(subject: &Subject<'_>, reports: &mut Reports<'_>) {
    let view = subject.common;
    let scale_words = scale_words(subject);
    let mut effort = MAX_EFFORT;
    for (lower, upper) in view.neighbours() {
        for competency in &view.competencies {
            let extra = &subject.ladder.declared.competencies[*competency].extra;
            let is_cumulative = view.mode(*competency) == Mode::Cumulative;
            if is_cumulative || is_off(extra, Code::LadderSimilarStatement) {
                continue;
            }
            let prepare = |level| -> Vec<Prepared<'_>> {
                view.own(level, *competency).iter().copied().filter_map(Prepared::of).collect()
            };
            let below = prepare(lower);
            for statement in prepare(upper) {
                if let Some((twin, change)) = nearest(&statement, &below, &mut effort)
                    && !change.is_told_by(&scale_words)
                {
                    report_similar(subject, (twin, &statement), &change, reports);
                }
            }
        }
    }
}

/// A statement as its words.
struct Prepared<'a> {
    stated: Stated<'a>,
    words: Vec<String>,
}

/// The words that one text has and the other has not.
struct Change {
    old: Vec<String>,
    new: Vec<String>,
}

impl<'a> Prepared<'a> {
    fn of(stated: Stated<'a>) -> Option<Self> {
        let text = &stated.statement.text.written;
        let words: Vec<String> =
            words(text).take(MAX_WORDS + 1).map(|(_, word)| word.to_lowercase()).collect();
        let is_length_usual = (MIN_WORDS..=MAX_WORDS).contains(&words.len());
        (is_length_usual && !stated.for_all).then_some(Self { stated, words })
    }
}

impl Change {
    /// Whether it is a step on a scale, as from "team" to "department": then it says what changes.
    fn is_told_by(&self, scale_words: &FxHashSet<String>) -> bool {
        self.old.iter().chain(&self.new).all(|word| scale_words.contains(word))
    }
}

fn scale_words(subject: &Subject<'_>) -> FxHashSet<String> {
    let values = subject.ladder.declared.scales.iter().flat_map(|scale| &scale.values);
    values.flat_map(|value| words(&value.name)).map(|(_, word)| word.to_lowercase()).collect()
}

/// The statement below that differs least, and in what, when that is little.
fn nearest<'b, 'a>(
    statement: &Prepared<'a>,
    below: &'b [Prepared<'a>],
    effort: &mut usize,
) -> Option<(&'b Prepared<'a>, Change)> {
    let mut best: Option<(&Prepared<'_>, Change)> = None;
    for other in below {
        let link = &statement.stated.statement;
        let is_linked = |name: Option<&crate::ladder::text::Name>| {
            name.is_some() && name == other.stated.statement.id.as_ref()
        };
        if is_linked(link.raises.as_ref()) || is_linked(link.same_as.as_ref()) {
            return None;
        }
        let Some(change) = small_change(&other.words, &statement.words, effort) else { continue };
        let size = |change: &Change| change.old.len() + change.new.len();
        if best.as_ref().is_none_or(|(_, found)| size(&change) < size(found)) {
            best = Some((other, change));
        }
    }
    best.filter(|(_, change)| change.old.len() + change.new.len() > 0)
}

/// Returns in what two texts differ, when that is little. Nothing of a text that is the same.
fn small_change(old: &[String], new: &[String], effort: &mut usize) -> Option<Change> {
    let allowed = old.len().min(new.len()) / WORDS_PER_CHANGE;
    if old.len().abs_diff(new.len()) > allowed {
        return None;
    }
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    *effort = effort.checked_sub(start + end + old.len() * new.len() + 1)?;
    let change = difference(old, new);
    (change.old.len().max(change.new.len()) <= allowed).then_some(change)
}

/// What is not in the longest common subsequence.
fn difference(old: &[String], new: &[String]) -> Change {
    let mut lengths = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = match old[i] == new[j] {
                true => lengths[i + 1][j + 1] + 1,
                false => lengths[i + 1][j].max(lengths[i][j + 1]),
            };
        }
    }
    let mut change = Change { old: Vec::new(), new: Vec::new() };
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && lengths[i + 1][j] >= lengths[i][j + 1]) {
            change.old.push(old[i].clone());
            i += 1;
        } else {
            change.new.push(new[j].clone());
            j += 1;
        }
    }
    change
}

fn report_similar(
    subject: &Subject<'_>,
    (lower, upper): (&Prepared<'_>, &Prepared<'_>),
    change: &Change,
    reports: &mut Reports<'_>,
) {
    let (a, b) = (subject.level_id(lower.stated.level), subject.level_id(upper.stated.level));
    let competency = &upper.stated.cell.competency.value;
    let message = format!("`{b}` states almost the same as `{a}` in `{competency}`");
    let remark = match (change.old.join(" "), change.new.join(" ")) {
        (old, new) if old.is_empty() => format!("only `{new}` is new"),
        (old, new) if new.is_empty() => format!("only `{old}` is missing"),
        (old, new) => format!("only `{new}` instead of `{old}`"),
    };
    let report = Diagnostic::new(Code::LadderSimilarStatement, message)
        .help("say what somebody does at this level that they did not do before");
    let report = match &lower.stated.statement.id {
        Some(id) => report.help(format!("or, if it asks for more of the same, write `Raises: {}`", id.value)),
        None => report,
    };
    let report = reports.at(report, upper.stated.statement.text.place, &remark);
    let report = reports.also(report, lower.stated.statement.text.place, "the statement below");
    reports.add(report);
}
