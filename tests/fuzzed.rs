//! What fuzzing found, and what it should begin with: every file of `tests/fuzz/seeds/` once more.
//!
//! The names of the folders are those of the targets in `tests/fuzz/targets/`, which say what must hold.
//! `tests/fuzz/run` looks for more.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read files, and name the one at fault"
)]

use std::fs;
use std::path::Path;

#[path = "fuzz/targets/mod.rs"]
mod targets;

fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name);
    let mut seeds: Vec<_> =
        fs::read_dir(&folder).expect("every target has seeds").map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{} holds nothing", folder.display());
    for seed in seeds {
        println!("{}", seed.display());
        target(&fs::read(&seed).unwrap());
    }
}

#[test]
fn markdown() {
    replay("markdown", targets::markdown::run);
}

#[test]
fn front_matter() {
    replay("front_matter", targets::front_matter::run);
}

#[test]
fn config() {
    replay("config", targets::config::run);
}

#[test]
fn templates() {
    replay("templates", targets::templates::run);
}

#[test]
fn requests() {
    replay("request", targets::request::run);
}

#[test]
fn handbooks() {
    replay("handbook", targets::handbook::run);
}
