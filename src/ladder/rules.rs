//! What `[level.requires]` says, as data to show. Nothing here judges anybody.

use std::collections::BTreeSet;

use super::model::{Bounds, Competency, Ladder, Rule, Step};
use super::text::{Name, Text};

/// How many different sums of points are told apart.
const MAX_SUMS: usize = 20_000;

/// A rule, with everything it names looked up.
#[derive(Debug, Clone)]
pub enum Explained<'a> {
    /// A step for each of some competencies.
    Vector(Vec<Asked<'a>>),
    /// A number of competencies at a step or above.
    AtLeast {
        /// How many.
        count: u32,
        /// How many competencies have this step.
        of: usize,
        /// The step.
        step: AskedStep<'a>,
    },
    /// No competency below a step.
    NoneBelow(AskedStep<'a>),
    /// A sum of the points of steps.
    Points {
        /// The sums that will do.
        bounds: &'a Bounds,
        /// The lowest and the highest sum that there can be.
        possible: (f64, f64),
    },
    /// A weighted mean of the numbers of steps.
    Weighted {
        /// The means that will do.
        bounds: &'a Bounds,
        /// The lowest and the highest mean that there can be.
        possible: (f64, f64),
    },
    /// A share of expectations, 0 to 1.
    Share {
        /// How much.
        share: f64,
        /// Of what.
        of: &'a Name,
    },
    /// A rule in words.
    Prose(&'a Text),
}

/// A step that is asked for in a competency.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where.
    pub of: Whose<'a>,
    /// Which.
    pub step: AskedStep<'a>,
}

/// The competency that a vector names.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// A competency, by index.
    Competency(usize),
    /// The one that somebody chose.
    Main,
    /// Every other one.
    Other,
    /// None that the ladder has.
    Unknown(&'a Name),
}

/// A step by its name.
#[derive(Debug, Clone, Copy)]
pub struct AskedStep<'a> {
    /// As it is written.
    pub name: &'a Name,
    /// The step of the competency, or of the first competency that has one of this name.
    pub step: Option<&'a Step>,
}

/// Returns the rules of a level, in the order they are written.
///
/// # Panics
/// If the ladder has no such level.
pub fn explain(ladder: &Ladder, level: usize) -> Vec<Explained<'_>> {
    let explain = |rule| explain_rule(ladder, level, rule);
    ladder.declared.levels[level].requires.iter().map(explain).collect()
}

fn explain_rule<'a>(ladder: &'a Ladder, level: usize, rule: &'a Rule) -> Explained<'a> {
    let asked: Vec<&Competency> = asked(ladder, level).collect();
    match rule {
        Rule::Vector(pairs) => {
            Explained::Vector(pairs.iter().map(|pair| explain_pair(ladder, pair)).collect())
        }
        Rule::AtLeast { count, step } => {
            let has_step = |competency: &&&Competency| find(competency, step).is_some();
            let of = asked.iter().filter(has_step).count();
            Explained::AtLeast { count: *count, of, step: any_step(ladder, step) }
        }
        Rule::NoneBelow(step) => Explained::NoneBelow(any_step(ladder, step)),
        Rule::Points(bounds) => Explained::Points { bounds, possible: point_range(&asked) },
        Rule::Weighted(bounds) => Explained::Weighted { bounds, possible: mean_range(&asked) },
        Rule::Share(share, of) => Explained::Share { share: *share, of },
        Rule::Prose(text) => Explained::Prose(text),
    }
}

fn explain_pair<'a>(ladder: &'a Ladder, (name, step): &'a (Name, Name)) -> Asked<'a> {
    let competencies = &ladder.declared.competencies;
    match competencies.iter().position(|competency| competency.id == *name) {
        Some(index) => {
            let step = AskedStep { name: step, step: find(&competencies[index], step) };
            Asked { of: Whose::Competency(index), step }
        }
        None => {
            let of = match name.as_str() {
                "main" => Whose::Main,
                "other" => Whose::Other,
                _ => Whose::Unknown(name),
            };
            Asked { of, step: any_step(ladder, step) }
        }
    }
}

/// Returns the competencies that are asked for at a level, as far as its track decides it.
pub fn asked(ladder: &Ladder, level: usize) -> impl Iterator<Item = &Competency> {
    let track = ladder.declared.levels[level].track.as_ref();
    let is_asked = move |competency: &&Competency| {
        competency.tracks.is_empty() || track.is_some_and(|track| competency.tracks.contains(track))
    };
    ladder.declared.competencies.iter().filter(is_asked)
}

/// Returns every sum of points that the steps of these competencies can make, lowest first, in
/// thousandths; `None` when there are too many to count. Who is at no step of a competency has no
/// points for it.
pub fn possible_sums<'a>(competencies: impl IntoIterator<Item = &'a Competency>) -> Option<Vec<i64>> {
    let mut sums = BTreeSet::from([0]);
    for competency in competencies {
        let points: BTreeSet<i64> = points_of(competency).map(thousandths).chain([0]).collect();
        if sums.len().saturating_mul(points.len()) > 100 * MAX_SUMS {
            return None;
        }
        sums = sums.iter().flat_map(|sum| points.iter().map(move |more| sum + more)).collect();
        if sums.len() > MAX_SUMS {
            return None;
        }
    }
    Some(sums.into_iter().collect())
}

/// Returns a number in thousandths, as sums are counted.
#[expect(clippy::cast_possible_truncation, reason = "a cast of a large number stops at the largest")]
pub fn thousandths(number: f64) -> i64 {
    ((number * 1000.0).round() as i64).clamp(-(1 << 40), 1 << 40)
}

fn points_of(competency: &Competency) -> impl Iterator<Item = f64> {
    competency.steps.iter().filter_map(|step| step.points)
}

fn point_range(competencies: &[&Competency]) -> (f64, f64) {
    let ends = competencies.iter().map(|competency| {
        let lowest = points_of(competency).fold(0.0, f64::min);
        (lowest, points_of(competency).fold(0.0, f64::max))
    });
    ends.fold((0.0, 0.0), |sum, end| (sum.0 + end.0, sum.1 + end.1))
}

fn mean_range(competencies: &[&Competency]) -> (f64, f64) {
    let mut weights = 0.0;
    let mut sums = (0.0, 0.0);
    for competency in competencies.iter().filter(|competency| !competency.steps.is_empty()) {
        let weight = competency.weight.unwrap_or(1.0);
        let numbers = || competency.steps.iter().map(|step| step.number);
        weights += weight;
        sums.0 += weight * numbers().fold(f64::INFINITY, f64::min);
        sums.1 += weight * numbers().fold(f64::NEG_INFINITY, f64::max);
    }
    if weights == 0.0 { (0.0, 0.0) } else { (sums.0 / weights, sums.1 / weights) }
}

fn find<'a>(competency: &'a Competency, name: &Name) -> Option<&'a Step> {
    competency.steps.iter().find(|step| step.id == *name)
}

fn any_step<'a>(ladder: &'a Ladder, name: &'a Name) -> AskedStep<'a> {
    let step = ladder.declared.competencies.iter().find_map(|competency| find(competency, name));
    AskedStep { name, step }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::sample::{Sample, vector};

    #[test]
    fn a_vector_names_competencies_and_whose_choice_they_are() {
        let ladder = Sample::of("senior")
            .steps("depth", "one two")
            .requires("senior", vector("depth=two main=one other=one gone=one"))
            .build();
        let rules = explain(&ladder, 0);
        let Explained::Vector(pairs) = &rules[0] else { panic!("{rules:?}") };
        assert!(matches!(
            pairs.iter().map(|asked| asked.of).collect::<Vec<_>>()[..],
            [Whose::Competency(0), Whose::Main, Whose::Other, Whose::Unknown(_)]
        ));
        assert_eq!(pairs[0].step.step.map(|step| step.number), Some(2.0));
    }

    #[test]
    fn counts_say_of_how_many() {
        let rule = Rule::AtLeast { count: 1, step: Name::generated("two") };
        let ladder =
            Sample::of("a").steps("depth", "one two").steps("width", "one").requires("a", rule).build();
        assert!(matches!(explain(&ladder, 0)[0], Explained::AtLeast { count: 1, of: 1, .. }));
    }

    // E22
    #[test]
    fn points_say_which_sums_there_can_be() {
        let bounds = Bounds { min: 3.0, max: Some(9.0), name: Name::generated("points") };
        let ladder = Sample::of("a")
            .steps("depth", "zero=0 one=1 two=3")
            .steps("width", "one=1.5")
            .requires("a", Rule::Points(bounds))
            .build();
        assert!(matches!(explain(&ladder, 0)[0], Explained::Points { possible: (0.0, 4.5), .. }));
        let sums = possible_sums(&ladder.declared.competencies);
        assert_eq!(sums, Some(vec![0, 1000, 1500, 2500, 3000, 4500]));
    }

    #[test]
    fn too_many_sums_are_not_counted() {
        let mut sample = Sample::of("a");
        for exponent in 0..20 {
            sample = sample.steps(&format!("c{exponent}"), &format!("one={}", 1 << exponent));
        }
        assert_eq!(possible_sums(&sample.build().declared.competencies), None);
    }

    #[test]
    fn means_are_weighted() {
        let bounds = Bounds { min: 1.0, max: None, name: Name::generated("weighted") };
        let ladder = Sample::of("a")
            .steps("depth", "one two three")
            .about("depth", |competency| competency.weight = Some(3.0))
            .steps("width", "one")
            .requires("a", Rule::Weighted(bounds))
            .build();
        assert!(matches!(explain(&ladder, 0)[0], Explained::Weighted { possible: (1.0, 2.5), .. }));
    }
}
