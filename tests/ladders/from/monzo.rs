//! `monzo`: a Markdown file for each framework. Most are front matter: topics, each with blocks of
//! criteria by level, some with examples. A topic of the same name as one of the generic framework
//! inherits its title and its criteria. Three frameworks are Markdown: a section for each level, a
//! paragraph for each topic.
//!
//! | theirs | ours |
//! |---|---|
//! | generic framework | the common ladder, and the family `generic` that shows it as it is |
//! | any other framework | family with the levels that it speaks of |
//! | topic | competency of the families that list it; another title that one of them gives it is in `extra` |
//! | block of a level | cell; of a family, it comes behind the inherited one |
//! | criteria, examples | expectations, examples |
//! | paragraph | summary of a cell |
//! | text behind the front matter | appendix of the family |

use std::collections::BTreeSet;
use std::path::Path;

use daring::ladder::text::id_of;
use serde_json::{Map, Value, json};

use super::{Converted, list, read, string, yaml};
use crate::counts::Counts;

const FRAMEWORKS: [&str; 17] = [
    "generic",
    "customer-operations",
    "executive-support",
    "marketing",
    "people",
    "product",
    "techops",
    "operations/ops-individual-contributor",
    "operations/ops-leadership",
    "engineering/backend",
    "engineering/data",
    "engineering/mobile",
    "engineering/qualityanalyst",
    "engineering/web",
    "design/product-design",
    "design/user-research",
    "design/visual-design",
];

pub fn ladders(corpus: &Path) -> Vec<Converted> {
    let mut topics = Topics::default();
    let mut families = Vec::new();
    let mut counted = Counts::default();
    let mut names = BTreeSet::new();
    for name in FRAMEWORKS {
        let text = read(corpus, &format!("frameworks/{name}.md"));
        count(&text, &mut counted, &mut names);
        let (head, body) = parts(&text);
        let family = name.rsplit_once('/').map_or(name, |(_, name)| name);
        let levels = match head["yaml"] == true {
            true => add_topics(&mut topics, family, &head),
            false => add_paragraphs(&mut topics, family, body),
        };
        families.push(ours(family, (&head, body), &levels));
    }
    counted.competencies = names.len();
    let ladder = json!({
        "framework": {"id": "monzo", "name": "Progression"},
        "levels": (1..=7).map(|n| json!({"id": level(n), "title": format!("Level {n}")})).collect::<Value>(),
        "families": families,
        "competencies": topics.competencies.into_iter().chain(topics.overlays).collect::<Value>(),
    });
    vec![Converted::of_data("monzo", &ladder, counted)]
}

fn level(n: u64) -> String {
    format!("level-{n}")
}

/// Front matter, and what stands behind it. A tab behind a `-` is not YAML for every reader.
fn parts(text: &str) -> (Value, &str) {
    let (head, body) = text.strip_prefix("---\n").unwrap().split_once("\n---").unwrap();
    (yaml(&head.replace('\t', " ")), body.trim())
}

fn ours(family: &str, (head, body): (&Value, &str), levels: &[u64]) -> Value {
    let mut ours = json!({
        "id": family,
        "name": head["sidebarTitle"],
        "levels": levels.iter().copied().map(level).collect::<Value>(),
        "extra": {
            "path": head["path"],
            "title": head["title"],
            "group": head["sidebarGroup"],
            "levels": head["levels"],
            "homepage": head["homepage"],
        },
    });
    ours["extra"].as_object_mut().unwrap().retain(|_, value| !value.is_null());
    if head["yaml"] == true && !body.is_empty() {
        ours["appendix"] = json!(body);
    }
    ours
}

/// Competencies by the order in which frameworks first name them.
#[derive(Default)]
struct Topics {
    /// Their names and ids. Two names may have one id but for this.
    names: Vec<(String, String)>,
    competencies: Vec<Value>,
    /// What families make of them.
    overlays: Vec<Value>,
}

impl Topics {
    /// Returns the competency of a topic, and its id.
    fn of(&mut self, family: &str, (name, title): (&str, Option<&str>)) -> (&mut Value, String) {
        let known = self.names.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            let id = id_of(name);
            let is_taken = self.names.iter().any(|(_, taken)| *taken == id);
            let id = if is_taken { format!("{family}-{id}") } else { id };
            self.competencies.push(json!({"id": id, "name": title.unwrap_or(name), "families": []}));
            self.names.push((name.to_owned(), id));
            self.names.len() - 1
        });
        let competency = &mut self.competencies[at];
        competency["families"].as_array_mut().unwrap().push(json!(family));
        if let Some(title) = title.filter(|title| *title != competency["name"]) {
            competency["extra"]["titles"][family] = json!(title);
        }
        (competency, self.names[at].1.clone())
    }

    fn add(&mut self, family: &str, topic: (&str, Option<&str>), cells: Map<String, Value>) {
        let (competency, id) = self.of(family, topic);
        if family == "generic" {
            competency["at"] = json!(cells);
        } else {
            self.overlays.push(json!({"id": id, "family": family, "at": cells}));
        }
    }
}

/// Adds the topics of a framework, and returns its levels.
fn add_topics(topics: &mut Topics, family: &str, head: &Value) -> Vec<u64> {
    let mut levels = Vec::new();
    for topic in list(head, "topics") {
        let mut cells = Map::new();
        for block in list(topic, "content") {
            let n = block["level"].as_u64().unwrap();
            levels.push(n);
            let plain = list(block, "criteria").iter().cloned();
            let with_examples = list(block, "exampleCriteria").iter().map(
                |criteria| json!({"text": criteria["criteria"], "examples": list(criteria, "examples")}),
            );
            let before = cells.insert(level(n), plain.chain(with_examples).collect());
            assert_eq!(before, None, "{family} speaks twice of {n}");
        }
        topics.add(family, (string(topic, "name"), topic["title"].as_str()), cells);
    }
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// Adds the paragraphs of a framework in Markdown, and returns its levels.
fn add_paragraphs(topics: &mut Topics, family: &str, body: &str) -> Vec<u64> {
    let mut cells: Vec<(&str, Map<String, Value>)> = Vec::new();
    let mut levels = Vec::new();
    for section in body.split("\n## ") {
        let (title, rest) = section.trim_start_matches("## ").split_once('\n').unwrap();
        let n = title.trim().trim_start_matches("Level ").parse().unwrap();
        levels.push(n);
        for part in rest.split("\n### ").skip(1) {
            let (topic, text) = part.split_once('\n').unwrap();
            let at = cells.iter().position(|(name, _)| *name == topic).unwrap_or_else(|| {
                cells.push((topic, Map::new()));
                cells.len() - 1
            });
            let text = text.trim().trim_end_matches("---").trim();
            cells[at].1.insert(level(n), json!({"summary": text}));
        }
    }
    for (topic, cells) in cells {
        topics.add(family, (topic, Some(topic)), cells);
    }
    levels
}

/// Counts lines: items of the lists of criteria and examples in the front matter, headings of paragraphs
/// behind it.
fn count(text: &str, counts: &mut Counts, names: &mut BTreeSet<String>) {
    counts.families += 1;
    let (head, body) = text[3..].split_once("\n---").unwrap();
    let mut is_example = false;
    for line in head.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = line.strip_prefix('-').map(str::trim);
        match item {
            Some(item) if item.starts_with("criteria:") => counts.expectations += 1,
            Some(item) if item.starts_with("name:") => {
                names.insert(item.to_owned());
            }
            Some(item) if item.starts_with("level:") => {
                counts.levels = counts.levels.max(item[6..].trim().parse().unwrap());
            }
            Some(_) if is_example => counts.examples += 1,
            Some(_) => counts.expectations += 1,
            None => is_example = line == "examples:",
        }
    }
    let is_prose = head.contains("\nyaml: false");
    for topic in body.lines().filter(|line| is_prose && line.starts_with("### ")) {
        names.insert(topic.to_owned());
        counts.summaries += 1;
    }
}
