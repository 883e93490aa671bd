//! Real ladders, brought in and exported again.
//!
//! They are other people's, so they are not part of this repository: `DARING_CORPORA` names the folder
//! that holds them. Without it this test promises nothing, and says so.
//!
//! What is in each is counted below, three times: as written here, in its source, and in the ladder that
//! came of it.

use std::io::{self, Write};
use std::path::Path;

use crate::counts::Counts;
use crate::from::{Converted, ft_progression, guardian, jorgef, monzo};
use crate::round::{assert_rounds, bring, findings, project_of};
use crate::seen::unseen;

/// A ladder, what is in it, and what it is told.
struct Known {
    name: &'static str,
    counts: Counts,
    /// How often each code is reported, by rising name. None of it is an error.
    findings: &'static [(&'static str, usize)],
}

/// Nothing of what a ladder has not.
const NONE: Counts = Counts {
    families: 0,
    levels: 0,
    competencies: 0,
    expectations: 0,
    examples: 0,
    points: 0,
    summaries: 0,
    to_be_defined: 0,
    steps: 0,
    required: 0,
};

const KNOWN: &[Known] = &[
    Known {
        name: "ft-engineering",
        counts: Counts { levels: 8, competencies: 9, expectations: 72, ..NONE },
        findings: &[("ladder/vague", 5)],
    },
    Known {
        name: "ft-engineering-v1",
        counts: Counts { levels: 4, competencies: 4, expectations: 101, examples: 257, ..NONE },
        findings: &[("ladder/similar-statement", 2), ("ladder/vague", 11)],
    },
    Known {
        name: "ft-operations",
        counts: Counts { levels: 3, competencies: 4, expectations: 48, examples: 74, ..NONE },
        // An expectation is a subject there, and what is expected stands in its examples.
        findings: &[("ladder/duplicate-statement", 24), ("ladder/similar-statement", 2)],
    },
    Known {
        name: "monzo",
        counts: Counts {
            families: 17,
            levels: 7,
            competencies: 31,
            expectations: 1386,
            examples: 130,
            summaries: 54,
            ..NONE
        },
        // Two families repeat what they inherit.
        findings: &[("ladder/duplicate-statement", 78), ("ladder/vague", 22)],
    },
    Known {
        name: "jorgef",
        counts: Counts { levels: 18, competencies: 5, expectations: 33, steps: 25, required: 90, ..NONE },
        // Levels of several tracks tell a rung in the same words, which are not those of the axis.
        findings: &[("ladder/duplicate-statement", 6), ("ladder/vague", 1)],
    },
    Known {
        name: "guardian",
        counts: Counts {
            levels: 9,
            competencies: 5,
            expectations: 207,
            points: 218,
            to_be_defined: 4,
            ..NONE
        },
        findings: &[("ladder/few-new", 1), ("ladder/similar-statement", 2), ("ladder/vague", 18)],
    },
];

#[test]
fn real_ladders_are_brought_in_and_exported_without_loss() {
    let Some(corpora) = std::env::var_os("DARING_CORPORA") else {
        // Not captured by the test harness, as `println!` is.
        writeln!(
            io::stderr(),
            "DARING_CORPORA is not set: no real ladder was brought in, nothing is promised"
        )
        .unwrap();
        return;
    };
    let corpora = Path::new(&corpora);
    let mut ladders = ft_progression::ladders(&corpora.join("ft-progression"));
    ladders.extend(monzo::ladders(&corpora.join("monzo")));
    ladders.extend(jorgef::ladders(&corpora.join("jorgef")));
    ladders.extend(guardian::ladders(&corpora.join("guardian")));
    let names: Vec<&str> = ladders.iter().map(|ladder| ladder.name).collect();
    assert_eq!(names, KNOWN.iter().map(|known| known.name).collect::<Vec<_>>());
    let differences: Vec<String> =
        ladders.into_iter().zip(KNOWN).filter_map(|(ladder, known)| difference(ladder, known)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Brings a ladder in and out, and says what is not as it should be.
fn difference(converted: Converted, known: &Known) -> Option<String> {
    let Converted { name, files, counted } = converted;
    assert_eq!(counted, known.counts, "{name}, in its source");
    let brought = bring(name, project_of(files));
    assert_eq!(Counts::of(&brought.ladder), counted, "{name}, as a ladder");
    assert_rounds(name, &brought);
    assert_eq!(unseen(&brought), [""; 0], "{name}");
    let found = findings(&brought.built);
    (found != known.findings).then(|| format!("{name}\n  want {:?}\n  have {found:?}", known.findings))
}
