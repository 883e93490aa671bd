//! Terms that a page declares.

use super::{CODES, FrontMatter};
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{Field, Node, Spanned, Table, Value};

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTerm {
    /// What it is called.
    pub name: Spanned<String>,
    /// What it means, in a sentence or two of Markdown. Without one the page's own description serves.
    pub definition: Option<Spanned<String>>,
    /// Other words and inflections for it.
    pub aliases: Vec<Spanned<String>>,
    /// The page that explains it, as links are written. Default: the page that declares it.
    pub chapter: Option<Spanned<String>>,
    /// Whether its first mention in a section is linked.
    pub link: bool,
}

/// Reads `terms`: a list of tables, or of names; or a table of names and definitions.
pub(super) fn terms(table: &mut Table<'_>, text: &str) -> Vec<DeclaredTerm> {
    let Some(node) = table.node("terms") else { return Vec::new() };
    match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(|node| in_list(table, node, text)).collect(),
        Value::Map(fields) => fields.iter().filter_map(|field| short(table, field)).collect(),
        _ => in_list(table, node, text).into_iter().collect(),
    }
}

fn in_list(table: &mut Table<'_>, node: &Node, text: &str) -> Option<DeclaredTerm> {
    match &node.value {
        Value::String(name) => {
            named(table, Spanned { value: name.clone(), span: node.span }).map(|name| plain(name, None))
        }
        Value::Map(fields) => match fields.as_slice() {
            [only] if !["term", "definition", "aliases"].contains(&&*only.key) => short(table, only),
            _ => long(table, fields, node, text),
        },
        _ => {
            table.wrong_type("terms", "a list of terms", node);
            None
        }
    }
}

/// `Last mile: Everything between …`.
fn short(table: &mut Table<'_>, field: &Field) -> Option<DeclaredTerm> {
    let Value::String(definition) = &field.node.value else {
        table.wrong_type(&field.key, "a string", &field.node);
        return None;
    };
    let name = named(table, Spanned { value: field.key.clone(), span: field.key_span })?;
    Some(plain(name, Some(Spanned { value: definition.clone(), span: field.node.span })))
}

fn long(table: &mut Table<'_>, fields: &[Field], node: &Node, text: &str) -> Option<DeclaredTerm> {
    let mut inner = Table::new(fields, text, CODES);
    let name = inner.string("term");
    let definition = inner.string("definition").filter(|text| !text.value.trim().is_empty());
    let aliases = inner.strings("aliases");
    let chapter = inner.string("chapter");
    let link = inner.boolean("link").unwrap_or(true);
    inner.finish(&[]).into_iter().for_each(|report| table.report(report));
    let Some(name) = name else {
        let report = Diagnostic::new(Code::FrontMatterValue, "a term without a name").at(node.span, "");
        table.report(report.help("add `term:` with what it is called"));
        return None;
    };
    let name = named(table, name)?;
    let aliases = aliases.into_iter().filter(|alias| !alias.value.trim().is_empty()).collect();
    Some(DeclaredTerm { definition, aliases, chapter, link, ..plain(name, None) })
}

fn plain(name: Spanned<String>, definition: Option<Spanned<String>>) -> DeclaredTerm {
    DeclaredTerm { name, definition, aliases: Vec::new(), chapter: None, link: true }
}

fn named(table: &mut Table<'_>, mut name: Spanned<String>) -> Option<Spanned<String>> {
    name.value = name.value.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.value.chars().any(char::is_alphanumeric) {
        return Some(name);
    }
    let report =
        Diagnostic::new(Code::FrontMatterValue, "a term needs a letter or a digit").at(name.span, "");
    table.report(report.help("write the words that readers meet in the text"));
    None
}

impl FrontMatter {
    /// Returns whether the definition lists of the page are the handbook's glossary.
    pub fn is_glossary(&self) -> bool {
        self.glossary == Some(true)
    }
}
