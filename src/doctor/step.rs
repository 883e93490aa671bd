//! A workflow of GitHub as a tree: jobs, and the steps in them.

use crate::settings::{Field, Node, Value, yaml};
use crate::source::LineIndex;

/// A workflow that could be read.
#[derive(Debug)]
pub(super) struct Workflow<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// Its text.
    pub(super) text: &'a str,
    root: Vec<Field>,
}

/// A job.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'a> {
    /// Its key.
    pub(super) name: &'a str,
    /// Everything in it.
    pub(super) fields: &'a [Field],
    /// Where its key begins, in bytes.
    pub(super) start: u32,
}

/// A step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    /// Everything in it.
    pub(super) fields: &'a [Field],
}

impl<'a> Workflow<'a> {
    /// Reads a workflow; `None` when it is no mapping in YAML.
    pub(super) fn parse(path: &'a str, text: &'a str) -> Option<Self> {
        let Value::Map(root) = yaml::parse_file(text, 0).ok()?.value else { return None };
        Some(Self { path, text, root })
    }

    /// The fields of the whole file.
    pub(super) fn fields(&self) -> &[Field] {
        &self.root
    }

    /// The line of a byte, from one.
    pub(super) fn line(&self, at: u32) -> Option<usize> {
        Some(LineIndex::new(self.text).position(at as usize).line)
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let jobs = get(&self.root, "jobs").map_or(&[][..], map);
        jobs.iter().map(|field| Job {
            name: &field.key,
            fields: map(&field.node),
            start: field.key_span.start,
        })
    }

    /// What starts it: the keys below `on`, and what is below each.
    pub(super) fn triggers(&self) -> Vec<(&str, &[Field])> {
        // `on` is a boolean in old YAML, which some writers quote for.
        let Some(on) = get(&self.root, "on").or_else(|| get(&self.root, "true")) else { return Vec::new() };
        match &on.value {
            Value::String(name) => vec![(name, &[])],
            Value::List(names) => names.iter().filter_map(|node| Some((string(node)?, &[][..]))).collect(),
            Value::Map(fields) => fields.iter().map(|field| (field.key.as_str(), map(&field.node))).collect(),
            _ => Vec::new(),
        }
    }
}

impl<'a> Job<'a> {
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'a>> + use<'a> {
        let steps = get(self.fields, "steps").map_or(&[][..], list);
        steps.iter().map(|node| Step { fields: map(node) })
    }

    /// The step that uses an action.
    pub(super) fn step_using(&self, action: &str) -> Option<Step<'a>> {
        self.steps().find(|step| step.action() == Some(action))
    }
}

impl<'a> Step<'a> {
    /// What `uses` says, with its place.
    pub(super) fn uses(&self) -> Option<(&'a str, u32)> {
        let node = get(self.fields, "uses")?;
        Some((string(node)?, node.span.start))
    }

    /// The action, without its version.
    pub(super) fn action(&self) -> Option<&'a str> {
        Some(self.uses()?.0.split('@').next().unwrap_or(""))
    }

    /// A value below `with`.
    pub(super) fn with(&self, key: &str) -> Option<&'a Node> {
        get(map(get(self.fields, "with")?), key)
    }

    /// The script, with its place.
    pub(super) fn run(&self) -> Option<(&'a str, u32)> {
        let node = get(self.fields, "run")?;
        Some((string(node)?, node.span.start))
    }
}

/// The value of a key.
pub(super) fn get<'a>(fields: &'a [Field], key: &str) -> Option<&'a Node> {
    fields.iter().find(|field| field.key == key).map(|field| &field.node)
}

/// The fields of a mapping; none of anything else.
pub(super) fn map(node: &Node) -> &[Field] {
    match &node.value {
        Value::Map(fields) => fields,
        _ => &[],
    }
}

/// The values of a list; none of anything else.
pub(super) fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => &[],
    }
}

/// A text.
pub(super) fn string(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A text, or a list of them.
pub(super) fn strings(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::String(text) => vec![text],
        _ => list(node).iter().filter_map(string).collect(),
    }
}
