//! The statements in one cell of a spreadsheet: lines, with or without bullets.

use crate::ladder::model::{Cell, Kind, Statement};
use crate::ladder::portable;
use crate::ladder::text::{Name, Text};

/// Marks of the first level, and of what lies below it.
const BULLETS: [char; 11] = ['•', '-', '*', '–', '—', '·', '‣', '●', '➢', '・', '\u{ff65}'];
const INNER_BULLETS: [char; 5] = ['◦', '▪', '○', '‑', '⁃'];

/// The words before a colon that say what a line is.
const LABELS: [(&str, Kind); 11] = [
    ("example", Kind::Example),
    ("examples", Kind::Example),
    ("e.g.", Kind::Example),
    ("for example", Kind::Example),
    ("not this", Kind::CounterExample),
    ("counter-example", Kind::CounterExample),
    ("counter example", Kind::CounterExample),
    ("evidence", Kind::Evidence),
    ("signal", Kind::Signal),
    ("stretch", Kind::Stretch),
    ("expectation", Kind::Expectation),
];

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// What stands above the first bullet.
    pub summary: Option<String>,
    /// One for each bullet; or, where there are none, for each line.
    pub statements: Vec<Statement>,
}

/// One line, and what its bullet says of it.
struct Line<'a> {
    mark: Mark,
    text: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Outer,
    Inner,
}

/// Adds what a text of a spreadsheet says to a cell.
pub fn add_text(cell: &mut Cell, text: &str, strength: Option<&String>) {
    let said = read(text);
    if said.summary.is_some() {
        cell.summary = said.summary.map(Text::generated);
    }
    let strength = strength.map(|strength| Name::generated(strength.clone()));
    cell.statements.extend(said.statements.into_iter().map(|mut statement| {
        if matches!(statement.kind, Kind::Expectation) {
            statement.strength.clone_from(&strength);
        }
        statement
    }));
}

/// Returns the statements of a cell.
pub fn read(cell: &str) -> Said {
    let cell = one_per_line(cell);
    let lines: Vec<Line<'_>> = cell.lines().filter(|line| !line.trim().is_empty()).map(line).collect();
    let has_bullets = lines.iter().any(|line| line.mark != Mark::None);
    let mut said = Said::default();
    for line in lines {
        match line.mark {
            Mark::None if !has_bullets => said.add(line.text),
            Mark::None => said.go_on(line.text),
            Mark::Outer => said.add(line.text),
            Mark::Inner => said.add_inner(line.text),
        }
    }
    said
}

/// `• a • b` on one line is two lines.
fn one_per_line(cell: &str) -> String {
    let cell = cell.replace("\r\n", "\n").replace(['\r', '\u{b}'], "\n");
    let has_inline = |line: &&str| line.matches('•').count() > 1;
    let split = |line: &str| {
        if has_inline(&line) { line.replace('•', "\n•") } else { line.to_owned() }
    };
    cell.lines().map(split).collect::<Vec<_>>().join("\n")
}

fn line(line: &str) -> Line<'_> {
    let text = line.trim();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let first = text.chars().next();
    let rest = first.map_or("", |first| &text[first.len_utf8()..]);
    let is_followed = rest.starts_with(char::is_whitespace)
        || first.is_some_and(|first| !matches!(first, '-' | '*' | '–' | '—'));
    match first {
        Some(first) if INNER_BULLETS.contains(&first) => Line { mark: Mark::Inner, text: rest.trim() },
        Some(first) if BULLETS.contains(&first) && is_followed => {
            Line { mark: if indent >= 2 { Mark::Inner } else { Mark::Outer }, text: rest.trim() }
        }
        _ => match after_number(text) {
            Some(text) => Line { mark: if indent >= 2 { Mark::Inner } else { Mark::Outer }, text },
            None => Line { mark: Mark::None, text },
        },
    }
}

/// `1. a`, `2) b`.
fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|_| (1..=2).contains(&digits))?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

impl Said {
    fn add(&mut self, text: &str) {
        let (kind, text) = labelled(text);
        if text.is_empty() {
            return;
        }
        match (kind, self.statements.last_mut()) {
            // What has a label belongs to what stands above it.
            (Some(kind), Some(last)) if kind != Kind::Expectation => {
                last.children.push(statement(kind, text))
            }
            _ => self.statements.push(statement(kind.unwrap_or_default(), text)),
        }
    }

    fn add_inner(&mut self, text: &str) {
        let (kind, text) = labelled(text);
        if text.is_empty() {
            return;
        }
        match self.statements.last_mut() {
            Some(last) => last.children.push(statement(kind.unwrap_or(Kind::Point), text)),
            None => self.statements.push(statement(kind.unwrap_or_default(), text)),
        }
    }

    /// Adds a line without a bullet to what stands above it.
    fn go_on(&mut self, text: &str) {
        let last = self
            .statements
            .last_mut()
            .map(|last| last.children.last_mut().map_or(&mut last.text, |child| &mut child.text));
        match last {
            Some(last) => *last = Text::generated(format!("{}\n{}", last.written, escaped(text))),
            None => {
                let text = escaped(text);
                self.summary = Some(
                    self.summary.take().map_or_else(|| text.to_owned(), |above| format!("{above}\n\n{text}")),
                )
            }
        }
    }
}

fn labelled(text: &str) -> (Option<Kind>, &str) {
    let Some((label, rest)) = text.split_once(':') else { return (None, text) };
    let label = label.trim_matches(['*', '_', ' ']);
    let kind = LABELS.iter().find(|(word, _)| word.eq_ignore_ascii_case(label)).map(|(_, kind)| *kind);
    if kind.is_some() { (kind, rest.trim_start_matches(['*', '_']).trim()) } else { (None, text) }
}

/// A cell is text. Its first letters must not make it a heading, a quotation or a list.
fn escaped(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let opens = text.starts_with(['#', '>', '+', '|', '=', '~'])
        || text.starts_with("```")
        || text.starts_with("---");
    if opens {
        return format!("\\{text}");
    }
    let is_number = rest.len() < text.len() && (rest.starts_with(". ") || rest.starts_with(") "));
    if is_number { format!("{}\\{rest}", &text[..text.len() - rest.len()]) } else { text.to_owned() }
}

/// Makes a statement of a kind that says something.
pub fn statement(kind: Kind, text: &str) -> Statement {
    let form = portable::Statement { text: escaped(text), ..portable::Statement::default() };
    Statement { kind, ..form.into_statement() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cell: &str) -> Vec<String> {
        read(cell).statements.iter().map(|statement| statement.text.written.to_string()).collect()
    }

    #[test]
    fn bullets_of_all_kinds_are_statements() {
        for cell in [
            "• a\n• b",
            "- a\n- b",
            "* a\r\n* b",
            "1. a\n2. b",
            "1) a\n2) b",
            "a\n\nb",
            "• a • b",
            "•a\n•b",
            "・a\n\u{ff65}b",
        ] {
            assert_eq!(texts(cell), ["a", "b"], "{cell:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_bullet_is_text() {
        assert_eq!(texts("-5 % errors"), ["-5 % errors"]);
        assert_eq!(texts("**Bold** words"), ["**Bold** words"]);
        assert_eq!(texts("2026. A year"), ["2026\\. A year"]);
        assert_eq!(texts("# of bugs"), ["\\# of bugs"]);
        assert_eq!(texts("> 50 %"), ["\\> 50 %"]);
    }

    #[test]
    fn lines_around_bullets_belong_to_them() {
        let said = read("In short\n• a\nand more\n  • inner\n◦ Example: x");
        assert_eq!(said.summary.as_deref(), Some("In short"));
        assert_eq!(&*said.statements[0].text.written, "a\nand more");
        let kinds: Vec<Kind> = said.statements[0].children.iter().map(|child| child.kind).collect();
        assert_eq!(kinds, [Kind::Point, Kind::Example]);
    }
}
