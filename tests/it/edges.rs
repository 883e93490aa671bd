//! `tests/ladders/edges/`: what real ladders hold that simple ones do not, a file for each case.
//!
//! A file has a project, exactly what is reported about it, and lines that say what matters in the
//! pages. `BLESS=1 cargo test` writes the reports. Where a case begins with a spreadsheet, the block
//! `import` holds the options of `daring ladder import`, and `printed` what that says.
//!
//! | lines of the block `expect` | |
//! |---|---|
//! | `PAGE says A … B` | these words stand in the text of the page, in this order |
//! | `PAGE does not say A` | they do not |
//! | `PAGE holds A`, `PAGE does not hold A` | the same for its HTML |
//! | `FILE at /POINTER is JSON`, `… is nothing` | a value of an export |
//! | `PAGE is there`, `PAGE is not there` | what is published |
//!
//! | cases | files |
//! |---|---|
//! | levels: codes, titles, tracks, bands, availability, equivalence, retirement | E01 to E11 |
//! | cells: empty, not applicable, same as, to be defined, rich, for all levels, shared, moved, split | E12 to E21 |
//! | steps and requirements | E22 to E27 |
//! | families | E28 to E31 |
//! | text: scripts, persons, names of files, discriminators, near repetitions, adverbs | E32 to E37 |
//! | spreadsheets | E38 to E40 |
//! | privacy | E41 to E43, E48 |
//! | history | E44 to E47 |

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::fixture::Fixture;
use crate::harness::{Built, TestProject, compare, is_blessing, tests};

const FENCE: &str = "~~~~~~";

/// How many cases there are, E1 and so on.
const CASES: usize = 48;

/// One file of `tests/ladders/edges`.
pub struct Case {
    /// Where it is.
    pub path: PathBuf,
    text: String,
}

/// Returns the cases, sorted.
pub fn cases() -> Vec<Case> {
    let entries = fs::read_dir(tests().join("ladders/edges")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| Case { text: fs::read_to_string(&path).unwrap(), path };
    paths.into_iter().map(read).collect()
}

impl Case {
    /// Returns the project.
    pub fn fixture(&self) -> Fixture {
        Fixture::parse(self.block("project").expect("a case has a project"))
    }

    fn block(&self, name: &str) -> Option<&str> {
        self.range(name).map(|range| &self.text[range])
    }

    fn range(&self, name: &str) -> Option<std::ops::Range<usize>> {
        let opening = format!("\n{FENCE} {name}\n");
        let start = self.text.find(&opening)? + opening.len();
        let rest = &self.text[start..];
        let end = if rest.starts_with(FENCE) { 0 } else { rest.find(&format!("\n{FENCE}\n"))? + 1 };
        Some(start..start + end)
    }

    fn with(&self, name: &str, content: &str) -> String {
        let mut text = self.text.clone();
        text.replace_range(self.range(name).expect("the block is there"), content);
        text
    }

    /// Returns what is wrong with it.
    fn check(&self) -> Vec<String> {
        let project = TestProject::new(self.fixture());
        if let Some(options) = self.block("import") {
            let printed = import(&project, options);
            let expected = self.block("printed").expect("an import prints something");
            let blessed = || self.with("printed", &printed);
            if let Some(wrong) = compare(&self.path, expected, &printed, blessed) {
                return vec![wrong];
            }
            if is_blessing() && expected != printed {
                return Vec::new(); // The file was written: the rest is for the next run.
            }
        }
        let built = project.build();
        let expected = self.block("report").expect("a case has a report");
        let blessed = || self.with("report", &built.report);
        let mut wrong: Vec<String> =
            compare(&self.path, expected, &built.report, blessed).into_iter().collect();
        for line in self.block("expect").into_iter().flat_map(str::lines) {
            let why = fault(&built, line).map(|why| format!("{}: `{line}`: {why}", self.path.display()));
            wrong.extend(why);
        }
        wrong
    }
}

/// Runs `daring ladder import` with options, and returns what it prints.
fn import(project: &TestProject, options: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_daring"))
        .args(["ladder", "import"])
        .args(options.split_whitespace())
        .current_dir(project.root())
        .output()
        .unwrap();
    let root = format!("{}/", project.root().canonicalize().unwrap().display());
    let printed = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
    printed.replace(&root, "")
}

/// Returns why a line of `expect` does not hold.
fn fault(built: &Built, line: &str) -> Option<String> {
    let (page, rest) = line.split_once(' ').expect("a line begins with a file");
    let file = built.tree.get(page).map(|bytes| std::str::from_utf8(bytes).unwrap());
    match (rest, file) {
        ("is not there", None) | ("is there", Some(_)) => return None,
        ("is not there", Some(_)) => return Some("it is there".to_owned()),
        (_, None) => {
            let pages: Vec<&String> = built.tree.keys().filter(|path| path.ends_with(".html")).collect();
            return Some(format!("it is not there, but {pages:?}"));
        }
        _ => {}
    }
    let file = file.unwrap_or_default();
    if let Some(words) = rest.strip_prefix("says ") {
        let text = text_of(file);
        (!is_in_order(&text, words)).then(|| format!("the page says: {text}"))
    } else if let Some(words) = rest.strip_prefix("does not say ") {
        let text = text_of(file);
        text.contains(words).then(|| format!("the page says: {text}"))
    } else if let Some(markup) = rest.strip_prefix("holds ") {
        (!is_in_order(file, markup)).then(|| "it does not".to_owned())
    } else if let Some(markup) = rest.strip_prefix("does not hold ") {
        file.contains(markup).then(|| "it does".to_owned())
    } else if let Some((pointer, expected)) =
        rest.strip_prefix("at ").and_then(|rest| rest.split_once(" is "))
    {
        let whole: Value = serde_json::from_str(file).unwrap();
        let have = whole.pointer(pointer);
        let want = (expected != "nothing").then(|| serde_json::from_str::<Value>(expected).unwrap());
        (have != want.as_ref()).then(|| format!("it is {}", have.unwrap_or(&Value::Null)))
    } else {
        panic!("no such expectation: {line}")
    }
}

fn is_in_order(text: &str, parts: &str) -> bool {
    let mut rest = text;
    parts.split(" … ").all(|part| match rest.split_once(part) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// The words of the main part of a page, with single blanks between them.
fn text_of(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let mut text = String::new();
    // What stands before the first `>` is the rest of a tag.
    for (index, part) in main.split('<').enumerate() {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
        let is_inline = index > 0
            && matches!(
                name,
                "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "ins" | "mark" | "span" | "strong"
            );
        if !is_inline {
            text.push(' ');
        }
        text.push_str(words);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    text.replace("&#39;", "'").replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_is_reported_and_shown_as_expected() {
    let wrong: Vec<String> = cases().iter().flat_map(Case::check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_case_has_a_file() {
    let paths = cases().into_iter().map(|case| case.path);
    let names: Vec<String> =
        paths.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    for number in 1..=CASES {
        let prefix = format!("E{number:02}-");
        assert_eq!(names.iter().filter(|name| name.starts_with(&prefix)).count(), 1, "{prefix}");
    }
    assert_eq!(names.len(), CASES);
}

#[test]
fn text_is_what_a_reader_sees() {
    let html = "<nav>x</nav><main class=\"a\"\n id=\"b\"><h1>A &amp; b</h1><p>c<b>d</b>\n e</p></main>f";
    assert_eq!(text_of(html), "A & b cd e");
    assert!(is_in_order("a b c", "a … c") && !is_in_order("a b c", "c … a"));
}
