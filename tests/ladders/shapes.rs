//! The shapes of published frameworks, as small ladders of our own wording.
//!
//! Each file in `shapes/` is a project with one ladder, in the layout that fits it, and one of the
//! mapping table's frameworks in small: what that forces of a model is in it. What stands above its first
//! file says which that is.

use std::fs;
use std::path::PathBuf;

use daring::ladder::export;

use crate::fixture::{Content, Fixture};
use crate::harness::tests;
use crate::round::{Brought, assert_rounds, bring};
use crate::seen::unseen;

fn shapes() -> Vec<PathBuf> {
    let files = fs::read_dir(tests().join("ladders/shapes")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_shape_builds_and_each_export_of_it_reads_as_the_same_ladder() {
    let shapes = shapes();
    assert!(!shapes.is_empty());
    let mut reports = String::new();
    for path in shapes {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let fixture = Fixture::parse(&fs::read_to_string(&path).unwrap());
        let brought = bring(name, fixture.clone());
        reports.push_str(&brought.built.report);
        reports.push_str(&lost(&fixture, &brought));
        assert_rounds(name, &brought);
        assert_eq!(unseen(&brought), [""; 0], "{name}");
    }
    assert!(reports.is_empty(), "{reports}");
}

/// Words of the formats that the JSON has no need of.
const SYNTAX: [&str; 8] = ["also_known_as", "competency", "family", "level", "order", "see", "tbd", "this"];

/// The words of the files of a ladder that are in its JSON neither as a text nor as a key.
fn lost(fixture: &Fixture, brought: &Brought) -> String {
    let json = export::json(&brought.ladder, "").to_lowercase();
    let files = fixture.files.iter().filter(|file| file.path.starts_with("content/ladder/"));
    let mut lost = String::new();
    for file in files {
        let Content::Bytes(text) = &file.content else { panic!("{} is text", file.path) };
        let text = std::str::from_utf8(text).unwrap().to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 2);
        for word in words.filter(|word| !SYNTAX.contains(word) && !json.contains(word)) {
            lost.push_str(&format!("`{word}` of {}\n", file.path));
        }
    }
    lost
}
