//! A former address, written into the front matter of a file that is there.
//!
//! Whatever the author's way of writing is kept: the list grows in the form that it has.

use super::{first_line, is_fence, read, read_fields};
use crate::settings::quoted::quoted;
use crate::settings::{Field, Node, Value};
use crate::source::Span;

/// A text to put into a file, and the bytes it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The bytes to replace; mostly none.
    pub span: Span,
    /// What takes their place.
    pub text: String,
}

/// Returns what adds `addresses` to the former addresses of a Markdown file, those that it has
/// already left out. `None` when that takes more than adding text: the front matter is broken, or in a
/// form that cannot grow.
///
/// The result was tried: with it the file says what it said before, and the addresses.
///
/// ```
/// use daring::document::front_matter::with_aliases;
///
/// let text = "---\ntitle: A\naliases: [/older/]\n---\n";
/// let insertion = with_aliases(text, &["/old/"]).unwrap();
/// assert_eq!((insertion.text.as_str(), insertion.span.start), (", /old/", 30));
/// ```
pub fn with_aliases(text: &str, addresses: &[&str]) -> Option<Insertion> {
    let (before, _) = read(text);
    let is_known = |address: &&&str| before.value.aliases.iter().any(|alias| alias.value == **address);
    let new: Vec<&str> = addresses.iter().filter(|address| !is_known(address)).copied().collect();
    if new.is_empty() {
        return Some(Insertion { span: Span::new(0, 0), text: String::new() });
    }
    let head = Head::of(text)?;
    [Quoting::Plain, Quoting::Always].into_iter().find_map(|quoting| {
        let insertion = head.insertion(&new, quoting)?;
        let mut after = text.to_owned();
        after.replace_range(insertion.span.range(), &insertion.text);
        let (after, _) = read(&after);
        let said: Vec<&str> = after.value.aliases.iter().map(|alias| alias.value.as_str()).collect();
        let same = before.value.aliases.iter().all(|alias| said.contains(&alias.value.as_str()));
        let all = same && new.iter().all(|address| said.contains(address));
        let is_sound = said.len() == before.value.aliases.len() + new.len()
            && after.diagnostics.len() <= before.diagnostics.len();
        let mut rest = after.value.clone();
        rest.aliases = before.value.aliases.clone();
        (all && is_sound && same_but_places(rest, &before.value)).then_some(insertion)
    })
}

/// Whether two heads say the same, wherever it stands.
fn same_but_places(mut after: super::FrontMatter, before: &super::FrontMatter) -> bool {
    let pairs = [
        (&mut after.slug, &before.slug),
        (&mut after.permalink, &before.permalink),
        (&mut after.template, &before.template),
    ];
    for (after, before) in pairs {
        if let (Some(after), Some(before)) = (after, before) {
            after.span = before.span;
        }
    }
    after == *before
}

/// How a new text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Without quotation marks where YAML needs none.
    Plain,
    Always,
}

/// The front matter of a text.
struct Head<'a> {
    text: &'a str,
    /// `---`, `+++`, or nothing.
    fence: &'a str,
    /// Between the fences.
    inner: Span,
    fields: Vec<Field>,
    line_end: &'static str,
}

impl<'a> Head<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let opening = first_line(&text[start..]);
        let line_end = if opening.ends_with("\r\n") { "\r\n" } else { "\n" };
        let (fields, body) = read_fields(text);
        if body == start {
            // An opening fence that is never closed is somebody's mistake.
            let is_unclosed = !fields.diagnostics.is_empty();
            let inner = Span::new(start, start);
            let head = Self { text, fence: "", inner, fields: Vec::new(), line_end };
            return (!is_unclosed).then_some(head);
        }
        let fence = ["---", "+++"].into_iter().find(|fence| is_fence(opening, fence))?;
        let inner_start = start + opening.len();
        let closing = text[..body].trim_end_matches(['\n', '\r', ' ', '\t']).rfind(fence)?;
        let inner = Span::new(inner_start, closing);
        let is_whole = fields.diagnostics.is_empty();
        is_whole.then_some(Self { text, fence, inner, fields: fields.value, line_end })
    }

    fn insertion(&self, new: &[&str], quoting: Quoting) -> Option<Insertion> {
        let of_key = |key: &str| self.fields.iter().find(|field| field.key == key);
        let field = of_key("aliases").or_else(|| of_key("redirect_from"));
        match (self.fence, field) {
            ("", _) => Some(self.new_front_matter(new, quoting)),
            (fence, Some(field)) => self.grown(fence, field, new, quoting),
            ("+++", None) => Some(self.new_toml_key(new)),
            (_, None) => {
                let at = self.inner.end as usize;
                Some(insert(at, self.block_list(new, quoting)))
            }
        }
    }

    fn new_front_matter(&self, new: &[&str], quoting: Quoting) -> Insertion {
        let at = self.inner.start as usize;
        let (end, body) = (self.line_end, &self.text[at..]);
        // The body keeps its distance from what is above it.
        let distance = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { end };
        insert(at, format!("---{end}{}---{end}{distance}", self.block_list(new, quoting)))
    }

    fn block_list(&self, new: &[&str], quoting: Quoting) -> String {
        let items = new.iter().map(|address| format!("  - {}{}", scalar(address, quoting), self.line_end));
        format!("aliases:{}{}", self.line_end, items.collect::<String>())
    }

    /// A new key goes below the last one that belongs to no table.
    fn new_toml_key(&self, new: &[&str]) -> Insertion {
        let is_of_header = |field: &&Field| {
            let line = self.line_start(field.key_span.start as usize);
            self.text[line..].trim_start().starts_with('[')
        };
        let last = self.fields.iter().take_while(|field| !is_of_header(field)).last();
        let at = last.map_or(self.inner.start as usize, |field| self.next_line(field.node.span.end as usize));
        insert(at, format!("aliases = [{}]{}", flow(new, Quoting::Always), self.line_end))
    }

    /// Adds to the list under a key, or makes a list of what is there.
    fn grown(&self, fence: &str, field: &Field, new: &[&str], quoting: Quoting) -> Option<Insertion> {
        let quoting = if fence == "+++" { Quoting::Always } else { quoting };
        let sign = if fence == "+++" { '=' } else { ':' };
        match &field.node.value {
            Value::Null => {
                let key_end = field.key_span.end as usize;
                let at = key_end + self.text[key_end..].find(sign)? + 1;
                Some(insert(at, format!(" [{}]", flow(new, quoting))))
            }
            Value::List(items) => match items.last() {
                Some(last) => self.grown_list(fence, last, new, quoting),
                None => {
                    let key_end = field.key_span.end as usize;
                    let at = key_end + self.text[key_end..].find('[')? + 1;
                    Some(insert(at, flow(new, quoting)))
                }
            },
            value => {
                let written = self.text.get(field.node.span.range())?;
                let old = match value {
                    Value::String(text) if fence == "---" && quoting == Quoting::Always => quoted(text),
                    _ => written.to_owned(),
                };
                Some(Insertion { span: field.node.span, text: format!("[{old}, {}]", flow(new, quoting)) })
            }
        }
    }

    fn grown_list(&self, fence: &str, last: &Node, new: &[&str], quoting: Quoting) -> Option<Insertion> {
        let line = self.line_start(last.span.start as usize);
        let before = &self.text[line..last.span.start as usize];
        let dash = before.trim_start_matches([' ', '\t']);
        if fence == "---" && dash.starts_with('-') && dash[1..].trim().is_empty() {
            let at = self.next_line(last.span.end as usize);
            let line = |address: &&str| format!("{before}{}{}", scalar(address, quoting), self.line_end);
            return Some(insert(at, new.iter().map(line).collect()));
        }
        let is_alone = before.trim().is_empty();
        let separator = if is_alone { format!(",{}{before}", self.line_end) } else { ", ".to_owned() };
        let items = new.iter().map(|address| format!("{separator}{}", scalar(address, quoting)));
        Some(insert(last.span.end as usize, items.collect()))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }
}

fn insert(at: usize, text: String) -> Insertion {
    Insertion { span: Span::new(at, at), text }
}

fn flow(new: &[&str], quoting: Quoting) -> String {
    let items: Vec<String> = new.iter().map(|address| scalar(address, quoting)).collect();
    items.join(", ")
}

fn scalar(address: &str, quoting: Quoting) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    if quoting == Quoting::Plain && address.starts_with('/') && address.chars().all(is_plain) {
        address.to_owned()
    } else {
        quoted(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, addresses: &[&str]) -> Option<String> {
        let insertion = with_aliases(text, addresses)?;
        let mut after = text.to_owned();
        after.replace_range(insertion.span.range(), &insertion.text);
        Some(after)
    }

    /// Texts, and what they are with `/old/` added.
    const FORMS: &[(&str, &str)] = &[
        ("# A\n", "---\naliases:\n  - /old/\n---\n\n# A\n"),
        ("", "---\naliases:\n  - /old/\n---\n"),
        ("\u{feff}# A\r\n", "\u{feff}---\r\naliases:\r\n  - /old/\r\n---\r\n\r\n# A\r\n"),
        ("---\n\nA rule above.\n", "---\naliases:\n  - /old/\n---\n\n---\n\nA rule above.\n"),
        ("---\ntitle: A\n---\nx", "---\ntitle: A\naliases:\n  - /old/\n---\nx"),
        ("---\n---\nx", "---\naliases:\n  - /old/\n---\nx"),
        ("---\r\ntitle: A\r\n---\r\nx", "---\r\ntitle: A\r\naliases:\r\n  - /old/\r\n---\r\nx"),
        ("---\naliases: /b/ # why\n---\n", "---\naliases: [/b/, /old/] # why\n---\n"),
        ("---\naliases: \"/b/\"\n---\n", "---\naliases: [\"/b/\", /old/]\n---\n"),
        ("---\naliases: [/b/]\ntitle: A\n---\n", "---\naliases: [/b/, /old/]\ntitle: A\n---\n"),
        ("---\naliases: [ '/b/' ]\n---\n", "---\naliases: [ '/b/', /old/ ]\n---\n"),
        ("---\naliases: []\n---\n", "---\naliases: [/old/]\n---\n"),
        ("---\naliases:\n---\n", "---\naliases: [/old/]\n---\n"),
        ("---\naliases: # none yet\n---\n", "---\naliases: [/old/] # none yet\n---\n"),
        ("---\naliases:\n- /b/\n---\n", "---\naliases:\n- /b/\n- /old/\n---\n"),
        (
            "---\naliases:\n    - /b/ # why\n    - /c/\norder: 1\n---\n",
            "---\naliases:\n    - /b/ # why\n    - /c/\n    - /old/\norder: 1\n---\n",
        ),
        ("---\nredirect_from:\n  - /b/\n---\n", "---\nredirect_from:\n  - /b/\n  - /old/\n---\n"),
        ("---\naliases: [\n  /b/,\n  /c/\n]\n---\n", "---\naliases: [\n  /b/,\n  /c/,\n  /old/\n]\n---\n"),
        ("+++\ntitle = 'A'\n+++\n", "+++\ntitle = 'A'\naliases = [\"/old/\"]\n+++\n"),
        (
            "+++\ntitle = 'A'\n\n[extra]\na = 1\n+++\n",
            "+++\ntitle = 'A'\naliases = [\"/old/\"]\n\n[extra]\na = 1\n+++\n",
        ),
        ("+++\n[extra]\na = 1\n+++\n", "+++\naliases = [\"/old/\"]\n[extra]\na = 1\n+++\n"),
        ("+++\naliases = ['/b/']\n+++\n", "+++\naliases = ['/b/', \"/old/\"]\n+++\n"),
        ("+++\naliases = '/b/'\n+++\n", "+++\naliases = ['/b/', \"/old/\"]\n+++\n"),
        ("+++\naliases = []\n+++\n", "+++\naliases = [\"/old/\"]\n+++\n"),
        (
            "+++\naliases = [\n  '/b/',\n  '/c/',\n]\n+++\n",
            "+++\naliases = [\n  '/b/',\n  '/c/',\n  \"/old/\",\n]\n+++\n",
        ),
        ("---\naliases: [/old/]\n---\n", "---\naliases: [/old/]\n---\n"),
    ];

    #[test]
    fn the_list_grows_in_the_form_that_it_has() {
        for (text, expected) in FORMS {
            assert_eq!(with(text, &["/old/"]).as_deref(), Some(*expected), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_quoted_where_they_must_be() {
        let two = with("---\na: 1\n---\n", &["/a b: c/", "/é/"]);
        assert_eq!(two.as_deref(), Some("---\na: 1\naliases:\n  - \"/a b: c/\"\n  - /é/\n---\n"));
        let quoted = with("---\naliases: /a,b/\n---\n", &["/old/"]);
        assert_eq!(quoted.as_deref(), Some("---\naliases: [\"/a,b/\", \"/old/\"]\n---\n"));
    }

    #[test]
    fn a_broken_head_is_left_alone() {
        for text in ["---\ntitle: a\n", "---\ntitle: [\n---\n", "---\naliases: {a: 1}\n---\n"] {
            assert_eq!(with(text, &["/old/"]), None, "{text:?}");
        }
    }
}
