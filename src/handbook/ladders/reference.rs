//! Short references into ladders: `[[ladder:staff]]`, `[[ladder:engineering/lm-adopt]]`.

use super::{PlacedLadder, ShownAt, default_ladder};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html;
use crate::document::outline::RawLink;
use crate::handbook::Handbook;
use crate::handbook::chapter::DocumentId;
use crate::handbook::library::Library;
use crate::handbook::resolve::Target;
use crate::ladder::lookup::Thing;
use crate::ladder::model::Ladder;
use crate::source::SourcePath;

/// Returns what stands behind `ladder:` in the destination of a wikilink.
pub(in crate::handbook) fn reference(destination: &str) -> Option<&str> {
    destination.strip_prefix("ladder:").map(str::trim)
}

/// Resolves a short reference of a document.
pub(in crate::handbook) fn refer(
    library: &Library<'_>,
    id: DocumentId,
    link: &RawLink,
    reference: &str,
) -> Result<Target, Diagnostic> {
    let path = &library.documents[id.index()].path;
    match find(library.ladders, path, reference) {
        Found::One(_, shown) => {
            let suffix = if shown.anchor.is_empty() { String::new() } else { html::fragment(&shown.anchor) };
            Ok(Target::Chapter { id: shown.chapter, suffix: suffix.into() })
        }
        Found::Several(ladders) => {
            let report = Diagnostic::new(
                Code::LinkAmbiguous,
                format!("`{reference}` could be of {} ladders", ladders.len()),
            );
            let first = library.ladders[ladders[0]].ladder.framework.id.as_str();
            Err(report
                .at(link.span, "")
                .help(format!("write the ladder too, such as `ladder:{first}/{reference}`")))
        }
        Found::None if is_withheld(library.ladders, reference) => {
            let message = format!("`{reference}` has an audience, and is not published");
            let report = Diagnostic::new(Code::LinkUnknownPage, message).at(link.span, "");
            Err(report.help("refer to an expectation that everybody may see, or take the `Audience` off it"))
        }
        Found::None => {
            let report = Diagnostic::new(Code::LinkUnknownPage, format!("no ladder has a `{reference}`"));
            let report = report.at(link.span, "");
            let known = library.ladders.iter().flat_map(PlacedLadder::ids);
            Err(match library.nearest(id, reference, known) {
                Some(near) => report.help(format!("did you mean `ladder:{near}`?")),
                None => report.help("write the id of a level, competency or expectation"),
            })
        }
    }
}

/// Whether this edition may not see what a reference means.
fn is_withheld(ladders: &[PlacedLadder], reference: &str) -> bool {
    let id = reference.rsplit('/').next().unwrap_or(reference).trim();
    let cells = ladders.iter().flat_map(|placed| &placed.ladder.declared.cells);
    cells.into_iter().flat_map(|cell| &cell.withheld).flatten().any(|name| name.as_str() == id)
}

enum Found {
    One(usize, ShownAt),
    /// Ladders that have it.
    Several(Vec<usize>),
    None,
}

/// Looks in the ladder around the file first, then in those in force, in drafts and proposals, and in
/// retired ones.
fn find(ladders: &[PlacedLadder], path: &SourcePath, reference: &str) -> Found {
    let (named, id) = match reference.split_once('/') {
        Some((ladder, id)) => (Some(ladder.trim()), id.trim()),
        None => (None, reference),
    };
    let shown = |at: usize| ladders[at].shown_at(at, id).map(|shown| (at, shown));
    if let Some(name) = named {
        let at = ladders.iter().position(|placed| placed.ladder.framework.id.as_str() == name);
        return at.and_then(shown).map_or(Found::None, |(at, shown)| Found::One(at, shown));
    }
    if let Some((at, shown)) = default_ladder(path, ladders).and_then(shown) {
        return Found::One(at, shown);
    }
    for stage in super::by_standing(ladders) {
        let mut found: Vec<(usize, ShownAt)> = stage.into_iter().filter_map(shown).collect();
        if found.len() > 1 {
            return Found::Several(found.into_iter().map(|(at, _)| at).collect());
        }
        if let Some((at, shown)) = found.pop() {
            return Found::One(at, shown);
        }
    }
    Found::None
}

/// What a short reference is called where its author gives it no text.
#[derive(Debug)]
pub enum ReferenceText<'a> {
    /// A title.
    Title(String),
    /// The text of an expectation.
    Expectation(&'a crate::ladder::text::Text),
}

impl Handbook {
    /// Returns what a short reference of a document is called; `None` when it leads nowhere.
    pub fn reference_text(&self, id: DocumentId, destination: &str) -> Option<ReferenceText<'_>> {
        let reference = reference(destination)?;
        let path = &self.documents[id.index()].path;
        let Found::One(at, shown) = find(self.ladders(), path, reference) else { return None };
        let ladder: &Ladder = &self.ladders()[at].ladder;
        let own = reference.rsplit('/').next().unwrap_or(reference).trim();
        Some(match ladder.find(own) {
            Some(Thing::Expectation(_)) => ReferenceText::Expectation(&ladder.statement(own)?.1.text),
            _ => ReferenceText::Title(shown.title),
        })
    }
}
