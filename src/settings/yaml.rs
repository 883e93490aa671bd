//! YAML as a settings tree. The only home of `serde-saphyr`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, Options, Spanned};

use super::{Field, Node, SyntaxError, Value};
use crate::source::Span;

/// Parses a YAML mapping. `base` is the offset of `text` in its file, in bytes. An empty text is an
/// empty mapping.
///
/// Nesting is limited to 64 levels and aliases to a budget, so that a small text cannot grow into a
/// large value.
///
/// # Errors
/// When the text is not YAML, holds a key twice, or is something other than a mapping.
pub fn parse(text: &str, base: usize) -> Result<Vec<Field>, SyntaxError> {
    let options: Options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: 64,
            max_documents: 1,
            max_aliases: 100,
            max_nodes: 20_000,
            max_total_scalar_bytes: 1 << 20,
        },
    };
    let (root, span) = root(text, base, options)?;
    match root.value {
        Value::Map(fields) => Ok(fields),
        Value::Null => Ok(Vec::new()),
        other => Err(SyntaxError {
            message: format!("expected `key: value` lines, found {}", other.describe()),
            span,
        }),
    }
}

/// Parses a whole YAML file, whatever its root is. `base` is as in [`parse`]. Unlike in [`parse`], `<<` merges.
///
/// What is read grows with the text, not with its aliases.
///
/// # Errors
/// When the text is not YAML, or holds a key twice.
pub fn parse_file(text: &str, base: usize) -> Result<Node, SyntaxError> {
    let options: Options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Merge,
        strict_booleans: true,
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        budget: serde_saphyr::budget! {
            max_depth: 64,
            max_documents: 1,
            // A text has at most about one of them for a byte.
            max_events: 2 * text.len() + 200_000,
            max_nodes: text.len() + 100_000,
            max_total_scalar_bytes: 2 * text.len() + (1 << 20),
            enforce_alias_anchor_ratio: false,
        },
    };
    Ok(root(text, base, options)?.0)
}

/// Returns the root and, when the parser knows it, its place.
fn root(text: &str, base: usize, options: Options) -> Result<(Node, Option<Span>), SyntaxError> {
    let parsed: Result<Spanned<Tree>, _> = serde_saphyr::from_str_with_options(text, options);
    let place = |location: serde_saphyr::Location| {
        let (start, length) = match (location.span().byte_offset(), location.span().byte_len()) {
            (Some(start), length) => (start as usize, length.unwrap_or(1) as usize),
            // Of a text that is no YAML at all, the parser counts the characters only.
            (None, _) => char_at(text, location.span().offset()),
        };
        Span::new(start + base, start + base + length)
    };
    let root = parsed.map_err(|error| SyntaxError {
        span: error.location().map(place),
        message: plain_message(&error.without_snippet().to_string()),
    })?;
    let span = root.referenced.span().byte_offset().map(|_| place(root.referenced));
    Ok((root.value.into_node(span.unwrap_or(Span::new(base, base)), base), span))
}

/// Returns the offset and the length, in bytes, of a character.
fn char_at(text: &str, nth: u64) -> (usize, usize) {
    let found = usize::try_from(nth).ok().and_then(|nth| text.char_indices().nth(nth));
    found.map_or((text.len(), 0), |(at, c)| (at, c.len_utf8()))
}

/// The parser ends its messages with a place; the report has its own.
fn plain_message(message: &str) -> String {
    let first = message.lines().next().unwrap_or("not valid YAML");
    if first.contains("weak recursion") {
        return "an alias that holds itself".to_owned();
    }
    // What follows is for programmers who use the parser, or a place.
    let ends = [", set ", " at line ", " at 1:"];
    let end = ends.iter().filter_map(|end| first.find(end)).min().unwrap_or(first.len());
    first[..end].trim_end_matches([',', ':', '.', ' ']).to_owned()
}

/// A value as the deserializer gives it, before spans are made absolute.
enum Tree {
    Scalar(Value),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<Tree>, Spanned<Tree>)>),
}

impl Tree {
    fn into_node(self, span: Span, base: usize) -> Node {
        let value = match self {
            Self::Scalar(value) => value,
            Self::List(items) => Value::List(items.into_iter().map(|item| node(item, base)).collect()),
            Self::Map(pairs) => {
                Value::Map(pairs.into_iter().map(|(key, value)| field(key, value, base)).collect())
            }
        };
        Node { value, span }
    }
}

fn node(tree: Spanned<Tree>, base: usize) -> Node {
    let span = span_of(&tree, base);
    tree.value.into_node(span, base)
}

fn field(key: Spanned<Tree>, value: Spanned<Tree>, base: usize) -> Field {
    let key = node(key, base);
    let name = match key.value {
        Value::String(text) => text,
        other => other.to_json().to_string(),
    };
    Field { key: name, key_span: key.span, node: node(value, base) }
}

fn span_of(tree: &Spanned<Tree>, base: usize) -> Span {
    // What an alias stands for is written where its anchor is.
    let span = if let Tree::Scalar(_) = tree.value { tree.defined.span() } else { tree.referenced.span() };
    let start = base + span.byte_offset().unwrap_or(0) as usize;
    Span::new(start, start + span.byte_len().unwrap_or(0) as usize)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Boolean(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar(i64::try_from(value).map_or(Value::Float(value as f64), Value::Integer)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::String(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key()? {
            pairs.push((key, map.next_value()?));
        }
        Ok(Tree::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let text = "title: \"A b\"\ntags: [x, y]\nempty:\nextra:\n  deep: 1.5\n";
        let fields = parse(text, 4).unwrap();
        let shown: Vec<_> = fields
            .iter()
            .map(|f| (f.key.as_str(), &text[f.key_span.start as usize - 4..f.key_span.end as usize - 4]))
            .collect();
        assert_eq!(shown, [("title", "title"), ("tags", "tags"), ("empty", "empty"), ("extra", "extra")]);
        assert_eq!(fields[0].node.span, Span::new(11, 16));
        let Value::List(tags) = &fields[1].node.value else { panic!("a list") };
        assert_eq!(tags[1].span, Span::new(27, 28));
        assert_eq!(fields[2].node.value, Value::Null);
        let Value::Map(deep) = &fields[3].node.value else { panic!("a table") };
        assert_eq!(deep[0].node.value, Value::Float(1.5));
    }

    #[test]
    fn errors_have_a_place_and_no_coordinates_of_their_own() {
        let error = parse("title: a\ntitle: b\n", 0).unwrap_err();
        assert!(error.span.is_some(), "{error:?}");
        assert!(!error.message.contains(" line "), "{error:?}");
        let error = parse("- a\n- b\n", 0).unwrap_err();
        assert_eq!(error.message, "expected `key: value` lines, found a list");
    }

    #[test]
    fn a_small_text_cannot_grow_into_a_large_value() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let reference = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [reference.as_str(); 9].join(", ")));
        }
        assert!(parse(&bomb, 0).is_err());
        assert!(parse(&format!("a: {}1{}", "[".repeat(5000), "]".repeat(5000)), 0).is_err());
    }

    #[test]
    fn an_empty_text_is_an_empty_mapping() {
        assert_eq!(parse("", 0), Ok(Vec::new()));
        assert_eq!(parse("# only a remark\n", 0), Ok(Vec::new()));
    }

    #[test]
    fn a_file_may_be_anything_and_merge() {
        let list = parse_file("- a\n- b\n", 0).unwrap();
        assert!(matches!(list.value, Value::List(items) if items.len() == 2));
        let text = "a: &a 4.10\nb: *a\n";
        let Value::Map(fields) = parse_file(text, 0).unwrap().value else { panic!("a table") };
        assert_eq!(&text[fields[1].node.span.range()], "4.10");
        let merged = parse_file("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", 0).unwrap();
        assert_eq!(merged.value.to_json()["b"], serde_json::json!({ "x": 1, "y": 2 }));
    }

    #[test]
    fn what_is_no_yaml_at_all_has_its_place_too() {
        let place =
            |text: &str| parse_file(text, 10).unwrap_err().span.map(|span| (span.start - 10, span.end - 10));
        assert_eq!(place("a: b: c"), Some((4, 5)));
        assert_eq!(place("é: [1\r\n"), Some((4, 5)));
        assert_eq!(place("é: a\r\nü: @x\r\n"), Some((11, 12)));
        assert_eq!(place("a: \"b"), Some((3, 4)));
    }

    #[test]
    fn what_a_file_may_hold_grows_with_its_length() {
        let long = format!("- {{id: a, text: {}}}\n", "x".repeat(100)).repeat(20_000);
        let Value::List(items) = parse_file(&long, 0).unwrap().value else { panic!("a list") };
        assert_eq!(items.len(), 20_000);
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let reference = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [reference.as_str(); 9].join(", ")));
        }
        assert!(parse_file(&bomb, 0).is_err());
    }

    proptest::proptest! {
        #[test]
        fn json_is_yaml(texts in proptest::collection::vec("\\PC{0,40}|(?s).{0,40}", 1..5)) {
            let json = serde_json::json!({ "texts": texts, "key": { (texts[0].as_str()): 1.5 } });
            // YAML wants these escaped, JSON does not.
            let escaped = |json: String| {
                let escape = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
                json.chars().map(|c| if escape(c) { format!("\\u{:04x}", c as u32) } else { c.into() }).collect()
            };
            let written: [String; 2] =
                [json.to_string(), serde_json::to_string_pretty(&json).unwrap()].map(escaped);
            for written in written {
                let read = parse_file(&written, 0).map(|node| node.value.to_json());
                proptest::prop_assert_eq!(read, Ok(json.clone()), "{}", written);
            }
        }
    }
}
