//! What the doctor found, for people and for programs.

use daring::doctor::{CHECKS, Remark, Weight};
use serde_json::json;

use crate::cli::report::{count, visible};

/// For people.
pub fn human(remarks: &[Remark], is_built: bool) -> String {
    let mut text = String::new();
    for remark in remarks {
        text.push_str(&format!("{}[{}]: {}\n", remark.weight.name(), remark.check, visible(&remark.message)));
        match (remark.path.as_str(), remark.line) {
            ("", _) => {}
            (path, None) => text.push_str(&format!("  --> {}\n", visible(path))),
            (path, Some(line)) => text.push_str(&format!("  --> {}:{line}\n", visible(path))),
        }
        text.push_str(&format!("   = help: {}\n\n", visible(&remark.fix)));
    }
    let of = |weight| remarks.iter().filter(|remark| remark.weight == weight).count();
    let (errors, warnings, notes) = (of(Weight::Error), of(Weight::Warning), of(Weight::Note));
    let verdict = match errors {
        0 if warnings == 0 => "nothing is in the way of a deployment",
        0 => "a deployment should work",
        _ => "a deployment would fail",
    };
    text.push_str(&format!(
        "looked for {}: {}, {}, {}: {verdict}\n",
        count(CHECKS.len(), "trap"),
        count(errors, "error"),
        count(warnings, "warning"),
        count(notes, "note")
    ));
    if !is_built {
        text.push_str("the site was not looked at, because there is none: `daring build` makes it\n");
    }
    text
}

/// One JSON document.
pub fn json(remarks: &[Remark]) -> String {
    let of = |weight| remarks.iter().filter(|remark| remark.weight == weight).count();
    let list: Vec<serde_json::Value> = remarks
        .iter()
        .map(|remark| {
            json!({
                "check": remark.check,
                "severity": remark.weight.name(),
                "path": if remark.path.is_empty() { None } else { Some(&remark.path) },
                "line": remark.line,
                "message": remark.message,
                "fix": remark.fix,
            })
        })
        .collect();
    let document = json!({
        "version": 1,
        "remarks": list,
        "summary": { "errors": of(Weight::Error), "warnings": of(Weight::Warning), "notes": of(Weight::Note) },
    });
    let text = serde_json::to_string_pretty(&document).expect("a document of strings and numbers is JSON");
    format!("{text}\n")
}

/// Annotations of GitHub Actions.
pub fn github(remarks: &[Remark]) -> String {
    let lines = remarks.iter().map(|remark| {
        let level = if remark.weight == Weight::Note { "notice" } else { remark.weight.name() };
        let mut fields = vec![format!("title=daring doctor%3A {}", remark.check)];
        if !remark.path.is_empty() {
            fields.push(format!("file={}", field(&remark.path)));
        }
        fields.extend(remark.line.map(|line| format!("line={line}")));
        format!("::{level} {}::{}%0A{}\n", fields.join(","), data(&remark.message), data(&remark.fix))
    });
    lines.collect()
}

/// Text of an annotation, as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of an annotation.
fn field(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark() -> Remark {
        Remark {
            check: "modes",
            weight: Weight::Error,
            path: "public/a,b".to_owned(),
            line: Some(3),
            message: "50 % of it".to_owned(),
            fix: "x".to_owned(),
        }
    }

    #[test]
    fn each_form_says_the_same() {
        assert_eq!(
            github(&[remark()]),
            "::error title=daring doctor%3A modes,file=public/a%2Cb,line=3::50 %25 of it%0Ax\n"
        );
        let text = human(&[remark()], true);
        assert!(text.starts_with("error[modes]: 50 % of it\n  --> public/a,b:3\n   = help: x\n"), "{text}");
        assert!(text.ends_with("1 error, 0 warnings, 0 notes: a deployment would fail\n"), "{text}");
        let document: serde_json::Value = serde_json::from_str(&json(&[remark()])).unwrap();
        assert_eq!(document["remarks"][0]["fix"], "x");
        assert_eq!(document["summary"]["errors"], 1);
    }
}
