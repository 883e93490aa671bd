//! Ladders of other people, and of the shapes that theirs have: brought in, exported, and read again.
//!
//! [`round`] is what every ladder here goes through. [`corpora`] does so with real ladders, which are not
//! part of this repository; [`from`] has a converter for each. [`shapes`] does so with small ladders of
//! our own wording, one for each shape that a published framework has.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files, and are told where by the environment"
)]

mod corpora;
mod counts;
#[path = "../it/fixture.rs"]
mod fixture;
mod from;
#[expect(dead_code, reason = "of the harness of whole builds, what these tests need")]
#[path = "../it/harness.rs"]
mod harness;
mod round;
mod seen;
mod shapes;
