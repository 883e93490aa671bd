//! `ft-progression`: one YAML file for each job family, with a list of levels, a list of themes, and a
//! flat list of competencies, each at one level and in one theme.
//!
//! | theirs | ours |
//! |---|---|
//! | job family | a ladder; `isLegacy` is `status: retired` |
//! | level | level; in the current ladder those with `-ic` and `-pm` behind their name are of two tracks and of one rank |
//! | theme | competency |
//! | competency | expectation with the same id, its proficiency a value of a scale |
//! | `examples` | examples |
//! | `supportingUrls`, `googleSheetId` | `extra` |

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Converted, block, list, read, string, yaml};
use crate::counts::Counts;

/// Lowest first, as the glossary of the framework has it.
const PROFICIENCIES: [&str; 5] = ["Awareness", "Foundational", "Working knowledge", "Practitioner", "Expert"];

pub fn ladders(corpus: &Path) -> Vec<Converted> {
    let ladders = [
        ("ft-engineering", "engineering.yml"),
        ("ft-engineering-v1", "engineering-v1.yml"),
        ("ft-operations", "operations.yml"),
    ];
    let converted = ladders.map(|(id, file)| {
        let text = read(corpus, &format!("data/job-families/{file}"));
        Converted::of_data(id, &ladder(id, &yaml(&text)), counted(&text))
    });
    converted.into()
}

fn ladder(id: &str, family: &Value) -> Value {
    let mut framework = json!({
        "id": id,
        "name": family["name"],
        "intro": family["summary"],
        "mode": "replacing",
        "extra": {"google_sheet": family["googleSheetId"]},
    });
    match id {
        "ft-engineering" => framework["supersedes"] = json!("ft-engineering-v1"),
        "ft-engineering-v1" => {
            framework["effective_from"] = json!("2020-10-01");
            framework["effective_to"] = json!("2025-03-31");
        }
        _ => {}
    }
    if family["isLegacy"] == true {
        framework["status"] = json!("retired");
    }
    json!({
        "framework": framework,
        "scales": [{"id": "proficiency", "kind": "proficiency", "values": PROFICIENCIES}],
        "tracks": tracks(family),
        "levels": levels(family),
        "competencies": list(family, "themes").iter().map(|theme| competency(family, theme)).collect::<Value>(),
    })
}

fn tracks(family: &Value) -> Value {
    let has_tracks = list(family, "levels").iter().any(|level| string(level, "id").ends_with("-pm"));
    if !has_tracks {
        return json!([]);
    }
    json!([
        {"id": "ic", "name": "Individual contributor"},
        {"id": "pm", "name": "People manager", "from_levels": ["senior-1"]},
    ])
}

fn levels(family: &Value) -> Value {
    let levels = list(family, "levels");
    let has_tracks = tracks(family) != json!([]);
    let has = |id: &str| levels.iter().any(|level| string(level, "id") == id);
    let mut rank = 0;
    let levels = levels.iter().map(|level| {
        let id = string(level, "id");
        let mut ours = json!({"id": id, "title": level["name"]});
        let twin = id.strip_suffix("-pm").map(|stem| format!("{stem}-ic")).filter(|twin| has(twin));
        match twin {
            Some(twin) => ours["equivalent_to"] = json!([twin]),
            None => rank += 1,
        }
        ours["rank"] = json!(rank);
        if has_tracks {
            // The highest is that of people who lead departments.
            let is_manager = id.ends_with("-pm") || id == "tech-director";
            ours["track"] = json!(if is_manager { "pm" } else { "ic" });
        }
        ours
    });
    levels.collect()
}

fn competency(family: &Value, theme: &Value) -> Value {
    let id = string(theme, "id");
    let mut cells: Map<String, Value> = Map::new();
    for theirs in list(family, "competencies").iter().filter(|theirs| theirs["theme"] == id) {
        let cell = cells.entry(string(theirs, "level")).or_insert_with(|| json!([]));
        cell.as_array_mut().unwrap().push(expectation(theirs));
    }
    json!({"id": id, "name": theme["name"], "summary": theme["summary"], "at": cells})
}

fn expectation(theirs: &Value) -> Value {
    let mut ours = json!({
        "id": theirs["id"],
        "text": theirs["summary"],
        "proficiency": theirs["proficiency"],
        "examples": list(theirs, "examples"),
    });
    if !list(theirs, "supportingUrls").is_empty() {
        ours["extra"] = json!({"supporting_urls": theirs["supportingUrls"]});
    }
    ours
}

/// Counts lines.
fn counted(text: &str) -> Counts {
    let is_key = |line: &str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    let ids = |key: &str| block(text, key, is_key).filter(|line| line.starts_with("  - id:")).count();
    Counts {
        levels: ids("levels:"),
        competencies: ids("themes:"),
        expectations: ids("competencies:"),
        examples: text
            .lines()
            .filter(|line| {
                (line.starts_with("      - ") || line.starts_with("    - ")) && !line.contains("- label:")
            })
            .count(),
        ..Counts::default()
    }
}
