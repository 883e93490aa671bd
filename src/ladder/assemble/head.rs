//! The front matter of a file, as far as a ladder needs it.

use super::super::model::{Assess, Extra, Mode, ScaleValue, Step};
use super::super::text::{FileId, Name, Place, Text, humanise, id_of};
use crate::settings::{Field, Node, Value, fields_to_json};
use crate::source::Span;

const STEPS: &[&str] = &["steps", "step"];

/// The front matter of one file. What has the wrong type is as good as absent here: whoever read the
/// file has said so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    fields: &'a [Field],
    file: FileId,
}

impl<'a> Head<'a> {
    /// Looks at the fields of `file`.
    pub fn new(fields: &'a [Field], file: FileId) -> Self {
        Self { fields, file }
    }

    /// Returns the value of the first of `keys` that is there and not null.
    fn node(self, keys: &[&str]) -> Option<&'a Node> {
        let field = |key: &&str| self.fields.iter().find(|field| field.key == **key);
        keys.iter().filter_map(field).map(|field| &field.node).find(|node| node.value != Value::Null)
    }

    /// Returns whether one of `keys` is there.
    pub fn has(self, keys: &[&str]) -> bool {
        self.node(keys).is_some()
    }

    /// Returns a scalar as a name.
    pub fn name(self, keys: &[&str]) -> Option<Name> {
        self.node(keys).and_then(|node| self.name_of(node))
    }

    /// Returns a list of scalars, or one alone, as names.
    pub fn names(self, keys: &[&str]) -> Vec<Name> {
        self.nodes(keys).iter().filter_map(|node| self.name_of(node)).collect()
    }

    /// Returns a list of scalars, or one alone, as strings.
    pub fn strings(self, keys: &[&str]) -> Vec<String> {
        self.nodes(keys).iter().filter_map(|node| scalar(&node.value)).collect()
    }

    /// Returns a scalar as a string.
    pub fn string(self, keys: &[&str]) -> Option<String> {
        self.node(keys).and_then(|node| scalar(&node.value))
    }

    /// Returns a scalar as a text.
    pub fn text(self, keys: &[&str]) -> Option<Text> {
        self.node(keys).and_then(|node| self.text_of(node))
    }

    /// Returns a list of scalars, or one alone, as texts.
    pub fn texts(self, keys: &[&str]) -> Vec<Text> {
        self.nodes(keys).iter().filter_map(|node| self.text_of(node)).collect()
    }

    /// Returns a number.
    pub fn number(self, keys: &[&str]) -> Option<f64> {
        self.node(keys).and_then(number)
    }

    /// Returns the values under `extra`.
    pub fn extra(self) -> Extra {
        match self.node(&["extra"]).map(|node| &node.value) {
            Some(Value::Map(fields)) => match fields_to_json(fields) {
                serde_json::Value::Object(extra) => extra,
                _ => Extra::new(),
            },
            _ => Extra::new(),
        }
    }

    /// Returns `mode`.
    pub fn mode(self) -> Option<Mode> {
        match self.string(&["mode"])?.to_lowercase().as_str() {
            "cumulative" => Some(Mode::Cumulative),
            "replacing" => Some(Mode::Replacing),
            "standalone" => Some(Mode::Standalone),
            _ => None,
        }
    }

    /// Returns `assess`.
    pub fn assess(self) -> Option<Assess> {
        let node = self.node(&["assess"])?;
        if node.value == Value::Boolean(false) {
            return Some(Assess::No);
        }
        match scalar(&node.value)?.to_lowercase().as_str() {
            "rated" => Some(Assess::Rated),
            "reflective" => Some(Assess::Reflective),
            "no" => Some(Assess::No),
            _ => None,
        }
    }

    /// Returns the scale whose values are the steps: `steps` when it is no list.
    pub fn scale(self) -> Option<Name> {
        self.node(STEPS).and_then(|node| self.name_of(node))
    }

    /// Returns `steps` when it is a list of names or tables.
    pub fn steps(self) -> Vec<Step> {
        let mut before = 0.0;
        let Some(Node { value: Value::List(nodes), .. }) = self.node(STEPS) else { return Vec::new() };
        let steps = nodes.iter().filter_map(|node| {
            let step = self.step(node, before + 1.0)?;
            before = step.number;
            Some(step)
        });
        steps.collect()
    }

    fn step(self, node: &'a Node, number: f64) -> Option<Step> {
        let Value::Map(fields) = &node.value else {
            return Some(named_step(self.name_of(node)?, number));
        };
        let head = Self { fields, file: self.file };
        let number = head.number(&["n", "number"]).unwrap_or(number);
        let called = head.name(&["name", "title"]);
        let name = called.clone().or_else(|| head.name(&["id"]));
        let name =
            name.unwrap_or_else(|| Name { value: number.to_string().into(), place: self.place(node.span) });
        let mut step = named_step(name, number);
        if let Some(called) = called {
            step.name = called.value.to_string();
        }
        let summary = head.text(&["summary"]);
        let points = head.number(&["points"]);
        Some(Step { id: head.name(&["id"]).unwrap_or_else(|| step.id.clone()), summary, points, ..step })
    }

    fn nodes(self, keys: &[&str]) -> &'a [Node] {
        match self.node(keys) {
            Some(Node { value: Value::List(nodes), .. }) => nodes,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        }
    }

    fn name_of(self, node: &Node) -> Option<Name> {
        Some(Name { value: scalar(&node.value)?.into(), place: self.place(node.span) })
    }

    fn text_of(self, node: &Node) -> Option<Text> {
        Some(Text { written: scalar(&node.value)?.into(), place: self.place(node.span), piece: None })
    }

    /// Returns the place of bytes of the file.
    pub fn place(self, span: Span) -> Place {
        Place { file: self.file, span }
    }
}

/// The step that a value of a scale is.
pub(super) fn step_of(value: &ScaleValue, number: f64) -> Step {
    let summary = value.summary.clone();
    Step { id: value.id.clone(), number, name: value.name.clone(), summary, points: None }
}

fn named_step(name: Name, number: f64) -> Step {
    let id = Name { value: id_of(&name.value).into(), place: name.place };
    let shown = if id == name { humanise(&name.value) } else { name.value.to_string() };
    Step { id, number, name: shown, summary: None, points: None }
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) | Value::Date(text) => text.trim().to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Null | Value::Boolean(_) | Value::List(_) | Value::Map(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) if number.is_finite() => Some(*number),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}
