//! What is wrong with a glossary.

use rustc_hash::FxHashMap;

use super::{Glossary, Term};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::source::Span;

/// Reports every name that is declared twice, and leaves it to the first term.
pub(super) fn duplicates(terms: &mut Vec<Term>, documents: &[Document]) -> Vec<Diagnostic> {
    let mut first: FxHashMap<String, usize> = FxHashMap::default();
    let mut reports = Vec::new();
    let mut kept: Vec<Term> = Vec::with_capacity(terms.len());
    for mut term in terms.drain(..) {
        let at = kept.len();
        if let Some(earlier) = first.get(&term.name.to_lowercase()) {
            reports.push(twice(&term.name, (&term, term.span), &kept[*earlier], documents));
            continue;
        }
        first.insert(term.name.to_lowercase(), at);
        let aliases = std::mem::take(&mut term.aliases);
        let spans = std::mem::take(&mut term.alias_spans);
        for (alias, span) in aliases.into_iter().zip(spans) {
            match first.get(&alias.to_lowercase()) {
                Some(earlier) if *earlier != at => {
                    reports.push(twice(&alias, (&term, span), &kept[*earlier], documents));
                }
                Some(_) => {}
                None => {
                    first.insert(alias.to_lowercase(), at);
                    term.aliases.push(alias);
                    term.alias_spans.push(span);
                }
            }
        }
        kept.push(term);
    }
    *terms = kept;
    reports
}

fn twice(name: &str, (term, span): (&Term, Span), earlier: &Term, documents: &[Document]) -> Diagnostic {
    let path = |term: &Term| &documents[term.document.index()].path;
    let message = format!("two terms are called `{name}`");
    Diagnostic::new(Code::GlossaryDuplicate, message)
        .in_file(path(term), Some(span), "declared again here")
        .also(path(earlier), Some(earlier.span), "first declared here")
        .help("keep one of the two, or rename it: readers are shown the first")
}

/// Reports terms that no page uses. One that is not to be linked is for the glossary alone.
pub(super) fn unused(glossary: &Glossary, documents: &[Document]) -> Vec<Diagnostic> {
    let mut is_used = vec![false; glossary.terms.len()];
    glossary.uses.iter().flat_map(|uses| uses.iter()).for_each(|term| is_used[*term as usize] = true);
    let unused = glossary.terms.iter().zip(is_used).filter(|(term, is_used)| term.link && !is_used);
    let report = |(term, _): (&Term, bool)| {
        let message = format!("no page uses the term `{}`", term.name);
        Diagnostic::new(Code::GlossaryUnused, message)
            .in_file(&documents[term.document.index()].path, Some(term.span), "")
            .help("remove it, or add the form in which pages use it to its `aliases`")
    };
    unused.map(report).collect()
}
