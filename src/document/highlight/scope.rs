//! From the scopes of the grammars to our classes.

use rustc_hash::FxHashMap;
use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

/// What a stretch of code is, as far as themes tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Keyword,
    String,
    Comment,
    Constant,
    Function,
    Type,
    Variable,
    Attribute,
    Heading,
    Inserted,
    Deleted,
}

impl Class {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Keyword => "hl-k",
            Self::String => "hl-s",
            Self::Comment => "hl-c",
            Self::Constant => "hl-n",
            Self::Function => "hl-f",
            Self::Type => "hl-t",
            Self::Variable => "hl-v",
            Self::Attribute => "hl-a",
            Self::Heading => "hl-h",
            Self::Inserted => "hl-i",
            Self::Deleted => "hl-d",
        }
    }
}

/// What a scope says about the class of the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Nothing: the scope around it decides.
    Inherit,
    /// It is plain whatever is around it, such as code inside a string.
    Plain,
    Is(Class),
}

/// Scope prefixes and their meaning; the first that fits counts. Operators stay plain on purpose:
/// no common theme colours them, and they would add a third to the spans. See the scope naming
/// guide of Sublime Text.
const RULES: &[(&str, Meaning)] = &[
    ("comment", Meaning::Is(Class::Comment)),
    ("constant", Meaning::Is(Class::Constant)),
    ("entity.name.tag", Meaning::Is(Class::Attribute)),
    ("entity.name.function", Meaning::Is(Class::Function)),
    ("entity.name.section", Meaning::Is(Class::Heading)),
    ("entity.name.constant", Meaning::Is(Class::Constant)),
    ("entity.name.label", Meaning::Is(Class::Constant)),
    ("entity.name", Meaning::Is(Class::Type)),
    ("entity.other.attribute-name", Meaning::Is(Class::Attribute)),
    ("entity.other.inherited-class", Meaning::Is(Class::Type)),
    ("keyword.operator.word", Meaning::Is(Class::Keyword)),
    ("keyword.operator.logical.python", Meaning::Is(Class::Keyword)),
    ("keyword.operator", Meaning::Plain),
    ("keyword.other.unit", Meaning::Is(Class::Constant)),
    ("keyword", Meaning::Is(Class::Keyword)),
    ("markup.deleted", Meaning::Is(Class::Deleted)),
    ("markup.heading", Meaning::Is(Class::Heading)),
    ("markup.inserted", Meaning::Is(Class::Inserted)),
    ("markup.raw", Meaning::Is(Class::String)),
    ("markup.underline.link", Meaning::Is(Class::String)),
    ("meta.annotation", Meaning::Is(Class::Attribute)),
    ("meta.diff", Meaning::Is(Class::Heading)),
    ("meta.group.expansion.parameter", Meaning::Is(Class::Variable)),
    ("meta.group.expansion", Meaning::Plain),
    ("meta.interpolation", Meaning::Plain),
    ("source", Meaning::Plain),
    ("storage", Meaning::Is(Class::Keyword)),
    ("string", Meaning::Is(Class::String)),
    ("support.constant", Meaning::Is(Class::Constant)),
    ("support.function", Meaning::Is(Class::Function)),
    ("support.macro", Meaning::Is(Class::Function)),
    ("support.type.property-name", Meaning::Is(Class::Attribute)),
    ("support.class", Meaning::Is(Class::Type)),
    ("support.type", Meaning::Is(Class::Type)),
    ("variable.annotation", Meaning::Is(Class::Attribute)),
    ("variable.function", Meaning::Is(Class::Function)),
    ("variable.language", Meaning::Is(Class::Keyword)),
    ("variable.parameter", Meaning::Is(Class::Variable)),
    // Where variables carry a mark; elsewhere every second word would be one.
    ("variable.other.readwrite.shell", Meaning::Is(Class::Variable)),
    ("variable.other.makefile", Meaning::Is(Class::Variable)),
    ("variable.other.php", Meaning::Is(Class::Variable)),
    ("variable.other.readwrite.perl", Meaning::Is(Class::Variable)),
    ("punctuation.definition.variable", Meaning::Is(Class::Variable)),
];

/// Looks scopes up in [`RULES`], and remembers them: a grammar has some hundred different ones.
#[derive(Default)]
pub(super) struct Classifier {
    known: FxHashMap<Scope, Meaning>,
}

impl Classifier {
    fn meaning(&mut self, scope: Scope) -> Meaning {
        *self.known.entry(scope).or_insert_with(|| {
            let name = scope.build_string();
            let fits = |prefix: &str| {
                name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            RULES.iter().find(|(prefix, _)| fits(prefix)).map_or(Meaning::Inherit, |(_, meaning)| *meaning)
        })
    }
}

/// The scopes around the current place, from the outermost to the innermost.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct ClassStack {
    scopes: Vec<Meaning>,
    /// What `clear` operations took away, for `restore`.
    cleared: Vec<Vec<Meaning>>,
}

impl ClassStack {
    /// Returns the class of text here.
    pub(super) fn class(&self) -> Option<Class> {
        match self.scopes.iter().rev().find(|meaning| **meaning != Meaning::Inherit)? {
            Meaning::Is(class) => Some(*class),
            Meaning::Plain | Meaning::Inherit => None,
        }
    }

    pub(super) fn apply(&mut self, op: &ScopeStackOp, classifier: &mut Classifier) {
        match op {
            ScopeStackOp::Push(scope) => self.scopes.push(classifier.meaning(*scope)),
            ScopeStackOp::Pop(count) => self.scopes.truncate(self.scopes.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    ClearAmount::TopN(count) => self.scopes.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.scopes.split_off(kept));
            }
            ScopeStackOp::Restore => self.scopes.append(&mut self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}
