//! What `--format json` prints, and the file of `--baseline`.

use serde_json::{Value, json};

use super::DIALECT;
use crate::diagnostic::Code;

pub(super) fn schema() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    let position = json!({
        "type": ["object", "null"],
        "description": "Lines and columns count from 1, columns in characters.",
        "properties": {
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1 },
        },
        "required": ["line", "column"],
    });
    let place = |properties: Value, required: &[&str]| {
        let mut all = json!({
            "path": { "type": ["string", "null"], "description": "The file, as seen from where the command was run." },
            "start": position,
            "end": position,
            "byte_start": { "type": ["integer", "null"], "minimum": 0, "description": "From the start of the file as it is on disk." },
            "byte_end": { "type": ["integer", "null"], "minimum": 0, "description": "Exclusive." },
        });
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), properties) {
            all.extend(more);
        }
        let mut names = vec!["path", "start", "end", "byte_start", "byte_end"];
        names.extend(required);
        json!({ "type": "object", "properties": all, "required": names })
    };
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let label = place(json!({ "text": { "type": "string" } }), &["text"]);
    let mut fix = place(
        json!({ "replacement": { "type": "string", "description": "What takes the place of the bytes." } }),
        &["replacement"],
    );
    fix["type"] = json!(["object", "null"]);
    let report = place(
        json!({
            "code": { "type": "string", "description": "Its stable name; `daring explain CODE` explains it.", "examples": codes },
            "severity": { "enum": ["error", "warning"] },
            "message": { "type": "string" },
            "label": { "type": "string", "description": "The remark at the place itself; may be empty." },
            "labels": { "type": "array", "items": label, "description": "Related places." },
            "help": { "type": "array", "items": { "type": "string" }, "description": "What to do next." },
            "fix": fix,
        }),
        &["code", "severity", "message", "label", "labels", "help", "fix"],
    );
    json!({
        "$schema": DIALECT,
        "title": "Findings of Daring",
        "description": "What `daring check --format json` and `daring build --format json` print. Keys may be added within a version; none is renamed or removed.",
        "type": "object",
        "properties": {
            "version": { "const": 1 },
            "diagnostics": { "type": "array", "items": report },
            "summary": {
                "type": "object",
                "properties": { "pages": count, "errors": count, "warnings": count },
                "required": ["pages", "errors", "warnings"],
            },
        },
        "required": ["version", "diagnostics", "summary"],
    })
}

pub(super) fn baseline() -> Value {
    let finding = json!({
        "type": "object",
        "properties": {
            "path": { "type": "string", "description": "The file, from the root of the project; empty for none." },
            "code": { "type": "string" },
            "message": { "type": "string" },
            "text": { "type": "string", "description": "What the finding points at." },
            "count": { "type": "integer", "minimum": 1, "description": "How often it is known." },
        },
        "required": ["path", "code", "message", "text", "count"],
        "additionalProperties": false,
    });
    json!({
        "$schema": DIALECT,
        "title": "Known findings of Daring",
        "description": "What `--baseline` reads and `--write-baseline` writes.",
        "type": "object",
        "properties": { "version": { "const": 1 }, "findings": { "type": "array", "items": finding } },
        "required": ["version", "findings"],
        "additionalProperties": false,
    })
}
