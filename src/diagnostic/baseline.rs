//! What was wrong before anybody looked: findings that a project knows of, so that new ones stand out.
//!
//! A finding is known by its code, its file, its message and the text it points at, not by its line: so
//! it stays known when text above it changes. Where the same is wrong several times in a file, it is
//! known how often.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::show::Lookup;
use super::{Diagnostic, Severity};

/// Findings that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Finding, usize>,
}

/// What a finding is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    code: String,
    message: String,
    text: String,
}

/// Findings beside those that are known.
#[derive(Debug)]
pub struct Compared {
    /// What is not known, or cannot be passed over.
    pub new: Vec<Diagnostic>,
    /// How many were known.
    pub known: usize,
    /// How many that were known are gone.
    pub mended: usize,
}

/// The version of the file.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    code: String,
    message: String,
    text: String,
    count: usize,
}

impl Baseline {
    /// Takes note of findings. Where their texts come from is as for reports.
    pub fn of(diagnostics: &[Diagnostic], lookup: Lookup<'_>) -> Self {
        let mut counts = BTreeMap::new();
        for report in diagnostics.iter().filter(|report| can_be_known(report)) {
            *counts.entry(Finding::of(report, lookup)).or_insert(0) += 1;
        }
        Self { counts }
    }

    /// Returns how many findings are known.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Returns whether none is known.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Separates what is new from what is known.
    pub fn compare(&self, diagnostics: Vec<Diagnostic>, lookup: Lookup<'_>) -> Compared {
        let mut left = self.counts.clone();
        let total = diagnostics.len();
        let is_new = |report: &Diagnostic| {
            let known = can_be_known(report).then(|| left.get_mut(&Finding::of(report, lookup))).flatten();
            match known {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        };
        let new: Vec<Diagnostic> = diagnostics.into_iter().filter(is_new).collect();
        Compared { known: total - new.len(), mended: left.values().sum(), new }
    }

    /// Returns the text of the file that keeps it: JSON, sorted, one finding after the other.
    pub fn to_json(&self) -> String {
        let line = |(finding, count): (&Finding, &usize)| Line {
            path: finding.path.clone(),
            code: finding.code.clone(),
            message: finding.message.clone(),
            text: finding.text.clone(),
            count: *count,
        };
        let file = File { version: VERSION, findings: self.counts.iter().map(line).collect() };
        serde_json::to_string_pretty(&file).expect("texts and numbers can be written") + "\n"
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("it has version {}, and this program knows version {VERSION}", file.version));
        }
        let mut counts = BTreeMap::new();
        for Line { path, code, message, text, count } in file.findings {
            *counts.entry(Finding { path, code, message, text }).or_insert(0) += count;
        }
        Ok(Self { counts })
    }
}

impl Finding {
    fn of(report: &Diagnostic, lookup: Lookup<'_>) -> Self {
        let span = report.primary.as_ref().and_then(|label| label.span);
        let text = report.path().zip(span).and_then(|(path, span)| {
            let text = lookup(path)?;
            text.get(span.range()).map(str::to_owned)
        });
        Self {
            path: report.path().map(|path| path.as_str().to_owned()).unwrap_or_default(),
            code: report.code.name().to_owned(),
            message: report.message.clone(),
            text: text.unwrap_or_default(),
        }
    }
}

/// Without a theme that works, and without files that can be read, there is nothing to publish, known
/// or not.
fn can_be_known(report: &Diagnostic) -> bool {
    report.severity != Severity::Allowed && !report.code.is_firm()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SourcePath, Span};

    fn found(text: &str, needle: &str) -> Vec<Diagnostic> {
        let path = SourcePath::new("content/a.md").unwrap();
        let places = text.match_indices(needle);
        let report = |(at, found): (usize, &str)| {
            let span = Some(Span::new(at, at + found.len()));
            Diagnostic::new(Code::LinkUnknownPage, "there is no page").in_file(&path, span, "")
        };
        places.map(report).collect()
    }

    #[test]
    fn what_is_known_stays_known_when_it_moves_and_one_more_is_new() {
        let text = |text: &str| -> Option<Arc<str>> { Some(text.into()) };
        let before = "[x](b.md) [y](b.md)\n";
        let baseline = Baseline::of(&found(before, "b.md"), &|_| text(before));
        assert_eq!(baseline.len(), 2);
        assert_eq!(Baseline::parse(&baseline.to_json()).as_ref(), Ok(&baseline));
        let after = "New.\n\n[x](b.md) [z](b.md) [z](b.md) [c](c.md)\n";
        let mut all = found(after, "b.md");
        all.extend(found(after, "c.md"));
        let compared = baseline.compare(all, &|_| text(after));
        assert_eq!((compared.new.len(), compared.known, compared.mended), (2, 2, 0));
        let compared = baseline.compare(found("[x](b.md)", "b.md"), &|_| text("[x](b.md)"));
        assert_eq!((compared.new.len(), compared.known, compared.mended), (0, 1, 1));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for text in ["", "[]", "{\"version\": 2, \"findings\": []}", "{\"version\": 1}"] {
            assert!(Baseline::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_published_is_never_known() {
        let report = Diagnostic::new(Code::TemplateSyntax, "x");
        let baseline = Baseline::of(std::slice::from_ref(&report), &|_| None);
        assert!(baseline.is_empty());
        assert_eq!(baseline.compare(vec![report], &|_| None).new.len(), 1);
    }
}
