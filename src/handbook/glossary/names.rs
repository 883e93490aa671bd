//! What terms are called, and texts that refer to them by name.

use rustc_hash::FxHashMap;

use super::{Home, Term};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html;
use crate::document::outline::RawLink;
use crate::handbook::library::Library;
use crate::handbook::suggest::is_literal;
use crate::handbook::{ChapterId, DocumentId, Target, TermNames};

/// Resolves `[[term:…]]`.
pub(in crate::handbook) fn refer(
    library: &Library<'_>,
    id: DocumentId,
    link: &RawLink,
    name: &str,
) -> Result<Target, Diagnostic> {
    let names = library.terms;
    let found = names.number(name).and_then(|term| names.anchors.get(term as usize)).zip(names.home);
    if let Some((anchor, home)) = found {
        let suffix = html::fragment(anchor).into();
        return Ok(match home {
            Home::Chapter(id) => Target::Chapter { id, suffix },
            Home::Special(id) => Target::Special { id, suffix },
        });
    }
    let report = Diagnostic::new(Code::GlossaryUndefined, format!("the glossary has no term `{name}`"));
    let report = report.at(link.span, "");
    let mut known: Vec<&str> = names.numbers.keys().map(String::as_str).collect();
    known.sort_unstable();
    let wanted = looked_up(name);
    Err(match library.nearest(id, &wanted, known.iter().copied()) {
        Some(near) => {
            let certainty = library.certainty(id, (&wanted, near), known.iter().copied());
            let report = report.help(format!("did you mean `term:{near}`?"));
            if is_literal(link) {
                report.fix_with(certainty, link.span, format!("term:{near}"))
            } else {
                report
            }
        }
        None => report.help("declare it under `terms` in the front matter of a page, or in the glossary"),
    })
}

/// Returns what stands behind `term:` in the destination of a wikilink.
pub(in crate::handbook) fn reference(destination: &str) -> Option<&str> {
    destination.trim().strip_prefix("term:").map(str::trim)
}

impl TermNames {
    /// Returns the anchors of all terms, if they stand on the page of this chapter.
    pub(in crate::handbook) fn anchors_on(&self, chapter: Option<ChapterId>) -> &[Box<str>] {
        match (self.home, chapter) {
            (Some(Home::Chapter(home)), Some(chapter)) if home == chapter => &self.anchors,
            _ => &[],
        }
    }
}

/// Returns what the terms are called, to look them up.
pub(in crate::handbook) fn names(terms: &[Term], home: Option<Home>) -> TermNames {
    let mut numbers = FxHashMap::default();
    for (term, number) in terms.iter().zip(0..) {
        for name in std::iter::once(&term.name).chain(&term.aliases) {
            numbers.entry(looked_up(name)).or_insert(number);
        }
    }
    TermNames { numbers, anchors: terms.iter().map(|term| term.anchor.clone()).collect(), home }
}

impl TermNames {
    /// Returns the number of the term with a name or alias.
    pub(in crate::handbook) fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(&looked_up(name)).copied()
    }
}

/// A name as it is looked up: without case, and with one blank where any stand.
fn looked_up(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
