//! The shape of the code: who may import whom, where each foreign crate lives, what a file may hold.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the lowest layer up. A module may import those before it.
const LAYERS: [&str; 25] = [
    "source",
    "diagnostic",
    "settings",
    "config",
    "ladder",
    "authoring",
    "document",
    "handbook",
    "picture",
    "identity",
    "search",
    "changes",
    "schema",
    "page",
    "theme",
    "site",
    "moves",
    "render",
    "scaffold",
    "import",
    "doctor",
    "publish",
    "workspace",
    "external",
    "serve",
];

/// `page::view` is the contract that templates see: the theme is tried on samples of it.
const HOMES: [(&str, &[&str]); 34] = [
    ("aho_corasick", &["handbook"]),
    ("annotate_snippets", &["diagnostic"]),
    ("anstream", &["cli"]),
    ("axum", &["serve"]),
    ("calamine", &["ladder"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csscolorparser", &["config"]),
    ("csv", &["ladder"]),
    ("flate2", &["search"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("imagesize", &["workspace"]),
    ("include_dir", &["theme", "scaffold"]),
    ("notify", &["serve"]),
    ("notosans", &["picture"]),
    ("pulldown_cmark", &["document"]),
    ("resvg", &["picture"]),
    ("rustix", &["publish", "workspace", "cli"]),
    ("schemars", &["ladder"]),
    ("serde_saphyr", &["settings"]),
    ("syntect", &["document"]),
    ("tera", &["theme"]),
    ("tokio", &["serve"]),
    ("tokio_stream", &["serve"]),
    ("toml", &["settings"]),
    ("ttf_parser", &["picture"]),
    ("ureq", &["external"]),
    ("two_face", &["document"]),
    ("unicode_normalization", &["source", "handbook", "search"]),
    ("walkdir", &["workspace"]),
    ("xxhash_rust", &["source", "document", "workspace"]),
    ("zip", &["ladder"]),
];

/// From how many lines on a file is two files. Tests inside it do not count.
const MAX_LINES: usize = 450;

fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("it was found below src").to_owned();
                files.insert(name, fs::read_to_string(&path).expect("sources are text"));
            }
        }
    }
    files
}

/// The module that a file belongs to, such as `handbook` for `handbook/tree.rs`.
fn module_of(path: &Path) -> String {
    let first = path.iter().next().expect("a path has a first part").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Paths after `crate::` in a line, as the first module name.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").filter_map(move |(at, _)| {
        let is_whole = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &line[at + "crate::".len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        is_whole.then_some(&rest[..end])
    })
}

#[test]
fn imports_go_down() {
    let rank = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(own) = rank(&module) else {
            assert!(matches!(module.as_str(), "main" | "lib" | "cli"), "{module} has no place in LAYERS");
            continue;
        };
        for import in code_lines(&text).flat_map(imports) {
            if let Some(other) = rank(import)
                && other > own
            {
                wrong.push(format!("{}: {module} imports {import}", path.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn foreign_crates_stay_at_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        for (name, homes) in HOMES {
            let is_used = code_lines(&text).any(|line| {
                line.match_indices(&format!("{name}::")).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let is_ours = line[..at].ends_with("settings::") || line[..at].ends_with("super::");
                    !is_ours && !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                })
            });
            let is_own_module = name == "toml" && module == "config";
            if is_used && !homes.contains(&module.as_str()) && !is_own_module && !uses_own_toml(name, &text) {
                wrong.push(format!("{}: {name} lives in {homes:?}", path.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// `settings::toml` has the name of the crate it wraps.
fn uses_own_toml(name: &str, text: &str) -> bool {
    name == "toml" && text.contains("crate::settings::")
}

#[test]
fn files_have_one_purpose() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter_map(|(path, text)| {
            let lines = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or("").lines().count();
            (lines > MAX_LINES).then(|| format!("{} has {lines} lines", path.display()))
        })
        .collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn nothing_is_left_for_later() {
    for (path, text) in sources() {
        for word in ["todo!", "unimplemented!", "FIXME", "XXX", "dbg!", "allow(dead_code)"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

/// A ladder is data: what its texts are written in, and where they are shown, is others' business.
#[test]
fn ladders_know_no_markdown_no_url_and_no_html() {
    let foreign = ["markdown", "html", "href", "url", "pulldown", "route"];
    let mut found = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| is_of_ladders(path)) {
        for line in code_lines(&text) {
            // The name of a file tells of which kind its declarations are.
            let line = line.to_lowercase().replace("path.is_markdown()", "");
            let words = line.split(|c: char| !c.is_alphanumeric());
            if words.into_iter().any(|word| foreign.contains(&word)) {
                found.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

fn is_of_ladders(path: &Path) -> bool {
    module_of(path) == "ladder" && !path.iter().any(|part| part == "tests" || part == "tests.rs")
}
