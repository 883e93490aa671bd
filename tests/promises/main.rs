//! What Daring promises under faults, bad input and attack, checked from outside: the program is run
//! as users run it, and what counts is its exit code, its words and its output.
//!
//! One file for each family of promises; [`project`] is the harness.

#![expect(clippy::disallowed_methods, reason = "what is tested is what lies on the disk")]

mod determinism;
mod input;
mod names;
mod project;
mod publishing;
mod strangers;
mod templates;
