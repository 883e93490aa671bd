//! `[lints]`: which diagnostics count, and how much.

use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::settings::{Field, Value};

/// Severities that a project has chosen, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lints {
    /// In the order they were set; the last one for a code counts.
    levels: Vec<(Code, Severity)>,
}

const LEVELS: [(&str, Severity); 3] =
    [("allow", Severity::Allowed), ("warn", Severity::Warning), ("error", Severity::Error)];

impl Lints {
    /// Returns these lints with the severity of `code` set.
    #[must_use]
    pub fn with(mut self, code: Code, severity: Severity) -> Self {
        self.levels.push((code, severity));
        self
    }

    /// Returns the severity of a code in this project.
    pub fn severity(&self, code: Code) -> Severity {
        let chosen = self.levels.iter().rev().find(|(name, _)| *name == code);
        chosen.map_or(code.severity(), |(_, severity)| *severity)
    }

    /// Gives every report the severity of this project and drops the allowed ones.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        for diagnostic in diagnostics.iter_mut() {
            diagnostic.severity = self.severity(diagnostic.code);
        }
        diagnostics.retain(|diagnostic| diagnostic.severity != Severity::Allowed);
    }

    /// Reads the fields of `[lints]`.
    pub(super) fn read(&mut self, fields: &[Field]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for field in fields {
            let Some(code) = Code::parse(&field.key) else {
                let report = Diagnostic::new(
                    Code::ConfigUnknownKey,
                    format!("no diagnostic is called `{}`", field.key),
                );
                let names = Code::ALL.iter().map(|code| code.name());
                let help = match nearest(&field.key, names) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "`daring explain` lists the codes".to_owned(),
                };
                diagnostics.push(report.at(field.key_span, "").help(help));
                continue;
            };
            if code.is_firm() {
                diagnostics.push(
                    Diagnostic::new(Code::ConfigValue, format!("`{code}` is always an error"))
                        .at(field.key_span, "")
                        .help("remove the line, and mend the template or theme: nothing can be rendered with it"),
                );
                continue;
            }
            let level = match &field.node.value {
                Value::String(name) => LEVELS.iter().find(|(level, _)| level == name),
                _ => None,
            };
            match level {
                Some((_, severity)) => self.levels.push((code, *severity)),
                None => diagnostics.push(
                    Diagnostic::new(Code::ConfigValue, format!("`{code}` cannot be set to this"))
                        .at(field.node.span, "")
                        .help("use `\"allow\"`, `\"warn\"` or `\"error\"`"),
                ),
            }
        }
        diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::toml;

    #[test]
    fn the_last_word_counts_and_allowed_reports_go() {
        let text = "\"link/unknown-page\" = \"allow\"\n\"source/nul\" = \"error\"\n";
        let mut lints = Lints::default().with(Code::LinkUnknownPage, Severity::Warning);
        assert_eq!(lints.read(&toml::parse(text, 0).0), []);
        let mut reports =
            vec![Diagnostic::new(Code::LinkUnknownPage, "a"), Diagnostic::new(Code::SourceNul, "b")];
        lints.apply(&mut reports);
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].severity, Severity::Error);
    }

    #[test]
    fn what_cannot_be_rendered_cannot_be_allowed() {
        let fields = toml::parse("\"template/syntax\" = \"allow\"\n", 0).0;
        let mut lints = Lints::default();
        assert_eq!(lints.read(&fields)[0].message, "`template/syntax` is always an error");
        assert_eq!(lints.severity(Code::TemplateSyntax), Severity::Error);
        let fields = toml::parse("\"theme/contract\" = \"warn\"\n", 0).0;
        assert_eq!(lints.read(&fields)[0].message, "`theme/contract` is always an error");
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        let text = "\"link/unknown-pages\" = \"warn\"\n\"link/draft\" = \"deny\"\n";
        let reports = Lints::default().read(&toml::parse(text, 0).0);
        assert_eq!(reports[0].help, ["did you mean `link/unknown-page`?"]);
        assert_eq!(reports[1].message, "`link/draft` cannot be set to this");
    }
}
