//! Ids in the files of authors: insertions, and nothing else.

use super::lines::line_end;
use crate::ladder::ids::Proposal;
use crate::ladder::text::FileId;
use crate::settings::quoted::quoted;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Lists with `{#id}`.
    Markdown,
    /// Tables with `id = ""`.
    Toml,
    /// Tables with `id:`.
    Yaml,
}

/// A text to insert into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The file.
    pub file: FileId,
    /// Before which byte.
    pub at: u32,
    /// What.
    pub text: String,
}

/// Returns what gives a statement its id in the text of its file; nothing where it must be written by
/// hand.
pub fn insertions(proposal: &Proposal, source: &str, language: Language) -> Vec<Insertion> {
    let file = proposal.place.file;
    let insertion = |at: usize, text: String| u32::try_from(at).ok().map(|at| Insertion { file, at, text });
    let parts = match (language, proposal.id_at) {
        (Language::Markdown, Some(at)) => vec![(at as usize, format!(" {{#{}}}", proposal.id))],
        (Language::Markdown, None) => Vec::new(),
        (Language::Toml, _) => in_toml(source, proposal).unwrap_or_default(),
        (Language::Yaml, _) => in_yaml(source, proposal).unwrap_or_default(),
    };
    parts.into_iter().filter_map(|(at, text)| insertion(at, text)).collect()
}

type Parts = Vec<(usize, String)>;

/// The key of a table before a value, with its place; the value ends `before`.
fn key_before(before: &str, sign: char) -> Option<(usize, &str)> {
    let before = before.trim_end_matches([' ', '\t']).strip_suffix(sign)?.trim_end_matches([' ', '\t']);
    let start =
        before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '"' | '\'')).len();
    Some((start, before[start..].trim_matches(['"', '\''])))
}

fn in_toml(source: &str, proposal: &Proposal) -> Option<Parts> {
    let range = proposal.place.span.range();
    let (before, after) = (source.get(..range.start)?, source.get(range.end..)?);
    let id = quoted(&proposal.id);
    if let Some((start, key)) = key_before(before, '=') {
        let line = source[..start].rsplit('\n').next().unwrap_or("");
        let is_inline = source[..start].trim_end().ends_with(['{', ',']);
        let end = line_end(source);
        return match () {
            () if key != "text" => None,
            () if line.trim().is_empty() && !is_inline => {
                Some(vec![(start, format!("id = {id}{end}{line}"))])
            }
            () if is_inline && !line.trim().is_empty() => Some(vec![(start, format!("id = {id}, "))]),
            () => None,
        };
    }
    let is_in_list = before.trim_end().ends_with(['[', ',']) && after.trim_start().starts_with([',', ']']);
    let is_string = source.get(range.clone()).is_some_and(|text| text.starts_with(['"', '\'']));
    (is_in_list && is_string)
        .then(|| vec![(range.start, format!("{{ id = {id}, text = ")), (range.end, " }".to_owned())])
}

fn in_yaml(source: &str, proposal: &Proposal) -> Option<Parts> {
    let range = proposal.place.span.range();
    let before = source.get(..range.start)?;
    let id = if proposal.id.is_ascii() { proposal.id.clone() } else { quoted(&proposal.id) };
    if let Some((start, key)) = key_before(before, ':') {
        let line = source[..start].rsplit('\n').next().unwrap_or("");
        let is_inline = line.trim_end().ends_with(['{', ',']);
        let end = line_end(source);
        return match () {
            () if key != "text" => None,
            () if is_inline => Some(vec![(start, format!("id: {id}, "))]),
            () if line.chars().all(|c| matches!(c, ' ' | '-')) => {
                Some(vec![(start, format!("id: {id}{end}{}", " ".repeat(line.len())))])
            }
            () => None,
        };
    }
    // `- text` on a line of its own becomes a table of two lines.
    let line = before.rsplit('\n').next().unwrap_or("");
    let is_bullet = line.ends_with("- ") && line.chars().all(|c| matches!(c, ' ' | '-'));
    let written = source.get(range.clone())?;
    let is_one_line =
        !written.contains('\n') && !written.starts_with(['|', '>', '&', '*', '!']) && !written.is_empty();
    let ends = source[range.end..]
        .split('\n')
        .next()
        .is_some_and(|rest| rest.trim().is_empty() || rest.trim().starts_with('#'));
    (is_bullet && is_one_line && ends).then(|| {
        let indent = " ".repeat(line.len());
        vec![(range.start, format!("id: {id}{}{indent}text: ", line_end(source)))]
    })
}

/// Returns a text with insertions of one file made, and nothing else changed.
pub fn inserted(source: &str, insertions: &[Insertion]) -> String {
    let mut order: Vec<&Insertion> = insertions.iter().collect();
    order.sort_by_key(|insertion| insertion.at);
    let mut text = String::with_capacity(source.len() + insertions.len() * 16);
    let mut end = 0;
    for insertion in order {
        let at = insertion.at as usize;
        text.push_str(&source[end..at]);
        text.push_str(&insertion.text);
        end = at;
    }
    text.push_str(&source[end..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::ids::proposals;
    use crate::ladder::model::{Ladder, Statement};
    use crate::ladder::read::{Format, read};
    use crate::ladder::samples;

    /// Reads a data file, gives ids to its statements and reads it again.
    fn with_ids(source: &str, format: Format) -> (String, usize) {
        let declared = read(source, format).value;
        let before: Vec<_> = declared.cells.iter().flat_map(|cell| cell.statements.clone()).collect();
        let ladder = Ladder { framework: samples::framework("x"), declared };
        let language = if format == Format::Toml { Language::Toml } else { Language::Yaml };
        let made: Vec<Insertion> =
            proposals(&ladder).iter().flat_map(|proposal| insertions(proposal, source, language)).collect();
        let text = inserted(source, &made);
        let again = read(&text, format);
        assert_eq!(again.diagnostics, [], "{text}");
        let after: Vec<_> = again.value.cells.iter().flat_map(|cell| cell.statements.clone()).collect();
        let given = after.iter().filter(|statement| statement.id.is_some()).count();
        let without = |statement: &Statement| Statement { id: None, ..statement.clone() };
        assert_eq!(
            after.iter().map(without).collect::<Vec<_>>(),
            before.iter().map(without).collect::<Vec<_>>(),
            "{text}"
        );
        (text, given)
    }

    #[test]
    fn data_files_keep_everything_but_the_ids() {
        let toml = "[[competency]]\nid = \"last-mile\"\n[competency.at]\nsenior = [\n  \"Starts, ends\", # why\n  { text = \"Three\", examples = [\"x\"] },\n  'Four',\n]\nstaff = \"Alone\"\n\n[[competency.at.principal.expectations]]\ntext = \"Five\"\n";
        let (text, given) = with_ids(toml, Format::Toml);
        assert_eq!(given, 4, "{text}");
        assert!(text.contains("{ id = \"lm-starts\", text = \"Starts, ends\" }, # why"), "{text}");
        assert!(text.contains("staff = \"Alone\"\n"), "{text}");
        let yaml = "- id: last-mile\n  at:\n    senior:\n      - Starts, ends # why\n      - text: Three\n        examples: [x]\n      - {text: Four}\n      - \"Five: six\"\n      - |\n        Seven\n    staff: [Eight]\n";
        let (text, given) = with_ids(yaml, Format::Yaml);
        assert_eq!(given, 4, "{text}");
        assert!(text.contains("      - id: lm-starts\n        text: Starts, ends # why\n"), "{text}");
    }
}
