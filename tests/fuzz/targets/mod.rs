//! What is done with bytes that nobody meant, and what must hold afterwards.
//!
//! Each target is a function from bytes to nothing that panics when a promise is broken. The fuzzer
//! makes up the bytes; `tests/fuzzed.rs` has those that once were worth keeping.

// Every program of the fuzzer is built with all of them and uses one.
#![allow(dead_code)]

pub mod config;
pub mod front_matter;
pub mod handbook;
pub mod markdown;
pub mod request;
pub mod templates;

use daring::diagnostic::Diagnostic;

/// Every place that is named must be one of the text, so that it can be shown.
fn places_are_in(text: &str, reports: &[Diagnostic]) {
    for report in reports {
        for label in std::iter::once(&report.primary).flatten().chain(&report.secondary) {
            let Some(span) = label.span else { continue };
            let range = span.range();
            assert!(text.get(range.clone()).is_some(), "{} points to {range:?}", report.code);
        }
        let shown = format!("{}{}", report.message, report.help.join(""));
        assert!(!shown.is_empty());
    }
}
