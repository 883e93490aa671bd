//! From the shapes of other people's ladders to files of ours. One converter each, documented, because
//! theirs are code and front matter of their own shape.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::counts::Counts;

pub mod ft_progression;
pub mod guardian;
pub mod jorgef;
pub mod monzo;

/// A ladder in one of our layouts.
pub struct Converted {
    pub name: &'static str,
    /// Files by their path below the folder of the ladder.
    pub files: Vec<(String, String)>,
    /// What was counted in the source, not by its converter.
    pub counted: Counts,
}

impl Converted {
    /// Makes layout C: an empty `ladder.toml`, and everything in one YAML file, of which JSON is a part.
    fn of_data(name: &'static str, ladder: &Value, counted: Counts) -> Self {
        let text = serde_json::to_string_pretty(ladder).unwrap();
        let files = vec![("ladder.toml".to_owned(), String::new()), ("ladder.yaml".to_owned(), text)];
        Self { name, files, counted }
    }
}

fn read(corpus: &Path, file: &str) -> String {
    let path = corpus.join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads YAML; keys come back in the order of the alphabet, lists as they are.
fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

/// The list under a key; empty when it is absent or says nothing.
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {value}"))
}

/// The lines between one line and the next that begins with any of `ends`.
fn block<'a>(text: &'a str, begin: &str, ends: impl Fn(&str) -> bool) -> impl Iterator<Item = &'a str> {
    let lines = text.lines().skip_while(move |line| *line != begin).skip(1);
    lines.take_while(move |line| !ends(line))
}
