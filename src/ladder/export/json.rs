//! The whole ladder as JSON, and its schema.

use serde_json::Value;

use crate::ladder::model::Ladder;
use crate::ladder::portable::Whole;

/// Returns a ladder as JSON: everything in it but places. It reads back as a ladder. `schema` is
/// where its schema is, as seen from the file.
pub fn json(ladder: &Ladder, schema: &str) -> String {
    pretty(&Whole::of(ladder, schema))
}

/// Returns the JSON Schema (draft 2020-12) of what [`json`] returns.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Whole).to_value();
    for form in schema["$defs"].as_object_mut().into_iter().flat_map(|forms| forms.values_mut()) {
        require(form);
    }
    pretty(&schema)
}

/// What a reader can rely on. Rows of the long form leave it out, so the types cannot say it.
fn require(form: &mut Value) {
    let always = ["id", "rank", "n", "text"];
    let optional = serde_json::json!(["string", "null"]);
    let has = |key: &&str| form["properties"].get(key).is_some_and(|property| property["type"] != optional);
    let required: Vec<Value> = always.iter().filter(|key| has(key)).map(|key| (*key).into()).collect();
    if !required.is_empty() {
        form["required"] = Value::Array(required);
    }
}

fn pretty(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("the portable form has texts for keys");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::model::{Declarations, Kind};
    use crate::ladder::read::{Format, read};
    use crate::ladder::samples;

    #[test]
    fn everything_is_there_under_the_keys_of_the_authoring_format() {
        let text = json(&samples::small(), "../schema-1.json");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["$schema"], "../schema-1.json");
        assert_eq!(value["format"], 1);
        assert_eq!(value["levels"][0]["rank"], 3, "{text}");
        let competencies = &value["competencies"];
        let cell = &competencies[0]["at"]["senior"];
        assert_eq!(cell["expectations"][0]["id"], "lm-list");
        assert_eq!(cell["expectations"][0]["examples"][0]["text"], "kept a list");
        assert_eq!(competencies[0]["at"]["staff"]["same_as"], "senior");
        assert_eq!(competencies[1]["family"], "backend");
        assert_eq!(competencies[1]["at"]["senior"]["merge"], "override");
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let text = json(&samples::small(), "s");
        for key in ["null", "[]", "{}", "\"status\"", "\"career_level\"", "\"summary\""] {
            assert!(!text.contains(key), "{key} in {text}");
        }
    }

    #[test]
    fn the_schema_knows_what_is_always_there() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        assert_eq!(schema["$defs"]["Level"]["required"], serde_json::json!(["id", "rank"]));
        assert_eq!(schema["$defs"]["Statement"]["required"], serde_json::json!(["text"]));
        assert_eq!(schema["properties"]["levels"]["items"]["$ref"], "#/$defs/Level");
    }

    #[test]
    fn it_reads_back_as_the_same_ladder() {
        let mut original = samples::small();
        let statement = &mut original.declared.cells[0].statements[0];
        statement.children.push(samples::statement(Kind::Point, "a \"part\": é\n# 中 \u{1f680}"));
        statement.children.push(samples::statement(Kind::Example, &"x".repeat(30_000)));
        let read = read(&json(&original, "s"), Format::Yaml);
        assert_eq!(read.diagnostics, []);
        let expected = Declarations { framework: Some(original.framework), ..original.declared };
        assert_eq!(read.value, expected);
    }
}
