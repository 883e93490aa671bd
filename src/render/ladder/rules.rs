//! Requirement rules, explained in sentences. They say what a level is made of, and judge nobody.

use super::facts::escaped;
use super::shown::Shown;
use crate::ladder::model::Bounds;
use crate::ladder::rules::{Asked, AskedStep, Explained, Whose, explain};
use crate::ladder::text::humanise;
use crate::page::view::ladder::{RefView, RuleStepView, RuleView};

impl Shown<'_> {
    pub(super) fn rules(&self, level: usize) -> Vec<RuleView> {
        explain(self.ladder, level).iter().map(|rule| self.rule(rule)).collect()
    }

    fn rule(&self, rule: &Explained<'_>) -> RuleView {
        let mut steps = Vec::new();
        let html = match rule {
            Explained::Vector(asked) => {
                let mut asked: Vec<_> = asked.iter().collect();
                asked.sort_by_key(|asked| match asked.of {
                    Whose::Competency(index) => index,
                    Whose::Main | Whose::Other | Whose::Unknown(_) => usize::MAX,
                });
                steps = asked.into_iter().map(|asked| self.rule_step(asked)).collect();
                "A step in each of these competencies:".to_owned()
            }
            Explained::AtLeast { count, of, step } => {
                format!("At least {count} of {of} competencies at <b>{}</b> or above.", name(step))
            }
            Explained::NoneBelow(step) => format!("No competency below <b>{}</b>.", name(step)),
            Explained::Points { bounds, possible } => format!(
                "The points of all steps come to {}. From {} to {} are possible.",
                range(bounds),
                possible.0,
                possible.1
            ),
            Explained::Weighted { bounds, possible } => format!(
                "The weighted mean of all steps is {}. From {} to {} are possible.",
                range(bounds),
                rounded(possible.0),
                rounded(possible.1)
            ),
            Explained::Share { share, of } => {
                let of = match of.as_str().trim() {
                    "" => "what is expected at this level".to_owned(),
                    named => escaped(&humanise(named).to_lowercase()),
                };
                format!("About {} % of {of}.", (share * 100.0).round())
            }
            Explained::Prose(text) => self.html(text),
        };
        RuleView { html, steps }
    }

    fn rule_step(&self, asked: &Asked<'_>) -> RuleStepView {
        let plain = |title: &str| RefView { title: title.to_owned(), href: None };
        let competency = match asked.of {
            Whose::Competency(index) => {
                let view = self.competency_ref(index);
                RefView { title: view.title, href: view.href }
            }
            Whose::Main => plain("One’s main competency"),
            Whose::Other => plain("Every other competency"),
            Whose::Unknown(name) => plain(&humanise(name.as_str())),
        };
        let step = match asked.step.step {
            Some(step) => step.name.clone(),
            None => humanise(asked.step.name.as_str()),
        };
        RuleStepView { competency, step }
    }
}

fn name(step: &AskedStep<'_>) -> String {
    match step.step {
        Some(step) => escaped(&step.name),
        None => escaped(&humanise(step.name.as_str())),
    }
}

/// A half-open range in words.
fn range(bounds: &Bounds) -> String {
    match bounds.max {
        Some(max) => format!("{} or more, and less than {max}", bounds.min),
        None => format!("{} or more", bounds.min),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
