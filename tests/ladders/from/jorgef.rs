//! `jorgef`: a page for each of four ladders, with a section for each level, and on the first page five
//! axes, each with five named rungs.
//!
//! | theirs | ours |
//! |---|---|
//! | axis | competency with its rungs as steps; the one that is "orthogonal" says so in `extra` |
//! | rung | step, and an expectation at it |
//! | ladder | track |
//! | level | level, its number the rank; those with the same number are equivalents; "Senior" is in `extra` |
//! | list of a level, one rung of each axis | `[level.requires]` `vector` |
//! | a rung told in other words there | an expectation at that level |

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Converted, block, read};
use crate::counts::Counts;

const LADDERS: [&str; 4] = ["Developer", "TechLead", "TechnicalProgramManager", "EngineeringManager"];

pub fn ladders(corpus: &Path) -> Vec<Converted> {
    let home = read(corpus, "README.md");
    let pages = LADDERS.map(|ladder| read(corpus, &format!("{ladder}.md")));
    let axes = axes(&home);
    let levels: Vec<Level> = pages.iter().flat_map(|page| levels(page)).collect();
    let ladder = json!({
        "framework": {"id": "jorgef", "name": "Career ladders"},
        "tracks": pages.iter().map(|page| track(page)).collect::<Value>(),
        "levels": levels.iter().map(|level| level.ours(&levels, &axes)).collect::<Value>(),
        "competencies": axes.iter().map(|axis| axis.ours(&levels)).collect::<Value>(),
    });
    vec![Converted::of_data("jorgef", &ladder, counted(&home, &pages))]
}

/// One axis and its rungs: name and text.
struct Axis<'a> {
    name: &'a str,
    summary: &'a str,
    rungs: Vec<(&'a str, &'a str)>,
}

struct Level<'a> {
    track: String,
    code: &'a str,
    title: &'a str,
    is_senior: bool,
    rungs: Vec<(&'a str, &'a str)>,
}

fn axes(home: &str) -> Vec<Axis<'_>> {
    let names = block(home, "# Axes", |line| line.starts_with('#'));
    let axes = names.filter_map(|line| bold(line.strip_prefix("* ")?)).map(|(name, summary)| {
        let rungs = block(home, heading_of(home, name), |line| line.starts_with('#'));
        let rungs = rungs.filter_map(|line| bold(line.split_once(". ")?.1)).collect();
        Axis { name, summary, rungs }
    });
    axes.collect()
}

fn heading_of<'a>(home: &'a str, name: &str) -> &'a str {
    home.lines().find(|line| line.strip_prefix("## ") == Some(name)).unwrap()
}

/// `**Name**: text`.
fn bold(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("**")?.split_once("**: ")
}

fn track_id(page: &str) -> String {
    title(page).to_lowercase().replace(' ', "-")
}

fn title(page: &str) -> &str {
    page.lines().find_map(|line| line.strip_prefix("# ")).unwrap()
}

fn track(page: &str) -> Value {
    let summary = page.lines().skip(1).find(|line| !line.is_empty()).unwrap();
    json!({"id": track_id(page), "name": title(page), "summary": summary})
}

fn levels(page: &str) -> Vec<Level<'_>> {
    let headings = page.lines().filter(|line| line.starts_with("## "));
    let levels = headings.map(|heading| {
        let (code, title) = heading.trim_start_matches("## ").split_once(" - ").unwrap();
        let rungs = block(page, heading, |line| line.starts_with('#'));
        let row = page.lines().find(|line| line.starts_with("| ") && line.contains(&format!("[{code} - ")));
        Level {
            track: track_id(page),
            code,
            title,
            is_senior: row.unwrap().split('|').nth(2).unwrap().trim() == "Yes",
            rungs: rungs.filter_map(|line| bold(line.strip_prefix("* ")?)).collect(),
        }
    });
    levels.collect()
}

impl Level<'_> {
    fn rank(&self) -> u64 {
        self.code.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap()
    }

    fn ours(&self, levels: &[Level<'_>], axes: &[Axis<'_>]) -> Value {
        let equals = levels.iter().filter(|other| other.rank() == self.rank() && other.code != self.code);
        let mut vector = Map::new();
        for (axis, (rung, _)) in axes.iter().zip(&self.rungs) {
            vector.insert(id(axis.name), json!(id(rung)));
        }
        json!({
            "id": id(self.code),
            "code": self.code,
            "title": self.title,
            "track": self.track,
            "rank": self.rank(),
            "equivalent_to": equals.map(|other| id(other.code)).collect::<Value>(),
            "requires": {"vector": vector},
            "extra": {"senior": self.is_senior},
        })
    }
}

impl Axis<'_> {
    fn ours(&self, levels: &[Level<'_>]) -> Value {
        let steps = self.rungs.iter().map(|(name, text)| json!({"name": name, "expectations": [text]}));
        let mut cells = Map::new();
        for level in levels {
            let rungs = level.rungs.iter();
            let mine = rungs.filter(|(rung, _)| self.rungs.iter().any(|(name, _)| name == rung));
            for (_, text) in mine.filter(|rung| !self.rungs.contains(rung)) {
                cells.insert(id(level.code), json!([text]));
            }
        }
        let mut ours = json!({
            "id": id(self.name),
            "name": self.name,
            "summary": self.summary,
            "steps": steps.collect::<Value>(),
            "at": cells,
        });
        if self.name == "Influence" {
            ours["extra"] = json!({"orthogonal": true});
        }
        ours
    }
}

fn id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Counts lines.
fn counted(home: &str, pages: &[String]) -> Counts {
    let rungs: Vec<&str> = home.lines().filter(|line| line.contains(". **")).collect();
    let lists = pages.iter().flat_map(|page| page.lines()).filter(|line| line.starts_with("* **"));
    let lists: Vec<&str> = lists.filter(|line| line.contains("**: ")).collect();
    let is_reworded = |line: &&&str| !rungs.iter().any(|rung| rung[3..] == line[2..]);
    Counts {
        levels: pages.iter().flat_map(|page| page.lines()).filter(|line| line.starts_with("## ")).count(),
        competencies: home.lines().filter(|line| line.starts_with("* **")).count(),
        expectations: rungs.len() + lists.iter().filter(is_reworded).count(),
        steps: rungs.len(),
        required: lists.len(),
        ..Counts::default()
    }
}
