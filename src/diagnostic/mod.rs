//! Reports about content: what is wrong, where, and what to do next.
//!
//! A [`Diagnostic`] is for somebody with a text editor. It never holds line numbers or terminal
//! codes: positions are byte ranges of the file on disk, and [`show`] turns them into text.

pub mod baseline;
mod code;
pub mod show;
mod suggest;

use crate::source::{SourcePath, Span};

pub use code::{Code, Severity};
pub use suggest::{is_only_nearest, nearest, nearest_within};

/// A value, and everything that was found to be wrong while making it.
#[derive(Debug, Clone, Default)]
pub struct Checked<T> {
    /// The value. It is usable whatever was found.
    pub value: T,
    /// What was found, in no particular order; [`sort`] orders it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Makes a value with nothing wrong.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }
}

/// One report about the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// How bad it is: the default of the code, until `[lints]` of the configuration is applied.
    pub severity: Severity,
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// The smallest text that is wrong.
    pub primary: Option<Label>,
    /// Related places, such as "first declared here".
    pub secondary: Vec<Label>,
    /// What to do next, as instructions.
    pub help: Vec<String>,
    /// A change that mends it, or probably does.
    pub fix: Option<Fix>,
}

/// A place with a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file; `None` for "the file being parsed", which does not know its own name. The caller
    /// that does know fills it in with [`Diagnostic::within`].
    pub path: Option<SourcePath>,
    /// The bytes meant; `None` for the whole file.
    pub span: Option<Span>,
    /// The remark; may be empty.
    pub text: String,
}

/// A replacement that mends a diagnostic, applicable by a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The file; `None` as in [`Label::path`].
    pub path: Option<SourcePath>,
    /// The bytes to replace.
    pub span: Span,
    /// What takes their place.
    pub replacement: String,
    /// Whether somebody has to look at it first.
    pub certainty: Certainty,
}

/// How sure it is that a fix is what the author meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It is the nearest that there is: an editor may offer it.
    Likely,
    /// Nothing else can be meant: `daring check --fix` makes it.
    Sure,
}

impl Certainty {
    /// Returns the word that machine-readable reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

impl Diagnostic {
    /// Starts a report with the default severity of `code`.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Points at bytes of the file being parsed.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { path: None, span: Some(span), text: text.into() });
        self
    }

    /// Points at a file, and at bytes of it when `span` is given.
    #[must_use]
    pub fn in_file(mut self, path: &SourcePath, span: Option<Span>, text: impl Into<String>) -> Self {
        self.primary = Some(Label { path: Some(path.clone()), span, text: text.into() });
        self
    }

    /// Adds a related place of the file being parsed.
    #[must_use]
    pub fn also_at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { path: None, span: Some(span), text: text.into() });
        self
    }

    /// Adds a related place of any file.
    #[must_use]
    pub fn also(mut self, path: &SourcePath, span: Option<Span>, text: impl Into<String>) -> Self {
        self.secondary.push(Label { path: Some(path.clone()), span, text: text.into() });
        self
    }

    /// Adds an instruction.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a replacement in the file being parsed that is probably meant.
    #[must_use]
    pub fn fix(self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix_with(Certainty::Likely, span, replacement)
    }

    /// Adds a replacement in the file being parsed that a machine may make without asking.
    #[must_use]
    pub fn mend(self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix_with(Certainty::Sure, span, replacement)
    }

    /// Adds a replacement in the file being parsed.
    #[must_use]
    pub fn fix_with(mut self, certainty: Certainty, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { path: None, span, replacement: replacement.into(), certainty });
        self
    }

    /// Returns the fix that a machine may make without asking.
    pub fn sure_fix(&self) -> Option<&Fix> {
        self.fix.as_ref().filter(|fix| fix.certainty == Certainty::Sure)
    }

    /// Names the file of every place that has none yet.
    #[must_use]
    pub fn within(mut self, path: &SourcePath) -> Self {
        let labels = self.primary.iter_mut().chain(&mut self.secondary);
        let paths = labels.map(|label| &mut label.path).chain(self.fix.as_mut().map(|fix| &mut fix.path));
        for place in paths.filter(|place| place.is_none()) {
            *place = Some(path.clone());
        }
        self
    }

    /// Returns the file it is about, if it is about one.
    pub fn path(&self) -> Option<&SourcePath> {
        self.primary.as_ref().and_then(|label| label.path.as_ref())
    }
}

/// Puts reports in the order they are shown: by file, position, code, message; without a file last.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key =
            |d: &Diagnostic| (d.path().is_none(), d.path().cloned(), d.primary.as_ref().and_then(|l| l.span));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.code.name().cmp(b.code.name()))
            .then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}

/// How many reports of each severity there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that stop publication.
    pub errors: usize,
    /// Reports that do not.
    pub warnings: usize,
}

impl Tally {
    /// Counts `diagnostics`; what is allowed is not counted.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}
