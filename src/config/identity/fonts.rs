//! Font families by name, and font files.

use super::super::{CODES, checked_path, value_report};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::settings::{Field, Spanned, Table, Value};
use crate::source::SourcePath;

/// Names of font families, the best first. None holds a character that could end a string of CSS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct FontNames(Vec<Box<str>>);

/// Families that CSS names without quotes: whatever the reader's system has of that kind.
const GENERIC: [&str; 9] = [
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
];

impl FontNames {
    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the names as a list of CSS, with `rest` behind them.
    pub fn css(&self, rest: &str) -> String {
        let names = self.0.iter().map(|name| match GENERIC.contains(&&**name) {
            true => name.to_string(),
            false => format!("\"{name}\""),
        });
        names.chain([rest.to_owned()]).collect::<Vec<_>>().join(", ")
    }
}

/// One font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// `family`: the name that it is used by.
    pub family: Box<str>,
    /// `file`: WOFF2, WOFF, TTF or OTF, from the project's root.
    pub file: Spanned<SourcePath>,
    /// `weight`: such as `400`, or `"100 900"` for a variable font. Default: `400`.
    pub weight: Box<str>,
    /// `style`: `"normal"` or `"italic"`. Default: `normal`.
    pub style: FontStyle,
}

/// Whether a font slants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FontStyle {
    /// It stands upright.
    Normal,
    /// It slants.
    Italic,
}

impl FontStyle {
    /// Returns what CSS calls it.
    pub fn css(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Italic => "italic",
        }
    }
}

/// Endings of font files, and what CSS calls the format.
const FORMATS: [(&str, &str); 4] =
    [("woff2", "woff2"), ("woff", "woff"), ("ttf", "truetype"), ("otf", "opentype")];

impl FontFile {
    /// Returns what CSS calls the format.
    pub fn format(&self) -> &'static str {
        format_of(&self.file.value).expect("the format was checked when the file was read")
    }
}

fn format_of(path: &SourcePath) -> Option<&'static str> {
    let extension = path.extension().to_ascii_lowercase();
    FORMATS.iter().find(|(ending, _)| *ending == extension).map(|(_, format)| *format)
}

/// Reads a list of names.
pub(super) fn names(table: &mut Table<'_>, key: &'static str) -> FontNames {
    let written = table.strings(key);
    FontNames(written.iter().filter_map(|name| family(table, key, name)).collect())
}

fn family(table: &mut Table<'_>, key: &str, name: &Spanned<String>) -> Option<Box<str>> {
    let trimmed = name.value.trim();
    let is_harmless = |c: char| c.is_alphanumeric() || " -_.'&+".contains(c);
    if !trimmed.is_empty() && trimmed.len() <= 100 && trimmed.chars().all(is_harmless) {
        return Some(trimmed.into());
    }
    let report = value_report(key, &name.value, name.span);
    table.report(
        report.help("write the name of one font family, such as `\"Inter\"`; several go into a list"),
    );
    None
}

/// Reads the tables of font files.
pub(super) fn files(table: &mut Table<'_>, text: &str) -> Checked<Vec<FontFile>> {
    let mut read = Checked::default();
    let Some(node) = table.node("fonts") else { return read };
    let Value::List(nodes) = &node.value else {
        table.wrong_type("fonts", "a list of tables", node);
        return read;
    };
    for node in nodes {
        match &node.value {
            Value::Map(fields) => {
                let Checked { value, diagnostics } = file(fields, text, node.span);
                read.value.extend(value);
                read.diagnostics.extend(diagnostics);
            }
            _ => table.wrong_type("fonts", "a list of tables", node),
        }
    }
    read
}

fn file(fields: &[Field], text: &str, span: crate::source::Span) -> Checked<Option<FontFile>> {
    let mut table = Table::new(fields, text, CODES);
    let written = table.string("family");
    let is_named = written.is_some();
    let family = written.and_then(|name| family(&mut table, "family", &name));
    let path = table.string("file");
    let is_there = path.is_some();
    let path = path.and_then(|path| {
        let value = checked_path(&mut table, "file", &path)?;
        if format_of(&value).is_none() {
            let endings: Vec<&str> = FORMATS.iter().map(|(ending, _)| *ending).collect();
            let help = format!("use a file that ends in {}", endings.join(", "));
            table.report(value_report("file", &path.value, path.span).help(help));
            return None;
        }
        Some(Spanned { value, span: path.span })
    });
    let weight = table.string("weight").and_then(|written| {
        let weight = checked_weight(&written.value);
        if weight.is_none() {
            let help = "write a number from 1 to 1000, or two for a variable font: `\"100 900\"`";
            table.report(value_report("weight", &written.value, written.span).help(help));
        }
        weight
    });
    let styles = [("normal", FontStyle::Normal), ("italic", FontStyle::Italic)];
    let style = table.choice("style", &styles, Code::ConfigValue).unwrap_or(FontStyle::Normal);
    if !is_named || !is_there {
        let missing = if is_named { "`file`" } else { "`family`" };
        let report = Diagnostic::new(Code::ConfigValue, format!("a font needs {missing}")).at(span, "");
        table.report(report.help("write `{ family = \"Inter\", file = \"static/fonts/inter.woff2\" }`"));
    }
    let weight = weight.unwrap_or_else(|| "400".into());
    let value = family.zip(path).map(|(family, file)| FontFile { family, file, weight, style });
    Checked { value, diagnostics: table.finish(&[]) }
}

fn checked_weight(text: &str) -> Option<Box<str>> {
    let numbers: Option<Vec<u16>> = text.split_whitespace().map(|number| number.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.iter().all(|weight| (1..=1000).contains(weight)))?;
    match numbers[..] {
        [weight] => Some(weight.to_string().into()),
        [from, to] if from <= to => Some(format!("{from} {to}").into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_strings_of_css_and_kinds_are_not() {
        let names = FontNames(vec!["Inter".into(), "serif".into()]);
        assert_eq!(names.css("Arial"), "\"Inter\", serif, Arial");
    }

    #[test]
    fn weights_are_one_number_or_two() {
        assert_eq!(checked_weight("400").as_deref(), Some("400"));
        assert_eq!(checked_weight("100  900").as_deref(), Some("100 900"));
        for text in ["", "0", "1001", "900 100", "bold", "1 2 3", "400; }"] {
            assert_eq!(checked_weight(text), None, "{text}");
        }
    }
}
