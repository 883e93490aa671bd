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
    schema["required"] = serde_json::json!(["$schema", "format", "framework"]);
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
    let Some(form) = form.as_object_mut() else { return };
    // What says nothing is left out, whatever its type.
    match required.is_empty() {
        true => drop(form.remove("required")),
        false => drop(form.insert("required".to_owned(), Value::Array(required))),
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

    /// Returns what of a value does not satisfy a schema, as far as our schema goes.
    fn faults(schema: &Value, root: &Value, value: &Value) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str() {
            return faults(root.pointer(&name[1..]).expect("the schema is there"), root, value);
        }
        for several in ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()) {
            let all: Vec<_> = several.iter().map(|one| faults(one, root, value)).collect();
            if let Some(least) = all.into_iter().min_by_key(Vec::len).filter(|least| !least.is_empty()) {
                return least;
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut found: Vec<String> = required
            .filter(|key| value.get(key).is_none())
            .map(|key| format!("`{key}` is missing in {value}"))
            .collect();
        let is_of_type = |name: &str| match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            _ => value.is_number(),
        };
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        if !types.is_empty() && !types.into_iter().any(is_of_type) {
            found.push(format!("{value} is not {}", schema["type"]));
        }
        if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
            found.push(format!("{value} is not one of {}", schema["enum"]));
        }
        for (key, inner) in value.as_object().into_iter().flatten() {
            let its = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
            found.extend(faults(its, root, inner));
        }
        for inner in value.as_array().into_iter().flatten() {
            found.extend(faults(&schema["items"], root, inner));
        }
        found
    }

    #[test]
    fn what_is_exported_satisfies_the_schema() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let bare = Ladder { framework: samples::framework("x"), declared: Declarations::default() };
        let text = "[framework]\nid = \"x\"\npublished = []\n[[scale]]\nid = \"s\"\nvalues = [\"a\"]\n[[track]]\nid = \"t\"\n[[area]]\nid = \"q\"\n[[level]]\nid = \"l\"\nreach = [\"a\"]\n[level.requires]\nvector = { v = \"p\" }\npoints = { min = 1 }\n[[competency]]\nid = \"v\"\nsteps = [\"p\"]\n[competency.at.l]\nexpectations = [{ text = \"e\", examples = [\"f\"] }]\n[[archetype]]\nid = \"h\"\n[[profile]]\nid = \"i\"\n[[pay_band]]\nid = \"b\"\n[[process]]\nid = \"o\"\n[[cycle]]\nid = \"y\"\n[[removed]]\nid = \"r\"\n";
        let declared = read(text, Format::Toml).value;
        let full = Ladder { framework: samples::framework("x"), declared };
        for ladder in [bare, samples::small(), full] {
            let value = serde_json::from_str(&json(&ladder, "s")).unwrap();
            assert_eq!(faults(&schema, &schema, &value), [""; 0]);
        }
        assert_ne!(faults(&schema, &schema, &serde_json::json!({ "format": "1" })), [""; 0]);
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
